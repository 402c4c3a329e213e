"""The one search box: groups of answers under it, or a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.queries.search import GROUP
from zhiheng.records.queries.search import search as find
from zhiheng.web.build import search as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk
from zhiheng.web.parts import Link

WIDE = 20
"""Answers of a group on the page of its own."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """An exact number opens at once; while typing only the answers are sent."""
    mine = desk(request)
    query = request.GET.get("q", "").strip()[:80]
    typing = bool(getattr(request, "htmx", False))
    size = GROUP if typing else WIDE
    found = find(query, mine.scope, group=size)
    there = build.exact_href(found)
    if there and not typing:
        return HttpResponseRedirect(there)
    answer = build.results(query, found, mine.rules.procedures if mine.post else {}, mine.roles, size)
    context: dict[str, object] = {"title": f"搜索「{query}」" if query else "搜索", "answer": answer}
    if typing:
        return render(request, "zh/search_answer.html", context)
    context["shell"] = shell(request, crumbs=(Link("搜索"),))
    return render(request, "zh/search.html", context)
