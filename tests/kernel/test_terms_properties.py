"""What must hold for every term, whatever the start and whatever stands still."""
from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.kernel.article import Article
from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.spans import Interval, add_months
from zhiheng.kernel.terms import Direction, Due, Rule, Term, Undated, Unit, due
from zhiheng.law.calendars import calendar

BOOK: Calendar = calendar()
DAYS = st.dates(date(2019, 1, 1), date(2026, 6, 30))
LENGTHS = st.integers(1, 120)
DAY_UNITS = st.sampled_from([Unit.WORKING_DAY, Unit.DAY, Unit.MONTH])
ROLL = Rule("末日顺延", (Article("民事诉讼法", "85", 3),))


def term(unit: Unit, length: int, direction: Direction = Direction.WITHIN, roll: Rule | None = None) -> Term:
    return Term("t", "某期限", length, unit, direction, (Article("行政处罚法", "60"),), roll=roll)


def stretch(start: date, length: int, kind: str = "exclusion") -> Interval:
    return Interval(start, start + timedelta(days=length), "检测", kind)


STRETCHES = st.lists(
    st.builds(stretch, DAYS, st.integers(0, 60), st.sampled_from(["exclusion", "suspension"])), max_size=4)


@given(DAYS, LENGTHS)
def test_a_term_in_working_days_always_ends_on_a_working_day(start: date, length: int) -> None:
    assert BOOK.is_working_day(due(term(Unit.WORKING_DAY, length), start, BOOK).on)


@given(DAYS, LENGTHS)
def test_between_start_and_end_lie_as_many_working_days_as_the_law_says(start: date, length: int) -> None:
    end = due(term(Unit.WORKING_DAY, length), start, BOOK).on
    assert len(list(BOOK.working_days(start + timedelta(days=1), end))) == length


@given(DAYS, st.integers(0, 400), LENGTHS, DAY_UNITS, st.sampled_from([None, ROLL]))
def test_a_later_start_never_gives_an_earlier_end(
    start: date, later: int, length: int, unit: Unit, roll: Rule | None
) -> None:
    rule = term(unit, length, roll=roll)
    assert due(rule, start, BOOK).on <= due(rule, start + timedelta(days=later), BOOK).on


@given(DAYS, LENGTHS, DAY_UNITS, STRETCHES, st.builds(stretch, DAYS, st.integers(0, 60)))
def test_time_left_out_never_shortens_a_term(
    start: date, length: int, unit: Unit, stretches: list[Interval], more: Interval
) -> None:
    rule = term(unit, length)
    without = due(rule, start, BOOK, intervals=stretches).on
    assert without <= due(rule, start, BOOK, intervals=[*stretches, more]).on


@given(DAYS, LENGTHS, DAY_UNITS, STRETCHES)
def test_the_same_stretch_reported_twice_counts_once(
    start: date, length: int, unit: Unit, stretches: list[Interval]
) -> None:
    rule = term(unit, length)
    once = due(rule, start, BOOK, intervals=stretches)
    assert once.on == due(rule, start, BOOK, intervals=[*stretches, *stretches]).on


@given(DAYS, LENGTHS, st.integers(0, 60))
def test_a_stretch_inside_a_term_lengthens_it_by_its_days(start: date, length: int, days: int) -> None:
    inside = Interval(start + timedelta(days=1), start + timedelta(days=1 + days), "技术鉴定")
    end = due(term(Unit.DAY, length), start, BOOK, intervals=[inside]).on
    assert end == start + timedelta(days=length + days + 1)


@given(DAYS, LENGTHS, st.integers(0, 60), DAY_UNITS)
def test_an_approved_extension_of_the_same_unit_is_one_longer_term(
    start: date, length: int, more: int, unit: Unit
) -> None:
    extended = due(term(unit, length), start, BOOK, extra_length=[more])
    assert extended.on == due(term(unit, length + more), start, BOOK).on


@given(DAYS, LENGTHS)
def test_a_rolled_end_is_the_first_working_day_not_before_the_last_day(start: date, length: int) -> None:
    plain = due(term(Unit.DAY, length), start, BOOK).on
    rolled = due(term(Unit.DAY, length, roll=ROLL), start, BOOK).on
    assert rolled == BOOK.next_working_day(plain) and BOOK.is_working_day(rolled)
    assert not list(BOOK.working_days(plain, rolled - timedelta(days=1)))


@given(DAYS, st.integers(-600, 600))
def test_months_run_to_the_corresponding_day_or_the_end_of_the_month(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    next_day = end + timedelta(days=1)
    assert end.day == start.day or (end.day < start.day and next_day.day == 1)


@given(st.datetimes(datetime(2019, 1, 1), datetime(2026, 11, 1)), st.integers(1, 200))
def test_hours_run_through_nights_and_holidays(start: datetime, hours: int) -> None:
    begin = start.replace(tzinfo=TZ)
    end = due(term(Unit.HOUR, hours), begin, BOOK)
    assert end.at - begin == timedelta(hours=hours) and end.at.tzinfo is TZ and not end.provisional


@given(DAYS, st.integers(1, 20))
def test_between_notice_and_hearing_lie_all_the_working_days_and_one_day_later_they_do_not(
    event: date, length: int
) -> None:
    rule = term(Unit.WORKING_DAY, length, Direction.AT_LEAST_BEFORE)
    last = due(rule, event, BOOK).on

    def between(notice: date) -> int:
        return len(list(BOOK.working_days(notice + timedelta(days=1), event - timedelta(days=1))))

    assert between(last) == length and between(last + timedelta(days=1)) < length


@given(DAYS, LENGTHS, DAY_UNITS)
def test_what_is_lawful_after_a_term_is_not_lawful_within_it(start: date, length: int, unit: Unit) -> None:
    within: Due = due(term(unit, length), start, BOOK)
    after = due(term(unit, length, Direction.AFTER), start, BOOK)
    assert after.on == within.on + timedelta(days=1) and within.at < after.at


@given(DAYS, LENGTHS, DAY_UNITS, STRETCHES)
def test_the_same_inputs_always_give_the_same_answer(
    start: date, length: int, unit: Unit, stretches: list[Interval]
) -> None:
    rule = term(unit, length)
    answer = due(rule, start, BOOK, intervals=stretches)
    assert answer == due(rule, start, BOOK, intervals=stretches)
    assert answer.on == due(rule, start, BOOK, intervals=stretches[::-1]).on


@given(DAYS, st.integers(2, 60), st.integers(0, 30))
def test_while_a_case_is_suspended_without_end_there_is_no_date_but_as_of_a_day_there_is_one(
    start: date, length: int, into: int
) -> None:
    rule = term(Unit.DAY, length)
    open_ = Interval(start + timedelta(days=1), None, "等待司法鉴定", "suspension")
    with pytest.raises(Undated) as held:
        due(rule, start, BOOK, intervals=[open_])
    assert held.value.still
    as_of = start + timedelta(days=1 + into)
    answer = due(rule, start, BOOK, intervals=[open_], as_of=as_of)
    assert answer.provisional and answer.on == as_of + timedelta(days=length)
