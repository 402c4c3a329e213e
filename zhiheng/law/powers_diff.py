"""What changed between two versions of a power list: added, removed, changed field by field, counted by kind."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhiheng.law.cite import cite
from zhiheng.law.powers import FIELDS, LISTS, Item, Version, counts
from zhiheng.law.powers_kinds import Kind, kinds


@dataclass(frozen=True)
class Change:
    """One field of one item: how it was and how it is, in words."""

    code: str
    name: str
    kind: Kind
    field: str
    old: str
    new: str

    @property
    def field_zh(self) -> str:
        return FIELDS[self.field]


@dataclass(frozen=True)
class Comparison:
    """From ``old`` to ``new``; an item is the same by its code."""

    old: Version
    new: Version
    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changes: tuple[Change, ...]

    @property
    def changed(self) -> int:
        """How many items changed; ``changes`` counts fields."""
        return len({c.code for c in self.changes})

    def by_kind(self) -> tuple[tuple[Kind, int, int, int, int, int], ...]:
        """(kind, items before, added, removed, changed, items after) of every kind that occurs."""
        before, after = dict(_ids(self.old)), dict(_ids(self.new))
        rows = []
        for kind in kinds().values():
            if kind.id in before or kind.id in after:
                rows.append((kind, before.get(kind.id, 0), sum(1 for i in self.added if i.kind is kind),
                             sum(1 for i in self.removed if i.kind is kind),
                             len({c.code for c in self.changes if c.kind is kind}), after.get(kind.id, 0)))
        return tuple(rows)


def compare(old: Version, new: Version) -> Comparison:
    """Both versions may be of any order; the result reads from the first to the second."""
    before, after = {i.code: i for i in old.items}, {i.code: i for i in new.items}
    return Comparison(
        old, new, tuple(i for i in new.items if i.code not in before), tuple(i for i in old.items if i.code not in after),
        tuple(change for i in new.items if i.code in before for change in _changes(before[i.code], i)))


def _changes(old: Item, new: Item) -> Iterator[Change]:
    for name in FIELDS:
        was, now = told(old, name), told(new, name)
        if was != now:
            yield Change(new.code, new.name, new.kind, name, was, now)


def told(item: Item, name: str) -> str:
    """One field of an item in words, as the sheet has it; empty when it is not given there."""
    value = item.raw.get(name)
    if not value:
        return ""
    if name == "kind":
        return item.kind.zh
    if name == "basis":
        return "；".join(cite(str(a)).short() for a in value)
    if name in LISTS:
        return "、".join(str(v) for v in value)
    if name in ("steps", "duties", "liability"):
        return "；".join(_step(s) for s in value)
    return "是" if value is True else str(value)


def _step(raw: Any) -> str:
    head = str(raw.get("zh") or raw.get("stage") or "")
    return f"{head}：{raw.get('text', '')}" if head else str(raw.get("text", ""))


def _ids(version: Version) -> Iterator[tuple[str, int]]:
    return ((kind.id, number) for kind, number in counts(version.items))


def as_json(found: Comparison) -> dict[str, Any]:
    """The comparison as plain values."""
    return {
        "old": {"number": found.old.number, "since": found.old.since.isoformat(), "items": len(found.old.items)},
        "new": {"number": found.new.number, "since": found.new.since.isoformat(), "items": len(found.new.items)},
        "by_kind": [{"kind": k.zh, "before": a, "added": b, "removed": c, "changed": d, "after": e}
                    for k, a, b, c, d, e in found.by_kind()],
        "added": [{"code": i.code, "kind": i.kind.zh, "name": i.name} for i in found.added],
        "removed": [{"code": i.code, "kind": i.kind.zh, "name": i.name} for i in found.removed],
        "changed": [{"code": c.code, "kind": c.kind.zh, "name": c.name, "field": c.field_zh, "old": c.old, "new": c.new}
                    for c in found.changes]}
