"""Facts are read from untrusted input into canonical values, or refused by field in words."""
from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.kernel.toy import Note, OpenFacts, Row
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import as_date, as_datetime, parse, schema


def test_a_form_becomes_canonical_values() -> None:
    parsed = parse(schema(OpenFacts), {"officers": "a", "parties": [{"name": " 甲 ", "amount": "1,200"}, {"name": ""}]})
    assert parsed.errors == ()
    assert parsed.values == {"officers": ["a"], "parties": [{"name": "甲", "amount": 1200}]}


def test_every_fault_is_told_with_its_place() -> None:
    parsed = parse(schema(OpenFacts), {"parties": [{"name": "甲", "amount": "一百"}, "不是行"], "more": 1})
    assert [e.path for e in parsed.errors] == ["officers", "parties.1.amount", "parties.2", "more"]
    assert parsed.errors[0].says == "请填写「承办人」。"


def test_a_draft_may_lack_what_is_required() -> None:
    assert parse(schema(OpenFacts), {}, partial=True).errors == ()


@pytest.mark.parametrize(("given", "says"), [
    ({"text": "x", "on": "昨天"}, "不是日期"), ({"text": "x", "kind": "c"}, "没有“c”这个选项"), ({"text": 3}, "应为文字"),
])
def test_values_of_the_wrong_kind_are_refused_in_words(given: dict[str, object], says: str) -> None:
    parsed = parse(schema(Note), given)
    assert says in parsed.errors[0].says


@pytest.mark.parametrize("given", [True, 1.5, "1.5", "-1"])
def test_money_is_never_a_fraction_a_truth_or_negative(given: object) -> None:
    assert parse(schema(Row), {"name": "甲", "amount": given}).errors


def test_dates_and_moments_are_read_in_chinese_time() -> None:
    facts = {"on": "2026-11-16", "at": "2026-11-16T01:00:00+00:00"}
    assert as_date(facts, "on") == date(2026, 11, 16)
    assert as_datetime(facts, "at") == datetime(2026, 11, 16, 9, tzinfo=TZ)
    assert as_date(facts, "missing") is None
