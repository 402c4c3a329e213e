"""Entering and changing an enterprise by hand: the form, its finders, closing and bringing back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.actions import enterprises as actions
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.actions.industries import catalogue
from zhiheng.actions.ledgers import enterprise_of
from zhiheng.exchange.enterprise_file import ENTERPRISES
from zhiheng.kernel.facts import FactError
from zhiheng.records.models import Agency, Enterprise
from zhiheng.records.queries.enterprise_search import narrowed
from zhiheng.records.queries.register import areas_of
from zhiheng.registers.enterprise import ALL
from zhiheng.web import links
from zhiheng.web.build import enterprise_form as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.enterprise_views import crumbs, visible_firm
from zhiheng.web.parts import Link
from zhiheng.web.reading import read

keepers = for_posts(*sorted(ENTERPRISES.writes))
CLOSED = "已登记{}。档案保留，可在这里恢复。"


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记企业."""
    mine = desk(request)
    raw, errors = _posted(request) if request.method == "POST" else ({"name": request.GET.get("name", "")[:120]}, [])
    if request.method == "POST" and _saving(request) and not errors and mine.post is not None:
        try:
            firm = actions.enter(mine.post.agency, raw, by=mine.person, areas=_areas(mine))
            messages.success(request, f"已登记「{firm.name}」。")
            return HttpResponseRedirect(links.enterprise_href(firm.code, firm.pk))
        except Invalid as fault:
            errors = list(fault.errors)
    made = build.form("/enterprises/new/", raw, catalogue(_agency(mine).place_id), _found(request, mine, raw),
                      areas=_offered(mine), new=True, errors=errors, title="登记企业")
    return _drawn(request, made, "登记企业", Link("登记企业"), status=400 if errors else 200)


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """修改登记. A form that grew stale keeps what its writer changed and shows what others did meanwhile."""
    mine = desk(request)
    firm = visible_firm(mine, code)
    version, errors, clash, kept = firm.version, [], {}, ""
    raw: dict[str, Any] = actions.raw_of(firm)
    if request.method == "POST":
        raw, errors = _posted(request)
        asked = request.POST.get("version", "")
        version = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
        if _saving(request) and not errors:
            try:
                moved = actions.change(firm, raw, version=version, by=mine.person, areas=_areas(mine))
                messages.success(request, f"已保存，改动 {len(moved)} 项。" if moved else "没有改动。")
                now = Enterprise.objects.get(pk=firm.pk)
                return HttpResponseRedirect(links.enterprise_href(now.code, now.pk))
            except Invalid as fault:
                errors = list(fault.errors)
            except actions.Stale as fault:
                kept = f"{fault}。"
                firm.refresh_from_db()
                raw, clash = actions.rebased(firm, version, raw)
                version = firm.version
            except Refusal as fault:
                errors = [FactError("name", f"{fault}。")]
    made = build.form(f"{links.enterprise_href(firm.code, firm.pk)}edit/", raw, catalogue(firm.agency.place_id),
                      _found(request, mine, raw), areas=_offered(mine), new=False, errors=errors, clash=clash, version=version,
                      title=f"修改登记 {firm.name}", kept=kept)
    return _drawn(request, made, f"修改登记 {firm.name}", Link(firm.name, links.enterprise_href(firm.code, firm.pk)), Link("修改登记"),
                  firm=firm, stale=kept, status=409 if kept else 400 if errors else 200)


@keepers
@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """注销 or 迁出."""
    how = request.POST.get("how", "")
    return _done(request, code, lambda firm: actions.close(
        firm, how, _day(request.POST.get("on", "")), request.POST.get("reason", ""), by=desk(request).person), CLOSED.format(how))


@keepers
@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    return _done(request, code, lambda firm: actions.reopen(firm, request.POST.get("reason", ""), by=desk(request).person), "已恢复。")


def _done(request: HttpRequest, code: str, write: Callable[[Enterprise], None], said: str) -> HttpResponse:
    firm = visible_firm(desk(request), code)
    home = links.enterprise_href(firm.code, firm.pk)
    try:
        write(firm)
    except Refusal as fault:
        messages.error(request, f"{fault}。")
        return HttpResponseRedirect(f"{home}edit/#state")
    messages.success(request, said)
    return HttpResponseRedirect(home)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _agency(mine: Desk) -> Agency:
    if mine.post is None:
        raise Refusal("没有有效的任职")
    return mine.post.agency


def _areas(mine: Desk) -> tuple[str, ...]:
    """The townships a post is limited to; empty for the whole district."""
    return tuple(mine.post.area) if mine.post else ()


def _offered(mine: Desk) -> list[str]:
    return list(_areas(mine)) or areas_of(mine.scope)


def _saving(request: HttpRequest) -> bool:
    return request.POST.get("do", "submit") == "submit"


def _posted(request: HttpRequest) -> tuple[dict[str, Any], list[FactError]]:
    """The form as sent; what a finder's button adds is put into its field. Faults count only when it is to be saved."""
    raw, faults = read(ALL, request.POST)
    kind, _, value = request.POST.get("do", "").removeprefix("add:").partition(":")
    if request.POST.get("do", "").startswith("add:") and kind == "parent":
        raw["parent"] = value[:40]
    if request.POST.get("do", "").startswith("add:") and kind == "industry":
        known = catalogue(_agency(desk(request)).place_id).get(value)
        if known is not None:
            raw |= {"industry_code": known.code, "industry": known.name}
    return raw, list(faults) if _saving(request) else []


def _found(request: HttpRequest, mine: Desk, raw: dict[str, Any]) -> build.Found:
    """What the finders were asked and found; asked only when their button was pressed."""
    above = enterprise_of(str(raw["parent"])) if raw.get("parent") else None
    name = above.name if above is not None else ""
    if request.POST.get("do") != "find":
        return build.Found(parent_name=name)
    trade, head = (request.POST.get(n, "").strip()[:40] for n in ("industry_q", "parent_q"))
    book = catalogue(_agency(mine).place_id)
    parents = list(narrowed(mine.scope.enterprises, {"q": head}).filter(parent=None).order_by("name")[:12]) if head else []
    return build.Found(trade, build.industry_options(book, trade), head, build.parent_options(parents), name)


def _drawn(request: HttpRequest, form: object, title: str, *more: Link, firm: Enterprise | None = None, stale: str = "",
           status: int = 200) -> HttpResponse:
    frame = shell(request, crumbs=crumbs(*more), current="/enterprises/")
    gone = firm is not None and (firm.closed_on is not None or firm.running in ("注销", "迁出"))
    context = {"form": form, "title": title, "shell": frame, "firm": firm, "gone": gone, "stale": stale,
               "today": desk(request).now.date().isoformat(), "home": links.enterprise_href(firm.code, firm.pk) if firm else ""}
    return render(request, "zh/enterprise_edit.html", context, status=status)
