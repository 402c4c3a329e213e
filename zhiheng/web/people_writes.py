"""What is sent from the pages of people: registration by the administrator, one's own words, the heads' confirmations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.actions import appraisals, ledgers
from zhiheng.actions import people as actions
from zhiheng.actions.errors import Invalid, NotAllowed, Refusal
from zhiheng.kernel.facts import FactError
from zhiheng.records.models import Agency, Certificate, Line, Mandate, Person
from zhiheng.registers.ledgers.interests import interests
from zhiheng.registers.person import DOMAINS
from zhiheng.web import links, reading
from zhiheng.web import people_views as pages
from zhiheng.web.build.fields import Choices, Shown, fields
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Link
from zhiheng.web.parts_form import ActForm, FieldGroup

may_write = for_posts("administrator")
heads = for_posts("section_head", "bureau_head")


@may_write
@sensitive_post_parameters("password")
def new_officer(request: HttpRequest) -> HttpResponse:
    """A new account; with a post unless it is somebody who only assists."""
    mine, fault = desk(request), ""
    if request.method == "POST":
        try:
            validate_password(request.POST.get("password", ""))
            person = actions.add_person(
                request.POST.get("username", ""), request.POST.get("name", ""), request.POST.get("password", ""),
                agency=_agency(mine, request.POST.get("agency", "")), role=request.POST.get("role", ""),
                post=request.POST.get("post", ""), since=_day(request, "since"), by=mine.person,
                kind=request.POST.get("kind", "") or "officer")
        except ValidationError as problem:
            fault = "；".join(problem.messages)
        except Refusal as problem:
            fault = str(problem)
        else:
            messages.success(request, f"已新增{person.name}。首次登录后请本人更换密码并设置签名口令。")
            return HttpResponseRedirect(links.person_href(person.username))
    frame = shell(request, crumbs=(*pages.CRUMBS, Link("新增人员")), current="/officers/")
    context = {"title": "新增人员", "shell": frame, "fault": fault, "typed": request.POST.dict(), **pages.choices(mine)}
    return render(request, "zh/officer_new.html", context, status=400 if fault else 200)


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def edit_officer(request: HttpRequest, username: str) -> HttpResponse:
    """The registration of a person; every change is kept with its reason."""
    mine = desk(request)
    person = pages.person_or_404(mine, username)
    raw, errors, version = actions.person_values(person), [], person.version
    if request.method == "POST":
        raw, errors = reading.read(actions.person_fields(), request.POST)
        version = int(request.POST.get("version", "0")) if request.POST.get("version", "").isdecimal() else 0
        if not errors:
            try:
                moved = actions.change_person(person, raw, version=version, by=mine.person)
            except Invalid as fault:
                errors = list(fault.errors)
            except Refusal as fault:
                errors = [FactError("", f"{fault}。")]
            else:
                messages.success(request, f"已保存，改动 {len(moved)} 项。" if moved else "没有改动。")
                return HttpResponseRedirect(links.person_href(username))
    made = fields(actions.person_fields(), Shown(raw, {}, {e.path: e.says for e in errors}), Choices(on=mine.now.date()))
    form = ActForm("person", f"{person.name}的登记", f"{links.person_href(username)}edit/", (FieldGroup("", made),), subject="人员登记",
                   draft="带 * 的必填；改动记入历史", errors=tuple(Link(e.says, f"#f-{e.path}") for e in errors), submit="保存", save="",
                   hidden=(("version", str(version)),))
    frame = shell(request, crumbs=(*pages.CRUMBS, Link(person.name, links.person_href(username)), Link("修改登记")), current="/officers/")
    return render(request, "zh/officer_edit.html", {"title": f"修改登记 {person.name}", "shell": frame, "form": form},
                  status=400 if errors else 200)


@may_write
@require_POST
def add_certificate(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, by: Person) -> str:
        post = request.POST
        chosen = [f for f in post.getlist("fields") if f in DOMAINS]
        issued = _day(request, "issued_on") if post.get("issued_on") else None
        card = actions.add_certificate(
            person, post.get("number", ""), chosen, _day(request, "valid_from"), _day(request, "valid_until"), by=by,
            issuer=post.get("issuer", ""), area=post.get("area", ""), issued_on=issued, reason=post.get("reason", ""))
        return f"已登记执法证 {card.number}。"

    return _written(request, username, "certificate", write)


@may_write
@require_POST
def suspend_certificate(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, by: Person) -> str:
        card = Certificate.objects.filter(person=person, number=request.POST.get("number", "")).first()
        if card is None:
            raise NotAllowed("没有这一证件")
        actions.suspend_certificate(card, _day(request, "from"), _day(request, "to"), request.POST.get("reason", ""), by=by)
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
def end_post(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, by: Person) -> str:
        key = request.POST.get("post", "")
        held = Mandate.objects.filter(person=person, pk=int(key)).first() if key.isdecimal() else None
        if held is None:
            raise NotAllowed("请选择要终止的任职")
        actions.end_post(held, _day(request, "last"), by=by)
        return "已终止任职，记录保留。"

    return _written(request, username, "end", write)


@may_write
@require_POST
def leave(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, by: Person) -> str:
        post = request.POST
        left = actions.leave(person, _day(request, "gone_on"), post.get("reason", ""), by=by, handover=post.get("handover", ""))
        return f"{person.name}已办理离岗，任职终止，账号停用。" + (f"还有 {len(left)} 件案卷按交接安排改派。" if left else "")

    return _written(request, username, "leave", write)


@may_write
@require_POST
def come_back(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, by: Person) -> str:
        actions.come_back(person, request.POST.get("reason", ""), by=by)
        return f"{person.name}已返岗，请重新登记任职。"

    return _written(request, username, "back", write)


@may_write
@sensitive_post_parameters("password")
@require_POST
def give_password(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, by: Person) -> str:
        try:
            validate_password(request.POST.get("password", ""))
        except ValidationError as problem:
            raise NotAllowed("；".join(problem.messages)) from problem
        actions.give_password(person, request.POST.get("password", ""), by=by)
        return f"{person.name}的登录密码已重设，请本人登录后更换。"

    return _written(request, username, "password", write)


@may_write
@require_POST
def unlock(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, by: Person) -> str:
        actions.unlock(person, by=by)
        return f"{person.name}的账号已解锁。"

    return _written(request, username, "unlock", write)


# --- the yearly sheet --------------------------------------------------------------------------------------------


@heads
@require_POST
def draw_sheet(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, year: int, mine: Desk) -> str:
        if mine.post is None:
            raise NotAllowed("没有有效的任职")
        appraisals.draw(person, mine.post.agency, year, by=mine.person)
        return "已生成考核表，等本人确认。"

    return _sheet(request, username, write)


@heads
@require_POST
def answer_sheet(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, year: int, mine: Desk) -> str:
        appraisals.answer(_held(person, year), request.POST.get("answer", ""), by=mine.person)
        return "已登记异议的处理，等本人确认。"

    return _sheet(request, username, write)


@heads
@require_POST
def confirm_sheet(request: HttpRequest, username: str) -> HttpResponse:
    def write(person: Person, year: int, mine: Desk) -> str:
        post = request.POST
        appraisals.confirm_head(_held(person, year), post.get("grade", ""), post.get("opinion", ""), by=mine.person)
        return "已确认考核表。"

    return _sheet(request, username, write)


def _sheet(request: HttpRequest, username: str, write: Callable[[Person, int, Desk], str]) -> HttpResponse:
    mine = desk(request)
    person = pages.person_or_404(mine, username)
    text = request.POST.get("year", "")
    year = int(text) if text.isdecimal() else mine.now.year
    try:
        messages.success(request, write(person, year, mine))
    except Invalid as fault:
        return pages.sheet_page(request, person, "".join(e.says for e in fault.errors))
    except Refusal as fault:
        return pages.sheet_page(request, person, f"{fault}。")
    return HttpResponseRedirect(f"{links.person_href(username)}sheet/?year={year}")


def _held(person: Person, year: int) -> Line:
    held = appraisals.line_of(person, year)
    if held is None:
        raise NotAllowed("还没有生成这一年的考核表")
    return held


# --- one's own words ---------------------------------------------------------------------------------------------


@pages.everybody
@require_POST
def declare_interest(request: HttpRequest) -> HttpResponse:
    """One declares for oneself, of today."""
    def write(mine: Desk) -> str:
        if mine.post is None:
            raise NotAllowed("没有有效的任职")
        raw = {k: request.POST.get(k, "").strip() for k in ("enterprise", "other", "relation", "detail")}
        ledgers.enter(interests, mine.post.agency, raw | {"person": mine.person.pk, "since": mine.now.date().isoformat(),
                                                          "source": "self"}, by=mine.person)
        return "已登记回避关系。今后对应企业的检查和案件不会由您承办；在办的请报告科室负责人。"

    return _own(request, "interest", write)


@pages.everybody
@require_POST
def own_sheet(request: HttpRequest) -> HttpResponse:
    """One confirms one's sheet, or says what is wrong with it."""
    def write(mine: Desk) -> str:
        text = request.POST.get("year", "")
        held = _held(mine.person, int(text) if text.isdecimal() else mine.now.year)
        if request.POST.get("do") == "object":
            appraisals.object_to(held, request.POST.get("objection", ""), by=mine.person)
            return "已提出异议，等负责人核实。"
        appraisals.confirm_own(held, by=mine.person)
        return "已确认考核表。"

    return _own(request, "sheet", write)


def _own(request: HttpRequest, form: str, write: Callable[[Desk], str]) -> HttpResponse:
    mine = desk(request)
    if mine.scope.read_only and form == "interest":
        raise PermissionDenied("您的身份不承办案件")
    try:
        messages.success(request, write(mine))
    except Invalid as fault:
        return pages.own(request, {form: "".join(e.says for e in fault.errors)})
    except Refusal as fault:
        return pages.own(request, {form: f"{fault}。"})
    return HttpResponseRedirect("/me/record/")


def _written(request: HttpRequest, username: str, form: str, write: Callable[[Person, Person], str]) -> HttpResponse:
    """Write, then show the page again; a refusal stands above the form with what was typed."""
    mine = desk(request)
    person = pages.person_or_404(mine, username)
    try:
        messages.success(request, write(person, mine.person))
    except Refusal as fault:
        return pages.person_page(request, person, {form: str(fault)})
    return HttpResponseRedirect(links.person_href(username))


def _agency(mine: Desk, wanted: str) -> Agency:
    found = next((a for a in pages.agencies_of(mine) if str(a.pk) == wanted), None)
    if found is None:
        raise NotAllowed("请选择机关")
    return found


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        raise NotAllowed("日期没有填写，或者写法不对，应如 2026-11-23") from None
