"""The team rates drawn: the line above the list, the page with every agency, and the rows behind one rate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhiheng.records.models import Person
from zhiheng.registers.person import ASSISTING
from zhiheng.registers.rates import Counted, Member, Rate, by_agency
from zhiheng.web import links
from zhiheng.web.parts import Badge, Empty, Figure
from zhiheng.web.parts_page import Cell, Column, Row, Table

HREF = "/officers/rates/"


def rate_href(rate: Rate, on: date | None = None) -> str:
    """The rows of a rate, on a day."""
    return links.with_query(f"{HREF}{rate.definition.id}/", {"on": on.isoformat() if on else ""})


def figures(found: Sequence[Rate], on: date) -> tuple[Figure, ...]:
    """Every rate with numerator, denominator, target and definition; without a denominator no percentage."""
    return tuple(_figure(r, on) for r in found)


def _figure(r: Rate, on: date) -> Figure:
    d = r.definition
    target = f"{'＞' if d.strict else '≥' if d.target < 100 else ''}{d.target}%"
    badge = None if r.met is None else Badge("达标", "done", "met") if r.met else Badge("未达标", "late", "unmet")
    return Figure(d.id, d.zh, r.said, str(r.n), str(r.d) if r.d else "", rate_href(r, on), definition=f"{d.says}来源：{d.source}。",
                  target=target, at=on.isoformat(), badge=badge)


def headcount(members: Sequence[Member], delegated: frozenset[int], assisting: int) -> str:
    """执法人员 18（局 8 · 受托镇街 10）· 辅助 6（不能签署）."""
    away = sum(1 for m in members if m.agency_id in delegated)
    parts = f"（局 {len(members) - away} · 受托镇街 {away}）" if away else ""
    return f"执法人员 {len(members)}{parts}" + (f" · 辅助 {assisting}（不能签署）" if assisting else "")


def assisting_among(people: Sequence[Person]) -> int:
    return sum(1 for p in people if p.kind in ASSISTING)


def agencies_table(members: Sequence[Member], on: date) -> Table:
    """One row an agency, one column a rate."""
    found = by_agency(members, on)
    heads = [Column("机关"), *(Column(r.definition.zh, num=True) for r in (found[0][1] if found else ()))]
    rows = tuple(Row((Cell(name, strong=True), *(Cell(r.said, lines=(f"{r.n}/{r.d}",) if r.d else (), num=True) for r in held)),
                     key=name) for name, held in found)
    return Table(tuple(heads), rows, "各机关", Empty("没有任职有效的执法人员。"), action_label="")


def rows_table(rate: Rate) -> Table:
    """Everybody of one rate: counted, not counted, not in the base, each with the reason."""
    order = sorted(rate.rows, key=lambda c: (not c.base, c.good))
    return Table((Column("姓名"), Column("机关"), Column("是否计入"), Column("情况", wide=True)),
                 tuple(_counted(c) for c in order), rate.definition.zh, Empty("没有任职有效的执法人员。"), action_label="")


def _counted(c: Counted) -> Row:
    said = Badge("不计", "rest", "out") if not c.base else Badge("计入分子", "done", "good") if c.good else Badge("只计入分母", "late", "bad")
    return Row((Cell(c.member.name, links.person_href(c.member.username), strong=True), Cell(c.member.agency), Cell(badge=said),
                Cell(c.why)), key=c.member.username)
