"""Ratios as figures: number, numerator and denominator, definition, rows. No base, no percentage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from zhiheng.records.queries.measures import MEASURES, Counted, Measure, Ratio
from zhiheng.records.queries.scope import Scope
from zhiheng.web import links
from zhiheng.web.parts import Badge, Empty, Figure, FigureStrip, Link
from zhiheng.web.parts_page import Cell, Column, Row, Table


def period_of(text: str, today: date) -> tuple[str, date, date]:
    """A year or a month of the query («2026», «2026-10») as its days, never beyond today; else this year."""
    month = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    if month:
        first = date(int(month[1]), int(month[2]), 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return text, first, min(last, today) if first <= today else last
    year = int(text) if re.fullmatch(r"20\d\d", text) else today.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    return str(year), first, min(last, today) if first <= today else last


def value(counted: Ratio) -> str:
    """98.00%, or 无应办 when nothing was due."""
    return "无应办" if counted.percent is None else f"{counted.percent:.2f}%"


def figure(measure: Measure, counted: Ratio, period: str, at: str = "") -> Figure:
    """The figure with its drill-downs: all rows, and those that spoil it."""
    home = f"/measures/{measure.id}/rows/"
    here = links.with_query(home, {"period": period})
    gap = counted.d - counted.n
    return Figure(
        measure.id,
        measure.zh,
        value(counted),
        str(counted.n),
        str(counted.d),
        here,
        links.with_query(home, {"period": period, "only": "counted"}),
        here,
        measure.words,
        measure.target,
        Link(f"差的 {gap} 项", links.with_query(home, {"period": period, "only": "missing"})) if gap else None,
        counted.percent,
        at,
        Badge("无应办", "rest") if counted.percent is None else None,
    )


def strip(scope: Scope, today: date, agency: str) -> FigureStrip:
    """This year's ratios in small."""
    period, first, last = period_of("", today)
    figures = tuple(figure(m, m.count(scope, first, last), period) for m in MEASURES.values())
    return FigureStrip(f"百分之百（{agency}，{period} 年至今）", figures)


def rows_table(rows: Sequence[Counted]) -> Table:
    columns = (Column("日期"), Column("案卷"), Column("名称"), Column("内容", wide=True), Column("计入"))
    drawn = tuple(
        Row(
            (
                Cell(r.on.isoformat()),
                Cell(r.file_no, links.file_href(r.file_no), strong=True),
                Cell(r.title),
                Cell(r.what),
                Cell(badge=Badge("计入", "done")) if r.counts else Cell(badge=Badge("未计入", "late"), lines=(r.why,)),
            ),
            key=r.file_no,
            tone="plain" if r.counts else "late",
        )
        for r in rows
    )
    return Table(columns, drawn, "计入的案卷", Empty("这一期间没有应办的事项。"), action_label="")
