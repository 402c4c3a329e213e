"""What the pages of a file share: the frame, the same answer for absent and hidden, the file as the engine sees it."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import FileView
from zhiheng.records.models import File
from zhiheng.records.queries.competence import shared_with
from zhiheng.records.queries.file_page import FilePage, file_page
from zhiheng.web.build.gates import law_day
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk
from zhiheng.web.links import LISTS, file_href
from zhiheng.web.parts import Band, Chain, Link

LIST_ZH = {"inspection": ("执法检查", "检查任务"), "rectification": ("执法检查", "整改复查"),
           "penalty_ordinary": ("处罚与强制", "一般程序"), "competence": ("监督考评", "管辖协调"),
           "delegation": ("队伍保障", "委托执法"), "power_assignment": ("队伍保障", "委托执法"),
           "annual_plan": ("执法计划", "年度计划")}


def page(request: HttpRequest, template: str, context: dict[str, Any], *, title: str, crumbs: Sequence[Link] = (),
         chain: Chain | None = None, bands: Sequence[Band] = (), status: int = 200) -> HttpResponse:
    """A whole page in the frame of the desk."""
    if status in (409, 422) and "HX-Request" not in request.headers:
        status = 200  # a form shown again is no failed load for the browser; a swapped part still learns of it
    frame = shell(request, crumbs=tuple(crumbs), chain=chain, bands=tuple(bands))
    return render(request, template, {"shell": frame, "title": title, **context}, status=status)


def read_law_as_of(request: HttpRequest, view: FileView) -> None:
    """Citations in the words of this page (findings, facts, reasons) open the text of the day of the conduct."""
    request.law_on = law_day(view)  # type: ignore[attr-defined]


def open_page(mine: Desk, no: str) -> tuple[Rules, FilePage]:
    """The file with everything its page shows. Not found, whether it does not exist or may not be seen."""
    try:
        found = file_page(no, mine.scope, mine.rules.procedures)
    except File.DoesNotExist:
        raise Http404("没有这个案卷，或者它不在您的查看范围内") from None
    return rules_for(found.file.agency), found


def visible_file(mine: Desk, no: str, *, reading: bool = False) -> File:
    """The row alone. Not found, whether it does not exist or may not be seen.

    ``reading``: also what another agency shares by link (a case handed over, a visit made together); never for acting.
    """
    found = mine.scope.files.select_related("agency", "agency__parent", "enterprise").filter(no=no).first()
    if found is None and reading:
        found = shared_with(mine.scope, no)
    if found is None:
        raise Http404("没有这个案卷，或者它不在您的查看范围内")
    return found


def crumbs(file: File, *more: str) -> tuple[Link, ...]:
    """Menu group › list › file › what is being done."""
    group, name = LIST_ZH.get(file.procedure, ("案卷", "案卷"))
    here = tuple(Link(m) for m in more)
    return Link(group), Link(name, LISTS.get(file.procedure, "/")), Link(file.no, file_href(file.no)), *here


def device(request: HttpRequest) -> str:
    """What is kept of the device in the record."""
    return request.headers.get("User-Agent", "")[:80]
