"""The lawful order of a stratum. Candidate i with weight w has the number u in (0, 1); the smallest −ln(u)/w come first.

The order is decided exactly, with whole numbers: u^(1/w) is compared without a logarithm, so that no language's or
machine's rounding can put one enterprise before another.
"""
from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from operator import itemgetter

from zhiheng.kernel.draw.pool import Pool, Row, digests_of

Entry = tuple[int, int, Row]  # (2x + 1, weight, candidate)
HALF = 1 << 54  # u = (2x + 1) / 2^54 with x of 53 bits: never 0, never 1, every value exact


@dataclass(frozen=True)
class Place:
    """One drawn place: ``rank`` counts over the whole draw from 1, ``odd`` is 2x + 1 of the candidate's number."""

    rank: int
    candidate: Row
    odd: int

    @property
    def id(self) -> str:
        return self.candidate[0]


def number_of(seed: bytes, text: str) -> int:
    """2x + 1, where x is the first 53 bits of SHA-256(seed, text). Uniform over the odd numbers below 2^54."""
    return int.from_bytes(hashlib.sha256(seed + text.encode()).digest()[:8], "big") >> 11 << 1 | 1


def chosen(pool: Pool, seed: bytes) -> list[Place]:
    """The places of all strata, strata in their order, each as many as it takes. O(n) hashes.

    Among equal weights the larger number comes first, so each weight of a stratum gives at most as many as the stratum
    takes, and only those are compared with each other.
    """
    ahead: dict[str, list[Entry]] = {key: [] for key in pool.takes}
    for (stratum, weight), rows in pool.groups.items():
        ahead[stratum] += foremost(rows, int(weight), seed, pool.takes[stratum])
    return places(pool.takes, ahead)


def places(takes: Mapping[str, int], ahead: Mapping[str, Iterable[Entry]]) -> list[Place]:
    """The places when of each stratum those that can come first are known."""
    found: list[Place] = []
    for stratum, take in takes.items():
        for odd, _, row in ordered(ahead[stratum])[:take]:
            found.append(Place(len(found) + 1, row, odd))
    return found


def foremost(rows: Sequence[Row], weight: int, seed: bytes, take: int) -> list[Entry]:
    """Those of one weight with the largest numbers, ``take`` of them and whoever equals the last.

    Digests are compared as bytes: their first 53 bits decide, so all from the least of those bits on are kept.
    """
    if take <= 0 or not rows:
        return []
    ids = list(map(itemgetter(0), rows))
    digests = digests_of(seed, "\n".join(ids).encode().split(b"\n"))  # no id of a pool has a break in it
    last = heapq.nlargest(take, digests)[-1] if take < len(rows) // 8 else sorted(digests, reverse=True)[:take][-1]
    least = (int.from_bytes(last[:8], "big") >> 11 << 11).to_bytes(8, "big")
    return [(int.from_bytes(d[:8], "big") >> 11 << 1 | 1, weight, rows[n]) for n, d in enumerate(digests) if d >= least]


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """(odd, weight, row) in the lawful order. Floating point only sorts roughly; what lies close is compared exactly."""
    rough = sorted(entries, key=lambda e: (_key(e), e[2][0]))
    keys = [_key(e) for e in rough]
    out, start = [], 0
    for n in range(1, len(rough) + 1):
        if n == len(rough) or keys[n] - keys[n - 1] > 1e-9 * keys[n]:
            run = rough[start:n]
            out += sorted(run, key=cmp_to_key(compare)) if len(run) > 1 else run
            start = n
    return out


def _key(entry: Entry) -> float:
    """−ln(u)/w, right to fifteen digits also where u is next to 1 and its logarithm next to nothing."""
    odd, weight, _ = entry
    far = HALF - odd
    return -(math.log1p(-far / HALF) if far < odd else math.log(odd / HALF)) / weight


def compare(one: Entry, other: Entry) -> int:
    """-1 when ``one`` comes first: u₁^(1/w₁) > u₂^(1/w₂), which is u₁^w₂ > u₂^w₁; ids decide what is equal."""
    (a, wa, ra), (b, wb, rb) = one, other
    left, right = a**wb * HALF**wa, b**wa * HALF**wb
    if left != right:
        return -1 if left > right else 1
    return -1 if ra[0] < rb[0] else 1
