"""When the days left are nearly full: the fewest visits change their day so that every visit has one again."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ortools.sat.python import cp_model

from zhiheng.planning.squeeze import shuffle
from zhiheng.planning.task import SOLVED, Task, Visit, fits, solver, taken_by
from zhiheng.planning.visit_days import apart, capacity, groups, window


def shift(task: Task, placed: Sequence[Visit], homeless: Sequence[Visit], since: date, seconds: float, workers: int
          ) -> tuple[list[Visit], list[Visit]]:
    """(placed, still homeless). Only visits on or after ``since`` move, pinned ones never; days that change get teams
    that differ from the old ones in as few people as possible."""
    past = [v for v in placed if v.on is None or v.on < since]
    ahead = [v for v in placed if v.on is not None and v.on >= since]
    days = _days(task, ahead, homeless, since, seconds, workers)
    if days is None:
        return list(placed), list(homeless)
    now = [replace(v, on=days[v.id]) for v in (*ahead, *homeless)]
    old = {v.id: v.on for v in ahead}
    changed = {d for v in now if old.get(v.id) != v.on for d in (old.get(v.id), v.on) if d is not None}
    return _teams(task, past, now, {v.id: v for v in homeless}, changed, workers)


def _days(task: Task, ahead: Sequence[Visit], homeless: Sequence[Visit], since: date, seconds: float, workers: int
          ) -> dict[str, date] | None:
    model = cp_model.CpModel()
    able = {v.id: [o for o in task.officers if not fits(task, v, o)] for v in (*ahead, *homeless)}
    at = {d: n for n, d in enumerate(task.days)}
    spans: dict[str, cp_model.IntervalVar] = {}
    starts: dict[str, cp_model.IntVar] = {}
    moves = []
    for n, visit in enumerate((*ahead, *homeless)):
        now = at.get(visit.on, -1) if visit.on else -1
        free = {k for k in window(task, visit) if task.days[k] >= since and not visit.pinned}
        stays = {now} if n < len(ahead) else set()
        if not free | stays:
            return None
        start = starts[visit.id] = model.new_int_var_from_domain(cp_model.Domain.from_values(sorted(free | stays)), f"s{n}")
        spans[visit.id] = model.new_fixed_size_interval_var(start, visit.length, f"i{n}")
        if n < len(ahead):
            moved = model.new_bool_var(f"m{n}")
            model.add(start == now).only_enforce_if(moved.negated())
            model.add_hint(start, now)
            moves.append(moved)
    both = [*ahead, *homeless]
    for members, there in groups(task, both, able):
        capacity(model, task, members, there, spans)
    apart(model, both, spans)
    model.minimize(cp_model.LinearExpr.sum(moves))
    found = solver(seconds, workers)
    if found.solve(model) not in SOLVED:
        return None
    return {v.id: task.days[found.value(starts[v.id])] for v in both}


def _teams(task: Task, past: Sequence[Visit], now: Sequence[Visit], homeless: dict[str, Visit], changed: set[date],
           workers: int) -> tuple[list[Visit], list[Visit]]:
    """People for the days that changed, one day after the other; who finds none is homeless still."""
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for visit in now:
        if visit.on is not None:
            by_day[visit.on].append(visit)
    settled: list[Visit] = list(past) + [v for d, vs in by_day.items() if d not in changed for v in vs]
    lost: list[Visit] = []
    for day in sorted(changed & by_day.keys()):
        here = by_day[day]
        while here:
            done = shuffle(task, here, taken_by(task, settled), task.days.index(day), workers)
            if done is not None:
                settled += done[1].values()
                break
            out = next((v for v in here if v.id in homeless), here[-1])
            here = [v for v in here if v.id != out.id]
            lost.append(homeless.get(out.id, out))
    return settled, lost
