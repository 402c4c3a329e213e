"""What happens in the district: a whole past year with known figures, and the running year up to today."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from zhiheng.demo import sums
from zhiheng.demo.charging import UNIT, Charge, weighed
from zhiheng.demo.faults import Found, drawn, fitting
from zhiheng.demo.house import House, Team, team
from zhiheng.demo.inspecting import Visit
from zhiheng.demo.pace import workday
from zhiheng.demo.prosecuting import Case
from zhiheng.demo.rectifying import Mending
from zhiheng.demo.world import World
from zhiheng.law import checklists
from zhiheng.records.models import Enterprise
from zhiheng.records.queries.sources.interests import interests_of

TOWN_OF = {"YLCG": "城关镇", "YLPS": "平山园区"}


@dataclass
class Size:
    """How much happens. The small size serves tests."""

    past_visits: int = 120
    visits: int = 90
    cases: bool = True
    staged: bool = True


class Programme:
    """Fills a world with stories. Every enterprise is visited at most once a year, the firm of the manual excepted."""

    def __init__(self, world: World, today: date, size: Size) -> None:
        self.world, self.today, self.size = world, today, size
        self.house: House = world.house
        self.random = Random(world.random.random())
        self._pools: dict[tuple[int, str], Iterator[Enterprise]] = {}
        self._used: dict[int, set[int]] = {}
        # Where one of the officers has declared an interest nobody is sent by chance: a gate would refuse him.
        self._key = set(Enterprise.objects.filter(key_unit=True).values_list("pk", flat=True))
        self._near = {firm for _, firm in interests_of(f.pk for f in self.house.firms)} - {self.house.firms[0].pk}

    def fill(self) -> None:
        past, first = self.today.year - 1, date(self.today.year, 1, 5)
        self.world.checkpoints(date(past, 2, 1))
        if self.size.cases:
            self.past_cases(past)
        self.plain_visits(self.size.past_visits - (24 if self.size.cases else 0), date(past, 1, 6), date(past, 12, 12))
        self.plain_visits(self.size.visits, first, self.today - timedelta(days=1))

    # --- the past year -------------------------------------------------------------------------------------------

    def past_cases(self, year: int) -> None:
        """The cases whose sums are known; two in three come from an inspection."""
        decided = date(year, 6, 1)
        own, towns = sums.bureau(self.random, decided), sums.towns(self.random, decided)
        heard = next((n for n, charges in enumerate(own) if n > 3 and sum(c.fine for c in charges) >= 50_000_00), -1)
        for n, charges in enumerate(own):
            day = date(year, 1, 6) + timedelta(days=n * 245 // len(own))
            self._past_case(day, charges, "YL", n, hearing=n == heard)
        for n, charges in enumerate(towns):
            day = date(year, 1, 20) + timedelta(days=n * 230 // len(towns))
            self._past_case(day, charges, "YLCG" if n % 2 else "YLPS", n)

    def _past_case(self, day: date, charges: tuple[Charge, ...], code: str, n: int, hearing: bool = False) -> None:
        people, firm = team(self.house, self.random, code), self.firm(day.year, code)
        more = {"defends": n % 4 == 1, "hearing": hearing, "refuses_service": n % 9 == 4, "registers": n % 8 == 3}
        if n % 3 == 2:
            source = "complaint" if n % 2 else "assigned"
            self.world.case(day, Case(charges, firm, workday(day, -3), source=source, **more), people)
            return
        visit = Visit(found=self.findings(firm, 1), charged=[c.found for c in charges])
        self.world.visit(day, firm, visit, people, case=lambda on: Case(charges, firm, on, **more),
                         mending=Mending(fails_first=n % 5 == 0))

    # --- inspections without a case ------------------------------------------------------------------------------

    def plain_visits(self, count: int, first: date, last: date) -> None:
        """Spread evenly; one in three finds something to be put right."""
        span = (last - first).days
        for n in range(max(count, 0)):
            day = first + timedelta(days=span * n // max(count, 1))
            code = self.random.choices(("YL", "YLCG", "YLPS"), (8, 1, 1))[0]
            firm, people = self.firm(day.year, code, planned=True), team(self.house, self.random, code)
            found = self.findings(firm, self.random.randint(1, 3)) if n % 3 == 1 else ()
            source, document = ("annual_plan", "") if n % 7 else ("campaign", f"云应急〔{day.year}〕{n % 40 + 3}号")
            mending = Mending(extension=n % 18 == 1, fails_first=n % 12 == 4, replies=n % 5 != 0,
                              looked_at=not (n % 9 == 1 and day > self.today - timedelta(days=60)))
            self.world.visit(day, firm, Visit(found=found, source=source, document=document, refused=n % 23 == 4),
                             people, mending=mending)

    # --- picking -------------------------------------------------------------------------------------------------

    def firm(self, year: int, code: str, *, planned: bool = False) -> Enterprise:
        """An enterprise not yet visited that year; of the town for a delegated agency, and of a field it may enforce.

        ``planned``: a visit of the running year's plan goes to the key enterprises first.
        """
        used = self._used.setdefault(year, {self.house.firms[0].pk})
        free = [f for f in self.house.firms if f.pk not in self._near]
        fits = [f for f in free if f.pk not in used and (
            code == "YL" or (f.area == TOWN_OF[code] and f.fields == ["工贸"]))]
        here = [f for f in free[1:] if code == "YL" or f.area == TOWN_OF[code]]  # a town keeps to its area
        workshops = [f for f in here if f.fields == ["工贸"]]
        if planned and code == "YL" and year == self.today.year:
            fits = [f for f in fits if f.pk in self._key] or fits
        fits = fits or [f for f in workshops if f.pk not in used] or workshops
        chosen = self.random.choice(fits)
        used.add(chosen.pk)
        return chosen

    def busy(self, year: int) -> frozenset[int]:
        """Enterprises that have a story of their own this year, by id."""
        return frozenset(self._used.get(year, ())) | self._near

    def findings(self, firm: Enterprise, count: int) -> list[Found]:
        """Problems that the checklist of this enterprise can show, one an item."""
        marks = (*firm.hazards, *firm.fields)
        items = {c.item.id for c in checklists.for_enterprise(firm.industry, marks)}
        faults = list(fitting(items))
        return [drawn(f, self.random) for f in self.random.sample(faults, min(count, len(faults)))]

    def charges(self, found: list[tuple[str, Found]], *, again: bool = False) -> tuple[Charge, ...]:
        return weighed(found, self.today, again=again)

    def people(self, code: str = "YL", pair: int | None = None) -> Team:
        return team(self.house, self.random, code, pair)

    def unit(self, *items: tuple[str, int]) -> tuple[Charge, ...]:
        """Charges against the unit for (item, number) pairs."""
        known = {f.item: f for f in fitting({i for i, _ in items})}
        return self.charges([(UNIT, Found(known[i], n)) for i, n in items])
