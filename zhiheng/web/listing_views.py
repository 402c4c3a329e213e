"""Every declared list: its page, its spreadsheet, and what a person keeps of it. One set of views for all."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import views as own
from zhiheng.actions.errors import Refusal
from zhiheng.web import links
from zhiheng.web.build import listing as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.listing import Asked, Listing, Pick, kept_query, read_address, views_of
from zhiheng.web.sheets import MOST, spreadsheet

STEP = 500
"""Rows read at once for a spreadsheet."""
View = Callable[[HttpRequest], HttpResponse]


def page_view(spec: Listing[Any, Any]) -> View:
    """The page of a list, for the posts it names."""

    @for_posts(*spec.who)
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        return page(request, spec)

    return view


def export_view(spec: Listing[Any, Any]) -> View:
    """The spreadsheet of a list, for the posts it names."""

    @for_posts(*spec.who)
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        return export(request, spec)

    return view


def page(request: HttpRequest, spec: Listing[Any, Any]) -> HttpResponse:
    """The list. Opened bare, it opens with the view the person chose for that."""
    mine = desk(request)
    if not request.GET and (opening := _opening(mine, spec)):
        return HttpResponseRedirect(f"{spec.href}{opening}")
    picks, asked = _asked(request, mine, spec)
    found = spec.read(mine, asked)
    drawn = spec.draw(mine, found.rows, frozenset(asked.columns))
    listed = build.page_of(spec, mine, picks, asked, found, drawn)
    frame = shell(request, crumbs=spec.crumbs, current=spec.current or spec.href)
    return render(request, "zh/list.html", {"title": spec.title, "shell": frame, "list_page": listed, **spec.extra})


def export(request: HttpRequest, spec: Listing[Any, Any]) -> HttpResponse:
    """The rows, columns and order of the page, all of them; above the most, the filters must narrow."""
    mine = desk(request)
    picks, asked = _asked(request, mine, spec)
    first = spec.read(mine, replace(asked, cursor="", exact=True, size=STEP))
    if first.count > MOST:
        messages.warning(request, f"共 {first.count} 行，一次最多导出 {MOST} 行。请先用筛选缩小范围。")
        return HttpResponseRedirect(links.with_query(spec.href, kept_query(asked) or {"all": "1"}))
    tables, found = [], first
    while True:
        drawn = spec.draw(mine, found.rows, frozenset(asked.columns))
        tables.append(build.table(spec, found.rows, drawn, asked.columns))
        if not found.next:
            break
        found = spec.read(mine, replace(asked, cursor=found.next, size=STEP))
    by = f"{mine.person.name}（{mine.person.username}）"
    return spreadsheet(spec.title, tables, build.about(spec, mine, picks, asked), by=by, at=mine.now)


def _asked(request: HttpRequest, mine: Desk, spec: Listing[Any, Any]) -> tuple[tuple[Pick, ...], Asked]:
    picks = spec.picks(mine)
    return picks, read_address(spec, picks, query_of(request), mine.person)


def query_of(request: HttpRequest) -> dict[str, str]:
    """The address; columns may come as one word or as many ticks."""
    return {**request.GET.dict(), "cols": ",".join(request.GET.getlist("cols"))}


def _opening(mine: Desk, spec: Listing[Any, Any]) -> str:
    """The query of the view that opens the list, empty when there is none."""
    return next((str(v["query"]) for v in views_of(mine.person, spec.id) if v.get("first") and v["query"]), "")


def keeping(found: Callable[[str], Listing[Any, Any] | None]) -> tuple[Callable[..., HttpResponse], Callable[..., HttpResponse]]:
    """The views that keep columns and views of whatever list ``found`` knows by its id."""

    def known(request: HttpRequest, name: str) -> Listing[Any, Any]:
        spec = found(name)
        if spec is None or not (spec.who & desk(request).roles and spec.may(desk(request))):
            raise Http404("没有这个列表")
        return spec

    @require_POST
    def columns(request: HttpRequest, listing: str) -> HttpResponse:
        """Remember the columns ticked; none ticked or 恢复默认: those of the declaration."""
        spec = known(request, listing)
        ticked = set(request.POST.getlist("cols"))
        chosen = [] if "reset" in request.POST else [c.key for c in spec.of(tuple(ticked))] if ticked else []
        own.choose_columns(desk(request).person, spec.id, chosen)
        query = _query(request.POST)
        back = f"{query}{'&' if query else '?'}cols={','.join(chosen)}" if chosen else query
        return HttpResponseRedirect(f"{spec.href}{back or '?all=1'}")

    @require_POST
    def views(request: HttpRequest, listing: str) -> HttpResponse:
        """Keep what is shown under a name; drop a kept view; let one open the list, or none."""
        spec = known(request, listing)
        try:
            messages.success(request, _kept(request, spec))
        except Refusal as fault:
            messages.warning(request, str(fault))
        return HttpResponseRedirect(f"{spec.href}{_query(request.POST) or '?all=1'}")

    return columns, views


def _kept(request: HttpRequest, spec: Listing[Any, Any]) -> str:
    person, post = desk(request).person, request.POST
    if "drop" in post:
        own.drop(person, spec.id, post["drop"] if post["drop"] != "1" else post.get("name", ""))
        return "已删除这个筛选。"
    if "first" in post:
        own.open_with(person, spec.id, post["first"])
        return f"以后打开「{spec.title}」，先显示“{post['first']}”。" if post["first"] else f"以后打开「{spec.title}」，显示全部。"
    own.keep(person, spec.id, post.get("name", ""), _query(post))
    return "已保存筛选。"


def _query(post: Mapping[str, str]) -> str:
    query = post.get("query", "")
    return query if query.startswith("?") and len(query) <= own.LONGEST else ""
