"""The workbench: what must be done today, by when; the week; today's visits; the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from zhiheng.kernel.clock import day_of
from zhiheng.law.procedures.inspection_facts import SOURCES
from zhiheng.records.queries.todo import LATER, NONE, OVERDUE, SOON, TODAY, Todo, counts
from zhiheng.records.queries.visits import PlannedVisit
from zhiheng.web import links
from zhiheng.web.build.words import clock_badge, short_day
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Badge, Button, ClockBadge, Empty, Link, Tab, Tabs
from zhiheng.web.parts_page import Day, TodoList, TodoRow, Visit, VisitList, WeekStrip

SHOWN = 10
_SOURCES = dict(SOURCES)
_DUE = {
    "": ("全部", ()),
    "today": ("今日到期", (TODAY,)),
    "late": ("已超期", (OVERDUE,)),
    "week": ("本周", ()),
    "none": ("无期限", (NONE,)),
}
_TITLES = {"officer": "待我办理", "legal_reviewer": "待我审核", "section_head": "待我审批", "bureau_head": "待我审批"}
_VERBS = {"section_head": "去审批", "bureau_head": "去审批", "legal_reviewer": "去审核"}


def merged(rows: Sequence[Todo]) -> list[Todo]:
    """One line for the same duty towards several subjects of a file: they are done in one form."""
    groups: dict[tuple[object, ...], list[Todo]] = {}
    for r in rows:
        one = (r.file.pk, r.zh, r.act, r.due_at) if r.kind == "clock" else (id(r),)
        groups.setdefault(one, []).append(r)
    return [g[0] if len(g) == 1 else _joined(g) for g in groups.values()]


def _joined(group: Sequence[Todo]) -> Todo:
    names = list(dict.fromkeys(r.subject_name for r in group if r.subject_name))
    said = f"{names[0]}等 {len(group)} 项" if names else ""
    return replace(group[0], subject="", subject_name=said)


def todo_list(rows: Sequence[Todo], mine: Desk, query: Mapping[str, str]) -> TodoList:
    """The list of duties; ``due``, ``on`` and ``all`` of the query narrow it."""
    due, on = query.get("due", ""), query.get("on", "")
    chosen = [r for r in rows if _wanted(r, due, on, mine.now.date())]
    shown = chosen if query.get("all") or len(chosen) <= SHOWN + 2 else chosen[:SHOWN]
    hidden = len(chosen) - len(shown)
    more = None
    if hidden:
        more = Link(f"显示其余 {hidden} 项", links.with_query("/", {"due": due, "on": on, "all": "1"}))
    return TodoList(
        title(mine),
        str(len(rows)),
        _tabs(rows, mine, due, on),
        tuple(todo_row(r, mine) for r in shown),
        more,
        _nothing(rows, due or on),
    )


def title(mine: Desk) -> str:
    return next((zh for role, zh in _TITLES.items() if role in mine.roles), "待我办理")


def todo_row(r: Todo, mine: Desk) -> TodoRow:
    """Clock · act · object · party · one button that opens the act's form or the draft."""
    file = r.file
    party = file.enterprise.name if file.enterprise else file.title
    subject = " ".join(w for w in (file.no, r.subject_name if r.subject_name != party else "") if w)
    return TodoRow(_clock(r, mine), _act(r), subject, party, _button(r, mine), links.file_href(file.no), _key(r))


def _key(r: Todo) -> str:
    return "-".join(str(w) for w in (r.file.no, r.kind, r.act, r.draft_seq or r.subject) if w)


def _act(r: Todo) -> str:
    if r.kind == "open":
        return "在办案卷"
    return r.act_zh if r.kind == "sign" else r.zh


def _clock(r: Todo, mine: Desk) -> ClockBadge:
    if r.kind == "returned":
        on = short_day(day_of(r.since), mine.now.date()) if r.since else ""
        return ClockBadge("退回", "refused", "returned", on, r.reason)
    if r.kind == "sign":
        on = short_day(day_of(r.since), mine.now.date()) if r.since else ""
        return ClockBadge("等我签署", "plain", "sign", on)
    return clock_badge(
        r.due_at,
        mine.now,
        mine.rules.calendar,
        key=r.kind,
        provisional=r.provisional,
        management=r.management,
        whose=r.whose,
    )


def _button(r: Todo, mine: Desk) -> Button:
    file = r.file
    if r.draft_seq is not None:
        word = "去修改" if r.kind == "returned" else _verb(r, mine)
        return Button(word, links.draft_href(file.no, r.draft_seq), r.act)
    if r.act and mine.may_act and r.whose == "agency":
        return Button(r.act_zh or "去办理", links.act_href(file.no, r.act, r.subject), r.act)
    return Button("看案卷", links.file_href(file.no))


def _verb(r: Todo, mine: Desk) -> str:
    return next((zh for role, zh in _VERBS.items() if role in mine.roles), "去会签")


def _wanted(r: Todo, due: str, on: str, today: date) -> bool:
    if on:
        return r.due_at is not None and day_of(r.due_at).isoformat() == on
    if due == "week":
        return r.when in (OVERDUE, TODAY) or _this_week(r, today)
    kinds = _DUE.get(due, ("", ()))[1]
    return not kinds or r.when in kinds


def _this_week(r: Todo, today: date) -> bool:
    if r.due_at is None or r.when not in (SOON, LATER):
        return False
    return day_of(r.due_at) <= today + timedelta(days=6 - today.weekday())


def _tabs(rows: Sequence[Todo], mine: Desk, due: str, on: str) -> Tabs:
    total = counts(list(rows))
    today = mine.now.date()
    week = sum(1 for r in rows if _wanted(r, "week", "", today))
    figures = {"": total["all"], "today": total[TODAY], "late": total[OVERDUE], "week": week, "none": total[NONE]}
    tones = {"today": "due", "late": "late"}
    tabs = [
        Tab(
            zh,
            links.with_query("/", {"due": key}),
            key == due and not on,
            str(figures[key]),
            tones.get(key, "plain") if figures[key] else "plain",  # type: ignore[arg-type]
        )
        for key, (zh, _) in _DUE.items()
    ]
    if on:
        tabs.append(Tab(on, links.with_query("/", {"on": on}), True))
    return Tabs(tuple(tabs), "筛选待办", "#todo")


def _nothing(rows: Sequence[Todo], narrowed: str) -> Empty:
    if narrowed and rows:
        return Empty("这一筛选下没有待办。", Button("看全部待办", "/"))
    return Empty("今天没有待办。")


def week(rows: Sequence[Todo], mine: Desk) -> WeekStrip:
    """Seven days from Monday; what is overdue stands at today."""
    today = mine.now.date()
    monday = today - timedelta(days=today.weekday())
    by_day: dict[date, int] = {}
    for r in rows:
        if r.due_at is not None and r.when != OVERDUE:
            by_day[day_of(r.due_at)] = by_day.get(day_of(r.due_at), 0) + 1
    late = sum(1 for r in rows if r.when == OVERDUE)
    days = tuple(_day(monday + timedelta(days=i), today, by_day, late, mine) for i in range(7))
    return WeekStrip("我的一周", days)


def _day(day: date, today: date, by_day: Mapping[date, int], late: int, mine: Desk) -> Day:
    now = day == today
    count = by_day.get(day, 0)
    return Day(
        "一二三四五六日"[day.weekday()],
        str(day.day),
        0 if now else count,
        late if now else 0,
        count if now else 0,
        now,
        not mine.rules.calendar.is_working_day(day),
        links.with_query("/", {"on": day.isoformat()}),
    )


def visits(planned: Sequence[PlannedVisit]) -> VisitList:
    return VisitList("今日检查", tuple(_visit(v) for v in planned))


def _visit(v: PlannedVisit) -> Visit:
    span = "今日" if v.first == v.last else f"{v.first:%m-%d} 至 {v.last:%m-%d}"
    who = v.file.enterprise.name if v.file.enterprise else v.file.title
    kind = _SOURCES.get(v.file.kind, v.file.kind)
    return Visit(span, who, kind, None, links.file_href(v.file.no), Badge(f"{v.items} 项", "plain"))
