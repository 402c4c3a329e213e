"""What have I signed, returned or decided? From the record itself."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from zhiheng.kernel import view as kernel
from zhiheng.records.models import Event
from zhiheng.records.queries.paging import PAGE, Order, Page, counted, paged
from zhiheng.records.queries.scope import Scope
from zhiheng.records.queries.spans import on_days

HOPS = (kernel.SIGN, kernel.RETURN)
ORDERS: Mapping[str, Order] = {o.id: o for o in (Order("new", ("-recorded_at",)), Order("old", ("recorded_at",)))}


def signed_list(scope: Scope, given: Mapping[str, str], *, sort: str = "", cursor: str = "", size: int = PAGE,
                exact: bool = False) -> Page[Event]:
    """My signatures and returns on files I may still see. Filters: done (sign, return), procedure, q (file, enterprise),
    on_from, on_to. Two queries."""
    found = on_days(scope.events.filter(actor=scope.person, kind__in=HOPS), "recorded_at", given)
    if given.get("done"):
        found = found.filter(kind=given["done"])
    if given.get("procedure"):
        found = found.filter(file__procedure=given["procedure"])
    if given.get("q"):
        q = given["q"]
        found = found.filter(Q(file__no__icontains=q) | Q(file__title__icontains=q) | Q(file__enterprise__name__icontains=q))
    rows, after, before = paged(found.select_related("file", "file__enterprise"), ORDERS.get(sort) or ORDERS["new"], cursor, size)
    return Page(tuple(rows), after, before, *counted(found, exact))
