"""A small district played through the one door: lawful, verifiable, alive today, and nothing invented for the future."""
from __future__ import annotations

import json
from datetime import datetime

import pytest

from zhiheng.actions import archive, fsck, register
from zhiheng.archive import verify
from zhiheng.demo import build, district
from zhiheng.demo.house import settle
from zhiheng.demo.inspecting import Visit
from zhiheng.demo.pace import workday
from zhiheng.demo.programme import Programme, Size
from zhiheng.demo.prosecuting import Case
from zhiheng.demo.rectifying import Mending
from zhiheng.demo.staged import story, waiting_case
from zhiheng.demo.world import World
from zhiheng.exchange.enterprise_file import rows
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records.models import (
    Agency,
    Enterprise,
    Event,
    File,
    FileLink,
    Penalty,
    Person,
    Publication,
    Signing,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=TZ)
pytestmark = pytest.mark.django_db


def world_of(count=20):
    house = settle(NOW.date(), seed=7, count=count)
    return World(house, NOW, 7)


def whole():
    return [f"{b.file} {b.says}" for b in fsck.check(now=NOW)]


def test_a_small_district_is_lawful_and_verifiable(fonts):
    world = build.play(build.Recipe(enterprises=20), NOW, Size(past_visits=3, visits=3, cases=False, staged=False))
    assert File.objects.filter(procedure="inspection").count() == 6
    assert whole() == []
    assert not Event.objects.filter(recorded_at__gt=NOW).exists() and world.steps > 12


def test_the_story_of_the_manual_stands_on_its_monday(fonts):
    world = world_of()
    story(Programme(world, NOW.date(), Size()))
    world.run()
    case = File.objects.get(procedure="penalty_ordinary")
    assert case.stage == "review" and case.officers == ["liqiang", "wangmin"]
    assert list(case.parties.order_by("key").values_list("name", flat=True)) == ["鑫达木业有限公司", "陈立新"]
    period = case.clocks.filter(clock="hearing_request")
    assert {str(c.due_on) for c in period} == {"2026-11-23"} and period.count() == 2
    acts = list(case.events.filter(kind="act").order_by("seq").values_list("act", flat=True))
    assert acts[:2] == ["lead", "file_case"] and acts[-1] == "defence"
    assert FileLink.objects.filter(outcome=case, origin__procedure="inspection").exists()
    assert whole() == []


@pytest.mark.parametrize(("stop", "role"), [("file_case", "bureau_head"), ("scene_record", "second")])
def test_a_case_left_at_an_act_waits_for_the_post_that_must_sign(fonts, stop, role):
    world = world_of()
    waiting_case(Programme(world, NOW.date(), Size()), 0, stop, role, 0, 8)
    world.run()
    waiting = Signing.objects.get()
    assert (waiting.act, waiting.role) == (stop, role)


def test_the_main_line_is_carried_through_on_a_real_enterprise_of_the_shared_list(fonts, shared, tmp_path):
    """Register entry as imported, completed on site by the officers; then inspection, rectification, case, archive."""
    found = next(r for r in rows(shared / "data" / "enterprises_2883.csv") if not r.rejected and r.values.get("code"))
    world = world_of()
    known = {"address": "云岭区平山园区兴园路 9 号", "principal": "周立民", "industry": "商贸仓储", "phone": "0990-5550999"}
    register.enroll(world.house.bureau, [found.values])
    register.enroll(world.house.bureau, [found.values | known])
    firm = Enterprise.objects.get(code=found.values["code"])
    assert firm.name == found.values["name"] and firm.principal == "周立民"
    programme = Programme(world, NOW.date(), Size())
    charges = programme.unit(("G-05", 12), ("G-16", 2))
    visit = Visit(found=programme.findings(firm, 1), charged=[c.found for c in charges])
    world.visit(workday(NOW.date(), -100), firm, visit, programme.people("YL", 0), mending=Mending(extension=True),
                case=lambda on: Case(charges, firm, on, defends=True, hearing=True, registers=True,
                                     refuses_service=True))
    world.run()
    stages = dict(File.objects.values_list("procedure", "stage"))
    assert stages == {"inspection": "closed", "rectification": "concluded", "penalty_ordinary": "archive"}
    penalty = Penalty.objects.get()
    assert penalty.fine_fen == penalty.paid_fen == sum(c.fine for c in charges)
    assert Publication.objects.filter(kind="penalty", published_at__isnull=False).count() == 1
    assert whole() == []
    case = File.objects.get(procedure="penalty_ordinary")
    made = archive.export(case.no, tmp_path / "package.zip", at=NOW)
    assert verify.verify(made.path).ok


def test_a_folder_with_other_data_is_left_alone(data_folder):
    Agency.objects.create(code="XX", region_short="某", name="某局")
    with pytest.raises(ZhihengError, match="不是演示"):
        build.standing(build.Recipe())


def test_another_demo_is_not_taken_for_this_one_and_an_interrupted_one_for_none(data_folder):
    place = data_folder / build.MARK
    recipe = {"seed": 7, "enterprises": 400, "version": build.VERSION}
    place.write_text(json.dumps({"recipe": recipe, "finished": True}), encoding="utf-8")
    assert build.standing(build.Recipe()) and not build.interrupted()
    with pytest.raises(ZhihengError, match="另一份"):
        build.standing(build.Recipe(seed=8))
    place.write_text(json.dumps({"recipe": recipe, "finished": False}), encoding="utf-8")
    assert build.interrupted() and not build.standing(build.Recipe())


def test_every_post_has_an_account_that_can_log_in_and_sign():
    settle(NOW.date(), seed=7, count=20)
    roles = set(Person.objects.values_list("mandates__role", flat=True))
    assert roles == {s.role for s in district.STAFF}
    assert all(p.check_password(district.PASSWORD) and p.pin for p in Person.objects.all()[:2])
