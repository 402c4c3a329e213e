"""The chain of a file: nothing can be changed, dropped, added or moved without being named."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.kernel import chain

FIRST = chain.genesis("YL-2026-C0012", "云岭区应急管理局", "penalty_ordinary")
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-chain.MAX_INT, chain.MAX_INT) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def made(length: int, first: str = FIRST) -> list[dict[str, Any]]:
    prev, out = first, []
    for seq in range(1, length + 1):
        event = chain.seal(prev, {"seq": seq, "kind": "act", "act": f"act{seq}", "facts": {"n": seq}})
        out.append(event)
        prev = event["hash"]
    return out


@given(VALUES)
def test_canonical_text_reads_back_as_the_same_value_and_writes_the_same_bytes(value: Any) -> None:
    data = chain.canonical(value)
    assert json.loads(data) == value
    assert chain.canonical(json.loads(data)) == data


def test_keys_are_sorted_as_rfc_8785_says_by_utf_16_units() -> None:
    assert (
        chain.canonical({"\ufb33": 1, "\U0001f600": 2, "a": 3})
        == '{"a":3,"\U0001f600":2,"\ufb33":1}'.encode()
    )


def test_moments_are_written_in_beijing_time_whatever_zone_they_came_in() -> None:
    assert chain.canonical(datetime(2026, 11, 23, 1, 0, tzinfo=UTC)) == b'"2026-11-23T09:00:00+08:00"'
    assert chain.canonical(date(2026, 11, 23)) == b'"2026-11-23"'


@pytest.mark.parametrize("value", [1.0, 2**53, datetime(2026, 1, 1), {1: "a"}, {"a"}, "\ud800", b"x"])
def test_what_a_browser_could_read_differently_has_no_canonical_form(value: Any) -> None:
    with pytest.raises(chain.NotCanonical):
        chain.canonical(value)


def test_the_first_event_of_one_file_cannot_begin_another() -> None:
    other = chain.genesis("YL-2026-C0013", "云岭区应急管理局", "penalty_ordinary")
    assert [(b.seq, b.kind) for b in chain.verify_chain(made(3), other)] == [(1, "link")]


@given(st.integers(0, 8))
def test_an_untouched_chain_has_no_break(length: int) -> None:
    events = made(length)
    head = events[-1]["hash"] if events else None
    assert chain.verify_chain(events, FIRST, head=head, count=length) == []


@given(st.integers(1, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))), VALUES)
def test_any_change_of_a_body_is_named_by_its_seq(where: tuple[int, int], value: Any) -> None:
    length, at = where
    events = made(length)
    events[at] = events[at] | {"facts": {"other": value}}
    assert [(b.seq, b.kind) for b in chain.verify_chain(events, FIRST)] == [(at + 1, "changed")]


@given(st.integers(1, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))))
def test_a_change_whose_hash_was_mended_breaks_at_the_next_item_or_at_the_head(
    where: tuple[int, int],
) -> None:
    length, at = where
    events = made(length)
    head = events[-1]["hash"]
    forged = {k: v for k, v in events[at].items() if k not in chain.ENVELOPE} | {"facts": {"n": -1}}
    events[at] = chain.seal(events[at]["prev"], forged)
    breaks = chain.verify_chain(events, FIRST, head=head, count=length)
    assert [(b.seq, b.kind) for b in breaks] == [(at + 2, "link") if at + 1 < length else (length, "head")]


@given(st.integers(1, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))))
def test_any_dropped_item_is_named_even_the_last_when_a_checkpoint_gives_the_count(
    where: tuple[int, int],
) -> None:
    length, at = where
    events = made(length)
    head = events[-1]["hash"]
    del events[at]
    assert [(b.seq, b.kind) for b in chain.verify_chain(events, FIRST, head=head, count=length)] == [
        (at + 1, "dropped")
    ]


@given(st.integers(2, 8).flatmap(lambda n: st.tuples(st.just(n), st.permutations(range(n)))))
def test_any_other_order_is_named_and_only_as_order(where: tuple[int, list[int]]) -> None:
    length, order = where
    events = made(length)
    breaks = chain.verify_chain([events[i] for i in order], FIRST)
    assert {b.kind for b in breaks} <= {"reordered"}
    assert bool(breaks) == (order != sorted(order))


@given(st.integers(1, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_an_item_added_anywhere_is_found(where: tuple[int, int]) -> None:
    length, at = where
    events = made(length)
    prev = events[at - 1]["hash"] if at else FIRST
    events.insert(at, chain.seal(prev, {"seq": at + 1, "kind": "act", "act": "forged"}))
    found = chain.verify_chain(events, FIRST, head=made(length)[-1]["hash"], count=length)
    assert found and found[0].seq <= at + 1


@given(st.integers(2, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))))
@settings(max_examples=30)
def test_a_withheld_body_keeps_its_place_and_its_act_cannot_be_renamed(where: tuple[int, int]) -> None:
    length, at = where
    events = made(length)
    events[at] = chain.withhold(events[at], "副卷")
    assert "facts" not in events[at]
    assert chain.verify_chain(events, FIRST, head=events[-1]["hash"], count=length) == []
    events[at] = events[at] | {"act": "other"}
    assert [(b.seq, b.kind) for b in chain.verify_chain(events, FIRST)] == [(at + 1, "changed")]


def test_a_withheld_body_still_attests_the_papers_it_named_and_no_others() -> None:
    named, other = "a" * 64, "b" * 64
    event = chain.seal(FIRST, {"seq": 1, "kind": "act", "act": "decide", "papers": [{"sha256": named}]})
    hidden = chain.withhold(event, "副卷")
    assert hidden["attests"] == (named,)
    forged = hidden | {"attests": [named, other]}
    assert [b.kind for b in chain.verify_chain([forged], FIRST)] == ["changed"]


def test_an_unknown_hash_algorithm_never_passes() -> None:
    events = made(2)
    events[0] = events[0] | {"alg": "md5"}
    assert [(b.seq, b.kind) for b in chain.verify_chain(events, FIRST)] == [(1, "changed")]


def test_a_real_event_cannot_call_itself_withheld() -> None:
    with pytest.raises(chain.NotCanonical):
        chain.seal(FIRST, {"seq": 1, "withheld": "x"})


@pytest.mark.parametrize("item", [{}, {"seq": "1"}, {"seq": True}, {"seq": 0}, {"seq": 1.5}])
def test_an_item_without_a_number_is_named_by_its_line(item: dict[str, Any]) -> None:
    assert chain.verify_chain([item], FIRST)[0].seq == 1
