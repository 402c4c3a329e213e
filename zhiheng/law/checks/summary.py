"""Checks of the penalty on the spot, and of money taken on the spot."""
from __future__ import annotations

from collections.abc import Mapping

from zhiheng.kernel.facts import Facts, Fen
from zhiheng.kernel.money import plain
from zhiheng.kernel.procedure import Gate
from zhiheng.kernel.situation import Situation
from zhiheng.law.checks.model import Check, by_id, check, gates
from zhiheng.law.checks.points import all_of, asked, least, need, no, one_of, yes

PARTY = {"person": "公民", "unit": "法人或者其他组织"}


def _limit(f: Facts, s: Situation) -> int:
    return int(s.param("summary_fine_person" if f.get("party") == "person" else "summary_fine_unit"))


def _within(f: Facts, s: Situation) -> bool:
    return int(f.get("fine") or 0) <= _limit(f, s)


def _beyond(f: Facts, s: Situation) -> str:
    return f"罚款 {plain(int(f['fine']))} 元超过当场处罚的限额 {plain(_limit(f, s))} 元"


def _may_collect(f: Facts, s: Situation) -> bool:
    on_spot = bool(f.get("on_spot"))
    small = on_spot and int(f.get("fine") or 0) <= int(s.param("onsite_collect_limit"))
    remote = bool(f.get("remote") and f.get("hardship") and f.get("asked_by_party"))
    return small or (on_spot and bool(f.get("hard_later"))) or remote


CHECKS: Mapping[str, Check] = by_id(
    check("sum_limit",
          yes("clear", "违法事实确凿并有法定依据", "违法事实不确凿或者没有法定依据", "行政处罚法:51", cure="适用普通程序"),
          one_of("party", "当事人", PARTY, tuple(PARTY), ""),
          one_of("kind", "处罚种类", {"fine": "罚款", "warning": "警告", "other": "其他"}, ("fine", "warning"),
                 "当场处罚只能是罚款或者警告", "行政处罚法:51", cure="适用普通程序"),
          least("fine", "罚款数额", 0, "", kind=Fen, required=False),
          need(_beyond, _within, "行政处罚法:51", when=("kind", "fine"), cure="适用普通程序")),
    check("sum_form",
          yes("preset", "使用预定格式、编有号码的决定书", "没有使用预定格式、编有号码的决定书", "行政处罚法:52:1"),
          yes("card", "已出示执法证件", "没有出示执法证件", "行政处罚法:52:1"),
          all_of("content", "决定书载明的内容", {
              "act": "违法行为", "kind": "处罚种类和依据", "amount": "罚款数额", "time": "时间", "place": "地点",
              "remedy": "复议、诉讼的途径和期限", "agency": "机关名称"}, "决定书载明的事项不全", "行政处罚法:52:2"),
          yes("signed", "执法人员已签名或者盖章", "执法人员没有签名或者盖章", "行政处罚法:52:2"),
          one_of("delivered", "交付", {"handed": "当场交付", "refused": "拒绝签收，已在决定书上注明", "not": "没有当场交付"},
                 ("handed", "refused"), "决定书没有当场交付当事人", "行政处罚法:52:1")),
    check("sum_hearing_statement",
          yes("told", "作出决定前已告知内容、事实、理由、依据和权利", "作出决定前没有告知", "行政处罚法:44", cure="先告知，再决定"),
          one_of("heard", "陈述申辩", {"heard": "已听取并复核", "waived": "明确放弃", "refused": "没有听取"}, ("heard", "waived"),
                 "没有听取陈述申辩", "行政处罚法:45", cure="听取并复核"),
          yes("noted", "告知和听取有记录", "告知和听取没有记录，无从证明已经依法进行", "行政处罚法:62")),
    check("sum_review_prerequisite",
          yes("told", "决定书写明须先申请行政复议", "没有告知先向行政复议机关申请行政复议", "行政复议法:23:2", cure="更正并重新告知"),
          no("direct_suit", "决定书写了可以直接起诉", "当场处罚须先复议，不得告知直接起诉", "行政复议法:23:1:1", cure="更正并重新告知")),
    check("sum_onsite_collection",
          asked("on_spot", "依简易程序当场作出的处罚"),
          least("fine", "罚款数额", 0, "", kind=Fen),
          asked("hard_later", "不当场收缴事后难以执行"),
          asked("remote", "在边远、水上、交通不便地区"),
          asked("hardship", "到银行或者电子支付确有困难"),
          asked("asked_by_party", "当事人提出当场缴纳"),
          need("不属于可以当场收缴的情形：百元以下、事后难以执行，或者边远地区缴纳确有困难并由当事人提出", _may_collect,
               "行政处罚法:68", cure="由当事人到指定银行或者通过电子支付缴纳")),
    check("onsite_receipt", one_of(
        "receipt", "出具的票据", {"state": "国务院或者省级财政部门统一制发的专用票据", "other": "其他票据", "none": "没有出具"},
        ("state",), "没有出具财政部门统一制发的专用票据，当事人有权拒绝缴纳", "行政处罚法:70", cure="补开专用票据；不能出具的退还")),
)


def decision_gates() -> tuple[Gate, ...]:
    """For deciding on the spot."""
    return gates(CHECKS, "sum_limit", "sum_form", "sum_hearing_statement", "sum_review_prerequisite")


def collection_gates() -> tuple[Gate, ...]:
    """For taking the fine on the spot."""
    return gates(CHECKS, "sum_onsite_collection", "onsite_receipt")
