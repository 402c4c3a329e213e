"""One paper as it was signed: its pages as pictures, its hash checked, its versions, the PDF."""
from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhiheng.actions.rulebook import rules_for
from zhiheng.papers.errors import PaperError
from zhiheng.papers.picture import page_png
from zhiheng.records import store
from zhiheng.records.models import Paper
from zhiheng.records.queries.competence import shared_with
from zhiheng.web.build.paper import paper_page
from zhiheng.web.desk import case_reader, desk
from zhiheng.web.file_desk import crumbs, page

PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""The browser's own viewer needs these; the file itself is a paper made by us."""


def _paper(request: HttpRequest, pk: int) -> Paper:
    scope, papers = desk(request).scope, Paper.objects.select_related("file", "file__agency", "file__enterprise").filter(pk=pk)
    found = papers.filter(file__in=scope.files).first()
    if found is None and (other := papers.first()) is not None and shared_with(scope, other.file.no):
        found = other
    if found is None:
        raise Http404("没有这份文书，或者它不在您的查看范围内")
    return found


def _bytes(paper: Paper) -> bytes | None:
    """The stored bytes when they still are what was signed; None when they are missing or were changed."""
    try:
        data = store.read(paper.sha256)
    except FileNotFoundError:
        return None
    return data if hashlib.sha256(data).hexdigest() == paper.sha256 else None


@case_reader
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper with what became of it."""
    found = _paper(request, pk)
    act = rules_for(found.file.agency).procedures[found.file.procedure]
    return page(request, "zh/paper.html", paper_page(found, act, _bytes(found) is not None),
                title=f"{found.zh} {found.no}".strip(), crumbs=crumbs(found.file, found.zh))


@case_reader
@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen file. 409 when it is no longer what was signed."""
    found = _paper(request, pk)
    data = _bytes(found)
    if data is None:
        return HttpResponse("文件与签署时的指纹不符，或者已经缺失。请报告系统管理员。", status=409,
                            content_type="text/plain; charset=utf-8")
    answer = HttpResponse(data, content_type="application/pdf")
    kind = "attachment" if "download" in request.GET else "inline"
    answer.headers["Content-Disposition"] = f"{kind}; filename=\"{found.code}-{found.pk}.pdf\""
    answer.headers["Content-Security-Policy"] = PDF_POLICY
    return answer


@case_reader
@require_safe
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of the frozen file as a picture."""
    found = _paper(request, pk)
    data = _bytes(found)
    if data is None or not 1 <= number <= found.pages:
        raise Http404("没有这一页")
    try:
        answer = HttpResponse(page_png(data, number), content_type="image/png")
    except PaperError as fault:
        raise Http404(str(fault)) from fault
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"  # the bytes never change
    return answer
