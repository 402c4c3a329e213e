"""Imports under way: rows are judged and kept aside in slices, then written all at once, or dropped without a trace.

A run can be interrupted anywhere. Reading goes on from the last slice kept; writing is one transaction, so there is never
half a list in a register.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count

from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.register import Counts
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, ImportRow, ImportRun, Person

STEP = 1000
Writer = Callable[[Agency, Iterable[Mapping[str, Any]], Person | None, datetime], Counts]


@dataclass(frozen=True)
class StagedRow:
    """A judged row. ``faults`` are (field, value, sentence, rejects)."""

    number: int
    verdict: str
    key: str
    values: Mapping[str, Any]
    faults: Sequence[tuple[str, str, str, bool]]


def confirm(run: ImportRun, columns: Mapping[int, str]) -> None:
    """Which column is which field; from here on rows are read."""
    if run.state != "mapping":
        raise NotAllowed("这次导入已经开始，不能再改列的对应关系")
    run.columns, run.state = {str(k): v for k, v in columns.items()}, "reading"
    _move(run, "columns", "state")


def stage(run: ImportRun, rows: Sequence[StagedRow], read: int) -> bool:
    """Keep a slice aside; ``read`` is the last row of the sheet it covers. False when another hand was faster."""
    with transaction.atomic():
        moved = ImportRun.objects.filter(pk=run.pk, state="reading", read=run.read).update(read=read, moved_at=clock_now())
        if not moved:
            run.refresh_from_db()
            return False
        ImportRow.objects.bulk_create(_without_doubles(run, rows), batch_size=STEP)
    run.read = read
    return True


def _without_doubles(run: ImportRun, rows: Sequence[StagedRow]) -> list[ImportRow]:
    """A row that stands for a thing an earlier row stands for fills that row's gaps; what differs is said, not taken."""
    keys = {r.key for r in rows if r.verdict != "rejected"}
    first = {r.key: r for r in ImportRow.objects.filter(run=run, key__in=keys, verdict__in=("accepted", "warned"))}
    kept, filled = [], {}
    for row in rows:
        made = ImportRow(run=run, number=row.number, verdict=row.verdict, key=row.key[:160], values=dict(row.values),
                         faults=[list(f) for f in row.faults])
        kept.append(made)
        if row.verdict == "rejected":
            continue
        known = first.setdefault(row.key, made)
        if known is not made:
            made.verdict = "merged"
            made.faults += _fill(known, made)
            if known.pk:
                filled[known.pk] = known
    ImportRow.objects.bulk_update(list(filled.values()), ["values"], batch_size=200)
    return kept


def _fill(known: ImportRow, row: ImportRow) -> list[list[Any]]:
    """Fill the gaps of ``known``; a remark for the row and for every value that differs."""
    said = [["", "", f"与第 {known.number} 行是同一对象，已并入该行", False]]
    for name, value in row.values.items():
        if value in (None, "", []):
            continue
        if known.values.get(name) in (None, "", []):
            known.values[name] = value
        elif known.values[name] != value:
            said.append([name, str(value), f"与第 {known.number} 行的“{known.values[name]}”不同，以第 {known.number} 行为准", False])
    return said


def finish_reading(run: ImportRun) -> None:
    """All rows are judged: count them and wait for a person to say yes."""
    run.counts = counted(run)
    run.state = "ready"
    _move(run, "counts", "state")


def counted(run: ImportRun) -> dict[str, int]:
    """Rows by verdict."""
    found = dict(ImportRow.objects.filter(run=run).order_by().values_list("verdict").annotate(n=Count("pk")))
    return {v: found.get(v, 0) for v in ("accepted", "warned", "merged", "rejected")}


def write(run: ImportRun, writer: Writer, *, by: Person | None) -> Counts:
    """Write every accepted and warned row, all or none. NotAllowed unless the run waits for it."""
    with transaction.atomic():
        if not ImportRun.objects.filter(pk=run.pk, state="ready").update(state="done", moved_at=clock_now()):
            raise NotAllowed("这次导入还没有读完，或者已经写入、取消")
        counts = writer(run.agency, _accepted(run), by, clock_now())
        run.counts = {**run.counts, "new": counts.new, "updated": counts.updated, "unchanged": counts.unchanged,
                      "doubtful": len(counts.doubtful)}
        run.state, run.says = "done", "；".join(counts.doubtful[:20])[:300]
        run.save(update_fields=["counts", "says"])
    return counts


def _accepted(run: ImportRun) -> Iterator[dict[str, Any]]:
    """The rows to be written in the order of the sheet, a thousand in memory at a time."""
    last = 0
    while True:
        part = list(ImportRow.objects.filter(run=run, number__gt=last, verdict__in=("accepted", "warned"))
                    .order_by("number").values_list("number", "values")[:STEP])
        if not part:
            return
        yield from (values for _, values in part)
        last = part[-1][0]


def cancel(run: ImportRun) -> None:
    """Drop a run that was not written: nothing of it stays but that it was begun. NotAllowed once written."""
    with transaction.atomic():
        open_ = ImportRun.objects.filter(pk=run.pk).exclude(state__in=("done", "cancelled"))
        if not open_.update(state="cancelled", moved_at=clock_now()):
            raise NotAllowed("这次导入已经写入或者已经取消")
        ImportRow.objects.filter(run=run).delete()
    run.refresh_from_db()


def fail(run: ImportRun, says: str) -> None:
    """The file turned out unreadable on the way; nothing is written."""
    run.state, run.says = "failed", says[:300]
    _move(run, "state", "says")


def _move(run: ImportRun, *fields: str) -> None:
    run.moved_at = clock_now()
    run.save(update_fields=[*fields, "moved_at"])
