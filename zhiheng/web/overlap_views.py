"""检查合并: visits of several units to one enterprise within thirty days, each to be joined or put aside with a reason."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions.errors import Refusal
from zhiheng.actions.overlaps import ROLES, refuse
from zhiheng.records.queries.overlaps import proposals
from zhiheng.web.build import overlaps as build
from zhiheng.web.desk import desk, for_posts
from zhiheng.web.file_desk import page
from zhiheng.web.parts import Link


@for_posts("officer", "section_head", "bureau_head", "legal_reviewer", "supervisor")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What is open first; then what was merged or put aside, which supervisors read with its reason."""
    mine = desk(request)
    found = proposals(mine.scope)
    cards = [build.card(p, mine) for p in found if p.state == "open"][:build.SHOWN]
    settled = build.settled_table([p for p in found if p.state != "open"])
    context = {"cards": cards, "settled": settled, "count": sum(p.state == "open" for p in found), "shown": build.SHOWN}
    return page(request, "zh/overlaps.html", context, title="检查合并", crumbs=(Link("执法计划"), Link("检查合并")))


@for_posts(*ROLES)
@require_POST
def put_aside(request: HttpRequest) -> HttpResponse:
    """Refuse a proposal: ``key`` and ``reason``."""
    mine = desk(request)
    try:
        refuse(mine.scope, request.POST.get("key", "")[:60], request.POST.get("reason", "")[:300], mine.person)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已登记不合并的理由，由上级查看。")
    return HttpResponseRedirect(build.HREF)
