"""The terms that run in a penalty case. Lengths and articles come from the dated terms; here only start and stop."""
from __future__ import annotations

from collections.abc import Callable

from zhiheng.kernel.facts import Facts
from zhiheng.kernel.procedure import Clock, Per, When
from zhiheng.law.basis import penalty_law
from zhiheng.law.procedures.penalty import competence


def _has(document: str) -> Callable[[Facts], bool]:
    """Whether a service concerned a certain paper."""
    def check(facts: Facts) -> bool:
        return document in (facts.get("documents") or ())
    return check


def _urgent(facts: Facts) -> bool:
    return bool(facts.get("urgent_reason"))


def _settled(facts: Facts) -> bool:
    return bool(facts.get("settled"))


def _large(facts: Facts) -> bool:
    """A fine from 100,000 yuan on, of which a county tells the authority above (Order 18, 82)."""
    return int(facts.get("fine_amount") or 0) >= REPORTED_FEN


REPORTED_FEN = 10_000_000
OUTCOMES = (When("decide"), When("decide_no_penalty"), When("transfer_criminal"), When("transfer_other"),
            When("withdraw_case"))
POLICE = (When("transfer_criminal", zh="移送公安机关"), When("resume", zh="移送公安机关"))
APPRAISAL = (When("commission_appraisal", zh="检测、鉴定"), When("appraisal_result", at="received_at", zh="检测、鉴定"))
SUSPENSION = (When("suspend", zh="中止"), When("resume", zh="恢复"))

CLOCKS = (
    Clock("filing", "决定是否立案", "case_filing", (When("lead"), When("receive_transfer", at="received_on")),
          (When("file_case"), When("transfer_agency"), When("merge_into")),
          extends=(When("extend_filing", at="new_deadline"),), todo="file_case"),
    Clock("back_filing", "紧急调查后补办立案", "post_filing_after_urgent_investigation",
          tuple(When(a, where=_urgent) for a in ("inquiry", "scene_record", "sampling", "register_evidence")),
          (When("file_case"),), todo="file_case", management=True),
    Clock("decision", "作出处罚决定", "decision_from_filing", (When("file_case"),),
          (When("decide"), When("decide_no_penalty"), When("transfer_other"), When("withdraw_case"), When("close"),
           When("transfer_received"), When("merge_into")),
          per=Per.PARTY, suspends=(SUSPENSION, POLICE), excludes=(APPRAISAL,), extends=(When("extend_case", at="new_deadline"),),
          todo="decide"),
    # No law gives the reviewer a number of days; the clock makes the case stand on his desk until he has spoken.
    Clock("legal_review", "法制审核", "", (When("conclude_investigation"),),
          (When("legal_review"), When("withdraw_case"), When("transfer_received"), When("merge_into")),
          todo="legal_review", articles=(penalty_law(58, 1),), management=True),
    Clock("preservation", "先行登记保存证据作出处理决定", "evidence_preservation_decision", (When("register_evidence", own=True),),
          (When("dispose_evidence"),), per=Per.EVIDENCE, todo="dispose_evidence"),
    Clock("statement_period", "陈述申辩期", "statement_defence_period",
          (When("serve", where=_has("penalty_notice"), at="received_at"),),
          (When("waive_defence"), *OUTCOMES), per=Per.PARTY, whose="party"),
    Clock("hearing_request", "听证申请", "hearing_request",
          (When("serve", where=_has("hearing_right_notice"), at="received_at"),),
          (When("request_hearing", at="requested_at"), When("waive_hearing"), *OUTCOMES), per=Per.PARTY, whose="party"),
    Clock("hearing_held", "举行听证会", "hearing_held_within", (When("request_hearing", at="requested_at"),),
          (When("hold_hearing", at="start_time"), When("waive_hearing"), *OUTCOMES), per=Per.PARTY,
          extends=(When("postpone_hearing", at="new_deadline"),), todo="hearing_notice"),
    Clock("decision_service", "送达决定书", "decision_delivery_absent", (When("decide"), When("decide_no_penalty")),
          (When("serve", where=_has("penalty_decision"), at="received_at"),
           When("serve", where=_has("no_penalty_decision"), at="received_at")), per=Per.PARTY, todo="serve"),
    Clock("publicity", "公示处罚决定", "penalty_publicity_7wd", (When("decide"),), (When("publish"),), per=Per.PARTY,
          todo="publish"),
    Clock("fine_payment", "缴纳罚款", "fine_payment",
          (When("serve", where=_has("penalty_decision"), at="received_at"),), (When("payment", where=_settled),),
          per=Per.PARTY, whose="party", extends=(When("defer_payment", at="defer_to"),)),
    Clock("police_handover", "移送公安机关", "transfer_execution", (When("transfer_criminal"),),
          (When("serve", where=_has("criminal_transfer_letter"), at="received_at"),), per=Per.PARTY, todo="serve"),
    Clock("upward_report", "报上一级备案", "decision_reported_upward", (When("decide", where=_large),),
          (When("report_upward", at="reported_on"),), per=Per.PARTY, todo="report_upward"),
    Clock("closing", "填写结案审批表", "case_closing", (When("payment", where=_settled), When("withdraw_case")),
          (When("close"),), todo="close"),
    Clock("archiving", "立卷归档", "archive_major_case_filing", (When("close"),), (When("archive"),), todo="archive",
          management=True, articles=(penalty_law(47),)),
    *competence.CLOCKS,
)
