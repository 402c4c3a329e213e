"""月调度: how far the plan is, by unit and month; which visits are late; how inspections came about and in what form."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions.dispatch import fix_month
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.exchange.plan_report import Report, write
from zhiheng.records.models import Plan
from zhiheng.records.queries.dispatch import (
    KINDS,
    Frozen,
    Made,
    Place,
    frozen_months,
    last_ended,
    line_at,
    made,
    overlaps,
    places,
    plans_of,
    progress,
)
from zhiheng.records.queries.modes import targets_of
from zhiheng.web import links
from zhiheng.web.build import dispatch as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Link
from zhiheng.web.parts_page import Filter, ListPage, Option
from zhiheng.web.sheets import TYPE, spreadsheet

may_read = for_posts("officer", "section_head", "bureau_head", "legal_reviewer", "supervisor")
FIXERS = frozenset({"section_head"})


@dataclass(frozen=True)
class Asked:
    """What a page is about: the year, its plans in sight, their places."""

    year: int
    plans: list[Plan]
    rows: list[Place]
    frozen: list[Frozen]
    last: int


def _asked(request: HttpRequest, mine: Desk) -> Asked:
    text = request.GET.get("year", "")
    today = mine.now.date()
    year = int(text) if text.isdecimal() and 2020 <= int(text) <= today.year + 1 else today.year
    plans = plans_of(mine.scope.agencies, year)
    return Asked(year, plans, places(plans), frozen_months(plans), last_ended(year, today))


@may_read
@require_safe
def dispatch(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    asked, today = _asked(request, mine), mine.now.date()
    seen = made(mine.scope, asked.year)
    line = line_at(asked.last) if asked.last else 0
    units = progress(asked.rows, lambda r: r.unit, today, line)
    kinds = progress(asked.rows, lambda r: build.kind_zh(r.kind), today, line)
    late = [r for r in asked.rows if r.overdue(today)]
    panels = [("各单位进度（完成/计划）", build.units_table(units, asked.year, asked.last)),
              ("累计进度", build.line_table(asked.rows, asked.year, asked.last, asked.frozen)),
              ("按类别", build.units_table(kinds, asked.year, asked.last, "类别")),
              (f"过期未查 {len(late)} 家次", build.places_table(late[:20], today)),
              ("检查从哪里来", build.counts_table(seen, asked.year, "source")),
              ("组织形式", build.modes_table(seen, asked.year, targets_of(mine.scope, asked.year))),
              ("几个单位检查同一企业", build.overlaps_table(overlaps(seen)))]
    names = {p.pk: p.agency.short_name or p.agency.name for p in asked.plans if p.agency_id in mine.scope.agencies}
    fix = build.fix_buttons(names, asked.year, asked.last, asked.frozen) if mine.roles & FIXERS else []
    frame = shell(request, crumbs=(Link("执法计划"), Link("月调度")), current=build.HREF)
    return render(request, "zh/dispatch.html", {
        "title": "月调度", "shell": frame, "year": asked.year, "figures": build.figures(asked.rows, seen, asked.year, today, asked.last),
        "panels": panels, "fix": fix, "buttons": build.tools(asked.year, asked.last), "today": today, "plans": asked.plans,
        "other": [y for y in (today.year - 1, today.year, today.year + 1) if y != asked.year]})


@may_read
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The places behind a figure: by unit, kind, month and state."""
    mine = desk(request)
    asked, today = _asked(request, mine), mine.now.date()
    kept = {n: request.GET.get(n, "")[:60] for n in ("unit", "kind", "month", "state") if request.GET.get(n)}
    found = [r for r in asked.rows if _fits(r, kept, today)]
    table = build.places_table(found, today)
    base = {"year": str(asked.year)} | kept
    if "export" in request.GET:
        return spreadsheet("计划家次", [table], [(k, v) for k, v in base.items()], by=mine.person.name, at=mine.now)
    units = sorted({r.unit for r in asked.rows})
    filters = (_filter("state", "状态", build.STATES, kept), _filter("unit", "单位", [("", "全部"), *((u, u) for u in units)], kept),
               _filter("kind", "类别", [("", "全部"), *KINDS], kept),
               _filter("month", "月份", [("", "全部"), *((str(m), f"{m} 月") for m in range(1, 13))], kept))
    listed = ListPage(f"{asked.year} 年计划家次", table, build.ROWS, filters, total=str(len(found)), hidden=(("year", str(asked.year)),),
                      buttons=(build.download(links.with_query(build.ROWS, base | {"export": "1"})),),
                      page_note=f"只列出前 {build.SHOWN} 行，其余请筛选" if len(found) > build.SHOWN else "")
    frame = shell(request, crumbs=(Link("执法计划"), Link("月调度", build.HREF), Link("计划家次")), current=build.HREF)
    return render(request, "zh/list.html", {"title": "计划家次", "shell": frame, "list_page": listed})


def _fits(row: Place, kept: dict[str, str], today: date) -> bool:
    state = {"done": row.done_on is not None, "open": row.done_on is None, "overdue": row.overdue(today)}.get(kept.get("state", ""), True)
    return (state and kept.get("unit", row.unit) == row.unit and kept.get("kind", row.kind) == row.kind
            and kept.get("month", str(row.month)) == str(row.month))


def _filter(name: str, label: str, choices: object, kept: dict[str, str]) -> Filter:
    held = kept.get(name, "")
    return Filter(name, label, "select", tuple(Option(zh, key, key == held) for key, zh in choices), held)  # type: ignore[attr-defined]


@may_read
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """The inspections behind a figure: by source and by mode."""
    mine = desk(request)
    asked = _asked(request, mine)
    kept = {n: request.GET.get(n, "")[:20] for n in ("source", "mode") if request.GET.get(n)}
    found = [m for m in made(mine.scope, asked.year) if _made_so(m, kept)]
    sources = [("", "全部"), ("triggered", "全部计划外"), ("documented", "计划外、有来源文书"), *build.SOURCE_ZH.items()]
    filters = (_filter("source", "来源", sources, kept), _filter("mode", "组织形式", [("", "全部"), *build.MODE_ZH.items()], kept))
    listed = ListPage(f"{asked.year} 年的检查", build.visits_table(found), build.VISITS, filters, total=str(len(found)),
                      hidden=(("year", str(asked.year)),),
                      page_note=f"只列出前 {build.SHOWN} 行，其余请筛选" if len(found) > build.SHOWN else "")
    frame = shell(request, crumbs=(Link("执法计划"), Link("月调度", build.HREF), Link("检查")), current=build.HREF)
    return render(request, "zh/list.html", {"title": "检查", "shell": frame, "list_page": listed})


def _made_so(row: Made, kept: dict[str, str]) -> bool:
    source = kept.get("source", "")
    outside = row.source not in build.PLANNED_SOURCES
    fits = {"triggered": outside, "documented": outside and bool(row.document)}.get(source, source in ("", row.source))
    return fits and kept.get("mode", row.mode) == row.mode


@may_read
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The monthly report file. 404 for a month that is not one of the year's."""
    mine = desk(request)
    asked = _asked(request, mine)
    text = request.GET.get("month", str(max(1, asked.last)))
    if not text.isdecimal() or not 1 <= int(text) <= 12:
        raise Http404("没有这个月份")
    month = int(text)
    agency = "、".join(p.agency.short_name or p.agency.name for p in asked.plans) or "没有经批准的计划"
    body = write(Report(asked.year, month, agency, asked.rows, [f for f in asked.frozen if f.month == month], mine.now.date(), mine.person.name))
    answer = HttpResponse(body, content_type=TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{asked.year}年{month}月执法计划进度.xlsx')}"
    return answer


@for_posts(*FIXERS)
@require_POST
def fix(request: HttpRequest) -> HttpResponse:
    """Fix a month of a plan in sight."""
    mine = desk(request)
    plan, month = request.POST.get("plan", ""), request.POST.get("month", "")
    if not (plan.isdecimal() and month.isdecimal()):
        raise Http404("没有这个计划")
    held = Plan.objects.filter(pk=int(plan), agency__in=mine.scope.agencies).first()
    if held is None:
        raise Http404("没有这个计划")
    try:
        fix_month(held.pk, int(month), mine.person, key=f"monthly-{held.pk}-{int(month)}")
    except (Refusal, Invalid) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{held.year} 年 {int(month)} 月的数字已固定。")
    return HttpResponseRedirect(links.with_query(build.HREF, {"year": str(held.year)}))
