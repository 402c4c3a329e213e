"""Choosing cases whose fines add up to a given sum, every fine inside the band that the benchmark gives it. Pure."""
from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from random import Random

from zhiheng.demo.charging import UNIT, Charge, weighed
from zhiheng.demo.faults import Fault, by_item, drawn

BUREAU_TOTAL, BUREAU_COUNT = 1_059_100_00, 22
TOWN_TOTAL, TOWN_COUNT, TOWN_BELOW = 85_100_00, 12, 30_000_00
"""What a real district reported for a past year (figures of the domain study); fen."""

STEP = 100_00
LEAST = 1_000_00
HEAVY = ("G-05", "G-06", "G-07", "G-09", "G-11", "G-12", "G-13", "G-15", "G-16", "G-17")
LIGHT = ("G-05", "G-06", "G-12", "G-13", "G-17", "G-09")
Charges = tuple[Charge, ...]


class NoPlan(ValueError):
    """The sum cannot be reached with so many cases."""


def bureau(random: Random, decided: date) -> list[Charges]:
    """The bureau's cases of the past year."""
    return plan(BUREAU_TOTAL, BUREAU_COUNT, random, decided)


def towns(random: Random, decided: date) -> list[Charges]:
    """The delegated townships' cases of the past year, each below their ceiling."""
    return plan(TOWN_TOTAL, TOWN_COUNT, random, decided, below=TOWN_BELOW)


def plan(total: int, count: int, random: Random, decided: date, *, below: int = 0) -> list[Charges]:
    """``count`` cases of one unit each whose fines add up to ``total`` fen (a multiple of 100 yuan).

    With ``below`` the cases are light, one violation each, and every sum stays under it. NoPlan when it fails.
    """
    for _ in range(400):
        cases = [_case(random, decided, light=bool(below)) for _ in range(count)]
        moved = _spread(cases, total, random, below)
        if moved is not None:
            return moved
    raise NoPlan(f"{count} 件案件凑不成合计 {total // 100} 元")


def total_of(cases: Sequence[Charges]) -> int:
    return sum(c.fine for case in cases for c in case)


def _case(random: Random, decided: date, *, light: bool) -> Charges:
    if light:
        fault = by_item()[random.choice(LIGHT)]
        found = [drawn(dataclasses.replace(fault, high=min(fault.high, fault.low + 1)), random)]
    else:
        size = random.choices((1, 2, 3), (6, 4, 1))[0]
        faults: list[Fault] = [by_item()[i] for i in random.sample(HEAVY, size)]
        found = [drawn(f, random) for f in faults]
    return tuple(_rounded(c) for c in weighed([(UNIT, f) for f in found], decided))


def _rounded(charge: Charge) -> Charge:
    fine = min(max(charge.fine // STEP * STEP, charge.low, LEAST), charge.high)
    return dataclasses.replace(charge, fine=fine)


def _spread(cases: list[Charges], total: int, random: Random, below: int) -> list[Charges] | None:
    """Move single fines inside their bands until the sum is exact; None when the bands are too narrow."""
    flat = [[n, c] for n, case in enumerate(cases) for c in case]
    gap = total - total_of(cases)
    order = list(range(len(flat)))
    random.shuffle(order)
    for share in (4_000_00, 10_000_00, 100_000_00):
        for i in order:
            case, charge = flat[i]
            ceiling = charge.high if not below else min(charge.high, below - STEP)
            floor = max(charge.low, LEAST)
            step = min(max(gap, floor - charge.fine, -share), ceiling - charge.fine, share)
            if step:
                flat[i] = [case, _moved(charge, charge.fine + step)]
                gap -= step
        if gap == 0:
            return [tuple(c for n, c in flat if n == case) for case in range(len(cases))]
    return None


def _moved(charge: Charge, fine: int) -> Charge:
    reasons = charge.reasons.split("综合考虑")[0] + f"综合考虑违法情节和整改情况，在本档内确定为 {fine // 100:,} 元。"
    return dataclasses.replace(charge, fine=fine, reasons=reasons)
