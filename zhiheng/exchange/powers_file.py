"""权责清单 as a workbook: a version out and in again, a comparison, and what is wrong with a list row by row.

Steps, duties and liability that an item has of its own are not in the table; a row keeps those of the version it
replaces (by its code).
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from zhiheng.exchange import tables
from zhiheng.exchange.tables import clean
from zhiheng.exchange.targets import Fault
from zhiheng.kernel.clock import parse_day
from zhiheng.law.powers import FIELDS, LISTS, Item, Version, counted, faults
from zhiheng.law.powers_diff import Comparison, told
from zhiheng.law.powers_kinds import kind_of

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT = ("steps", "duties", "liability")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("事项编码", "编码", "职权编码"), "kind": ("事项类型", "类型", "职权类型", "类别"),
    "name": ("事项名称", "职权名称", "名称"), "basis": ("实施依据", "依据", "设定依据"), "holder": ("行使主体", "实施主体"),
    "level": ("行使层级", "层级"), "acts": ("对应违法行为", "违法行为编号"), "delegated": ("委托行使", "委托乡镇"),
    "phone": ("监督电话", "投诉电话"), "since": ("启用日期",), "until": ("停用日期",), "presumed": ("推定",), "note": ("备注",)}
MUST = ("code", "kind", "name", "basis")
_SPLIT = re.compile(r"[；;\n]+")
_SPLIT_LIST = re.compile(r"[、，,；;\s]+")
_YES = frozenset({"是", "有", "√", "1", "推定"})
_WIDTHS = {"name": 44, "basis": 36, "acts": 30, "note": 36, "holder": 20, "delegated": 30}


@dataclass(frozen=True)
class Line:
    """One row of the list: its row in the sheet, what was typed, the item's row for a body, and what is wrong."""

    number: int
    typed: Mapping[str, str]
    row: Mapping[str, Any]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Brought:
    """A list as somebody brought it."""

    lines: tuple[Line, ...]

    @property
    def faulty(self) -> tuple[Line, ...]:
        return tuple(x for x in self.lines if x.faults)

    @property
    def body(self) -> dict[str, Any]:
        return {"items": [dict(x.row) for x in self.lines]}


def read(path: Path, name: str, since: date, before: Version | None = None) -> Brought:
    """Every row of a CSV or Excel list, judged for a version that begins on ``since``. ZhihengError in plain words when
    the file cannot be read at all.
    """
    found = tables.table(path, name)
    top = list(islice(found, tables.HEADER_SEARCH))
    header = tables.find_header(top, COLUMNS, MUST, name)
    rows = ((n, {k: clean(cells[i]) for i, k in header.columns.items() if i < len(cells)})
            for n, cells in enumerate(chain(top, found), 1) if n > header.row)
    return judged(((n, typed) for n, typed in rows if any(typed.values())), since, before)


def judged(rows: Iterable[tuple[int, Mapping[str, str]]], since: date, before: Version | None = None) -> Brought:
    """The rows with what is wrong in each; a code that was there before is a fault of the later row."""
    lines, seen = [], dict[str, int]()
    for number, typed in rows:
        row = _row(typed, before)
        told_faults = [Fault(f, typed.get(f, ""), says, True) for f, says in faults(row, since)]
        code = str(row.get("code", ""))
        if code and code in seen:
            told_faults.append(Fault("code", code, f"事项编码与第 {seen[code]} 行重复", True))
        seen.setdefault(code, number)
        lines.append(Line(number, dict(typed), row, tuple(told_faults)))
    return Brought(tuple(lines))


def of_body(body: Mapping[str, Any], since: date) -> Brought:
    """Rows of a body judged as if they had been brought in a list; their numbers count from 1."""
    lines = []
    for number, row in enumerate(body["items"], 1):
        typed = {name: _text(row, name) for name in COLUMNS}
        lines.append(Line(number, typed, row, tuple(Fault(f, typed.get(f, ""), says, True) for f, says in faults(row, since))))
    return Brought(tuple(lines))


def _row(typed: Mapping[str, str], before: Version | None) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, text in typed.items():
        if text:
            row[name] = _value(name, text)
    old = before.get(typed.get("code", "")) if before else None
    return row | {name: old.raw[name] for name in KEPT if old and old.raw.get(name)}


def _value(name: str, text: str) -> Any:
    if name == "kind":
        found = kind_of(text)
        return found.id if found else text
    if name == "basis":
        return [part.strip() for part in _SPLIT.split(text) if part.strip()]
    if name in LISTS:
        return [part for part in _SPLIT_LIST.split(text) if part]
    if name in ("since", "until"):
        return _date(text)
    return text in _YES if name == "presumed" else text


def _date(text: str) -> str:
    """A date in one writing; what is none stays as typed and is a fault of the row."""
    try:
        return parse_day(text.replace("/", "-").replace(".", "-")).isoformat()
    except ValueError:
        return text


def cells(item: Item) -> list[str]:
    """One item as the columns of the table."""
    return [told(item, name) for name in COLUMNS]


def version_book(found: Version) -> bytes:
    """A version as a workbook; it may be edited and brought again."""
    about = [("清单", found.title), ("版次", f"第 {found.number} 版"), ("施行", found.since.isoformat()),
             ("截止", found.until.isoformat() if found.until else "现行"), ("事项", counted(found.items)), ("来源", found.source),
             ("填写", "依据写到条、款、项，多个用分号隔开；对应违法行为填目录编号，用顿号隔开；停用的事项填停用日期，不要删除")]
    return _book([("权责清单", [names[0] for names in COLUMNS.values()], [cells(i) for i in found.items], list(COLUMNS)),
                  ("说明", ["项目", "内容"], [list(x) for x in about], [])])


def body_book(rows: Sequence[Mapping[str, Any]], title: str) -> bytes:
    """Rows of a body that is not published yet (a proposed next version) as a workbook to be edited."""
    texts = [[_text(row, name) for name in COLUMNS] for row in rows]
    return _book([(title[:30], [names[0] for names in COLUMNS.values()], texts, list(COLUMNS))])


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if name == "kind":
        found = kind_of(str(value))
        return found.zh if found else str(value or "")
    if isinstance(value, list | tuple):
        return ("；" if name == "basis" else "、").join(str(v) for v in value)
    return "是" if value is True else str(value or "")


def faults_book(lines: Sequence[tuple[int, Mapping[str, str], str]]) -> bytes:
    """(row of the sheet, what was typed, what is wrong): the rows to be corrected, with the fault beside each."""
    head = ["原行号", "问题", *(names[0] for names in COLUMNS.values())]
    return _book([("问题清单", head, [[str(n), says, *(typed.get(k, "") for k in COLUMNS)] for n, typed, says in lines],
                   ["", "note", *COLUMNS])])


def comparison_book(found: Comparison) -> bytes:
    """What changed, as a workbook: by kind, then each change."""
    kinds = [[k.zh, *(str(n) for n in numbers)] for k, *numbers in found.by_kind()]
    rows = [["新增", i.code, i.kind.zh, i.name, "", "", ""] for i in found.added]
    rows += [["取消", i.code, i.kind.zh, i.name, "", "", ""] for i in found.removed]
    rows += [["变更", c.code, c.kind.zh, c.name, c.field_zh, c.old, c.new] for c in found.changes]
    return _book([("变动", ["变动", "事项编码", "类型", "事项名称", "字段", "原为", "现为"], rows,
                   ["", "", "", "name", "", "basis", "basis"]),
                  ("分类合计", ["类型", f"第{found.old.number}版", "新增", "取消", "变更", f"第{found.new.number}版"], kinds, [])])


Sheet = tuple[str, Sequence[str], Sequence[Sequence[str]], Sequence[str]]


def _book(sheets: Sequence[Sheet]) -> bytes:
    """(title, header, rows, field names for the widths); every cell is text: nothing typed becomes a formula."""
    book = Workbook(write_only=True)
    for title, head, rows, names in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for index, name in enumerate(names):
            sheet.column_dimensions[_letter(index)].width = _WIDTHS.get(name, 14)
        _line(sheet, head, bold=True)
        for row in rows:
            _line(sheet, row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _letter(index: int) -> str:
    return chr(ord("A") + index)


def _line(sheet: WriteOnlyWorksheet, texts: Sequence[str], bold: bool = False) -> None:
    found = []
    for text in texts:
        cell = WriteOnlyCell(sheet, value=None)
        cell.value, cell.data_type = text, "s"
        cell.font, cell.alignment = Font(bold=bold), Alignment(wrap_text=True, vertical="top")
        found.append(cell)
    sheet.append(found)


def plain(item: Item) -> dict[str, Any]:
    """An item as plain values for JSON and CSV: codes, citations written out, the kind in Chinese."""
    return {"code": item.code, "kind": item.kind.zh, "name": item.name, "basis": [a.zh() for a in item.basis],
            "holder": item.holder, "level": item.level, "acts": list(item.acts), "delegated": list(item.delegated),
            "phone": item.phone, "from": item.since.isoformat() if item.since else None,
            "until": item.until.isoformat() if item.until else None, "presumed": item.presumed, "note": item.note}


def headings() -> list[str]:
    """The words over the columns."""
    return [FIELDS[name] for name in COLUMNS]
