"""What each form can already know, so nothing is typed twice. Every value names the place it comes from."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from zhiheng.kernel.procedure import Prefilled
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import due
from zhiheng.kernel.view import Event, FileView, Subject
from zhiheng.law import violations as catalogue
from zhiheng.law.procedures.penalty import state

Found = dict[str, Prefilled]
ORIGINS = {"inspection": "检查", "rectification": "整改复查"}


def _from(event: Event | None, zh: str, **names: str) -> Found:
    """Facts of an earlier act: keyword = new name, value = its name there."""
    if event is None:
        return {}
    source = f"{zh} {event.occurred_at:%m-%d}"
    return {new: Prefilled(event.facts[old], source) for new, old in names.items()
            if event.facts.get(old) not in (None, "", [])}


def _put(found: Found, name: str, value: Any, source: str) -> None:
    if value not in (None, "", [], ()):
        found.setdefault(name, Prefilled(value, source))


def _enterprise(s: Situation) -> Mapping[str, Any]:
    return s.view.attrs.get("enterprise") or {}


def lead(s: Situation) -> Found:
    """From the inspection or re-inspection the lead came from, and the register of enterprises."""
    found: Found = {}
    link = s.view.link("origin")
    if link:
        zh = ORIGINS.get(link.procedure, link.procedure)
        proposed = link.view.last("propose_case")
        found |= _from(proposed, zh, case_facts="reason", source_time="lead_on")
        _put(found, "case_source", "inspection", zh)
        _put(found, "source_document", link.no, zh)
    _put(found, "suspect", _enterprise(s).get("name"), "一企一档")
    return found


def file_case(s: Situation) -> Found:
    """From the lead, the origin and the register; the principal of the unit is offered as a second party."""
    found = _from(s.view.last("lead"), "线索", case_source="case_source", source_time="source_time",
                  case_facts="case_facts", officers="officers")
    firm, link = _enterprise(s), s.view.link("origin")
    if firm:
        row = {"kind": "unit", "name": firm.get("name"), "uscc": firm.get("code"), "address": firm.get("address"),
               "legal_rep": firm.get("principal"), "legal_rep_post": firm.get("principal_post"),
               "phone": firm.get("phone")}
        _put(found, "parties", [{k: v for k, v in row.items() if v}], "一企一档")
        _put(found, "place_of_violation", firm.get("address"), "一企一档")
    if link:
        zh = ORIGINS.get(link.procedure, link.procedure)
        findings = [x for x in link.view.of_kind("finding")]
        _put(found, "finding_refs", [f"{link.no} {x.key} {x.name}" for x in findings], zh)
        _put(found, "initial_evidence", [f"{zh}案卷 {link.no}"], zh)
        _put(found, "violation_on", link.view.opened_at.date().isoformat(), zh)
        _put(found, "officers", list(link.view.officers()), zh)
    return found


def recusal(s: Situation) -> Found:
    return _from(s.view.last("request_recusal"), "回避申请", person="person", application="application",
                 applied_at="applied_at")


def _case(s: Situation) -> Found:
    filed = s.view.last("file_case")
    return _from(filed, "立案审批表", case_facts="case_facts")


def _unit(view: FileView) -> Subject | None:
    return next((p for p in state.parties(view) if p.attrs.get("kind") == "unit"), None)


def inquiry_notice(s: Situation) -> Found:
    found: Found = {}
    filed, firm = s.view.last("file_case"), _unit(s.view)
    _put(found, "reason", filed.facts.get("cause") if filed else None, "立案审批表")
    _put(found, "addressee", firm.attrs.get("legal_rep") if firm else None, "当事人")
    _put(found, "materials", ["身份证"], "通用")
    return found


def inquiry(s: Situation) -> Found:
    found = _from(s.view.last("inquiry_notice"), "询问通知书", subject_name="addressee", place="place")
    firm = _unit(s.view)
    _put(found, "subject_employer", firm.name if firm else None, "当事人")
    _put(found, "session_no", len(s.view.done("inquiry")) + 1, "案卷")
    return found


def scene(s: Situation) -> Found:
    found: Found = {}
    firm = _unit(s.view)
    _put(found, "place", firm.attrs.get("address") if firm else None, "当事人")
    return found


def sampling(s: Situation) -> Found:
    found: Found = {}
    firm = _unit(s.view)
    if firm:
        _put(found, "sampled_party", firm.name, "当事人")
        _put(found, "address", firm.attrs.get("address"), "当事人")
        _put(found, "phone", firm.attrs.get("phone"), "当事人")
    return found


def register(s: Situation) -> Found:
    found = _case(s)
    firm, filed = _unit(s.view), s.view.last("file_case")
    _put(found, "addressee", firm.name if firm else None, "当事人")
    _put(found, "suspected_act", filed.facts.get("cause") if filed else None, "立案审批表")
    _put(found, "basis", ["行政处罚法第五十六条"], "法定依据")
    _put(found, "period_start", s.on.isoformat(), "今天")
    limit = due(s.rules.term("evidence_preservation_decision", s.on), s.on, s.rules.calendar).on
    _put(found, "decision_date", limit.isoformat() if limit else None, "七个工作日届满")
    return found


def dispose(s: Situation) -> Found:
    found = _case(s)
    made = s.view.last("register_evidence", s.key)
    if made:
        _put(found, "registered_date", made.occurred_at.date().isoformat(), "登记保存")
    _put(found, "objects", s.subject.name if s.subject else None, "登记保存清单")
    return found


def conclude(s: Situation) -> Found:
    """The former report when the investigation is concluded again; else the evidence gathered so far."""
    former = s.view.last("conclude_investigation")
    if former:
        return {k: Prefilled(v, f"调查报告 {former.occurred_at:%m-%d}") for k, v in former.facts.items()}
    filed = s.view.last("file_case")
    found = _from(filed, "立案审批表", facts="case_facts")
    rows = []
    for act in state.INVESTIGATION:
        for event in s.view.done(act):
            name = event.facts.get("name") or f"{s.procedure.act(act).zh}（{event.occurred_at:%m-%d}）"
            rows += [{"name": name, "proves": event.facts.get("proves") or x.name, "violation": x.attrs.get("code"),
                      "verified": True} for x in state.violations(s.view)]
    _put(found, "evidence", rows, "本案证据")
    people = "；".join(p.name for p in state.parties(s.view))
    _put(found, "party_info", people, "当事人")
    return found


def legal_review(s: Situation) -> Found:
    report, found = s.view.last("conclude_investigation"), dict[str, Prefilled]()
    filed = s.view.last("file_case")
    _put(found, "case_source", filed.facts.get("case_source") if filed else None, "立案审批表")
    if report:
        _put(found, "submitted_at", report.occurred_at.date().isoformat(), "调查报告")
        _put(found, "materials", ["案件调查报告", *sorted({s.procedure.act(a).zh for a in state.INVESTIGATION
                                                      if s.view.done(a)})], "本案文书")
        who = s.view.people.get(report.actor)
        _put(found, "submitter", who.name if who else None, "调查报告")
    return found


def discussion(s: Situation) -> Found:
    found: Found = {}
    report = s.view.last("conclude_investigation")
    found |= _from(report, "调查报告", content="proposal")
    return found


def handling(s: Situation) -> Found:
    report = s.view.last("conclude_investigation")
    found = _from(report, "调查报告", facts_and_basis="facts", proposals="proposals")
    claims = [c for p in state.parties(s.view) for e in s.view.done("defence", p.key) for c in e.facts.get("claims", ())]
    _put(found, "defense", "；".join(claims) or "当事人没有提出陈述申辩。", "陈述申辩")
    return found


def _articles(rows: tuple[state.Row, ...], which: str) -> list[str]:
    out: list[str] = []
    for row in rows:
        try:
            entry = catalogue.get(str(row.get("violation")))
        except KeyError:
            continue
        out += [a.zh() for a in (entry.duty if which == "duty" else entry.penalties) if a.zh() not in out]
    return out


def _sentence(rows: tuple[state.Row, ...]) -> str:
    fine = state.fine_of(rows)
    others = state.kinds_zh(k for k in state.kinds_of(rows) if k != "fine")
    money = f"罚款人民币{fine // 100:,}.{fine % 100:02d}元" if fine else ""
    return "，".join(x for x in (others, money) if x)


def notice(s: Situation) -> Found:
    report = s.view.last("conclude_investigation")
    if report is None:
        return {}
    rows = state.rows_of(report.facts.get("proposals") or (), s.subject)
    found = _from(report, "调查报告", illegal_facts="facts", discretion="discretion")
    mine = {str(r.get("violation")) for r in rows}
    _put(found, "evidence_list", [r["name"] for r in report.facts.get("evidence") or ()
                                  if r.get("violation") in mine], "调查报告")
    _put(found, "violated_provisions", _articles(rows, "duty"), "违法行为目录")
    _put(found, "penalty_basis", _articles(rows, "penalty"), "违法行为目录")
    _put(found, "kinds", list(state.kinds_of(rows)), "调查报告")
    _put(found, "proposed_fine", state.fine_of(rows) or None, "裁量面板")
    _put(found, "proposed_gain", state.gain_of(rows) or None, "裁量面板")
    _put(found, "proposed_penalty", _sentence(rows), "裁量面板")
    _put(found, "discretion_reason", "；".join(str(r.get("reasons") or "") for r in rows), "裁量面板")
    _put(found, "defense_days", s.rules.term("statement_defence_period", s.on).length, "本局规定")
    if state.hearing_grounds(s, state.fine_of(rows), state.gain_of(rows), state.kinds_of(rows), s.subject):
        _put(found, "hearing_right", True, "听证标准")
        _put(found, "hearing_days", 5, "行政处罚法第64条")
    return found


def _person(s: Situation) -> Found:
    found: Found = {}
    if s.subject:
        person = s.subject.attrs.get("kind") == "person"
        _put(found, "speaker", s.subject.name if person else s.subject.attrs.get("legal_rep"), "当事人")
        _put(found, "employer", s.subject.attrs.get("employer"), "当事人")
        _put(found, "address", s.subject.attrs.get("address"), "当事人")
        _put(found, "phone", s.subject.attrs.get("phone"), "当事人")
    return found


def defence(s: Situation) -> Found:
    return _person(s)


def review_defence(s: Situation) -> Found:
    found: Found = {}
    claims = [c for e in state.open_defences(s) for c in e.facts.get("claims") or ()]
    _put(found, "claims", claims, "陈述申辩")
    _put(found, "review", [{"claim": c} for c in claims], "陈述申辩")
    return found


def hearing_request(s: Situation) -> Found:
    found: Found = {}
    _put(found, "applicant", s.subject.name if s.subject else None, "当事人")
    return found


def hearing_notice(s: Situation) -> Found:
    return {}


def hearing(s: Situation) -> Found:
    found = _from(s.last("hearing_notice"), "听证会通知书", start_time="hearing_time", place="hearing_place",
                  chair="chair", clerk="clerk", hearing_officers="hearing_officers")
    names = [s.view.people[p].name for p in s.view.officers() if p in s.view.people]
    _put(found, "investigators", names, "承办人")
    _put(found, "applicant", s.subject.name if s.subject else None, "当事人")
    return found


def hearing_report(s: Situation) -> Found:
    return _from(s.last("hold_hearing"), "听证笔录", chair="chair", clerk="clerk", hearing_officers="hearing_officers")


def decide(s: Situation) -> Found:
    told, approval = state.notice(s), s.view.last("handling_approval")
    found = _from(told, "告知书", illegal_facts="illegal_facts", violated_provisions="violated_provisions",
                  penalty_basis="penalty_basis", discretion_reason="discretion_reason", correction="correction")
    rows = state.rows_of(state.proposal_rows(s.view), s.subject)
    source = "案件处理呈批表" if approval else "调查报告"
    _put(found, "kinds", list(state.kinds_of(rows)), source)
    _put(found, "fine_amount", state.fine_of(rows) or None, source)
    _put(found, "gain_amount", state.gain_of(rows) or None, source)
    _put(found, "penalties", [x for x in (_sentence(rows),) if x], source)
    review = s.last("review_defence")
    _put(found, "defense_handling", review.facts.get("conclusion") if review else "当事人在规定期限内没有提出陈述申辩。",
         "陈述申辩复核" if review else "案卷")
    served = state.notice_service(s)
    _put(found, "notice_served_at", served.occurred_at.date().isoformat() if served else None, "送达回执")
    _agency(s, found)
    if state.fine_of(rows):
        _put(found, "pay_days", 15, "行政处罚法第67条")
        _put(found, "late_fine", True, "行政处罚法第72条")
    return found


def _agency(s: Situation, found: Found) -> None:
    agency = s.view.attrs.get("agency_facts") or {}
    for name, key in (("pay_bank", "bank"), ("pay_bank_address", "bank_address"), ("pay_account", "account"),
                      ("review_body", "review_body"), ("court", "court")):
        _put(found, name, agency.get(key), "本机关")


def no_penalty(s: Situation) -> Found:
    report = s.view.last("conclude_investigation")
    found = _from(report, "调查报告", illegal_facts="facts")
    mine = tuple({"violation": v.attrs.get("code")} for v in state.violations(s.view) if v.attrs.get("party") == s.key)
    _put(found, "violated_provisions", _articles(mine, "duty"), "违法行为目录")
    return found


def transfer_criminal(s: Situation) -> Found:
    report = s.view.last("conclude_investigation")
    found = _from(report, "调查报告", facts="facts")
    _put(found, "suspect", s.subject.name if s.subject else None, "当事人")
    _put(found, "team", list(s.view.officers()), "承办人")
    _put(found, "investigation_report_ref", f"案件调查报告（{report.occurred_at.date()}）" if report else None, "调查报告")
    return found


def transfer_other(s: Situation) -> Found:
    filed = s.view.last("file_case")
    found = _from(filed, "立案审批表", cause="cause", brief="case_facts")
    if filed:
        _put(found, "filed_date", filed.occurred_at.date().isoformat(), "立案审批表")
    return found


def extend(s: Situation) -> Found:
    found: Found = {}
    filed = s.view.last("file_case")
    if filed:
        _put(found, "filed_date", filed.occurred_at.date().isoformat(), "立案审批表")
        _put(found, "original_deadline", (filed.occurred_at.date() + timedelta(days=90)).isoformat(), "立案之日起九十日")
    return found


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
    _put(found, "documents", waiting, "待送达文书")
    if s.subject:
        person = s.subject.attrs.get("kind") == "person"
        _put(found, "receiver", s.subject.name if person else s.subject.attrs.get("legal_rep"), "当事人")
        _put(found, "receiver_identity", "self" if person else "legal_rep", "当事人")
        _put(found, "place", s.subject.attrs.get("address") or s.subject.attrs.get("home"), "当事人")
    _put(found, "method", "direct", "直接送达优先")
    return found


def _decision(s: Situation) -> tuple[Found, Event | None]:
    decided, found = s.last("decide"), dict[str, Prefilled]()
    if decided:
        _put(found, "decision_date", decided.occurred_at.date().isoformat(), "处罚决定书")
        _put(found, "decision_no", decided.facts.get("doc_no"), "处罚决定书")
    return found, decided


def publish(s: Situation) -> Found:
    found, _ = _decision(s)
    clock = s.clock("publicity")
    if clock and clock.due and clock.due.on:
        _put(found, "publish_deadline", clock.due.on.isoformat(), "决定后七个工作日")
    _put(found, "channels", ["监督管理部门公示系统"], "安全生产法第78条")
    return found


def payment_notice(s: Situation) -> Found:
    decided, out = s.last("decide"), dict[str, Prefilled]()
    _put(out, "fine_amount", state.principal(s) or None, "处罚决定书")
    _put(out, "payee", decided.facts.get("pay_bank") if decided else None, "处罚决定书")
    last = state.payment_due(s)
    _put(out, "due_date", last.isoformat() if last else None, "送达回执")
    return out


def payment(s: Situation) -> Found:
    out: Found = {}
    late = max(state.added_fine(s, s.on) - state.paid(s)[1], 0)
    owed = state.principal(s) - state.paid(s)[0] + late
    _put(out, "amount", owed or None, "处罚决定书")
    _put(out, "added_amount", late or None, "逾期每日百分之三")
    return out


def remind(s: Situation) -> Found:
    found, decided = _decision(s)
    last = state.payment_due(s)
    _put(found, "due_date", last.isoformat() if last else None, "送达回执")
    _put(found, "fine_amount", decided.facts.get("fine_amount") if decided else None, "处罚决定书")
    _put(found, "payee", decided.facts.get("pay_bank") if decided else None, "处罚决定书")
    _put(found, "paid_amount", state.paid(s)[0] or None, "缴款记录")
    _put(found, "added_amount", state.added_fine(s, s.on) or None, "每日百分之三")
    return found


def defer(s: Situation) -> Found:
    found, decided = _decision(s)
    out = {k: v for k, v in found.items() if k == "decision_no"}
    _put(out, "fine_amount", decided.facts.get("fine_amount") if decided else None, "处罚决定书")
    _put(out, "facts_and_penalty", "；".join(decided.facts.get("penalties") or ()) if decided else None, "处罚决定书")
    _put(out, "applicant", s.subject.name if s.subject else None, "当事人")
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
    _put(found, "result", "\n".join(lines), "本案决定")
    _put(found, "execution", "\n".join(f"{p.name}：{state.settled(s.view, p) or '已办理完毕'}"
                                       for p in state.parties(s.view)), "本案执行")
    _put(found, "closing_reason", (how.pop() if len(how) == 1 else "mixed") if how else None, "本案决定")
    _put(found, "filed_date", filed.occurred_at.date().isoformat() if filed else None, "立案审批表")
    return found


def archive(s: Situation) -> Found:
    found: Found = {}
    made = sum(len(s.procedure.act(e.act).papers) for e in s.view.events if e.kind == "act")
    _put(found, "pieces", max(made, 1), "本案文书")
    return found

