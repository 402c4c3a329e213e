"""一企一档: what has happened at one enterprise."""
from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from zhiheng.records import models as m
from zhiheng.records.queries.scope import Scope


@dataclass(frozen=True)
class HistoryRow:
    """One file of the enterprise: findings found and still open, fine in fen over all parties."""

    file: m.File
    findings: int
    findings_open: int
    fine_fen: int
    papers: tuple[m.Paper, ...]


@dataclass(frozen=True)
class History:
    """Newest first, with the sums of the year."""

    enterprise: m.Enterprise
    rows: tuple[HistoryRow, ...]
    visits_this_year: int
    open_findings: int
    fine_fen: int
    clocks: tuple[m.ClockRow, ...]


def enterprise_history(enterprise: m.Enterprise, scope: Scope, *, limit: int = 200) -> History:
    """The files of an enterprise that the scope may see, with counts; five queries besides the scope's."""
    files = list(scope.files.filter(enterprise=enterprise).order_by("-opened_at", "-pk")[:limit])
    ids = [f.pk for f in files]
    found = {r["file"]: r for r in m.Finding.objects.filter(file__in=ids).values("file").annotate(
        all=Count("pk"), open=Count("pk", filter=Q(state__in=("", "record", "open_order"))))}
    fines = dict(m.Penalty.objects.filter(file__in=ids).values_list("file").annotate(s=Sum("fine_fen")))
    papers: dict[int, list[m.Paper]] = {}
    for paper in m.Paper.objects.filter(file__in=ids, volume="main").order_by("order", "event_seq"):
        papers.setdefault(paper.file_id, []).append(paper)
    rows = tuple(HistoryRow(f, found.get(f.pk, {}).get("all", 0), found.get(f.pk, {}).get("open", 0),
                            int(fines.get(f.pk) or 0), tuple(papers.get(f.pk, ()))) for f in files)
    clocks = tuple(m.ClockRow.objects.filter(file__in=[f.pk for f in files if f.ended_at is None])
                   .select_related("file").order_by("due_at", "clock"))
    visits = sum(1 for f in files if f.procedure == "inspection" and f.year == scope.on.year)
    return History(enterprise, rows, visits, sum(r.findings_open for r in rows), sum(r.fine_fen for r in rows), clocks)
