"""委托执法: agreements and assignments with their meters, and who may do what at which level."""
from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.law import powers
from zhiheng.law.powers import Version
from zhiheng.records.models import Agency, Conferral
from zhiheng.records.queries.agencies import reachable
from zhiheng.records.queries.conferrals import BODIES, documents, meters, visible
from zhiheng.web.build import conferrals as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Link
from zhiheng.web.register_rows import day_asked
from zhiheng.web.sheets import spreadsheet

may_read = for_posts("officer", "section_head", "legal_reviewer", "bureau_head", "supervisor", "administrator")
DRAFTERS = frozenset({"section_head", "legal_reviewer"})


@may_read
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    mine, state = desk(request), _state(request)
    on = mine.now.date()
    rows = _rows(mine, state)
    own = mine.post is not None and mine.post.agency.kind not in BODIES and not mine.post.agency.delegated
    listed = build.page(rows, meters(rows), documents(rows), on, state, may_draft=bool(mine.roles & DRAFTERS) and own)
    frame = shell(request, crumbs=(Link("队伍保障"), Link("委托执法")), current=build.HREF)
    return render(request, "zh/list.html", {"title": "委托执法", "shell": frame, "list_page": listed})


@may_read
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    mine, state = desk(request), _state(request)
    rows = _rows(mine, state)
    drawn = build.table(rows, meters(rows), documents(rows), mine.now.date())
    about = [("状态", dict(build.STATES)[state]), ("统计日", mine.now.date().isoformat()),
             ("件数", "期限内由该组织作出处罚决定的案件"), ("最高单件", "对一个当事人一次决定的罚款")]
    return spreadsheet("委托执法", [drawn], about, by=mine.person.name, at=mine.now)


@may_read
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Matters by level, on the day of ``?on=``."""
    mine = desk(request)
    today = mine.now.date()
    on, kept = day_asked(request, today), _kept(request)
    listed, head, bodies = _map(mine, on)
    shown = build.matrix_page(listed, head, bodies, list(visible(mine.scope)), on, today, kept)
    frame = shell(request, crumbs=(Link("队伍保障"), Link("委托执法", build.HREF), Link("事项与层级对照")), current=build.HREF)
    return render(request, "zh/list.html", {"title": "事项与层级对照", "shell": frame, "list_page": shown})


@may_read
@require_safe
def matrix_export(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    on, kept = day_asked(request, mine.now.date()), _kept(request)
    listed, head, bodies = _map(mine, on)
    drawn = build.matrix(build.chosen(listed, kept), head, bodies, list(visible(mine.scope)), on, given_only=kept.get("only") == "given")
    about = [("日期", on.isoformat()), ("清单", listed.title if listed else "没有"), ("●", "法定"), ("委", "以委托机关名义"), ("赋", "以自己名义")]
    return spreadsheet("事项与层级对照", [drawn], about, by=mine.person.name, at=mine.now)


def _map(mine: Desk, on: date) -> tuple[Version | None, Agency, list[Agency]]:
    """The power list of the day, the bureau of the reader, and every body under it that is not closed."""
    agencies = list(reachable(mine.scope).select_related("parent").order_by("path"))
    post = mine.post.agency if mine.post else agencies[0]
    head = next((a for a in reversed(agencies) if a.kind == "bureau" and post.path.startswith(a.path) and not a.delegated), agencies[0])
    bodies = [a for a in agencies if a.path.startswith(head.path) and a.pk != head.pk and (a.kind in BODIES or a.delegated)
              and (a.closed_on is None or a.closed_on > on)]
    return powers.version(head.place_id, on), head, bodies


def _rows(mine: Desk, state: str) -> list[Conferral]:
    on = mine.now.date()
    rows = list(visible(mine.scope))
    if state == "all":
        return rows
    gone = [r for r in rows if (r.ended_on is not None and r.ended_on <= on) or (r.until is not None and r.until < on)]
    return gone if state == "ended" else [r for r in rows if r not in gone]


def _state(request: HttpRequest) -> str:
    given = request.GET.get("state", "")
    return given if given in dict(build.STATES) else ""


def _kept(request: HttpRequest) -> dict[str, str]:
    return {n: v for n in ("on", "kind", "only", "q") if (v := request.GET.get(n, "").strip()[:60])}
