"""Like cases: what the bureau has fined for the same violation in the same band, for consistency and for nothing else."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from zhiheng.records.models import Agency, Event

MOST = 400
"""The newest approvals that are looked at."""


def past_fines(agency: Agency, since: datetime, *, without: str = "") -> Mapping[tuple[str, str], tuple[int, ...]]:
    """Approved fines in fen by (code of the violation, band) since a moment; one query, never by person or unit."""
    rows = Event.objects.filter(kind="act", act="handling_approval", file__agency=agency, occurred_at__gte=since)
    if without:
        rows = rows.exclude(file__no=without)
    found: dict[tuple[str, str], list[int]] = {}
    for facts in rows.order_by("-occurred_at").values_list("facts", flat=True)[:MOST]:
        for proposal in facts.get("proposals") or ():
            _add(found, proposal)
    return {key: tuple(fines) for key, fines in found.items()}


def _add(found: dict[tuple[str, str], list[int]], proposal: Mapping[str, Any]) -> None:
    fine = proposal.get("fine")
    if isinstance(fine, int):
        found.setdefault((str(proposal.get("violation")), str(proposal.get("band"))), []).append(fine)


def two_years_before(at: datetime) -> datetime:
    """The span the panel speaks of: 近 24 个月."""
    return at - timedelta(days=730)
