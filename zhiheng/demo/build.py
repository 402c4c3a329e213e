"""Building the demonstration district into the data folder, once; and telling whether it is there already."""
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from zhiheng.actions import checkpoint, inbox, power_lists
from zhiheng.demo import campaigns, conferrals, draws, people, plans
from zhiheng.demo.credit import fill as credit
from zhiheng.demo.firms import fill as firms
from zhiheng.demo.grades import fill as grades
from zhiheng.demo.grades import first as first_grades
from zhiheng.demo.house import settle
from zhiheng.demo.ledgers import fill as ledger_lines
from zhiheng.demo.programme import Programme, Size
from zhiheng.demo.staged import stage
from zhiheng.demo.things import fill as things
from zhiheng.demo.world import World
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records import store
from zhiheng.records.clock import frozen
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, File, Paper

VERSION = 8
MARK = "demo.json"
Report = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """What makes two demonstrations the same."""

    seed: int = 7
    enterprises: int = 400
    version: int = VERSION


def mark() -> Path:
    return Path(settings.ZHIHENG_DATA) / MARK


def standing(recipe: Recipe) -> bool:
    """Whether this very demonstration is there, whole; an interrupted build is none.

    ZhihengError when the folder holds something else.
    """
    place = mark()
    if place.is_file():
        said = json.loads(place.read_text(encoding="utf-8"))
        if not said.get("finished"):
            return False
        if said.get("recipe") == asdict(recipe):
            return True
        raise ZhihengError("数据目录里有另一份演示数据",
                           hint="用 zhiheng demo --fresh 重建：旧数据会移到旁边的文件夹，不会删除")
    if "records_agency" in connection.introspection.table_names() and Agency.objects.exists():
        raise ZhihengError("数据目录里已有不是演示的数据，不在其中建立演示",
                           hint="用环境变量 ZHIHENG_DATA 指定另一个数据目录")
    return False


def interrupted() -> bool:
    """Whether the folder holds a demonstration that was not built to its end."""
    return mark().is_file() and not json.loads(mark().read_text(encoding="utf-8")).get("finished")


def build(recipe: Recipe, report: Report, size: Size | None = None, *, progress: Callable[[int], None] | None = None,
          now: datetime | None = None) -> World:
    """Play the whole district up to ``now`` (default: the present). ``progress`` is given percents."""
    moment = now or clock_now()
    call_command("migrate", verbosity=0)
    _write(recipe, moment, finished=False)
    _hurry(True)
    try:
        report(f"建立机关、人员与 {recipe.enterprises} 家企业 ……")
        world = play(recipe, moment, size or Size(), progress)
    finally:
        _hurry(False)
    _write(recipe, moment, finished=True)
    report(f"完成：案卷 {File.objects.count()} 个，文书 {Paper.objects.count()} 份")
    return world


def play(recipe: Recipe, now: datetime, size: Size, progress: Callable[[int], None] | None = None) -> World:
    """The district itself, into an empty database that is migrated: people, enterprises, every story, checkpoints."""
    house = settle(now.date(), seed=recipe.seed, count=recipe.enterprises)
    power_lists.publish_prepared(house.bureau.place_id, house.people["zhouning"])
    agreed = conferrals.agree(house, now.date())
    ledger_lines(house, now.date())
    people.settle(house, now.date())
    firms(house, now.date())
    first_grades(house, date(now.year - 1, 12, 20))
    world = World(house, now - timedelta(minutes=45), recipe.seed)
    programme = Programme(world, now.date(), size)
    programme.fill()
    if size.staged:
        stage(programme)
    for when, steps in conferrals.stories(house, agreed, now.date()):
        world.start(when, steps)
    for when, steps in campaigns.stories(world) if size.staged else ():
        world.start(when, steps)
    for when, steps in plans.stories(world):
        world.start(when, steps)
    for when, steps in draws.stories(world, programme) if size.staged else ():
        world.start(when, steps)
    world.run(_percent(world, progress))
    with frozen(world.end):  # nothing in the district is dated later than its last act
        people.appraise(house, now.date())
        credit(house, world.end, recipe.seed)
        grades(house, now)
        things(house, now.date())
        plans.draft(house, now.date())
    for agency in house.agencies.values():
        checkpoint.make(agency, at=world.end, fresh=True)
    inbox.read_until(now - timedelta(days=3))
    return world


def _percent(world: World, progress: Callable[[int], None] | None) -> Callable[[datetime, int], None] | None:
    """Percent of the simulated time, weighed towards its later, fuller part."""
    if progress is None:
        return None
    first = datetime(world.end.year - 1, 1, 1, tzinfo=world.end.tzinfo)
    whole = (world.end - first).total_seconds()
    shown = [-1]

    def tell(when: datetime, _: int) -> None:
        percent = max(0, min(99, int((when - first).total_seconds() * 100 / whole)))
        if percent > shown[0]:
            shown[0] = percent
            progress(percent)
    return tell


def _hurry(on: bool) -> None:
    """While a demonstration is built nothing waits for the disk: an interrupted build is simply made again."""
    store.settle_writes(not on)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={'OFF' if on else 'FULL'}")
    elif on:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO OFF")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO ON")


def _write(recipe: Recipe, moment: datetime, *, finished: bool) -> None:
    place = mark()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps({"recipe": asdict(recipe), "today": moment.date().isoformat(), "finished": finished},
                                ensure_ascii=False), encoding="utf-8")
