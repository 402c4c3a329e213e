"""The officers of the agencies in reach with their certificates, and the lines of some ledgers, by ledger."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.records.models import Certificate, Line, Mandate
from zhiheng.records.queries.ledgers import lines_of_all, reach
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.scope import Scope


@dataclass(frozen=True)
class TeamRows:
    """``posts`` as officer, by agency and name; ``cards`` by account: the one that covers the day, else the longest."""

    posts: tuple[Mandate, ...]
    cards: dict[str, Certificate]
    lines: dict[str, list[Line]]


def team_rows(scope: Scope, ledgers: Sequence[str]) -> TeamRows:
    """Three queries besides the scope's, however many people and lines."""
    posts = tuple(Mandate.objects.filter(in_force(scope.on), role="officer", agency__in=reach(scope), person__is_active=True)
                  .select_related("person", "agency").order_by("agency__path", "person__name", "pk"))
    lines: dict[str, list[Line]] = {name: [] for name in ledgers}
    for line in lines_of_all(scope).filter(archived_at=None, ledger__in=ledgers).order_by("pk"):
        lines[line.ledger].append(line)
    return TeamRows(posts, _cards({p.person_id for p in posts}, scope.on), lines)


def _cards(people: set[str], on: date) -> dict[str, Certificate]:
    best: dict[str, Certificate] = {}
    for row in Certificate.objects.filter(person__in=people).order_by("valid_until", "pk"):
        held = best.get(row.person_id)
        if held is None or not held.valid_from <= on <= held.valid_until:
            best[row.person_id] = row
    return best
