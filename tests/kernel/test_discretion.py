"""Sentences of 行政处罚法 27–37, 45, 57, 58 and 63 about how much may be fined."""

from __future__ import annotations

import pytest

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import (
    Amount,
    Band,
    Benchmark,
    ByAccident,
    Charge,
    Circumstance,
    Condition,
    Daily,
    Departure,
    Factor,
    Found,
    GainMultiple,
    IncomePercent,
    MissingFacts,
    NoFine,
    NoRange,
    Ok,
    Range,
    Refused,
    Scale,
    See,
    Thresholds,
    Tier,
    TimesOf,
    check_amount,
    check_heavier,
    choose_law,
    like_cases,
    party_reasoning,
    reasoning,
    triggers,
    validate,
    weigh,
    weigh_party,
)

LAW = Article("安全生产法", "97", 1, 3)
OTHER = Article("安全生产法", "99", 1, 1)
CFF = "行政处罚法"
YUAN = 100
REDUCE = Circumstance("removed_harm", "主动消除危害后果", "reduce", (Article(CFF, "32", 1, 1),))
NONE = Circumstance("minor", "轻微并及时改正", "none", (Article(CFF, "33", 1),))
FIRST = Circumstance("first", "初次违法且危害后果轻微并及时改正", "may_none", (Article(CFF, "33", 1),))
WORSE = Circumstance("emergency", "违反突发事件应对措施", "aggravate", (Article(CFF, "49"),))
REASON = "当事人系初创小微企业，主动停产自查并已投入专项资金完成全部整改，且事后配合调查。"
PERSONS = Factor("persons", "未培训", "count", "人", required=True, at_least=1)
BANDS = (
    Band("较轻", "3 人以下", Range(0, 20_000 * YUAN), any_of=((Condition("persons", 1, 3),),)),
    Band(
        "一般",
        "4–10 人",
        Range(20_000 * YUAN, 50_000 * YUAN),
        any_of=((Condition("persons", 4, 10),),),
        scale=Scale("persons", 4, 10, 20_000 * YUAN, 50_000 * YUAN),
    ),
    Band("严重", "11 人以上", Range(50_000 * YUAN, 100_000 * YUAN), any_of=((Condition("persons", 11),),)),
)
TABLE = Benchmark("t", "测试基准", BANDS, (PERSONS,))


def charge(low: int = 0, high: int = 100_000, *, persons: int = 6, **more: object) -> Charge:
    given: dict[str, object] = {
        "id": "c",
        "title": "未按规定培训",
        "penalty": (LAW,),
        "fine": Amount(Range(low * YUAN, high * YUAN)),
        "facts": {"persons": persons},
        "benchmark": TABLE,
    }
    return Charge(**(given | more))  # type: ignore[arg-type]


def test_a_number_inside_the_band_moves_the_start_in_a_straight_line() -> None:
    assert weigh(charge(persons=6)).proposed_fen == 30_000 * YUAN
    assert weigh(charge(persons=4)).proposed_fen == 20_000 * YUAN
    assert weigh(charge(persons=10)).proposed_fen == 50_000 * YUAN


def test_every_step_names_the_article_it_rests_on() -> None:
    steps = weigh(charge(duty=(Article("安全生产法", "28", 1),))).steps
    assert all(step.articles for step in steps)
    assert LAW in weigh(charge()).articles


def test_what_changes_names_the_other_bands_and_the_reduction_of_article_32() -> None:
    said = "\n".join(weigh(charge()).what_changes)
    assert "3 人以下" in said and "11 人以上" in said and "第32条" in said


def test_a_missing_fact_is_named_before_any_amount() -> None:
    with pytest.raises(MissingFacts) as missing:
        weigh(charge(facts={}))
    assert missing.value.missing == (("persons", "未培训"),)


def test_missing_facts_of_statute_and_benchmark_are_named_together() -> None:
    with pytest.raises(MissingFacts) as missing:
        weigh(charge(facts={}, fine=IncomePercent(20, 50)))
    assert [key for key, _ in missing.value.missing] == ["income_fen", "persons"]


def test_slight_and_corrected_conduct_without_harm_is_not_punished() -> None:
    found = weigh(charge(circumstances=(Found(NONE),)))
    assert found.proposed_fen == 0
    assert found.no_penalty == "轻微并及时改正"
    assert any("教育" in step.text for step in found.steps)
    assert isinstance(check_amount(found, 1), Refused)
    assert isinstance(check_amount(found, 0), Ok)


def test_no_penalty_needs_no_benchmark_facts() -> None:
    assert weigh(charge(facts={}, circumstances=(Found(NONE),))).proposed_fen == 0


def test_a_first_offence_may_be_spared_or_only_lightened() -> None:
    assert weigh(charge(circumstances=(Found(FIRST, "none"),))).proposed_fen == 0
    assert weigh(charge(circumstances=(Found(FIRST, "lighten"),))).proposed_fen == 24_000 * YUAN
    assert weigh(charge(circumstances=(Found(FIRST, "keep"),))).proposed_fen == 30_000 * YUAN


def test_a_circumstance_allows_only_the_choices_the_law_gives() -> None:
    with pytest.raises(ValueError, match="只能选"):
        Found(REDUCE, "none")


def test_lightening_stays_in_the_band_and_aggravating_too() -> None:
    assert weigh(charge(persons=4, circumstances=(Found(REDUCE),))).proposed_fen == 20_000 * YUAN
    assert weigh(charge(persons=10, circumstances=(Found(WORSE),))).proposed_fen == 50_000 * YUAN


def test_reduction_goes_below_the_statutory_minimum_and_must_be_discussed() -> None:
    principal = charge(
        20_000, 50_000, benchmark=None, facts={}, circumstances=(Found(REDUCE, "mitigate", ("证据5",)),)
    )
    found = weigh(principal)
    assert found.mitigated and found.proposed_fen == 10_000 * YUAN
    limits = Thresholds(20_000 * YUAN, 50_000 * YUAN)
    kinds = [t.kind for t in triggers([weigh_party("陈某", False, [principal])], limits)]
    assert "collective_discussion" in kinds


def test_without_a_minimum_reduction_is_treated_as_lightening_and_says_so() -> None:
    found = weigh(charge(circumstances=(Found(REDUCE, "mitigate"),)))
    assert found.proposed_fen == 24_000 * YUAN and not found.mitigated
    assert any("没有下限" in w for w in found.warnings)


def test_below_the_minimum_without_a_ground_of_reduction_is_refused() -> None:
    found = weigh(charge(20_000, 50_000, benchmark=None, facts={}))
    refused = check_amount(found, 19_999 * YUAN, REASON, ["证据1"])
    assert isinstance(refused, Refused) and Article(CFF, "32") in refused.articles


def test_above_the_statute_no_reason_helps() -> None:
    refused = check_amount(weigh(charge()), 100_000 * YUAN + 1, REASON, ["证据1"])
    assert isinstance(refused, Refused) and "超过法定上限" in refused.says


def test_leaving_the_band_asks_for_direction_reason_evidence_and_discussion() -> None:
    found = weigh(charge())
    bare = check_amount(found, 60_000 * YUAN)
    assert isinstance(bare, Departure) and bare.direction == "heavier" and len(bare.missing) == 2
    full = check_amount(found, 10_000 * YUAN, REASON, ["证据1"])
    assert isinstance(full, Departure) and full.direction == "lighter" and full.missing == ()
    assert full.collective_discussion
    assert isinstance(check_amount(found, 50_000 * YUAN), Ok)


def test_a_defence_never_makes_the_penalty_heavier() -> None:
    assert check_heavier(30_000 * YUAN, 30_000 * YUAN) is None
    refused = check_heavier(30_000 * YUAN, 30_001 * YUAN)
    assert refused is not None and Article(CFF, "45", 2) in refused.articles
    stale = check_heavier(30_000 * YUAN, 40_000 * YUAN, new_facts=["又查明 8 人"])
    assert stale is not None and "重新告知" in stale.says
    assert check_heavier(30_000 * YUAN, 40_000 * YUAN, new_facts=["又查明 8 人"], fresh_notice=True) is None


def test_several_violations_are_weighed_apart_and_summed() -> None:
    party = weigh_party("鑫达", True, [charge(id="a"), charge(id="b", persons=4)])
    assert [w.proposed_fen for w in party.items] == [30_000 * YUAN, 20_000 * YUAN]
    assert party.total_fen == 50_000 * YUAN
    assert "合计建议罚款 50,000 元" in party_reasoning(party)


def test_one_act_under_two_rules_is_fined_once_by_the_heavier_rule() -> None:
    light = charge(0, 50_000, id="light", act="x", benchmark=None, penalty=(OTHER,), others=("警告",))
    heavy = charge(0, 100_000, id="heavy", act="x", benchmark=None)
    party = weigh_party("鑫达", True, [light, heavy])
    assert [w.charge.id for w in party.items] == ["heavy"]
    assert party.total_fen == 50_000 * YUAN
    assert [a.weighing.charge.id for a in party.absorbed] == ["light"]
    assert party.absorbed[0].step.articles == (Article(CFF, "29"),)
    assert "警告" in party.other_penalties


def test_the_same_charge_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="重复"):
        weigh_party("鑫达", True, [charge(), charge()])


def test_the_law_of_the_act_applies_unless_the_new_law_is_lighter() -> None:
    old = charge(100_000, 200_000, benchmark=None, facts={})
    heavier = choose_law(old, charge(100_000, 500_000, benchmark=None, facts={}))
    assert heavier.chosen is heavier.old
    lighter = choose_law(old, charge(50_000, 100_000, benchmark=None, facts={}))
    assert lighter.chosen is lighter.new
    assert lighter.steps[0].articles == (Article(CFF, "37"),)
    assert "200,000" in lighter.steps[0].text and "50,000" in lighter.steps[0].text


def test_what_the_new_law_no_longer_forbids_is_not_punished() -> None:
    gone = choose_law(charge(), None, still_unlawful=False)
    assert gone.chosen.proposed_fen == 0 and gone.chosen.no_penalty


def test_a_share_of_income_is_exact_to_the_fen() -> None:
    found = weigh(charge(fine=IncomePercent(20, 50), facts={"income_fen": 1_234_567}, benchmark=None))
    assert found.range == Range(246_913, 617_283)


def test_a_fixed_share_leaves_no_discretion() -> None:
    tiers = (
        Tier("general", Article("安全生产法", "95", 1, 1), IncomePercent(40, 40)),
        Tier("larger", Article("安全生产法", "95", 1, 2), IncomePercent(60, 60)),
    )
    facts = {"accident_grade": "larger", "income_fen": 100_000 * YUAN}
    found = weigh(charge(fine=ByAccident(tiers), facts=facts, benchmark=None))
    assert found.proposed_fen == 60_000 * YUAN
    assert Article("安全生产法", "95", 1, 2) in found.articles


def test_an_unknown_accident_grade_lists_the_known_ones() -> None:
    tiers = (Tier("general", Article("安全生产法", "114", 1, 1), Amount(Range(30, 100))),)
    with pytest.raises(ValueError, match="一般事故"):
        weigh(charge(fine=ByAccident(tiers), facts={"accident_grade": "huge"}, benchmark=None))


@pytest.mark.parametrize(
    ("gain", "low", "high"),
    [(0, 100_000, 200_000), (99_999, 100_000, 200_000), (100_000, 200_000, 500_000)],
)
def test_the_multiple_of_illegal_gain_starts_at_its_threshold(gain: int, low: int, high: int) -> None:
    fine = GainMultiple(2, 5, 100_000 * YUAN, Range(100_000 * YUAN, 200_000 * YUAN))
    found = weigh(charge(fine=fine, facts={"illegal_gain_fen": gain * YUAN}, benchmark=None))
    assert found.range == Range(low * YUAN, high * YUAN)


def test_a_capped_multiple_never_passes_its_cap() -> None:
    fine = GainMultiple(1, 3, 0, Range(5_000, 10_000), cap_fen=30_000)
    assert weigh(charge(fine=fine, facts={"illegal_gain_fen": 20_000}, benchmark=None)).range == Range(
        20_000, 30_000
    )


def test_the_daily_fine_is_the_former_fine_for_each_day() -> None:
    found = weigh(charge(fine=Daily(), facts={"base_fine_fen": 20_000 * YUAN, "days": 7}, benchmark=None))
    assert found.proposed_fen == 140_000 * YUAN


def test_the_graver_accident_fine_is_two_to_five_times_the_base() -> None:
    found = weigh(charge(fine=TimesOf("x", 2, 5), facts={"base_fine_fen": 1000}, benchmark=None))
    assert found.range == Range(2000, 5000)


def test_a_bare_reference_carries_no_fine() -> None:
    with pytest.raises(NoRange):
        weigh(charge(fine=See("其他法律"), benchmark=None))


def test_a_stage_without_a_fine_proposes_nothing_and_allows_nothing() -> None:
    found = weigh(charge(fine=NoFine(), facts={}, benchmark=None, others=("责令停产停业整顿",)))
    assert found.range is None and found.proposed_fen == 0
    assert found.other_penalties == ("责令停产停业整顿",)
    assert isinstance(check_amount(found, 1), Refused)


def test_rounding_follows_the_bureau_and_never_leaves_the_band() -> None:
    rounded = Benchmark("t", "取整", BANDS, (PERSONS,), round_fen=10_000 * YUAN)
    assert weigh(charge(persons=5, benchmark=rounded)).proposed_fen == 20_000 * YUAN
    exact = Benchmark("t", "不取整", BANDS, (PERSONS,))
    assert weigh(charge(persons=5, benchmark=exact)).proposed_fen == 25_000 * YUAN


def test_a_benchmark_outside_the_statute_is_not_applied() -> None:
    with pytest.raises(ValueError, match="超出法定幅度"):
        weigh(charge(0, 40_000))


def test_hearing_is_owed_from_the_large_amount_on_inclusive() -> None:
    limits = Thresholds(20_000 * YUAN, 50_000 * YUAN, verified=False)
    unit = weigh_party("单位", True, [charge(persons=10)])
    below = weigh_party("单位", True, [charge(persons=9)])
    assert [t.kind for t in triggers([unit], limits)] == ["hearing", "legal_review", "collective_discussion"]
    assert "依据待核" in triggers([unit], limits)[0].says
    assert triggers([below], limits) == ()
    assert triggers([weigh_party("个人", False, [charge(persons=9)])], limits)[0].kind == "hearing"


def test_suspension_calls_for_a_hearing_whatever_the_fine() -> None:
    limits = Thresholds(20_000 * YUAN, 50_000 * YUAN)
    sure = weigh_party("单位", True, [charge(persons=1, heavy=("stop",))])
    maybe = weigh_party("单位", True, [charge(persons=1, maybe_heavy=("confiscate",))])
    assert triggers([sure], limits)[0].articles == (Article(CFF, "63", 1, 4),)
    assert [t.certain for t in triggers([maybe], limits)] == [False]


def test_a_bureau_may_discuss_from_its_own_sum_on() -> None:
    limits = Thresholds(20_000 * YUAN, 50_000 * YUAN, collective_fen=40_000 * YUAN)
    both = [weigh_party("甲", True, [charge()]), weigh_party("乙", True, [charge(persons=4)])]
    assert [t.kind for t in triggers(both, limits)] == ["collective_discussion"]
    assert triggers(both[:1], limits) == ()


def test_a_bureau_may_review_every_case() -> None:
    limits = Thresholds(20_000 * YUAN, 50_000 * YUAN, review_every_case=True)
    assert [t.kind for t in triggers([weigh_party("甲", True, [charge(persons=1)])], limits)] == [
        "legal_review"
    ]


def test_validation_names_what_is_wrong_with_a_benchmark() -> None:
    broken = Benchmark(
        "x",
        "坏",
        (
            Band("较轻", "", Range(0, 30), any_of=((Condition("persons", 1, 3),),)),
            Band("一般", "", Range(20, 50), any_of=((Condition("persons", 3, 5),),)),
            Band("严重", "", Range(60, 200), any_of=((Condition("persons", 8),), (Condition("nobody", 1),))),
        ),
        (PERSONS,),
    )
    said = "\n".join(validate(broken, Range(0, 100)))
    for word in ("超出法定幅度", "幅度重叠", "空档", "条件重叠", "6–7 无档可循", "未声明的因素 nobody"):
        assert word in said
    assert validate(TABLE, Range(0, 100_000 * YUAN)) == ()


def test_bands_that_do_not_grow_are_named() -> None:
    falling = Benchmark("x", "降", (Band("较轻", "", Range(50, 100)), Band("严重", "", Range(0, 50))))
    assert any("不重于" in m for m in validate(falling, Range(0, 100)))


def test_the_generated_reasons_cite_their_articles() -> None:
    assert "（安全生产法第97条第1款第3项）" in reasoning(weigh(charge()))


def test_like_cases_say_where_the_amount_stands_and_mark_outliers() -> None:
    past = [26_000, 30_000, 34_000, 38_000, 42_000]
    found = like_cases(past, 34_000)
    assert (found.n, found.median_fen, found.lower_fen, found.upper_fen) == (5, 34_000, 30_000, 38_000)
    assert sum(found.counts) == 5 and not found.outlier
    assert like_cases(past, 100_000).outlier
    assert like_cases([], 1).words() == "近期没有同档案件"
