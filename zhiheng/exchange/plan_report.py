"""The monthly report of the plan as a workbook: units, months, every visit, and the definitions it was counted by."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.exchange.workbook import Value, written
from zhiheng.records.queries.dispatch import KINDS, Frozen, Place, Progress, line_at, month_end, progress

DEFINITIONS = (
    ("计划家次", "经批准的年度监督检查计划中没有取消的检查，一家一次为一家次。"),
    ("完成", "该家次的检查已办理「完成检查」：现场检查记录已签，问题都有处置。按完成检查的日期计入月份。"),
    ("应完成", "计划日期在该月底以前的家次；没有排定日期的计入 12 月。"),
    ("完成率", "截至月底已完成 ÷ 全年计划家次。分母为零写「无应办」，不算 100%。"),
    ("应达", "6 月底 60%，11 月底 100%，其间按月均分。"),
    ("月末固定", "月份结束后固定的数字不再改变；以后补录的在差异列显示。"),
)


@dataclass(frozen=True)
class Report:
    """What a report is made of. ``frozen`` are the fixed figures of this very month."""

    year: int
    month: int
    agency: str
    rows: Sequence[Place]
    frozen: Sequence[Frozen]
    made_on: date
    by: str


def write(report: Report) -> bytes:
    """The workbook. What somebody typed is text and never becomes a formula; counts are numbers."""
    until = month_end(report.year, report.month)
    groups = progress(report.rows, lambda r: r.unit, until, line_at(report.month))
    return written((
        ("月报", _units(groups, report)), ("逐月", _months(groups)), ("明细", _places(report.rows, until)),
        ("定义", [("名词", "口径"), *DEFINITIONS, ("单位范围", report.agency), ("截至", until.isoformat()),
                ("生成", f"{report.made_on} {report.by}"), *_fixed(report.frozen)])))


def _units(groups: Sequence[Progress], report: Report) -> list[tuple[Value, ...]]:
    fixed = {u["unit"]: u for f in report.frozen for u in f.facts.get("units", ())}
    head = ("单位", "全年计划", "当月计划", "当月完成", "截至月底应完成", "截至月底完成", "完成率", "应达", "进度", "月末固定的完成数",
            "差异（补录）")
    lines: list[tuple[Value, ...]] = [head]
    for g in groups:
        held = fixed.get(g.name)
        lines.append((g.name, g.total, g.planned[report.month - 1], g.done[report.month - 1], sum(g.planned[:report.month]), g.done_total,
                      _percent(g.done_total, g.total), f"{g.line}%", "落后" if g.behind else "正常", held["done"] if held else "未固定",
                      g.done_total - int(held["done"]) if held else None))
    total, done = sum(g.total for g in groups), sum(g.done_total for g in groups)
    lines.append(("合计", total, sum(g.planned[report.month - 1] for g in groups), sum(g.done[report.month - 1] for g in groups),
                  sum(sum(g.planned[:report.month]) for g in groups), done, _percent(done, total), f"{line_at(report.month)}%",
                  "落后" if 100 * done < line_at(report.month) * total else "正常", None, None))
    return lines


def _months(groups: Sequence[Progress]) -> list[tuple[Value, ...]]:
    lines: list[tuple[Value, ...]] = [("单位", "口径", *(f"{m}月" for m in range(1, 13)), "合计")]
    for g in groups:
        lines += [(g.name, "计划", *g.planned, g.total), (g.name, "完成", *g.done, g.done_total)]
    return lines


def _places(rows: Sequence[Place], until: date) -> list[tuple[Value, ...]]:
    head = ("编号", "企业", "类别", "单位", "计划日期", "检查人员", "完成日期", "检查案卷", "状态")
    return [head, *(_place(r, until) for r in rows)]


def _place(r: Place, until: date) -> tuple[Value, ...]:
    done = r.done_on if r.done_on and r.done_on <= until else None
    state = "完成" if done else "过期未查" if r.on and r.on <= until else "未到期"
    return (f"P{r.pk}", r.firm, dict(KINDS).get(r.kind, r.kind), r.unit, r.on.isoformat() if r.on else "未排", "、".join(r.officers),
            done.isoformat() if done else "", r.visit, state)


def _fixed(frozen: Sequence[Frozen]) -> list[tuple[Value, ...]]:
    return [("固定数字的凭据", f"{f.agency} 案卷 {f.file}，{f.on} 固定，明细指纹 {f.facts.get('content', '')}") for f in frozen]


def _percent(n: int, d: int) -> str:
    return f"{100 * n / d:.2f}%" if d else "无应办"

