"""The cells of a benchmark workbook as people write them: ends of bands, conditions, lines, adjustments. ValueError in words."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from zhiheng.kernel import money
from zhiheng.law.benchmark_tables import UNITS

Raw = Mapping[str, Any]
YES, NO = frozenset({"是", "有", "√", "true", "yes", "1"}), frozenset({"否", "无", "没有", "×", "false", "no", "0"})
OPS = {"between": ("介于", "在…之间", "之间", "至"), "min": ("不少于", "大于等于", "≥", ">=", "以上", "达到"),
       "max": ("不多于", "小于等于", "≤", "<=", "以下", "不超过"), "is": ("等于", "=", "＝", "为", "是", "属于", "之一")}
SPLIT = re.compile(r"[；;\n]+")
_BETWEEN = re.compile(r"(.+?)\s*(?:[-–—~～]|至)\s*(.+)")
_LINE = re.compile(r"(.+?)\s*(?:→|->|=>|：|:)\s*(.+)")
_CHANGE = re.compile(
    r"(.+?)\s*(介于|不少于|不多于|大于等于|小于等于|等于|属于|为|≥|≤|>=|<=|=|＝)\s*(.+?)\s*[：:]"
    r"\s*([+\-＋－−]?)\s*([\d,.]+万?)\s*(元|%)?")


def number(text: str, what: str) -> int:
    """A whole number. ValueError otherwise."""
    bare = text.strip().removesuffix(".0").replace(",", "")
    if not re.fullmatch(r"\d{1,15}", bare):
        raise ValueError(f"「{what}」须为整数，现为“{text}”")
    return int(bare)


def end(text: str, unit: str, what: str) -> int | float:
    """One end of a band in the unit of its clause: whole yuan, percent, times, or permille for 幅度%."""
    if not text.strip():
        raise ValueError(f"没有填写{what}")
    if unit == "yuan":
        try:
            fen = money.parse(text)
        except ValueError as fault:
            raise ValueError(f"{what}{fault}") from None
        if fen % 100:
            raise ValueError(f"{what}“{text}”须为整元")
        return fen // 100
    bare = text.strip().rstrip("%％倍 ").strip()
    if not re.fullmatch(r"\d{1,6}(\.\d{1,2})?", bare):
        raise ValueError(f"{what}“{text}”看不懂，应写数字（{UNITS[unit]}）")
    value = Fraction(bare)
    if unit == "share":
        if (value * 10).denominator != 1:
            raise ValueError(f"{what}“{text}”最多写一位小数")
        return int(value * 10)
    return int(value) if value.denominator == 1 else float(value)


def written(value: int | float, unit: str) -> int | float:
    """An end as the sheet shows it; the reverse of :func:`end`."""
    if unit != "share":
        return value
    return value // 10 if value % 10 == 0 else value / 10


def test(factor: Raw, op: str, value: str) -> list[Any]:
    """One condition: [low, high] of a number with None for an open end, or the values that count."""
    kind = next((k for k, words in OPS.items() if op.strip() in words), "" if op.strip() else "is")
    if not kind:
        raise ValueError(f"比较“{op}”看不懂，可写：介于、不少于、不多于、等于、属于")
    if factor["kind"] in ("count", "amount"):
        return _numbers(factor, kind, value)
    if kind != "is":
        raise ValueError(f"「{factor['zh']}」不是数量，比较只能写：属于、等于")
    return [one(factor, part) for part in re.split(r"[、,，/]+", value.strip()) if part.strip()] or _empty(factor)


def _empty(factor: Raw) -> list[Any]:
    raise ValueError(f"「{factor['zh']}」没有填写值")


def _numbers(factor: Raw, kind: str, value: str) -> list[int | None]:
    def read(text: str) -> int:
        if factor["kind"] == "amount":
            return int(end(text, "yuan", f"「{factor['zh']}」"))
        return number(text, str(factor["zh"]))

    if kind == "between":
        parts = _BETWEEN.fullmatch(value.strip())
        if parts is None:
            raise ValueError(f"「{factor['zh']}」介于两个数之间，应写如 4–10，现为“{value}”")
        low, high = read(parts[1]), read(parts[2])
        if low > high:
            raise ValueError(f"「{factor['zh']}」的范围“{value}”前大后小")
        return [low, high]
    single = read(value)
    return {"min": [single, None], "max": [None, single], "is": [single, single]}[kind]


def one(factor: Raw, text: str) -> Any:
    """One value of a choice or a yes/no."""
    bare = text.strip()
    if factor["kind"] == "bool":
        if bare.lower() in YES | NO:
            return bare.lower() in YES
        raise ValueError(f"「{factor['zh']}」只能写是或者否，现为“{text}”")
    by_word = {zh: key for key, zh in factor["choices"].items()}
    if bare in by_word or bare in factor["choices"]:
        return by_word.get(bare, bare)
    raise ValueError(f"「{factor['zh']}」没有“{bare}”这个选项，可选：{'、'.join(by_word)}")


def shown(factor: Raw, wanted: Any) -> tuple[str, str]:
    """A condition as (比较, 值); the reverse of :func:`test`."""
    if factor["kind"] in ("count", "amount") and len(wanted) == 2:
        low, high = wanted
        if low == high:
            return "等于", str(low)
        if low is None:
            return "不多于", str(high)
        return ("不少于", str(low)) if high is None else ("介于", f"{low}–{high}")
    choices = factor.get("choices") or {}
    words = ["是" if v is True else "否" if v is False else str(choices.get(v, v)) for v in wanted]
    return ("等于" if factor["kind"] == "bool" else "属于"), "、".join(words)


def scale(text: str, factor_id: str, factor: Raw) -> dict[str, Any]:
    """4→20000；10→50000: the start for two values of the factor, in yuan."""
    points = [_LINE.fullmatch(p.strip()) for p in SPLIT.split(text.strip()) if p.strip()]
    if not points or len(points) > 2 or None in points:
        raise ValueError(f"起点“{text}”看不懂，应写如 4→20000；10→50000")
    ends = [(number(p[1], str(factor["zh"])), int(end(p[2], "yuan", "起点"))) for p in (points * 2)[:2] if p is not None]
    return {factor_id: [ends[0][0], ends[1][0]], "yuan": [ends[0][1], ends[1][1]]}


def changes(text: str, find: Any) -> Iterable[dict[str, Any]]:
    """一年内第二次以上 等于 是：+8000；… → adjustments. ``find(name)`` gives (id, factor)."""
    for part in (p.strip() for p in SPLIT.split(text) if p.strip()):
        found = _CHANGE.fullmatch(part)
        if found is None:
            raise ValueError(f"调整“{part}”看不懂，应写如 一年内第二次以上 等于 是：+8000 或者 …：+10%")
        name, op, value, sign, amount, unit = found.groups()
        key, factor = find(name)
        least = -1 if sign in "-－−" and sign else 1
        size = int(end(amount, "share" if unit == "%" else "yuan", "调整"))
        yield {key: test(factor, op, value), ("permille" if unit == "%" else "yuan"): least * size, "zh": factor["zh"]}


def change_words(raw: Raw, factors: Mapping[str, Raw]) -> str:
    """An adjustment as the sheet shows it."""
    key = next(k for k in raw if k not in ("yuan", "permille", "zh"))
    wanted = raw[key] if isinstance(raw[key], list | tuple) else [raw[key]]
    op, value = shown(factors[key], wanted)
    said = []
    for unit, mark in (("yuan", "元"), ("permille", "%")):
        if raw.get(unit):
            size = raw[unit] if unit == "yuan" else written(raw[unit], "share")
            said.append(f"{factors[key]['zh']} {op} {value}：{'+' if size > 0 else '-'}{abs(size)}{mark}")
    return "；".join(said)
