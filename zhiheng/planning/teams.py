"""Then the people, day by day: whoever has least so far goes first, as certificates, areas and interests let him."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ortools.sat.python import cp_model

from zhiheng.planning.task import SOLVED, Inspector, Progress, Task, Visit, solver, span_of

LOST = 1_000_000


def find_teams(task: Task, visits: Sequence[Visit], able: Mapping[str, Sequence[Inspector]], workers: int,
               tell: Progress = lambda words, percent: None) -> tuple[list[Visit], list[Visit]]:
    """(with a team, without): one small exact model a day, from the first to the last. Pinned people stay pinned. After each
    day ``tell`` hears how many are placed, between 45 and 85 percent."""
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.on is not None:
            by_day[visit.on].append(visit)
    at = {d: n for n, d in enumerate(task.days)}
    taken: dict[tuple[str, date], int] = defaultdict(int)
    load = {o.id: 0 for o in task.officers}
    done: list[Visit] = []
    left: list[Visit] = []
    for day in sorted(by_day):
        for visit, team in _one_day(task, by_day[day], able, taken, load, at[day], workers):
            if not team:
                left.append(visit)
                continue
            done.append(replace(visit, officers=team))
            for officer in team:
                load[officer] += visit.half_days
                for each in span_of(task, visit, at[day]):
                    taken[officer, each] += visit.per_day
        tell(f"排人员，已排 {len(done)} 家次", 45 + 40 * (len(done) + len(left)) // len(visits))
    return done, left


def _one_day(task: Task, visits: Sequence[Visit], able: Mapping[str, Sequence[Inspector]],
             taken: Mapping[tuple[str, date], int], load: Mapping[str, int], start: int, workers: int
             ) -> list[tuple[Visit, tuple[str, ...]]]:
    """A team for each visit that begins on this day; empty where none is found. The least loaded are preferred."""
    model = cp_model.CpModel()
    goes: dict[tuple[str, str], cp_model.IntVar] = {}
    busy: dict[tuple[str, date], list[cp_model.LinearExpr]] = defaultdict(list)
    terms: list[cp_model.IntVar] = []
    costs: list[int] = []
    for n, visit in enumerate(visits):
        span = span_of(task, visit, start)
        without = model.new_bool_var(f"w{n}")
        terms.append(without)
        costs.append(LOST)
        mine = []
        for officer in able[visit.id]:
            if officer.off & set(span) or any(taken.get((officer.id, d), 0) + visit.per_day > 2 for d in span):
                continue
            going = goes[visit.id, officer.id] = model.new_bool_var(f"g{n}_{officer.id}")
            mine.append(going)
            terms.append(going)
            costs.append(_cost(load[officer.id], visit, officer))
            for d in span:
                busy[officer.id, d].append(visit.per_day * going)
        model.add(sum(mine) + task.officers_each * without == task.officers_each)
    for (officer_id, d), at_once in busy.items():
        model.add(sum(at_once) <= 2 - taken.get((officer_id, d), 0))
    model.minimize(cp_model.LinearExpr.weighted_sum(terms, costs))
    found = solver(2, workers)
    if found.solve(model) not in SOLVED:
        return [(v, ()) for v in visits]
    return [(v, _team(task, v, able[v.id], goes, found)) for v in visits]


def _cost(load: int, visit: Visit, officer: Inspector) -> int:
    """Squared, so that two who have little are better than one who has none and one who has much."""
    return 0 if visit.pinned and officer.id in visit.officers else (load + 1) ** 2


def _team(task: Task, visit: Visit, able: Sequence[Inspector], goes: Mapping[tuple[str, str], cp_model.IntVar],
          found: cp_model.CpSolver) -> tuple[str, ...]:
    team = tuple(o.id for o in able if (visit.id, o.id) in goes and found.value(goes[visit.id, o.id]))
    return team if len(team) == task.officers_each else ()
