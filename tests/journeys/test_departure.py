"""J03: leaving the band needs reasons, evidence and the leaders together; leaving the statute is refused."""
from __future__ import annotations

from tests.journeys.office import Desk, Office
from tests.journeys.test_case_to_archive import FACTORS, WORDS
from tests.web import story
from zhiheng.records.models import File

REASON = "当事人在责令改正之后仍安排未经培训的人员在粉尘岗位作业，风险明显高于同档的一般情形，应当在基准之上处罚。"


def panel_of(desk: Desk, amount: str, reason: str = "", evidence: str = "", button: str = "计算") -> str:
    """Type item 1 into the panel and press a button; answers the words of that item."""
    panel = desk.page.locator('[data-part="discretion"]')
    for factor, value in FACTORS.items():
        panel.locator(f'[name$="-f-{factor}"]').fill(value)
    for index, fine in enumerate((amount, "17,000", "22,000"), 1):
        panel.locator(f'[name="w-{index}-amount"]').fill(fine)
    for name, text in (("reason", reason), ("evidence", evidence)):
        field = panel.locator(f'[name="w-1-{name}"]')
        if field.count() and field.first.evaluate("e => e.tagName") == "SELECT":
            field.select_option(index=1 if text else 0)
        elif field.count():
            field.fill(text)
    with desk.page.expect_navigation():
        panel.get_by_role("button", name=button, exact=True).click()
    return panel.locator(".disc-item").first.inner_text()


def test_a_departure_needs_reasons_and_the_statute_is_the_end(office: Office) -> None:
    visit = story.inspection(office.bureau)
    lead = visit.outcome_links.get(outcome__procedure="penalty_ordinary").outcome.no
    no = story.penalty(office.bureau, lead, until="scene_record").no
    office.at("2026-11-06 16:00")
    li = office.desk("li")
    act = li.open_act(no, "conclude_investigation")
    panel = li.page.locator('[data-part="discretion"]')
    said = panel_of(li, "62,000")
    li.shot("40-no-reason")
    assert "偏离基准" in said and panel.locator('.disc-item[data-state="refused"], .disc-item[data-state="departure"]').count(), said
    panel_of(li, "62,000", button="采用并写入说理")
    li.type_in(no, act, "", WORDS)
    li.send()
    said = li.complaints()
    assert not li.page.locator("#confirm").count() and "理由" in said, said
    said = panel_of(li, "110,000", REASON, "证据3")
    li.shot("41-above-statute")
    assert panel.locator('.disc-item[data-state="refused"]').count() == 1 and "100,000" in said, said
    panel_of(li, "62,000")
    said = panel_of(li, "62,000", REASON, "证据3 培训台账")
    li.shot("42-departure")
    assert "集体讨论" in panel.inner_text() and panel.locator('.disc-item[data-state="departure"]').count() == 1, said
    panel_of(li, "62,000", REASON, "证据3 培训台账", "采用并写入说理")
    li.type_in(no, act, "", WORDS)
    li.submit()
    office.sign(no, ("second",))
    returned(office, no)
    lowered(office, no)
    heavier_after_the_defence(office, no)


def returned(office: Office, no: str) -> None:
    """The section head sends it back with a remark on a paragraph; the officer finds the remark at the form."""
    zhang = office.desk("zhang")
    zhang.file(no)
    with zhang.page.expect_navigation():
        zhang.page.locator('#drafts a[href*="/drafts/"]').first.click()
    zhang.page.get_by_label("本人签名口令").fill(story.PIN)
    zhang.page.get_by_text("退回…").click()
    zhang.page.get_by_label("退回理由").fill("偏离基准的理由没有证据支持，请在档内重新提出。")
    zhang.page.get_by_label("针对第几段").fill("调查报告第3段")
    zhang.shot("43-return")
    with zhang.page.expect_navigation():
        zhang.page.get_by_role("button", name="退回", exact=True).click()
    assert "已退回" in zhang.page.locator("#messages").inner_text()
    li = office.desk("li")
    li.go("/")
    assert "退回" in li.page.locator("main").inner_text()
    li.file(no)
    drafts = li.page.locator('#drafts [data-state="returned"]').inner_text()
    assert "没有证据支持" in drafts and "第3段" in drafts, drafts
    li.shot("44-returned")


def lowered(office: Office, no: str) -> None:
    """Within the band no departure is left, and the collective discussion depends on the rule alone."""
    li = office.desk("li")
    act = li.open_act(no, "conclude_investigation")
    panel_of(li, "45,000")
    panel = li.page.locator('[data-part="discretion"]')
    assert panel.locator('.disc-item[data-state="in-band"]').count() == 3, panel.inner_text()
    panel_of(li, "45,000", button="采用并写入说理")
    li.type_in(no, act, "", WORDS)
    li.submit()
    office.sign(no, ("second", "section_head"))


def heavier_after_the_defence(office: Office, no: str) -> None:
    """行政处罚法第45条第2款: who defends himself is not punished more for it."""
    b = office.bureau
    for step in story.STEPS:
        act, who, when, *more = step
        if act in ("file_case", "inquiry", "scene_record", "conclude_investigation"):
            continue
        if act == "collective_discussion":
            break
        b.do(no, act, who, when, *([more[0]] if more and more[0] else []), **(more[1] if len(more) > 1 else {}))
    office.at("2026-11-24 10:00")
    li = office.desk("li")
    act = li.open_act(no, "handling_approval")
    li.page.locator('[name="proposals-0-fine"]').fill("49,000.00")
    li.type_in(no, act, "", {})
    li.send()
    said = li.complaints()
    li.shot("45-heavier")
    assert "行政处罚法第45条第2款" in said, said
    assert File.objects.get(no=no).events.filter(act="handling_approval").count() == 0
