"""The register of enterprises, and one enterprise with its whole history."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.records.models import Attachment, Change, Enterprise
from zhiheng.records.queries.enterprise import (
    chain_of,
    enterprise_history,
    found_by,
    hazards_of,
    moved_to,
    suspicions,
    visits_by_unit,
)
from zhiheng.records.queries.ledgers import held_by
from zhiheng.records.queries.standings import standing_of
from zhiheng.web import attachment_views, links
from zhiheng.web.build import enterprise_tabs as declared
from zhiheng.web.build import enterprises as build
from zhiheng.web.build.enterprise_list import ENTERPRISE_LIST
from zhiheng.web.build.enterprise_page import FirmPage, FirmTab
from zhiheng.web.build.enterprise_record import HOLDERS
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import CASE_POSTS, Desk, desk, for_posts
from zhiheng.web.listing_views import export_view, page_view
from zhiheng.web.parts import Link

may_read = for_posts(*CASE_POSTS, "administrator")
REGISTER = "enterprises"

enterprises, export = page_view(ENTERPRISE_LIST), export_view(ENTERPRISE_LIST)


@may_read
@require_safe
def enterprise(request: HttpRequest, code: str) -> HttpResponse:
    """One enterprise by its code (``id-<n>`` when it has none). What the desk may not see is not counted.

    The address of one that was merged, or that has another code now, leads to where it stands.
    """
    mine = desk(request)
    firm = found_by(mine.scope, code)
    if firm is None:
        into = moved_to(code)
        seen = mine.scope.enterprises.filter(pk=into.pk).first() if into is not None else None
        if seen is None:
            raise Http404("没有这家企业")
        return HttpResponseRedirect(links.with_query(links.enterprise_href(seen.code, seen.pk), request.GET.dict()))
    tab = _tab(request.GET.get("tab", ""))
    page = read_page(mine, firm, request.GET.dict(), lines=tab.lines)
    head = build.header(page, tab, declared.TABS, declared.FIGURES, declared.BUTTONS, declared.BADGES, declared.BANDS)
    frame = shell(request, crumbs=crumbs(Link(firm.name)), current=build.HREF)
    return render(request, "zh/enterprise.html", {"title": firm.name, "shell": frame, "head": head, "blocks": tab.build(page)})


def _tab(asked: str) -> FirmTab:
    return next((t for t in declared.TABS if asked == t.key or asked in t.also), declared.TABS[0])


def read_page(mine: Desk, firm: Enterprise, query: dict[str, str], *, lines: bool = False) -> FirmPage:
    """Everything the page needs before a tab is drawn; a fixed number of queries."""
    counts, held = held_by(mine.scope, enterprise=firm, limit=400 if lines else 0)
    history = enterprise_history(firm, mine.scope)
    return FirmPage(
        firm, mine, history, visits_by_unit(firm, mine.now.year), chain_of(firm, mine.scope),
        tuple(suspicions(firm, mine.scope)), standing_of([firm.pk], "credit", mine.now.date()).get(firm.pk), counts,
        Attachment.objects.filter(register=REGISTER, target=str(firm.pk), archived_at=None).count(),
        Change.objects.filter(register=REGISTER, target=str(firm.pk)).count(), hazards_of(history), query, held)


def visible_firm(mine: Desk, code: str) -> Enterprise:
    """The enterprise of an address. Not found, whether it does not exist or may not be seen."""
    found = found_by(mine.scope, code)
    if found is None:
        raise Http404("没有这家企业")
    return found


def crumbs(*more: Link) -> tuple[Link, ...]:
    return Link("监管对象"), Link("一企一档", build.HREF), *more


# --- photos and documents -----------------------------------------------------------------------------------------

def _files(request: HttpRequest, code: str, *, writes: bool = False) -> tuple[Enterprise, str]:
    mine = desk(request)
    firm = visible_firm(mine, code)
    if writes and (not HOLDERS & mine.roles or mine.scope.read_only):
        raise PermissionDenied("您的身份不能存入企业资料")
    return firm, links.with_query(links.enterprise_href(firm.code, firm.pk), {"tab": "files"})


@may_read
@require_POST
def add_file(request: HttpRequest, code: str) -> HttpResponse:
    firm, back = _files(request, code, writes=True)
    return attachment_views.receive(request, REGISTER, firm.pk, back)


@may_read
@require_safe
def file(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    firm, _ = _files(request, code)
    return attachment_views.serve(request, REGISTER, firm.pk, pk)


@may_read
@require_POST
def archive_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    firm, back = _files(request, code, writes=True)
    return attachment_views.put_away(request, REGISTER, firm.pk, pk, back)
