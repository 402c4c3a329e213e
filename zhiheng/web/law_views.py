"""The words of an article as they were in force on a day: beside a page in the drawer, or on a page of their own."""
from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhiheng.kernel.article import Article
from zhiheng.web.build.law import law_article
from zhiheng.web.desk import desk
from zhiheng.web.file_desk import page
from zhiheng.web.parts import Link


@require_safe
def article(request: HttpRequest, law: str, article: str) -> HttpResponse:
    """``?on=`` the day, ``k`` the paragraph and ``x`` the item that are cited."""
    mine = desk(request)
    try:
        on = date.fromisoformat(request.GET.get("on", "")) if request.GET.get("on") else mine.now.date()
        number = "" if article == "-" else article
        cited = Article(law, number, _number(request, "k") if number else None, _number(request, "x") if number else None)
    except ValueError as fault:
        raise Http404(str(fault)) from fault
    shown = law_article(cited, on, settings.ZHIHENG_DATA)
    return page(request, "zh/law.html", {"law": shown}, title=cited.short(), crumbs=(Link("法规知识"), Link(cited.short())))


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and int(text) > 0 else None
