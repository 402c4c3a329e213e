"""Words searched in all imported texts: two-character pieces of every article, kept beside the texts.

``search(words)`` finds articles that hold all the words as typed; where none does, those that hold most of the pieces.
"""
from __future__ import annotations

import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log
from pathlib import Path

from zhiheng.law.reading import Statute, digest, end_of, statutes, text_dir

_STOPS = re.compile(r"[\s，。、；：！？,;!?“”\"'·《》〈〉（）()〔〕\[\]—…-]+")
ENOUGH = 0.6
"""Of the weight of the typed pieces an article must hold when no article holds the words themselves."""
MOST = 200
LONG = 300
"""Characters of an article of ordinary length: what is said often in few words is what the article is about."""


@dataclass(frozen=True)
class Found:
    """One article. ``whole``: it holds every word as typed; ``around`` its words about the first of them."""

    statute: Statute
    article: str
    whole: bool
    score: float
    around: str


@dataclass(frozen=True)
class Index:
    """``places``: (title, day of adoption, article) by number; ``pieces``: two characters → numbers of the places."""

    places: tuple[tuple[str, str, str], ...]
    pieces: Mapping[str, tuple[int, ...]]


def search(words: str, data_dir: Path | None = None, *, on: date | None = None, law: str = "",
           limit: int = MOST) -> list[Found]:
    """Articles of the texts in force on a day (all texts without one), best first. ``law`` narrows to one title."""
    typed = [_plain(w) for w in words.split() if _plain(w)]
    grams = {g for w in typed for g in pieces(w)}
    if not grams:
        return []
    book = index(data_dir)
    weight = {g: log(1 + len(book.places) / (1 + len(book.pieces.get(g, ())))) for g in grams}
    scores: dict[int, float] = {}
    for gram in grams:
        for number in book.pieces.get(gram, ()):
            scores[number] = scores.get(number, 0.0) + weight[gram]
    least = ENOUGH * sum(weight.values())
    texts = {(s.title, s.adopted.isoformat()): s for s in _chosen(data_dir, on, law)}
    found = [made for number, score in scores.items() if score >= least
             and (made := _found(book.places[number], texts, typed, score)) is not None]
    whole = [f for f in found if f.whole]
    return sorted(whole or found, key=_rank)[:limit]


def pieces(text: str) -> set[str]:
    """The two-character pieces of words; a single character is a piece of its own."""
    bare = _plain(text)
    return {bare[n:n + 2] for n in range(len(bare) - 1)} if len(bare) > 1 else {bare} - {""}


def index(data_dir: Path | None = None) -> Index:
    """The pieces of the texts as they are now; read from beside them, made anew when they have changed."""
    return _index(text_dir(data_dir).resolve(), digest(data_dir)[1], data_dir)


def build(texts: Iterable[Statute]) -> Index:
    """The pieces of these texts. A single character of an article counts as a piece as well."""
    places: list[tuple[str, str, str]] = []
    held: dict[str, list[int]] = {}
    for text in texts:
        for article, paragraphs in text.articles.items():
            bare = _plain("".join(line for p in paragraphs for line in p.lines))
            for piece in pieces(bare) | set(bare):
                held.setdefault(piece, []).append(len(places))
            places.append((text.title, text.adopted.isoformat(), article))
    return Index(tuple(places), {piece: tuple(numbers) for piece, numbers in held.items()})


@lru_cache(maxsize=4)
def _index(folder: Path, stamp: int, data_dir: Path | None) -> Index:
    path = folder / "pieces.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw["of"] == stamp:
            return Index(tuple(tuple(p) for p in raw["places"]), {k: tuple(v) for k, v in raw["pieces"].items()})
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no index yet, or one that somebody cut short: it is made from the texts
    made = build(s for versions in statutes(data_dir).values() for s in versions)
    if stamp:
        _keep(path, {"of": stamp, "places": made.places, "pieces": made.pieces})
    return made


def _keep(path: Path, body: object) -> None:
    """Written beside and put in place; a folder that may not be written costs only the time of the next start."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(body, stream, ensure_ascii=False)
        os.chmod(name, 0o644)
        Path(name).replace(path)
    except OSError:
        return


def _chosen(data_dir: Path | None, on: date | None, law: str) -> Iterable[Statute]:
    for title, versions in statutes(data_dir).items():
        if law and title != law:
            continue
        for text in versions:
            end = end_of(text, data_dir)
            if on is None or (text.since <= on and (end is None or on <= end)):
                yield text


def _found(place: tuple[str, str, str], texts: Mapping[tuple[str, str], Statute], typed: list[str],
           score: float) -> Found | None:
    text = texts.get((place[0], place[1]))
    if text is None:
        return None
    words = "\n".join(line for p in text.articles[place[2]] for line in p.lines)
    bare = _plain(words)
    whole = all(w in bare for w in typed)
    often = sum(bare.count(w) for w in typed) / (1 + len(bare) / LONG)
    return Found(text, place[2], whole, score + often, _around(words, typed))


def _rank(found: Found) -> tuple[float, str, tuple[int, ...]]:
    return -found.score, found.statute.title, tuple(int(n) for n in found.article.split("-"))


def _around(words: str, typed: list[str], width: int = 42) -> str:
    """The words about the first hit, on one line."""
    line = words.replace("\n", " ")
    hits = [line.find(piece) for word in typed for piece in (word, word[:2]) if line.find(piece) >= 0]
    start = max(0, min(hits, default=0) - width // 2)
    cut = line[start:start + width * 2]
    return f"{'…' if start else ''}{cut}{'…' if start + width * 2 < len(line) else ''}"


def _plain(text: str) -> str:
    return _STOPS.sub("", unicodedata.normalize("NFKC", text)).lower()
