"""An inspection that carries out a place of a double-random draw: that very place, and the officers who were drawn.

国办发〔2015〕58号 was read in reports, not in full: its gates are defects that a superior may release, never void.
"""
from __future__ import annotations

import re
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.gates import facts_say
from zhiheng.kernel.procedure import Gate, Severity, Unmet
from zhiheng.kernel.situation import Situation

RANDOM = Article("国办发〔2015〕58号", "")
REFERENCE = re.compile(r"[A-Z0-9]+-[0-9]{4}-D[0-9]{2,}/[0-9]+")
"""How a place of a draw is written: number of the draw, stroke, rank (YL-2026-D04/12)."""
REASON = 10  # characters


def _places(s: Situation) -> dict[str, dict[str, Any]]:
    """``drawn_places``: open places of this enterprise by reference, each {ref, officers, names, visits_from, visits_to}."""
    return {str(p["ref"]): p for p in s.view.attrs.get("drawn_places") or ()}


def _named(s: Situation) -> str:
    """The place that the plan names; empty when its source is another."""
    said = str(s.given("plan_item_ref") or "").strip()
    return said if s.given("source_type") == "double_random" and REFERENCE.fullmatch(said) else ""


def _own_place(s: Situation) -> Unmet | None:
    said = _named(s)
    if not said or said in _places(s):
        return None
    return Unmet(f"{said} 不是抽中这家企业、等待检查的名次", cure="核对批次和名次；已由另一次检查办理或者已补抽的，不能再用")


def _drawn_officers(s: Situation) -> Unmet | None:
    place = _places(s).get(_named(s))
    if place is None:
        return None
    chosen = set(s.given("officers", ()))
    away = [name for who, name in zip(place["officers"], place["names"], strict=True) if who not in chosen]
    if not away or len(str(s.given("officer_change") or "").strip()) >= REASON:
        return None
    return Unmet(f"{place['ref']} 抽中的{'、'.join(away)}没有列入检查人员",
                 cure="由抽中的人员检查；不能承担的，写明「更换抽中人员的理由」（不少于 10 个字）")


GATES: tuple[Gate, ...] = (
    facts_say(RANDOM, "drawn_place", "双随机抽查的检查须对应抽中的名次", _own_place, severity=Severity.DEFECT, verified=False),
    facts_say(RANDOM, "drawn_officers", "抽中的执法人员不得随意更换，更换须有理由", _drawn_officers, severity=Severity.DEFECT, verified=False),
)
