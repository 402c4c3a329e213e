"""A declared list: what it is called, which columns, filters and orders it has, who reads it, and how its rows are found.

One declaration gives the page, the choice of columns, kept views, paging by key and the spreadsheet
(:mod:`zhiheng.web.listing_views`, :mod:`zhiheng.web.build.listing`). docs/lists.md says how one is added.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from zhiheng.records.models import Person
from zhiheng.records.queries.paging import PAGE, Page
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Button, Link, Tabs, Tone
from zhiheng.web.parts_page import Cell, Column

R = TypeVar("R")
"""A row as the reads give it."""
D = TypeVar("D")
"""What the cells of a page may look at besides their row."""
OWN = frozenset({"sort", "cols", "at", "exact", "all"})
"""Names in the address that belong to the layer: order, columns, cursor, exact count, no view of one's own."""
LONGEST = 80


@dataclass(frozen=True)
class Col(Generic[R, D]):
    """A column. ``key`` stands in the address and in what people keep: never rename it. ``shown``: before anybody chooses;
    ``fixed``: always, as the first column is.

    ``cell`` draws the row; the spreadsheet says what the cell says.
    """

    key: str
    head: Column
    cell: Callable[[R, D], Cell]
    shown: bool = True
    fixed: bool = False


@dataclass(frozen=True)
class Pick:
    """A filter. Its value stands in the address under ``name`` (a period: name_from and name_to, ISO days).

    ``options`` are (value, Chinese); a value that is none of them is said and not used, unless ``open`` (the options
    are only those that occur). ``more``: behind 更多筛选. ``fixed``: comes only from a link, is shown and can be taken
    off; ``says`` puts its value in words. ``first``: for links, the word of no choice. ``also``: values that are
    possible but not offered.
    """

    name: str
    label: str
    kind: Literal["links", "select", "text", "number", "period", "fixed"] = "select"
    options: tuple[tuple[str, str], ...] = ()
    more: bool = False
    open: bool = False
    first: str = "全部"
    also: tuple[tuple[str, str], ...] = ()
    says: Callable[[str], str] = str

    @property
    def names(self) -> tuple[str, ...]:
        return (f"{self.name}_from", f"{self.name}_to") if self.kind == "period" else (self.name,)


@dataclass(frozen=True)
class Ways:
    """What a row leads to: its key, the one button, and whether its bar is drawn (tone ``late``)."""

    key: str
    button: Button | None = None
    tone: Tone = "plain"


@dataclass(frozen=True)
class Asked:
    """What the address asks: filters with possible values, order, columns; ``faults`` say what was not used and why.

    ``chosen``: the columns come from the address itself, so links carry them on.
    """

    filters: Mapping[str, str]
    sort: str
    columns: tuple[str, ...]
    chosen: bool = False
    faults: tuple[str, ...] = ()
    cursor: str = ""
    exact: bool = False
    size: int = PAGE

    def get(self, name: str) -> str:
        return self.filters.get(name, "")


def _nothing(*_: Any) -> tuple[Any, ...]:
    return ()


@dataclass(frozen=True)
class Listing(Generic[R, D]):
    """One list.

    ``read`` finds a page (fixed number of queries); ``draw`` reads, for the rows of that page and the columns shown,
    what the cells need; ``row`` says where a row leads. ``orders`` are (value, Chinese), the first without being asked.
    ``ready`` are views everybody has (name, query). ``about`` are lines of the sheet 说明. ``note`` stands below.
    ``tabs`` lead to the lists that belong together with this one.
    """

    id: str
    title: str
    href: str
    who: frozenset[str]
    columns: tuple[Col[R, D], ...]
    orders: tuple[tuple[str, str], ...]
    picks: Callable[[Desk], tuple[Pick, ...]]
    read: Callable[[Desk, Asked], Page[R]]
    draw: Callable[[Desk, Sequence[R], frozenset[str]], D]
    row: Callable[[R, D], Ways]
    crumbs: tuple[Link, ...] = ()
    current: str = ""
    empty: str = "没有符合条件的记录。"
    action_label: str = "下一步"
    create: Callable[[Desk], Button | None] = lambda _: None
    buttons: Callable[[Desk, Asked], tuple[Button, ...]] = _nothing
    ready: Callable[[Desk], tuple[tuple[str, Mapping[str, str]], ...]] = _nothing
    about: Callable[[Desk], tuple[tuple[str, str], ...]] = _nothing
    note: Callable[[Desk, Asked], str] = lambda *_: ""
    exports: bool = True
    may: Callable[[Desk], bool] = lambda _: True
    tabs: Callable[[Desk], Tabs | None] = lambda _: None
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(c.key for c in self.columns if c.shown)

    def of(self, keys: Sequence[str]) -> tuple[Col[R, D], ...]:
        """The columns of these keys in the order of the declaration, fixed ones among them."""
        return tuple(c for c in self.columns if c.key in keys or c.key in self.fixed)

    @property
    def fixed(self) -> frozenset[str]:
        """Columns nobody can take away: the first, and those declared so."""
        return frozenset({self.columns[0].key, *(c.key for c in self.columns if c.fixed)})


def read_address(spec: Listing[Any, Any], picks: Sequence[Pick], query: Mapping[str, str], person: Person) -> Asked:
    """Read an address: unknown names are ignored, impossible values said and not used."""
    kept: dict[str, str] = {}
    faults: list[str] = []
    for pick in picks:
        for name in pick.names:
            value = query.get(name, "").strip()[:LONGEST].replace("\0", "")
            fault = _fault(pick, value) if value else ""
            if fault:
                faults.append(fault)
            elif value:
                kept[name] = value
    sort = query.get("sort", "")
    if sort and sort not in dict(spec.orders):
        faults.append(f"没有“{sort[:20]}”这种排序，按“{spec.orders[0][1]}”排列。")
        sort = ""
    known = {c.key for c in spec.columns}
    given = tuple(c for c in query.get("cols", "").split(",") if c in known)
    columns = given or tuple(c for c in remembered(person, spec.id) if c in known) or spec.shown
    return Asked(kept, sort, columns, bool(given), tuple(faults), query.get("at", "")[:600], "exact" in query)


def remembered(person: Person, listing: str) -> tuple[str, ...]:
    """The columns a person chose last for a list."""
    held = person.settings.get("columns", {}).get(listing, [])
    return tuple(str(c) for c in held) if isinstance(held, list) else ()


def views_of(person: Person, listing: str) -> list[dict[str, Any]]:
    """The views a person keeps of a list: name, query, whether it opens the list."""
    return list(person.settings.get("views", {}).get(listing, []))


def _fault(pick: Pick, value: str) -> str:
    match pick.kind:
        case "links" | "select" if not pick.open and value not in dict(pick.options + pick.also):
            return f"「{pick.label}」没有“{value[:20]}”这个选项，这一条件没有使用。"
        case "period" if not _is_day(value):
            return f"「{pick.label}」的日期“{value[:20]}”写法不对，应如 2026-11-23，这一条件没有使用。"
        case "number" if not value.isdecimal() or len(value) > 9:
            return f"「{pick.label}」应填数字，“{value[:20]}”没有使用。"
    return ""


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def kept_query(asked: Asked, **more: str) -> dict[str, str]:
    """The query of the address that gives the same list; ``more`` changes it, "" takes a name away."""
    query = dict(asked.filters)
    if asked.sort:
        query["sort"] = asked.sort
    if asked.chosen:
        query["cols"] = ",".join(asked.columns)
    return {k: v for k, v in (query | more).items() if v}
