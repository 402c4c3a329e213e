"""The days without a solver: every visit on the free day nearest to its place in an even row.

Quick, and the same on a busy machine as on an idle one. Where it places all visits and keeps the targets nothing better is
looked for; otherwise the solver begins from what it found.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhiheng.planning.task import Task, Visit

Group = tuple[Sequence[Visit], Mapping[date, int]]


@dataclass
class Spread:
    """``at``: first day, as an index, of every visit placed."""

    task: Task
    room: list[list[int]]  # half-days of teams left, by group and day
    of: dict[str, list[int]]  # groups a visit counts in
    windows: Mapping[str, Sequence[int]]
    at: dict[str, int] = field(default_factory=dict)
    firms: set[tuple[str, int]] = field(default_factory=set)

    def free(self, visit: Visit, n: int) -> bool:
        span = range(n, n + visit.length)
        return all((visit.firm, k) not in self.firms and all(self.room[g][k] >= visit.per_day for g in self.of[visit.id]) for k in span)

    def put(self, visit: Visit, n: int, sign: int = 1) -> None:
        """On a day; ``sign`` -1 takes it off again."""
        for k in range(n, n + visit.length):
            for g in self.of[visit.id]:
                self.room[g][k] -= sign * visit.per_day
            (self.firms.add if sign > 0 else self.firms.discard)((visit.firm, k))
        if sign > 0:
            self.at[visit.id] = n

    def near(self, visit: Visit, aim: int) -> bool:
        """The free day nearest to ``aim``; False when there is none."""
        found = min((n for n in self.windows[visit.id] if self.free(visit, n)), key=lambda n: (abs(n - aim), n), default=None)
        if found is None:
            return False
        self.put(visit, found)
        return True


def spread(task: Task, visits: Sequence[Visit], groups: Sequence[Group], windows: Mapping[str, Sequence[int]],
           aims: Mapping[str, int]) -> dict[str, int]:
    """First day by visit; those for which no day was free are not in it. Pinned visits stand first, then narrow windows."""
    made = Spread(task, [[there[d] for d in task.days] for _, there in groups], {v.id: [] for v in visits}, windows)
    for g, (members, _) in enumerate(groups):
        for visit in members:
            made.of[visit.id].append(g)
    order = sorted(range(len(visits)), key=lambda n: (not visits[n].pinned, len(windows[visits[n].id]), n))
    for n in order:
        made.near(visits[n], aims[visits[n].id])
    _reach(made, visits)
    return made.at


def _reach(made: Spread, visits: Sequence[Visit]) -> None:
    """For a target that is missed, the visits just after its day go to the latest free days before it."""
    for day, wanted in made.task.targets:
        last = max((n for n, d in enumerate(made.task.days) if d <= day), default=-1)
        short = wanted_of(wanted, len(visits)) - sum(n + v.length - 1 <= last for v in visits if (n := made.at.get(v.id)) is not None)
        late = sorted((v for v in visits if not v.pinned and v.id in made.at and made.at[v.id] + v.length - 1 > last), key=lambda v: made.at[v.id])
        for visit in late:
            if short <= 0:
                break
            now = made.at[visit.id]
            made.put(visit, now, -1)
            to = next((n for n in reversed(made.windows[visit.id]) if n + visit.length - 1 <= last and made.free(visit, n)), None)
            made.put(visit, now if to is None else to)
            short -= to is not None


def wanted_of(share: float, count: int) -> int:
    """How many of ``count`` make up the share, rounded up."""
    return -int(-share * count // 1)


def keeps_targets(task: Task, visits: Sequence[Visit], at: Mapping[str, int]) -> bool:
    """Whether every target is reached by these days."""
    for day, wanted in task.targets:
        last = max((n for n, d in enumerate(task.days) if d <= day), default=-1)
        if sum(v.id in at and at[v.id] + v.length - 1 <= last for v in visits) < wanted_of(wanted, len(visits)):
            return False
    return True
