"""Coming in, going out, and one's own account."""

from __future__ import annotations

from django.contrib import auth, messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import accounts
from zhiheng.actions.errors import LockedOut, NotAllowed, Refusal, WrongSecret
from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Person
from zhiheng.web import tries
from zhiheng.web.build.account import account_page
from zhiheng.web.build.shell import LARGE, anonymous_agency, is_large, shell
from zhiheng.web.desk import desk, open_to_all
from zhiheng.web.parts import Link
from zhiheng.web.parts_page import Login

BACKEND = "django.contrib.auth.backends.ModelBackend"
YEAR = 365 * 24 * 3600


@open_to_all
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """The login page; both the account and the address are locked after repeated failures, in words."""
    there = _next(request)
    if request.user.is_authenticated and request.method != "POST":
        return HttpResponseRedirect(there)
    if request.method != "POST":
        return _card(request, there)
    account = request.POST.get("username", "").strip()
    address = tries.address_of(request)
    until = tries.shut_until(address)
    if until is not None:
        said = f"这台设备连续登录失败 {tries.TRIES} 次，请在 {until.astimezone(TZ):%H:%M} 之后再试，或换一台设备登录。"
        return _card(request, there, said, account, 429)
    try:
        person = accounts.authenticate(account, request.POST.get("password", ""))
    except LockedOut as fault:
        tries.count_failure(address)
        return _card(request, there, f"{fault}。急用时请系统管理员解锁。", account, 429)
    except WrongSecret as fault:
        tries.count_failure(address)
        return _card(request, there, f"{fault}。", account, 403)
    tries.forget(address)
    auth.login(request, person, backend=BACKEND)
    return HttpResponseRedirect(there)


def _card(request: HttpRequest, there: str, error: str = "", account: str = "", status: int = 200) -> HttpResponse:
    note = "登录后进入上次使用的身份。连续输错 5 次，账号锁定 15 分钟。忘记密码请找系统管理员。"
    card = Login(
        anonymous_agency(), "/login/", error, account, next=there, note=note, people=(Link("公众查询处罚与检查结果", "/p/"),)
    )
    return render(request, "zh/login.html", {"title": "登录", "login": card}, status=status)


def _next(request: HttpRequest) -> str:
    """Only a page of this house."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if own and wanted.startswith("/") else "/"


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    return HttpResponseRedirect("/login/")


@require_POST
def switch_post(request: HttpRequest) -> HttpResponse:
    """Another post of the same person; kept for the next login."""
    mine = desk(request)
    wanted = next((x for x in mine.mandates if str(x.pk) == request.POST.get("post", "")), None)
    if wanted is None:
        messages.error(request, "没有这一身份，或者它已经到期。")
        return HttpResponseRedirect("/")
    request.session["post"] = wanted.pk
    accounts.keep_setting(mine.person, "post", wanted.pk)
    messages.success(request, f"已切换为「{wanted.post or wanted.get_role_display()}」。")
    return HttpResponseRedirect("/")


def change_size(request: HttpRequest) -> HttpResponse:
    """大字 on or off, for this device and this person; works without scripts."""
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(("GET", "POST"))
    large = not is_large(request)
    accounts.keep_setting(desk(request).person, "large", large)
    answer = HttpResponseRedirect(_back(request))
    answer.set_cookie(LARGE, "large" if large else "normal", max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return answer


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return came_from if own else "/"


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: certificate, posts, password, PIN."""
    return _account(request)


@require_POST
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password, with the old one; every other login of the account ends."""
    person = desk(request).person
    fresh = request.POST.get("new", "")
    try:
        accounts.authenticate(person.username, request.POST.get("old", ""))
        if fresh != request.POST.get("again", ""):
            raise NotAllowed("两次输入的新密码不一致")
        validate_password(fresh, person)
        changed = accounts.set_password(person, fresh)
    except ValidationError as fault:
        return _account(request, password="；".join(fault.messages))
    except Refusal as fault:
        return _account(request, password=str(fault))
    auth.update_session_auth_hash(request, changed)
    messages.success(request, "密码已改。其他设备上的登录已经退出。")
    return HttpResponseRedirect("/me/")


@require_POST
@sensitive_post_parameters()
def change_pin(request: HttpRequest) -> HttpResponse:
    """A new signing PIN, with the login password."""
    person = desk(request).person
    pin = request.POST.get("pin", "")
    try:
        accounts.authenticate(person.username, request.POST.get("password", ""))
        if pin != request.POST.get("again", ""):
            raise NotAllowed("两次输入的签名口令不一致")
        accounts.set_pin(Person.objects.get(pk=person.pk), pin)
    except Refusal as fault:
        return _account(request, pin=str(fault))
    messages.success(request, "签名口令已设置。签名时只输入它，不要告诉他人。")
    return HttpResponseRedirect("/me/")


def _account(request: HttpRequest, password: str = "", pin: str = "") -> HttpResponse:
    mine = desk(request)
    page = account_page(mine, password_fault=password, pin_fault=pin)
    frame = shell(request, crumbs=(Link("工作台", "/"), Link("我的账号")))
    status = 400 if password or pin else 200
    return render(request, "zh/account.html", {"title": "我的账号", "shell": frame, **page}, status=status)


@open_to_all
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For a watchdog: answers 200 when the record can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})
