"""双随机抽查 of the running year: three batches carried out, one promised, one place drawn anew, one batch made void.

Every batch walks through the real acts in the order of the world. Dates count back from today, so that the promised one always
waits for a public number of the day after tomorrow: 2026-11-25 21:15 for a district of 2026-11-23.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from zhiheng.actions import draws, signing
from zhiheng.actions.errors import Invalid
from zhiheng.actions.perform import open_file, perform
from zhiheng.demo.house import Team
from zhiheng.demo.inspecting import Visit
from zhiheng.demo.pace import moment, workday
from zhiheng.demo.programme import Programme
from zhiheng.demo.world import World
from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Draw, DrawPick, Enterprise, Event
from zhiheng.records.queries.caps import cap_of

Steps = Iterator[datetime]
ITEMS = [{"code": "CC-01", "title": "安全生产教育和培训情况"}, {"code": "CC-02", "title": "安全风险分级管控和事故隐患排查治理情况"},
         {"code": "CC-03", "title": "安全设施、设备的安装、使用、检测和维护情况"}]
STRATA = [{"id": "A", "title": "A、B 级", "grades": "AB", "percent": 2, "weight": 1},
          {"id": "C", "title": "C 级和未评级", "grades": "C无", "percent": 3, "weight": 2},
          {"id": "D", "title": "D 级", "grades": "D", "percent": 5, "weight": 3}]
PARTNERS = [{"name": "区市场监督管理局", "items": "特种设备使用登记和定期检验情况"},
            {"name": "区消防救援大队", "items": "消防车通道、安全出口和消防设施情况"}]

ROOM = 3


@dataclass(frozen=True)
class Batch:
    """One batch: ``back`` days before today it is set; ``ahead`` days after the promise the public number comes; ``visits``
    places are visited; ``stop`` names the last step, empty for all."""

    title: str
    back: int
    ahead: int = 4
    visits: int = 0
    stop: str = ""
    void: str = ""
    fields: tuple[str, ...] = ()
    partners: bool = False
    replace: bool = False
    percent: int = 0
    """Of every stratum, when not as usual."""


def _batches(year: int) -> tuple[Batch, ...]:
    return (Batch(f"{year} 年第一季度工贸企业双随机抽查", 285, visits=9, fields=("工贸",), percent=1),
            Batch(f"{year} 年第二季度部门联合双随机抽查", 190, visits=9, partners=True, percent=1),
            Batch(f"{year} 年下半年双随机抽查", 40, visits=3, replace=True, percent=2),
            Batch(f"{year} 年第四季度部门联合双随机抽查", 5, ahead=5, stop="commit", partners=True, percent=5),
            Batch(f"{year} 年危险化学品经营企业双随机抽查", 4, ahead=2, stop="commit", fields=("危险化学品",), percent=10,
                  void="剔除名单漏列已停止经营的企业 3 家，公布承诺后发现，名录不能再改。另立一批重新冻结。"))


def stories(world: World, programme: Programme) -> Iterator[tuple[datetime, Steps]]:
    """When each batch begins; batches that would fall into the past year are left out."""
    today = world.end.astimezone(TZ).date()
    for n, batch in enumerate(_batches(today.year)):
        day = workday(today - timedelta(days=batch.back))
        if day.year == today.year and today.month > 1:
            yield moment(day, 9, 20 + 3 * n), _batch(world, programme, batch, day, today)


def _batch(world: World, programme: Programme, batch: Batch, day: date, today: date) -> Steps:
    li = world.house.people["liqiang"]
    facts: dict[str, Any] = {
        "title": batch.title, "items": ITEMS, "strata": [s | {"percent": batch.percent or s["percent"]} for s in STRATA],
        "per_place": 2, "limit": 20, "visits_from": workday(day, 6).isoformat(), "visits_to": workday(day, 30).isoformat(),
        "fields": list(batch.fields) or None, "departments": PARTNERS if batch.partners else None, "officers": ["liqiang", "wangmin"]}
    at = moment(day, 9, 20)
    sent = open_file("random_draw", "set_up", {k: v for k, v in facts.items() if v is not None}, li, agency=world.house.bureau, at=at)
    signing.sign(sent.file.no, sent.draft_seq or 0, world.house.people["chenjun"], at=at + timedelta(minutes=12))
    yield at + timedelta(minutes=30)
    yield from _walk(world, programme, sent.file.no, batch, day, today)


def _walk(world: World, programme: Programme, no: str, batch: Batch, day: date, today: date) -> Steps:
    """Freeze, promise, reveal by two, publish, hand out, visit."""
    li, frozen = world.house.people["liqiang"], workday(day, 1)
    at = moment(frozen, 9, 40)
    yield at
    try:
        draws.freeze(no, li, at=at)
    except Invalid:  # a district of a few enterprises has nobody of this kind: the batch stays as it was set
        return
    at = moment(frozen, 15, 30)
    yield at
    number_on = today + timedelta(days=2) if batch.stop and not batch.void else frozen + timedelta(days=batch.ahead)
    draws.commit(no, li, _source(number_on), moment(number_on, 21, 15), at=at)
    if batch.void:
        yield from _void(world, no, batch, moment(frozen, 16, 50))
    if batch.stop:
        return
    at = moment(workday(number_on + timedelta(days=1)), 9, 10)
    yield at
    sent = perform(no, "reveal", {"public_number": _number(number_on), "evidence": "中国福利彩票官网开奖公告，截图 1 张"}, li, at=at)
    signing.sign(no, sent.draft_seq or 0, world.house.people["zhouning"], at=at + timedelta(minutes=6))
    draws.publish(no, li, at=at + timedelta(minutes=40))
    draws.assign(no, li, at=at + timedelta(minutes=55))
    yield at + timedelta(minutes=70)
    first = workday(at.date(), 3)
    _visits(world, programme, no, batch.visits, first)
    if batch.replace:
        yield from _replace(world, programme, no, today)
    elif batch.visits:
        yield moment(workday(first, 28), 16, 20)
        if not DrawPick.objects.filter(draw__file__no=no, state="assigned").exists():
            draws.close(no, li, at=moment(workday(first, 28), 16, 20))


def _void(world: World, no: str, batch: Batch, at: datetime) -> Steps:
    yield at
    sent = perform(no, "void", {"reason": batch.void}, world.house.people["chenjun"], at=at)
    signing.sign(no, sent.draft_seq or 0, world.house.people["gaofeng"], opinion="同意作废，编号和理由保留公开。", at=at + timedelta(minutes=25))


def _replace(world: World, programme: Programme, no: str, today: date) -> Steps:
    """The last place still open is drawn anew in these days, as a batch of its own that follows the same road."""
    day = workday(today - timedelta(days=5))
    yield moment(day, 10, 30)
    row = Draw.objects.get(file__no=no)
    pick = DrawPick.objects.filter(draw=row, state="assigned", visit=None).order_by("-rank").first()
    if pick is None:
        return
    li, chief, at = world.house.people["liqiang"], world.house.people["chenjun"], moment(day, 10, 30)
    sent = perform(no, "replace", {"rank": pick.rank, "ground": "closed", "reason": "现场核实厂房已停用拆除，照片 3 张。"}, li, at=at)
    done = signing.sign(no, sent.draft_seq or 0, chief, at=at + timedelta(minutes=9))
    if not done.spawned:
        return
    anew = done.spawned[0]
    waiting = Event.objects.get(file__no=anew, act="set_up", kind="draft")
    signing.sign(anew, waiting.seq, chief, at=at + timedelta(minutes=15))
    yield from _walk(world, programme, anew, Batch("", 0, ahead=0), workday(day, -1), today)


def _visits(world: World, programme: Programme, no: str, count: int, first: date) -> None:
    """Inspections of the first places by the two who were drawn; not where the year's other visit leaves no room."""
    row = Draw.objects.get(file__no=no)
    busy, people = programme.busy(first.year), world.house.people
    made = 0
    for pick in DrawPick.objects.filter(draw=row).select_related("enterprise").order_by("rank"):
        firm = pick.enterprise
        if made == count or firm is None or not firm.principal or len(pick.officers) != 2 or (firm.pk in busy and not _room(firm, first)):
            continue
        found = programme.findings(firm, 2) if made % 2 else []
        visit = Visit(found=found, source="double_random", ref=f"{row.number}/{pick.rank}")
        pair = (people[pick.officers[0]], people[pick.officers[1]])
        world.visit(workday(first, made), firm, visit, Team(row.agency, pair, world.house))
        made += 1


def _room(firm: Enterprise, on: date) -> bool:
    """Whether a third visit would still be within the cap."""
    most = cap_of(firm, on).most
    return most is None or most >= ROOM


def _source(on: date) -> str:
    return f"中国福利彩票“双色球” {on:%Y-%m-%d} 晚公布的开奖号码（示例）"


def _number(on: date) -> str:
    """Six numbers and one, made of the date: a demonstration invents its lottery."""
    red = sorted({1 + (on.toordinal() * k) % 33 for k in (3, 5, 7, 11, 13, 17)})
    return f"{' '.join(f'{n:02d}' for n in red)} + {1 + on.toordinal() % 16:02d}"
