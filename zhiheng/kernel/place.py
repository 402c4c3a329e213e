"""A place adapts the rules to a bureau: dated parameters, extra gates, shorter terms. It tightens, never loosens."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.procedure import Gate


@dataclass(frozen=True)
class Parameter:
    """A dated figure of law or of a place. ``tighter`` tells which way is stricter: lower, higher, true or false."""

    name: str
    zh: str
    value: Any
    tighter: str
    article: Article
    since: date | None = None
    until: date | None = None
    verified: bool = True
    source: str = ""  # where a place's own figure comes from, for the explanation

    def covers(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def not_looser(self, other: Any) -> bool:
        """Whether ``other`` is at least as strict as this parameter's value."""
        match self.tighter:
            case "lower":
                return bool(other <= self.value)
            case "higher":
                return bool(other >= self.value)
            case "true":
                return bool(other) or not self.value
            case _:
                return not other or bool(self.value)


@dataclass(frozen=True)
class Place:
    """A bureau's overlay on the national rules. Build with :func:`overlay`, which refuses loosening."""

    id: str
    zh: str
    parameters: tuple[Parameter, ...]
    gates: Mapping[tuple[str, str], tuple[Gate, ...]] = field(default_factory=dict)

    def param(self, name: str, on: date) -> Parameter:
        """The strictest parameter in force on a day; KeyError in words when none is known for that day."""
        found = [p for p in self.parameters if p.name == name and p.covers(on)]
        if not found:
            raise KeyError(f"{on} 没有参数「{name}」")
        best = found[0]
        for other in found[1:]:
            if best.not_looser(other.value):
                best = other
        return best

    def extra(self, procedure: str, act: str) -> tuple[Gate, ...]:
        return self.gates.get((procedure, act), ())


def overlay(national: tuple[Parameter, ...], place_id: str, zh: str, own: tuple[Parameter, ...],
            gates: Mapping[tuple[str, str], tuple[Gate, ...]] | None = None) -> Place:
    """Join a place's parameters to the national ones; ValueError names each that would loosen or is unknown."""
    faults = []
    for mine in own:
        base = [p for p in national if p.name == mine.name]
        if not base:
            faults.append(f"没有全国参数「{mine.name}」可供收紧")
        faults += [f"「{p.zh}」只能收紧：全国 {p.value}，本地 {mine.value}"
                   for p in base if not p.not_looser(mine.value)]
    if faults:
        raise ValueError("；".join(faults))
    return Place(place_id, zh, national + own, gates or {})
