"""Whether a fine of the catalogue stands in words: ranges of money, shares, multiples and thresholds read from a text.

One mechanism for ``zhiheng law check`` and for the tests. Money is integer fen.
"""
from __future__ import annotations

import re
import unicodedata

from zhiheng.kernel.discretion import (
    Amount,
    ByAccident,
    Fine,
    GainMultiple,
    IncomePercent,
    Range,
    ShareOf,
    TimesOf,
    money,
)
from zhiheng.kernel.numerals import from_chinese

_N = r"(\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)"
_UNIT = "(万|亿|)"
_PAIR = re.compile(f"{_N}{_UNIT}元以上{_N}{_UNIT}元以下")
_MOST = re.compile(f"{_N}{_UNIT}元以下")
_FIXED = re.compile(f"处{_N}{_UNIT}元的?罚款|按(?:照)?{_N}{_UNIT}元")
_SUM = re.compile(f"{_N}{_UNIT}元")
_TIMES = re.compile(f"{_N}倍(?:以上|至){_N}倍(?:以下)?")
_TIMES_MOST = re.compile(f"{_N}倍以下")
_TIMES_FIXED = re.compile(f"{_N}倍的?罚款")
_PERCENT = r"(?:百分之([一二三四五六七八九十百]+)|(\d+)%)"
_PERCENT_PAIR = re.compile(f"{_PERCENT}(?:以上|至){_PERCENT}")
_UNITS = {"万": 10_000, "亿": 100_000_000, "": 1}


def plain(text: str) -> str:
    """Figures and brackets of one width; a letter l typed for the figure 1 (l万元) read as it was meant."""
    return re.sub(r"(?<![A-Za-z])[lI](?=[\d万亿])", "1", unicodedata.normalize("NFKC", text))


def fen(number: str, unit: str) -> int:
    """二 + 万 and 1.5 + 万 as fen."""
    whole = round(float(number) * 100) if "." in number else from_chinese(number) * 100
    return whole * _UNITS[unit]


def ranges(text: str) -> set[Range]:
    """The ranges of money a text sets: 二万元以上十万元以下, 五万元以下 (from nothing), 处一万元的罚款 (that sum)."""
    words = plain(text)
    found = {Range(fen(a, b), fen(c, d)) for a, b, c, d in _PAIR.findall(words) if fen(a, b) <= fen(c, d)}
    found |= {Range(0, fen(a, b)) for a, b in _MOST.findall(_PAIR.sub("", words))}
    fixed = (fen(a or c, b or d) for a, b, c, d in _FIXED.findall(words))
    return found | {Range(sum_, sum_) for sum_ in fixed}


def sums(text: str) -> set[int]:
    """Every sum of money a text names."""
    return {fen(a, b) for a, b in _SUM.findall(plain(text))}


def multiples(text: str) -> set[tuple[int, int]]:
    """二倍以上五倍以下, 三倍以下 (from nothing), 二倍的罚款 (that multiple)."""
    words = plain(text)
    found = {(from_chinese(a), from_chinese(b)) for a, b in _TIMES.findall(words)}
    found |= {(0, from_chinese(a)) for a in _TIMES_MOST.findall(_TIMES.sub("", words))}
    return found | {(from_chinese(a), from_chinese(a)) for a in _TIMES_FIXED.findall(words)}


def percents(text: str) -> set[tuple[int, int]]:
    """百分之四十至百分之八十, 百分之三十 (that share)."""
    words = plain(text)
    pairs = [tuple(from_chinese(x or y) for x, y in ((a, b), (c, d))) for a, b, c, d in _PERCENT_PAIR.findall(words)]
    single = [from_chinese(a or b) for a, b in re.findall(_PERCENT, _PERCENT_PAIR.sub("", words))]
    upto = [from_chinese(a or b) for a, b in re.findall(f"{_PERCENT}以下", _PERCENT_PAIR.sub("", words))]
    return {(low, high) for low, high in pairs} | {(n, n) for n in single} | {(0, n) for n in upto}


def parts(fine: Fine) -> int:
    """How many figures of a fine can be compared: 0 for an order, a warning or a reference."""
    match fine:
        case Amount() | IncomePercent() | TimesOf():
            return 1
        case GainMultiple(threshold_fen=threshold, cap_fen=cap):
            return 2 + bool(threshold) + (cap is not None)
        case ShareOf(floor_fen=floor):
            return 1 + (floor is not None)
        case ByAccident(tiers=tiers):
            return sum(parts(t.fine) for t in tiers)
        case _:
            return 0


def faults(fine: Fine, text: str) -> tuple[str, ...]:
    """What of a fine does not stand in the text, in words; nothing when it all does."""
    match fine:
        case Amount(range=found):
            return () if found in ranges(text) else (f"没有{_said(found)}",)
        case IncomePercent(min_percent=low, max_percent=high):
            ok = (low, high) in percents(text) and "年收入" in plain(text)
            return () if ok else (f"没有上一年年收入的 {low}%–{high}%",)
        case GainMultiple():
            return _gain(fine, text)
        case ShareOf(min_percent=low, max_percent=high, floor_fen=floor):
            times = {(a * 100, b * 100) for a, b in multiples(text)}
            bad = [] if (low, high) in percents(text) | times else [f"没有 {low}%–{high}%"]
            return tuple(bad + ([f"没有 {money(floor)}"] if floor is not None and floor not in sums(text) else []))
        case ByAccident(tiers=tiers):
            return tuple(f"{t.grade} {fault}" for t in tiers for fault in faults(t.fine, text))
        case TimesOf(min_times=low, max_times=high):
            return () if (low, high) in multiples(text) else (f"没有 {low}–{high} 倍",)
        case _:
            return ()


def _gain(fine: GainMultiple, text: str) -> tuple[str, ...]:
    bad = [] if (fine.min_times, fine.max_times) in multiples(text) else [f"没有 {fine.min_times}–{fine.max_times} 倍"]
    if fine.otherwise not in ranges(text):
        bad.append(f"没有{_said(fine.otherwise)}")
    named = sums(text)
    bad += [f"没有 {money(sum_)}" for sum_ in (fine.threshold_fen, fine.cap_fen) if sum_ and sum_ not in named]
    return tuple(bad)


def _said(found: Range) -> str:
    return f" {money(found.min_fen)}–{money(found.max_fen)}"
