"""任职与权限: who holds which mandate on a day. The administrator grants, changes and ends; the heads look."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.actions import mandates as actions
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.kernel.facts import FactError
from zhiheng.law import powers
from zhiheng.records.models import Mandate
from zhiheng.records.models.people import ROLES
from zhiheng.records.queries.agencies import history, reachable
from zhiheng.records.queries.mandates import STATES, MandatePage, mandate_at, mandate_list, of_person
from zhiheng.web.build import mandates as build
from zhiheng.web.build import registers
from zhiheng.web.build.fields import Choices
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Band, Link
from zhiheng.web.parts_page import Option
from zhiheng.web.register_rows import Ending, Panel, day_asked, day_of, posted, saved
from zhiheng.web.sheets import MOST, spreadsheet

may_read = for_posts("administrator", "section_head", "bureau_head", "legal_reviewer", "supervisor")
may_write = for_posts("administrator")
CRUMBS = (Link("系统管理"), Link("任职与权限", build.HREF))
FIXED = frozenset({"person", "agency", "role", "since"})
KEPT = ("state", "on", "agency", "role", "q", "after")


@may_read
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    today = mine.now.date()
    on, kept = day_asked(request, today), _kept(request)
    found = _found(mine, on, kept)
    agencies = list(reachable(mine.scope).order_by("path"))
    listed = build.page(found, on, today, kept, agencies, may_write="administrator" in mine.roles)
    frame = shell(request, crumbs=(Link("系统管理"), Link("任职与权限")), current=build.HREF)
    return render(request, "zh/list.html", {"title": "任职与权限", "shell": frame, "list_page": listed})


@may_read
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    on, kept = day_asked(request, mine.now.date()), _kept(request)
    rows = mandate_list(mine.scope, on, **_asked(kept), size=MOST).rows
    about = [("日期", on.isoformat()), ("状态", dict(STATES)[kept.get("state", "")]), ("机关", kept.get("agency", "") or "全部"),
             ("角色", dict(ROLES).get(kept.get("role", ""), "全部"))]
    return spreadsheet("任职与权限", [build.table(rows, on)], about, by=mine.person.name, at=mine.now)


def _found(mine: Desk, on: date, kept: Mapping[str, str]) -> MandatePage:
    return mandate_list(mine.scope, on, **_asked(kept), after=kept.get("after", ""))


def _asked(kept: Mapping[str, str]) -> dict[str, str]:
    return {n: kept.get(n, "") for n in ("agency", "role", "q", "state")}


def _kept(request: HttpRequest) -> dict[str, str]:
    given = {n: request.GET.get(n, "").strip()[:60] for n in KEPT}
    if given["state"] not in dict(STATES):
        given["state"] = ""
    return {k: v for k, v in given.items() if v}


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Give somebody a mandate; ``?person=`` and ``?agency=`` fill the form."""
    mine = desk(request)
    raw: dict[str, Any] = {"since": mine.now.date().isoformat()} | {
        n: request.GET[n][:40] for n in ("person", "agency", "role") if request.GET.get(n)}
    errors: list[FactError] = []
    if request.method == "POST":
        raw, errors = posted(request, actions.FIELDS)
        if not errors:
            try:
                made = actions.grant(_mine_only(mine, raw), by=mine.person)
            except Invalid as fault:
                errors = list(fault.errors)
            except Refusal as fault:
                errors = [FactError("person", str(fault))]
            else:
                messages.success(request, f"已授予{made.person.name}{made.get_role_display()}。")
                return HttpResponseRedirect(build.href(made.pk))
    form = registers.form("mandate", "授予任职", f"{build.HREF}new/", actions.FIELDS, raw, _choices(mine), errors=errors, submit="授予",
                          about="区域、事项、限额在每一个行为和签名时核对，超出的不能办理。")
    frame = shell(request, crumbs=(*CRUMBS, Link("授予任职")), current=build.HREF)
    return render(request, "zh/register_row.html", {"title": "授予任职", "shell": frame, "form": form}, status=400 if errors else 200)


@may_read
@require_http_methods(["GET", "HEAD", "POST"])
def mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """One mandate with its history and the other mandates of the person."""
    mine, held = desk(request), _mandate(request, pk)
    raw, errors = actions.values_of(held) | {"reason": ""}, []
    if request.method == "POST":
        if "administrator" not in mine.roles:
            raise Http404("您的身份不能变更任职")
        typed, errors = posted(request, (*actions.FIELDS, registers.REASON))
        raw = raw | dict.fromkeys(("post", "until", "area", "items", "ceiling"), None) | typed
        if not errors:
            errors = _changed(request, held, typed)
        if not errors:
            return HttpResponseRedirect(build.href(held.pk))
    return _page(request, held, raw, errors=errors)


def _changed(request: HttpRequest, held: Mandate, typed: dict[str, Any]) -> list[FactError]:
    values = {k: v for k, v in typed.items() if k != "reason"}
    return saved(request, lambda: actions.change(held, values, reason=str(typed.get("reason") or ""), by=desk(request).person))


@may_write
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    held = _mandate(request, pk)
    try:
        actions.end(held, day_of(request), request.POST.get("reason", ""), by=desk(request).person)
    except Refusal as fault:
        return _page(request, held, actions.values_of(held) | {"reason": ""}, end_fault=str(fault))
    messages.success(request, f"{held.person.name}的这一任职已终止。")
    return HttpResponseRedirect(build.href(held.pk))


def _page(request: HttpRequest, held: Mandate, raw: dict[str, Any], *, errors: list[FactError] | None = None,
          end_fault: str = "") -> HttpResponse:
    mine = desk(request)
    on = mine.now.date()
    over = held.until is not None and held.until < on
    own = held.person_id == mine.person.pk
    may = "administrator" in mine.roles and not over and not own
    title = f"{held.person.name} · {held.get_role_display()}"
    form = registers.form("mandate", title, build.href(held.pk), (*actions.FIELDS, registers.REASON), raw, _choices(mine),
                          errors=errors or (), locked=FIXED, about="人员、机关、角色、任职自不能改：请终止后重新授予。") if may else None
    ending = Ending("end_mandate", "终止任职", f"{build.href(held.pk)}end/", "任职至（最后一天）", "终止后记录保留；已经办理的事项不受影响。",
                    request.POST.get("day", on.isoformat()), end_fault, request.POST.get("reason", "") if end_fault else "") if may else None
    bands = [Band("这是您自己的任职，只能由另一名系统管理员变更。", "rest")] if own and "administrator" in mine.roles else []
    context = {
        "title": title, "shell": shell(request, crumbs=(*CRUMBS, Link(held.person.name)), current=build.HREF), "bands": bands, "form": form,
        "facts": build.table([held], on), "ending": ending,
        "panels": [Panel("此人的全部任职", build.table(of_person(mine.scope, held.person_id), on))],
        "timeline": registers.timeline(history(actions.REGISTER, held.pk), actions.FIELDS)}
    return render(request, "zh/register_row.html", context, status=400 if errors or end_fault else 200)


def _mandate(request: HttpRequest, pk: int) -> Mandate:
    found = mandate_at(desk(request).scope, pk)
    if found is None:
        raise Http404("没有这一任职")
    return found


def _mine_only(mine: Desk, raw: dict[str, Any]) -> dict[str, Any]:
    """Only agencies of the administrator's own tree, whatever was typed."""
    code = str(raw.get("agency") or "").upper()
    if code and not reachable(mine.scope).filter(code=code).exists():
        raise Invalid([FactError("agency", f"没有简码为「{code}」的机关。")])
    return raw


def _choices(mine: Desk) -> Choices:
    people = tuple(Option(name, username) for username, name in mine.scope.people.order_by("username").values_list("username", "name"))
    agencies = tuple(Option(a.name, a.code) for a in reachable(mine.scope).filter(closed_on=None).order_by("path"))
    listed = powers.version(mine.post.agency.place_id, mine.now.date()) if mine.post else None
    items = tuple(Option(i.name[:40], i.code) for i in listed.items) if listed else ()
    return Choices(people=people, by_name={"person": people, "agency": agencies, "items": items}, today=mine.now.date())
