"""Ratios with their definitions, and the cases behind each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.queries.measures import MEASURES, ratio
from zhiheng.web import links
from zhiheng.web.build import measures as build
from zhiheng.web.build.shell import shell
from zhiheng.web.build.words import moment_text
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Link, Tab, Tabs
from zhiheng.web.sheets import spreadsheet

may_read = for_posts("officer", "section_head", "bureau_head", "legal_reviewer", "supervisor")
SHOWN = 500


@may_read
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    period, first, last = build.period_of(request.GET.get("period", ""), mine.now.date())
    at = moment_text(mine.now)
    drawn = [build.figure(m, ratio(m.rows(mine.scope, first, last)), period, at) for m in MEASURES.values()]
    context = {
        "title": "统计与考核",
        "shell": shell(request, crumbs=(Link("监督考评"), Link("统计与考核")), current="/measures/"),
        "figures": drawn,
        "periods": _periods(period, mine, "/measures/"),
        "span": f"{first} 至 {last}",
    }
    return render(request, "zh/measures.html", context)


@may_read
@require_safe
def rows(request: HttpRequest, name: str) -> HttpResponse:
    """The cases of one ratio: all, those that count, or those that are missing."""
    measure = MEASURES.get(name)
    if measure is None:
        raise Http404("没有这一指标")
    mine = desk(request)
    period, first, last = build.period_of(request.GET.get("period", ""), mine.now.date())
    found = measure.rows(mine.scope, first, last)
    only = request.GET.get("only", "")
    chosen = [r for r in found if not only or r.counts == (only == "counted")]
    table = build.rows_table(chosen)
    if "export" in request.GET:
        about = [("定义", measure.words), ("依据", "；".join(measure.basis)), ("期间", f"{first} 至 {last}")]
        return spreadsheet(measure.zh, [table], about, by=mine.person.name, at=mine.now)
    href = f"/measures/{name}/rows/"
    counted = ratio(found)
    choices = (("", "全部", counted.d), ("counted", "计入", counted.n), ("missing", "未计入", counted.d - counted.n))
    tabs = Tabs(
        tuple(
            Tab(zh, links.with_query(href, {"period": period, "only": key}), key == only, str(n))
            for key, zh, n in choices
        )
    )
    context = {
        "title": measure.zh,
        "shell": shell(
            request,
            crumbs=(Link("监督考评"), Link("统计与考核", "/measures/"), Link(measure.zh)),
            current="/measures/",
        ),
        "figures": [build.figure(measure, counted, period, moment_text(mine.now))],
        "measure": measure,
        "periods": _periods(period, mine, href),
        "span": f"{first} 至 {last}",
        "tabs": tabs,
        "rows": build.rows_table(chosen[:SHOWN]),
        "cut": len(chosen) - SHOWN if len(chosen) > SHOWN else 0,
        "export_href": links.with_query(href, {"period": period, "only": only, "export": "1"}),
    }
    return render(request, "zh/measures.html", context)


def _periods(period: str, mine: Desk, href: str) -> Tabs:
    """This year, last year, and the months of the year so far."""
    today = mine.now.date()
    names = [str(today.year), str(today.year - 1), *(f"{today.year}-{m:02d}" for m in range(1, today.month + 1))]
    if period not in names:
        names.append(period)
    tabs = tuple(
        Tab(f"{n} 年" if len(n) == 4 else f"{int(n[5:])} 月", links.with_query(href, {"period": n}), n == period)
        for n in names
    )
    return Tabs(tabs, "期间")
