"""Citations inside running words: 《安全生产法》第二十八条第一款、第四款 and 行政处罚法第63条 found where they stand.

Only laws known by title or a registered short name are found without 《》; with 《》 any title is.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from zhiheng.kernel.article import Article
from zhiheng.kernel.numerals import NUMERAL, from_chinese
from zhiheng.law.cite import aliases, laws

_N = f"(?:{NUMERAL})"
_PLACE = rf"第?\s*(?:{_N})\s*条(?:之(?:{_N}))?(?:第?(?:{_N})款)?(?:第?[（(]?(?:{_N})[）)]?项)?"
_PARTS = re.compile(
    rf"第?\s*(?P<article>{_N})\s*条(?:之(?P<sub>{_N}))?(?:第?(?P<paragraph>{_N})款)?(?:第?[（(]?(?P<item>{_N})[）)]?项)?")
_AND = re.compile(rf"[、和及或，,]\s*(?={_PLACE})第")
_MANY = 40_000
"""Longer words than this are left alone: no page shows them at once."""


@dataclass(frozen=True)
class Mention:
    """``text[start:end]`` cites ``article``."""

    start: int
    end: int
    article: Article


def mentions(text: str) -> tuple[Mention, ...]:
    """Every citation in the words, in their order."""
    return tuple(_find(text)) if "条" in text and len(text) <= _MANY else ()


def pieces(text: str) -> Iterator[tuple[str, Article | None]]:
    """The words cut at their citations; put together again they are the words."""
    at = 0
    for found in mentions(text):
        if found.start > at:
            yield text[at:found.start], None
        yield text[found.start:found.end], found.article
        at = found.end
    if at < len(text):
        yield text[at:], None


def _find(text: str) -> Iterator[Mention]:
    at = 0
    while match := _pattern().search(text, at):
        law = match["quoted"] or match["plain"]
        title = law.strip().removeprefix("中华人民共和国")
        title = aliases().get(title, title)
        where = _PARTS.match(text, match.end())
        if where is None:
            at = match.end()
            continue
        yield Mention(match.start(), where.end(), _article(title, where))
        at = where.end()
        while (more := _AND.match(text, at)) and (where := _PARTS.match(text, more.end() - 1)):
            yield Mention(where.start(), where.end(), _article(title, where))
            at = where.end()


def _article(law: str, found: re.Match[str]) -> Article:
    number = str(from_chinese(found["article"])) + (f"-{from_chinese(found['sub'])}" if found["sub"] else "")
    paragraph, item = (from_chinese(found[n]) if found[n] else None for n in ("paragraph", "item"))
    return Article(law, number, paragraph or None, item or None)


@cache
def _pattern() -> re.Pattern[str]:
    """A known name or 《a title》, followed by an article."""
    names = sorted({n for n in (*laws(), *aliases()) if re.search(r"[一-鿿]", n)}, key=len, reverse=True)
    known = "|".join(re.escape(n) for n in names)
    return re.compile(rf"(?:《(?P<quoted>[^《》]{{2,60}})》|(?P<plain>(?:中华人民共和国)?(?:{known})))(?:（[^（）]{{1,30}}）)?\s*(?={_PLACE})")
