"""分级分类 at the desk: the directory by grade, one enterprise's grade with its reasons, overrides, reviews, the card."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import grading, grading_overrides
from zhiheng.actions.errors import Refusal
from zhiheng.actions.grading_scheme import scheme_of
from zhiheng.papers.card import card as draw
from zhiheng.papers.errors import PaperError
from zhiheng.records.models import Enterprise, Standing
from zhiheng.records.queries import grading_firm, grading_pages
from zhiheng.web.build import grade_card, grade_firm, grades
from zhiheng.web.build.grade_words import HOME, firm_href
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk, for_posts
from zhiheng.web.paper_views import PDF_POLICY
from zhiheng.web.parts import Link

readers = for_posts("officer", "section_head", "legal_reviewer", "bureau_head", "supervisor")
writers = for_posts("officer", "section_head", "bureau_head")
heads = for_posts("section_head", "bureau_head")
MOST_AT_ONCE = 2000
"""Enterprises computed again by one press of the button; the night does the rest."""


@readers
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Distribution, runs, who is due, overrides, key enterprises, the scheme."""
    mine = desk(request)
    scope, on = mine.scope, mine.now.date()
    due = grading_pages.newer(grading_pages.of_scope(scope), on)
    shown = sorted(due)[:grades.SHOWN_DUE]
    firms = list(Enterprise.objects.filter(pk__in=shown).order_by("name"))
    assert mine.post is not None
    panels = grades.index(
        scheme_of(mine.post.agency, on), found=grading_pages.distribution(scope), runs=list(grading_pages.runs(scope)[:12]),
        overrides=grading_pages.overrides(scope, on), due=(firms, due), keys=grading_pages.key_firms(scope), roles=mine.roles, on=on)
    figures = grades.figures(grading_pages.adjusted(scope, on.year), grading_pages.units_adjusted(scope, on.year), on.year)
    frame = shell(request, crumbs=(Link("监管对象"), Link("分级分类")), current=HOME)
    return render(request, "zh/grades.html", {"title": "分级分类", "shell": frame, "panels": panels, "figures": figures})


@heads
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Compute again whoever is due, within reach."""
    mine = desk(request)
    due = sorted(grading_pages.newer(grading_pages.of_scope(mine.scope), mine.now.date()))[:MOST_AT_ONCE]
    done = grading.recompute(due, by=mine.person)
    messages.success(request, f"已重新评定 {done.seen} 家，等级或重点类别变动 {done.changed} 家。")
    return HttpResponseRedirect(HOME)


@readers
@require_safe
def firm(request: HttpRequest, pk: int) -> HttpResponse:
    """One enterprise's grade: points and records, history, and the forms of the post."""
    mine, found = desk(request), _firm(request, pk)
    held = grading_firm.graded(found, scheme_of(found.agency, mine.now.date()), grading.cap_of(found, mine.now.date()), mine.scope)
    frame = shell(request, crumbs=(Link("监管对象"), Link("分级分类", HOME), Link(found.name)), current=HOME)
    return render(request, "zh/grade_firm.html", {"title": f"{found.name} 分级", "shell": frame, "firm": found,
                                                  "parts": grade_firm.page(grade_firm.Graded(**held), mine.roles)})


@writers
@require_POST
def recompute(request: HttpRequest, pk: int) -> HttpResponse:
    found = _firm(request, pk)

    def do() -> str:
        done = grading.recompute([found.pk], by=desk(request).person)
        return "已按最新记录重新评定，等级有变动。" if done.changed else "已按最新记录重新评定，等级没有变动。"
    return _after(request, found.pk, do)


@heads
@require_POST
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold another grade or key class for a time; the reason and the last day are asked for."""
    found, sent = _firm(request, pk), request.POST

    def do() -> str:
        made = grading_overrides.override(found, sent.get("kind", "grade"), sent.get("value", ""), reason=sent.get("reason", ""),
                                          until=_day(sent.get("until", ""), "截止日"), by=desk(request).person)
        return f"已调整，至 {made.until} 有效。"
    return _after(request, found.pk, do)


@heads
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an override before its day."""
    row = Standing.objects.filter(pk=pk, origin=grading_overrides.OVERRIDE, enterprise__in=desk(request).scope.enterprises).select_related(
        "enterprise").first()
    if row is None:
        raise Http404("没有这次人工调整")

    def do() -> str:
        grading_overrides.end(row, reason=request.POST.get("reason", ""), by=desk(request).person)
        return "已结束，恢复按记录评定的结果。"
    return _after(request, row.enterprise_id, do)


@writers
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that the enterprise asks for a review; the day of the answer is computed."""
    mine, found, sent = desk(request), _firm(request, pk), request.POST

    def do() -> str:
        assert mine.post is not None
        line = grading_overrides.ask_review(found, mine.post.agency, asked_on=_day(sent.get("asked_on", ""), "收到申请日期"),
                                            reasons=sent.get("reasons", ""), applicant=sent.get("applicant", ""), by=mine.person)
        return f"已登记，答复期限 {line.values['due_on']}。"
    return _after(request, found.pk, do)


@readers
@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card as a PDF of one page, as of today."""
    mine, found = desk(request), _firm(request, pk)
    scheme, cap = scheme_of(found.agency, mine.now.date()), grading.cap_of(found, mine.now.date())
    held = grade_firm.Graded(**grading_firm.graded(found, scheme, cap, mine.scope))
    try:
        made = draw(grade_card.card(held, grading_firm.on_card(found, mine.now.date()), mine))
    except (PaperError, KeyError) as fault:
        messages.error(request, str(fault.args[0] if isinstance(fault, KeyError) else fault))
        return HttpResponseRedirect(firm_href(found.pk))
    answer = HttpResponse(made.pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename=\"card-{found.pk}.pdf\""
    answer.headers["Content-Security-Policy"] = PDF_POLICY
    return answer


def _firm(request: HttpRequest, pk: int) -> Enterprise:
    found = desk(request).scope.enterprises.select_related("agency").filter(pk=pk).first()
    if found is None:
        raise Http404("没有这家企业")
    return found


def _day(text: str, zh: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise grading_overrides.NotAllowed(f"请填写{zh}，写法如 2026-11-23") from fault


def _after(request: HttpRequest, pk: int, do: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, do())
    except Refusal as fault:
        messages.error(request, str(fault))
    return HttpResponseRedirect(firm_href(pk))
