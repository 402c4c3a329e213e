"""The catalogue of penalisable acts: dated, whole, and honest about what was not read."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import Amount, NoFine, Range, See, TimesOf
from zhiheng.law import violations
from zhiheng.law.violations import catalogue, cautions, every, get, usable, words

TODAY = date(2026, 11, 23)


def test_codes_are_unique_and_links_lead_somewhere() -> None:
    codes = [v.code for v in every()]
    assert len(codes) == len(set(codes)) >= 276
    for act in every():
        assert set(act.linked) <= set(codes), act.code


def test_every_code_word_has_chinese() -> None:
    for act in every():
        assert act.subject_zh and words("sources", act.source) and words("authorities", act.authority)
        assert all(words("industries", i) for i in act.industries)
        for stage in act.stages:
            assert stage.zh
            assert not stage.order or words("orders", stage.order)
            assert all(words("others", o) for o in (*stage.others, *act.others))


def test_every_overdue_stage_requires_a_served_order_and_a_failed_reinspection() -> None:
    for act in every():
        for stage in act.stages:
            assert bool(stage.requires) == (stage.id == "overdue"), act.code


def test_a_stage_says_something_a_bureau_can_do() -> None:
    for act in every():
        for stage in act.stages:
            bare = isinstance(stage.fine, NoFine) and not stage.order and not stage.others and not act.others
            assert not bare, f"{act.code} {stage.id}"


def test_references_of_multiples_lead_to_an_act() -> None:
    bases = [s.fine.base for v in every() for s in v.stages if isinstance(s.fine, TimesOf)]
    assert bases and all(get(base) for base in bases)


def test_training_not_given_is_article_97_item_3_with_both_stages() -> None:
    act = get("AQSCF-097-1-3")
    assert act.penalty == Article("安全生产法", "97", 1, 3)
    assert act.duty[0] == Article("安全生产法", "28", 1)
    assert act.stage("first").fine == Amount(Range(0, 10_000_000))
    assert act.stage("逾期未改正").fine == Amount(Range(10_000_000, 20_000_000))
    assert act.stage("overdue").others == ("stop_production_for_rectification",)
    assert act.is_unit and get("AQSCF-097-1-3-P").subject == "responsible_person"


def test_an_unknown_stage_or_code_is_named_in_words() -> None:
    with pytest.raises(KeyError, match="可选"):
        get("AQSCF-092-1").stage("overdue")
    with pytest.raises(KeyError, match="目录中没有"):
        get("NOPE")


def test_the_hazardous_chemicals_regulation_ends_when_the_new_law_begins() -> None:
    act = get("WHPTL-077-3")
    assert usable(act, date(2026, 4, 30)) is None
    refusal = usable(act, date(2026, 5, 1))
    assert refusal is not None and "危险化学品安全法" in refusal.says
    assert act not in catalogue(TODAY) and act in every()


def test_the_old_penalty_measures_end_with_january_2026() -> None:
    act = get("CFBF15-045-1-U")
    assert usable(act, date(2026, 1, 31)) is None
    assert usable(act, date(2026, 2, 1)) is not None


def test_the_safety_law_of_2021_does_not_reach_back() -> None:
    refusal = usable(get("AQSCF-102-1"), date(2021, 8, 31))
    assert refusal is not None and "2021-09-01" in refusal.says
    assert usable(get("AQSCF-102-1"), date(2021, 9, 1)) is None


def test_amounts_superseded_by_the_safety_law_cannot_be_used_any_more() -> None:
    refusal = usable(get("SGBG-037-1"), TODAY)
    assert refusal is not None and "AQSCF-114" in refusal.says


def test_what_was_written_from_memory_says_so_wherever_it_is_used() -> None:
    assert any("凭记忆" in c for c in cautions(get("XKJ-019-1")))
    assert cautions(get("AQSCF-097-1-3")) == ()
    for act in every():
        assert act.source == "law_text" or cautions(act), act.code


def test_a_missing_duty_article_is_a_caution() -> None:
    assert any("义务条款待补" in c for c in cautions(get("YHJY-032-2")))


def test_another_authority_is_pointed_out() -> None:
    assert any("地震工作主管部门" in c for c in cautions(get("FZJZ-085")))


def test_enough_acts_can_be_charged_today() -> None:
    assert len(catalogue(TODAY)) >= 210


def test_references_elsewhere_are_known_as_such() -> None:
    assert isinstance(get("AQSCF-100-1").stage("first").fine, See)


def test_kinds_of_penalty_know_whether_they_call_for_a_hearing() -> None:
    assert violations.heavy(("stop_production_for_rectification",)) == (("stop",), ())
    assert violations.heavy(("confiscate_illegal_gain",)) == ((), ("confiscate",))
    assert violations.heavy(("up_to_revoke_licence",)) == ((), ("revoke",))
    assert violations.heavy(("warning",)) == ((), ())
