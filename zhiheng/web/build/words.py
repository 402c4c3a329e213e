"""Dates and urgency in words: one way of saying them on every page."""

from __future__ import annotations

from datetime import date, datetime

from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.clock import TZ, day_of
from zhiheng.web.parts import ClockBadge, Tone

SOON = 2
"""Working days left from which a term is shown in amber."""


def clock_badge(
    due: datetime | None,
    now: datetime,
    calendar: Calendar,
    *,
    key: str = "",
    provisional: bool = False,
    management: bool = False,
    whose: str = "agency",
) -> ClockBadge:
    """The time left: 已超期 3 日, 今日到期, 剩 2 个工作日 with the date; 及时办理 where the law gives no days."""
    if due is None:
        return ClockBadge("及时办理", "plain", key)
    day, today = day_of(due), day_of(now)
    on = short_day(day, today)
    title = "管理时限：本局要求或依据待核，不是法定期限" if management else ""
    if due < now:
        over = (today - day).days
        return ClockBadge(f"已超期 {over} 日" if over else "已超期", "late", key, on, title)
    if day == today:
        hour = due.astimezone(TZ)
        end = "今日 24:00" if (hour.hour, hour.minute) == (23, 59) else f"今日 {hour:%H:%M}"
        return ClockBadge("今日到期" if whose == "agency" else f"{end} 届满", "due", key, on, title)
    if provisional:
        note = f"{day.year} 年放假安排未公布，公布后自动重算"
        return ClockBadge("暂定", "provisional", key, on, note)
    left = sum(1 for d in calendar.working_days(today, day) if d > today)
    tone: Tone = "due" if left <= SOON else "plain"
    return ClockBadge(f"剩 {left} 个工作日" if left <= 30 else f"剩 {(day - today).days} 日", tone, key, on, title)


def short_day(day: date, today: date) -> str:
    """11-23 in the running year, 2027-01-11 in another."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


def day_text(moment: datetime | date | None) -> str:
    """2026-11-23, or a dash."""
    return day_of(moment).isoformat() if moment is not None else "—"


def moment_text(moment: datetime | None) -> str:
    """2026-11-23 14:05, or a dash."""
    return f"{moment.astimezone(TZ):%Y-%m-%d %H:%M}" if moment is not None else "—"
