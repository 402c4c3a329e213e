"""年度监督检查计划: the list of plans, addresses and the five steps that stand above every page of one plan."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.records.models import Plan
from zhiheng.records.queries.plan_pages import Account
from zhiheng.web import links
from zhiheng.web.parts import Badge, Band, Empty, Link, Node, NodeBar, NodeState
from zhiheng.web.parts_page import Cell, Column, ListPage, Option, Row, Table

HREF = "/plans/"
STATES: dict[str, tuple[str, str]] = {
    "draft": ("编制中", "plain"), "submitted": ("已送审", "due"), "approved": ("已批准", "done"), "closed": ("已归档", "rest")}
STEPS = (("", "①人员工日"), ("firms", "②企业与频次"), ("schedule", "③排期"), ("text", "④文本"), ("approval", "⑤批准备案"))


def href(plan: Plan, step: str = "", **query: str) -> str:
    """The address of a step of a plan; plans of agencies other than a bureau's root name their agency."""
    named = {"of": plan.agency.code} if plan.agency.parent_id else {}
    end = "" if not step or "." in step else "/"
    return links.with_query(f"{HREF}{plan.year}/{step}{end}", named | query)


def state(plan: Plan) -> Badge:
    text, tone = STATES.get(plan.state, (plan.state, "plain"))
    return Badge(text, tone, plan.state)  # type: ignore[arg-type]


def steps(plan: Plan, here: str, done: Sequence[str] = ()) -> NodeBar:
    """The five steps; ``here`` is the key of the one shown, ``done`` those that are finished."""
    def sign(key: str) -> NodeState:
        return "current" if key == here else "done" if key in done else "todo"
    return NodeBar(tuple(Node(zh, sign(key), key=key or "days", href=href(plan, key)) for key, zh in STEPS))


def bands(plan: Plan) -> tuple[Band, ...]:
    """◇ when the year's holidays are not published."""
    if not plan.body.get("provisional"):
        return ()
    off = 13 if plan.year >= 2025 else 11
    return (Band(f"{plan.year} 年放假安排未公布，按 {off} 天暂定", "provisional", (), "provisional"),)


def crumbs(plan: Plan, here: str = "") -> tuple[Link, ...]:
    found = (Link("执法计划"), Link("年度计划", HREF), Link(f"{plan.year} 年", href(plan) if here else ""))
    return (*found, Link(here)) if here else found


def title(plan: Plan) -> str:
    return f"{plan.year} 年度监督检查计划"


def tools(plan: Plan) -> tuple[Link, ...]:
    """What stands at the head of every page of a plan."""
    found = [Link("版本比较", href(plan, "compare"))]
    if plan.file is not None:
        found.append(Link("案卷", links.file_href(plan.file.no)))
    return tuple(found)


def waiting(plan: Plan, acc: Account) -> tuple[Band, ...]:
    """Where the plan stands when it is no plain draft."""
    if plan.state == "submitted":
        said = f"第 {plan.version - 1} 稿已送审，以下修改属于第 {plan.version} 稿，须重新送审"
        return (Band(said, "due", (Link("批准备案", href(plan, "approval")),), "submitted"),)
    told = acc.counted.figures
    changed = sum(int(told[n]) for n in ("added", "removed", "moved"))
    if plan.state == "approved" and changed:
        said = f"与批准的版本相比：增加 {told['added']} 家次，减少 {told['removed']}，改期改派 {told['moved']}"
        return (Band(said, "due", (Link("办理计划调整", href(plan, "approval")), Link("比较", href(plan, "compare"))), "changed"),)
    return ()


@dataclass(frozen=True)
class Beginning:
    """A plan that may be begun: of an agency, for a year; ``source`` the year it may start from, 0 for none; ``partners`` who may
    handle it too."""

    code: str
    agency: str
    year: int
    source: int
    partners: tuple[Option, ...] = ()


def overview(rows: Sequence[Any]) -> ListPage:
    """Every plan in reach; ``rows`` with ``visits`` and ``seen``."""
    return ListPage("年度计划", table(rows), HREF, total=str(len(rows)))


def table(rows: Sequence[Any]) -> Table:
    columns = (Column("年度"), Column("机关"), Column("状态"), Column("家次", num=True), Column("已完成", num=True), Column("完成率", num=True),
               Column("版本"))
    return Table(columns, tuple(_row(r) for r in rows), "年度计划", Empty("还没有年度计划。"), action_label="")


def _row(r: Any) -> Row:
    share = f"{100 * r.seen / r.visits:.2f}%" if r.visits else "—"
    mark = ("◇ 工作日暂定",) if r.body.get("provisional") else ()
    return Row((Cell(str(r.year), href(r), strong=True, lines=mark), Cell(r.agency.short_name or r.agency.name), Cell(badge=state(r)),
                Cell(str(r.visits), num=True), Cell(str(r.seen), num=True), Cell(share, num=True), Cell(f"第 {r.version} 稿")), key=str(r.pk))
