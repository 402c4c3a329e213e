"""A whole matter as a document: what comes out, and every fault named at once with its place."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.kernel.discretion import Amount
from zhiheng.law import violations
from zhiheng.law import weighing_words as words
from zhiheng.law.weighing import Faulty, weigh_document


def matter(*violations: dict[str, Any], place: str = "yl", kind: str = "unit", **more: Any) -> dict[str, Any]:
    given = [{"date": "2026-09-28", **v} for v in violations]
    return {"place": place, "date": "2026-11-23",
            "parties": [{"name": "鑫达木业有限公司", "kind": kind, "violations": given}], **more}  # fmt: skip


TRAINING = {"code": "AQSCF-097-1-3", "facts": {"untrained_persons": 6, "again_in_year": True}}
RECORDS = {"code": "AQSCF-097-1-4", "facts": {"misrecorded_times": 3}}


def test_unit_and_principal_are_weighed_each_and_in_total() -> None:
    document = matter(TRAINING, RECORDS)
    duty = {"code": "AQSCF-094-1", "date": "2026-09-28", "facts": {"unperformed_duties": 1}}
    document["parties"].append({"name": "陈某某", "kind": "person", "violations": [duty]})
    result = weigh_document(document)
    assert [p["total"] for p in result["parties"]] == [55_000, 22_000] and result["total"] == 77_000
    first = result["parties"][0]["violations"][0]
    assert first["range"] == {"min": 0, "max": 100_000} and first["band"] == "一般"
    assert first["proposed"] == 38_000
    assert first["penalty"][0] == {"law": "安全生产法", "article": "97", "paragraph": 1, "item": 3,
                                   "text": "安全生产法第97条第1款第3项"}  # fmt: skip
    assert result["hearing"]["required"]
    assert [r["party"] for r in result["hearing"]["rules"]] == ["鑫达木业有限公司", "陈某某"]
    assert result["legal_review"]["required"]
    assert result["collective_discussion"]["required"]


def test_a_small_fine_requires_nothing_but_what_the_bureau_itself_asks() -> None:
    ours = weigh_document(matter(RECORDS))
    assert ours["legal_review"]["required"] and "每案" in ours["legal_review"]["rules"][0]["says"]
    assert not ours["hearing"]["required"] and not ours["collective_discussion"]["required"]
    elsewhere = weigh_document(matter({"code": "AQSCF-099-1-1", "facts": {"gravity": "light"}}, place=""))
    assert not any(elsewhere[k]["required"] for k in ("hearing", "legal_review", "collective_discussion"))


def test_all_faults_come_at_once_each_with_its_place() -> None:
    bad = matter({"code": "NOPE"}, {"code": "AQSCF-114-1"}, {"code": "WHPTL-077-3"}, {"date": "2026-09-28"},
                 {"code": "AQSCF-097-1-3", "date": "2020-01-01"}, place="")  # fmt: skip
    with pytest.raises(Faulty) as faulty:
        weigh_document(bad)
    said = {f.path: f.says for f in faulty.value.faults}
    assert "NOPE" in said["parties.0.violations.0"]
    assert "accident_grade" in said["parties.0.violations.1"]
    assert "危险化学品安全法" in said["parties.0.violations.2"]
    assert "parties.0.violations.3.code" in said
    assert "2021-09-01" in said["parties.0.violations.4"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"date": None}, "date"),
        ({"date": "soon"}, "date"),
        ({"parties": []}, "parties"),
        ({"parties": "x"}, "parties"),
        ({"parties": [{"name": "", "kind": "unit", "violations": [RECORDS]}]}, "parties.0.name"),
        ({"parties": [{"name": "甲", "kind": "cat", "violations": [RECORDS]}]}, "parties.0.kind"),
        ({"parties": [{"name": "甲", "kind": "unit", "violations": []}]}, "parties.0.violations"),
        ({"date": "2026-01-01"}, "parties.0.violations.0.date"),
        ({"date": "1999-01-01"}, "date"),
    ],
)
def test_what_is_missing_is_named(change: dict[str, Any], path: str) -> None:
    with pytest.raises(Faulty) as faulty:
        weigh_document(matter(RECORDS) | change)
    assert path in [f.path for f in faulty.value.faults]


def only(document: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = weigh_document(document)["parties"][0]["violations"][0]
    return shown


def test_without_the_facts_of_the_bureaus_own_table_no_band_is_named_and_the_missing_facts_are() -> None:
    shown = only(matter({"code": "AQSCF-097-1-3"}))
    assert shown["range"] == {"min": 0, "max": 100_000} and shown["band"] is None
    assert shown["proposed"] == 50_000
    assert any("untrained_persons" in w and "一般裁量规则" in w for w in shown["warnings"])


def test_without_the_facts_of_the_statute_there_is_no_answer() -> None:
    with pytest.raises(Faulty, match="income_yuan"):
        weigh_document(matter({"code": "AQSCF-096-2-D"}, kind="person"))


def test_one_act_under_two_rules_is_fined_once_in_the_document_too() -> None:
    rows = [{"code": "AQSCF-099-1-3", "act": "a", "facts": {"unmaintained_devices": 2}},
            {"code": "AQSCF-102-1", "act": "a", "facts": {"hazards": 2}}]  # fmt: skip
    result = weigh_document(matter(*rows))
    fined = [v for v in result["parties"][0]["violations"] if v["absorbed_by"] is None]
    assert len(fined) == 1 and result["total"] == fined[0]["proposed"]


def test_old_and_new_law_are_both_shown_and_the_lighter_chosen() -> None:
    row = {"code": "WHPTL-077-3", "date": "2026-04-01", "facts": {"illegal_gain_yuan": 0},
           "new_law": {"code": "AQSCF-101-1-1"}}  # fmt: skip
    shown = weigh_document(matter(row, place=""))["parties"][0]["violations"][0]
    assert shown["code"] == "AQSCF-101-1-1"
    assert any("新旧规定比较" in s["text"] for s in shown["steps"])


def test_a_rule_that_ended_between_act_and_decision_is_compared_with_the_one_that_took_its_place() -> None:
    row = {"code": "WHPTL-077-3", "date": "2026-04-01"}
    shown = only(matter(row, place=""))
    assert shown["range"] == {"min": 100_000, "max": 200_000}
    assert any("从旧兼从轻" in w or "新旧规定比较" in w for w in shown["warnings"])
    gain = only(matter(row | {"facts": {"illegal_gain_yuan": 0}}, place=""))
    assert gain["compared"]["code"].startswith("WHP") and gain["compared"]["code"] != gain["code"]


def test_an_old_act_asks_when_it_was_found() -> None:
    row = {"code": "AQSCF-099-1-2", "date": "2023-10-01"}
    assert any("追责期限" in w for w in only(matter(row, place=""))["warnings"])


def test_a_person_under_an_act_of_units_is_refused_and_his_own_act_offered() -> None:
    with pytest.raises(Faulty, match="AQSCF-097-1-4-P"):
        weigh_document(matter(RECORDS, kind="person"))
    with pytest.raises(Faulty, match=r"种类不符.*AQSCF-097-1-3"):
        weigh_document(matter({"code": "AQSCF-097-1-3-P"}, kind="公司"))
    assert only(matter(RECORDS, kind="个体工商户"))["band"] == "较轻"


def test_a_person_who_trades_himself_may_stand_under_an_act_that_has_no_twin_for_persons() -> None:
    code = next(v.code for v in violations.catalogue(date(2026, 11, 23)) if v.is_unit and not v.linked
                and isinstance(v.stages[0].fine, Amount))  # fmt: skip
    shown = only(matter({"code": code}, place="", kind="自然人"))
    assert shown["range"] and any("本身就是生产经营者" in w for w in shown["warnings"])


@pytest.mark.parametrize(("kind", "unit"), [
    ("unit", True), ("单位", True), ("有限责任公司", True), ("企业法人", True), ("法人或者其他组织", True), ("个人独资企业", True),
    ("个体工商户", True), ("Company", True), ("安全评价机构", True), ("person", False), ("自然人", False), ("主要负责人", False),
    ("企业主要负责人", False), ("法定代表人", False), ("其他直接责任人员", False), ("公民", False), ("cat", None), (5, None), ([], None)])
def test_kinds_are_read_as_people_write_them(kind: Any, unit: bool | None) -> None:
    assert words.is_unit(kind) is unit


@pytest.mark.parametrize("place", ["重庆市万盛经开区", "national", "", None, "Nowhere", {"a": 1}, 7])
def test_a_place_nobody_entered_falls_back_to_the_national_rule_and_says_so(place: Any) -> None:
    document = matter({"code": "AQSCF-097-1-3", "facts": {"people": 3, "area_m2": 35.5}}, place=place)
    result = weigh_document(document)
    shown = result["parties"][0]["violations"][0]
    assert shown["range"] == {"min": 0, "max": 100_000} and result["place"] == "national"
    assert any("按全国规则" in w for w in result["warnings"])


@pytest.mark.parametrize("place", ["yl", "云岭区", "云岭区应急管理局"])
def test_a_place_is_known_by_its_name_too(place: str) -> None:
    assert only(matter(RECORDS, place=place))["band"] == "较轻"
    assert weigh_document(matter({"code": "AQSCF-097-1-4"}, place="河南省郑州市"))["place"] == "henan"


def test_a_stage_not_written_is_the_first_one_and_said_when_it_is_another() -> None:
    assert only(matter({"code": "AQSCF-097-1-3"}, place=""))["stage"] == "first"
    overdue = next(v.code for v in violations.catalogue(date(2026, 11, 23)) if [s.id for s in v.stages] == ["overdue"]
                   and v.is_unit and isinstance(v.stages[0].fine, Amount))  # fmt: skip
    shown = only(matter({"code": overdue}, place=""))
    assert shown["stage"] == "overdue" and any("没有写明阶段" in w for w in shown["warnings"])
    assert only(matter({"code": "AQSCF-097-1-3", "stage": "逾期未整改"}, place=""))["stage"] == "overdue"


def test_a_code_with_a_slip_gets_the_nearest_ones_and_the_search() -> None:
    with pytest.raises(Faulty, match=r"AQSCF-097-1-3.*zhiheng law find"):
        weigh_document(matter({"code": "AQSCF-97-1-3"}))
    assert only(matter({"code": " aqscf-097-1-3 "}, place=""))["code"] == "AQSCF-097-1-3"


def test_a_day_on_which_another_law_was_in_force_names_it() -> None:
    row = {"code": "WHPTL-077-3", "facts": {"illegal_gain_yuan": 0}}
    with pytest.raises(Faulty, match="当日有效"):
        weigh_document(matter(row, place=""))


def test_days_are_read_as_people_write_them() -> None:
    row = RECORDS | {"date": "2026年9月28日"}
    assert only(matter(row, date="2026/11/23"))["date"] == "2026-09-28"


def test_each_party_has_its_own_requirements_beside_those_of_the_whole() -> None:
    document = matter(TRAINING, RECORDS)
    document["parties"].append({"name": "陈某某", "kind": "person", "violations": [
        {"code": "AQSCF-097-1-3-P", "stage": "overdue", "date": "2026-09-28"}]})  # fmt: skip
    result = weigh_document(document)
    unit, person = result["parties"]
    assert unit["hearing"]["required"] and result["hearing"]["required"]
    assert unit["hearing"]["articles"][0]["text"] == "行政处罚法第63条第1款第1项"
    assert "较大数额罚款" in unit["hearing"]["rule"]
    assert {"required", "rule", "articles"} <= set(person["legal_review"])


def test_facts_may_carry_the_words_of_the_form() -> None:
    row = {"code": "AQSCF-097-1-3", "facts": {"未培训": 6.0, "一年内第二次以上": "是"}}
    assert only(matter(row))["proposed"] == 38_000
    person = {"code": "AQSCF-095-1", "facts": {"accident_grade": "一般事故", "上一年年收入": "10万"}}
    assert only(matter(person, kind="主要负责人", place=""))["range"] == {"min": 40_000, "max": 40_000}


LEAF = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
                 st.sampled_from(["AQSCF-097-1-3", "AQSCF-095-1", "2026-09-28", "unit", "first", "yl", "removed_harm"]))  # fmt: skip
JSON = st.recursive(LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.sampled_from(["id", "code", "choice", "untrained_persons", "income_yuan", "x"]), inner, max_size=3), max_leaves=6)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["place", "date", "parties", "departures", "complex"]), JSON, max_size=3),
       st.dictionaries(st.sampled_from(["name", "kind", "violations"]), JSON, max_size=2),
       st.dictionaries(st.sampled_from(["code", "date", "stage", "facts", "circumstances", "act", "evidence", "new_law"]),
                       JSON, max_size=4))  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_whatever_json_comes_it_is_answered_or_refused_in_words(top: Any, party: Any, violation: Any) -> None:
    document = matter(TRAINING | violation)
    document["parties"][0] |= party
    try:
        result = weigh_document(document | top)
    except Faulty as faulty:
        assert all(f.says and any("\u4e00" <= c <= "\u9fff" for c in f.says) for f in faulty.faults)
    else:
        assert json.dumps(result, ensure_ascii=False) and result["total"] >= 0


def test_the_order_of_parties_and_violations_changes_no_amount() -> None:
    rows = [TRAINING, RECORDS, {"code": "AQSCF-099-1-1", "facts": {"unmarked_places": 4}, "act": "a"},
            {"code": "AQSCF-099-1-2", "facts": {"faulty_devices": 4}, "act": "a"}]  # fmt: skip
    first = weigh_document(matter(*rows))
    again = weigh_document(matter(*reversed(rows)))
    assert first["total"] == again["total"]
    by_code = {v["code"]: v["proposed"] for v in first["parties"][0]["violations"]}
    assert {v["code"]: v["proposed"] for v in again["parties"][0]["violations"]} == by_code




def test_circumstances_may_carry_a_choice_and_evidence() -> None:
    row = TRAINING | {"circumstances": [{"id": "removed_harm", "choice": "lighten", "evidence": ["证据7"]}]}
    shown = weigh_document(matter(row))["parties"][0]["violations"][0]
    assert shown["proposed"] == 32_000
    assert any("证据7" in s["text"] for s in shown["steps"])
    spared = weigh_document(matter(TRAINING | {"circumstances": ["minor_corrected"]}))
    assert spared["total"] == 0 and spared["parties"][0]["violations"][0]["no_penalty"]


def test_fen_come_out_only_where_there_are_any() -> None:
    row = {"code": "AQSCF-095-1", "facts": {"accident_grade": "general", "income_yuan": "100000.02"}}
    assert weigh_document(matter(row, kind="person", place=""))["total"] == 40_000
    row["facts"] = {"accident_grade": "general", "income_yuan": "100000.05"}
    assert weigh_document(matter(row, kind="person", place=""))["total"] == 40_000.02
