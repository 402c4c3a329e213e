"""队伍短缺: one list of what people and kit lack, and the same as a spreadsheet."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.actions.shortfalls import found_short
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.shortfall import KINDS, Shortfall
from zhiheng.web.build import shortfalls as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Link
from zhiheng.web.sheets import spreadsheet

may_read = for_posts("section_head", "bureau_head", "legal_reviewer", "supervisor", "administrator")


@may_read
@require_safe
def shortfalls(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    listed = build.page(_found(mine), _kind(request), mine.roles)
    frame = shell(request, crumbs=(Link("队伍保障"), Link("队伍短缺")), current=build.HREF)
    return render(request, "zh/list.html", {"title": "队伍短缺", "shell": frame, "list_page": listed})


@may_read
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    mine, kind = desk(request), _kind(request)
    shown = build.narrowed(_found(mine), kind)
    about = [("类别", dict(KINDS).get(kind, "全部")), ("统计日", mine.now.date().isoformat())]
    return spreadsheet("队伍短缺", [build.table(shown, mine.roles)], about, by=mine.person.name, at=mine.now)


def _found(mine: Desk) -> list[Shortfall]:
    """What this post may know of: the budget is not for everybody."""
    money = bool(ledger("budget_lines").reads & mine.roles)
    return [s for s in found_short(mine.scope) if money or s.kind != "budget"]


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in dict(KINDS) else ""
