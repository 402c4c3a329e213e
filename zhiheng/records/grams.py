"""Two-character words of a text: search that works for 鑫达 and for xd on every database, without an extension."""
from __future__ import annotations

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

_KEEP = re.compile(r"[\w㐀-鿿]+")


def fold(text: str) -> str:
    """One writing for comparing: width and case folded, everything but letters, figures and characters dropped."""
    return "".join(_KEEP.findall(unicodedata.normalize("NFKC", text).lower()))


def initials(text: str) -> str:
    """Pinyin initials: 鑫达木业有限公司 -> xdmyyxgs; figures and Latin letters stay."""
    return "".join(lazy_pinyin(fold(text), style=Style.FIRST_LETTER, errors=lambda rest: list(rest)))[:120].lower()


def bigrams(text: str) -> list[str]:
    """The distinct neighbours of two characters in order; a single character stands alone."""
    folded = fold(text)
    if len(folded) < 2:
        return [folded] if folded else []
    return list(dict.fromkeys(folded[i:i + 2] for i in range(len(folded) - 1)))


_SIGNS = re.compile(r"[^0-9A-Za-z一-鿿-]+")


def fold_number(text: str) -> str:
    """A number as people paste it, with any brackets: （云）应急罚〔2026〕12号 -> 云应急罚2026-12."""
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"[\[\](){}<>〔〕【】]+", " ", folded)
    folded = re.sub(r"(\d{4})\s*(?:年)?\s+第?(\d)", r"\1-\2", folded)
    return _SIGNS.sub("", folded).removesuffix("号")
