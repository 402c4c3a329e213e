"""The days of a year's plan: the figures of published plans come out, and slips of the pen are found."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhiheng.kernel.calendar import Calendar
from zhiheng.law.calendars import calendar
from zhiheng.planning.days import OTHER, PlanError, WorkDays, pasted, share, year_days
from zhiheng.planning.needs import GENERAL, KEY, Group, Needs, cut

COUNTY_2018 = WorkDays(247, 22, (170, 482, 390, 310, 276, 0, 15, 106, 72, 648), (0, 528, 528, 528, 110, 300))


def test_the_county_plan_of_2018_leaves_971_days_and_its_printed_2649_is_a_slip():
    assert (COUNTY_2018.total, COUNTY_2018.other_total, COUNTY_2018.non_total) == (5434, 2469, 1994)
    assert COUNTY_2018.supervision == 971 == 632 + 339


def test_the_plan_of_2025_leaves_414_days_and_its_shares_are_computed_not_copied():
    plan = WorkDays(248, 8, (1035,), (535,))
    assert (plan.total, plan.supervision) == (1984, 414)
    assert plan.shares() == (Decimal("52.17"), Decimal("26.97"), Decimal("20.87"))


@pytest.mark.parametrize("statutory, officers, total", [(251, 22, 5522), (250, 4, 1000), (248, 8, 1984), (247, 22, 5434)])
def test_total_days_are_officers_times_statutory_days(statutory, officers, total):
    assert WorkDays(statutory, officers, (), ()).total == total


@pytest.mark.parametrize("year, statutory", [(2021, 250), (2024, 251), (2025, 248)])
def test_statutory_days_of_a_year_come_from_the_real_calendar(year, statutory):
    found = year_days(year, calendar())
    assert not found.provisional and found.statutory == statutory
    assert found.whole == (366 if year == 2024 else 365)


def test_a_year_without_its_holiday_notice_is_provisional_and_counts_thirteen_holidays():
    found = year_days(2027, Calendar({}))
    assert found.provisional and (found.whole, found.weekends, found.holidays, found.statutory) == (365, 104, 13, 248)
    assert not Calendar({}).is_official(date(2027, 1, 1))


def test_more_other_work_than_days_is_refused_with_the_overrun():
    with pytest.raises(PlanError, match="达 16 工日"):
        WorkDays(248, 8, (1500,), (500,))


def test_negative_days_and_too_many_items_are_refused():
    with pytest.raises(PlanError, match="不能是负数"):
        WorkDays(248, 8, (-1,), ())
    with pytest.raises(PlanError, match="只有 10 项"):
        WorkDays(248, 8, (1,) * 11, ())


def test_a_share_without_denominator_is_no_share():
    with pytest.raises(PlanError, match="没有分母"):
        share(1, 0)


def test_a_pasted_table_with_a_wrong_total_is_refused_with_the_right_one():
    text = "1.开展安全生产综合监管 170\n2、实施行政许可：482\n3．组织生产安全事故调查和处理\t390工日\n合计 1402"
    read = pasted(text, OTHER)
    assert read.days == {OTHER[0]: 170, OTHER[1]: 482, OTHER[2]: 390}
    assert read.faults == ((4, "第 4 行「合计」写作 1402，以上各项之和是 1042"),)


def test_lines_of_a_pasted_table_that_say_nothing_are_named():
    read = pasted("实施行政许可 四百\n喝茶 12\n实施行政许可 3\n实施行政许可 4", OTHER)
    assert [n for n, _ in read.faults] == [1, 2, 4]
    assert read.days == {OTHER[1]: 3}


def needs(general: int = 56, supervision: int = 414) -> Needs:
    return Needs((Group(KEY, "重点", 60, 1), Group(KEY, "重点（每年两次）", 12, 2), Group(GENERAL, "一般", general)), 62, supervision)


def test_the_plan_of_the_district_fits_with_room_to_spare():
    plan = needs()
    assert (plan.half_of(KEY) / 2, plan.half_of(GENERAL) / 2, plan.recheck_half / 2) == (168, 112, 62)
    assert plan.feasible and plan.days == 342 and plan.spare == 72
    assert plan.spare_share() == Decimal("17.39") and plan.key_share() == Decimal("60.00")
    assert cut(plan) is None


def test_thirty_eight_days_too_many_cost_nineteen_ordinary_visits_and_no_key_one():
    plan = needs(general=56 + 55)
    given_up = cut(plan)
    assert plan.spare == -38
    assert given_up is not None and (given_up.visits, given_up.enough) == (19, True)
    assert given_up.says == "超出 38 工日：只能压减一般抽查 19 家次，不得压减重点全覆盖"
    assert needs(general=56 + 55 - 19).feasible


def test_key_enterprises_are_never_cut_even_when_nothing_else_is_left():
    given_up = cut(needs(general=3, supervision=100))
    assert given_up is not None and (given_up.visits, given_up.enough) == (3, False)
    assert "重点单位不得压减" in given_up.says
