"""Like cases: what the bureau has fined for the same violation in the same band, for consistency and for nothing else."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Agency, Event, File, Penalty
from zhiheng.records.queries.scope import Scope

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


@dataclass(frozen=True)
class LikeCase:
    """One approved fine. ``no`` and ``party`` are empty where the reader may not see the file."""

    on: date
    act: str
    band: str
    fine_fen: int
    departs: bool
    no: str = ""
    party: str = ""


def past_cases(agency: Agency, scope: Scope, since: datetime, act: str = "") -> tuple[LikeCase, ...]:
    """Every approved fine of the bureau since a moment, newest first, whoever reads: the distribution is the bureau's,
    the files are named only within the reader's scope. Two queries.
    """
    rows = Event.objects.filter(kind="act", act="handling_approval", file__agency=agency, occurred_at__gte=since)
    found = list(rows.order_by("-occurred_at").values_list("file_id", "file__no", "occurred_at", "facts")[:MOST])
    seen = set(scope.files.filter(pk__in={pk for pk, *_ in found}).values_list("pk", flat=True))
    return tuple(_case(no if pk in seen else "", at, proposal) for pk, no, at, facts in found
                 for proposal in facts.get("proposals") or ()
                 if isinstance(proposal.get("fine"), int) and act in ("", proposal.get("violation")))


def _case(no: str, at: datetime, proposal: Mapping[str, Any]) -> LikeCase:
    return LikeCase(at.astimezone(TZ).date(), str(proposal.get("violation")), str(proposal.get("band") or ""), proposal["fine"],
                    bool(proposal.get("departs")), no, str(proposal.get("party") or "") if no else "")


def former_penalties(no: str, party: str, act: str, before: date, months: int) -> tuple[str, ...]:
    """File numbers of earlier decisions of the same bureau that fined this party for the same act within ``months``
    before a day. () for a file without an enterprise. Three queries.
    """
    here = File.objects.filter(no=no).only("agency_id", "enterprise_id").first()
    if here is None or here.enterprise_id is None:
        return ()
    years, month = divmod(before.year * 12 + before.month - 1 - months, 12)
    first = date(years, month + 1, min(before.day, 28))
    decided = set(Penalty.objects.filter(file__agency_id=here.agency_id, file__enterprise_id=here.enterprise_id, decision="penalty",
                                         decided_on__gte=first, decided_on__lt=before).exclude(file__no=no)
                  .values_list("file_id", flat=True))
    if not decided:
        return ()
    rows = Event.objects.filter(kind="act", act="handling_approval", file_id__in=decided).values_list("file__no", "facts")
    return tuple(sorted({number for number, facts in rows for p in facts.get("proposals") or ()
                         if p.get("violation") == act and p.get("party") == party and p.get("fine")}))
