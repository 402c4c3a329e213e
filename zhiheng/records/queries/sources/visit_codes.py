"""What the enterprise registered at its gate by the code of the visit."""
from __future__ import annotations

from datetime import datetime

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import File
from zhiheng.records.queries.sources.registry import source
from zhiheng.records.queries.visit_tickets import entries_of


@source("visit_entry")
def visit_entry(file: File, moment: datetime) -> dict[str, str]:
    """{voucher, at: "09:12"} of the latest registration; empty when there is none. One query."""
    held = [e for e in entries_of(file.no) if e.at <= moment] if file.pk else []
    return {"voucher": held[-1].voucher, "at": f"{held[-1].at.astimezone(TZ):%H:%M}"} if held else {}
