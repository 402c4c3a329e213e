"""The words of an article as they were in force on a day: beside a page in the drawer, or on a page of their own."""
from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhiheng.kernel.article import Article
from zhiheng.law.cite import aliases
from zhiheng.web.build.law import law_article
from zhiheng.web.desk import desk
from zhiheng.web.file_desk import page
from zhiheng.web.links import law_page_href
from zhiheng.web.parts import Link


@require_safe
def article(request: HttpRequest, law: str, article: str) -> HttpResponse:
    """``?on=`` the day, ``k`` the paragraph and ``x`` the item that are cited."""
    on = day_of(request)
    number = "" if article == "-" else article
    try:
        cited = Article(aliases().get(law, law), number, *(_number(request, n) if number else None for n in ("k", "x")))
        cited.zh()  # a number no law has cannot be written in Chinese
    except ValueError as fault:
        raise Http404(str(fault)) from fault
    shown = law_article(cited, on, settings.ZHIHENG_DATA)
    trail = (Link("法规知识"), Link("法规库", "/law/"), Link(cited.law, law_page_href(cited.law) if shown.whole else ""),
             Link(shown.article or cited.law))
    return page(request, "zh/law.html", {"law": shown}, title=cited.short(), crumbs=trail)


def day_of(request: HttpRequest) -> date:
    """The day asked for, else today. Http404 for something that is no day."""
    given = request.GET.get("on", "")
    try:
        return date.fromisoformat(given) if given else desk(request).now.date()
    except ValueError as fault:
        raise Http404(f"「{given}」不是日期") from fault


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and 0 < int(text) < 10_000 else None
