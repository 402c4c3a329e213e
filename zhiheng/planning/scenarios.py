"""What if: the same plan with other people, cycles, lengths or numbers, reckoned side by side. What is kept of one is only what it changes."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zhiheng.planning.days import PlanError, WorkDays
from zhiheng.planning.needs import GENERAL, KEY, Cut, Group, Needs, cut


@dataclass(frozen=True)
class Basis:
    """The plan at work: its account of days, what it needs, and the key enterprises' most visits (None: no cap)."""

    days: WorkDays
    groups: tuple[Group, ...]
    orders: int
    key_most: tuple[int | None, ...]

    @property
    def needs(self) -> Needs:
        return Needs(self.groups, self.orders, self.days.supervision)


@dataclass(frozen=True)
class Change:
    """What is different; None: as it is. ``key_times``: visits a year of every key enterprise, never above its cap."""

    officers: int | None = None
    key_times: int | None = None
    half_days: int | None = None  # of a key visit
    general: int | None = None


@dataclass(frozen=True)
class Scenario:
    """One column. ``fault`` says why it cannot be counted; the figures are then of no use."""

    name: str
    officers: int
    supervision: int
    key_visits: int
    general_visits: int
    needed: Decimal
    spare: Decimal
    cut: Cut | None
    fault: str = ""


def scenario(name: str, basis: Basis, change: Change) -> Scenario:
    officers = basis.days.officers if change.officers is None else change.officers
    groups = _general(_key(basis, change), change)
    try:
        days = replace(basis.days, officers=officers)
    except PlanError as fault:
        return Scenario(name, officers, 0, 0, 0, Decimal(0), Decimal(0), None, str(fault))
    needs = Needs(tuple(groups), basis.orders, days.supervision)
    return Scenario(name, officers, days.supervision, _visits(groups, KEY), _visits(groups, GENERAL), needs.days, needs.spare, cut(needs))


def _key(basis: Basis, change: Change) -> list[Group]:
    groups = list(basis.groups)
    if change.key_times is not None:
        length = max((g.half_days for g in groups if g.kind == KEY), default=2)
        wanted = sum(max(1, min(change.key_times, most if most is not None else change.key_times)) for most in basis.key_most)
        groups = [g for g in groups if g.kind != KEY] + ([Group(KEY, KEY, wanted, 1, length)] if wanted else [])
    if change.half_days is not None:
        groups = [replace(g, half_days=change.half_days) if g.kind == KEY else g for g in groups]
    return groups


def _general(groups: Sequence[Group], change: Change) -> list[Group]:
    if change.general is None:
        return list(groups)
    length = max((g.half_days for g in groups if g.kind == GENERAL), default=2)
    rest = [g for g in groups if g.kind != GENERAL]
    return [*rest, Group(GENERAL, GENERAL, change.general, 1, length)] if change.general else rest


def _visits(groups: Iterable[Group], kind: str) -> int:
    return sum(g.visits for g in groups if g.kind == kind)


def usual(basis: Basis) -> list[Scenario]:
    """The columns shown without asking: one officer more and fewer, key enterprises once and twice, half a day and two
    days a key visit."""
    now = basis.days.officers
    asked = [("现方案", Change()), ("执法人员加 1 名", Change(officers=now + 1)),
             *((("执法人员减 1 名", Change(officers=now - 1)),) if now > 1 else ()),
             ("重点单位每年 1 次", Change(key_times=1)), ("重点单位每年 2 次", Change(key_times=2)),
             ("重点检查每家半日", Change(half_days=1)), ("重点检查每家两日", Change(half_days=4)), ("不安排一般抽查", Change(general=0))]
    return [scenario(name, basis, change) for name, change in asked]
