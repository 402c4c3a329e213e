"""Where are the enterprises? Points for a map, the middle of each township, and those nobody has placed."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from zhiheng.records.queries.enterprise_search import narrowed
from zhiheng.records.queries.scope import Scope

MOST = 20_000
"""Points sent at once; above it the filters must narrow."""


@dataclass(frozen=True)
class Point:
    """One enterprise on the map. ``grade``: A to D or ""."""

    pk: int
    name: str
    grade: str
    area: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Town:
    """A township by its enterprises: the middle of those placed, how many of each grade, how many without a place."""

    name: str
    placed: int
    unplaced: int
    grades: Mapping[str, int]
    latitude: float = 0.0
    longitude: float = 0.0


def points(scope: Scope, filters: Mapping[str, str]) -> tuple[Point, ...]:
    """Every placed enterprise of the filters, in the order of ids. One query; closed ones are left out."""
    found = narrowed(scope.enterprises, filters).filter(closed_on=None).exclude(latitude=None).exclude(longitude=None)
    rows = found.order_by("pk").values_list("pk", "name", "grade", "area", "latitude", "longitude")[:MOST]
    return tuple(Point(*row) for row in rows)


def middles(found: tuple[Point, ...]) -> dict[str, tuple[float, float]]:
    """The middle of each township's points; a few stray ones do not move it, for it is the median."""
    held: dict[str, list[Point]] = defaultdict(list)
    for point in found:
        if point.area:
            held[point.area].append(point)
    return {area: (_median([p.latitude for p in rows]), _median([p.longitude for p in rows])) for area, rows in held.items()}


def _median(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def towns(scope: Scope, filters: Mapping[str, str]) -> tuple[Town, ...]:
    """The townships of the filters with their numbers, for whoever reads instead of looking. One query."""
    found = narrowed(scope.enterprises, filters).filter(closed_on=None).order_by()
    rows = found.values("area", "grade").annotate(placed=Count("pk", filter=Q(latitude__isnull=False)),
                                                  unplaced=Count("pk", filter=Q(latitude__isnull=True)))
    held: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        held[row["area"]].append(row)
    made = [Town(area, sum(int(str(r["placed"])) for r in of), sum(int(str(r["unplaced"])) for r in of),
                 {str(r["grade"]): int(str(r["placed"])) + int(str(r["unplaced"])) for r in of}) for area, of in held.items()]
    return tuple(sorted(made, key=lambda t: (t.name == "", t.name)))
