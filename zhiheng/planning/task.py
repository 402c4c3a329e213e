"""What a schedule is asked and what it answers. A day holds no more visits than the officers who are there can make."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ortools.sat.python import cp_model

Progress = Callable[[str, int], None]
"""Told what is going on and how far, in percent."""


@dataclass(frozen=True)
class Inspector:
    """``off``: days on leave or at other duties. Without areas he goes everywhere."""

    id: str
    name: str
    fields: frozenset[str]
    areas: frozenset[str] = frozenset()
    off: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Visit:
    """One visit to plan. ``half_days`` of each officer (2 = a day). ``on`` and ``officers`` are given when pinned.

    ``earliest`` and ``latest`` bound the first day, both inclusive.
    """

    id: str
    firm: str
    field: str
    area: str
    earliest: date
    latest: date
    half_days: int = 2
    on: date | None = None
    officers: tuple[str, ...] = ()
    pinned: bool = False

    @property
    def length(self) -> int:
        """Working days it takes."""
        return max(1, (self.half_days + 1) // 2)

    @property
    def per_day(self) -> int:
        """Half-days of an officer on each of its days."""
        return min(2, self.half_days)


@dataclass(frozen=True)
class Task:
    """All that is asked. ``targets``: (last day, share) such as the end of June with 0.6."""

    visits: tuple[Visit, ...]
    officers: tuple[Inspector, ...]
    days: tuple[date, ...]
    recused: frozenset[tuple[str, str]] = frozenset()  # (officer, firm)
    targets: tuple[tuple[date, float], ...] = ()
    officers_each: int = 2


@dataclass(frozen=True)
class Schedule:
    """``visits`` with day and officers; ``unplaced`` (visit id, why). ``loads``: half-days by officer."""

    visits: tuple[Visit, ...]
    unplaced: tuple[tuple[str, str], ...]
    loads: Mapping[str, int]
    moved: tuple[str, ...] = field(default=())


def fits(task: Task, visit: Visit, officer: Inspector) -> str:
    """Why an officer cannot make a visit on any day; empty when he can."""
    if visit.field and visit.field not in officer.fields:
        return f"{officer.name}的执法证不含「{visit.field}」领域"
    if officer.areas and visit.area not in officer.areas:
        return f"{officer.name}的执法区域不含「{visit.area}」"
    if (officer.id, visit.firm) in task.recused:
        return f"{officer.name}申报了与该单位的利害关系，应当回避"
    return ""


def loads_of(task: Task, visits: Sequence[Visit]) -> dict[str, int]:
    """Half-days by officer."""
    loads = {o.id: 0 for o in task.officers}
    for visit in visits:
        for officer in visit.officers:
            loads[officer] = loads.get(officer, 0) + visit.half_days
    return loads



def span_of(task: Task, visit: Visit, start: int) -> Sequence[date]:
    """The working days of a visit that begins on day number ``start``."""
    return task.days[start:start + visit.length]


def taken_by(task: Task, visits: Sequence[Visit]) -> dict[tuple[str, date], int]:
    """Half-days every officer already has on a day, (officer, day) to 1 or 2."""
    at = {d: n for n, d in enumerate(task.days)}
    taken: dict[tuple[str, date], int] = {}
    for visit in visits:
        for day in span_of(task, visit, at[visit.on]) if visit.on in at else ():
            for officer in visit.officers:
                taken[officer, day] = taken.get((officer, day), 0) + visit.per_day
    return taken


def solver(seconds: float, workers: int) -> cp_model.CpSolver:
    """A solver with a limit of time and a fixed seed."""
    found = cp_model.CpSolver()
    found.parameters.max_time_in_seconds = seconds
    found.parameters.num_workers = workers
    found.parameters.random_seed = 7
    return found


SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)
