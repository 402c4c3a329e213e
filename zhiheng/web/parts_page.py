"""View models of whole-page parts: shell, menu, lists, workbench blocks, login, enterprise header, search."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from zhiheng.web.parts import Badge, Band, Button, Chain, ClockBadge, Empty, Link, Risk, Tab, Tabs, Tone


@dataclass(frozen=True, slots=True)
class MenuEntry:
    label: str
    href: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A group of the left menu; ``icon`` is a name of the sprite. Entries the post may not use are left
    out."""

    key: str
    label: str
    icon: str
    entries: tuple[MenuEntry, ...]
    href: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything the frame of a page shows. Put it in the context as ``shell``; without it the page is
    bare."""

    agency: str
    user: str
    post: str
    today: str = ""
    menu: tuple[MenuGroup, ...] = ()
    scope: tuple[Tab, ...] = ()
    posts: tuple[Link, ...] = ()
    own_links: tuple[Link, ...] = ()
    todo: int = 0
    todo_urgent: int = 0
    messages: int = 0
    search_href: str = "/search/"
    query: str = ""
    crumbs: tuple[Link, ...] = ()
    chain: Chain | None = None
    bands: tuple[Band, ...] = ()
    read_only: str = ""
    large: bool = False
    large_href: str = "?large=1"
    logout_href: str = "/logout/"
    todo_href: str = "/"
    messages_href: str = "/messages/"
    post_switch_href: str = "/identity/"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``num`` aligns right with tabular figures; ``wide`` may wrap. ``key``: its name in addresses."""

    label: str
    num: bool = False
    wide: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text and at most one sign. ``lines`` are small second lines."""

    text: str = ""
    href: str = ""
    badge: Badge | ClockBadge | Risk | None = None
    lines: tuple[str, ...] = ()
    num: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: cells, one button, and the tone of its left bar (only ``late`` is drawn)."""

    cells: tuple[Cell, ...]
    button: Button | None = None
    key: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows become cards on the phone: the labels of ``columns`` stand before the values there."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    empty: Empty | None = None
    action_label: str = "下一步"
    template: ClassVar[str] = "zh/parts/table.html"


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    value: str
    selected: bool = False
    count: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter; its value lives in the query string under ``name``. ``more``: behind 更多筛选.

    ``order`` is the choice of an order (never empty); ``fixed`` shows a value that only a link sets, its option takes it off.
    """

    name: str
    label: str
    kind: Literal["links", "select", "text", "number", "date", "period", "order", "fixed"] = "select"
    options: tuple[Option, ...] = ()
    value: str = ""
    value_to: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view a person keeps; ``first``: the list opens with it."""

    name: str
    href: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class ListTools:
    """Choosing columns (POST ``cols``) and keeping views (POST ``name``, ``first`` or ``drop``), with what is shown now."""

    columns_href: str
    chooser: tuple[Option, ...]
    views_href: str
    views: tuple[KeptView, ...] = ()
    query: str = ""
    plain_query: str = ""  # without the columns


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list: filters, saved filters, table, keyset pager. ``total`` is text («37», «1000+»). Declared lists have ``tools``."""

    title: str
    table: Table
    action: str = ""
    filters: tuple[Filter, ...] = ()
    saved: tuple[Tab, ...] = ()
    total: str = ""
    exact_href: str = ""
    buttons: tuple[Button, ...] = ()
    previous_href: str = ""
    next_href: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    page_note: str = ""
    tabs: Tabs | None = None
    bands: tuple[Band, ...] = ()
    tools: ListTools | None = None
    template: ClassVar[str] = "zh/parts/list_page.html"

    @property
    def near(self) -> tuple[Filter, ...]:
        """Filters that are always in sight; the order stands last."""
        return tuple(f for f in self.filters if not f.more)

    @property
    def further(self) -> tuple[Filter, ...]:
        """Filters behind 更多筛选."""
        return tuple(f for f in self.filters if f.more)

    @property
    def further_used(self) -> bool:
        return any(f.value or f.value_to or any(o.selected and o.value for o in f.options) for f in self.further)


@dataclass(frozen=True, slots=True)
class TodoRow:
    clock: ClockBadge
    act: str
    subject: str
    party: str
    button: Button
    href: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class TodoList:
    """Workbench list; only the first row's button is filled."""

    title: str
    count: str
    tabs: Tabs | None
    rows: tuple[TodoRow, ...]
    more: Link | None = None
    empty: Empty | None = None
    template: ClassVar[str] = "zh/parts/todo_list.html"


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    number: str
    count: int = 0
    late: int = 0
    due: int = 0
    today: bool = False
    rest: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class WeekStrip:
    title: str
    days: tuple[Day, ...]
    template: ClassVar[str] = "zh/parts/week_strip.html"


@dataclass(frozen=True, slots=True)
class Visit:
    time: str
    who: str
    kind: str
    link: Link | None = None
    href: str = ""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class VisitList:
    title: str
    visits: tuple[Visit, ...]
    empty: str = "今天没有检查。"
    template: ClassVar[str] = "zh/parts/visit_list.html"


@dataclass(frozen=True, slots=True)
class FileHeader:
    """Head of a file page: number, what it is, who handles it, parties and matter."""

    number: str
    title: str
    subtitle: str = ""
    facts: tuple[Cell, ...] = ()
    badges: tuple[Badge, ...] = ()
    buttons: tuple[Button, ...] = ()
    more: tuple[Button, ...] = ()
    kind: str = "案卷"
    template: ClassVar[str] = "zh/parts/file_header.html"


@dataclass(frozen=True, slots=True)
class EnterpriseHeader:
    name: str
    uscc: str
    risk: Risk | None = None
    verified: bool = True
    tags: tuple[str, ...] = ()
    why_href: str = ""
    figures: tuple[tuple[str, str, str], ...] = ()  # label, value, href
    buttons: tuple[Button, ...] = ()
    bands: tuple[Band, ...] = ()
    tabs: Tabs | None = None
    code_badge: Badge | None = None  # instead of the plain word about the check digit
    badges: tuple[Badge, ...] = ()
    template: ClassVar[str] = "zh/parts/enterprise_header.html"


@dataclass(frozen=True, slots=True)
class Login:
    """The login card. ``second`` shows the second-factor field; ``people`` may list demo names to click."""

    agency: str
    action: str
    error: str = ""
    account: str = ""
    second: bool = False
    next: str = ""
    note: str = ""
    people: tuple[Link, ...] = field(default=())
    template: ClassVar[str] = "zh/parts/login.html"


@dataclass(frozen=True, slots=True)
class Skeleton:
    rows: int = 5
    template: ClassVar[str] = "zh/parts/skeleton.html"

    @property
    def lines(self) -> range:
        return range(self.rows)


@dataclass(frozen=True, slots=True)
class JobProgress:
    """Long work: ``done`` of ``total`` items; poll_href answers with this same part until it is finished."""

    title: str
    done: int
    total: int
    state: Badge
    line: str = ""
    poll_href: str = ""
    cancel: Button | None = None
    files: tuple[Link, ...] = ()
    template: ClassVar[str] = "zh/parts/job_progress.html"


@dataclass(frozen=True, slots=True)
class SearchGroup:
    label: str
    items: tuple[Link, ...]
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class SearchResults:
    query: str
    groups: tuple[SearchGroup, ...]
    template: ClassVar[str] = "zh/parts/search_results.html"
