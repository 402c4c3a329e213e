"""What is public, what must become public and by when, and what masking refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from zhiheng.records.models import ClockRow, Publication
from zhiheng.records.queries.scope import Scope

CLOCKS = ("publicity", "publish_result")
PAGE = 50


@dataclass(frozen=True)
class PublicityCounts:
    due: int
    overdue: int
    published: int
    withdrawn: int
    blocked: int


def due_rows(scope: Scope, now: datetime, *, overdue: bool) -> list[ClockRow]:
    """Results whose time for publication runs; earliest first, at most 300."""
    rows = _clocks(scope).filter(due_at__lt=now) if overdue else _clocks(scope).filter(due_at__gte=now)
    return list(rows.select_related("file", "file__enterprise").order_by("due_at", "pk")[:300])


def shown_rows(scope: Scope, state: str, *, before: int = 0, size: int = PAGE) -> list[Publication]:
    """Published, withdrawn or blocked records, newest first; one more than ``size`` tells of a next page."""
    rows = scope.publications.filter(_state(state)).select_related("file")
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[: size + 1])


def counts(scope: Scope, now: datetime) -> PublicityCounts:
    """Two queries."""
    running = _clocks(scope).aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    shown = scope.publications.aggregate(
        published=Count("pk", filter=_state("published")),
        withdrawn=Count("pk", filter=_state("withdrawn")),
        blocked=Count("pk", filter=_state("blocked")),
    )
    return PublicityCounts(due=running["all"] - running["late"], overdue=running["late"], **shown)


def _clocks(scope: Scope):  # type: ignore[no-untyped-def]
    return ClockRow.objects.filter(clock__in=CLOCKS, state="running", due_at__isnull=False, file__in=scope.files)


def _state(state: str) -> Q:
    match state:
        case "withdrawn":
            return Q(withdrawn_at__isnull=False)
        case "blocked":
            return ~Q(blocked="")
        case _:
            return Q(published_at__isnull=False, withdrawn_at__isnull=True, blocked="")
