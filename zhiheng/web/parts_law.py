"""View models of the law: an article as of a day with what surrounds it, and the tree of a law's chapters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from zhiheng.web.parts import Badge, Band, Link


@dataclass(frozen=True, slots=True)
class Changed:
    """Words that stayed (``same``), went out (``out``) or came in (``in``)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    """Another text of the article: its days, where it is read, and the way from it to the one shown. ``words`` says so
    when nothing changed."""

    label: str
    link: Link
    words: str = ""
    pieces: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class LawArticle:
    """Text of an article in force on a day; ``paragraphs`` marked True are the cited ones.

    ``cited`` is the citation as papers write it; ``acts`` and ``gates`` are (where, link or words) that rest on the
    article.
    """

    law: str
    article: str
    on: str
    paragraphs: tuple[tuple[str, bool], ...]
    in_force: str = ""
    source: str = ""
    versions: tuple[Version, ...] = ()
    badge: Badge | None = None
    chapter: str = ""
    cited: str = ""
    before: Link | None = None
    after: Link | None = None
    whole: Link | None = None
    acts: tuple[tuple[str, Link], ...] = ()
    gates: tuple[tuple[str, Link], ...] = ()
    bands: tuple[Band, ...] = ()
    template: ClassVar[str] = "zh/parts/law_article.html"

    @property
    def day(self) -> date:
        return date.fromisoformat(self.on)

    @property
    def around(self) -> tuple[Link, ...]:
        """The article before, the whole law, the article after; what there is of them."""
        return tuple(x for x in (self.before, self.whole, self.after) if x)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with the articles that stand under it, each as number and first words."""

    title: str
    level: int
    articles: tuple[tuple[Link, str], ...] = ()
    span: str = ""


@dataclass(frozen=True, slots=True)
class LawPage:
    """A law in one text: its days, chapters, other texts, what rests on it."""

    title: str
    facts: tuple[tuple[str, str], ...]
    badges: tuple[Badge, ...] = ()
    versions: tuple[Link, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    acts: tuple[tuple[Link, Link, str], ...] = ()
    acts_total: int = 0
    missing: str = ""
    template: ClassVar[str] = "zh/parts/law_page.html"
