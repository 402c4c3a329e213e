"""A check: one rule of procedure as a kernel gate over typed facts, ready for the acts of a procedure or by itself.

The data (``data/checks.yaml``) says what the rule is, where it stands, how heavy it is and where it is already enforced;
the modules of this package say what has to be known and how it is judged. A check without a row, or a row without a
check, is refused when the package is read.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, make_dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import FactError, Facts, FieldSpec, schema
from zhiheng.kernel.gates import facts_say, says
from zhiheng.kernel.procedure import Gate, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law.checks.points import Point
from zhiheng.law.cite import DATA

Reader = Callable[[Situation], Facts | None]


@dataclass(frozen=True)
class Check:
    """``step`` is the act it bears on; ``enforced`` names (procedure, act, gate) of the built procedures that hold it.

    ``verified`` is False when the text of the rule was not compared: such a check never stands as void.
    """

    id: str
    zh: str
    procedure: str
    step: str
    rule: str
    severity: Severity
    articles: tuple[Article, ...]
    facts: type
    points: tuple[Point, ...] = field(repr=False)
    verified: bool = True
    note: str = ""
    enforced: tuple[tuple[str, str, str], ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        return schema(self.facts)

    def judge(self, facts: Facts, s: Situation) -> Unmet | None:
        """Every unmet requirement in one answer; ``earliest`` is the latest of their days."""
        found = [u for p in self.points if (u := p.judge(facts, s)) is not None]
        if not found:
            return None
        days = [u.earliest for u in found if u.earliest]
        cures = dict.fromkeys(u.cure for u in found if u.cure)
        return Unmet("；".join(u.says for u in found), cure="；".join(cures), earliest=max(days) if days else None,
                     who=next((u.who for u in found if u.who), ""))

    def missing(self, facts: Facts) -> tuple[FactError, ...]:
        """Facts that the others call for and that are not there (a refusal to sign calls for its reason)."""
        return tuple(FactError(p.ask[0], f"请填写「{zh}」。") for p in self.points if p.ask and (zh := p.missing(facts))
                     and p.when is not None)

    def places(self) -> tuple[Article, ...]:
        """The place in the law of each requirement that names one."""
        return tuple(Article.parse(p.at) for p in self.points if p.at)

    def gate(self, read: Reader | None = None) -> Gate:
        """The kernel gate. Without ``read`` it looks at the proposed facts of the act under the names of this check;
        ``read`` derives them from the situation instead (None: nothing to judge yet)."""
        more: dict[str, Any] = {"severity": self.severity, "verified": self.verified, "since": self.since,
                                "until": self.until}
        if read is None:
            return facts_say(self.articles, self.id, self.rule, lambda s: self.judge(s.facts or {}, s), **more)

        def check(s: Situation) -> Unmet | None:
            known = read(s)
            return None if known is None else self.judge(known, s)
        return says(self.articles, self.id, self.rule, check, **more)


@cache
def rows() -> Mapping[str, Mapping[str, Any]]:
    """The rows of the data by id, in their order."""
    return {row["id"]: row for row in _data()["checks"]}


@cache
def words() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The Chinese of procedures and of steps."""
    raw = _data()
    return raw["procedures"], raw["steps"]


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((DATA / "checks.yaml").read_text(encoding="utf-8"))
    return loaded


def check(id_: str, *points: Point) -> Check:
    """A check of the data with the facts and requirements of its points. KeyError when the data has no such row."""
    row = rows()[id_]
    asks = [p.ask for p in points if p.ask is not None]
    facts = make_dataclass(f"Facts_{id_}", asks, frozen=True)
    facts.__doc__ = str(row["rule"])
    return Check(
        id_, row["zh"], row["procedure"], row["step"], row["rule"], Severity(row["severity"]),
        tuple(Article.parse(b) if ":" in b else Article(b, "") for b in row["basis"]), facts, points,
        row.get("source", "text") == "text", row.get("note", ""),
        tuple((p, a, g) for p, a, g in (e.split("/") for e in row.get("enforced") or ())),
        row.get("since"), row.get("until"))


def by_id(*found: Check) -> dict[str, Check]:
    """The checks of a module by id."""
    return {c.id: c for c in found}


def gates(found: Mapping[str, Check], *ids: str) -> tuple[Gate, ...]:
    """The gates of these checks (all of them without ids), for ``gates=`` of an act."""
    return tuple(found[i].gate() for i in (ids or found))
