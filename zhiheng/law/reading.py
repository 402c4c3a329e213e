"""Statute texts kept beside the bureau's data: the words of a citation as they were in force on a day.

The texts are not part of the product: ``zhiheng law import DIR`` (see :mod:`zhiheng.law.texts`) keeps them in the data
directory, and a citation can then be read beside its words. Without them everything works, only the words are missing.
"""
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.law.cite import aliases, laws
from zhiheng.law.statute_text import Draft, Heading, Paragraph
from zhiheng.law.statute_text import read as read_text

__all__ = ["Heading", "Paragraph", "Statute", "article_text", "digest", "end_of", "parse_statute", "statute", "statutes",
           "text_dir", "texts_file", "texts_of"]



@dataclass(frozen=True)
class Statute:
    """One version of a law. ``articles`` by number ("64", "134-1"); ``adopted``: the day in the file name.

    ``effective``: the day the text itself says it comes into force; None when it says none for this version.
    """

    title: str
    adopted: date
    articles: Mapping[str, tuple[Paragraph, ...]]
    headings: tuple[Heading, ...] = ()
    effective: date | None = None

    @property
    def since(self) -> date:
        """The first day this text is in force: from the table of laws, else from its own words, else its day."""
        law = laws().get(self.title)
        if law and law.version.startswith(self.adopted.isoformat()):
            return law.since
        return self.effective or self.adopted

    @property
    def since_known(self) -> bool:
        """Whether the first day was read, not taken from the day of adoption."""
        law = laws().get(self.title)
        return bool(self.effective or (law and law.version.startswith(self.adopted.isoformat())))

    def missing(self, place: Article) -> str | None:
        """Why ``place`` cannot be found in this text, in Chinese; None when it is there."""
        paragraphs = self.articles.get(place.article)
        if paragraphs is None:
            return f"没有第{place.article}条"
        found = self._paragraph(place, paragraphs)
        if isinstance(found, str):
            return found
        if place.item and place.item > len(found.items):
            return f"第{place.article}条该款只有 {len(found.items)} 项，没有第 {place.item} 项"
        return None

    def text(self, place: Article) -> str | None:
        """The words of the place; an item comes with the opening words of its paragraph. None if missing."""
        if self.missing(place):
            return None
        paragraphs = self.articles[place.article]
        if place.paragraph is None and place.item is None:
            return "\n".join(line for p in paragraphs for line in p.lines)
        found = self._paragraph(place, paragraphs)
        assert isinstance(found, Paragraph)
        if place.item:
            return f"{found.lead}\n{found.items[place.item - 1]}"
        return "\n".join(found.lines)

    def neighbours(self, article: str) -> tuple[str, str]:
        """The numbers of the articles before and after; empty at the ends."""
        numbers = list(self.articles)
        if article not in self.articles:
            return "", ""
        here = numbers.index(article)
        return (numbers[here - 1] if here else ""), (numbers[here + 1] if here + 1 < len(numbers) else "")

    def chapter(self, article: str) -> str:
        """The headings an article stands under: 第六章 法律责任."""
        numbers: list[str] = list(self.articles)
        path: dict[int, str] = {}
        for heading in self.headings:
            if article in numbers and numbers.index(heading.first) <= numbers.index(article):
                path = {level: title for level, title in path.items() if level < heading.level}
                path[heading.level] = heading.title
        return " · ".join(path.values())

    def _paragraph(self, place: Article, paragraphs: tuple[Paragraph, ...]) -> Paragraph | str:
        """The paragraph meant; without a number the only one, or the only one with items."""
        if place.paragraph:
            if place.paragraph > len(paragraphs):
                return f"第{place.article}条只有 {len(paragraphs)} 款，没有第 {place.paragraph} 款"
            return paragraphs[place.paragraph - 1]
        with_items = [p for p in paragraphs if p.items]
        if place.item and len(paragraphs) > 1 and len(with_items) != 1:
            return f"第{place.article}条有 {len(paragraphs)} 款，引项须写明款"
        return with_items[0] if place.item and with_items else paragraphs[0]


def parse_statute(name: str, markdown: str) -> Statute:
    """Read one law. ``name`` is the file's stem, 行政处罚法(2021-01-22). ValueError in Chinese otherwise."""
    return of_draft(read_text(name, markdown))


def of_draft(draft: Draft) -> Statute:
    return Statute(draft.title, draft.adopted, draft.articles, draft.headings, draft.effective)


def text_dir(data_dir: Path | None = None) -> Path:
    """Where imported texts live: law/ under the data directory (ZHIHENG_DATA, else ./var)."""
    return (data_dir or Path(os.environ.get("ZHIHENG_DATA", "var"))) / "law"


def texts_file(data_dir: Path | None = None) -> Path:
    """The one file of all texts; it is replaced as a whole, so a reader sees the old texts or the new ones."""
    return text_dir(data_dir) / "texts.json"


def statutes(data_dir: Path | None = None) -> Mapping[str, tuple[Statute, ...]]:
    """Imported texts by title, oldest version first; empty when nothing was imported."""
    return _load(*_stamp(data_dir))


def texts_of(title: str, known: Mapping[str, tuple[Statute, ...]]) -> tuple[Statute, ...]:
    """The texts of a law by its title or another registered name (…办法（应急管理部令第18号）), oldest first."""
    return known.get(title) or known.get(aliases().get(title, title), ())


def digest(data_dir: Path | None = None) -> tuple[str, int]:
    """Stands for the texts as they are now; changes with every import."""
    path, stamp = _stamp(data_dir)
    return str(path), stamp


def statute(title: str, on: date, data_dir: Path | None = None) -> Statute | None:
    """The version of a law in force on a day; None when not imported or not yet in force."""
    versions = [s for s in texts_of(title, statutes(data_dir)) if s.since <= on]
    return max(versions, key=lambda s: s.since) if versions else None


def end_of(text: Statute, data_dir: Path | None = None) -> date | None:
    """The last day a text was in force: the eve of the next text, or the end of the law. None while it lasts."""
    later = [s.since for s in statutes(data_dir).get(text.title, ()) if s.since > text.since]
    law = laws().get(text.title)
    ends = [min(later) - timedelta(days=1)] if later else []
    ends += [law.until] if law and law.until and law.until >= text.since else []
    return min(ends) if ends else None


def article_text(article: Article, on: date, data_dir: Path | None = None) -> str | None:
    """The words of a citation as of a day; None when the text is not imported or has no such place."""
    found = statute(article.law, on, data_dir)
    return found.text(article) if found and article.article else None


def plain(statute: Statute) -> dict[str, Any]:
    """As kept: nothing but strings and lists."""
    return {"title": statute.title, "adopted": statute.adopted.isoformat(),
            "effective": statute.effective.isoformat() if statute.effective else None,
            "headings": [[h.level, h.title, h.first] for h in statute.headings],
            "articles": {n: [[p.lead, list(p.items)] for p in ps] for n, ps in statute.articles.items()}}


def _stamp(data_dir: Path | None) -> tuple[Path, int]:
    path = texts_file(data_dir).resolve()
    try:
        return path, path.stat().st_mtime_ns
    except FileNotFoundError:
        return path, 0


@lru_cache(maxsize=8)
def _load(path: Path, stamp: int) -> Mapping[str, tuple[Statute, ...]]:
    if not stamp:
        return {}
    found: dict[str, list[Statute]] = {}
    for raw in json.loads(path.read_text(encoding="utf-8"))["texts"]:
        articles = {n: tuple(Paragraph(p[0], tuple(p[1])) for p in ps) for n, ps in raw["articles"].items()}
        effective = date.fromisoformat(raw["effective"]) if raw["effective"] else None
        kept = Statute(raw["title"], date.fromisoformat(raw["adopted"]), articles,
                       tuple(Heading(*h) for h in raw["headings"]), effective)
        found.setdefault(kept.title, []).append(kept)
    return {title: tuple(sorted(versions, key=lambda s: s.adopted)) for title, versions in found.items()}
