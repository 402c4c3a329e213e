"""One inspection in the browser, from the plan to the closed loop, with one refusal on the way."""
from __future__ import annotations

from tests.journeys.office import Office
from tests.web.story import FIRM
from zhiheng.records.models import File, Finding

PLAN = {
    "checked_unit": FIRM, "checked_unit_address": "云岭区工业园3号", "industry": "木材加工", "source_type": "annual_plan",
    "plan_item_ref": "2026 年度计划 9 月第 7 项", "planned_from": "2026-09-28", "planned_to": "2026-09-28",
    "officers": ["li", "wang"], "inspection_method": ["site", "documents"]}
FOUND = [{"text": "安全警示标志缺失 2 处", "basis": "安全生产法第三十五条", "level": "general"}]


def test_an_inspection_is_closed_only_after_its_finding_was_dealt_with_and_looked_at_again(office: Office) -> None:
    office.at("2026-09-25 10:00")
    li = office.desk("li")
    li.go("/inspections/new/")
    li.page.get_by_label("企业名称或信用代码").fill("鑫达")
    li.page.get_by_role("button", name="查找").click()
    li.page.get_by_role("link", name=FIRM).first.click()
    li.shot("60-new-inspection")
    li.page.locator('main a[href*="/new/inspection/plan/"]').first.click()
    li.fill_new("inspection", "plan", PLAN)
    li.submit()
    no = File.objects.get(procedure="inspection").no
    office.sign(no, ("second", "section_head", "bureau_head"))
    office.at("2026-09-28 09:15")
    li.do(no, "enter_site", arrived_at="2026-09-28T09:15", entry_code="8K3F-27",
          participants=[{"name": "陈某某", "post": "principal"}])
    office.at("2026-09-28 11:00")
    item = li.open_act(no, "record")
    asked = [q for q in li.page.locator('[name^="answers-"][name$="-question"]').all() if q.input_value()]
    for n in range(len(asked)):
        li.page.locator(f'input[name="answers-{n}-result"][value="pass"]').check()
    li.page.locator('input[name="answers-0-result"][value="fail"]').check()
    li.type_in(no, item, "", dict(
        start_time="2026-09-28T09:15", end_time="2026-09-28T10:40", unit_signer="陈某某", av_record_refs=["AV-0928"],
        findings=FOUND))
    li.submit()
    office.sign(no, ("second",), shared_device=True)
    li.open_act(no, "complete")
    gates = li.gates("complete")
    assert "each_finding_outcome" in gates, gates
    li.shot("61-not-complete")
    key = Finding.objects.get(file__no=no).key
    li.do(no, "rectification_order", key, deadline="2026-10-08", unit_sign="signed", unit_signer="陈某某")
    li.do(no, "complete")
    mended(office, no)


def mended(office: Office, no: str) -> None:
    """The enterprise replies, two officers look again, the rectification and the inspection are closed."""
    li = office.desk("li")
    mending = File.objects.get(procedure="rectification").no
    li.open_act(no, "close")
    assert "loop_closed" in li.gates("close")
    office.at("2026-10-08 15:00")
    key = Finding.objects.get(file__no=mending).key
    li.do(mending, "reply", key)
    office.at("2026-10-09 10:00")
    li.do(mending, "reinspect", key, unit_signer="陈某某")
    li.do(mending, "conclude")
    li.do(no, "close")
    li.file(no)
    li.shot("62-closed")
    assert File.objects.get(no=no).stage == "closed" and "整改 " in li.page.locator("main").inner_text()
