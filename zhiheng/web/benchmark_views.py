"""裁量基准: versions, the table in force, what changed, a workbook out and in. Read by every post; legal reviewers and
administrators publish and withdraw."""
from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import benchmark_sheets, local_sheets
from zhiheng.actions.benchmark_sheets import WRITES
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.exchange import benchmark_file
from zhiheng.kernel.clock import parse_day
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law import benchmarks
from zhiheng.law.benchmark_diff import differences
from zhiheng.web.build import benchmarks as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk
from zhiheng.web.parts import Link
from zhiheng.web.sheets import TYPE

HOME = "/benchmarks/"
SALT = "benchmark-workbook"
LASTS = 8 * 3600
"""Seconds in which a workbook that was looked at may be published without sending it again."""


def _place(mine: Desk) -> str:
    if mine.post is None:
        raise PermissionDenied("没有有效的任职")
    return mine.post.agency.place_id


def _writer(request: HttpRequest) -> Desk:
    mine = desk(request)
    if not mine.roles & WRITES:
        raise PermissionDenied("裁量基准由法制审核人员或者系统管理员发布")
    return mine


def _show(request: HttpRequest, template: str, title: str, context: Mapping[str, Any], *more: Link, status: int = 200) -> HttpResponse:
    frame = shell(request, crumbs=(Link("法规知识"), Link("裁量基准", HOME), *more), current=HOME)
    return render(request, f"zh/{template}.html", {"title": title, "shell": frame, **context}, status=status)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The table in force on a day (``on``), narrowed by ``q``; every version; two versions compared (``a``, ``b``)."""
    mine = desk(request)
    place, on = _place(mine), build.asked_day(request.GET.get("on", ""), mine.now.date())
    book, rows = benchmarks.book(place, on), benchmark_sheets.versions(place)
    query = request.GET.get("q", "").strip()[:60]
    chosen = build.compared(rows, request.GET.get("a", ""), request.GET.get("b", ""))
    context = {
        "on": on, "query": query, "book": book, "count": len(book["benchmarks"]), "may_write": bool(mine.roles & WRITES),
        "table": build.table(book, query), "versions": build.versions(rows, on), "rows": rows, "general": build.general(),
        "withdrawable": [r for r in rows if r.withdrawn_at is None] if mine.roles & WRITES else [],
        "a": chosen[0], "b": chosen[1], "changes": build.changes(differences(chosen[0].body, chosen[1].body)) if chosen[0] else None}
    return _show(request, "benchmarks", "裁量基准", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The benchmark of a day as a workbook; the empty form where the bureau has none."""
    mine = desk(request)
    on = build.asked_day(request.GET.get("on", ""), mine.now.date())
    book = benchmarks.book(_place(mine), on)
    assert mine.post is not None
    name = mine.post.agency.name
    return _workbook(benchmark_file.workbook(book, name, on), f"{book['title'] or f'{name}裁量基准'}_{on:%Y%m%d}")


def bring(request: HttpRequest) -> HttpResponse:
    """Send a workbook: its faults by row, or what it would change."""
    mine = _writer(request)
    if request.method != "POST":
        return _show(request, "benchmark_import", "导入裁量基准", {}, Link("导入"))
    sent = request.FILES.get("content")
    try:
        if sent is None:
            raise ZhihengError("请选择填好的工作簿")
        if (sent.size or 0) > benchmark_file.MOST_BYTES:
            raise ZhihengError(f"{sent.name} 超过 {benchmark_file.MOST_BYTES >> 20} MB，不是裁量基准表")
        content, name = sent.read(), str(sent.name)
        brought = benchmark_file.read(content, name)
    except ZhihengError as fault:
        said = "。".join(w.rstrip("。") for w in (str(fault), fault.hint) if w) + "。"
        return _show(request, "benchmark_import", "导入裁量基准", {"fault": said}, Link("导入"), status=400)
    return _looked(request, mine, content, name, brought)


def _looked(request: HttpRequest, mine: Desk, content: bytes, name: str, brought: benchmark_file.Brought, fault: str = "",
            typed: Mapping[str, str] | None = None) -> HttpResponse:
    context: dict[str, Any] = {"name": name, "brought": brought, "fault": fault, "token": _token(request, content, name),
                               "title_typed": brought.title, "since_typed": brought.since.isoformat() if brought.since else "",
                               "source_typed": brought.source, **(typed or {})}
    if brought.faults:
        context["faults"] = build.faults(brought.faults)
    else:
        assert brought.since is not None
        found = differences(benchmarks.book(_place(mine), brought.since), brought.body)
        context["changes"], context["count"] = build.changes(found), len(brought.body["benchmarks"])
    status = 400 if brought.faults or fault else 200
    return _show(request, "benchmark_look", "导入裁量基准", context, Link("导入", f"{HOME}import/"), Link(name), status=status)


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Put into force what was looked at. The workbook is judged again for the day that was typed."""
    mine = _writer(request)
    content, name = _sent(request)
    typed = {key: request.POST.get(key, "").strip() for key in ("title", "since", "source")}
    kept = {f"{key}_typed": value for key, value in typed.items()}
    try:
        since = parse_day(typed["since"])
    except ValueError:
        return _looked(request, mine, content, name, benchmark_file.read(content, name), "请填写施行日期，应如 2026-12-01。", kept)
    brought = benchmark_file.read(content, name, since=since)
    if brought.faults:
        return _looked(request, mine, content, name, brought, "", kept)
    try:
        row = benchmark_sheets.publish(_place(mine), brought.body, title=typed["title"], since=since, source=typed["source"],
                                       by=mine.person)
    except Invalid as fault:
        brought.faults = [e.says for e in fault.errors]
        return _looked(request, mine, content, name, brought, "", kept)
    except Refusal as fault:
        return _looked(request, mine, content, name, brought, f"{fault}。", kept)
    messages.success(request, f"已发布《{row.title}》第 {row.number} 版，{row.since} 起施行。")
    return HttpResponseRedirect(HOME)


@require_POST
def errors(request: HttpRequest) -> HttpResponse:
    """The workbook as sent, with a column of what is wrong."""
    _writer(request)
    content, name = _sent(request)
    faults = benchmark_file.read(content, name).faults
    return _workbook(benchmark_file.error_workbook(content, faults), f"{name.rsplit('.', 1)[0]}_问题")


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a version out of force, with a reason."""
    mine = _writer(request)
    row = next((r for r in benchmark_sheets.versions(_place(mine)) if r.number == number and r.withdrawn_at is None), None)
    if row is None:
        raise Http404("没有这一版，或者已经撤回")
    try:
        local_sheets.withdraw(row, request.POST.get("reason", ""), by=mine.person)
        messages.success(request, f"第 {number} 版已撤回。")
    except Refusal as fault:
        messages.error(request, f"{fault}。")
    return HttpResponseRedirect(HOME)


def _token(request: HttpRequest, content: bytes, name: str) -> str:
    """The workbook itself, signed for this person: nothing is kept on the server before it is published."""
    return signing.dumps({"who": request.user.pk, "name": name, "content": base64.b64encode(content).decode()}, salt=SALT)


def _sent(request: HttpRequest) -> tuple[bytes, str]:
    try:
        found = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        raise Http404("工作簿已经过期，请重新导入") from None
    if found["who"] != request.user.pk:
        raise PermissionDenied("这不是您导入的工作簿")
    return base64.b64decode(found["content"]), str(found["name"])


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return answer
