"""What the house says when something is wrong: passwords, PINs, empty fields, impossible dates, two at one form."""
from __future__ import annotations

import pytest

from tests.journeys.office import Office
from tests.web import story
from tests.web.story import CASE, PIN


@pytest.fixture
def lead(office: Office) -> str:
    """An inspection has left a lead; it is 2026-10-12."""
    visit = story.inspection(office.bureau)
    office.at("2026-10-12 09:00")
    return str(visit.outcome_links.get(outcome__procedure="penalty_ordinary").outcome.no)


def test_five_wrong_passwords_lock_the_account_in_words(office: Office) -> None:
    office.at("2026-10-12 09:00")
    desk = office.stranger()
    for _ in range(5):
        desk.log_in("sun", "not-the-password")
        said = desk.page.get_by_role("alert").inner_text()
        assert said
    desk.shot("30-locked-login")
    desk.log_in("sun")
    said = desk.page.get_by_role("alert").inner_text()
    assert "锁定" in said or "之后再试" in said, said
    assert "/login/" in desk.page.url


def test_a_form_says_everything_that_is_missing_and_a_wrong_pin_locks_the_signature(office: Office, lead: str) -> None:
    li = office.desk("li")
    act = li.open_act(lead, "file_case")
    li.page.locator('[name="cause"]').fill("")
    li.send()
    faults = li.page.locator("[data-faults]")
    assert "处要改" in faults.inner_text() and faults.locator("a").count() >= 2, faults.inner_text()
    li.shot("31-missing")
    li.type_in(lead, act, "", CASE["file_case"] | {"violation_on": "2027-05-01"})
    li.send()
    said = li.complaints()
    li.shot("32-impossible-date")
    assert "2027-05-01" in said, said
    li.type_in(lead, act, "", CASE["file_case"])
    li.send()
    for _ in range(5):
        li.confirm("000000")
        assert li.page.locator("#confirm .err").inner_text()
    said = li.page.locator("#confirm .err").inner_text()
    li.shot("33-pin-locked")
    assert "锁定" in said, said
    li.confirm(PIN)
    assert "锁定" in li.page.locator("#confirm .err").inner_text()
    assert li.page.locator('[name="cause"]').input_value() == CASE["file_case"]["cause"]


def test_an_inquiry_that_ends_before_it_begins_is_refused_at_its_field(office: Office, lead: str) -> None:
    office.bureau.do(lead, "file_case", "li", "2026-10-12")
    office.at("2026-10-13 10:00")
    li = office.desk("li")
    act = li.open_act(lead, "inquiry")
    li.type_in(lead, act, "", {"start_time": "2026-10-13T09:50", "end_time": "2026-10-13T09:00", "subject_name": "刘某",
                               "came_by": "present"})
    li.send()
    said = li.complaints()
    assert not li.page.locator("#confirm").count() and ("早于" in said or "结束" in said), said


def test_of_two_officers_at_one_form_the_second_is_told_and_keeps_his_text(office: Office, lead: str) -> None:
    li, wang = office.desk("li"), office.desk("wang")
    act = li.open_act(lead, "file_case")
    wang.open_act(lead, "file_case")
    mine = "承办人王敏的意见：事实有现场检查记录证明，建议立案。"
    wang.type_in(lead, act, "", CASE["file_case"] | {"handler_opinion": mine})
    li.type_in(lead, act, "", CASE["file_case"])
    li.submit()
    wang.send()
    if wang.page.locator("#confirm").count():
        wang.confirm()
    said = wang.complaints()
    wang.shot("34-second-told")
    assert "file_case" in wang.page.url and ("会签" in said or "已经" in said or "已提交" in said), said
    assert wang.page.locator('[name="handler_opinion"]').input_value() == mine
