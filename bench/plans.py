"""A year's schedule: ``python -m bench.plans`` prints JSON. 2,000 visits, 250 days, 20 officers; then one of them falls ill.

Pure values, no database. The solver works with two workers (threads of one process), so process time is about twice the wall
time on two free cores; on a shared machine only process time means something, and both are said.
"""
from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bench.timing import row
from zhiheng.planning.schedule import replan, solve
from zhiheng.planning.task import Inspector, Schedule, Task, Visit

VISITS, DAYS, OFFICERS = 2_000, 250, 20
WORKERS = 2
BUDGET, MEND_BUDGET = 60, 30
"""Seconds of wall time on two cores of one's own."""
AREAS = ("城关镇", "青年镇", "丛林镇", "石桥镇", "东岭街道", "平山园区")
FIELDS = ("工贸", "危险化学品", "矿山", "烟花爆竹")


def instance(seed: int = 7) -> Task:
    """Officers with two to four fields, some limited to three townships, each with three weeks of leave; four visits in five
    are of one field, a third takes half a day, a twentieth two; enterprises of two visits a year have them in halves of it. Nine
    tenths of the officers' days of the first half-year are needed, so there is little room."""
    dice = random.Random(seed)
    first = date(2027, 1, 4)
    days = tuple(d for n in range(366) if (d := first + timedelta(days=n)).weekday() < 5)[:DAYS]
    people = tuple(_officer(n, days, dice) for n in range(OFFICERS))
    visits = tuple(v for n in range(VISITS * 5 // 6) for v in _visits(n, days, dice))[:VISITS]
    recused = frozenset((f"o{dice.randrange(OFFICERS)}", f"f{dice.randrange(VISITS)}") for _ in range(60))
    return Task(visits, people, days, recused, ((days[124], 0.6), (days[229], 1.0)))


def _officer(n: int, days: tuple[date, ...], dice: random.Random) -> Inspector:
    areas = frozenset(dice.sample(AREAS, 3)) if n % 5 == 4 else frozenset[str]()
    begin = dice.randrange(len(days) - 15)
    return Inspector(f"o{n}", f"员{n}", frozenset({"工贸", *dice.sample(FIELDS, 1 + n % 3)}), areas, frozenset(days[begin:begin + 15]))


def _visits(n: int, days: tuple[date, ...], dice: random.Random) -> list[Visit]:
    times = 2 if n % 5 == 0 else 1
    domain = dice.choices(FIELDS, (80, 15, 3, 2))[0]
    area = dice.choice(AREAS)
    half = dice.choices((2, 1, 4), (60, 35, 5))[0]
    end = 230
    return [Visit(f"v{n}-{k}", f"f{n}", domain, area, days[end * k // times], days[end * (k + 1) // times - 1], half) for k in range(times)]


def measured(work: Callable[[], Schedule]) -> tuple[Schedule, float, float]:
    """(answer, wall seconds, process seconds)."""
    wall, process = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - process


def main() -> list[dict[str, str]]:
    task = instance()
    found, wall, process = measured(lambda: solve(task, workers=WORKERS))
    spread = max(found.loads.values()) - min(found.loads.values())
    june = sum(v.on is not None and v.on <= task.targets[0][0] for v in found.visits)
    said = (f"{wall:.1f} s wall, {process:.1f} s process; {len(found.visits)} placed, {len(found.unplaced)} not, {june} by June, "
            f"{spread / 2:g} days between the least and the most busy")
    rows = [row(f"schedule {VISITS} x {DAYS} x {OFFICERS}", "-", said, "-", "-", f"{BUDGET} s", min(wall, process) < BUDGET)]
    ill = frozenset(task.days[60:80])
    sick = replace(task, officers=tuple(replace(o, off=o.off | ill) if o.id == "o3" else o for o in task.officers))
    mended, wall, process = measured(lambda: replan(sick, found.visits, since=task.days[60], workers=WORKERS))
    theirs = sum("o3" in v.officers and v.on in ill for v in found.visits)
    moved = (f"{wall:.1f} s wall, {process:.1f} s process; {theirs} visits of the ill officer, {len(mended.moved)} changed, "
             f"{len(mended.unplaced)} lost")
    return [*rows, row("replan four weeks of illness", "-", moved, "-", "-", f"{MEND_BUDGET} s", min(wall, process) < MEND_BUDGET)]


if __name__ == "__main__":
    print(json.dumps(main()))
    sys.exit(0)
