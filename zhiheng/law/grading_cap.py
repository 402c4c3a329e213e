"""How often an enterprise may and must be visited in a year: a place's published cap, else the grade's, and never more
than what is entered for the enterprise itself. Pure."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.place import Parameter, Place
from zhiheng.law.grading import Scheme

STANDARD = {"一级": "1", "二级": "2", "三级": "3"}
KINDS = (("coal", ("煤矿", "煤炭开采")), ("noncoal", ("矿山", "采石", "采矿", "尾矿")), ("hazchem", ("危险化学品", "化工", "加油站", "危化")),
         ("metallurgy", ("冶炼", "冶金", "铸造", "金属熔融")))
"""Kinds of the published caps by words of field, industry and hazards; whatever is none of them is «other»."""


@dataclass(frozen=True)
class Visits:
    """``most`` visits a year and ``says`` whence; ``least`` by grade and key class. None: nothing is set."""

    least: int
    most: int | None
    says: str
    mode: str = ""


def kind_of(industry: str, fields: Sequence[str], hazards: Sequence[str]) -> str:
    words = " ".join((industry, *fields, *hazards))
    return next((kind for kind, own in KINDS if any(w in words for w in own)), "other")


def visits(grade: str, key: bool, standard: str, kind: str, own: int | None, scheme: Scheme, place: Place, on: date) -> Visits:
    """What follows from the grade ("" when there is none), the key class and the standardisation level.

    A figure published for the grade replaces the prepared one; a figure published for the level of standardisation is a
    ceiling over it. ``own`` is what is entered for the enterprise; it counts where it is lower, or alone.
    """
    level = STANDARD.get(standard, "none")
    published = [p for name in ((f"visit_cap.{kind}.{grade}", f"visit_cap.grade.{grade}") if grade else ()) if (p := _figure(place, name, on))]
    ceiling = _figure(place, f"visit_cap.{kind}.{level}", on)
    found: list[tuple[int, str]] = []
    least, mode = 0, ""
    if grade:
        row = scheme.visits(grade)
        least, mode = row.least, row.mode
        if published:
            found.append((int(published[0].value), f"{grade} 级，{published[0].source}"))
        else:
            found.append((row.most, f"{grade} 级，{'本局' if scheme.own else '示范'}评定标准的频次{'' if scheme.own else '（自拟）'}"))
    if ceiling is not None:
        found.append((int(ceiling.value), f"标准化{standard or '未达标'}，{ceiling.source}"))
    if own is not None:
        found.append((own, "一企一档为这家企业登记的上限"))
    if key:
        least = max(least, int(scheme.tables["frequency"]["key_least"]))
    if not found:
        return Visits(least, None, "没有评定等级，也没有公布的上限", mode)
    most, says = min(found, key=lambda row: row[0])
    return Visits(min(least, most), most, says, mode)


def _figure(place: Place, name: str, on: date) -> Parameter | None:
    try:
        return place.param(name, on)
    except KeyError:
        return None
