"""The words of an article for everybody, as they were in force on a day; without the text the citation alone."""
from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhiheng.kernel.article import Article
from zhiheng.law.reading import Statute, end_of, statute
from zhiheng.public.limits import polite
from zhiheng.public.page import LONG, page
from zhiheng.public.views import lost
from zhiheng.records.clock import today


@require_safe
@polite
def article(request: HttpRequest, law: str, article: str) -> HttpResponse:
    """``on`` the day, ``k`` the paragraph and ``x`` the item that are marked."""
    try:
        given = request.GET.get("on", "")
        on = date.fromisoformat(given) if given else today()
        cited = Article(law, article, _number(request, "k"), _number(request, "x"))
        named = cited.zh()  # a number no law has cannot be written in Chinese
    except ValueError:
        return lost(request)
    found = statute(law, on, settings.ZHIHENG_DATA)
    here = found is not None and not found.missing(cited)
    end = end_of(found, settings.ZHIHENG_DATA) if found else None
    return page(request, "law", {
        "title": named, "cited": named, "on": on, "lines": _lines(found, cited) if found and here else (),
        "since": found.since if found and here else None, "end": end}, age=LONG)


def _lines(found: Statute, cited: Article) -> list[tuple[str, bool]]:
    """Paragraphs and items in order; those inside the citation are marked."""
    out = []
    paragraphs = found.articles[cited.article]
    for n, p in enumerate(paragraphs, 1):
        for k, text in enumerate(p.lines):
            here = cited.covers(Article(cited.law, cited.article, n, k or None))
            out.append((text, here and bool(cited.paragraph or cited.item)))
    return out


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and 0 < int(text) < 10_000 else None
