"""分级分类: the dated scheme of grading, and a bureau's own sheet over it. Pure; points are tenths, weights whole points.

The tables are this project's own design unless their row names a source. A sheet of kind ``grading`` (a bureau's own
dated document) may replace ``levels`` {grade: least points}, ``weights`` {factor: points, together 100} and ``frequency``
{grade: [least, most] visits a year}; the tables inside a factor stay and are scaled to its weight.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import yaml

from zhiheng.law import local
from zhiheng.law.cite import DATA

KIND = "grading"
GRADES = ("A", "B", "C", "D")
WHOLE = 100


@dataclass(frozen=True)
class Level:
    """A grade: the least points (of 100) it takes, its word, one of the four states, the colour of its card."""

    id: str
    least: int
    zh: str
    state: str
    colour: str


@dataclass(frozen=True)
class Factor:
    """One of the eight factors. ``base`` is the weight its table is written for, ``weight`` the one that counts."""

    id: str
    zh: str
    base: int
    weight: int


@dataclass(frozen=True)
class Frequency:
    """Visits a year of a grade."""

    grade: str
    least: int
    most: int
    mode: str


@dataclass(frozen=True)
class Scheme:
    """One version of the scheme. ``own`` names the bureau's sheet that changed it, "" for the prepared one."""

    id: str
    zh: str
    since: date
    source: str
    levels: tuple[Level, ...]
    factors: tuple[Factor, ...]
    frequency: tuple[Frequency, ...]
    tables: Mapping[str, Any]
    own: str = ""

    @property
    def rule(self) -> str:
        """The name of the version, as runs and grades keep it."""
        return f"{self.id}+{self.own}" if self.own else self.id

    def factor(self, id_: str) -> Factor:
        return next(f for f in self.factors if f.id == id_)

    def level(self, id_: str) -> Level:
        """A grade by its letter; KeyError in words."""
        found = next((x for x in self.levels if x.id == id_), None)
        if found is None:
            raise KeyError(f"没有「{id_}」这一级，可选：{'、'.join(GRADES)}")
        return found

    def level_of(self, tenths: int) -> Level:
        """The grade of so many tenths of a point, vetoes apart."""
        return next(x for x in self.levels if tenths >= x.least * 10)

    def span(self, id_: str) -> str:
        """55–69, ≥85, <55: the points of a grade in words."""
        at = [x.id for x in self.levels].index(id_)
        if at == 0:
            return f"≥{self.levels[0].least}"
        above = self.levels[at - 1].least
        return f"<{above}" if at == len(self.levels) - 1 else f"{self.levels[at].least}–{above - 1}"

    def visits(self, grade: str) -> Frequency:
        return next(f for f in self.frequency if f.grade == grade)


@cache
def schemes() -> tuple[Scheme, ...]:
    """The prepared versions, newest first. ValueError when one does not hold together."""
    rows = yaml.safe_load((DATA / "grading.yaml").read_text(encoding="utf-8"))["schemes"]
    found = sorted((_scheme(row) for row in rows), key=lambda s: s.since, reverse=True)
    for one in found:
        if sum(f.weight for f in one.factors) != WHOLE:
            raise ValueError(f"{one.id}：各项权重之和须为 {WHOLE}")
    return tuple(found)


def _scheme(row: Mapping[str, Any]) -> Scheme:
    frequency = tuple(Frequency(r["grade"], r["least"], r["most"], r["mode"]) for r in row["frequency"]["by_grade"])
    return Scheme(row["id"], row["zh"], row["since"], row["source"], tuple(Level(**r) for r in row["levels"]),
                  tuple(Factor(r["id"], r["zh"], r["weight"], r["weight"]) for r in row["factors"]), frequency, row)


def scheme(place: str, on: date) -> Scheme:
    """The scheme of a place on a day: the prepared version with the bureau's sheet over it. KeyError before the first."""
    base = next((s for s in schemes() if s.since <= on), None)
    if base is None:
        raise KeyError(f"{on} 没有分级分类评定标准")
    sheet = local.sheet(KIND, place, on)
    return base if sheet is None else _laid_over(base, sheet)


def _laid_over(base: Scheme, sheet: local.Sheet) -> Scheme:
    body = sheet.body
    levels, weights, visits = body.get("levels") or {}, body.get("weights") or {}, body.get("frequency") or {}
    return replace(
        base, own=f"{sheet.place}-{sheet.number}", source=f"{sheet.title}（{sheet.source or '本局发布'}）",
        levels=tuple(replace(x, least=int(levels.get(x.id, x.least))) for x in base.levels),
        factors=tuple(replace(f, weight=int(weights.get(f.id, f.weight))) for f in base.factors),
        frequency=tuple(replace(f, least=visits[f.grade][0], most=visits[f.grade][1]) if f.grade in visits else f
                        for f in base.frequency))


def sheet_faults(place: str, body: Mapping[str, Any], since: date) -> list[str]:
    """What is wrong with a bureau's sheet, row by row in Chinese; empty when it may be published."""
    base = schemes()[-1]
    faults = [f"没有「{name}」这一部分，可用 levels、weights、frequency" for name in sorted(set(body) - {"levels", "weights", "frequency"})]
    if not body:
        faults.append("没有内容")
    return faults + _weight_faults(base, body.get("weights")) + _level_faults(base, body.get("levels")) + _visit_faults(body)


def _weight_faults(base: Scheme, weights: Any) -> list[str]:
    if weights is None:
        return []
    names = {f.id: f.zh for f in base.factors}
    if not isinstance(weights, Mapping):
        return ["weights 须是各项权重"]
    faults = [f"没有评定项「{k}」" for k in weights if k not in names]
    faults += [f"「{zh}」没有写权重；八项须写全" for k, zh in names.items() if k not in weights]
    faults += [f"「{names[k]}」的权重「{v}」须是 0 至 {WHOLE} 的整数" for k, v in weights.items()
               if k in names and (not _whole(v) or not 0 <= v <= WHOLE)]
    if not faults and sum(weights.values()) != WHOLE:
        faults.append(f"各项权重之和为 {sum(weights.values())}，须为 {WHOLE}")
    return faults


def _level_faults(base: Scheme, levels: Any) -> list[str]:
    if levels is None:
        return []
    if not isinstance(levels, Mapping) or set(levels) - set(GRADES):
        return [f"levels 须按 {'、'.join(GRADES)} 写最低分"]
    least = [levels.get(x.id, x.least) for x in base.levels]
    if not all(_whole(v) and 0 <= v <= WHOLE for v in least):
        return [f"最低分须是 0 至 {WHOLE} 的整数"]
    if least != sorted(set(least), reverse=True) or least[-1] != 0:
        return ["各级最低分须逐级降低，D 级为 0"]
    return []


def _visit_faults(body: Mapping[str, Any]) -> list[str]:
    visits = body.get("frequency")
    if visits is None:
        return []
    if not isinstance(visits, Mapping) or set(visits) - set(GRADES):
        return [f"frequency 须按 {'、'.join(GRADES)} 写每年最少、最多次数"]
    return [f"{grade} 级的次数「{span}」须是两个整数，最少不大于最多" for grade, span in visits.items()
            if not isinstance(span, list) or len(span) != 2 or not all(_whole(v) and v >= 0 for v in span) or span[0] > span[1]]


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
