"""The past year's cases: how many, how much, and every amount lawful. Planned without a database."""
from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.demo import sums
from zhiheng.demo.charging import PERSON, UNIT, weighed
from zhiheng.demo.faults import PRINCIPAL, Found, by_item, faults_of_the_table
from zhiheng.kernel.discretion import Amount
from zhiheng.law import violations

DAY = date(2025, 6, 1)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_the_past_year_adds_up_to_the_reported_sums_whatever_the_seed(seed):
    own, towns = sums.bureau(Random(seed), DAY), sums.towns(Random(seed), DAY)
    assert (len(own), sums.total_of(own)) == (22, 105_910_000)
    assert (len(towns), sums.total_of(towns)) == (12, 8_510_000)
    assert all(sum(c.fine for c in case) < 3_000_000 for case in towns)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_every_planned_fine_lies_in_its_band_and_within_the_statute(seed):
    for case in (*sums.bureau(Random(seed), DAY), *sums.towns(Random(seed), DAY)):
        assert len({c.code for c in case}) == len(case)  # never two fines for one violation
        for charge in case:
            rule = violations.get(charge.code).stage("first").fine
            assert isinstance(rule, Amount)
            assert rule.range.min_fen <= charge.low <= charge.fine <= charge.high <= rule.range.max_fen
            assert charge.fine and charge.fine % 10_000 == 0


def test_a_sum_that_no_cases_can_reach_is_refused():
    with pytest.raises(sums.NoPlan, match="凑不成"):
        sums.plan(100, 2, Random(1), DAY, below=sums.TOWN_BELOW)


def test_the_story_of_the_manual_is_weighed_as_the_manual_says():
    unit = weighed([(UNIT, Found(by_item()["G-05"], 6)), (UNIT, Found(by_item()["G-06"], 3))], DAY, again=True)
    person = weighed([(PERSON, Found(PRINCIPAL, 1))], DAY)
    assert [c.fine for c in (*unit, *person)] == [3_800_000, 1_700_000, 2_200_000]


def test_every_problem_the_demo_finds_stands_in_the_checklists_and_the_catalogue():
    assert faults_of_the_table() == []
