"""Anybody computes a published draw again on his own machine: the page, the same page as one file, and the rules in words."""
from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from zhiheng.public.limits import polite
from zhiheng.public.page import LONG, SHORT, kept, page
from zhiheng.public.views import lost
from zhiheng.records import store
from zhiheng.records.queries.draw_pages import published

STYLES = ("zh/base.css", "zp/public.css")
PUBLISHED = "/p/draws/NUMBER.json"
"""Where the page takes the transcript of ``?number=``."""


@require_safe
@polite
def check(request: HttpRequest) -> HttpResponse:
    """The checker; ``?number=`` takes the transcript published under that number."""
    return page(request, "draw_check", {"title": "抽查核验", "published": PUBLISHED, "fingerprint": fingerprint()}, age=LONG)


@require_safe
@polite
def rules(request: HttpRequest) -> HttpResponse:
    """How a draw is computed, for whoever writes a checker of his own (docs/draw.md in Chinese)."""
    return page(request, "draw_rules", {"title": "抽查的计算规则"}, age=LONG)


@require_safe
@polite
def transcript(request: HttpRequest, number: str) -> HttpResponse | FileResponse:
    """The transcript as published, the very bytes of the store; of a void draw too, once it had been revealed."""
    row = published(number).filter(state__in=("published", "closed", "void")).exclude(transcript="").first()
    if row is None or not store.has(row.transcript):
        return lost(request)
    answer = FileResponse(store.path(row.transcript).open("rb"), content_type="application/json; charset=utf-8", as_attachment=True,
                          filename=f"{row.number}.json")
    return kept(answer, SHORT)  # type: ignore[arg-type]


@require_safe
@polite
def keep(request: HttpRequest) -> HttpResponse:
    """The same as one file for the disk: no network, no other file."""
    answer = HttpResponse(alone(), content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = "attachment; filename=\"draw-check.html\"; filename*=UTF-8''%E6%8A%BD%E6%9F%A5%E6%A0%B8%E9%AA%8C.html"
    return kept(answer, LONG)


@cache
def alone() -> str:
    """The whole page as one text; the same for everybody."""
    return render_to_string("zp/draw_check_alone.html", {
        "published": "", "style": mark_safe("".join(map(static_text, STYLES))),  # our own files, nothing of a visitor
        "engine": mark_safe(static_text("zp/draw-check.js")), "page": mark_safe(static_text("zp/draw-check-page.js"))})


@cache
def fingerprint() -> str:
    """SHA-256 of the page as a file, which the agency publishes beside it."""
    return hashlib.sha256(alone().encode()).hexdigest()


def static_text(name: str) -> str:
    """The text of one of our own static files."""
    found = finders.find(name)
    assert isinstance(found, str), f"{name} belongs to this installation"
    return Path(found).read_text(encoding="utf-8")
