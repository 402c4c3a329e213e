"""How every public page is answered: no session, no cookie, cacheable, one look, ordinary or large type."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from zhiheng.records.models import Agency

SHORT, LONG = 300, 3600
"""Seconds a page may be kept: lists and records (a withdrawal must show soon); what hardly changes."""


def house() -> Agency | None:
    """The bureau whose portal this is: the head of the tree of agencies."""
    return Agency.objects.order_by("path").first()


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200,
         age: int = SHORT) -> HttpResponse:
    """The page as an answer. ``age`` 0: not to be kept at all. Rendered without the request: nothing can touch it."""
    large = request.GET.get("size") == "large"
    bureau = house()
    common = {"large": large, "keep": "?size=large" if large else "", "and_keep": "&size=large" if large else "",
              "switch": _switch(request, large), "house": bureau.name if bureau else "应急管理局", "path": request.path}
    answer = HttpResponse(render_to_string(f"zp/{template}.html", common | dict(context)), status=status)
    return kept(answer, age)


def kept(answer: HttpResponse, age: int) -> HttpResponse:
    """Say how long an answer may be kept."""
    answer["Cache-Control"] = f"public, max-age={age}" if age else "no-store"
    return answer


def _switch(request: HttpRequest, large: bool) -> str:
    """This very page in the other type size."""
    query = request.GET.copy()
    query.pop("size", None)
    if not large:
        query["size"] = "large"
    return f"{request.path}?{query.urlencode()}" if query else request.path
