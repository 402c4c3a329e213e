"""Tables as people have them: CSV in UTF-8 or GBK, Excel workbooks, title rows, odd headers. Reading only.

Every fault of the file as a whole is a ZhihengError in plain words; what is wrong in a row is the reader's caller's.
"""
from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from zhiheng.kernel.errors import ZhihengError

HEADER_SEARCH = 20
"""Rows in which the header is looked for; titles and notes may stand above it."""
Names = Mapping[str, Sequence[str]]
"""Field → the words by which its column may be headed."""


@dataclass(frozen=True)
class Header:
    """The header found: its row in the sheet (from 1), its cells, and which column is which field."""

    row: int
    cells: tuple[str, ...]
    columns: Mapping[int, str]


def table(path: Path, name: str = "") -> Iterator[list[Any]]:
    """Every row of the first sheet, empty ones included. ``name`` is the file's own name where ``path`` is not."""
    shown = name or path.name
    if not path.is_file():
        raise ZhihengError(f"没有这个文件：{path}", hint="检查文件名和所在文件夹")
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head.strip():
        raise ZhihengError(f"{shown} 是空文件", hint="请重新导出后再试")
    if head.lstrip().startswith(b"<?xml") or b"urn:schemas-microsoft-com:office" in head:
        raise ZhihengError(f"{shown} 不是真正的 Excel 工作簿，而是改了扩展名的 XML 表格",
                           hint="用表格软件打开后另存为 .xlsx 或 CSV，再导入")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ZhihengError(f"{shown} 是旧式 .xls 工作簿（或者加了密码）", hint="用表格软件打开后另存为不加密的 .xlsx，再导入")
    return _workbook(path, shown) if head.startswith(b"PK") else _csv(path, shown)


def length(path: Path) -> int:
    """About how many rows the table has, for the progress bar; 0 when it does not say."""
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            stream.seek(0)
            return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b"")) + 1
    with path.open("rb") as stream:
        book = load_workbook(stream, read_only=True)
        try:
            return int(book.worksheets[0].max_row or 0)
        finally:
            book.close()


def find_header(rows: Sequence[Sequence[Any]], names: Names, required: Sequence[str], shown: str) -> Header:
    """The header among the first rows. ZhihengError when none of them has the columns that must be there."""
    for number, cells in enumerate(rows[:HEADER_SEARCH], 1):
        columns = match(cells, names)
        if set(required) <= set(columns.values()):
            return Header(number, tuple(clean(c) for c in cells), columns)
    wanted = "、".join(f"“{names[r][0]}”" for r in required)
    raise ZhihengError(f"{shown} 前 {HEADER_SEARCH} 行没有找到表头（至少要有{wanted}一列）",
                       hint="可用的列名：" + "、".join(n[0] for n in names.values()))


def match(cells: Sequence[Any], names: Names) -> dict[int, str]:
    """Column index → field, by the words of the header; each field once, its best word first."""
    heads = [head_word(c) for c in cells]
    found: dict[int, str] = {}
    for key, words in names.items():
        wanted = [head_word(w) for w in words]
        hits = [(wanted.index(h), i) for i, h in enumerate(heads) if h in wanted and i not in found]
        if hits:
            found[min(hits)[1]] = key
    return found


def head_word(cell: Any) -> str:
    """A header without spaces, stars and remarks in brackets."""
    return re.sub(r"\s|\*|（.*?）|\(.*?\)|[：:]$", "", unicodedata.normalize("NFC", str(cell or "")))


def clean(value: Any) -> str:
    """Text without full-width spaces, and numbers without the trailing .0 that spreadsheets give them."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10] if getattr(value, "hour", 0) == 0 else str(value)
    return re.sub(r"[\s　]+", " ", str(value)).strip()


def _workbook(path: Path, shown: str) -> Iterator[list[Any]]:
    try:
        stream = path.open("rb")
        book = load_workbook(stream, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
    except Exception as fault:  # openpyxl raises many kinds; each means the same to the person
        raise ZhihengError(f"{shown} 不能作为 Excel 工作簿打开（{type(fault).__name__}）",
                           hint="文件可能损坏或加密；请用表格软件另存为 .xlsx 后再试") from fault
    return _listed(rows, stream)


def _listed(rows: Iterator[tuple[Any, ...]], stream: Any) -> Iterator[list[Any]]:
    with stream:
        for row in rows:
            yield list(row)


def _csv(path: Path, shown: str) -> Iterator[list[Any]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ZhihengError(f"{shown} 的文字编码既不是 UTF-8 也不是 GBK", hint="请另存为 UTF-8 的 CSV")
    if "\x00" in text:
        raise ZhihengError(f"{shown} 不是文字表格", hint="请导出为 CSV 或 .xlsx")
    sample = text[:4096]
    delimiter = max((",", "\t", ";"), key=sample.count)
    return iter(csv.reader(io.StringIO(text), delimiter=delimiter))
