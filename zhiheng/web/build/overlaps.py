"""A proposal as a card: both visits, how far apart, what this desk may do."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhiheng.kernel.clock import TZ
from zhiheng.records.queries.overlaps import Proposal, Side
from zhiheng.web import links
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_page import Cell, Column, Row, Table

HREF = "/overlaps/"
SHOWN = 60
ROLES = frozenset({"officer", "section_head"})


@dataclass(frozen=True)
class Card:
    """``lines`` are (unit, day, number, address or "", telephone)."""

    key: str
    firm: str
    home: str
    days: int
    lines: tuple[tuple[str, str, str, str, str], ...]
    buttons: tuple[Button, ...]
    note: str
    may_refuse: bool


def card(p: Proposal, mine: Desk) -> Card:
    buttons, note = _ways(p, mine)
    may = bool(mine.roles & ROLES) and mine.may_act
    return Card(p.key, p.firm_name, links.enterprise_href(p.code or None, p.firm), p.days, tuple(map(_line, p.sides)), buttons, note, may)


def _line(s: Side) -> tuple[str, str, str, str, str]:
    unit = s.name if s.unit == s.name else f"{s.name} {s.unit}"
    href = links.file_href(s.ref) if s.is_file and s.mine else ""
    return unit, s.on.isoformat(), s.ref if s.is_file else "计划家次，尚未立检查", href, s.phone


def _ways(p: Proposal, mine: Desk) -> tuple[tuple[Button, ...], str]:
    """What accepts the proposal: the act 并入检查 on the other's visit, or the schedule of the plan."""
    first, second = p.sides
    here = mine.post.agency_id if mine.post else 0
    own, other = (first, second) if first.agency == here else (second, first)
    if first.agency == second.agency:
        places = not first.is_file and not second.is_file
        way = (Button("到排期合并", f"/plans/{first.on.year}/schedule/merge/"),) if places else ()
        return way, "同一机关的两个单位，安排同日一并检查。"
    if own.agency != here or not mine.may_act or "officer" not in mine.roles:
        return (), ""
    if other.is_file:
        note = f"并入以后，由您取消本机关的 {own.ref}（办理「取消检查」，理由写已并入 {other.ref}）。" if own.is_file else ""
        there = links.with_query("/new/inspection/join_visit/", {"enterprise": str(p.firm)})
        return (Button(f"并入 {other.ref}", there, "join_visit", kind="primary"),), note
    return (), f"{other.name}还没有立检查，可以电话约定由对方并入 {own.ref}。" if own.is_file else "双方都还没有立检查，先立的一方由另一方并入。"


def settled_table(rows: Sequence[Proposal]) -> Table:
    columns = (Column("企业", wide=True), Column("检查", wide=True), Column("处理"), Column("理由", wide=True), Column("何人何时"))
    return Table(columns, tuple(Row((
        Cell(p.firm_name, links.enterprise_href(p.code or None, p.firm), strong=True),
        Cell("", lines=tuple(f"{s.on} {s.unit} {s.ref if s.is_file else '计划家次'}" for s in p.sides)),
        Cell(badge=Badge("已合并", "done", "merged") if p.state == "merged" else Badge("不合并", "rest", "refused")), Cell(p.reason or "—"),
        Cell(f"{p.by} {p.at.astimezone(TZ):%Y-%m-%d}" if p.at else "—")), key=p.key)
        for p in rows[:300]), "已经处理", Empty("还没有处理过的建议。"), "")
