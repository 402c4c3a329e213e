"""What is public, what must become public and by when, and what masking refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from zhiheng.records.models import ClockRow, Publication
from zhiheng.records.queries.paging import PAGE, Order, Page, counted, paged
from zhiheng.records.queries.scope import Scope
from zhiheng.records.queries.spans import on_days

CLOCKS = ("publicity", "publish_result")
DUE_ORDERS: Mapping[str, Order] = {o.id: o for o in (Order("due", ("due_at",)), Order("late", ("-due_at",)))}
SHOWN_ORDERS: Mapping[str, Order] = {o.id: o for o in (Order("new", ("-published_at",)), Order("old", ("published_at",)),
                                                       Order("title", ("title",)))}


@dataclass(frozen=True)
class PublicityCounts:
    due: int
    overdue: int
    published: int
    withdrawn: int
    blocked: int


def due_list(scope: Scope, now: datetime, given: Mapping[str, str], *, sort: str = "", cursor: str = "", size: int = PAGE,
             exact: bool = False) -> Page[ClockRow]:
    """Results whose time for publication runs. Filters: state (due, overdue), clock, q (party, file), on_from, on_to (last
    day). Two queries."""
    found = on_days(_clocks(scope), "due_at", given)
    if given.get("state"):
        found = found.filter(due_at__lt=now) if given["state"] == "overdue" else found.filter(due_at__gte=now)
    if given.get("clock"):
        found = found.filter(clock=given["clock"])
    if given.get("q"):
        q = given["q"]
        found = found.filter(Q(subject_name__icontains=q) | Q(file__no__icontains=q) | Q(file__title__icontains=q)
                             | Q(file__enterprise__name__icontains=q))
    rows, after, before = paged(found.select_related("file", "file__enterprise"), DUE_ORDERS.get(sort) or DUE_ORDERS["due"], cursor, size)
    return Page(tuple(rows), after, before, *counted(found, exact))


def shown_list(scope: Scope, given: Mapping[str, str], *, sort: str = "", cursor: str = "", size: int = PAGE,
               exact: bool = False) -> Page[Publication]:
    """Published, withdrawn and blocked records. Filters: state, kind, q (title, file), on_from, on_to (day of publication).
    Two queries."""
    found = on_days(scope.publications, "published_at", given)
    if given.get("state"):
        found = found.filter(_state(given["state"]))
    if given.get("kind"):
        found = found.filter(kind=given["kind"])
    if given.get("q"):
        found = found.filter(Q(title__icontains=given["q"]) | Q(file__no__icontains=given["q"]))
    rows, after, before = paged(found.select_related("file"), SHOWN_ORDERS.get(sort) or SHOWN_ORDERS["new"], cursor, size)
    return Page(tuple(rows), after, before, *counted(found, exact))


def counts(scope: Scope, now: datetime) -> PublicityCounts:
    """Two queries."""
    running = _clocks(scope).aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    shown = scope.publications.aggregate(
        published=Count("pk", filter=_state("published")),
        withdrawn=Count("pk", filter=_state("withdrawn")),
        blocked=Count("pk", filter=_state("blocked")),
    )
    return PublicityCounts(due=running["all"] - running["late"], overdue=running["late"], **shown)


def _clocks(scope: Scope) -> QuerySet[ClockRow]:
    return ClockRow.objects.filter(clock__in=CLOCKS, state="running", due_at__isnull=False, file__in=scope.files)


def _state(state: str) -> Q:
    match state:
        case "withdrawn":
            return Q(withdrawn_at__isnull=False)
        case "blocked":
            return ~Q(blocked="")
        case _:
            return Q(published_at__isnull=False, withdrawn_at__isnull=True, blocked="")
