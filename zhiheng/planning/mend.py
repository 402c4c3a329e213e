"""Visits that need another day or other people, fitted in between all the others, which stay as they are."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ortools.sat.python import cp_model

from zhiheng.planning.task import SOLVED, Task, Visit, fits, solver

MOVE, SWAP, NONE = 100, 10, 100_000


def mend(task: Task, touched: Sequence[Visit], taken: Mapping[tuple[str, date], int], since: date, seconds: float,
         workers: int) -> tuple[dict[str, Visit], dict[str, str]]:
    """(changed visits by id, visits for which nothing was found with the reason). The fewest days are moved, then the
    fewest people changed. ``taken``: half-days of the others by (officer, day)."""
    model = cp_model.CpModel()
    load: dict[tuple[str, date], list[cp_model.LinearExpr]] = defaultdict(list)
    starts: dict[tuple[str, int], cp_model.IntVar] = {}
    goes: dict[tuple[str, int, str], cp_model.IntVar] = {}
    cost: list[cp_model.LinearExpr] = []
    none = {v.id: model.new_bool_var(f"n{v.id}") for v in touched}
    for visit in touched:
        for n in _starts(task, visit, since):
            _offer(model, task, visit, n, taken, load, starts, goes, cost)
        mine = [b for (key, _), b in starts.items() if key == visit.id]
        model.add(sum(mine) + none[visit.id] == 1)
        cost.append(NONE * none[visit.id])
    for (officer, day), terms in load.items():
        model.add(sum(terms) <= 2 - taken.get((officer, day), 0))
    model.minimize(sum(cost))
    found = solver(seconds, workers)
    if found.solve(model) not in SOLVED:
        return {}, {v.id: "没有找到可行的安排" for v in touched}
    changed = {}
    for visit in touched:
        for (key, n), begun in starts.items():
            if key == visit.id and found.value(begun):
                team = tuple(o.id for o in task.officers if (key, n, o.id) in goes and found.value(goes[key, n, o.id]))
                changed[key] = replace(visit, on=task.days[n], officers=team)
    unplaced = {v.id: "窗口期内没有一天有足够的合格人员" for v in touched if v.id not in changed}
    return changed, unplaced


def _starts(task: Task, visit: Visit, since: date) -> list[int]:
    last = len(task.days) - visit.length
    found = [n for n, d in enumerate(task.days[:last + 1]) if max(since, visit.earliest) <= d <= visit.latest]
    return [n for n in found if task.days[n] == visit.on] if visit.pinned else found


def _offer(model: cp_model.CpModel, task: Task, visit: Visit, n: int, taken: Mapping[tuple[str, date], int],
           load: dict[tuple[str, date], list[cp_model.LinearExpr]], starts: dict[tuple[str, int], cp_model.IntVar],
           goes: dict[tuple[str, int, str], cp_model.IntVar], cost: list[cp_model.LinearExpr]) -> None:
    """A first day with everybody who could go then; staying on the day and keeping a colleague costs nothing."""
    span = task.days[n:n + visit.length]
    free = [o for o in task.officers if not fits(task, visit, o) and not o.off & set(span)
            and all(taken.get((o.id, d), 0) + visit.per_day <= 2 for d in span)]
    if len(free) < task.officers_each:
        return
    begun = starts[visit.id, n] = model.new_bool_var(f"s{visit.id}_{n}")
    team = []
    for officer in free:
        going = goes[visit.id, n, officer.id] = model.new_bool_var(f"g{visit.id}_{n}_{officer.id}")
        team.append(going)
        for day in span:
            load[officer.id, day].append(visit.per_day * going)
        if officer.id not in visit.officers:
            cost.append(SWAP * going)
    model.add(sum(team) == task.officers_each * begun)
    if task.days[n] != visit.on:
        away = abs((task.days[n] - (visit.on or task.days[n])).days)
        cost.append((MOVE + min(away, 60)) * begun)
