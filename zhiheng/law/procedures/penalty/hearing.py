"""听证: request in five working days, notice seven working days ahead, a host who did not investigate, a record."""
from __future__ import annotations

from datetime import date

from zhiheng.kernel.facts import as_date
from zhiheng.kernel.gates import after, facts_say, says
from zhiheng.kernel.procedure import Act, PaperRule, Per, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import due
from zhiheng.law.basis import penalty_law, penalty_rules_2026
from zhiheng.law.gates_common import has_text, signed_or_refused
from zhiheng.law.procedures.penalty import facts_notice as f
from zhiheng.law.procedures.penalty import prefill as pre
from zhiheng.law.procedures.penalty import state
from zhiheng.law.procedures.penalty.notice import NO_OUTCOME, NOTICE_SERVED
from zhiheng.law.routes import BY_HEAD


def last_notice_day(s: Situation, hearing: date) -> date | None:
    """The last lawful day to notify a hearing of that day (seven working days before, 64-1-2)."""
    return due(s.rules.term("hearing_notice", hearing), hearing, s.rules.calendar).on


def _right_told(s: Situation) -> Unmet | None:
    told = state.notice(s)
    if told is None or told.facts.get("hearing_right"):
        return None
    return Unmet("告知书没有告知听证权利", cure="达到听证标准的重新告知；没有达到的，按陈述申辩处理")


def _right_served(s: Situation) -> Unmet | None:
    told = state.notice(s)
    if told is None or not told.facts.get("hearing_right") or state.service(s, "hearing_right_notice", told):
        return None
    return Unmet("听证告知书还没有送达", cure="先送达听证告知书", cure_act="serve")


def _in_time(s: Situation) -> Unmet | None:
    clock, asked = s.clock("hearing_request"), as_date(s.facts or {}, "requested_at")
    if clock is None or clock.due is None or clock.due.on is None or asked is None or asked <= clock.due.on:
        return None
    return Unmet(f"{asked} 提出听证，已超过期限（{clock.due.on} 24:00 届满）", cure="有正当理由耽误的，由负责人说明理由后准许",
                 who="局领导")


def _asked(s: Situation) -> Unmet | None:
    if state.hearing_asked(s):
        return None
    return Unmet("当事人没有要求听证（或者已经放弃）", cure="登记听证申请", cure_act="request_hearing")


def _later(s: Situation) -> Unmet | None:
    new = as_date(s.facts or {}, "new_deadline")
    return None if new is None or new > s.on else Unmet(f"延期至 {new}，没有晚于今天", cure="核对日期")


ASKED = says(penalty_law(63, 1), "hearing_asked", "当事人要求听证的，才组织听证", _asked)


def _seven_days(s: Situation) -> Unmet | None:
    hearing = as_date(s.facts or {}, "hearing_time")
    if hearing is None:
        return None
    last = last_notice_day(s, hearing)
    if last is None or s.on <= last:
        return None
    return Unmet(f"{hearing} 举行听证，最迟应当在 {last} 通知（提前七个工作日）", cure="推迟听证时间")


def _public(s: Situation) -> Unmet | None:
    if s.given("public_or_not") != "closed" or s.given("closed_reason"):
        return None
    return Unmet("听证应当公开举行，没有写明不公开的理由", cure="公开举行，或者写明涉及的国家秘密、商业秘密或者个人隐私")


def _host_apart(s: Situation) -> Unmet | None:
    chair = str(s.given("chair") or "")
    names = {p for p in s.view.officers()}
    for act in state.INVESTIGATION:
        for event in s.view.done(act):
            names |= {event.actor, *(p for _, p in event.signers)}
    known = names | {s.view.people[p].name for p in names if p in s.view.people}
    if chair in s.view.recused():
        return Unmet("听证主持人已经回避", cure="另行指定主持人")
    if chair not in known:
        return None
    name = s.view.people[chair].name if chair in s.view.people else chair
    return Unmet(f"{name}是本案调查人员，不能主持听证", cure="由行政机关指定非本案调查人员主持")


HOST_APART = facts_say(penalty_law(64, 1, 4), "host_apart", "听证由非本案调查人员主持", _host_apart)


def _notified(s: Situation) -> Unmet | None:
    planned = s.last("hearing_notice")
    asked = state.hearing_asked(s)
    if planned is None or (asked and planned.seq < asked.seq):
        return Unmet("还没有通知听证的时间、地点", cure="先制作听证会通知书", cure_act="hearing_notice")
    if state.service(s, "hearing_meeting_notice", planned) is None:
        return Unmet("听证会通知书还没有送达", cure="先送达听证会通知书", cure_act="serve")
    return None


def _held_in_time(s: Situation) -> Unmet | None:
    planned = s.last("hearing_notice")
    served = state.service(s, "hearing_meeting_notice", planned) if planned else None
    held = as_date(s.facts or {}, "start_time")
    if served is None or held is None:
        return None
    last, on = last_notice_day(s, held), as_date(served.facts, "received_at") or served.occurred_at.date()
    if last is None or on <= last:
        return None
    return Unmet(f"听证会通知书 {on} 送达，距 {held} 听证不足七个工作日（最迟 {last}）", cure="推迟听证，重新通知")


def _agents(s: Situation) -> Unmet | None:
    count = len(s.given("agents") or ())
    return Unmet(f"委托代理人 {count} 人，超过两人", cure="当事人可以委托一至二人代理") if count > 2 else None


def _examined(s: Situation) -> Unmet | None:
    if s.given("attendance") != "attended" or s.given("evidence_examined"):
        return None
    return Unmet("听证没有由调查人员提出事实、证据和处罚建议，并由当事人申辩和质证", cure="按听证程序进行并记入笔录")


def _attended(s: Situation) -> bool:
    return bool(s.given("attendance") == "attended")


def _record_signed(s: Situation) -> Unmet | None:
    if not _attended(s):
        return None
    answer = _SIGNED.check(s)
    return answer if answer is None or isinstance(answer, Unmet) else Unmet(answer)


_SIGNED = signed_or_refused(penalty_law(64, 1, 8), sign="party_sign", refusal="refusal_note")


def _held(s: Situation) -> Unmet | None:
    held, reported, asked = s.last("hold_hearing"), s.last("hearing_report"), state.hearing_asked(s)
    if held and not (asked and held.seq < asked.seq) and not (reported and reported.seq > held.seq):
        return None
    return Unmet("还没有举行听证", cure="先举行听证", cure_act="hold_hearing")


def hearing_finished(s: Situation) -> Unmet | None:
    """A hearing that was asked for must be held and reported before the decision."""
    asked = state.hearing_asked(s)
    if asked is None:
        return None
    held, reported = s.last("hold_hearing"), s.last("hearing_report")
    if held is None or held.seq < asked.seq:
        return Unmet(f"{asked.occurred_at.date()} 要求听证，尚未举行", cure="组织听证", cure_act="hearing_notice")
    if reported is None or reported.seq < held.seq:
        return Unmet("听证已举行，尚无听证报告", cure="制作听证会报告书", cure_act="hearing_report")
    return None


ACTS = (
    Act("request_hearing", "要求听证", f.HearingRequestFacts, (penalty_law(64, 1, 1),), per=Per.PARTY, by_party=True,
        stage="review", occurs="requested_at", prefill=pre.hearing_request, gates=(
            NOTICE_SERVED, *NO_OUTCOME[:1],
            says(penalty_law(63, 1), "hearing_right", "告知了听证权利的当事人可以要求听证", _right_told, severity=Severity.DEFECT),
            says(penalty_law(64, 1, 1), "hearing_right_served", "听证告知书应当先送达", _right_served),
            facts_say(penalty_law(64, 1, 1), "request_in_time", "要求听证的，应当在告知后五日内提出", _in_time,
                      severity=Severity.DEFECT))),
    Act("waive_hearing", "放弃听证", f.WaiveHearingFacts, (penalty_law(63, 1),), per=Per.PARTY, by_party=True,
        stage="review", occurs="waived_at", gates=(
            NOTICE_SERVED, *NO_OUTCOME[:1],
            has_text(penalty_law(63, 1), "written_waiver", "document", "放弃听证应当有书面材料"))),
    Act("hearing_notice", "听证会通知", f.HearingNoticeFacts, (penalty_law(64, 1, 2),), per=Per.PARTY, together=True,
        by=("legal_reviewer", "section_head", "handler"), route=BY_HEAD, prefill=pre.hearing_notice, stage="review",
        papers=(PaperRule("hearing_meeting_notice", each=True),), gates=(
            ASKED,
            facts_say(penalty_law(64, 1, 2), "hearing_seven_days", "应当在举行听证的七日前通知", _seven_days),
            facts_say(penalty_law(64, 1, 3), "hearing_public", "听证公开举行，涉及秘密、隐私的除外", _public,
                      severity=Severity.DEFECT),
            HOST_APART), help="由行政机关负责人指定主持人并签发。"),
    Act("postpone_hearing", "听证延期", f.PostponeFacts, (penalty_rules_2026(57, 2),), per=Per.PARTY, once=True, side=True,
        by=("legal_reviewer", "section_head", "handler"), route=BY_HEAD, stage="review", gates=(
            ASKED, facts_say(penalty_rules_2026(57, 2), "postponed_later", "延期的日期应当晚于今天", _later)),
        help="当事人有正当理由要求延期的，经负责人批准可以延期一次。"),
    Act("hold_hearing", "举行听证", f.HearingFacts, (penalty_law(64, 1),), per=Per.PARTY, together=True,
        by=("legal_reviewer", "section_head"), prefill=pre.hearing, stage="review", occurs="start_time",
        papers=(PaperRule("hearing_record"),), records=("video",), gates=(
            ASKED,
            says(penalty_law(64, 1, 2), "hearing_notified", "举行听证前应当通知当事人", _notified),
            facts_say(penalty_law(64, 1, 2), "held_after_seven_days", "通知送达与听证之间不得少于七日", _held_in_time),
            HOST_APART,
            facts_say(penalty_law(64, 1, 5), "agents", "当事人可以委托一至二人代理", _agents, severity=Severity.DEFECT),
            facts_say(penalty_law(64, 1, 7), "examined", "调查人员举证，当事人申辩和质证", _examined),
            facts_say(penalty_law(64, 1, 8), "hearing_signed", "笔录交当事人核对签字，拒签的由主持人注明", _record_signed,
                      severity=Severity.DEFECT)),
        help="当事人无正当理由不出席或者中途退出的，视为放弃听证，照实记明。"),
    Act("hearing_report", "听证报告", f.HearingReportFacts, (penalty_law(65),), per=Per.PARTY, together=True,
        by=("legal_reviewer", "section_head"), route=BY_HEAD, papers=(PaperRule("hearing_report"),),
        prefill=pre.hearing_report, stage="review", gates=(
            says(penalty_law(65), "hearing_held", "听证结束后才有听证报告", _held),
            after(penalty_law(64, 1, 8), "hold_hearing", "听证应当制作笔录", id="hearing_recorded"))),
)
