"""Timing by turns: figure and baseline alternate, so a machine whose speed drifts treats both alike."""
from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter


def by_turns(figure: Callable[[], object], baseline: Callable[[], object], runs: int, warm: int = 3) -> tuple[float, float]:
    """Median milliseconds of both over ``runs`` pairs after ``warm`` unmeasured ones."""
    for _ in range(warm):
        figure()
        baseline()
    mine, other = [], []
    for _ in range(runs):
        mine.append(once(figure))
        other.append(once(baseline))
    return median(mine), median(other)


def once(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def row(measure: str, database: str, figure: str, baseline: str, ratio: str, budget: str, kept: bool) -> dict[str, str]:
    return {"measure": measure, "database": database, "figure": figure, "baseline": baseline, "ratio": ratio,
            "budget": budget, "kept": "yes" if kept else "NO"}
