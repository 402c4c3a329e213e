"""The benchmark workbook on its way out: columns with their explanations, the catalogue to choose from, the factors."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from zhiheng.exchange import benchmark_cells as cells
from zhiheng.law import benchmarks, violations
from zhiheng.law.benchmark_tables import FACTOR_KINDS, UNITS, measure

MAIN, CATALOGUE, FACTORS, PARAMETERS, NOTES = "裁量基准", "可选条目", "裁量因素", "参数", "填写说明"
HEAD, LOCKED = PatternFill("solid", fgColor="DCE6F1"), PatternFill("solid", fgColor="EFEFEF")
Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Col:
    """A column: its heading, width in characters, what to write; ``locked`` ones are for reading and not read back."""

    head: str
    width: int
    note: str
    locked: bool = False
    also: tuple[str, ...] = ()


COLUMNS: dict[str, Col] = {
    "code": Col("代码", 18, "违法行为代码，从「可选条目」表中选。同一代码同一阶段的各档连在一起写。"),
    "title": Col("违法行为", 34, "只供阅读，不读回。", True),
    "stage": Col("阶段", 12, "初次查处、逾期未改正、情节严重等，照「可选条目」表写；空着为第一个阶段。"),
    "statute_min": Col("法定下限", 12, "只供阅读，不读回。", True),
    "statute_max": Col("法定上限", 12, "只供阅读，不读回。", True),
    "unit": Col("计量", 8, "本档上下限的单位：元；%（收入、价款的比例）；倍（违法所得、货值的倍数）；幅度%（法定幅度的百分比）。空着按法条。"),
    "band": Col("档次", 10, "由轻到重，一行一档。同一档有几种情形的，另起一行写同样的档次，上下限空着。"),
    "words": Col("情形", 34, "本档的情形，用文字写明，写入说理。"),
    "factor": Col("因素", 22, "「裁量因素」表中的名称；同时具备几个条件的，用“；”隔开。"),
    "op": Col("比较", 12, "介于、不少于、不多于、等于、属于；几个条件用“；”隔开。"),
    "value": Col("值", 14, "数字、4–10、是或否、选项的名称（几个选项用“、”隔开）。"),
    "min": Col("本档下限", 12, "不得低于法定下限；与较轻一档的上限相接。", also=("下限",)),
    "max": Col("本档上限", 12, "不得高于法定上限。", also=("上限",)),
    "scale": Col("起点", 24, "按数量确定起点的，写两点，如 4→20000；10→50000（元），两点之间按比例。空着取本档的固定位置（见「参数」）。"),
    "default": Col("兜底档", 8, "没有一档的条件成立时适用的档写“是”。"),
    "adjustments": Col("调整", 30, "在本档内加减，如 一年内第二次以上 等于 是：+8000；或者 …：+10%（本档幅度的百分比）。写在任意一档即可。"),
}
FACTOR_COLUMNS: dict[str, Col] = {
    "id": Col("编号", 22, "英文或者拼音，供数据交换；空着用名称。"),
    "zh": Col("名称", 30, "在「裁量基准」表的因素一列使用。"),
    "kind": Col("类型", 8, "数量、金额、选项、是否。"),
    "unit": Col("单位", 8, "人、台、处、元……"),
    "choices": Col("选项", 50, "类型为选项时，用“；”隔开；可写成 编号=名称。"),
    "required": Col("必填", 8, "定档必须知道的写“是”。"),
    "at_least": Col("最小值", 8, "数量的最小值；空着为 0。"),
    "months": Col("统计月数", 10, "再犯类因素：从本局案卷统计近几个月内同类行为的处罚；其他因素空着。"),
    "code": Col("只用于代码", 18, "同名因素在某一违法行为有不同定义时写代码；一般空着。"),
}


def workbook(book: Raw, place_zh: str, on: date) -> bytes:
    """The benchmark ``book`` as a workbook; the catalogue is that of the day. An empty book gives the form to fill in."""
    out = Workbook()
    main = out.active
    main.title = MAIN
    _head(main, COLUMNS)
    for line in _rows(book):
        _line(main, [line.get(k, "") for k in COLUMNS])
    _shade(main, COLUMNS)
    _catalogue(out.create_sheet(CATALOGUE), on)
    _factors(out.create_sheet(FACTORS), book)
    _parameters(out.create_sheet(PARAMETERS), book, place_zh, on)
    _notes(out.create_sheet(NOTES))
    stream = BytesIO()
    out.save(stream)
    return stream.getvalue()


def _rows(book: Raw) -> list[dict[str, Any]]:
    """One row a band, one more for every further group of conditions."""
    found = []
    for table in book.get("benchmarks") or ():
        factors = {**(table.get("factors") or {}), **(book.get("factors") or {})}
        act = violations.get(table["code"])
        stage = act.stage(table.get("stage", "first"))
        held = measure(stage.fine)
        changes = "；".join(cells.change_words(a, factors) for a in table.get("adjustments") or ())
        for n, band in enumerate(table["bands"]):
            unit = next(u for u in UNITS if u in band)
            shared = {"code": act.code, "title": act.title, "stage": stage.zh, "band": band["name"]}
            groups = list(band.get("when") or [{}])
            row = {**shared, "statute_min": held.low if held else "", "statute_max": held.high if held else "",
                   "unit": UNITS[unit], "words": band["words"], "min": cells.written(band[unit][0], unit),
                   "max": cells.written(band[unit][1], unit), "scale": _scale(band), "adjustments": "" if n else changes,
                   "default": "是" if table.get("default") == band["name"] else "", **_tests(groups[0], factors)}
            found += [row, *({**shared, **_tests(g, factors)} for g in groups[1:])]
    return found


def _tests(group: Raw, factors: Mapping[str, Raw]) -> dict[str, str]:
    said = [(str(factors[k]["zh"]), *cells.shown(factors[k], wanted)) for k, wanted in group.items()]
    return dict(zip(("factor", "op", "value"), ("；".join(part) for part in zip(*said, strict=True)), strict=True)) if said else {}


def _scale(band: Raw) -> str:
    if not band.get("scale"):
        return ""
    low, high = next(v for k, v in band["scale"].items() if k != "yuan")
    first, last = band["scale"]["yuan"]
    return f"{low}→{first}；{high}→{last}"


def _catalogue(sheet: Any, on: date) -> None:
    columns = {"code": Col("代码", 18, ""), "title": Col("违法行为", 50, ""), "law": Col("处罚依据", 34, ""),
               "subject": Col("处罚对象", 18, ""), "stage": Col("阶段", 12, ""), "unit": Col("计量", 8, ""),
               "min": Col("法定下限", 12, ""), "max": Col("法定上限", 12, "")}
    _head(sheet, columns)
    for act in violations.catalogue(on):
        for stage in act.stages:
            held = measure(stage.fine)
            if held is not None:
                _line(sheet, [act.code, act.title, act.penalty.short(), act.subject_zh, stage.zh, UNITS[held.unit], held.low, held.high])
    sheet.auto_filter.ref = sheet.dimensions


def _factors(sheet: Any, book: Raw) -> None:
    """The factors in use, then the standard ones that are offered; a name with two meanings carries its code."""
    _head(sheet, FACTOR_COLUMNS)
    used: dict[str, dict[str, Raw]] = {}
    for table in book.get("benchmarks") or ():
        for key, raw in {**(table.get("factors") or {}), **(book.get("factors") or {})}.items():
            used.setdefault(key, {}).setdefault(str(table["code"]), raw)
    for key, by_code in used.items():
        one = all(raw == next(iter(by_code.values())) for raw in by_code.values())
        for code, raw in list(by_code.items())[: 1 if one else None]:
            _line(sheet, _factor_line(key, raw, "" if one else code))
    for key, raw in benchmarks.standard_factors().items():
        if key not in used:
            _line(sheet, _factor_line(key, raw, ""))


def _factor_line(key: str, raw: Raw, code: str) -> list[Any]:
    choices = "；".join(f"{k}={zh}" for k, zh in (raw.get("choices") or {}).items())
    return [key, raw["zh"], FACTOR_KINDS[raw["kind"]], raw.get("unit", ""), choices, "是" if raw.get("required") else "",
            raw.get("at_least", ""), raw.get("months", "") or "", code]


def _parameters(sheet: Any, book: Raw, place_zh: str, on: date) -> None:
    rows = (("基准名称", book.get("title") or f"{place_zh}行政处罚裁量基准"), ("施行日期", on.isoformat()),
            ("依据文件", book.get("source", "") if book.get("source") != "demo" else "示范数据"),
            ("取整单位（元，0 为不取整）", book.get("round_yuan", 0)),
            ("起点位置（%，没有按数量确定起点的，取本档的这个位置）", cells.written(book.get("start_permille", 500), "share")),
            ("每一情节的幅度（%，一个从轻或者从重情节在本档内移动多少）", cells.written(book.get("circumstance_permille", 200), "share")))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 58, 50
    for row in rows:
        _line(sheet, row)


def _notes(sheet: Any) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 14, 110
    for name, columns in ((MAIN, COLUMNS), (FACTORS, FACTOR_COLUMNS)):
        _line(sheet, [f"「{name}」表"])
        for col in columns.values():
            _line(sheet, [col.head, col.note])
    for text in ("导入时逐行检查：超出法定幅度、相邻两档重叠或者有空档、较重一档不重于较轻一档、代码或者阶段不存在、金额看不懂、施行日不能适用的，"
                 "都指出是第几行；只要有一处问题，整张表都不生效。", "灰色列只供阅读，改了不起作用。"):
        _line(sheet, ["", text])


def _head(sheet: Any, columns: Mapping[str, Col]) -> None:
    sheet.append([c.head for c in columns.values()])
    for n, col in enumerate(columns.values(), 1):
        cell = sheet.cell(1, n)
        cell.font, cell.fill = Font(bold=True), LOCKED if col.locked else HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if col.note:
            cell.comment = Comment(col.note, "执衡", width=320, height=120)
        sheet.column_dimensions[get_column_letter(n)].width = col.width
    sheet.freeze_panes = "C2" if len(columns) > 10 else "A2"


def _shade(sheet: Any, columns: Mapping[str, Col]) -> None:
    for n, col in enumerate(columns.values(), 1):
        for row in range(2, sheet.max_row + 1) if col.locked else ():
            sheet.cell(row, n).fill = LOCKED


def _line(sheet: Any, values: Sequence[Any]) -> None:
    """Texts stay texts: what somebody typed must never become a formula. Amounts are numbers."""
    sheet.append([None if v == "" else v for v in values])
    for n, value in enumerate(values, 1):
        if isinstance(value, str) and value:
            sheet.cell(sheet.max_row, n).data_type = "s"
