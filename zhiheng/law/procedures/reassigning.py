"""变更承办人: an open file gets other officers, shared by every procedure that officers handle.

No text regulates the change itself; what it must lead to is 行政处罚法 42-1 (two officers with certificates) and the rules
on recusal. A recusal is decided by its own act, with the party's request and the head's signature.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.kernel.facts import fact
from zhiheng.kernel.gates import facts_say, says
from zhiheng.kernel.procedure import Act, Gate, Prefilled, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import penalty_law
from zhiheng.law.gates_common import officers_without_interest, two_certified_officers

REASSIGN = "reassign"
TWO = penalty_law(42, 1)
GROUNDS = (("left", "调离、退休、辞职"), ("away", "请假、学习、借调"), ("certificate", "执法证过期、暂扣或者领域不符"),
           ("workload", "工作调配"))


@dataclass(frozen=True)
class ReassignFacts:
    officers: tuple[str, ...] = fact("变更后的承办人", as_="people", article=TWO, help="选定变更后的全部承办人，不少于两名")
    ground: str = fact("原因", choices=GROUNDS)
    reason: str = fact("说明和交接情况", as_="longtext", good="李强 11 月 23 日起脱产学习三个月，案卷和证据原件已交孙倩", bad="工作需要")


def _differ(s: Situation) -> Unmet | None:
    if set(s.given("officers") or ()) != set(s.view.officers()):
        return None
    return Unmet("选定的人员就是现在的承办人", cure="改选接办的人员")


def _on_the_way(s: Situation) -> Unmet | None:
    waiting = [d for d in s.view.drafts() if d.state == "travelling" and d.act != REASSIGN]
    names = "、".join(dict.fromkeys(s.procedure.act(d.act).zh for d in waiting))
    return Unmet(f"「{names}」还在会签，变更以后由新的承办人签署", cure="能签的先签完，或者退回、撤回以后再变更") if waiting else None


def _present(s: Situation) -> Mapping[str, Prefilled]:
    return {"officers": Prefilled(tuple(s.view.officers()), "现在的承办人")}


def reassign(*more: Gate) -> Act:
    """The act for a procedure; ``more``: gates that hold there alone (those already recused)."""
    return Act(
        REASSIGN, "变更承办人", ReassignFacts, (TWO,), by=("section_head", "bureau_head"), side=True, prefill=_present,
        gates=(two_certified_officers("officers"), officers_without_interest(), *more,
               facts_say(TWO, "officers_differ", "变更后的承办人与现在不同", _differ, severity=Severity.DEFECT),
               says(TWO, "reassign_on_the_way", "会签中的文书先办完，再变更承办人", _on_the_way, severity=Severity.WARNING)),
        help="由科室（大队）负责人或者局领导指定。此前的文书和签名不变，此后的文书由新的承办人签署。当事人申请回避的，办理「决定回避」。")
