"""Checklists: sound data, whom an item is for, why it was chosen, the acts it may reveal, and the bureau's own over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from zhiheng.kernel.article import Article
from zhiheng.law import checklists, local, violations
from zhiheng.law.checklists import for_enterprise, get, items, reveals, row_of, search, shortlist
from zhiheng.law.checklists_local import differences, faults
from zhiheng.law.local import Sheet

TODAY = date(2026, 11, 22)


# --- the data ----------------------------------------------------------------------------------------------------------

def test_more_than_two_hundred_items_each_with_its_own_id_and_whole() -> None:
    assert len(items()) >= 300 and len({i.id for i in items()}) == len(items())
    for item in items():
        assert item.question and item.method and item.evidence and item.fix and item.photo, item.id
        assert item.basis and item.source in checklists.SOURCES and 0 <= item.days <= 60, item.id


def test_no_two_items_ask_the_same() -> None:
    assert len({i.question for i in items()}) == len(items())


def test_every_act_named_exists_and_can_be_charged_today_or_belongs_to_a_law_that_ended() -> None:
    for item in items():
        for code in item.violations:
            act = violations.get(code)
            assert violations.usable(act, TODAY) is None or act.until is not None, (item.id, code)


def test_an_item_proposes_an_act_today_or_says_why_there_is_none() -> None:
    silent = [i for i in items() if not reveals(i, TODAY)]
    assert [i.id for i in silent if not i.note] == [] and len(silent) < 15


def test_a_major_hazard_rests_on_a_rule_and_names_what_is_ordered_at_once() -> None:
    majors = [i for i in items() if i.major_hazard]
    assert len(majors) >= 100
    for item in majors:
        assert item.basis and item.stop in checklists.STOPS, item.id


def test_the_first_act_is_that_of_the_enterprise_and_persons_follow() -> None:
    for item in items():
        codes = [violations.get(c) for c in item.violations]
        persons = [c.code for c in codes if c.subject == "responsible_person"]
        assert not persons or codes[0].subject != "responsible_person", item.id


def test_the_articles_of_the_criteria_of_industry_and_trade_are_not_numbered_beyond_what_was_published() -> None:
    most = {"3": 3, "4": 8, "5": 13, "6": 8, "7": 7, "8": 7, "9": 2, "10": 2, "11": 10, "12": 2, "13": 2}
    for item in items():
        for a in item.basis:
            if a.law == "工贸企业重大事故隐患判定标准" and a.article != "14":
                assert (a.item or 1) <= most[a.article], item.id


# --- choosing ----------------------------------------------------------------------------------------------------------

def test_a_woodworks_with_dust_and_a_pit_gets_general_dust_and_confined_space_items() -> None:
    chosen = for_enterprise("light_industry", ["dust_explosion", "confined_space"])
    assert {c.item.area for c in chosen} == {"general", "dust_explosion", "confined_space", "light_industry"}
    assert next(c for c in chosen if c.item.id == "D-01").why == "风险：粉尘涉爆；涉及重大事故隐患"


def test_a_filling_station_gets_the_items_of_hazardous_chemicals() -> None:
    chosen = for_enterprise("gas_station")
    assert any(c.item.area == "hazchem" and c.why.startswith("行业") for c in chosen)
    assert any(c.item.id == "JY-05" for c in chosen)


def test_the_words_of_the_register_choose_like_the_codes() -> None:
    assert any(c.item.id == "JX-01" for c in for_enterprise("通用机械制造"))
    assert not any(c.item.area == "machinery" for c in for_enterprise("木材加工"))


def test_what_was_found_before_comes_first_and_says_so() -> None:
    chosen = for_enterprise("light_industry", [], ["AQSCF-097-1-4"])
    assert chosen[0].item.id == "G-06" and "曾查出" in chosen[0].why


def test_an_act_found_before_does_not_bring_the_items_of_other_trades() -> None:
    chosen = for_enterprise("木材加工", ["粉尘涉爆"], ["AQSCF-102-1", "AQSCF-094-1", "D-07"])
    assert chosen[0].item.id in {"D-07", "G-01", "G-20", "G-21"} and not any(c.item.area.startswith("hazchem") for c in chosen)


def test_major_hazards_come_before_the_rest() -> None:
    flags = [c.item.major_hazard for c in for_enterprise("light_industry", ["dust_explosion"])]
    assert flags == sorted(flags, reverse=True)


def test_an_unknown_industry_still_gets_the_general_items() -> None:
    assert {c.item.area for c in for_enterprise("unheard_of")} == {"general"}


def test_a_hundred_employees_decide_which_duty_of_staffing_is_asked() -> None:
    small = {c.item.id for c in for_enterprise("木材加工", employees=60)}
    large = {c.item.id for c in for_enterprise("木材加工", employees=101)}
    assert "G-24" in small and "G-23" not in small and "G-23" in large and "G-24" not in large


def test_high_risk_trades_alone_are_asked_for_insurance() -> None:
    assert "G-19" in {c.item.id for c in for_enterprise("化工生产", ["危险化学品"])}
    assert "G-19" not in {c.item.id for c in for_enterprise("木材加工")}


def test_a_shortlist_keeps_the_major_hazards_of_the_trade_and_the_basic_questions() -> None:
    chosen = for_enterprise("木材加工", ["粉尘涉爆", "有限空间", "工贸"], ["AQSCF-105-1-2"], employees=60)
    kept = [c.item for c in shortlist(chosen, 40)]
    assert len(kept) == 40 and kept[0].id == "G-65"
    assert {"D-03", "C-04", "G-05", "G-12"} <= {i.id for i in kept}


# --- proposing, finding -------------------------------------------------------------------------------------------------

def test_an_item_proposes_only_acts_that_can_be_charged_that_day() -> None:
    assert next(v.code for v in reveals(get("G-05"), TODAY)) == "AQSCF-097-1-3"
    assert {v.code for v in reveals(get("H-07"), TODAY)} == {"WHPF-101-1-1", "WHPF-101-1-1-P", "WHPF-101-1-2"}
    assert {v.code for v in reveals(get("H-07"), date(2026, 4, 30))} == {"WHPTL-078-1-3", "WHPTL-078-1-4"}


def test_two_characters_an_article_or_a_code_find_items() -> None:
    assert "D-03" in {i.id for i in search("泄爆", items())}
    assert {"G-54", "G-55"} <= {i.id for i in search("安法36", items())}
    assert "G-55" in {i.id for i in search("安全生产法第三十六条第二款", items())}
    assert "G-54" not in {i.id for i in search("安全生产法第三十六条第二款", items())}
    assert "G-65" in {i.id for i in search("AQSCF-105-1-2", items())}


# --- the bureau's own ---------------------------------------------------------------------------------------------------

def own() -> dict[str, object]:
    return {**row_of(get("G-12")), "id": "YL-01", "area": "wood", "question": "木屑堆场与电气是否保持距离"}


@pytest.fixture
def sheet() -> Iterator[Sheet]:
    changed = {**row_of(get("G-05")), "question": "从业人员是否逐人考试合格后上岗", "days": 10}
    body = {"items": [changed, own()], "retired": [{"id": "G-22", "why": "本局并入 G-01"}]}
    made = Sheet("yl", "checklist", 1, "本局检查事项", date(2026, 11, 1), None, "", body)

    def source(kind: str, place: str) -> tuple[Sheet, ...]:
        return (made,) if (kind, place) == ("checklist", "yl") else ()

    local.register(source)
    yield made
    local.unregister(source)


def test_the_bureaus_items_lie_over_the_houses_for_its_place_from_their_day(sheet: Sheet) -> None:
    ours = {i.id: i for i in items("yl", TODAY)}
    assert ours["G-05"].days == 10 and ours["G-05"].origin == "本局修改" and ours["YL-01"].origin == "本局新增"
    assert "G-22" not in ours and any(c.item.id == "YL-01" for c in for_enterprise("木材加工", place="yl", on=TODAY))
    assert items("yl", date(2026, 10, 31)) == items() and items("other", TODAY) == items()


def test_a_row_of_an_item_says_the_same_as_the_item() -> None:
    for item in items():
        again = checklists.of_row(row_of(item))
        assert replace(again, source=item.source, core=item.core) == item


def test_each_fault_names_its_row() -> None:
    bad = own() | {"violations": ["AQSCF-999"], "days": -1, "evidence": ""}
    said = faults("yl", {"items": [own(), bad, own() | {"id": "小写 x"}]}, TODAY)
    assert "第 2 行：违法行为目录中没有代码 AQSCF-999" in said and "第 2 行：没有填写取证要点" in said
    assert "第 2 行：整改天数须为 0 或者正整数" in said and any(s.startswith("第 3 行：编号") for s in said)
    assert "第 2 行：编号 YL-01 与第 1 行重复" in said


def test_an_act_of_a_law_that_has_ended_and_a_hazard_without_a_rule_are_refused() -> None:
    ended = own() | {"violations": ["WHPTL-078-1-3"]}
    assert any("不能用于" in s for s in faults("yl", {"items": [ended]}, TODAY))
    bare = own() | {"major": True, "basis": []}
    assert "第 1 行：没有写明依据，重大事故隐患必须有判定依据" in faults("yl", {"items": [bare]}, TODAY)


def test_two_versions_differ_item_by_item_in_words(sheet: Sheet) -> None:
    later = {"items": [own()], "retired": []}
    said = {(key, what) for key, what, _ in differences(sheet.body, later)}
    assert said == {("G-05", "恢复为通用版"), ("G-22", "恢复使用")}
    first = differences({}, sheet.body)
    assert ("YL-01", "新增", "木屑堆场与电气是否保持距离") in first and ("G-22", "停用", "本局并入 G-01") in first
    assert any(key == "G-05" and "整改天数：15 → 10" in words for key, _, words in first)


def test_bases_are_written_as_papers_cite_them() -> None:
    assert get("D-03").cites(TODAY).startswith("工贸企业重大事故隐患判定标准第十一条第（三）项；")


def test_an_item_rests_on_the_law_of_its_day() -> None:
    assert get("H-07").cites(TODAY) == "危险化学品安全法第三十一条第一款"
    assert get("H-07").cites(date(2026, 4, 30)) == "危险化学品安全管理条例第十五条"
    assert all(i.basis_on(TODAY) for i in items())


def test_criteria_of_major_hazards_are_cited_by_article_and_item() -> None:
    assert Article("安全生产法", "36", 3) in get("G-14").basis
