"""What the house holds of instruments, recorders and vehicles, as its ledgers stood at a moment. Name: things."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zhiheng.records.models import Agency, Change, File, Line
from zhiheng.records.queries.sources.registry import source

Held = tuple[Line, dict[str, Any]]
KEYS = {"equipment": "asset_no", "vehicles": "plate"}


@source("things")
def things(file: File, moment: datetime) -> dict[str, dict[str, Any]]:
    """Instruments and recorders by asset number, as known at the moment. Three queries."""
    return {no: values for no, (_, values) in as_of("equipment", file.agency, moment).items()}


def as_of(ledger: str, agency: Agency, moment: datetime) -> dict[str, Held]:
    """The lines of one of :data:`KEYS` by number, with the values they had at ``moment``: later changes are taken back, so
    that the answer about a day is the same for ever. An agency's own go before those above it, these before the rest."""
    root = agency.path.split("/")[1]
    lines = list(Line.objects.filter(ledger=ledger, agency__path__startswith=f"/{root}/").select_related("agency").order_by("pk"))
    later = _later(ledger, (x.pk for x in lines), moment)
    found: dict[str, Held] = {}
    for line in sorted(lines, key=lambda x: _far(x, agency), reverse=True):
        values = _before(line, later.get(str(line.pk), []), moment)
        if values is not None and values.get(KEYS[ledger]):
            found[str(values[KEYS[ledger]])] = (line, values)
    return found


def _far(line: Line, agency: Agency) -> int:
    if line.agency_id == agency.pk:
        return 0
    return 1 if agency.path.startswith(line.agency.path) else 2


def _later(ledger: str, targets: Iterable[int], moment: datetime) -> dict[str, list[Change]]:
    """Changes after the moment, the newest first, by line."""
    rows = Change.objects.filter(register=ledger, target__in=[str(t) for t in targets], at__gt=moment).order_by("-number")
    found: dict[str, list[Change]] = {}
    for row in rows:
        found.setdefault(row.target, []).append(row)
    return found


def _before(line: Line, later: list[Change], moment: datetime) -> dict[str, Any] | None:
    """What the line said at the moment; None when it was not in the ledger then."""
    if line.archived_at is not None and line.archived_at <= moment:
        return None
    values = dict(line.values)
    for row in later:
        if row.number == 1:
            return None
        for name, (old, _) in (row.fields or {}).items():
            values[name] = old
    return values
