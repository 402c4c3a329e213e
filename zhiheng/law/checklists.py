"""Check items by industry and hazard: ``items()``, ``get(id)``, ``for_enterprise(industry, hazards,
history)``.

Each item names the rule behind it and the acts it may reveal; a failed item proposes those acts, never
decides them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zhiheng.kernel.article import Article
from zhiheng.law import violations
from zhiheng.law.violations import Violation

DATA = Path(__file__).with_name("data")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SOURCES = {"text": "所引法律已读全文", "excerpt": "条目见于公开节选", "memory": "凭记忆，依据待核"}


@dataclass(frozen=True)
class Item:
    """One thing to check. ``violations`` are codes of the catalogue; ``area`` an industry or hazard."""

    id: str
    area: str
    area_zh: str
    question: str
    method: str
    evidence: str
    basis: tuple[Article, ...]
    major_hazard: bool
    violations: tuple[str, ...]
    source: str

    @property
    def verified(self) -> bool:
        return self.source == "text"


@dataclass(frozen=True)
class Chosen:
    """An item for one enterprise and, in words, 为什么选它."""

    item: Item
    why: str


@cache
def _read() -> Mapping[str, Any]:
    with open(DATA / "checklists.yaml", encoding="utf-8") as stream:
        loaded: Mapping[str, Any] = yaml.load(stream, Loader=_Loader)
    return loaded


@cache
def items() -> tuple[Item, ...]:
    """All items in the order of the data."""
    areas = _read()["areas"]
    return tuple(
        Item(
            r["id"],
            r["area"],
            areas[r["area"]]["zh"],
            r["question"],
            r["method"],
            r["evidence"],
            tuple(_basis(b) for b in r["basis"]),
            r.get("major_hazard", False),
            tuple(r["violations"]),
            r["source"],
        )
        for r in _read()["items"]
    )


def _basis(text: str) -> Article:
    return Article.parse(text) if ":" in text else Article(text, "")


def get(key: str) -> Item:
    """One item by id; KeyError in words."""
    for item in items():
        if item.id == key:
            return item
    raise KeyError(f"检查表中没有「{key}」这一项。")


def reveals(item: Item, on: date) -> tuple[Violation, ...]:
    """The acts a failed item may reveal that can be charged for conduct of that day."""
    acts = (violations.get(code) for code in item.violations)
    return tuple(act for act in acts if violations.usable(act, on) is None)


def for_enterprise(
    industry: str, hazards: Iterable[str] = (), history: Iterable[str] = ()
) -> tuple[Chosen, ...]:
    """The items for an enterprise: what was found before first, then major hazards, then the rest.

    ``industry`` and ``hazards`` are codes (hazchem_trade, dust_explosion …); ``history`` holds codes of
    acts or ids of
    items found there before. The Chinese name of an area serves as well as its code. Unknown codes choose
    nothing and harm nothing.
    """
    before = set(history)
    marks = {industry: "行业", **dict.fromkeys(hazards, "风险")}
    chosen = []
    for item in items():
        reason = _reason(item, marks)
        again = item.id in before or not before.isdisjoint(item.violations)
        if reason or again:
            more = ["曾查出同类问题"] if again else []
            more += ["涉及重大事故隐患"] if item.major_hazard else []
            chosen.append(
                (not again, not item.major_hazard, Chosen(item, "；".join([*filter(None, [reason]), *more])))
            )
    return tuple(row[2] for row in sorted(chosen, key=lambda row: row[:2]))


def _reason(item: Item, marks: Mapping[str, str]) -> str:
    """通用, or which industry or hazard calls for the item; empty when none does."""
    if item.area == "general":
        return "所有生产经营单位都适用"
    for mark, kind in marks.items():
        if mark in (item.area, item.area_zh) or mark in _read()["areas"][item.area]["of"]:
            return f"{kind}：{item.area_zh}"
    return ""
