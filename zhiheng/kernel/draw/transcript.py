"""The record of a draw that is published whole: pool, marks, commitment, secret, public number, result."""
from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.kernel.collecting import paused
from zhiheng.kernel.draw.commitment import RULE, Commitment, secret_hash, seed_of
from zhiheng.kernel.draw.officers import Assigned, assign
from zhiheng.kernel.draw.order import chosen
from zhiheng.kernel.draw.pool import MARKS, SECTIONS, STRAY, WIDTH, DrawError, Pool

Line = tuple[int, str, str, tuple[str, ...], str]


@dataclass(frozen=True)
class Drawn:
    """A result: ``lines`` are (rank, candidate id, stratum, officers, why nobody could be sent)."""

    seed: str
    lines: tuple[Line, ...]
    assigned: tuple[Assigned, ...]


def draw(pool: Pool, seed: bytes) -> Drawn:
    """Candidates and officers from pool and seed; the same always."""
    with paused():
        given = assign(pool, chosen(pool, seed), seed)
    lines = tuple((a.place.rank, a.place.id, a.place.candidate[2], a.officers, a.says) for a in given)
    return Drawn(seed.hex(), lines, tuple(given))


@dataclass(frozen=True)
class Transcript:
    """``said`` is the published JSON as read or made; everything in it is text, lists and whole numbers."""

    said: Mapping[str, Any]

    @classmethod
    def make(cls, pool: Pool, commitment: Commitment, secret: str, public_number: str) -> Transcript:
        """Draw, and write the record of it. DrawError when secret or pool are not those committed to."""
        if pool.hash != commitment.pool_hash:
            raise DrawError("名录与已公布的承诺不符，不能揭晓")
        if secret_hash(secret) != commitment.secret_hash:
            raise DrawError("秘密值与已公布的承诺不符，不能揭晓")
        drawn = draw(pool, seed_of(commitment, secret, public_number))
        return cls({
            "format": RULE, "number": commitment.number, "commitment": commitment.as_dict(),
            "commitment_hash": commitment.hash, "secret": secret, "public_number": public_number.strip(),
            "seed": drawn.seed, "columns": {k: list(v) for k, v in SECTIONS.items()},
            "pool": {k: [list(r) for r in pool.rows[k]] for k in SECTIONS}, "marks": marks(pool),
            "result": [[rank, key, stratum, list(officers), says] for rank, key, stratum, officers, says in drawn.lines],
        })

    @property
    def number(self) -> str:
        return str(self.said.get("number", ""))


def marks(pool: Pool) -> dict[str, list[str]]:
    """The first digits of every row's digest: they tell which row was touched."""
    return {kind: marks_of(pool.digests[kind]) for kind in SECTIONS}


def marks_of(digests: bytes) -> list[str]:
    """The marks of digests that stand one after another."""
    text = mark_text(digests)
    return [text[n:n + MARKS] for n in range(0, len(text), MARKS)]


def mark_text(digests: bytes) -> str:
    """All marks in one text: the first eight of every 32 bytes."""
    return array("Q", digests)[::WIDTH // 8].tobytes().hex()


def rows_of(said: Mapping[str, Any]) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """The pool of a transcript as it stands there, unchecked. DrawError when it has no such shape."""
    pool = said.get("pool")
    if not isinstance(pool, Mapping) or set(pool) != set(SECTIONS) or not all(isinstance(r, list) for r in pool.values()):
        raise DrawError("抽取记录里没有完整的名录")
    if not all({list}.issuperset(map(type, rows)) for rows in pool.values()):
        raise DrawError("抽取记录的名录里有一行不是列表")
    return {kind: list(map(tuple, pool[kind])) for kind in SECTIONS}


def text_of(said: Mapping[str, Any], key: str) -> str:
    """A text of the transcript. DrawError when it is none, or one no other program would read alike."""
    value = said.get(key)
    if not isinstance(value, str) or STRAY.search(value) or value != value.strip():
        raise DrawError(f"抽取记录的「{key}」缺少，或者含有控制字符、首尾空格")
    return value
