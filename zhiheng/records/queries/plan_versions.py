"""What differs between two versions of a plan: visits added, taken out, moved, given to others, and the figures."""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.records.models import Enterprise, Person, Plan, PlanVersion
from zhiheng.records.queries.plans import content_of, live, version_content

WORKING = "work"
"""The name of the version at work, which is not fixed yet."""


@dataclass(frozen=True)
class Visit:
    """A visit as a version has it. ``officers`` are names."""

    pk: int
    firm: str
    kind: str
    on: str
    officers: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """``figures`` are (name in the body, before, after) of those that differ."""

    added: tuple[Visit, ...]
    removed: tuple[Visit, ...]
    moved: tuple[tuple[Visit, Visit], ...]
    figures: tuple[tuple[str, Any, Any], ...]
    same: int


def content(plan: Plan, name: str) -> Mapping[str, Any] | None:
    """The whole text of a version by its number, or of the one at work; None when there is no such version. One or two queries."""
    if name == WORKING:
        found = json.loads(content_of(plan, live(plan))[0])
        return found if isinstance(found, dict) else None
    row = PlanVersion.objects.filter(plan=plan, number=int(name)).first() if name.isascii() and name.isdecimal() and len(name) < 5 else None
    return version_content(row) or None if row is not None else None


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Compared:
    """Two queries for the names."""
    old, new = ({row[0]: row for row in side.get("places", ())} for side in (before, after))
    rows = [*old.values(), *new.values()]
    firms = dict(Enterprise.objects.filter(pk__in={r[1] for r in rows if r[1]}).values_list("pk", "name"))
    people = dict(Person.objects.filter(pk__in={o for r in rows for o in r[6]}).values_list("pk", "name"))

    def visit(row: Sequence[Any]) -> Visit:
        return Visit(row[0], firms.get(row[1], "待抽取"), row[2], row[5], tuple(people.get(o, o) for o in row[6]))
    both = sorted(old.keys() & new.keys())
    moved = tuple((visit(old[k]), visit(new[k])) for k in both if old[k][5:7] != new[k][5:7])
    bodies = before.get("body", {}), after.get("body", {})
    return Compared(tuple(visit(new[k]) for k in sorted(new.keys() - old.keys())), tuple(visit(old[k]) for k in sorted(old.keys() - new.keys())),
                    moved, tuple(_figures(*bodies)), len(both) - len(moved))


def _figures(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    found = []
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if isinstance(old, list) and isinstance(new, list):
            found += [(f"{name}-{n}", a, b) for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b]
        elif isinstance(old, dict) or isinstance(new, dict):
            found += [(f"{name}_{k}", (old or {}).get(k), (new or {}).get(k)) for k in dict.fromkeys([*(old or {}), *(new or {})])
                      if (old or {}).get(k) != (new or {}).get(k)]
        elif old != new:
            found.append((name, old, new))
    return found
