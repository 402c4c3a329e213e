"""专项行动 at the desk: the list, one campaign with its course and progress, its tasks, the daily report."""
from __future__ import annotations

from datetime import date
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.actions.perform import assess
from zhiheng.exchange.campaign_report import Report, write
from zhiheng.records.models import File
from zhiheng.records.queries import campaigns as read
from zhiheng.web import links
from zhiheng.web.build import campaigns as listed
from zhiheng.web.build import campaigns_page as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.listing_views import export_view, page_view
from zhiheng.web.parts import Band, Button
from zhiheng.web.parts_firm import Panel
from zhiheng.web.sheets import TYPE, spreadsheet

readers = for_posts(*listed.WHO)
listing, export = page_view(listed.CAMPAIGN_LIST), export_view(listed.CAMPAIGN_LIST)


def _campaign(mine: Desk, number: str) -> File:
    found = read.campaign_of(mine.scope, number)
    if found is None:
        raise Http404("没有这个专项行动")
    return found


@readers
@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    mine = desk(request)
    file, today = _campaign(mine, number), mine.now.date()
    acts, tasks = read.said([file]).get(file.pk, {}), read.tasks_of(file)
    own = mine.scope.files.filter(pk=file.pk).exists()
    by = request.GET.get("by", "unit")
    by = by if by in dict(build.WAYS) else "unit"
    panels = [Panel("进度", (build.ways(file, by), build.progress(file, tasks, by, today)), f"{len(tasks)} 家", key="progress",
                    tools=(Button("看任务", f"{listed.href(file)}tasks/"),))] if tasks else []
    if tasks:
        also, cases = read.overlaps(file, tasks), read.candidates(tasks)
        panels += [Panel("可以合并的检查", (build.overlaps(also, _me(mine)),), str(len(also)), key="overlaps",
                         note="同一企业另有计划检查的，一次入企合并办理，两项计划同时核销"),
                   Panel("典型案例候选", (build.candidates(cases),), str(len(cases)), key="candidates", note="查出重大隐患并已立案的")]
    steps = _steps(mine, file) if own and mine.may_act and file.ended_at is None else []
    return render(request, "zh/campaign.html", {
        "title": f"{read.number(file)} {file.title}", "shell": shell(request, crumbs=build.crumbs(file), current=listed.HREF), "file": file,
        "number": read.number(file), "state": listed.state(file), "bar": build.bar(acts),
        "bands": (*_unsigned(acts), *build.bands(file, acts, tasks, today)),
        "course": build.course(file, acts), "figures": build.figures(file, tasks) if tasks else [], "panels": panels, "steps": steps,
        "tools": _tools(file, tasks, own), "papers": list(file.papers.filter(status="frozen").order_by("pk")) if own else [],
        "register": build.register_href(acts["set_up"].facts) if "set_up" in acts else ""})


def _me(mine: Desk) -> str:
    """The account at the desk when it may visit; "" else."""
    return mine.person.pk if "officer" in mine.roles and mine.may_act else ""


def _unsigned(acts: object) -> tuple[Band, ...]:
    return () if acts else (Band("方案尚未签批，还没有编号。", "due", key="unsigned"),)


def _tools(file: File, tasks: list[read.Task], own: bool) -> tuple[Button, ...]:
    found = (Button("日报", f"{listed.href(file)}daily/", icon="download"),) if tasks else ()
    return (*found, Button("案卷", links.file_href(file.no))) if own else found


def _steps(mine: Desk, file: File) -> list[tuple[str, str, str, str]]:
    """(act, word, address, why not) of what is still to come; what was done already is left out."""
    found = []
    for act, zh in build.ACTS:
        held = [o for j in assess(file.no, act, None, mine.person) for o in j.obstacles if o.stops]
        if any(o.gate in ("once", "done_once") or "已经办理" in o.says for o in held):
            continue
        found.append((act, zh, links.act_href(file.no, act), "；".join(dict.fromkeys(o.says for o in held))))
    return found


@readers
@require_safe
def tasks(request: HttpRequest, number: str) -> HttpResponse:
    """The enterprises of a campaign: by state, unit, area, trade and person; ``export`` gives the same rows as a file."""
    mine = desk(request)
    file, today = _campaign(mine, number), mine.now.date()
    kept = {n: request.GET.get(n, "")[:60] for n in ("state", *dict(build.WAYS)) if request.GET.get(n)}
    every = read.tasks_of(file)
    found = [t for t in every if build.fits(t, kept, today)]
    seen = frozenset(mine.scope.files.filter(pk__in=[t.visit_pk for t in found if t.visit_pk]).values_list("pk", flat=True))
    base = f"{listed.href(file)}tasks/"
    if "export" in request.GET:
        table = build.tasks_table(found, today, seen)
        return spreadsheet(f"{read.number(file)}任务", [table], list(kept.items()), by=mine.person.name, at=mine.now)
    page = build.tasks_page(file, build.tasks_table(found[:build.SHOWN], today, seen, _me(mine)), every, kept, len(found),
                            links.with_query(base, kept | {"export": "1"}))
    frame = shell(request, crumbs=build.crumbs(file), current=listed.HREF)
    return render(request, "zh/list.html", {"title": f"{read.number(file)} 任务", "shell": frame, "list_page": page})


@readers
@require_safe
def daily(request: HttpRequest, number: str) -> HttpResponse:
    """日报 of a day (today). 404 for a day that is none or is still to come."""
    mine = desk(request)
    file, text = _campaign(mine, number), request.GET.get("day", "")
    try:
        day = date.fromisoformat(text) if text else mine.now.date()
    except ValueError:
        raise Http404("没有这一天") from None
    if day > mine.now.date():
        raise Http404("这一天还没有到")
    body = write(Report(read.number(file), file.title, day, read.tasks_of(file), mine.person.name, f"{mine.now:%Y-%m-%d %H:%M}"))
    answer = HttpResponse(body, content_type=TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{read.number(file)}日报_{day:%Y%m%d}.xlsx')}"
    return answer
