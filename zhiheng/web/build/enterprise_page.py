"""The page of an enterprise as a list of tabs and figures. Another part of the house adds one entry each, nothing else.

A tab is a key of the address (``?tab=``), its word, how many stand in it, and what it draws. A count of None hides the tab;
"" shows it without a number. ``build`` is called only for the tab that is open.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from zhiheng.records.models import Enterprise, Line, Standing
from zhiheng.records.queries.doubles import Pair
from zhiheng.records.queries.enterprise import Chain, Hazard, History, Unit
from zhiheng.web import links
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Badge, Band, Button


@dataclass(frozen=True)
class FirmPage:
    """What the page of one enterprise has read before any tab is drawn; the same number of queries for every one."""

    firm: Enterprise
    mine: Desk
    history: History
    units: tuple[Unit, ...]
    chain: Chain
    doubles: tuple[Pair, ...]
    credit: Standing | None
    ledgers: Mapping[str, int]
    kept: int
    changes: int
    hazards: tuple[Hazard, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, list[Line]] = field(default_factory=dict)

    @property
    def home(self) -> str:
        return links.enterprise_href(self.firm.code, self.firm.pk)

    @property
    def key(self) -> str:
        """How ledgers name the enterprise."""
        return self.firm.code or f"id-{self.firm.pk}"

    def at(self, tab: str, **more: str) -> str:
        """The address of a tab."""
        return links.with_query(self.home, {"tab": tab, **more})

    @property
    def hazards_open(self) -> int:
        return sum(h.open for h in self.hazards)

    @property
    def reads_ledgers(self) -> bool:
        return bool(self.mine.roles - {"archivist"})


@dataclass(frozen=True)
class FirmTab:
    """One tab. ``lines``: its builder needs the lines of the ledgers. ``also``: older keys that lead here."""

    key: str
    zh: str
    count: Callable[[FirmPage], int | str | None]
    build: Callable[[FirmPage], tuple[object, ...]]
    lines: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class FirmFigure:
    """One figure of the header line: (value, address of its rows), or None to leave it out."""

    zh: str
    value: Callable[[FirmPage], tuple[str, str] | None]


Buttons = Callable[[FirmPage], Button | None]
Bands = Callable[[FirmPage], Band | None]
Badges = Callable[[FirmPage], Badge | None]


def always(_: FirmPage) -> str:
    """A tab that is always there, without a number."""
    return ""
