"""风险清单、分级复核申请: the risks an enterprise has named and graded, and what it objects to in its own grade."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import as_date, fact
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.firm import FIRM_HEADERS, firm
from zhiheng.registers.posts import FIELD_KEEPERS, HEADS, WATCH
from zhiheng.registers.rules import in_order, required_when

CONTROLLED = Article("安全生产法", "41", 1)
LEVELS = (("red", "红（重大）"), ("orange", "橙（较大）"), ("yellow", "黄（一般）"), ("blue", "蓝（低）"))


@dataclass(frozen=True)
class Risk:
    """一条安全风险."""

    enterprise: str = firm()
    name: str = fact("风险点", max_length=100, help="部位、设备或者作业活动，例如 3 号砂光机除尘系统。")
    level: str = fact("风险等级", choices=LEVELS, article=CONTROLLED)
    consequence: str = fact("可能的事故", required=False, max_length=80, help="例如粉尘爆炸、中毒和窒息。")
    measures: str = fact("管控措施", required=False, as_="longtext", max_length=500)
    responsible: str = fact("管控责任人", required=False, max_length=40)
    assessed_on: date = fact("评估日期", required=False)
    next_assessment: date = fact("下次评估期限", required=False)
    state: str = fact("状态", choices=(("active", "管控中"), ("removed", "已消除")))


firm_risks = Ledger(
    "firm_risks", "安全风险清单", "监管对象", Risk, key=("enterprise", "name"), title=("name", "level"),
    columns=("enterprise", "name", "level", "consequence", "responsible", "assessed_on", "state"), reads=WATCH,
    writes=FIELD_KEEPERS, line="风险", search=("name", "consequence", "responsible"), filters=("level", "state"),
    since="assessed_on", until="next_assessment", warn=timedelta(days=60), enterprise="enterprise",
    rest=("state", frozenset({"removed"})), basis=(CONTROLLED,),
    checks=(in_order("assessed_on", "next_assessment", "下次评估期限不能早于评估日期。"),),
    headers=FIRM_HEADERS | {"name": ("风险点名称", "风险名称", "风险单元"), "level": ("等级", "风险级别", "风险颜色"),
                            "consequence": ("事故类型", "可能导致的事故"), "measures": ("措施",), "responsible": ("责任人", "负责人"),
                            "assessed_on": ("辨识日期",)})

RESULTS = (("kept", "维持原等级"), ("changed", "重新评定后调整"), ("withdrawn", "企业撤回"))


@dataclass(frozen=True)
class GradeReview:
    """一份分级复核申请."""

    enterprise: str = firm()
    asked_on: date = fact("收到申请日期")
    grade: str = fact("申请复核的等级", choices=tuple((x, f"{x} 级") for x in "ABCD"))
    applicant: str = fact("申请人", required=False, max_length=40)
    reasons: str = fact("申请理由", as_="longtext", max_length=1000)
    due_on: date = fact("答复期限", help="管理时限，法律没有规定：收到之日起三十个工作日内核查答复。")
    state: str = fact("办理情况", choices=(("open", "办理中"), ("answered", "已答复")))
    result: str = fact("复核结果", required=False, choices=RESULTS)
    answered_on: date = fact("答复日期", required=False)
    answer: str = fact("答复内容", required=False, as_="longtext", max_length=1000)


def _open(values: Values, on: date) -> Mark | None:
    due = as_date(values, "due_on")
    return Mark(f"须在 {due} 前答复", "due") if due is not None and due >= on else None


grade_reviews = Ledger(
    "grade_reviews", "分级复核申请", "监管对象", GradeReview, key=("enterprise", "asked_on"), title=("asked_on", "grade"),
    columns=("enterprise", "asked_on", "grade", "reasons", "due_on", "state", "result"), reads=WATCH, writes=FIELD_KEEPERS | HEADS,
    line="复核申请", search=("reasons", "applicant", "answer"), filters=("state", "result"), since="asked_on", until="due_on",
    warn=timedelta(days=7), enterprise="enterprise", rest=("state", frozenset({"answered"})), marking=_open,
    checks=(in_order("asked_on", "answered_on", "答复日期不能早于收到申请日期。"),
            required_when("state", ("answered",), "result", "已答复的，请选择复核结果。"),
            required_when("state", ("answered",), "answered_on", "已答复的，请填写答复日期。"),
            required_when("state", ("answered",), "answer", "已答复的，请写明答复内容和依据。")),
    headers=FIRM_HEADERS | {"asked_on": ("申请日期",), "grade": ("原等级", "等级"), "reasons": ("理由",), "due_on": ("期限",),
                            "state": ("状态",), "result": ("结果",)})
