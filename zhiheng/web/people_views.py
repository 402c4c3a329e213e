"""People, posts and certificates. The administrator registers; the heads look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import people as actions
from zhiheng.actions.errors import NotAllowed, Refusal
from zhiheng.records.models import Agency, Certificate, Mandate, Person
from zhiheng.records.models.people import ROLES
from zhiheng.records.queries.ledgers import held_by
from zhiheng.records.queries.staff import person_in, staff
from zhiheng.web import links
from zhiheng.web.build import holdings
from zhiheng.web.build import people as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Link

may_read = for_posts("section_head", "bureau_head", "legal_reviewer", "supervisor", "administrator")
may_write = for_posts("administrator")
FIELDS = ("工贸", "危险化学品", "矿山", "烟花爆竹")
_CRUMBS = (Link("队伍保障"), Link("人员证件", "/officers/"))


@may_read
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    mine, q = desk(request), request.GET.get("q", "")[:40]
    listed = build.staff_page(staff(mine.scope, q=q), mine.now.date(), q, may_add="administrator" in mine.roles)
    frame = shell(request, crumbs=(Link("队伍保障"), Link("人员证件")), current="/officers/")
    return render(request, "zh/list.html", {"title": "人员证件", "shell": frame, "list_page": listed})


@may_read
@require_safe
def officer(request: HttpRequest, username: str) -> HttpResponse:
    return _page(request, _person(desk(request), username))


@may_write
@require_POST
def add_certificate(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, by: Person) -> str:
        fields = [f for f in request.POST.getlist("fields") if f in FIELDS]
        if not fields:
            raise NotAllowed("请选择执法领域")
        card = actions.add_certificate(
            person, request.POST.get("number", ""), fields, _day(request, "valid_from"), _day(request, "valid_until"), by=by
        )
        return f"已登记执法证 {card.number}。"

    return _written(request, username, "certificate", write)


@may_write
@require_POST
def suspend_certificate(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, by: Person) -> str:
        card = Certificate.objects.filter(person=person, number=request.POST.get("number", "")).first()
        if card is None:
            raise NotAllowed("没有这一证件")
        reason = request.POST.get("reason", "")
        actions.suspend_certificate(card, _day(request, "from"), _day(request, "to"), reason, by=by)
        return f"执法证 {card.number} 已登记暂扣。"

    return _written(request, username, "suspend", write)


@may_write
@require_POST
def add_post(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, by: Person) -> str:
        agency = _agency(desk(request), request.POST.get("agency", ""))
        until = _day(request, "until") if request.POST.get("until") else None
        role, post = request.POST.get("role", ""), request.POST.get("post", "")
        actions.add_post(person, agency, role, post, _day(request, "since"), until, by=by)
        return "已登记任职。"

    return _written(request, username, "post", write)


@may_write
@require_POST
def unlock(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, by: Person) -> str:
        actions.unlock(person, by=by)
        return f"{person.name}的账号已解锁。"

    return _written(request, username, "unlock", write)


@may_write
@sensitive_post_parameters("password")
def new_officer(request: HttpRequest) -> HttpResponse:
    """A new account with its first post."""
    mine = desk(request)
    fault = ""
    if request.method == "POST":
        try:
            validate_password(request.POST.get("password", ""))
            person = actions.add_person(
                request.POST.get("username", ""),
                request.POST.get("name", ""),
                request.POST.get("password", ""),
                agency=_agency(mine, request.POST.get("agency", "")),
                role=request.POST.get("role", ""),
                post=request.POST.get("post", ""),
                since=_day(request, "since"),
                by=mine.person,
            )
        except ValidationError as problem:
            fault = "；".join(problem.messages)
        except Refusal as problem:
            fault = str(problem)
        else:
            messages.success(request, f"已新增{person.name}。首次登录后请本人更换密码并设置签名口令。")
            return HttpResponseRedirect(links.person_href(person.username))
    frame = shell(request, crumbs=(*_CRUMBS, Link("新增人员")), current="/officers/")
    context = {"title": "新增人员", "shell": frame, "fault": fault, "typed": request.POST.dict(), **_choices(mine)}
    return render(request, "zh/officer_new.html", context, status=400 if fault else 200)


def _written(
    request: HttpRequest, username: str, form: str, write: Callable[[Person, Person], str]
) -> HttpResponse:
    """Write, then show the page again; a refusal stands above the form with what was typed."""
    mine = desk(request)
    person = _person(mine, username)
    try:
        messages.success(request, write(person, mine.person))
    except Refusal as fault:
        return _page(request, person, {form: str(fault)})
    return HttpResponseRedirect(links.person_href(username))


def _page(request: HttpRequest, person: Person, faults: dict[str, str] | None = None) -> HttpResponse:
    mine = desk(request)
    today = mine.now.date()
    cards = list(Certificate.objects.filter(person=person).order_by("-valid_until"))
    posts = list(Mandate.objects.filter(person=person).select_related("agency").order_by("since", "pk"))
    counts, lines = held_by(mine.scope, person=person)
    context = {
        "holdings": holdings.of_person(mine, person.username, counts, lines),
        "title": person.name,
        "shell": shell(request, crumbs=(*_CRUMBS, Link(person.name)), current="/officers/"),
        "person": person,
        "locked": person.locked_until if person.locked_until and person.locked_until > mine.now else None,
        "cards": build.certificates_table(cards, today),
        "card_numbers": [c.number for c in cards],
        "posts": build.posts_table(posts, today),
        "may_write": "administrator" in mine.roles,
        "faults": faults or {},
        "typed": request.POST.dict() if faults else {},
        "fields": FIELDS,
        **_choices(mine),
    }
    return render(request, "zh/officer.html", context, status=400 if faults else 200)


def _choices(mine: Desk) -> dict[str, object]:
    return {"roles": ROLES, "agencies": list(_agencies(mine)), "today": mine.now.date().isoformat()}


def _agencies(mine: Desk) -> list[Agency]:
    if mine.post is None:
        return []
    root = mine.post.agency.path.split("/")[1]
    return list(Agency.objects.filter(path__startswith=f"/{root}/").order_by("path"))


def _agency(mine: Desk, wanted: str) -> Agency:
    found = next((a for a in _agencies(mine) if str(a.pk) == wanted), None)
    if found is None:
        raise NotAllowed("请选择机关")
    return found


def _person(mine: Desk, username: str) -> Person:
    found = person_in(mine.scope, username)
    if found is None:
        raise Http404("没有这个人")
    return found


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        raise NotAllowed("日期没有填写，或者写法不对，应如 2026-11-23") from None
