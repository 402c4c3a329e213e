"""审理: report and proposal, legal review, collective discussion, the leader's approval."""
from __future__ import annotations

from zhiheng.kernel.discretion import Amount
from zhiheng.kernel.gates import after, facts_say, never_after, says
from zhiheng.kernel.procedure import Act, PaperRule, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law import violations as catalogue
from zhiheng.law.basis import penalty_law, penalty_rules_2026, safety_law
from zhiheng.law.gates_common import has_text, two_certified_officers
from zhiheng.law.procedures.penalty import facts_review as f
from zhiheng.law.procedures.penalty import prefill as pre
from zhiheng.law.procedures.penalty import state
from zhiheng.law.routes import APPROVAL, COLLECTIVE, REVIEWED, SECTION_APPROVAL

DEPARTURE_LENGTH = 30
"""Least length of the reason for leaving the band; the bureau's own rule, the law only asks for reasons."""


def _investigated(s: Situation) -> Unmet | None:
    if any(s.view.done(a) for a in state.INVESTIGATION):
        return None
    return Unmet("案卷里没有任何调查取证记录", cure="先询问、勘验、抽样或者补充证据", cure_act="inquiry")


def _each_violation_proved(s: Situation) -> Unmet | None:
    proved = {row.get("violation") for row in s.given("evidence") or ()}
    bare = sorted({str(x.attrs.get("code")) for x in state.violations(s.view)} - proved)
    return Unmet(f"没有证据证明：{'、'.join(bare)}", cure="在「证据及证明对象」中逐项列明，或者继续调查") if bare else None


def _verified(s: Situation) -> Unmet | None:
    bad = [str(row.get("name")) for row in s.given("evidence") or () if not row.get("verified")]
    return Unmet(f"未经查证属实的证据：{'、'.join(bad)}", cure="核对原件、询问提供人后勾选，或者不采用该证据") if bad else None


def _monitor(s: Situation) -> Unmet | None:
    if not s.given("electronic_monitor") or (s.given("monitor_reviewed") and s.given("monitor_told")):
        return None
    what = "未经法制和技术审核" if not s.given("monitor_reviewed") else "没有及时告知当事人并提供查询、陈述、申辩便利"
    return Unmet(f"电子技术监控记录{what}，不得作为处罚证据", cure="完成审核和告知，或者不采用该记录")


def _recusal_open(s: Situation) -> Unmet | None:
    asked, decided = s.view.last("request_recusal"), s.view.last("decide_recusal")
    if asked is None or (decided and decided.seq > asked.seq):
        return None
    return Unmet(f"{asked.occurred_at.date()} 的回避申请尚未决定", cure="由行政机关负责人决定是否回避", cure_act="decide_recusal",
                 who="局领导")


def _undisposed(s: Situation) -> Unmet | None:
    left = state.undisposed(s.view)
    return Unmet(f"先行登记保存的 {left[0].name} 尚未作出处理决定", cure="先作出处理决定",
                 cure_act="dispose_evidence") if left else None


def _rows_match(s: Situation) -> Unmet | None:
    charged = {(p.name, str(v.attrs.get("code"))) for v in state.violations(s.view)
               for p in state.parties(s.view) if v.attrs.get("party") == p.key}
    for row in s.given("proposals") or ():
        if (row.get("party"), row.get("violation")) not in charged:
            return Unmet(f"处罚建议中的「{row.get('party')}」{row.get('violation')} 没有立案", cure="核对当事人和违法行为代码")
    return None


def _within_statute(s: Situation) -> Unmet | None:
    for row in s.given("proposals") or ():
        fine = int(row.get("fine") or 0)
        try:
            entry = catalogue.get(str(row.get("violation")))
            rule = entry.stage(str(row.get("stage"))).fine
        except KeyError as unknown:
            return Unmet(str(unknown.args[0]).rstrip("。"), cure="核对适用阶段")
        if not isinstance(rule, Amount):
            continue
        low, high = rule.range.min_fen, rule.range.max_fen
        basis = entry.penalty.short()
        if fine > high:
            return Unmet(f"{row.get('party')}拟罚 {state.yuan(fine)}，超过法定上限 {state.yuan(high)}（{basis}）",
                         cure="降到法定幅度以内")
        if fine < low and "fine" in (row.get("kinds") or ()) and not row.get("mitigation"):
            return Unmet(f"{row.get('party')}拟罚 {state.yuan(fine)}，低于法定下限 {state.yuan(low)}（{basis}），没有减轻处罚的情形",
                         cure="写明减轻处罚的情形和证据，或者提高到法定幅度以内")
    return None


def _departure(s: Situation) -> Unmet | None:
    for row in s.given("proposals") or ():
        fine, low, high = int(row.get("fine") or 0), row.get("band_min"), row.get("band_max")
        outside = (low is not None and fine < int(low)) or (high is not None and fine > int(high))
        if not outside and not row.get("departs"):
            continue
        if not row.get("departs"):
            return Unmet(f"{row.get('party')}拟罚 {state.yuan(fine)}，偏离基准（{state.yuan(int(low or 0))}–"
                         f"{state.yuan(int(high or 0))}）而没有标明", cure="勾选「偏离裁量基准」并说明理由，或者调回本档")
        if len(str(row.get("departure_reason") or "")) < DEPARTURE_LENGTH:
            return Unmet(f"偏离基准没有说明理由（不少于 {DEPARTURE_LENGTH} 字，写明方向、理由和证据）", cure="补充理由，或者调回本档")
    return None


DEPARTURE = facts_say((penalty_law(34), penalty_law(5, 2)), "departure_reasons", "偏离裁量基准应当说明理由", _departure,
                      severity=Severity.DEFECT)


def _one_fine(s: Situation) -> Unmet | None:
    seen: set[tuple[object, object]] = set()
    for row in s.given("proposals") or ():
        mark = (row.get("party"), row.get("violation"))
        if mark in seen and row.get("fine"):
            return Unmet(f"对{row.get('party')}的同一违法行为 {row.get('violation')} 列了两次罚款", cure="合并为一项，按数额高的规定处罚")
        seen.add(mark)
    return None


def _overdue_stage(s: Situation) -> Unmet | None:
    used = [r for r in s.given("proposals") or () if r.get("stage") == "overdue"]
    if not used or (_order_served(s) and _failed_again(s)):
        return None
    missing = "没有已经送达的责令改正文书" if not _order_served(s) else "没有复查不合格的记录"
    return Unmet(f"{used[0].get('violation')} 适用逾期未改正的罚则，但{missing}", cure="关联检查、整改案卷，或者改用初次查处的罚则")



def _order_served(s: Situation) -> bool:
    return any(link.view.done("rectification_order") or link.view.done("onsite_measure") or link.view.done("open_order")
               for link in s.view.links)


def _failed_again(s: Situation) -> bool:
    """A re-inspection in a linked file that found a problem not put right."""
    return any(event.facts.get("result") not in (None, "pass")
               for link in s.view.links for event in link.view.done("reinspect"))


def _law_compared(s: Situation) -> bool:
    return bool(s.given("law_changed"))


def _closing_power(s: Situation) -> Unmet | None:
    if "close" not in state.kinds_of(s.given("proposals") or ()):
        return None
    return Unmet("责令关闭由负有安全生产监督管理职责的部门报请县级以上人民政府决定", cure="另行报请人民政府，本案不作责令关闭")


def _reviewer_apart(s: Situation) -> Unmet | None:
    if s.actor is None or s.actor.id not in {*s.view.officers(), *_investigators(s)}:
        return None
    return Unmet(f"{s.actor.name}是本案承办人，不能审核自己办理的案件", cure="由其他法制审核人员审核")


def _investigators(s: Situation) -> set[str]:
    return {p for a in state.INVESTIGATION for e in s.view.done(a) for p in (e.actor, *(x for _, x in e.signers))}


def _qualified_reviewer(s: Situation) -> Unmet | None:
    if not s.given("first_time") or s.actor is None or s.actor.legally_qualified:
        return None
    return Unmet(f"{s.actor.name}初次从事行政处罚决定法制审核，没有登记国家统一法律职业资格", cure="登记资格，或者由有资格的人员审核")


def _crime_judged(s: Situation) -> Unmet | None:
    signs = state.crime_signs(s.view)
    if not signs or s.given("check_crime") in ("judged_not", "transfer"):
        return None
    return Unmet("调查报告列明了可能涉嫌犯罪的情形，审核意见没有作出移送判断", cure="判断是否涉嫌犯罪并在意见中说明理由")


def _all_checked(s: Situation) -> Unmet | None:
    names = ("check_subject", "check_procedure", "check_facts", "check_law", "check_power", "check_documents")
    if s.given("opinion") != "pass" or all(s.given(n) == "yes" for n in names):
        return None
    return Unmet("有一项以上审核内容不合格，不能直接通过", cure="改为修改后通过、退回补正，并写明意见")


def _attendance(s: Situation) -> Unmet | None:
    who, opinions = list(s.given("attendees") or ()), s.given("opinions") or ()
    least = int(s.param("collective_quorum"))
    if len(who) < least:
        return Unmet(f"出席负责人 {len(who)} 人，不足 {least} 人，不能称为集体讨论", cure="由行政机关负责人集体出席后重新讨论")
    if len(opinions) < len(who):
        return Unmet("没有记录每一名出席人员的意见", cure="逐人填写意见")
    return None


def _collective_ok(s: Situation) -> Unmet | None:
    grounds = state.collective_grounds(s)
    if not grounds or s.done_since("collective_discussion", "conclude_investigation"):
        return None
    return Unmet(f"尚未集体讨论：{'；'.join(grounds)}", cure="提请集体讨论", cure_act="collective_discussion")


COLLECTIVE_DONE = says((penalty_law(57, 2), penalty_rules_2026(50, 3)), "collective_discussion", "情节复杂或者重大违法行为，负责人应当集体讨论决定",
                       _collective_ok)


def _review_ok(s: Situation) -> Unmet | None:
    grounds = state.review_grounds(s)
    if not grounds or state.passed_review(s.view):
        return None
    latest = s.view.last("legal_review")
    if latest and latest.facts.get("opinion") not in ("pass", "pass_after"):
        words = "法制审核没有通过"
    elif latest:
        words = f"{latest.occurred_at.date()} 的法制审核之后又有新的调查报告或者听证，须重新审核"
    else:
        words = "尚未法制审核"
    return Unmet(f"{words}（{'；'.join(grounds)}）", cure="送法制审核", cure_act="legal_review", who="法制审核人员")


REVIEW_DONE = says(penalty_law(58, 1), "legal_review", "未经法制审核或者审核未通过的，不得作出决定", _review_ok)


def _notified_all(s: Situation) -> Unmet | None:
    rows = state.proposal_rows(s.view)
    waiting = [p.name for p in state.parties(s.view) if state.rows_of(rows, p) and not s.view.last("penalty_notice", p.key)]
    return Unmet(f"{'、'.join(waiting)}尚未告知，听取意见之后再呈批", cure="先告知并听取陈述申辩",
                 cure_act="penalty_notice") if waiting else None


def _not_heavier_rows(s: Situation) -> Unmet | None:
    for party in state.parties(s.view):
        told = s.view.last("penalty_notice", party.key)
        mine = state.rows_of(s.given("proposals") or (), party)
        if told and state.fine_of(mine) > int(told.facts.get("proposed_fine") or 0):
            return Unmet(f"{party.name}呈批 {state.yuan(state.fine_of(mine))}，重于告知的 "
                         f"{state.yuan(int(told.facts.get('proposed_fine') or 0))}", cure="降到告知以内；有新事实的重新告知")
    return None



ACTS = (
    Act("conclude_investigation", "调查终结", f.ConclusionFacts, (penalty_law(40), penalty_law(57, 1)),
        route=SECTION_APPROVAL, papers=(PaperRule("investigation_report"),), prefill=pre.conclude,
        stage="investigation", moves_to="review", gates=(
            after(penalty_law(54, 2), "file_case", "未经立案不能调查终结", id="filed"),
            never_after(penalty_law(57, 1), "withdraw_case", "案件已经终止（撤销）", id="not_withdrawn"),
            says(penalty_law(54, 1), "investigated", "必须全面、客观、公正地调查，收集有关证据", _investigated),
            facts_say(penalty_law(40), "each_violation_proved", "每一违法事实都要有证据，证据不足的不得处罚",
                      _each_violation_proved),
            facts_say(penalty_law(46, 2), "evidence_verified", "证据必须经查证属实", _verified),
            facts_say((penalty_law(41, 1), penalty_law(41, 2), penalty_law(41, 3)), "monitor_evidence",
                      "电子技术监控记录须经审核并告知当事人", _monitor),
            says(penalty_law(43, 3), "recusal_decided", "回避申请应当在终结前决定", _recusal_open, severity=Severity.DEFECT),
            says(penalty_law(56), "registered_disposed", "先行登记保存的证据应当在终结前处理", _undisposed,
                 severity=Severity.DEFECT),
            facts_say(penalty_law(40), "proposals_charged", "处罚建议只能针对已立案的当事人和违法行为", _rows_match),
            facts_say((penalty_law(4), penalty_law(76, 1, 2)), "within_statute", "不得擅自改变法定的处罚种类、幅度",
                      _within_statute),
            DEPARTURE,
            facts_say(penalty_law(29), "one_fine", "同一违法行为不得给予两次以上罚款", _one_fine),
            facts_say(penalty_law(28, 1), "overdue_stage", "逾期未改正的罚则，须有已送达的责令改正和复查不合格的记录",
                      _overdue_stage),
            has_text(penalty_law(37), "law_compared", "law_comparison", "行为后规定已修改的，应当比较新旧规定，从旧兼从轻",
                     when=_law_compared),
            facts_say(safety_law(115), "closing_power", "责令关闭由人民政府决定，拘留由公安机关决定", _closing_power),
            two_certified_officers(),
        ), help="查明事实、列明证据、逐当事人逐行为提出处罚建议。证据或者建议有变的，重新终结。"),
    Act("legal_review", "法制审核", f.LegalReviewFacts, (penalty_law(58, 1),), by=("legal_reviewer",), route=REVIEWED,
        papers=(PaperRule("legal_review_opinion"),), prefill=pre.legal_review, stage="review", gates=(
            after(penalty_law(58, 1), "conclude_investigation", "调查终结后才能送法制审核", id="concluded"),
            says((penalty_law(58, 1), penalty_law(42, 1)), "reviewer_apart", "法制审核人员不得是本案承办人", _reviewer_apart),
            facts_say(penalty_law(58, 2), "reviewer_qualified", "初次从事法制审核的人员应当取得法律职业资格", _qualified_reviewer,
                      severity=Severity.DEFECT),
            facts_say(penalty_law(27, 1), "crime_judged", "有涉嫌犯罪情形的，应当作出移送判断", _crime_judged),
            facts_say(penalty_law(58, 1), "review_consistent", "审核结论应当与逐项意见一致", _all_checked,
                      severity=Severity.WARNING),
        ), help="由不承办本案的法制审核人员对主体、程序、事实、证据、法律适用、裁量、文书和是否涉罪逐项审核。"),
    Act("collective_discussion", "集体讨论", f.DiscussionFacts, (penalty_law(57, 2),), route=COLLECTIVE,
        by=("handler", "legal_reviewer", "section_head", "bureau_head"), prefill=pre.discussion,
        papers=(PaperRule("collective_discussion_record"),), stage="review", occurs="start_time", gates=(
            after(penalty_law(57, 2), "conclude_investigation", "调查终结后才能集体讨论", id="concluded"),
            REVIEW_DONE,
            facts_say(penalty_law(57, 2), "collective_quorum", "集体讨论应当由行政机关负责人集体出席并各自发表意见", _attendance),
        ), help="出席的负责人各自签名；列席人员不计入。"),
    Act("handling_approval", "案件处理呈批", f.HandlingFacts, (penalty_law(57, 1),), route=APPROVAL,
        papers=(PaperRule("case_handling_approval"),), prefill=pre.handling, stage="review", gates=(
            after(penalty_law(57, 1), "conclude_investigation", "调查终结后才能呈批", id="concluded"),
            REVIEW_DONE, COLLECTIVE_DONE,
            says(penalty_law(44), "all_notified", "告知并听取意见之后，负责人才能审查决定", _notified_all),
            facts_say(penalty_law(40), "proposals_charged", "处理意见只能针对已立案的当事人和违法行为", _rows_match),
            facts_say((penalty_law(4), penalty_law(76, 1, 2)), "within_statute", "不得擅自改变法定的处罚种类、幅度",
                      _within_statute),
            DEPARTURE,
            facts_say(penalty_law(45, 2), "approval_not_heavier", "不得因陈述、申辩而给予更重的处罚", _not_heavier_rows),
        ), help="由行政机关负责人对调查结果进行审查，逐当事人批准处理意见。"),
)
