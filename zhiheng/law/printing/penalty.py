"""How the facts of the ordinary penalty procedure are printed where act and paper use different names."""
from __future__ import annotations

from datetime import timedelta
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import Facts, as_date
from zhiheng.kernel.view import ACT, Event, FileView, Subject
from zhiheng.law.gates_things import named
from zhiheng.law.papers import paper, papers
from zhiheng.law.printing.charges import proposal
from zhiheng.law.procedures.breach.words import DOCUMENTS as LISTING_DOCUMENTS
from zhiheng.law.procedures.penalty import narrate
from zhiheng.law.procedures.penalty.words import DOCUMENTS, SOURCES
from zhiheng.law.procedures.penalty_ordinary import PENALTY_ORDINARY
from zhiheng.law.service import METHODS, PUBLIC_NOTICE_DAYS

Printed = dict[str, Any]
Chosen = tuple[Subject, ...]
_BOUND = frozenset({"case_file_cover", "case_file_catalogue", "case_file_note"})


def _name(view: FileView, person: Any) -> str:
    return view.people[person].name if person in view.people else str(person or "")


def _day(event: Event | None) -> str | None:
    return event.occurred_at.astimezone(TZ).date().isoformat() if event else None


def recusal(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    who = _name(view, facts.get("person"))
    successors = "、".join(_name(view, p) for p in facts.get("officers") or ())
    granted = f"准予{who}回避" + (f"，本案改由{successors}承办" if successors else "")
    asked = view.last("request_recusal")
    applied = facts.get("applied_at") or (asked.facts.get("applied_at") if asked else None)
    return {"officer": who, "decision": granted if facts.get("granted") else "驳回回避申请", "applied_at": applied,
            "addressee": asked.facts.get("applicant") if asked else None}


def registration(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    rows = facts.get("items") or ()
    return {"evidence": [{"name": r["name"], "quantity": f"{r.get('quantity') or ''}{r.get('unit') or ''}"} for r in rows]}


def disposal(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    return {"evidence": [{"name": facts.get("objects"), "quantity": ""}]}


def notice_approval(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    return {"facts": facts.get("illegal_facts"), "party": "、".join(s.name for s in chosen),
            "discretion": facts.get("discretion_reason") or facts.get("discretion"),
            "hearing_right": bool(facts.get("hearing_right"))}


def legal_review(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    begun = view.last("file_case") or view.last("lead")
    source = facts.get("case_source") or (begun.facts.get("case_source") if begun else None)
    return {"case_source": dict(SOURCES).get(str(source), source)}


def handling(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    return {"proposal": proposal(view, facts.get("proposals") or ())}


def report(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    """Each piece of evidence stands once, with everything that it proves."""
    proved: dict[str, list[str]] = {}
    for row in facts.get("evidence") or ():
        what = proved.setdefault(str(row.get("name") or ""), [])
        what += [p for p in (str(row.get("proves") or ""),) if p and p not in what]
    return {"evidence": [{"name": name, "proves": "；".join(what)} for name, what in proved.items()]}


def transfer_approval(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    return {"receiving_agency": facts.get("addressee")}


def _documents(facts: Facts) -> list[str]:
    names = dict(DOCUMENTS + LISTING_DOCUMENTS)
    return [names.get(code, code) for code in facts.get("documents") or ()]


def receipt(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    servers = "、".join(_name(view, p) for p in view.officers())
    left = facts.get("method") == "leave"
    shared = {"receiver": "拒绝签收" if left else facts.get("receiver"), "place": facts.get("place"), "at": facts.get("received_at"),
              "method": dict(METHODS).get(str(facts.get("method")), ""), "server": servers}
    retained = [str(facts.get("retained_note") or "").rstrip("。；"), _labelled("见证人", facts.get("witness")),
                _labelled("录像、照片", facts.get("video"))]
    remark = [facts.get("remark"), _labelled("凭证编号", facts.get("tracking_no")),
              _labelled("送达地址（方式）确认书", facts.get("consent_ref"))]
    return {"rows": [{"paper": name, **shared} for name in _documents(facts)],
            "receiver": "、".join(s.name for s in chosen) or None,
            "retained_note": narrate.closed("；".join(str(x) for x in retained if x)) or None,
            "remark": narrate.closed("；".join(str(x) for x in remark if x)) or None}


def _labelled(zh: str, value: Any) -> str:
    return f"{zh}：{value}" if value else ""


def announcement(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    posted = as_date(facts, "posted_at")
    deemed = posted + timedelta(days=PUBLIC_NOTICE_DAYS) if posted else None
    return {"documents": _documents(facts), "receiver": "、".join(s.name for s in chosen) or None,
            "deemed_served_at": deemed.isoformat() if deemed else None}


def cover(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    filed, closed = view.last("file_case"), view.last("close")
    return {"filed_date": _day(filed), "closed_date": _day(closed), "archived_date": view.today.isoformat(),
            "cause": filed.facts.get("cause") if filed else None,
            "result": closed.facts.get("result") if closed else None,
            "handlers": "、".join(_name(view, p) for p in view.officers())}


def address(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    return {"date": facts.get("confirmed_at")}


def filing(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    """The file takes its name from the cause; on the filing approval itself it is not known elsewhere yet."""
    return {"case_name": facts.get("cause")}


def contents(view: FileView, facts: Facts, chosen: Chosen) -> Printed:
    """What the acts have made, in archive order. Page numbers are given when the volume is bound and exported."""
    order = {code: (form.volume, form.archive_order) for code, form in papers().items()}
    made = sorted((order[code], event.seq, code, event) for event in view.events if event.kind == ACT
                  for code in _made(view, event) if code not in _BOUND)
    return {"rows": [{"title": paper(code).zh_name, "date": _day(event)} for _, _, code, event in made]}


def _made(view: FileView, event: Event) -> list[str]:
    subjects = [view.subject(key) for key in event.subjects]
    attrs = next((s.attrs for s in subjects if s is not None), {})
    rules = PENALTY_ORDINARY.act(event.act).papers
    return [rule.code for rule in rules if rule.when is None or rule.when(event.facts, attrs)]


def scene(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> dict[str, Any]:
    """Instruments with their number and calibration."""
    return {"instruments": named(view.attrs.get("things"), facts.get("instruments")) if facts.get("instruments") else []}


PRINTED = {
    "scene_inspection_record": scene,
    "case_filing_approval": filing, "service_address_confirmation": address,
    "recusal_decision": recusal, "evidence_registration_approval": registration, "evidence_disposal_approval": disposal,
    "notice_approval": notice_approval, "case_transfer_approval": transfer_approval, "service_receipt": receipt,
    "legal_review_opinion": legal_review, "case_handling_approval": handling, "investigation_report": report,
    "service_announcement": announcement, "case_file_cover": cover, "case_file_catalogue": contents,
}
