"""Checklists: whom an item is for, why it was chosen, and the acts it may reveal."""

from __future__ import annotations

from datetime import date

from zhiheng.law import checklists, violations
from zhiheng.law.checklists import for_enterprise, get, items, reveals

TODAY = date(2026, 11, 23)


def test_seventy_four_items_with_basis_method_and_known_acts() -> None:
    assert len(items()) >= 74 and len({i.id for i in items()}) == len(items())
    for item in items():
        assert item.question and item.method and item.basis and item.source in checklists.SOURCES
        assert all(violations.get(code) for code in item.violations)


def test_a_woodworks_with_dust_and_a_pit_gets_general_dust_and_confined_space_items() -> None:
    chosen = for_enterprise("light_industry", ["dust_explosion", "confined_space"])
    assert {c.item.area for c in chosen} == {"general", "dust_explosion", "confined_space"}
    assert next(c for c in chosen if c.item.id == "D-01").why == "风险：粉尘涉爆；涉及重大事故隐患"


def test_a_filling_station_gets_the_items_of_hazardous_chemicals() -> None:
    assert any(c.item.area == "hazchem" and c.why.startswith("行业") for c in for_enterprise("gas_station"))


def test_what_was_found_before_comes_first_and_says_so() -> None:
    chosen = for_enterprise("light_industry", [], ["AQSCF-097-1-3"])
    assert chosen[0].item.id == "G-05" and "曾查出" in chosen[0].why


def test_major_hazards_come_before_the_rest() -> None:
    flags = [c.item.major_hazard for c in for_enterprise("light_industry", ["dust_explosion"])]
    assert flags == sorted(flags, reverse=True)


def test_an_unknown_industry_still_gets_the_general_items() -> None:
    assert {c.item.area for c in for_enterprise("unheard_of")} == {"general"}


def test_an_item_proposes_only_acts_that_can_be_charged_that_day() -> None:
    assert [v.code for v in reveals(get("G-05"), TODAY)] == ["AQSCF-097-1-3"]
    assert reveals(get("H-07"), TODAY) == ()
    assert {v.code for v in reveals(get("H-07"), date(2026, 4, 30))} == {"WHPTL-078-1-3", "WHPTL-078-1-4"}
