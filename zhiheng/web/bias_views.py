"""选取偏差 for those who lead or supervise: the report, and the rows behind each figure with their sheet."""
from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.queries import bias as ask
from zhiheng.web import links
from zhiheng.web.build import bias as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Button, Link
from zhiheng.web.parts_page import ListPage, Table
from zhiheng.web.sheets import MOST, spreadsheet

may_read = for_posts("section_head", "bureau_head", "legal_reviewer", "supervisor")
YEARS, MOST_YEARS = 3, 10


def _period(request: HttpRequest, mine: Desk) -> ask.Period:
    text = request.GET.get("years", "")
    years = int(text) if text.isdecimal() and len(text) < 3 and 1 <= int(text) <= MOST_YEARS else YEARS
    return ask.Period(years, mine.now.date())


@may_read
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The whole report; a fixed number of queries whatever the register holds."""
    mine = desk(request)
    period = _period(request, mine)
    grades, areas = ask.never_by(mine.scope, period, "grade"), ask.never_by(mine.scope, period, "area")
    pairs, persons = ask.same_pairs(mine.scope, period), ask.same_officers(mine.scope, period)
    rows, people = ask.easy(mine.scope, period), ask.officers(mine.scope, period)
    visited = ask.visits(mine.scope, period).order_by().values("enterprise").distinct().count()
    figures = build.figures(grades, len({h.firm_pk for h in pairs}), len({h.firm_pk for h in persons}), visited, rows, period.years)
    pair, person = build.WHAT[1][1], build.WHAT[2][1]
    panels = (("未抽中、未检查：按级别", build.parts_table(grades, period.years, "grade", "级别")),
              ("未抽中、未检查：按所在地", build.parts_table(areas, period.years, "area", "所在地")),
              (f"{pair}（前 20）", build.hands_table(pairs[:20], pair)), (f"{person}（前 20）", build.hands_table(persons[:20], person)),
              ("容易的占比", build.easy_table(rows)), ("人员集中度（前 20）", build.officers_table(people[:20])))
    buttons = [Button(zh, build.href(what, period.years)) for what, zh in build.WHAT]
    frame = shell(request, crumbs=(Link("监督考评"), Link("选取偏差")), current=build.HREF)
    return render(request, "zh/bias.html", {"title": "选取偏差", "shell": frame, "period": period, "figures": figures, "panels": panels,
                                            "buttons": buttons, "other": [n for n in (1, 2, 3, 5) if n != period.years]})


@may_read
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The rows of one figure (``?what=``), ``?export=1`` as a sheet. 404 for a figure that is not there."""
    mine = desk(request)
    period = _period(request, mine)
    what, kept = request.GET.get("what", ""), {n: request.GET[n][:60] for n in ("grade", "area") if request.GET.get(n)}
    zh = dict(build.WHAT).get(what)
    if zh is None:
        raise Http404("没有这个数字")
    table, total = _table(mine, period, what, kept, MOST if "export" in request.GET else build.SHOWN)
    said = {"what": what, "years": str(period.years), **kept}
    if "export" in request.GET:
        about = (("期间", f"{period.since} 以后至 {period.until}"), *((k, v) for k, v in kept.items()))
        return spreadsheet(zh, [table], about, by=mine.person.name, at=mine.now)
    button = Button("导出 Excel", links.with_query(build.ROWS, said | {"export": "1"}), icon="download")
    note = f"{period.since} 以后至 {period.until}" + (f"；只列出前 {build.SHOWN} 行，其余请导出" if total > build.SHOWN else "")
    listed = ListPage(f"{zh}{''.join(f'（{v}）' for v in kept.values())}", table, build.ROWS, total=str(total), buttons=(button,), page_note=note)
    frame = shell(request, crumbs=(Link("监督考评"), Link("选取偏差", build.HREF), Link(zh)), current=build.HREF)
    return render(request, "zh/list.html", {"title": zh, "shell": frame, "list_page": listed})


def _table(mine: Desk, period: ask.Period, what: str, kept: dict[str, str], limit: int) -> tuple[Table, int]:
    """The table cut to ``limit`` rows, and how many there are."""
    if what == "never":
        found = ask.never(mine.scope, period).filter(**kept)
        return build.never_table(ask.never_rows(mine.scope, period, kept, limit)), found.order_by().values("pk").distinct().count()
    if what == "easy":
        groups = ask.easy(mine.scope, period)
        return build.easy_table(groups), len(groups)
    if what == "officers":
        people = ask.officers(mine.scope, period)
        return build.officers_table(people[:limit]), len(people)
    hands = (ask.same_pairs if what == "pairs" else ask.same_officers)(mine.scope, period)
    return build.hands_table(hands[:limit], dict(build.WHAT)[what]), len(hands)
