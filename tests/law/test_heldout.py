"""What a check with decisions nobody had seen brought to light: older days, accidents without a written grade, everyday
words of decisions under the law of their day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhiheng.kernel.discretion import ACCIDENT_GRADES
from zhiheng.law.accident_grade import grade
from zhiheng.law.find import find
from zhiheng.law.weighing import Faulty, weigh_document

THEN, NOW = date(2020, 6, 1), date(2026, 11, 22)


def _weighed(code: str, day: str, facts: dict[str, Any], kind: str = "unit", decided: str = "") -> dict[str, Any]:
    violation = {"code": code, "date": day, "facts": facts}
    party = {"name": "甲", "kind": kind, "violations": [violation]}
    return weigh_document({"place": "重庆市万盛经开区", "date": decided or day, "parties": [party]})


def test_a_decision_of_2020_is_weighed_by_the_law_of_its_day_and_says_what_is_of_today() -> None:
    answer = _weighed("AQSCF2014-094-6", "2020-03-01", {}, decided="2020-05-20")
    assert answer["parties"][0]["violations"][0]["range"] == {"min": 0, "max": 50000}
    assert any("早于现行行政处罚法施行日 2021-07-15" in said for said in answer["warnings"])
    assert answer["thresholds"]["verified"] is False


def test_a_decision_before_the_hearing_amounts_known_here_is_refused() -> None:
    with pytest.raises(Faulty, match="没有听证数额参数"):
        _weighed("AQSCF2014-094-6", "2015-01-01", {}, decided="2015-02-01")


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"deaths": 2}, "general"),
        ({"deaths": 3}, "larger"),
        ({"deaths": 9, "serious_injuries": 50}, "major"),
        ({"serious_injuries": 9, "direct_loss_fen": 999_999_999}, "general"),
        ({"deaths": 0, "direct_loss_fen": 10_000_000_00}, "larger"),
        ({"deaths": 30}, "extraordinary"),
    ],
)
def test_the_number_itself_belongs_to_the_higher_grade_and_the_gravest_count_decides(
    facts: dict[str, int], found: str
) -> None:
    graded = grade(facts)
    assert graded is not None and graded[0] == found
    assert ACCIDENT_GRADES[found] in graded[1]


def test_a_grade_nobody_wrote_is_found_from_the_dead_and_said() -> None:
    row = _weighed("AQSCF-114-1", "2023-04-26", {"死亡人数": 3})["parties"][0]["violations"][0]
    assert row["range"] == {"min": 1_000_000, "max": 2_000_000}
    assert any("认定为较大事故" in said for said in row["warnings"])
    written = _weighed("AQSCF-114-1", "2023-04-26", {"accident_grade": "一般", "deaths": 3})["parties"][0]["violations"][0]
    assert written["range"] == {"min": 300_000, "max": 1_000_000}


def test_a_missing_grade_is_asked_for_with_its_choices_and_a_missing_income_by_name() -> None:
    with pytest.raises(Faulty) as bare:
        _weighed("AQSCF-095-1", "2022-04-03", {}, "person")
    assert "accident_grade，可选 general 一般事故" in str(bare.value) and "deaths 死亡人数" in str(bare.value)
    with pytest.raises(Faulty, match=r"上一年年收入.*income_yuan"):
        _weighed("AQSCF-095-1", "2022-04-03", {"accident_grade": "较大事故"}, "person")


def test_a_share_of_income_is_exact_to_the_fen() -> None:
    row = _weighed("AQSCF2014-092", "2020-02-11", {"accident_grade": "larger", "income_yuan": "453356.15"}, "person")
    assert row["parties"][0]["violations"][0]["range"] == {"min": 181342.46, "max": 181342.46}


@pytest.mark.parametrize(
    ("said", "now", "then"),
    [
        ("设备上没有警示牌", "AQSCF-099-1-1", "AQSCF2014-096-1"),
        ("没戴安全帽", "AQSCF-099-1-5", "AQSCF2014-096-4"),
        ("没有应急预案也没有演练", "AQSCF-097-1-6", "AQSCF2014-094-6"),
        ("车间通道被占", "AQSCF-105-1-2", "AQSCF2014-102-2"),
    ],
)
def test_words_that_point_at_the_present_law_point_at_the_law_of_the_day(said: str, now: str, then: str) -> None:
    assert find(said, NOW)[0].violation.code == now
    assert find(said, THEN)[0].violation.code == then


@pytest.mark.parametrize(
    ("said", "article"),
    [
        ("加油站卸油作业时还在加油", "45"),
        ("报警装置被人拔掉，处于关闭", "99"),
        ("小卖部没有取得零售许可证卖烟花", "36"),
        ("工房超药量", "102"),
        ("发生触电事故，一人死亡", "114"),
    ],
)
def test_words_of_published_decisions_find_the_article_they_cite(said: str, article: str) -> None:
    first = find(said, date(2024, 6, 1))[:5]
    assert article in {place.article for hit in first for place in hit.violation.penalties}


def test_an_emergency_plan_for_accidents_is_not_an_accident() -> None:
    assert find("没有制定生产安全事故应急救援预案", NOW)[0].violation.code == "AQSCF-097-1-6"


def test_a_citation_of_a_law_that_is_not_in_the_catalogue_is_said_to_be_so() -> None:
    assert "目录没有录入《浙江省安全生产条例》" in find("违反《浙江省安全生产条例》第四十二条", NOW)[0].why
    assert "没有录入" not in find("安全生产法第九十七条", NOW)[0].why
    assert "没有录入" not in find("员工没培训就上岗", NOW)[0].why
