"""What have I signed, returned or decided? From the record itself."""

from __future__ import annotations

from zhiheng.kernel import view as kernel
from zhiheng.records.models import Event
from zhiheng.records.queries.scope import Scope

HOPS = (kernel.SIGN, kernel.RETURN)
PAGE = 50


def signed_by(scope: Scope, *, before: int = 0, size: int = PAGE) -> list[Event]:
    """My signatures and returns on files I may still see, newest first; one more than ``size`` tells of a next page."""
    if scope.person is None:
        return []
    rows = scope.events.filter(actor=scope.person, kind__in=HOPS)
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows.select_related("file", "file__enterprise").order_by("-pk")[: size + 1])
