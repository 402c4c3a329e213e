"""Statutory terms: when they end.

A deadline is a pure function of the start, the term, the calendar and the stretches that do not count.
It is never a counter, so it can be explained line by line and computed again years later.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from zhiheng.kernel.calendar import FIRST_YEAR, LAST_YEAR, Calendar, CalendarError
from zhiheng.kernel.clock import TZ, day_of, end_of_day, format_moment, utc, weekday_name
from zhiheng.kernel.spans import (
    KIND_ZH,
    Interval,
    StandsStill,
    add_hours,
    add_months,
    days_left_out,
    stopped_by,
    walk,
)
from zhiheng.kernel.term_types import (
    UNIT_ZH,
    Direction,
    Due,
    Extension,
    Rule,
    Source,
    Status,
    Term,
    TermError,
    Undated,
    Unit,
)

__all__ = [
    "Direction", "Due", "Extension", "Interval", "Rule", "Source", "Status", "Term", "TermError", "Undated",
    "Unit", "due",
]

_ONE = timedelta(days=1)


@dataclass
class _Count:
    """Working paper of one computation."""

    term: Term
    calendar: Calendar
    intervals: tuple[Interval, ...]
    extensions: tuple[Extension, ...]
    as_of: date | None
    lines: list[str] = field(default_factory=list)
    calendar_used: set[int] = field(default_factory=set)
    calendar_shown: set[int] = field(default_factory=set)

    def off_the_table(self) -> list[int]:
        return sorted(y for y in self.calendar_used if y not in self.calendar.years)

    def touch(self, first: date, last: date) -> None:
        """Note that the answer rests on the calendar of these years."""
        self.calendar_used.update(range(min(first, last).year, max(first, last).year + 1))


def due(
    term: Term,
    start: date | datetime,
    calendar: Calendar,
    *,
    intervals: Sequence[Interval] = (),
    extra_length: Sequence[Extension | int] = (),
    as_of: date | None = None,
) -> Due:
    """When ``term`` ends if it starts at ``start``.

    For ``at_least_before`` terms ``start`` is the event (the hearing day), the answer the last day to act.
    ``extra_length`` adds approved extensions (a plain int is in the term's own unit). ``as_of`` closes
    stretches that have not ended, making the answer provisional; without it time stands still (Undated).
    TermError: an hour term without a time of day, a repealed term on a day it does not cover, a backward term
    with stretches. Undated: a term without a number, or time standing still. CalendarError: before 2004.
    """
    _refuse_far_years(day_of(start))
    _refuse_uncovered(term, day_of(start))
    extensions = tuple(e if isinstance(e, Extension) else Extension(e) for e in extra_length)
    count = _Count(term, calendar, tuple(intervals), extensions, as_of)
    if term.direction is Direction.AT_LEAST_BEFORE:
        if intervals or extra_length:
            raise TermError(f"「{term.zh}」从后往前算，没有中止、扣除和延长")
        return _finish(count, start, _ahead(count, start))
    try:
        return _finish(count, start, _forward(count, start))
    except StandsStill as still:
        kind, why = KIND_ZH[still.interval.kind], still.interval.why
        count.lines.append(f"{still.since} 起{kind}（{why}），时间停止计算，恢复后续算")
        raise _undated(count, start, still=True) from None


def _refuse_far_years(day: date) -> None:
    if day.year < FIRST_YEAR:
        raise CalendarError(f"日历自 {FIRST_YEAR} 年起，不能从 {day} 起算")
    if day.year > LAST_YEAR:
        raise CalendarError(f"年份 {day.year} 太远，不能计算")


def _refuse_uncovered(term: Term, day: date) -> None:
    outside = (term.until and day > term.until) or (term.since and day < term.since)
    if term.status is Status.REPEALED and outside:
        basis = term.articles[0].short()
        raise TermError(f"「{term.zh}」的依据（{basis}）适用至 {term.until} 止，不适用于 {day} 起算的期限")


def _forward(count: _Count, start: date | datetime) -> datetime:
    term = count.term
    if term.unit is Unit.HOUR:
        return _hours(count, _need_moment(term, start))
    first = day_of(start)
    if term.unit in (Unit.PROMPTLY, Unit.AS_NOTIFIED, Unit.AS_CONFIGURED):
        count.lines.append(f"{first} {term.starts_zh}：法律未定天数，{UNIT_ZH[term.unit]}")
        raise _undated(count, start)
    if term.unit is Unit.IMMEDIATE:
        count.lines.append(f"{first} {term.starts_zh}：应当{UNIT_ZH[term.unit]}办理")
        return end_of_day(first)
    if term.unit is Unit.BY_DATE:
        return end_of_day(_fixed_day(count, first))
    last = _days(count, first)
    if term.direction is Direction.AFTER:
        free = last + _ONE
        count.lines.append(f"自其后第一日 {free} {weekday_name(free)}起")
        return datetime.combine(free, time(), TZ)
    return end_of_day(last)


def _need_moment(term: Term, start: date | datetime) -> datetime:
    if not isinstance(start, datetime):
        raise TermError(f"「{term.zh}」以小时计，起算须写明时刻，如 {start} 14:30")
    return start.replace(tzinfo=TZ) if start.tzinfo is None else start.astimezone(TZ)


def _hours(count: _Count, start: datetime) -> datetime:
    term = count.term
    total = (term.length or 0) + sum(_same_unit(term, e) for e in count.extensions)
    count.lines.append(f"起 {format_moment(start)} {term.starts_zh}，连续计算，不避开夜间和节假日")
    end = add_hours(start, total, count.intervals, count.as_of).astimezone(TZ)
    count.lines.append(f"第 {total} 小时届满 {format_moment(end)}")
    return end


def _same_unit(term: Term, extension: Extension) -> int:
    if extension.unit not in (None, term.unit):
        other = UNIT_ZH[extension.unit or term.unit]
        raise TermError(f"「{term.zh}」以{UNIT_ZH[term.unit]}计，不能按{other}延长")
    return extension.length


def _fixed_day(count: _Count, first: date) -> date:
    month, day = count.term.by_day or (12, 31)
    end = date(first.year, month, day)
    end = end if end >= first else date(first.year + 1, month, day)
    count.lines.append(f"固定日期：{end}")
    return end


def _days(count: _Count, start: date) -> date:
    """Count days, working days, months or years from ``start``, with extensions, stretches and the roll."""
    term = count.term
    count.lines.append(f"起 {start} {term.starts_zh}（当日不计）")
    count.calendar_shown.add(start.year)
    own = sum(e.length for e in count.extensions if e.unit in (None, term.unit))
    end = _advance(count, start, (term.length or 0) + own, term.unit)
    total = (term.length or 0) + own
    if total:
        extended = f"（其中延长 {own}）" if own else ""
        count.lines.append(f"第 {total} {UNIT_ZH[term.unit]}{extended} {end} {weekday_name(end)}")
    for extension in count.extensions:
        if extension.unit not in (None, term.unit):
            unit = extension.unit or term.unit
            end = _advance(count, end, extension.length, unit)
            count.lines.append(f"{extension.why} {extension.length} {UNIT_ZH[unit]}，至 {end}")
    for interval in count.intervals:
        if interval.kind == "extension" and interval.end is not None and day_of(interval.end) > end:
            end = day_of(interval.end)
            count.lines.append(f"延长（{interval.why}）至 {end} {weekday_name(end)}")
    _explain_stretches(count, start, end)
    return _rolled(count, end)


def _advance(count: _Count, start: date, length: int, unit: Unit) -> date:
    stopped = stopped_by(count.intervals, count.as_of)
    if unit is Unit.WORKING_DAY:
        worked = count.calendar.is_working_day
        end = walk(start, length, lambda d: not stopped(d) and worked(d))
        count.touch(start, end)
        return end
    if unit is Unit.DAY:
        return walk(start, length, lambda d: not stopped(d))
    if unit in (Unit.MONTH, Unit.YEAR):
        end = add_months(start, length * (12 if unit is Unit.YEAR else 1))
        return walk(end, days_left_out(start, end, stopped), lambda d: not stopped(d))
    raise TermError(f"不能按{UNIT_ZH[unit]}延长")


def _explain_stretches(count: _Count, start: date, end: date) -> None:
    for interval in count.intervals:
        if interval.kind == "extension" or interval.first_day() > end:
            continue
        span = f"{interval.first_day()} 至 {interval.last_day(count.as_of)}"
        open_ = "（尚未结束，暂计）" if interval.end is None else ""
        count.lines.append(f"{KIND_ZH[interval.kind]} {span}：{interval.why}{open_}")
    left_out = days_left_out(start, end, stopped_by(count.intervals, count.as_of))
    if end > start:
        count.lines.append(f"中止、扣除共 {left_out} 日")


def _rolled(count: _Count, end: date) -> date:
    term, calendar = count.term, count.calendar
    if term.unit is Unit.WORKING_DAY or term.direction is Direction.AFTER:
        return end
    if term.roll is None:
        return end
    rolled = calendar.next_working_day(end)
    count.touch(end, rolled)
    if rolled != end:
        count.lines.append(
            f"{end} 为{calendar.why_off(end)}，顺延 {rolled} {weekday_name(rolled)}：{term.roll.says()}")
    return rolled


def _ahead(count: _Count, event: date | datetime) -> datetime:
    """The last lawful moment to act ahead of ``event``: the day of acting and of the event do not count."""
    term = count.term
    length = term.length or 0
    if term.unit is Unit.HOUR:
        moment = _need_moment(term, event)
        last = (utc(moment) - timedelta(hours=length)).astimezone(TZ)
        count.lines.append(f"{format_moment(moment)} {term.starts_zh}，提前满 {length} 小时")
        count.lines.append(f"最迟 {format_moment(last)}")
        return last
    day = day_of(event)
    count.lines.append(f"{day} {term.starts_zh}（当日不计），从后往前算")
    if term.unit is Unit.WORKING_DAY:
        return end_of_day(_working_days_ahead(count, day, length))
    if term.unit is Unit.DAY:
        on = day - timedelta(days=length + 1)
    elif term.unit in (Unit.MONTH, Unit.YEAR):
        on = add_months(day, -length * (12 if term.unit is Unit.YEAR else 1))
    else:
        raise TermError(f"「{term.zh}」不能从后往前算")
    count.lines.append(f"提前 {term.length_zh()}，最迟 {on} {weekday_name(on)}")
    return end_of_day(on)


def _working_days_ahead(count: _Count, event: date, length: int) -> date:
    earliest = count.calendar.add(event, -length)
    on = earliest - _ONE
    count.touch(on, event)
    count.lines.append(f"往前第 {length} 个工作日 {earliest} {weekday_name(earliest)}")
    count.lines.append(f"办理当日也不计，最迟 {on} {weekday_name(on)}")
    off = count.calendar.why_off(on)
    if off:
        worked = count.calendar.add(on, -1)
        count.lines.append(f"{on} 为{off}；在工作日办理的，最迟 {worked} {weekday_name(worked)}")
    return on


def _undated(count: _Count, start: date | datetime, still: bool = False) -> Undated:
    early, late = _outside(count.term, start)
    count.lines.extend(_rule_lines(count, early, late))
    return Undated(tuple(count.lines), not count.term.verified or early or late, still)


def _outside(term: Term, start: date | datetime) -> tuple[bool, bool]:
    """Whether the start lies before or after the days on which the cited text is in force."""
    ahead = term.direction is Direction.AT_LEAST_BEFORE
    early = bool(term.since and not ahead and day_of(start) < term.since)
    return early, bool(term.until and day_of(start) > term.until)


def _finish(count: _Count, start: date | datetime, at: datetime) -> Due:
    term = count.term
    open_ended = any(i.end is None for i in count.intervals)
    early, late = _outside(term, start)
    count.lines.extend(_rule_lines(count, early, late))
    return Due(
        at=at, on=day_of(at), provisional=bool(count.off_the_table()) or open_ended,
        explanation=tuple(count.lines), basis_unverified=not term.verified or early or late,
        direction=term.direction,
    )


def _rule_lines(count: _Count, early: bool, late: bool) -> list[str]:
    term = count.term
    lines = ["依据 " + "、".join(a.short() for a in term.articles)]
    if term.counting is not None:
        lines.append(f"计算 {term.counting.says()}")
    if term.since:
        lines.append(f"规则 {term.since} 版")
    if early:
        lines.append(f"起算日早于现行文本施行日 {term.since}，依据待核")
    if late:
        lines.append(f"起算日晚于该文本适用的最后一日 {term.until}，依据待核")
    if not term.verified:
        replaced = term.status is not Status.IN_FORCE
        lines.append("依据待核：" + ("原规定已废止或被替代" if replaced else "未读到原文"))
    if count.calendar_used:
        lines.append(count.calendar.describe(sorted(count.calendar_used | count.calendar_shown)))
    return lines
