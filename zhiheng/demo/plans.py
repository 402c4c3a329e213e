"""The bureau's plan of the year is changed twice by acts, and next year's is begun with the figures of a published plan."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from zhiheng.actions import plan_begin, plan_texts, plans, signing
from zhiheng.actions.outcome import Outcome
from zhiheng.demo.house import House
from zhiheng.demo.pace import moment, workday
from zhiheng.demo.world import World
from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import frozen
from zhiheng.records.models import Plan, PlanItem
from zhiheng.records.queries.plans import PLANNED

OTHER, NON = (170, 150, 100, 120, 90, 60, 45, 100, 30, 170), (120, 160, 60, 40, 45, 100, 10)
"""1,035 and 535 days of eight officers, as in a published plan."""
SAFEGUARDS = ("保障执法车辆两台、执法记录仪八部、便携式检测仪六台。执法人员全年复训不少于两周。"
              "计划批准后不得随意调整，确需调整的写明理由，依程序批准、备案。")


def stories(world: World) -> Iterator[tuple[datetime, Iterator[datetime]]]:
    """A change in spring and one in autumn, as far as the year has come."""
    year = world.end.astimezone(TZ).year
    yield moment(workday(date(year, 4, 20)), 9, 40), _change(world, 2, "三家企业检修停产，检查顺延到复产以后；上级交办增加随机抽查 2 家次。")
    yield moment(workday(date(year, 9, 8)), 9, 40), _change(world, 1, "与专项行动错开，三家次改期；补充随机抽查 1 家次。")


def _change(world: World, more: int, reason: str) -> Iterator[datetime]:
    """A few visits later, a few more to be drawn: not a major change. Signed by four."""
    now = world.end.astimezone(TZ)
    plan = Plan.objects.filter(agency=world.house.bureau, year=now.year, state="approved").first()
    if plan is None:
        return
    day = workday(date(now.year, 4, 20) if more == 2 else date(now.year, 9, 8))
    at = moment(day, 9, 40)
    li = world.house.people["liqiang"]
    with frozen(at):
        general = dict(plan.body["general"])
        plan_begin.figures(plan.pk, {"general": general | {"visits": int(general["visits"]) + more}}, li, reason=reason)
        for n, item in enumerate(PlanItem.objects.filter(plan=plan, on=None, state=PLANNED).order_by("pk")):
            plans.place(plan.pk, item.pk, workday(day, 40 + 9 * n), ["liqiang", "wangmin"], li, pinned=False)
        ahead = PlanItem.objects.filter(plan=plan, state=PLANNED, visit=None, on__gt=day + timedelta(days=20)).order_by("on", "pk")
        for item in list(ahead[:3]):
            if item.on is not None:
                plans.place(plan.pk, item.pk, workday(item.on, 8), item.officers, li, reason="企业检修停产，复产后检查")
    _signed(world.house, at, lambda: plans.change(plan.pk, li, reason, False, at=at))
    yield from ()


def _signed(house: House, at: datetime, act: Callable[[], Outcome]) -> None:
    with frozen(at):
        sent = act()
    for n, who in enumerate(("wangmin", "chenjun", "gaofeng"), 1):
        if not sent.effective:
            later = at + timedelta(minutes=20 * n)
            with frozen(later):
                sent = signing.sign(sent.file.no, sent.draft_seq or 0, house.people[who], opinion="同意", at=later)


def draft(house: House, today: date) -> Plan:
    """Next year's plan as it lies on the desk: 1,984 − 1,035 − 535 = 414 days, neither scheduled nor sent on."""
    li, year = house.people["liqiang"], today.year + 1
    before = Plan.objects.filter(agency=house.bureau, year=today.year).first()
    plan, _ = plan_begin.begin(house.bureau, year, li, source=before)
    plan_begin.figures(plan.pk, {"officers": 8, "in_post": 10, "other": list(OTHER), "non": list(NON), "orders": 62,
                                 "general": {"visits": 110, "half_days": 2}, "campaign": {"visits": 12, "half_days": 2}},
                       li, reason="按明年编制和任务核定")
    plan_texts.set_texts(plan.pk, {"safeguards": SAFEGUARDS}, li)
    return plan
