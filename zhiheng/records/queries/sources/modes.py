"""Who may lead a visit as head and who is an engaged expert, for the gate on forms of visits."""
from __future__ import annotations

from datetime import datetime

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import File
from zhiheng.records.queries.modes import experts_of, heads_of
from zhiheng.records.queries.sources.registry import source


@source("mode_people")
def mode_people(file: File, moment: datetime) -> dict[str, list[str]]:
    """{heads, experts}: names. Three queries."""
    on = moment.astimezone(TZ).date()
    return {"heads": heads_of(file.agency, on), "experts": experts_of(file.agency, on)}
