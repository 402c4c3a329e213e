"""奖惩容错: reward, error, exemption and accountability, each with its facts and its decision."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import fact
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.money_apart import NO_LINK, apart
from zhiheng.registers.posts import KEEPERS, PERSONNEL
from zhiheng.registers.rules import in_order, required_when

GROUNDS = (("first_try", "先行先试中的失误，没有明确限制"), ("emergency", "突发情况下临机处置"), ("good_faith", "依法履职、没有故意或者重大过失"),
           ("no_gain", "没有为自己、他人或者单位谋取私利"), ("corrected", "主动报告、及时纠正，没有造成严重后果"))


@dataclass(frozen=True)
class Conduct:
    """一条奖励、过错、容错或者追责记录."""

    person: str = fact("姓名", as_="person")
    kind: str = fact("类别", choices=(("reward", "表彰奖励"), ("error", "过错"), ("exemption", "容错免责"), ("accountability", "责任追究")))
    happened_on: date = fact("事由发生日期")
    facts: str = fact("事实", as_="longtext", max_length=2000, article=NO_LINK,
                      help="写工作实绩或者具体行为；不得以罚没数额作为奖励、考核的依据。")
    file_no: str = fact("相关案卷编号", required=False, max_length=40)
    grounds: tuple[str, ...] = fact("容错情形", required=False, choices=GROUNDS, help="选项为归纳，认定时以本地容错纠错办法为准。")
    result: str = fact("处理结果", required=False, max_length=200, help="例如嘉奖、批评教育、免予追责、诫勉。")
    decided_by: str = fact("决定机关", required=False, max_length=80)
    decision_no: str = fact("决定文号", required=False, max_length=60)
    decided_on: date = fact("决定日期", required=False)
    heard: bool = fact("是否听取本人陈述申辩", required=False)


def _open(values: Values, on: date) -> Mark | None:
    return Mark("尚未作出处理", "due") if values.get("kind") != "reward" and not values.get("decided_on") else None


conduct = Ledger(
    "conduct", "奖惩容错", "队伍保障", Conduct, key=("person", "kind", "happened_on"), title=("kind", "happened_on"),
    columns=("person", "kind", "happened_on", "facts", "result", "decided_on"), reads=PERSONNEL, writes=KEEPERS, line="记录",
    search=("facts", "result", "decision_no", "file_no"), filters=("kind", "heard"), since="happened_on", person="person",
    marking=_open, basis=(NO_LINK,), checks=(
        apart("facts"), in_order("happened_on", "decided_on", "决定日期不能早于事由发生日期。"),
        required_when("kind", ("exemption",), "grounds", "容错免责须选择符合的情形。"),
        required_when("kind", ("exemption", "accountability"), "decided_by", "容错免责、责任追究须写明由哪个机关决定。"),
        required_when("kind", ("accountability",), "heard", "责任追究须写明是否听取了本人的陈述和申辩。")),
    headers={"person": ("人员",), "kind": ("类型",), "happened_on": ("日期", "时间"), "facts": ("事由", "主要事实"), "result": ("结果",),
             "decided_by": ("决定单位",), "decision_no": ("文号",)})
