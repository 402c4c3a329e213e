"""Answers of the one search box, in groups of five."""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.kernel.procedure import Procedure
from zhiheng.records.clock import today
from zhiheng.records.models import Enterprise, File
from zhiheng.records.queries.search import Found
from zhiheng.web import links
from zhiheng.web.build.law_words import law_href
from zhiheng.web.build.menu import GROUPS
from zhiheng.web.parts import Link
from zhiheng.web.parts_page import SearchGroup, SearchResults


def results(
    query: str, found: Found, procedures: Mapping[str, Procedure], roles: frozenset[str], size: int
) -> SearchResults:
    """Groups that have an answer; a full group leads on to its list."""
    groups = (
        _firms(query, found, size),
        _files(query, found, procedures),
        SearchGroup("文号", tuple(Link(n.text, links.file_href(n.file.no), note=n.file.no) for n in found.numbers)),
        SearchGroup("人员", tuple(Link(p.name, links.person_href(p.username), note=p.username) for p in found.people)),
        _articles(found),
        _words(query, roles),
    )
    return SearchResults(query, tuple(g for g in groups if g.items))


def exact_href(found: Found) -> str:
    """Where a number that was typed in full leads; "" for anything else."""
    if isinstance(found.exact, File):
        return links.file_href(found.exact.no)
    if isinstance(found.exact, Enterprise):
        return links.enterprise_href(found.exact.code, found.exact.pk)
    return ""


def _firms(query: str, found: Found, size: int) -> SearchGroup:
    items = tuple(Link(e.name, links.enterprise_href(e.code, e.pk), note=e.code or "") for e in found.enterprises)
    more = Link("全部企业", links.with_query("/enterprises/", {"q": query})) if len(items) >= size else None
    return SearchGroup("企业", items, more)


def _files(query: str, found: Found, procedures: Mapping[str, Procedure]) -> SearchGroup:
    items = tuple(
        Link(
            f"{f.no} {f.title}",
            links.file_href(f.no),
            note=procedures[f.procedure].zh if f.procedure in procedures else "",
        )
        for f in found.files
    )
    return SearchGroup("案卷", items)


def _articles(found: Found) -> SearchGroup:
    article = found.article
    if article is None:
        return SearchGroup("法条", ())
    return SearchGroup("法条", (Link(article.short(), law_href(article, today())),))


def _words(query: str, roles: frozenset[str]) -> SearchGroup:
    """Words of the menu."""
    text = query.strip()
    items = tuple(
        Link(e.label, e.href, note=label)
        for _, label, _, entries in GROUPS
        for e in entries
        if e.posts & roles and len(text) > 1 and text in e.label
    )
    return SearchGroup("菜单", items)
