"""Lists of files: every declaration of :mod:`zhiheng.web.build.lists` as a declared list, its page and its spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse

from zhiheng.records.models import Penalty
from zhiheng.records.queries.lists import FileRow, Page, files_list, inspections_list
from zhiheng.records.queries.modes import modes_of
from zhiheng.web.build import lists as build
from zhiheng.web.build.lists import LISTS, Drawn, FileList
from zhiheng.web.desk import CASE_POSTS, Desk
from zhiheng.web.listing import Asked, Listing
from zhiheng.web.listing_views import export_view, page_view

NAMES = {"type": "kind", "mode": "mode", "stage": "stage", "mine": "mine", "q": "q", "on_from": "since", "on_to": "until", "year": "year"}
"""Names in the address → names of the query."""


def listing_of(spec: FileList) -> Listing[FileRow, Drawn]:
    """A list of files as a declared list."""
    return Listing(
        f"files_{spec.procedure}", spec.title, spec.href, CASE_POSTS, build.columns(spec), build.ORDERS,
        partial(build.picks, spec), partial(_read, spec), partial(_draw, spec), build.ways, build.crumbs(spec),
        empty=spec.empty, create=partial(build.create, spec), ready=build.ready, about=_about,
    )


def _read(spec: FileList, mine: Desk, asked: Asked) -> Page:
    given = {NAMES[k]: v for k, v in asked.filters.items() if k in NAMES} | {"procedure": spec.procedure, "sort": asked.sort}
    state = asked.get("state") or "open"
    given["state"] = "" if state == "all" else state
    if asked.get("who"):
        given["officer"] = _account_of(asked.get("who"), mine)
    read = inspections_list if spec.procedure == "inspection" else files_list
    return read(mine.scope, given, cursor=asked.cursor, now=mine.now, exact=asked.exact, size=asked.size)


def _draw(spec: FileList, mine: Desk, rows: Sequence[FileRow], columns: frozenset[str]) -> Drawn:
    fines: dict[int, int] = {}
    if "fine" in columns:
        ids = [r.file.pk for r in rows]
        found = Penalty.objects.filter(file__in=ids).order_by().values_list("file").annotate(all=Sum("fine_fen"))
        fines = dict(found)
    modes = modes_of([r.file.pk for r in rows]) if "mode" in columns and spec.by_kind else {}
    return Drawn(mine, mine.rules.procedures if mine.post else {}, fines, modes)


def _account_of(who: str, mine: Desk) -> str:
    """The account of a colleague named in the filter; somebody nobody knows finds nothing."""
    found = mine.scope.people.filter(Q(name=who) | Q(username=who)).values_list("username", flat=True).first()
    return found or "-"


def _about(mine: Desk) -> tuple[tuple[str, str], ...]:
    """Definitions of what the columns say."""
    return (
        ("期限", "本机关承担的最近一个正在计算的期限；已办结的显示办结日"),
        ("罚款合计", "已作出决定的罚款之和，不含没收；不得用于对人员或单位排名（行政处罚法第74条第3款）"),
    )


LISTINGS: dict[str, Listing[FileRow, Drawn]] = {procedure: listing_of(spec) for procedure, spec in LISTS.items()}
VIEWS: dict[str, tuple[Callable[[HttpRequest], HttpResponse], Callable[[HttpRequest], HttpResponse]]] = {
    procedure: (page_view(spec), export_view(spec)) for procedure, spec in LISTINGS.items()}
"""The page and the spreadsheet of every declared list."""
