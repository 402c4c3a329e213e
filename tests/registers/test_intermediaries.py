"""What the record of an agency gives away: conditions of order 1, reports that cannot be as they say."""
from __future__ import annotations

from datetime import date

import pytest

from zhiheng.law import violations
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.intermediary import Told, conditions, signals

ON = date(2026, 11, 23)
AGENCY = {"kind": "assessment", "state": "active", "business": ["hazchem"], "professionals": 25, "first_grade": 5, "second_grade": 8, "engineers": 8,
          "assets": 800_000_000, "floor": 1000, "archive_floor": 100, "technical_head": "郭立", "since": "2024-01-01", "until": "2028-12-31"}
REPORT = {"report_no": "AP-1", "intermediary": "云岭安评", "enterprise": "甲", "kind": "status", "business": "hazchem", "told_on": "2026-10-08",
          "survey_on": "2026-10-12", "surveyors": ["郭立", "唐敏"], "author": "郭立", "images": True, "published": True, "issued_on": "2026-10-20"}


def keys(found):
    return [f.key for f in found]


def odd(changes=None, agency=AGENCY, others=()):
    told = [Told(n, v.get("intermediary", "云岭安评"), {**REPORT, "issued_on": "2026-09-01", "report_no": f"B-{n}", **v})
            for n, v in enumerate(others, 2)]
    return keys(signals(Told(1, "云岭安评", {**REPORT, **(changes or {})}), agency, told))


def test_an_agency_that_keeps_every_condition_is_not_complained_of():
    assert conditions(AGENCY, ON) == []
    assert odd() == []


@pytest.mark.parametrize(("change", "key", "article"), [
    ({"professionals": 24}, "staff", "第6条第1款第4项"), ({"business": ["hazchem", "mine"]}, "staff", "第6条第1款第4项"),
    ({"first_grade": 4, "second_grade": 9}, "first_grade", "第6条第1款第4项"), ({"second_grade": 7}, "second_grade", "第6条第1款第4项"),
    ({"engineers": 7}, "engineers", "第6条第1款第4项"), ({"assets": 799_999_999}, "assets", "第6条第1款第1项"),
    ({"floor": 999}, "floor", "第6条第1款第2项"),
    ({"archive_floor": 99}, "archive_floor", "第6条第1款第2项"), ({"technical_head": ""}, "technical_head", "第6条第1款第7项"),
    ({"until": "2026-11-22"}, "expired", "第14条第1款第2项")])
def test_each_condition_of_an_evaluating_agency_is_judged_by_its_item(change, key, article):
    found = conditions({**AGENCY, **change}, ON)
    assert keys(found) == [key] and found[0].article.short() == f"安全评价检测检验机构管理办法{article}"


def test_a_testing_agency_has_conditions_of_its_own():
    testing = {"kind": "testing", "state": "active", "business": ["mine"], "professionals": 30, "engineers": 9, "mid_titles": 15, "senior_titles": 8,
               "assets": 1_000_000_000, "equipment": 800_000_000, "floor": 1000, "technical_head": "袁征"}
    assert conditions(testing, ON) == []
    worse = {**testing, "mid_titles": 14, "senior_titles": 7, "assets": 900_000_000, "equipment": 700_000_000}
    assert keys(conditions(worse, ON)) == ["mid_titles", "senior_titles", "assets", "equipment"]


def test_what_is_not_registered_and_what_order_1_does_not_reach_are_not_judged():
    assert conditions({"kind": "assessment", "state": "suspended"}, ON) == []
    assert conditions({"kind": "training", "state": "active", "professionals": 2}, ON) == []


@pytest.mark.parametrize(("change", "key"), [
    ({"business": "mine"}, "scope"), ({"issued_on": "2029-01-02"}, "expired"), ({"issued_on": "2026-10-11"}, "before_survey"),
    ({"images": False}, "no_images"), ({"published": False}, "unpublished"), ({"told_on": "2026-10-13"}, "late_notice"),
    ({"surveyors": ["唐敏"]}, "leader_absent"), ({"survey_on": None}, "no_survey"), ({"surveyors": []}, "no_survey")])
def test_a_report_that_cannot_be_as_it_says_is_told(change, key):
    assert odd(change) == [key]


def test_a_report_of_nobody_registered_and_training_papers():
    assert odd(agency=None) == ["unknown"]
    assert odd({"kind": "training", "survey_on": None}, agency=None) == []


def test_the_same_person_at_two_sites_on_one_day_is_told_but_not_twice_at_one_site():
    assert odd(others=[{"enterprise": "乙"}]) == ["two_sites", "two_sites"]
    assert odd(others=[{"enterprise": "甲"}]) == []
    assert odd(others=[{"enterprise": "乙", "survey_on": "2026-10-13"}]) == []


def test_more_reports_a_day_than_one_leader_can_answer_for():
    same = {"issued_on": "2026-10-20", "survey_on": "2026-10-01"}
    assert odd(others=[same, same]) == []
    assert odd(others=[same, same, same]) == ["too_many"]


def test_a_leader_who_signs_for_two_agencies():
    assert odd(others=[{"intermediary": "恒信检测", "survey_on": "2026-09-01"}]) == ["two_agencies"]


def test_every_act_a_signal_points_to_stands_in_the_catalogue():
    others = [Told(n, "恒信", {**REPORT, "enterprise": "乙", "issued_on": "2026-10-11"}) for n in (2, 3, 4, 5)]
    worst = {**REPORT, "business": "mine", "issued_on": "2026-10-11", "images": False, "published": False, "told_on": "2026-10-13",
             "surveyors": ["唐敏"]}
    found = [*signals(Told(1, "云岭安评", worst), AGENCY, others), *signals(Told(1, "云岭安评", {**worst, "survey_on": None}), None, ())]
    for code in {c for f in found for c in f.codes}:
        assert violations.get(code).title


def test_a_qualification_lasts_five_years():
    book = ledger("intermediaries")
    held = {"code": "91990101MA00DEMA07", "kind": "assessment", "qualification_no": "A", "since": date(2024, 1, 1), "until": date(2029, 1, 2)}
    assert [f.path for f in book.faults(held)] == ["until"]
    assert book.faults({**held, "until": date(2029, 1, 1)}) == []
