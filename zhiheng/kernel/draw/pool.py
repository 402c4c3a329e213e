"""The frozen pool: every row that can change a draw, as text, in one order, each with its own digest.

A row is a tuple of texts; the same rows always give the same bytes, and a row that was touched is found by its digest.
"""
from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from operator import eq, itemgetter, lt
from types import MappingProxyType

from zhiheng.kernel.collecting import paused
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

KIND_ZH: Mapping[str, str] = MappingProxyType({
    "setting": "设定", "item": "事项", "stratum": "分层", "candidate": "名录", "excluded": "剔除", "officer": "执法人员",
    "recusal": "回避", "former": "上次同组"})
KEYED = ("setting", "stratum", "candidate", "excluded", "officer")
"""Kinds whose first column is an id that occurs once."""

STRAY = re.compile("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")  # control signs, line breaks, halves of a sign
CONTROLS = bytes((*range(32), 127))
LINE_ENDS = "\u2028".encode(), "\u2029".encode()
MOST_WEIGHT = 1000
WEIGHTS = frozenset(map(str, range(1, MOST_WEIGHT + 1)))
WHOLE = re.compile("[0-9]{1,9}")  # not isdecimal: that takes the digits of every script
BATCH = 1 << 10  # small enough that its memory is used again and not asked for anew
WIDTH = 32  # bytes of a digest
MARKS = 16  # hexadecimal digits of a row's digest that the transcript shows


class DrawError(ZhihengError):
    """A pool or a transcript that cannot be used; says which row and what to do."""


@dataclass(frozen=True)
class Pool:
    """The rows by kind, in canonical order. Build with :meth:`of`; DrawError names the first row that is wrong."""

    rows: Sections

    @classmethod
    def of(cls, rows: Mapping[str, Iterable[Sequence[str]]], plain: Collection[str] = ()) -> Pool:
        """Sort and check. A row of another kind, a stray control character, a double id, a weight below 1 ... raise.

        ``plain``: kinds whose texts have been looked at already (:func:`digests_and_plain`).
        """
        if unknown := set(rows) - set(SECTIONS):
            raise DrawError(f"名录里有不认识的部分「{min(map(str, unknown))}」")
        with paused():
            given = {kind: [r if type(r) is tuple else tuple(r) for r in rows.get(kind, ())] for kind in SECTIONS}
            for kind, words in SECTIONS.items():
                if kind not in plain:
                    _check_text(kind, len(words), given[kind])
            pool = cls(MappingProxyType({kind: _sorted(given[kind]) for kind in SECTIONS}))
            _check_sense(pool)
        return pool

    @cached_property
    def settings(self) -> Mapping[str, str]:
        return {name: value for name, value in self.rows["setting"]}

    @cached_property
    def takes(self) -> Mapping[str, int]:
        """How many places each stratum has."""
        return {key: int(take) for key, _, take in self.rows["stratum"]}

    @cached_property
    def groups(self) -> Mapping[tuple[str, str], list[Row]]:
        """Candidates by stratum and weight, in their order."""
        found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows["candidate"]:
            found[row[2], row[3]].append(row)
        return found

    @property
    def per_place(self) -> int:
        """How many officers go to one place; two unless set otherwise (行政处罚法 42-1)."""
        return int(self.settings.get("officers_per_place", "2"))

    @cached_property
    def digests(self) -> Mapping[str, bytes]:
        """SHA-256 of every row, 32 bytes each, one after another: of its kind, a tab, and its texts joined by tabs."""
        return {kind: row_digests(kind, self.rows[kind]) for kind in SECTIONS}

    @cached_property
    def hash(self) -> str:
        """SHA-256 over all row digests in order, hexadecimal: the pool's fingerprint."""
        return pool_hash(self.digests)


def in_order(rows: Sequence[Row]) -> bool:
    """Whether rows stand in canonical order, each once."""
    return all(map(lt, rows, islice(rows, 1, None)))


def _sorted(rows: Sequence[Row]) -> tuple[Row, ...]:
    """In order and each once. Rows that come in order (those of a transcript) cost next to nothing."""
    if in_order(rows):
        return tuple(rows)
    found = sorted(rows)
    return tuple(row for n, row in enumerate(found) if n == 0 or row != found[n - 1])


def row_digests(kind: str, rows: Sequence[Row]) -> bytes:
    """SHA-256 of each row of a kind, 32 bytes each, one after another. DrawError when a row holds something that is no text."""
    return digests_and_plain(kind, rows)[0]


def digests_and_plain(kind: str, rows: Sequence[Row]) -> tuple[bytes, bool]:
    """The digests, and whether all rows were seen to have their columns and no sign that may not stand in a pool.

    All rows of a batch are encoded in one go and taken apart at the line breaks; a row with a break of its own makes more
    parts than rows: then one by one.
    """
    head, found, plain = f"{kind}\t".encode(), [], True
    try:
        for start in range(0, len(rows), BATCH):
            lines = list(map("\t".join, rows[start:start + BATCH]))
            text = "\n".join(lines).encode()
            plain = plain and _bare(text, rows[start:start + BATCH], len(SECTIONS[kind]))
            parts = text.split(b"\n")
            found.append(b"".join(digests_of(head, parts if len(parts) == len(lines) else [line.encode() for line in lines])))
    except (TypeError, UnicodeEncodeError) as fault:
        raise DrawError(f"{KIND_ZH[kind]}里有不是文字的内容") from fault
    return b"".join(found), plain


def _bare(text: bytes, rows: Sequence[Row], width: int) -> bool:
    """Whether no control sign stands in the text of these rows but the tabs and breaks between them (UTF-8 has no lone halves)."""
    between = len(rows) * width - 1
    return ({width}.issuperset(map(len, rows)) and len(text) - len(text.translate(None, CONTROLS)) == between
            and LINE_ENDS[0] not in text and LINE_ENDS[1] not in text)


def digests_of(head: bytes, parts: Iterable[bytes]) -> list[bytes]:
    """SHA-256 of head and part, for each part. A hasher begun once and copied costs half of one made anew."""
    begun, found = hashlib.sha256(head).copy, []
    for part in parts:
        hasher = begun()
        hasher.update(part)
        found.append(hasher.digest())
    return found


def pool_hash(digests: Mapping[str, bytes]) -> str:
    """SHA-256 over the digests of all kinds in their order, hexadecimal."""
    whole = hashlib.sha256()
    for kind in SECTIONS:
        whole.update(f"{kind} {len(digests[kind]) // WIDTH}\n".encode())
        whole.update(digests[kind])
    return whole.hexdigest()


def _check_text(kind: str, width: int, rows: Sequence[Row]) -> None:
    """Whole columns are looked at in one go; only when something is wrong, row by row to name it."""
    try:
        if {width}.issuperset(map(len, rows)) and all(
                _plain("".join(map("".join, rows[start:start + BATCH]))) for start in range(0, len(rows), BATCH)):
            return
    except TypeError as fault:
        raise DrawError(f"{KIND_ZH[kind]}里有不是文字的内容") from fault
    for row in rows:
        if len(row) != width:
            raise DrawError(f"{KIND_ZH[kind]}的一行有 {len(row)} 项，应为 {width} 项：{'、'.join(map(shown, row))[:60]}")
        if not all(isinstance(text, str) for text in row):
            raise DrawError(f"{KIND_ZH[kind]}里有不是文字的内容")
        if not _plain("".join(row)):
            raise DrawError(f"{KIND_ZH[kind]}的「{shown(row[0])[:40]}」含有换行、制表等控制字符，请先改正")


def _plain(text: str) -> bool:
    return text.isprintable() or STRAY.search(text) is None


def shown(value: object) -> str:
    """A text as it may be put into a sentence: signs that could move a cursor or break a line stand as question marks."""
    return "".join(c if c.isprintable() else "?" for c in str(value))


def _check_sense(pool: Pool) -> None:
    for kind in KEYED:
        _once(kind, pool.rows[kind])
    for key, _, take in pool.rows["stratum"]:
        if not WHOLE.fullmatch(take):
            raise DrawError(f"分层「{key}」的抽取数不是整数：{take}")
    _candidates(pool)
    _counts(pool)
    for key, name, _, _, limit in pool.rows["officer"]:
        if not WHOLE.fullmatch(limit):
            raise DrawError(f"执法人员「{name}」（{key}）的任务上限不是整数：{limit}")
    if not WHOLE.fullmatch(pool.settings.get("officers_per_place", "2")) or pool.per_place == 1 or pool.per_place > 6:
        raise DrawError("每一对象的执法人员不得少于两名（行政处罚法第42条第1款），也不得多于六名")


def _candidates(pool: Pool) -> None:
    strata = {r[0] for r in pool.rows["stratum"]}
    if all(stratum in strata and weight in WEIGHTS for stratum, weight in pool.groups):
        return
    for key, name, stratum, weight, _, _ in pool.rows["candidate"]:
        if stratum not in strata:
            raise DrawError(f"「{name}」（{key}）的分层「{stratum}」没有登记")
        if weight not in WEIGHTS:
            raise DrawError(f"「{name}」（{key}）的权重须为 1 至 {MOST_WEIGHT} 的整数，现为 {weight}")


def _once(kind: str, rows: Sequence[Row]) -> None:
    """Equal ids stand side by side, for rows are in order."""
    ids = list(map(itemgetter(0), rows))
    if any(map(eq, ids, islice(ids, 1, None))):
        double = next(a for a, b in pairwise(ids) if a == b)
        raise DrawError(f"{KIND_ZH[kind]}中「{double}」出现两次，须先合并")


def _counts(pool: Pool) -> None:
    held: Counter[str] = Counter()
    for (stratum, _), rows in pool.groups.items():
        held[stratum] += len(rows)
    for key, title, take in pool.rows["stratum"]:
        if int(take) > held[key]:
            raise DrawError(f"分层「{title}」只有 {held[key]} 家，不能抽取 {take} 家")
    both = {r[0] for r in pool.rows["excluded"]}.intersection(map(itemgetter(0), pool.rows["candidate"]))
    if both:
        raise DrawError(f"「{min(both)}」既在名录内又被剔除")
