"""Handing an officer's open files over: a successor for each, what stands in the way, one act a file."""
from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from zhiheng.actions.handover import Handed, handed
from zhiheng.law.procedures.reassigning import GROUNDS
from zhiheng.records.models import File
from zhiheng.records.queries.workload import Taker, Task, takers, tasks
from zhiheng.web import links
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk, for_posts
from zhiheng.web.parts import Link
from zhiheng.web.people_views import CRUMBS, person_or_404

ENOUGH = 5
"""Characters of a reason."""


@dataclass(frozen=True)
class HandoverRow:
    """One open file: whom it is to go to, who stays on it, and what was found."""

    task: Task
    href: str
    options: tuple[Taker, ...]
    chosen: str
    found: Handed | None = None


@for_posts("section_head", "bureau_head")
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, username: str) -> HttpResponse:
    """GET: the open files with who could take them. POST ``do=check``: what would be refused; ``do=write``: hand over."""
    mine = desk(request)
    giver, today, sent = person_or_404(mine, username), mine.now.date(), request.POST
    open_files = tasks(mine.scope, username)
    options = {a.pk: takers(a, today, {username}) for a in {t.file.agency_id: t.file.agency for t in open_files}.values()}
    wanted = {t.file.no: sent.get(f"to-{t.file.no}") or sent.get("all", "") for t in open_files}
    ground, reason = sent.get("ground", ""), sent.get("reason", "").strip()
    fault, found = "", {}
    if request.method == "POST":
        fault = _fault(ground, reason, wanted)
        if not fault:
            going: list[tuple[File, str]] = [(t.file, wanted[t.file.no]) for t in open_files if wanted[t.file.no]]
            results = handed(going, giver, ground, reason, by=mine.person, write=sent.get("do") == "write")
            found = {h.file.no: h for h in results}
            done = [h for h in results if not h.says]
            if sent.get("do") == "write" and done:
                messages.success(request, f"已变更 {len(done)} 件案卷的承办人，接办人员已收到消息。")
                if len(done) == len(results):
                    return HttpResponseRedirect(f"{links.person_href(username)}handover/")
                open_files = tasks(mine.scope, username)
    rows = tuple(HandoverRow(t, links.file_href(t.file.no), tuple(o for o in options.get(t.file.agency_id, ()) if o.username not in t.file.officers),
                             wanted[t.file.no], found.get(t.file.no)) for t in open_files)
    everyone = tuple({o.username: o for found_ in options.values() for o in found_}.values())
    context = {"title": "交接案卷", "person": giver, "rows": rows, "takers": everyone, "grounds": GROUNDS, "fault": fault,
               "typed": sent, "checked": bool(found), "back": links.person_href(username),
               "shell": shell(request, crumbs=(*CRUMBS, Link(giver.name, links.person_href(username)), Link("交接案卷")), current="/officers/")}
    return render(request, "zh/handover.html", context, status=400 if fault else 200)


def _fault(ground: str, reason: str, wanted: dict[str, str]) -> str:
    if not any(wanted.values()):
        return "没有选接办人员：给要交接的案卷逐件选定，或者在“全部交给”里选一人"
    if ground not in dict(GROUNDS):
        return "请选择变更原因"
    return "" if len(reason) >= ENOUGH else f"请写明说明和交接情况，不少于 {ENOUGH} 个字"
