"""年度监督检查计划 at the desk: the list of plans, and one plan with its five steps."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.queries import plan_pages as read
from zhiheng.web.build import plans as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk, for_posts
from zhiheng.web.parts import Link

readers = for_posts("officer", "section_head", "legal_reviewer", "bureau_head", "supervisor")
COMPILERS = frozenset({"officer", "section_head"})


@readers
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    rows = list(read.counted_plans(read.plans_seen(mine.scope))[:200])
    frame = shell(request, crumbs=(Link("执法计划"), Link("年度计划")), current=build.HREF)
    return render(request, "zh/list.html", {"title": "年度计划", "shell": frame,
                                            "list_page": build.overview(rows, bool(mine.roles & COMPILERS))})
