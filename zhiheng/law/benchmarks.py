"""Benchmarks, circumstances and hearing thresholds as dated data by place.

``benchmark(code, stage, place, on)`` the bureau's own table or the general rule, ``thresholds(place, on)``,
``circumstance(id)``, ``no_penalty(answers)`` the small table of 轻微不罚 and 首违不罚, ``check()`` faults
of all tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zhiheng.kernel.discretion import Benchmark, Circumstance, Found, Thresholds, validate
from zhiheng.kernel.place import Place
from zhiheng.law import benchmark_tables, local, places
from zhiheng.law.benchmark_tables import Table

DATA = Path(__file__).with_name("data")
# 行政处罚法 (2021-01-22 revision) in force: the articles cited here are its articles.
PENALTY_LAW_SINCE = date(2021, 7, 15)
# 安全生产违法行为行政处罚办法 (2015 amendment) in force: the national hearing amounts known here are its amounts.
HEARING_AMOUNTS_SINCE = date(2015, 5, 1)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Answered:
    """One row of the no-penalty table with its answers; ``found`` when every answer is yes."""

    circumstance: Circumstance
    answers: tuple[tuple[str, bool | None], ...]

    @property
    def found(self) -> bool:
        return all(answer is True for _, answer in self.answers)

    def says(self) -> str:
        """适用, or why not: 不适用（及时改正：否）."""
        if self.found:
            return "适用"
        no = "、".join(
            f"{zh}：{'否' if answer is False else '待查'}"
            for zh, answer in self.answers
            if answer is not True
        )
        return f"不适用（{no}）"


@cache
def _read(name: str) -> Mapping[str, Any]:
    with open(DATA / name, encoding="utf-8") as stream:
        loaded: Mapping[str, Any] = yaml.load(stream, Loader=_Loader)
    return loaded


@cache
def circumstances() -> tuple[Circumstance, ...]:
    """All circumstances of the law, in its order."""
    return tuple(
        Circumstance(c["id"], c["zh"], c["effect"], benchmark_tables.articles(c["articles"]))
        for c in _read("benchmarks.yaml")["circumstances"]
    )


def circumstance(key: str) -> Circumstance:
    """One circumstance by id; KeyError in words."""
    for found in circumstances():
        if found.id == key:
            return found
    known = "、".join(f"{c.id}（{c.zh}）" for c in circumstances())
    raise KeyError(f"没有「{key}」这一裁量情形，可选：{known}。")


def no_penalty(answers: Mapping[str, bool]) -> tuple[Answered, ...]:
    """The table of no penalty (33) for answers by question id (minor, corrected, harmless, first, slight)."""
    return tuple(
        Answered(
            circumstance(row["circumstance"]),
            tuple((zh, answers.get(key)) for key, zh in row["questions"].items()),
        )
        for row in _read("benchmarks.yaml")["no_penalty_table"]
    )


def found(key: str, choice: str = "", evidence: tuple[str, ...] = ()) -> Found:
    """A circumstance found in a case, by id."""
    return Found(circumstance(key), choice, evidence)


def thresholds(place: str, on: date) -> Thresholds:
    """Hearing and discussion amounts of a place on a day: the strictest of the national and the bureau's own.

    An unknown place gets the national ones, and ``source`` says so. Before the penalty law in force they are the same
    amounts, not verified. LookupError for a day before them.
    """
    if on < HEARING_AMOUNTS_SINCE:
        raise LookupError(f"{on} 早于 {HEARING_AMOUNTS_SINCE}，没有听证数额参数，请先补录。")
    known = place in places.places()
    rules = places.place(place) if known else Place("", "全国", places.national())
    person, unit = (rules.param(f"hearing_fine_{who}", on) for who in ("person", "unit"))
    discussed = rules.param("collective_fine_threshold", on)
    own = any(discussed.value != p.value for p in places.national() if p.name == discussed.name)
    return Thresholds(
        person.value,
        unit.value,
        bool(rules.param("legal_review_all", on).value),
        discussed.value if own else None,
        person.verified and unit.verified and on >= PENALTY_LAW_SINCE,
        rules.zh if known or not place else f"没有地方规则「{place}」，按全国参数",
    )


@cache
def general() -> Benchmark:
    """The general rule, used where no table exists; unverified, and says so."""
    raw = _read("benchmarks.yaml")["general"]
    return benchmark_tables.benchmark({**raw, "factors": {f["id"]: f for f in raw["factors"]}}, {**raw, "factors": {}})


@cache
def tables() -> tuple[Table, ...]:
    """All tables that come with the house, of all places."""
    books = [_read(path.name) for path in sorted(DATA.glob("benchmarks_*.yaml"))]
    return tuple(t for b in books for t in benchmark_tables.read(b, b["place"], b["from"], b.get("until")))


def in_force(place: str, on: date) -> tuple[Table, ...]:
    """The tables by which a place decides on a day: those of its published sheet, else those of the house for it."""
    sheet = local.sheet("benchmark", place, on) if place else None
    if sheet is not None:
        return _of_sheet(sheet)
    return tuple(t for t in tables() if t.place == place and t.covers(on))


_kept: dict[tuple[str, str, int], tuple[object, tuple[Table, ...]]] = {}


def _of_sheet(sheet: local.Sheet) -> tuple[Table, ...]:
    """A sheet read once: a published version never changes, so its content is kept beside what was read from it."""
    held = _kept.get(sheet.key)
    if held is None or held[0] is not sheet.body:
        book = {**sheet.body, "title": sheet.title, "source": sheet.source}
        held = (sheet.body, benchmark_tables.read(book, sheet.place, sheet.since, sheet.until))
        _kept[sheet.key] = held
    return held[1]


def benchmark(code: str, stage: str, place: str, on: date) -> Benchmark:
    """The table of a place for an act and stage on a day of decision (the latest one), else the general
    rule.
    """
    own = [t for t in in_force(place, on) if (t.code, t.stage) == (code, stage)]
    return max(own, key=lambda t: t.since).benchmark if own else general()


def book(place: str, on: date) -> Mapping[str, Any]:
    """The benchmark in force as data: the body of the sheet, else of the house's file; an empty one where there is none."""
    sheet = local.sheet("benchmark", place, on) if place else None
    if sheet is not None:
        return {**sheet.body, "title": sheet.title, "source": sheet.source}
    for path in sorted(DATA.glob("benchmarks_*.yaml")):
        found = _read(path.name)
        if found["place"] == place and found["from"] <= on:
            return found
    return {"title": "", "factors": {}, "benchmarks": []}


@cache
def standard_factors() -> Mapping[str, Mapping[str, Any]]:
    """Factors offered to a bureau that writes its own benchmark: repetition, correction, consequences …, by id."""
    found: Mapping[str, Mapping[str, Any]] = _read("benchmarks.yaml")["standard_factors"]
    return found


def check_sheet(place: str, body: Mapping[str, Any], since: date) -> list[str]:
    """What is wrong with a bureau's sheet that is to come into force on ``since``, row by row."""
    return benchmark_tables.faults(body, since)


def check() -> tuple[str, ...]:
    """Every fault of every table of the house: against the statute's own range, and among its bands."""
    found = [f"{general().id}：{f}" for f in validate(general(), None) if not f.endswith("没有幅度")]
    for path in sorted(DATA.glob("benchmarks_*.yaml")):
        raw = _read(path.name)
        found += [f"{raw['place']}：{fault}" for fault in benchmark_tables.faults(raw, raw["from"])]
    return tuple(found)
