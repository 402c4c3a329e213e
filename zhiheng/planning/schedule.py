"""Which visit on which day by which two officers; and what changes when somebody falls ill.

Days first, then people, then those left over in the gaps. An officer goes where certificate, area and declared
interests let him, never to more than a day holds, and the load is even.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from zhiheng.planning.mend import mend
from zhiheng.planning.shift import shift
from zhiheng.planning.squeeze import squeeze
from zhiheng.planning.task import (
    Inspector,
    Progress,
    Schedule,
    Task,
    Visit,
    fits,
    loads_of,
    span_of,
    taken_by,
)
from zhiheng.planning.teams import find_teams
from zhiheng.planning.visit_days import find_days

NOWHERE = "窗口期内没有一天有足够的合格人员"
BATCH = 40
"""Left-over visits are fitted in so many at a time: the model stays small."""

__all__ = ["Inspector", "Schedule", "Task", "Visit", "fits", "replan", "solve"]


def solve(task: Task, *, seconds: float = 50, workers: int = 2, progress: Progress | None = None) -> Schedule:
    """Plan the year. Visits no day or no team can be found for come back unplaced with the reason; the rest stands."""
    tell = progress or (lambda words, percent: None)
    tell("核对每次检查可派的人员", 5)
    able = {v.id: [o for o in task.officers if not fits(task, v, o)] for v in task.visits}
    hopeless = {v.id: _why_nobody(task, v) for v in task.visits if len(able[v.id]) < task.officers_each}
    hopeless |= _never_two(task, [v for v in task.visits if v.id not in hopeless], able)
    tell("排日期", 10)
    days, lost = find_days(task, [v for v in task.visits if v.id not in hopeless], able, seconds * 0.4, workers)
    tell("排人员", 45)
    dated = [replace(v, on=days[v.id]) for v in task.visits if v.id in days]
    done, left = find_teams(task, dated, able, workers, tell)
    tell(f"安排余下的检查，已排 {len(done)} 家次", 86)
    mended, unplaced = _fit_in(task, done, left, seconds * 0.3, workers)
    tell("核对结果", 98)
    return Schedule(tuple(mended), (*hopeless.items(), *lost.items(), *unplaced.items()), loads_of(task, mended))


def _fit_in(task: Task, done: list[Visit], left: Sequence[Visit], seconds: float, workers: int
            ) -> tuple[list[Visit], dict[str, str]]:
    """Visits without a team on their day: another day of their window, a batch at a time."""
    placed: list[Visit] = list(done)
    unplaced: dict[str, str] = {}
    batches = [left[n:n + BATCH] for n in range(0, len(left), BATCH)]
    for batch in batches:
        changed, none = mend(task, batch, taken_by(task, placed), task.days[0], seconds / len(batches), workers)
        placed += changed.values()
        unplaced |= none
    return _squeezed(task, placed, [v for v in left if v.id in unplaced], unplaced, task.days[0], workers)


def _squeezed(task: Task, placed: list[Visit], left: Sequence[Visit], unplaced: dict[str, str], since: date, workers: int
              ) -> tuple[list[Visit], dict[str, str]]:
    """What fits nowhere by itself: colleagues of one day change places for it."""
    still = dict(unplaced)
    for visit in left:
        found = squeeze(task, placed, visit, since, workers)
        if found is not None:
            placed, _ = found, still.pop(visit.id)
    return placed, still


def replan(task: Task, planned: Sequence[Visit], *, since: date, seconds: float = 30, workers: int = 2) -> Schedule:
    """Mend a schedule after leave was added to ``task.officers``. Visits before ``since`` are past and stay.

    Touched are visits with an officer who is away on one of their days or is not fit any more. All others keep day and
    people, unless a touched visit finds room only when others move: then the fewest that must.
    """
    at = {d: n for n, d in enumerate(task.days)}
    people = {o.id: o for o in task.officers}
    touched = [v for v in planned if v.on and v.on >= since and _broken(task, v, people, at)]
    if not touched:
        return Schedule(tuple(planned), (), loads_of(task, planned))
    gone = {v.id for v in touched}
    kept = [v for v in planned if v.id not in gone]
    changed, unplaced = mend(task, touched, taken_by(task, kept), since, seconds, workers)
    homeless = [v for v in touched if v.id in unplaced]
    placed, homeless = shift(task, [*kept, *changed.values()], homeless, since, seconds, workers) if homeless else (
        [*kept, *changed.values()], [])
    mended, still = _squeezed(task, placed, homeless, {v.id: NOWHERE for v in homeless}, since, workers)
    now = {v.id: v for v in mended}
    out = tuple(now[v.id] for v in planned if v.id in now)
    moved = tuple(v.id for v in planned if now.get(v.id) != v)
    return Schedule(out, tuple(still.items()), loads_of(task, out), moved)


def _broken(task: Task, visit: Visit, people: dict[str, Inspector], at: dict[date, int]) -> bool:
    days = set(span_of(task, visit, at[visit.on])) if visit.on in at else set()
    return any(o not in people or people[o].off & days or fits(task, visit, people[o]) for o in visit.officers)


def _never_two(task: Task, visits: Sequence[Visit], able: dict[str, list[Inspector]]) -> dict[str, str]:
    """Visits for which enough people are fit, but never there on one day of the window: leave, certificates that end."""
    there: dict[frozenset[str], set[date]] = {}
    found = {}
    for visit in visits:
        people = frozenset(o.id for o in able[visit.id])
        if people not in there:
            there[people] = {d for d in task.days if sum(d not in o.off for o in able[visit.id]) >= task.officers_each}
        days = [d for d in task.days if visit.earliest <= d <= visit.latest]
        if days and not any(d in there[people] for d in days):
            found[visit.id] = (f"{days[0]} 至 {days[-1]} 没有一天有 {task.officers_each} 名符合条件的人员在岗（请假或者执法证到期）")
    return found


def _why_nobody(task: Task, visit: Visit) -> str:
    reasons = [why for o in task.officers if (why := fits(task, visit, o))]
    return f"符合条件的人员不足 {task.officers_each} 名：" + "；".join(reasons[:3]) + (" 等" if len(reasons) > 3 else "")
