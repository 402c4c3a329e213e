"""How the facts of inspections and rectifications are printed: answers by item, times in words, order numbers."""
from __future__ import annotations

from typing import Any

from zhiheng.kernel.facts import Facts, as_date, as_datetime
from zhiheng.kernel.view import FileView, Subject
from zhiheng.law.gates_things import named
from zhiheng.law.procedures import inspection_facts as f
from zhiheng.law.procedures.rectification import NEXT, OUTCOMES

Printed = dict[str, Any]
UNSAID = {"pass": "未发现问题", "na": "未涉及"}
"""What an answer says without words of its own; a draft may hold items nobody has answered yet."""


def zh(choices: tuple[tuple[str, str], ...], value: Any) -> str:
    """The Chinese word of a choice; the value itself when it is none of them."""
    return dict(choices).get(value, str(value or ""))


def _day(value: Any) -> str:
    day = as_date({"d": value}, "d")
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _planned(facts: Facts) -> str:
    first, last = _day(facts.get("planned_from")), _day(facts.get("planned_to"))
    return first if first == last or not last else f"{first}至{last}"


def _items(facts: Facts) -> list[str]:
    return [i.get("question", "") + (f"（{i['basis']}）" if i.get("basis") else "") for i in facts.get("inspection_items", ())]


def plan(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    return {"planned_time": _planned(facts), "inspection_items": _items(facts),
            "inspection_method": [zh(f.METHODS, m) for m in facts.get("inspection_method", ())],
            "source_type": zh(f.SOURCES, facts.get("source_type"))}


def notice(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    planned = view.last("plan")
    source = planned.facts if planned else {}
    when = as_datetime(facts, "visit_time")
    return {"inspection_time": f"{when:%Y年%m月%d日%H时%M分}" if when else _planned(source),
            "place": source.get("checked_unit_address", ""), "inspection_items": _items(source),
            "inspection_method": "、".join(zh(f.METHODS, m) for m in source.get("inspection_method", ())),
            "basis": ["安全生产法第六十五条第一款第（一）项"], "experts": source.get("experts", [])}


def record(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    """Every answer stands in the record: what conforms in one line each, what does not with its fact and basis."""
    lines = _lines(facts)
    entry = view.last("enter_site") or view.last("emergency_entry")
    people = entry.facts.get("participants", ()) if entry else ()
    day = as_date(facts, "end_time")
    present = facts.get("unit_signer") or facts.get("legal_rep")
    return {"findings": lines, "instruments": named(view.attrs.get("things"), facts.get("instruments")) if facts.get("instruments") else [],
            "record_date": day.isoformat() if day else None,
            "participants": [f"{p['name']}（{p.get('title') or zh(f.POSTS, p.get('post'))}）" for p in people
                             if p["name"] != present],
            "site_person": present, "site_person_post": _post(facts, people, present)}


def _post(facts: Facts, people: Any, name: Any) -> str:
    if name == facts.get("legal_rep") and facts.get("legal_rep_post"):
        return str(facts["legal_rep_post"])
    return next((str(p.get("title") or zh(f.POSTS, p.get("post"))) for p in people if p["name"] == name), "")


def _lines(facts: Facts) -> list[dict[str, str]]:
    """In the order of the plan; under an item that does not conform stand the problems found there, others follow."""
    rows, used = list(facts.get("findings", ())), set[int]()
    lines: list[dict[str, str]] = []
    for answer in facts.get("answers", ()):
        item = {"item": answer.get("question", ""), "result": zh(f.RESULTS, answer.get("result"))}
        if answer.get("result") != "fail":
            lines.append(item | {"fact": answer.get("note") or UNSAID.get(answer.get("result"), "尚未作答")})
            continue
        mine = [n for n, row in enumerate(rows) if answer.get("code") and row.get("item") == answer["code"]]
        used.update(mine)
        lines += [item | _problem(rows[n]) for n in mine]
    return lines + [{"result": "不符合"} | _problem(row) for n, row in enumerate(rows) if n not in used]


def _problem(row: dict[str, Any]) -> dict[str, str]:
    advice = f"（不构成违法，仅提示整改：{row['advice_reason']}）" if row.get("advice_reason") else ""
    return {"fact": row["text"] + advice, "basis": row.get("basis", ""), "place": row.get("place", ""),
            "level": zh(f.LEVELS, row.get("level")), "photos": "、".join(row.get("evidence", ()))}


def measure(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    words = [zh(f.MEASURES, m) for m in facts.get("measures", ())]
    return {"decisions": list(facts.get("decisions", ())) or words}


def order(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    basis = {s.name: str(s.attrs.get("basis") or "") for s in view.of_kind("finding")}
    rows = [{"text": text, "basis": basis.get(text, "")} for text in facts.get("problems", ())]
    found = view.last("record")
    day = found.occurred_at.date().isoformat() if found else facts.get("issue_date")
    return {"problems": rows, "check_date": day, "items_ordered": [str(n) for n in range(1, len(rows) + 1)]}


def refer(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    unit = (view.attrs.get("enterprise") or {}).get("name", "")
    return {"addressee": facts.get("to_agency"), "unit": unit}


def _order_no(view: FileView) -> str:
    opened = view.last("open_order")
    return str(opened.facts.get("order_no", "")) if opened else ""


def extension_approval(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    asked = view.last("request_extension", chosen[0].key if chosen else None)
    source = asked.facts if asked else {}
    answer = "同意延期" if facts.get("granted") else f"不同意延期：{facts.get('reasons', '')}"
    return {"order_ref": _order_no(view), "applicant": source.get("applicant"),
            "application_date": source.get("application_date"), "reasons": source.get("reasons"),
            "interim_measures": source.get("interim_measures"), "items": [s.name for s in chosen],
            "new_deadline": facts.get("until") or source.get("new_deadline"), "handler_opinion": answer}


def extension_reply(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    return {"order_ref": _order_no(view), "reply": "同意" if facts.get("granted") else "不同意",
            "new_deadline": facts.get("until"), "reasons": facts.get("reasons")}


def reinspection(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    opened = view.last("open_order")
    source = opened.facts if opened else {}
    photos = "、".join(facts.get("evidence") or ())
    rows = [{"text": s.name, "result": zh(OUTCOMES, facts.get("result")), "item": s.name, "photos": photos,
             "detail": _replied(view, s)} for s in chosen]
    return {"original_date": source.get("issue_date"), "original_doc_no": source.get("order_no") or "无文号",
            "original_decision": "责令限期整改", "item_results": rows,
            "next_step": zh(NEXT, facts.get("next_step")), "reinspection_date": facts.get("reinspected_on")}


def _replied(view: FileView, finding: Subject) -> str:
    """What the enterprise reported of this problem, which the re-inspection looked at."""
    reply = view.last("reply", finding.key)
    return f"企业报告：{reply.facts.get('text')}" if reply and reply.facts.get("text") else ""


def result(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    made, planned = view.last("record"), view.last("plan") or view.last("back_approval")
    return {"check_date": made.occurred_at.date().isoformat() if made else None,
            "place": made.facts.get("place") if made else None, "conclusion": facts.get("result"),
            "inspection_items": [i["question"] for i in planned.facts.get("inspection_items", ())] if planned else [],
            "problems": [s.name for s in view.of_kind("finding")]}


PRINTED = {
    "inspection_result_notice": result,
    "site_inspection_plan": plan, "inspection_notice": notice, "site_inspection_record": record,
    "onsite_measure_decision": measure, "rectification_order": order, "out_of_scope_referral": refer,
    "rectification_extension_approval": extension_approval, "rectification_extension_reply": extension_reply,
    "reinspection_opinion": reinspection,
}
