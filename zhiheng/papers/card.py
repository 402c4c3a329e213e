"""明白卡: the red, yellow or blue card of an enterprise on one A4 page. No paper of a procedure: nothing is frozen or signed.

The same bytes for the same values. Lists are cut to what one page holds; how many were left out is printed.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from io import BytesIO

import segno

from zhiheng.kernel.clock import TZ
from zhiheng.papers import fonts, values
from zhiheng.papers.engine import Rendered, finished, typeset
from zhiheng.papers.errors import PaperError

ZH = "企业明白卡"
MOST_HAZARDS, MOST_RISKS = 5, 5
SHORT, LONGEST, LONGER = 28, 50, 90
"""Characters of a risk, of any other line, and of the few lines that may be longer."""
COLOURS: Mapping[str, str] = {"红": "#b42318", "黄": "#b7791f", "蓝": "#1d4f91"}


@dataclass(frozen=True)
class Card:
    """What stands on the card. ``hazards`` are (text, last day or words), ``risks`` (name, colour word), both in order."""

    agency: str
    name: str
    code: str
    grade: str
    colour: str
    state: str
    points: str
    since: str
    key: str
    visits: str
    cap: str
    cap_says: str
    hazards: Sequence[tuple[str, str]]
    risks: Sequence[tuple[str, str]]
    duty: str
    phone: str
    url: str
    on: date
    note: str = ""


def card(held: Card) -> Rendered:
    """The PDF. PaperError for an unknown colour, a missing glyph, or when it does not fit on its one page."""
    pdf = typeset("cards/enterprise", ZH, _data(held), "pdf", None, _stamp(held))
    made = finished(pdf if isinstance(pdf, bytes) else pdf[0])
    if made.pages != 1:
        raise PaperError(f"《{ZH}》超过一页，请检查过长的名称")
    return made


def card_png(held: Card, ppi: float = 96.0) -> bytes:
    """The card as a picture."""
    drawn = typeset("cards/enterprise", ZH, _data(held), "png", ppi, _stamp(held))
    return drawn if isinstance(drawn, bytes) else drawn[0]


def _data(held: Card) -> dict[str, object]:
    if held.colour not in COLOURS:
        raise PaperError(f"《{ZH}》没有「{held.colour}」这种颜色")
    wanted = fonts.families()
    fonts.check_families(wanted)
    shown = {k: _cut(v, LONGER if k in ("note", "key", "url") else LONGEST) if isinstance(v, str) else v for k, v in asdict(held).items()}
    data = {**shown, "on": values.day(held.on.isoformat()), "hue": COLOURS[held.colour], "fonts": list(wanted),
            "hazards": [[_cut(a), values.clean(b)] for a, b in held.hazards[:MOST_HAZARDS]], "more_hazards": max(0, len(held.hazards) - MOST_HAZARDS),
            "risks": [[_cut(a, SHORT), values.clean(b)] for a, b in held.risks[:MOST_RISKS]], "square": _square(held.url)}
    text = "".join(str(v) for k, v in data.items() if k not in ("square", "fonts", "hue"))
    lacking = fonts.coverage(text, wanted)
    if lacking:
        raise PaperError(f"《{ZH}》缺字：当前字体没有『{'』『'.join(lacking)}』")
    return data


def _cut(text: str, longest: int = LONGEST) -> str:
    clean = values.clean(text).replace("\n", " ")
    return clean if len(clean) <= longest else clean[:longest - 1] + "…"


def _square(url: str) -> str:
    """The address as a square code; "" where there is no whole address."""
    if not url.startswith("http"):
        return ""
    picture = BytesIO()
    segno.make(url, error="m").save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode()


def _stamp(held: Card) -> int:
    return int(datetime(held.on.year, held.on.month, held.on.day, tzinfo=TZ).timestamp())
