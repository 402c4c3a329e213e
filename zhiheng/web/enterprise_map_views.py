"""Where the enterprises are: a map drawn by the page itself, and the same as a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.kernel.supervision import field_words, hazard_words
from zhiheng.records.queries import enterprise_map as queries
from zhiheng.records.queries.register import areas_of
from zhiheng.web.build import enterprise_map as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import CASE_POSTS, desk, for_posts
from zhiheng.web.enterprise_views import crumbs
from zhiheng.web.parts import Link

may_read = for_posts(*CASE_POSTS, "administrator")


@may_read
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The map of the filters; two queries at most besides those of every page."""
    mine, filters = desk(request), _filters(request)
    made = build.page(queries.towns(mine.scope, filters), filters, {
        "areas": areas_of(mine.scope), "fields": field_words(), "hazards": hazard_words()})
    frame = shell(request, crumbs=crumbs(Link("企业分布")), current="/enterprises/map/")
    return render(request, "zh/enterprise_map.html", {"title": "企业分布", "shell": frame, "map": made})


@may_read
@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """The points of the filters as JSON; one query."""
    found = queries.points(desk(request).scope, _filters(request))
    return JsonResponse(build.compact(found), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def _filters(request: HttpRequest) -> dict[str, str]:
    return {k: request.GET.get(k, "").strip()[:80].replace("\0", "") for k in build.SHOWN}
