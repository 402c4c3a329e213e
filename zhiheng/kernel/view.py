"""A file as the kernel sees it: people, subjects, events. Plain values, no storage, no wall clock."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import Facts
from zhiheng.kernel.powers import Power

# Kinds of event. "act" is the moment an act took effect; the others are the hops of a draft and the releases.
ACT, DRAFT, SIGN, RETURN, WITHDRAW, RELEASE = "act", "draft", "sign", "return", "withdraw", "release"


@dataclass(frozen=True)
class Certificate:
    """An enforcement certificate: number, fields it covers, first and last valid day, suspended spans."""

    number: str
    fields: frozenset[str]
    valid_from: date
    valid_until: date
    suspended: tuple[tuple[date, date], ...] = ()

    def fault(self, on: date, field_: str | None) -> str | None:
        """Why the certificate does not cover ``on`` and ``field_``; None when it does."""
        said = self._lack(on, field_)
        return said[0] if said else None

    def cure(self, on: date, field_: str | None) -> str:
        """What its holder does about that fault; empty when there is none."""
        said = self._lack(on, field_)
        return said[1] if said else ""

    def _lack(self, on: date, field_: str | None) -> tuple[str, str] | None:
        if on < self.valid_from:
            return f"执法证自 {self.valid_from} 起有效", f"{self.valid_from} 起本人再办"
        if on > self.valid_until:
            return f"执法证 {self.valid_until} 到期", "续证，取得新证后由系统管理员登记"
        for start, end in self.suspended:
            if start <= on <= end:
                return f"执法证 {start} 至 {end} 暂扣", f"{end + timedelta(days=1)} 起本人再办；提前恢复的由系统管理员登记"
        if field_ and field_ not in self.fields:
            return (f"执法证的执法领域为{'、'.join(sorted(self.fields))}，不含{field_}",
                    f"由执法领域含{field_}的人员办理；本人已增加这一领域的由系统管理员登记")
        return None


@dataclass(frozen=True)
class Person:
    """Somebody of the agency: the roles of the mandate in use, and the certificate if any.

    ``powers``: how far each post reaches; a person of whom none is told is not limited.
    """

    id: str
    name: str
    roles: frozenset[str] = frozenset()
    certificate: Certificate | None = None
    legally_qualified: bool = False  # 国家统一法律职业资格, 行政处罚法 58-2
    powers: tuple[Power, ...] = ()


@dataclass(frozen=True)
class Subject:
    """For what an act is done: ``kind`` is a Per value, ``key`` is unique in the file ("party-1")."""

    kind: str
    key: str
    name: str
    attrs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """One entry of the record. ``subjects`` empty = the whole file. ``ref`` is the seq of the draft a hop concerns.

    ``occurred_at`` is when it happened, ``recorded_at`` when it was entered; both Asia/Shanghai.
    """

    seq: int
    kind: str
    act: str
    subjects: tuple[str, ...]
    facts: Facts
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    role: str = ""
    ref: int | None = None
    signers: tuple[tuple[str, str], ...] = ()  # (role, person id), in order, on an "act"


@dataclass(frozen=True)
class Draft:
    """An act on its way through its route of signatures."""

    seq: int
    act: str
    subjects: tuple[str, ...]
    facts: Facts
    actor: str
    occurred_at: datetime
    signed: tuple[Event, ...]
    state: str  # travelling, returned, withdrawn, effective
    reason: str = ""


@dataclass(frozen=True)
class Link:
    """A bound file. ``relation`` is seen from this file: "origin" (this file came from it) or "outcome".

    ``kind`` empty: one grew out of the other; else how two files on one matter stand (merged, transferred, ...).
    """

    relation: str
    no: str
    procedure: str
    view: FileView
    subjects: Mapping[str, str] = field(default_factory=dict)  # own subject key -> the other file's subject key
    kind: str = ""


@dataclass(frozen=True)
class FileView:
    """All that gates and clocks may look at. ``now`` is given, never read from a clock.

    ``violation_on`` is the day of the act complained of (law_as_of); ``attrs`` are facts of the register
    (enterprise, industry, hazards, visits of the year ...) that no event of this file holds.
    """

    no: str
    procedure: str
    events: tuple[Event, ...]
    subjects: tuple[Subject, ...]
    people: Mapping[str, Person]
    now: datetime
    opened_at: datetime
    violation_on: date | None = None
    domain: str | None = None  # the field of enforcement the certificate must cover
    links: tuple[Link, ...] = ()
    attrs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(TZ).date()

    def done(self, act: str, subject: str | None = None) -> tuple[Event, ...]:
        """Effective acts of this name, oldest first; with ``subject`` those for it or for the whole file."""
        found = self._by_act.get(act, ())
        if subject is None:
            return found
        return tuple(e for e in found if not e.subjects or subject in e.subjects)

    @cached_property
    def _by_act(self) -> Mapping[str, tuple[Event, ...]]:
        """Effective acts by name. A view never changes, so what is read from it often is gathered once."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            if event.kind == ACT:
                found.setdefault(event.act, []).append(event)
        return {act: tuple(events) for act, events in found.items()}

    def last(self, act: str, subject: str | None = None) -> Event | None:
        found = self.done(act, subject)
        return found[-1] if found else None

    def of_kind(self, kind: str) -> tuple[Subject, ...]:
        return tuple(s for s in self.subjects if s.kind == kind)

    def subject(self, key: str) -> Subject | None:
        return next((s for s in self.subjects if s.key == key), None)

    def link(self, relation: str, procedure: str | None = None, kind: str = "") -> Link | None:
        """The first bound file of this relation; by default one that grew out of the other."""
        return next((k for k in self.links if k.relation == relation and procedure in (None, k.procedure)
                     and k.kind == kind), None)

    def officers(self) -> tuple[str, ...]:
        """The officers in charge: those an effective act named last, else those drafted last; recused ones out."""
        return self._officers

    @cached_property
    def _officers(self) -> tuple[str, ...]:
        named = [e for e in self.events if e.kind in (ACT, DRAFT) and e.facts.get("officers")]
        latest = [e for e in named if e.kind == ACT] or named
        out = self.recused()
        return tuple(p for p in (latest[-1].facts["officers"] if latest else ()) if p not in out)

    def recused(self) -> frozenset[str]:
        """Persons a decision has taken off this file."""
        return frozenset(str(e.facts["person"]) for e in self.done("decide_recusal")
                         if e.facts.get("granted") and e.facts.get("person"))

    def drafts(self) -> tuple[Draft, ...]:
        """Every draft with its present state, oldest first."""
        return self._drafts

    @cached_property
    def _drafts(self) -> tuple[Draft, ...]:
        hops: dict[int, list[Event]] = {}
        for event in self.events:
            if event.ref is not None:
                hops.setdefault(event.ref, []).append(event)
        return tuple(_draft(e, hops.get(e.seq, [])) for e in self.events if e.kind == DRAFT)

    def travelling(self, act: str | None = None) -> tuple[Draft, ...]:
        return tuple(d for d in self.drafts() if d.state == "travelling" and act in (None, d.act))


def _draft(start: Event, hops: list[Event]) -> Draft:
    state, reason, signed = "travelling", "", []
    for hop in hops:
        if hop.kind == SIGN:
            signed.append(hop)
        elif hop.kind == RETURN:
            where = f"{hop.facts['paragraph']}：" if hop.facts.get("paragraph") else ""
            state, reason = "returned", where + str(hop.facts.get("reason", ""))
        elif hop.kind == WITHDRAW:
            state, reason = "withdrawn", str(hop.facts.get("reason", ""))
        elif hop.kind == ACT:
            state = "effective"
    return Draft(start.seq, start.act, start.subjects, start.facts, start.actor, start.occurred_at,
                 tuple(signed), state, reason)
