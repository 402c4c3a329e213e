"""行政检查: plan with items → approval → entry → item-by-item record → an outcome for every finding → closed loop.

Basis: 安全生产法 62–70, 行政处罚法 42、47、55 and 国办发〔2024〕54号 (read in official explanations, not in full text:
its gates are defects that a superior may release, never void).
"""
from __future__ import annotations

from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import Facts, as_date, as_datetime
from zhiheng.kernel.gates import after, each, facts_say, never_after, says
from zhiheng.kernel.procedure import (
    Act,
    Clock,
    Gate,
    PaperRule,
    Per,
    Procedure,
    Severity,
    Stage,
    Unmet,
    When,
)
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.view import Subject
from zhiheng.law.gates_common import officers_without_interest, two_certified_officers
from zhiheng.law.gates_competence import visit_gate
from zhiheng.law.gates_mandate import INSPECTING, extent, limited
from zhiheng.law.gates_things import instruments_fit
from zhiheng.law.procedures import competence_inspection as joint
from zhiheng.law.procedures import inspection_drawn as drawn
from zhiheng.law.procedures import inspection_facts as f
from zhiheng.law.procedures import inspection_prefill as pre
from zhiheng.law.procedures.reassigning import reassign
from zhiheng.law.routes import APPROVAL, HEAD_APPROVAL, SECTION_APPROVAL, TWO_OFFICERS

AQSCF = "安全生产法"
PLAN_62 = Article(AQSCF, "62", 2)
ORDER_65 = Article(AQSCF, "65", 1, 2)
HAZARD_65 = Article(AQSCF, "65", 1, 3)
CARD_67 = Article(AQSCF, "67", 2)
RECORD_68 = Article(AQSCF, "68")
REFER_69 = Article(AQSCF, "69")
CARD_55 = Article("行政处罚法", "55", 1)
CAP_54 = Article("国办发〔2024〕54号", "")
OUTCOMES = ("correct_on_spot", "onsite_measure", "rectification_order", "refer_out")
UNPLANNED = {"complaint", "transfer", "monitoring", "campaign", "application", "accident", "reinspection"}
FREE_OF_CAP = {"complaint", "transfer", "monitoring", "campaign", "accident"}


def _findings(facts: Facts, seq: int) -> tuple[Subject, ...]:
    return tuple(Subject("finding", f"finding-{seq}-{n}", row["text"], row)
                 for n, row in enumerate(facts.get("findings", ()), 1))


# --- gates -------------------------------------------------------------------------------------------------------

def _source(s: Situation) -> Unmet | None:
    if s.given("source_type") in ("annual_plan", "double_random"):
        missing = not s.given("plan_item_ref")
        return Unmet("来源为年度计划或双随机的，须写明计划条目或抽查批次", cure="填写「年度计划条目」") if missing else None
    return None


def _document(s: Situation) -> Unmet | None:
    """A visit outside the plan has a ground somebody else can look up."""
    if s.given("source_type") in UNPLANNED and not str(s.given("source_document") or "").strip():
        return Unmet("计划外检查没有登记来源文书（举报、转办、预警、专项行动等）", cure="填写「来源文书」的编号；没有来源的，列入计划后再查")
    return None


def _cap(s: Situation) -> Unmet | None:
    visits = s.view.attrs.get("visits") or {}
    counted, cap = visits.get("counted", 0), visits.get("cap")
    if cap is None or counted < cap:
        return None
    own = s.given("source_type") == "campaign" and (s.view.attrs.get("campaigns") or {}).get(str(s.given("source_document") or "")) is False
    if s.given("source_type") in FREE_OF_CAP and s.given("source_document") and not own:
        return None
    if own:
        return Unmet(f"{s.given('source_document')} 不是上级部署的专项行动，检查计入频次；本年度已达上限（{counted}/{cap} 次）",
                     cure="并入其他单位的检查或者改期到下一年度；在专项行动里办理「任务调整」并写明理由")
    whence = f"；上限来自：{visits['says']}" if visits.get("says") else ""
    return Unmet(f"本年度对该企业的现场检查已达上限（{counted}/{cap} 次{whence}）",
                 cure="有举报、转办、数据预警或上级部署专项的，填写来源文书；否则改期到下一年度或并入其他单位的检查")


def _planned_or_urgent(s: Situation) -> Unmet | None:
    if s.done("plan") or s.done("join_visit"):
        return None
    return Unmet("没有经批准的现场检查方案，不得进入现场检查", cure="先制现场检查方案送批；情况紧急的，办理「紧急先查」",
                 cure_act="plan")


def _shown(s: Situation) -> str | None:
    return None if s.given("identity_shown") else "检查开始时没有出示执法证件，被检查单位有权拒绝检查"


def _scanned(s: Situation) -> str | None:
    ok = s.given("entry_code") or s.given("entry_code_missing")
    return None if ok else "没有入企扫码登记，也没有写明未扫码的原因"


def _all_answered(s: Situation) -> Unmet | None:
    planned = _planned_items(s)
    answered = {a.get("question") for a in s.given("answers", ())}
    left = [i["question"] for i in planned if i.get("question") not in answered]
    return Unmet(f"检查方案的事项还有 {len(left)} 项没有检查结果（{left[0]}…）", cure="逐项作答，没有涉及的选“不适用”") if left else None


def _planned_items(s: Situation) -> list[dict[str, Any]]:
    source = s.view.last("plan") or s.view.last("join_visit") or s.view.last("back_approval")
    return list(source.facts.get("inspection_items", ())) if source else []


def _fails_become_findings(s: Situation) -> Unmet | None:
    failed = sum(1 for a in s.given("answers", ()) if a.get("result") == "fail")
    found = len(s.given("findings", ()))
    if found < failed:
        return Unmet(f"有 {failed} 项不符合，只记录了 {found} 个问题", cure="为每一项“不符合”写明问题")
    return _advice_explained(s)


def _advice_explained(s: Situation) -> Unmet | None:
    """What is only advised upon says why no act is alleged, and alleges none."""
    for row in s.given("findings", ()):
        if row.get("handling") != "advice":
            continue
        if row.get("violation"):
            return Unmet(f"「{row['text']}」既写了处罚事项代码，又记为仅提示整改", cure="删去代码，或者改为涉嫌违法")
        if not row.get("advice_reason"):
            return Unmet(f"「{row['text']}」记为仅提示整改，没有写明理由", cure="填写「仅提示整改的理由」")
    return None


def _times(s: Situation) -> str | None:
    if s.facts is None:
        return None
    start, end = as_datetime(s.facts, "start_time"), as_datetime(s.facts, "end_time")
    return "检查结束时间不能早于开始时间" if start and end and end < start else None


def _refusal_noted(s: Situation) -> Unmet | None:
    if s.given("unit_sign") == "signed":
        return None if s.given("unit_signer") else Unmet("没有写明签名的负责人", cure="填写「签名人」")
    ok = s.given("refusal_note")
    return None if ok else Unmet("负责人未签字的，须将情况记录在案并报告本部门", cure="填写「拒绝签字情况」")


def _has_video(s: Situation) -> str | None:
    return None if s.given("av_record_refs") else "现场检查没有音像记录编号"


def _only_general(s: Situation) -> str | None:
    major = s.subject is not None and s.subject.attrs.get("level") == "major"
    return "重大隐患不能只作当场改正处理，须采取现场处理措施或责令限期整改" if major else None


def _order_days(s: Situation) -> str | None:
    if s.facts is None:
        return None
    issued, deadline = as_date(s.facts, "issue_date"), as_date(s.facts, "deadline")
    if issued and deadline and deadline < issued:
        return f"整改期限不能早于文书日期 {issued}。请改期限或文书日期"
    return None


def _major_measured(s: Situation) -> Unmet | None:
    bare = [x for x in s.view.of_kind("finding") if x.attrs.get("level") == "major"
            and not s.view.last("onsite_measure", x.key) and not s.view.last("rectification_order", x.key)]
    return Unmet(f"重大隐患「{bare[0].name}」没有现场处理措施，也没有责令整改", cure_act="onsite_measure",
                 cure="无法保证安全的，责令撤出人员、暂时停产停业或停止使用") if bare else None


def _no_findings(s: Situation) -> str | None:
    return "本次检查有记录在案的问题，不能作“未发现问题”结论" if s.view.of_kind("finding") else None


def _punishable_proposed(s: Situation) -> Unmet | None:
    left = [x for x in s.view.of_kind("finding") if x.attrs.get("violation") and not s.view.last("propose_case", x.key)]
    return Unmet(f"「{left[0].name}」涉嫌应当处罚的违法行为，责令改正不能代替处罚", cure_act="propose_case",
                 cure="提出立案建议，或在检查结果中说明不立案的理由") if left else None


def _outcome_or_clear(s: Situation) -> Unmet | None:
    if s.view.of_kind("finding") or s.done("no_problem"):
        return None
    return Unmet("没有发现问题的检查，须先作“未发现问题”结论", cure_act="no_problem", cure="办理「未发现问题」")


def _loop_closed(s: Situation) -> Unmet | None:
    open_ = [k.no for k in s.view.links if k.relation == "outcome" and k.procedure == "rectification"
             and not k.view.done("conclude")]
    return Unmet(f"整改复查 {open_[0]} 尚未办结，检查不能归档", cure="先办结整改复查") if open_ else None


def _delivered(s: Situation) -> Unmet | None:
    if s.given("unit_sign") == "signed":
        return None if s.given("unit_signer") else Unmet("没有写明签收的负责人", cure="填写「签名人」")
    return None if s.given("witness") else Unmet("负责人拒绝签收，没有见证人签名，也没有拍照、录像记录",
                                                 cure="邀请见证人签名，或填写录像编号，作留置送达")


def _reasonable(s: Situation) -> str | None:
    return None if s.done("onsite_measure") else "没有作出现场处理措施决定，无需审查恢复"


def _mode_told(s: Situation) -> Unmet | None:
    """A mode without its other half cannot be counted: with whom, by whom, with which expert."""
    for modes, name, lacking in MODE_ASKS:
        if s.given("mode") in modes and not s.given(name):
            return Unmet(lacking, cure="补填，或者改选检查方式")
    return _mode_true(s)


def _mode_true(s: Situation) -> Unmet | None:
    """What was filled in is borne out by the registers: the head is one of the agency, the expert is engaged."""
    known = s.view.attrs.get("mode_people") or {}
    if not known:
        return None
    chief, heads = str(s.given("chief") or ""), known.get("heads", ())
    if s.given("mode") == "chief_led" and not any(name in chief for name in heads):
        return Unmet(f"「{chief}」不是本机关现任局领导", cure=f"写现任局领导的姓名（{'、'.join(heads) or '没有登记任职'}），或者改选检查方式")
    engaged = known.get("experts", ())
    stranger = next((x for x in s.given("experts") or () if not any(name in str(x) for name in engaged)), None)
    if s.given("mode") in ("with_expert", "trinity") and stranger is not None:
        return Unmet(f"「{stranger}」不在专家库的在聘专家中", cure="先在专家库登记聘任，或者改请在聘专家")
    return None


MODE_ASKS = ((("joint", "cross_area"), "partners", "联合检查、交叉执法没有写明参加的部门、单位"),
             (("chief_led",), "chief", "一把手跟执法没有写明带队领导"),
             (("with_expert", "trinity"), "experts", "执法+专家、“三位一体”执法没有写明参加的专家"),
             (("trade_heads",), "trade_heads", "没有写明参加的同类企业负责人"),
             (("demonstration",), "partners", "示范执法没有写明参加的股室、乡镇（街道）"))
THREE_KINDS = (("principal", "主要负责人"), ("safety_manager", "安全管理人员"), ("worker", "岗位人员"))


def _three_present(s: Situation) -> str | None:
    """“三位一体” has the three kinds of people of the enterprise there from beginning to end."""
    planned = s.view.last("plan")
    if planned is None or planned.facts.get("mode") != "trinity":
        return None
    there = {row.get("post") for row in s.given("participants") or ()}
    left = [zh for post, zh in THREE_KINDS if post not in there]
    return f"“三位一体”执法要求企业三类人员全过程在场，到场人员中没有{'、'.join(left)}" if left else None


NO_INTEREST = officers_without_interest((Article("公务员法", "76"), Article("行政处罚法", "43", 1)))
PLAN_GATES: tuple[Gate, ...] = (
    two_certified_officers("officers"),
    NO_INTEREST,
    facts_say(PLAN_62, "insp_plan", "计划内检查写明计划条目或者抽查批次", _source, severity=Severity.WARNING),
    facts_say(PLAN_62, "insp_source", "检查须在年度监督检查计划内，计划外检查须有来源依据", _document, severity=Severity.DEFECT),
    facts_say(PLAN_62, "insp_mode", "组织形式须写明参加的部门、领导或者专家", _mode_told, severity=Severity.WARNING, verified=False),
    facts_say(CAP_54, "insp_frequency_cap", "同一企业年度检查不得超过公布的频次上限", _cap, severity=Severity.DEFECT,
              verified=False),
    *drawn.GATES,
    visit_gate(),
)
SITE_GATES: tuple[Gate, ...] = (
    two_certified_officers(),
    facts_say((CARD_67, CARD_55), "insp_show_id", "执行检查任务必须出示有效的执法证件", _shown, severity=Severity.DEFECT),
    facts_say(CARD_67, "insp_three_present", "“三位一体”执法须企业三类人员在场", _three_present, severity=Severity.WARNING,
              verified=False),
    facts_say(CAP_54, "insp_scan_code", "进入企业前须扫码登记，断网的事后补登", _scanned, severity=Severity.WARNING,
              verified=False),
)
RECORD_GATES: tuple[Gate, ...] = (
    after(CARD_67, "enter_site", "没有进入现场的记录，不能制作现场检查记录", unless="emergency_entry",
          severity=Severity.DEFECT, id="record_after_entry"),
    two_certified_officers(),
    facts_say(PLAN_62, "insp_all_items", "检查方案的每一事项都须有检查结果", _all_answered, severity=Severity.DEFECT),
    facts_say(RECORD_68, "insp_findings", "检查发现的问题须写入书面记录", _fails_become_findings),
    facts_say(RECORD_68, "insp_times", "检查的时间须如实记录", _times),
    facts_say(RECORD_68, "insp_record_sign", "记录由检查人员和被检查单位负责人签字，拒签须记录在案", _refusal_noted,
              severity=Severity.DEFECT),
    facts_say(Article("行政处罚法", "47"), "insp_video", "执法全过程应当有文字、音像记录", _has_video,
              severity=Severity.WARNING),
    instruments_fit(),
)
WITH_FINDINGS = after(RECORD_68, "record", "先有现场检查记录，才能处理发现的问题", id="outcome_after_record")
DELIVERED = facts_say(Article("民事诉讼法", "89"), "delivered_or_left", "当场交付须签收；拒收的须有见证人或者录像留置",
                      _delivered, severity=Severity.DEFECT)

ACTS: tuple[Act, ...] = (
    Act("plan", "现场检查方案", f.PlanFacts, (PLAN_62,), gates=PLAN_GATES, by=("officer",), route=APPROVAL,
        papers=(PaperRule("site_inspection_plan"),), prefill=pre.plan, stage="plan", moves_to="plan", once=True),
    *joint.ACTS,
    reassign(),
    Act("call_off", "取消检查", f.CallOffFacts, (PLAN_62,), route=SECTION_APPROVAL, side=True, stage="closed", moves_to="closed",
        once=True, ends=True, prefill=pre.call_off, gates=(
            after(PLAN_62, "plan", "没有批准的检查方案，无从取消", unless="join_visit", id="called_off_planned"),
            never_after(RECORD_68, "enter_site", "已经进入现场，检查须记录并作出处理，不能取消"),
            never_after(RECORD_68, "record", "已有现场检查记录，不能取消", id="called_off_unrecorded")),
        help="未进入现场的检查不再进行时办理；计划条目退回待排，不算完成。"),
    Act("notify", "行政检查通知", f.NotifyFacts, (CAP_54,),
        gates=(after(CAP_54, "plan", "方案批准后方可通知检查", severity=Severity.DEFECT),),
        papers=(PaperRule("inspection_notice"),), stage="plan", prefill=pre.notify),
    Act("emergency_entry", "紧急先查", f.EmergencyFacts, (CAP_54, CARD_67),
        gates=(two_certified_officers("officers"), NO_INTEREST, *SITE_GATES[1:], never_after(
            CAP_54, "plan", "已有经批准的检查方案，按方案进入现场即可", severity=Severity.DEFECT), visit_gate(Severity.WARNING)),
        by=("officer",), route=TWO_OFFICERS, stage="site", moves_to="site", occurs="arrived_at", once=True),
    Act("back_approval", "补办检查审批", f.BackApprovalFacts, (CAP_54,),
        gates=(after(CAP_54, "emergency_entry", "只有紧急先查才补办审批"),), route=APPROVAL, stage="site", once=True),
    Act("enter_site", "进入现场", f.EnterFacts, (CARD_67, CARD_55),
        gates=(says(CAP_54, "insp_approval", "检查前须经负责人批准并制作检查方案", _planned_or_urgent,
                    severity=Severity.DEFECT, verified=False), *SITE_GATES),
        route=TWO_OFFICERS, stage="site", moves_to="site", occurs="arrived_at", records=("video",), prefill=pre.enter),
    Act("record", "现场检查记录", f.RecordFacts, (RECORD_68,), gates=RECORD_GATES, route=TWO_OFFICERS,
        papers=(PaperRule("site_inspection_record"),), introduces=_findings, stage="site", moves_to="dispose",
        occurs="end_time", records=("video",), prefill=pre.record),
    Act("correct_on_spot", "当场改正", f.OnSpotFacts, (ORDER_65,), per=Per.FINDING, together=True,
        gates=(WITH_FINDINGS, says(HAZARD_65, "insp_major_on_spot", "重大隐患须采取措施", _only_general)),
        route=TWO_OFFICERS, stage="dispose"),
    Act("onsite_measure", "现场处理措施决定", f.MeasureFacts, (HAZARD_65,), per=Per.FINDING, together=True,
        gates=(WITH_FINDINGS, two_certified_officers(), DELIVERED), route=TWO_OFFICERS,
        papers=(PaperRule("onsite_measure_decision"),), stage="dispose", prefill=pre.measure),
    Act("rectification_order", "责令限期整改", f.OrderFacts, (ORDER_65, Article("行政处罚法", "28", 1)), per=Per.FINDING,
        together=True, gates=(WITH_FINDINGS, two_certified_officers(), DELIVERED,
                              facts_say(ORDER_65, "order_deadline", "整改期限不能早于文书日期", _order_days)),
        route=TWO_OFFICERS, papers=(PaperRule("rectification_order"),), stage="dispose", prefill=pre.order,
        spawns=("rectification", "open_order")),
    Act("refer_out", "移交其他部门", f.ReferFacts, (REFER_69,), per=Per.FINDING, together=True, gates=(WITH_FINDINGS,),
        route=HEAD_APPROVAL, papers=(PaperRule("out_of_scope_referral"),), stage="dispose", prefill=pre.refer),
    Act("refer_reply", "登记移交答复", f.ReferReplyFacts, (REFER_69,), per=Per.FINDING, together=True,
        gates=(after(REFER_69, "refer_out", "没有移交，无从登记答复"),), stage="dispose"),
    Act("no_problem", "未发现问题", f.NoProblemFacts, (RECORD_68,),
        gates=(after(RECORD_68, "record", "先有现场检查记录，才能作检查结论"),
               says(RECORD_68, "really_clear", "有问题不能作“未发现问题”结论", _no_findings)), stage="dispose", once=True),
    Act("propose_case", "立案建议", f.ProposeFacts, (ORDER_65,), per=Per.FINDING, together=True, gates=(WITH_FINDINGS,),
        route=SECTION_APPROVAL, stage="dispose", prefill=pre.propose, spawns=("penalty_ordinary", "lead")),
    Act("complete", "完成检查", f.CompleteFacts, (RECORD_68, ORDER_65),
        gates=(after(RECORD_68, "record", "没有现场检查记录，不能完成检查"),
               each((HAZARD_65, RECORD_68), "finding", OUTCOMES, "每一个问题都须有处置", id="each_finding_outcome"),
               says(HAZARD_65, "insp_major_hazard_measures", "重大隐患须有现场处理措施或整改指令", _major_measured),
               says(RECORD_68, "clear_or_findings", "检查须有结论", _outcome_or_clear),
               says(ORDER_65, "punish_where_due", "应当处罚的不能以责令改正代替", _punishable_proposed,
                    severity=Severity.WARNING),
               says(CAP_54, "insp_back_approved", "紧急先查须补办审批",
                    lambda s: "紧急先查还没有补办审批" if s.done("emergency_entry") and not s.done("back_approval")
                    else None, severity=Severity.DEFECT, cure_act="back_approval", verified=False)),
        stage="dispose", moves_to="complete", occurs=None, once=True, prefill=pre.complete,
        papers=(PaperRule("inspection_result_notice"),)),
    Act("lift_measure", "同意恢复生产经营", f.LiftFacts, (HAZARD_65,), per=Per.FINDING, together=True,
        gates=(says(HAZARD_65, "measure_exists", "重大隐患排除后，经审查同意，方可恢复生产经营和使用", _reasonable),),
        route=HEAD_APPROVAL, stage="complete"),
    Act("publish", "公开检查结果", f.PublishFacts, (Article("国办发〔2018〕118号", ""),),
        gates=(after(RECORD_68, "complete", "检查完成后方可公开结果"),), stage="complete"),
    Act("close", "检查归档", f.CloseFacts, (Article("行政处罚法", "47"),), by=("handler", "archivist"),
        gates=(after(RECORD_68, "complete", "检查尚未完成，不能归档"),
               says(ORDER_65, "loop_closed", "整改复查办结后方可归档", _loop_closed)),
        stage="closed", moves_to="closed", once=True, ends=True, papers=()),
)

POWER = dict.fromkeys(("plan", "emergency_entry", "onsite_measure", "rectification_order"), INSPECTING)
INSPECTION = Procedure(
    "inspection", "行政检查", (PLAN_62, RECORD_68),
    stages=(Stage("plan", "方案", ("plan", "join_visit", "notify")), Stage("site", "现场", ("enter_site", "record")),
            Stage("dispose", "处置", (*OUTCOMES, "no_problem")), Stage("complete", "完成", ("complete", "publish")),
            Stage("closed", "归档", ("close",))),
    acts=limited(ACTS, POWER),
    clocks=(
        Clock("urgent_back_approval", "紧急检查补办审批", "urgent_inspection_back_approval",
              (When("emergency_entry"),), (When("back_approval"),), todo="back_approval"),
        Clock("publish_result", "检查结果公开", "enforcement_info_publicity_20wd", (When("complete", at="completed_on"),),
              (When("publish", at="published_on"),), todo="publish"),
    ),
    entry=("plan", "emergency_entry", "join_visit"),
    extent=extent,
)
