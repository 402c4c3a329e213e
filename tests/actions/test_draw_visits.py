"""What is drawn is inspected: the very place, by the officers drawn, as a general visit of the year's plan."""
from __future__ import annotations

from datetime import date

import pytest

from tests.actions import draw_story as story
from tests.web.story import ITEMS, moment, rules_in_force
from zhiheng.actions import signing
from zhiheng.actions.errors import Refused
from zhiheng.actions.perform import open_file, perform
from zhiheng.actions.rebuild import compare, rebuild
from zhiheng.records.clock import frozen
from zhiheng.records.models import DrawPick, Enterprise, File, Plan, PlanItem, Signing

WHEN = "2026-12-01 09:00"


@pytest.fixture
def b(db, data_folder, fonts):
    with rules_in_force():
        yield story.district()


@pytest.fixture
def places(b):
    """The approved plan of the year: a key visit, then two general ones whose enterprise the draw is to say."""
    plan = Plan.objects.create(agency=b.agency, year=2026, state="approved", body={}, changed_at=moment("2026-01-05"))
    PlanItem.objects.create(plan=plan, kind="key", enterprise=Enterprise.objects.get(name="云岭第3机械厂"), on=date(2026, 11, 30))
    return [PlanItem.objects.create(plan=plan, kind="general", on=on) for on in (None, date(2026, 12, 2))]


def signed(b, sent, at):
    while not sent.effective:
        waiting = Signing.objects.get(file=sent.file, draft_seq=sent.draft_seq)
        pools = {"handler": [], "second": list(sent.file.officers), "section_head": ["zhang"], "bureau_head": ["chen", "gao"]}
        who = next(p for p in pools[waiting.role] if p not in waiting.signed)
        sent = signing.sign(sent.file.no, sent.draft_seq or 0, b.people[who], at=at)
    return sent


def inspect(b, pick, *, ref="", officers=None, firm=None, **facts):
    """A plan for the visit of a place, signed by everybody; the file."""
    chosen, at = officers or pick.officers, moment(WHEN)
    said = {"checked_unit": pick.name, "checked_unit_address": "云岭区工业路", "industry": "机械制造", "source_type": "double_random",
            "plan_item_ref": ref or f"{pick.draw.number}/{pick.rank}", "planned_from": "2026-12-02", "planned_to": "2026-12-02",
            "officers": chosen, "inspection_items": ITEMS, "inspection_method": ["site"]} | facts
    with frozen(at):
        sent = open_file("inspection", "plan", said, b.people[chosen[0]], agency=b.agency, enterprise=firm or pick.enterprise,
                         domain="工贸", at=at)
        return signed(b, sent, at).file


def says(refused):
    return {o.gate: o.says for j in refused.value.judgements for o in j.obstacles}


def picks(row):
    return list(DrawPick.objects.filter(draw=row).select_related("draw", "enterprise").order_by("rank"))


def test_the_inspection_of_a_place_is_bound_to_it_and_takes_a_general_visit_of_the_plan(b, places):
    pick = picks(story.whole(b))[0]
    file = inspect(b, pick)
    pick.refresh_from_db()
    assert pick.visit_id == file.pk and pick.state == "assigned"
    taken = PlanItem.objects.get(visit=file)
    assert taken == places[1] and taken.enterprise_id == pick.enterprise_id and taken.state == "planned"  # the dated one first
    assert compare(file.no) == []
    rebuild(file.no)
    assert PlanItem.objects.filter(visit=file).count() == 1


def test_a_second_place_takes_the_next_general_visit_and_a_third_goes_without(b, places):
    first, second, third = picks(story.whole(b))[:3]
    for pick in (first, second, third):
        inspect(b, pick)
    assert set(PlanItem.objects.exclude(visit=None).values_list("pk", flat=True)) == {p.pk for p in places}
    third.refresh_from_db()
    assert third.visit is not None


def test_a_visit_called_off_gives_back_the_place_and_the_visit_of_the_plan(b, places):
    pick = picks(story.whole(b))[0]
    file, at = inspect(b, pick), moment("2026-12-02 08:30")
    with frozen(at):
        sent = perform(file.no, "call_off", {"called_off_on": "2026-12-02", "reason": "企业当日停电检修，改期"}, b.people[pick.officers[0]], at=at)
        signed(b, sent, at)
    pick.refresh_from_db()
    assert pick.visit is None and pick.state == "assigned" and not PlanItem.objects.exclude(visit=None).exists()
    again = inspect(b, pick)
    pick.refresh_from_db()
    assert pick.visit_id == again.pk and PlanItem.objects.get(visit=again) == places[1]


def test_a_completed_inspection_is_a_place_visited_and_a_visit_of_the_plan_done(b, places):
    pick = picks(story.whole(b))[0]
    file, lead = inspect(b, pick), b.people[pick.officers[0]]
    shown = {"identity_shown": True, "recusal_informed": True, "av_record_refs": ["AV-1"], "place": "车间"}
    steps = (("enter_site", "2026-12-02 09:00", shown | {"arrived_at": "2026-12-02T09:00:00+08:00", "entry_code": "8K3F-27",
                                                        "participants": [{"name": "陈某", "post": "principal"}]}),
             ("record", "2026-12-02 11:00", shown | {
                 "checked_unit": pick.name, "checked_unit_address": "云岭区工业路", "legal_rep": "陈某", "phone": "0990-5550123",
                 "start_time": "2026-12-02T09:00:00+08:00", "end_time": "2026-12-02T10:40:00+08:00", "unit_sign": "signed",
                 "unit_signer": "陈某", "answers": [{"code": i["code"], "question": i["question"], "result": "pass"} for i in ITEMS]}),
             ("no_problem", "2026-12-02 11:20", {"conclusion": "未发现违法行为和事故隐患"}),
             ("complete", "2026-12-02 15:00", {"completed_on": "2026-12-02", "result": "未发现违法行为和事故隐患"}))
    for act, when, facts in steps:
        with frozen(moment(when)):
            signed(b, perform(file.no, act, facts, lead, at=moment(when)), moment(when))
    pick.refresh_from_db()
    assert pick.state == "visited" and PlanItem.objects.get(visit=file).state == "done"
    assert compare(file.no) == []


def test_an_officer_who_was_not_drawn_goes_only_for_a_stated_reason(b):
    pick = picks(story.whole(b))[0]
    other = next(o for o in ("li", "wang", "sun", "qian") if o not in pick.officers)
    swapped = [pick.officers[0], other]
    with pytest.raises(Refused) as refused:
        inspect(b, pick, officers=swapped)
    assert "没有列入检查人员" in says(refused)["drawn_officers"]
    with pytest.raises(Refused):
        inspect(b, pick, officers=swapped, officer_change="工作安排")
    file = inspect(b, pick, officers=swapped, officer_change="原抽中人员病假两周，检查期间不能到场")
    pick.refresh_from_db()
    assert pick.visit_id == file.pk


def test_a_third_officer_beside_the_two_drawn_needs_no_reason(b):
    pick = picks(story.whole(b))[0]
    other = next(o for o in ("li", "wang", "sun", "qian") if o not in pick.officers)
    assert inspect(b, pick, officers=[*pick.officers, other]).pk


def test_a_place_of_another_enterprise_or_one_taken_already_is_no_ground(b):
    first, second = picks(story.whole(b))[:2]
    with pytest.raises(Refused) as refused:
        inspect(b, second, ref=f"{first.draw.number}/{first.rank}")
    assert "不是抽中这家企业" in says(refused)["drawn_place"]
    inspect(b, first)
    other = File.objects.count()
    with pytest.raises(Refused) as refused:
        inspect(b, first)
    assert "drawn_place" in says(refused) and File.objects.count() == other
