"""What a grade is computed from: plain values, each with the record it rests on. Days are calendar dates, money is fen."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Ref = tuple[str, str]
"""(words, where it stands): «file:<no>», «line:<ledger>/<id>», «firm:<tab>»; a page makes a link of it."""


@dataclass(frozen=True)
class Hazard:
    """A problem found at an inspection. ``open``: not re-inspected as put right; ``failed``: a re-inspection found it not
    put right; ``due``: the last day set for it."""

    text: str
    found_on: date
    major: bool
    open: bool
    failed: bool
    due: date | None
    ref: Ref

    def late(self, on: date) -> bool:
        """Whether it was not put right in time, as far as the record proves it."""
        return self.failed or (self.open and self.due is not None and self.due < on)


@dataclass(frozen=True)
class Fine:
    """A penalty decision that was served. ``codes`` are the violations it was for."""

    on: date
    fen: int
    codes: tuple[str, ...]
    ref: Ref


@dataclass(frozen=True)
class Accident:
    on: date
    deaths: int
    serious: int
    concealed: bool
    ref: Ref


@dataclass(frozen=True)
class Permit:
    """``state``: valid, held, revoked, cancelled, renewed."""

    kind: str
    zh: str
    state: str
    until: date | None
    ref: Ref


@dataclass(frozen=True)
class Named:
    """A risk or a source of danger: ``level`` red to blue, or 1 to 4."""

    level: str
    ref: Ref


@dataclass(frozen=True)
class Inputs:
    """One enterprise as its registers hold it. None and () mean: not registered.

    ``visits`` and ``refusals`` are (day, ref). ``own`` are the marks of self-management by their id: True, False, or
    absent when nothing is registered; each with words.
    """

    industry: str = ""
    fields: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    sources: tuple[Named, ...] = ()
    risks: tuple[Named, ...] = ()
    standard: str = ""
    standard_until: date | None = None
    visits: tuple[tuple[date, Ref], ...] = ()
    problems: tuple[Hazard, ...] = ()
    fines: tuple[Fine, ...] = ()
    accidents: tuple[Accident, ...] = ()
    credit: str = ""
    credit_says: str = ""
    promise: str = ""
    permits: tuple[Permit, ...] = ()
    running: str = ""
    refusals: tuple[tuple[date, Ref], ...] = ()
    own: Mapping[str, tuple[bool, str]] | None = None
    registered_key: bool = False
