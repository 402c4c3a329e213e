"""The schedule of a plan as its pages ask for it: visits by day, person and township, leave, visits that could be merged."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.records.models import Line, Mandate, Person, Plan, PlanItem
from zhiheng.records.queries.plans import CANCELLED, PLANNED
from zhiheng.records.queries.scope import house_of

LEAVE = "leave"
"""The ledger of days on which somebody is away: person, since, until."""
WITHIN = 30
"""Days within which visits of two units to one enterprise are offered as one (the same month as well)."""


def items_of(plan: Plan) -> list[PlanItem]:
    """Every visit that is not cancelled, by day, unplaced ones last. One query."""
    rows = list(PlanItem.objects.filter(plan=plan).exclude(state=CANCELLED).select_related("enterprise", "visit").order_by("on", "pk"))
    return sorted(rows, key=lambda i: (i.on is None, i.on or date.max, i.pk))


def names_of(accounts: Iterable[str]) -> dict[str, str]:
    """Names by account. One query."""
    return dict(Person.objects.filter(username__in=set(accounts)).values_list("username", "name"))


@dataclass(frozen=True)
class Away:
    """Somebody is away from ``since`` to ``until``, both included. Why is not said here."""

    person: str
    since: date
    until: date


def away(plan: Plan) -> list[Away]:
    """Leave of the officers of a plan's agency in its year. One query."""
    officers = Mandate.objects.filter(role="officer", agency=plan.agency_id).values("person")
    rows = Line.objects.filter(ledger=LEAVE, person__in=officers, archived_at=None, since__lte=date(plan.year, 12, 31),
                               until__gte=date(plan.year, 1, 1)).order_by("since", "pk")
    return [Away(who, first, last) for who, first, last in rows.values_list("person", "since", "until") if who and first and last]


@dataclass(frozen=True)
class Load:
    """What one officer has: visits and half-days by month (January first)."""

    person: str
    visits: tuple[int, ...]
    half_days: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.visits)

    @property
    def days(self) -> float:
        """Working days, halves included."""
        return sum(self.half_days) / 2


def loads(items: Sequence[PlanItem], people: Iterable[str]) -> list[Load]:
    """Everybody named and everybody who goes somewhere, the busiest first."""
    held: dict[str, tuple[list[int], list[int]]] = {who: ([0] * 12, [0] * 12) for who in people}
    for item in items:
        if item.on is not None:
            for who in item.officers:
                visits, half = held.setdefault(who, ([0] * 12, [0] * 12))
                visits[item.on.month - 1] += 1
                half[item.on.month - 1] += item.half_days
    return sorted((Load(who, tuple(v), tuple(h)) for who, (v, h) in held.items()), key=lambda x: (-sum(x.half_days), x.person))


def by_area(items: Iterable[PlanItem]) -> Mapping[str, tuple[int, ...]]:
    """Visits by township and month; "" for enterprises without one and visits still to be drawn. The last figure: without a day."""
    held: dict[str, list[int]] = {}
    for item in items:
        row = held.setdefault(item.enterprise.area if item.enterprise else "", [0] * 13)
        row[item.on.month - 1 if item.on else 12] += 1
    return {area: tuple(held[area]) for area in sorted(held, key=lambda a: (a == "", a))}


def reached(items: Sequence[PlanItem], until: date) -> int:
    """How many visits are planned for a day not after ``until``."""
    return sum(i.on is not None and i.on <= until for i in items)


# --- 综合查一次: visits of several units to one enterprise ------------------------------------------------------------------

@dataclass(frozen=True)
class Offer:
    """Two planned visits of different units to one enterprise near each other. ``own`` and ``unit`` say whose."""

    mine: PlanItem
    other: PlanItem
    own: str
    unit: str

    @property
    def apart(self) -> int:
        """Days between them."""
        return abs((self.other.on - self.mine.on).days) if self.mine.on and self.other.on else 0


def offers(plan: Plan) -> list[Offer]:
    """What could be merged: planned visits of the plan near those of another agency of the same house, or of another unit of
    this plan. Nearest first. Three queries."""
    own = [i for i in items_of(plan) if _free(i)]
    firms = {i.enterprise_id for i in own}
    house = house_of(plan.agency).path
    rows = PlanItem.objects.filter(plan__year=plan.year, plan__agency__path__startswith=house, enterprise__in=firms, state=PLANNED, visit=None)
    others: dict[int | None, list[PlanItem]] = {}
    for row in rows.exclude(on=None).select_related("enterprise", "plan__agency").order_by("on", "pk"):
        others.setdefault(row.enterprise_id, []).append(row)
    found = [Offer(i, o, i.unit or plan.agency.name, _unit(o)) for i in own for o in others.get(i.enterprise_id, ()) if _near(i, o)]
    return sorted(found, key=lambda f: (f.apart, f.mine.on or date.max, f.mine.pk))


def _free(item: PlanItem) -> bool:
    return item.enterprise_id is not None and item.on is not None and item.state == PLANNED and item.visit_id is None


def _unit(item: PlanItem) -> str:
    return item.unit or item.plan.agency.short_name or item.plan.agency.name


def _near(mine: PlanItem, other: PlanItem) -> bool:
    """Of another unit, on another day, within the days. In one plan each pair is offered once, from the later to the earlier."""
    if mine.on is None or other.on is None or mine.on == other.on:
        return False
    if mine.plan_id == other.plan_id and (mine.unit == other.unit or mine.on < other.on):
        return False
    return abs((mine.on - other.on).days) <= WITHIN or (mine.on.month == other.on.month)
