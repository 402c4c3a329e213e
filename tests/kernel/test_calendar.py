"""The working-day calendar: 调休 days count, unpublished years are provisional, entered years are taken."""
from __future__ import annotations

from datetime import date

import pytest

from zhiheng.kernel.calendar import Calendar, CalendarError, YearCalendar
from zhiheng.law.calendars import calendar


@pytest.mark.parametrize(("year", "days"), [(2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_the_notice_leaves(year: int, days: int) -> None:
    assert len(list(calendar().working_days(date(year, 1, 1), date(year, 12, 31)))) == days


def test_the_weekend_days_worked_in_2026_are_those_of_the_notice() -> None:
    assert sorted(calendar().years[2026].workdays) == [
        date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20),
        date(2026, 10, 10)]


def test_every_year_from_2019_to_2026_names_its_notice_and_no_later_year_is_invented() -> None:
    years = calendar().years
    assert sorted(years) == list(range(2019, 2027))
    assert all("国办发明电〔" in y.source for y in years.values())


def test_the_spring_festival_of_2020_lasted_until_the_second_of_february() -> None:
    assert not calendar().is_working_day(date(2020, 1, 31))
    assert calendar().is_working_day(date(2020, 2, 3))


def test_a_make_up_saturday_is_a_working_day_and_a_holiday_monday_is_not() -> None:
    assert calendar().is_working_day(date(2026, 10, 10))
    assert calendar().why_off(date(2026, 10, 5)) == "国庆节"
    assert calendar().why_off(date(2026, 11, 22)) == "周日"


def test_a_bureau_may_enter_the_notice_of_a_new_year_itself() -> None:
    day = date(2027, 1, 4)
    assert calendar().is_working_day(day) and not calendar().is_official(day)
    made_up = date(2027, 1, 9)
    entered = calendar().with_year(YearCalendar(2027, {day: "元旦"}, frozenset({made_up}), "某号通知"))
    assert not entered.is_working_day(day) and entered.is_working_day(made_up) and entered.is_official(day)
    assert calendar().is_working_day(day)


def test_before_2004_there_is_no_calendar_and_no_guess() -> None:
    with pytest.raises(CalendarError, match="2004"):
        calendar().is_working_day(date(2003, 12, 31))


@pytest.mark.parametrize("make", [
    lambda: YearCalendar(2027, {date(2026, 1, 1): "元旦"}),
    lambda: YearCalendar(2027, {date(2027, 1, 2): "元旦"}, frozenset({date(2027, 1, 2)})),
    lambda: YearCalendar(2027, {}, frozenset({date(2027, 1, 4)})),
])
def test_a_wrongly_entered_year_is_refused(make: object) -> None:
    with pytest.raises(CalendarError):
        make()  # type: ignore[operator]


def test_a_calendar_is_a_value_and_counts_backwards_too() -> None:
    bare = Calendar({})
    assert bare.add(date(2026, 11, 23), -1) == date(2026, 11, 20) and bare.add(date(2026, 11, 20), 1) == date(
        2026, 11, 23)
