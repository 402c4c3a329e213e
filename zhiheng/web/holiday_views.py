"""日历: the holiday notices. The administrator enters and corrects one; the form shows first what it moves."""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.actions import holidays as actions
from zhiheng.actions.errors import Invalid
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.calendar import FIRST_YEAR
from zhiheng.kernel.facts import FactError
from zhiheng.records.queries.holidays import entered_years, history, recomputed
from zhiheng.web.build import holidays as build
from zhiheng.web.build import registers
from zhiheng.web.build.fields import Choices
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk, for_posts
from zhiheng.web.parts import Band, Link
from zhiheng.web.register_rows import Panel, posted

may_read = for_posts("administrator", "section_head", "bureau_head", "legal_reviewer", "supervisor")
CRUMBS = (Link("系统管理"), Link("日历", build.HREF))


@may_read
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    listed = build.years(mine.rules.calendar, entered_years(), mine.now.date(), "administrator" in mine.roles)
    frame = shell(request, crumbs=(Link("系统管理"), Link("日历")), current=build.HREF)
    return render(request, "zh/list.html", {"title": "日历", "shell": frame, "list_page": listed})


@may_read
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """One year: its form, what the last entry moved, its history. POST looks first, then keeps (``do=keep``)."""
    mine = desk(request)
    if not FIRST_YEAR <= year <= mine.now.year + 2:
        raise Http404("没有这一年的日历")
    raw, errors = actions.typed_of(year) | {"reason": ""}, []
    if request.method == "POST":
        if "administrator" not in mine.roles:
            raise Http404("您的身份不能登记放假安排")
        typed, errors = posted(request, actions.FIELDS)
        raw = {"source": "", "holidays": [], "workdays": [], "reason": ""} | typed
        if not errors and request.POST.get("do") != "back":
            answer, errors = _asked(request, year, raw)
            if answer is not None:
                return answer
    return _page(request, year, raw, errors)


def _asked(request: HttpRequest, year: int, raw: dict[str, Any]) -> tuple[HttpResponse | None, list[FactError]]:
    """The look, or the redirect after keeping; None with the faults when the notice cannot stand."""
    try:
        if request.POST.get("do") != "keep":
            return _look(request, year, raw), []
        done = actions.save(year, raw, desk(request).person)
    except Invalid as fault:
        return None, list(fault.errors)
    messages.success(request, f"{year} 年放假安排已登记。{build.said(done.effect)}")
    for sentence in done.refused:
        messages.warning(request, sentence)
    return HttpResponseRedirect(build.href(year)), []


def _look(request: HttpRequest, year: int, raw: dict[str, Any]) -> HttpResponse:
    notice = actions.read(year, raw)
    actions.justified(year, raw)
    effect = actions.preview(notice)
    days = [f"{len(notice.off)} 天放假（其中工作日 {sum(d.weekday() < 5 for d in notice.off)} 天）", f"{len(notice.year.workdays)} 天调休上班"]
    panels = [Panel("改变的期限", build.moved_table(effect.moved)), Panel("改变的年度计划", build.plans_table(effect.plans))]
    frame = shell(request, crumbs=(*CRUMBS, Link(str(year), build.href(year)), Link("核对")), current=build.HREF)
    held = {n: "\n".join(v) if isinstance(v, list) else str(v or "") for n, v in raw.items()}
    return render(request, "zh/calendar_look.html", {
        "title": f"核对 {year} 年放假安排", "shell": frame, "source": notice.source, "days": "，".join(days), "said": build.said(effect),
        "remarks": notice.remarks, "panels": panels, "held": held, "action": build.href(year)})


def _page(request: HttpRequest, year: int, raw: dict[str, Any], errors: list[FactError]) -> HttpResponse:
    mine = desk(request)
    known = rules_for(mine.post.agency).calendar.years.get(year) if mine.post else None
    about = "登记以后，暂定的期限和计划工作日随即重算。" if known is None else f"现行安排：{known.source}。更正须写明理由，受影响的期限随即重算。"
    writes = "administrator" in mine.roles
    form = registers.form("holiday_year", f"{year} 年放假安排", build.href(year), actions.FIELDS, raw, Choices(), errors=errors, about=about,
                          submit="核对，看哪些日期改变") if writes else None
    kept = recomputed(year)
    bands = [] if known else [Band(f"{year} 年放假安排没有登记，该年的期限和工作日是暂定的。", "provisional")]
    if kept is not None:
        bands.append(Band(build.said_kept(kept), "rest"))
    panels = [Panel("最近一次登记改变的期限", build.kept_table(kept))] if kept is not None and kept.total else []
    frame = shell(request, crumbs=(*CRUMBS, Link(str(year))), current=build.HREF)
    context = {"title": f"{year} 年放假安排", "shell": frame, "bands": bands, "form": form, "panels": panels,
               "facts": None if form else build.year_table(known), "timeline": registers.timeline(history(year), actions.FIELDS)}
    return render(request, "zh/register_row.html", context, status=400 if errors else 200)
