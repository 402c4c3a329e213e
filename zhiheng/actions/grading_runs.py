"""年度动态调整: every enterprise of the directory assessed anew, looked at, and confirmed all at once.

Computing goes on in slices and can be interrupted anywhere; nothing holds before a head of the bureau confirms, and then
everything in one transaction. A grade computed after the run (an accident last night) is not overwritten by it.
"""
from __future__ import annotations

import time
from collections import Counter
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Max

from zhiheng.actions import grading
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.grading import Computed, Written
from zhiheng.actions.grading_overrides import HEADS, check
from zhiheng.actions.grading_scheme import scheme_of
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Enterprise, GradingRow, GradingRun, Person, Standing
from zhiheng.records.queries.grading import SLICE, firms_after
from zhiheng.records.queries.grading_pages import directory
from zhiheng.records.queries.scope import visible_to
from zhiheng.records.queries.standings import OVERRIDE, standing_of

OPEN = ("computing", "ready")
AT_ONCE = 5000
"""Rows up to which a run is confirmed while the page waits; more are written by the worker, still all at once."""


def begin(agency: Agency, *, by: Person | None, on: date | None = None) -> GradingRun:
    """Open the year's adjustment of an agency; NotAllowed while another is open."""
    moment = clock_now()
    day = on or moment.date()
    if by is not None and not HEADS & visible_to(by, day).roles:
        raise NotAllowed("只有科室（大队）负责人和局领导可以开始年度动态调整")
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        if GradingRun.objects.filter(agency=agency, state__in=(*OPEN, "confirming")).exists():
            raise NotAllowed("还有一次动态调整没有确认，先确认或者撤回")
        last = GradingRun.objects.filter(agency=agency, year=day.year).aggregate(n=Max("number"))["n"] or 0
        return GradingRun.objects.create(agency=agency, year=day.year, number=last + 1, rule=scheme_of(agency, day).rule[:64], on=day,
                                         total=directory(agency).count(), made_at=moment, by=by)


def advance(run: GradingRun, seconds: float) -> GradingRun:
    """Compute on for about so many seconds. Safe to call from several places: a slice is kept once."""
    until = time.monotonic() + seconds
    while run.state == "computing":
        firms = firms_after(directory(run.agency), run.last)
        if not firms:
            return _finish(run)
        found, held = grading.grades(firms, run.on), standing_of([f.pk for f in firms], "grade", clock_now().date())
        if not _keep(run, [_row(run, f, found[f.pk], held.get(f.pk)) for f in firms], firms[-1].pk):
            return run
        if time.monotonic() > until:
            return run
    return run


def _row(run: GradingRun, firm: Enterprise, found: Any, held: Standing | None) -> GradingRow:
    """An override in force goes on holding, unless a veto will end it: the run does not lift it."""
    made = grading.computed(firm.pk, found)
    kept = held is not None and held.origin == OVERRIDE and not found.vetoes
    after = held.value if held is not None and kept else made.value
    detail = {**made.detail, "key": made.key, "key_detail": made.key_detail, "was_key": bool(firm.key_unit)}
    if held is not None and kept:
        detail["holds"] = {"value": held.value, "until": str(held.until or ""), "reason": held.reason}
    return GradingRow(run=run, enterprise=firm, before=firm.grade, after=after, tenths=made.tenths, changed=firm.grade != after,
                      detail=detail)


def _keep(run: GradingRun, rows: list[GradingRow], last: int) -> bool:
    with transaction.atomic():
        moved = GradingRun.objects.filter(pk=run.pk, state="computing", last=run.last).update(last=last)
        if not moved:
            run.refresh_from_db()
            return False
        GradingRow.objects.bulk_create(rows, batch_size=SLICE)
    run.last = last
    return True


def _finish(run: GradingRun) -> GradingRun:
    counts = counted(run)
    GradingRun.objects.filter(pk=run.pk, state="computing").update(state="ready", counts=counts, total=counts["rows"])
    run.refresh_from_db()
    return run


def counted(run: GradingRun) -> dict[str, Any]:
    """The figures of the report: rows by grade before and after, the matrix, vetoes, overrides, key class."""
    cells = list(GradingRow.objects.filter(run=run).order_by().values_list("before", "after").annotate(n=Count("pk")))
    before, after = Counter[str](), Counter[str]()
    for old, new, n in cells:
        before[old] += n
        after[new] += n
    keys = dict(GradingRow.objects.filter(run=run).order_by().values_list("detail__key").annotate(n=Count("pk")))
    rows = GradingRow.objects.filter(run=run)
    return {"matrix": sorted([list(c) for c in cells]), "before": dict(before), "after": dict(after), "rows": sum(before.values()),
            "changed": sum(n for old, new, n in cells if old != new), "up": sum(n for old, new, n in cells if old and new < old),
            "down": sum(n for old, new, n in cells if old and new > old), "first": before[""],
            "vetoed": rows.filter(detail__vetoed=True).count(), "key": keys.get("key", 0),
            "overrides": rows.filter(detail__has_key="override").count()}


def set_row(row: GradingRow, value: str, *, reason: str, until: date, by: Person) -> None:
    """Override one row before the run is confirmed; "" takes the override back. What was computed stays in the row."""
    run = row.run
    if not HEADS & visible_to(by, clock_now().date()).roles:
        raise NotAllowed("只有科室（大队）负责人和局领导可以人工调整")
    with transaction.atomic():
        held = GradingRun.objects.select_for_update().get(pk=run.pk)
        if held.state != "ready":
            raise NotAllowed("这次动态调整已经确认、撤回，或者还没有算完")
        detail = {k: v for k, v in row.detail.items() if k != "override"}
        if value:
            computed = Standing(value=detail["grade"], detail=detail)
            check(row.enterprise, "grade", value, reason, until, computed, held.on)
            detail["override"] = {"value": value, "reason": reason.strip()[:400], "until": until.isoformat(), "by": by.pk, "name": by.name}
        row.detail, row.after = detail, value or (detail["holds"]["value"] if "holds" in detail else detail["grade"])
        row.changed = row.before != row.after
        row.save(update_fields=["detail", "after", "changed"])
        GradingRun.objects.filter(pk=run.pk).update(counts=counted(run))


def ask_confirm(run: GradingRun, *, by: Person) -> Written | None:
    """Confirm at once, or, for a long run, leave the writing to the worker: None. Refuses as :func:`confirm` does."""
    if run.counts.get("rows", 0) <= AT_ONCE:
        return confirm(run, by=by)
    _may_confirm(by)
    if not GradingRun.objects.filter(pk=run.pk, state="ready").update(state="confirming", confirmed_at=clock_now(), confirmed_by=by):
        raise NotAllowed("这次动态调整还没有算完，或者已经确认、撤回")
    run.refresh_from_db()
    return None


def confirm_waiting() -> int:
    """Write the runs a head has confirmed and the page left to the worker; how many enterprises were written."""
    seen = 0
    for run in GradingRun.objects.filter(state="confirming").select_related("confirmed_by"):
        if run.confirmed_by is not None:
            seen += confirm(run, by=run.confirmed_by).seen
    return seen


def _may_confirm(by: Person) -> None:
    if "bureau_head" not in visible_to(by, clock_now().date()).roles:
        raise NotAllowed("年度动态调整由局领导确认")


def confirm(run: GradingRun, *, by: Person) -> Written:
    """Put the whole run into force, all or nothing. Only a head of the bureau; NotAllowed unless it is ready."""
    moment = clock_now()
    _may_confirm(by)
    done, skipped, last = Written(), 0, 0
    with transaction.atomic():
        waiting = GradingRun.objects.filter(pk=run.pk, state__in=("ready", "confirming"))
        if not waiting.update(state="confirmed", confirmed_at=moment, confirmed_by=by):
            raise NotAllowed("这次动态调整还没有算完，或者已经确认、撤回")
        while part := list(GradingRow.objects.filter(run=run, enterprise__gt=last).select_related("enterprise").order_by("enterprise")[:SLICE]):
            last = part[-1].enterprise_id
            newer = _graded_since(run, [r.enterprise_id for r in part])
            taken = [r for r in part if r.enterprise_id not in newer]
            skipped += len(part) - len(taken)
            done += _write(run, taken, by)
        counts = {**counted(run), "skipped": skipped, "written": done.changed}
        GradingRun.objects.filter(pk=run.pk).update(counts=counts)
    run.refresh_from_db()
    return done


def _graded_since(run: GradingRun, ids: list[int]) -> set[int]:
    return set(Standing.objects.filter(enterprise__in=ids, kind="grade", origin="computed", made_at__gt=run.made_at)
               .values_list("enterprise", flat=True))


def _write(run: GradingRun, rows: list[GradingRow], by: Person) -> Written:
    moment = clock_now()
    on = moment.date()
    held = {r.enterprise_id: r.detail["override"] for r in rows if "override" in r.detail}
    made = [Computed(r.enterprise_id, r.detail["grade"], r.tenths, {k: v for k, v in r.detail.items() if k not in (
        "override", "holds", "key", "key_detail", "was_key")}, r.detail["key"], r.detail["key_detail"]) for r in rows]
    Standing.objects.filter(enterprise__in=list(held), kind="grade", origin="override", ended_on=None).update(
        ended_on=on, ended_reason="年度动态调整时另行调整")
    Standing.objects.bulk_create([
        Standing(enterprise=r.enterprise, kind="grade", value=o["value"], since=on, until=date.fromisoformat(o["until"]), tenths=r.tenths,
                 origin="override", detail={"instead_of": r.detail["grade"], "vetoes": [v[0] for v in r.detail["vetoes"]]},
                 reason=o["reason"], run=run, by_id=o["by"], made_at=moment)
        for r in rows if (o := held.get(r.enterprise_id)) is not None])
    return grading.write(made, [r.enterprise for r in rows], on, by=by, at=moment, origin="run", run=run)


def withdraw(run: GradingRun, reason: str, *, by: Person) -> None:
    """Drop a run that was not confirmed; its rows go, that it was begun stays."""
    if not HEADS & visible_to(by, clock_now().date()).roles:
        raise NotAllowed("只有科室（大队）负责人和局领导可以撤回")
    with transaction.atomic():
        if not GradingRun.objects.filter(pk=run.pk, state__in=OPEN).update(state="withdrawn", says=f"{by.name}：{reason.strip()}"[:300]):
            raise NotAllowed("这次动态调整已经确认或者撤回")
        GradingRow.objects.filter(run=run).delete()
    run.refresh_from_db()
