"""A citation as a value: which law, which article, paragraph and item.

Every gate, clock and finding carries one. It is written in full for papers, short for screens.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import total_ordering

from zhiheng.kernel.numerals import NUMERAL, from_chinese, to_chinese

_N = f"(?:{NUMERAL})"
_WORDS = re.compile(
    rf"(?P<law>.+?)\s*第?\s*(?P<article>{_N})\s*条\s*(?:之\s*(?P<sub>{_N}))?\s*"
    rf"(?:第?\s*(?P<paragraph>{_N})\s*款)?\s*(?:第?\s*[（(]?\s*(?P<item>{_N})\s*[）)]?\s*项)?"
)
_FIGURES = re.compile(
    rf"(?P<law>.+?)\s*(?P<article>\d+)(?:之(?P<sub>{_N}))?(?:-(?P<paragraph>\d+))?(?:-(?P<item>\d+))?"
)
_KEY = re.compile(r"(?P<law>[^:]+):(?P<article>\d+(?:-\d+)?)(?::(?P<paragraph>\d*))?(?::(?P<item>\d+))?")
_ARTICLE = re.compile(r"\d+(?:-\d+)?")
_NUMBERED = re.compile(r"[〔\[（(]\s*\d{4}\s*[〕\]）)].*号")
_DOCUMENT = re.compile(rf"{_NUMBERED.pattern}|令第?\s*\S+号")


@total_ordering
@dataclass(frozen=True)
class Article:
    """One place in the law.

    ``law`` is the Chinese short title (行政处罚法) or, with ``article=""``, a document number
    (国办发〔2024〕54号). ``article`` is in figures: "64"; "134-1" means 第一百三十四条之一.
    ``paragraph`` is 款 and ``item`` is 项, both counted from 1. ValueError for anything else.
    """

    law: str
    article: str
    paragraph: int | None = None
    item: int | None = None

    def __post_init__(self) -> None:
        if not self.law:
            raise ValueError("引用必须写明法律名称")
        if self.article and not _ARTICLE.fullmatch(self.article):
            raise ValueError(f"条号「{self.article}」须为数字，如 64 或 134-1（之一）")
        if not self.article and (self.paragraph or self.item):
            raise ValueError(f"引用「{self.law}」的款、项时须写明条")
        for level, number in (("款", self.paragraph), ("项", self.item)):
            if number is not None and number < 1:
                raise ValueError(f"{level}从 1 起算，没有第 {number} {level}")

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Article):
            return NotImplemented
        return self._order() < other._order()

    def __str__(self) -> str:
        return self.short()

    def zh(self) -> str:
        """The full writing for papers: 行政处罚法第六十四条第一款第（一）项; all given levels are written."""
        if not self.article:
            return self.law
        number, _, sub = self.article.partition("-")
        text = f"{self.law}第{to_chinese(int(number))}条" + (f"之{to_chinese(int(sub))}" if sub else "")
        text += f"第{to_chinese(self.paragraph)}款" if self.paragraph else ""
        return text + (f"第（{to_chinese(self.item)}）项" if self.item else "")

    def short(self) -> str:
        """The writing for screens: 行政处罚法第64条第1款第1项."""
        if not self.article:
            return self.law
        number, _, sub = self.article.partition("-")
        text = f"{self.law}第{number}条" + (f"之{to_chinese(int(sub))}" if sub else "")
        text += f"第{self.paragraph}款" if self.paragraph else ""
        return text + (f"第{self.item}项" if self.item else "")

    def key(self) -> str:
        """A stable key: 行政处罚法:64:1:1; a level not given in between stays empty, 安全生产法:97::7."""
        if not self.article:
            return self.law
        levels = [self.law, self.article, str(self.paragraph or ""), str(self.item or "")]
        return ":".join(levels).rstrip(":")

    def covers(self, other: Article) -> bool:
        """True when ``other`` is this place or inside it."""
        if (self.law, self.article) != (other.law, other.article):
            return not self.article and self.law == other.law
        return self.paragraph in (None, other.paragraph) and self.item in (None, other.item)

    @classmethod
    def parse(cls, text: str, aliases: Mapping[str, str] | None = None) -> Article:
        """Read what people type.

        Understands 行政处罚法第六十四条第一款第（一）项, 安全生产法97条7项, 安全生产法 97-1-3 (article,
        paragraph, item), a key as written by :meth:`key`, and a bare document number. ``aliases`` maps names
        people use (安法) to titles. ValueError in Chinese otherwise.
        """
        cleaned = text.strip().replace("《", "").replace("》", "").replace("－", "-").replace("：", ":")
        # An order (令第18号) has articles; a circular (国办发〔2024〕54号) is cited whole.
        for pattern, whole in ((_KEY, _NUMBERED), (_WORDS, _NUMBERED), (_FIGURES, _DOCUMENT)):
            match = pattern.fullmatch(cleaned)
            if match and len(match["law"].strip()) > 1 and not whole.search(match["law"]):
                return cls._from_match(match.groupdict(), aliases or {})
        if cleaned and _DOCUMENT.search(cleaned):
            return cls(cleaned, "")
        raise ValueError(f"看不懂引用「{text}」，请写成「行政处罚法第六十四条第一款第（一）项」"
                         "或「行政处罚法 64-1-1」")

    @classmethod
    def _from_match(cls, parts: Mapping[str, str | None], aliases: Mapping[str, str]) -> Article:
        title = (parts["law"] or "").strip().removeprefix("中华人民共和国")
        written = parts["article"] or ""
        article = written if "-" in written else str(from_chinese(written))
        if parts.get("sub"):
            article += f"-{from_chinese(parts['sub'] or '')}"
        return cls(aliases.get(title, title), article, _number(parts["paragraph"]), _number(parts["item"]))

    def _order(self) -> tuple[str, tuple[int, ...], int, int]:
        numbers = tuple(int(n) for n in self.article.split("-")) if self.article else ()
        return self.law, numbers, self.paragraph or 0, self.item or 0


def _number(text: str | None) -> int | None:
    return from_chinese(text) if text else None
