"""The tree over all files of an agency, as RFC 6962 has it."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.kernel import merkle

LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=40)


def test_the_tree_of_nothing_and_of_one_follow_the_definition() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").digest()
    assert merkle.root([b"a"]) == hashlib.sha256(b"\x00a").digest()


@given(LEAVES)
def test_the_root_is_the_recursive_definition(leaves: list[bytes]) -> None:
    def by_definition(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return merkle.leaf_hash(part[0])
        k = 1
        while k * 2 < len(part):
            k *= 2
        return merkle.node_hash(by_definition(part[:k]), by_definition(part[k:]))

    assert merkle.root(leaves) == by_definition(leaves)


@given(LEAVES.flatmap(lambda x: st.tuples(st.just(x), st.integers(0, len(x) - 1))))
def test_every_leaf_proves_its_place_and_no_other_leaf_place_or_path_does(
    where: tuple[list[bytes], int],
) -> None:
    leaves, index = where
    size, top = len(leaves), merkle.root(leaves)
    path = merkle.inclusion_proof(index, leaves)
    assert merkle.verify_inclusion(leaves[index], index, size, path, top)
    assert not merkle.verify_inclusion(leaves[index] + b"x", index, size, path, top)
    assert not merkle.verify_inclusion(leaves[index], size, size, path, top)
    assert not merkle.verify_inclusion(leaves[index], index, size, [*path, b"\0" * 32], top)
    if path:
        assert not merkle.verify_inclusion(leaves[index], index, size, path[:-1], top)


@given(LEAVES.flatmap(lambda x: st.tuples(st.just(x), st.integers(1, len(x)))))
def test_a_longer_tree_proves_that_it_begins_with_the_shorter(where: tuple[list[bytes], int]) -> None:
    leaves, old = where
    before, after = merkle.root(leaves[:old]), merkle.root(leaves)
    path = merkle.consistency_proof(old, leaves)
    assert merkle.verify_consistency(old, before, len(leaves), after, path)
    if old < len(leaves):
        assert not merkle.verify_consistency(old, b"\1" * 32, len(leaves), after, path)


def test_no_proof_is_made_for_a_leaf_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_proof(2, [b"a", b"b"])


HEADS = [merkle.Head(f"YL-2026-C{n:04d}", n, f"{n:064x}") for n in range(1, 8)]


def test_a_checkpoint_does_not_depend_on_the_order_in_which_files_were_read() -> None:
    day = date(2026, 11, 22)
    one = merkle.checkpoint("云岭区应急管理局", day, HEADS, merkle.FIRST_PREV, "k")
    two = merkle.checkpoint("云岭区应急管理局", day, reversed(HEADS), merkle.FIRST_PREV, "k")
    assert one == two and one["size"] == 7


def test_a_file_counted_twice_is_refused() -> None:
    with pytest.raises(ValueError):
        merkle.in_order([HEADS[0], HEADS[0]])


def test_a_proof_holds_for_its_file_count_and_head_only() -> None:
    point = merkle.checkpoint("云岭区应急管理局", date(2026, 11, 22), HEADS, merkle.FIRST_PREV, "k")
    given_ = merkle.proof(point, HEADS, "YL-2026-C0003")
    assert merkle.verify_proof(given_, "YL-2026-C0003")
    assert not merkle.verify_proof(given_, "YL-2026-C0004")
    assert not merkle.verify_proof(given_ | {"count": 4}, "YL-2026-C0003")
    assert not merkle.verify_proof(given_ | {"head": "0" * 64}, "YL-2026-C0003")
    assert not merkle.verify_proof({}, "YL-2026-C0003")


def test_the_next_checkpoint_names_the_signature_of_the_one_before_as_well() -> None:
    point = merkle.checkpoint("云岭区应急管理局", date(2026, 11, 22), HEADS, merkle.FIRST_PREV, "k")
    assert merkle.to_be_signed(point) == merkle.to_be_signed(point | {"signature": "aa"})
    assert merkle.checkpoint_hash(point | {"signature": "aa"}) != merkle.checkpoint_hash(
        point | {"signature": "bb"}
    )
