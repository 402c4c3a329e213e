"""Which rules bind an agency: those of its place, with the working-day calendar as the bureau has entered it."""
from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings

from zhiheng.actions import grading, local_sheets
from zhiheng.kernel.calendar import Calendar, YearCalendar
from zhiheng.kernel.situation import Rules
from zhiheng.law import local
from zhiheng.law.rules import once
from zhiheng.law.rules import rules as law_rules
from zhiheng.records.models import Agency, HolidayYear
from zhiheng.records.queries import caps

_source: list[Callable[[str], Rules]] = [law_rules]
_known: dict[tuple[int, str], Rules] = {}
_seen: list[int] = [0]

local.register(local_sheets.kept)
caps.register(grading.cap_of, grading.caps_of)


def rules_for(agency: Agency) -> Rules:
    """The rules of the agency's place. Kept per process until :func:`reload`; the bureau's published figures are read
    once by each who asks here."""
    if _announced() != _seen[0]:
        reload()
    slot = (id(_source[-1]), agency.place_id)
    if slot not in _known:
        base = _source[-1](agency.place_id)
        _known[slot] = dataclasses.replace(base, calendar=_entered(base.calendar))
    return once(_known[slot])


def reload() -> None:
    """Forget what is kept: a holiday notice was entered, or the rules were replaced."""
    _seen[0] = _announced()
    _known.clear()


def announce() -> None:
    """Tell every process of this house (web, worker) that the calendar has changed, and forget it here."""
    mark = _mark()
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    held = mark.stat()
    os.utime(mark, ns=(held.st_atime_ns, max(held.st_mtime_ns, _seen[0] + 1)))
    reload()


def _announced() -> int:
    """When a change was last announced, in nanoseconds; 0 for never."""
    try:
        return os.stat(_mark()).st_mtime_ns
    except FileNotFoundError:
        return 0


def _mark() -> Path:
    return Path(settings.ZHIHENG_DATA) / "calendar.changed"


@contextmanager
def using(source: Callable[[str], Rules]) -> Iterator[None]:
    """Within this block the rules come from ``source(place_id)``: scenario runners and tests."""
    _source.append(source)
    reload()
    try:
        yield
    finally:
        _source.pop()
        reload()


def _entered(calendar: Calendar) -> Calendar:
    for row in HolidayYear.objects.order_by("year"):
        days = {date.fromisoformat(d): "放假" for d in row.holidays}
        work = frozenset(date.fromisoformat(d) for d in row.workdays)
        calendar = calendar.with_year(YearCalendar(row.year, days, work, row.source))
    return calendar
