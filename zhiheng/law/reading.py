"""Statute texts, read from Markdown into articles, paragraphs and items, and kept beside the bureau's data.

The texts are not part of the product: ``zhiheng law import DIR`` copies them into the data directory, and a
citation can then be read beside its words. Without them everything works, only the words are missing.
"""
from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import parse_day
from zhiheng.kernel.numerals import from_chinese
from zhiheng.law.cite import laws

_FILE = re.compile(r"(?P<title>.+)[(（](?P<adopted>\d{4}-\d{2}-\d{2})[)）]")
_HEAD = re.compile(r"第([零〇一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]))?\s+(.*)")
_ITEM = re.compile(r"[(（]([一二三四五六七八九十]+)[)）]")
_SUB_ITEM = re.compile(r"\d+[.、．]")
_BODY = "INFO END"
_INVISIBLE = "\u200b\ufeff"


@dataclass(frozen=True)
class Paragraph:
    """One 款: its opening words and its 项 in order, each with its own bracketed number."""

    lead: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statute:
    """One version of a law. ``articles`` by number ("64", "134-1"); ``adopted``: the day in the file name."""

    title: str
    adopted: date
    articles: Mapping[str, tuple[Paragraph, ...]]

    @property
    def since(self) -> date:
        """The first day this text is in force: from the table of laws when it is the same version."""
        law = laws().get(self.title)
        return law.since if law and law.version.startswith(self.adopted.isoformat()) else self.adopted

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
            return "\n".join(line for p in paragraphs for line in (p.lead, *p.items))
        found = self._paragraph(place, paragraphs)
        assert isinstance(found, Paragraph)
        if place.item:
            return f"{found.lead}\n{found.items[place.item - 1]}"
        return "\n".join((found.lead, *found.items))

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
    match = _FILE.fullmatch(name)
    if match is None:
        raise ValueError(f"文件名「{name}」须为「法律名称(日期)」")
    draft: dict[str, list[tuple[str, list[str]]]] = {}
    current: list[tuple[str, list[str]]] | None = None
    for line in _body(markdown):
        head = _HEAD.match(line)
        if head:
            number = str(from_chinese(head[1])) + (f"-{from_chinese(head[2])}" if head[2] else "")
            current = draft.setdefault(number, [])
            current.append((head[3], []))
        elif current is not None:
            _continue(current, line)
    if not draft:
        raise ValueError(f"「{name}」里没有读到条文")
    articles = {n: tuple(Paragraph(lead, tuple(items)) for lead, items in ps) for n, ps in draft.items()}
    return Statute(match["title"], parse_day(match["adopted"]), articles)


def import_texts(source: Path, data_dir: Path | None = None) -> list[Statute]:
    """Read every Markdown text in ``source`` and keep it as JSON in the data directory; returns the texts.

    ValueError in Chinese when the directory holds no statute.
    """
    paths = sorted(source.glob("*.md"))
    found = [parse_statute(path.stem, path.read_text(encoding="utf-8")) for path in paths]
    if not found:
        raise ValueError(f"{source} 里没有法律文本（*.md）")
    target = text_dir(data_dir)
    target.mkdir(parents=True, exist_ok=True)
    for statute in found:
        path = target / f"{statute.title}({statute.adopted}).json"
        path.write_text(json.dumps(_plain(statute), ensure_ascii=False, indent=1), encoding="utf-8")
    _load.cache_clear()
    return found


def text_dir(data_dir: Path | None = None) -> Path:
    """Where imported texts live: law/ under the data directory (ZHIHENG_DATA, else ./var)."""
    return (data_dir or Path(os.environ.get("ZHIHENG_DATA", "var"))) / "law"


def statutes(data_dir: Path | None = None) -> Mapping[str, tuple[Statute, ...]]:
    """Imported texts by title, oldest version first; empty when nothing was imported."""
    return _load(text_dir(data_dir).resolve())


def statute(title: str, on: date, data_dir: Path | None = None) -> Statute | None:
    """The version of a law in force on a day; None when not imported or not yet in force."""
    versions = [s for s in statutes(data_dir).get(title, ()) if s.since <= on]
    return versions[-1] if versions else None


def article_text(article: Article, on: date, data_dir: Path | None = None) -> str | None:
    """The words of a citation as of a day; None when the text is not imported or has no such place."""
    found = statute(article.law, on, data_dir)
    return found.text(article) if found and article.article else None


def _body(markdown: str) -> list[str]:
    """Lines of the law itself: after the history block, without headings and blank lines."""
    lines = markdown.split("\n")
    start = next((n + 1 for n, line in enumerate(lines) if _BODY in line), 0)
    cleaned = (unicodedata.normalize("NFC", line).strip().strip(_INVISIBLE).strip() for line in lines[start:])
    return [line for line in cleaned if line and not line.startswith(("#", "<!--"))]


def _continue(paragraphs: list[tuple[str, list[str]]], line: str) -> None:
    """An item of the last paragraph, a sub-item of its last item, or a new paragraph."""
    items = paragraphs[-1][1]
    if _ITEM.match(line):
        items.append(line)
    elif _SUB_ITEM.match(line) and items:
        items[-1] += "\n" + line
    else:
        paragraphs.append((line, []))


def _plain(statute: Statute) -> dict[str, object]:
    articles = {n: [[p.lead, list(p.items)] for p in ps] for n, ps in statute.articles.items()}
    return {"title": statute.title, "adopted": statute.adopted.isoformat(), "articles": articles}


@lru_cache(maxsize=8)
def _load(directory: Path) -> Mapping[str, tuple[Statute, ...]]:
    found: dict[str, list[Statute]] = {}
    for path in sorted(directory.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        articles = {n: tuple(Paragraph(p[0], tuple(p[1])) for p in ps) for n, ps in raw["articles"].items()}
        kept = Statute(raw["title"], date.fromisoformat(raw["adopted"]), articles)
        found.setdefault(kept.title, []).append(kept)
    return {title: tuple(sorted(versions, key=lambda s: s.adopted)) for title, versions in found.items()}
