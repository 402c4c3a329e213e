"""The ledgers over all: what each holds, and what they hold of one enterprise or one person."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.records.models import Line
from zhiheng.records.queries.ledgers import Standing
from zhiheng.registers.catalogue import ledgers
from zhiheng.registers.declare import Ledger
from zhiheng.web import links
from zhiheng.web.build.ledgers import href, table
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Button, Empty, Link
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

INDEX = "/ledgers/"
GROUPS = {"firms": "监管对象", "team": "队伍保障"}
TITLES = {"firms": "企业台账", "team": "队伍台账"}
AT_MOST = 20
"""Lines of one ledger that the page of an enterprise or a person shows; the ledger itself shows the rest."""


@dataclass(frozen=True)
class Held:
    """One ledger on the page of an enterprise or a person."""

    zh: str
    count: int
    table: Table
    href: str
    more: int
    add: Button | None
    key: str = ""


def further(held: Held) -> Link | None:
    """The way to the lines that the page leaves out."""
    return Link(f"另有 {held.more} 条，在台账里查看", held.href) if held.more and held.count else None


def group_href(ledger: Ledger) -> str:
    """The index, narrowed to the ledger's own group; it is this word of the menu that is marked."""
    return links.with_query(INDEX, {"group": next((k for k, zh in GROUPS.items() if zh == ledger.group), "")})


def index(mine: Desk, figures: Mapping[str, Standing], group: str) -> ListPage:
    """Every ledger that the post may read, with its lines, those out of date and those that soon will be."""
    shown = [b for b in ledgers().values() if b.reads & mine.roles and GROUPS.get(group, b.group) == b.group]
    choices = (("", "全部"), *GROUPS.items())
    options = tuple(Option(zh, k, k == group, href=links.with_query(INDEX, {"group": k})) for k, zh in choices)
    columns = (Column("台账"), Column("类别"), Column("在用", num=True), Column("已过期", num=True), Column("即将到期", num=True),
               Column("登记内容", wide=True))
    rows = tuple(_index_row(b, figures.get(b.id, Standing()), bool(b.writes & mine.roles)) for b in shown)
    return ListPage(TITLES.get(group, "台账"), Table(columns, rows, "台账", Empty("没有您可以查看的台账。")), INDEX,
                    (Filter("group", "类别", "links", options),), total=str(len(shown)))


def _index_row(book: Ledger, held: Standing, may_write: bool) -> Row:
    home = href(book)
    out = Cell(str(held.out), links.with_query(home, {"within": "out"}), num=True) if held.out else Cell("—", num=True)
    soon = Cell(str(held.soon), links.with_query(home, {"within": "soon"}), num=True) if held.soon else Cell("—", num=True)
    fields = "、".join(book.spec(c).zh for c in book.columns[:5])
    step = Button(f"登记{book.line}", f"{home}new/") if may_write else Button("查看", home)
    return Row((Cell(book.zh, home, strong=True), Cell(book.group), Cell(str(held.lines), num=True), out, soon, Cell(fields)),
               step, book.id, "late" if held.out else "plain")


def of_enterprise(mine: Desk, code: str, counts: Mapping[str, int], rows: Mapping[str, Sequence[Line]]) -> tuple[Held, ...]:
    """The ledgers of an enterprise, those with lines that have run out or soon will leading; empty ones last."""
    books = [b for b in ledgers().values() if b.enterprise and b.reads & mine.roles]
    return _held(mine, books, "enterprise", code, counts, rows, empty=True)


def of_person(mine: Desk, username: str, counts: Mapping[str, int], rows: Mapping[str, Sequence[Line]]) -> tuple[Held, ...]:
    """The ledgers that hold something of a person."""
    books = [b for b in ledgers().values() if b.person and b.reads & mine.roles]
    return _held(mine, books, "person", username, counts, rows, empty=False)


def _held(mine: Desk, books: Sequence[Ledger], who: str, key: str, counts: Mapping[str, int],
          rows: Mapping[str, Sequence[Line]], *, empty: bool) -> tuple[Held, ...]:
    shown = [b for b in books if empty or counts.get(b.id)]
    order = sorted(shown, key=lambda b: (not counts.get(b.id), _urgency(b, rows.get(b.id, ()), mine.now.date())))
    return tuple(_one(mine, b, who, key, counts.get(b.id, 0), rows.get(b.id, ())) for b in order)


def _urgency(book: Ledger, rows: Sequence[Line], on: date) -> int:
    tones = {m.tone for r in rows if (m := book.mark(r.values, on)) is not None}
    return 0 if "late" in tones else 1 if "due" in tones else 2


def _one(mine: Desk, book: Ledger, who: str, key: str, count: int, rows: Sequence[Line]) -> Held:
    own = book.enterprise if who == "enterprise" else book.person
    columns = [c for c in book.columns if c != own]
    drawn = table(book, rows[:AT_MOST], columns, mine.now.date(), Empty("没有登记。"))
    add = Button(f"登记{book.line}", links.with_query(f"{href(book)}new/", {who: key}), icon="plus")
    return Held(book.zh, count, drawn, links.with_query(href(book), {who: key}), max(0, count - min(len(rows), AT_MOST)),
                add if book.writes & mine.roles else None, book.id)
