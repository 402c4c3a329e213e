"""What an inspection's forms bring along, each value with its source. Nothing is typed twice."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from zhiheng.kernel.procedure import Prefilled
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.view import Event, Subject
from zhiheng.law import checklists
from zhiheng.law.procedures.inspection_facts import MEASURES

Values = Mapping[str, Prefilled]
ORDER_BASIS = "安全生产法第六十五条第一款第（二）项"
HAZARD_BASIS = "安全生产法第六十五条第一款第（三）项"


def _from(event: Event | None, source: str, *names: str) -> dict[str, Prefilled]:
    if event is None:
        return {}
    label = f"{source} {event.occurred_at:%m-%d}"
    return {n: Prefilled(event.facts[n], label) for n in names if event.facts.get(n) is not None}


def _enterprise(s: Situation, **names: str) -> dict[str, Prefilled]:
    unit = s.view.attrs.get("enterprise") or {}
    return {field: Prefilled(unit[key], "一企一档") for field, key in names.items() if unit.get(key)}


def _chosen(s: Situation) -> list[Subject]:
    """The finding at hand, or all findings that have no outcome yet."""
    if s.subject is not None:
        return [s.subject]
    acts = ("correct_on_spot", "onsite_measure", "rectification_order", "refer_out")
    return [x for x in s.view.of_kind("finding") if not any(s.view.last(a, x.key) for a in acts)]


def _problems(s: Situation) -> Prefilled:
    return Prefilled([x.name for x in _chosen(s)], "现场检查记录")


def _items(s: Situation) -> list[tuple[Subject, checklists.Item]]:
    """The findings at hand that came from an item of the handbook, each with its item."""
    named = [x for x in _chosen(s) if x.attrs.get("item")]
    known = {i.id: i for i in checklists.items(s.rules.place.id, s.on)} if named else {}
    return [(x, known[str(x.attrs["item"])]) for x in named if str(x.attrs["item"]) in known]


def plan(s: Situation) -> Values:
    values = _enterprise(s, checked_unit="name", checked_unit_address="address", industry="industry",
                         checked_unit_contact="principal")
    items = s.view.attrs.get("proposed_items")
    if items:
        values["inspection_items"] = Prefilled(items, "执法手册：按行业、风险与历史推荐")
    return {**values, **_campaign(s), **_drawn(s)}


def _campaign(s: Situation) -> Values:
    """The task of a campaign that this officer has there; a place of the plan to the same enterprise becomes part of the visit."""
    task = s.view.attrs.get("campaign_task") or {}
    if s.actor is None or s.actor.id not in task.get("officers", ()):
        return {}
    label = f"专项行动 {task['number']}"
    found = {"source_type": Prefilled("campaign", label), "source_document": Prefilled(task["number"], label),
             "officers": Prefilled(task["officers"], label)}
    return found | ({"plan_item_ref": Prefilled(task["merge"], "年度计划的同一企业，一次检查合并办理")} if task.get("merge") else {})


def _drawn(s: Situation) -> Values:
    """The place of a double-random draw that this officer has there: source, place, and the two who were drawn."""
    place = s.view.attrs.get("drawn_place") or {}
    if s.actor is None or s.actor.id not in place.get("officers", ()):
        return {}
    label = f"双随机抽查 {place['ref']}"
    return {"source_type": Prefilled("double_random", label), "plan_item_ref": Prefilled(place["ref"], label),
            "officers": Prefilled(place["officers"], label)}


def call_off(s: Situation) -> Values:
    return {"called_off_on": Prefilled(s.on.isoformat(), "今日")}


def notify(s: Situation) -> Values:
    return _enterprise(s, received_by="principal")


def enter(s: Situation) -> Values:
    """The place, and the voucher of the entry when the enterprise registered it by the code of the visit."""
    at_gate = s.view.attrs.get("visit_entry") or {}
    scanned = {"entry_code": Prefilled(at_gate["voucher"], f"企业扫码登记 {at_gate['at']}")} if at_gate else {}
    return _enterprise(s, place="address") | scanned


def record(s: Situation) -> Values:
    values = _enterprise(s, legal_rep="principal", phone="phone", legal_rep_post="principal_post")
    planned = s.view.last("plan") or s.view.last("join_visit") or s.view.last("back_approval")
    values |= _from(s.view.last("plan") or s.view.last("join_visit"), "现场检查方案", "checked_unit", "checked_unit_address")
    if planned:
        rows: list[dict[str, Any]] = [{"code": i.get("code", ""), "question": i["question"]}
                                      for i in planned.facts.get("inspection_items", ())]
        values["answers"] = Prefilled(rows, "现场检查方案")
    entry = s.view.last("enter_site") or s.view.last("emergency_entry")
    values |= _from(entry, "进入现场", "place", "identity_shown", "recusal_informed", "av_record_refs")
    if entry:
        values["start_time"] = Prefilled(entry.facts.get("arrived_at"), "进入现场")
    return values


def measure(s: Situation) -> Values:
    record_ = s.view.last("record")
    day = record_.occurred_at.date().isoformat() if record_ else s.on.isoformat()
    values = {"problems": _problems(s), "basis": Prefilled(HAZARD_BASIS, "重大隐患处置"),
              "check_date": Prefilled(day, "现场检查记录"), "issue_date": Prefilled(s.on.isoformat(), "今日")}
    stops = [i.stop for _, i in _items(s) if i.stop]
    if stops:
        words = dict(MEASURES)
        values["measures"] = Prefilled(list(dict.fromkeys(stops)), "执法手册建议，请核对")
        values["decisions"] = Prefilled([f"{words[i.stop]}：{x.name}" for x, i in _items(s) if i.stop], "执法手册建议，请核对")
    return values


def order(s: Situation) -> Values:
    majors = [x.name for x in _chosen(s) if x.attrs.get("level") == "major"]
    values = {"problems": _problems(s), "basis": Prefilled(ORDER_BASIS, "责令限期改正"),
              "issue_date": Prefilled(s.on.isoformat(), "今日")}
    if majors:
        values["major_hazard_flags"] = Prefilled(majors, "现场检查记录")
    days = [i.days for _, i in _items(s) if i.days]
    if days:
        values["deadline"] = Prefilled((s.on + timedelta(days=max(days))).isoformat(), f"执法手册通常期限 {max(days)} 日，请核对")
    return values


def refer(s: Situation) -> Values:
    record_ = s.view.last("record")
    values = {"problems": _problems(s), "basis": Prefilled("安全生产法第六十九条", "移送依据"),
              "issue_date": Prefilled(s.on.isoformat(), "今日")}
    if record_:
        values["found_date"] = Prefilled(record_.occurred_at.date().isoformat(), "现场检查记录")
    return values


def propose(s: Situation) -> Values:
    values = {"lead_on": Prefilled(s.on.isoformat(), "今日")}
    if s.subject is not None and s.subject.attrs.get("violation"):
        values["violation"] = Prefilled(s.subject.attrs["violation"], "现场检查记录")
        values["reason"] = Prefilled(f"检查发现：{s.subject.name}，涉嫌违反{s.subject.attrs.get('basis', '')}。", "现场检查记录")
    return values


def complete(s: Situation) -> Values:
    found = s.view.of_kind("finding")
    if not found:
        return {"completed_on": Prefilled(s.on.isoformat(), "今日"),
                "result": Prefilled("未发现违法行为和事故隐患。", "检查结论")}
    majors = sum(1 for x in found if x.attrs.get("level") == "major")
    text = f"发现问题 {len(found)} 项，其中重大隐患 {majors} 项，均已依法处置。"
    return {"completed_on": Prefilled(s.on.isoformat(), "今日"), "result": Prefilled(text, "处置情况")}
