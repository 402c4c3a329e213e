"""How is the house? Checkpoints, provisional terms, locked accounts, sizes: what an administrator asks each morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhiheng.records.models import Agency, Checkpoint, ClockRow, Event, File, Person


@dataclass(frozen=True)
class HouseState:
    """``checkpoints``: (agency, the latest one or None) for agencies that hold files."""

    files: int
    events: int
    checkpoints: tuple[tuple[Agency, Checkpoint | None], ...]
    provisional: int
    locked: tuple[Person, ...]


def house_state(now: datetime) -> HouseState:
    """Six queries, whatever the size of the house."""
    latest: dict[int, Checkpoint] = {}
    for row in Checkpoint.objects.defer("heads", "record").order_by("-on")[:200]:
        latest.setdefault(row.agency_id, row)
    holding = Agency.objects.filter(pk__in=File.objects.order_by().values("agency").distinct()).order_by("path")
    return HouseState(
        File.objects.count(),
        Event.objects.count(),
        tuple((a, latest.get(a.pk)) for a in holding),
        ClockRow.objects.filter(provisional=True, state="running").count(),
        tuple(Person.objects.filter(locked_until__gt=now).order_by("name")[:50]),
    )
