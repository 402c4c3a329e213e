"""The working-day calendar of the house (data/calendar.yaml): holidays, make-up days and their notices."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import yaml

from zhiheng.kernel.calendar import Calendar, YearCalendar, days_between
from zhiheng.law.cite import DATA


def year_from(year: int, entry: Mapping[str, Any]) -> YearCalendar:
    """One year from its written form: ``holidays`` [{name, from, to}], ``workdays`` [day], ``source`` [no.].

    CalendarError when the days do not fit the year. A bureau that enters a notice itself uses the same form.
    """
    holidays: dict[date, str] = {}
    for span in entry["holidays"]:
        for day in days_between(span["from"], span["to"]):
            holidays[day] = span["name"]
    return YearCalendar(year, holidays, frozenset(entry["workdays"]), "、".join(entry["source"]))


@cache
def calendar() -> Calendar:
    """Every published year the house knows; later years are provisional."""
    raw = yaml.safe_load((DATA / "calendar.yaml").read_text(encoding="utf-8"))
    return Calendar({year: year_from(year, entry) for year, entry in raw["years"].items()}, raw["version"])
