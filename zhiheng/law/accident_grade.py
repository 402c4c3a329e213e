"""The grade of a production safety accident from the dead, the injured and the loss.

``grade(facts)`` reads ``deaths`` and ``serious_injuries`` (persons) and ``direct_loss_fen`` (fen) and gives the grade
with a sentence; None when none of them is known. Source: 生产安全事故报告和调查处理条例 第三条 — 以上 includes the
number, 以下 does not; the gravest of the three counts.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.kernel.discretion import ACCIDENT_GRADES, FactValue
from zhiheng.kernel.discretion.values import money

YUAN = 100
# Fact -> its Chinese name and the lowest count of 较大, 重大 and 特别重大事故.
_STEPS: Mapping[str, tuple[str, tuple[int, int, int]]] = {
    "deaths": ("死亡人数", (3, 10, 30)),
    "serious_injuries": ("重伤人数", (10, 50, 100)),
    "direct_loss_fen": (
        "直接经济损失",
        (10_000_000 * YUAN, 50_000_000 * YUAN, 100_000_000 * YUAN),
    ),
}
FACTS: Mapping[str, str] = {key: zh for key, (zh, _) in _STEPS.items()}
_ORDER = ("general", "larger", "major", "extraordinary")


def grade(facts: Mapping[str, FactValue]) -> tuple[str, str] | None:
    """The grade's id (a key of ``ACCIDENT_GRADES``) and how it was found, in words."""
    known = {
        key: value
        for key in _STEPS
        if isinstance(value := facts.get(key), int) and not isinstance(value, bool) and value >= 0
    }
    if not known:
        return None
    level = max(sum(value >= least for least in _STEPS[key][1]) for key, value in known.items())
    counted = "、".join(
        f"{FACTS[key]}{money(value) if key == 'direct_loss_fen' else f'{value}人'}" for key, value in known.items()
    )
    found = _ORDER[level]
    says = f"没有写明事故等级，按{counted}认定为{ACCIDENT_GRADES[found]}（生产安全事故报告和调查处理条例第三条）。"
    return found, says
