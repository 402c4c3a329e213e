"""常用说法: read by every post; legal reviewers and administrators add, leave out and withdraw."""
from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import local_sheets, own_words
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.records.models import LocalSheet
from zhiheng.web.build import own_words as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk
from zhiheng.web.parts import Link

WRITERS = frozenset({"legal_reviewer", "administrator"})


def _place(mine: Desk) -> str:
    if mine.post is None:
        raise PermissionDenied("没有有效的任职")
    return str(mine.post.agency.place_id)


def _writer(request: HttpRequest) -> Desk:
    mine = desk(request)
    if not mine.roles & WRITERS:
        raise PermissionDenied("常用说法由法制审核人员或者系统管理员维护")
    return mine


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The words in force today; ``q`` and ``kind`` narrow them, ``try`` shows what a phrase finds."""
    return _page(request, build.Typed())


def _page(request: HttpRequest, typed: build.Typed, faults: tuple[str, ...] = (), status: int = 200) -> HttpResponse:
    mine = desk(request)
    place, on = _place(mine), mine.now.date()
    phrase = request.GET.get("try", "").strip()[:60]
    may = bool(mine.roles & WRITERS)
    context = {
        "title": "常用说法", "shell": shell(request, crumbs=(Link("法规知识"), Link("常用说法")), current=build.HREF),
        "list_page": build.list_page(place, on, request.GET.dict()), "phrase": phrase,
        "found": build.found_table(phrase, place, on) if phrase else None, "may": may, "typed": typed, "faults": faults,
        "today": on.isoformat(), "own": build.own_rows(own_words.rows(place, on)) if may else [], "versions": build.versions(place)}
    return render(request, "zh/words.html", context, status=status)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """One more row; the form comes back with what was typed and every fault."""
    mine = _writer(request)
    typed = build.Typed(*(request.POST.get(k, "")[:300] for k in ("say", "mean", "codes", "since")))
    try:
        row = own_words.add(_place(mine), typed.row, since=date.fromisoformat(typed.since or mine.now.date().isoformat()), by=mine.person)
    except Invalid as fault:
        return _page(request, typed, tuple(e.says for e in fault.errors))
    except ValueError:
        return _page(request, typed, ("施行日期须写成 2026-11-23 的样子",))
    except Refusal as fault:
        return _page(request, typed, (str(fault),))
    messages.success(request, f"已发布第 {row.number} 版，{row.since} 起使用。")
    return HttpResponseRedirect(build.HREF)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """One row left out from today on."""
    mine = _writer(request)
    number = request.POST.get("number", "")
    try:
        if not number.isdecimal():
            raise Http404("没有这一行")
        row = own_words.remove(_place(mine), int(number), request.POST.get("said", ""), since=mine.now.date(), by=mine.person)
        messages.success(request, f"已发布第 {row.number} 版。")
    except Refusal as fault:
        messages.error(request, str(fault))
    return HttpResponseRedirect(build.HREF)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """A whole version taken out of use, with a reason; the one before it is in force again."""
    mine = _writer(request)
    row = LocalSheet.objects.filter(place=_place(mine), kind=own_words.KIND, number=number, withdrawn_at=None).first()
    if row is None:
        raise Http404("没有这一版，或者已经撤回")
    try:
        local_sheets.withdraw(row, request.POST.get("why", ""), by=mine.person)
        messages.success(request, f"已撤回第 {number} 版。")
    except Refusal as fault:
        messages.error(request, str(fault))
    return HttpResponseRedirect(build.HREF)
