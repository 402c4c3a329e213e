"""Opening a file: first the enterprise with what is known of it this year, then the form of the first act."""
from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.records.models import Enterprise
from zhiheng.records.queries.competence import begun_elsewhere
from zhiheng.records.queries.enterprise import enterprise_history
from zhiheng.records.queries.lists import enterprises_named
from zhiheng.records.queries.people_list import cards_of, covers
from zhiheng.web import act_flow
from zhiheng.web.build.opening import Elsewhere, choose_page
from zhiheng.web.build.people_page import card_band
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.file_desk import page
from zhiheng.web.parts import Band, Link
from zhiheng.web.tasks import Task, opening

FOUND = 30
acting = for_posts("officer", "section_head", "legal_reviewer", "bureau_head")
"""Whoever may begin some act; whether this one, its declaration says."""


@for_posts("officer")
@require_safe
def inspection(request: HttpRequest) -> HttpResponse:
    """新建检查: choose the enterprise; its visits of the year, the cap and open matters of all units stand beside it."""
    mine = desk(request)
    asked = request.GET.get("q", "").strip()
    chosen = _enterprise(request, required=False)
    found: list[Enterprise] = []
    if asked and chosen is None:
        named = mine.scope.enterprises.filter(pk__in=enterprises_named(asked)) | mine.scope.enterprises.filter(code=asked)
        found = list(named.order_by("name")[:FOUND])
    history = enterprise_history(chosen, mine.scope) if chosen else None
    context = choose_page(asked, found, chosen, history, mine, _elsewhere(mine, chosen))
    context["own"] = _own_card(mine)
    return page(request, "zh/new_inspection.html", context, title="新建检查",
                crumbs=(Link("执法检查"), Link("检查任务", "/inspections/"), Link("新建检查")))


def _own_card(mine: Desk) -> Band | None:
    """Said before anything is typed: one's own certificate does not carry a signature today."""
    today = mine.now.date()
    card = next(iter(cards_of([mine.person.pk], today).get(mine.person.pk, ())), None)
    return None if card is not None and covers(card, today) else card_band(mine.person, card, True, None, today)


def _elsewhere(mine: Desk, chosen: Enterprise | None) -> Elsewhere:
    """What other agencies began about the enterprise: four queries, only who and what (see records/queries/competence)."""
    if chosen is None or mine.post is None:
        return Elsewhere()
    visits, cases = (begun_elsewhere(mine.post.agency, procedure, enterprise_id=chosen.pk, moment=mine.now)
                     for procedure in ("inspection", "penalty_ordinary"))
    return Elsewhere(visits, cases)


def _enterprise(request: HttpRequest, required: bool = False) -> Enterprise | None:
    """The enterprise the address names, within what may be seen."""
    text = request.GET.get("enterprise", "")
    if not text.isdecimal():
        if required:
            raise Http404("请先选择企业")
        return None
    found = desk(request).scope.enterprises.select_related("agency").filter(pk=int(text)).first()
    if found is None:
        raise Http404("没有这家企业")
    return found


def _task(request: HttpRequest, procedure: str, act: str) -> Task:
    return opening(desk(request), procedure, act, _enterprise(request), request.GET.get("domain", "")[:40])


@acting
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, procedure: str, act: str) -> HttpResponse:
    """The first act of a new file; ``?enterprise=`` the enterprise it is about."""
    task = _task(request, procedure, act)
    return act_flow.answer(request, task) if request.method == "POST" else act_flow.show(request, task)


@acting
@require_POST
def save(request: HttpRequest, procedure: str, act: str) -> HttpResponse:
    return act_flow.saved(request, _task(request, procedure, act))


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, procedure: str, act: str) -> HttpResponse:
    return act_flow.previewed(request, _task(request, procedure, act))


@acting
@require_safe
def check(request: HttpRequest, procedure: str, act: str) -> HttpResponse:
    return act_flow.checked(request, _task(request, procedure, act))
