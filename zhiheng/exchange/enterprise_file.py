"""Lists of enterprises as people have them: which columns, and how a row is judged and cleaned.

Reading and checking only; :mod:`zhiheng.actions.register` writes. A row is accepted, warned or rejected with its reason;
a row that repeats an earlier one is merged into it by whoever stages the rows.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

from zhiheng.actions.register import GRADES, RUNNING, STANDARDS, enroll_counted
from zhiheng.exchange import tables
from zhiheng.exchange.tables import clean
from zhiheng.exchange.targets import Fault, Judged, Target
from zhiheng.kernel.supervision import settled_fields, settled_hazards
from zhiheng.registers.codes import code_fault
from zhiheng.registers.codes import registration_number_valid as registration_number_valid

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("企业名称", "单位名称", "名称", "市场主体名称", "生产经营单位", "企业（单位）名称", "主体名称"),
    "code": ("统一社会信用代码", "注册号/统一社会信用代码", "信用代码", "统一社会信用代码/注册号", "注册号", "社会信用代码",
             "统一代码", "企业代码", "统一信用代码"),
    "address": ("生产经营地址", "地址", "经营地址", "住所", "注册地址", "详细地址"),
    "area": ("所在乡镇街道", "管辖单位", "所在乡镇", "乡镇街道", "属地", "所属镇街"),
    "industry": ("行业", "行业类别", "所属行业"),
    "industry_code": ("国民经济行业代码", "行业代码", "行业编号"),
    "fields": ("监管领域", "监管行业"),
    "hazards": ("重大危险", "专项监管类别", "风险类型"),
    "principal": ("主要负责人", "法定代表人", "负责人", "法人"),
    "phone": ("联系电话", "电话", "手机", "主要负责人电话"),
    "safety_manager": ("安全负责人", "安全管理人员"),
    "safety_phone": ("安全负责人电话",),
    "registrar": ("登记机关",),
    "employees": ("从业人数", "职工人数", "人数", "从业人员数"),
    "scale": ("规模",),
    "standard": ("标准化等级",),
    "grade": ("安全等级", "监管等级"),
    "running": ("经营状态",),
    "longitude": ("经度",),
    "latitude": ("纬度",),
}
LONGEST = {"name": 120, "address": 200, "area": 60, "industry": 80, "principal": 40, "phone": 60, "safety_manager": 40,
           "safety_phone": 60, "scale": 20, "industry_code": 8}
CHOICES: dict[str, tuple[str, ...]] = {"standard": STANDARDS, "grade": GRADES, "running": RUNNING}


def rows(path: Path) -> Iterator[Judged]:
    """Every data row of a CSV or Excel file, judged. ZhihengError in plain words when the file is not readable."""
    found = tables.table(path)
    top = list(islice(found, tables.HEADER_SEARCH))
    header = tables.find_header(top, COLUMNS, ("name",), path.name)
    for number, cells in enumerate(chain(top, found), 1):
        raw = {key: cells[i] for i, key in header.columns.items() if i < len(cells)}
        if number > header.row and any(clean(v) for v in raw.values()):
            yield judge(number, raw)


def judge(number: int, raw: Mapping[str, Any]) -> Judged:
    """One row: what is wrong refuses it, what is doubtful is said and kept."""
    typed = {k: clean(v) for k, v in raw.items()}
    faults: list[Fault] = []
    # （） and () are one name on paper; the register keeps the full-width form of the licence
    name = typed.get("name", "").replace("(", "（").replace(")", "）").replace(" （", "（")
    code = unicodedata.normalize("NFKC", typed.get("code", "")).upper().replace(" ", "").lstrip("'")
    if not name:
        faults.append(Fault("name", "", "没有企业名称", True))
    faults += _code(code)
    values: dict[str, Any] = {**typed, "name": name, "code": code or None}
    for key, most in LONGEST.items():
        if len(str(values.get(key) or "")) > most:
            faults.append(Fault(key, str(values[key]), f"「{COLUMNS[key][0]}」过长（{len(values[key])} 字，最多 {most} 字）", True))
    faults += _read(values)
    judged = Judged(number, values, code or f"{name}/{values.get('address') or ''}", tuple(faults))
    return Judged(number, typed, judged.key, judged.faults) if judged.rejected else judged


def _read(values: dict[str, Any]) -> list[Fault]:
    """Numbers, choices and lists; what cannot be read is left out and said."""
    faults = []
    for key, chosen in CHOICES.items():
        if values.get(key) and values[key] not in chosen:
            faults.append(Fault(key, values[key], f"「{COLUMNS[key][0]}」没有“{values[key]}”，可用：{'、'.join(chosen)}；未录入"))
            values[key] = ""
    if values.get("employees") and not re.fullmatch(r"\d{1,7}", values["employees"]):
        faults.append(Fault("employees", values["employees"], f"从业人数“{values['employees']}”不是数字，未录入"))
        values["employees"] = ""
    for key, low, high in (("longitude", 73.0, 136.0), ("latitude", 3.0, 54.0)):
        if values.get(key):
            place = _number(values[key])
            if place is None or not low <= place <= high:
                faults.append(Fault(key, values[key], f"{COLUMNS[key][0]}“{values[key]}”不在中国境内，未录入"))
                place = None
            values[key] = place
    for key in ("fields", "hazards"):
        if values.get(key):
            words = [w for w in re.split(r"[、,，;；/\s]+", values[key]) if w]
            values[key] = settled_fields(words) if key == "fields" else settled_hazards(words)
    return faults


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _code(code: str) -> list[Fault]:
    """Why a code is refused; doubtful ones only warn, for old numbers are real."""
    if not code:
        return [Fault("code", "", "没有统一社会信用代码或注册号")]
    fault = code_fault(code)
    return [Fault("code", code, fault.says, fault.refuses)] if fault else []


ENTERPRISES = Target("enterprises", "企业名单", COLUMNS, ("name",), judge, enroll_counted,
                     frozenset({"section_head", "administrator"}))
