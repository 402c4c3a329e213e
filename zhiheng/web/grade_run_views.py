"""年度动态调整 at the desk: begin, watch it being computed, look at every change, set single rows, confirm or withdraw."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.actions import grading_runs
from zhiheng.actions.errors import NotAllowed, Refusal
from zhiheng.actions.grading_scheme import scheme_of
from zhiheng.law.grading import GRADES
from zhiheng.records.models import GradingRow, GradingRun
from zhiheng.records.queries import grading_pages
from zhiheng.web import links
from zhiheng.web.build import grade_runs as build
from zhiheng.web.build.grade_words import HOME, STATES, run_href
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk
from zhiheng.web.grade_views import heads, readers
from zhiheng.web.parts import Link
from zhiheng.web.parts_page import Option
from zhiheng.web.sheets import MOST, spreadsheet

SLICE_SECONDS = 1.0
"""How long one look at the progress computes on; the page asks again every two seconds."""
PAGE = 50


@heads
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    assert mine.post is not None
    try:
        run = grading_runs.begin(mine.post.agency, by=mine.person)
    except Refusal as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(HOME)
    return HttpResponseRedirect(run_href(run.pk))


@readers
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the run stands; while it computes each look of a head computes on for a moment."""
    mine, found = desk(request), _run(request, pk)
    if found.state == "computing" and mine.roles & build.HEADS:
        grading_runs.advance(found, SLICE_SECONDS)
    way, asked, after = _asked(request)
    done = GradingRow.objects.filter(run=found).count() if found.state == "computing" else 0
    shown = found.state in ("ready", "confirming", "confirmed")
    rows = grading_pages.run_rows(found, way, asked, after, PAGE) if shown else []
    following = {"way": way or "all", "q": asked, "after": str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""}
    context = {
        "title": f"{found.year} 年动态调整", "shell": _frame(request, found), "run": found, "state": STATES[found.state], "base": run_href(found.pk),
        "job": build.job(found, done, mine.roles) if found.state == "computing" else None, "sums": build.sums(found) if shown else (),
        "matrix": build.matrix(found) if shown else None, "tabs": build.tabs(found, way, asked) if shown else None,
        "way": way or "all", "asked": asked,
        "rows": build.rows_table(rows[:PAGE], found, found.state == "ready" and bool(mine.roles & build.HEADS)) if shown else None,
        "more": links.with_query(run_href(found.pk), following) if following["after"] else "",
        "export": links.with_query(f"{run_href(found.pk)}export/", {"way": way or "all", "q": asked}), **build.buttons(found, mine.roles)}
    return render(request, "zh/grade_run.html", context)


@heads
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)

    def do() -> str:
        done = grading_runs.ask_confirm(found, by=desk(request).person)
        if done is None:
            return "已确认。企业较多，由后台一次写入，写完以前等级不变。"
        return f"已确认，{done.seen} 家的评定生效，等级或重点类别变动 {done.changed} 家。"
    return _after(request, found, do)


@heads
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)

    def do() -> str:
        grading_runs.withdraw(found, request.POST.get("reason", ""), by=desk(request).person)
        return "已撤回，没有改动任何等级。"
    return _after(request, found, do)


@heads
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """One row before the run is confirmed: look at it, set another grade with a reason, or take that back."""
    found = _run(request, pk)
    held = GradingRow.objects.filter(run=found, pk=row).select_related("enterprise__agency", "run").first()
    if held is None:
        raise Http404("没有这一行")
    fault = ""
    if request.method == "POST":
        try:
            sent = request.POST
            grading_runs.set_row(held, "" if "back" in sent else sent.get("value", "") or "?", reason=sent.get("reason", ""),
                                 until=_day(sent.get("until", ""), "back" in sent), by=desk(request).person)
            messages.success(request, "已改，确认以后生效。")
            return HttpResponseRedirect(links.with_query(run_href(found.pk), {"way": "override"}))
        except Refusal as problem:
            fault = str(problem)
            held.refresh_from_db()
    scheme = scheme_of(held.enterprise.agency, found.on)
    computed = str(held.detail.get("grade"))
    context = {"title": held.enterprise.name, "shell": _frame(request, found, Link(held.enterprise.name)), "row": held, "fault": fault,
               "why": build.why(held), "override": held.detail.get("override"), "computed": computed, "ready": found.state == "ready",
               "base": run_href(found.pk), "sign": build.card_sign(held.after), "points": build.points(held.tenths), "typed": request.POST,
               "options": tuple(Option(f"{g} 级 {scheme.level(g).state}", g, request.POST.get("value") == g) for g in GRADES if g != computed)}
    return render(request, "zh/grade_row.html", context, status=400 if fault else 200)


@readers
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows as shown, all of the filter, and the report; above the most, the filter must narrow."""
    mine, found = desk(request), _run(request, pk)
    way, asked, _ = _asked(request)
    rows = grading_pages.run_rows(found, way, asked, 0, MOST)
    if len(rows) > MOST:
        messages.warning(request, f"超过 {MOST} 行，请先用筛选缩小范围（例如只导出变动的）。")
        return HttpResponseRedirect(run_href(found.pk))
    about = [*build.about(found), ("筛选", dict(build.WAYS).get(way, "全部")), ("关键词", asked or "无")]
    return spreadsheet(f"{found.year}年第{found.number}次动态调整", [build.rows_table(rows, found, False)], about, by=mine.person.name, at=mine.now)


def _run(request: HttpRequest, pk: int) -> GradingRun:
    """A run of the agencies in reach."""
    found = grading_pages.runs(desk(request).scope).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这次动态调整")
    return found


def _asked(request: HttpRequest) -> tuple[str, str, int]:
    """The filter (without one: what changed), a name part, the row after which the page begins."""
    way = request.GET.get("way", "changed")
    after = request.GET.get("after", "")
    return way if way in grading_pages.WAYS else "", request.GET.get("q", "").strip()[:60], int(after) if after.isdecimal() and len(after) < 19 else 0


def _day(text: str, back: bool) -> date:
    try:
        return date.fromisoformat(text) if not back else date.min
    except ValueError as fault:
        raise NotAllowed("请填写截止日，写法如 2026-11-23") from fault


def _after(request: HttpRequest, found: GradingRun, do: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, do())
    except Refusal as fault:
        messages.error(request, str(fault))
    return HttpResponseRedirect(run_href(found.pk))


def _frame(request: HttpRequest, found: GradingRun, *more: Link) -> object:
    name = f"{found.year} 年第 {found.number} 次动态调整"
    return shell(request, crumbs=(Link("监管对象"), Link("分级分类", HOME), Link(name, run_href(found.pk)), *more), current=HOME)
