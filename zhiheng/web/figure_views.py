"""地方参数: the figures that bind a place and where each comes from; the bureau's own set as the next dated version."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import figures as own
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.kernel.place import Parameter, Place
from zhiheng.law.local import sheet
from zhiheng.law.places import NATIONAL, figure_names, place, place_zh, places
from zhiheng.law.places.names import row, shown, title
from zhiheng.web.build.gate_tables import UNVERIFIED, VERIFIED, tabs
from zhiheng.web.build.law_words import law_href
from zhiheng.web.build.shell import shell
from zhiheng.web.check_views import CRUMBS, HERE
from zhiheng.web.desk import Desk, desk
from zhiheng.web.parts import Empty
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

WRITERS = frozenset({"legal_reviewer", "administrator"})


def _home(mine: Desk) -> str:
    if mine.post is None:
        raise PermissionDenied("没有有效的任职")
    return str(mine.post.agency.place_id)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of the bureau today, or of another place for comparison; the place lives in the address."""
    mine = desk(request)
    home, on = _home(mine), mine.now.date()
    asked = request.GET.get("place", "")
    where = asked if asked in (NATIONAL, *places()) else home
    found = in_force(place(where), on)
    kept = sheet(own.KIND, home, on) if where == home else None
    choices = tuple(Option(place_zh(p), p, p == where) for p in dict.fromkeys((home, NATIONAL, *places())))
    page = ListPage("期限与闸口", _table(found, on), "/figures/", (Filter("place", "看哪里的", "select", choices),),
                    total=str(len(found)), tabs=tabs("figures"))
    context = {
        "title": "地方参数",
        "shell": shell(request, crumbs=CRUMBS, current=HERE),
        "list_page": page,
        "kept": kept,
        "may_set": where == home and home != NATIONAL and bool(mine.roles & WRITERS),
        "names": [(p.name, title(p), shown(p)) for p in found if p.tighter != "fixed"],
        "today": on.isoformat(),
    }
    return render(request, "zh/figures.html", context)


def in_force(where: Place, on: date) -> tuple[Parameter, ...]:
    """Every figure of a place on a day, each once: what binds, sheets of the bureau included."""
    return tuple(where.param(name, on) for name in figure_names(where, on))


def _table(found: tuple[Parameter, ...], on: date) -> Table:
    columns = (Column("参数", wide=True), Column("现行值", num=True), Column("自"), Column("依据", wide=True),
               Column("来源", wide=True), Column("核对"))
    rows = tuple(Row((
        Cell(title(p), strong=True), Cell(shown(p), num=True), Cell(p.since.isoformat() if p.since else "—"),
        Cell(p.article.short(), law_href(p.article, on)), Cell(p.source or "法律规定"),
        Cell(badge=VERIFIED if p.verified else UNVERIFIED)), key=p.name) for p in found)
    return Table(columns, rows, "地方参数", Empty("没有登记参数。"), "")


@require_POST
def set_figure(request: HttpRequest) -> HttpResponse:
    """One figure of the bureau from a day on: the next version of its sheet, the other rows as they are."""
    mine = desk(request)
    if not mine.roles & WRITERS:
        raise PermissionDenied("地方参数由法制审核人员或者系统管理员设置")
    home = _home(mine)
    try:
        since = date.fromisoformat(request.POST.get("since", ""))
        _publish(home, request.POST.get("name", ""), request.POST.get("value", ""), since, request.POST.get("source", ""), mine)
        messages.success(request, f"已设置，{since} 起适用。")
    except Invalid as fault:
        messages.error(request, "；".join(e.says for e in fault.errors))
    except (Refusal, ValueError, KeyError) as fault:
        messages.error(request, str(fault.args[0]) if fault.args else "没有设置")
    return HttpResponseRedirect("/figures/")


def _publish(home: str, name: str, typed: str, since: date, source: str, mine: Desk) -> None:
    known = next((p for p in in_force(place(home), since) if p.name == name and p.tighter != "fixed"), None)
    if known is None:
        raise ValueError("没有这一参数，或者法律不许改动")
    if len(source.strip()) < 4:
        raise ValueError("请写明依据的文件")
    last = sheet(own.KIND, home, since)
    body = dict(last.body) if last else {}
    rest = [r for r in body.get("parameters") or () if r.get("name") != name]
    body["parameters"] = [*rest, {**row(known, typed), "source": source.strip()}]
    own.publish(home, body, title="本局参数", since=since, source=source.strip(), by=mine.person)
