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

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import (
    Adjustment,
    Amount,
    Band,
    Benchmark,
    Circumstance,
    Condition,
    Factor,
    FactValue,
    Found,
    Range,
    Scale,
    Thresholds,
    validate,
)
from zhiheng.kernel.place import Place
from zhiheng.law import places, violations

DATA = Path(__file__).with_name("data")
# 行政处罚法 (2021-01-22 revision) in force: the articles cited here are its articles.
PENALTY_LAW_SINCE = date(2021, 7, 15)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Table:
    """A benchmark of one place for one act and stage, with the days of decision it governs (inclusive)."""

    place: str
    code: str
    stage: str
    since: date
    until: date | None
    source: str
    benchmark: Benchmark

    def covers(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


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


def _articles(raw: list[str]) -> tuple[Article, ...]:
    """Keys as Article.key writes them; a document number stands alone."""
    return tuple(Article.parse(text) if ":" in text else Article(text, "") for text in raw)


@cache
def circumstances() -> tuple[Circumstance, ...]:
    """All circumstances of the law, in its order."""
    return tuple(
        Circumstance(c["id"], c["zh"], c["effect"], _articles(c["articles"]))
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

    An unknown place gets the national ones, and ``source`` says so. LookupError for a day without law.
    """
    if on < PENALTY_LAW_SINCE:
        raise LookupError(f"{on} 早于现行行政处罚法施行日 {PENALTY_LAW_SINCE}，没有听证数额参数，请先补录。")
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
        person.verified and unit.verified,
        rules.zh if known or not place else f"没有地方规则「{place}」，按全国参数",
    )


@cache
def general() -> Benchmark:
    """The general rule, used where no table exists; unverified, and says so."""
    raw = _read("benchmarks.yaml")["general"]
    return _benchmark(raw, {}, raw)


@cache
def tables() -> tuple[Table, ...]:
    """All tables of all places."""
    made = []
    for path in sorted(DATA.glob("benchmarks_*.yaml")):
        book = _read(path.name)
        for raw in book["benchmarks"]:
            made.append(
                Table(
                    book["place"],
                    raw["code"],
                    raw.get("stage", "first"),
                    raw.get("from", book["from"]),
                    raw.get("until", book.get("until")),
                    book["source"],
                    _benchmark(raw, book.get("factors", {}), book),
                )
            )
    return tuple(made)


def benchmark(code: str, stage: str, place: str, on: date) -> Benchmark:
    """The table of a place for an act and stage on a day of decision (the latest one), else the general
    rule.
    """
    own = [t for t in tables() if (t.place, t.code, t.stage) == (place, code, stage) and t.covers(on)]
    return max(own, key=lambda t: t.since).benchmark if own else general()


def check() -> tuple[str, ...]:
    """Every fault of every table: against the statute's own range, and among its bands."""
    faults = [
        f"{general().id}：{fault}" for fault in validate(general(), None) if not fault.endswith("没有幅度")
    ]
    for table in tables():
        fine = violations.get(table.code).stage(table.stage).fine
        statute = fine.range if isinstance(fine, Amount) else None
        if statute is None:
            faults.append(f"{table.benchmark.id}：{table.code} 的 {table.stage} 阶段没有固定的数额幅度")
        faults += [f"{table.benchmark.id}：{fault}" for fault in validate(table.benchmark, statute)]
    return tuple(faults)


def _benchmark(raw: Mapping[str, Any], shared: Mapping[str, Any], book: Mapping[str, Any]) -> Benchmark:
    factors = (
        {**raw.get("factors", {}), **shared}
        if isinstance(raw.get("factors", {}), dict)
        else {f["id"]: f for f in raw["factors"]}
    )
    return Benchmark(
        id=raw["id"],
        title=book["title"],
        bands=tuple(_band(b) for b in raw["bands"]),
        factors=tuple(_factor(key, f) for key, f in factors.items()),
        adjustments=tuple(_adjustment(a, factors) for a in raw.get("adjustments", ())),
        default=raw.get("default", ""),
        start_permille=book.get("start_permille", 500),
        circumstance_permille=book.get("circumstance_permille", 200),
        round_fen=book.get("round_yuan", 0) * 100 or 1,
        articles=_articles(book["articles"]),
        verified=book["verified"],
        notes=tuple(book.get("notes", ())),
    )


def _factor(key: str, raw: Mapping[str, Any]) -> Factor:
    return Factor(
        key,
        raw["zh"],
        raw["kind"],
        raw.get("unit", ""),
        raw.get("required", False),
        tuple(raw.get("choices", {}).items()),
        raw.get("at_least", 0),
    )


def _condition(key: str, wanted: Any) -> Condition:
    """[2, 3] and [4, null] are ends of a number; anything else lists the values that count."""
    numbers = [w for w in wanted if w is not None]
    if len(wanted) == 2 and all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
        return Condition(key, wanted[0], wanted[1])
    values: tuple[FactValue, ...] = tuple(wanted)
    return Condition(key, one_of=values)


def _band(raw: Mapping[str, Any]) -> Band:
    scale = None
    if "scale" in raw:
        (key, (low, high)), yuan = (
            next((k, v) for k, v in raw["scale"].items() if k != "yuan"),
            raw["scale"]["yuan"],
        )
        scale = Scale(key, low, high, yuan[0] * 100, yuan[1] * 100)
    yuan_range = Range(raw["yuan"][0] * 100, raw["yuan"][1] * 100) if "yuan" in raw else None
    share = (raw["share"][0], raw["share"][1]) if "share" in raw else None
    groups = tuple(tuple(_condition(k, v) for k, v in group.items()) for group in raw.get("when", ()))
    return Band(raw["name"], raw["words"], yuan_range, share, groups, scale)


def _adjustment(raw: Mapping[str, Any], factors: Mapping[str, Any]) -> Adjustment:
    key = next(k for k in raw if k not in ("yuan", "permille", "zh"))
    wanted = raw[key]
    test = Condition(key, one_of=(wanted,)) if isinstance(wanted, bool) else _condition(key, wanted)
    return Adjustment(
        test, raw.get("zh", factors[key]["zh"]), raw.get("yuan", 0) * 100, raw.get("permille", 0)
    )
