"""What do the pages of 分级分类 show? Distribution, runs, overrides in force, who is due, and the rate of adjustment."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from zhiheng.kernel.clock import TZ, parse_moment
from zhiheng.records.models import Agency, Change, Enterprise, File, GradingRow, GradingRun, Line, Standing
from zhiheng.records.queries.grading import LEDGERS
from zhiheng.records.queries.scope import Scope
from zhiheng.records.queries.standings import holding

NO_FIELD = "未登记领域"
WAYS = {"changed": Q(changed=True), "up": Q(after__lt=F("before")) & ~Q(before=""), "down": Q(after__gt=F("before")) & ~Q(before=""),
        "vetoed": Q(detail__vetoed=True), "override": Q(detail__has_key="override"), "first": Q(before="")}
"""The filters of a run's rows."""


def directory(agency: Agency) -> QuerySet[Enterprise]:
    """The directory of an agency: its enterprises and those of the agencies under it, not closed, not merged away."""
    return Enterprise.objects.filter(agency__path__startswith=agency.path, merged_into=None, closed_on=None)


def of_scope(scope: Scope) -> QuerySet[Enterprise]:
    """The part of the directory a person may see."""
    return scope.enterprises.filter(closed_on=None)


def distribution(scope: Scope) -> dict[str, dict[str, int]]:
    """Enterprises by field and grade ("" none); one of several fields counts in each, "" is the sum. One query."""
    out: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for grade, fields, n in of_scope(scope).order_by().values_list("grade", "fields").annotate(n=Count("pk")):
        out[""][grade] += n
        for field in fields or [NO_FIELD]:
            out[str(field)][grade] += n
    return {k: dict(v) for k, v in sorted(out.items(), key=lambda row: (row[0] != "", -sum(row[1].values())))}


def runs(scope: Scope) -> QuerySet[GradingRun]:
    """Runs of the agencies in reach, the newest first."""
    return GradingRun.objects.filter(agency__in={m.agency_id for m in scope.mandates} | set(scope.agencies)).select_related(
        "agency", "by", "confirmed_by").order_by("-year", "-number", "-pk")


def overrides(scope: Scope, on: date, limit: int = 100) -> list[Standing]:
    """Overrides in force of the enterprises in reach, the next to end first. One query."""
    rows = Standing.objects.filter(pk__in=holding("grade", on).filter(origin="override").values("pk")) | Standing.objects.filter(
        pk__in=holding("key", on).filter(origin="override").values("pk"))
    return list(rows.filter(enterprise__in=scope.enterprises).select_related("enterprise", "by").order_by("until", "pk")[:limit])


def key_firms(scope: Scope, limit: int = 50) -> tuple[list[Enterprise], int]:
    """Key enterprises and how many there are. Two queries."""
    found = of_scope(scope).filter(key_unit=True)
    return list(found.order_by("-grade", "name")[:limit]), found.count()


@dataclass(frozen=True)
class Adjusted:
    """The rate of adjustment: of ``whole`` enterprises in the directory ``done`` were assessed in a confirmed run of a year."""

    done: int
    whole: int


def adjusted(scope: Scope, year: int) -> Adjusted:
    """How much of the directory was adjusted in a year. Two queries."""
    done = GradingRow.objects.filter(run__state="confirmed", run__year=year, enterprise__in=of_scope(scope)).values("enterprise").distinct()
    return Adjusted(done.count(), of_scope(scope).count())


def units_adjusted(scope: Scope, year: int) -> Adjusted:
    """Of the agencies in reach that keep a directory of their own, how many confirmed a run that covers it. Three queries."""
    reach = set(scope.agencies) | {m.agency_id for m in scope.mandates}
    keep = list(Agency.objects.filter(pk__in=reach, enterprises__closed_on=None, enterprises__merged_into=None, enterprises__isnull=False)
                .distinct().values_list("pk", "path"))
    confirmed = list(GradingRun.objects.filter(state="confirmed", year=year).values_list("agency__path", flat=True))
    return Adjusted(sum(1 for _, path in keep if any(path.startswith(c) for c in confirmed)), len(keep))


def run_rows(run: GradingRun, way: str, asked: str, after: int, size: int = 50) -> list[GradingRow]:
    """Rows of a run by filter and name part, after a row id; one more than asked for when there is a next page."""
    rows = GradingRow.objects.filter(run=run).select_related("enterprise")
    if way in WAYS:
        rows = rows.filter(WAYS[way])
    if asked:
        rows = rows.filter(Q(enterprise__name__contains=asked) | Q(enterprise__code__startswith=asked))
    return list(rows.filter(pk__gt=after).order_by("pk")[:size + 1])


# --- who is due ------------------------------------------------------------------------------------------------------

def newer(found: QuerySet[Enterprise], today: date, limit: int = 0) -> dict[int, list[str]]:
    """Enterprises graded before of which something newer is recorded since, with what; five queries.

    A day that passed counts as a record: a permit, an insurance, a listing that ran out since.
    """
    graded = {pk: parse_moment(at) for pk, at in found.filter(extra__has_key="graded_at").values_list("pk", "extra__graded_at") if at}
    if not graded:
        return {}
    first = min(graded.values())
    out: dict[int, list[str]] = defaultdict(list)
    few = len(graded) == 1
    for says, rows in _sources(first, list(graded) if few else None):
        for pk, at in rows:
            if pk in graded and at is not None and _moment(at) > graded[pk] and says not in out[pk]:
                out[pk].append(says)
    for pk, day, says in _ran_out(first.date(), today, list(graded) if few else None):
        if pk in graded and graded[pk].date() <= day < today and says not in out[pk]:
            out[pk].append(says)
    full = {pk: says for pk, says in out.items() if says}
    return dict(list(full.items())[:limit]) if limit else full


def _sources(first: datetime, only: list[int] | None) -> Iterable[tuple[str, Iterable[tuple[int, datetime | None]]]]:
    files = File.objects.filter(last_at__gt=first, enterprise__isnull=False)
    lines = Line.objects.filter(Q(changed_at__gt=first) | Q(archived_at__gt=first), enterprise__isnull=False, ledger__in=LEDGERS)
    held = Standing.objects.filter(made_at__gt=first, kind__in=("credit", "promise"))
    notes = Change.objects.filter(register="enterprises", at__gt=first)
    if only is not None:
        files, lines, held = files.filter(enterprise__in=only), lines.filter(enterprise__in=only), held.filter(enterprise__in=only)
        notes = notes.filter(target__in=[str(pk) for pk in only])
    yield "执法案卷", files.order_by().values_list("enterprise").annotate(a=Max("last_at"))
    yield "台账登记", [row for row in lines.order_by().values_list("enterprise").annotate(a=Max("changed_at"))]
    yield "台账归档", lines.exclude(archived_at=None).order_by().values_list("enterprise").annotate(a=Max("archived_at"))
    yield "信用、承诺", held.order_by().values_list("enterprise").annotate(a=Max("made_at"))
    yield "登记信息", [(int(t), at) for t, at in notes.order_by().values_list("target").annotate(a=Max("at")) if t.isdecimal()]


def _ran_out(first: date, today: date, only: list[int] | None) -> Iterable[tuple[int, date, str]]:
    lines = Line.objects.filter(until__gte=first, until__lt=today, archived_at=None, ledger__in=LEDGERS, enterprise__isnull=False)
    held = Standing.objects.filter(until__gte=first, until__lt=today, ended_on=None)
    ended = Standing.objects.filter(ended_on__gte=first, ended_on__lt=today, kind__in=("credit", "promise"))
    if only is not None:
        lines, held, ended = (q.filter(enterprise__in=only) for q in (lines, held, ended))  # type: ignore[attr-defined]
    yield from ((pk, day, "证照、保险等到期") for pk, day in lines.values_list("enterprise", "until"))
    yield from ((pk, day, "人工调整、信用认定到期") for pk, day in held.values_list("enterprise", "until"))
    yield from ((pk, day, "信用认定结束") for pk, day in ended.values_list("enterprise", "ended_on"))


def _moment(at: datetime) -> datetime:
    return at.astimezone(TZ)


def graded_at(firm: Enterprise) -> datetime | None:
    """When the grade of an enterprise was last computed; None when it never was."""
    held: Any = firm.extra.get("graded_at") if isinstance(firm.extra, Mapping) else None
    return parse_moment(str(held)) if held else None
