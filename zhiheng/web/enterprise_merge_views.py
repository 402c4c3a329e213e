"""Doubles of the register: the list of suspicions, two rows side by side, joining, undoing, and saying they are two."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import merging
from zhiheng.actions.errors import Refusal
from zhiheng.exchange.enterprise_file import ENTERPRISES
from zhiheng.records.models import Enterprise
from zhiheng.records.queries.doubles import likeness, pairs
from zhiheng.web import links
from zhiheng.web.build import enterprise_doubles as build
from zhiheng.web.build.enterprises import compare_href
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import CASE_POSTS, desk, for_posts
from zhiheng.web.enterprise_views import crumbs
from zhiheng.web.parts import Link

keepers = for_posts(*sorted(ENTERPRISES.writes))
DOUBLES = "/enterprises/doubles/"


@for_posts(*CASE_POSTS, "administrator")
@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    """Everything that looks like a double within what the desk may see."""
    mine = desk(request)
    page = build.listing(pairs(mine.scope.enterprises), bool(ENTERPRISES.writes & mine.roles))
    frame = shell(request, crumbs=crumbs(Link("疑似重复")), current="/enterprises/doubles/")
    return render(request, "zh/list.html", {"title": page.title, "shell": frame, "list_page": page})


def _both(request: HttpRequest, stays: int, goes: int) -> tuple[Enterprise, Enterprise]:
    """Both rows within what the desk may see; not found otherwise, and when they are one already."""
    found = {e.pk: e for e in desk(request).scope.enterprises.select_related("parent").filter(pk__in=(stays, goes))}
    if stays == goes or len(found) < 2:
        raise Http404("没有这两家企业，或者其中一家已经合并")
    return found[stays], found[goes]


@keepers
@require_safe
def compare(request: HttpRequest, stays: int, goes: int) -> HttpResponse:
    """Side by side; nothing is written."""
    keep, gone = _both(request, stays, goes)
    why = likeness(keep, gone)
    counts = {e.pk: merging.counts(e) for e in (keep, gone)}
    made = build.compare(keep, gone, why.why if why else (), counts, {})
    frame = shell(request, crumbs=crumbs(Link("疑似重复", DOUBLES), Link("比对")), current="/enterprises/")
    return render(request, "zh/enterprise_compare.html", {"title": "比对合并", "shell": frame, "compare": made})


@keepers
@require_POST
def join(request: HttpRequest, stays: int, goes: int) -> HttpResponse:
    """合并."""
    keep, gone = _both(request, stays, goes)
    chosen = {k.removeprefix("take-"): v for k, v in request.POST.items() if k.startswith("take-")}
    first, _, second = request.POST.get("versions", "").partition("-")
    versions = (int(first), int(second)) if first.isdecimal() and second.isdecimal() else (0, 0)
    try:
        kept = merging.merge(keep, gone, chosen, request.POST.get("reason", ""), by=desk(request).person, versions=versions)
    except Refusal as fault:
        messages.error(request, f"{fault}。")
        return HttpResponseRedirect(compare_href(stays, goes))
    messages.success(request, f"「{gone.name}」已并入「{kept.name}」。如果并错了，可在变更史里拆分恢复。")
    return HttpResponseRedirect(links.enterprise_href(kept.code, kept.pk))


@keepers
@require_POST
def distinct(request: HttpRequest, stays: int, goes: int) -> HttpResponse:
    """不是同一家."""
    keep, gone = _both(request, stays, goes)
    try:
        merging.not_the_same(keep, gone, request.POST.get("reason", ""), by=desk(request).person)
    except Refusal as fault:
        messages.error(request, f"{fault}。")
        return HttpResponseRedirect(compare_href(stays, goes))
    messages.success(request, f"已记下「{keep.name}」与「{gone.name}」不是同一家。")
    return HttpResponseRedirect(DOUBLES)


@keepers
@require_POST
def split(request: HttpRequest, goes: int) -> HttpResponse:
    """拆分恢复: the row that went comes back."""
    mine = desk(request)
    gone = Enterprise.objects.filter(pk=goes, merged_into__in=mine.scope.enterprises.values("pk")).select_related("merged_into").first()
    if gone is None or gone.merged_into is None:
        raise Http404("没有这次合并")
    keep = gone.merged_into
    try:
        merging.split(gone, request.POST.get("reason", ""), by=mine.person)
    except Refusal as fault:
        messages.error(request, f"{fault}。")
        return HttpResponseRedirect(links.with_query(links.enterprise_href(keep.code, keep.pk), {"tab": "changes"}))
    messages.success(request, f"「{gone.name}」已拆分恢复。")
    now = Enterprise.objects.get(pk=gone.pk)
    return HttpResponseRedirect(links.enterprise_href(now.code, now.pk))
