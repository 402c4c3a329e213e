"""Which enterprises are in the register? Filtered, in any order offered, paged by key; what happened at each, a page at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Max, Q

from zhiheng.records.models import Enterprise, Finding
from zhiheng.records.queries.enterprise import NOT_CASES
from zhiheng.records.queries.enterprise_search import narrowed
from zhiheng.records.queries.paging import PAGE, Order, Page, counted, paged
from zhiheng.records.queries.scope import Scope

ORDERS: Mapping[str, Order] = {o.id: o for o in (
    Order("name", ("name",)), Order("grade", ("-grade", "name")), Order("area", ("area", "name")),
    Order("employees", ("-employees", "name")), Order("newest", ("-id",)))}
OPEN = ("", "record", "open_order")
"""States of a finding that nobody has closed yet."""
_WORDS = 400
"""Areas offered by a filter; a city with all its townships has fewer."""


@dataclass(frozen=True)
class Seen:
    """What the desk may see of one enterprise: inspections opened this year, the last one, hazards not closed."""

    visits: int = 0
    last: datetime | None = None
    hazards: int = 0


def register_list(
    scope: Scope, filters: Mapping[str, str], *, sort: str = "", cursor: str = "", size: int = PAGE, exact: bool = False
) -> Page[Enterprise]:
    """Enterprises by name, or in another of ORDERS. Filters as :func:`enterprise_search.narrowed` says. Two queries."""
    found = narrowed(scope.enterprises, filters)
    rows, after, before = paged(found.select_related("agency"), ORDERS.get(sort) or ORDERS["name"], cursor, size)
    total, more_than = counted(found, exact)
    return Page(tuple(rows), after, before, total, more_than)


def areas_of(scope: Scope) -> list[str]:
    """The areas that occur in the register, for a filter. Two queries, one when known.

    Reading them means reading it all, so they are known for a minute, or until an enterprise comes in.
    """
    limits = tuple(sorted({(x.agency_id, *x.area) for x in scope.mandates}))
    newest = Enterprise.objects.aggregate(newest=Max("pk"))["newest"]
    key = f"areas-{hashlib.sha256(repr((scope.houses, limits, newest)).encode()).hexdigest()}"
    known: list[str] | None = cache.get(key)
    if known is None:
        known = list(scope.enterprises.exclude(area="").order_by("area").values_list("area", flat=True).distinct()[:_WORDS])
        cache.set(key, known, 60)
    return known


def seen_of(scope: Scope, ids: Sequence[int]) -> dict[int, Seen]:
    """What happened at the enterprises of a page, as far as the scope reaches. Two queries, whatever the page."""
    made = {r["enterprise"]: r for r in scope.files.filter(enterprise__in=ids, procedure="inspection").order_by().values(
        "enterprise").annotate(visits=Count("pk", filter=Q(year=scope.on.year), distinct=True), last=Max("opened_at"))}
    reached = scope.files.filter(enterprise__in=ids).order_by().values("pk")
    open_ones = dict(Finding.objects.filter(file__in=reached, state__in=OPEN, file__procedure__in=NOT_CASES).order_by().values_list(
        "file__enterprise").annotate(n=Count("pk")))
    return {pk: Seen(made.get(pk, {}).get("visits", 0), made.get(pk, {}).get("last"), open_ones.get(pk, 0)) for pk in ids}
