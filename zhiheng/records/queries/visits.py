"""Which inspections are planned for a day, and not yet begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import as_date
from zhiheng.records.models import Assignment, Event, File
from zhiheng.records.queries.scope import Scope


@dataclass(frozen=True)
class PlannedVisit:
    """An approved plan whose days hold the day asked for."""

    file: File
    first: date
    last: date
    items: int


def planned_on(day: date, scope: Scope, *, limit: int = 300) -> list[PlannedVisit]:
    """An officer's own visits, else those of the whole scope; one query."""
    plans = Event.objects.filter(
        kind="act", act="plan", file__in=scope.files, file__procedure="inspection", file__stage="plan",
        file__ended_at__isnull=True,
    )
    if scope.roles == {"officer"}:
        plans = plans.filter(file__in=Assignment.objects.filter(person=scope.person).values("file"))
    found = []
    for row in plans.select_related("file", "file__enterprise").order_by("occurred_at")[:limit]:
        first, last = as_date(row.facts, "planned_from"), as_date(row.facts, "planned_to")
        if first and first <= day <= (last or first):
            found.append(PlannedVisit(row.file, first, last or first, len(row.facts.get("inspection_items", ()))))
    return found
