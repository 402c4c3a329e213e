"""Articles as links, circled figures of parties, moments, and the badge of a clock the engine has judged."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import quote

from zhiheng.kernel.article import Article
from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.clock import TZ, day_of
from zhiheng.kernel.clocks import LAPSED, LATE, STOPPED, SUSPENDED, ClockState
from zhiheng.records.clock import today
from zhiheng.web.build.words import clock_badge, short_day
from zhiheng.web.parts import ClockBadge, Link

MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def mark(index: int) -> str:
    """The circled figure of the n-th party, counted from 0."""
    return MARKS[index] if index < len(MARKS) else f"({index + 1})"


def law_href(article: Article, on: date) -> str:
    """The address of the text in force on a day; paragraph and item are lit there."""
    place = "".join(f"&{name}={value}" for name, value in (("k", article.paragraph), ("x", article.item)) if value)
    return f"/law/{quote(article.law, safe='')}/{article.article or '-'}/?on={on}{place}"


def law_links(articles: Iterable[Article], on: date) -> tuple[Link, ...]:
    """Articles as words that open beside the page."""
    return tuple(Link(a.short(), law_href(a, on), True) for a in dict.fromkeys(articles))


def md(when: date | datetime | None, beside: date | datetime | None = None) -> str:
    """11-23 in the running year, 2025-11-23 in another, empty for nothing; moments as their Chinese day.

    ``beside``: a day that stands beside it in full; its year is not said again.
    """
    return short_day(day_of(when), day_of(beside) if beside is not None else today()) if when is not None else ""


def minute(when: datetime | None) -> str:
    """11-23 09:00; with the year when it is not the running one is said elsewhere on the page."""
    return f"{when.astimezone(TZ):%Y-%m-%d %H:%M}" if when else ""


def _unused(state: ClockState) -> bool:
    """A party's right that ran out and was later closed by the decision: nobody was late."""
    return state.clock.whose == "party" and any(w.act == "decide" for w in state.clock.stops)


def state_badge(state: ClockState, now: datetime, calendar: Calendar) -> ClockBadge:
    """The sign and word of a clock of the file page; the date stands beside it."""
    key = f"{state.clock.id}:{state.subject}" if state.subject else state.clock.id
    due = state.due
    if state.state == SUSPENDED:
        return ClockBadge("已中止计时", "rest", key, f"自 {md(state.started_at)}")
    if state.state == STOPPED:
        return ClockBadge("已办", "done", key, md(state.stopped_at))
    if due and (state.state == LAPSED or (state.state == LATE and _unused(state))):
        return ClockBadge("已届满", "rest", key, md(due.on))
    if state.state == LATE and due and state.stopped_at:
        late = (state.stopped_at.astimezone(TZ).date() - due.on).days
        return ClockBadge(f"超期已办（晚 {late} 日）", "done-late", key, md(state.stopped_at))
    if due is None:
        return ClockBadge("及时", "plain", key, title="法律没有规定天数")
    return clock_badge(due.at, now, calendar, key=key, provisional=due.provisional, management=state.clock.management,
                       whose=state.clock.whose)
