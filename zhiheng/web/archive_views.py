"""电子案卷: files that have ended, with their packages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.queries.lists import FileRow, files_list
from zhiheng.web import links
from zhiheng.web.build.shell import shell
from zhiheng.web.build.words import day_text
from zhiheng.web.desk import Desk, case_reader, desk
from zhiheng.web.parts import Badge, Button, Empty, Link
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

HREF = "/archives/"


@case_reader
@require_safe
def archives(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    kept = {k: request.GET[k] for k in ("procedure", "q", "year") if request.GET.get(k)}
    page = files_list(mine.scope, {**kept, "state": "ended"}, cursor=request.GET.get("at", ""), now=mine.now)
    columns = (Column("办结"), Column("案卷", wide=True), Column("程序"), Column("办案人员"), Column("记录", num=True),
               Column("案卷指纹"), Column("状态"), Column("案卷包"))
    procedures = mine.rules.procedures
    options = tuple(Option(p.zh, key, kept.get("procedure") == key) for key, p in procedures.items())
    listed = ListPage(
        "电子案卷",
        Table(columns, tuple(_row(r, mine) for r in page.rows), "电子案卷", Empty("还没有办结的案卷。")),
        HREF,
        (
            Filter("procedure", "程序", "select", options),
            Filter("year", "年度", "text", value=kept.get("year", "")),
            Filter("q", "关键词", "text", value=kept.get("q", "")),
        ),
        total=f"{page.count}+" if page.more_than else str(page.count),
        previous_href=links.with_query(HREF, kept | {"at": page.previous}) if page.previous else "",
        next_href=links.with_query(HREF, kept | {"at": page.next}) if page.next else "",
    )
    frame = shell(request, crumbs=(Link("处罚与强制"), Link("电子案卷")), current=HREF)
    return render(request, "zh/list.html", {"title": "电子案卷", "shell": frame, "list_page": listed})


def _row(r: FileRow, mine: Desk) -> Row:
    file = r.file
    declared = mine.rules.procedures.get(file.procedure)
    state = Badge("已归档 · 只读", "rest", "archived") if file.archived_at else Badge("已办结", "done", "ended")
    return Row(
        (
            Cell(day_text(file.ended_at)),
            Cell(file.title, links.file_href(file.no), strong=True, lines=(file.no,)),
            Cell(declared.zh if declared else file.procedure),
            Cell(" ".join(name for _, name in r.officers) or "—"),
            Cell(str(file.event_count), num=True),
            Cell(f"{file.head_hash[:4]}…{file.head_hash[-4:]}" if file.head_hash else "—"),
            Cell(badge=state),
            Cell("下载", f"{links.file_href(file.no)}archive/"),
        ),
        Button("查看", links.file_href(file.no)),
        file.no,
    )
