"""Compare what the data cites with the statute texts: the place exists, and the numbers stand in its words.

Whatever cites may be checked: :func:`register` a name and a function that yields :class:`Citation` (a place, with words
that must stand there) or :class:`Claim` (a figure that must follow from the words of one or more places). The text
compared is the one in force on the day the entry is meant for.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zhiheng.kernel.article import Article
from zhiheng.law.amounts import plain
from zhiheng.law.cite import laws
from zhiheng.law.reading import Statute, statutes, texts_of


@dataclass(frozen=True)
class Citation:
    """One use of a place in the law. ``where`` says who cites; one of ``words`` (if any) must stand there.

    ``on`` is the day whose text is meant; None is the newest in force.
    """

    where: str
    article: Article
    words: tuple[str, ...] = ()
    on: date | None = None


@dataclass(frozen=True)
class Claim:
    """``figures`` figures said to stand in the words of ``places`` together; ``faults`` names those that do not."""

    where: str
    places: tuple[Article, ...]
    faults: Callable[[str], tuple[str, ...]]
    figures: int = 1
    on: date | None = None


Comparable = Citation | Claim
Texts = Mapping[str, tuple[Statute, ...]]


@dataclass
class Tally:
    """One group: places looked up, figures compared, entries whose law is not imported, what disagrees."""

    zh: str
    places: int = 0
    figures: int = 0
    no_text: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def compared(self) -> int:
        return self.places + self.figures

    @property
    def agreed(self) -> int:
        return self.compared - len(self.errors)


@dataclass
class Report:
    """What the comparison found, by group. ``no_text``: titles of laws cited with an article but not imported."""

    groups: dict[str, Tally] = field(default_factory=dict)
    no_text: set[str] = field(default_factory=set)

    @property
    def checked(self) -> int:
        return sum(t.places for t in self.groups.values())

    @property
    def numbers(self) -> int:
        return sum(t.figures for t in self.groups.values())

    @property
    def unchecked(self) -> int:
        return sum(t.no_text for t in self.groups.values())

    @property
    def errors(self) -> list[str]:
        return [line for t in self.groups.values() for line in t.errors]


_WORDS = {"checks": "程序检查项", "powers": "权责清单", "weights": "裁量因素"}
"""Chinese names of groups whose owners give none."""
_CITING: dict[str, tuple[str, Callable[[], Iterable[Comparable]]]] = {}


def register(name: str, source: Callable[[], Iterable[Comparable]], zh: str = "") -> None:
    """Let :func:`check` compare the citations of ``name`` too; a second registration replaces the first."""
    _CITING[name] = (zh or _WORDS.get(name, name), source)


def unregister(name: str) -> None:
    """Take a source away again (tests)."""
    _CITING.pop(name, None)


def groups() -> dict[str, str]:
    """What is compared, by name with its Chinese words."""
    return {name: zh for name, (zh, _) in _CITING.items()}


def citations(*names: str) -> Iterator[Comparable]:
    """What is registered under ``names``, or everything, in the order of registration."""
    for name, (_, source) in _CITING.items():
        if not names or name in names:
            yield from source()


def check(data_dir: Path | None = None, cited: Iterable[Comparable] | None = None, *,
          today: date = date.max) -> Report:
    """Compare ``cited`` (default: everything registered) with the imported texts.

    ``today`` decides which text a citation without a day of its own means.
    """
    report, texts = Report(), statutes(data_dir)
    for name, zh, found in [("", "", cited)] if cited is not None else [(n, zh, s()) for n, (zh, s) in _CITING.items()]:
        tally = report.groups.setdefault(name, Tally(zh))
        for one in found:
            _one(report, tally, one, texts, today)
    return report


def _one(report: Report, tally: Tally, one: Comparable, texts: Texts, today: date) -> None:
    if isinstance(one, Claim):
        _claim(tally, one, texts, today)
        return
    text = _version(texts, one.article, one.on or today)
    if text is None or not one.article.article:
        tally.no_text += 1
        if one.article.article:
            report.no_text.add(one.article.law)
        return
    _compare(tally, one, text)


def _version(texts: Texts, article: Article, on: date) -> Statute | None:
    """The text in force on the day; else the oldest whose first day is not known, so that little passes unread.

    A text known to begin later is another law: the order it replaced may have said something else at that article.
    """
    versions = texts_of(article.law, texts)
    if not versions:
        return None
    covering = [v for v in versions if v.since <= on]
    if covering:
        return max(covering, key=lambda v: v.since)
    return next((v for v in versions if not v.since_known), None)


def _compare(tally: Tally, citation: Citation, text: Statute) -> None:
    tally.places += 1
    missing = text.missing(citation.article)
    if missing:
        tally.errors.append(f"{citation.where}：{citation.article.short()}：{missing}")
        return
    if not citation.words:
        return
    tally.figures += 1
    words = plain(text.text(citation.article) or "")
    if not any(word in words for word in citation.words):
        wanted = "或".join(f"「{word}」" for word in citation.words)
        tally.errors.append(f"{citation.where}：{citation.article.short()} 的原文里没有{wanted}")


def _claim(tally: Tally, claim: Claim, texts: Texts, today: date) -> None:
    """Without the text of its first place nothing is compared; a place that does not exist is the citation's error."""
    if _version(texts, claim.places[0], claim.on or today) is None:
        tally.no_text += 1
        return
    found = [(v, a) for a in claim.places if (v := _version(texts, a, claim.on or today)) is not None]
    tally.figures += claim.figures
    words = "\n".join(plain(v.text(a) or "") for v, a in found)
    tally.errors += [f"{claim.where}：{claim.places[0].short()} 的原文里{fault}" for fault in claim.faults(words)]


def unverified_laws() -> tuple[str, ...]:
    """Titles in the table of laws whose text was not read in full."""
    return tuple(law.title for law in laws().values() if law.text != "full")
