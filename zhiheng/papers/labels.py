"""Labels for instruments: twenty-four on an A4 page, each with its number, name and a square code that opens it on the phone."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import segno

from zhiheng.kernel.clock import TZ
from zhiheng.papers import fonts, values
from zhiheng.papers.engine import Rendered, finished, typeset
from zhiheng.papers.errors import PaperError

ZH = "装备标签"
MOST = 480
LONGEST = 26
"""Characters of a label's line."""


@dataclass(frozen=True)
class Label:
    """``number`` is the asset number, ``lines`` stand below it, ``url`` is what the square code holds."""

    number: str
    lines: Sequence[str]
    url: str


def labels(agency: str, held: Sequence[Label], on: date) -> Rendered:
    """The PDF. PaperError without labels, with more than :data:`MOST`, or for a missing glyph."""
    if not held:
        raise PaperError("没有可以打印标签的装备")
    if len(held) > MOST:
        raise PaperError(f"一次最多打印 {MOST} 枚标签，请按类别分次打印")
    wanted = fonts.families()
    fonts.check_families(wanted)
    rows = [{"number": _cut(x.number), "lines": [_cut(t) for t in x.lines], "square": _square(x.url)} for x in held]
    lacking = fonts.coverage(agency + "".join(str(r["number"]) + "".join(r["lines"]) for r in rows), wanted)
    if lacking:
        raise PaperError(f"《{ZH}》缺字：当前字体没有『{'』『'.join(lacking)}』")
    stamp = int(datetime(on.year, on.month, on.day, tzinfo=TZ).timestamp())
    pdf = typeset("cards/labels", ZH, {"agency": agency, "rows": rows, "fonts": list(wanted)}, "pdf", None, stamp)
    return finished(pdf if isinstance(pdf, bytes) else pdf[0])


def _cut(text: str) -> str:
    clean = values.clean(text).replace("\n", " ")
    return clean if len(clean) <= LONGEST else clean[:LONGEST - 1] + "…"


def _square(url: str) -> str:
    picture = BytesIO()
    segno.make(url, error="m").save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode()
