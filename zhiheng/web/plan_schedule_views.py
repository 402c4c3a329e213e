"""③排期 of an annual plan: computed in the background, looked at from five sides, moved by hand, merged with other units' visits."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.actions import schedule_jobs, schedule_moves, scheduling
from zhiheng.actions.errors import Refusal
from zhiheng.actions.rulebook import rules_for
from zhiheng.records.models import Plan, PlanItem
from zhiheng.records.queries import plan_schedule as read
from zhiheng.records.queries.enterprise_map import Point
from zhiheng.web import links
from zhiheng.web.build import enterprise_map, plan_schedule_form, plans
from zhiheng.web.build import plan_schedule as build
from zhiheng.web.build import plan_schedule_tables as tables
from zhiheng.web.build.plan_schedule_list import PLAN_VISITS
from zhiheng.web.desk import desk
from zhiheng.web.listing_views import export_view, page_view
from zhiheng.web.parts_page import Filter, Option
from zhiheng.web.plan_views import may_compile, page, plan_or_404, readers

STEP = "schedule"
visits = page_view(PLAN_VISITS)
visits_export = export_view(PLAN_VISITS)


@readers
@require_safe
def calendar(request: HttpRequest, year: int) -> HttpResponse:
    """The month: visits on their days, to be dragged by whoever compiles; the job above it."""
    plan = plan_or_404(request, year)
    items, today = read.items_of(plan), desk(request).now.date()
    away, days = read.away(plan), rules_for(plan.agency).calendar
    names = read.names_of([*(o for i in items for o in i.officers), *(a.person for a in away)])
    month = _month(request, plan, items, today)
    shown = build.grid(plan, month, items, names, away, days, today, may_compile(desk(request), plan))
    return _page(request, plan, items, STEP, {"month": shown})


@readers
@require_safe
def people(request: HttpRequest, year: int) -> HttpResponse:
    """Who has how much, and how many working days each cannot go."""
    plan = plan_or_404(request, year)
    items, officers = read.items_of(plan), scheduling.inspectors(plan)
    names = read.names_of(o for i in items for o in i.officers)
    days = scheduling.working_days(plan.year, rules_for(plan.agency).calendar)
    table = tables.people(plan, read.loads(items, [o.id for o in officers]), officers, days, names)
    return _page(request, plan, items, f"{STEP}/people", {"title_of": "各人家次", "table": table})


@readers
@require_safe
def towns(request: HttpRequest, year: int) -> HttpResponse:
    plan = plan_or_404(request, year)
    items = read.items_of(plan)
    return _page(request, plan, items, f"{STEP}/towns", {"title_of": "各乡镇街道家次", "table": tables.towns(plan, read.by_area(items))})


@readers
@require_safe
def merging(request: HttpRequest, year: int) -> HttpResponse:
    """综合查一次: what could be done on one day."""
    plan = plan_or_404(request, year)
    items, found = read.items_of(plan), read.offers(plan)
    names = read.names_of(o for f in found for o in (*f.mine.officers, *f.other.officers))
    return _page(request, plan, items, f"{STEP}/merge", {
        "title_of": "几个单位计划检查同一家企业", "table": tables.merging(plan, found, names, may_compile(desk(request), plan)),
        "note": "30 日内或者同一个月里的，可以合并到另一单位的那一天，一次进厂、各查各的事项；两个单位的家次和人员都不变。", "offers": found})


@readers
@require_safe
def chart(request: HttpRequest, year: int) -> HttpResponse:
    """The planned enterprises on the map; the same as a table below it."""
    plan = plan_or_404(request, year)
    items = read.items_of(plan)
    kept, officers = _kept(request), read.names_of(o for i in items for o in i.officers)
    shown = _narrowed(items, kept)
    firms = {i.enterprise_id: i.enterprise for i in shown if i.enterprise is not None}
    placed = sum(f.latitude is not None and f.longitude is not None for f in firms.values())
    base = plans.href(plan, f"{STEP}/map")
    named = {"of": plan.agency.code} if plan.agency.parent_id else {}
    made = enterprise_map.FirmMap(
        links.with_query(f"{base.split('?')[0]}points/", named | kept), base.split("?")[0], _filters(items, kept, officers),
        tables.towns(plan, read.by_area(shown)), placed, len(firms) - placed, build.list_href(plan, **kept), build.list_href(plan, **kept),
        title=f"计划检查的企业（{len(shown)} 家次）", towns_title="各乡镇街道家次", hidden=tuple(named.items()))
    return _page(request, plan, items, f"{STEP}/map", {"map": made})


@readers
@require_safe
def points(request: HttpRequest, year: int) -> HttpResponse:
    """The points as JSON, as the map of enterprises has them."""
    plan = plan_or_404(request, year)
    firms = {i.enterprise_id: i.enterprise for i in _narrowed(read.items_of(plan), _kept(request)) if i.enterprise is not None}
    found = [Point(f.pk, f.name, f.grade, f.area, float(f.latitude), float(f.longitude)) for _, f in sorted(firms.items(), key=lambda x: x[0] or 0)
             if f.latitude is not None and f.longitude is not None]
    return JsonResponse(enterprise_map.compact(found), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def _kept(request: HttpRequest) -> dict[str, str]:
    return {k: v for k in ("month", "officer", "area") if (v := request.GET.get(k, "").strip()[:60].replace("\0", ""))}


def _narrowed(items: Sequence[PlanItem], kept: dict[str, str]) -> list[PlanItem]:
    def fits(i: PlanItem) -> bool:
        return ((not kept.get("month") or (i.on is not None and str(i.on.month) == kept["month"]))
                and (not kept.get("officer") or kept["officer"] in i.officers)
                and (not kept.get("area") or (i.enterprise is not None and i.enterprise.area == kept["area"])))
    return [i for i in items if fits(i)]


def _filters(items: Sequence[PlanItem], kept: dict[str, str], names: dict[str, str]) -> tuple[Filter, ...]:
    def select(name: str, label: str, options: Sequence[tuple[str, str]]) -> Filter:
        return Filter(name, label, "select", tuple(Option(zh, value, kept.get(name) == value) for value, zh in options))
    areas = sorted({i.enterprise.area for i in items if i.enterprise is not None and i.enterprise.area})
    return (select("month", "月份", [(str(m), f"{m} 月") for m in range(1, 13)]),
            select("officer", "执法人员", sorted(names.items(), key=lambda x: x[1])), select("area", "所在地", [(a, a) for a in areas]))


# --- the job -----------------------------------------------------------------------------------------------------------

@readers
@require_POST
def run(request: HttpRequest, year: int) -> HttpResponse:
    """Begin a job: ``kind`` run or mend (with ``reason``). It goes on in a process of its own."""
    plan = _mine(request, year)
    kind = request.POST.get("kind", schedule_jobs.RUN)
    if kind not in schedule_jobs.KINDS:
        raise Http404("没有这种排期")
    try:
        schedule_jobs.launch(schedule_jobs.begin(plan.pk, desk(request).person, kind, request.POST.get("reason", "").strip()[:200]))
    except Refusal as fault:
        messages.error(request, f"{fault}。")
    return HttpResponseRedirect(plans.href(plan, STEP))


@readers
@require_POST
def cancel(request: HttpRequest, year: int) -> HttpResponse:
    plan = _mine(request, year)
    try:
        schedule_jobs.cancel(plan.pk, desk(request).person)
        messages.success(request, "已取消，没有写入任何内容。")
    except Refusal as fault:
        messages.error(request, f"{fault}。")
    return HttpResponseRedirect(plans.href(plan, STEP))


# --- by hand -----------------------------------------------------------------------------------------------------------

@readers
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """改期 as a form; a drop sends the same with ``Accept: application/json`` and gets every reason back."""
    plan = _mine(request, year) if request.method == "POST" else plan_or_404(request, year)
    item = _item(plan, pk)
    if request.method != "POST":
        asked = request.GET.get("on", "")
        return _form(request, plan, item, {"on": asked or (item.on.isoformat() if item.on else "")}, list(item.officers), ())
    sent = request.POST
    officers = sent.getlist("officers") or ([] if "form" in sent else list(item.officers))
    reasons, moved = _moved(request, plan, item, sent.get("on", ""), officers)
    if "application/json" in request.headers.get("Accept", ""):
        says = f"已改到 {moved.on}" if moved else ""
        return JsonResponse({"ok": not reasons, "reasons": reasons, "says": says})
    if reasons:
        return _form(request, plan, item, sent.dict(), officers, reasons, 422)
    assert moved is not None and moved.on is not None
    messages.success(request, f"已改到 {moved.on}。")
    return HttpResponseRedirect(plans.href(plan, STEP, month=str(moved.on.month)))


def _moved(request: HttpRequest, plan: Plan, item: PlanItem, on: str, officers: list[str]) -> tuple[list[str], PlanItem | None]:
    try:
        day = date.fromisoformat(on)
    except ValueError:
        return ["请填写日期，写法如 2027-03-08"], None
    sent = request.POST
    try:
        moved, reasons = schedule_moves.move(plan.pk, item.pk, day, officers, desk(request).person, pinned="form" not in sent or "pinned" in sent,
                                             reason=sent.get("reason", "").strip()[:200])
    except Refusal as fault:
        return [str(fault)], None
    return reasons, moved


def _form(request: HttpRequest, plan: Plan, item: PlanItem, typed: dict[str, str], officers: Sequence[str], reasons: Sequence[str],
          status: int = 200) -> HttpResponse:
    may = may_compile(desk(request), plan) and item.state == "planned" and item.visit_id is None
    task = scheduling.task_of(plan, [item])
    context = {
        "item": item, "firm": item.enterprise, "may": may, "reasons": reasons, "typed": typed, "action": build.move_href(plan, item),
        "back": plans.href(plan, STEP, month=str(item.on.month) if item.on else ""), "pinned": "pinned" in typed or "form" not in typed,
        "crew": plan_schedule_form.crew(task, plan, item, officers, typed.get("on", "")), "approved": plan.state == "approved",
        "facts": plan_schedule_form.facts(plan, item, {o.id: o.name for o in task.officers}),
        "history": plan_schedule_form.history(item, {o.id: o.name for o in task.officers}), "here": "改期", "first": f"{plan.year}-01-01",
        "last": f"{plan.year}-12-31", "bands": (*plans.bands(plan), *build.approved_band(plan))}
    return page(request, "zh/plan_schedule_move.html", plan, STEP, context, status)


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, year: int, pk: int, other: int) -> HttpResponse:
    """合并到同一天: what it means, whether it may be; POST does it."""
    plan = _mine(request, year)
    found = next((o for o in read.offers(plan) if (o.mine.pk, o.other.pk) == (pk, other)), None)
    if found is None:
        messages.warning(request, "这两次检查已经改期、合并或者取消。")
        return HttpResponseRedirect(plans.href(plan, f"{STEP}/merge"))
    assert found.other.on is not None
    if request.method == "POST":
        try:
            done, reasons = schedule_moves.merge(plan.pk, pk, other, desk(request).person)
        except Refusal as fault:
            done, reasons = None, [str(fault)]
        if done is not None:
            messages.success(request, f"已合并到 {found.other.on}，两个单位的家次都已注明。")
            return HttpResponseRedirect(plans.href(plan, STEP, month=str(found.other.on.month)))
    else:
        reasons = scheduling.refusals(plan.pk, pk, found.other.on, found.mine.officers, merging=True)
    names = read.names_of((*found.mine.officers, *found.other.officers))
    context = {"offer": found, "reasons": reasons, "action": plans.href(plan, f"{STEP}/{pk}/merge/{other}"), "here": "合并检查",
               "back": plans.href(plan, f"{STEP}/merge"), "move": build.move_href(plan, found.mine),
               "mine": "、".join(names.get(o, o) for o in found.mine.officers), "theirs": "、".join(names.get(o, o) for o in found.other.officers),
               "bands": (*plans.bands(plan), *build.approved_band(plan))}
    return page(request, "zh/plan_schedule_merge.html", plan, STEP, context, 422 if reasons and request.method == "POST" else 200)


# --- shared ------------------------------------------------------------------------------------------------------------

def _mine(request: HttpRequest, year: int) -> Plan:
    """The plan, for whoever compiles it."""
    plan = plan_or_404(request, year)
    if not may_compile(desk(request), plan):
        raise Http404("您不能编制这份计划")
    return plan


def _item(plan: Plan, pk: int) -> PlanItem:
    item = PlanItem.objects.filter(plan=plan, pk=pk).exclude(state="cancelled").select_related("enterprise", "visit").first()
    if item is None:
        raise Http404("没有这一家次，或者已经取消")
    item.plan = plan
    return item


def _month(request: HttpRequest, plan: Plan, items: Sequence[PlanItem], today: date) -> int:
    """The month asked for; else this one in the plan's year, else the first with a visit."""
    text = request.GET.get("month", "")
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= 12:
        return int(text)
    if plan.year == today.year:
        return today.month
    return next((i.on.month for i in items if i.on is not None), 1)


def _page(request: HttpRequest, plan: Plan, items: Sequence[PlanItem], here: str, context: dict[str, Any]) -> HttpResponse:
    """Head, job, figures and views are the same on every side of the schedule. One query for the job, three for the offers."""
    job = schedule_jobs.latest(plan.pk)
    busy = job is not None and job.running and not job.lost
    may = may_compile(desk(request), plan)
    found = context["offers"] if "offers" in context else read.offers(plan)
    moved = {o for m in job.result.get("moves", ()) for o in (*m[3], *m[4])} if job else set()
    names = read.names_of(moved) if moved else {}
    base = {
        "bands": (*plans.bands(plan), *build.approved_band(plan), *build.outcome(plan, job)), "lines": build.lines(plan, items),
        "job": build.progress(plan, job, may) if job and busy else None, "may": may and not busy, "run": plans.href(plan, f"{STEP}/run"),
        "tabs": build.tabs(plan, here, len(found)), "unplaced": tables.unplaced(plan, job, items), "moves": tables.moves(job, items, names),
        "leave": "/ledgers/leave/" if desk(request).roles & {"section_head", "bureau_head"} else "", "none": not items,
        "firms": plans.href(plan, "firms")}
    return page(request, "zh/plan_schedule.html", plan, STEP, base | context)
