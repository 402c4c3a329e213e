"""法规库: the laws the rules of the house rest on, and one box to open an article."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.law.cite import Law, cite, laws
from zhiheng.web import links
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk
from zhiheng.web.parts import Badge, Empty, Link
from zhiheng.web.parts_page import Cell, Column, Row, Table

_TEXT = {
    "full": Badge("全文已核对", "done"),
    "excerpt": Badge("摘录核对", "done"),
    "memory": Badge("依据待核", "unverified"),
    "unread": Badge("依据待核", "unverified"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every known law with its days in force; ``q`` opens an article (安法97) or narrows the list."""
    mine = desk(request)
    query = request.GET.get("q", "").strip()[:60]
    try:
        found = cite(query) if query else None
    except ValueError:
        found = None
    if found is not None and found.article and found.law in laws():
        return HttpResponseRedirect(links.article_href(found.law, found.article))
    chosen = [x for x in laws().values() if query in x.title or query in x.aliases]
    context = {
        "title": "法规库",
        "shell": shell(request, crumbs=(Link("法规知识"), Link("法规库")), current="/law/"),
        "query": query,
        "laws": _table(chosen, mine.now.date()),
        "count": len(chosen),
    }
    return render(request, "zh/law_index.html", context)


def _table(chosen: list[Law], today: date) -> Table:
    columns = (Column("名称", wide=True), Column("版本"), Column("施行"), Column("失效"), Column("今天"), Column("文本"))
    rows = tuple(
        Row(
            (
                Cell(x.title, links.article_href(x.title, "1" if x.text == "full" else ""), strong=True,
                     lines=("、".join(x.aliases[:3]),) if x.aliases else ()),
                Cell(x.version),
                Cell(x.since.isoformat()),
                Cell(x.until.isoformat() if x.until else "—"),
                Cell(badge=Badge("有效", "done") if x.in_force(today) else Badge("不适用", "rest")),
                Cell(badge=_TEXT.get(x.text)),
            ),
            key=x.key,
        )
        for x in sorted(chosen, key=lambda law: (not law.in_force(today), law.title))
    )
    return Table(columns, rows, "法规库", Empty("没有登记这部法规。"), action_label="")
