"""执法手册: the check items by trade and hazard, one item with the acts it reveals, and the lists to take along."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.exchange import checklist_file
from zhiheng.law import checklists
from zhiheng.law.checklists import Item
from zhiheng.records.models import Enterprise
from zhiheng.records.queries.handbook import found_wrong, latest
from zhiheng.web.build import handbook as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import CASE_POSTS, Desk, desk, for_posts
from zhiheng.web.parts import Link
from zhiheng.web.sheets import TYPE

WRITERS = frozenset({"legal_reviewer", "section_head", "administrator"})
may_read = for_posts(*CASE_POSTS, "administrator")
may_write = for_posts(*WRITERS)


def place_of(mine: Desk) -> str:
    return mine.post.agency.place_id if mine.post else ""


def writes(mine: Desk) -> bool:
    return mine.may_act and bool(mine.roles & WRITERS)


def items_of(mine: Desk) -> tuple[Item, ...]:
    """The items in force at the bureau today."""
    return checklists.items(place_of(mine), mine.now.date())


def chosen(mine: Desk, query: dict[str, str]) -> tuple[Item, ...]:
    """The items the filters leave."""
    found = checklists.search(query.get("q", "")[:60], items_of(mine))
    area, kind = query.get("area", ""), query.get("kind", "")
    found = tuple(i for i in found if not area or i.area == area)
    if kind == "major":
        return tuple(i for i in found if i.major_hazard)
    if kind == "own":
        return tuple(i for i in found if i.origin)
    return tuple(i for i in found if i.source == "memory") if kind == "unverified" else found


@may_read
@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """Browse and search; every filter lives in the address."""
    mine, query = desk(request), request.GET.dict()
    found = chosen(mine, query)
    listed = build.list_page(found, items_of(mine), query, found_wrong(mine.scope, mine.now.date()), mine.now.date(), writes(mine))
    frame = shell(request, crumbs=(Link("法规知识"), Link("执法手册")), current=build.HREF)
    return render(request, "zh/list.html", {"title": "执法手册", "shell": frame, "list_page": listed})


@may_read
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item: how to check it, what it rests on, what it may reveal, how often it was not in order here."""
    mine = desk(request)
    day = mine.now.date()
    try:
        found = checklists.get(code, place_of(mine), day)
    except KeyError:
        return _retired(request, mine, code)
    counts = found_wrong(mine.scope, day)
    context = build.item_page(found, counts.get(code, 0), latest(mine.scope, code), day, writes(mine))
    trail = (Link("法规知识"), Link("执法手册", build.HREF), Link(found.id))
    return render(request, "zh/handbook_item.html", context | {
        "title": f"{found.id} {found.question}", "shell": shell(request, crumbs=trail, current=build.HREF)})


def _retired(request: HttpRequest, mine: Desk, code: str) -> HttpResponse:
    """An item the bureau no longer uses is still shown, and says so."""
    try:
        found = checklists.get(code)
    except KeyError:
        raise Http404("检查表中没有这一项") from None
    context = build.item_page(found, 0, latest(mine.scope, code), mine.now.date(), writes(mine), retired=True)
    frame = shell(request, crumbs=(Link("法规知识"), Link("执法手册", build.HREF), Link(code)), current=build.HREF)
    return render(request, "zh/handbook_item.html", context | {"title": code, "shell": frame})


@may_read
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """A list as a workbook: for one enterprise to take along, or what the filters leave."""
    mine, query = desk(request), request.GET.dict()
    about = [("机关", mine.post.agency.name if mine.post else ""), ("日期", mine.now.date().isoformat())]
    if query.get("enterprise"):
        firm = _firm(mine, query["enterprise"])
        rows = checklists.for_enterprise(firm.industry, (*firm.hazards, *firm.fields), employees=firm.employees,
                                         place=place_of(mine), on=mine.now.date())
        data = checklist_file.write((c.item for c in rows), "检查表", [*about, ("企业", firm.name)], answers=True)
        return workbook(data, f"检查表_{firm.name}")
    data = checklist_file.write(chosen(mine, query), "执法手册", about, answers=bool(query.get("area")))
    return workbook(data, f"执法手册_{mine.now:%Y%m%d}")


def workbook(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer


def _firm(mine: Desk, key: str) -> Enterprise:
    found = mine.scope.enterprises.filter(pk=int(key)).first() if key.isdecimal() else None
    if found is None:
        raise Http404("没有这家企业")
    return found
