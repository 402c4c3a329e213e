"""View models of the reusable screen parts.

Each dataclass is one part: its ``template`` names the file that draws it, and ``{% part obj %}`` (template
library ``zh_parts``) renders it with the object as ``p``. The models carry finished words and addresses;
they never decide anything about law. Amounts that place a marker on a bar are integer fen, all other
amounts are text. Form parts live in ``parts_form``, the penalty panel in ``parts_discretion``, shell and
lists in ``parts_page``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

# Meaning of a colour; every tone is always drawn with an icon and a word (never colour alone).
Tone = Literal[
    "plain",
    "link",
    "late",
    "refused",
    "due",
    "done-late",
    "done",
    "provisional",
    "unverified",
    "rest",
    "locked",
]
NodeState = Literal["done", "current", "todo", "problem", "skipped"]
Weight = Literal["block", "release", "remind"]
Kind = Literal["primary", "plain", "quiet", "danger"]


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere. ``drawer`` opens the target in the side drawer when scripts run."""

    label: str
    href: str = ""
    drawer: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """One act a person may do. ``act`` becomes ``data-act``; ``post`` wraps it in a form with a CSRF
    token."""

    label: str
    href: str
    act: str = ""
    kind: Kind = "plain"
    icon: str = ""
    post: bool = False
    note: str = ""
    template: ClassVar[str] = "zh/parts/button.html"


@dataclass(frozen=True, slots=True)
class Badge:
    """A short state word with its sign; ``key`` becomes ``data-state``. The icon follows from the tone
    unless given."""

    text: str
    tone: Tone = "plain"
    key: str = ""
    title: str = ""
    icon: str = ""
    template: ClassVar[str] = "zh/parts/badge.html"


@dataclass(frozen=True, slots=True)
class Risk:
    """A domain colour (红橙黄蓝) drawn as a filled square with its character, so it cannot pass for a
    clock."""

    colour: Literal["红", "橙", "黄", "蓝"]
    grade: str = ""
    template: ClassVar[str] = "zh/parts/risk.html"


@dataclass(frozen=True, slots=True)
class ClockBadge:
    """Time left of one deadline; ``key`` becomes ``data-clock``, ``on`` is the date shown beside the word."""

    text: str
    tone: Tone = "plain"
    key: str = ""
    on: str = ""
    title: str = ""
    template: ClassVar[str] = "zh/parts/clock_badge.html"


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One running term: start event, length, due, basis; ``steps`` is the count line by line (怎么算的)."""

    title: str
    start: str
    badge: ClockBadge
    basis: tuple[Link, ...] = ()
    steps: tuple[str, ...] = ()
    unverified: str = ""
    on: date | None = None  # the day it runs from: its basis is read as of then


@dataclass(frozen=True, slots=True)
class ClockList:
    rows: tuple[ClockRow, ...]
    empty: str = "没有正在计算的期限。"
    template: ClassVar[str] = "zh/parts/clock_list.html"


@dataclass(frozen=True, slots=True)
class Node:
    """One stage or one cell of a party's row."""

    label: str
    state: NodeState = "todo"
    note: str = ""
    key: str = ""
    href: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class PartyRow:
    mark: str
    name: str
    cells: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class NodeBar:
    """The stages of a file, the by-ways, and one row per party where parties advance separately."""

    stages: tuple[Node, ...]
    parties: tuple[PartyRow, ...] = ()
    byways: tuple[Link, ...] = ()
    template: ClassVar[str] = "zh/parts/node_bar.html"


@dataclass(frozen=True, slots=True)
class UnmetGate:
    """One condition that is not met: what, why, basis, who can meet it, earliest date, the button that
    cures it."""

    key: str
    text: str
    basis: tuple[Link, ...] = ()
    weight: Weight = "block"
    detail: str = ""
    who: str = ""
    earliest: str = ""
    cure: Button | None = None
    release: Button | None = None


@dataclass(frozen=True, slots=True)
class MetGate:
    text: str
    basis: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why an act is not open: every unmet gate. The caller sorts: me, then others, then waiting."""

    act: str
    label: str
    unmet: tuple[UnmetGate, ...]
    met: tuple[MetGate, ...] = ()
    law_on: str = ""
    feedback_href: str = ""
    folded: bool = False
    template: ClassVar[str] = "zh/parts/why_not.html"


@dataclass(frozen=True, slots=True)
class ActList:
    """What can be done now, in lawful order; the template fills only the first button."""

    acts: tuple[Button, ...]
    empty: str = "现在没有由您办理的事项。"
    more: tuple[Button, ...] = ()
    template: ClassVar[str] = "zh/parts/act_list.html"


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    href: str
    current: bool = False
    count: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Tabs:
    tabs: tuple[Tab, ...]
    label: str = ""
    target: str = ""  # css id that a click swaps; empty = ordinary links
    template: ClassVar[str] = "zh/parts/tabs.html"


@dataclass(frozen=True, slots=True)
class Chain:
    """The line 关联: 线索 → 检查 → 案件 → 复议."""

    links: tuple[Link, ...]
    here: str = ""
    template: ClassVar[str] = "zh/parts/chain.html"


@dataclass(frozen=True, slots=True)
class Band:
    """A band across a page: message, warning, archived, stale, delegation. It stays; nothing here fades
    away."""

    text: str
    tone: Tone = "rest"
    links: tuple[Link, ...] = ()
    key: str = ""
    detail: str = ""
    icon: str = ""
    template: ClassVar[str] = "zh/parts/band.html"


@dataclass(frozen=True, slots=True)
class ErrorBand:
    """A failed part of a page. The request number comes last; the rest of the page stays."""

    text: str = "没有取到数据"
    request_id: str = ""
    retry_href: str = ""
    template: ClassVar[str] = "zh/parts/error_band.html"


@dataclass(frozen=True, slots=True)
class Empty:
    """One sentence why there is nothing, and the one useful action."""

    text: str
    action: Button | None = None
    template: ClassVar[str] = "zh/parts/empty.html"


@dataclass(frozen=True, slots=True)
class Restricted:
    """A part that exists but may not be read by this post; it never vanishes."""

    text: str = "副卷 · 无权查看"
    who: str = ""
    template: ClassVar[str] = "zh/parts/restricted.html"


@dataclass(frozen=True, slots=True)
class SignStep:
    role: str
    name: str = ""
    state: NodeState | Literal["returned"] = "todo"
    at: str = ""


@dataclass(frozen=True, slots=True)
class SignRoute:
    """Who signs in which order; ``returned`` is the last return with its reason and paragraph."""

    steps: tuple[SignStep, ...]
    returned: str = ""
    template: ClassVar[str] = "zh/parts/sign_route.html"


@dataclass(frozen=True, slots=True)
class Evidence:
    no: str
    kind: str
    title: str
    href: str = ""
    thumb: str = ""
    at: str = ""
    place: str = ""
    by: str = ""
    lawful: Badge | None = None
    related: str = ""
    digest: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceGrid:
    items: tuple[Evidence, ...]
    summary: str = ""
    add: Button | None = None
    template: ClassVar[str] = "zh/parts/evidence_grid.html"


@dataclass(frozen=True, slots=True)
class PartyCard:
    mark: str
    name: str
    kind: str
    facts: tuple[tuple[str, str], ...] = ()
    badges: tuple[Badge, ...] = ()
    links: tuple[Link, ...] = ()
    template: ClassVar[str] = "zh/parts/party_card.html"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event of the file. ``late`` is the word of a later entry (补录 晚 26 小时)."""

    at: str
    who: str
    text: str
    key: str = ""
    tone: Tone = "plain"
    links: tuple[Link, ...] = ()
    late: str = ""
    detail: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    entries: tuple[TimelineEntry, ...]
    filters: Tabs | None = None
    template: ClassVar[str] = "zh/parts/timeline.html"

    @property
    def with_years(self) -> bool:
        """Whether some moment is said with its year and its hour, which needs more room."""
        return any(len(e.at) > len("2025-11-23") + 1 for e in self.entries)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper of the file; ``code`` becomes ``data-paper``."""

    code: str
    title: str
    number: str = ""
    on: str = ""
    href: str = ""
    badge: Badge | None = None
    pages: str = ""
    locked: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class PaperList:
    rows: tuple[PaperRow, ...]
    volumes: Tabs | None = None
    missing: tuple[Link, ...] = ()
    missing_label: str = ""
    catalogue: Link | None = None
    template: ClassVar[str] = "zh/parts/paper_list.html"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that opens its definition and its rows. ``percent`` (0–100) draws the ring; None draws
    none."""

    key: str
    label: str
    value: str
    n: str = ""
    d: str = ""
    href: str = ""
    n_href: str = ""
    d_href: str = ""
    definition: str = ""
    target: str = ""
    gap: Link | None = None
    percent: float | None = None
    at: str = ""
    badge: Badge | None = None
    template: ClassVar[str] = "zh/parts/figure.html"

    @property
    def dash(self) -> str:
        """Stroke pattern of the 72-px ring (radius 30, circumference 188.5)."""
        return f"{188.5 * min(max(self.percent or 0.0, 0.0), 100.0) / 100:.1f} 188.5"

    @property
    def full(self) -> bool:
        return self.percent is not None and self.percent >= 100.0


@dataclass(frozen=True, slots=True)
class FigureStrip:
    """Several figures in small: words, number, n/d; no dials."""

    title: str
    figures: tuple[Figure, ...]
    template: ClassVar[str] = "zh/parts/figure_strip.html"
