"""Drafts that wait for my signature, and what I have signed."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.kernel import view as kernel
from zhiheng.records.models import Event
from zhiheng.records.queries.signed import PAGE, signed_by
from zhiheng.records.queries.todo import Todo, todo
from zhiheng.web import links
from zhiheng.web.build.shell import shell
from zhiheng.web.build.words import moment_text
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Badge, Button, Empty, Link, Tab, Tabs
from zhiheng.web.parts_page import Cell, Column, ListPage, Row, Table

HREF = "/approvals/"
_WORDS = {"legal_reviewer": ("待我审核", "审核"), "section_head": ("待我审批", "审批"), "bureau_head": ("待我审批", "审批")}


@for_posts("officer", "section_head", "bureau_head", "legal_reviewer")
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    done = request.GET.get("state") == "done"
    waiting = [r for r in todo(mine.person, now=mine.now, scope=mine.scope) if r.draft_seq is not None]
    title, verb = next((w for role, w in _WORDS.items() if role in mine.roles), ("待我会签", "会签"))
    tabs = Tabs((Tab(title, HREF, not done, str(len(waiting))), Tab("已办", f"{HREF}?state=done", done)), "审核审批")
    if done:
        before = request.GET.get("before", "")
        listed = _done(signed_by(mine.scope, before=int(before) if before.isdigit() else 0), mine)
    else:
        listed = ListPage(title, _waiting(waiting, verb, title), total=str(len(waiting)))
    here = f"{HREF}?state=done" if done else HREF
    frame = shell(request, crumbs=(Link("审核审批"), Link("已办" if done else title)), current=here)
    context = {"title": listed.title, "shell": frame, "list_page": replace(listed, tabs=tabs)}
    return render(request, "zh/list.html", context)


def _waiting(rows: list[Todo], verb: str, title: str) -> Table:
    columns = (Column("送达时间"), Column("事项"), Column("环节"), Column("案卷", wide=True), Column("当事人"))
    drawn = tuple(
        Row(
            (
                Cell(moment_text(r.since)),
                Cell(r.act_zh, strong=True),
                Cell(badge=Badge("退回", "refused", "returned"), lines=(r.reason,))
                if r.kind == "returned"
                else Cell(r.step_zh),
                Cell(r.file.title, links.file_href(r.file.no), lines=(r.file.no,)),
                Cell(r.subject_name or (r.file.enterprise.name if r.file.enterprise else "—")),
            ),
            Button("修改" if r.kind == "returned" else verb, links.draft_href(r.file.no, r.draft_seq or 0), r.act),
            f"{r.file.no}-{r.draft_seq}",
        )
        for r in rows
    )
    return Table(columns, drawn, title, Empty("没有等您签署的事项。"))


def _done(rows: list[Event], mine: Desk) -> ListPage:
    columns = (Column("时间"), Column("事项"), Column("办理"), Column("案卷", wide=True))
    drawn = tuple(
        Row(
            (
                Cell(moment_text(r.recorded_at)),
                Cell(_act_zh(r, mine), strong=True),
                Cell(badge=Badge("退回", "refused") if r.kind == kernel.RETURN else Badge("已签署", "done")),
                Cell(r.file.title, links.file_href(r.file.no), lines=(r.file.no,)),
            ),
            Button("查看", links.file_href(r.file.no)),
            f"{r.file.no}-{r.seq}",
        )
        for r in rows[:PAGE]
    )
    more = f"{HREF}?state=done&before={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    return ListPage("已办", Table(columns, drawn, "已办", Empty("还没有签署过。")), next_href=more)


def _act_zh(r: Event, mine: Desk) -> str:
    declared = mine.rules.procedures.get(r.file.procedure)
    return declared.act(r.act).zh if declared and r.act in declared.names() else r.act
