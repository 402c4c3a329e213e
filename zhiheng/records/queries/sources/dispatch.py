"""What the register counts of a plan's months, for the act that fixes them."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import File
from zhiheng.records.queries.dispatch import last_ended, month_facts, places
from zhiheng.records.queries.plans import of_file
from zhiheng.records.queries.sources.registry import source


@source("plan_months")
def plan_months(file: File, moment: datetime) -> dict[str, dict[str, Any]]:
    """{"1": figures as MonthlyFacts, ...} of the months that are over; empty when the file is no plan. Four queries."""
    plan = of_file(file)
    if plan is None:
        return {}
    rows, last = places([plan]), last_ended(plan.year, moment.astimezone(TZ).date())
    return {str(m): month_facts(rows, plan.year, m) for m in range(1, last + 1)}
