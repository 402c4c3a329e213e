"""A list as a spreadsheet: the rows as shown, and a second sheet that says what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from zhiheng.kernel.clock import TZ
from zhiheng.web.parts_page import Cell, Table

MOST = 5000
"""Rows of one export; more must be narrowed by filters."""

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def spreadsheet(
    name: str, tables: Sequence[Table], about: Iterable[tuple[str, str]], *, by: str, at: datetime
) -> HttpResponse:
    """Tables of the same columns one below the other, and the sheet 「说明」."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:30])
    _line(sheet, [c.label for c in tables[0].columns], bold=True)
    count = 0
    for table in tables:
        for row in table.rows:
            _line(sheet, [text_of(c) for c in row.cells])
            count += 1
    notes = book.create_sheet("说明")
    stamp = f"{at.astimezone(TZ):%Y-%m-%d %H:%M}"
    for line in (("名称", name), ("行数", str(count)), ("导出时间", stamp), ("导出人", by), *about):
        _line(notes, line)
    out = BytesIO()
    book.save(out)
    answer = HttpResponse(out.getvalue(), content_type=TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}_{at:%Y%m%d}.xlsx')}"
    return answer


def text_of(cell: Cell) -> str:
    """What the cell says, its sign and second lines included."""
    badge = ""
    if cell.badge is not None:
        words = [getattr(cell.badge, a, "") for a in ("colour", "grade", "text", "on")]
        badge = " ".join(w for w in words if w)
    return " ".join(w for w in (badge, cell.text, *cell.lines) if w)


def _line(sheet: WriteOnlyWorksheet, texts: Sequence[str], bold: bool = False) -> None:
    """Every cell is text: what somebody typed must never become a formula."""
    cells = []
    for text in texts:
        cell = WriteOnlyCell(sheet, value=None)
        cell.value = text
        cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)
