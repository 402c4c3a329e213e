"""Benchmarks and thresholds: sound against the statute, honest about what was not read, and the demo's
figures.
"""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.kernel.discretion import Range, check_amount, weigh, weigh_party
from zhiheng.law import benchmarks
from zhiheng.law.benchmarks import benchmark, circumstance, found, general, no_penalty, tables, thresholds
from zhiheng.law.charges import ChargeFault, charge, questions
from zhiheng.law.violations import catalogue

DAY = date(2026, 9, 28)
TODAY = date(2026, 11, 23)


def test_no_table_leaves_the_statute_overlaps_gaps_or_falls() -> None:
    assert benchmarks.check() == ()
    assert len(tables()) >= 12


def test_the_demo_bureau_proposes_38000_for_six_untrained_persons_found_again_within_a_year() -> None:
    weighing = weigh(
        charge("AQSCF-097-1-3", DAY, place="yl", facts={"untrained_persons": 6, "again_in_year": True})
    )
    assert weighing.range == Range(0, 10_000_000)
    assert weighing.band is not None and weighing.band.name == "一般"
    assert weighing.band_range == Range(2_000_000, 5_000_000)
    assert (weighing.start_fen, weighing.proposed_fen) == (3_000_000, 3_800_000)


def test_three_misrecorded_trainings_are_slight_and_17000() -> None:
    weighing = weigh(charge("AQSCF-097-1-4", DAY, place="yl", facts={"misrecorded_times": 3}))
    assert weighing.band is not None and weighing.band.name == "较轻"
    assert weighing.band_range == Range(0, 2_000_000) and weighing.proposed_fen == 1_700_000


def test_a_principal_who_left_one_duty_undone_is_proposed_22000() -> None:
    weighing = weigh(charge("AQSCF-094-1", DAY, place="yl", facts={"unperformed_duties": 1}))
    assert weighing.range == Range(2_000_000, 5_000_000)
    assert weighing.band_range == Range(2_000_000, 3_000_000) and weighing.proposed_fen == 2_200_000


def test_a_place_without_a_table_gets_the_general_rule_marked_unverified() -> None:
    made = benchmark("AQSCF-097-1-3", "first", "elsewhere", TODAY)
    assert made is general() and not made.verified
    weighing = weigh(charge("AQSCF-097-1-3", DAY, facts={"gravity": "heavy"}))
    assert weighing.band_range == Range(7_000_000, 10_000_000)
    assert any("依据待核" in w for w in weighing.warnings)


def test_a_table_is_not_applied_before_it_begins() -> None:
    assert benchmark("AQSCF-097-1-3", "first", "yl", date(2024, 10, 31)) is general()


def test_the_general_rule_works_for_every_act_of_today_once_its_facts_are_given() -> None:
    facts = {
        "income_yuan": 100_000, "illegal_gain_yuan": 120_000, "accident_grade": "general",
        "base_fine_yuan": 300_000, "days": 3, "goods_value_yuan": 90_000, "contract_price_yuan": 800_000,
        "diverted_cost_yuan": 50_000,
    }  # fmt: skip
    weighed = 0
    for act in catalogue(TODAY):
        for stage in act.stages:
            try:
                result = weigh(charge(act.code, TODAY, stage=stage.id, facts=facts))
            except ChargeFault as fault:
                assert "转致" in str(fault)
                continue
            weighed += 1
            assert result.range is None or result.range.contains(result.proposed_fen), act.code
            assert all(step.articles for step in result.steps), act.code
    assert weighed > 250


def test_an_overdue_stage_warns_without_and_refuses_against_its_proof() -> None:
    silent = charge("AQSCF-097-1-3", DAY, stage="overdue")
    assert any("责令改正文书已送达" in c for c in silent.cautions)
    proved = {"order_served": True, "reinspection_failed": True}
    assert not any(
        "责令改正文书" in c for c in charge("AQSCF-097-1-3", DAY, stage="overdue", facts=proved).cautions
    )
    with pytest.raises(ChargeFault, match="复查仍未改正不成立"):
        charge(
            "AQSCF-097-1-3", DAY, stage="overdue", facts={"order_served": True, "reinspection_failed": False}
        )


def test_money_facts_are_read_exactly_and_bad_ones_named() -> None:
    assert charge("AQSCF-096-2-D", DAY, facts={"income_yuan": "12,345.67"}).facts["income_fen"] == 1_234_567
    with pytest.raises(ChargeFault, match="income_yuan"):
        charge("AQSCF-096-2-D", DAY, facts={"income_yuan": "many"})


def test_unused_facts_are_pointed_out() -> None:
    assert any("colour" in c for c in charge("AQSCF-102-1", DAY, facts={"colour": "red"}).cautions)


def test_the_bureaus_stricter_hearing_amounts_stand_and_a_day_without_law_is_named() -> None:
    limits = thresholds("yl", TODAY)
    assert (limits.person_fen, limits.unit_fen) == (2_000_000, 5_000_000)
    assert thresholds("", TODAY).unit_fen >= limits.unit_fen
    assert limits.review_every_case and limits.collective_fen == 5_000_000
    assert "按全国参数" in thresholds("elsewhere", TODAY).source
    with pytest.raises(LookupError, match="听证数额"):
        thresholds("yl", date(2000, 1, 1))


def test_the_no_penalty_table_keeps_its_answers() -> None:
    rows = no_penalty({"first": False, "slight": True, "corrected": True})
    first = next(r for r in rows if r.circumstance.id == "first_offence")
    assert not first.found and first.says() == "不适用（初次违法：否）"
    assert next(r for r in no_penalty({"minor": True, "corrected": True, "harmless": True})).found


def test_a_minor_under_fourteen_is_never_fined() -> None:
    weighing = weigh(charge("FZJZ-084-1-I", DAY, circumstances=(found("under_14"),)))
    assert weighing.proposed_fen == 0 and weighing.no_penalty


def test_unknown_circumstances_list_the_known_ones() -> None:
    with pytest.raises(KeyError, match="可选"):
        circumstance("luck")


def test_a_panel_can_be_built_from_the_values_alone() -> None:
    party = weigh_party("鑫达木业", True, [
        charge("AQSCF-097-1-3", DAY, place="yl", facts={"untrained_persons": 6, "again_in_year": True}),
        charge("AQSCF-097-1-4", DAY, place="yl", facts={"misrecorded_times": 3}),
    ])  # fmt: skip
    assert party.total_fen == 5_500_000
    assert check_amount(party.items[0], 3_800_000).says == "在档内"


def test_a_form_asks_the_facts_of_the_statute_and_of_the_benchmark() -> None:
    assert [f.id for f in questions("AQSCF-095-1", place="yl", on=TODAY)][:2] == [
        "accident_grade",
        "income_yuan",
    ]
    asked = questions("AQSCF-097-1-3", place="yl", on=TODAY)
    assert [(f.id, f.required) for f in asked] == [("untrained_persons", True), ("again_in_year", False)]
    assert [f.id for f in questions("AQSCF-097-1-3", "overdue", on=TODAY)][:2] == [
        "order_served",
        "reinspection_failed",
    ]


def test_facts_typed_into_a_form_are_read_as_what_they_are() -> None:
    made = charge("AQSCF-097-1-3", DAY, place="yl", facts={"untrained_persons": "6", "again_in_year": "是"})
    assert made.facts == {"untrained_persons": 6, "again_in_year": True}
    with pytest.raises(ChargeFault, match="请写整数"):
        charge("AQSCF-097-1-3", DAY, place="yl", facts={"untrained_persons": "六个"})


def test_a_number_below_one_person_is_no_violation_and_is_refused() -> None:
    with pytest.raises(ValueError, match="不小于 1"):
        weigh(charge("AQSCF-097-1-3", DAY, place="yl", facts={"untrained_persons": 0}))
