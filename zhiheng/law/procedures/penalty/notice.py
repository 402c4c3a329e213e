"""告知与申辩: each party is told what is proposed, may answer, and every answer is reviewed."""
from __future__ import annotations

from zhiheng.kernel.gates import after, facts_say, never_after, says
from zhiheng.kernel.procedure import Act, PaperRule, Per, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import penalty_law
from zhiheng.law.gates_common import has_text, two_certified_officers
from zhiheng.law.procedures.penalty import facts_notice as f
from zhiheng.law.procedures.penalty import prefill as pre
from zhiheng.law.procedures.penalty import state
from zhiheng.law.procedures.penalty.review import REVIEW_DONE
from zhiheng.law.routes import APPROVAL, TWO_OFFICERS

LEAST_HEARING_DAYS = 5


def _review_first(s: Situation) -> Unmet | None:
    if not s.param("legal_review_before_notice"):
        return None
    answer = REVIEW_DONE.check(s)
    return answer if answer is None or isinstance(answer, Unmet) else Unmet(answer)


def _as_concluded(s: Situation) -> Unmet | None:
    """What is told is what the report proposes for this party: same sum, same kinds."""
    report = s.view.last("conclude_investigation")
    if report is None:
        return None
    rows = state.rows_of(report.facts.get("proposals") or (), s.subject)
    name = s.subject.name if s.subject else "当事人"
    if not rows:
        return Unmet(f"调查报告没有对{name}提出处罚建议", cure="不予处罚的不必告知；应当处罚的重新终结调查",
                     cure_act="conclude_investigation")
    fine, gain = int(s.given("proposed_fine") or 0), int(s.given("proposed_gain") or 0)
    if (fine, gain) != (state.fine_of(rows), state.gain_of(rows)):
        return Unmet(f"拟罚 {state.yuan(fine)} 与调查报告建议的 {state.yuan(state.fine_of(rows))} 不一致",
                     cure="按调查报告填写；建议有变的，重新终结调查", cure_act="conclude_investigation")
    if set(s.given("kinds") or ()) != set(state.kinds_of(rows)):
        return Unmet(f"拟处罚种类与调查报告（{state.kinds_zh(state.kinds_of(rows))}）不一致", cure="按调查报告填写")
    return None


def _hearing_told(s: Situation) -> Unmet | None:
    grounds = state.hearing_grounds(s, int(s.given("proposed_fine") or 0), int(s.given("proposed_gain") or 0),
                                    s.given("kinds") or (), s.subject)
    if not grounds or s.given("hearing_right"):
        return None
    return Unmet(f"达到听证标准，未附听证告知：{'；'.join(grounds)}", cure="勾选「告知听证权利」，一并制作听证告知书")


def _hearing_days(s: Situation) -> Unmet | None:
    days = s.given("hearing_days")
    if not s.given("hearing_right") or (days is not None and int(days) >= LEAST_HEARING_DAYS):
        return None
    return Unmet("申请听证的期限不得少于五个工作日", cure=f"填写 {LEAST_HEARING_DAYS}")


def _defence_days(s: Situation) -> Unmet | None:
    rule = s.rules.term("statement_defence_period", s.on).length
    days = int(s.given("defense_days") or 0)
    if rule is None or days == rule:
        return None
    return Unmet(f"陈述申辩期限应当与本局规定一致：{rule} 个工作日", cure=f"填写 {rule}")


def heavier(s: Situation) -> bool:
    """Whether the proposed notice is heavier than the one told before, in money or in kinds."""
    told = state.notice(s)
    if told is None:
        return False
    more = int(s.given("proposed_fine") or 0) > int(told.facts.get("proposed_fine") or 0)
    return more or bool(set(s.given("kinds") or ()) - set(told.facts.get("kinds") or ()))


def _not_for_defending(s: Situation) -> Unmet | None:
    told = state.notice(s)
    answered = [e for a in ("defence", "request_hearing") for e in s.view.done(a, s.key) if told and e.seq > told.seq]
    if told is None or not answered or not heavier(s):
        return None
    first = answered[0].seq
    fresh = [e for a in state.INVESTIGATION for e in s.view.done(a) if e.seq > first]
    if fresh and s.given("new_facts"):
        return None
    old = state.yuan(int(told.facts.get("proposed_fine") or 0))
    return Unmet(f"当事人已陈述申辩，拟处罚重于原告知（{old}），没有申辩之外的新证据",
                 cure="维持原告知以内；确有新事实的，先补充证据、重新终结，再写明新事实")


def _told_and_served(s: Situation) -> Unmet | None:
    if state.notice(s) is None:
        return Unmet("还没有告知，不能登记", cure="先办理行政处罚告知", cure_act="penalty_notice")
    return None if state.notice_service(s) else Unmet("告知书还没有送达", cure="先送达告知书", cure_act="serve")


ORAL = ("record", "place", "start_time", "end_time")


def _oral_record(s: Situation) -> Unmet | None:
    if s.given("form") != "oral" or all(s.given(n) for n in ORAL):
        return None
    return Unmet("口头陈述申辩没有制作笔录", cure="填写陈述申辩的时间、地点和记录")


def _something_to_review(s: Situation) -> Unmet | None:
    if s.view.done("defence", s.key):
        return None
    return Unmet("当事人没有提出陈述申辩，无需复核", cure="收到陈述申辩后再复核", cure_act="defence")


def _every_claim(s: Situation) -> Unmet | None:
    claims = sum(len(e.facts.get("claims") or ()) for e in state.open_defences(s))
    answered = len(s.given("review") or ())
    return None if answered >= claims else Unmet(f"当事人提出 {claims} 点意见，只复核了 {answered} 点", cure="逐点写明是否采纳和理由")


NOTICE_SERVED = says((penalty_law(44), penalty_law(62)), "notice_served", "告知书送达后才有陈述、申辩和听证", _told_and_served)
NO_OUTCOME = (never_after(penalty_law(57, 1), "decide", "已经作出处罚决定", id="not_decided"),
              never_after(penalty_law(57, 1), "decide_no_penalty", "已经决定不予处罚", id="not_unpunished"),
              never_after(penalty_law(57, 1), "withdraw_case", "案件已经终止（撤销）", id="not_withdrawn"))

ACTS = (
    Act("penalty_notice", "行政处罚告知", f.NoticeFacts, (penalty_law(44),), per=Per.PARTY, route=APPROVAL,
        papers=(PaperRule("notice_approval"), PaperRule("penalty_notice"),
                PaperRule("hearing_right_notice", when=lambda facts, _: bool(facts.get("hearing_right")))),
        prefill=pre.notice, stage="review", moves_to="review", gates=(
            after(penalty_law(57, 1), "conclude_investigation", "调查终结后才能告知", id="concluded"),
            says(penalty_law(58, 1), "review_before_notice", "本局规定告知前须经法制审核", _review_first,
                 severity=Severity.DEFECT),
            facts_say(penalty_law(44), "notice_as_concluded", "告知的内容应当与调查报告的建议一致", _as_concluded),
            facts_say(penalty_law(63, 1), "hearing_told", "拟作较大数额罚款等处罚的，应当告知听证权利", _hearing_told),
            facts_say(penalty_law(64, 1, 1), "hearing_days", "申请听证的期限为五日（工作日）", _hearing_days),
            facts_say(penalty_law(44), "defence_days", "陈述申辩期限以告知书载明为准，应当符合本局规定", _defence_days,
                      severity=Severity.DEFECT),
            facts_say(penalty_law(45, 2), "not_heavier_for_defending", "不得因当事人陈述、申辩而给予更重的处罚",
                      _not_for_defending),
            *NO_OUTCOME, two_certified_officers(),
        ), help="每一当事人一份。事实或者处罚加重的，重新告知，此前的申辩复核和听证随之失效。"),
    Act("defence", "登记陈述申辩", f.DefenceFacts, (penalty_law(45, 1),), per=Per.PARTY, by_party=True, stage="review",
        occurs="received_at", prefill=pre.defence,
        papers=(PaperRule("statement_defense_record", when=lambda facts, _: facts.get("form") == "oral"),),
        gates=(NOTICE_SERVED, *NO_OUTCOME[:1],
               facts_say(penalty_law(45, 1), "oral_record", "口头陈述申辩应当制作笔录", _oral_record,
                         severity=Severity.DEFECT)),
        help="期满后提出的也照实登记；未提出的不必登记。"),
    Act("waive_defence", "放弃陈述申辩", f.WaiveDefenceFacts, (penalty_law(62),), per=Per.PARTY, by_party=True,
        stage="review", occurs="waived_at", gates=(
            NOTICE_SERVED, *NO_OUTCOME[:1],
            has_text(penalty_law(62), "explicit_waiver", "document", "放弃陈述申辩应当明确，沉默不等于放弃"))),
    Act("review_defence", "复核陈述申辩", f.ReviewDefenceFacts, (penalty_law(45, 1),), per=Per.PARTY, route=TWO_OFFICERS,
        papers=(PaperRule("defense_review_opinion"),), prefill=pre.review_defence, stage="review", gates=(
            says(penalty_law(45, 1), "defence_given", "收到陈述申辩后才需复核", _something_to_review),
            facts_say(penalty_law(45, 1), "every_claim", "对当事人提出的事实、理由和证据应当逐点复核", _every_claim,
                      severity=Severity.DEFECT),
            *NO_OUTCOME[:1], two_certified_officers()),
        help="逐点回应，成立的必须采纳。"),
)
