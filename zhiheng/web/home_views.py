"""The workbench."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.models import Certificate
from zhiheng.records.queries.lists import files_list
from zhiheng.records.queries.todo import todo
from zhiheng.records.queries.visits import planned_on
from zhiheng.web.build import home as build
from zhiheng.web.build.lists import overdue_table
from zhiheng.web.build.measures import strip
from zhiheng.web.build.people import certificate_badge
from zhiheng.web.build.shell import shell
from zhiheng.web.build.status import house_tables
from zhiheng.web.desk import CASE_POSTS, Desk, desk


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """By post: duties for those who act, overdue files for those who watch, the house for its administrator."""
    mine = desk(request)
    context: dict[str, object] = {"title": "工作台", "shell": shell(request), "at": f"{mine.now:%H:%M}"}
    context["certificate"] = _certificate(mine)
    if "administrator" in mine.roles:
        context["house"] = house_tables(mine)
    if mine.post is not None and mine.roles & CASE_POSTS:
        context |= _of_cases(mine, request.GET.dict())
    return render(request, "zh/home.html", context)


def _of_cases(mine: Desk, query: dict[str, str]) -> dict[str, object]:
    assert mine.post is not None
    agency = mine.post.agency.short_name or mine.post.agency.name
    figures = strip(mine.scope, mine.now.date(), agency) if mine.roles - {"archivist"} else None
    if mine.scope.read_only:
        late = files_list(mine.scope, {"state": "overdue"}, now=mine.now, size=20)
        return {"overdue": overdue_table(late, mine), "figures": figures}
    rows = build.merged(todo(mine.person, now=mine.now, scope=mine.scope))
    return {
        "todo": build.todo_list(rows, mine, query),
        "week": build.week(rows, mine),
        "visits": build.visits(planned_on(mine.now.date(), mine.scope)),
        "figures": figures,
    }


def _certificate(mine: Desk) -> dict[str, object] | None:
    """The card that is valid longest; only officers and those who sign with one have it."""
    card = Certificate.objects.filter(person=mine.person).order_by("-valid_until").first()
    if card is None:
        return None
    badge = certificate_badge(card, mine.now.date())
    return {"text": f"执法证 {card.number} 有效至 {card.valid_until}", "badge": None if badge.tone == "done" else badge}
