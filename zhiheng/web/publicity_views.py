"""公示管理: due, overdue, published, withdrawn, blocked."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.queries.publicity import counts, due_rows, shown_rows
from zhiheng.web.build import publicity as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk, for_posts
from zhiheng.web.parts import Link


@for_posts("officer", "section_head", "bureau_head", "legal_reviewer", "supervisor")
@require_safe
def publicity(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    counted = counts(mine.scope, mine.now)
    default = "overdue" if counted.overdue else "due"
    state = request.GET.get("state", default)
    state = state if state in {key for key, _, _ in build.STATES} else default
    if state in ("due", "overdue"):
        listed = build.due_page(due_rows(mine.scope, mine.now, overdue=state == "overdue"), mine)
    else:
        before = request.GET.get("before", "")
        listed = build.shown_page(shown_rows(mine.scope, state, before=int(before) if before.isdigit() else 0), state)
    frame = shell(request, crumbs=(Link("监督考评"), Link("公示管理")), current="/publicity/")
    context = {"title": "公示管理", "shell": frame, "list_page": replace(listed, tabs=build.tabs(state, counted))}
    return render(request, "zh/list.html", context)
