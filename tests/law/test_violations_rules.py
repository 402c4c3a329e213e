"""Acts of the law on hazardous chemicals and of the ministry's orders: whole, dated, each with its source, old beside new."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from tests.law.texts_at_hand import imported, needs_texts
from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import Amount, GainMultiple, Range, See, statutory
from zhiheng.law.amounts import faults, parts
from zhiheng.law.charges import ChargeFault, charge
from zhiheng.law.cite import laws
from zhiheng.law.reading import Statute, statutes
from zhiheng.law.violations import Violation, cautions, every, get, usable

TODAY = date(2026, 11, 22)
NEW_LAW = date(2026, 5, 1)
CODE = re.compile(r"[A-Z]{2,}\d*-\d{3}[\w-]*")
# Law key -> at least so many acts of it usable today.
FLOOR = {
    "WHPF": 91, "CFBF26": 20, "FCFB": 36, "XKJ": 16, "AQPJ": 25, "TZZY26": 10, "YAGL": 10, "AQPX": 6, "PXGL": 7,
    "ZDWXY": 10, "YHPC": 6, "SANTS": 9, "YHSX": 10, "WHPJY": 3, "WHPSC": 2, "WHPSY": 2, "WHPDJ": 5, "WHPJS": 4,
    "SGXX": 1, "FMWB": 10,
}
# A clause that forbids nothing by itself: the daily fine repeats a fine already decided.
NO_DUTY = {"AQSCF-112-1"}


def ours() -> list[Violation]:
    return [v for v in every() if v.law.id in FLOOR or v.law.id in ("WHPTL", "CFBF15", "TZZY", "XKJ59", "AQSCF")]


def yuan(low: int, high: int, may: bool = False) -> Amount:
    return Amount(Range(low * 100, high * 100), may)


def test_the_catalogue_has_more_than_the_320_usable_acts_it_was_asked_for() -> None:
    assert sum(usable(v, TODAY) is None for v in every()) >= 700


def test_each_law_has_the_acts_that_were_written_for_it() -> None:
    usable_today = Counter(v.law.id for v in every() if usable(v, TODAY) is None)
    assert {key: n for key, n in FLOOR.items() if usable_today[key] < n} == {}


def test_each_act_names_its_source_its_penalty_and_its_duty() -> None:
    for act in ours():
        assert act.source in ("law_text", "web_excerpt", "memory"), act.code
        assert act.penalty.article, act.code
        assert act.duty or act.code in NO_DUTY, act.code
        assert act.source == "law_text" or act.note, act.code


def test_no_range_is_upside_down() -> None:
    for act in ours():
        for stage in act.stages:
            if isinstance(stage.fine, Amount):
                assert 0 <= stage.fine.range.min_fen < stage.fine.range.max_fen, act.code


def test_no_act_stands_twice_in_the_catalogue() -> None:
    seen = Counter((v.penalty, v.subject, v.title, v.since) for v in every())
    assert [key for key, n in seen.items() if n > 1] == []


def test_an_act_and_the_person_behind_it_point_at_each_other() -> None:
    for act in ours():
        if act.code.endswith("-P") and act.code.removesuffix("-P") in {v.code for v in ours()}:
            assert act.linked and not act.is_unit, act.code
            for other in act.linked:
                assert act.code in get(other).linked or other.startswith("AQSCF"), act.code


def test_wherever_an_act_sends_the_reader_there_is_an_act() -> None:
    known = {v.code for v in every()}
    for act in ours():
        named = CODE.findall(act.note) + [c for s in act.stages if isinstance(s.fine, See) for c in CODE.findall(s.fine.to)]
        assert set(named) <= known, act.code


def test_laws_of_these_acts_are_in_the_table_of_laws() -> None:
    assert {v.law.title for v in ours()} <= set(laws())


def test_each_act_of_the_old_regulation_names_its_successor_in_force_when_it_ends() -> None:
    for act in every():
        if act.law.id == "WHPTL":
            after = [c for c in CODE.findall(act.note) if c.startswith("WHPF")]
            assert after and all(get(c).covers(NEW_LAW) for c in after), act.code
            refusal = usable(act, NEW_LAW)
            assert refusal is not None and "危险化学品安全法" in refusal.says and "WHPF" in refusal.says


def test_trading_without_a_licence_costs_ten_to_fifty_times_ten_thousand_since_may_2026() -> None:
    assert get("WHPTL-077-3").stage("first").fine == yuan(100_000, 200_000)
    assert get("WHPF-100-3").stage("first").fine == yuan(100_000, 500_000)
    assert get("WHPF-100-3-I").subject == "individual"
    assert charge("WHPF-100-3", date(2026, 6, 1)).fine == yuan(100_000, 500_000)
    with pytest.raises(ChargeFault, match="危险化学品安全法"):
        charge("WHPTL-077-3", date(2026, 6, 1))


def test_the_first_stage_of_the_labels_clause_may_be_without_a_fine_and_people_are_fined_later() -> None:
    act = get("WHPF-101-1-1")
    assert act.stage("first").fine == yuan(0, 100_000, may=True)
    assert act.stage("overdue").fine == yuan(100_000, 200_000)
    assert act.stage("serious").others == ("stop_production_for_rectification",)
    assert [s.id for s in get("WHPF-101-1-1-P").stages] == ["overdue"]


def test_building_without_review_fines_the_people_at_once() -> None:
    assert get("WHPF-099-1-1-P").stage("first").fine == yuan(20_000, 50_000)
    assert get("WHPF-099-1-1-P").stage("overdue").fine == yuan(50_000, 100_000)


def test_prohibited_chemicals_are_fined_by_the_value_of_the_goods() -> None:
    act = get("WHPF-098-1-b")
    fine = act.stage("first").fine
    assert isinstance(fine, GainMultiple)
    assert statutory(fine, {"goods_value_fen": 20_000_000}, act.penalties)[0] == Range(100_000_000, 200_000_000)
    assert statutory(fine, {"goods_value_fen": 9_000_000}, act.penalties)[0] == Range(30_000_000, 50_000_000)


def test_breaking_working_rules_has_new_amounts_since_february_2026() -> None:
    old, new = get("CFBF15-045-1-U"), get("CFBF26-073-1-1-U")
    assert old.stage("first").fine == yuan(10_000, 30_000, may=True)
    assert new.stage("first").fine == yuan(10_000, 50_000, may=True)
    assert get("CFBF26-073-1-1-P").stage("first").fine == yuan(1_000, 20_000, may=True)
    assert usable(old, date(2026, 1, 31)) is None and usable(new, date(2026, 2, 1)) is None
    assert usable(old, date(2026, 2, 1)) is not None and usable(new, date(2026, 1, 31)) is not None
    assert new.law.title == old.law.title and new.penalty == Article("安全生产违法行为行政处罚办法", "73", 1, 1)


def test_a_file_of_special_workers_is_punished_under_the_order_of_its_day() -> None:
    assert get("TZZY26-039").stage("first").fine == yuan(0, 20_000)
    assert get("TZZY26-039").stage("overdue").fine == yuan(20_000, 50_000)
    assert usable(get("TZZY26-039"), date(2026, 5, 31)) is not None
    assert usable(get("TZZY-038"), date(2026, 5, 31)) is None


def test_dust_that_is_not_cleaned_is_a_hazard_to_remove_and_refusal_costs_the_people() -> None:
    act = get("FCFB-029-d")
    assert act.duty[0] == Article("工贸企业粉尘防爆安全规定", "18", 1)
    assert act.stage("first").order == "eliminate_immediately_or_within_limit"
    assert act.stage("overdue").trigger == "refuse_to_execute"
    assert get("FCFB-029-d-P").stage("overdue").fine == yuan(50_000, 100_000)
    assert get("FCFB-030-2-P").stage("first").fine == yuan(0, 10_000)


def test_a_plan_that_is_not_filed_is_fined_only_when_overdue() -> None:
    act = get("YAGL-045-B")
    assert [s.id for s in act.stages] == ["first", "overdue"]
    assert act.stage("overdue").fine == yuan(30_000, 50_000) == get("YJTL-032-a").stage("overdue").fine
    assert get("YAGL-045-1").source == "law_text" and cautions(get("YAGL-045-1")) == ()


def test_amounts_the_safety_law_took_over_are_read_there() -> None:
    for code in ("YAGL-044-1", "AQPX-030-2", "SANTS-028-2", "AQPJ-031"):
        assert isinstance(get(code).stage("first").fine, See), code
        with pytest.raises(ChargeFault, match="AQSCF"):
            charge(code, TODAY)


def test_what_was_not_read_is_marked_wherever_it_is_used() -> None:
    for act in ours():
        if act.source != "law_text":
            assert any("依据待核" in c for c in cautions(act)), act.code


# Fines of decisions that bureaus published (county or city, day of the act, act, yuan), read in the news of 2021-2025.
PUBLISHED = [
    ("奉贤", date(2021, 6, 10), "WHPTL-080-1-4", 60_000),
    ("石狮", date(2022, 3, 8), "XKJ59-028-2", 20_000),
    ("澄海", date(2022, 12, 1), "AQSCF-105-1-2", 25_000),
    ("南澳", date(2023, 2, 1), "AQSCF-105-1-2", 5_000),
    ("辽宁案例", date(2023, 9, 21), "XKJ59-030-1", 15_000),
    ("辽宁案例", date(2023, 9, 21), "XKJ59-030-1-P", 3_000),
    ("大埔", date(2024, 1, 12), "YHJY-035-2", 3_000),
    ("江门", date(2025, 1, 14), "YHBZ-036-1-b", 40_000),
    ("普兰店", date(2025, 1, 15), "YHBZ-036-1-b-I", 20_150),
    ("金普新区", date(2025, 2, 1), "YHBZ-036-1-b-I", 20_300),
    ("威海", date(2025, 3, 18), "AQSCF-097-1-7", 40_000),
    ("荣成", date(2025, 10, 13), "FMWB-038", 15_000),
    ("靖江", date(2025, 6, 11), "WHPTL-080-1-4", 53_750),
    ("坦洲", date(2025, 11, 1), "WHPTL-080-1-4", 60_000),
]
# Decisions that fined two acts with one sum: the sum lies between the sums of the ends.
PUBLISHED_SUMS = [
    ("祁阳", date(2023, 7, 13), ("AQSCF-099-1-2", "AQSCF-102-1"), 20_000),
    ("于洪", date(2024, 5, 10), ("AQSCF-097-1-7", "AQSCF-102-1"), 70_000),
    ("自贡", date(2025, 5, 20), ("AQSCF-101-1-5", "AQSCF-097-1-6"), 16_000),
    ("黄冈", date(2025, 7, 9), ("YHJY-032-10", "YHJY-032-6"), 32_500),
]


def statutory_range(code: str) -> Range:
    found, _ = statutory(get(code).stage("first").fine, {}, get(code).penalties)
    assert found is not None, code
    return found


@pytest.mark.parametrize(("where", "on", "code", "fined"), PUBLISHED)
def test_a_published_fine_lies_in_the_range_of_an_act_of_its_day(where: str, on: date, code: str, fined: int) -> None:
    assert usable(get(code), on) is None, where
    limits = statutory_range(code)
    assert limits.min_fen <= fined * 100 <= limits.max_fen, where


@pytest.mark.parametrize(("where", "on", "codes", "fined"), PUBLISHED_SUMS)
def test_a_published_sum_lies_between_the_ends_of_its_acts(
    where: str, on: date, codes: tuple[str, ...], fined: int
) -> None:
    limits = [statutory_range(code) for code in codes]
    assert all(usable(get(code), on) is None for code in codes), where
    assert sum(r.min_fen for r in limits) <= fined * 100 <= sum(r.max_fen for r in limits), where


def covering(act: Violation) -> Statute | None:
    """The text at hand that was in force on the last day the act can be used for."""
    last = act.until or TODAY
    found = [s for s in statutes(imported()).get(act.law.title, ()) if s.since <= last]
    return max(found, key=lambda s: s.since) if found else None


@needs_texts
def test_places_and_amounts_stand_in_the_text_of_their_day() -> None:
    wrong, figures = [], 0
    for act in ours():
        text = covering(act)
        if text is None:
            continue
        same = [p for p in (*act.penalties, *act.duty) if p.law == act.law.title]
        wrong += [f"{act.code} {p.short()}：{text.missing(p)}" for p in same if text.missing(p)]
        said = "\n".join(text.text(p) or "" for p in act.penalties if p.law == act.law.title)
        for stage in act.stages:
            figures += parts(stage.fine)
            wrong += [f"{act.code} {stage.id}：{fault}" for fault in faults(stage.fine, said)]
    assert wrong == []
    assert figures > 180
