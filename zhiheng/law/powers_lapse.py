"""Items whose basis lapsed, to be migrated; and whether every chargeable act of the catalogue stands in the list."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.law import violations
from zhiheng.law.powers import Item, Version
from zhiheng.law.powers_kinds import last_day, successor
from zhiheng.law.violations import Violation

AHEAD = 90
"""Days ahead of which a lapse is announced."""
OWN = frozenset({"emergency_management"})
"""Authorities of the catalogue whose acts a bureau of emergency management punishes by itself."""


@dataclass(frozen=True)
class Lapse:
    """An item with lapsed articles. ``since`` is the first day without them; ``whole``: nothing of its basis is left.

    ``follows`` says what came after, where it is known. ``handled``: the version already says that the item is not used.
    """

    item: Item
    articles: tuple[Article, ...]
    since: date
    whole: bool
    follows: tuple[str, ...]
    handled: bool


@dataclass(frozen=True)
class Coverage:
    """Catalogue and list side by side on a day. ``acts`` are those this kind of bureau punishes; ``others`` counts the
    acts of the catalogue that the law gives to another authority.
    """

    acts: tuple[Violation, ...]
    others: int
    without_item: tuple[Violation, ...]
    without_act: tuple[Item, ...]
    dead: tuple[Item, ...]


def lapsed(found: Version, on: date) -> tuple[Lapse, ...]:
    """Items some of whose basis is no longer in force on a day, the unhandled first, then by the day of the lapse."""
    told = [_lapse(i, on) for i in found.items if i.lapsed(on)]
    return tuple(sorted(told, key=lambda x: (x.handled, x.since, x.item.code)))


def soon(found: Version, on: date, days: int = AHEAD) -> tuple[Lapse, ...]:
    """Items whose basis is in force on a day and will lapse within ``days`` days after it."""
    later = on + timedelta(days=days)
    told = [_lapse(i, later) for i in found.items if len(i.lapsed(later)) > len(i.lapsed(on)) and not i.stopped(on)]
    return tuple(sorted((x for x in told if x.since > on), key=lambda x: (x.since, x.item.code)))


def _lapse(item: Item, on: date) -> Lapse:
    gone = item.lapsed(on)
    ends = [end for a in gone if (end := last_day(a.law))]
    words = dict.fromkeys(found.says for a in gone if (found := successor(a.law)))
    return Lapse(item, gone, max(ends) + timedelta(days=1), len(gone) == len(item.basis), tuple(words), item.stopped(on))


def proposed(found: Version, on: date) -> dict[str, Any]:
    """The body of a next version: the same items, those without any basis stopped on its last day, the others noted."""
    marked = {x.item.code: x for x in lapsed(found, on) if not x.handled}
    return {"items": [_marked(dict(i.raw), marked[i.code]) if i.code in marked else dict(i.raw) for i in found.items]}


def _marked(row: dict[str, Any], lapse: Lapse) -> dict[str, Any]:
    last = lapse.since - timedelta(days=1)
    cited = "、".join(a.short() for a in lapse.articles)
    if lapse.whole:
        told = f"依据{cited}自 {lapse.since} 起失效，只用于此前的行为"
        row["until"] = last.isoformat()
    else:
        told = f"依据中的{cited}自 {lapse.since} 起失效，请核对"
    row["note"] = "；".join(x for x in (str(row.get("note", "")), told, *lapse.follows) if x)
    return row


def coverage(found: Version, on: date) -> Coverage:
    """Chargeable acts of the catalogue on a day against the usable items of the list."""
    chargeable = tuple(a for a in violations.catalogue(on) if not a.status.startswith("superseded_by"))
    own = tuple(a for a in chargeable if a.authority in OWN)
    named = {code for i in found.items if i.usable(on) for code in i.acts}
    known = {a.code for a in chargeable}
    usable = [i for i in found.items if i.usable(on) and i.kind.id == "penalty"]
    return Coverage(own, len(chargeable) - len(own), tuple(a for a in own if a.code not in named),
                    tuple(i for i in usable if not known & set(i.acts)),
                    tuple(i for i in found.items if not i.usable(on)))


def acts_of(lapses: tuple[Lapse, ...]) -> Iterator[tuple[str, str]]:
    """(code of an act, code of the item) of the lapsed items: what open cases are looked up by."""
    return ((act, x.item.code) for x in lapses for act in x.item.acts)
