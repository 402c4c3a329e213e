"""The visits of a plan as a file: a workbook for people, JSON for programs. The same rows in the same order."""
from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from zhiheng.records.models import Plan, PlanItem
from zhiheng.records.queries.dispatch import KINDS
from zhiheng.records.queries.plan_schedule import items_of, names_of
from zhiheng.records.queries.plans import WEIGHED

HEADS = ("序号", "企业", "统一社会信用代码", "所在地", "类别", "领域", "承担单位", "日期", "执法人员", "每人工日", "状态", "来源", "检查编号")
STATES = {"planned": "计划", "done": "已完成"}


def workbook(plan: Plan) -> bytes:
    """One sheet, a visit a row. Every cell is text, so nothing typed becomes a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("家次")
    sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width, sheet.column_dimensions["I"].width = 32, 22, 18
    head = []
    for word in HEADS:
        cell = WriteOnlyCell(sheet, value=word)
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)
    items = items_of(plan)
    names = names_of(o for i in items for o in i.officers)
    for item in items:
        line = []
        for value in _words(item, names):
            cell = WriteOnlyCell(sheet, value=None)
            cell.value, cell.data_type = value, "s"
            line.append(cell)
        sheet.append(line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _words(item: PlanItem, names: dict[str, str]) -> Sequence[str]:
    firm = item.enterprise
    return (f"P{item.pk}", firm.name if firm else "待抽取", (firm.code or "") if firm else "", firm.area if firm else "",
            dict(KINDS).get(item.kind, item.kind), item.field, item.unit, item.on.isoformat() if item.on else "",
            "、".join(names.get(o, o) for o in item.officers), f"{item.half_days / 2:g}", STATES.get(item.state, item.state), item.source,
            item.visit.no if item.visit else "")


def plain(plan: Plan) -> bytes:
    """The plan's figures and visits as JSON; officers by account and name."""
    items = items_of(plan)
    names = names_of(o for i in items for o in i.officers)
    said = {"agency": plan.agency.code, "year": plan.year, "version": plan.version, "state": plan.state,
            "figures": {name: held for name, held in plan.body.items() if name != WEIGHED}, "scenarios": plan.body.get(WEIGHED) or [],
            "visits": [_row(i, names) for i in items]}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _row(item: PlanItem, names: dict[str, str]) -> dict[str, Any]:
    firm = item.enterprise
    return {"id": item.pk, "enterprise": firm.name if firm else None, "code": firm.code if firm else None, "area": firm.area if firm else None,
            "kind": item.kind, "field": item.field, "unit": item.unit, "on": item.on.isoformat() if item.on else None,
            "officers": [{"account": o, "name": names.get(o, o)} for o in item.officers], "half_days": item.half_days, "state": item.state,
            "source": item.source, "visit": item.visit.no if item.visit else None}
