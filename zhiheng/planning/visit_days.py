"""First the days: every visit near its place in an even row, within what each day's officers can do."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from ortools.sat.python import cp_model

from zhiheng.planning.spread import keeps_targets, spread, wanted_of
from zhiheng.planning.task import SOLVED, Inspector, Task, Visit, solver


def window(task: Task, visit: Visit) -> list[int]:
    """Indexes of days a visit may begin on."""
    if visit.pinned and visit.on is not None:
        return [n for n, d in enumerate(task.days) if d == visit.on]
    last = len(task.days) - visit.length
    return [n for n, d in enumerate(task.days[:last + 1]) if visit.earliest <= d <= visit.latest]


def find_days(task: Task, visits: Sequence[Visit], able: Mapping[str, Sequence[Inspector]], seconds: float,
          workers: int) -> tuple[dict[str, date], dict[str, str]]:
    """A first day for each visit, near an even spread, within what each day's officers can do. The solver is asked only where
    the plain way leaves visits out or misses a target."""
    windows = {v.id: window(task, v) for v in visits}
    lost = {v.id: "计划期内没有可用的工作日" for v in visits if not windows[v.id]}
    held = [v for v in visits if windows[v.id]]
    aims = _aims(task, held, windows)
    plain = spread(task, held, groups(task, held, able), windows, aims)
    if len(plain) == len(held) and keeps_targets(task, held, plain):
        return {key: task.days[n] for key, n in plain.items()}, lost
    model = cp_model.CpModel()
    starts = {v.id: model.new_int_var_from_domain(cp_model.Domain.from_values(windows[v.id]), f"s{n}")
              for n, v in enumerate(held)}
    spans = {v.id: model.new_fixed_size_interval_var(starts[v.id], v.length, f"i{n}") for n, v in enumerate(held)}
    for group in groups(task, held, able):
        capacity(model, task, group[0], group[1], spans)
    apart(model, held, spans)
    misses = _reach(model, task, held, starts)
    strays = _near_even(model, held, windows, starts, aims, plain)
    model.minimize(sum(strays) + 1000 * sum(misses))
    found = solver(seconds, workers)
    found.parameters.relative_gap_limit = 0.05  # even enough: nobody notices a day
    if found.solve(model) not in SOLVED:
        return _fewer_days(task, held, able, seconds, workers, lost, plain)
    return {v.id: task.days[found.value(starts[v.id])] for v in held}, lost


def _fewer_days(task: Task, held: Sequence[Visit], able: Mapping[str, Sequence[Inspector]], seconds: float, workers: int,
                lost: dict[str, str], plain: Mapping[str, int]) -> tuple[dict[str, date], dict[str, str]]:
    """Too many visits for the days: as many as possible, pinned ones first, the others come back with the reason. Never fewer
    than ``plain`` has."""
    model = cp_model.CpModel()
    kept, spans = {}, {}
    starts = {}
    for n, v in enumerate(held):
        kept[v.id] = model.new_bool_var(f"k{n}")
        starts[v.id] = model.new_int_var_from_domain(cp_model.Domain.from_values(window(task, v)), f"s{n}")
        spans[v.id] = model.new_optional_fixed_size_interval_var(starts[v.id], v.length, kept[v.id], f"i{n}")
        model.add_hint(kept[v.id], v.id in plain)
        if v.id in plain:
            model.add_hint(starts[v.id], plain[v.id])
    for members, pairs in groups(task, held, able):
        capacity(model, task, members, pairs, spans)
    apart(model, held, spans)
    model.maximize(sum((10 if v.pinned else 1) * kept[v.id] for v in held))
    found = solver(seconds, workers)
    days = {key: task.days[n] for key, n in plain.items()}
    if found.solve(model) in SOLVED and sum(found.value(k) for k in kept.values()) >= len(plain):
        days = {v.id: task.days[found.value(starts[v.id])] for v in held if found.value(kept[v.id])}
    return days, lost | {v.id: "窗口期内每天可派的人员都已排满" for v in held if v.id not in days}


def groups(task: Task, visits: Sequence[Visit], able: Mapping[str, Sequence[Inspector]]
            ) -> list[tuple[list[Visit], dict[date, int]]]:
    """(visits, half-days of teams by day) for all visits together and for each set of officers some of them need."""
    by_set: dict[frozenset[str], list[Visit]] = defaultdict(list)
    for visit in visits:
        by_set[frozenset(o.id for o in able[visit.id])].append(visit)
    out = []
    everybody = frozenset(o.id for o in task.officers)
    for need in {everybody, *by_set}:
        members = [v for held, vs in by_set.items() if held <= need for v in vs]
        if len(need) == len(everybody) and need != everybody:
            continue
        there = {d: 2 * (sum(o.id in need and d not in o.off for o in task.officers) // task.officers_each)
                 for d in task.days}
        out.append((members, there))
    return out


def capacity(model: cp_model.CpModel, task: Task, members: Sequence[Visit], there: Mapping[date, int],
              spans: Mapping[str, cp_model.IntervalVar]) -> None:
    """No day takes more half-days than its teams have; days with fewer are filled up by blocks."""
    if not members:
        return
    most = max(there.values(), default=0)
    intervals = [spans[v.id] for v in members]
    demands = [v.per_day for v in members]
    for n, day in enumerate(task.days):
        if there[day] < most:
            intervals.append(model.new_fixed_size_interval_var(n, 1, f"b{n}"))
            demands.append(most - there[day])
    model.add_cumulative(intervals, demands, most)


def apart(model: cp_model.CpModel, visits: Sequence[Visit], spans: Mapping[str, cp_model.IntervalVar]) -> None:
    """Two visits to one enterprise never on one day."""
    by_firm: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_firm[visit.firm].append(visit)
    for held in by_firm.values():
        if len(held) > 1:
            model.add_no_overlap([spans[v.id] for v in held])


def _reach(model: cp_model.CpModel, task: Task, visits: Sequence[Visit], starts: Mapping[str, cp_model.IntVar]
           ) -> list[cp_model.IntVar]:
    """How many visits each target day is short of its share; zero wherever it can be kept."""
    misses = []
    for k, (day, wanted) in enumerate(task.targets):
        last = max((n for n, d in enumerate(task.days) if d <= day), default=-1)
        early = []
        for n, v in enumerate(visits):
            before = model.new_bool_var(f"t{k}_{n}")
            model.add(starts[v.id] + v.length - 1 <= last).only_enforce_if(before)
            early.append(before)
        miss = model.new_int_var(0, len(visits), f"m{k}")
        model.add(sum(early) + miss >= wanted_of(wanted, len(visits)))
        misses.append(miss)
    return misses


def _aims(task: Task, visits: Sequence[Visit], windows: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """Its place in an even row, for each visit; visits of one window are one row."""
    by_window: dict[tuple[int, int], list[Visit]] = defaultdict(list)
    for visit in visits:
        by_window[windows[visit.id][0], windows[visit.id][-1]].append(visit)
    return {v.id: _aim(task, first, last, n / (len(held) - 1) if len(held) > 1 else 0.5)
            for (first, last), held in by_window.items() for n, v in enumerate(held)}


def _near_even(model: cp_model.CpModel, visits: Sequence[Visit], windows: Mapping[str, Sequence[int]], starts: Mapping[str, cp_model.IntVar],
               aims: Mapping[str, int], plain: Mapping[str, int]) -> list[cp_model.IntVar]:
    """How far each visit lies from its place in an even row; the plain way is the hint to begin with."""
    strays = []
    for visit in visits:
        first, last = windows[visit.id][0], windows[visit.id][-1]
        stray = model.new_int_var(0, last - first + 1, f"d{visit.id}")
        model.add_abs_equality(stray, starts[visit.id] - aims[visit.id])
        model.add_hint(starts[visit.id], plain.get(visit.id, aims[visit.id]))
        strays.append(stray)
    return strays


def _aim(task: Task, first: int, last: int, share: float) -> int:
    """Where the visit lies that has ``share`` of its row before it. A row of the whole year runs evenly up to each target's
    day and evenly from there on, so that nothing is heaped up before it."""
    marks = [(0.0, first)]
    for day, wanted in task.targets:
        at = max((n for n, d in enumerate(task.days) if d <= day), default=-1)
        if first == 0 and marks[-1][1] < at < last and marks[-1][0] < wanted < 1:
            marks.append((wanted, at))
    marks.append((1.0, last))
    for (low, begin), (high, end) in pairwise(marks):
        if share <= high:
            return begin + round((end - begin) * (share - low) / (high - low))
    return last
