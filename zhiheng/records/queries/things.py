"""Which instruments and vehicles may be named in an act, who has what now, what was used for which inspection?"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q

from zhiheng.records.models import Agency, Line, ThingUse
from zhiheng.records.queries.ledgers import lines, reach
from zhiheng.records.queries.scope import Scope
from zhiheng.records.queries.sources.things import as_of

OVER = ("scrapped", "lost")
EQUIPMENT, MOVES, VEHICLES, TRIPS = "equipment", "equipment_moves", "vehicles", "vehicle_trips"


def offered_instruments(agency: Agency, moment: datetime) -> list[tuple[str, dict[str, Any]]]:
    """(asset number, values) of what an act may name, one's own first; what is gone for good is left out. Two queries."""
    held = as_of(EQUIPMENT, agency, moment)
    rows = [(no, line, values) for no, (line, values) in held.items() if values.get("state") not in OVER and line.archived_at is None]
    rows.sort(key=lambda r: (r[1].agency_id != agency.pk, str(r[2].get("kind")), r[0]))
    return [(no, values) for no, _, values in rows]


def offered_vehicles(agency: Agency, moment: datetime) -> list[tuple[str, str]]:
    """(plate, model) of vehicles in use."""
    return [(plate, f"{plate} {values.get('model')}") for plate, (_, values) in sorted(as_of(VEHICLES, agency, moment).items())
            if values.get("state") == "in_use"]


def uses_of(scope: Scope, line: Line, limit: int = 100) -> list[ThingUse]:
    """In which acts of files in reach it was used, newest first. One query."""
    return list(ThingUse.objects.filter(line=line, file__in=scope.files).select_related("file", "file__enterprise").order_by("-on", "-pk")[:limit])


def use_counts(line_ids: Iterable[int]) -> dict[int, tuple[int, int, date]]:
    """{line: (uses, of which with something wrong, last day)}. One query."""
    rows = ThingUse.objects.filter(line__in=list(line_ids)).values("line").annotate(
        n=Count("pk"), bad=Count("pk", filter=~Q(fault="")), last=Max("on"))
    return {r["line"]: (r["n"], r["bad"], r["last"]) for r in rows}


def doubtful_uses(scope: Scope, limit: int = 60) -> list[ThingUse]:
    """Acts in which something with a fault was used, newest first, of files in reach. One query."""
    rows = ThingUse.objects.exclude(fault="").filter(file__in=scope.files).select_related("file", "line").order_by("-on", "-pk")
    return list(rows[:limit])


def moves_of(scope: Scope, number: str, limit: int = 60) -> list[Line]:
    """Issues, repairs, calibrations, disposal of one number, newest first. One query."""
    rows = lines(scope, MOVES).filter(values__asset_no=number, archived_at=None).select_related("person").order_by("-since", "-pk")
    return list(rows[:limit])


def open_move(agency: Agency, number: str) -> Line | None:
    """What is out and not back. One query."""
    return Line.objects.filter(ledger=MOVES, agency=agency, archived_at=None, values__asset_no=number, values__state="out").order_by("-since").first()


def overdue(scope: Scope) -> list[Line]:
    """Issued and not back after the day agreed. One query."""
    return list(lines(scope, MOVES).filter(archived_at=None, values__state="out", until__lt=scope.on).select_related(
        "person", "agency").order_by("until", "pk"))


def things_of(scope: Scope, ledger: str = EQUIPMENT) -> list[Line]:
    """Everything held that is in use, by agency and title. One query."""
    return list(lines(scope, ledger).filter(archived_at=None).select_related("person", "agency").order_by("agency__path", "title", "pk"))


def thing(scope: Scope, pk: int) -> Line | None:
    """An instrument or a vehicle in reach. One query."""
    return Line.objects.filter(pk=pk, ledger__in=(EQUIPMENT, VEHICLES), agency__in=reach(scope)).select_related("person", "agency").first()


@dataclass(frozen=True)
class Travel:
    """A vehicle of the house: visits it was used for, trips with their kilometres, visits of no registered trip."""

    line: Line
    visits: int
    trips: int
    km: int
    tied_km: int
    missing: tuple[str, ...]


def travel(scope: Scope) -> list[Travel]:
    """Every vehicle with what it drove this year; three queries."""
    cars = things_of(scope, VEHICLES)
    used: dict[int, set[str]] = {}
    for pk, no in ThingUse.objects.filter(line__in=[c.pk for c in cars], on__year=scope.on.year).values_list("line", "file__no"):
        used.setdefault(pk, set()).add(no)
    trips: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
    for row in lines(scope, TRIPS).filter(archived_at=None, since__year=scope.on.year):
        trips.setdefault((row.agency_id, str(row.values.get("plate"))), []).append(row.values)
    return [_travel(c, used.get(c.pk, set()), trips.get((c.agency_id, str(c.values.get("plate"))), [])) for c in cars]


def _travel(car: Line, visits: set[str], trips: list[Mapping[str, Any]]) -> Travel:
    def km(rows: list[Mapping[str, Any]]) -> int:
        return sum(int(t["odometer_in"]) - int(t["odometer_out"]) for t in rows if t.get("odometer_in") is not None)
    told = {str(t.get("file_no") or "") for t in trips}
    tied = [t for t in trips if t.get("file_no")]
    return Travel(car, len(visits), len(trips), km(trips), km(tied), tuple(sorted(visits - told)))
