"""What a plan needs against what there is: key enterprises whole, ordinary ones by draw, re-inspections, room to spare.

When days are short only ordinary visits give way; the full coverage of key enterprises never does.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from zhiheng.planning.days import share

KEY, GENERAL, CAMPAIGN, JOINT = "key", "general", "campaign", "joint"
KINDS = ((KEY, "重点单位"), (GENERAL, "一般单位（双随机）"), (CAMPAIGN, "专项"), (JOINT, "联合"))
OFFICERS = 2  # 行政处罚法 42-1: not fewer than two


@dataclass(frozen=True)
class Group:
    """Visits alike: ``firms`` enterprises, each ``times`` a year, ``half_days`` of every officer who goes."""

    kind: str
    zh: str
    firms: int
    times: int = 1
    half_days: int = 2
    officers: int = OFFICERS

    @property
    def visits(self) -> int:
        return self.firms * self.times

    @property
    def half(self) -> int:
        """Officer half-days of the group."""
        return self.visits * self.officers * self.half_days


@dataclass(frozen=True)
class Needs:
    """``half`` counts officer half-days so that a half stays whole. ``reserve``: half-days kept free for complaints."""

    groups: tuple[Group, ...]
    orders: int  # rectification orders expected: each half a day of two officers again
    supervision: int  # whole officer days

    @property
    def recheck_half(self) -> int:
        return self.orders * OFFICERS

    def half_of(self, kind: str) -> int:
        return sum(g.half for g in self.groups if g.kind == kind)

    @property
    def half(self) -> int:
        return sum(g.half for g in self.groups) + self.recheck_half

    @property
    def days(self) -> Decimal:
        return Decimal(self.half) / 2

    @property
    def spare(self) -> Decimal:
        """Days left over; negative when there are too few."""
        return Decimal(self.supervision) - self.days

    @property
    def feasible(self) -> bool:
        return self.spare >= 0

    def spare_share(self) -> Decimal:
        return share(int(self.spare * 2), self.supervision * 2)

    def key_share(self) -> Decimal | None:
        """Days of key visits among all visits' days; None without visits."""
        visits = sum(g.half for g in self.groups)
        return share(self.half_of(KEY), visits) if visits else None


@dataclass(frozen=True)
class Cut:
    """What to give up: ``visits`` ordinary ones. ``enough`` False: even without any ordinary visit the days are short."""

    visits: int
    enough: bool
    over: Decimal

    @property
    def says(self) -> str:
        over = f"{self.over.normalize():f}"
        if self.enough:
            return f"超出 {over} 工日：只能压减一般抽查 {self.visits} 家次，不得压减重点全覆盖"
        return f"超出 {over} 工日：一般抽查全部压减仍不够，须增加执法人员或减少其他任务的工日；重点单位不得压减"


def cut(needs: Needs) -> Cut | None:
    """How many ordinary visits must go, the dearest groups first; None when the plan is feasible."""
    if needs.feasible:
        return None
    missing = ceil(-needs.spare * 2)
    visits = 0
    for group in sorted((g for g in needs.groups if g.kind == GENERAL), key=lambda g: -g.half_days):
        each = group.officers * group.half_days
        gone = min(group.visits, ceil(missing / each))
        visits, missing = visits + gone, missing - gone * each
        if missing <= 0:
            break
    return Cut(visits, missing <= 0, -needs.spare)


def total_visits(groups: Iterable[Group]) -> int:
    return sum(g.visits for g in groups)
