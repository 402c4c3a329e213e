"""Several agencies and one matter, in these days: a visit joined, one made alone for a reason, a case handed over and received,
one that waits to be received, a dispute designated. Dates count back from today."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from zhiheng.demo import case_facts as said
from zhiheng.demo.desk import Matter
from zhiheng.demo.pace import moment, workday
from zhiheng.records.models import Agency, Enterprise
from zhiheng.records.queries.competence import begun_elsewhere

if TYPE_CHECKING:
    from zhiheng.demo.programme import Programme
    from zhiheng.demo.prosecuting import Case

Steps = Iterator[datetime]
MATERIALS = [{"name": "举报登记表", "copies": 1, "pages": 2}, {"name": "现场核查照片", "copies": 6, "pages": 3}]


def alone(agency: Agency, procedure: str, firm: Enterprise, at: datetime) -> dict[str, Any]:
    """The reason an officer writes when another agency has been at the same enterprise; nothing when none has."""
    if not begun_elsewhere(agency, procedure, enterprise_id=firm.pk, moment=at):
        return {}
    return {"separate_reason": "检查事项和时间不同，前一机关的检查已经安排在先，合并将超过举报核查的时限。" if procedure == "inspection"
            else "本案为另一时间的违法行为，与前一机关查处的行为无关。"}


def fill(p: Programme, case_of: Any) -> None:
    """Start every story. ``case_of(firm, on)`` makes the case of one charge that all of them are about."""
    today, year = p.today, p.today.year
    if workday(today, -12).year != year:
        return  # the past year's figures are fixed
    for back, story, code in ((1, _joined, "YLCG"), (6, _side_by_side, "YLPS"), (9, _handed_over, "YLCG"), (2, _waiting, "YLPS"),
                              (11, _disputed, "YLCG")):
        firm, begun = p.firm(year, code), workday(today, -back)
        p.world.start(moment(begun, 9, 5 + back), story(p, firm, begun, case_of(firm, workday(begun, -2))))


def _matter(p: Programme, code: str, when: datetime, pair: int = 0) -> Matter:
    return p.world.matter(p.people(code, pair), when)


def _visit(m: Matter, day: date, **more: Any) -> Any:
    def facts(brought: Any) -> dict[str, Any]:
        return {"source_type": "annual_plan", "mode": "routine", "inspection_items": list(brought.get("inspection_items") or ())[:8],
                "officers": m.names, "inspection_method": ["documents", "site"], "planned_from": day.isoformat(),
                "planned_to": day.isoformat(), "plan_item_ref": f"{day.year} 年度监督检查计划 {day.month} 月第 3 项", **more}
    return facts


def _joined(p: Programme, firm: Enterprise, begun: date, case: Case) -> Steps:
    """The town plans a visit; the bureau, planning its own, joins it."""
    town, on = _matter(p, "YLCG", moment(begun, 9, 10)), workday(p.today, 1)
    town.open("inspection", "plan", _visit(town, on), firm)
    yield moment(begun, 15, 20)
    bureau = _matter(p, "YL", moment(begun, 15, 20))
    bureau.open("inspection", "join_visit", lambda v: {
        "officers": bureau.names, "inspection_items": list(v.get("inspection_items") or ())[8:14] or v.get("inspection_items")}, firm)


def _side_by_side(p: Programme, firm: Enterprise, begun: date, case: Case) -> Steps:
    """The park has a visit planned; the bureau goes alone because of a report, and says so."""
    park = _matter(p, "YLPS", moment(begun, 9, 30))
    park.open("inspection", "plan", _visit(park, workday(begun, 6)), firm)
    yield moment(begun, 16, 0)
    bureau = _matter(p, "YL", moment(begun, 16, 0), 1)
    bureau.open("inspection", "plan", _visit(
        bureau, workday(begun, 1), source_type="complaint", plan_item_ref=None, source_document="举报登记 J0057",
        separate_reason="举报反映夜间违规动火作业，须次日上班前突击核查，等到园区计划的日期将失去核查条件。"), firm)


def _opened(p: Programme, code: str, firm: Enterprise, when: datetime, case: Case) -> Matter:
    m = _matter(p, code, when)
    m.open("penalty_ordinary", "lead", {**said.lead(m, case), "officers": m.names}, firm, violation_on=case.violation_on)
    return m


def _hand_over(m: Matter, to: tuple[str, str], reasons: str) -> None:
    m.do("transfer_agency", {"addressee": to[1], "to_code": to[0], "reasons": reasons, "materials": MATERIALS,
                             "handler_opinion": "建议移送有管辖权的机关办理。", "officers": m.names})


def _receive(p: Programme, code: str, firm: Enterprise, when: datetime, case: Case) -> Matter:
    m = _matter(p, code, when)
    m.open("penalty_ordinary", "receive_transfer", {"officers": m.names, "received_on": m.pace.day}, firm,
           violation_on=case.violation_on)
    return m


def _handed_over(p: Programme, firm: Enterprise, begun: date, case: Case) -> Steps:
    """The town files, finds that the fine would pass its ceiling, and hands the case to the bureau, which files it anew."""
    town = _opened(p, "YLCG", firm, moment(begun, 9, 20), case)
    yield town.pace.on(2, 10)
    town.do("file_case", lambda v: said.filing(town, case, v))
    yield town.pace.on(2, 15)
    _hand_over(town, ("YL", p.house.bureau.name), "拟处罚款超过委托书限定的数额，应当由委托机关办理。")
    yield town.pace.on(1, 10)
    bureau = _receive(p, "YL", firm, town.pace.now, case)
    yield bureau.pace.on(2, 11)
    bureau.do("file_case", lambda v: said.filing(bureau, case, v))


def _waiting(p: Programme, firm: Enterprise, begun: date, case: Case) -> Steps:
    """Handed over by the park yesterday; the bureau has not received it yet."""
    park = _opened(p, "YLPS", firm, moment(begun, 10, 0), case)
    yield park.pace.on(1, 15)
    _hand_over(park, ("YL", p.house.bureau.name), "涉及的事项不在委托书所列范围内，应当由委托机关办理。")


def _disputed(p: Programme, firm: Enterprise, begun: date, case: Case) -> Steps:
    """Park and town both have the clue; they cannot agree, the bureau designates the park, the town hands over."""
    house = p.house
    town = _opened(p, "YLCG", firm, moment(begun, 9, 0), case)
    park = _opened(p, "YLPS", firm, moment(begun, 10, 0), case)
    names = {code: house.agencies[code].name for code in ("YLCG", "YLPS")}
    yield park.pace.on(2, 9)
    dispute = _matter(p, "YLPS", park.pace.now)
    dispute.open("competence", "report", {
        "ground": "dispute", "matter": f"{firm.name}涉嫌安全生产违法线索", "matter_no": park.no, "other_no": town.no,
        "other_agency": names["YLCG"], "place_of_conduct": f"{firm.address}（厂区跨城关镇与平山园区）", "officers": dispute.names,
        "own_view": "涉事车间在园区范围内，园区先行核查并已调取视频。", "other_view": "该公司注册地和主要厂区在城关镇，由镇里管理更方便。",
        "consulted_on": dispute.pace.day, "consultation": "双方分管负责人会商一次，未能达成一致，均同意报请区局。",
        "superior": house.bureau.name}, firm)
    yield dispute.pace.on(2, 10)
    dispute.do("designate", {
        "matter_nos": [park.no, town.no], "competent_code": "YLPS", "competent_name": names["YLPS"],
        "addressee": "、".join(names.values()), "reasons": "违法行为发生在园区范围内的车间，园区已经调取主要证据，由其办理便于查清事实。",
        "hand_over_by": workday(dispute.pace.now.date(), 5).isoformat()}, by=house.people["gaofeng"])
    town.pace.at(dispute.pace.now)
    yield town.pace.on(1, 10)
    _hand_over(town, ("YLPS", names["YLPS"]), f"{dispute.no} 已指定由该机关管辖。")
    yield town.pace.on(1, 9)
    _receive(p, "YLPS", firm, town.pace.now, case)
    dispute.pace.at(town.pace.now)
    dispute.do("carry_out", {"carried_on": dispute.pace.day, "note": "城关镇已移送全部材料，平山园区已经接收。"},
               by=house.people["chenjun"])
