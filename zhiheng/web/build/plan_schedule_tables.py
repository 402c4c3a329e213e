"""Tables of a schedule: by officer, by township, what found no place and what to do, what a re-planning moved, what to merge."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zhiheng.actions.schedule_jobs import Job
from zhiheng.planning.task import Inspector
from zhiheng.records.models import Plan, PlanItem
from zhiheng.records.queries.plan_schedule import Load, Offer
from zhiheng.web import links
from zhiheng.web.build import plans
from zhiheng.web.build.plan_schedule import list_href, move_href
from zhiheng.web.parts import Button, Empty
from zhiheng.web.parts_page import Cell, Column, Row, Table

CURES = (
    ("在岗", "错开请假的日子；执法证将要到期的先换证、续证，或者增加人员，再重新排期"),
    ("领域", "为有关人员申办含这一领域的执法证，或者请上级机关派员"),
    ("区域", "调整执法区域，或者由管辖这里的单位承担"),
    ("回避", "应当回避的人不能派；增加符合条件的人员"),
    ("没有可用的工作日", "计划年度余下的工作日不够；压减一般抽查，或者转入下一年度"),
    ("都已排满", "回到第一步：增加列入计划的人员，或者压减一般抽查；重点单位不得压减"),
    ("合格人员", "核对请假和证件到期日，错开同时请假的人员，再「按请假重排」"),
    ("不足", "增加持有有效执法证的人员"))


def cure(why: str) -> str:
    """What to change so that such a visit finds a place."""
    return next((does for word, does in CURES if word in why), "改期：换一天或者换人")


def unplaced(plan: Plan, job: Job | None, items: Sequence[PlanItem]) -> Table | None:
    """Visits the last job found no place for, as far as they still have none."""
    if job is None or job.state != "done":
        return None
    open_ = {i.pk: i for i in items if i.on is None}
    rows = tuple(Row((Cell(_firm(item), strong=True), Cell(why), Cell(cure(why))), Button("改期", move_href(plan, item)), str(key))
                 for key, why in job.result.get("unplaced", ()) if (item := open_.get(int(key))) is not None)
    if not rows:
        return None
    return Table((Column("企业", wide=True), Column("为什么", wide=True), Column("可以怎么办", wide=True)), rows, "没有排上的家次")


def moves(job: Job | None, items: Sequence[PlanItem], names: Mapping[str, str]) -> Table | None:
    """What the last job changed of what was planned before: who, from, to."""
    if job is None or job.state != "done" or not job.result.get("moves"):
        return None
    held = {i.pk: i for i in items}
    rows = tuple(Row((Cell(_firm(held[key]) if key in held else f"P{key}", strong=True), Cell(_said(was, had, names)), Cell(_said(on, has, names))),
                     key=str(key)) for key, was, on, had, has in job.result["moves"])
    return Table((Column("企业", wide=True), Column("原来", wide=True), Column("现在", wide=True)), rows, "改动的家次", action_label="")


def _firm(item: PlanItem) -> str:
    return item.enterprise.name if item.enterprise else f"待抽取（P{item.pk}）"


def _said(on: str | None, who: Sequence[str], names: Mapping[str, str]) -> str:
    return " ".join(filter(None, (on or "未排", "、".join(names.get(o, o) for o in who))))


def people(plan: Plan, loads: Sequence[Load], officers: Sequence[Inspector], days: Sequence[date], names: Mapping[str, str]) -> Table:
    """Visits of every officer by month, days of work, days he cannot go."""
    known = {o.id: o for o in officers}
    columns = (Column("姓名"), *(Column(f"{m}月", num=True) for m in range(1, 13)), Column("家次", num=True), Column("工日", num=True),
               Column("不能派", num=True), Column("领域", wide=True))
    return Table(columns, tuple(_person(plan, x, known.get(x.person), days, names) for x in loads), "各人家次",
                 Empty("本机关没有在岗的执法人员。"), action_label="")


def _person(plan: Plan, load: Load, officer: Inspector | None, days: Sequence[date], names: Mapping[str, str]) -> Row:
    name = officer.name if officer else names.get(load.person, load.person)
    off = len(officer.off) if officer else len(days)
    fields = "、".join(sorted(officer.fields)) or "没有有效的执法证" if officer else "不是本机关在岗的执法人员"
    limits = (f"只在 {'、'.join(sorted(officer.areas))}",) if officer and officer.areas else ()
    return Row((Cell(name, list_href(plan, officer=load.person), strong=True), *(Cell(str(n) if n else "—", num=True) for n in load.visits),
                Cell(str(load.total), num=True), Cell(f"{load.days:g}", num=True), Cell(f"{off} 日" if off else "—", num=True),
                Cell(fields, lines=limits)), key=load.person)


def towns(plan: Plan, found: Mapping[str, Sequence[int]]) -> Table:
    """Visits of every township by month."""
    columns = (Column("乡镇街道"), *(Column(f"{m}月", num=True) for m in range(1, 13)), Column("未排", num=True), Column("家次", num=True))
    rows = tuple(Row((Cell(area or "没有写明或者待抽取", list_href(plan, area=area) if area else "", strong=True),
                      *(Cell(str(n) if n else "—", num=True) for n in counts), Cell(str(sum(counts)), num=True)), key=area or "none")
                 for area, counts in found.items())
    return Table(columns, rows, "各乡镇街道家次", Empty("计划里还没有家次。"), action_label="")


def merging(plan: Plan, offers: Sequence[Offer], names: Mapping[str, str], may: bool) -> Table:
    """Visits of different units to one enterprise near each other, with the button that puts them on one day."""
    columns = (Column("企业", wide=True), Column("本单位"), Column("另一单位", wide=True), Column("相距", num=True))
    return Table(columns, tuple(_offer(plan, o, names, may) for o in offers), "可以合并的检查",
                 Empty("30 日内或者同一个月里，没有别的单位也计划检查同一家企业。"), "合并" if may else "")


def _offer(plan: Plan, o: Offer, names: Mapping[str, str], may: bool) -> Row:
    firm = o.mine.enterprise
    button = Button("合并…", plans.href(plan, f"schedule/{o.mine.pk}/merge/{o.other.pk}")) if may else None
    href = links.enterprise_href(firm.code, firm.pk) if firm else ""
    return Row((Cell(firm.name if firm else "", href, strong=True, lines=(firm.area,) if firm and firm.area else ()),
                Cell(f"{o.mine.on}", lines=(o.own, "、".join(names.get(p, p) for p in o.mine.officers))),
                Cell(f"{o.other.on}", lines=(o.unit, "、".join(names.get(p, p) for p in o.other.officers))),
                Cell(f"{o.apart} 日", num=True)), button, f"{o.mine.pk}-{o.other.pk}")
