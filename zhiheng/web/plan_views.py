"""年度监督检查计划 at the desk: the list of plans, and the first two steps of one: days, enterprises."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.actions import plan_begin, plan_scenarios, plans
from zhiheng.actions.errors import Invalid, Refusal, Refused
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.facts import FactError
from zhiheng.planning.days import year_days
from zhiheng.planning.needs import cut
from zhiheng.planning.scenarios import Basis, usual
from zhiheng.records.models import Plan
from zhiheng.records.queries import plan_pages as read
from zhiheng.records.queries.caps import caps_of
from zhiheng.records.queries.draw_pages import names_of
from zhiheng.records.queries.plan_pages import Account
from zhiheng.web.build import plans as build
from zhiheng.web.build import plans_days, plans_form, plans_scenarios
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Link
from zhiheng.web.parts_page import Option

readers = for_posts("officer", "section_head", "legal_reviewer", "bureau_head", "supervisor")
COMPILERS = frozenset({"officer", "section_head"})


def plan_or_404(request: HttpRequest, year: int) -> Plan:
    """The plan the address names, in reach of the desk."""
    found = read.plan_of(desk(request).scope, year, request.GET.get("of", "")[:20])
    if found is None:
        raise Http404("没有这一年的计划")
    return found


def may_compile(mine: Desk, plan: Plan) -> bool:
    """Officers and section heads of the agency itself, section heads also for the agencies under it; nobody once it is closed."""
    if plan.state == "closed" or not mine.may_act:
        return False
    own = any(m.agency_id == plan.agency_id and m.role in COMPILERS for m in mine.scope.mandates)
    return own or ("section_head" in mine.roles and plan.agency_id in mine.scope.agencies)


def says(fault: Exception) -> str:
    """A refusal in one line."""
    if isinstance(fault, Refused):
        return "；".join(dict.fromkeys(o.says for j in fault.judgements for o in j.obstacles if o.stops))
    if isinstance(fault, Invalid):
        return "；".join(e.says for e in fault.errors)
    return str(fault)


def page(request: HttpRequest, template: str, plan: Plan, step: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of one plan: head, steps and bands are the same on each."""
    step = step.partition("/")[0]
    here = context.get("here") or (dict(build.STEPS).get(step, "")[1:] if step else "")
    frame = shell(request, crumbs=build.crumbs(plan, here), current=build.HREF)
    base = {"title": build.title(plan), "shell": frame, "plan": plan, "state": build.state(plan), "steps": build.steps(plan, step),
            "tools": build.tools(plan), "bands": build.bands(plan)}
    return render(request, template, base | context, status=status)


@readers
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    rows = list(read.counted_plans(read.plans_seen(mine.scope))[:200])
    begins = _beginnings(mine, rows)
    frame = shell(request, crumbs=(Link("执法计划"), Link("年度计划")), current=build.HREF)
    return render(request, "zh/plans.html", {"title": "年度计划", "shell": frame, "list_page": build.overview(rows), "begins": begins})


def _beginnings(mine: Desk, rows: list[Plan]) -> list[build.Beginning]:
    """This year and the next, for each agency of the posts in use that may compile."""
    own = {m.agency_id: m.agency for m in mine.scope.mandates if m.role in COMPILERS} if mine.may_act else {}
    year = mine.now.date().year
    held = {(p.agency_id, p.year): p for p in rows}
    found = []
    for pk, agency in own.items():
        others = tuple(Option(p.name, p.pk) for p in plan_begin.partners(agency, mine.person, mine.now.date()))
        for wanted in (year, year + 1):
            if (pk, wanted) not in held:
                before = max((p for (a, y), p in held.items() if a == pk and y < wanted), key=lambda p: p.year, default=None)
                found.append(build.Beginning(agency.code, agency.short_name or agency.name, wanted, before.year if before else 0, others))
    return found


@readers
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Open the plan of a year: ``year``, ``agency``, and ``source`` the year whose figures it takes over (or empty)."""
    mine = desk(request)
    code, text, source = (request.POST.get(n, "") for n in ("agency", "year", "source"))
    agency = next((m.agency for m in mine.scope.mandates if m.agency.code == code and m.role in COMPILERS), None)
    if agency is None or not mine.may_act or not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise Http404("不能为这个机关编制计划")
    chosen = request.POST.get("second", "")
    second = next((p for p in plan_begin.partners(agency, mine.person, mine.now.date()) if p.pk == chosen), None)
    before = Plan.objects.filter(agency=agency, year=int(source)).first() if source.isascii() and source.isdecimal() and len(source) == 4 else None
    try:
        plan, filled = plan_begin.begin(agency, int(text), mine.person, source=before, second=second)
    except (Refusal, Invalid) as fault:
        messages.error(request, f"{says(fault)}。")
        return HttpResponseRedirect(build.HREF)
    whence = f"，各项工日取自 {before.year} 年计划，请逐项核对" if before else ""
    messages.success(request, f"{plan.year} 年计划已立卷，列入重点单位检查 {filled.added} 家次{whence}。")
    return HttpResponseRedirect(build.href(plan))


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def days(request: HttpRequest, year: int) -> HttpResponse:
    """① the account of days with its form. POST pastes or keeps; when something is wrong everything typed is shown again."""
    mine, plan = desk(request), plan_or_404(request, year)
    raw = plans_form.raw_of(plan.body)
    errors: tuple[FactError, ...] = ()
    if request.method == "POST":
        if not may_compile(mine, plan):
            raise Http404("您不能编制这份计划")
        raw, errors, answer = _sent(request, plan, raw)
        if answer is not None:
            return answer
    return _days_page(request, plan, raw, errors)


def _sent(request: HttpRequest, plan: Plan, before: dict[str, str]) -> tuple[dict[str, str], tuple[FactError, ...], HttpResponse | None]:
    sent = plans_form.read(request.POST.dict(), before)
    if request.POST.get("do") == "paste":
        raw, faults, count = plans_form.fill_in(sent.raw)
        if not faults:
            messages.info(request, f"读入 {count} 项，还没有保存，请核对后保存。")
        return raw, faults, None
    if sent.errors:
        return dict(sent.raw), sent.errors, None
    try:
        kept, filled = plan_begin.figures(plan.pk, sent.given, desk(request).person)
    except Invalid as fault:
        return dict(sent.raw), tuple(fault.errors), None
    except Refusal as fault:
        return dict(sent.raw), (FactError("", str(fault)),), None
    moved = f"，增加 {filled.added} 家次" * bool(filled.added) + f"，减少 {filled.removed} 家次" * bool(filled.removed)
    messages.success(request, f"各项工日已保存{moved}。")
    return {}, (), HttpResponseRedirect(build.href(kept))


def _days_page(request: HttpRequest, plan: Plan, raw: dict[str, str], errors: tuple[FactError, ...], sent: Mapping[str, str] | None = None,
               ) -> HttpResponse:
    mine, acc = desk(request), read.account(plan, desk(request).now.date())
    calendar = rules_for(plan.agency).calendar
    off = {i.pk: calendar.why_off(i.on) or "休息日" for i in acc.items if i.on and i.visit_id is None and not calendar.is_working_day(i.on)}
    names = names_of(o for i in acc.items if i.pk in off for o in i.officers)
    moved = plans_days.displaced_panel(acc.items, off, names)
    kept = plans_scenarios.panel(plan, basis(acc), names_of(r["by"] for r in plans_scenarios.kept(plan))) if acc.days else None
    short = cut(acc.needs) if acc.needs else None
    writes = may_compile(mine, plan)
    context = {
        "bands": (*build.bands(plan), *plans_days.verdict(acc), *build.waiting(plan, acc)),
        "account": plans_days.account_panel(acc, year_days(plan.year, calendar)),
        "panels": [p for p in (moved, plans_days.scenarios_panel(usual(basis(acc))) if acc.days else None, kept) if p],
        "keeping": plans_scenarios.keeping(plan, sent or {}) if writes and acc.days else None, "do_scenario": build.href(plan, "scenario"),
        "cut": short if short and short.visits and writes else None, "do_cut": build.href(plan, "do/cut"),
        "form": plans_form.groups(raw, errors, acc.days.total if acc.days else None) if writes else (),
        "paste": plans_form.paste_field(raw, errors), "faults": plans_form.fault_links(errors), "action": build.href(plan),
        "after": "已批准的计划，修改须办理「计划调整」才算数" if plan.state == "approved" else "合计、占比由系统计算，不能手工填写"}
    return page(request, "zh/plan_days.html", plan, "", context, status=422 if errors or sent else 200)


@readers
@require_POST
def scenario(request: HttpRequest, year: int) -> HttpResponse:
    """Keep a scenario, forget one, or take one over into the plan. What cannot be kept is shown again as it was typed."""
    mine, plan = desk(request), plan_or_404(request, year)
    what, name = request.POST.get("do", ""), request.POST.get("name", "")[:60]
    if what not in ("keep", "drop", "take") or not may_compile(mine, plan):
        raise Http404("没有这一步，或者您不能编制这份计划")
    try:
        if what == "keep":
            plan_scenarios.keep(plan.pk, name, plan_scenarios.given(request.POST.dict()), mine.person)
            messages.success(request, f"方案「{' '.join(name.split())}」已保存，计划没有改变。")
        elif what == "drop":
            plan_scenarios.drop(plan.pk, name, mine.person)
            messages.success(request, f"方案「{name}」已删除。")
        else:
            filled = plan_scenarios.take(plan.pk, name, mine.person)
            messages.success(request, f"已采用方案「{name}」：增加 {filled.added} 家次，减少 {filled.removed} 家次。")
    except (Refusal, Invalid) as fault:
        messages.error(request, f"{says(fault)}。")
        if what == "keep":
            return _days_page(request, plan, plans_form.raw_of(plan.body), (), request.POST.dict())
    return HttpResponseRedirect(build.href(plan))


def basis(acc: Account) -> Basis:
    """What scenarios are reckoned from. The caps of the key enterprises stand in the sheet of the place."""
    assert acc.days is not None and acc.needs is not None
    return Basis(acc.days, acc.needs.groups, acc.needs.orders, tuple(c.most for c in caps_of(acc.firms, acc.first_day).values()))


@readers
@require_POST
def do(request: HttpRequest, year: int, what: str) -> HttpResponse:
    """A step that only the system reckons: cut, fill, times. A refusal comes back as sentences and nothing is written."""
    mine, plan = desk(request), plan_or_404(request, year)
    if what not in STEPS or not may_compile(mine, plan):
        raise Http404("没有这一步，或者您不能编制这份计划")
    step, back = STEPS[what]
    try:
        messages.success(request, step(request, plan))
    except (Refusal, Invalid) as fault:
        messages.error(request, f"{says(fault)}。")
    return HttpResponseRedirect(build.href(plan, back, **{k: request.POST[k][:60] for k in ("q", "after") if request.POST.get(k)}))


def _cut(request: HttpRequest, plan: Plan) -> str:
    given_up = plans.cut_general(plan.pk, desk(request).person)
    if given_up is None:
        return "工日够用，没有压减。"
    return f"已压减一般抽查 {given_up.visits} 家次，重点单位没有减少。" if given_up.enough else f"{given_up.says}。"


def _fill(request: HttpRequest, plan: Plan) -> str:
    filled = plans.fill(plan.pk, desk(request).person)
    return f"已按名录和周期更新：增加 {filled.added} 家次，减少 {filled.removed} 家次。"


def _times(request: HttpRequest, plan: Plan) -> str:
    firm, times = request.POST.get("firm", ""), request.POST.get("times", "").strip()
    if not (firm.isascii() and firm.isdecimal()):
        raise Http404("没有这家企业")
    if not (times.isascii() and times.isdecimal()) or len(times) > 4:
        raise Invalid([FactError("times", f"次数须填整数，填作「{times[:20]}」")])
    plans.set_times(plan.pk, int(firm), int(times), desk(request).person)
    return f"已改为全年 {int(times)} 次。"


STEPS = {"cut": (_cut, ""), "fill": (_fill, "firms"), "times": (_times, "firms")}
