"""Chinese numerals as the law writes them: 第一百三十四条, （十二）, 四十五日."""
from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_VALUES = {**{c: i for i, c in enumerate(_DIGITS)}, "〇": 0, "两": 2}
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
_PLACE_OF = {"千": 1000, "百": 100, "十": 10}
NUMERAL = r"[零〇一二两三四五六七八九十百千]+|\d+"
"""Regular expression body for a number in either writing."""


def to_chinese(number: int) -> str:
    """0..9999 -> 零, 十, 二十三, 一百零五, 一百一十. ValueError outside that range."""
    if not 0 <= number <= 9999:
        raise ValueError(f"数字 {number} 超出中文序数的范围（0–9999）")
    if number < 10:
        return _DIGITS[number]
    text, rest = "", number
    for size, place in _PLACES:
        digit, rest = divmod(rest, size)
        if digit:
            text += _DIGITS[digit] + place
        elif text and rest and not text.endswith("零"):
            text += "零"
    if rest:
        text += _DIGITS[rest]
    return text[1:] if text.startswith("一十") else text


def from_chinese(text: str) -> int:
    """Inverse of :func:`to_chinese`, also accepting figures and 两, 〇. ValueError in Chinese otherwise."""
    if re.fullmatch(r"\d+", text):
        return int(text)
    if not text or any(c not in _VALUES and c not in _PLACE_OF for c in text):
        raise ValueError(f"「{text}」不是数字")
    total = current = 0
    for char in text:
        if char in _PLACE_OF:
            total += (current or 1) * _PLACE_OF[char]
            current = 0
        else:
            current = _VALUES[char]
    return total + current
