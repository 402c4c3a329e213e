"""How far the year's plan is: every figure of the dispatch page is a count of these rows, so that each opens its own.

A planned visit counts as done on the day its inspection was completed (完成检查: record signed, every finding handled).
It is due in the month it was scheduled for. Visits given up by an approved change are in neither figure.
"""
from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import as_date
from zhiheng.records.models import Event, Person, Plan, PlanItem
from zhiheng.records.queries.plans import CANCELLED, DONE
from zhiheng.records.queries.scope import Scope

RUNNING = ("approved", "closed")
KINDS = (("key", "重点单位"), ("general", "一般单位抽查"), ("campaign", "专项行动"), ("joint", "联合检查"))


@dataclass(frozen=True)
class Place:
    """One visit of a plan. ``done_on`` None while not done; ``visit`` the number of its inspection, if begun."""

    pk: int
    plan: int
    agency: str
    unit: str
    kind: str
    firm: str
    firm_pk: int | None
    on: date | None
    officers: tuple[str, ...]
    done_on: date | None
    visit: str

    @property
    def month(self) -> int:
        """The month it is due in; December when it was never scheduled."""
        return self.on.month if self.on else 12

    def overdue(self, today: date) -> bool:
        return self.done_on is None and self.on is not None and self.on < today


@dataclass(frozen=True)
class Progress:
    """A group of places on a day. ``line`` is what should be done by then, in percent of the year."""

    name: str
    planned: tuple[int, ...]  # by month, January first
    done: tuple[int, ...]
    line: int

    @property
    def total(self) -> int:
        return sum(self.planned)

    @property
    def done_total(self) -> int:
        return sum(self.done)

    @property
    def behind(self) -> bool:
        """Below the line: done / total < line / 100, in whole numbers."""
        return 100 * self.done_total < self.line * self.total


def line_at(month: int) -> int:
    """Percent of the year's visits that should be done at the end of a month: 60 at the end of June, 100 at the end of
    November, evenly in between (the city's work plan sets the two points)."""
    return 10 * month if month <= 6 else min(100, 60 + 8 * (month - 6))


def plans_of(agencies: Iterable[int], year: int) -> list[Plan]:
    """Plans of a year that are in force or closed. One query."""
    return list(Plan.objects.filter(agency__in=list(agencies), year=year, state__in=RUNNING).select_related("agency", "file").order_by(
        "agency__path"))


def places(plans: Sequence[Plan]) -> list[Place]:
    """All visits of these plans, by day. Three queries."""
    rows = list(PlanItem.objects.filter(plan__in=[p.pk for p in plans]).exclude(state=CANCELLED).select_related(
        "enterprise", "visit").order_by("on", "pk"))
    done = completed(i.visit_id for i in rows if i.visit_id and i.state == DONE)
    names = dict(Person.objects.filter(username__in={o for i in rows for o in i.officers}).values_list("username", "name"))
    agency = {p.pk: p.agency for p in plans}
    return [Place(i.pk, i.plan_id, agency[i.plan_id].short_name or agency[i.plan_id].name,
                  i.unit or agency[i.plan_id].short_name or agency[i.plan_id].name, i.kind,
                  i.enterprise.name if i.enterprise else "待抽取", i.enterprise_id, i.on, tuple(names.get(o, o) for o in i.officers),
                  done.get(i.visit_id or 0) if i.state == DONE else None, i.visit.no if i.visit else "") for i in rows]


def completed(files: Iterable[int]) -> dict[int, date]:
    """The day each inspection was completed, as its act says. One query."""
    rows = Event.objects.filter(file__in=list(files), act="complete", kind="act").order_by("seq").values_list("file", "facts", "occurred_at")
    return {pk: as_date(facts, "completed_on") or at.astimezone(TZ).date() for pk, facts, at in rows}


def progress(rows: Iterable[Place], by: Callable[[Place], str], until: date, line: int) -> list[Progress]:
    """Grouped, in the order of the names. What was done after ``until`` does not count."""
    groups: dict[str, tuple[list[int], list[int]]] = {}
    for row in rows:
        planned, done = groups.setdefault(by(row), ([0] * 12, [0] * 12))
        planned[row.month - 1] += 1
        if row.done_on is not None and row.done_on <= until:
            done[row.done_on.month - 1] += 1
    return [Progress(name, tuple(p), tuple(d), line) for name, (p, d) in sorted(groups.items())]


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def last_ended(year: int, today: date) -> int:
    """The latest month of the year that is over; 0 when none is."""
    return max((m for m in range(1, 13) if month_end(year, m) < today), default=0)


def month_facts(rows: Sequence[Place], year: int, month: int) -> dict[str, Any]:
    """A month that is over, named as MonthlyFacts asks; ``content`` is the hash of the rows it was counted from."""
    until = month_end(year, month)
    groups = progress(rows, lambda r: r.unit, until, line_at(month))
    units = [{"unit": g.name, "year_total": g.total, "due": sum(g.planned[:month]), "done": g.done_total} for g in groups]
    said = sorted([r.pk, r.unit, r.on.isoformat() if r.on else "", r.done_on.isoformat() if r.done_on and r.done_on <= until else ""]
                  for r in rows)
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return {"month": month, "planned": sum(g.planned[month - 1] for g in groups), "done": sum(g.done[month - 1] for g in groups),
            "due_total": sum(u["due"] for u in units), "done_total": sum(u["done"] for u in units),
            "year_total": sum(u["year_total"] for u in units), "units": units, "content": hashlib.sha256(text).hexdigest()}


@dataclass(frozen=True)
class Frozen:
    """A fixed month of a plan and what is counted for the same month now; they differ by what was entered later."""

    plan: int
    agency: str
    file: str
    month: int
    on: date
    facts: Mapping[str, Any]


def frozen_months(plans: Sequence[Plan]) -> list[Frozen]:
    """One query."""
    known = {p.file_id: p for p in plans if p.file_id}
    rows = Event.objects.filter(file__in=list(known), act="monthly", kind="act").select_related("file").order_by("file", "seq")
    return [Frozen(known[r.file_id].pk, known[r.file_id].agency.short_name or known[r.file_id].agency.name, r.file.no,
                   int(r.facts["month"]), r.occurred_at.astimezone(TZ).date(), r.facts) for r in rows]


# --- inspections as they were made, planned or not ----------------------------------------------------------------------

@dataclass(frozen=True)
class Made:
    """An inspection of the year by its plan's facts. ``planned``: it took up a place of an annual plan."""

    no: str
    title: str
    agency: str
    firm_pk: int | None
    on: date
    source: str
    document: str
    mode: str
    chief: str
    experts: tuple[str, ...]
    partners: tuple[str, ...]
    planned: bool
    joined: bool
    trade_heads: tuple[str, ...] = ()


def made(scope: Scope, year: int) -> list[Made]:
    """Inspections opened in the year, newest first; those called off are left out. Two queries."""
    files = scope.files.filter(procedure="inspection", opened_at__year=year)
    rows = Event.objects.filter(file__in=files.values("pk"), kind="act", act__in=("plan", "emergency_entry", "join_visit", "call_off"))
    found: dict[int, Event] = {}
    gone: set[int] = set()
    for row in rows.select_related("file", "file__agency").order_by("seq"):
        if row.act == "call_off":
            gone.add(row.file_id)
        else:
            found.setdefault(row.file_id, row)
    taken = set(PlanItem.objects.filter(visit__in=list(found)).values_list("visit", flat=True))
    out = [_made(e, e.file_id in taken) for pk, e in found.items() if pk not in gone]
    return sorted(out, key=lambda m: (m.on, m.no), reverse=True)


def _made(event: Event, planned: bool) -> Made:
    facts, file = event.facts, event.file
    source = str(facts.get("source_type") or {"join_visit": "joined"}.get(event.act, "emergency"))
    return Made(file.no, file.title, file.agency.short_name or file.agency.name, file.enterprise_id,
                event.occurred_at.astimezone(TZ).date(), source, str(facts.get("source_document") or ""),
                str(facts.get("mode") or ("joint" if event.act == "join_visit" else "routine")), str(facts.get("chief") or ""),
                tuple(facts.get("experts") or ()), tuple(facts.get("partners") or ()), planned, event.act == "join_visit",
                tuple(facts.get("trade_heads") or ()))


def counted_by(rows: Iterable[Made], what: Callable[[Made], str]) -> Counter[str]:
    return Counter(what(r) for r in rows)


@dataclass(frozen=True)
class Overlap:
    """Visits of several agencies to one enterprise within the days asked about. ``merged``: all but one were joined."""

    firm_pk: int
    visits: tuple[Made, ...]

    @property
    def merged(self) -> bool:
        return sum(not v.joined for v in self.visits) <= 1


def overlaps(rows: Iterable[Made], days: int = 30) -> list[Overlap]:
    """Groups of visits to one enterprise by different agencies, each at most ``days`` after the one before it."""
    by_firm: dict[int, list[Made]] = {}
    for row in sorted(rows, key=lambda m: (m.on, m.no)):
        if row.firm_pk is not None:
            by_firm.setdefault(row.firm_pk, []).append(row)
    found = []
    for firm, visits in by_firm.items():
        groups = [[visits[0]]]
        for visit in visits[1:]:
            if (visit.on - groups[-1][-1].on).days <= days:
                groups[-1].append(visit)
            else:
                groups.append([visit])
        found += [Overlap(firm, tuple(g)) for g in groups if len({v.agency for v in g}) > 1]
    return found
