"""The kinds of items of a power list (data/powers.yaml): how each is carried out and what must be done at each stage.

A kind either names a procedure of the house (its flow chart is then drawn from the declaration) or lists its steps.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml

from zhiheng.kernel.article import Article
from zhiheng.law import violations
from zhiheng.law.checking import Citation, register
from zhiheng.law.cite import DATA, cite, laws


@dataclass(frozen=True)
class Step:
    """One step of a kind, or one duty: ``zh`` names it; ``limit`` is its time limit in words, or empty."""

    zh: str
    text: str
    articles: tuple[Article, ...] = ()
    limit: str = ""


@dataclass(frozen=True)
class Kind:
    """One of the ten kinds. ``procedure``: the built procedure that carries it; else ``steps`` (may be empty)."""

    id: str
    zh: str
    procedure: str = ""
    steps: tuple[Step, ...] = ()
    duties: tuple[Step, ...] = ()
    liability: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Successor:
    """What took the place of a law: ``by`` its title where it is registered, ``says`` in words."""

    law: str
    by: str
    says: str


def steps(raw: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Steps, duties (``stage`` names them) or cases of liability (without a name). ValueError for an odd article."""
    return tuple(Step(str(r.get("zh") or r.get("stage") or ""), str(r.get("text", "")),
                      tuple(cite(a) for a in r.get("articles", ())), str(r.get("limit", ""))) for r in raw)


@cache
def _raw() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((DATA / "powers.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by id, in the order of the list of powers."""
    return MappingProxyType({r["id"]: Kind(r["id"], r["zh"], r.get("procedure", ""), steps(r.get("steps", ())),
                                           steps(r.get("duties", ())), steps(r.get("liability", ())))
                             for r in _raw()["kinds"]})


def kind_of(word: str) -> Kind | None:
    """A kind by id or Chinese name, as people type it; None when there is none."""
    bare = word.strip()
    return next((k for k in kinds().values() if bare in (k.id, k.zh)), None)


@cache
def _successors() -> Mapping[str, Successor]:
    return {r["law"]: Successor(r["law"], r["by"], r["says"]) for r in _raw()["successors"]}


def successor(law: str) -> Successor | None:
    """What took the place of a law, as far as it is known: declared, or as the catalogue of acts says it."""
    if law in _successors():
        return _successors()[law]
    ended = next((a.law.ended for a in violations.every() if a.law.title == law and a.law.ended), "")
    return Successor(law, "", ended) if ended else None


def last_day(law: str) -> date | None:
    """The last day of a law in force; None while it is in force or when it is not registered."""
    known = laws().get(law)
    return known.until if known else None


def _citations() -> Iterator[Citation]:
    for kind in kinds().values():
        for step in (*kind.steps, *kind.duties, *kind.liability):
            yield from (Citation(f"权责事项 {kind.zh} {step.zh}", a) for a in step.articles)


register("powers", _citations, "权责事项的环节和责任")
