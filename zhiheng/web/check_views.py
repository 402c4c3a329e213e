"""期限与闸口: what the law requires before, at and after a step, tried on facts; and when a term ends."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.kernel.clock import TZ, parse_when
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law.checks import Answer, answer, checks, procedure_zh, step_zh
from zhiheng.law.checks.model import words
from zhiheng.law.terms import terms
from zhiheng.web.build import gate_tables as build
from zhiheng.web.build.fields import Choices, Shown, fields
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk
from zhiheng.web.parts import Badge, Link
from zhiheng.web.reading import read

HERE = "/gates/"
CRUMBS = (Link("法规知识"), Link("期限与闸口", HERE))


@require_safe
def gates(request: HttpRequest) -> HttpResponse:
    """Every gate; filters live in the address."""
    mine = desk(request)
    page = build.gates_page(request.GET.dict(), mine.rules.procedures, mine.now.date())
    return render(request, "zh/list.html", {"title": "闸口", "shell": shell(request, crumbs=CRUMBS, current=HERE),
                                            "list_page": page})


@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    """Every term; filters live in the address."""
    mine = desk(request)
    page = build.terms_page(request.GET.dict(), mine.rules, mine.now.date())
    return render(request, "zh/list.html", {"title": "期限", "shell": shell(request, crumbs=CRUMBS, current=HERE),
                                            "list_page": page})


@require_safe
def gate(request: HttpRequest, check: str) -> HttpResponse:
    """One gate with a form to try it: the facts stand in the address, so an answer can be sent on."""
    found = checks().get(check)
    if found is None:
        raise Http404("没有这一闸口")
    mine = desk(request)
    raw, unread = read(found.fields, request.GET)
    asked = "try" in request.GET
    at, fault = _moment(request.GET.get("on", ""), mine.now)
    came = answer(found.id, raw, at=at, base=mine.rules) if asked and not unread and not fault else None
    errors = {f.path: f.says for f in (*unread, *(came.faults if came else ()))}
    context = {
        "title": found.zh,
        "shell": shell(request, crumbs=(*CRUMBS, Link(found.zh)), current=HERE),
        "check": found,
        "place": f"{procedure_zh(found)} · {step_zh(found)}",
        "weight": Badge(build.WORDS[found.severity], build.TONES[found.severity]),
        "standing": build.VERIFIED if found.verified else build.UNVERIFIED,
        "basis": build.articles(found.articles, mine.now.date()),
        "where": build.where(found, mine.rules.procedures),
        "fields": fields(found.fields, Shown(raw, errors=errors if asked else {}), Choices(today=mine.now.date())),
        "on": at.strftime("%Y-%m-%dT%H:%M"),
        "fault": fault,
        "came": came,
        "missing": len(errors) if asked else 0,
        "why": build.refusal(came) if came else None,
        "passed": _passed(came),
    }
    return render(request, "zh/gate.html", context)


def _passed(came: Answer | None) -> Badge | None:
    if came is None or came.faults:
        return None
    if came.met:
        return Badge("符合要求", "done", "met")
    return Badge("可以办理，有提醒", "due", "warned") if came.lawful else Badge("不符合要求", "refused", "unmet")


def _moment(text: str, now: datetime) -> tuple[datetime, str]:
    if not text.strip():
        return now, ""
    try:
        given = parse_when(text.replace("T", " "))
    except ValueError as wrong:
        return now, str(wrong)
    return (given if isinstance(given, datetime) else datetime(given.year, given.month, given.day, 9, tzinfo=TZ)), ""


@require_safe
def term(request: HttpRequest, term: str) -> HttpResponse:
    """One term with a calculator: the start stands in the address."""
    found = terms().get(term)
    if found is None:
        raise Http404("没有这一期限")
    mine = desk(request)
    start, fault, told = request.GET.get("from", "").strip(), "", None
    if start:
        try:
            told = build.counted(found, start, mine.rules)
        except (ValueError, ZhihengError) as wrong:
            fault = str(wrong)
    hours = found.unit.value == "hour"
    context = {
        "title": found.zh,
        "shell": shell(request, crumbs=(*CRUMBS, Link(found.zh)), current=HERE),
        "term": found,
        "length": build.of_the_place(found, mine.rules, mine.now.date()).length_zh(),
        "procedure": words()[0].get(found.procedure, found.procedure),
        "actor": build.ACTORS.get(found.actor, found.actor),
        "standing": build.VERIFIED if found.verified else build.UNVERIFIED,
        "basis": build.articles(found.articles, mine.now.date()),
        "counting": found.counting.says() if found.counting else "",
        "roll": found.roll.says() if found.roll else "",
        "start": start or mine.now.astimezone(TZ).strftime("%Y-%m-%dT%H:%M" if hours else "%Y-%m-%d"),
        "kind": "datetime-local" if hours else "date",
        "fault": fault,
        "told": told,
    }
    return render(request, "zh/term.html", context)
