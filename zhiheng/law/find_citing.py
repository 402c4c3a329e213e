"""Citations as people type them into a search box: which law, which article, what words are left beside them.

安全生产法97条7项, 安法第九十七条第（七）项, 97-1-7, 安法97(3), 《中华人民共和国安全生产法》第97条, 危化条例77条,
违反安全生产法第二十五条; the law may be missing (第109条第一项).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from zhiheng.kernel.article import Article
from zhiheng.kernel.numerals import NUMERAL, from_chinese
from zhiheng.law import violations
from zhiheng.law.cite import aliases, laws

_N = f"(?:{NUMERAL})"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?P<article>{_N})条(?:之(?P<sub>{_N}))?(?:的|之)?"
        rf"(?:第?(?P<paragraph>{_N})款)?(?:的|之)?(?:第?(?:\(?(?P<item>{_N})\)?项|\((?P<bare>{_N})\)))?",
        r"(?P<article>\d+)-(?P<paragraph>\d*)-(?P<item>\d+)",
        r"(?P<article>\d+)-(?P<paragraph>\d+)",
        rf"(?P<article>\d+)\((?P<item>{_N})\)",
        r"(?P<article>\d+)$",
    )
)
_LEAD = re.compile(r".*(?:违反了?|依据|根据|依照|按照|适用|涉嫌)")
_FILLER = re.compile(r"违反了?|依据|根据|依照|按照|适用|涉嫌|中华人民共和国|的?规定|处罚|罚则|之|的|和|及|、")
SAFETY = "安全生产法"


@dataclass(frozen=True)
class Typed:
    """A citation found in what was typed. ``law`` is "" when none was named; ``rest`` is what else was said."""

    law: str
    article: str
    paragraph: int | None
    item: int | None
    rest: str

    def meets(self, place: Article) -> bool:
        """Whether a place of the catalogue is the one typed. A level that either side leaves out agrees."""
        return (
            self.article == place.article
            and self.law in ("", place.law)
            and (self.paragraph is None or place.paragraph in (None, self.paragraph))
            and (self.item is None or place.item in (None, self.item))
        )

    def near(self, place: Article) -> bool:
        """The same article, whatever the paragraph and item."""
        return self.article == place.article and self.law in ("", place.law)

    def exact(self, place: Article) -> bool:
        """No level was typed that the place does not have."""
        return (self.paragraph is None or place.paragraph == self.paragraph) and (
            self.item is None or place.item == self.item
        )


def halved(text: str) -> str:
    """Full-width figures and brackets as plain ones, long dashes as hyphens, no blanks, no title marks."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s《》〈〉<>“”\"'「」]+", "", re.sub(r"[—–－‐~]", "-", plain))


def read(text: str) -> Typed | None:
    """The citation in a query, None when there is none or its law is unknown."""
    plain = halved(text)
    for number, shape in enumerate(_SHAPES):
        match = shape.search(plain)
        if match is None:
            continue
        before = plain[: match.start()].removesuffix("第")
        named, said = _law(before)
        if number and not named and (said or plain[match.end() :]):
            continue
        if number == len(_SHAPES) - 1 and not named:
            continue
        if not named and _title_like(said):
            return None
        rest = _FILLER.sub("", said + plain[match.end() :])
        return _typed(match.groupdict(), named, rest)
    return None


def unlisted(text: str) -> str:
    """The law that a citation names and the catalogue does not have (a province's regulation, say); "" otherwise."""
    plain = halved(text)
    match = _SHAPES[0].search(plain)
    if match is None:
        return ""
    named, said = _law(plain[: match.start()].removesuffix("第"))
    title = _LEAD.sub("", said).removeprefix("中华人民共和国")
    return title if not named and _title_like(title) else ""


def _typed(parts: dict[str, str | None], law: str, rest: str) -> Typed:
    sub = parts.get("sub")
    article = str(from_chinese(parts["article"] or "0")) + (f"-{from_chinese(sub)}" if sub else "")
    item = parts.get("item") or parts.get("bare")
    paragraph = parts.get("paragraph")
    return Typed(
        law, article, from_chinese(paragraph) if paragraph else None, from_chinese(item) if item else None, rest
    )


def _law(before: str) -> tuple[str, str]:
    """The title of the law that ends the words before an article, and the words left of it."""
    bare = _LEAD.sub("", before)
    rest = before[: len(before) - len(bare)]
    bare = bare.removeprefix("中华人民共和国")
    bare = re.sub(r"[(（][^()（）]*[)）]$", "", bare)
    if not bare:
        return "", rest
    names = _names()
    for start in range(len(bare) - 1):
        tail = bare[start:].removeprefix("中华人民共和国")
        if tail in names:
            return names[tail], rest + bare[:start]
    return _loosely(bare), rest if _loosely(bare) else rest + bare


def _title_like(said: str) -> bool:
    return bool(re.search(r"(法|条例|办法|规定|规程|标准)$", said))


def _loosely(bare: str) -> str:
    """危化品管理条例 for 危险化学品安全管理条例: every character typed, in order; the shortest such title."""
    if not _title_like(bare) or len(bare) < 4:
        return ""
    fits = [title for title in _titles() if _within(bare, title)]
    return min(fits, key=len) if fits else ""


def _within(short: str, title: str) -> bool:
    rest = iter(title)
    return all(char in rest for char in short)


@cache
def _titles() -> tuple[str, ...]:
    return tuple(dict.fromkeys(act.law.title for act in violations.every()))


@cache
def _names() -> dict[str, str]:
    """Every name of a law: titles of those that have acts, titles and short names of the registry."""
    titles = {halved(title): title for title in _titles()}
    known = {halved(name): _owned(title) or title for name, title in aliases().items()}
    return {**{halved(title): _owned(title) or title for title in laws()}, **known, **titles}


def _owned(title: str) -> str:
    """The title as the catalogue writes it: the registry adds the order's number to some."""
    bare = re.sub(r"（[^（）]*）$", "", title)
    return next((t for t in _titles() if t in (title, bare)), "")
