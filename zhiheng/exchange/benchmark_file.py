"""A bureau's benchmark as an Excel workbook: written out with the statute beside each band, read back row by row.

Sheets: 裁量基准 (one row a band), 可选条目 (what may be charged on the day), 裁量因素, 参数, 填写说明. Reading keeps
nothing by itself; what is wrong is named by its row of the first sheet.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from zhiheng.exchange import benchmark_cells as cells
from zhiheng.exchange import tables
from zhiheng.exchange.benchmark_sheet import COLUMNS, FACTOR_COLUMNS, FACTORS, MAIN, PARAMETERS
from zhiheng.exchange.benchmark_sheet import workbook as workbook  # the way out stands beside the way in
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law import benchmark_tables, benchmarks, violations
from zhiheng.law import weighing_words as words

MOST_BYTES = 4 << 20
Raw = Mapping[str, Any]
Key = tuple[str, str]


@dataclass
class Brought:
    """What a workbook says. ``faults`` empty: ``body`` may be published from ``since`` on. Each fault names its row."""

    body: dict[str, Any]
    title: str = ""
    since: date | None = None
    source: str = ""
    faults: list[str] = field(default_factory=list)


def read(content: bytes, name: str, *, since: date | None = None) -> Brought:
    """Read and judge a workbook for a day of coming into force (else the one its 参数 sheet names, else today's law).

    ZhihengError in plain words when the file is not such a workbook at all.
    """
    book = _open(content, name)
    found = _parameters(book[PARAMETERS] if PARAMETERS in book.sheetnames else None)
    found.since = since or found.since
    factors = _factors(book[FACTORS] if FACTORS in book.sheetnames else None, found.faults)
    sheet = book[MAIN] if MAIN in book.sheetnames else book.worksheets[0]
    rows = [[_cell(c) for c in row] for row in sheet.iter_rows()]
    header = tables.find_header(rows, {k: (c.head, *c.also) for k, c in COLUMNS.items()}, ("code", "band", "min", "max"), name)
    made = _Tables(factors, found.faults)
    for number, line in enumerate(rows[header.row:], header.row + 1):
        raw = {key: line[i] for i, key in header.columns.items() if i < len(line)}
        if any(raw.get(k, "").strip() for k in ("code", "band", "min", "max", "value")):
            made.add(number, raw)
    found.body["benchmarks"] = made.every()
    whole = [t for t in found.body["benchmarks"] if (t["code"], t["stage"]) not in made.broken]
    if whole or not found.faults:
        found.faults += benchmark_tables.faults({**found.body, "benchmarks": whole}, found.since)
    if found.since is None:
        found.faults.append("参数：没有写明施行日期，应如 2026-12-01")
    found.faults.sort(key=lambda f: benchmark_tables.rows_of(f) or (0,))
    return found


def _open(content: bytes, name: str) -> Any:
    if len(content) > MOST_BYTES:
        raise ZhihengError(f"{name} 超过 {MOST_BYTES >> 20} MB，不是裁量基准表")
    try:
        return load_workbook(BytesIO(content), data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError) as fault:
        raise ZhihengError(f"{name} 不能作为 Excel 工作簿打开", hint="请用本页导出的 .xlsx 填写，不要改扩展名或者加密") from fault


def _cell(cell: Any) -> str:
    """The text of a cell; one that Excel shows as a percentage as that percentage."""
    if isinstance(cell.value, float) and "%" in str(cell.number_format or ""):
        return f"{round(cell.value * 100, 4):g}%"
    return tables.clean(cell.value)


def _parameters(sheet: Any) -> Brought:
    """名称, 施行日期, 依据 and the rules of arithmetic; what is not there keeps its usual value."""
    found = Brought({"start_permille": 500, "circumstance_permille": 200, "round_yuan": 0, "factors": {}, "benchmarks": []})
    for row in sheet.iter_rows(max_col=2) if sheet is not None else ():
        word, text = tables.head_word(row[0].value), _cell(row[1]) if len(row) > 1 else ""
        if not text:
            continue
        try:
            match word:
                case "基准名称":
                    found.title = text
                case "施行日期":
                    found.since = _day(text)
                case "依据文件":
                    found.source = text
                case "取整单位":
                    found.body["round_yuan"] = int(cells.end(text, "yuan", "取整单位"))
                case "起点位置":
                    found.body["start_permille"] = int(cells.end(text, "share", "起点位置"))
                case "每一情节的幅度":
                    found.body["circumstance_permille"] = int(cells.end(text, "share", "每一情节的幅度"))
        except ValueError as fault:
            found.faults.append(f"参数：{fault}")
    found.body["title"] = found.title or "本局裁量基准"
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.replace("/", "-").replace("年", "-").replace("月", "-").rstrip("日")[:10])
    except ValueError:
        raise ValueError(f"施行日期“{text}”不是日期，应如 2026-12-01") from None


def _factors(sheet: Any, faults: list[str]) -> dict[Key, tuple[str, Raw]]:
    """(code or "", name or id) → (id, factor). The standard ones are always there."""
    found: dict[Key, tuple[str, Raw]] = {}
    for key, raw in benchmarks.standard_factors().items():
        found[("", key)] = found[("", str(raw["zh"]))] = (key, raw)
    if sheet is None:
        return found
    rows = [[_cell(c) for c in row] for row in sheet.iter_rows()]
    header = tables.find_header(rows, {k: (c.head, *c.also) for k, c in FACTOR_COLUMNS.items()}, ("zh", "kind"), FACTORS)
    for number, line in enumerate(rows[header.row:], header.row + 1):
        given = {key: line[i].strip() for i, key in header.columns.items() if i < len(line)}
        if not given.get("zh"):
            continue
        try:
            key, raw = _factor(given)
            found[(given.get("code", ""), key)] = found[(given.get("code", ""), given["zh"])] = (key, raw)
        except ValueError as fault:
            faults.append(f"「{FACTORS}」表第 {number} 行：{fault}")
    return found


def _factor(given: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    kinds = {zh: key for key, zh in benchmark_tables.FACTOR_KINDS.items()}
    kind = kinds.get(given["kind"], given["kind"] if given["kind"] in kinds.values() else "")
    if not kind:
        raise ValueError(f"类型“{given['kind']}”看不懂，可写：{'、'.join(kinds)}")
    raw: dict[str, Any] = {"zh": given["zh"], "kind": kind, "unit": given.get("unit", "")}
    raw["required"] = given.get("required", "") in cells.YES
    for key in ("at_least", "months"):
        if given.get(key):
            raw[key] = cells.number(given[key], FACTOR_COLUMNS[key].head)
    if kind == "choice":
        parts = [p.partition("=") for p in cells.SPLIT.split(given.get("choices", "")) if p.strip()]
        raw["choices"] = {k.strip(): (zh or k).strip() for k, _, zh in parts}
        if len(raw["choices"]) < 2:
            raise ValueError("选项至少要有两个，用“；”隔开")
    return given.get("id") or given["zh"], raw


class _Tables:
    """Gathers the rows of the main sheet into tables, one per act and stage."""

    def __init__(self, factors: Mapping[Key, tuple[str, Raw]], faults: list[str]) -> None:
        self.factors, self.faults = factors, faults
        self.found: dict[Key, dict[str, Any]] = {}
        self.broken: set[Key] = set()
        self.last: Key = ("", "first")

    def every(self) -> list[dict[str, Any]]:
        return list(self.found.values())

    def add(self, number: int, raw: Mapping[str, str]) -> None:
        """One row: a band, or with empty ends one more condition under which the band named applies."""
        try:
            key = self._key(raw)
        except ValueError as fault:
            self.faults.append(f"第 {number} 行：{fault}")
            return
        try:
            self._row(number, key, raw)
        except ValueError as fault:
            self.broken.add(key)
            self.faults.append(f"第 {number} 行：{fault}")

    def _key(self, raw: Mapping[str, str]) -> Key:
        code = raw.get("code", "").strip() or self.last[0]
        if not code:
            raise ValueError("没有填写代码")
        try:
            act = words.act(code)
        except ValueError as fault:
            raise ValueError(str(fault).partition("可用 zhiheng")[0] + "可在「可选条目」表中选择") from None
        typed = raw.get("stage", "").strip() or (self.last[1] if self.last[0] == act.code else "")
        self.last = act.code, words.stage(act, typed)[0].id
        return self.last

    def _row(self, number: int, key: Key, raw: Mapping[str, str]) -> None:
        table = self.found.setdefault(key, {"code": key[0], "stage": key[1], "factors": {}, "bands": [], "adjustments": []})
        name = raw.get("band", "").strip()
        if not name:
            raise ValueError("没有填写档次名称")
        group, used = self._tests(key, table, raw)
        known = next((b for b in table["bands"] if b["name"] == name), None)
        if known is not None and not raw.get("min", "").strip() and not raw.get("max", "").strip():
            if not group:
                raise ValueError(f"「{name}」的补充条件没有填写因素")
            known["when"].append(group)
            return
        unit = self._unit(key, raw)
        band = {"row": number, "name": name, "words": raw.get("words", "").strip() or name, "when": [group] if group else [],
                unit: [cells.end(raw.get("min", ""), unit, "本档下限"), cells.end(raw.get("max", ""), unit, "本档上限")]}
        if raw.get("scale", "").strip():
            if unit != "yuan" or not used:
                raise ValueError("起点只能写在以元定档、且写明了数量因素的行")
            band["scale"] = cells.scale(raw["scale"], used[0], table["factors"][used[0]])
        table["bands"].append(band)
        if raw.get("default", "").strip() in cells.YES:
            table["default"] = name
        self._changes(key, table, raw.get("adjustments", ""))

    def _tests(self, key: Key, table: dict[str, Any], raw: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
        names, ops, values = ([p.strip() for p in cells.SPLIT.split(raw.get(k, "").strip()) if p.strip()]
                              for k in ("factor", "op", "value"))
        if not names and not values:
            return {}, []
        if len(names) != len(values) or (ops and len(ops) != len(names)):
            raise ValueError("因素、比较、值的个数不一致，几个条件须用“；”一一对应")
        group, used = {}, []
        for i, name in enumerate(names):
            id_, factor = self._find(key[0], name)
            group[id_] = cells.test(factor, ops[i] if ops else "", values[i])
            table["factors"][id_] = dict(factor)
            used.append(id_)
        return group, used

    def _changes(self, key: Key, table: dict[str, Any], text: str) -> None:
        for change in cells.changes(text, lambda name: self._find(key[0], name)):
            id_ = next(iter(change))
            table["factors"].setdefault(id_, dict(self._find(key[0], id_)[1]))
            if change not in table["adjustments"]:
                table["adjustments"].append(change)

    def _find(self, code: str, name: str) -> tuple[str, Raw]:
        found = self.factors.get((code, name.strip())) or self.factors.get(("", name.strip()))
        if found is None:
            raise ValueError(f"因素「{name}」没有在「{FACTORS}」表中写明")
        return found

    def _unit(self, key: Key, raw: Mapping[str, str]) -> str:
        held = benchmark_tables.measure(violations.get(key[0]).stage(key[1]).fine)
        typed = raw.get("unit", "").strip()
        if not typed:
            return held.unit if held else "yuan"
        found = next((k for k, zh in benchmark_tables.UNITS.items() if typed in (k, zh)), "")
        if not found:
            raise ValueError(f"计量“{typed}”看不懂，可写：{'、'.join(benchmark_tables.UNITS.values())}")
        return found


def error_workbook(content: bytes, faults: Sequence[str]) -> bytes:
    """The workbook as it was sent, with a column 问题 beside the rows that have one; faults of the whole on a sheet."""
    book = _open(content, "工作簿")
    sheet = book[MAIN] if MAIN in book.sheetnames else book.worksheets[0]
    column = next((c.column for c in sheet[1] if tables.clean(c.value) == "问题"), sheet.max_column + 1)
    by_row: dict[int, list[str]] = {}
    rest = []
    for fault in faults:
        rows = benchmark_tables.rows_of(fault)
        for row in rows:
            by_row.setdefault(row, []).append(fault.partition("：")[2])
        rest += [] if rows else [fault]
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, column).value = None
    sheet.cell(1, column, "问题")
    sheet.column_dimensions[sheet.cell(1, column).column_letter].width = 60
    for number, said in by_row.items():
        sheet.cell(number, column).value, sheet.cell(number, column).data_type = "；".join(said), "s"
    if rest:
        if "其他问题" in book.sheetnames:
            del book["其他问题"]
        other = book.create_sheet("其他问题")
        for fault in rest:
            other.append([fault])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
