"""旁路: extension, suspension and resumption, transfer, withdrawal."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.clocks import ClockState, state_of
from zhiheng.kernel.facts import as_date
from zhiheng.kernel.gates import after, facts_say, never_after, says
from zhiheng.kernel.procedure import Act, PaperRule, Per, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import Term
from zhiheng.law.basis import penalty_law, penalty_rules_2026, transfer_rules
from zhiheng.law.gates_common import has_text
from zhiheng.law.procedures.penalty import facts_decision as f
from zhiheng.law.procedures.penalty import prefill as pre
from zhiheng.law.procedures.penalty import state
from zhiheng.law.procedures.penalty.decision import ONE_OUTCOME
from zhiheng.law.routes import APPROVAL

FILED = after(penalty_law(54, 2), "file_case", "还没有立案", id="filed")
ALIVE = never_after(penalty_law(57, 1), "withdraw_case", "案件已经终止（撤销）", id="not_withdrawn")
UNDECIDED = "对全部当事人都已作出决定"
BY_HEAD_DAYS, LONGEST = 120, 180
"""Days from filing to which the head, and the authority above, may extend a case (Order 18, 53-1)."""


def _something_open(s: Situation) -> Unmet | None:
    if any(not any(s.view.last(a, p.key) for a in state.OUTCOMES) for p in state.parties(s.view)):
        return None
    return Unmet(f"{UNDECIDED}，不必延期或者中止")


OPEN = says(penalty_law(60), "undecided", "还有当事人没有处理结果的，才需延期、中止", _something_open)


def _before_due(s: Situation) -> Unmet | None:
    state_ = next((c for p in state.parties(s.view) if (c := _decision_clock(s, p.key))), None)
    if state_ is None or state_.due is None or state_.due.on is None or s.on <= state_.due.on:
        return None
    return Unmet(f"办案期限 {state_.due.on} 已经届满，期满后不能再延期", cure="照实办理，说明超期原因")


def _decision_clock(s: Situation, key: str) -> ClockState | None:
    return state_of(s.procedure.clock("decision"), s.view, key, s.rules.term, s.rules.calendar, s.at)


def _later(s: Situation) -> Unmet | None:
    new = as_date(s.facts or {}, "new_deadline")
    return None if new is None or new > s.on else Unmet(f"延长至 {new}，早于今天", cure="核对日期")


def _limit(s: Situation, days: int) -> date | None:
    """The last day so many days after filing, time of testing and appraisal left out (Order 18, 53-2)."""
    clock = replace(s.procedure.clock("decision"), extends=())

    def longer(id_: str, on: date) -> Term:
        return replace(s.rules.term(id_, on), length=days)
    found = [c.due.on for p in state.parties(s.view)
             if (c := state_of(clock, s.view, p.key, longer, s.rules.calendar, s.at)) is not None and c.due]
    return max(found, default=None)


def _longest(s: Situation) -> Unmet | None:
    new, last = as_date(s.facts or {}, "new_deadline"), _limit(s, LONGEST)
    if new is None or last is None or new <= last:
        return None
    return Unmet(f"延长至 {new}，自立案起超过 {LONGEST} 日", cure=f"最长延长至 {last}")


def _superior(s: Situation) -> Unmet | None:
    new, last = as_date(s.facts or {}, "new_deadline"), _limit(s, BY_HEAD_DAYS)
    if new is None or last is None or new <= last or (s.given("level") == "upper" and s.given("superior_ref")):
        return None
    return Unmet(f"延长至 {new}，自立案起超过 {BY_HEAD_DAYS} 日（{last}），须经上一级应急管理部门批准",
                 cure="报上一级批准后，「批准层级」选上级，填写批准文号")


def _held(s: Situation) -> Unmet | None:
    held = state.suspended(s.view)
    return Unmet(f"案件已自 {held.occurred_at.date()} 中止") if held else None


def _resumable(s: Situation) -> Unmet | None:
    if state.suspended(s.view) or any(s.view.done("transfer_criminal")):
        return None
    return Unmet("案件没有中止，也没有移送公安机关", cure="无需恢复")


def _resume_ground(s: Situation) -> Unmet | None:
    if s.given("ground") in ("police_not_filed", "returned") and not s.view.done("transfer_criminal"):
        return Unmet("案件没有移送过公安机关", cure="改选「中止情形消除」")
    if s.given("ground") == "ended" and not state.suspended(s.view):
        return Unmet("案件没有中止", cure="改选公安机关不予立案或者移回")
    return None


def _team(s: Situation) -> Unmet | None:
    return None if len(s.given("team") or ()) >= 2 else Unmet("专案组不足两名行政执法人员", cure="指定两名以上人员")


def _principal(s: Situation) -> Unmet | None:
    return None if s.given("principal_approved") else Unmet("移送应当由正职负责人或者主持工作的负责人批准", cure="报正职负责人批准")


def _materials(s: Situation) -> Unmet | None:
    if not s.given("investigation_report_ref"):
        return Unmet("移送没有附调查报告", cure="附调查报告")
    if not s.given("evidence_list") and not s.given("no_goods"):
        return Unmet("移送没有附涉案物品清单", cure="填写清单；没有涉案物品的勾选")
    return None


def _three_days(s: Situation) -> Unmet | None:
    reported = as_date(s.facts or {}, "reported_at")
    if reported is None or s.at.astimezone(TZ).date() <= reported + timedelta(days=3):
        return None
    return Unmet(f"{reported} 提出书面报告，应当在 3 日内决定是否移送", cure="照实办理，超期情况随卷留痕")


def _other_agency(s: Situation) -> Unmet | None:
    if state.crime_signs(s.view) and state.crime_judgement(s.view) != "judged_not" and not state.handed_over(s):
        return Unmet("列有可能涉嫌犯罪的情形，应当先作移送公安机关的判断", cure="送法制审核作出判断", cure_act="legal_review")
    return None


def _no_outcome_yet(s: Situation) -> Unmet | None:
    done = [p.name for p in state.parties(s.view) if s.view.last("decide", p.key)]
    return Unmet(f"对{'、'.join(done)}已经作出处罚决定，不能终止（撤销）案件") if done else None


def _crime_first(s: Situation) -> Unmet | None:
    if not state.crime_signs(s.view) or state.crime_judgement(s.view) == "judged_not" \
            or s.view.done("transfer_criminal"):
        return None
    return Unmet("可能涉嫌犯罪：须先作移送判断，不能直接终止", cure="送法制审核作出判断", cure_act="legal_review")


ACTS = (
    Act("extend_case", "案件延期", f.ExtendFacts, (penalty_law(60),), route=APPROVAL, side=True, prefill=pre.extend,
        papers=(PaperRule("case_extension_approval"),), gates=(
            FILED, ALIVE, OPEN,
            has_text((penalty_law(60), penalty_rules_2026(53, 1)), "extension_basis", "basis", "延期须有法律、法规、规章的规定"),
            facts_say(penalty_law(60), "extension_later", "延长后的期限应当晚于今天", _later),
            says((penalty_law(60), penalty_rules_2026(53, 1)), "extension_in_time", "期限届满前才能延期", _before_due,
                 severity=Severity.DEFECT),
            facts_say(penalty_rules_2026(53, 1), "extension_by_superior", "延长至一百二十日以上的，经上一级应急管理部门批准", _superior,
                      severity=Severity.DEFECT),
            facts_say(penalty_rules_2026(53, 1), "extension_longest", "办案期限最长一百八十日", _longest),
        ), help="九十日内不能决定的，经负责人批准可以延长至一百二十日；特别重大、复杂的，经上一级批准可以延长至一百八十日。"),
    Act("suspend", "案件中止", f.SuspendFacts, (penalty_law(60),), route=APPROVAL, side=True, gates=(
        FILED, ALIVE, OPEN, says(penalty_law(60), "not_yet_suspended", "案件没有中止", _held),
        has_text(penalty_law(60), "suspension_basis", "basis", "中止须有法律、法规、规章的规定"))),
    Act("resume", "案件恢复", f.ResumeFacts, (penalty_law(60), penalty_law(27, 1)), route=APPROVAL, side=True, gates=(
        ALIVE, says(penalty_law(60), "resumable", "中止或者移送的案件才能恢复", _resumable),
        facts_say((penalty_law(27, 1), transfer_rules(10)), "resume_ground", "恢复的情形应当属实", _resume_ground))),
    Act("transfer_criminal", "移送涉嫌犯罪案件", f.CriminalTransferFacts, (penalty_law(27, 1), transfer_rules(3, 1)),
        per=Per.PARTY, together=True, route=APPROVAL, side=True, prefill=pre.transfer_criminal,
        papers=(PaperRule("criminal_transfer_letter"),), gates=(
            FILED, ALIVE,
            facts_say(transfer_rules(5, 1), "transfer_team", "指定二名以上人员组成专案组", _team, severity=Severity.DEFECT),
            facts_say(transfer_rules(5, 1), "transfer_principal", "由正职负责人或者主持工作的负责人审批", _principal),
            facts_say(transfer_rules(6, 1), "transfer_materials", "移送应当附齐材料", _materials, severity=Severity.DEFECT),
            facts_say(transfer_rules(5, 2), "transfer_three_days", "自接到报告之日起三日内决定", _three_days,
                      severity=Severity.WARNING),
        ), help="批准后二十四小时内向同级公安机关移送；送达移送书即登记移送。"),
    Act("transfer_other", "移送其他机关", f.OtherTransferFacts, (penalty_law(25, 1), penalty_law(22)), per=Per.PARTY,
        together=True, once=True, route=APPROVAL, side=True, prefill=pre.transfer_other, moves_to="execution",
        papers=(PaperRule("case_transfer_approval"), PaperRule("case_transfer_letter")), gates=(
            FILED, *ONE_OUTCOME[:2], ONE_OUTCOME[3],
            says(penalty_law(27, 1), "crime_before_transfer", "涉嫌犯罪的移送公安机关", _other_agency))),
    Act("withdraw_case", "终止（撤销）案件", f.WithdrawFacts, (penalty_law(57, 1, 3),), route=APPROVAL, side=True, once=True,
        moves_to="execution", papers=(PaperRule("case_withdrawal_approval"),), gates=(
            FILED, says(penalty_law(57, 1), "nothing_decided", "已经作出处罚决定的不能撤销案件", _no_outcome_yet),
            says((penalty_law(27, 1), penalty_law(8, 2)), "crime_screened", "涉嫌犯罪的必须移送，不得以罚代刑", _crime_first),
            says(penalty_law(56), "registered_disposed", "先行登记保存的证据应当先处理",
                 lambda s: Unmet("先行登记保存的证据尚未处理", cure_act="dispose_evidence")
                 if state.undisposed(s.view) else None, severity=Severity.DEFECT))),
)
