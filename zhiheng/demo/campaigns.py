"""粉尘涉爆专项 of the demonstration: ordered by the province, approved by the government, given out, visited by and by.

Played in the order of the world through the real acts. Tasks are visits of an annual plan: where the year has none yet, one
is compiled, deliberated and approved at the turn of the year, so that the year's own inspections are written off by it.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from zhiheng.actions import plans, signing
from zhiheng.actions.perform import open_file, perform
from zhiheng.demo.charging import UNIT, weighed
from zhiheng.demo.faults import Found, by_item
from zhiheng.demo.house import Team, team
from zhiheng.demo.inspecting import Visit
from zhiheng.demo.pace import moment, workday
from zhiheng.demo.prosecuting import Case
from zhiheng.demo.world import World
from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Enterprise, File, Plan, PlanItem
from zhiheng.records.queries.campaigns import number, plan_for
from zhiheng.records.queries.sources.interests import interests_of
from zhiheng.records.queries.view import register_of

BEFORE, AFTER = timedelta(days=39), timedelta(days=22)
"""The campaign began so long before today and ends so long after it: 2026-10-15 to 12-15 for a district of 2026-11-23."""
UNITS = {"区应急局": "YL", "城关镇": "YLCG", "平山园区": "YLPS"}
VISITS = 11
FOUND = (("D-03", "D-07"), ("G-09",), (), ("D-07", "G-09"), ("D-03",), (), ("G-09",), ("D-07",), (), ("D-07",), ("G-09",))
"""What is found at each visit, by items of the handbook; nothing at some."""


def stories(world: World) -> Iterator[tuple[datetime, Iterator[datetime]]]:
    """The plan of the year, if there is none, and the campaign; nothing when the campaign would begin in another year."""
    today = world.end.astimezone(TZ).date()
    first = today - BEFORE
    if (first - timedelta(days=14)).year != today.year or (today + AFTER).year != today.year:
        return
    yield moment(workday(date(today.year, 1, 5)), 9, 12), _plan(world, today.year)
    yield moment(workday(first, -4), 9, 35), _campaign(world, first, today + AFTER)


def _signed(no: str, draft: int | None, at: datetime, *people: Any) -> datetime:
    for person in people:
        at += timedelta(minutes=7)
        signing.sign(no, draft or 0, person, at=at)
    return at


def _plan(world: World, year: int) -> Iterator[datetime]:
    """Compiled, deliberated by two leaders, approved, filed and published in the first days of January."""
    house, p = world.house, world.house.people
    if Plan.objects.filter(agency=house.bureau, year=year).exists():
        return
    li, chief, lawyer, heads = p["liqiang"], p["chenjun"], p["zhouning"], (p["gaofeng"], p["linhua"])
    day = workday(date(year, 1, 5))
    at = moment(day, 9, 12)
    facts = {"year": year, "title": f"{house.bureau.name}{year}年度安全生产监督检查计划", "compiled_on": day.isoformat(),
             "officers": ["liqiang", "wangmin"]}
    no = open_file("annual_plan", "compile", facts, li, agency=house.bureau, at=at).file.no
    plan = Plan.objects.get(file__no=no)
    plans.set_figures(plan.pk, {"officers": 5, "in_post": 6, "other": [40, 60, 30, 50, 20, 10, 10, 20, 10, 60],
                                "non": [60, 60, 20, 15, 10, 25, 5], "orders": 40, "general": {"visits": 40, "half_days": 2}}, li)
    plans.fill(plan.pk, li)
    for n, item in enumerate(PlanItem.objects.filter(plan=plan).order_by("enterprise", "pk")):
        on = workday(date(year, 1, 8) + timedelta(days=(n * 7) % 320))
        plans.place(plan.pk, item.pk, on, ["liqiang", "wangmin"] if n % 2 else ["sunqian", "zhengtao"], li, pinned=False)
    sent = plans.submit(plan.pk, li, "重点单位全覆盖，一般单位双随机抽查 40 家次，预留工日办理举报核查。", at=at + timedelta(hours=2))
    at = _signed(no, sent.draft_seq, at + timedelta(hours=2), chief)
    yield at + timedelta(hours=1)
    held = moment(workday(day, 2), 10)
    sent = perform(no, "deliberate", {"held_on": held.date().isoformat(), "legality": "内容、权限合法。", "conclusion": "agreed",
                                      "record": "同意按此报区政府批准。"}, lawyer, at=held)
    _signed(no, sent.draft_seq, held, *heads)
    yield held + timedelta(hours=3)
    given = workday(day, 6)
    perform(no, "approve", {"approved_by": "云岭区人民政府", "approval_no": f"云政函〔{year}〕3号", "approved_on": given.isoformat()}, li,
            at=moment(given, 15))
    perform(no, "file_upward", {"filed_to": "市应急管理局", "filed_on": workday(given, 2).isoformat()}, li, at=moment(workday(given, 2), 10))
    perform(no, "publish", {"published_on": workday(given, 2).isoformat(), "caps": True, "secrets_checked": True}, li,
            at=moment(workday(given, 2), 11))


def _campaign(world: World, first: date, last: date) -> Iterator[datetime]:
    """Drawn up, approved with the scope frozen, filed, published, given out; then its visits begin one by one."""
    house, p = world.house, world.house.people
    li, chief, head = p["liqiang"], p["chenjun"], p["gaofeng"]
    drawn = workday(first, -4)
    facts = {
        "title": "粉尘涉爆专项执法行动", "theme": "dust", "ordered": "superior", "ordered_by": "省应急管理厅",
        "basis": f"应急厅函〔{first.year}〕88号", "period_from": first.isoformat(), "period_to": last.isoformat(), "hazard": "粉尘涉爆", "grade": "C",
        "reason": "近三个月全省发生两起除尘系统爆燃事故。本区 C 级涉粉企业控爆措施尚未逐家核查，按省厅部署开展专项执法。",
        "checks": ["除尘系统是否设置泄爆、隔爆、抑爆等控爆措施", "粉尘清扫制度是否落实并有记录", "涉粉作业人员是否经粉尘防爆专项培训"],
        "division": "城关镇、平山园区检查本辖区受托领域的企业，其余由执法大队检查。", "officers": ["liqiang", "wangmin"]}
    sent = open_file("campaign", "set_up", facts, li, agency=house.bureau, at=moment(drawn, 9, 35))
    no = sent.file.no
    yield _signed(no, sent.draft_seq, moment(drawn, 9, 35), chief, head) + timedelta(minutes=5)
    approved = workday(first, -2)
    held = _asked(no, "campaign_scope", approved)
    if not held["firms"]:  # a district of a few enterprises has nobody of this kind
        return
    perform(no, "approve", {"approved_by": "云岭区人民政府", "approval_no": f"云政办函〔{first.year}〕41号", "approved_on": approved.isoformat(),
                            "scope": held["scope"], "firms": held["firms"], "areas": held["areas"]}, li, at=moment(approved, 10))
    perform(no, "file_upward", {"filed_to": "市应急管理局", "filed_on": approved.isoformat(), "receipt": f"市应急备〔{first.year}〕17号"}, li,
            at=moment(approved, 15))
    perform(no, "publish", {"published_on": approved.isoformat(), "place": "区政府网站、本机关公示栏", "secrets_checked": True}, li,
            at=moment(approved, 16))
    yield moment(approved, 16, 30)
    if plan_for(house.bureau.pk, first.year) is None:
        return
    given = workday(first, -1)
    perform(no, "assign", {"assigned_on": given.isoformat(), "first": first.isoformat(), "last": (last - timedelta(days=7)).isoformat(),
                           "tasks": held["firms"], "divisions": _asked(no, "campaign_scope", given)["divisions"]}, chief, at=moment(given, 9, 20))
    yield moment(given, 9, 40)
    _visits(world, no)


def _asked(no: str, name: str, on: date) -> dict[str, Any]:
    """What the register says of the campaign, as the form of the act brings it along."""
    file = File.objects.select_related("agency", "enterprise").get(no=no)
    return dict(register_of(file, moment(on, 9))[name])


def _visits(world: World, no: str) -> None:
    """The first tasks by day, each by a pair of its own unit; a case grows out of the first."""
    file = File.objects.select_related("agency").get(no=no)
    # Where an interest is declared nobody is sent; 鑫达木业 has its own story, which carries its task out by the approval's number.
    near = {firm for _, firm in interests_of(f.pk for f in world.house.firms)} | {world.house.firms[0].pk}
    tasks = [t for t in PlanItem.objects.filter(campaign=file).select_related("enterprise").order_by("on", "pk")
             if t.enterprise is not None and t.enterprise_id not in near and t.unit in UNITS and _may(t)]
    for n, task in enumerate(tasks[:VISITS]):
        assert task.enterprise is not None and task.on is not None
        found = [Found(by_item()[code], 1 + k) for k, code in enumerate(FOUND[n])]
        charged = found[:1] if n == 0 else []
        visit = Visit(found=found[len(charged):], charged=charged, source="campaign", document=number(file), days_to_mend=12)
        world.visit(workday(task.on, -2), task.enterprise, visit, _team(world, task, n),
                    case=partial(_case, task.enterprise, charged) if charged else None)


def _case(firm: Enterprise, charged: Sequence[Found], on: date) -> Case:
    """The controls of the dust collector that were missing: filed, and still being looked into."""
    return Case(weighed([(UNIT, f) for f in charged], on), firm, on, quick=True, stop="conclude_investigation")


def _may(task: PlanItem) -> bool:
    """A township visits only workshops of the field it was entrusted with."""
    return UNITS[task.unit] == "YL" or (task.enterprise is not None and task.enterprise.fields == ["工贸"])


def _team(world: World, task: PlanItem, n: int) -> Team:
    return team(world.house, Random(n), UNITS[task.unit], (0, 3)[n % 2])
