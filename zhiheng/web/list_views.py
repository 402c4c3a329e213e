"""Lists of files with their filters in the address, and the same lists as spreadsheets."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.models import Penalty
from zhiheng.records.queries.lists import Page, files_list, inspections_list
from zhiheng.web import links
from zhiheng.web.build.lists import FILTERS, LISTS, STATES, Drawn, FileList, crumbs, page_of, table
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, case_reader, desk
from zhiheng.web.sheets import MOST, spreadsheet

STEP = 500


def _list(procedure: str) -> Callable[[HttpRequest], HttpResponse]:
    spec = LISTS[procedure]

    @case_reader
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        mine, query = desk(request), request.GET.dict()
        page = _read(spec, mine, query, cursor=query.get("at", ""), exact="exact" in query)
        drawn = _drawn(spec, mine, page)
        built = page_of(page, spec, drawn, query)
        frame = shell(request, crumbs=crumbs(spec), current=spec.href)
        return render(request, "zh/list.html", {"title": spec.title, "shell": frame, "list_page": built})

    return view


def _export(procedure: str) -> Callable[[HttpRequest], HttpResponse]:
    spec = LISTS[procedure]

    @case_reader
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        mine, query = desk(request), request.GET.dict()
        pages = [_read(spec, mine, query, exact=True, size=STEP)]
        if pages[0].count > MOST:
            messages.warning(request, f"共 {pages[0].count} 行，一次最多导出 {MOST} 行。请先用筛选缩小范围。")
            return HttpResponseRedirect(links.with_query(spec.href, {k: v for k, v in query.items() if k in FILTERS}))
        while pages[-1].next:
            pages.append(_read(spec, mine, query, cursor=pages[-1].next, size=STEP))
        tables = [table(p.rows, spec, _drawn(spec, mine, p)) for p in pages]
        by = f"{mine.person.name}（{mine.person.username}）"
        return spreadsheet(spec.title, tables, _about(query, mine), by=by, at=mine.now)

    return view


def _read(
    spec: FileList, mine: Desk, query: dict[str, str], *, cursor: str = "", exact: bool = False, size: int = 50
) -> Page:
    given = {FILTERS[k]: v for k, v in query.items() if k in FILTERS and v} | {"procedure": spec.procedure}
    given["state"] = {"": "open", "all": ""}.get(given.get("state", ""), given.get("state", ""))
    if given.get("officer"):
        given["officer"] = _account_of(given["officer"], mine)
    read = inspections_list if spec.procedure == "inspection" else files_list
    return read(mine.scope, given, cursor=cursor, now=mine.now, exact=exact, size=size)


def _drawn(spec: FileList, mine: Desk, page: Page) -> Drawn:
    fines: dict[int, int] = {}
    if spec.procedure == "penalty_ordinary":
        ids = [r.file.pk for r in page.rows]
        rows = Penalty.objects.filter(file__in=ids).order_by().values_list("file").annotate(all=Sum("fine_fen"))
        fines = dict(rows)
    return Drawn(mine, mine.rules.procedures if mine.post else {}, fines)


def _account_of(who: str, mine: Desk) -> str:
    """The account of a colleague named in the filter; somebody nobody knows finds nothing."""
    found = mine.scope.people.filter(Q(name=who) | Q(username=who)).values_list("username", flat=True).first()
    return found or "-"


def _about(query: dict[str, str], mine: Desk) -> list[tuple[str, str]]:
    """Filters and definitions, in words."""
    words = {"state": "状态", "stage": "阶段", "type": "来源", "who": "人员", "mine": "只看本人", "q": "关键词",
             "on_from": "建卷日期起", "on_to": "建卷日期止", "sort": "排序", "year": "年度"}
    states = dict(STATES)
    chosen = {"state": "", **query}
    used = [(words[k], states.get(v, v) if k == "state" else v) for k, v in chosen.items() if k == "state" or (k in words and v)]
    post = mine.post.agency.name if mine.post else ""
    return [
        ("筛选", "；".join(f"{k}：{v}" for k, v in used)),
        ("范围", f"{post}，按导出人的身份可以查看的案卷"),
        ("期限", "本机关承担的最近一个正在计算的期限；已办结的显示办结日"),
        ("罚款合计", "已作出决定的罚款之和，不含没收；不得用于对人员或单位排名（行政处罚法第74条第3款）"),
    ]


VIEWS = {procedure: (_list(procedure), _export(procedure)) for procedure in LISTS}
"""The page and the spreadsheet of every declared list."""
