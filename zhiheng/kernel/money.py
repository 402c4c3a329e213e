"""Money in integer fen: the capital form of papers, the figures of screens, what people type. No floats."""
from __future__ import annotations

import re
from fractions import Fraction

LIMIT = 10**15
"""Amounts in fen must be smaller than this; papers never need more."""

YUAN_SIGN = "\u00a5"
"""The half-width sign; the full-width one is drawn as a dollar by some fonts."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_GROUPS = ("", "万", "亿", "万亿")
_PLACES = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_TYPED = re.compile(r"(\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(亿|千万|百万|十万|万|千|百)?元?整?")
_UNITS = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 1000, "百": 100, "": 1}


def capital(fen: int) -> str:
    """7_700_000 -> 人民币柒万柒仟元整. Zero: 人民币零元整. ValueError below zero or from 10^15 fen on."""
    _check(fen)
    yuan, jiao_fen = divmod(fen, 100)
    jiao, cent = divmod(jiao_fen, 10)
    text = "人民币" + (_whole(yuan) + "元" if yuan or not jiao_fen else "")
    if not jiao_fen:
        return text + "整"
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif yuan:
        text += "零"
    return text + (_DIGITS[cent] + "分" if cent else "整")


def figures(fen: int) -> str:
    """7_700_000 -> ¥77,000.00 with U+00A5. ValueError when negative or too large."""
    _check(fen)
    return f"{YUAN_SIGN}{fen // 100:,}.{fen % 100:02d}"


def plain(fen: int) -> str:
    """7_700_000 -> 77000, 150 -> 1.50: the shortest writing that :func:`parse` reads back."""
    _check(fen)
    return str(fen // 100) if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}"


def parse(text: str) -> int:
    """Yuan as people type them -> fen: 7.7万, 38,000.00, 38000元, ¥77,000.00, 3千.

    ValueError in Chinese otherwise.
    """
    cleaned = re.sub(r"[\s\u00a5\uffe5]", "", text).replace("，", ",").removeprefix("人民币")
    match = _TYPED.fullmatch(cleaned)
    if match is None:
        raise ValueError(f"看不懂金额「{text}」，请写成 77000、77,000.00 或 7.7万")
    fen = Fraction(match[1].replace(",", "")) * _UNITS[match[2] or ""] * 100
    if fen.denominator != 1:
        raise ValueError(f"金额「{text}」不足一分，最小到分")
    _check(fen.numerator)
    return fen.numerator


def _check(fen: int) -> None:
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise TypeError("金额须为整数分")
    if not 0 <= fen < LIMIT:
        raise ValueError("金额须不小于零且小于十万亿元")


def _whole(yuan: int) -> str:
    """The yuan part; zeros inside are read once, between groups too."""
    if yuan == 0:
        return _DIGITS[0]
    text, gap = "", False
    for index in range(len(_GROUPS) - 1, -1, -1):
        group = yuan // 10000**index % 10000
        if group == 0:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += _DIGITS[0]
        text += _group(group) + _unit_of(index, yuan)
        gap = False
    return text


def _unit_of(index: int, yuan: int) -> str:
    """万亿 is written 万 when 亿 follows by itself (壹万零壹亿), and in full otherwise."""
    return "万" if index == 3 and yuan // 10**8 % 10000 else _GROUPS[index]


def _group(group: int) -> str:
    """Four digits without leading zeros: 1001 -> 壹仟零壹."""
    text, gap = "", False
    for size, place in _PLACES:
        digit = group // size % 10
        if digit:
            text += (_DIGITS[0] if gap and text else "") + _DIGITS[digit] + place
            gap = False
        else:
            gap = True
    return text
