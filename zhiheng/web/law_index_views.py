"""法规库: the laws the rules of the house rest on, one law with its chapters, words searched in all texts."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from zhiheng.kernel.article import Article
from zhiheng.law.cite import Law, aliases, cite, laws
from zhiheng.law.reading import Statute, statutes
from zhiheng.law.text_search import search
from zhiheng.web.build.law_pages import STATES_OF, law_page, search_rows, table
from zhiheng.web.build.law_words import law_href
from zhiheng.web.desk import desk
from zhiheng.web.file_desk import page
from zhiheng.web.law_views import day_of
from zhiheng.web.links import with_query
from zhiheng.web.parts import Link, Tab, Tabs

SHELF = (Link("法规知识"), Link("法规库", "/law/"))
MOST = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every known law; ``q`` opens an article (安法97), narrows by name, or searches the texts; ``state`` filters."""
    mine = desk(request)
    today, query = mine.now.date(), request.GET.get("q", "").strip()[:60]
    opened = _cited(query)
    if opened is not None:
        return HttpResponseRedirect(law_href(opened, today))
    state = request.GET.get("state", "")
    named = [x for x in laws().values() if _named(x, query) and _stands(x, state, today)]
    known = statutes(settings.ZHIHENG_DATA)
    others = [v[-1] for t, v in known.items() if t not in laws() and query in t and state in ("", "text")]
    if query and not named and not others:
        return HttpResponseRedirect(with_query("/law/search/", {"q": query}))
    tabs = Tabs(tuple(Tab(zh, with_query("/law/", {"q": query, "state": key}), key == state) for key, zh in STATES_OF), "筛选")
    context = {"query": query, "state": state, "tabs": tabs, "count": len(named) + len(others),
               "laws": table(named, others, today, settings.ZHIHENG_DATA), "texts": sum(len(v) for v in known.values()),
               "administrator": "administrator" in mine.roles}
    return page(request, "zh/law_index.html", context, title="法规库", crumbs=(Link("法规知识"), Link("法规库")))


def _cited(query: str) -> Article | None:
    """An article of a known law, when that is what was typed."""
    try:
        found = cite(query) if query else None
    except ValueError:
        return None
    known = found is not None and found.article and (found.law in laws() or found.law in statutes(settings.ZHIHENG_DATA))
    return found if known else None


def _named(law: Law, query: str) -> bool:
    bare = query.strip("《》").removeprefix("中华人民共和国")
    return not bare or bare in law.title or any(bare in name for name in law.aliases) or aliases().get(bare) == law.title


def _stands(law: Law, state: str, today: date) -> bool:
    match state:
        case "now":
            return law.in_force(today)
        case "ended":
            return not law.in_force(today)
        case "text":
            return law.title in statutes(settings.ZHIHENG_DATA)
        case "open":
            return law.text != "full"
    return True


@require_safe
def one_law(request: HttpRequest, law: str) -> HttpResponse:
    """A law with its chapters; ``on`` the day whose text is shown, ``q`` words searched in this law alone."""
    on = day_of(request)
    title = aliases().get(law, law)
    shown = law_page(title, on, settings.ZHIHENG_DATA)
    if shown is None:
        raise Http404(f"法规库里没有「{law}」")
    query = request.GET.get("q", "").strip()[:60]
    found = search(query, settings.ZHIHENG_DATA, on=on, law=title, limit=MOST) if query else []
    context = {"law": shown, "query": query, "on": on.isoformat(), "found": search_rows(found, on)}
    return page(request, "zh/law_page.html", context, title=title, crumbs=(*SHELF, Link(title)))


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Words in all texts in force on a day, answered by article."""
    on, query = day_of(request), request.GET.get("q", "").strip()[:60]
    every = request.GET.get("every") == "1"
    found = search(query, settings.ZHIHENG_DATA, on=None if every else on, limit=MOST + 1) if query else []
    context = {"query": query, "on": on.isoformat(), "found": search_rows(found[:MOST], on), "more": len(found) > MOST,
               "whole": all(f.whole for f in found), "every": every, "texts": _texts()}
    return page(request, "zh/law_search.html", context, title="查条文", crumbs=(*SHELF, Link("查条文")))


def _texts() -> list[Statute]:
    return [v[-1] for v in statutes(settings.ZHIHENG_DATA).values()]
