"""How many days a bureau has for supervision: statutory days of its officers less other enforcement and other duties.

Sums are computed, never taken over: a table that does not add up is refused with the right sum. Days are whole days.
Source of the scheme: 安全生产年度监督检查计划编制办法 (安监总政法〔2017〕150号) and published plans, as the bureaus count.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.errors import ZhihengError

OTHER = (
    "开展安全生产综合监管", "实施行政许可", "组织生产安全事故调查和处理", "调查核实安全生产投诉举报", "参加有关部门联合执法",
    "办理登记、备案", "开展对中介服务机构的监督检查", "开展安全生产宣传教育培训", "办理行政复议、行政应诉",
    "完成本级政府或上级安排的执法任务",
)
"""其他执法工作日, in the order of the plans."""
NON = (
    "机关值班", "学习、培训、考核、会议", "检查指导下级工作", "参加党群活动", "病假、事假", "法定年休假、探亲假、婚（丧）假",
    "其他非执法任务",
)
"""非执法工作日."""


class PlanError(ZhihengError, ValueError):
    """Figures that cannot stand; the message says which and what the right one is."""


@dataclass(frozen=True)
class YearDays:
    """Days of one officer in a year. ``provisional``: the holiday notice is not published, ``holidays`` are assumed."""

    year: int
    whole: int
    weekends: int
    holidays: int
    provisional: bool

    @property
    def statutory(self) -> int:
        return self.whole - self.weekends - self.holidays


def year_days(year: int, calendar: Calendar) -> YearDays:
    """Count a year. ``weekends`` are all Saturdays and Sundays, ``holidays`` what is off beyond them: a weekend day worked
    in exchange makes up for a weekday off, so the rest is what the notice really takes. Without a notice the public
    holidays stand (13 since 2025, before 11: 全国年节及纪念日放假办法) and the count is provisional.
    """
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    weekends = sum(d.weekday() >= 5 for d in days)
    if not calendar.is_official(first):
        return YearDays(year, len(days), weekends, 13 if year >= 2025 else 11, True)
    worked = sum(calendar.is_working_day(d) for d in days)
    return YearDays(year, len(days), weekends, len(days) - weekends - worked, False)


@dataclass(frozen=True)
class WorkDays:
    """The account of a year. ``other`` and ``non`` are days by item, in the order of :data:`OTHER` and :data:`NON`."""

    statutory: int  # of one officer
    officers: int
    other: tuple[int, ...]
    non: tuple[int, ...]

    def __post_init__(self) -> None:
        for word, names, held in (("其他执法工作日", OTHER, self.other), ("非执法工作日", NON, self.non)):
            if len(held) > len(names):
                raise PlanError(f"{word}只有 {len(names)} 项，给出了 {len(held)} 项")
            for name, days in zip(names, held, strict=False):
                if days < 0:
                    raise PlanError(f"「{name}」不能是负数")
        if self.officers < 1 or self.statutory < 1:
            raise PlanError("执法人员数和每人法定工作日须为正数")
        if self.supervision < 0:
            over = -self.supervision
            raise PlanError(f"其他执法与非执法工作日共 {self.other_total + self.non_total}，超过总法定工作日 {self.total} 达 {over} 工日",
                            hint="核对各项工日，或增加列入计划的执法人员")

    @property
    def total(self) -> int:
        return self.statutory * self.officers

    @property
    def other_total(self) -> int:
        return sum(self.other)

    @property
    def non_total(self) -> int:
        return sum(self.non)

    @property
    def supervision(self) -> int:
        """监督检查工作日 = total − other − non."""
        return self.total - self.other_total - self.non_total

    def shares(self) -> tuple[Decimal, Decimal, Decimal]:
        """Percent of the total with two decimals: other, non, supervision. Each rounded for itself."""
        return share(self.other_total, self.total), share(self.non_total, self.total), share(self.supervision, self.total)


def share(part: int, whole: int) -> Decimal:
    """Percent with two decimals, half up. PlanError without a denominator."""
    if whole <= 0:
        raise PlanError("没有分母，不能计算比例")
    return (Decimal(part * 100) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


_LINE = re.compile(
    r"^\s*\|?\s*(?:\d+\s*[.、)\t|]\s*)?(?P<name>\D*?[^\d\s:|,])\s*[:\s,|]+\s*(?P<days>\d{1,3}(?:,\d{3})+|\d+)\s*"
    r"(?:工日|天|日|个工作日)?[\s|]*$")
_HEADS = ("序号", "事项", "项目", "工作日", "类别", "其他执法工作日", "非执法工作日")
MOST_PASTED = 20_000
"""Characters of a pasted table; one of seventeen items is far shorter."""
_TOTALS = ("合计", "总计", "小计", "共计")


@dataclass(frozen=True)
class Pasted:
    """A table somebody pasted: days by item, and what was wrong with it, line by line."""

    days: Mapping[str, int]
    faults: tuple[tuple[int, str], ...]


def pasted(text: str, names: Sequence[str]) -> Pasted:
    """Read a pasted table of items and days (from a spreadsheet, a report, or typed). A total that is neither the sum of
    the items since the total before nor that of all is a fault that names the right one. Headings are passed over."""
    if len(text) > MOST_PASTED:
        return Pasted({}, ((0, f"粘贴的内容有 {len(text)} 字，超过 {MOST_PASTED} 字，请只粘贴各项工日的表格"),))
    found: dict[str, int] = {}
    faults: list[tuple[int, str]] = []
    part = 0
    for number, line in enumerate(text.splitlines(), 1):
        plain = unicodedata.normalize("NFKC", line)
        match = _LINE.match(plain)
        if match is None:
            if plain.strip() and not _heading(plain):
                faults.append((number, f"第 {number} 行「{line.strip()[:30]}」没有读出事项和工日"))
            continue
        name, days = match["name"].strip(), int(match["days"].replace(",", "")[:9])
        if name.startswith(_TOTALS):
            if days not in (part, sum(found.values())):
                faults.append((number, f"第 {number} 行「{name}」写作 {days}，以上各项之和是 {part}"))
            part = 0
            continue
        item = next((n for n in names if _same(n, name)), None)
        if item is None:
            faults.append((number, f"第 {number} 行「{name}」不是规定的事项"))
        elif item in found:
            faults.append((number, f"第 {number} 行「{name}」出现两次"))
        else:
            found[item] = days
            part += days
    return Pasted(found, tuple(faults))


def _heading(line: str) -> bool:
    words = [w for w in re.split(r"[\s|,:;-]+", line) if w]
    return not words or all(w.startswith(_HEADS) or w in ("工日", "天数", "日") for w in words)


def _same(item: str, given: str) -> bool:
    plain = [re.sub(r"[、,()\s]", "", unicodedata.normalize("NFKC", x)) for x in (item, given)]
    return len(plain[1]) >= 2 and (plain[0] == plain[1] or plain[1] in plain[0])
