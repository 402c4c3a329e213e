"""Wall time of the house: one zone, and the few ways people write a day or a moment.

Nothing here reads the clock of the machine; the kernel is told the time.
"""
from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Shanghai")
"""The only zone the house computes in. Moments are stored aware and shown in this zone."""

DAY_END = time(23, 59, 59)
"""A term in days runs out at 24:00; the last whole second before it is the last lawful moment."""

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(\d{1,2})[:：时](\d{2})(?:[:：分](\d{2}))?[分秒]?")


def parse_day(text: str) -> date:
    """``2026-09-28``, ``2026/9/28``, ``2026年9月28日`` -> date. ValueError in Chinese otherwise."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"看不懂日期「{text}」，请写成 2026-09-28")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise ValueError(f"没有「{text}」这一天") from None


def parse_moment(text: str) -> datetime:
    """``2026-09-28 14:30`` (also with T, seconds or an offset) -> aware datetime in Asia/Shanghai.

    A moment without an offset is Chinese time. ValueError in Chinese otherwise.
    """
    cleaned = text.strip()
    try:
        return at_house_time(datetime.fromisoformat(cleaned)) if len(cleaned) > 10 else _no_moment(text)
    except ValueError:
        pass
    day_match = _DATE.match(cleaned)
    time_match = _TIME.fullmatch(cleaned[day_match.end():].strip()) if day_match else None
    if day_match is None or time_match is None:
        return _no_moment(text)
    day = parse_day(day_match[0])
    try:
        clock = time(int(time_match[1]), int(time_match[2]), int(time_match[3] or 0))
    except ValueError:
        raise ValueError(f"没有「{text}」这一时刻") from None
    return datetime.combine(day, clock, TZ)


def parse_when(text: str) -> date | datetime:
    """A day or a moment, whichever the text names."""
    return parse_day(text) if _DATE.fullmatch(text.strip()) else parse_moment(text)


def at_house_time(moment: datetime) -> datetime:
    """The same moment in Asia/Shanghai; a naive moment is taken to be Chinese time."""
    return moment.replace(tzinfo=TZ) if moment.tzinfo is None else moment.astimezone(TZ)


def day_of(when: date | datetime) -> date:
    """The Chinese calendar day on which ``when`` falls."""
    return at_house_time(when).date() if isinstance(when, datetime) else when


def end_of_day(day: date) -> datetime:
    """The last second of ``day``, written 24:00 in papers."""
    return datetime.combine(day, DAY_END, TZ)


def format_day(day: date) -> str:
    """2026年9月28日, the form papers use."""
    return f"{day.year}年{day.month}月{day.day}日"


def format_moment(moment: datetime) -> str:
    """2026年9月28日14时30分, the form papers use."""
    local = at_house_time(moment)
    return f"{format_day(local.date())}{local.hour}时{local.minute:02d}分"


def weekday_name(day: date) -> str:
    """周一 … 周日."""
    return "周" + "一二三四五六日"[day.weekday()]


def utc(moment: datetime) -> datetime:
    """The same moment in UTC, for arithmetic that must count real hours."""
    return at_house_time(moment).astimezone(UTC)


def _no_moment(text: str) -> datetime:
    raise ValueError(f"看不懂时刻「{text}」，请写成 2026-09-28 14:30")
