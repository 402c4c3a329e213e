"""Decisions that bureaus have published: the clause they cite is in the catalogue on that day, a search for the facts
finds it, and the fine lies in the range the statute gives.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from zhiheng.kernel.discretion import statutory
from zhiheng.law import violations
from zhiheng.law.charges import charge
from zhiheng.law.find import find
from zhiheng.law.find_citing import read
from zhiheng.law.weighing import weigh_document

ROWS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("decisions.yaml").read_text(encoding="utf-8"))
LABELS = [f"{row['day']}-{row['code'][0]}-{row['yuan']}" for row in ROWS]
every_decision = pytest.mark.parametrize("row", ROWS, ids=LABELS)


def test_there_are_sixty_decisions_at_least_and_none_names_a_party() -> None:
    assert len(ROWS) >= 60
    assert {row["who"] for row in ROWS} == {"unit", "person"}


@every_decision
def test_the_clause_a_decision_cites_is_in_force_in_the_catalogue_on_that_day(row: dict[str, Any]) -> None:
    cited = read(row["cited"])
    assert cited is not None
    act = violations.get(row["code"][0])
    assert violations.usable(act, row["day"]) is None
    assert any(cited.meets(place) for place in act.penalties)
    assert act.is_unit == (row["who"] == "unit")


@every_decision
def test_the_words_of_a_decision_find_its_clause_among_the_first_five(row: dict[str, Any]) -> None:
    cited = read(row["cited"])
    assert cited is not None
    first = find(row["facts"], row["day"])[:5]
    assert any(cited.meets(place) for hit in first for place in hit.violation.penalties), [
        hit.violation.code for hit in first
    ]


@every_decision
def test_its_citation_typed_finds_the_entry_first_for_that_day(row: dict[str, Any]) -> None:
    codes = [hit.violation.code for hit in find(row["cited"], row["day"])[:6]]
    assert row["code"][0] in codes


def _range(code: str, row: dict[str, Any]) -> tuple[int, int]:
    act = violations.get(code)
    stage = next(s.id for s in act.stages)
    asked = charge(code, row["day"], stage=stage, facts=row.get("given"))
    found, _ = statutory(asked.fine, asked.facts, asked.penalty)
    assert found is not None
    return found.min_fen, found.max_fen


@every_decision
def test_the_fine_lies_in_the_range_of_the_statute(row: dict[str, Any]) -> None:
    ranges = [_range(code, row) for code in row["code"]]
    low, high = sum(r[0] for r in ranges), sum(r[1] for r in ranges)
    fen = row["yuan"] * 100
    assert fen < low if row.get("below") else low <= fen <= high


@every_decision
def test_a_decision_is_weighed_with_no_more_than_it_publishes(row: dict[str, Any]) -> None:
    """By a place that is not known here, on the day of the act: no fact is asked for that the statute does not need."""
    day = row["day"].isoformat()
    charged = [{"code": code, "date": day, "facts": row.get("given", {})} for code in row["code"]]
    party = {"name": "甲", "kind": row["who"], "violations": charged}
    answer = weigh_document({"place": "某县", "date": day, "parties": [party]})
    assert [v["code"] for v in answer["parties"][0]["violations"]] == row["code"]


def test_thirty_decisions_nearly_were_collected_without_knowing_the_words_of_the_search() -> None:
    assert sum(bool(row.get("heldout")) for row in ROWS) >= 29
