"""Check items as a workbook: one row an item, read back with a sentence for every row that cannot be used."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from zhiheng.kernel.article import Article
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law import checklists
from zhiheng.law.checklists import Item
from zhiheng.law.cite import cite, laws
from zhiheng.law.procedures.inspection_facts import MEASURES

COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("id", "编号", 9), ("area", "行业或风险", 13), ("topic", "分组", 13), ("question", "检查内容", 44), ("method", "检查方法", 14),
    ("evidence", "取证要点", 34), ("basis", "依据", 38), ("violations", "可能涉及的处罚事项", 26), ("fix", "整改要求", 26),
    ("days", "整改天数", 9), ("major", "重大事故隐患", 12), ("stop", "现场处理措施", 22), ("photo", "拍照要点", 26), ("note", "说明", 22),
    ("least", "人数下限", 9), ("most", "人数上限", 9), ("only", "限于", 18), ("retired", "停用理由", 18))
NAMES = {zh: name for name, zh, _ in COLUMNS}
HEADER_SEARCH = 10
_SPLIT = re.compile(r"[；;、，,\s]+")


@dataclass(frozen=True)
class Brought:
    """What a workbook holds: rows of a sheet (each with its ``row``), retired ones, and what could not be read."""

    rows: tuple[dict[str, Any], ...]
    retired: tuple[dict[str, Any], ...]
    faults: tuple[str, ...]


def write(found: Iterable[Item], title: str, about: Iterable[tuple[str, str]] = (), *, answers: bool = False) -> bytes:
    """The items as a workbook. ``answers`` adds empty columns 结果 and 情况: a list to take along on paper."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:30])
    sheet.freeze_panes = "A2"
    extra = (("结果（符合、不符合、不适用）", 12), ("情况", 30)) if answers else ()
    for n, width in enumerate([*(w for _, _, w in COLUMNS), *(w for _, w in extra)]):
        sheet.column_dimensions[_letter(n)].width = width
    _line(sheet, [*(zh for _, zh, _ in COLUMNS), *(zh for zh, _ in extra)], bold=True)
    for item in found:
        row = checklists.row_of(item)
        _line(sheet, [*(_shown(name, row.get(name)) for name, _, _ in COLUMNS), *("" for _ in extra)])
    notes = book.create_sheet("说明")
    for line in (*about, ("重大事故隐患", "填 是 或者留空"), ("依据", "几条依据用；隔开，写到条、款、项"),
                 ("停用理由", "填写后该项不再用于新的检查"), ("行业或风险", "、".join(checklists.areas().values()))):
        _line(notes, line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _letter(n: int) -> str:
    return chr(ord("A") + n) if n < 26 else f"A{chr(ord('A') + n - 26)}"


def _shown(name: str, value: Any) -> str:
    if name == "area":
        return checklists.areas().get(str(value), str(value))
    if name == "basis":
        return "；".join(Article.parse(b).zh() if ":" in b else b for b in value)
    if name == "major":
        return "是" if value else ""
    if name == "stop":
        return dict(MEASURES).get(str(value), str(value or ""))
    if name == "only":
        return "、".join(checklists.areas().get(a, a) for a in value or ())
    if isinstance(value, list):
        return "、".join(value)
    return "" if value is None or (name in ("least", "most") and not value) else str(value)


def _line(sheet: Any, texts: Iterable[str], bold: bool = False) -> None:
    """Every cell is text: what somebody typed must never become a formula."""
    cells = []
    for text in texts:
        cell = WriteOnlyCell(sheet, value=None)
        cell.value, cell.data_type = text, "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)


def read(stream: BinaryIO, name: str) -> Brought:
    """The rows of a workbook. ZhihengError in plain words when it is none, or when no header is found."""
    try:
        book = load_workbook(stream, read_only=True, data_only=True)
    except Exception as fault:  # openpyxl raises many kinds; each means the same to the person
        raise ZhihengError(f"{name} 不能作为 Excel 工作簿打开", hint="请用表格软件另存为 .xlsx 后再试") from fault
    mapping: dict[int, str] = {}
    rows: list[dict[str, Any]] = []
    retired: list[dict[str, Any]] = []
    wrong: list[str] = []
    for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
        if not mapping:
            mapping = _header(cells)
            if not mapping and number >= HEADER_SEARCH:
                break
            continue
        raw = {key: _text(cells[i]) for i, key in mapping.items() if i < len(cells)}
        if not any(raw.values()):
            continue
        if raw.get("retired"):
            retired.append({"id": raw.get("id", ""), "why": raw["retired"]})
        else:
            rows.append(_row(number, raw, wrong))
    if not mapping:
        raise ZhihengError(f"{name} 没有找到表头（至少要有“编号”和“检查内容”两列）", hint="先导出一份本局的检查事项，在上面修改")
    return Brought(tuple(rows), tuple(retired), tuple(wrong))


def _header(cells: tuple[Any, ...]) -> dict[int, str]:
    found = {n: NAMES[_text(c)] for n, c in enumerate(cells) if _text(c) in NAMES}
    return found if {"id", "question"} <= set(found.values()) else {}


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _row(number: int, raw: Mapping[str, str], wrong: list[str]) -> dict[str, Any]:
    areas = {zh: code for code, zh in checklists.areas().items()}
    stops = {zh: code for code, zh in MEASURES}
    out: dict[str, Any] = {"row": number} | {k: raw.get(k, "") for k in ("id", "topic", "question", "method", "evidence", "fix", "photo", "note")}
    out["area"] = areas.get(raw.get("area", ""), raw.get("area", ""))
    out["stop"] = stops.get(raw.get("stop", ""), raw.get("stop", ""))
    out["major"] = raw.get("major", "") in ("是", "√", "1", "重大")
    out["violations"] = [c for c in _SPLIT.split(raw.get("violations", "")) if c]
    out["only"] = [areas.get(a, a) for a in _SPLIT.split(raw.get("only", "")) if a]
    out["basis"] = [key for part in re.split(r"[；;\n]+", raw.get("basis", "")) if part.strip() and (key := key_of(part.strip()))]
    for name in ("days", "least", "most"):
        text = raw.get(name, "")
        if text and not text.isdecimal():
            wrong.append(f"第 {number} 行：{dict((n, zh) for n, zh, _ in COLUMNS)[name]}「{text}」不是整数")
        out[name] = int(text) if text.isdecimal() else 0
    return out


def key_of(text: str) -> str:
    """A basis as it is kept: the place when it can be read as one, else the words as they stand."""
    try:
        found = cite(text)
    except (ValueError, KeyError):
        try:
            found = Article.parse(text)
        except ValueError:
            return text
    return found.key() if found.article and ("条" in text or found.law in laws()) else text
