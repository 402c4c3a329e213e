"""Working days with 调休: a calendar is a value made of years, each with the notice it comes from.

A year without a notice is computed by weekends alone and everything resting on it is *provisional*.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from zhiheng.kernel.clock import weekday_name
from zhiheng.kernel.errors import ZhihengError

FIRST_YEAR = 2004
"""Before this year the house holds no legal calendar and computes nothing."""

LAST_YEAR = 2199
"""After this year a start is taken for a slip of the pen."""

_ONE = timedelta(days=1)


class CalendarError(ZhihengError, ValueError):
    """A day for which no calendar can be given; the message is Chinese."""


@dataclass(frozen=True)
class YearCalendar:
    """One year as announced. ``holidays``: day -> name of the holiday, weekends inside the holiday included.

    ``workdays``: weekend days that are worked in exchange. ``source`` is the document number of the notice.
    """

    year: int
    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: frozenset[date] = frozenset()
    source: str = ""

    def __post_init__(self) -> None:
        stray = [d for d in (*self.holidays, *self.workdays) if d.year != self.year]
        if stray:
            raise CalendarError(f"{self.year} 年日历里有别的年份的日期 {min(stray)}")
        both = self.workdays & set(self.holidays)
        if both:
            raise CalendarError(f"{min(both)} 不能既放假又上班")
        weekday_work = [d for d in self.workdays if d.weekday() < 5]
        if weekday_work:
            raise CalendarError(f"{min(weekday_work)} 是{weekday_name(min(weekday_work))}，不必列为调休上班")


@dataclass(frozen=True)
class Calendar:
    """The working-day calendar: official years by number. ``version`` names the edition."""

    years: Mapping[int, YearCalendar]
    version: str = ""

    def is_official(self, day: date) -> bool:
        """True when the holiday notice of that year is in the table."""
        return day.year in self.years

    def is_working_day(self, day: date) -> bool:
        """Worked or not; by weekends alone in a year without notice. CalendarError before 2004."""
        if day.year < FIRST_YEAR:
            raise CalendarError(f"日历自 {FIRST_YEAR} 年起，无法计算 {day} 的工作日")
        year = self.years.get(day.year)
        if year is None:
            return day.weekday() < 5
        return day in year.workdays or (day.weekday() < 5 and day not in year.holidays)

    def why_off(self, day: date) -> str:
        """Why a day is not worked: the holiday's name or the weekday; empty for a working day."""
        if self.is_working_day(day):
            return ""
        year = self.years.get(day.year)
        return (year.holidays.get(day) if year else None) or weekday_name(day)

    def with_year(self, year: YearCalendar) -> Calendar:
        """A new calendar in which ``year`` stands, for a bureau that enters a notice itself."""
        return Calendar({**self.years, year.year: year}, self.version)

    def next_working_day(self, day: date) -> date:
        """``day`` itself when worked, else the first working day after it."""
        while not self.is_working_day(day):
            day += _ONE
        return day

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day`` (before it when negative); ``day`` is not counted."""
        step = _ONE if count >= 0 else -_ONE
        remaining = abs(count)
        while remaining:
            day += step
            remaining -= self.is_working_day(day)
        return day

    def working_days(self, first: date, last: date) -> Iterator[date]:
        """The working days from ``first`` to ``last``, both included."""
        return (d for d in days_between(first, last) if self.is_working_day(d))

    def describe(self, years: Iterable[int]) -> str:
        """The editions a computation rests on: 日历 2026 官方 / 2027 暂定."""
        return "日历 " + " / ".join(f"{y} {'官方' if y in self.years else '暂定'}" for y in years)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, both included; nothing when ``last`` is earlier."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
