"""Merkle tree of RFC 6962 (SHA-256) over the heads of all files of an agency, and the daily checkpoint made
of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from zhiheng.kernel.chain import ALGORITHM, canonical, digest

CHECKPOINT = "zhiheng.checkpoint.v1"
ORDER = "file-number, by UTF-8 bytes"
FIRST_PREV = "0" * 64  # what the first checkpoint of an agency points back to


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(n: int) -> int:
    """The largest power of two smaller than ``n`` (n > 1)."""
    return 1 << ((n - 1).bit_length() - 1)


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree head; of no leaves the hash of nothing, as RFC 6962 2.1 says."""
    if not leaves:
        return hashlib.sha256().digest()
    level = [leaf_hash(x) for x in leaves]
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The audit path of leaf ``index``, from the leaf upwards (2.1.1); IndexError when there is no such
    leaf."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path: list[bytes] = []
    level = [leaf_hash(x) for x in leaves]
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level, index = paired + level[len(paired) * 2 :], index // 2
    return path


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], tree_root: bytes) -> bool:
    """True when ``leaf`` is item ``index`` of the ``size`` items under ``tree_root``."""
    if not 0 <= index < size:
        return False
    at, last, computed = index, size - 1, leaf_hash(leaf)
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            computed = node_hash(step, computed)
            while at and not at & 1:  # levels where this node stood alone
                at, last = at >> 1, last >> 1
        else:
            computed = node_hash(computed, step)
        at, last = at >> 1, last >> 1
    return last == 0 and computed == tree_root


def consistency_proof(old_size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Proof that the tree of the first ``old_size`` leaves is the beginning of this one (2.1.2)."""
    if not 0 < old_size <= len(leaves):
        raise IndexError(old_size)
    return _subproof(old_size, leaves, True)


def _subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    n = len(leaves)
    if m == n:
        return [] if whole else [root(leaves)]
    k = _split(n)
    if m <= k:
        return [*_subproof(m, leaves[:k], whole), root(leaves[k:])]
    return [*_subproof(m - k, leaves[k:], False), root(leaves[:k])]


def verify_consistency(
    old_size: int, old_root: bytes, size: int, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """True when the old tree is the beginning of the new one."""
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not path and old_root == new_root
    steps = list(path)
    at, last = old_size - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if at:
        if not steps:
            return False
        old = new = steps.pop(0)
    else:
        old = new = old_root
    for step in steps:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


@dataclass(frozen=True, order=True)
class Head:
    """Where one file stood: its number, how many events it had, the hash of the last."""

    file: str
    count: int
    hash: str

    def leaf(self) -> bytes:
        return canonical({"file": self.file, "count": self.count, "head": self.hash})


def in_order(heads: Iterable[Head]) -> list[Head]:
    """The lawful order of heads in a checkpoint; a file that occurs twice is a ValueError."""
    ordered = sorted(heads, key=lambda h: h.file.encode())
    for a, b in pairwise(ordered):
        if a.file == b.file:
            raise ValueError(f"file twice in one checkpoint: {a.file}")
    return ordered


def checkpoint(agency: str, day: date, heads: Iterable[Head], prev: str, key: str) -> dict[str, Any]:
    """The unsigned checkpoint of ``agency`` for ``day``; ``prev`` is :func:`checkpoint_hash` of the one
    before.

    ``key`` is the id of the public key that will sign :func:`to_be_signed`.
    """
    ordered = in_order(heads)
    return {
        "type": CHECKPOINT,
        "alg": ALGORITHM,
        "agency": agency,
        "date": day.isoformat(),
        "order": ORDER,
        "size": len(ordered),
        "root": root([h.leaf() for h in ordered]).hex(),
        "prev": prev,
        "key": key,
    }


def to_be_signed(record: Mapping[str, Any]) -> bytes:
    """The bytes that are signed: the record's type, a line feed, the canonical record without
    ``signature``."""
    body = {k: v for k, v in record.items() if k != "signature"}
    return str(record.get("type")).encode() + b"\n" + canonical(body)


def checkpoint_hash(record: Mapping[str, Any]) -> str:
    """The hash that the next checkpoint names; over the signature as well."""
    return digest("zhiheng.checkpoint-link.v1", dict(record))


def proof(record: Mapping[str, Any], heads: Iterable[Head], file: str) -> dict[str, Any]:
    """The inclusion proof of ``file`` under a checkpoint, as it travels in a package; KeyError when not in
    it."""
    ordered = in_order(heads)
    places = {h.file: i for i, h in enumerate(ordered)}
    index = places[file]
    path = inclusion_proof(index, [h.leaf() for h in ordered])
    return {
        "checkpoint": dict(record),
        "index": index,
        "count": ordered[index].count,
        "head": ordered[index].hash,
        "path": [p.hex() for p in path],
    }


def verify_proof(given: Mapping[str, Any], file: str) -> bool:
    """True when the proof carries ``file`` with its count and head into the root of its checkpoint.

    The signature is not looked at here (the kernel has no cryptography beyond hashes).
    """
    try:
        point = given["checkpoint"]
        leaf = Head(file, given["count"], given["head"]).leaf()
        path = [bytes.fromhex(p) for p in given["path"]]
        return point["alg"] == ALGORITHM and verify_inclusion(
            leaf, given["index"], point["size"], path, bytes.fromhex(point["root"])
        )
    except (KeyError, TypeError, ValueError):
        return False
