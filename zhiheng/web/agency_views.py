"""机构: the tree of agencies. The administrator enters, changes and closes; the heads and supervisors look."""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.actions import agencies as actions
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.kernel.facts import FactError
from zhiheng.records.models import Agency
from zhiheng.records.queries.agencies import agency_named, history, reachable, tree
from zhiheng.records.queries.mandates import mandate_list
from zhiheng.web.build import agencies as build
from zhiheng.web.build import mandates as posts
from zhiheng.web.build import registers
from zhiheng.web.build.fields import Choices
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Band, Link
from zhiheng.web.parts_page import Option
from zhiheng.web.register_rows import Ending, Panel, day_of, posted, saved

may_read = for_posts("administrator", "section_head", "bureau_head", "legal_reviewer", "supervisor")
may_write = for_posts("administrator")
CRUMBS = (Link("系统管理"), Link("机构与身份", build.HREF))


@may_read
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    mine, closed = desk(request), request.GET.get("closed") == "1"
    listed = build.page(tree(mine.scope, mine.now.date(), closed=closed), closed=closed, may_write=_may(mine))
    frame = shell(request, crumbs=(Link("系统管理"), Link("机构与身份")), current=build.HREF)
    return render(request, "zh/list.html", {"title": "机构与身份", "shell": frame, "list_page": listed})


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    raw: dict[str, Any] = {"parent": mine.post.agency.code if mine.post else "", "level": "township", "kind": "township"}
    errors: list[FactError] = []
    if request.method == "POST":
        raw, errors = posted(request, actions.FIELDS)
        if not errors:
            try:
                made = actions.create(raw, by=mine.person)
            except Invalid as fault:
                errors = list(fault.errors)
            else:
                messages.success(request, f"已登记{made.name}。")
                return HttpResponseRedirect(build.href(made.code))
    form = registers.form("agency", "新增机关", f"{build.HREF}new/", actions.FIELDS, raw, _choices(mine), errors=errors)
    frame = shell(request, crumbs=(*CRUMBS, Link("新增机关")), current=build.HREF)
    return render(request, "zh/register_row.html", {"title": "新增机关", "shell": frame, "form": form}, status=400 if errors else 200)


@may_read
@require_http_methods(["GET", "HEAD", "POST"])
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """One agency: the form for the administrator, its people, what was changed and why."""
    mine, held = desk(request), _agency(request, code)
    raw, errors = actions.values_of(held) | {"reason": ""}, []
    version = held.version
    if request.method == "POST":
        if not _may(mine):
            raise Http404("您的身份不能修改机关")
        raw, errors = posted(request, (*actions.FIELDS, registers.REASON))
        version = int(request.POST.get("version", "0")) if request.POST.get("version", "").isdecimal() else 0
        errors = errors or _changed(request, held, raw, version)
        if not errors:
            return HttpResponseRedirect(build.href(Agency.objects.values_list("code", flat=True).get(pk=held.pk)))
    return _page(request, held, raw, version, errors=errors)


def _changed(request: HttpRequest, held: Agency, raw: dict[str, Any], version: int) -> list[FactError]:
    values = {k: v for k, v in raw.items() if k != "reason"}
    return saved(request, lambda: actions.change(held, values, version=version, reason=str(raw.get("reason") or ""), by=desk(request).person))


@may_write
@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    held = _agency(request, code)
    try:
        actions.close(held, day_of(request), request.POST.get("reason", ""), by=desk(request).person)
    except Refusal as fault:
        return _page(request, held, actions.values_of(held) | {"reason": ""}, held.version, close_fault=str(fault))
    messages.success(request, f"{held.name}已撤销。")
    return HttpResponseRedirect(build.href(held.code))


def _page(request: HttpRequest, held: Agency, raw: dict[str, Any], version: int, *, errors: list[FactError] | None = None,
          close_fault: str = "") -> HttpResponse:
    mine = desk(request)
    on = mine.now.date()
    open_ = held.closed_on is None
    may = _may(mine) and open_
    people = mandate_list(mine.scope, on, agency=held.code, size=200).rows
    form = registers.form("agency", held.name, build.href(held.code), (*actions.FIELDS, registers.REASON), raw, _choices(mine),
                          errors=errors or (), hidden=(("version", str(version)),)) if may else None
    rest = actions.left(held, on) if may else None
    bands = [] if open_ else [Band(f"已于 {held.closed_on} 撤销", "rest")]
    if may and actions.used(held):
        bands.append(Band(f"简码 {held.code} 已用在案卷编号里，不能再改。", "rest", key="code-used"))
    about = "撤销不删除：案卷、人员经历和文号都保留；任职随之终止。" + (f" 现有在办案卷 {len(rest.files)} 件，须先办结或者移交："
                                             f"{'、'.join(no for no, _ in rest.files[:8])}" if rest and rest.files else "")
    ending = Ending("close_agency", "撤销机关", f"{build.href(held.code)}close/", "撤销日（自这一天起不再存在）", about,
                    request.POST.get("day", on.isoformat()), close_fault, request.POST.get("reason", "") if close_fault else "") if may else None
    context = {
        "title": held.name, "shell": shell(request, crumbs=(*CRUMBS, Link(held.name)), current=build.HREF), "bands": bands, "form": form,
        "facts": build.facts_table(held), "panels": [Panel("任职", posts.table(people, on))], "ending": ending,
        "timeline": registers.timeline(history(actions.REGISTER, held.pk), actions.FIELDS, {"closed_on": "撤销日"})}
    return render(request, "zh/register_row.html", context, status=400 if errors or close_fault else 200)


def _agency(request: HttpRequest, code: str) -> Agency:
    found = agency_named(desk(request).scope, code)
    if found is None:
        raise Http404("没有这一机关")
    return found


def _may(mine: Desk) -> bool:
    return "administrator" in mine.roles


def _choices(mine: Desk) -> Choices:
    parents = tuple(Option(a.name, a.code) for a in reachable(mine.scope).filter(closed_on=None).order_by("path"))
    return Choices(by_name={"parent": parents}, today=mine.now.date())
