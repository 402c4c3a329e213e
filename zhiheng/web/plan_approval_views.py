"""⑤ of the annual plan: sending it on, the acts of its file with who may and why not, changes, versions and their comparison."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import accounts, plans
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.actions.perform import assess
from zhiheng.actions.rulebook import rules_for
from zhiheng.papers.errors import PaperError
from zhiheng.planning.needs import GENERAL, KEY
from zhiheng.records.models import ClockRow, Enterprise, Plan
from zhiheng.records.queries import plan_pages as read
from zhiheng.records.queries import plan_versions
from zhiheng.records.queries.draw_pages import names_of
from zhiheng.records.queries.plan_pages import Account
from zhiheng.records.queries.view import load_view
from zhiheng.web.build import plans as build
from zhiheng.web.build import plans_approval as approval_build
from zhiheng.web.build import plans_compare, plans_days, plans_scenarios
from zhiheng.web.desk import desk
from zhiheng.web.parts_firm import Panel
from zhiheng.web.plan_views import basis, page, plan_or_404, readers, says


@readers
@require_safe
def approval(request: HttpRequest, year: int) -> HttpResponse:
    return _page(request, plan_or_404(request, year), {})


def _page(request: HttpRequest, plan: Plan, typed: Mapping[str, str], status: int = 200) -> HttpResponse:
    mine = desk(request)
    acc, versions = read.account(plan, mine.now.date()), read.versions_of(plan)
    context: dict[str, Any] = {
        "bands": (*build.bands(plan), *plans_days.verdict(acc), *build.waiting(plan, acc)), "typed": typed,
        "opinion": _opinion(acc), "difference": _difference(acc),
        "major": bool(acc.counted.figures.get("major")), "acts": mine.may_act,
        "panels": [p for p in (_weighed(plan, acc), approval_build.versions_panel(plan, versions)) if p]}
    if plan.file is not None:
        rules = rules_for(plan.agency)
        view = load_view(plan.file, rules.procedures, now=mine.now)
        wanted = [*approval_build.WAY, *(approval_build.LATER if view.done("approve") else ())]
        if plan.state not in ("draft", "submitted"):
            wanted = [(act, zh) for act, zh in wanted if act not in ("submit", "deliberate") or view.done(act)]
        names = names_of(e.actor for act, _ in wanted for e in view.done(act))
        judged = {act: _judged(request, plan, act, acc) for act, _ in wanted}
        way = [approval_build.step(plan, view, act, zh, judged[act], names) for act, zh in wanted]
        if plan.state == "approved":  # sent on anew it would no longer be in force
            way = [replace(s, why="计划已批准，修改请办理「计划调整」") if s.act in ("submit", "deliberate") else s for s in way]
        context |= {"bar": approval_build.bar(view), "way": way}
        context["bands"] = (*context["bands"], *approval_build.clock_bands(list(ClockRow.objects.filter(file=plan.file, state="running"))))
    return page(request, "zh/plan_approval.html", plan, "approval", context, status=status)


def _weighed(plan: Plan, acc: Account) -> Panel | None:
    """The scenarios kept while the plan was made: whoever approves sees what else was thought of."""
    return plans_scenarios.panel(plan, basis(acc), names_of(r["by"] for r in plans_scenarios.kept(plan))) if acc.days else None


def _judged(request: HttpRequest, plan: Plan, act: str, acc: Account) -> tuple[Any, ...]:
    """What stands against an act now; the figures of sending on and changing are those of the working version."""
    mine = desk(request)
    assert plan.file is not None
    if not mine.may_act or not mine.scope.files.filter(pk=plan.file.pk).exists():
        return ()
    facts = None
    if act in ("submit", "change"):
        asked = {f.name for f in rules_for(plan.agency).procedures["annual_plan"].act(act).fields} - {"opinion", "reason"}
        facts = {k: v for k, v in acc.counted.figures.items() if k in asked}
    return tuple(assess(plan.file.no, act, facts, mine.person))


def _opinion(acc: Account) -> str:
    """What the plan comes to, as a first draft of the explanation."""
    told = acc.counted.figures
    spare = f"，余 {plans_days.plain(acc.needs.spare)} 工日（{acc.needs.spare_share()}%）办理举报核查" if acc.needs and acc.needs.supervision else ""
    return (f"重点单位 {told['key_covered']} 家全覆盖 {acc.visits(KEY)} 家次，一般单位双随机抽查 {acc.visits(GENERAL)} 家次{spare}。")


def _difference(acc: Account) -> str:
    told = acc.counted.figures
    return f"与上一版本相比：增加 {told['added']} 家次，减少 {told['removed']} 家次，改期改派 {told['moved']} 家次。"


@readers
@sensitive_post_parameters("pin")
@require_POST
def send(request: HttpRequest, year: int, act: str) -> HttpResponse:
    """送审 or 计划调整, with the figures the system counts. A refusal shows the page again with what was typed."""
    mine, plan = desk(request), plan_or_404(request, year)
    if act == "submit" and plan.state == "approved":
        raise Http404("计划已批准，修改请办理计划调整")
    if act not in ("submit", "change") or plan.file is None or not mine.may_act or not mine.scope.files.filter(pk=plan.file_id).exists():
        raise Http404("没有这一步，或者您不能办理")
    words = request.POST.get("words", "").strip()[:2000]
    try:
        accounts.verify_pin(mine.person, request.POST.get("pin", ""))
        done = plans.submit(plan.pk, mine.person, words) if act == "submit" else plans.change(plan.pk, mine.person, words, "major" in request.POST)
    except (Refusal, Invalid, PaperError) as fault:
        messages.error(request, f"{says(fault).rstrip('。')}。")
        return _page(request, plan, {"act": act, "words": words}, 422)
    label = dict((*approval_build.WAY, *approval_build.LATER))[act]
    messages.success(request, f"{label}已生效。" if done.effective else f"{label}已提交，等待签署。")
    return HttpResponseRedirect(build.href(plan, "approval"))


@readers
@require_safe
def compare(request: HttpRequest, year: int) -> HttpResponse:
    """``?a=3&b=4``: version numbers, or ``work`` for the version at work."""
    plan = plan_or_404(request, year)
    versions = read.versions_of(plan)
    a, b = plans_compare.chosen(plan, versions, {n: request.GET.get(n, "")[:8] for n in ("a", "b")})
    before, after = plan_versions.content(plan, a), plan_versions.content(plan, b)
    context: dict[str, Any] = {"here": "版本比较", "left": plans_compare.choices(versions, a), "right": plans_compare.choices(versions, b),
                               "of": request.GET.get("of", "")[:20], "here_href": build.href(plan, "compare").partition("?")[0]}
    if before is None or after is None:
        absent = a if before is None else b
        context |= {"lost": f"没有{plans_compare.title_of(absent)}，或者它的内容已经不在库中。", "panels": []}
        return page(request, "zh/plan_compare.html", plan, "compare", context, status=404)
    keys = {int(k) for side in (before, after) for k in (side.get("body", {}).get("times") or {})}
    firms = {str(pk): name for pk, name in Enterprise.objects.filter(pk__in=keys).values_list("pk", "name")}
    context["panels"] = plans_compare.panels(plan_versions.compare(before, after), firms)
    return page(request, "zh/plan_compare.html", plan, "compare", context)
