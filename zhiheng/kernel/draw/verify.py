"""Checking a published draw from nothing but its record: what was touched is named, what is whole is counted."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.kernel.collecting import paused
from zhiheng.kernel.draw.commitment import RULE, Commitment, secret_hash, seed_of
from zhiheng.kernel.draw.pool import (
    KEYED,
    KIND_ZH,
    MARKS,
    SECTIONS,
    WIDTH,
    DrawError,
    Pool,
    Row,
    digests_and_plain,
    in_order,
    pool_hash,
    shown,
)
from zhiheng.kernel.draw.transcript import Drawn, Transcript, draw, mark_text, marks_of, rows_of, text_of

SHOWN = 20


@dataclass(frozen=True)
class Fault:
    """``where`` is a key a program can use ("candidate", "result", "secret" ...); ``says`` a sentence for people."""

    where: str
    row: str
    says: str


@dataclass(frozen=True)
class Verified:
    """``equal`` of ``total`` lines of the result are as recomputed. Whole only without any fault."""

    number: str
    faults: tuple[Fault, ...]
    equal: int
    total: int

    @property
    def ok(self) -> bool:
        return not self.faults


def verify(transcript: Transcript, published: Mapping[str, Any] | str | None = None) -> Verified:
    """Recompute a draw. ``published`` is the commitment as it was published beforehand, or its hash, when one has kept it.

    Never raises for a bad transcript: what cannot be read is a fault.
    """
    said = transcript.said
    faults: list[Fault] = []
    try:
        with paused():
            again = _again(said, published, faults)
    except DrawError as fault:
        return Verified(transcript.number, (*faults, Fault("transcript", "", str(fault))), 0, _length(said.get("result")))
    wrong = list(_lines(said.get("result"), again))
    total = max(len(again.lines), _length(said.get("result")))
    return Verified(transcript.number, tuple(faults) + tuple(wrong[:SHOWN]), total - len(wrong), total)


def _again(said: Mapping[str, Any], published: Mapping[str, Any] | str | None, faults: list[Fault]) -> Drawn:
    """The draw computed anew; what was found on the way is put into ``faults``."""
    if said.get("format") != RULE:
        raise DrawError(f"不认识的格式「{shown(said.get('format'))[:40]}」，应为 {RULE}")
    promised = said.get("commitment")
    commitment = Commitment.read(promised if isinstance(promised, Mapping) else {})
    rows = rows_of(said)
    looked = {kind: digests_and_plain(kind, rows[kind]) for kind in SECTIONS}
    digests, plain = {kind: found for kind, (found, _) in looked.items()}, [kind for kind, (_, good) in looked.items() if good]
    faults += _committed(said, commitment, published)
    faults += [f for kind in SECTIONS for f in _touched(kind, rows[kind], digests[kind], said)]
    if pool_hash(digests) != commitment.pool_hash:
        faults.append(Fault("pool", "", "名录与承诺的指纹不符" + ("" if faults else "，但没有一行与其记号不符：行的次序或记号本身被改过")))
    looked.clear()
    digests.clear()
    faults += [Fault(kind, "", f"{KIND_ZH[kind]}的行没有按规定的次序排列，或者有重复的行") for kind in SECTIONS if not in_order(rows[kind])]
    seed = seed_of(commitment, text_of(said, "secret"), text_of(said, "public_number"))
    if said.get("seed") != seed.hex():
        faults.append(Fault("seed", "", "随机种子不是由承诺、秘密值和公开随机数算出的"))
    pool = Pool.of(rows, plain)
    if double := next((k for k in KEYED if len(pool.rows[k]) != len(rows[k])), None):
        raise DrawError(f"{KIND_ZH[double]}中有一行写了两次")
    return draw(pool, seed)


def _committed(said: Mapping[str, Any], commitment: Commitment, published: Mapping[str, Any] | str | None) -> Iterator[Fault]:
    if said.get("number") != commitment.number:
        yield Fault("number", "", f"抽取编号 {shown(said.get('number'))[:40]} 与承诺的 {commitment.number} 不符")
    if said.get("commitment_hash") != commitment.hash:
        yield Fault("commitment", "", "承诺书的指纹与内容不符")
    if isinstance(published, str):
        if published.lower() != commitment.hash:
            yield Fault("commitment", "hash", "承诺书与事先公布的不同（指纹不一致）")
    elif published is not None:
        for name, value in commitment.as_dict().items():
            if published.get(name) != value:
                yield Fault("commitment", name, f"承诺书的「{name}」与事先公布的不同")
    if secret_hash(text_of(said, "secret")) != commitment.secret_hash:
        yield Fault("secret", "", "秘密值与承诺的指纹不符")


def _touched(kind: str, rows: Sequence[Row], digests: bytes, said: Mapping[str, Any]) -> Iterator[Fault]:
    """Rows whose digest is not among the marks, and marks that no row has."""
    held = said.get("marks", {}).get(kind) if isinstance(said.get("marks"), Mapping) else None
    if not isinstance(held, list):
        yield Fault(kind, "", f"{KIND_ZH[kind]}没有逐行记号，无法指明哪一行")
        return
    if _same(held, digests):
        return
    mine = marks_of(digests)
    known, there = set(map(str, held)), set(mine)
    strange = [rows[n] for n, mark in enumerate(mine) if mark not in known]
    for row in strange[:SHOWN]:
        yield Fault(kind, shown(row[0]) if row else "", f"{KIND_ZH[kind]}中「{shown('，'.join(x for x in row[:3] if x))[:120]}」这一行与承诺时不同")
    gone = sum(1 for mark in held if mark not in there)
    if gone > len(strange):
        yield Fault(kind, "", f"{KIND_ZH[kind]}比承诺时少了 {gone - len(strange)} 行")
    if not strange and not gone:
        yield Fault(kind, "", f"{KIND_ZH[kind]}的行的次序或行数与承诺时不同")


def _same(held: Sequence[Any], digests: bytes) -> bool:
    """Whether the marks are those of the digests, without making a text of each."""
    if len(held) * WIDTH != len(digests) or not {str}.issuperset(map(type, held)) or not {MARKS}.issuperset(map(len, held)):
        return False
    return mark_text(digests) == "".join(held)


def _lines(result: Any, again: Drawn) -> Iterator[Fault]:
    given = result if isinstance(result, list) else []
    for n in range(max(len(given), len(again.lines))):
        mine = again.lines[n] if n < len(again.lines) else None
        said = given[n] if n < len(given) else None
        if mine is None:
            yield Fault("result", str(n + 1), f"结果第 {n + 1} 行是多出来的")
        elif said != [mine[0], mine[1], mine[2], list(mine[3]), mine[4]] or said[0] is True:
            name = again.assigned[n].place.candidate[1]
            yield Fault("result", str(n + 1), f"结果第 {n + 1} 行应为 {name}（{mine[1]}），人员 {'、'.join(mine[3]) or '无'}")


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list) else 0
