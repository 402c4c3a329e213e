"""The district's grades: risks named by firms, standardisation, one adjustment confirmed in spring, what came since.

Everything goes through the real actions. The firm of the manual's story ends at C with 68 points, as the manual says.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from zhiheng.actions import grading, grading_due, grading_overrides, grading_runs, ledgers
from zhiheng.actions.register import enroll
from zhiheng.demo.house import House
from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import frozen
from zhiheng.records.models import Enterprise, GradingRow
from zhiheng.registers.catalogue import ledger

STORY_RISKS = (("3 号砂光机干式除尘系统", "red", "粉尘爆炸"), ("砂光、打磨车间积尘", "orange", "粉尘爆炸"), ("污水处理池", "orange", "中毒和窒息"),
               ("木工漆料中间库", "yellow", "火灾"), ("热压机液压站", "yellow", "机械伤害"), ("成品库叉车作业", "blue", "车辆伤害"))
RISKS = (("配电室", "yellow", "触电"), ("叉车作业", "blue", "车辆伤害"), ("起重吊装", "orange", "起重伤害"), ("动火作业", "orange", "火灾"),
         ("有限空间作业", "red", "中毒和窒息"), ("高处作业", "yellow", "高处坠落"))
LISTED, INSURED = 60, 25


def fill(house: House, now: datetime) -> int:
    """Write it; returns how many enterprises hold a computed grade."""
    today, random = now.date(), Random(11)
    firms = list(Enterprise.objects.filter(merged_into=None, closed_on=None).exclude(code=None).order_by("pk"))
    keeper, story = house.people["admin"], firms[0]
    spring = datetime(today.year, 3, 10, 9, 30, tzinfo=TZ) if today >= date(today.year, 4, 1) else now - timedelta(days=20)
    with frozen(spring - timedelta(days=18)):
        enroll(house.bureau, _standards(firms, random))
        for book, values in (*_story(story, today), *_others(firms[1:], random, today)):
            ledgers.enter(ledger(book), house.bureau, values, by=keeper)
    _adjust(house, firms, spring)
    grading_due.catch_up(today)
    _since(house, story, today)
    return len(firms)


def first(house: House, on: date) -> int:
    """Enterprises with a major hazard source are graded before the year's plan is made: a plan covers the key ones. Returns how many."""
    fits = [f.pk for f in house.firms if "重大危险源" in f.hazards]
    with frozen(datetime(on.year, on.month, on.day, 9, 30, tzinfo=TZ)):
        grading.recompute(fits, by=house.people["admin"], reason="编制年度计划前评定重大危险源企业")
    return len(fits)


def _standards(firms: list[Enterprise], random: Random) -> Iterator[dict[str, Any]]:
    yield {"name": firms[0].name, "code": firms[0].code, "standard": "三级"}
    for firm in firms[1:]:
        level = random.choices(("一级", "二级", "三级", ""), (4, 16, 45, 35))[0]
        if level and firm.code:
            yield {"name": firm.name, "code": firm.code, "standard": level}


def _story(firm: Enterprise, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, level, consequence in STORY_RISKS:
        yield "firm_risks", {"enterprise": firm.code, "name": name, "level": level, "consequence": consequence, "responsible": "刘艳",
                             "assessed_on": f"{today.year}-01-16", "next_assessment": f"{today.year + 1}-01-15", "state": "active"}


def _others(firms: list[Enterprise], random: Random, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    for firm in random.sample(firms, min(LISTED, len(firms))):
        name, level, consequence = random.choices(RISKS, (5, 6, 3, 3, 1, 5))[0]
        yield "firm_risks", {"enterprise": firm.code, "name": name, "level": level, "consequence": consequence,
                             "assessed_on": f"{today.year}-01-{random.randint(5, 28):02d}", "state": "active"}
    for n, firm in enumerate(random.sample(firms[6:], min(INSURED, max(0, len(firms) - 6)))):
        yield "insurance", {"enterprise": firm.code, "policy_no": f"AZB{today.year}{n:04d}", "insurer": "云岭财产保险公司", "must": False,
                            "insured": 15 + n, "since": f"{today.year}-02-01", "until": f"{today.year + 1}-01-31", "state": "valid"}
    hurt = firms[min(40, len(firms) - 1)]
    yield "accidents", {"enterprise": hurt.code, "happened_on": f"{today.year - 1}-08-19", "place": f"{hurt.area}厂区",
                        "kind": "机械伤害", "deaths": 0, "serious_injuries": 1, "loss": 26_000_000, "level": "general",
                        "concealed": False, "source": "firm"}


def _adjust(house: House, firms: list[Enterprise], spring: datetime) -> None:
    """The year's run, one row set by hand, confirmed two days later."""
    head, chief = house.people["chenjun"], house.people["gaofeng"]
    with frozen(spring):
        run = grading_runs.begin(house.bureau, by=head)
        while run.state == "computing":
            grading_runs.advance(run, 30)
        plain = GradingRow.objects.filter(run=run, after="C", detail__vetoed=False).exclude(enterprise=firms[0])
        row = plain.select_related("enterprise__agency", "run").first()
        if row is not None:
            grading_runs.set_row(row, "B", reason="全年无隐患复发，主动聘请机构开展安全管理诊断", by=head,
                                 until=spring.date() + timedelta(days=330))
    with frozen(spring + timedelta(days=2)):
        grading_runs.confirm(run, by=chief)


def _since(house: House, story: Enterprise, today: date) -> None:
    """An override of the autumn, and what the story's firm asked for."""
    free = Enterprise.objects.filter(grade="B", merged_into=None).exclude(pk=story.pk).exclude(standings__origin="override")
    firm = free.order_by("-pk").first()
    if firm is not None:
        grading_overrides.override(firm, "grade", "C", reason="扩建项目正在试生产，竣工验收前加强检查", until=today + timedelta(days=120),
                                   by=house.people["chenjun"])
    story.refresh_from_db()
    grading_overrides.ask_review(story, house.bureau, asked_on=today - timedelta(days=3), applicant="陈立新",
                                 reasons="除尘系统已加装隔爆阀并复查合格，申请重新评定风险等级。", by=house.people["liqiang"])
