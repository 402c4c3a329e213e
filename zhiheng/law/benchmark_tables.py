"""A benchmark as data (YAML of the house, JSON of a bureau's sheet) read into tables, and what is wrong with it by row.

A book is ``{"title", "articles", "verified", "round_yuan", "start_permille", "circumstance_permille", "factors": {id:
{zh, kind, unit, required, at_least, choices, months}}, "benchmarks": [{"id", "code", "stage", "factors", "default",
"adjustments", "bands": [{"row", "name", "words", "yuan" | "percent" | "times" | "share": [min, max], "when": [{factor:
[low, high] | [values]}], "scale"}]}]}``. ``yuan`` are whole yuan, ``percent`` whole or decimal percent of the sum the
clause takes a share of, ``times`` its multiples, ``share`` permille of the statutory range; ``row`` is the line of the
sheet that is named in faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import (
    Adjustment,
    Amount,
    Band,
    Benchmark,
    Condition,
    Factor,
    FactValue,
    Fine,
    GainMultiple,
    IncomePercent,
    NoFine,
    Range,
    Scale,
    See,
    ShareOf,
    TimesOf,
    WarningOnly,
    validate,
)
from zhiheng.law import violations

Raw = Mapping[str, Any]
FACTOR_KINDS = {"count": "数量", "amount": "金额", "choice": "选项", "bool": "是否"}
UNITS = {"yuan": "元", "percent": "%", "times": "倍", "share": "幅度%"}
"""How a band's ends are written; 幅度% is the way up from the statutory minimum to the maximum."""
MOST_ROWS = 4000


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
class Measure:
    """What the ends of a band of a clause are written in, and the ends the statute itself sets."""

    unit: str
    low: int
    high: int


def measure(fine: Fine) -> Measure | None:
    """The measure of a clause; None where no band can be set (no fine, a warning, a reference)."""
    match fine:
        case NoFine() | WarningOnly() | See():
            return None
        case Amount(range=found):
            return Measure("yuan", found.min_fen // 100, found.max_fen // 100)
        case IncomePercent(min_percent=low, max_percent=high) | ShareOf(min_percent=low, max_percent=high):
            return Measure("percent", low, high)
        case GainMultiple(min_times=low, max_times=high) | TimesOf(min_times=low, max_times=high):
            return Measure("times", low, high)
        case _:
            return Measure("share", 0, 100)


def read(book: Raw, place: str, since: date, until: date | None) -> tuple[Table, ...]:
    """Every table of a book. KeyError, TypeError or ValueError for a book that :func:`faults` would refuse."""
    made = []
    for raw in book["benchmarks"]:
        stage = violations.get(raw["code"]).stage(raw.get("stage", "first"))
        made.append(Table(place, raw["code"], stage.id, _day(raw.get("from"), since), _day(raw.get("until"), until),
                          str(book.get("source", "")), benchmark(raw, book, stage.fine)))  # fmt: skip
    return tuple(made)


def _day(value: Any, otherwise: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value or otherwise


def benchmark(raw: Raw, book: Raw, fine: Fine | None = None) -> Benchmark:
    """One table; ``fine`` is the clause that percent and times are parts of."""
    factors = {**(raw.get("factors") or {}), **(book.get("factors") or {})}
    return Benchmark(
        id=str(raw.get("id") or f"{raw.get('code', '')}/{raw.get('stage', 'first')}"),
        title=str(book["title"]),
        bands=tuple(_band(b, fine, factors) for b in raw["bands"]),
        factors=tuple(_factor(key, f) for key, f in factors.items()),
        adjustments=tuple(_adjustment(a, factors) for a in raw.get("adjustments") or ()),
        default=raw.get("default", ""),
        start_permille=book.get("start_permille", 500),
        circumstance_permille=book.get("circumstance_permille", 200),
        round_fen=(book.get("round_yuan") or 0) * 100 or 1,
        articles=articles(book.get("articles") or ()),
        verified=book.get("verified", True),
        notes=tuple(book.get("notes") or ()),
    )


def articles(raw: Any) -> tuple[Article, ...]:
    """Keys as Article.key writes them; a document number stands alone."""
    return tuple(Article.parse(text) if ":" in text else Article(text, "") for text in raw)


def _factor(key: str, raw: Raw) -> Factor:
    return Factor(key, raw["zh"], raw["kind"], raw.get("unit", ""), raw.get("required", False),
                  tuple((raw.get("choices") or {}).items()), raw.get("at_least", 0) * _unit(raw), raw.get("months", 0))  # fmt: skip


def _unit(factor: Raw) -> int:
    """Thresholds on money are written in yuan and compared in fen."""
    return 100 if factor.get("kind") == "amount" else 1


def _condition(key: str, wanted: Any, factors: Raw) -> Condition:
    """[2, 3] and [4, null] are ends of a number; anything else lists the values that count."""
    numbers = [w for w in wanted if w is not None]
    if len(wanted) == 2 and all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
        unit = _unit(factors.get(key) or {})
        low, high = (None if end is None else end * unit for end in wanted)
        return Condition(key, low, high)
    values: tuple[FactValue, ...] = tuple(wanted)
    return Condition(key, one_of=values)


def _band(raw: Raw, fine: Fine | None, factors: Raw) -> Band:
    scale = None
    if raw.get("scale"):
        key, (low, high) = next((k, v) for k, v in raw["scale"].items() if k != "yuan")
        yuan = raw["scale"]["yuan"]
        unit = _unit(factors.get(key) or {})
        scale = Scale(key, low * unit, high * unit, yuan[0] * 100, yuan[1] * 100)
    groups = tuple(tuple(_condition(k, v, factors) for k, v in group.items()) for group in raw.get("when") or ())
    own = Range(raw["yuan"][0] * 100, raw["yuan"][1] * 100) if "yuan" in raw else None
    share, of = _share(raw, fine)
    return Band(raw["name"], raw["words"], own, share, groups, scale, of)


def _share(raw: Raw, fine: Fine | None) -> tuple[tuple[int, int] | None, int]:
    """Percent and times as exact parts of the clause's own span."""
    if "share" in raw:
        return (raw["share"][0], raw["share"][1]), 1000
    unit = next((u for u in ("percent", "times") if u in raw), "")
    held = measure(fine) if fine is not None and unit else None
    if held is None:
        return None, 1000
    ends = [Fraction(str(end)) - held.low for end in raw[unit]]
    common = max(1, ends[0].denominator * ends[1].denominator)
    return (int(ends[0] * common), int(ends[1] * common)), (held.high - held.low) * common


def _adjustment(raw: Raw, factors: Raw) -> Adjustment:
    key = next(k for k in raw if k not in ("yuan", "permille", "zh"))
    wanted = raw[key]
    test = Condition(key, one_of=(wanted,)) if isinstance(wanted, bool) else _condition(key, wanted, factors)
    return Adjustment(test, raw.get("zh") or factors[key]["zh"], (raw.get("yuan") or 0) * 100, raw.get("permille") or 0)


# --- what is wrong -------------------------------------------------------------------------------


def faults(book: Raw, since: date | None) -> list[str]:
    """Every fault of a book in Chinese, each naming its row; empty when it may come into force on ``since``.

    ``since`` None leaves out whether the acts can be charged on that day (tables that cover several laws).
    """
    rows = book.get("benchmarks") if isinstance(book, Mapping) else None
    if not isinstance(rows, list) or not rows:
        return ["表中没有任何一档，至少要有一行"]
    if sum(len(r.get("bands") or ()) for r in rows if isinstance(r, Mapping)) > MOST_ROWS:
        return [f"表太大（超过 {MOST_ROWS} 行），请分领域发布"]
    found = [*_parameters(book)]
    seen: dict[tuple[str, str], str] = {}
    for raw in rows:
        found += _safely(lambda raw=raw: _table_faults(raw, book, since, seen), _where(raw))  # type: ignore[misc]
    return found


def _safely(check: Callable[[], list[str]], where: str) -> list[str]:
    """Whatever cannot be read at all is said at its row, never raised."""
    try:
        return check()
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration, IndexError) as fault:
        return [f"{where}内容不完整或者看不懂（{fault}）"]


def _where(raw: Any, names: tuple[str, ...] = ()) -> str:
    """第 5、6 行：, of the bands named, else of the first; the id where the rows have no numbers."""
    if not isinstance(raw, Mapping):
        return "表中一项："
    bands = [b for b in raw.get("bands") or () if isinstance(b, Mapping)]
    lines = [str(b["row"]) for b in bands if "row" in b and (not names or b.get("name") in names)]
    lines = lines if names else lines[:1]
    return f"第 {'、'.join(lines)} 行：" if lines else f"{raw.get('id') or raw.get('code') or '表中一项'}："


def _parameters(book: Raw) -> list[str]:
    found = []
    for key, zh, most in (("start_permille", "起点位置", 1000), ("circumstance_permille", "每一情节的幅度", 1000),
                          ("round_yuan", "取整单位", 1_000_000)):  # fmt: skip
        value = book.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            found.append(f"参数：「{zh}」须为 0–{most // 10 if key != 'round_yuan' else most} 之间的数")
    if not str(book.get("title") or "").strip():
        found.append("参数：没有写明基准名称")
    return found


def _table_faults(raw: Raw, book: Raw, since: date | None, seen: dict[tuple[str, str], str]) -> list[str]:
    where = _where(raw)
    try:
        act = violations.get(raw["code"])
        stage = act.stage(raw.get("stage", "first"))
    except KeyError as fault:
        return [f"{where}{fault.args[0]}"]
    key = (act.code, stage.id, str(raw.get("from") or ""))
    if key[:2] in seen and seen[key[:2]] == key[2]:
        return [f"{where}{act.code} 的「{stage.zh}」阶段重复出现，同一阶段的各档须连在一起"]
    seen[key[:2]] = key[2]
    refusal = violations.usable(act, since) if since is not None else None
    if refusal is not None:
        return [f"{where}{act.code} 在施行日不能适用：{refusal.says}"]
    held = measure(stage.fine)
    if held is None:
        return [f"{where}{act.code} 的「{stage.zh}」阶段没有罚款幅度，不能定档"]
    found = [f for b in raw["bands"] for f in _end_faults(b, held, raw)]
    return found or _among(raw, book, stage.fine, held)


def _end_faults(band: Raw, held: Measure, raw: Raw) -> list[str]:
    """The two ends of one band by themselves."""
    where, unit = _where(raw, (band.get("name", ""),)), next((u for u in UNITS if u in band), "")
    if not unit:
        return [f"{where}「{band.get('name', '')}」没有幅度"]
    if unit not in (held.unit, "share"):
        return [f"{where}「{band['name']}」的幅度应当用{UNITS[held.unit]}或者幅度%，现为{UNITS[unit]}"]
    low, high = (Fraction(str(e)) for e in band[unit])
    if low > high:
        return [f"{where}「{band['name']}」的下限高于上限"]
    bottom, top = (0, 1000) if unit == "share" else (held.low, held.high)
    if low < bottom or high > top:
        said = "法定幅度 0%–100%" if unit == "share" else f"法定幅度 {_end(bottom, unit)}–{_end(top, unit)}"
        shown = [e / 10 if unit == "share" else e for e in (low, high)]
        return [f"{where}「{band['name']}」{_end(shown[0], unit)}–{_end(shown[1], unit)} 超出{said}"]
    return []


def _end(value: Fraction | int, unit: str) -> str:
    number = f"{float(value):,.10g}" if Fraction(value).denominator != 1 else f"{int(value):,}"
    return f"{number}{' ' if unit in ('yuan', 'times') else ''}{'%' if unit == 'share' else UNITS[unit]}"


def _among(raw: Raw, book: Raw, fine: Fine, held: Measure) -> list[str]:
    """The bands among each other, judged by the kernel on a span in which one unit of the measure is one yuan."""
    made = benchmark(raw, book, fine)
    span = Range(held.low * 100, held.high * 100)
    said = [f for f in validate(made, span) if held.unit == "yuan" or "起点" not in f]
    unit = {"yuan": " 元", "times": " 倍"}.get(held.unit, "%")
    found = []
    for text in said:
        names = tuple(b.name for b in made.bands if f"「{b.name}」" in text)
        if text.startswith(("最轻一档", "最重一档")):
            names = (made.bands[0 if text.startswith("最轻") else -1].name,)
        found.append(f"{_where(raw, names)}{text.replace(' 元', unit)}")
    if made.default and made.default not in [b.name for b in made.bands]:
        found.append(f"{_where(raw)}兜底档「{made.default}」不在各档之中")
    used = {a.test.factor for a in made.adjustments} - {f.id for f in made.factors}
    found += [f"{_where(raw)}调整用到未声明的因素 {name}" for name in sorted(used)]
    found += [f"{_where(raw, (b.name,))}「{b.name}」没有写明条件，也不是兜底档" for b in made.bands
              if not b.any_of and b.name != made.default]  # fmt: skip
    doubles = {b.name for b in made.bands if [x.name for x in made.bands].count(b.name) > 1}
    found += [f"{_where(raw, (name,))}档次名称「{name}」重复" for name in sorted(doubles)]
    return found + _choice_gaps(raw, made)


def _choice_gaps(raw: Raw, made: Benchmark) -> list[str]:
    """A choice that falls into no band, and one that falls into two, where bands test that choice alone."""
    found = []
    for factor in (f for f in made.factors if f.kind in ("choice", "bool")):
        known = [k for k, _ in factor.choices] if factor.kind == "choice" else [True, False]
        tests = [(b.name, g[0]) for b in made.bands for g in b.any_of if len(g) == 1 and g[0].factor == factor.id]
        unknown = sorted({str(v) for _, t in tests for v in t.one_of if v not in known})
        found += [f"{_where(raw)}「{factor.zh}」没有“{value}”这个选项" for value in unknown]
        alone = all(len(g) == 1 and g[0].factor == factor.id for b in made.bands for g in b.any_of)
        if not tests or not alone or made.default:
            continue
        for value in known:
            names = tuple(name for name, t in tests if value in t.one_of)
            shown = dict(factor.choices).get(str(value), "是" if value is True else "否" if value is False else value)
            if len(names) > 1:
                found.append(f"{_where(raw, names)}「{factor.zh}」的“{shown}”同时属于{'、'.join(names)}")
            elif not names:
                found.append(f"{_where(raw)}「{factor.zh}」的“{shown}”没有归入任何一档")
    return found


_ROW = re.compile(r"第 ([\d、 ]+) 行：")


def rows_of(fault: str) -> tuple[int, ...]:
    """The rows a fault names; () for one about the sheet as a whole."""
    found = _ROW.match(fault)
    return tuple(int(n) for n in found[1].split("、")) if found else ()
