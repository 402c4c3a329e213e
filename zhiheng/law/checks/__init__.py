"""The gates of procedure.yaml as checks: list them, judge facts by them, put them into the acts of a procedure.

``gate("enf_urging")`` is the kernel gate an act names in ``gates=``; ``answer("enf_urging", facts, …)`` judges facts
alone, by the same engine, on a procedure whose every act is one check.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Any

from zhiheng.kernel import walk
from zhiheng.kernel.engine import Obstacle
from zhiheng.kernel.errors import ZhihengError
from zhiheng.kernel.facts import FactError, parse
from zhiheng.kernel.procedure import Act, Gate, Procedure, Stage
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import Person
from zhiheng.law.checking import Citation, register
from zhiheng.law.checks import (
    accident,
    coercion,
    complaint,
    decision,
    delegation,
    enforcement,
    filing,
    inspection,
    service,
    summary,
    transfer,
)
from zhiheng.law.checks.model import Check as Check
from zhiheng.law.checks.model import Reader, rows, words
from zhiheng.law.rules import rules

ALONE = "checks"
_ASKER = Person("asker", "核对人", frozenset({"officer"}))
_MODULES = (inspection, summary, filing, decision, coercion, enforcement, service, transfer, delegation, accident, complaint)


@cache
def checks() -> Mapping[str, Check]:
    """Every check by id, in the order of the data. ValueError when data and modules do not match."""
    found: dict[str, Check] = {}
    for module in _MODULES:
        found.update(module.CHECKS)
    left = [i for i in rows() if i not in found]
    if left:
        raise ValueError(f"checks.yaml 里的「{'、'.join(left)}」没有写成核对")
    return MappingProxyType({i: found[i] for i in rows()})


def get(id_: str) -> Check:
    """One check. ZhihengError with the nearest ids when there is none."""
    found = checks().get(id_)
    if found is None:
        near = get_close_matches(id_, checks(), n=3, cutoff=0.4) or [i for i, c in checks().items() if id_ and id_ in c.zh][:3]
        raise ZhihengError(f"没有核对「{id_}」", hint=f"相近的有：{'、'.join(near)}" if near else "zhiheng check list 列出全部")
    return found


def gate(id_: str, read: Reader | None = None) -> Gate:
    """The kernel gate of a check, for ``gates=`` of an act; ``read`` as of :meth:`Check.gate`."""
    return get(id_).gate(read)


def procedure_zh(check: Check) -> str:
    return words()[0].get(check.procedure, check.procedure)


def step_zh(check: Check) -> str:
    return words()[1].get(check.step, check.step)


@cache
def alone() -> Procedure:
    """A procedure in which every act is one check: how a check is judged without a file."""
    acts = tuple(Act(c.id, c.zh, c.facts, c.articles, (c.gate(),), stage=ALONE, by=("officer",)) for c in checks().values())
    return Procedure(ALONE, "独立核对", checks()["ord_void_check"].articles, (Stage(ALONE, "核对"),), acts,
                     entry=tuple(a.id for a in acts))


@dataclass(frozen=True)
class Answer:
    """What came of judging facts by one check on a day. ``faults``: facts missing or unreadable, nothing was judged.

    ``found`` is the unmet rule (None when met); ``earliest`` in it is the first lawful day. A warning leaves ``lawful``.
    """

    check: Check
    at: datetime
    faults: tuple[FactError, ...] = ()
    found: Obstacle | None = None

    @property
    def met(self) -> bool:
        return not self.faults and self.found is None

    @property
    def lawful(self) -> bool:
        return not self.faults and (self.found is None or not self.found.stops)


def answer(id_: str, facts: Mapping[str, Any], *, at: datetime, place: str = "national", base: Rules | None = None) -> Answer:
    """Judge facts by a check at a moment, by the rules of a place (or ``base``). ZhihengError for an unknown check."""
    found, known = get(id_), base or rules(place)
    book = Rules({**known.procedures, ALONE: alone()}, known.term, known.calendar, known.place)
    read = parse(found.fields, facts)
    faults = (*read.errors, *(() if read.errors else found.missing(read.values)))
    if faults:
        return Answer(found, at, faults)
    view = walk.opened("独立核对", ALONE, {_ASKER.id: _ASKER}, at)
    hop = walk.perform(book, view, id_, facts, _ASKER, at=at)
    return Answer(found, at, hop.errors, next(iter((*hop.refused, *hop.warnings)), None))


def _citations() -> Iterator[Citation]:
    for check in checks().values():
        yield from (Citation(f"核对 {check.id}", a) for a in check.articles)
        yield from (Citation(f"核对 {check.id}", a) for a in check.places())


register("checks", _citations, "程序核对")
