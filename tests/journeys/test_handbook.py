"""An officer with a phone at a woodworks: items answered by thumb, an act proposed and taken, the same code to the end."""

from __future__ import annotations

import re
from datetime import date

from tests.journeys.office import PHONE, Desk, Office
from tests.web import story
from zhiheng.actions.perform import open_file
from zhiheng.law.checklists import get
from zhiheng.records.clock import frozen
from zhiheng.records.models import DraftForm, File, Finding

ASKED = ("D-03", "G-05", "G-06", "G-12")


def entered(office: Office) -> str:
    """An inspection with four items of the handbook, its officers on the spot."""
    b = office.bureau
    items = [{"code": k, "question": get(k).question, "basis": get(k).cites(date(2026, 9, 28))} for k in ASKED]
    plan = {
        "checked_unit": story.FIRM, "checked_unit_address": "云岭区工业园3号", "industry": "木材加工", "source_type": "annual_plan",
        "plan_item_ref": "2026 年度计划 9 月第 7 项", "planned_from": "2026-09-28", "planned_to": "2026-09-28",
        "officers": ["li", "wang"], "inspection_items": items, "inspection_method": ["site", "documents"]}
    with frozen(story.moment("2026-09-25")) as at:
        sent = open_file("inspection", "plan", plan, b.li, agency=b.agency, enterprise=b.firm, domain="工贸", at=at)
        no = str(b.signed(sent, at).file.no)
    b.do(no, "enter_site", "li", "2026-09-28 09:15", arrived_at="2026-09-28T09:15:00+08:00", entry_code="8K3F-27",
         participants=[{"name": "陈某某", "post": "principal"}])
    return no


def press(li: Desk, name: str, within: str) -> None:
    """A helper button of the form: the page comes back."""
    with li.page.expect_navigation():
        li.page.locator(within).get_by_role("button", name=name).first.click()


def tap(li: Desk, code: str, result: str) -> None:
    """One of the three large buttons, by its face."""
    li.page.locator(f'[data-code="{code}"] .tri .a-{result}').click()


def test_items_are_answered_by_thumb_and_the_act_taken_keeps_its_code_to_the_case(office: Office) -> None:
    no = entered(office)
    office.at("2026-09-28 11:00")
    li = office.desk("li", **PHONE)
    act = li.open_act(no, "record")
    assert li.wide() <= 0
    for box in li.page.locator(".tri label").all():
        size = box.bounding_box()
        assert size is not None and size["height"] >= 48 and size["width"] >= 90
    assert li.page.locator("[data-all-done]").inner_text() == "0"
    tap(li, "G-06", "pass")
    tap(li, "G-12", "na")
    tap(li, "G-05", "fail")
    assert li.page.locator("[data-all-done]").inner_text() == "3"
    shown = li.page.locator('[data-code="G-05"] [data-propose]')
    assert "未按规定对从业人员" in shown.inner_text() and "100,000 元以下罚款" in shown.inner_text()
    assert li.page.locator('[data-code="G-06"] [data-propose]').is_hidden()
    li.page.locator('[data-code="G-05"] textarea').fill("砂光车间 6 名从业人员未经安全生产教育和培训即上岗")
    li.page.locator('[data-code="G-05"] .check-head').scroll_into_view_if_needed()
    li.shot("70-phone-proposed", full=False)
    press(li, "记为这一违法行为", '[data-code="G-05"] [data-act-code="AQSCF-097-1-3"]')
    assert re.search(r"#f-findings-0-text$", li.page.url) and li.wide() <= 0
    assert li.page.locator('[name="findings-0-violation"]').input_value() == "AQSCF-097-1-3"
    assert li.page.locator('[name="findings-0-text"]').input_value().startswith("砂光车间 6 名")
    assert "已记为" in li.page.locator('[data-code="G-05"] .check-recorded').inner_text()
    li.shot("71-phone-finding", full=False)
    a_major_hazard_warns_and_another_act_is_found(li)
    a_piece_of_advice_needs_its_reason(li, no, act)
    office.sign(no, ("second",), shared_device=True)
    the_code_goes_on(office, li, no)


def a_major_hazard_warns_and_another_act_is_found(li: Desk) -> None:
    """The warning names what is to be ordered; the officer looks for an act of his own choice."""
    tap(li, "D-03", "fail")
    warned = li.page.locator('[data-code="D-03"] .propose-major').inner_text()
    assert "责令停止使用相关设施、设备" in warned and "挂牌督办" in warned
    press(li, "查找其他违法行为", '[data-code="D-03"]')
    li.page.locator('[name="find-q"]').fill("AQSCF-099-1-2")
    with li.page.expect_navigation():
        li.page.locator('button[value="find"]').click()
    li.shot("72-phone-search")
    press(li, "加入", ".hits")
    assert li.page.locator('[name="findings-1-item"]').input_value() == "D-03"
    assert li.page.locator('[name="findings-1-level"][value="major"]').is_checked()


def a_piece_of_advice_needs_its_reason(li: Desk, no: str, act: object) -> None:
    """「仅提示整改」 without a reason is refused; with it the record is made and prints both."""
    tap(li, "G-12", "fail")
    press(li, "不构成违法，仅提示整改", '[data-code="G-12"]')
    assert li.page.locator('[name="findings-2-handling"][value="advice"]').is_checked()
    kept = DraftForm.objects.get(file__no=no, act="record").data["raw"]
    assert [f["item"] for f in kept["findings"]] == ["G-05", "D-03", "G-12"] and kept["answers"][3]["result"] == "fail"
    facts = dict(start_time="2026-09-28T09:15", end_time="2026-09-28T10:40", unit_signer="陈某某", av_record_refs=["AV-0928"])
    li.type_in(no, act, "", facts)  # type: ignore[arg-type]
    li.send()
    assert "没有写明理由" in li.complaints()
    li.page.locator('[name="findings-2-advice_reason"]').fill("标志完好，仅一处位置偏低，当场已重新张贴")
    assert "提交会签" in li.submit()


def the_code_goes_on(office: Office, li: Desk, no: str) -> None:
    """Findings, measure, order and lead all rest on the act taken at the item."""
    taught, dust, advised = Finding.objects.filter(file__no=no).order_by("key")
    assert (taught.violation, dust.violation, advised.violation) == ("AQSCF-097-1-3", "AQSCF-099-1-2", "")
    assert taught.attrs["item"] == "G-05" and dust.major and advised.attrs["advice_reason"]
    li.file(no)
    assert "仅提示整改" in li.page.locator("main").inner_text() and li.wide() <= 0
    li.shot("73-phone-findings")
    li.open_act(no, "onsite_measure", dust.key)
    assert li.page.locator('[name="measures"][value="stop_equipment"]').is_checked()
    li.do(no, "onsite_measure", dust.key, unit_sign="signed", unit_signer="陈某某")
    li.open_act(no, "rectification_order", taught.key)
    assert li.page.locator('[name="deadline"]').input_value() == "2026-10-13"
    li.do(no, "rectification_order", taught.key, unit_sign="signed", unit_signer="陈某某")
    mending = Finding.objects.get(file__procedure="rectification")
    assert mending.violation == "AQSCF-097-1-3"
    li.open_act(no, "propose_case", taught.key)
    assert li.page.locator('[name="violation"]').input_value() == "AQSCF-097-1-3"
    li.do(no, "propose_case", taught.key)
    lead = File.objects.get(procedure="penalty_ordinary")
    proposed = File.objects.get(no=no).events.filter(act="propose_case").latest("seq")
    assert proposed.facts["violation"] == "AQSCF-097-1-3" and "6 名从业人员" in str(lead.events.first().facts["case_facts"])
    assert date(2026, 9, 28) == lead.opened_at.date()
