"""频次台账: enterprises at or above their cap, and the year's visits of one of them as a spreadsheet."""
from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.queries.frequency import SHOWN, at_cap, ledger_of
from zhiheng.web import links
from zhiheng.web.build import frequency as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Button, Link
from zhiheng.web.parts_page import ListPage
from zhiheng.web.sheets import spreadsheet

may_read = for_posts("officer", "section_head", "bureau_head", "legal_reviewer", "supervisor")


def _year(request: HttpRequest, mine: Desk) -> int:
    text = request.GET.get("year", "")
    return int(text) if text.isdecimal() and 2020 <= int(text) <= mine.now.year else mine.now.year


@may_read
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Who may not be visited again this year, and who was visited too often. ``?export=1`` the sheet."""
    mine = desk(request)
    year = _year(request, mine)
    found = at_cap(mine.scope, year)
    over = sum(r.over > 0 for r in found)
    if "export" in request.GET:
        about = (("年度", str(year)), ("口径", "全部单位的检查合计，合并、取消、上级部署专项、有来源文书的举报转办预警事故检查不计入"))
        return spreadsheet("达到频次上限的企业", [build.cap_table(found)], about, by=mine.person.name, at=mine.now)
    buttons = (Button("导出 Excel", links.with_query(build.HREF, {"year": str(year), "export": "1"}), icon="download"),
               Button(f"{year - 1} 年", links.with_query(build.HREF, {"year": str(year - 1)})))
    note = f"已满 {len(found) - over} 家，超过上限 {over} 家。" + (f"只列出前 {SHOWN} 家，其余请导出。" if len(found) > SHOWN else "")
    listed = ListPage(f"{year} 年达到频次上限的企业", build.cap_table(found[:SHOWN]), build.HREF, total=str(len(found)), buttons=buttons,
                      page_note=note)
    frame = shell(request, crumbs=(Link("监督考评"), Link("频次台账")), current=build.HREF)
    return render(request, "zh/list.html", {"title": "频次台账", "shell": frame, "list_page": listed})


@may_read
@require_safe
def firm(request: HttpRequest) -> HttpResponse:
    """The visits of ``?firm=`` in a year as a spreadsheet, with the cap and its source."""
    mine = desk(request)
    text = request.GET.get("firm", "")
    found = mine.scope.enterprises.select_related("agency").filter(pk=int(text)).first() if text.isdecimal() and len(text) < 12 else None
    if found is None:
        raise Http404("没有这家企业")
    held = ledger_of(found, _year(request, mine), mine.scope)
    about = (("企业", found.name), ("代码", found.code or "没有代码"), ("结论", build.said(held)), ("上限", build.source_of(held)),
             ("规则依据", build.BASIS))
    return spreadsheet(f"{found.name[:20]}检查频次", [build.visits_table(held)], about, by=mine.person.name, at=mine.now)
