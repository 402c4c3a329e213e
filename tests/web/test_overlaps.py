"""检查合并: two units are going to one enterprise; they are told, one joins the other, or says why not."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.actions.district import NOW
from tests.web import house as houses
from tests.web.test_competence import county, town_visit
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.overlaps import refuse
from zhiheng.actions.perform import open_file
from zhiheng.records.models import Change, File, Plan, PlanItem
from zhiheng.records.queries.overlaps import REFUSED, pair_key, proposals
from zhiheng.records.queries.scope import visible_to

__all__ = ["county"]
REASON = "举报反映夜间违规动火，须立即突击检查，不能同去。"


def place(office, agency, days: int, unit: str = "", firm=None) -> PlanItem:
    plan, _ = Plan.objects.get_or_create(agency=agency, year=2026, defaults={"state": "approved", "changed_at": NOW})
    return PlanItem.objects.create(plan=plan, enterprise=firm or office.firm, kind="key", unit=unit, on=NOW.date() + timedelta(days=days))


def test_an_open_visit_of_a_town_and_a_place_of_the_bureaus_plan_are_proposed_to_both(county, at_desk):
    visit, item = town_visit(county, remark="内部掌握的情况"), place(county, county.agency, 20)
    li = at_desk(county.people["li"]).get("/overlaps/").content.decode()
    assert visit.no in li and f"并入 {visit.no}" in li and "0990-5550202" in li and "内部掌握" not in li
    assert f'href="/files/{visit.no}/"' not in li, "the town's file is not opened from here"
    zhao = at_desk(county.people["zhao"]).get("/overlaps/").content.decode()
    assert visit.no in zhao and f'href="/files/{visit.no}/"' in zhao
    assert [p.key for p in proposals(visible_to(county.people["li"], NOW.date()))] == [pair_key(visit.no, f"P{item.pk}")]
    assert proposals(visible_to(county.people["stranger"], NOW.date())) == []


def test_more_than_thirty_days_apart_or_of_one_unit_is_no_overlap(county):
    town_visit(county)
    place(county, county.agency, 31), place(county, county.agency, 5, firm=county.capped), place(county, county.agency, 9, firm=county.capped)
    assert proposals(visible_to(county.people["li"], NOW.date())) == []
    place(county, county.agency, 10, "危化股", county.capped)
    two = proposals(visible_to(county.people["li"], NOW.date()))
    assert len(two) == 2 and {s.unit for p in two for s in p.sides} == {"云岭区应急管理局", "危化股"}


def test_a_joined_visit_stands_as_merged(county):
    first, p = town_visit(county), county.people
    place(county, county.agency, 3)
    facts = {"first_no": first.no, "first_agency": "云岭区城关镇人民政府", "checked_unit": houses.FIRM, "visit_on": "2026-11-23",
             "officers": ["li", "wang"], "inspection_items": houses.ITEMS}
    sent = open_file("inspection", "join_visit", facts, p["li"], agency=county.agency, enterprise=county.firm, domain="工贸")
    houses.through(sent, p["wang"], p["zhang"])
    only, = proposals(visible_to(p["li"], NOW.date()))
    assert only.state == "merged"


def test_a_reason_given_for_going_alone_settles_the_proposal(county):
    first, p = town_visit(county), county.people
    facts = houses.PLAN | {"source_type": "complaint", "source_document": "举报登记 J0031", "plan_item_ref": "", "separate_reason": REASON}
    sent = open_file("inspection", "plan", facts, p["li"], agency=county.agency, enterprise=county.firm, domain="工贸")
    alone = houses.through(sent, p["wang"], p["zhang"], p["chen"]).file
    only, = proposals(visible_to(p["li"], NOW.date()))
    assert {s.ref for s in only.sides} == {first.no, alone.no} and only.state == "refused" and "夜间违规动火" in only.reason


def test_putting_aside_needs_a_whole_reason_and_the_superior_reads_it(county, at_desk):
    visit = town_visit(county)
    item = place(county, county.agency, 3)
    scope, key = visible_to(county.people["li"], NOW.date()), pair_key(visit.no, f"P{item.pk}")
    for reason in ("", "不方便"):
        with pytest.raises(NotAllowed, match="不少于 10 个字"):
            refuse(scope, key, reason, county.people["li"])
    with pytest.raises(NotAllowed, match="刷新"):
        refuse(scope, "YL-1~P9", REASON, county.people["li"])
    with pytest.raises(NotAllowed):
        refuse(visible_to(county.people["song"], NOW.date()), key, REASON, county.people["song"])
    li = at_desk(county.people["li"])
    assert "已登记不合并" in li.post("/overlaps/refuse/", {"key": key, "reason": REASON}, follow=True).content.decode()
    song = at_desk(county.people["song"]).get("/overlaps/").content.decode()
    assert "夜间违规动火" in song and county.people["li"].name in song and "登记不合并" not in song
    with pytest.raises(NotAllowed, match="已经处理"):
        refuse(scope, key, REASON, county.people["li"])
    assert Change.objects.filter(register=REFUSED).count() == 1


def test_a_visit_that_has_entered_is_no_longer_proposed(county):
    visit = town_visit(county)
    place(county, county.agency, 3)
    File.objects.filter(pk=visit.pk).update(stage="site")
    assert proposals(visible_to(county.people["li"], date(2026, 11, 23))) == []
