"""Grades from records: every table goes one way, the sum is the sum, a veto is D, and a bureau's sheet is checked."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.kernel.facts import FactError
from zhiheng.law import local
from zhiheng.law.grading import GRADES, scheme, schemes, sheet_faults
from zhiheng.law.grading_cap import kind_of, visits
from zhiheng.law.grading_factors import FACTORS, penalty, risk_level
from zhiheng.law.grading_inputs import Accident, Fine, Hazard, Inputs, Named, Permit
from zhiheng.law.grading_score import grade
from zhiheng.law.places import place
from zhiheng.registers.ledgers.accidents import accidents
from zhiheng.registers.ledgers.firm_risks import grade_reviews

ON = date(2026, 11, 23)
REF = ("记录", "file:YL-2026-00001")
BASE = schemes()[0]
GOOD = Inputs(industry="商贸", fields=("工贸",), risks=(Named("blue", REF),), standard="一级", visits=((date(2026, 5, 6), REF),),
              credit="trustworthy", own={k: (True, "有") for k in ("insurance", "managers", "risks", "trainings", "commitments")})


def days_ago(most=1000):
    return st.integers(1, most).map(lambda n: ON - timedelta(days=n))


hazard = st.builds(Hazard, text=st.just("隐患"), found_on=days_ago(), major=st.booleans(), open=st.booleans(), failed=st.booleans(),
                   due=st.none() | days_ago(), ref=st.just(REF))
fine = st.builds(Fine, on=days_ago(), fen=st.integers(0, 90_000_000), codes=st.lists(st.sampled_from("abc"), max_size=2).map(tuple), ref=st.just(REF))
accident = st.builds(Accident, on=days_ago(), deaths=st.integers(0, 3), serious=st.integers(0, 5), concealed=st.booleans(), ref=st.just(REF))
permit = st.builds(Permit, kind=st.sampled_from(("mining", "hazchem_trade")), zh=st.just("许可证"),
                   state=st.sampled_from(("valid", "held", "revoked", "cancelled", "renewed")), until=st.none() | days_ago(), ref=st.just(REF))
inputs = st.builds(
    Inputs, industry=st.sampled_from(("", "木材加工", "化工生产", "露天矿山", "商贸仓储")), fields=st.just(("工贸",)),
    hazards=st.lists(st.sampled_from(("粉尘涉爆", "有限空间", "涉氨制冷", "金属熔融", "重大危险源")), unique=True).map(tuple),
    sources=st.lists(st.builds(Named, st.sampled_from("1234"), st.just(REF)), max_size=2).map(tuple),
    risks=st.lists(st.builds(Named, st.sampled_from(("red", "orange", "yellow", "blue")), st.just(REF)), max_size=4).map(tuple),
    standard=st.sampled_from(("", "一级", "二级", "三级")), standard_until=st.none() | days_ago(),
    visits=st.lists(st.tuples(days_ago(), st.just(REF)), max_size=4).map(tuple),
    problems=st.lists(hazard, max_size=6).map(tuple), fines=st.lists(fine, max_size=4).map(tuple),
    accidents=st.lists(accident, max_size=2).map(tuple),
    credit=st.sampled_from(("", "serious", "bad", "trustworthy")), promise=st.sampled_from(("", "made", "broken")),
    permits=st.lists(permit, max_size=2).map(tuple), refusals=st.lists(st.tuples(days_ago(), st.just(REF)), max_size=1).map(tuple),
    own=st.dictionaries(st.sampled_from(("insurance", "managers", "risks", "trainings", "commitments")), st.tuples(st.booleans(), st.just("有"))))


@given(inputs)
def test_the_points_are_the_sum_of_the_factors_and_each_stays_within_its_weight(x):
    found = grade(x, BASE, ON)
    assert found.tenths == sum(f.tenths for f in found.factors) <= 1000
    assert all(0 <= f.tenths <= f.weight * 10 for f in found.factors)
    assert all(f.lines for f in found.factors), "every factor says why"


@given(inputs, hazard, fine, accident)
def test_one_more_problem_penalty_or_accident_never_gives_a_point(x, problem, decision, event):
    """The factor's own points; a visit without problems may well give more than no visit at all."""
    seen = replace(x, visits=x.visits or ((ON - timedelta(days=9), REF),))
    for name, worse in (("inspection_result", replace(seen, problems=(*seen.problems, problem))),
                        ("penalty", replace(seen, fines=(*seen.fines, decision))), ("accident", replace(seen, accidents=(*seen.accidents, event)))):
        assert FACTORS[name](worse, BASE.tables, ON)[0] <= FACTORS[name](seen, BASE.tables, ON)[0]
        assert grade(worse, BASE, ON).tenths <= grade(seen, BASE, ON).tenths


@given(inputs, st.sampled_from(("粉尘涉爆", "有限空间", "涉氨制冷", "煤气使用", "锂电与储能")), st.sampled_from(("red", "orange", "yellow", "blue")))
def test_one_more_danger_never_gives_a_point(x, hazard_word, level):
    dangerous = replace(x, hazards=(*x.hazards, hazard_word))
    assert FACTORS["industry_risk"](dangerous, BASE.tables, ON)[0] <= FACTORS["industry_risk"](x, BASE.tables, ON)[0]
    listed = replace(x, risks=x.risks or (Named("blue", REF),))
    assert risk_level(replace(listed, risks=(*listed.risks, Named(level, REF))), BASE.tables, ON)[0] <= risk_level(listed, BASE.tables, ON)[0]


@given(inputs)
def test_a_veto_is_always_d_whatever_the_points(x):
    found = grade(x, BASE, ON)
    assert (found.level.id == "D") or not found.vetoes
    assert found.vetoes or found.level == found.by_points
    assert all(v.refs for v in found.vetoes), "a veto names its record"


@pytest.mark.parametrize(("change", "veto"), [
    ({"accidents": (Accident(date(2026, 1, 5), 1, 0, False, REF),)}, "death"),
    ({"accidents": (Accident(date(2026, 1, 5), 0, 3, False, REF),)}, "serious_injuries"),
    ({"problems": (Hazard("除尘未设控爆", date(2026, 11, 9), True, True, False, date(2026, 12, 1), REF),)}, "major_hazard"),
    ({"credit": "serious"}, "serious_list"),
    ({"permits": (Permit("hazchem_trade", "危险化学品经营许可证", "valid", date(2026, 11, 22), REF),)}, "permit"),
    ({"permits": (Permit("mining", "采矿许可证", "revoked", date(2030, 1, 1), REF),)}, "permit"),
    ({"refusals": ((date(2026, 2, 1), REF),)}, "refusal")])
def test_each_veto_turns_the_best_enterprise_into_d(change, veto):
    assert grade(GOOD, BASE, ON).level.id == "A"
    found = grade(replace(GOOD, **change), BASE, ON)
    assert found.level.id == "D" and [v.id for v in found.vetoes] == [veto] and found.vetoes[0].refs


@pytest.mark.parametrize("change", [
    {"accidents": (Accident(date(2025, 11, 23), 1, 0, False, REF),)},
    {"problems": (Hazard("除尘未设控爆", date(2026, 11, 9), True, False, False, None, REF),)},
    {"permits": (Permit("mining", "采矿许可证", "valid", date(2026, 11, 23), REF),)},
    {"permits": (Permit("mining", "采矿许可证", "valid", date(2026, 1, 1), REF),), "running": "停产停业"},
    {"permits": (Permit("mining", "采矿许可证", "renewed", date(2026, 1, 1), REF), Permit("mining", "采矿许可证", "valid", date(2029, 1, 1), REF))},
    {"refusals": ((date(2025, 11, 1), REF),)}])
def test_what_is_over_put_right_or_stopped_is_no_veto(change):
    assert grade(replace(GOOD, **change), BASE, ON).vetoes == ()


def test_nothing_registered_is_said_and_never_silently_good():
    found = grade(Inputs(), BASE, ON)
    said = {f.id: (f.tenths, f.weight, f.lines[0][0]) for f in found.factors}
    for name in ("industry_risk", "risk_level", "standardisation", "self_management"):
        assert "未登记" in said[name][2] and said[name][0] <= said[name][1] * 6, name
    assert "没有检查记录" in said["inspection_result"][2]


def test_an_enterprise_of_which_nothing_is_known_yet_is_middling_not_the_worst():
    # a list that was just imported must not turn into thousands of leader visits
    assert grade(Inputs(), BASE, ON).level.id == "C"


def test_a_missing_permit_is_a_question_and_not_a_veto():
    found = grade(replace(GOOD, fields=("烟花爆竹",)), BASE, ON)
    assert found.vetoes == () and "没有登记许可证" in found.notes[0]


def test_only_penalties_of_the_last_three_years_count_and_a_repeated_one_costs_more():
    old, new = Fine(date(2023, 11, 23), 100, ("a",), REF), Fine(date(2023, 11, 24), 100, ("a",), REF)
    assert penalty(replace(GOOD, fines=(old,)), BASE.tables, ON)[0] == 10
    assert penalty(replace(GOOD, fines=(new,)), BASE.tables, ON)[0] == 8
    again = replace(GOOD, fines=(new, replace(new, on=date(2026, 1, 1))))
    other = replace(GOOD, fines=(new, replace(new, on=date(2026, 1, 1), codes=("b",))))
    assert penalty(again, BASE.tables, ON)[0] == 4 and penalty(other, BASE.tables, ON)[0] == 6


def test_key_class_has_reasons_of_its_own_and_the_grade_plays_no_part():
    assert grade(GOOD, BASE, ON).key == ()
    best = grade(replace(GOOD, sources=(Named("4", REF),)), BASE, ON)
    assert [k.id for k in best.key] == ["hazard_source"] and best.level.id in ("A", "B")
    worst = grade(replace(Inputs(), credit="serious"), BASE, ON)
    assert worst.level.id == "D" and worst.key == ()


def test_the_prepared_scheme_sums_to_a_hundred_and_says_it_is_its_own_design():
    for one in schemes():
        assert sum(f.weight for f in one.factors) == 100 and set(FACTORS) == {f.id for f in one.factors}
        assert one.tables["status"] == "own" and "自拟" in one.source
    assert [BASE.span(g) for g in GRADES] == ["≥85", "70–84", "55–69", "<55"]


@pytest.mark.parametrize(("body", "says"), [
    ({}, "没有内容"), ({"tables": {}}, "没有「tables」这一部分"), ({"weights": {"accident": 100}}, "没有写权重"),
    ({"weights": {f.id: 12 for f in BASE.factors}}, "之和为 96，须为 100"), ({"weights": {"luck": 100}}, "没有评定项「luck」"),
    ({"levels": {"A": 60, "B": 70}}, "逐级降低"), ({"levels": {"E": 10}}, "levels 须按"), ({"levels": {"A": True}}, "整数"),
    ({"frequency": {"A": [3, 1]}}, "最少不大于最多"), ({"frequency": {"A": "1-2"}}, "两个整数")])
def test_a_bureaus_sheet_that_does_not_hold_together_is_refused_by_row(body, says):
    assert any(says in fault for fault in sheet_faults("yl", body, ON))


def test_a_bureaus_own_weights_scale_the_factors_and_name_the_sheet():
    weights = {f.id: f.weight for f in BASE.factors} | {"accident": 25, "industry_risk": 10}
    assert sheet_faults("yl", {"weights": weights, "levels": {"A": 90}}, ON) == []
    sheet = local.Sheet("yl", "grading", 2, "本局分级办法", date(2026, 1, 1), None, "云应急〔2026〕1号", {"weights": weights, "levels": {"A": 90}})
    source = lambda kind, where: (sheet,) if kind == "grading" and where == "yl" else ()  # noqa: E731
    local.register(source)
    try:
        own = scheme("yl", ON)
    finally:
        local.unregister(source)
    found = grade(GOOD, own, ON)
    by_id = {f.id: f.tenths for f in found.factors}
    assert own.rule == "base-2026+yl-2" and by_id["accident"] == 250 and by_id["industry_risk"] == 90
    assert own.span("A") == "≥90" and found.rule == own.rule and scheme("yl", ON).own == ""


def test_a_published_cap_goes_before_the_prepared_one_and_a_lower_entry_before_both():
    where, shanxi = place("yl"), place("shanxi")
    assert visits("C", False, "", "other", None, BASE, where, ON).most == 4
    assert visits("C", False, "一级", "other", None, BASE, where, ON).most == 1, "the ceiling of the standardisation level"
    assert visits("D", False, "", "coal", None, BASE, shanxi, ON).most == 4 and "山西" in visits("D", False, "", "coal", None, BASE, shanxi, ON).says
    assert visits("C", False, "", "other", 2, BASE, where, ON).most == 2 and "登记" in visits("C", False, "", "other", 2, BASE, where, ON).says
    assert visits("C", False, "", "other", 9, BASE, where, ON).most == 4, "an entry cannot raise the cap"
    assert "自拟" in visits("C", False, "", "other", None, BASE, place("national"), ON).says
    assert visits("", False, "", "other", None, BASE, place("national"), ON).most is None


def test_a_key_enterprise_is_visited_every_year_whatever_its_grade():
    assert visits("A", False, "", "other", None, BASE, place("national"), ON).least == 0
    assert visits("A", True, "", "other", None, BASE, place("national"), ON).least == 1


@pytest.mark.parametrize(("words", "kind"), [(("木材加工", ("工贸",)), "other"), (("采石场", ("矿山",)), "noncoal"), (("煤矿", ()), "coal"),
                                             (("加油站", ("危险化学品",)), "hazchem"), (("铸造", ("工贸",)), "metallurgy")])
def test_the_words_of_the_register_choose_the_kind_of_cap(words, kind):
    assert kind_of(words[0], words[1], ()) == kind


def test_the_grade_of_an_accident_follows_from_its_numbers():
    line = {"enterprise": "x", "happened_on": "2026-05-01", "place": "厂区", "deaths": 3, "serious_injuries": 0, "level": "general", "source": "firm"}
    assert [f.path for f in accidents.faults(line) if isinstance(f, FactError)] == ["level"]
    assert accidents.faults({**line, "level": "larger"}) == []
    assert accidents.faults({**line, "deaths": 0, "serious_injuries": 9, "loss": 9_999_999_99}) == []
    assert accidents.mark({**line, "concealed": True}, ON).tone == "late"


def test_an_answered_review_says_its_result_and_an_open_one_its_day():
    line = {"enterprise": "x", "asked_on": "2026-11-02", "grade": "C", "reasons": "已整改", "due_on": "2026-12-14", "state": "open"}
    assert "2026-12-14" in grade_reviews.mark(line, ON).zh and grade_reviews.mark(line, date(2026, 12, 15)).tone == "late"
    assert {f.path for f in grade_reviews.faults({**line, "state": "answered"})} == {"result", "answered_on", "answer"}
