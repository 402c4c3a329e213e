"""A whole matter as a document: what comes out, and every fault named at once with its place."""

from __future__ import annotations

from typing import Any

import pytest

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
    assert result["requires"]["hearing"]["required"]
    assert [r["party"] for r in result["requires"]["hearing"]["rules"]] == ["鑫达木业有限公司", "陈某某"]
    assert result["requires"]["legal_review"]["required"]
    assert result["requires"]["collective_discussion"]["required"]


def test_a_small_fine_requires_nothing_but_what_the_bureau_itself_asks() -> None:
    ours = weigh_document(matter(RECORDS))["requires"]
    assert ours["legal_review"]["required"] and "每案" in ours["legal_review"]["rules"][0]["says"]
    assert not ours["hearing"]["required"] and not ours["collective_discussion"]["required"]
    elsewhere = weigh_document(matter({"code": "AQSCF-099-1-1", "facts": {"gravity": "light"}}, place=""))
    assert not any(r["required"] for r in elsewhere["requires"].values())


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


def test_a_missing_benchmark_fact_is_named_as_people_give_it() -> None:
    with pytest.raises(Faulty, match="untrained_persons"):
        weigh_document(matter({"code": "AQSCF-097-1-3"}))
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


def test_a_rule_that_ended_between_act_and_decision_asks_for_comparison() -> None:
    row = {"code": "WHPTL-077-3", "date": "2026-04-01"}
    shown = weigh_document(matter(row, place=""))["parties"][0]["violations"][0]
    assert any("从旧兼从轻" in w for w in shown["warnings"])


def test_charging_a_person_with_an_act_of_units_is_pointed_out() -> None:
    shown = weigh_document(matter(RECORDS, kind="person"))["parties"][0]["violations"][0]
    assert any("处罚对象是生产经营单位" in w for w in shown["warnings"])


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
