"""整改复查: the order's findings, the enterprise's reply, extension, re-inspection by findings in rounds, the result.

Basis: 安全生产法 65 (责令限期整改、恢复前审查) and, since 2026-02-01, article 27 of the ministry's order 18: extension only for
force majeure, answered in five working days; re-inspection within ten working days of the request or the last day.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import Facts, as_date, fact
from zhiheng.kernel.gates import after, facts_say, says, within
from zhiheng.kernel.procedure import (
    Act,
    Clock,
    PaperRule,
    Per,
    Prefilled,
    Procedure,
    Severity,
    Stage,
    Unmet,
    When,
)
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.view import Subject
from zhiheng.law.basis import penalty_rules_2026
from zhiheng.law.gates_common import two_certified_officers
from zhiheng.law.gates_mandate import INSPECTING, extent
from zhiheng.law.procedures.inspection_facts import SIGNED, ProposeFacts
from zhiheng.law.procedures.reassigning import reassign
from zhiheng.law.routes import APPROVAL, SECTION_APPROVAL, TWO_OFFICERS

ORDER = Article("安全生产法", "65", 1, 2)
HAZARD = Article("安全生产法", "65", 1, 3)
RECORD = Article("安全生产法", "68")
ASKING, RECHECK = penalty_rules_2026(27, 1), penalty_rules_2026(27, 2)
OUTCOMES = (("pass", "已整改，合格"), ("fail", "未整改或不合格"), ("partial", "部分整改"))
NEXT = (("closed", "消除，予以销号"), ("continue", "继续责令整改"), ("case", "建议立案查处"), ("measure", "采取现场处理措施"))


@dataclass(frozen=True)
class OrderedFinding:
    key: str = fact("问题编号", required=False)
    text: str = fact("问题")
    level: str = fact("级别", required=False)
    violation: str = fact("可能涉及的处罚事项代码", required=False)
    basis: str = fact("依据", required=False)


@dataclass(frozen=True)
class OpenFacts:
    order_no: str = fact("指令书文号", required=False)
    issue_date: date = fact("指令书日期")
    deadline: date = fact("整改期限", article=ORDER)
    addressee: str = fact("整改单位")
    officers: tuple[str, ...] = fact("行政执法人员", as_="people")
    findings: tuple[OrderedFinding, ...] = fact("责令整改的问题")


@dataclass(frozen=True)
class ReplyFacts:
    replied_on: date = fact("回复日期")
    replied_by: str = fact("回复人")
    text: str = fact("整改情况", as_="longtext", good="已加装隔爆阀并经调试，照片 2 张", bad="已整改")
    evidence: tuple[str, ...] = fact("整改照片编号", required=False)
    asks_reinspection: bool = fact("申请复查", required=False)


@dataclass(frozen=True)
class ExtensionRequestFacts:
    application_date: date = fact("申请日期")
    applicant: str = fact("申请单位", required=False)
    reasons: str = fact("延期理由", as_="longtext")
    interim_measures: str = fact("延期期间防范措施", as_="longtext")
    new_deadline: date = fact("拟延期至")


@dataclass(frozen=True)
class ExtensionDecisionFacts:
    granted: bool = fact("同意延期")
    force_majeure: bool = fact("因不可抗力无法按期完成", required=False, article=ASKING,
                               help="不可抗力以外的原因，不能准予延期。")
    until: date = fact("延期至", required=False)
    reasons: str = fact("理由", required=False, as_="longtext")
    issue_date: date = fact("出具日期")


@dataclass(frozen=True)
class ReinspectFacts:
    reinspected_on: date = fact("复查日期")
    result: str = fact("复查结果", choices=OUTCOMES)
    conclusion: str = fact("复查意见", as_="longtext")
    next_step: str = fact("后续处理", choices=NEXT)
    identity_shown: bool = fact("已出示执法证件", article=Article("安全生产法", "67", 2))
    unit_sign: str = fact("被复查单位负责人签名", choices=SIGNED)
    unit_signer: str = fact("签名人", required=False)
    refusal_note: str = fact("拒绝签字情况", required=False, as_="longtext", article=RECORD)
    evidence: tuple[str, ...] = fact("复查照片编号", required=False)


@dataclass(frozen=True)
class RenewFacts:
    issue_date: date = fact("出具日期")
    deadline: date = fact("新的整改期限")
    reason: str = fact("再次责令整改的理由", as_="longtext")


@dataclass(frozen=True)
class ConcludeFacts:
    concluded_on: date = fact("办结日期")
    result: str = fact("办结意见", as_="longtext")


def _introduce(facts: Facts, seq: int) -> tuple[Subject, ...]:
    return tuple(Subject("finding", row.get("key") or f"finding-{seq}-{n}", row["text"], row)
                 for n, row in enumerate(facts.get("findings", ()), 1))


# --- gates -------------------------------------------------------------------------------------------------------

def _in_time(s: Situation) -> str | None:
    state = s.clock("rectification_due")
    asked = as_date(s.facts or {}, "application_date")
    if state is None or state.due is None or asked is None or asked <= state.due.on:
        return None
    return f"整改期限 {state.due.on} 已过才申请延期"


def _later(s: Situation) -> str | None:
    state, new = s.clock("rectification_due"), as_date(s.facts or {}, "new_deadline")
    if state is None or state.due is None or new is None or new > state.due.on:
        return None
    return f"拟延期日期须晚于现整改期限 {state.due.on}"


def _until_given(s: Situation) -> Unmet | None:
    if not s.given("granted"):
        return None if s.given("reasons") else Unmet("不同意延期须说明理由", cure="填写「理由」")
    until = as_date(s.facts or {}, "until")
    return None if until else Unmet("同意延期须写明延至何日", cure="填写「延期至」")


def _force_majeure(s: Situation) -> Unmet | None:
    if not s.given("granted") or s.given("force_majeure"):
        return None
    return Unmet("不是因不可抗力无法按期完成，不能准予延期", cure="核对延期理由；不属于不可抗力的，不同意延期")


def _signed(s: Situation) -> Unmet | None:
    if s.given("unit_sign") == "signed":
        return None if s.given("unit_signer") else Unmet("没有写明签名的负责人", cure="填写「签名人」")
    return None if s.given("refusal_note") else Unmet("拒绝签字的，须将情况记录在案", cure="填写「拒绝签字情况」")


def _fits_next(s: Situation) -> str | None:
    if s.given("result") != "pass" and s.given("next_step") == "closed":
        return "复查不合格的问题不能销号"
    return None


def _shown(s: Situation) -> str | None:
    return None if s.given("identity_shown") else "复查时没有出示执法证件"


def _failed_before(s: Situation) -> Unmet | None:
    last = s.last("reinspect")
    if last is not None and last.facts.get("result") != "pass":
        return None
    return Unmet("没有复查不合格的记录，不能以逾期未改正为由办理", cure="先办理「整改复查」", cure_act="reinspect")


def _new_date(s: Situation) -> str | None:
    issued, due = as_date(s.facts or {}, "issue_date"), as_date(s.facts or {}, "deadline")
    return f"整改期限不能早于文书日期 {issued}" if issued and due and due < issued else None


def settled(view: Any, key: str) -> bool:
    """Whether a finding passed its latest re-inspection, or a case was proposed for it since it failed."""
    last = view.last("reinspect", key)
    if last is None:
        return False
    proposed = view.last("propose_case", key)
    return last.facts.get("result") == "pass" or (proposed is not None and proposed.seq > last.seq)


def _all_settled(s: Situation) -> Unmet | None:
    open_ = [x for x in s.view.of_kind("finding") if not settled(s.view, x.key)]
    return Unmet(f"还有 {len(open_)} 个问题没有结果（{open_[0].name}）", cure="复查合格，或提出立案建议",
                 cure_act="reinspect") if open_ else None


# --- prefill -----------------------------------------------------------------------------------------------------

def _prefill_request(s: Situation) -> Mapping[str, Prefilled]:
    opened = s.view.last("open_order")
    return {"applicant": Prefilled(opened.facts.get("addressee"), "责令限期整改指令书")} if opened else {}


def _prefill_decision(s: Situation) -> Mapping[str, Prefilled]:
    asked = s.last("request_extension")
    values = {"issue_date": Prefilled(s.on.isoformat(), "今日")}
    if asked:
        values["until"] = Prefilled(asked.facts.get("new_deadline"), f"延期申请 {asked.occurred_at:%m-%d}")
    return values


def _prefill_reinspect(s: Situation) -> Mapping[str, Prefilled]:
    return {"reinspected_on": Prefilled(s.on.isoformat(), "今日")}


def _prefill_propose(s: Situation) -> Mapping[str, Prefilled]:
    values = {"lead_on": Prefilled(s.on.isoformat(), "今日")}
    if s.subject is not None:
        values["reason"] = Prefilled(f"责令限期整改后复查不合格：{s.subject.name}。", "整改复查意见书")
        if s.subject.attrs.get("violation"):
            values["violation"] = Prefilled(s.subject.attrs["violation"], "现场检查记录")
    return values


RECTIFICATION = Procedure(
    "rectification", "整改复查", (ORDER, HAZARD),
    stages=(Stage("ordered", "责令整改", ("open_order",)), Stage("replied", "企业回复", ("reply", "decide_extension")),
            Stage("reinspected", "复查", ("reinspect",)), Stage("concluded", "办结", ("conclude",))),
    acts=(
        Act("open_order", "整改立项", OpenFacts, (ORDER,), by=("officer",), introduces=_introduce, stage="ordered",
            moves_to="ordered", once=True, occurs="issue_date",
            help="由检查中的责令限期整改指令书自动产生。"),
        reassign(),
        Act("reply", "企业整改回复", ReplyFacts, (ORDER,), per=Per.FINDING, together=True, by_party=True,
            by=("handler", "officer"), stage="replied", moves_to="replied", occurs="replied_on"),
        Act("request_extension", "企业申请延期", ExtensionRequestFacts, (ORDER,), per=Per.FINDING, together=True,
            by_party=True, by=("handler", "officer"), stage="replied", occurs="application_date", side=True,
            prefill=_prefill_request,
            gates=(facts_say((ORDER, ASKING), "extension_in_time", "延期应当在整改期限届满前申请", _in_time,
                             severity=Severity.WARNING),
                   facts_say(ORDER, "extension_later", "延期后的日期须晚于原期限", _later))),
        Act("decide_extension", "延期答复", ExtensionDecisionFacts, (ORDER,), per=Per.FINDING, together=True,
            route=APPROVAL, papers=(PaperRule("rectification_extension_approval"),
                                    PaperRule("rectification_extension_reply")),
            stage="replied", side=True, prefill=_prefill_decision,
            gates=(after(ORDER, "request_extension", "企业没有申请延期"),
                   facts_say(ASKING, "force_majeure", "因不可抗力无法按期完成的，才准予延期", _force_majeure, severity=Severity.DEFECT),
                   within(ASKING, "extension_answer", "应当在收到延期申请之日起五个工作日内书面答复"),
                   facts_say(ORDER, "extension_complete", "答复须写明延至何日或不同意的理由", _until_given))),
        Act("reinspect", "整改复查", ReinspectFacts, (ORDER, RECORD), per=Per.FINDING, together=True,
            route=TWO_OFFICERS, papers=(PaperRule("reinspection_opinion"),), stage="reinspected", moves_to="reinspected",
            occurs="reinspected_on", records=("video",), prefill=_prefill_reinspect,
            gates=(two_certified_officers(), *INSPECTING,
                   within(RECHECK, "recheck", "应当自收到申请或者期限届满之日起十个工作日内复查"),
                   facts_say(Article("安全生产法", "67", 2), "reinspect_show_id", "复查时须出示执法证件", _shown,
                             severity=Severity.DEFECT),
                   facts_say(RECORD, "reinspect_sign", "复查意见须由双方签字，拒签须记录", _signed,
                             severity=Severity.DEFECT),
                   facts_say(HAZARD, "reinspect_next", "复查不合格的不能销号", _fits_next))),
        Act("renew_order", "再次责令限期整改", RenewFacts, (ORDER,), per=Per.FINDING, together=True, route=TWO_OFFICERS,
            stage="reinspected",
            gates=(*INSPECTING, says(ORDER, "failed_before_renewal", "复查不合格后方可再次责令", _failed_before),
                   facts_say(ORDER, "renew_deadline", "整改期限不能早于文书日期", _new_date))),
        Act("propose_case", "立案建议", ProposeFacts, (ORDER,), per=Per.FINDING, together=True, route=SECTION_APPROVAL,
            stage="reinspected", prefill=_prefill_propose, spawns=("penalty_ordinary", "lead"),
            gates=(says(Article("行政处罚法", "28", 1), "failed_before_case", "逾期未改正须有复查不合格记录",
                        _failed_before),)),
        Act("conclude", "整改办结", ConcludeFacts, (ORDER, HAZARD), stage="concluded", moves_to="concluded", once=True,
            ends=True, gates=(says((ORDER, HAZARD), "all_settled", "每一个问题都须复查合格或移入立案", _all_settled),)),
    ),
    clocks=(
        Clock("rectification_due", "整改期限", "", (When("open_order", at="issue_date"), When("renew_order")),
              (When("reinspect", where=lambda f: f.get("result") == "pass"),), per=Per.FINDING, whose="party",
              extends=(When("decide_extension", where=lambda f: bool(f.get("granted"))),), due_fact="deadline",
              articles=(ORDER,), todo="reinspect"),
        Clock("recheck", "整改复查", "rectification_recheck",
              (When("open_order", at="deadline"), When("reply", where=lambda f: bool(f.get("asks_reinspection")),
                                                       at="replied_on"),
               When("decide_extension", where=lambda f: bool(f.get("granted")), at="until"),
               When("renew_order", at="deadline")),
              (When("reinspect", at="reinspected_on"),), per=Per.FINDING, todo="reinspect"),
        Clock("extension_answer", "答复延期申请", "rectification_extension_answer",
              (When("request_extension", at="application_date"),), (When("decide_extension", at="issue_date"),),
              per=Per.FINDING, todo="decide_extension"),
    ),
    entry=("open_order",),
    extent=extent,
)
