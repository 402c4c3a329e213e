"""Circumstances of 行政处罚法 30–33, 36 and 49: what the law lets or makes them do to a penalty."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.kernel.article import Article

NONE = "none"  # 不予行政处罚
MAY_NONE = "may_none"  # 可以不予行政处罚
REDUCE = "reduce"  # 应当从轻或者减轻
MAY_REDUCE = "may_reduce"  # 可以从轻或者减轻
AGGRAVATE = "aggravate"  # 从重

CHOICES = {
    NONE: ("none",),
    MAY_NONE: ("none", "lighten", "keep"),
    REDUCE: ("lighten", "mitigate"),
    MAY_REDUCE: ("lighten", "mitigate", "keep"),
    AGGRAVATE: ("aggravate",),
}
CHOICE_WORDS = {
    "none": "不予行政处罚",
    "lighten": "从轻",
    "mitigate": "减轻",
    "aggravate": "从重",
    "keep": "不因此调整",
}


@dataclass(frozen=True)
class Circumstance:
    """A circumstance of the law or of a local benchmark. ``effect`` is one of the words above."""

    id: str
    zh: str
    effect: str
    articles: tuple[Article, ...]

    def __post_init__(self) -> None:
        if self.effect not in CHOICES:
            raise ValueError(f"没有「{self.effect}」这种效果")


@dataclass(frozen=True)
class Found:
    """A circumstance found in the case: what was chosen where the law leaves a choice, and the evidence for
    it.
    """

    circumstance: Circumstance
    choice: str = ""
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.choice and self.choice not in CHOICES[self.circumstance.effect]:
            allowed = "、".join(CHOICE_WORDS[c] for c in CHOICES[self.circumstance.effect])
            raise ValueError(f"「{self.circumstance.zh}」只能选：{allowed}。")

    @property
    def effect(self) -> str:
        """What it does: the choice made, else the mildest change the law itself requires."""
        return self.choice or CHOICES[self.circumstance.effect][0]
