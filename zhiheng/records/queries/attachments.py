"""Which photos and documents are kept with a row of a register?"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from zhiheng.records.models import Attachment


@dataclass(frozen=True)
class KeptFiles:
    """The newest first; ``archived`` are out of use and still readable."""

    inuse: tuple[Attachment, ...]
    archived: tuple[Attachment, ...]


def kept(register: str, target: object, *, limit: int = 300) -> KeptFiles:
    """Everything kept with one row. One query."""
    rows = list(Attachment.objects.filter(register=register, target=str(target)).select_related("by").order_by("-at", "-pk")[:limit])
    return KeptFiles(tuple(r for r in rows if r.archived_at is None), tuple(r for r in rows if r.archived_at is not None))


def kept_counts(register: str, targets: Iterable[object]) -> dict[str, int]:
    """How many are in use with each row; a row without any is absent. One query."""
    rows = Attachment.objects.filter(register=register, target__in=[str(t) for t in targets], archived_at=None)
    return dict(rows.order_by().values_list("target").annotate(n=Count("pk")))


def kept_one(register: str, target: object, pk: int) -> Attachment | None:
    """One of them, in use or archived."""
    return Attachment.objects.filter(register=register, target=str(target), pk=pk).select_related("by").first()
