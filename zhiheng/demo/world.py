"""The order of a simulated year: many matters at once, each waking at its own moment, nothing after the present."""
from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime
from random import Random

from zhiheng.actions import checkpoint
from zhiheng.demo.desk import Matter
from zhiheng.demo.house import House, Team
from zhiheng.demo.inspecting import Visit, inspect
from zhiheng.demo.pace import Pace, moment, workday
from zhiheng.demo.prosecuting import Case, prosecute
from zhiheng.demo.rectifying import Mending, rectify
from zhiheng.records.models import Enterprise

Steps = Iterator[datetime]
Progress = Callable[[datetime, int], None]


class World:
    """Wakes every story in the order of time until ``end``; makes the checkpoint of every month's first working day."""

    def __init__(self, house: House, end: datetime, seed: int) -> None:
        self.house, self.end, self.random = house, end, Random(seed)
        self._waiting: list[tuple[datetime, int, Steps]] = []
        self._count = 0
        self.steps = 0

    def start(self, when: datetime, steps: Steps) -> None:
        """Let a story begin at a moment."""
        self._count += 1
        heapq.heappush(self._waiting, (when, self._count, steps))

    def run(self, progress: Progress | None = None) -> None:
        """Play everything up to the end."""
        while self._waiting and self._waiting[0][0] <= self.end:
            when, _, steps = heapq.heappop(self._waiting)
            following = next(steps, None)
            self.steps += 1
            if progress is not None:
                progress(when, self.steps)
            if following is not None:
                self.start(following, steps)

    def matter(self, team: Team, when: datetime, no: str = "") -> Matter:
        random = Random(self.random.random())
        return Matter(team, Pace(when, random), random, no)

    # --- stories bound to each other -----------------------------------------------------------------------------

    def visit(self, day: date, firm: Enterprise, visit: Visit, team: Team, *, mending: Mending | None = None,
              case: Callable[[date], Case] | None = None) -> None:
        """An inspection planned on a day; what it brings follows by itself. ``case`` is made with the day of the visit."""
        when = moment(workday(day), 14, self.random.randint(0, 59))
        self.start(when, self._visit(self.matter(team, when), firm, visit, mending or Mending(), case))

    def _visit(self, m: Matter, firm: Enterprise, visit: Visit, mending: Mending,
               case: Callable[[date], Case] | None) -> Steps:
        ordered = proposed = False
        for when in inspect(m, firm, visit):
            if visit.rectification and not ordered:
                ordered = True
                self._mend(m, firm, visit, mending)
            if visit.lead and not proposed:
                proposed = True
                self._prosecute(m, visit, case)
            yield when
        if visit.rectification and not ordered:
            self._mend(m, firm, visit, mending)

    def _mend(self, m: Matter, firm: Enterprise, visit: Visit, mending: Mending) -> None:
        mender = self.matter(m.team, m.pace.now, visit.rectification)
        self.start(mender.pace.now, self._mended(mender, firm, mending, m))

    def _mended(self, mender: Matter, firm: Enterprise, mending: Mending, m: Matter) -> Steps:
        """After the rectification is concluded the inspection is closed (安全生产法 65: nothing stays open)."""
        yield from rectify(mender, firm, mending)
        if mender.file.ended_at is None:
            return
        m.pace.at(mender.pace.now)
        yield m.pace.on(2, 16)
        if m.file.stage == "complete":
            m.do("close", {"closed_on": m.pace.day})

    def _prosecute(self, m: Matter, visit: Visit, case: Callable[[date], Case] | None) -> None:
        if case is None:
            return
        handler = self.matter(m.team, m.pace.now, visit.lead)
        made = case(m.pace.now.date())
        first = made.anchors.get("file_case")
        handler.pace.until(first, 9) if first else handler.pace.on(2, 9)
        self.start(handler.pace.now, prosecute(handler, made))

    def case(self, day: date, case: Case, team: Team) -> None:
        """A case that begins with a lead of its own."""
        when = moment(workday(day), 9, self.random.randint(0, 59))
        self.start(when, prosecute(self.matter(team, when), case))

    def checkpoints(self, first: date) -> None:
        """Daily in life; here once a month, and on the last day."""
        self.start(moment(workday(first), 8, 20), self._monthly(first))

    def _monthly(self, day: date) -> Steps:
        while True:
            for agency in self.house.agencies.values():
                checkpoint.make(agency, at=moment(workday(day), 8, 20))
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
            yield moment(workday(day), 8, 20)
