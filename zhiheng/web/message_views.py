"""Messages: information only; a duty never stands here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import inbox
from zhiheng.records.models import Message
from zhiheng.web import links
from zhiheng.web.build.shell import shell
from zhiheng.web.build.words import moment_text
from zhiheng.web.desk import desk
from zhiheng.web.parts import Badge, Button, Empty, Link, Tab, Tabs
from zhiheng.web.parts_page import Cell, Column, ListPage, Row, Table

HREF = "/messages/"
PAGE = 50


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    unread = request.GET.get("state") == "unread"
    rows = Message.objects.filter(person=mine.person).select_related("file")
    if unread:
        rows = rows.filter(read_at__isnull=True)
    before = request.GET.get("before", "")
    if before.isdigit():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    columns = (Column("时间"), Column("内容", wide=True), Column("案卷"), Column("状态"))
    drawn = tuple(_row(m) for m in found[:PAGE])
    tabs = Tabs((Tab("全部", HREF, not unread), Tab("未读", f"{HREF}?state=unread", unread)), "消息")
    more = {"state": "unread" if unread else "", "before": str(found[PAGE - 1].pk) if len(found) > PAGE else ""}
    listed = ListPage(
        "消息",
        Table(columns, drawn, "消息", Empty("没有未读消息。" if unread else "没有消息。"), action_label="打开"),
        buttons=(Button("全部已读", f"{HREF}read/", post=True),) if any(m.read_at is None for m in found) else (),
        next_href=links.with_query(HREF, more) if more["before"] else "",
        tabs=tabs,
    )
    frame = shell(request, crumbs=(Link("工作台", "/"), Link("消息")), current=HREF)
    return render(request, "zh/list.html", {"title": "消息", "shell": frame, "list_page": listed})


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    inbox.read_all(desk(request).person)
    return HttpResponseRedirect(HREF)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens what the message is about and marks it as read."""
    found = inbox.read(desk(request).person, pk)
    if found is None:
        raise Http404("没有这条消息")
    return HttpResponseRedirect(links.file_href(found.file.no) if found.file else HREF)


def _row(m: Message) -> Row:
    return Row(
        (
            Cell(moment_text(m.at)),
            Cell(m.text, strong=m.read_at is None),
            Cell(m.file.no if m.file else "—"),
            Cell(badge=Badge("已读", "rest") if m.read_at else Badge("未读", "link")),
        ),
        Button("打开", f"{HREF}{m.pk}/"),
        str(m.pk),
    )
