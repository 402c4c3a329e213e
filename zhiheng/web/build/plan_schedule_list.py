"""计划家次: the visits of annual plans as a declared list, with filters in the address, columns, kept views and spreadsheet."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.actions.scheduling import MERGED
from zhiheng.records.models import Plan, PlanItem
from zhiheng.records.queries import paging
from zhiheng.records.queries.dispatch import KINDS
from zhiheng.records.queries.plan_schedule import names_of
from zhiheng.records.queries.plans import CANCELLED, DONE, PLANNED
from zhiheng.records.queries.register import areas_of
from zhiheng.web import links
from zhiheng.web.build import plans
from zhiheng.web.build.plan_schedule import LIST, move_href
from zhiheng.web.desk import Desk
from zhiheng.web.listing import Asked, Col, Listing, Pick, Ways
from zhiheng.web.parts import Badge, Button, Link
from zhiheng.web.parts_page import Cell, Column

READERS = frozenset({"officer", "section_head", "legal_reviewer", "bureau_head", "supervisor"})
COMPILERS = frozenset({"officer", "section_head"})
STATES = (("loose", "未排"), ("planned", "已排未查"), ("late", "过期未查"), ("visit", "检查中"), ("done", "已完成"))
MONTHS = tuple((str(m), f"{m} 月") for m in range(1, 13))
ORDERS = {o.id: o for o in (paging.Order("day", ("on",)), paging.Order("firm", ("enterprise__name",)),
                            paging.Order("area", ("enterprise__area", "on")))}


@dataclass(frozen=True)
class Drawn:
    """Names by account, today, whether the desk compiles."""

    names: Mapping[str, str]
    today: date
    may: bool


def _year(asked: Asked, mine: Desk) -> int:
    text = asked.get("year")
    return int(text) if text.isdecimal() else mine.now.date().year


def _read(mine: Desk, asked: Asked) -> paging.Page[PlanItem]:
    """Two queries."""
    found = _narrowed(PlanItem.objects.filter(plan__agency__in=mine.scope.agencies, plan__year=_year(asked, mine)).exclude(
        state=CANCELLED), asked, mine.now.date())
    whole, order = found.select_related("enterprise", "visit", "plan__agency"), ORDERS[asked.sort or "day"]
    rows, after, before = paging.paged(whole, order, asked.cursor, asked.size)
    count, more = paging.counted(found, asked.exact)
    return paging.Page(tuple(rows), after, before, count, more)


def _narrowed(found: QuerySet[PlanItem], asked: Asked, today: date) -> QuerySet[PlanItem]:
    plain = {"of": "plan__agency__code", "kind": "kind", "month": "on__month", "area": "enterprise__area"}
    for name, column in plain.items():
        if asked.get(name):
            found = found.filter(**{column: asked.get(name)})
    if asked.get("officer"):
        found = found.filter(officers__icontains=f'"{asked.get("officer")}"')
    if asked.get("q"):
        found = found.filter(Q(enterprise__name__icontains=asked.get("q")) | Q(unit__icontains=asked.get("q")))
    if asked.get("held"):
        found = found.filter(pinned=True) if asked.get("held") == "pinned" else found.filter(source__contains=MERGED)
    match asked.get("state"):
        case "loose":
            found = found.filter(on=None)
        case "planned":
            found = found.filter(state=PLANNED, visit=None).exclude(on=None)
        case "late":
            found = found.filter(state=PLANNED, visit=None, on__lt=today)
        case "visit":
            found = found.filter(state=PLANNED).exclude(visit=None)
        case "done":
            found = found.filter(state=DONE)
    return found


def _draw(mine: Desk, rows: Sequence[PlanItem], shown: frozenset[str]) -> Drawn:
    """One query, where the column is shown."""
    names = names_of(o for r in rows for o in r.officers) if "officers" in shown else {}
    return Drawn(names, mine.now.date(), bool(COMPILERS & mine.roles) and mine.may_act)


def _firm(r: PlanItem, d: Drawn) -> Cell:
    firm = r.enterprise
    if firm is None:
        return Cell("待抽取", strong=True, lines=(f"P{r.pk}",))
    return Cell(firm.name, links.enterprise_href(firm.code, firm.pk), strong=True)


def _state(r: PlanItem, d: Drawn) -> Cell:
    if r.state == DONE:
        return Cell(badge=Badge("已完成", "done"))
    if r.visit is not None:
        return Cell(r.visit.no, links.file_href(r.visit.no), badge=Badge("检查中", "due"))
    if r.on is None:
        return Cell(badge=Badge("未排", "due"))
    return Cell(badge=Badge("过期未查", "late")) if r.on < d.today else Cell("已排")


COLUMNS: tuple[Col[PlanItem, Drawn], ...] = (
    Col("firm", Column("企业", wide=True), _firm),
    Col("on", Column("日期"), lambda r, d: Cell(r.on.isoformat() if r.on else "—", plans.href(r.plan, "schedule", month=str(r.on.month)) if r.on
                                              else "")),
    Col("officers", Column("执法人员"), lambda r, d: Cell("、".join(d.names.get(o, o) for o in r.officers) or "—")),
    Col("area", Column("所在地"), lambda r, d: Cell((r.enterprise.area if r.enterprise else "") or "—")),
    Col("kind", Column("类别"), lambda r, d: Cell(dict(KINDS).get(r.kind, r.kind))),
    Col("field", Column("领域"), lambda r, d: Cell(r.field or "—")),
    Col("unit", Column("承担单位"), lambda r, d: Cell(r.unit or r.plan.agency.short_name or r.plan.agency.name)),
    Col("days", Column("每人工日", num=True), lambda r, d: Cell(f"{r.half_days / 2:g}", num=True)),
    Col("state", Column("状态"), _state),
    Col("held", Column("固定"), lambda r, d: Cell("固定" if r.pinned else "—"), shown=False),
    Col("source", Column("来源", wide=True), lambda r, d: Cell(r.source or "—"), shown=False))


def _picks(mine: Desk) -> tuple[Pick, ...]:
    """Two queries: the plans in sight, the townships (remembered)."""
    seen = list(Plan.objects.filter(agency__in=mine.scope.agencies).select_related("agency").order_by("-year", "agency__path"))
    years = tuple(dict.fromkeys((str(p.year), f"{p.year} 年") for p in seen))
    agencies = tuple(dict.fromkeys((p.agency.code, p.agency.short_name or p.agency.name) for p in seen))
    areas = tuple((a, a) for a in areas_of(mine.scope))
    return (Pick("year", "年度", options=years, first="今年"), Pick("of", "机关", options=agencies), Pick("month", "月份", options=MONTHS),
            Pick("state", "状态", options=STATES), Pick("kind", "类别", options=KINDS), Pick("area", "所在地", options=areas, open=True, more=True),
            Pick("held", "固定、合并", options=(("pinned", "固定"), ("merged", "同日合并")), more=True),
            Pick("officer", "执法人员", "fixed", says=_name), Pick("q", "企业、单位", "text"))


def _name(account: str) -> str:
    return names_of([account]).get(account, account)


def _row(r: PlanItem, d: Drawn) -> Ways:
    free = r.state == PLANNED and r.visit_id is None and d.may
    late = r.state == PLANNED and r.visit_id is None and r.on is not None and r.on < d.today
    return Ways(str(r.pk), Button("改期", move_href(r.plan, r)) if free else None, "late" if late else "plain")


def _back(mine: Desk, asked: Asked) -> tuple[Button, ...]:
    """To the calendar of the same plan."""
    where = links.with_query(f"{plans.HREF}{_year(asked, mine)}/schedule/", {"of": asked.get("of"), "month": asked.get("month")})
    return (Button("看日历", where),)


def _note(mine: Desk, asked: Asked) -> str:
    return "" if asked.get("year") else f"没有选年度时，列出 {mine.now.date().year} 年的家次"


PLAN_VISITS = Listing(
    "plan_visits", "计划家次", LIST, READERS, COLUMNS, (("day", "日期"), ("firm", "企业"), ("area", "所在地、日期")), _picks, _read, _draw, _row,
    (Link("执法计划"), Link("年度计划", plans.HREF), Link("计划家次")), plans.HREF, "没有符合条件的家次。", "改期",
    buttons=_back, note=_note)

