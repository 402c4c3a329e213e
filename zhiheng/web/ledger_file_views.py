"""Photos and documents kept with a line of any ledger: evidence of activities, of standards met, certificates."""
from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from zhiheng.records.models import Line
from zhiheng.records.queries.attachments import kept
from zhiheng.records.queries.ledgers import lines
from zhiheng.registers.catalogue import ledger as declared
from zhiheng.registers.declare import Ledger
from zhiheng.web import attachment_views
from zhiheng.web.build import attachments as build
from zhiheng.web.build.ledgers import href
from zhiheng.web.desk import desk
from zhiheng.web.parts_firm import Attachments


def part(ledger: Ledger, line: Line, may: bool) -> Attachments:
    """What is kept with a line, and the form that adds to it."""
    base = href(ledger, line.pk)
    return build.part(kept(ledger.id, line.pk), f"{base}files/", back=base, may_add=may and line.archived_at is None)


@require_POST
def add(request: HttpRequest, ledger: str, pk: int) -> HttpResponse:
    book, line = _line(request, ledger, pk, writes=True)
    return attachment_views.receive(request, book.id, line.pk, href(book, line.pk))


@require_safe
def file(request: HttpRequest, ledger: str, pk: int, number: int) -> HttpResponseBase:
    book, line = _line(request, ledger, pk)
    return attachment_views.serve(request, book.id, line.pk, number)


@require_POST
def put_away(request: HttpRequest, ledger: str, pk: int, number: int) -> HttpResponse:
    book, line = _line(request, ledger, pk, writes=True)
    return attachment_views.put_away(request, book.id, line.pk, number, href(book, line.pk))


def _line(request: HttpRequest, name: str, pk: int, *, writes: bool = False) -> tuple[Ledger, Line]:
    """The line, for whoever may read (or write) its ledger and whose posts reach its agency."""
    try:
        book = declared(name)
    except KeyError as fault:
        raise Http404(str(fault.args[0])) from fault
    mine = desk(request)
    if not (book.writes if writes else book.reads) & mine.roles:
        raise PermissionDenied(f"您的身份不能{'登记' if writes else '查看'}「{book.zh}」")
    found = lines(mine.scope, book.id).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这一条记录")
    return book, found
