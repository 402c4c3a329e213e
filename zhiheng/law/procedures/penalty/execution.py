"""送达、公示、缴款、结案、归档."""
from __future__ import annotations

from zhiheng.kernel.facts import as_date
from zhiheng.kernel.gates import after, facts_say, says, within
from zhiheng.kernel.procedure import Act, PaperRule, Per, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import archive_law, coercion_law, penalty_law, penalty_rules_2026, safety_law
from zhiheng.law.gates_common import has_text, no_secret, two_certified_officers
from zhiheng.law.procedures.penalty import facts_execution as f
from zhiheng.law.procedures.penalty import prefill_execution as pre
from zhiheng.law.procedures.penalty import state
from zhiheng.law.procedures.penalty.decision import CRIME
from zhiheng.law.procedures.penalty.words import DOCUMENTS, MADE_BY
from zhiheng.law.routes import APPROVAL, SECTION_APPROVAL, TWO_OFFICERS
from zhiheng.law.service import service_gates

NAMES = dict(DOCUMENTS)


def _exists(s: Situation) -> Unmet | None:
    for code in s.given("documents") or ():
        act = MADE_BY[code]
        made = s.last(act) if act not in ("register_evidence", "dispose_evidence") else s.view.last(act)
        if made is None or (code == "hearing_right_notice" and not made.facts.get("hearing_right")):
            return Unmet(f"案卷中没有可以送达的{NAMES[code]}", cure=f"先办理「{s.procedure.act(act).zh}」", cure_act=act)
    return None


def _not_before_made(s: Situation) -> Unmet | None:
    on = as_date(s.facts or {}, "received_at")
    for code in s.given("documents") or ():
        made = s.last(MADE_BY[code]) or s.view.last(MADE_BY[code])
        if made and on and on < made.occurred_at.date():
            return Unmet(f"送达日期 {on} 早于{NAMES[code]}的日期 {made.occurred_at.date()}", cure="核对送达日期")
    return None


def _decision_late(s: Situation) -> Unmet | None:
    if not {"penalty_decision", "no_penalty_decision"} & set(s.given("documents") or ()):
        return None
    answer = _LATE.check(s)
    return answer if answer is None or isinstance(answer, Unmet) else Unmet(answer)


_LATE = within(penalty_law(61, 1), "decision_service", "决定书应当在七日内送达")


def _served(s: Situation) -> Unmet | None:
    decided = s.last("decide")
    if decided is None:
        return Unmet("还没有作出处罚决定", cure="先作出处罚决定", cure_act="decide")
    if state.service(s, "penalty_decision", decided) is None:
        return Unmet("处罚决定书还没有送达当事人", cure="先送达决定书", cure_act="serve")
    return None


DECISION_SERVED = says(penalty_law(61, 1), "decision_served", "处罚决定书送达之后才能公示、收缴", _served)


def _owes(s: Situation) -> Unmet | None:
    return None if state.principal(s) else Unmet("决定没有罚款、没收违法所得，不需缴款")


OWES = says(penalty_law(66, 1), "owes", "决定有金钱给付内容的才办理缴款", _owes)


def _treasury(s: Situation) -> Unmet | None:
    if s.given("channel") != "onsite" or s.given("remote_request"):
        return None
    return Unmet("执法人员不得自行收缴罚款", cure="由当事人到指定银行或者通过电子支付系统缴纳；边远地区当事人提出的写明情况")


def _amount_noticed(s: Situation) -> Unmet | None:
    owed = state.principal(s)
    given = int(s.given("fine_amount") or 0)
    return None if given == owed else Unmet(f"缴款通知 {state.yuan(given)} 与决定 {state.yuan(owed)} 不一致", cure="按决定书填写")


def _added(s: Situation) -> Unmet | None:
    on = as_date(s.facts or {}, "paid_on") or s.on
    limit = state.added_fine(s, on, int(s.given("suspended_days") or 0)) - state.paid(s)[1]
    given = int(s.given("added_amount") or 0)
    if given <= max(limit, 0):
        return None
    return Unmet(f"加处罚款 {state.yuan(given)} 超过截至 {on} 的 {state.yuan(max(limit, 0))}",
                 cure="每日百分之三，不超过罚款本数；复议、诉讼期间不计算；决定书没有告知的不得加处")


def _settled(s: Situation) -> Unmet | None:
    if not s.given("settled"):
        return None
    on = as_date(s.facts or {}, "paid_on") or s.on
    before, added_before = state.paid(s)
    added_now = int(s.given("added_amount") or 0)
    principal = before + int(s.given("amount") or 0) - added_now
    if principal < state.principal(s):
        return Unmet(f"已缴 {state.yuan(principal)}，应缴 {state.yuan(state.principal(s))}，尚未缴清", cure="不勾选「已全部缴清」")
    due = state.added_fine(s, on, int(s.given("suspended_days") or 0))
    if added_before + added_now < due and not s.given("remitted_reason"):
        return Unmet(f"加处罚款 {state.yuan(due)} 尚未缴清", cure="一并缴纳；达成执行协议依法减免的，写明依据")
    return None


def _overdue(s: Situation) -> Unmet | None:
    last = state.payment_due(s)
    if last is None:
        return Unmet("缴款期限还没有开始（决定书未送达）", cure="先送达决定书", cure_act="serve")
    if s.on > last:
        return None
    return Unmet(f"缴款期限 {last} 未满，不能催告", earliest=state.add_days(last, 1), cure="期满后办理")


def _reminder_sum(s: Situation) -> Unmet | None:
    exact = state.added_fine(s, s.on, int(s.given("suspended_days") or 0))
    given = int(s.given("added_amount") or 0)
    return None if given <= exact else Unmet(f"加处罚款应为 {state.yuan(exact)}，填写了 {state.yuan(given)}", cure="按计算结果填写")


def _instalments(s: Situation) -> Unmet | None:
    rows = s.given("instalments") or ()
    if s.given("mode") != "instalments":
        return None
    total = sum(int(r.get("amount") or 0) for r in rows)
    owed = state.principal(s) - state.paid(s)[0]
    return None if total == owed else Unmet(f"分期合计 {state.yuan(total)}，应为 {state.yuan(owed)}", cure="核对各期金额")


def _defer_later(s: Situation) -> Unmet | None:
    last, until = state.payment_due(s), as_date(s.facts or {}, "defer_to")
    if last is None or until is None or until > last:
        return None
    return Unmet(f"延长至 {until}，没有晚于原期限 {last}", cure="核对日期")


def _all_settled(s: Situation) -> Unmet | None:
    open_ = [f"{p.name}：{why}" for p in state.parties(s.view) if (why := state.settled(s.view, p))]
    return Unmet("；".join(open_), cure="逐当事人办理完毕") if open_ else None


def _parties(s: Situation) -> Unmet | None:
    return None if state.parties(s.view) else Unmet("还没有立案", cure="先立案；不符合立案条件的线索不在此结案", cure_act="file_case")


def _closing_crime(s: Situation) -> Unmet | None:
    answer = CRIME.check(s)
    if answer is None or s.view.done("transfer_criminal"):
        return None
    return answer if isinstance(answer, Unmet) else Unmet(answer)


def _registered(s: Situation) -> Unmet | None:
    left = state.undisposed(s.view)
    return Unmet(f"先行登记保存的 {left[0].name} 尚未处理", cure_act="dispose_evidence") if left else None


def _agreed_where(s: Situation) -> Unmet | None:
    if not s.given("electronic_consent") or s.given("electronic_address"):
        return None
    return Unmet("同意电子送达，没有写明电子地址", cure="填写当事人确认的手机号码、电子邮箱、传真或者平台账号")


ACTS = (
    Act("confirm_address", "送达地址确认", f.AddressFacts, (penalty_law(61, 2),), per=Per.PARTY, occurs="confirmed_at",
        prefill=pre.confirm_address, stage="investigation", side=True,
        papers=(PaperRule("service_address_confirmation"),),
        gates=(facts_say(penalty_law(61, 2), "electronic_address", "同意电子送达的，确认书写明电子地址", _agreed_where),),
        help="当事人签订确认书、同意电子送达的，以后可以采用传真、电子邮件等方式送达。"),
    Act("serve", "送达", f.ServeFacts, (penalty_law(61, 1),), per=Per.PARTY, route=TWO_OFFICERS, occurs="received_at",
        prefill=pre.serve, stage="execution", records=("photo",), papers=(
            PaperRule("service_receipt", when=lambda facts, _: facts.get("method") != "public_notice"),
            PaperRule("service_announcement", when=lambda facts, _: facts.get("method") == "public_notice")),
        gates=(facts_say(penalty_law(61, 1), "paper_exists", "送达的文书应当已经制作", _exists),
               facts_say(penalty_law(61, 1), "service_after_paper", "送达不能早于文书", _not_before_made),
               *service_gates(),
               facts_say(penalty_law(61, 1), "decision_service", "决定书应当在七日内送达", _decision_late,
                         severity=Severity.WARNING),
               two_certified_officers()),
        help="签收日为送达日；告知、听证、缴款的期限都从送达起算。"),
    Act("publish", "公示", f.PublishFacts, (safety_law(78, 2), penalty_law(48, 1)), per=Per.PARTY, route=SECTION_APPROVAL,
        papers=(PaperRule("publicity_approval"),), prefill=pre.publish, stage="execution", once=True,
        occurs="published_at", gates=(
            DECISION_SERVED, no_secret(),
            within(safety_law(78, 2), "publicity", "应当在作出决定后七个工作日内公开"))),
    Act("report_upward", "报上一级备案", f.UpwardFacts, (penalty_rules_2026(82), penalty_rules_2026(83)), per=Per.PARTY, once=True,
        side=True, stage="execution", occurs="reported_on", prefill=pre.report_upward, gates=(
            after(penalty_rules_2026(82), "decide", "作出处罚决定以后报备", id="decided"),
            within(penalty_rules_2026(82), "upward_report", "自作出处罚决定之日起十个工作日内报上一级备案")),
        help="县级罚款、没收十万元以上，或者责令停产停业、吊销许可证件等的，自作出决定之日起十个工作日内报设区的市级备案。"),
    Act("payment_notice", "开具缴款通知", f.PaymentNoticeFacts, (penalty_law(67, 2),), per=Per.PARTY, stage="execution",
        prefill=pre.payment_notice, gates=(
            DECISION_SERVED, OWES,
            facts_say(penalty_law(67, 1), "amount_noticed", "缴款金额以决定书为准", _amount_noticed))),
    Act("payment", "登记缴款", f.PaymentFacts, (penalty_law(67, 3),), per=Per.PARTY, by_party=True, stage="execution",
        occurs="paid_on", prefill=pre.payment, papers=(), gates=(
            OWES,
            after((penalty_law(67, 2), penalty_law(70)), "payment_notice", "凭财政部门统一的缴款通知缴纳", id="treasury_notice"),
            facts_say((penalty_law(67, 2), penalty_law(69)), "fine_separation", "罚款决定与收缴分离", _treasury),
            facts_say((penalty_law(72, 1, 1), penalty_law(73, 3), coercion_law(45, 2)), "added_fine",
                      "加处罚款每日百分之三，不超过罚款数额", _added),
            facts_say(penalty_law(66, 1), "really_settled", "缴清应当与实缴数额相符", _settled))),
    Act("remind_payment", "催缴", f.RemindFacts, (penalty_law(72, 1, 1), coercion_law(54)), per=Per.PARTY,
        route=TWO_OFFICERS, papers=(PaperRule("fine_payment_reminder"),), prefill=pre.remind, stage="execution", side=True,
        gates=(OWES, says(penalty_law(67, 3), "payment_overdue", "缴款期满后才能催告", _overdue),
               facts_say((penalty_law(72, 1, 1), coercion_law(45, 1), coercion_law(45, 2)), "reminder_sum",
                         "加处罚款按告知的标准计算，不超过罚款数额", _reminder_sum),
               two_certified_officers())),
    Act("defer_payment", "延期（分期）缴纳", f.DeferFacts, (penalty_law(66, 2),), per=Per.PARTY, route=APPROVAL, side=True,
        papers=(PaperRule("fine_deferral_approval"), PaperRule("fine_deferral_permit")), prefill=pre.defer,
        stage="execution", gates=(
            DECISION_SERVED, OWES,
            has_text(penalty_law(66, 2), "hardship_proved", "proof", "确有经济困难应当有证明", severity=Severity.DEFECT),
            facts_say(penalty_law(66, 2), "defer_later", "延长后的期限应当晚于原期限", _defer_later),
            facts_say(penalty_law(66, 2), "instalments_sum", "分期合计应当等于未缴数额", _instalments,
                      severity=Severity.DEFECT))),
    Act("close", "结案", f.CloseFacts, (penalty_law(57, 1), penalty_law(66, 1)), route=APPROVAL, ends=True, once=True,
        papers=(PaperRule("case_closing_approval"),), prefill=pre.close, stage="execution", moves_to="archive", gates=(
            says(penalty_law(54, 2), "has_parties", "立案的案件才能结案", _parties),
            says((penalty_law(66, 1), penalty_law(61, 1), safety_law(78, 2)), "all_settled",
                 "每一当事人的决定已送达、执行、公示，或者不予处罚、移送", _all_settled),
            says((penalty_law(27, 1), penalty_law(8, 2)), "crime_screened", "涉嫌犯罪的，不得不作判断就结案", _closing_crime),
            says(penalty_law(56), "registered_disposed", "先行登记保存的证据应当已经处理", _registered))),
    Act("archive", "归档", f.ArchiveFacts, (penalty_law(47), archive_law(14)), by=("archivist", "handler"), ends=True,
        once=True, prefill=pre.archive, stage="archive", moves_to="archive",
        papers=(PaperRule("case_file_cover"), PaperRule("case_file_catalogue"), PaperRule("case_file_note")), gates=(
            after(penalty_law(47), "close", "结案后归档", id="closed"),
            has_text(penalty_law(47), "archive_complete", "complete", "全过程记录应当齐全后归档", severity=Severity.DEFECT))),
)
