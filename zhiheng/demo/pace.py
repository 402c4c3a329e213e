"""Time as an office spends it: working days, office hours, a few minutes for every signature."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from zhiheng.kernel.clock import TZ
from zhiheng.law.calendars import calendar


def workday(day: date, count: int = 0) -> date:
    """``day`` itself when it is a working day (else the next one), then ``count`` working days further (or back)."""
    found = calendar().next_working_day(day) if count >= 0 else day
    return calendar().add(found, count) if count else found


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=TZ)


@dataclass
class Pace:
    """The moment a matter has reached; it only moves forward."""

    now: datetime
    random: Random

    def on(self, days: int, hour: int, minute: int | None = None) -> datetime:
        """``days`` working days later at about this hour; the new moment."""
        day = workday(self.now.date(), days)
        return self.at(moment(day, hour, self.random.randint(0, 40) if minute is None else minute))

    def until(self, day: date, hour: int) -> datetime:
        """That day (or the working day after it) at about this hour."""
        return self.at(moment(workday(day), hour, self.random.randint(0, 40)))

    def at(self, when: datetime) -> datetime:
        self.now = max(when, self.now + timedelta(minutes=1))
        return self.now

    def minutes(self, count: int) -> datetime:
        self.now += timedelta(minutes=count)
        return self.now

    @property
    def day(self) -> str:
        return self.now.astimezone(TZ).date().isoformat()

    def stamp(self, minutes: int = 0) -> str:
        """The moment as facts write it, ``minutes`` later (or earlier)."""
        return (self.now + timedelta(minutes=minutes)).isoformat()
