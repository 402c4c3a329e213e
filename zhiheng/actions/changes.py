"""The history of what stands in a register: who changed which field from what to what, and why."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from zhiheng.records.models import Change, Person

Differences = dict[str, list[Any]]
BATCH = 1000


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Differences:
    """{field: [before, after]} of the fields that differ; an empty value is the same as none."""
    names = dict.fromkeys([*before, *after])
    return {n: [before.get(n), after.get(n)] for n in names if (before.get(n) or None) != (after.get(n) or None)}


def note(register: str, target: object, what: str, fields: Differences, *, by: Person | None, at: datetime,
         reason: str = "") -> Change:
    """Add one change of one row."""
    last = Change.objects.filter(register=register, target=str(target)).aggregate(n=Max("number"))["n"] or 0
    return Change.objects.create(register=register, target=str(target), number=last + 1, at=at, by=by, what=what,
                                 fields=fields, reason=reason[:300])


def note_many(register: str, rows: Iterable[tuple[object, str, Differences]], *, by: Person | None, at: datetime,
              reason: str = "") -> None:
    """Add one change each to many rows (target, what, fields); two queries a thousand."""
    held: list[tuple[object, str, Differences]] = list(rows)
    for start in range(0, len(held), BATCH):
        part = held[start:start + BATCH]
        targets = [str(t) for t, _, _ in part]
        last = dict(Change.objects.filter(register=register, target__in=targets).values_list("target")
                    .annotate(n=Max("number")))
        Change.objects.bulk_create([
            Change(register=register, target=str(t), number=last.get(str(t), 0) + 1, at=at, by=by, what=what,
                   fields=fields, reason=reason[:300]) for t, what, fields in part])
