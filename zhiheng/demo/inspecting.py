"""One inspection from its plan to its publication, with what it brings: a rectification, a lead."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiheng.demo.competence import alone
from zhiheng.demo.desk import Facts, Matter
from zhiheng.demo.faults import Found
from zhiheng.demo.pace import workday
from zhiheng.records.models import Enterprise

Steps = Iterator[datetime]
ITEMS = 10
BUREAU, CAR, CAMERA, DUST_METER = "YL", "云A·Y0101", "YL-ZB-001", "YL-ZB-005"
"""Of the bureau's ledgers (demo/ledgers.py); the dust meter is out of calibration since twenty days before today."""


@dataclass
class Visit:
    """What is special about one inspection. ``stop`` names the role whose signature the plan waits for."""

    found: Sequence[Found] = ()
    charged: Sequence[Found] = ()
    source: str = "annual_plan"
    document: str = ""
    items: tuple[str, ...] = ()
    stop: str = ""
    refused: bool = False
    days_to_mend: int = 10
    publish: bool = True
    ref: str = ""
    """The place of a draw it carries out (YL-2026-D04/12)."""
    rectification: str = ""
    """The number of the rectification that came of it, once there is one."""
    lead: str = ""


def inspect(m: Matter, firm: Enterprise, visit: Visit) -> Steps:
    """Plan → approval → entry → record → an outcome for every finding → completion → publication."""
    day = workday(m.pace.now.date(), 2)
    others = alone(m.team.agency, "inspection", firm, m.pace.now)
    m.open("inspection", "plan", lambda v: {**_plan(m, visit, v, day.isoformat()), **others}, firm, until=visit.stop)
    if visit.stop:
        return
    yield m.pace.until(day, 9)
    m.do("enter_site", _entry(m, firm))
    yield m.pace.minutes(m.random.randint(70, 150))
    _photos(m, firm, visit)
    m.do("record", lambda v: _record(m, firm, visit, v))
    _outcomes(m, firm, visit)
    if visit.charged:
        yield m.pace.on(1, 15)
        _propose(m, visit)
    yield m.pace.on(1, 10)
    m.do("complete")
    if visit.publish:
        yield m.pace.on(m.random.randint(3, 9), 16)
        m.do("publish", {"published_on": m.pace.day, "place": "监督管理部门公示系统"})
    if not visit.rectification and not visit.lead:
        yield m.pace.on(3, 10)
        m.do("close", {"closed_on": m.pace.day})


def _plan(m: Matter, visit: Visit, brought: Facts, day: str) -> Facts:
    proposed = list(brought.get("inspection_items") or ())
    wanted = {f.fault.item for f in (*visit.found, *visit.charged)} | set(visit.items)
    chosen = [i for i in proposed if i["code"] in wanted]
    chosen += [i for i in proposed if i["code"] not in wanted][:max(ITEMS - len(chosen), 3)]
    serial = m.random.randint(1, 28)
    unplanned = visit.source not in ("annual_plan", "double_random")
    return {"source_type": visit.source, "mode": "routine", "inspection_items": chosen, "officers": m.names,
            "inspection_method": ["documents", "site", "inquiry"], "planned_from": day, "planned_to": day,
            "plan_item_ref": visit.ref or None if unplanned or visit.ref else f"{day[:4]} 年度监督检查计划 {int(day[5:7])} 月第 {serial} 项",
            "source_document": visit.document or None}


def _entry(m: Matter, firm: Enterprise) -> Facts:
    people = [{"name": p["name"], "post": "principal" if p["position"] == "主要负责人" else "safety_manager",
               "title": p["position"]} for p in firm.people]
    people = people or [{"name": firm.principal, "post": "principal"}]
    return {"arrived_at": m.pace.stamp(-5), "identity_shown": True, "recusal_informed": True, "legal_education": True,
            "entry_code": f"R{m.random.randint(100000, 999999)}", "participants": people, "place": firm.address,
            **({"vehicle": CAR} if m.team.agency.code == BUREAU else {}),
            "av_record_refs": [f"AV-{m.pace.day[2:].replace('-', '')}-{m.random.randint(10, 99)}"]}


def _photos(m: Matter, firm: Enterprise, visit: Visit) -> None:
    for n, found in enumerate((*visit.found, *visit.charged), 1):
        m.photo(f"现场照片 {n}：{found.text[:30]}", f"{firm.name}{found.fault.place}")


def _record(m: Matter, firm: Enterprise, visit: Visit, brought: Facts) -> Facts:
    failed = {f.fault.item for f in (*visit.found, *visit.charged)}
    answers = [row | {"result": "fail" if row["code"] in failed else "na" if m.random.random() < 0.1 else "pass"}
               for row in brought["answers"]]
    rows = [f.row(charge=False) for f in visit.found] + [f.row(charge=True) for f in visit.charged]
    rows = [row | {"evidence": [f"E{n:03d}"]} for n, row in enumerate(rows, 1)]
    signed: dict[str, Any] = {"unit_sign": "signed", "unit_signer": firm.principal}
    if visit.refused:
        signed = {"unit_sign": "refused", "refusal_note": f"{firm.principal}称须请示股东，拒绝签字；全程录像，已向本机关报告。"}
    if m.team.agency.code == BUREAU and any("粉尘" in f.text or "除尘" in f.text for f in (*visit.found, *visit.charged)):
        signed |= {"instruments": [CAMERA, DUST_METER]}
    return {"end_time": m.pace.stamp(), "answers": answers, "findings": rows or None,
            "unit_comment": "以上情况属实。" if not visit.refused else None} | signed


def _outcomes(m: Matter, firm: Enterprise, visit: Visit) -> None:
    """Major hazards are measured on the spot, small things corrected at once, the rest ordered until a day."""
    findings = list(m.file.findings.order_by("pk"))
    if not findings:
        m.do("no_problem", {"conclusion": "按检查方案逐项检查，未发现违法行为和事故隐患。"})
        return
    signed = {"unit_sign": "signed", "unit_signer": firm.principal}
    major = [f.key for f in findings if f.major]
    if major:
        m.do("onsite_measure", signed | {"measures": ["stop_equipment"], "decisions": [
            "责令立即停止使用存在上述隐患的设备、设施"], "problems": [f.text for f in findings if f.major]}, only=major)
    rest = [f for f in findings if not f.major]
    spot = [f for f in rest if not f.violation and len(rest) > 2][:1]
    if spot:
        m.do("correct_on_spot", {"how": "已当场改正，经核实符合要求。", "checked_at": m.pace.stamp()}, only=[spot[0].key])
    left = [f for f in findings if f not in spot]
    deadline = workday(m.pace.now.date(), visit.days_to_mend).isoformat()
    done = m.do("rectification_order", signed | {"deadline": deadline, "problems": [f.text for f in left]},
                only=[f.key for f in left])
    visit.rectification = done.spawned[0] if done.spawned else ""


def _propose(m: Matter, visit: Visit) -> None:
    keys = [f.key for f in m.file.findings.exclude(violation="").order_by("pk")]
    reason = None if len(keys) == 1 else "检查发现的上述问题涉嫌违反安全生产法，依法应当给予行政处罚，建议立案。"
    done = m.do("propose_case", lambda v: {"reason": reason or v.get("reason")}, only=keys)
    visit.lead = done.spawned[0] if done.spawned else ""
