"""The bureau's own check items: change, add, retire, bring a workbook, compare versions, withdraw one."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.actions import handbook as actions
from zhiheng.actions import local_sheets
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.exchange import checklist_file
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law import checklists
from zhiheng.records.models import LocalSheet
from zhiheng.web.build import handbook as build
from zhiheng.web.build import handbook_edit as forms
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk
from zhiheng.web.handbook_views import may_read, may_write, place_of, writes
from zhiheng.web.parts import Link

LARGEST = 5 << 20
_TRAIL = (Link("法规知识"), Link("执法手册", build.HREF))


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change one item for this bureau; the house's own stays as it is."""
    mine = desk(request)
    try:
        row = checklists.row_of(checklists.get(code, place_of(mine), mine.now.date()))
    except KeyError:
        raise Http404("检查表中没有这一项") from None
    return _form(request, mine, row, code)


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An item of the bureau's own."""
    return _form(request, desk(request), {"days": 15}, "")


def _form(request: HttpRequest, mine: Desk, row: Mapping[str, Any], code: str) -> HttpResponse:
    faults: list[str] = []
    since = mine.now.date().isoformat()
    if request.method == "POST":
        row, faults = forms.typed(request.POST)
        since = request.POST.get("since", since)
        if code:
            row["id"] = code
        elif any(i.id == row["id"] for i in checklists.items(place_of(mine), mine.now.date())):
            faults.append(f"编号 {row['id']} 已有，请换一个，或者到该项页面修改")
        if not faults:
            try:
                made = actions.save_item(place_of(mine), row, since=_day(since), note=request.POST.get("note_of_change", ""), by=mine.person)
                messages.success(request, f"已发布第 {made.number} 版，{made.since} 起用于新的检查。")
                return HttpResponseRedirect(f"{build.HREF}{row['id']}/")
            except Invalid as fault:
                faults = [e.says.removeprefix("第 1 行：") for e in fault.errors]
            except NotAllowed as fault:
                faults = [f"{fault}。"]
    title = f"修改 {code}" if code else "新增检查事项"
    context = forms.item_form(row, faults, since, code) | {"title": title, "shell": shell(
        request, crumbs=(*_TRAIL, Link(title)), current=build.HREF)}
    return render(request, "zh/handbook_edit.html", context, status=422 if faults else 200)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotAllowed("施行日期须写成 2026-11-23 这样的日期") from None


@may_write
@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """停用 with a reason, or 恢复使用."""
    mine = desk(request)
    day = mine.now.date()
    try:
        if request.POST.get("do") == "restore":
            actions.restore(place_of(mine), code, since=day, by=mine.person)
            messages.success(request, f"{code} 已恢复使用。")
        else:
            actions.retire(place_of(mine), code, request.POST.get("why", ""), since=day, by=mine.person)
            messages.success(request, f"{code} 已停用，不再用于新的检查。")
    except KeyError:
        raise Http404("检查表中没有这一项") from None
    except (NotAllowed, Invalid) as fault:
        messages.error(request, f"{fault}。")
    return HttpResponseRedirect(f"{build.HREF}{code}/")


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """A workbook: first what is wrong in which row and what would change; published only when nothing is wrong."""
    mine = desk(request)
    context: dict[str, Any] = {"faults": [], "since": request.POST.get("since", mine.now.date().isoformat())}
    if request.method == "POST":
        try:
            made = _brought(request, mine, context)
        except (ZhihengError, NotAllowed) as fault:
            context["faults"], made = [str(fault)], None
        if made is not None:
            messages.success(request, f"已发布第 {made.number} 版，{made.since} 起用于新的检查。")
            return HttpResponseRedirect(f"{build.HREF}versions/")
    context |= {"title": "导入检查事项", "shell": shell(request, crumbs=(*_TRAIL, Link("导入")), current=build.HREF)}
    return render(request, "zh/handbook_import.html", context, status=422 if context["faults"] else 200)


def _brought(request: HttpRequest, mine: Desk, context: dict[str, Any]) -> LocalSheet | None:
    upload = request.FILES.get("content")
    if upload is None or (upload.size or 0) > LARGEST:
        raise NotAllowed("请选择一个不超过 5 MB 的 Excel 工作簿")
    found = checklist_file.read(upload.file, upload.name or "文件")
    since = _day(context["since"])
    context["faults"] = list(found.faults)
    if not found.faults:
        try:
            return actions.publish_rows(place_of(mine), found.rows, found.retired, since=since, title=request.POST.get("title", ""),
                                        source=request.POST.get("source", ""), by=mine.person)
        except Invalid as fault:
            context["faults"] = [e.says for e in fault.errors]
    return None


@may_read
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """Every version with what it changed."""
    mine = desk(request)
    rows = list(LocalSheet.objects.filter(place=place_of(mine), kind=checklists.KIND).select_related("made_by").order_by("-number"))
    context = {"versions": forms.version_rows(rows), "may": writes(mine), "title": "本局检查事项的版本", "shell": shell(
        request, crumbs=(*_TRAIL, Link("版本")), current=build.HREF)}
    return render(request, "zh/handbook_versions.html", context)


@may_write
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a version out of force, with a reason."""
    mine = desk(request)
    row = LocalSheet.objects.filter(place=place_of(mine), kind=checklists.KIND, number=number, withdrawn_at=None).first()
    if row is None:
        raise Http404("没有这一版")
    with contextlib.suppress(NotAllowed):
        local_sheets.withdraw(row, request.POST.get("why", ""), by=mine.person)
        messages.success(request, f"第 {number} 版已撤回。")
        return HttpResponseRedirect(f"{build.HREF}versions/")
    messages.error(request, "撤回须写明理由。")
    return HttpResponseRedirect(f"{build.HREF}versions/")
