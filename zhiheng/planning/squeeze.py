"""A visit that fits on no day as things stand: on which day would it, if colleagues there changed places?

Nobody's day moves; on one day people change between visits, as few as possible.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ortools.sat.python import cp_model

from zhiheng.planning.task import SOLVED, Task, Visit, fits, solver, span_of, taken_by

ENOUGH = 2
"""So few changed people are taken at once; otherwise every day of the window is tried."""


def squeeze(task: Task, placed: Sequence[Visit], visit: Visit, since: date, workers: int) -> list[Visit] | None:
    """All visits with ``visit`` among them, or None. ``placed`` keep their days; pinned ones keep their people."""
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for other in placed:
        if other.on is not None:
            by_day[other.on].append(other)
    best: tuple[int, dict[str, Visit]] | None = None
    for start in _days(task, visit, since):
        day = task.days[start]
        here = by_day[day]
        ids = {v.id for v in here}
        taken = taken_by(task, [v for v in placed if v.id not in ids])
        found = shuffle(task, [*here, replace(visit, on=day)], taken, start, workers)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
            if best[0] <= ENOUGH:
                break
    return None if best is None else [best[1].pop(v.id, v) for v in placed] + list(best[1].values())


def _days(task: Task, visit: Visit, since: date) -> list[int]:
    """Days it may begin on, those nearest to its old day first."""
    last = len(task.days) - visit.length
    found = [n for n, d in enumerate(task.days[:last + 1]) if max(since, visit.earliest) <= d <= visit.latest]
    if visit.pinned:
        return [n for n in found if task.days[n] == visit.on]
    near = visit.on or visit.earliest
    return sorted(found, key=lambda n: abs((task.days[n] - near).days))


def shuffle(task: Task, visits: Sequence[Visit], taken: Mapping[tuple[str, date], int], start: int, workers: int
             ) -> tuple[int, dict[str, Visit]] | None:
    """(people changed, the day's visits with their teams); None when not all of them get one."""
    model = cp_model.CpModel()
    goes: dict[tuple[str, str], cp_model.IntVar] = {}
    busy: dict[tuple[str, date], list[cp_model.LinearExpr]] = defaultdict(list)
    strange = []
    for n, visit in enumerate(visits):
        span = span_of(task, visit, start)
        mine = []
        for officer in task.officers:
            if fits(task, visit, officer) or officer.off & set(span) or (visit.pinned and officer.id not in visit.officers):
                continue
            going = goes[visit.id, officer.id] = model.new_bool_var(f"g{n}_{officer.id}")
            mine.append(going)
            if officer.id not in visit.officers:
                strange.append(going)
            for d in span:
                busy[officer.id, d].append(visit.per_day * going)
        if len(mine) < task.officers_each:
            return None
        model.add(sum(mine) == task.officers_each)
    for (officer_id, d), at_once in busy.items():
        model.add(sum(at_once) <= 2 - taken.get((officer_id, d), 0))
    model.minimize(cp_model.LinearExpr.sum(strange))
    found = solver(1, workers)
    if found.solve(model) not in SOLVED:
        return None
    teams = {v.id: replace(v, officers=tuple(o.id for o in task.officers if (v.id, o.id) in goes
                                             and found.value(goes[v.id, o.id]))) for v in visits}
    return round(found.objective_value), teams
