"""经费与收支两条线: the budget with its spending on one side, the fines with their way to the treasury on the other."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.queries.ledgers import lines
from zhiheng.records.queries.things_money import fines
from zhiheng.registers.ledgers.budget import READS
from zhiheng.web.build import money as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Link
from zhiheng.web.sheets import spreadsheet

may_read = for_posts(*READS)


@may_read
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    held = _held(mine, _year(request, mine))
    frame = shell(request, crumbs=(Link("队伍保障"), Link("经费与收支两条线")), current=build.HREF)
    return render(request, "zh/things.html", {"title": "经费与收支两条线", "shell": frame, "figures": build.figures(held), "bands": build.bands(held),
                                              "panels": build.panels(held, mine.roles)})


@may_read
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The reconciliation by month, then everything that does not add up."""
    mine = desk(request)
    held = _held(mine, _year(request, mine))
    tables = {"months": build.months_table(held), "odd": build.odd_table(held), "budget": build.budget_table(held)}
    part = request.GET.get("part", "months")
    shown = tables.get(part, tables["months"])
    return spreadsheet(shown.caption, [shown], [("年度", str(held.year)), *build.ABOUT], by=mine.person.name, at=mine.now)


def _held(mine: Desk, year: int) -> build.Held:
    budget = lines(mine.scope, "budget_lines").filter(archived_at=None, values__year=year).select_related("agency").order_by("agency__path", "pk")
    spent = lines(mine.scope, "spending").filter(archived_at=None, values__year=year).order_by("agency__path", "since", "pk")
    return build.Held(year, tuple(budget), tuple(spent), fines(mine.scope, year), "administrator" not in mine.roles or len(mine.roles) > 1)


def _year(request: HttpRequest, mine: Desk) -> int:
    given = request.GET.get("year", "")
    return int(given) if given.isdecimal() and 2000 <= int(given) <= mine.now.year + 1 else mine.now.year
