"""Check items by industry and hazard: ``items()``, ``get(id)``, ``for_enterprise(industry, hazards, history)``.

Each item names the rule behind it and the acts it may reveal; an item found not in order proposes those acts, never decides
them. A bureau's own items and changes (sheet ``checklist``) are laid over the house's for a place and day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zhiheng.kernel.article import Article
from zhiheng.law import local, violations
from zhiheng.law.cite import cite, laws
from zhiheng.law.violations import Violation

DATA = Path(__file__).with_name("data")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SOURCES = {"text": "所引法律已读全文", "excerpt": "条目见于公开节选", "memory": "凭记忆，依据待核", "local": "本局补充，由本局核对"}
STOPS = ("eliminate", "evacuate", "stop_production", "stop_equipment")
"""What may be ordered on the spot for a major hazard (安全生产法 65); the words are those of the act's own choices."""
KIND = "checklist"
CORE = "checklists.yaml"


@dataclass(frozen=True)
class Item:
    """One thing to check; 符合 is always the good answer. ``violations``: codes of the catalogue, the unit's act first.

    ``area`` is an industry or hazard, ``topic`` the group within it. ``days`` is the usual time for rectification, 0 at once.
    ``least`` and ``most`` bound the number of employees, ``only`` names the areas it is limited to; ``core`` items come first.
    ``origin`` is empty for the house's own, else 本局新增 or 本局修改.
    """

    id: str
    area: str
    area_zh: str
    topic: str
    question: str
    method: str
    evidence: str
    basis: tuple[Article, ...]
    violations: tuple[str, ...]
    fix: str
    days: int
    source: str
    major_hazard: bool = False
    stop: str = ""
    photo: str = ""
    note: str = ""
    least: int = 0
    most: int = 0
    only: tuple[str, ...] = ()
    core: bool = False
    origin: str = ""

    @property
    def verified(self) -> bool:
        return self.source == "text"

    @property
    def group(self) -> str:
        """The heading it stands under in an inspection."""
        return self.topic or self.area_zh

    @property
    def term(self) -> str:
        """立即 or 15 日内."""
        return f"{self.days} 日内" if self.days else "立即"

    def basis_on(self, on: date) -> tuple[Article, ...]:
        """The places in force on a day: of a law that was replaced, the new one counts from its first day."""
        known = laws()
        return tuple(a for a in self.basis if a.law not in known or known[a.law].in_force(on))

    def cites(self, on: date) -> str:
        """Every place it rests on that day, as papers write it."""
        return "；".join(a.zh() for a in self.basis_on(on))


@dataclass(frozen=True)
class Chosen:
    """An item for one enterprise and, in words, 为什么选它."""

    item: Item
    why: str


@cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    """Every file of items, the one with areas and keys of laws first."""
    names = sorted(DATA.glob("checklists*.yaml"), key=lambda p: (p.name != CORE, p.name))
    return {p.name: yaml.load(p.read_text(encoding="utf-8"), Loader=_Loader) for p in names}


def areas() -> Mapping[str, str]:
    """Code → Chinese name of every industry and hazard."""
    return {code: str(row["zh"]) for code, row in _files()[CORE]["areas"].items()}


@cache
def _house() -> tuple[Item, ...]:
    return tuple(_item(dict(zip(found["columns"], row, strict=False)), name == CORE)
                 for name, found in _files().items() for row in found["items"])


def _item(row: Mapping[str, Any], core: bool) -> Item:
    more = row.get("more") or {}
    major = bool(more.get("major"))
    return Item(
        row["id"], row["area"], areas()[row["area"]], row["topic"], row["question"], row["method"], row["evidence"],
        tuple(_basis(b) for b in row["basis"]), tuple(row["violations"]), row["fix"], row["days"], row["source"], major,
        more.get("stop") or ("stop_equipment" if major else ""), more.get("photo") or photo_of(row["method"]),
        more.get("note", ""), more.get("size", 0), more.get("most", 0), tuple(more.get("of", ())), core)


def _basis(text: str) -> Article:
    """AQ:41:2, 防震减灾法:23:2, or a bare name whose place is not known."""
    law, colon, place = text.partition(":")
    law = _files()[CORE]["laws"].get(law, law)
    return Article.parse(f"{law}:{place}") if colon else Article(law, "")


def photo_of(method: str) -> str:
    """What to photograph when an item does not say: by its first method."""
    photos: Mapping[str, str] = _files()[CORE]["photos"]
    return next((photos[m] for m in method.split("、") if m in photos), photos["看现场"])


# --- with the bureau's own ---------------------------------------------------------------------------------------------

_merged: dict[tuple[str, str, int], tuple[Mapping[str, Any], tuple[Item, ...]]] = {}


def items(place: str = "", on: date | None = None) -> tuple[Item, ...]:
    """All items in the order of the data; with a place and a day the bureau's own are laid over them."""
    sheet = local.sheet(KIND, place, on) if place and on else None
    if sheet is None:
        return _house()
    kept = _merged.get(sheet.key)
    if kept is None or kept[0] != sheet.body:
        kept = _merged[sheet.key] = (sheet.body, overlaid(sheet.body))
    return kept[1]


def overlaid(body: Mapping[str, Any]) -> tuple[Item, ...]:
    """The house's items with the rows of a sheet over them: changed in place, added at the end, retired ones left out."""
    own = {row["id"]: of_row(row) for row in body.get("items", ())}
    gone = {row["id"] for row in body.get("retired", ())}
    house = {i.id for i in _house()}
    kept = [replace(own[i.id], core=i.core, origin="本局修改") if i.id in own else i for i in _house() if i.id not in gone]
    return (*kept, *(replace(i, origin="本局新增", core=True) for k, i in own.items() if k not in house and k not in gone))


def of_row(row: Mapping[str, Any]) -> Item:
    """An item from a row of a sheet. KeyError or ValueError when the row was never checked."""
    major = bool(row.get("major"))
    method = str(row["method"])
    return Item(
        str(row["id"]), row["area"], areas()[row["area"]], str(row.get("topic", "")), str(row["question"]), method,
        str(row["evidence"]), tuple(Article.parse(b) if ":" in b else Article(b, "") for b in row["basis"]),
        tuple(row["violations"]), str(row["fix"]), int(row["days"]), "local", major,
        str(row.get("stop") or ("stop_equipment" if major else "")), str(row.get("photo") or photo_of(method)),
        str(row.get("note", "")), int(row.get("least") or 0), int(row.get("most") or 0), tuple(row.get("only") or ()))


def row_of(item: Item) -> dict[str, Any]:
    """The row of a sheet that would say the same."""
    return {"id": item.id, "area": item.area, "topic": item.topic, "question": item.question, "method": item.method,
            "evidence": item.evidence, "basis": [a.key() for a in item.basis], "violations": list(item.violations),
            "fix": item.fix, "days": item.days, "major": item.major_hazard, "stop": item.stop, "photo": item.photo,
            "note": item.note, "least": item.least, "most": item.most, "only": list(item.only)}


def get(key: str, place: str = "", on: date | None = None) -> Item:
    """One item by id; KeyError in words."""
    for item in items(place, on):
        if item.id == key:
            return item
    raise KeyError(f"检查表中没有「{key}」这一项。")


def reveals(item: Item, on: date) -> tuple[Violation, ...]:
    """The acts an item not in order may reveal that can be charged for conduct of that day."""
    acts = (violations.get(code) for code in item.violations)
    return tuple(act for act in acts if violations.usable(act, on) is None)


# --- choosing ----------------------------------------------------------------------------------------------------------

def for_enterprise(industry: str, hazards: Iterable[str] = (), history: Iterable[str] = (), *,
                   employees: int | None = None, place: str = "", on: date | None = None) -> tuple[Chosen, ...]:
    """The items for an enterprise: what was found before first, then major hazards, then the rest.

    ``industry`` and ``hazards`` are codes (hazchem_trade, dust_explosion …) or Chinese words; ``history`` holds ids of items or
    codes of acts found there before (a code counts for the items of its own trade whose first act it is);
    ``employees`` leaves out items for other sizes. Unknown words choose nothing and harm nothing.
    """
    before = set(history)
    marks = {industry: "行业", **dict.fromkeys(hazards, "风险")}
    chosen = []
    for item in items(place, on):
        reason = _reason(item, marks) if _sized(item, employees) else ""
        again = item.id in before or bool(reason and before.intersection(item.violations[:1]))
        if reason or again:
            more = ["曾查出同类问题"] if again else []
            more += ["涉及重大事故隐患"] if item.major_hazard else []
            chosen.append((not again, not item.major_hazard, Chosen(item, "；".join([*filter(None, [reason]), *more]))))
    return tuple(row[2] for row in sorted(chosen, key=lambda row: row[:2]))


def shortlist(chosen: Sequence[Chosen], most: int) -> tuple[Chosen, ...]:
    """At most so many, in the order given: repeated ones, then the major hazards of the trade and its hazards, then the basic
    ones of every enterprise, then the rest of trade and hazards, then the rest.
    """
    def rank(one: Chosen) -> int:
        item = one.item
        if "曾查出" in one.why:
            return 0
        if item.area != "general" and item.major_hazard:
            return 1
        if item.core:
            return 2
        return 4 if item.area in ("general", "special_work") else 3

    kept = {c.item.id for c in sorted(chosen, key=rank)[:most]}
    return tuple(c for c in chosen if c.item.id in kept)


def grouped(found: Iterable[Item]) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """Items under their headings, both in the order they came."""
    out: dict[str, list[Item]] = {}
    for item in found:
        out.setdefault(item.group, []).append(item)
    return tuple((name, tuple(rows)) for name, rows in out.items())


def _sized(item: Item, employees: int | None) -> bool:
    if employees is None:
        return True
    return employees >= item.least and (not item.most or employees <= item.most)


def _reason(item: Item, marks: Mapping[str, str]) -> str:
    """通用, or which industry or hazard calls for the item; empty when none does."""
    if item.only and not any(_called(area, mark) for area in item.only for mark in marks):
        return ""
    if item.area == "general":
        return "所有生产经营单位都适用" if not item.only else "本行业（风险）适用"
    for mark, kind in marks.items():
        if _called(item.area, mark):
            return f"{kind}：{item.area_zh}"
    return ""


def _called(area: str, mark: str) -> bool:
    """Whether a word of the register (木材加工, dust_explosion) means this area."""
    row = _files()[CORE]["areas"].get(area)
    if row is None or not mark:
        return False
    words = (area, row["zh"], *row["of"])
    return mark in words or any(not w.isascii() and w in mark for w in words)


# --- finding -----------------------------------------------------------------------------------------------------------

def search(query: str, among: Iterable[Item]) -> tuple[Item, ...]:
    """Items with every word of the query (two characters suffice), or resting on the article cited (安法36, 令第十一条)."""
    words = query.split()
    if not words:
        return tuple(among)
    place = _cited(query.strip())
    if place is not None and not any(c.startswith(query.strip().upper()) for i in _house() for c in (i.id, *i.violations)):
        return tuple(i for i in among if any(_same(place, b) for b in i.basis))
    return tuple(i for i in among if all(w.lower() in _text(i) for w in words))


def _cited(query: str) -> Article | None:
    try:
        found = cite(query)
    except (ValueError, KeyError):
        return None
    return found if found.article else None


def _same(asked: Article, held: Article) -> bool:
    return asked.covers(held) or held.covers(asked)


def _text(item: Item) -> str:
    acts = " ".join(violations.get(c).title for c in item.violations)
    return " ".join((item.id, item.area_zh, item.topic, item.question, item.evidence, item.fix, item.note, acts,
                     *item.violations, *(a.zh() + a.short() for a in item.basis))).lower()
