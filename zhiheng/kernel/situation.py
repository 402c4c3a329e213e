"""The situation an act is judged in: the file, who, for what, with which facts, when, under which rules."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.clocks import ClockState, state_of
from zhiheng.kernel.facts import Facts
from zhiheng.kernel.place import Place
from zhiheng.kernel.procedure import Act, Procedure
from zhiheng.kernel.terms import Term
from zhiheng.kernel.view import Event, FileView, Person, Subject


@dataclass(frozen=True)
class Rules:
    """The dated rules: procedures by id, ``term(id, on)``, the calendar, the place's overlay."""

    procedures: Mapping[str, Procedure]
    term: Callable[[str, date], Term]
    calendar: Calendar
    place: Place

    def procedure(self, view: FileView) -> Procedure:
        return self.procedures[view.procedure]


@dataclass(frozen=True)
class Situation:
    """What gates look at. ``facts`` is None before anything is filled in; ``at`` is when the act happens."""

    view: FileView
    procedure: Procedure
    act: Act
    subject: Subject | None
    facts: Facts | None
    actor: Person | None
    at: datetime
    rules: Rules

    @property
    def key(self) -> str | None:
        return self.subject.key if self.subject else None

    @property
    def on(self) -> date:
        return self.at.astimezone(TZ).date()

    def given(self, name: str, default: Any = None) -> Any:
        """A proposed fact."""
        return default if self.facts is None else self.facts.get(name, default)

    def last(self, act: str) -> Event | None:
        """The latest effective act of this name for the present subject (or the file)."""
        return self.view.last(act, self.key)

    def done(self, act: str) -> bool:
        return self.last(act) is not None

    def done_since(self, act: str, since: str) -> bool:
        """Whether ``act`` was done after the latest ``since`` (or at all, when ``since`` never was)."""
        mine, other = self.last(act), self.last(since)
        return mine is not None and (other is None or mine.seq > other.seq)

    def param(self, name: str) -> Any:
        return self.rules.place.param(name, self.on).value

    def clock(self, clock_id: str) -> ClockState | None:
        """The state of a clock for the present subject, None when it has not started."""
        clock = self.procedure.clock(clock_id)
        return state_of(clock, self.view, self.key, self.rules.term, self.rules.calendar, self.at)

    def origin(self, procedure: str | None = None) -> FileView | None:
        """The file this one came from."""
        link = self.view.link("origin", procedure)
        return link.view if link else None
