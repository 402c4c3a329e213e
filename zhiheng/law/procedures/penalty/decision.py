"""决定: everything that must stand before a penalty may be decided, for each party apart."""
from __future__ import annotations

from zhiheng.kernel.gates import after, elapsed, facts_say, never_after, says, within
from zhiheng.kernel.procedure import Act, PaperRule, Per, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import fine_separation, penalty_law, transfer_rules
from zhiheng.law.gates_common import has_text, two_certified_officers
from zhiheng.law.procedures.penalty import facts_decision as f
from zhiheng.law.procedures.penalty import prefill as pre
from zhiheng.law.procedures.penalty import state
from zhiheng.law.procedures.penalty.hearing import hearing_finished
from zhiheng.law.procedures.penalty.review import COLLECTIVE_DONE, REVIEW_DONE
from zhiheng.law.routes import APPROVAL, HEAD_APPROVAL

PAYMENT_DAYS = 15


def _noticed(s: Situation) -> Unmet | None:
    if state.notice(s) is None:
        return Unmet("还没有告知拟作出的处罚及陈述、申辩、听证权利", cure="先办理行政处罚告知", cure_act="penalty_notice")
    if state.notice_service(s) is None:
        return Unmet("告知书还没有送达当事人", cure="送达告知书", cure_act="serve")
    return None


def _defence_reviewed(s: Situation) -> Unmet | None:
    waiting = state.open_defences(s)
    if not waiting:
        return None
    days = "、".join(str(e.occurred_at.date()) for e in waiting)
    return Unmet(f"陈述申辩尚未复核：{days} 收到 {len(waiting)} 份", cure="复核陈述申辩", cure_act="review_defence")


def _heard_since(s: Situation) -> Unmet | None:
    """A second notice makes the earlier defence and its review stale: this notice needs its own time to answer."""
    told, review = state.notice(s), s.last("review_defence")
    if told is None or review is None or review.seq > told.seq or state.since_notice(s, "waive_defence"):
        return None
    period = s.clock("statement_period")
    if period is not None and period.expired:
        return None
    return Unmet(f"{told.occurred_at.date()} 重新告知，此前的申辩复核（{review.occurred_at.date()}）不再作数",
                 cure="等待陈述申辩期满，或者复核新的申辩", cure_act="review_defence")


def _hearing_told(s: Situation) -> Unmet | None:
    told = state.notice(s)
    fine = int(s.given("fine_amount") or (told.facts.get("proposed_fine") if told else 0) or 0)
    gain = int(s.given("gain_amount") or (told.facts.get("proposed_gain") if told else 0) or 0)
    kinds = s.given("kinds") or (told.facts.get("kinds") if told else ()) or ()
    grounds = state.hearing_grounds(s, fine, gain, kinds, s.subject)
    if told is None or not grounds:
        return None
    if not told.facts.get("hearing_right"):
        return Unmet(f"没有告知听证权利：{'；'.join(grounds)}", cure="重新告知并告知听证权利", cure_act="penalty_notice")
    if state.service(s, "hearing_right_notice", told) is None:
        return Unmet("听证告知书还没有送达", cure="送达听证告知书", cure_act="serve")
    return None


def _by_the_record(s: Situation) -> Unmet | None:
    held = state.since_notice(s, "hold_hearing")
    if held is None or held.facts.get("attendance") != "attended" or s.given("hearing_considered"):
        return None
    return Unmet("经过听证的，决定应当根据听证笔录作出，没有写明对听证意见的采纳情况", cure="填写「听证笔录所载意见的采纳情况」")


def _approved(s: Situation) -> Unmet | None:
    report, approval = s.view.last("conclude_investigation"), s.view.last("handling_approval")
    if approval is None or (report and approval.seq < report.seq):
        return Unmet("负责人尚未审查调查结果（案件处理呈批）", cure="办理案件处理呈批", cure_act="handling_approval")
    stale = [e for a in ("review_defence", "hearing_report") if (e := s.last(a)) and e.seq > approval.seq]
    if stale:
        zh = s.procedure.act(stale[0].act).zh
        return Unmet(f"呈批之后又有新的{zh}，须重新呈批", cure="重新办理案件处理呈批", cure_act="handling_approval")
    return None


def _as_approved(s: Situation) -> Unmet | None:
    approval = s.view.last("handling_approval")
    if approval is None:
        return None
    rows = state.rows_of(approval.facts.get("proposals") or (), s.subject)
    if not rows:
        return Unmet("负责人没有批准对该当事人处罚", cure="按批准的处理意见办理")
    fine, gain = int(s.given("fine_amount") or 0), int(s.given("gain_amount") or 0)
    if (fine, gain) == (state.fine_of(rows), state.gain_of(rows)) and set(s.given("kinds") or ()) == set(
            state.kinds_of(rows)):
        return None
    return Unmet(f"决定（{state.kinds_zh(s.given('kinds') or ())} {state.yuan(fine)}）与负责人批准的"
                 f"（{state.kinds_zh(state.kinds_of(rows))} {state.yuan(state.fine_of(rows))}）不一致", cure="按批准的处理意见填写")


def _not_heavier(s: Situation) -> Unmet | None:
    told = state.notice(s)
    if told is None:
        return None
    fine, gain = int(s.given("fine_amount") or 0), int(s.given("gain_amount") or 0)
    top = (int(told.facts.get("proposed_fine") or 0), int(told.facts.get("proposed_gain") or 0))
    extra = set(s.given("kinds") or ()) - set(told.facts.get("kinds") or ())
    if fine <= top[0] and gain <= top[1] and not extra:
        return None
    what = f"另加{state.kinds_zh(sorted(extra))}" if extra else f"罚款 {state.yuan(fine)}"
    return Unmet(f"{what}，重于告知的 {state.yuan(top[0])}", cure="降到告知以内；有新事实的，重新告知")


def _correction(s: Situation) -> Unmet | None:
    if s.given("correction") or any(link.view.done("rectification_order") for link in s.view.links):
        return None
    return Unmet("没有责令当事人改正或者限期改正违法行为", cure="填写「责令改正内容」；已经改正的，写明改正情况")


def _already_fined(s: Situation) -> Unmet | None:
    """``view.attrs['prior_fines']``: rows {no, party, code, conduct_on} of fines already imposed."""
    mine = {str(v.attrs.get("code")) for v in state.violations(s.view) if v.attrs.get("party") == s.key}
    name = s.subject.name if s.subject else ""
    conduct = s.view.violation_on.isoformat() if s.view.violation_on else ""
    for row in s.view.attrs.get("prior_fines") or ():
        if row.get("party") == name and row.get("code") in mine and row.get("conduct_on") == conduct and \
                s.given("fine_amount"):
            return Unmet(f"同一违法行为已由 {row.get('no')} 罚款", cure="不再罚款；确属不同违法行为的，核对行为发生日期")
    return None


def _gain(s: Situation) -> Unmet | None:
    if not s.given("gain_statement"):
        return Unmet("没有写明有无违法所得及计算依据", cure="填写「有无违法所得及计算依据」；没有的写明「无违法所得」")
    kinds, gain = set(s.given("kinds") or ()), int(s.given("gain_amount") or 0)
    if gain and "confiscate_gain" not in kinds and not s.given("restitution"):
        return Unmet(f"有违法所得 {state.yuan(gain)}，应当没收", cure="增加没收违法所得；依法应当退赔的勾选退赔")
    return None


def crime_screened(s: Situation) -> Unmet | None:
    """No quiet end while the report lists signs of a crime: judged not to be one, or handed over (27, 8-2)."""
    signs = state.crime_signs(s.view)
    judged = state.crime_judgement(s.view)
    if not signs and judged != "transfer":
        return None
    if state.handed_over(s) or _returned(s) or judged == "judged_not":
        return None
    return Unmet("可能涉嫌犯罪：须先作移送判断" if judged is None else "经审查涉嫌犯罪，应当移送公安机关，不得以罚代刑",
                 cure="移送公安机关，或者由法制审核作出不构成犯罪的书面判断",
                 cure_act="transfer_criminal" if judged == "transfer" else "legal_review")


def _returned(s: Situation) -> bool:
    sent, back = s.last("transfer_criminal"), s.view.last("resume")
    return bool(sent and back and back.seq > sent.seq and back.facts.get("ground") in ("police_not_filed", "returned"))


CRIME = says((penalty_law(27, 1), penalty_law(8, 2), transfer_rules(11, 1)), "crime_screened",
             "涉嫌犯罪的必须移送，不得以罚代刑", crime_screened)


def _with_the_police(s: Situation) -> Unmet | None:
    sent = state.handed_over(s)
    return Unmet(f"{sent.occurred_at.date()} 已移送公安机关，等待处理结果", cure="公安机关不予立案或者移回后恢复办理",
                 cure_act="resume") if sent else None


def _capacity(s: Situation) -> Unmet | None:
    if s.subject is None:
        return None
    age = state.age_on(s.subject, s.view.violation_on)
    if age is not None and age < 14:
        return Unmet(f"{s.subject.name}行为时 {age} 周岁，不满十四周岁，不予行政处罚", cure="不予处罚，责令监护人加以管教",
                     cure_act="decide_no_penalty")
    if s.subject.attrs.get("incapable"):
        return Unmet(f"{s.subject.name}行为时不能辨认或者不能控制自己行为，不予行政处罚", cure="不予处罚，责令监护人严加看管和治疗",
                     cure_act="decide_no_penalty")
    return None


def _minor_mitigated(s: Situation) -> Unmet | None:
    age = state.age_on(s.subject, s.view.violation_on) if s.subject else None
    if age is None or not 14 <= age < 18 or s.given("mitigation"):
        return None
    return Unmet(f"当事人行为时 {age} 周岁，应当从轻或者减轻处罚", cure="写明从轻、减轻情形")


def _must_not_punish(s: Situation) -> Unmet | None:
    report = s.view.last("conclude_investigation")
    facts = report.facts if report else {}
    if facts.get("minor_corrected"):
        return Unmet("违法行为轻微并及时改正，没有造成危害后果，不予行政处罚", cure="作不予行政处罚决定", cure_act="decide_no_penalty")
    if facts.get("no_fault"):
        return Unmet("当事人有证据足以证明没有主观过错，不予行政处罚", cure="作不予行政处罚决定", cure_act="decide_no_penalty")
    return None


def _content(s: Situation) -> Unmet | None:
    attrs = s.subject.attrs if s.subject else {}
    if not (attrs.get("address") or attrs.get("home")):
        return Unmet("当事人地址没有登记，决定书缺少法定内容", cure="补充当事人地址")
    return None


def _payment_terms(s: Situation) -> Unmet | None:
    if not int(s.given("fine_amount") or 0):
        return None
    missing = [zh for name, zh in (("pay_bank", "代收机构名称"), ("pay_bank_address", "代收机构地址"),
                                   ("pay_days", "缴款期限")) if not s.given(name)]
    if s.given("late_fine") is None:
        missing.append("是否加处罚款")
    return Unmet(f"罚款决定书没有载明：{'、'.join(missing)}", cure="补充缴款事项") if missing else None


def _pay_days(s: Situation) -> Unmet | None:
    days = s.given("pay_days")
    if days is None or int(days) == PAYMENT_DAYS:
        return None
    return Unmet(f"缴款期限应当为收到决定书之日起 {PAYMENT_DAYS} 日", cure=f"填写 {PAYMENT_DAYS}")


def _not_suspended(s: Situation) -> Unmet | None:
    held = state.suspended(s.view)
    return Unmet(f"案件自 {held.occurred_at.date()} 中止", cure="恢复后办理", cure_act="resume") if held else None


NOT_SUSPENDED = says(penalty_law(60), "not_suspended", "中止期间不作决定", _not_suspended, severity=Severity.DEFECT)
ONE_OUTCOME = (never_after(penalty_law(57, 1), "decide", "对该当事人已经作出处罚决定", id="not_decided"),
               never_after(penalty_law(57, 1), "decide_no_penalty", "对该当事人已经决定不予处罚", id="not_unpunished"),
               never_after(penalty_law(57, 1), "transfer_other", "该当事人的案件已经移送其他机关", id="not_transferred"),
               never_after(penalty_law(57, 1), "withdraw_case", "案件已经终止（撤销）", id="not_withdrawn"))
CONCLUDED = after(penalty_law(57, 1), "conclude_investigation", "调查终结后，负责人才能作出决定", id="concluded")

DECIDE_GATES = (
    CONCLUDED,
    says((penalty_law(44), penalty_law(62)), "noticed", "未告知的，不得作出行政处罚决定", _noticed),
    elapsed((penalty_law(45, 1), penalty_law(62)), "statement_period", "陈述申辩期未满", unless="waive_defence",
            id="statement_period"),
    says(penalty_law(45, 1), "defence_reviewed", "当事人的陈述申辩应当复核", _defence_reviewed),
    says((penalty_law(44), penalty_law(45, 1)), "heard_since_notice", "重新告知的，重新听取意见", _heard_since),
    says(penalty_law(63, 1), "hearing_told", "达到听证标准的应当告知听证权利", _hearing_told),
    elapsed((penalty_law(63, 1), penalty_law(64, 1, 1)), "hearing_request", "听证申请期未满", unless="waive_hearing",
            id="hearing_period"),
    says((penalty_law(63, 1), penalty_law(64, 1)), "hearing_finished", "当事人要求听证的，应当组织听证", hearing_finished),
    facts_say(penalty_law(65), "by_the_record", "根据听证笔录作出决定", _by_the_record),
    REVIEW_DONE, COLLECTIVE_DONE,
    says(penalty_law(57, 1), "approved", "负责人应当对调查结果进行审查", _approved),
    facts_say(penalty_law(57, 1), "as_approved", "按负责人批准的处理意见决定", _as_approved),
    facts_say(penalty_law(45, 2), "not_heavier", "不得因申辩而给予更重的处罚", _not_heavier),
    facts_say(penalty_law(28, 1), "correction_ordered", "实施处罚时应当责令改正", _correction),
    facts_say(penalty_law(29), "no_double_fine", "同一违法行为不得给予两次以上罚款", _already_fined),
    facts_say(penalty_law(28, 2), "gain_stated", "违法所得应当没收，决定书写明有无违法所得", _gain, severity=Severity.DEFECT),
    CRIME,
    says(penalty_law(27, 1), "not_with_police", "移送公安机关期间不再处罚", _with_the_police),
    says((penalty_law(30), penalty_law(31)), "capacity", "不满十四周岁、不能辨认或者控制行为的，不予处罚", _capacity),
    facts_say(penalty_law(30), "minor_mitigated", "未成年人应当从轻或者减轻处罚", _minor_mitigated),
    says(penalty_law(33), "must_not_punish", "依法不予处罚的，不得处罚", _must_not_punish),
    says(penalty_law(59, 1, 1), "decision_content", "决定书应当载明当事人的名称、地址", _content, severity=Severity.DEFECT),
    facts_say((fine_separation(7, 1), penalty_law(59, 1, 4)), "payment_terms", "罚款决定书载明代收机构、数额、期限和是否加处罚款",
              _payment_terms, severity=Severity.DEFECT),
    facts_say(penalty_law(67, 3), "pay_days", "缴款期限为十五日", _pay_days),
    NOT_SUSPENDED, *ONE_OUTCOME, two_certified_officers(),
    within(penalty_law(60), "decision", "应当自立案之日起九十日内作出决定"),
)


def _reason(s: Situation) -> str:
    return str(s.given("reason_type") or "")


def _minor_proof(s: Situation) -> bool:
    return _reason(s) in ("minor", "first")


def _first(s: Situation) -> Unmet | None:
    if _reason(s) != "first" or s.given("first_violation"):
        return None
    return Unmet("没有查询并确认当事人为初次违法", cure="查询处罚记录后勾选")


def _guardian(s: Situation) -> bool:
    return _reason(s) in ("age", "capacity")


def _age_matches(s: Situation) -> Unmet | None:
    age = state.age_on(s.subject, s.view.violation_on) if s.subject else None
    if _reason(s) == "age" and (age is None or age >= 14):
        return Unmet("登记的出生日期不能证明当事人行为时不满十四周岁", cure="补充身份证明，核对出生日期")
    if _reason(s) == "capacity" and not (s.subject and s.subject.attrs.get("incapable")):
        return Unmet("没有当事人行为时不能辨认或者控制自己行为的登记", cure="补充鉴定意见等证据")
    return None


NO_PENALTY_GATES = (
    CONCLUDED, REVIEW_DONE, CRIME, *ONE_OUTCOME, NOT_SUSPENDED,
    has_text(penalty_law(33, 1), "correction_proved", "correction_proof", "及时改正应当有证明", when=_minor_proof),
    facts_say(penalty_law(33, 1), "first_violation", "首违不罚须确认为初次违法", _first),
    has_text(penalty_law(33, 3), "educated", "education", "不予处罚的，应当对当事人进行教育",
             when=lambda s: _reason(s) in ("minor", "first", "no_fault"), severity=Severity.DEFECT),
    has_text((penalty_law(30), penalty_law(31)), "guardian_ordered", "guardian", "应当责令监护人管教或者看管和治疗",
             when=_guardian, severity=Severity.DEFECT),
    facts_say((penalty_law(30), penalty_law(31)), "age_matches", "责任年龄、责任能力应当有证据", _age_matches),
    two_certified_officers(),
)

ACTS = (
    Act("decide", "作出处罚决定", f.DecisionFacts, (penalty_law(57, 1, 1), penalty_law(59, 1)), per=Per.PARTY, once=True,
        gates=DECIDE_GATES, route=HEAD_APPROVAL, prefill=pre.decide, stage="review", moves_to="execution",
        papers=(PaperRule("penalty_decision_org", when=lambda _, who: who.get("kind") != "person"),
                PaperRule("penalty_decision_person", when=lambda _, who: who.get("kind") == "person")),
        help="每一当事人一份决定书；签发之日为作出之日。"),
    Act("decide_no_penalty", "不予行政处罚", f.NoPenaltyFacts, (penalty_law(57, 1, 2), penalty_law(57, 1, 3)),
        per=Per.PARTY, once=True, gates=NO_PENALTY_GATES, route=APPROVAL, prefill=pre.no_penalty, stage="review",
        moves_to="execution", side=True, papers=(PaperRule("no_penalty_decision"),)),
)
