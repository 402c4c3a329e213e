"""Stretches of time that do not count, and walking over them. Days and seconds, no law in here."""
from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zhiheng.kernel.clock import TZ, day_of, utc

KIND_ZH = {"suspension": "中止", "exclusion": "扣除", "extension": "延长"}

_ONE = timedelta(days=1)
_FAR = date.max


class StandsStill(Exception):
    """The count reached a stretch that has not ended; ``since`` is its first day."""

    def __init__(self, since: date, interval: Interval) -> None:
        super().__init__(interval.why)
        self.since = since
        self.interval = interval


@dataclass(frozen=True)
class Interval:
    """A stretch during which a term does not run, or until which it is extended.

    ``exclusion`` (testing, appraisal, hearing, public notice): both end days are left out.
    ``suspension``: from ``start`` until the day time runs again; that day (``end``) counts.
    ``extension``: the term lasts at least until ``end``. ``end`` None means not ended yet.
    ValueError in Chinese for another kind or an end before the start.
    """

    start: date | datetime
    end: date | datetime | None
    why: str
    kind: str = "exclusion"

    def __post_init__(self) -> None:
        if self.kind not in KIND_ZH:
            raise ValueError(f"没有「{self.kind}」这种期间")
        if self.kind == "extension" and self.end is None:
            raise ValueError(f"延长（{self.why}）须写明延至何日")
        if self.end is not None and day_of(self.end) < day_of(self.start):
            ends, begins = day_of(self.end), day_of(self.start)
            raise ValueError(f"{KIND_ZH[self.kind]}（{self.why}）止于 {ends}，早于起始 {begins}")

    def first_day(self) -> date:
        return day_of(self.start)

    def last_day(self, as_of: date | None) -> date:
        """The last day left out; a stretch still open ends with ``as_of``, or never."""
        if self.end is None:
            return max(as_of, self.first_day()) if as_of else _FAR
        last = day_of(self.end)
        return last - _ONE if self.kind == "suspension" else last

    def seconds(self, as_of: date | None) -> tuple[datetime, datetime | None]:
        """The stretch as UTC moments, half open; None when it has not ended."""
        first = self.start if isinstance(self.start, datetime) else datetime.combine(self.start, time(), TZ)
        if isinstance(self.end, datetime):
            return utc(first), utc(self.end)
        if self.end is None and as_of is None:
            return utc(first), None
        after = self.last_day(as_of) + _ONE
        return utc(first), max(utc(first), utc(datetime.combine(after, time(), TZ)))


def stopped_by(intervals: Iterable[Interval], as_of: date | None) -> Callable[[date], bool]:
    """A test of whether a day is left out. Raises :class:`StandsStill` inside a stretch that never ends."""
    spans = [(i.first_day(), i.last_day(as_of), i) for i in intervals if i.kind != "extension"]

    def stopped(day: date) -> bool:
        for first, last, interval in spans:
            if first <= day <= last:
                if last == _FAR:
                    raise StandsStill(first, interval)
                return True
        return False

    return stopped


def walk(start: date, count: int, counts: Callable[[date], bool]) -> date:
    """The ``count``-th day after ``start`` for which ``counts`` is true; ``start`` itself is not counted."""
    day = start
    while count > 0:
        day += _ONE
        count -= counts(day)
    return day


def add_months(day: date, months: int) -> date:
    """The corresponding day ``months`` later (earlier when negative), else the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_left_out(start: date, end: date, stopped: Callable[[date], bool]) -> int:
    """How many days after ``start`` up to and including ``end`` are left out; overlaps count once."""
    return sum(stopped(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def add_hours(start: datetime, hours: int, intervals: Iterable[Interval], as_of: date | None) -> datetime:
    """``hours`` after ``start`` counted through nights and holidays, the stretches left out. Aware, UTC."""
    end = utc(start) + timedelta(hours=hours)
    reached = utc(start)
    stops = sorted(((*i.seconds(as_of), i) for i in intervals if i.kind != "extension"), key=lambda s: s[0])
    for first, last, interval in stops:
        if first >= end:
            break
        if last is None:
            raise StandsStill(day_of(first), interval)
        begin = max(first, reached)
        if last > begin:
            end += last - begin
            reached = last
    return end
