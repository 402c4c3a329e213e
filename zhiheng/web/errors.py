"""Pages for what went wrong: what happened, why, what to do; the request number last."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiheng.middleware import current_request_id
from zhiheng.records.models import Person
from zhiheng.records.models.people import ROLES
from zhiheng.web.build.shell import shell
from zhiheng.web.parts import Band, Link, Restricted

_ROLE_ZH = dict(ROLES)


def wrong_post(request: HttpRequest, posts: frozenset[str]) -> HttpResponse:
    """The page exists and belongs to other posts: say which, and who grants them."""
    names = "、".join(zh for role, zh in ROLES if role in posts)
    context = {
        "title": "无权查看",
        "restricted": Restricted("您现在的身份不能查看本页", f"可以查看的身份：{names}。任职由系统管理员登记。"),
    }
    return _page(request, context, 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400, "请求看不懂", "网址或者提交的内容不完整。请返回上一页重试。")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403, "不能这样办理", str(exception) or "您现在的身份不能办理本事项。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also the answer for what the post may not know of."""
    return _error(request, 404, "没有找到", "没有这一页，或者它不在您的查看范围内。可在上方搜索企业、案卷或文号。")


def broken(request: HttpRequest) -> HttpResponse:
    """Must not fail itself: it is drawn without the frame."""
    return _error(request, 500, "系统出错", "这一步没有完成，也没有留下一半的记录。请稍后重试；仍不行的，把请求号告诉系统管理员。")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(request, 403, "页面已经过期", "请返回上一页，刷新后重新提交。已输入的内容仍在浏览器里。")


def _error(request: HttpRequest, status: int, text: str, detail: str) -> HttpResponse:
    said = f"{detail}（请求号 {current_request_id()}）"
    band = Band(text, "late" if status >= 500 else "due", (Link("回到工作台", "/"),), detail=said)
    return _page(request, {"title": text, "band": band}, status)


def _page(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    framed = status != 500 and isinstance(getattr(request, "user", None), Person)
    return render(request, "zh/refused.html", context | {"shell": shell(request) if framed else None}, status=status)
