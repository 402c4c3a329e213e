"""Counts of the data as tables, and everything 依据待核 with links to where it says it stands."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from zhiheng.law.checking import Report
from zhiheng.law.counts import Count, OfLaw, Open
from zhiheng.web.build.law_words import law_links
from zhiheng.web.links import law_page_href
from zhiheng.web.parts import Badge, Link
from zhiheng.web.parts_page import Cell, Column, Row, Table


def kinds_table(found: Sequence[Count]) -> Table:
    columns = (Column("数据", wide=True), Column("条目", num=True), Column("原文已核对", num=True), Column("依据待核", num=True))
    return Table(columns, tuple(Row((Cell(c.zh, strong=True), _n(c.total), _n(c.verified), _open(c.open, c.zh)), key=c.id)
                                for c in found), "各类数据", action_label="")


def laws_table(found: Sequence[OfLaw]) -> Table:
    columns = (Column("法规", wide=True), Column("违法行为", num=True), Column("原文已核对", num=True), Column("依据待核", num=True),
               Column("今天可用", num=True))
    return Table(columns, tuple(Row((Cell(x.title, law_page_href(x.title), strong=True), _n(x.total), _n(x.verified),
                                     _n(x.open), _n(x.usable)), key=x.title) for x in found), "按法规", action_label="")


def compared_table(report: Report) -> Table:
    columns = (Column("核对什么", wide=True), Column("条款", num=True), Column("数字和用语", num=True), Column("没有文本", num=True),
               Column("不符", num=True), Column("结果"))
    rows = [Row((Cell(t.zh, strong=True), _n(t.places), _n(t.figures), _n(t.no_text), _n(len(t.errors)),
                 Cell(badge=Badge("有不符", "late") if t.errors else Badge("相符", "done") if t.compared else Badge("没有文本", "rest"))),
                key=key) for key, t in report.groups.items()]
    return Table(columns, tuple(rows), "与原文核对", action_label="")


def open_groups(entries: Iterable[Open], today: date) -> tuple[tuple[str, tuple[tuple[str, str, tuple[Link, ...]], ...]], ...]:
    """(kind, its entries as (name, why, links)) in the order they come."""
    out: dict[str, list[tuple[str, str, tuple[Link, ...]]]] = {}
    for entry in entries:
        links = law_links(entry.articles, today)
        out.setdefault(entry.kind, []).append((f"{entry.id} {entry.title}", entry.why, links))
    return tuple((kind, tuple(rows)) for kind, rows in out.items())


def _n(number: int) -> Cell:
    return Cell(str(number), num=True)


def _open(number: int, kind: str) -> Cell:
    return Cell(str(number), f"#open-{kind}" if number else "", num=True)
