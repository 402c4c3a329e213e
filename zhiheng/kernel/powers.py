"""How far the posts of a person reach: in which areas, for which items, up to what amount.

A post without limits reaches everywhere its agency does. What an act needs is an :class:`Extent`, told by its procedure.
"""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from zhiheng.kernel.money import figures


@dataclass(frozen=True)
class Power:
    """One post: ``areas`` and ``items`` (codes of the power list) empty = all; ``ceiling`` in fen, itself included."""

    role: str
    areas: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    ceiling: int | None = None

    @property
    def limited(self) -> bool:
        return bool(self.areas or self.items) or self.ceiling is not None


@dataclass(frozen=True)
class Extent:
    """What an act reaches. ``items``: for each matter of the file its name and the codes under which the list holds it;
    ``area`` empty = not known; ``amount`` the highest fine on one party, fen."""

    items: tuple[tuple[str, frozenset[str]], ...] = field(default=())
    area: str = ""
    amount: int = 0


@dataclass(frozen=True)
class Beyond:
    """What lies outside a post, in words, and whether only the amount does."""

    says: str
    amount_only: bool = False


def beyond(powers: Collection[Power], roles: Collection[str], extent: Extent) -> Beyond | None:
    """What the posts of these roles do not cover; None when one of them covers all of it (or none is known).

    Of several posts the one that comes nearest is told of: a person is never refused for his narrowest post.
    """
    mine = [p for p in powers if p.role in roles]
    told = [_faults(p, extent) for p in mine]
    if not told or any(not faults for faults in told):
        return None
    nearest = min(told, key=len)
    return Beyond("；".join(nearest.values()), set(nearest) == {"amount"})


def _faults(power: Power, extent: Extent) -> dict[str, str]:
    found: dict[str, str] = {}
    if power.areas and extent.area and extent.area not in power.areas:
        found["area"] = f"{extent.area}不在其任职区域（{'、'.join(sorted(power.areas))}）"
    outside = [name for name, codes in extent.items if power.items and not codes & power.items]
    if outside:
        found["items"] = f"「{'、'.join(outside[:3])}」不在其任职事项内"
    if power.ceiling is not None and extent.amount > power.ceiling:
        found["amount"] = f"罚款 {figures(extent.amount)} 超出其限额 {figures(power.ceiling)}"
    return found
