"""Values as a paper prints them: dates in words, money in figures and capitals, text without traps.

Templates compute nothing. What they print is made here, so that a test can read it.
"""
from __future__ import annotations

import re
import unicodedata
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.money import capital, figures
from zhiheng.papers.citing import cite_all
from zhiheng.papers.errors import PaperError
from zhiheng.papers.spec import Field

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MOMENT = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_LOCAL = {None, "+08:00", "+0800"}


def clean(text: str) -> str:
    """NFC text with the yen sign that every face draws right, plain line ends, and no invisible characters.

    U+FFE5 is drawn as a dollar sign by several Chinese faces; on a penalty that is a different sum.
    """
    text = unicodedata.normalize("NFC", text).replace("\uffe5", "\u00a5")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf"})


def day(text: str) -> str:
    """``2026-11-23`` -> 2026年11月23日; anything else is printed as it stands."""
    match = _DAY.fullmatch(text)
    return f"{match[1]}年{int(match[2])}月{int(match[3])}日" if match else text


def moment(text: str) -> str:
    """``2026-11-23T09:05`` or with +08:00 -> 2026年11月23日9时05分; a bare day stays a day.

    PaperError for a moment of another zone: a paper prints local time and must not guess.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        return day(text)
    if match[6] not in _LOCAL:
        raise PaperError(f"时间「{text}」不是{TZ.key}时间，请换算后再制作文书")
    return f"{match[1]}年{int(match[2])}月{int(match[3])}日{int(match[4])}时{match[5]}分"


def money(fen: int) -> dict[str, str]:
    """Fen -> ``figures`` 55,000.00, ``capital`` 伍万伍仟元整, ``full`` 人民币伍万伍仟元整（¥55,000.00）."""
    return {"figures": figures(fen)[1:], "capital": capital(fen)[3:], "full": f"{capital(fen)}（{figures(fen)}）"}


def tidy(value: Any) -> Any:
    """Clean every text inside; dates and moments of any kind of value are put into words."""
    if isinstance(value, str):
        return moment(clean(value))
    if isinstance(value, dict):
        return {str(key): tidy(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [tidy(item) for item in value]
    return value


def present(value: Any) -> bool:
    """False for None, empty text and empty lists; ``False`` and ``0`` are answers."""
    return value is not None and value != "" and value != [] and value != () and value != {}


def shaped(field: Field, value: Any) -> Any:
    """The fact as its template expects it; None when it is absent. PaperError when it has the wrong shape."""
    if not present(value):
        return [] if field.type in {"list", "articles", "rows"} else None
    if field.type == "money":
        if isinstance(value, bool) or not isinstance(value, int):
            raise PaperError(f"「{field.zh}」须是以分为单位的整数金额", f"f.{field.name}")
        return money(value)
    if field.type in {"list", "articles"}:
        lines = [_line(item) for item in (value if isinstance(value, (list, tuple)) else [value])]
        return cite_all(lines) if field.type == "articles" else lines
    if field.type == "rows":
        return [_row(field, item) for item in (value if isinstance(value, (list, tuple)) else [value])]
    if field.type == "bool":
        return bool(value)
    return _line(value)


def _line(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return "　".join(_line(item) for item in value.values() if present(item))
    if isinstance(value, (list, tuple)):
        return "、".join(_line(item) for item in value)
    return str(tidy(value))


def _row(field: Field, row: Any) -> dict[str, str]:
    """Cells by column. A row given as one text, or as ``text`` beside other cells, fills the column of meaning."""
    given = dict(row) if isinstance(row, dict) else {"text": row}
    if "text" in given:
        given.setdefault(_main(field), given["text"])
    cells = {}
    for column in field.columns:
        value = given.get(column.name)
        if column.type == "money" and isinstance(value, int):
            cells[column.name] = money(value)["figures"]
        else:
            cells[column.name] = _line(value) if present(value) else ""
    return cells


def _main(field: Field) -> str:
    names = [column.name for column in field.columns]
    return next((name for name in ("fact", "problem", "claim", "opinion", "text", "a") if name in names), names[0])
