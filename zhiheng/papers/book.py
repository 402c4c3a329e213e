"""A book of numbered parts with tables and annexes: an annual plan, a person's yearly sheet. No paper of a procedure: it is
made anew from what is kept whole.

The same bytes for the same values. Every sum is given; the template prints and reckons nothing.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from zhiheng.papers import fonts, values
from zhiheng.papers.engine import Rendered, finished, typeset
from zhiheng.papers.errors import PaperError

TEMPLATE = "books/book"


@dataclass(frozen=True)
class Section:
    """A numbered part: paragraphs, then a table (heads, rows, widths as typst says them) or none."""

    title: str
    paragraphs: Sequence[str] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    widths: Sequence[str] = ()


@dataclass(frozen=True)
class Book:
    """``zh`` is what faults call it; ``line`` stands below the title (version, approval). ``draft``: with the mark 草稿.
    ``made``: for the file's metadata."""

    zh: str
    agency: str
    title: str
    line: str
    draft: bool
    sections: Sequence[Section]
    annexes: Sequence[Section]
    made: datetime


def book(held: Book) -> Rendered:
    """The PDF. PaperError for a missing glyph or a text the typesetter warns about."""
    pdf = typeset(TEMPLATE, held.zh, _data(held), "pdf", None, int(held.made.timestamp()))
    return finished(pdf if isinstance(pdf, bytes) else pdf[0])


def pictures(held: Book, ppi: float = 80.0) -> list[bytes]:
    """Every page as a PNG."""
    drawn = typeset(TEMPLATE, held.zh, _data(held), "png", ppi, int(held.made.timestamp()))
    return [drawn] if isinstance(drawn, bytes) else drawn


def _data(held: Book) -> dict[str, Any]:
    wanted = fonts.families()
    fonts.check_families(wanted)
    data: dict[str, Any] = _clean({k: v for k, v in asdict(held).items() if k not in ("made", "zh")})
    lacking = fonts.coverage("".join(_texts(data)), wanted)
    if lacking:
        raise PaperError(f"《{held.zh}》缺字：当前字体没有『{'』『'.join(lacking)}』")
    return data | {"fonts": list(wanted)}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return values.clean(value)
    if isinstance(value, dict):
        return {k: _clean(v) for k, v in value.items()}
    return [_clean(v) for v in value] if isinstance(value, (list, tuple)) else value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [t for v in inner for t in _texts(v)]
