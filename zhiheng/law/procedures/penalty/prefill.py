"""What each form can already know, so nothing is typed twice. Every value names the place it comes from."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from zhiheng.kernel.procedure import Prefilled
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import due
from zhiheng.kernel.view import Event, FileView, Subject
from zhiheng.law.basis import penalty_rules_2026
from zhiheng.law.procedures.penalty import narrate, state
from zhiheng.law.procedures.penalty.words import SOURCES

Found = dict[str, Prefilled]
ORIGINS = {"inspection": "检查", "rectification": "整改复查"}


def carry(event: Event | None, zh: str, **names: str) -> Found:
    """Facts of an earlier act: keyword = new name, value = its name there."""
    if event is None:
        return {}
    source = f"{zh} {event.occurred_at:%m-%d}"
    return {new: Prefilled(event.facts[old], source) for new, old in names.items()
            if event.facts.get(old) not in (None, "", [])}


def put(found: Found, name: str, value: Any, source: str) -> None:
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
        found |= carry(proposed, zh, case_facts="reason", source_time="lead_on")
        put(found, "case_source", "inspection", zh)
        put(found, "source_document", link.no, zh)
    put(found, "suspect", _enterprise(s).get("name"), "一企一档")
    return found


def file_case(s: Situation) -> Found:
    """From the lead, the origin and the register; the principal of the unit is offered as a second party."""
    found = carry(s.view.last("lead"), "线索", case_source="case_source", source_time="source_time",
                  case_facts="case_facts", officers="officers")
    found |= _transferred(s)
    firm, link = _enterprise(s), s.view.link("origin")
    if firm and "parties" not in found:
        row = {"kind": "unit", "name": firm.get("name"), "uscc": firm.get("code"), "address": firm.get("address"),
               "legal_rep": firm.get("principal"), "legal_rep_post": firm.get("principal_post"),
               "phone": firm.get("phone")}
        put(found, "parties", [{k: v for k, v in row.items() if v}], "一企一档")
        put(found, "place_of_violation", firm.get("address"), "一企一档")
    if link:
        zh = ORIGINS.get(link.procedure, link.procedure)
        findings = [x for x in link.view.of_kind("finding")]
        put(found, "finding_refs", [f"{link.no} 第{n}项 {x.name}" for n, x in enumerate(findings, 1)], zh)
        put(found, "initial_evidence", [f"{zh}案卷 {link.no}"], zh)
        put(found, "violation_on", link.view.opened_at.date().isoformat(), zh)
        put(found, "officers", list(link.view.officers()), zh)
    return found


def _transferred(s: Situation) -> Found:
    """What the agency that handed the case over had said when it filed."""
    got, link = s.view.last("receive_transfer"), s.view.link("origin", kind="transferred")
    found = carry(got, "接收移送", source_time="received_on", case_facts="case_facts", officers="officers")
    if got:
        put(found, "case_source", "transfer", "接收移送")
    filed = link.view.last("file_case") if link else None
    if filed and link:
        found |= carry(filed, f"移送案卷 {link.no}", parties="parties", violations="violations", violation_on="violation_on",
                       violation_ended_on="violation_ended_on", place_of_violation="place_of_violation", cause="cause")
        put(found, "initial_evidence", [f"移送案卷 {link.no} 及全部材料"], "移送")
    return found


def recusal(s: Situation) -> Found:
    return carry(s.view.last("request_recusal"), "回避申请", person="person", application="application",
                 applied_at="applied_at")


def _case(s: Situation) -> Found:
    filed = s.view.last("file_case")
    return carry(filed, "立案审批表", case_facts="case_facts")


def _unit(view: FileView) -> Subject | None:
    return next((p for p in state.parties(view) if p.attrs.get("kind") == "unit"), None)


def inquiry_notice(s: Situation) -> Found:
    found: Found = {}
    filed, firm = s.view.last("file_case"), _unit(s.view)
    put(found, "reason", filed.facts.get("cause") if filed else None, "立案审批表")
    put(found, "addressee", firm.attrs.get("legal_rep") if firm else None, "当事人")
    put(found, "materials", ["身份证"], "通用")
    return found


def inquiry(s: Situation) -> Found:
    found = carry(s.view.last("inquiry_notice"), "询问通知书", subject_name="addressee", place="place")
    firm = _unit(s.view)
    put(found, "subject_employer", firm.name if firm else None, "当事人")
    for party in state.parties(s.view):
        asked = found.get("subject_name")
        if asked and party.name == asked.value and party.attrs.get("kind") == "person":
            for name in ("id_no", "gender", "phone", "home", "post"):
                put(found, f"subject_{name}", party.attrs.get(name), "当事人")
    put(found, "session_no", len(s.view.done("inquiry")) + 1, "案卷")
    return found


def scene(s: Situation) -> Found:
    found: Found = {}
    firm = _unit(s.view)
    put(found, "place", firm.attrs.get("address") if firm else None, "当事人")
    return found


def sampling(s: Situation) -> Found:
    found: Found = {}
    firm = _unit(s.view)
    if firm:
        put(found, "sampled_party", firm.name, "当事人")
        put(found, "address", firm.attrs.get("address"), "当事人")
        put(found, "phone", firm.attrs.get("phone"), "当事人")
    return found


def register(s: Situation) -> Found:
    found = _case(s)
    firm, filed = _unit(s.view), s.view.last("file_case")
    put(found, "addressee", firm.name if firm else None, "当事人")
    put(found, "suspected_act", narrate.suspected(str(filed.facts.get("cause") or "")) if filed else None, "立案审批表")
    put(found, "basis", ["行政处罚法第五十六条"], "法定依据")
    put(found, "period_start", s.on.isoformat(), "今天")
    limit = due(s.rules.term("evidence_preservation_decision", s.on), s.on, s.rules.calendar).on
    put(found, "decision_date", limit.isoformat() if limit else None, "七个工作日届满")
    return found


def dispose(s: Situation) -> Found:
    found = _case(s)
    made = s.view.last("register_evidence", s.key)
    if made:
        put(found, "registered_date", made.occurred_at.date().isoformat(), "登记保存")
    put(found, "objects", s.subject.name if s.subject else None, "登记保存清单")
    return found


def conclude(s: Situation) -> Found:
    """The former report when the investigation is concluded again; else the evidence gathered so far."""
    former = s.view.last("conclude_investigation")
    if former:
        return {k: Prefilled(v, f"调查报告 {former.occurred_at:%m-%d}") for k, v in former.facts.items()}
    filed = s.view.last("file_case")
    found = carry(filed, "立案审批表", facts="case_facts")
    rows = [{"name": name, "proves": proves or x.name, "violation": x.attrs.get("code"), "verified": True}
            for name, proves in narrate.evidence_names(s.view) for x in state.violations(s.view)]
    put(found, "evidence", rows, "本案证据")
    return found


HEARD = {"review_defence": "陈述申辩复核意见书", "hold_hearing": "听证笔录", "hearing_report": "听证会报告书"}


def legal_review(s: Situation) -> Found:
    report, found = s.view.last("conclude_investigation"), dict[str, Prefilled]()
    filed = s.view.last("file_case")
    source = dict(SOURCES).get(str(filed.facts.get("case_source"))) if filed else None
    put(found, "case_source", source, "立案审批表")
    if report:
        heard = [e for a in ("review_defence", "hold_hearing", "hearing_report") for e in s.view.done(a) if e.seq > report.seq]
        put(found, "submitted_at", max([report, *heard], key=lambda e: e.seq).occurred_at.date().isoformat(), "案卷")
        names = [name for name, _ in narrate.evidence_names(s.view)]
        later = [HEARD[a] for a in HEARD if any(e.act == a for e in heard)]
        put(found, "materials", ["立案审批表", "案件调查报告", *names, *later], "本案文书")
        who = s.view.people.get(report.actor)
        put(found, "submitter", who.name if who else None, "调查报告")
    return found


def discussion(s: Situation) -> Found:
    found: Found = {}
    report = s.view.last("conclude_investigation")
    found |= carry(report, "调查报告", content="proposal")
    return found


def handling(s: Situation) -> Found:
    report = s.view.last("conclude_investigation")
    found = carry(report, "调查报告", proposals="proposals")
    if report:
        basis = "\n".join(narrate.closed(str(report.facts.get(name) or "")) for name in ("facts", "legal_analysis"))
        put(found, "facts_and_basis", basis.strip(), "调查报告")
    said = [x for p in state.parties(s.view) if (x := narrate.answered(s.view, p.key, p.name))]
    put(found, "defense", "\n".join(said) or narrate.NO_DEFENCE, "陈述申辩")
    return found


def notice(s: Situation) -> Found:
    report = s.view.last("conclude_investigation")
    if report is None:
        return {}
    rows = state.rows_of(report.facts.get("proposals") or (), s.subject)
    found: Found = {}
    put(found, "illegal_facts", narrate.facts_by_act(s.view, rows, str(report.facts.get("facts") or "")), "调查报告")
    mine = {str(r.get("violation")) for r in rows}
    put(found, "evidence_list", list(dict.fromkeys(r["name"] for r in report.facts.get("evidence") or ()
                                                   if r.get("violation") in mine)), "调查报告")
    put(found, "violated_provisions", narrate.duties(s.view, rows), "违法行为目录")
    put(found, "penalty_basis", narrate.articles(rows, "penalty"), "违法行为目录")
    put(found, "kinds", list(state.kinds_of(rows)), "调查报告")
    put(found, "proposed_fine", state.fine_of(rows) or None, "裁量面板")
    put(found, "proposed_gain", state.gain_of(rows) or None, "裁量面板")
    put(found, "proposed_penalty", narrate.closed(state.sentence(rows)), "裁量面板")
    put(found, "discretion_reason", narrate.joined(str(r.get("reasons") or "") for r in rows), "裁量面板")
    put(found, "defense_days", s.rules.term("statement_defence_period", s.on).length, "本局规定")
    if state.hearing_grounds(s, state.fine_of(rows), state.gain_of(rows), state.kinds_of(rows), s.subject):
        put(found, "hearing_right", True, "听证标准")
        put(found, "hearing_days", 5, "行政处罚法第64条")
    return found


def _person(s: Situation) -> Found:
    found: Found = {}
    if s.subject:
        person = s.subject.attrs.get("kind") == "person"
        put(found, "speaker", s.subject.name if person else s.subject.attrs.get("legal_rep"), "当事人")
        put(found, "employer", s.subject.attrs.get("employer"), "当事人")
        put(found, "address", s.subject.attrs.get("address"), "当事人")
        put(found, "phone", s.subject.attrs.get("phone"), "当事人")
    return found


def defence(s: Situation) -> Found:
    return _person(s)


def review_defence(s: Situation) -> Found:
    found: Found = {}
    claims = [c for e in state.open_defences(s) for c in e.facts.get("claims") or ()]
    put(found, "claims", claims, "陈述申辩")
    put(found, "review", [{"claim": c} for c in claims], "陈述申辩")
    return found


def hearing_request(s: Situation) -> Found:
    found: Found = {}
    put(found, "applicant", s.subject.name if s.subject else None, "当事人")
    return found


def hearing_notice(s: Situation) -> Found:
    return {}


def hearing(s: Situation) -> Found:
    found = carry(s.last("hearing_notice"), "听证会通知书", start_time="hearing_time", place="hearing_place",
                  chair="chair", clerk="clerk", hearing_officers="hearing_officers")
    names = [s.view.people[p].name for p in s.view.officers() if p in s.view.people]
    put(found, "investigators", names, "承办人")
    put(found, "applicant", s.subject.name if s.subject else None, "当事人")
    return found


def hearing_report(s: Situation) -> Found:
    return carry(s.last("hold_hearing"), "听证笔录", chair="chair", clerk="clerk", hearing_officers="hearing_officers")


def decide(s: Situation) -> Found:
    told, approval = state.notice(s), s.view.last("handling_approval")
    found = carry(told, "告知书", illegal_facts="illegal_facts", violated_provisions="violated_provisions",
                  penalty_basis="penalty_basis", discretion_reason="discretion_reason", correction="correction")
    rows = state.rows_of(state.proposal_rows(s.view), s.subject)
    source = "案件处理呈批表" if approval else "调查报告"
    put(found, "kinds", list(state.kinds_of(rows)), source)
    put(found, "fine_amount", state.fine_of(rows) or None, source)
    put(found, "gain_amount", state.gain_of(rows) or None, source)
    put(found, "penalties", [x for x in (state.sentence(rows),) if x], source)
    said = narrate.answered(s.view, s.key or "")
    put(found, "defense_handling", said or narrate.NO_DEFENCE, "陈述申辩复核" if said else "案卷")
    served = state.notice_service(s)
    put(found, "notice_served_at", served.occurred_at.date().isoformat() if served else None, "送达回执")
    _agency(s, found)
    if state.fine_of(rows):
        put(found, "pay_days", 15, "行政处罚法第67条")
        put(found, "late_fine", True, "行政处罚法第72条")
    return found


def _agency(s: Situation, found: Found) -> None:
    agency = s.view.attrs.get("agency_facts") or {}
    for name, key in (("pay_bank", "bank"), ("pay_bank_address", "bank_address"), ("pay_account", "account"),
                      ("review_body", "review_body"), ("court", "court")):
        put(found, name, agency.get(key), "本机关")


def no_penalty(s: Situation) -> Found:
    report = s.view.last("conclude_investigation")
    found = carry(report, "调查报告", illegal_facts="facts")
    mine = tuple({"violation": v.attrs.get("code")} for v in state.violations(s.view) if v.attrs.get("party") == s.key)
    put(found, "violated_provisions", narrate.articles(mine, "duty"), "违法行为目录")
    return found


def transfer_criminal(s: Situation) -> Found:
    report = s.view.last("conclude_investigation")
    found = carry(report, "调查报告", facts="facts")
    put(found, "suspect", s.subject.name if s.subject else None, "当事人")
    put(found, "team", list(s.view.officers()), "承办人")
    put(found, "investigation_report_ref", f"案件调查报告（{report.occurred_at.date()}）" if report else None, "调查报告")
    return found


def transfer_other(s: Situation) -> Found:
    filed = s.view.last("file_case")
    found = carry(filed, "立案审批表", cause="cause", brief="case_facts")
    if filed:
        put(found, "filed_date", filed.occurred_at.date().isoformat(), "立案审批表")
    return found


def extend(s: Situation) -> Found:
    found: Found = {}
    filed = s.view.last("file_case")
    if filed:
        put(found, "filed_date", filed.occurred_at.date().isoformat(), "立案审批表")
        put(found, "original_deadline", (filed.occurred_at.date() + timedelta(days=90)).isoformat(), "立案之日起九十日")
        put(found, "basis", penalty_rules_2026(53, 1).zh(), "办案期限的规定")
    return found
