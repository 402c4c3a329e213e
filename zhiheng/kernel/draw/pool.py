"""The frozen pool: every row that can change a draw, as text, in one order, each with its own digest.

A row is a tuple of texts; the same rows always give the same bytes, and a row that was touched is found by its digest.
"""
from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from zhiheng.kernel.errors import ZhihengError

Row = tuple[str, ...]
Sections = Mapping[str, tuple[Row, ...]]

SECTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "setting": ("name", "value"),
    "item": ("code", "title"),
    "stratum": ("id", "title", "take"),
    "candidate": ("id", "name", "stratum", "weight", "field", "area"),
    "excluded": ("id", "name", "reason"),
    "officer": ("id", "name", "fields", "areas", "limit"),
    "recusal": ("officer", "candidate", "reason"),
    "former": ("candidate", "officer", "officer"),
})
"""Kinds of rows in their order, with the words of their columns. ``fields`` and ``areas`` are joined by "|"; an officer
without areas goes everywhere. ``former``: the two who visited the candidate last time. ``limit``: most places."""

STRAY = re.compile("[\x00-\x1f\x7f\u2028\u2029]")
MOST_WEIGHT = 1000
WEIGHTS = frozenset(map(str, range(1, MOST_WEIGHT + 1)))
MARKS = 16  # hexadecimal digits of a row's digest that the transcript shows


class DrawError(ZhihengError):
    """A pool or a transcript that cannot be used; says which row and what to do."""


@dataclass(frozen=True)
class Pool:
    """The rows by kind, in canonical order. Build with :meth:`of`; DrawError names the first row that is wrong."""

    rows: Sections

    @classmethod
    def of(cls, rows: Mapping[str, Iterable[Sequence[str]]]) -> Pool:
        """Sort and check. A row of another kind, a stray control character, a double id, a weight below 1 ... raise."""
        if unknown := set(rows) - set(SECTIONS):
            raise DrawError(f"名录里有不认识的部分「{sorted(unknown)[0]}」")
        found = {kind: _sorted(rows.get(kind, ())) for kind in SECTIONS}
        for kind, words in SECTIONS.items():
            _check_text(kind, len(words), found[kind])
        pool = cls(MappingProxyType(found))
        _check_sense(pool)
        return pool

    @cached_property
    def settings(self) -> Mapping[str, str]:
        return {name: value for name, value in self.rows["setting"]}

    @cached_property
    def takes(self) -> Mapping[str, int]:
        """How many places each stratum has."""
        return {key: int(take) for key, _, take in self.rows["stratum"]}

    @property
    def per_place(self) -> int:
        """How many officers go to one place; two unless set otherwise (行政处罚法 42-1)."""
        return int(self.settings.get("officers_per_place", "2"))

    @cached_property
    def digests(self) -> Mapping[str, list[bytes]]:
        """SHA-256 of every row: of its kind, a tab, and its texts joined by tabs."""
        return {kind: row_digests(kind, self.rows[kind]) for kind in SECTIONS}

    @cached_property
    def hash(self) -> str:
        """SHA-256 over all row digests in order, hexadecimal: the pool's fingerprint."""
        return pool_hash(self.digests)


def _sorted(rows: Iterable[Sequence[str]]) -> tuple[Row, ...]:
    """In order and each once. Rows that come in order (those of a transcript) cost next to nothing."""
    found = sorted(r if type(r) is tuple else tuple(r) for r in rows)
    return tuple(row for n, row in enumerate(found) if n == 0 or row != found[n - 1])


def row_digests(kind: str, rows: Iterable[Row]) -> list[bytes]:
    """SHA-256 of each row of a kind. DrawError when a row holds something that is no text."""
    head = f"{kind}\t"
    sha = hashlib.sha256
    try:
        return [sha((head + "\t".join(r)).encode()).digest() for r in rows]
    except (TypeError, UnicodeEncodeError) as fault:
        raise DrawError(f"{kind} 的名录里有不是文字的内容") from fault


def pool_hash(digests: Mapping[str, Sequence[bytes]]) -> str:
    whole = hashlib.sha256()
    for kind in SECTIONS:
        whole.update(f"{kind} {len(digests[kind])}\n".encode())
        whole.update(b"".join(digests[kind]))
    return whole.hexdigest()


def _check_text(kind: str, width: int, rows: Iterable[Row]) -> None:
    for row in rows:
        if len(row) != width:
            raise DrawError(f"{kind} 的一行有 {len(row)} 项，应为 {width} 项：{'、'.join(row)[:60]}")
        text = "".join(row)
        if not text.isprintable() and STRAY.search(text):
            raise DrawError(f"{kind} 的「{row[0][:40]}」含有换行、制表等控制字符，请先改正")


def _check_sense(pool: Pool) -> None:
    for kind in ("setting", "stratum", "candidate", "excluded", "officer"):
        _once(kind, pool.rows[kind])
    strata = {r[0] for r in pool.rows["stratum"]}
    for key, _, take in pool.rows["stratum"]:
        if not take.isdecimal():
            raise DrawError(f"分层「{key}」的抽取数不是整数：{take}")
    for key, name, stratum, weight, _, _ in pool.rows["candidate"]:
        if stratum not in strata:
            raise DrawError(f"「{name}」（{key}）的分层「{stratum}」没有登记")
        if weight not in WEIGHTS:
            raise DrawError(f"「{name}」（{key}）的权重须为 1 至 {MOST_WEIGHT} 的整数，现为 {weight}")
    _counts(pool)
    for key, name, _, _, limit in pool.rows["officer"]:
        if not limit.isdecimal():
            raise DrawError(f"执法人员「{name}」（{key}）的任务上限不是整数：{limit}")
    if not pool.settings.get("officers_per_place", "2").isdecimal() or not 0 <= pool.per_place <= 6 or pool.per_place == 1:
        raise DrawError("每一对象的执法人员不得少于两名（行政处罚法第42条第1款）")


def _once(kind: str, rows: tuple[Row, ...]) -> None:
    if len({row[0] for row in rows}) == len(rows):
        return
    seen: set[str] = set()
    for row in rows:
        if row[0] in seen:
            raise DrawError(f"{kind} 中「{row[0]}」出现两次，须先合并")
        seen.add(row[0])


def _counts(pool: Pool) -> None:
    held = Counter(row[2] for row in pool.rows["candidate"])
    for key, title, take in pool.rows["stratum"]:
        if int(take) > held[key]:
            raise DrawError(f"分层「{title}」只有 {held[key]} 家，不能抽取 {take} 家")
    both = {r[0] for r in pool.rows["candidate"]} & {r[0] for r in pool.rows["excluded"]}
    if both:
        raise DrawError(f"「{min(both)}」既在名录内又被剔除")
