"""Lists of enterprises as people have them: CSV in UTF-8 or GBK, Excel workbooks, odd headers and title rows.

Reading and checking only; :mod:`zhiheng.actions.register` writes. A row is accepted, warned or rejected with its reason.
"""
from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from stdnum.cn import uscc

from zhiheng.kernel.errors import ZhihengError

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("企业名称", "单位名称", "名称", "市场主体名称", "生产经营单位"),
    "code": ("注册号/统一社会信用代码", "统一社会信用代码", "信用代码", "统一社会信用代码/注册号", "注册号", "社会信用代码"),
    "address": ("地址", "住所", "经营地址", "生产经营地址", "注册地址"),
    "area": ("管辖单位", "所在乡镇", "乡镇街道", "属地", "所属镇街"),
    "industry": ("行业", "行业类别", "所属行业"),
    "principal": ("主要负责人", "法定代表人", "负责人", "法人"),
    "phone": ("联系电话", "电话", "手机"),
    "registrar": ("登记机关",),
    "employees": ("从业人数", "职工人数", "人数"),
}
HEADER_SEARCH = 20  # rows that may stand above the header


@dataclass(frozen=True)
class Row:
    """One row of the list: its number in the sheet, cleaned values, what is doubtful, why it is refused."""

    number: int
    values: dict[str, Any]
    warnings: tuple[str, ...] = ()
    rejected: str = ""


@dataclass
class Report:
    """Counts by outcome and the rows that need a person's eye, as printed and as JSON."""

    accepted: int = 0
    updated: int = 0
    unchanged: int = 0
    warned: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"accepted": self.accepted, "updated": self.updated, "unchanged": self.unchanged,
                "warned": self.warned, "rejected": self.rejected}


def rows(path: Path) -> Iterator[Row]:
    """Every data row of a CSV or Excel file, checked. ZhihengError in plain words when the file is not readable."""
    if not path.is_file():
        raise ZhihengError(f"没有这个文件：{path}", hint="检查文件名和所在文件夹")
    head = path.read_bytes()[:4096]
    if not head.strip():
        raise ZhihengError(f"{path.name} 是空文件", hint="请重新导出后再试")
    if head.lstrip().startswith(b"<?xml") or b"urn:schemas-microsoft-com:office" in head:
        raise ZhihengError(f"{path.name} 不是真正的 Excel 工作簿，而是改了扩展名的 XML 表格",
                           hint="用表格软件打开后另存为 .xlsx 或 CSV，再导入")
    table = _workbook(path) if head.startswith(b"PK") else _csv(path, head)
    mapping: dict[int, str] = {}
    seen: dict[str, int] = {}
    for number, cells in enumerate(table, 1):
        if not mapping:
            mapping = _header(cells)
            if not mapping and number >= HEADER_SEARCH:
                raise ZhihengError(f"{path.name} 前 {HEADER_SEARCH} 行没有找到表头（至少要有“企业名称”一列）",
                                   hint="可用的列名：" + "、".join(n[0] for n in COLUMNS.values()))
            continue
        raw = {key: cells[i] for i, key in mapping.items() if i < len(cells)}
        if any(_clean(v) for v in raw.values()):
            yield _check(number, raw, seen)
    if not mapping:
        raise ZhihengError(f"{path.name} 没有找到表头（至少要有“企业名称”一列）",
                           hint="可用的列名：" + "、".join(n[0] for n in COLUMNS.values()))


def _workbook(path: Path) -> Iterator[list[Any]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as fault:  # openpyxl raises many kinds; each means the same to the person
        raise ZhihengError(f"{path.name} 不能作为 Excel 工作簿打开（{type(fault).__name__}）",
                           hint="文件可能损坏或加密；请用表格软件另存为 .xlsx 后再试") from fault
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield list(row)


def _csv(path: Path, head: bytes) -> Iterator[list[Any]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ZhihengError(f"{path.name} 的文字编码既不是 UTF-8 也不是 GBK", hint="请另存为 UTF-8 的 CSV")
    if "\x00" in text:
        raise ZhihengError(f"{path.name} 不是文字表格", hint="请导出为 CSV 或 .xlsx")
    sample = text[:4096]
    delimiter = max((",", "\t", ";"), key=sample.count)
    yield from csv.reader(io.StringIO(text), delimiter=delimiter)


def _header(cells: list[Any]) -> dict[int, str]:
    names = [re.sub(r"\s|\*|（.*?）|\(.*?\)", "", str(c or "")) for c in cells]
    found: dict[int, str] = {}
    for key, words in COLUMNS.items():
        for index, name in enumerate(names):
            if index not in found and name in words:
                found[index] = key
                break
    return found if "name" in found.values() else {}


def _clean(value: Any) -> str:
    """Text without full-width spaces and the trailing .0 that spreadsheets give to numbers."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"[\s　]+", " ", str(value)).strip()


def _check(number: int, raw: dict[str, Any], seen: dict[str, int]) -> Row:
    values: dict[str, Any] = {k: _clean(v) for k, v in raw.items()}
    warnings: list[str] = []
    # （） and () are one name on paper; the register keeps the full-width form of the licence
    name = values["name"] = values.get("name", "").replace("(", "（").replace(")", "）")
    if not name:
        return Row(number, values, rejected="没有企业名称")
    if len(name) > 120:
        return Row(number, values, rejected=f"企业名称过长（{len(name)} 字）")
    code = unicodedata.normalize("NFKC", values.get("code", "")).upper().replace(" ", "")
    fault = _code(code, warnings)
    values["code"] = code or None
    if fault:
        return Row(number, values, rejected=fault)
    key = code or name
    if key in seen:
        return Row(number, values, rejected=f"与第 {seen[key]} 行重复（{key}）")
    seen[key] = number
    if values.get("employees") and not values["employees"].isdigit():
        warnings.append(f"从业人数“{values['employees']}”不是数字，未录入")
        values["employees"] = ""
    return Row(number, values, tuple(warnings))


def _code(code: str, warnings: list[str]) -> str:
    """Why a code is refused; doubtful ones only warn, for old numbers are real."""
    if not code:
        warnings.append("没有统一社会信用代码或注册号")
        return ""
    if len(code) == 18:
        return "" if uscc.is_valid(code) else f"统一社会信用代码 {code} 校验位不符"
    if len(code) == 15 and code.isdigit():
        if not registration_number_valid(code):
            warnings.append(f"15 位注册号 {code} 校验位不符，按原样保留")
        return ""
    if 6 <= len(code) <= 14 and code.isalnum():
        warnings.append(f"旧式注册号 {code}（{len(code)} 位），按原样保留")
        return ""
    return f"“{code}”不是统一社会信用代码或注册号（{len(code)} 位）"


def registration_number_valid(code: str) -> bool:
    """The check digit of a 15-figure registration number (GS 15, modulus 11,10 of ISO 7064)."""
    remainder = 10
    for figure in code[:14]:
        total = (int(figure) + remainder) % 10 or 10
        remainder = total * 2 % 11
    return (int(code[14]) + remainder) % 10 == 1
