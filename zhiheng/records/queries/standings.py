"""What is held of an enterprise on a day (grade, key class, credit, promise), and what was held before.

A row of :class:`Standing` is never changed but for ``ended_on``. It is in force from ``since`` to ``until``, both days
included, and no longer on ``ended_on``. Of the rows in force an override goes before what was computed, and of equals the
newest holds: so a grade computed later never silently lifts an override, and the end of an override brings back the
computed grade by itself. Rows with ``person_name`` are about a person listed beside the enterprise, not about it.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.records.models import Enterprise, Standing

OVERRIDE = "override"
SLICE = 500
GRAVEST = {("credit", "serious"): 2, ("credit", "bad"): 1}


def in_force(on: date) -> Q:
    """The rows of Standing that count on a day."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gte=on)) & (Q(ended_on=None) | Q(ended_on__gt=on))


def holding(kind: str, on: date, *values: str) -> QuerySet[Standing]:
    """The rows of a kind in force on a day about enterprises themselves, of the values if any are named.

    For lists and counts. A row that an override or a newer one supersedes is among them: whoever needs what holds of
    one enterprise asks :func:`standing_of`.
    """
    rows = Standing.objects.filter(in_force(on), kind=kind, person_name="")
    return rows.filter(value__in=values) if values else rows


def standing_of(firm_ids: Iterable[int], kind: str, on: date, *, detail: bool = True) -> dict[int, Standing]:
    """What holds of each enterprise on a day, by its id; one without any is absent. One query for every 500.

    ``detail=False`` leaves the detail unread, for whoever needs only the value of many.
    """
    return _newest(firm_ids, kind, on, overrides=True, detail=detail)


def computed_of(firm_ids: Iterable[int], kind: str, on: date) -> dict[int, Standing]:
    """As :func:`standing_of` without overrides: what the records alone say, and what holds once an override ends."""
    return _newest(firm_ids, kind, on, overrides=False)


def all_of(firm_ids: Iterable[int], kind: str, on: date) -> dict[int, tuple[Standing, ...]]:
    """Every row in force of each enterprise, what holds first; for kinds of which several may hold at once."""
    found: dict[int, list[Standing]] = {}
    for row in _rows(firm_ids, kind, on):
        found.setdefault(row.enterprise_id, []).append(row)
    return {pk: tuple(sorted(rows, key=_rank, reverse=True)) for pk, rows in found.items()}


def history(firm: Enterprise, kind: str) -> list[Standing]:
    """Every row of a kind about an enterprise, the newest first, ended and expired ones too. One query."""
    rows = Standing.objects.filter(enterprise=firm, kind=kind, person_name="")
    return list(rows.select_related("by", "file", "run").order_by("-since", "-pk"))


def people_beside(firm_ids: Iterable[int], kind: str, on: date) -> dict[int, tuple[Standing, ...]]:
    """The rows in force about persons listed beside each enterprise. One query for every 500."""
    found: dict[int, list[Standing]] = {}
    for part in _slices(firm_ids):
        rows = Standing.objects.filter(in_force(on), enterprise__in=part, kind=kind).exclude(person_name="")
        for row in rows.order_by("-since", "-pk"):
            found.setdefault(row.enterprise_id, []).append(row)
    return {pk: tuple(rows) for pk, rows in found.items()}


def _newest(firm_ids: Iterable[int], kind: str, on: date, *, overrides: bool, detail: bool = True) -> dict[int, Standing]:
    found: dict[int, Standing] = {}
    for row in _rows(firm_ids, kind, on, detail):
        if not overrides and row.origin == OVERRIDE:
            continue
        known = found.get(row.enterprise_id)
        if known is None or _rank(row) > _rank(known):
            found[row.enterprise_id] = row
    return found


def _rows(firm_ids: Iterable[int], kind: str, on: date, detail: bool = True) -> Iterable[Standing]:
    for part in _slices(firm_ids):
        rows = holding(kind, on).filter(enterprise__in=part)
        yield from rows if detail else rows.defer("detail")


def _rank(row: Standing) -> tuple[bool, int, date, int]:
    """A serious listing holds whatever came after it, and a bad record before trust: both may be in force at once."""
    return row.origin == OVERRIDE, GRAVEST.get((row.kind, row.value), 0), row.since, row.pk


def _slices(firm_ids: Iterable[int]) -> Iterable[Sequence[int]]:
    ids = list(dict.fromkeys(firm_ids))
    return (ids[start:start + SLICE] for start in range(0, len(ids), SLICE))
