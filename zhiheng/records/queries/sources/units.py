"""Which agencies stand under the one of the file, and who works there. Name: units_below."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Agency, File, Mandate
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.sources.registry import source


@source("units_below")
def units_below(file: File, moment: datetime) -> dict[str, dict[str, Any]]:
    """{code: {"name", "people"}}; ``people`` are accounts with a post there on the day. Two queries."""
    found: dict[str, dict[str, Any]] = {a.code: {"name": a.name, "people": []} for a in _below(file.agency)}
    rows = Mandate.objects.filter(in_force(moment.astimezone(TZ).date()), agency__code__in=found).values_list("agency__code", "person")
    for code, person in rows:
        found[code]["people"].append(person)
    return found


@source("staff_names")
def staff_names(file: File, moment: datetime) -> dict[str, str]:
    """{account: name} of everybody with a post in the house on the day. One query."""
    rows = Mandate.objects.filter(in_force(moment.astimezone(TZ).date()), agency__path__startswith=f"/{file.agency.path.split('/')[1]}/")
    return dict(rows.values_list("person_id", "person__name"))


def agencies_below(agency: Agency) -> list[tuple[str, str]]:
    """(code, name) of what stands under an agency. One query."""
    return [(a.code, a.name) for a in _below(agency)]


def _below(agency: Agency) -> list[Agency]:
    return list(Agency.objects.filter(path__startswith=agency.path, closed_on=None).exclude(pk=agency.pk).order_by("path"))
