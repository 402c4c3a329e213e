"""电子案卷: files that have ended, with their packages, as a declared list."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.records.queries.lists import FileRow, Page, files_list
from zhiheng.web import links
from zhiheng.web.build.lists import FURTHER, Drawn
from zhiheng.web.build.words import day_text
from zhiheng.web.desk import CASE_POSTS, Desk
from zhiheng.web.listing import Asked, Col, Listing, Pick, Ways
from zhiheng.web.listing_views import export_view, page_view
from zhiheng.web.parts import Badge, Button, Link
from zhiheng.web.parts_page import Cell, Column

HREF = "/archives/"
ORDERS = (("ended", "办结日期，新的在前"), ("newest", "建卷日期，新的在前"), ("firm", "企业名称"))


def _title(r: FileRow, d: Drawn) -> Cell:
    return Cell(r.file.title, links.file_href(r.file.no), strong=True, lines=(r.file.no,))


def _procedure(r: FileRow, d: Drawn) -> Cell:
    declared = d.procedures.get(r.file.procedure)
    return Cell(declared.zh if declared else r.file.procedure)


def _officers(r: FileRow, d: Drawn) -> Cell:
    return Cell(" ".join(name for _, name in r.officers) or "—")


def _print(r: FileRow, d: Drawn) -> Cell:
    """The head hash, shortened as it is printed on the catalogue."""
    whole = r.file.head_hash
    return Cell(f"{whole[:4]}…{whole[-4:]}" if whole else "—")


def _state(r: FileRow, d: Drawn) -> Cell:
    return Cell(badge=Badge("已归档 · 只读", "rest", "archived") if r.file.archived_at else Badge("已办结", "done", "ended"))


COLUMNS: tuple[Col[FileRow, Drawn], ...] = (
    Col("title", Column("案卷", wide=True), _title),
    Col("ended", Column("办结"), lambda r, d: Cell(day_text(r.file.ended_at))),
    Col("procedure", Column("程序"), _procedure),
    Col("officers", Column("办案人员"), _officers),
    Col("events", Column("记录", num=True), lambda r, d: Cell(str(r.file.event_count), num=True)),
    Col("print", Column("案卷指纹"), _print),
    Col("state", Column("状态"), _state),
    Col("package", Column("案卷包"), lambda r, d: Cell("下载", f"{links.file_href(r.file.no)}archive/")),
    *(c for c in FURTHER if c.key in ("parties", "opened", "agency", "area", "domain")),
)


def _picks(mine: Desk) -> tuple[Pick, ...]:
    procedures = tuple((key, p.zh) for key, p in mine.rules.procedures.items()) if mine.post else ()
    return (Pick("procedure", "程序", options=procedures), Pick("year", "建卷年度", "number"), Pick("q", "关键词", "text"),
            Pick("on", "建卷日期", "period", more=True))


def _read(mine: Desk, asked: Asked) -> Page:
    names = {"procedure": "procedure", "year": "year", "q": "q", "on_from": "since", "on_to": "until"}
    given = {names[k]: v for k, v in asked.filters.items()} | {"state": "ended", "sort": asked.sort or "ended"}
    return files_list(mine.scope, given, cursor=asked.cursor, size=asked.size, exact=asked.exact, now=mine.now)


def _draw(mine: Desk, rows: Sequence[FileRow], columns: frozenset[str]) -> Drawn:
    return Drawn(mine, mine.rules.procedures if mine.post else {}, {})


def _row(r: FileRow, d: Drawn) -> Ways:
    return Ways(r.file.no, Button("查看", links.file_href(r.file.no)))


ARCHIVE_LIST: Listing[FileRow, Drawn] = Listing(
    "archives", "电子案卷", HREF, CASE_POSTS, COLUMNS, ORDERS, _picks, _read, _draw, _row,
    (Link("处罚与强制"), Link("电子案卷")), empty="还没有办结的案卷。",
    about=lambda _: (("案卷指纹", "案卷最后一条记录的哈希值的首尾四位，完整值在案卷包里"),))
archives, export = page_view(ARCHIVE_LIST), export_view(ARCHIVE_LIST)
