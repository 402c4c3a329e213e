"""Which years' holiday notices were entered here, and what each entry moved."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.records.models import Change, HolidayYear

REGISTER = "holiday_year"


@dataclass(frozen=True)
class Recomputed:
    """The list kept with the latest entry of a year: [file no, agency, term, old day, new day]; ``total`` of them moved."""

    total: int
    rows: tuple[tuple[str, ...], ...]
    settled: int


def entered_years() -> Mapping[int, HolidayYear]:
    """One query."""
    return {row.year: row for row in HolidayYear.objects.order_by("year")}


def history(year: int) -> list[Change]:
    """Entries and corrections of a year, newest first; the recomputations beside them are :func:`recomputed`."""
    rows = Change.objects.filter(register=REGISTER, target=str(year)).exclude(what="recomputed")
    return list(rows.select_related("by").order_by("-number")[:100])


def recomputed(year: int) -> Recomputed | None:
    row = Change.objects.filter(register=REGISTER, target=str(year), what="recomputed").order_by("-number").first()
    if row is None:
        return None
    moved: list[Any] = row.fields.get("moved") or [0, []]
    return Recomputed(int(moved[0]), tuple(tuple(str(x) for x in r) for r in moved[1]), int((row.fields.get("settled") or [0, 0])[1]))
