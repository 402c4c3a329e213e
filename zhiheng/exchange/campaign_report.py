"""专项行动日报: one sheet by unit, one of the day, every task, and what the words mean."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.exchange.workbook import Value, written
from zhiheng.records.queries.campaigns import Task, figures, grouped

DEFINITIONS = (
    ("任务", "批准的范围内下达的企业，一家一件；「调整不查」写明理由，不计入完成率的分母。"),
    ("已查", "该企业的检查已办理「完成检查」，按完成检查的日期计。"),
    ("隐患、重大隐患", "本专项的检查记录所载，按检查完成的企业计。"),
    ("闭环", "当场改正、复查合格或者移交其他部门的隐患。"),
    ("立案", "由本专项的检查（含其复查）移送并已办理立案的案件。"),
    ("完成率", "已查 ÷（任务 − 调整不查）。分母为零写「无应办」，不算 100%。"),
)


@dataclass(frozen=True)
class Report:
    """``day``: the day reported; figures of hazards and cases are as they stand when the file is made."""

    number: str
    title: str
    day: date
    tasks: Sequence[Task]
    by: str
    made_at: str


def write(report: Report) -> bytes:
    """The workbook. What somebody typed is text and never becomes a formula; counts are numbers."""
    return written((
        ("日报", _units(report)), ("按日", _days(report)), ("任务明细", _tasks(report.tasks)),
        ("定义", [("名词", "口径"), *DEFINITIONS, ("专项行动", f"{report.number} {report.title}"), ("日报日期", report.day.isoformat()),
                ("生成", f"{report.made_at} {report.by}")])))


def _line(name: str, tasks: Sequence[Task], day: date) -> tuple[Value, ...]:
    n = figures(tasks)
    alive = n["tasks"] - n["adjusted"]
    done = sum(t.done_on is not None and t.done_on <= day for t in tasks)
    share = f"{100 * done / alive:.2f}%" if alive else "无应办"
    late = sum(t.state != "cancelled" and t.on is not None and t.on <= day and not (t.done_on and t.done_on <= day) for t in tasks)
    return (name, n["tasks"], n["adjusted"], sum(t.done_on == day for t in tasks), done, share, late, n["findings"], n["majors"],
            n["closed"], n["cases"])


def _units(report: Report) -> list[tuple[Value, ...]]:
    head = ("单位", "任务", "调整不查", "当日已查", "累计已查", "完成率", "到期未查", "隐患", "重大隐患", "闭环", "立案")
    return [head, *(_line(unit, own, report.day) for unit, own in grouped(report.tasks, "unit")), _line("合计", report.tasks, report.day)]


def _days(report: Report) -> list[tuple[Value, ...]]:
    """Every day from the first task to the day reported on which something was due or done."""
    known = [d for t in report.tasks for d in (t.on, t.done_on) if d is not None and d <= report.day]
    rows: list[tuple[Value, ...]] = [("日期", "排定", "完成", "累计完成")]
    total = 0
    for n in range((report.day - min(known)).days + 1 if known else 0):
        day = min(known) + timedelta(days=n)
        due, done = sum(t.on == day and t.state != "cancelled" for t in report.tasks), sum(t.done_on == day for t in report.tasks)
        total += done
        if due or done:
            rows.append((day.isoformat(), due, done, total))
    return rows


def _tasks(tasks: Iterable[Task]) -> list[tuple[Value, ...]]:
    words = {"planned": "未查完", "done": "已查", "cancelled": "调整不查"}
    head = ("任务", "企业", "属地", "行业", "单位", "检查人员", "排定日期", "状态", "完成日期", "检查案卷", "隐患", "重大隐患", "闭环", "立案")
    return [head, *((t.ref, t.firm, t.area, t.industry, t.unit, "、".join(t.officers), t.on.isoformat() if t.on else "", words.get(t.state, t.state),
                     t.done_on.isoformat() if t.done_on else "", t.visit, t.findings, t.majors, t.closed, "、".join(t.cases)) for t in tasks)]
