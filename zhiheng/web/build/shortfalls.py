"""队伍短缺 as a list: what is missing, by which rule, what to do, and where to enter that it is done."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from zhiheng.registers.catalogue import ledger
from zhiheng.registers.shortfall import KINDS, Shortfall
from zhiheng.web import links
from zhiheng.web.build.ledgers import href
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

HREF = "/shortfalls/"
LEDGER_OF = {"onboarding": "training_records", "yearly": "training_records", "township": "training_records",
             "demonstration": "activities",
             "uniform": "uniforms", "equipment": "equipment", "budget": "budget_lines"}


def narrowed(found: Sequence[Shortfall], kind: str) -> list[Shortfall]:
    return [s for s in found if not kind or s.kind == kind]


def page(found: Sequence[Shortfall], kind: str, roles: frozenset[str]) -> ListPage:
    """The list with a figure at every kind; money lines only for posts that may read the budget."""
    counts = Counter(s.kind for s in found)
    choices = [("", "全部", len(found)), *((k, zh, counts[k]) for k, zh in KINDS if counts[k] or k == kind)]
    options = tuple(Option(f"{zh} {n}", k, k == kind, href=links.with_query(HREF, {"kind": k})) for k, zh, n in choices)
    shown = narrowed(found, kind)
    late = sum(1 for s in shown if s.late)
    return ListPage("队伍短缺", table(shown, roles), HREF, (Filter("kind", "类别", "links", options),), total=str(len(shown)),
                    buttons=(Button("导出 Excel", links.with_query(f"{HREF}export/", {"kind": kind}), icon="download"),),
                    page_note=f"影响执法的 {late} 项" if late else "")


def table(shown: Sequence[Shortfall], roles: frozenset[str]) -> Table:
    columns = (Column("类别"), Column("人员、对象"), Column("机关"), Column("短缺和依据", wide=True), Column("怎么办", wide=True),
               Column("期限"))
    return Table(columns, tuple(_row(s, roles) for s in shown), "队伍短缺", Empty("按现有登记，没有短缺。"))


def _row(s: Shortfall, roles: frozenset[str]) -> Row:
    zh = dict(KINDS)[s.kind]
    who = Cell(s.subject, _where(s), strong=True)
    when = Cell(s.due.isoformat() if s.due else "—")
    cells = (Cell(badge=Badge(zh, "late" if s.late else "due", s.kind)), who, Cell(s.agency), Cell(s.says, lines=(s.basis,)),
             Cell(s.remedy), when)
    return Row(cells, _step(s, roles), f"{s.kind}-{s.agency}-{s.who or s.subject}", "late" if s.late else "plain")


def _where(s: Shortfall) -> str:
    if s.who:
        return links.person_href(s.who)
    return href(ledger("equipment"), s.line) if s.line else ""


def _step(s: Shortfall, roles: frozenset[str]) -> Button | None:
    """Where this person enters that it is done; nothing for whoever may not."""
    if s.kind == "certificate":
        return Button("登记", links.person_href(s.who)) if "administrator" in roles else None
    if s.line:
        return Button("查看", href(ledger("equipment"), s.line))
    book = ledger(LEDGER_OF[s.kind])
    if s.kind == "demonstration":
        return Button("登记", f"{href(book)}new/?kind=demonstration") if book.writes & roles else None
    return Button("登记", links.with_query(f"{href(book)}new/", {"person": s.who})) if book.writes & roles else None
