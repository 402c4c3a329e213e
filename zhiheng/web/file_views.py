"""The page of a file, the whole file on one printable page, and its package."""
from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from zhiheng.actions import archive as packages
from zhiheng.archive.model import PackageFault
from zhiheng.records.queries.posts import names_by_role
from zhiheng.web.build import file as build
from zhiheng.web.build.gates import Asker
from zhiheng.web.build.whole import whole_file
from zhiheng.web.desk import case_reader, desk
from zhiheng.web.file_desk import crumbs, open_page, page, read_law_as_of, visible_file
from zhiheng.web.links import file_href
from zhiheng.web.parts import Band, Link


@case_reader
@require_safe
def file(request: HttpRequest, no: str) -> HttpResponse:
    """One file: where it stands, what may be done, why not yet, what has happened."""
    mine = desk(request)
    rules, found = open_page(mine, no)
    read_law_as_of(request, found.view)
    asked = request.GET
    options = build.Options(asked.get("t", "all"), "whole" in asked, "sub" if asked.get("volume") == "sub" else "main")
    posts = names_by_role(found.file.agency, mine.scope.on)
    context = build.build(rules, found, Asker(mine.roles, mine.may_act and found.may_act), mine.person.pk, mine.now, posts, options)
    return page(request, "zh/file.html", context, title=f"{no} {found.file.title}", crumbs=crumbs(found.file),
                chain=build.chain(found))


@case_reader
@require_safe
def whole(request: HttpRequest, no: str) -> HttpResponse:
    """综合浏览: the whole file on one page, read only, for reading through and for printing."""
    mine = desk(request)
    rules, found = open_page(mine, no)
    read_law_as_of(request, found.view)
    return page(request, "zh/file_all.html", whole_file(rules, found, mine.now), title=f"{no} 综合浏览",
                crumbs=crumbs(found.file, "综合浏览"), chain=build.chain(found))


@case_reader
@require_safe
def archive(request: HttpRequest, no: str) -> HttpResponseBase:
    """The package of the file (电子案卷): everything, with the page that checks it. ``?for=party`` leaves out the 副卷."""
    mine = desk(request)
    found = visible_file(mine, no)
    party = request.GET.get("for") == "party"
    place = tempfile.TemporaryDirectory(prefix="zhiheng-package-")
    out = Path(place.name) / f"{no}{'-当事人' if party else ''}.zip"
    try:
        packages.export(no, out, for_party=party)
    except PackageFault as fault:
        place.cleanup()
        band = Band("案卷包没有生成", "late", (Link("回到案卷", file_href(no)),), detail=str(fault))
        return page(request, "zh/refused.html", {"band": band}, title="案卷包没有生成", crumbs=crumbs(found), status=409)
    answer = FileResponse(out.open("rb"), as_attachment=True, filename=out.name, content_type="application/zip")
    answer._resource_closers.append(place.cleanup)
    return answer
