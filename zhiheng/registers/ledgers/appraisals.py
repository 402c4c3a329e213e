"""人员考核: the sheet of a year as it was drawn, the person's word, the head's confirmation."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import FactError, fact
from zhiheng.registers.appraisal import NO_LINK
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.money_apart import apart
from zhiheng.registers.posts import HEADS, PERSONNEL
from zhiheng.registers.rules import required_when

GRADES = (("excellent", "优秀"), ("good", "称职"), ("basic", "基本称职"), ("poor", "不称职"), ("none", "不确定等次"))


@dataclass(frozen=True)
class Work:
    """考核表的一行."""

    item: str = fact("项目", max_length=40)
    number: int = fact("数量", min=0, max=1_000_000)
    unit: str = fact("单位", max_length=10)


@dataclass(frozen=True)
class Appraisal:
    """一个人一年的考核表."""

    person: str = fact("姓名", as_="person")
    year: int = fact("年度", min=2000, max=2100)
    drawn_on: date = fact("生成日期")
    work: tuple[Work, ...] = fact("工作实绩", help="由案卷和台账计算，生成以后不再变动；重新生成另记。")
    own_on: date = fact("本人确认日期", required=False)
    objection: str = fact("本人异议", required=False, as_="longtext", max_length=1000)
    objected_on: date = fact("提出异议日期", required=False)
    answer: str = fact("异议处理", required=False, as_="longtext", max_length=1000)
    grade: str = fact("考核等次", required=False, choices=GRADES, article=NO_LINK,
                      help="按工作实绩和质量评定，不得以罚没数额作为依据。")
    opinion: str = fact("评语", required=False, as_="longtext", max_length=1000, article=NO_LINK)
    head: str = fact("确认负责人", required=False, as_="person")
    head_on: date = fact("负责人确认日期", required=False)


def _order(values: Values) -> Iterable[FactError]:
    if values.get("head_on") and not values.get("own_on"):
        yield FactError("head_on", "本人确认以后，负责人才能确认。")
    if values.get("head") and values.get("head") == values.get("person"):
        yield FactError("head", "不能确认自己的考核表。")


def _mark(values: Values, on: date) -> Mark | None:
    if values.get("head_on"):
        return Mark("已确认", "done")
    if values.get("objection") and not values.get("answer"):
        return Mark("本人有异议", "late")
    return Mark("待负责人确认", "due") if values.get("own_on") else Mark("待本人确认", "due")


appraisals = Ledger(
    "appraisals", "人员考核", "队伍保障", Appraisal, key=("person", "year"), title=("year",),
    columns=("person", "year", "drawn_on", "own_on", "grade", "head_on"), reads=PERSONNEL - {"administrator"}, writes=HEADS,
    line="考核表", filters=("grade",), since="drawn_on", person="person", marking=_mark, basis=(NO_LINK,), checks=(
        apart("opinion", "answer"), _order,
        required_when("grade", ("poor",), "opinion", "评为不称职的，请写明理由。")),
    about="考核表在人员页面生成；罚款、没收的数额不得同考核挂钩，表里没有这些数字。",
    headers={"person": ("人员",), "year": ("考核年度",), "grade": ("等次", "考核结果"), "opinion": ("考核意见",)})
