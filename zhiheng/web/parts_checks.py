"""View models of the items of an inspection: three answers a row, and what an answer 不符合 may mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhiheng.web.parts import Link
from zhiheng.web.parts_page import Option


@dataclass(frozen=True, slots=True)
class Proposal:
    """One act that the problem may be; ``value`` is what its button sends. Nothing is decided by showing it."""

    title: str
    code: str
    who: str
    stage: str
    fine: str
    links: tuple[Link, ...]
    value: str
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One item with its answer. ``index`` is its row in the facts, or the pattern of a new one."""

    index: str
    number: str
    code: str
    question: str
    result: str
    note: str
    choices: tuple[Option, ...]
    group: str = ""
    method: str = ""
    evidence: str = ""
    photo: str = ""
    remedy: str = ""
    origin: str = ""
    basis: tuple[Link, ...] = ()
    major: bool = False
    warning: str = ""
    proposals: tuple[Proposal, ...] = ()
    recorded: tuple[Link, ...] = ()
    photos: tuple[Link, ...] = ()
    photo_href: str = ""
    href: str = ""
    errors: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"answers-{self.index}"

    @property
    def known(self) -> bool:
        """From the handbook; another is written by the officer."""
        return bool(self.method)


@dataclass(frozen=True, slots=True)
class CheckGroup:
    title: str
    rows: tuple[CheckRow, ...]

    @property
    def done(self) -> int:
        return sum(1 for r in self.rows if r.result)


@dataclass(frozen=True, slots=True)
class ChecksField:
    """逐项检查结果. ``to_finding`` and ``to_search`` are where the buttons come back to."""

    groups: tuple[CheckGroup, ...]
    blank: CheckRow
    label: str
    source: str = ""
    error: str = ""
    to_finding: str = ""
    to_search: str = ""
    kind: str = "checks"
    template: ClassVar[str] = "zh/parts/checks_field.html"

    @property
    def count(self) -> int:
        return sum(len(g.rows) for g in self.groups)

    @property
    def done(self) -> int:
        return sum(g.done for g in self.groups)
