"""活动登记 by type and month; 标准化创建 by agency and standard: counted from the ledgers, every number opens its lines."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.queries.activities import activities_of, criteria
from zhiheng.registers.posts import WATCH
from zhiheng.web.build import activities as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk, for_posts
from zhiheng.web.parts import Link
from zhiheng.web.sheets import spreadsheet

may_read = for_posts(*WATCH)


@may_read
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    done = activities_of(mine.scope, _year(request, mine.now.year))
    frame = shell(request, crumbs=(Link("队伍保障"), Link("活动登记")), current=build.HREF)
    return render(request, "zh/things.html", {"title": "活动登记", "shell": frame, "figures": build.figures(done),
                                              "panels": build.panels(done, mine.roles)})


@may_read
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Types by months, as shown."""
    mine = desk(request)
    done = activities_of(mine.scope, _year(request, mine.now.year))
    return spreadsheet(f"{done.year} 年活动统计", [build.months(done)],
                       [("年度", str(done.year)), ("佐证", "登记了佐证材料名称，或者存有照片、资料")],
                       by=mine.person.name, at=mine.now)


@may_read
@require_safe
def standardisation(request: HttpRequest) -> HttpResponse:
    """Progress of every agency by standard; what is due, not proved or not accepted."""
    mine = desk(request)
    rows, kept = criteria(mine.scope)
    frame = shell(request, crumbs=(Link("队伍保障"), Link("标准化创建")), current="/standardisation/")
    return render(request, "zh/things.html", {"title": "标准化创建", "shell": frame, "panels": build.standard_panels(rows, kept, mine),
                                              "figures": build.standard_figures(rows, kept), "bands": build.STANDARD_BANDS})


def _year(request: HttpRequest, now: int) -> int:
    given = request.GET.get("year", "")
    return int(given) if given.isdecimal() and 2000 <= int(given) <= now + 1 else now
