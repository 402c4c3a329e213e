"""Who lacks what: training, certificate, uniform, kit, calibration, money."""
from __future__ import annotations

from datetime import date

from zhiheng.registers.shortfall import (
    Card,
    Norm,
    Officer,
    Team,
    certificate,
    equipment,
    onboarding,
    overspent,
    shortfalls,
    training,
)

ON = date(2026, 11, 23)
JOINED = {"kind": "onboarding", "started_on": "2023-03-01", "ended_on": "2023-05-31", "result": "passed"}


def officer(**more) -> Officer:
    return Officer("li", "李强", "区应急局", **more)


def yearly(days: int, **more) -> dict:
    return {"kind": "refresher", "started_on": "2026-05-11", "ended_on": "2026-05-22", "days": days, "result": "passed"} | more


def test_three_months_of_onboarding_are_enough_and_a_day_less_is_not():
    assert onboarding([JOINED], ON) == ""
    assert "不足 3 个月（92 天）" in onboarding([JOINED | {"ended_on": "2023-05-30"}], ON)


def test_days_on_which_two_trainings_ran_count_once():
    twice = JOINED | {"ended_on": "2023-04-15"}
    assert "46 天" in onboarding([twice, twice], ON)
    assert onboarding([twice, JOINED | {"started_on": "2023-04-16", "ended_on": "2023-05-31"}], ON) == ""


def test_whoever_joined_before_the_rule_is_exempt_when_somebody_says_so():
    assert onboarding([], ON).startswith("没有入职培训记录")
    assert onboarding([{"kind": "onboarding", "result": "exempt"}], ON) == ""


def test_two_weeks_a_year_are_ten_days_and_failed_or_older_trainings_do_not_count():
    said = [s.says for s in training(officer(trainings=(JOINED, yearly(6), yearly(9, result="failed"),
                                                        yearly(9, started_on="2025-05-11"))), ON)]
    assert len(said) == 1 and "已培训 6 天，还差 4 天" in said[0]
    assert list(training(officer(trainings=(JOINED, yearly(10))), ON)) == []


def test_officers_of_townships_are_trained_twice_a_year():
    (only,) = training(officer(trainings=(JOINED, yearly(10)), township=True), ON)
    assert only.kind == "township" and "还差 1 次" in only.says


def test_a_certificate_that_is_missing_expired_or_suspended_stands_in_the_way_one_that_runs_out_warns():
    def said(card):
        return [(s.late, s.says) for s in certificate(officer(card=card), ON)]

    assert said(None)[0][0] is True
    assert "过期" in said(Card("1", date(2020, 1, 1), date(2026, 11, 22)))[0][1]
    assert "暂扣" in said(Card("1", date(2020, 1, 1), date(2028, 1, 1), ((ON, ON),)))[0][1]
    assert said(Card("1", date(2020, 1, 1), date(2027, 1, 22))) == [(False, "执法证 1 于 2027-01-22 到期")]
    assert said(Card("1", date(2020, 1, 1), date(2027, 1, 23))) == []


def test_what_is_in_repair_is_not_held_and_the_norm_says_its_source():
    team = Team("区应急局", (officer(), officer(), officer()), ((1, {"kind": "camera", "state": "in_store"}),
                                                        (2, {"kind": "camera", "state": "repair"})), (Norm("camera", 1, "pair"),))
    (only,) = equipment(team, ON)
    assert only.says == "应有 2，现有 1，缺 1" and "凭记忆" in only.basis


def test_an_instrument_out_of_calibration_comes_first():
    kit = ((7, {"kind": "gas_detector", "model": "MX4", "asset_no": "Y1", "state": "issued", "calibrated_until": "2026-11-22"}),)
    first, *_ = shortfalls([Team("区应急局", (officer(card=Card("1", date(2020, 1, 1), date(2030, 1, 1))),), kit)], ON)
    assert (first.kind, first.late, first.line) == ("calibration", True, 7)


def test_more_spent_than_approved_and_spending_without_a_line_are_said():
    team = Team("区应急局", budgets={(2026, "培训"): 100_00}, spent={(2026, "培训"): 100_01, (2026, "别的"): 1_00})
    assert [s.says for s in overspent(team)] == ["预算 ¥100.00，已支出 ¥100.01，超出 ¥0.01", "已支出 ¥1.00，没有这个预算项目"]
