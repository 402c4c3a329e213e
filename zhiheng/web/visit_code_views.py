"""亮码: the signed code of one approved visit on the officer's phone, as a page and as a picture; what the gate answered."""
from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.actions.visits import code_of
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.visit_ticket import Ticket
from zhiheng.records.models import File
from zhiheng.records.queries import visit_tickets as ask
from zhiheng.web import links
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.file_desk import crumbs, page, visible_file
from zhiheng.web.parts import Band, Button, Empty, Link
from zhiheng.web.parts_page import Cell, Column, ListPage, Row, Table

PATH = "/p/visit/"
may_show = for_posts("officer", "section_head", "bureau_head", "legal_reviewer", "supervisor")
RATINGS = "/visits/ratings/"


@dataclass(frozen=True)
class Shown:
    """What the page draws beside the code."""

    ticket: Ticket
    picture: str
    address: str
    entries: tuple[tuple[str, str], ...]
    cards: tuple[str, ...]


def address_of(request: HttpRequest, code: str) -> str:
    """What is scanned: the public page with the ticket in it."""
    base = settings.ZHIHENG_PUBLIC_URL or request.build_absolute_uri("/")
    return f"{base.rstrip('/')}{PATH}?t={code}"


def _found(mine: Desk, no: str) -> tuple[File, str, Ticket]:
    file = visible_file(mine, no)
    ticket = ask.ticket_of(file)
    if ticket is None:
        raise Http404("检查方案批准以后才有入企检查码")
    return file, code_of(file), ticket


@may_show
@require_safe
def code(request: HttpRequest, no: str) -> HttpResponse:
    """The page: big enough for a phone at arm's length, and to be printed."""
    mine = desk(request)
    file, text, ticket = _found(mine, no)
    at_gate = tuple((f"{e.at.astimezone(TZ):%m-%d %H:%M}", e.voucher) for e in ask.entries_of(no))
    shown = Shown(ticket, f"{links.file_href(no)}code.svg", address_of(request, text), at_gate, tuple(ask.invalid_cards(file, mine.now.date())))
    return page(request, "zh/visit_code.html", {"shown": shown, "no": no}, title=f"{no} 入企检查码", crumbs=crumbs(file, "入企检查码"),
                bands=_bands(file, ticket, mine))


def _bands(file: File, ticket: Ticket, mine: Desk) -> list[Band]:
    today = mine.now.date()
    if ask.since(ticket).called_off:
        return [Band("检查已经取消，企业扫码会看到“已取消”", "late", (), "called-off")]
    if not ticket.first <= today <= ticket.last:
        return [Band(f"检查码只在 {ticket.first} 至 {ticket.last} 有效，今天扫码会看到“不在有效期”", "due", (), "out-of-days")]
    names = ask.invalid_cards(file, today)
    return [Band(f"{'、'.join(names)}没有有效的执法证件，企业核验时会看到", "late", (), "no-card")] if names else []


@may_show
@require_safe
def picture(request: HttpRequest, no: str) -> HttpResponse:
    """The square code (SVG). The same file, plan and key give the same picture."""
    _, text, _ = _found(desk(request), no)
    out = BytesIO()
    segno.make(address_of(request, text), error="l", micro=False).save(out, kind="svg", border=4, scale=4, dark="#000", light="#fff")
    return HttpResponse(out.getvalue(), content_type="image/svg+xml; charset=utf-8", headers={"Cache-Control": "no-store"})


# --- what enterprises said of their visits ----------------------------------------------------------------------------

@for_posts("supervisor")
@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """Ratings without names, for those who supervise enforcement alone: the visited unit cannot find them anywhere."""
    mine = desk(request)
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and 2020 <= int(text) <= mine.now.year else mine.now.year
    found = ask.ratings(mine.scope, year)
    entered, visits = ask.entered_share(mine.scope, year)
    rows = tuple(Row((Cell("★" * r.stars + "☆" * (5 - r.stars), strong=True), Cell(f"{r.stars} 星"), Cell(r.agency), Cell(r.month),
                      Cell("、".join(r.points) or "—")), key=f"r{n}") for n, r in enumerate(found))
    columns = (Column("评价"), Column("星级", num=True), Column("检查单位"), Column("月份"), Column("企业勾选的情形", wide=True))
    mean = f"平均 {sum(r.stars for r in found) / len(found):.2f} 星，" if found else ""
    listed = ListPage(f"{year} 年入企评价", Table(columns, rows, "入企评价", Empty("本年还没有企业评价。"), action_label=""), RATINGS,
                      total=str(len(found)), page_note=f"{mean}企业自行扫码登记入企 {entered} / {visits} 次检查。评价不含企业、案卷和检查人员，"
                      "只记到月份；被评价单位的人员看不到本页。",
                      buttons=(Button(f"{year - 1} 年", links.with_query(RATINGS, {"year": str(year - 1)})),))
    frame = shell(request, crumbs=(Link("监督考评"), Link("入企评价")), current=RATINGS)
    return render(request, "zh/list.html", {"title": "入企评价", "shell": frame, "list_page": listed})
