"""③排期: the month as a grid of days with their visits, how far a job is, what the last one found."""
from __future__ import annotations

from calendar import Calendar as Months
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from zhiheng.actions.schedule_jobs import KINDS, MEND, Job
from zhiheng.actions.scheduling import MERGED, off_because
from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Plan, PlanItem
from zhiheng.records.queries.dispatch import KINDS as KIND_ZH
from zhiheng.records.queries.dispatch import line_at
from zhiheng.records.queries.plan_schedule import Away, reached
from zhiheng.web import links
from zhiheng.web.build import plans
from zhiheng.web.parts import Badge, Band, Button, Link, Tab, Tabs
from zhiheng.web.parts_page import JobProgress

VIEWS = (("schedule", "日历"), ("list", "列表"), ("schedule/map", "地图"), ("schedule/people", "按人"), ("schedule/towns", "按镇"),
         ("schedule/merge", "综合查一次"))
LIST = "/plans/visits/"
EVE = 7
"""Days before a holiday that are marked: what is checked then weighs most."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A visit on its day. ``href`` is the form 改期, also what a drop is sent to; ``held``: nobody may move it."""

    key: str
    firm: str
    who: str
    href: str
    kind: str
    marks: tuple[str, ...] = ()
    tone: str = "plain"
    held: bool = False
    crew: bool = True


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the grid. ``off`` says why nobody works; ``marks`` are key dates; ``away`` who is on leave."""

    on: date
    inside: bool
    off: str = ""
    today: bool = False
    marks: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """Weeks of seven days, Monday first. ``loose`` are visits without a day."""

    year: int
    month: int
    weeks: tuple[tuple[DayCell, ...], ...]
    months: Tabs
    count: int
    loose: tuple[Chip, ...]
    loose_more: Link | None = None
    draggable: bool = False
    template: ClassVar[str] = "zh/plan_schedule_month.html"


LOOSE = 40
"""Visits without a day shown below the grid; the rest stand in the list."""


def tabs(plan: Plan, here: str, merge: int) -> Tabs:
    """The views of one schedule."""
    return Tabs(tuple(Tab(zh, _view(plan, key), key == here, str(merge) if key == "schedule/merge" and merge else "") for key, zh in VIEWS), "看法")


def _view(plan: Plan, key: str) -> str:
    return list_href(plan) if key == "list" else plans.href(plan, key)


def list_href(plan: Plan, **query: str) -> str:
    """The list of the visits of this plan."""
    return links.with_query(LIST, {"year": str(plan.year), "of": plan.agency.code} | query)


def grid(plan: Plan, month: int, items: Sequence[PlanItem], names: Mapping[str, str], away: Sequence[Away], calendar: Calendar,
         today: date, may_move: bool) -> MonthGrid:
    by_day: dict[date, list[PlanItem]] = {}
    for item in items:
        if item.on is not None:
            by_day.setdefault(item.on, []).append(item)
    weeks = tuple(tuple(_day(plan, d, month, by_day.get(d, ()), names, away, calendar, today) for d in week)
                  for week in Months().monthdatescalendar(plan.year, month))
    loose = [i for i in items if i.on is None]
    counts = [sum(len(v) for d, v in by_day.items() if d.year == plan.year and d.month == m) for m in range(1, 13)]
    months = Tabs(tuple(Tab(f"{m} 月", plans.href(plan, "schedule", month=str(m)), m == month, str(counts[m - 1]) if counts[m - 1] else "")
                        for m in range(1, 13)), "月份")
    more = Link(f"另有 {len(loose) - LOOSE} 家次，看列表", list_href(plan, state="loose")) if len(loose) > LOOSE else None
    return MonthGrid(plan.year, month, weeks, months, counts[month - 1], tuple(chip(plan, i, names, today) for i in loose[:LOOSE]), more, may_move)


def _day(plan: Plan, on: date, month: int, items: Iterable[PlanItem], names: Mapping[str, str], away: Sequence[Away],
         calendar: Calendar, today: date) -> DayCell:
    inside = on.month == month and on.year == plan.year
    if not inside:
        return DayCell(on, False)
    off = off_because(on, calendar)
    gone = () if off else tuple(dict.fromkeys(names.get(a.person, a.person) for a in away if a.since <= on <= a.until))
    return DayCell(on, True, off, on == today, key_marks(on, calendar), gone, tuple(chip(plan, i, names, today) for i in items))


def key_marks(on: date, calendar: Calendar) -> tuple[str, ...]:
    """Working days in the week before a holiday, and weekend days worked in exchange. Without a notice only holidays on fixed
    days are known."""
    if off_because(on, calendar):
        return ()
    ahead = (on + timedelta(days=n) for n in range(1, EVE + 1))
    eve = next((f"{why}前" for d in ahead if (why := off_because(d, calendar)) and not why.startswith(("星期", "周"))), "")
    return tuple(w for w in ("调休上班" if on.weekday() >= 5 else "", eve) if w)


def chip(plan: Plan, item: PlanItem, names: Mapping[str, str], today: date) -> Chip:
    firm = item.enterprise.name if item.enterprise else "待抽取"
    late = item.state == "planned" and item.on is not None and item.on < today and item.visit_id is None
    marks = [w for w, on in (("已完成", item.state == "done"), ("检查中", item.state == "planned" and item.visit_id is not None),
                             ("过期未查", late), ("固定", item.pinned and item.state == "planned"), ("同日合并", MERGED in item.source),
                             (f"{item.half_days / 2:g} 日", item.half_days != 2)) if on]
    tone = "done" if item.state == "done" else "late" if late else "key" if item.kind == "key" else "plain"
    return Chip(str(item.pk), firm, "、".join(names.get(o, o) for o in item.officers), move_href(plan, item), dict(KIND_ZH).get(item.kind, item.kind),
                tuple(marks), tone, item.state != "planned" or item.visit_id is not None, bool(item.officers))


def move_href(plan: Plan, item: PlanItem) -> str:
    return plans.href(plan, f"schedule/{item.pk}")


# --- the job -----------------------------------------------------------------------------------------------------------

def progress(plan: Plan, job: Job, may: bool) -> JobProgress:
    """A job under way: stage, seconds, how many are placed (said in the stage)."""
    cancel = Button("取消", plans.href(plan, "schedule/cancel"), kind="danger", post=True) if may else None
    return JobProgress(f"{KINDS[job.kind]}（{job.by}）", job.percent, 100, Badge("计算中", "due", "running"),
                       f"{job.words} · {job.seconds:g} 秒 · 排完一次写入，取消则什么都不改", plans.href(plan, "schedule"), cancel)


def outcome(plan: Plan, job: Job | None) -> tuple[Band, ...]:
    """How the last job ended."""
    if job is None:
        return ()
    at = f"{job.begun_at.astimezone(TZ):%m-%d %H:%M} {job.by}"
    match job.state:
        case "done":
            r = job.result
            left, moved = len(r.get("unplaced", ())), int(r.get("moved", 0))
            total = int(r.get("placed", 0)) + left
            says = f"{KINDS[job.kind]}：排定 {r.get('placed', 0)} / {total} 家次" + (f"，未排 {left} 家次" if left else "") + (
                f"，改动 {moved} 家次" if job.kind == MEND or moved else "")
            ended = Band(says, "due" if left else "done", key="scheduled", detail=f"{at} · 用时 {job.seconds:g} 秒" + (
                f" · 原因：{job.reason}" if job.kind == MEND else ""))
            return (ended, *(Band("进度达不到", "late", key="behind", detail=why) for why in r.get("behind", ())))
        case "cancelled":
            return (Band("排期已取消，没有写入任何内容", "rest", key="cancelled", detail=at),)
        case "failed":
            return (Band(f"排期没有完成：{job.words}", "late", key="failed", detail=f"{at} · 没有写入任何内容"),)
    return (Band("排期的进程中断了，没有写入任何内容，可以重新排期", "late", key="lost", detail=at),) if job.lost else ()


def approved_band(plan: Plan) -> tuple[Band, ...]:
    """After approval a moved visit lies in the working version."""
    if plan.state != "approved":
        return ()
    return (Band("计划已经批准：改期和重排先留在工作稿，办理「计划调整」并批准、备案以后才算数", "provisional",
                 (Link("⑤批准备案", plans.href(plan, "approval")), Link("版本比较", plans.href(plan, "compare"))), "working"),)


def lines(plan: Plan, items: Sequence[PlanItem]) -> tuple[tuple[str, str, str], ...]:
    """(label, figure, tone): placed, 60 % by June, 100 % by November, with numerator and denominator."""
    total = len(items)
    placed = sum(i.on is not None for i in items)
    found = [("已排", f"{placed} / {total}", "done" if placed == total and total else "due")]
    for month, day in ((6, 30), (11, 30)):
        n, wanted = reached(items, date(plan.year, month, day)), line_at(month)
        rate = f"{100 * n / total:.2f}%" if total else "无应办"
        found.append((f"{month} 月末（线 {wanted}%）", f"{rate} {n} / {total}", "done" if total and 100 * n >= wanted * total else "late"))
    found.append(("固定的", str(sum(i.pinned for i in items)), "plain"))
    return tuple(found)
