"""Prefills of service, publicity, payment, closing and archive."""
from __future__ import annotations

from zhiheng.kernel.procedure import Prefilled
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.view import Event
from zhiheng.law.procedures.penalty import state
from zhiheng.law.procedures.penalty.prefill import Found, put

UNSERVED = (("penalty_notice", "penalty_notice"), ("hearing_notice", "hearing_meeting_notice"),
            ("decide", "penalty_decision"), ("decide_no_penalty", "no_penalty_decision"),
            ("transfer_criminal", "criminal_transfer_letter"), ("transfer_other", "case_transfer_letter"))


def serve(s: Situation) -> Found:
    """The papers made for the party and not served since."""
    found, waiting = dict[str, Prefilled](), []
    for act, document in UNSERVED:
        made = s.last(act)
        if made and state.service(s, document, made) is None:
            waiting.append(document)
            if document == "penalty_notice" and made.facts.get("hearing_right"):
                waiting.append("hearing_right_notice")
    put(found, "documents", waiting, "待送达文书")
    if s.subject:
        person = s.subject.attrs.get("kind") == "person"
        put(found, "receiver", s.subject.name if person else s.subject.attrs.get("legal_rep"), "当事人")
        put(found, "receiver_identity", "self" if person else "legal_rep", "当事人")
        put(found, "place", s.subject.attrs.get("address") or s.subject.attrs.get("home"), "当事人")
    put(found, "method", "direct", "直接送达优先")
    agreed = s.last("confirm_address")
    if agreed and agreed.facts.get("electronic_consent"):
        put(found, "consent_ref", f"{agreed.occurred_at:%Y-%m-%d} 签订", "送达地址确认")
    return found


def confirm_address(s: Situation) -> Found:
    found: Found = {}
    put(found, "confirmed_at", s.on.isoformat(), "今天")
    if s.subject:
        person = s.subject.attrs.get("kind") == "person"
        put(found, "address", s.subject.attrs.get("address") or s.subject.attrs.get("home"), "当事人")
        put(found, "receiver", s.subject.name if person else s.subject.attrs.get("legal_rep"), "当事人")
    return found


def _decision(s: Situation) -> tuple[Found, Event | None]:
    decided, found = s.last("decide"), dict[str, Prefilled]()
    if decided:
        put(found, "decision_date", decided.occurred_at.date().isoformat(), "处罚决定书")
        put(found, "decision_no", decided.facts.get("doc_no"), "处罚决定书")
    return found, decided


def publish(s: Situation) -> Found:
    found, _ = _decision(s)
    clock = s.clock("publicity")
    if clock and clock.due and clock.due.on:
        put(found, "publish_deadline", clock.due.on.isoformat(), "决定后七个工作日")
    put(found, "channels", ["监督管理部门公示系统"], "安全生产法第78条")
    return found


def payment_notice(s: Situation) -> Found:
    decided, out = s.last("decide"), dict[str, Prefilled]()
    put(out, "fine_amount", state.principal(s) or None, "处罚决定书")
    put(out, "payee", decided.facts.get("pay_bank") if decided else None, "处罚决定书")
    last = state.payment_due(s)
    put(out, "due_date", last.isoformat() if last else None, "送达回执")
    return out


def report_upward(s: Situation) -> Found:
    out: Found = {}
    put(out, "reported_on", s.on.isoformat(), "今日")
    put(out, "materials", ["行政处罚决定书"] if s.last("decide") else None, "本案决定")
    return out


def payment(s: Situation) -> Found:
    out: Found = {}
    late = max(state.added_fine(s, s.on) - state.paid(s)[1], 0)
    owed = state.principal(s) - state.paid(s)[0] + late
    put(out, "amount", owed or None, "处罚决定书")
    put(out, "added_amount", late or None, "逾期每日百分之三")
    return out


def remind(s: Situation) -> Found:
    found, decided = _decision(s)
    last = state.payment_due(s)
    put(found, "due_date", last.isoformat() if last else None, "送达回执")
    put(found, "fine_amount", decided.facts.get("fine_amount") if decided else None, "处罚决定书")
    put(found, "payee", decided.facts.get("pay_bank") if decided else None, "处罚决定书")
    put(found, "paid_amount", state.paid(s)[0] or None, "缴款记录")
    put(found, "added_amount", state.added_fine(s, s.on) or None, "每日百分之三")
    return found


def defer(s: Situation) -> Found:
    found, decided = _decision(s)
    out = {k: v for k, v in found.items() if k == "decision_no"}
    put(out, "fine_amount", decided.facts.get("fine_amount") if decided else None, "处罚决定书")
    put(out, "facts_and_penalty", "；".join(decided.facts.get("penalties") or ()) if decided else None, "处罚决定书")
    put(out, "applicant", s.subject.name if s.subject else None, "当事人")
    return out


def close(s: Situation) -> Found:
    found: Found = {}
    filed, lines, how = s.view.last("file_case"), [], set[str]()
    for party in state.parties(s.view):
        decided = s.view.last("decide", party.key)
        if decided:
            lines.append(f"{party.name}：{'；'.join(decided.facts.get('penalties') or ())}")
            how.add("performed")
        elif s.view.last("decide_no_penalty", party.key):
            lines.append(f"{party.name}：不予行政处罚")
            how.add("no_penalty")
        elif s.view.last("transfer_criminal", party.key) or s.view.last("transfer_other", party.key):
            lines.append(f"{party.name}：移送")
            how.add("transferred")
    if s.view.last("withdraw_case"):
        how = {"withdrawn"}
    put(found, "result", "\n".join(lines), "本案决定")
    put(found, "execution", "\n".join(f"{p.name}：{state.settled(s.view, p) or '已办理完毕'}"
                                       for p in state.parties(s.view)), "本案执行")
    put(found, "closing_reason", (how.pop() if len(how) == 1 else "mixed") if how else None, "本案决定")
    put(found, "filed_date", filed.occurred_at.date().isoformat() if filed else None, "立案审批表")
    return found


def archive(s: Situation) -> Found:
    found: Found = {}
    made = sum(len(s.procedure.act(e.act).papers) for e in s.view.events if e.kind == "act")
    put(found, "pieces", max(made, 1), "本案文书")
    return found

