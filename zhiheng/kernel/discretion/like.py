"""Like cases: where an amount stands among the bureau's own past fines for the same act and band.

For consistency of treatment only; never a ranking of people or units (行政处罚法 74).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

FEW = 5
"""Below this number there is no distribution to speak of: the cases themselves are shown and none is called odd."""
RULE = "低于下四分位数减去 1.5 倍四分位距，或者高于上四分位数加上 1.5 倍四分位距的，标为明显偏离；不足 5 件的不作判断。"


@dataclass(frozen=True)
class LikeCases:
    """``counts`` are the past fines per class of equal width between ``low_fen`` and ``high_fen``; ``here``
    the class of
    the amount looked at. ``percentile`` is the share of past fines not above it. ``outlier``: beyond 1.5
    quartile
    distances. With no past fine all amounts are 0."""

    n: int
    median_fen: int
    lower_fen: int
    upper_fen: int
    percentile: int
    outlier: bool
    low_fen: int
    high_fen: int
    counts: tuple[int, ...]
    here: int
    past: tuple[int, ...] = ()

    def odd(self, fen: int) -> bool:
        """Whether an amount lies beyond 1.5 quartile distances; never among fewer than five."""
        spread = (self.upper_fen - self.lower_fen) * 3 // 2
        return self.n >= FEW and not self.lower_fen - spread <= fen <= self.upper_fen + spread

    def words(self) -> str:
        if not self.n:
            return "近期没有同档案件"
        if self.n < FEW:
            each = "、".join(f"{fen // 100:,}" for fen in self.past)
            return f"同档只有 {self.n} 件，不作分布比较：{each} 元"
        odd = "，明显偏离同类案件，请说明理由" if self.outlier else ""
        return (
            f"同档 {self.n} 件：中位 {self.median_fen // 100:,} · 四分位 {self.lower_fen // 100:,}–"
            f"{self.upper_fen // 100:,} · 本件第 {self.percentile} 百分位{odd}"
        )


def _quantile(ordered: Sequence[int], numerator: int, denominator: int) -> int:
    """Linear between the two neighbours, rounded down to the fen."""
    place = (len(ordered) - 1) * numerator
    index, rest = divmod(place, denominator)
    if rest == 0:
        return ordered[index]
    return ordered[index] + (ordered[index + 1] - ordered[index]) * rest // denominator


def like_cases(past_fen: Sequence[int], amount_fen: int, bins: int = 8) -> LikeCases:
    """Describe past fines (fen) and where ``amount_fen`` stands among them."""
    ordered = sorted(past_fen)
    if not ordered:
        return LikeCases(0, 0, 0, 0, 0, False, 0, 0, (0,) * bins, -1)
    lower, median, upper = (_quantile(ordered, k, 4) for k in (1, 2, 3))
    low, high = ordered[0], ordered[-1]
    width = max(high - low, 1)

    def place(fen: int) -> int:
        return min(max((fen - low) * bins // width, 0), bins - 1)

    counts = [0] * bins
    for fen in ordered:
        counts[place(fen)] += 1
    below = sum(1 for fen in ordered if fen <= amount_fen)
    found = LikeCases(
        len(ordered),
        median,
        lower,
        upper,
        below * 100 // len(ordered),
        False,
        low,
        high,
        tuple(counts),
        place(amount_fen),
        tuple(ordered),
    )
    return replace(found, outlier=found.odd(amount_fen))
