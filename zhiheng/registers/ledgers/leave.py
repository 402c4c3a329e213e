"""请假与不在岗: whole days on which an officer cannot be sent anywhere. The year's schedule plans around them.

Why somebody is away (illness, a death in the family) is for those who keep personnel records; a schedule says only that
he is away.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import FactError, as_date, fact
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.posts import KEEPERS, PERSONNEL
from zhiheng.registers.rules import required_when

KINDS = (("annual", "年休假"), ("family", "探亲假"), ("wedding", "婚假"), ("birth", "产假、护理假、育儿假"), ("funeral", "丧假"),
         ("sick", "病假"), ("personal", "事假"), ("injury", "工伤"), ("training", "脱产培训、学习"), ("seconded", "借调、挂职、抽调"),
         ("other", "其他不在岗"))
LONG = {"sick": 365, "seconded": 1096, "training": 366, "injury": 730, "birth": 366}
"""Days a span of the kind may have before it is taken for a slip of the pen; any other kind: a hundred."""
OTHERS = 100


@dataclass(frozen=True)
class Leave:
    """一段请假或者不在岗的日子."""

    person: str = fact("姓名", as_="person")
    since: date = fact("起", help="第一天，整日计。")
    until: date = fact("止", help="最后一天，含当日；提前销假的改为实际最后一天。")
    kind: str = fact("事由", choices=KINDS, help="事由只有管理人事记录的人能看到；排期上只显示不在岗。")
    approved_by: str = fact("批准人", required=False, max_length=40)
    note: str = fact("备注", required=False, max_length=200, help="不写病情和家庭情况。")


def _span(values: Values) -> Iterable[FactError]:
    first, last = as_date(values, "since"), as_date(values, "until")
    if first and last and last >= first:
        days, most = (last - first).days + 1, LONG.get(str(values.get("kind")), OTHERS)
        if days > most:
            yield FactError("until", f"{first} 至 {last} 共 {days} 天，这类事由最多登记 {most} 天；核对年份，确实更长的分段登记。")


def _today(values: Values, on: date) -> Mark | None:
    first, last = as_date(values, "since"), as_date(values, "until")
    if first is None or last is None:
        return None
    if last < on:
        return Mark("已结束", "rest")
    return Mark("不在岗", "due") if first <= on else Mark(f"{first} 起", "plain")


leave = Ledger(
    "leave", "请假与不在岗", "队伍保障", Leave, key=("person", "since"), title=("kind", "since"),
    columns=("person", "since", "until", "kind", "approved_by"), reads=PERSONNEL, writes=KEEPERS, line="请假", search=("note", "approved_by"),
    filters=("kind",), since="since", until="until", person="person", marking=_today, checks=(
        _span, required_when("kind", ("other",), "note", "选择「其他不在岗」的，请写明是什么情形。")),
    about="登记以后，年度计划排期不会在这些日子派他检查；已经排好的，在排期页「按请假重排」，只动受影响的检查。",
    headers={"person": ("请假人", "人员"), "since": ("请假开始日期", "开始日期", "起始日期", "起始时间"),
             "until": ("请假结束日期", "结束日期", "截止日期", "截止时间"), "kind": ("请假类型", "假别", "请假类别", "类型"),
             "approved_by": ("审批人",), "note": ("说明", "请假说明")})
