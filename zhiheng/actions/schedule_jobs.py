"""Scheduling as a job: begun by a compiler, computed by a process of its own, watched, called off, finished or not at all.

What a job does stands in the history of the plan (register ``plan_job``), one line a step, so there is one truth for every
process: a plan has at most one job under way, and a job that was called off finds that out before it writes.
"""
from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from zhiheng.actions import changes, scheduling
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.plans import working
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Change, Person, Plan

JOB = "plan_job"
RUN, MEND = "run", "mend"
KINDS: Mapping[str, str] = {RUN: "自动排期", MEND: "按请假重排"}
BEGUN, STAGE, DONE, CANCELLED, FAILED = "begun", "stage", "done", "cancelled", "failed"
EVERY = 1.0
"""Seconds between two lines of progress."""
MOST_MOVES = 400


class Cancelled(NotAllowed):
    """The job was called off; nothing was written."""


@dataclass(frozen=True)
class Job:
    """A job as its lines say. ``percent`` of the work, ``seconds`` it took so far, ``words`` what it does."""

    plan: int
    number: int
    kind: str
    state: str
    reason: str
    by: str
    begun_at: datetime
    words: str = "等待开始"
    percent: int = 0
    seconds: float = 0.0
    process: tuple[str, int] = ("", 0)
    result: Mapping[str, Any] = field(default_factory=dict)

    @property
    def running(self) -> bool:
        return self.state in (BEGUN, STAGE)

    @property
    def lost(self) -> bool:
        """Its process is not there any more, so it will never end by itself."""
        host, pid = self.process
        if not self.running or host != socket.gethostname() or not pid:
            return False
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False


def latest(plan: int) -> Job | None:
    """The last job of a plan. One query."""
    last = Change.objects.filter(register=JOB, target=str(plan), what=BEGUN).order_by().values("target").annotate(n=Max("number")).values("n")
    rows = list(Change.objects.filter(register=JOB, target=str(plan), number__gte=last).select_related("by").order_by("number"))
    return _job(plan, rows) if rows else None


def _job(plan: int, rows: Sequence[Change]) -> Job:
    head, tail = rows[0], rows[-1]
    known: dict[str, Any] = {}
    for row in rows:
        known |= {name: now for name, (_, now) in row.fields.items()}
    ended = next((r for r in rows if r.what in (DONE, CANCELLED, FAILED)), None)
    process = known.get("process") or ("", 0)
    return Job(plan, head.number, str(known.get("kind", RUN)), ended.what if ended else tail.what, head.reason, head.by.name if head.by else "系统",
               head.at, str(known.get("words", "等待开始")), int(known.get("percent", 0)), float(known.get("seconds", 0)),
               (str(process[0]), int(process[1])), known.get("result") or {})


def begin(pk: int, by: Person | None, kind: str, reason: str = "") -> Job:
    """Open a job. NotAllowed for whoever does not compile, while another runs, for a closed plan, for a plan without visits."""
    if kind == MEND and len(reason.strip()) < 4:
        raise NotAllowed("重排须写明原因，例如谁从哪天到哪天请假")
    with transaction.atomic():
        plan = working(pk)
        if by is not None:
            scheduling.allowed(plan, by)
        job = latest(pk)
        if job is not None and job.running:
            if not job.lost:
                raise NotAllowed(f"{job.by}正在{KINDS[job.kind]}，排完或者取消以后才能再排")
            _note(pk, None, FAILED, {"words": "进程中断，没有写入任何内容"})
        if not plan.places.filter(state="planned", visit=None).exists():
            raise NotAllowed("计划里没有待排的家次，请先在第二步生成企业与频次")
        changes.note(JOB, pk, BEGUN, {"kind": [None, kind]}, by=by, at=clock_now(), reason=reason or KINDS[kind])
    made = latest(pk)
    assert made is not None
    return made


def cancel(pk: int, by: Person) -> None:
    """Call the job off: from here on it writes nothing. NotAllowed when none runs."""
    with transaction.atomic():
        plan = working(pk)
        scheduling.allowed(plan, by)
        job = latest(pk)
        if job is None or not job.running:
            raise NotAllowed("没有正在进行的排期")
        _note(pk, by, CANCELLED, {})


def drop(pk: int, says: str) -> None:
    """The process itself gives up: what was begun ends without a trace in the plan."""
    with transaction.atomic():
        working(pk)
        job = latest(pk)
        if job is not None and job.running:
            _note(pk, None, FAILED, {"words": says})


def idle(pk: int) -> None:
    """NotAllowed while a job runs: what it computes would be overtaken."""
    job = latest(pk)
    if job is not None and job.running and not job.lost:
        raise NotAllowed(f"{job.by}正在{KINDS[job.kind]}，排完或者取消以后再改期")


def launch(job: Job) -> None:
    """Work on it in a process of its own, so that pages answer meanwhile; it outlives the page, not the job's cancelling."""
    command = [sys.executable, "-m", "zhiheng", "plan", "work", str(job.plan), str(job.number)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    threading.Thread(target=process.wait, daemon=True).start()  # so that a dead one is seen to be dead


def work(pk: int, number: int, *, seconds: float = 50, workers: int = 2, tell: Callable[[str, int], None] = lambda words, percent: None
         ) -> scheduling.Scheduled:
    """Compute and write, telling how far it is. Raises Cancelled when called off, and what the scheduling raises; either way
    nothing of the schedule is written."""
    began = last = time.monotonic()
    _step(pk, number, {"process": [socket.gethostname(), os.getpid()], "words": "准备", "percent": 1})
    by = Change.objects.select_related("by").get(register=JOB, target=str(pk), number=number).by
    job = latest(pk)
    assert job is not None

    def heard(words: str, percent: int) -> None:
        nonlocal last
        tell(words, percent)
        if time.monotonic() - last >= EVERY or percent in (5, 10, 45):
            last = time.monotonic()
            _step(pk, number, {"words": words, "percent": percent, "seconds": round(last - began, 1)})

    def finish(found: scheduling.Scheduled) -> None:
        """In the transaction that writes: called off meanwhile means that nothing is written."""
        _still(pk, number)
        _note(pk, by, DONE, {"percent": 100, "seconds": round(time.monotonic() - began, 1), "result": _result(found)})

    try:
        if job.kind == MEND:
            return scheduling.mend(pk, by, job.reason, seconds=seconds * 0.6, progress=heard, workers=workers, finish=finish)
        return scheduling.run(pk, by, seconds=seconds, progress=heard, workers=workers, finish=finish)
    except Cancelled:
        raise
    except Exception as fault:  # whatever it was, the page must not wait for ever
        says = str(fault) if isinstance(fault, ZhihengError) else f"计算出错（{type(fault).__name__}），没有写入任何内容"
        _note(pk, None, FAILED, {"words": says, "seconds": round(time.monotonic() - began, 1)})
        raise


def _result(found: scheduling.Scheduled) -> dict[str, Any]:
    moves = [[m.item, m.was and m.was.isoformat(), m.on and m.on.isoformat(), list(m.had), list(m.has)] for m in found.moves if m.was]
    return {"placed": found.placed, "unplaced": [list(u) for u in found.unplaced], "moved": len(moves), "moves": moves[:MOST_MOVES],
            "loads": dict(found.loads), "behind": list(found.behind)}


def _still(pk: int, number: int) -> None:
    job = latest(pk)
    if job is None or job.number != number or not job.running:
        raise Cancelled("排期已经取消，没有写入任何内容")


def _step(pk: int, number: int, fields: Mapping[str, Any]) -> None:
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=pk)
        _still(pk, number)
        _note(pk, None, STAGE, fields)


def _note(pk: int, by: Person | None, what: str, fields: Mapping[str, Any]) -> None:
    changes.note(JOB, pk, what, {name: [None, value] for name, value in fields.items()}, by=by, at=clock_now())
