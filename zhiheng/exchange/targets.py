"""What a list may be imported into: which columns it knows, how a row is judged, how accepted rows are written."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiheng.actions.register import Counts
from zhiheng.records.models import Agency, Person


@dataclass(frozen=True)
class Fault:
    """One thing about one cell: a fault that refuses the row, or a remark that keeps it."""

    field: str
    value: str
    says: str
    rejects: bool = False


@dataclass(frozen=True)
class Judged:
    """A row of the list. ``values`` are clean when accepted, as typed when rejected; ``key`` stands for the thing."""

    number: int
    values: Mapping[str, Any]
    key: str
    faults: tuple[Fault, ...] = ()

    @property
    def rejected(self) -> bool:
        return any(f.rejects for f in self.faults)

    @property
    def verdict(self) -> str:
        return "rejected" if self.rejected else "warned" if self.faults else "accepted"


Judge = Callable[[int, Mapping[str, Any]], Judged]
Write = Callable[[Agency, Iterable[Mapping[str, Any]], Person | None, datetime], Counts]


@dataclass(frozen=True)
class Target:
    """``names`` maps a field to the words that may head its column, the first being its title; ``required`` must have
    a column. ``writes`` are the posts that may import."""

    id: str
    zh: str
    names: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    judge: Judge
    write: Write
    writes: frozenset[str]

    def title(self, name: str) -> str:
        return self.names[name][0] if name in self.names else name
