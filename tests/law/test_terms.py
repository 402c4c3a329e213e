"""The statutory terms one by one: dates a lawyer would compute by hand, and what is refused."""
from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from zhiheng.kernel.calendar import CalendarError
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.terms import Direction, Interval, Source, Status, TermError, Undated, Unit
from zhiheng.law.cite import laws, title_of
from zhiheng.law.terms import due_of, term, terms

NO_NUMBER = {Unit.PROMPTLY, Unit.AS_NOTIFIED, Unit.AS_CONFIGURED}


@pytest.mark.parametrize(("id_", "start", "due", "provisional"), [
    ("hearing_request", "2026-11-16", "2026-11-23", False),
    ("decision_from_filing", "2026-10-12", "2027-01-11", True),
    # seven working days over the National Day holiday, with the make-up Saturday of 10 October
    ("evidence_preservation_decision", "2026-09-28", "2026-10-13", False),
    ("decision_delivery_absent", "2026-02-12", "2026-02-28", False),
    ("penalty_publicity_7wd", "2026-11-20", "2026-12-01", False),
    # fifteen natural days, ending on a Sunday: the payer has the Monday
    ("fine_payment", "2026-11-14", "2026-11-30", False),
    # seizure: natural days, and the law gives no roll
    ("seizure_period", "2026-11-21", "2026-12-21", False),
    ("seizure_period", "2026-11-20", "2026-12-20", False),
    # ten working days must have passed before the court may be asked
    ("urge_wait_before_court", "2026-11-16", "2026-12-01", False),
    # sixty days ending inside the National Day holiday roll to its first working day
    ("review_application", "2026-08-02", "2026-10-08", False),
    ("litigation_direct", "2026-08-31", "2027-03-01", True),
    ("review_reply", "2026-09-28", "2026-10-16", False),
    ("transfer_approval", "2026-11-20", "2026-11-23", False),
    ("daily_penalty_start", "2026-11-20", "2026-11-21", False),
    ("late_fine", "2026-12-01", "2026-12-02", False),
    ("hearing_notice", "2026-12-04", "2026-11-24", False),
    # the seventh working day ahead is a Monday, so the Sunday before it still leaves seven between
    ("hearing_notice", "2026-12-02", "2026-11-22", False),
    ("licence_extension_apply", "2026-12-31", "2026-09-30", False),
    ("limitation_period", "2024-02-29", "2026-02-28", False),
    ("annual_plan_local", "2026-01-01", "2026-03-31", False),
    ("onsite_fine_hand_in_officer", "2026-09-30", "2026-10-09", False),
])
def test_dates_a_lawyer_would_compute(id_: str, start: str, due: str, provisional: bool) -> None:
    answer = due_of(id_, date.fromisoformat(start))
    assert (answer.on.isoformat(), answer.provisional) == (due, provisional)


def test_the_last_day_of_a_party_runs_until_its_last_second() -> None:
    answer = due_of("hearing_request", datetime(2026, 11, 16, 15, 2, tzinfo=TZ))
    assert answer.at == datetime(2026, 11, 23, 23, 59, 59, tzinfo=TZ)
    assert not answer.passed(datetime(2026, 11, 23, 23, 59, tzinfo=TZ))
    assert answer.passed(datetime(2026, 11, 24, tzinfo=TZ))


def test_hours_after_an_urgent_measure_run_through_the_holiday() -> None:
    answer = due_of("emergency_coercion_report", datetime(2026, 9, 30, 17, 0, tzinfo=TZ))
    assert answer.at == datetime(2026, 10, 1, 17, 0, tzinfo=TZ)


def test_a_power_cut_must_be_announced_a_full_day_ahead() -> None:
    answer = due_of("power_cut_notice", datetime(2026, 11, 23, 10, 0, tzinfo=TZ))
    assert answer.at == datetime(2026, 11, 22, 10, 0, tzinfo=TZ)


def test_an_hour_term_asks_for_the_time_of_day() -> None:
    with pytest.raises(TermError, match="时刻"):
        due_of("accident_report_unit", date(2026, 11, 23))


def test_seizure_stands_still_during_testing_and_may_be_extended_by_thirty_days() -> None:
    testing = Interval(date(2026, 11, 25), date(2026, 11, 29), "检测")
    assert due_of("seizure_period", date(2026, 11, 21), intervals=[testing]).on == date(2026, 12, 26)
    assert due_of("seizure_period", date(2026, 11, 21), extra_length=[30]).on == date(2027, 1, 20)


def test_overlapping_testing_and_appraisal_count_once() -> None:
    testing = Interval(date(2026, 11, 25), date(2026, 11, 29), "检测")
    appraisal = Interval(date(2026, 11, 28), date(2026, 12, 2), "鉴定")
    answer = due_of("seizure_period", date(2026, 11, 21), intervals=[testing, appraisal])
    assert answer.on == date(2026, 12, 29)
    assert any("共 8 日" in line for line in answer.explanation)


def test_the_day_on_which_a_suspended_case_resumes_counts_again() -> None:
    halt = Interval(date(2026, 10, 20), date(2026, 10, 30), "等待司法鉴定意见", "suspension")
    assert due_of("decision_from_filing", date(2026, 10, 9), intervals=[halt]).on == date(2027, 1, 18)


def test_the_explanation_names_start_count_roll_basis_version_and_calendar() -> None:
    lines = "\n".join(due_of("decision_from_filing", date(2026, 10, 12)).explanation)
    for words in ("2026-10-12 立案（当日不计）", "第 90 日 2027-01-10 周日", "顺延 2027-01-11",
                  "行政处罚法第60条", "民事诉讼法第85条第3款", "规则 2021-07-15 版",
                  "日历 2026 官方 / 2027 暂定"):
        assert words in lines


def test_a_repealed_term_serves_the_days_it_covers_and_no_other() -> None:
    answer = due_of("decision_legacy_30d", date(2025, 11, 1))
    assert answer.basis_unverified and answer.on == date(2025, 12, 1)
    with pytest.raises(TermError, match="2026-01-31"):
        due_of("decision_legacy_30d", date(2026, 11, 1))
    with pytest.raises(TermError, match="2026-01-31"):
        term("decision_legacy_30d", date(2026, 2, 1))


def test_a_term_of_a_replaced_rule_is_computed_but_marked() -> None:
    answer = due_of("post_filing_after_urgent_investigation", date(2026, 11, 9))
    assert answer.basis_unverified and any("依据待核" in line for line in answer.explanation)


def test_a_start_before_the_text_was_in_force_is_marked() -> None:
    assert due_of("decision_from_filing", date(2021, 7, 14)).basis_unverified
    assert not due_of("decision_from_filing", date(2021, 7, 15)).basis_unverified


def test_an_unknown_term_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(TermError, match="hearing_request"):
        due_of("hearing_requst", date(2026, 11, 16))


def test_years_before_2004_are_refused() -> None:
    with pytest.raises(CalendarError, match="2004"):
        due_of("limitation_period", date(2003, 12, 31))


@pytest.mark.parametrize("id_", sorted(terms()))
def test_every_term_gives_a_date_or_says_why_not(id_: str) -> None:
    found = term(id_)
    start = datetime(2025, 12, 1, 10, 0, tzinfo=TZ)
    if found.unit in NO_NUMBER:
        with pytest.raises(Undated) as none:
            due_of(id_, start)
        assert none.value.explanation and not none.value.still
        return
    answer = due_of(id_, start)
    assert answer.explanation and answer.at.tzinfo is TZ
    early = answer.direction is Direction.AT_LEAST_BEFORE
    assert answer.at < start if early else answer.at >= start


def test_the_counts_of_verified_and_unverified_terms_are_those_the_manual_states() -> None:
    found = terms().values()
    assert len(found) == 125
    assert Counter(t.source for t in found) == {Source.TEXT: 112, Source.READ: 5, Source.MEMORY: 8}
    assert Counter(t.status for t in found) == {Status.IN_FORCE: 123, Status.LEGACY: 1, Status.REPEALED: 1}
    assert sum(not t.verified for t in found) == 8


def test_a_term_that_a_newer_text_changed_is_read_as_of_the_day_it_starts() -> None:
    # thirty natural days by the regulations until 2026-04-30, twenty working days by the law of hazardous chemicals since
    before, since = (term("licence_review_whp_operation", d) for d in (date(2026, 4, 30), date(2026, 5, 1)))
    assert (before.length, before.unit) == (30, Unit.DAY) and (since.length, since.unit) == (20, Unit.WORKING_DAY)
    assert due_of("licence_review_whp_operation", date(2026, 4, 30)).on == date(2026, 5, 30)
    assert due_of("licence_review_whp_operation", date(2026, 5, 6)).on == date(2026, 6, 2)
    assert since.articles[0].law == "危险化学品安全法" and terms()["licence_review_whp_operation"] is since


def test_every_cited_law_is_registered_under_its_title_or_is_a_document_number() -> None:
    cited = {a.law for t in terms().values() for a in t.articles if a.article}
    assert cited <= set(laws())
    assert title_of("CFF") == title_of("处罚法") == title_of("《中华人民共和国行政处罚法》") == "行政处罚法"
    with pytest.raises(KeyError, match="行政处罚法"):
        title_of("行政处罚")
