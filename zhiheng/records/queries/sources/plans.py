"""What the register of plans counts of a plan's file."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import File
from zhiheng.records.queries.plans import counted, of_file
from zhiheng.records.queries.sources.registry import source


@source("plan")
def plan(file: File, moment: datetime) -> dict[str, Any]:
    """As :mod:`zhiheng.law.procedures.annual_plan` reads it; empty when the file is no plan."""
    row = of_file(file)
    return dict(counted(row, moment.astimezone(TZ).date()).figures) if row is not None else {}
