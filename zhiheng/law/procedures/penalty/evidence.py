"""调查取证: every way of obtaining evidence, each by two certified officers after filing (or urgently before)."""
from __future__ import annotations

from datetime import timedelta

from zhiheng.kernel.facts import Facts, as_date, as_datetime
from zhiheng.kernel.gates import facts_say, never_after, says, within
from zhiheng.kernel.procedure import Act, Gate, PaperRule, Per, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import due
from zhiheng.kernel.view import Subject
from zhiheng.law.basis import penalty_law
from zhiheng.law.gates_common import has_text, identity_shown, signed_or_refused, two_certified_officers
from zhiheng.law.gates_things import instruments_fit
from zhiheng.law.procedures.penalty import facts_evidence as f
from zhiheng.law.procedures.penalty import prefill as pre
from zhiheng.law.routes import APPROVAL, TWO_OFFICERS


def _filed(s: Situation) -> Unmet | None:
    if s.done("file_case") or s.given("urgent_reason"):
        return None
    return Unmet("还没有立案，不能以普通程序调查取证", cure="先立案；情况紧急先行调查的，写明原因并及时补办立案",
                 cure_act="file_case")


def _urgent(s: Situation) -> Unmet | None:
    if s.done("file_case") or not s.given("urgent_reason"):
        return None
    return Unmet("立案前紧急调查，须在 5 个工作日内补办立案（管理时限，依据待核）", cure="调查后及时立案", cure_act="file_case")


def _concluded(s: Situation) -> Unmet | None:
    """A warning: evidence after the report makes a new report necessary."""
    done = s.view.last("conclude_investigation")
    return Unmet(f"{done.occurred_at.date()} 已调查终结，补充证据后应当重新制作调查报告") if done else None


FILED = says(penalty_law(54, 2), "investigate_after_filing", "符合立案标准的应当先立案再调查", _filed,
             severity=Severity.DEFECT, release_by="bureau_head")
URGENT = facts_say(penalty_law(54, 2), "urgent_investigation", "立案前紧急调查的，应当及时补办立案", _urgent,
                   severity=Severity.WARNING)
AFTER_REPORT = says(penalty_law(40), "evidence_after_report", "调查终结后补充证据的，应当重新终结", _concluded,
                    severity=Severity.WARNING)
NOT_CLOSED = never_after(penalty_law(57, 1), "withdraw_case", "案件已经终止（撤销），不再调查", id="not_withdrawn")


def _common(*more: Gate) -> tuple[Gate, ...]:
    return (FILED, URGENT, two_certified_officers(), AFTER_REPORT, NOT_CLOSED, *more)


def _times(s: Situation) -> Unmet | None:
    start, end = as_datetime(s.facts or {}, "start_time"), as_datetime(s.facts or {}, "end_time")
    if start is None or end is None or start < end:
        return None
    return Unmet(f"结束时间（{end:%m-%d %H:%M}）应当晚于开始时间（{start:%m-%d %H:%M}）", cure="核对时间")


TIMES = facts_say(penalty_law(47), "record_times", "笔录的开始、结束时间应当真实", _times)


def _came(s: Situation) -> Unmet | None:
    if s.given("came_by") != "notice" or s.view.done("inquiry_notice"):
        return None
    return Unmet("到场方式为经书面通知，但案卷中没有询问通知书", cure="先制作询问通知书，或者按实填写到场方式",
                 cure_act="inquiry_notice")


def _present_or_invited(s: Situation) -> Unmet | None:
    if s.given("party_present") or s.given("invited"):
        return None
    return Unmet("当事人不在场，也没有邀请见证人", cure="通知当事人到场；不到场的邀请其他人员见证")


def _head_approves(s: Situation) -> Unmet | None:
    if s.given("may_be_lost"):
        return None
    return Unmet("不属于证据可能灭失或者以后难以取得的情形，不能先行登记保存", cure="改用抽样取证、复制、拍照等方法")


def seven_days(s: Situation) -> Unmet | None:
    """The day announced for the disposal must lie within seven working days of the registration."""
    start = as_date(s.facts or {}, "period_start") or s.on
    day = as_date(s.facts or {}, "decision_date")
    limit = due(s.rules.term("evidence_preservation_decision", start), start, s.rules.calendar).on
    if day is None or limit is None or day <= limit:
        return None
    return Unmet(f"处理决定的日期 {day} 超过七个工作日（至 {limit}）", cure=f"改为 {limit} 或者以前")


def register(facts: Facts, seq: int) -> tuple[Subject, ...]:
    """One batch of registered evidence: it has its own seven-day clock and its own disposal."""
    names = "、".join(row["name"] for row in (facts.get("items") or ())[:3])
    return (Subject("evidence", f"evidence-{seq}", names or "先行登记保存物品", {"items": facts.get("items"), "since_seq": seq}),)


def _qualified(s: Situation) -> Unmet | None:
    if s.given("qualified"):
        return None
    return Unmet("受委托机构没有法定检测、鉴定资质", cure="委托具备资质的机构，并附资质证明")


def _lawful_means(s: Situation) -> Unmet | None:
    if s.given("lawful"):
        return None
    return Unmet("以非法手段取得的证据，不得作为认定案件事实的根据", cure="排除该证据，依法重新取证")


def _inquiry_on_time(s: Situation) -> Unmet | None:
    at = as_datetime(s.facts or {}, "time")
    if at is None or at > s.at + timedelta(minutes=0):
        return None
    return Unmet("询问时间早于通知书的日期", cure="改为通知之后的时间")


def _commission_open(s: Situation) -> Unmet | None:
    if len(s.view.done("commission_appraisal")) > len(s.view.done("appraisal_result")):
        return None
    return Unmet("没有尚未出具意见的鉴定委托", cure="先办理「委托鉴定」", cure_act="commission_appraisal")


ACTS = (
    Act("inquiry_notice", "询问通知", f.InquiryNoticeFacts, (penalty_law(55, 2),), stage="investigation",
        gates=(FILED, two_certified_officers(), NOT_CLOSED,
               facts_say(penalty_law(55, 2), "inquiry_time", "询问时间应当在通知之后", _inquiry_on_time)),
        route=TWO_OFFICERS, papers=(PaperRule("inquiry_notice"),), prefill=pre.inquiry_notice,
        help="通知当事人或者有关人员到指定地点接受询问。"),
    Act("inquiry", "询问", f.InquiryFacts, (penalty_law(55, 2),), stage="investigation", occurs="start_time",
        gates=_common(identity_shown(), TIMES,
                      facts_say(penalty_law(55, 2), "inquiry_attendance", "经通知到场的，应当有询问通知书", _came,
                                severity=Severity.DEFECT),
                      has_text(penalty_law(43, 2), "inquiry_rights", "rights_informed",
                               "询问前应当告知如实回答的义务和陈述、申辩、申请回避的权利", severity=Severity.DEFECT),
                      signed_or_refused(penalty_law(55, 2), sign="subject_sign", refusal="refusal_note",
                                        witness="witness", who="被询问人")),
        route=TWO_OFFICERS, papers=(PaperRule("inquiry_record"),), prefill=pre.inquiry, records=("audio",),
        help="两名执法人员询问，被询问人逐页签名；拒签的注明并请人见证。"),
    Act("scene_record", "勘验", f.SceneFacts, (penalty_law(46, 1, 8),), stage="investigation", occurs="start_time",
        gates=_common(identity_shown(), TIMES,
                      facts_say(penalty_law(47), "scene_witness", "当事人不在场的，应当邀请见证人", _present_or_invited,
                                severity=Severity.DEFECT),
                      signed_or_refused(penalty_law(55, 2), sign="party_sign", refusal="refusal_note",
                                        witness="witness"), instruments_fit()),
        route=TWO_OFFICERS, papers=(PaperRule("scene_inspection_record"),), prefill=pre.scene, records=("photo",)),
    Act("sampling", "抽样取证", f.SamplingFacts, (penalty_law(56),), stage="investigation", occurs="start_time",
        gates=_common(identity_shown(), TIMES,
                      signed_or_refused(penalty_law(56), sign="party_sign", refusal="refusal_note", witness="witness",
                                        who="被抽样人"), instruments_fit()),
        route=TWO_OFFICERS, papers=(PaperRule("sampling_voucher"),), prefill=pre.sampling, records=("photo",)),
    Act("register_evidence", "先行登记保存证据", f.RegisterFacts, (penalty_law(56),),
        stage="investigation", introduces=register, route=APPROVAL, prefill=pre.register,
        gates=_common(facts_say(penalty_law(56), "register_ground", "证据可能灭失或者以后难以取得的，才可以先行登记保存",
                                _head_approves),
                      facts_say(penalty_law(56), "register_seven_days", "应当在七日内作出处理决定", seven_days,
                                severity=Severity.DEFECT),
                      signed_or_refused(penalty_law(56), sign="party_sign", refusal="refusal_note", witness="witness",
                                        who="证据持有人")),
        papers=(PaperRule("evidence_registration_approval"), PaperRule("evidence_registration_notice"),
                PaperRule("evidence_registration_list")), records=("video",),
        help="须经行政机关负责人批准；登记之日起七个工作日内作出处理决定。"),
    Act("dispose_evidence", "处理先行登记保存的证据", f.DisposeFacts, (penalty_law(56),), per=Per.EVIDENCE, once=True,
        stage="investigation", route=APPROVAL, prefill=pre.dispose,
        gates=(two_certified_officers(),
               within(penalty_law(56), "preservation", "先行登记保存应当在七日内作出处理决定")),
        papers=(PaperRule("evidence_disposal_approval"), PaperRule("evidence_disposal_decision"))),
    Act("add_evidence", "补充证据", f.EvidenceFacts, (penalty_law(46, 1),), stage="investigation",
        gates=_common(facts_say(penalty_law(46, 3), "lawful_means", "非法手段取得的证据不得使用", _lawful_means)),
        route=TWO_OFFICERS, help="书证、物证、视听资料、电子数据、证人证言、当事人陈述等；注明来源和核对情况。"),
    Act("commission_appraisal", "委托鉴定", f.CommissionFacts, (penalty_law(46, 1, 7),), stage="investigation",
        gates=(FILED, two_certified_officers(), NOT_CLOSED,
               facts_say(penalty_law(46, 2), "appraiser_qualified", "检测、鉴定应当由具备资质的机构作出", _qualified,
                         severity=Severity.DEFECT)),
        route=APPROVAL, papers=(PaperRule("appraisal_commission"),)),
    Act("appraisal_result", "登记鉴定意见", f.AppraisalFacts, (penalty_law(46, 1, 7),), stage="investigation",
        gates=(says(penalty_law(46, 2), "appraisal_commissioned", "先有鉴定委托，才有鉴定意见", _commission_open),
               has_text(penalty_law(44), "appraisal_told", "informed_at", "鉴定意见应当告知当事人",
                        severity=Severity.WARNING))),
)
