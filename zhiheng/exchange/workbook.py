"""A workbook of several sheets with their first lines bold. What somebody typed is text and never becomes a formula."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | int | float | None


def written(sheets: Iterable[tuple[str, Sequence[Sequence[Value]]]]) -> bytes:
    """(name, lines) of every sheet, in this order."""
    book = Workbook(write_only=True)
    for name, lines in sheets:
        _sheet(book, name, lines)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, name: str, lines: Sequence[Sequence[Value]]) -> None:
    sheet: WriteOnlyWorksheet = book.create_sheet(name)
    for number, line in enumerate(lines):
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=value if isinstance(value, int | float) else None)
            if isinstance(value, str):
                cell.value, cell.data_type = value, "s"
            if not number:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
