"""J10 as far as it reaches: the bureau head approves on a phone, and opens the rows behind a figure."""
from __future__ import annotations

from tests.journeys.office import PHONE, Office, facts_of
from tests.web import story
from zhiheng.actions import signing
from zhiheng.actions.perform import open_file, perform
from zhiheng.records.clock import frozen


def test_the_head_approves_a_plan_and_a_filing_and_opens_the_file_behind_a_figure(office: Office) -> None:
    b = office.bureau
    visit = story.inspection(b)
    lead = visit.outcome_links.get(outcome__procedure="penalty_ordinary").outcome.no
    waiting_filing(office, lead)
    plan = waiting_plan(office)
    office.at("2026-10-12 11:00")
    chen = office.desk("chen", **PHONE)
    for no, said in ((plan, "现场检查方案"), (lead, "立案")):
        chen.go("/approvals/")
        assert chen.wide() <= 0
        chen.shot(f"50-approvals-{said}")
        chen.page.locator(f'main a[href*="/files/{no}/drafts/"]').first.click()
        assert said in chen.page.locator("h2").first.inner_text() and chen.wide() <= 0
        chen.shot(f"51-draft-{said}")
        form = chen.page.locator('form[data-act^="sign:"]')
        form.get_by_label("本人签名口令").fill(story.PIN)
        with chen.page.expect_navigation():
            form.get_by_role("button", name="签署").click()
        assert "行为生效" in chen.page.locator("#messages").inner_text()
    chen.go("/measures/")
    chen.shot("52-measures")
    assert chen.wide() <= 0 and chen.page.get_by_text("无应办").count() >= 1
    figure = chen.page.locator("[data-figure]").filter(has_text="%").first
    figure.locator(".big a").click()
    assert chen.wide() <= 0
    chen.shot("53-rows")
    chen.page.locator('main a[href^="/files/"]').first.click()
    assert chen.page.locator("h1").first.inner_text().startswith(("检查", "案卷")) and chen.wide() <= 0


def waiting_filing(office: Office, no: str) -> None:
    """A filing signed by everybody but the head."""
    b = office.bureau
    with frozen(story.moment("2026-10-12 09:00")) as at:
        sent = perform(no, "file_case", facts_of(b, no, "file_case", story.CASE["file_case"], at), b.li)
        for who in (b.wang, b.zhang):
            signing.sign(no, sent.draft_seq, who)


def waiting_plan(office: Office) -> str:
    """A plan signed by everybody but the head."""
    b = office.bureau
    plan = {
        "checked_unit": story.FIRM, "checked_unit_address": "云岭区工业园3号", "industry": "木材加工",
        "source_type": "annual_plan", "plan_item_ref": "2026 年度计划 10 月第 3 项", "planned_from": "2026-10-14",
        "planned_to": "2026-10-14", "officers": ["li", "wang"], "inspection_items": story.ITEMS,
        "inspection_method": ["site"]}
    with frozen(story.moment("2026-10-12 09:30")) as at:
        sent = open_file("inspection", "plan", plan, b.li, agency=b.agency, enterprise=b.firm, domain="工贸", at=at)
        for who in (b.wang, b.zhang):
            signing.sign(sent.file.no, sent.draft_seq, who)
    return str(sent.file.no)
