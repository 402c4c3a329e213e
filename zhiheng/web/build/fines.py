"""The first stage of an act of the catalogue in a line: when, how much, what else."""

from __future__ import annotations

from zhiheng.kernel.discretion import Amount, Fine, GainMultiple, IncomePercent, NoFine, WarningOnly
from zhiheng.law import violations
from zhiheng.law.violations import Stage, Violation


def fine_words(fine: Fine) -> str:
    """50,000 元以下罚款; 可以 where the text leaves it open; what must be computed says so."""
    may = "可以处 " if getattr(fine, "may", False) else ""
    match fine:
        case Amount():
            return f"{may}{fine.range.words()}罚款"
        case IncomePercent():
            return f"{may}上一年年收入 {fine.min_percent}%至 {fine.max_percent}%罚款"
        case GainMultiple():
            return f"{may}违法所得 {fine.min_times} 至 {fine.max_times} 倍，或者 {fine.otherwise.words()}罚款"
        case NoFine():
            return "不罚款"
        case WarningOnly():
            return "警告"
    return "罚款依案情计算"


def stage_words(stage: Stage) -> str:
    """责令限期改正，100,000 元以下罚款；责令停产停业."""
    order = violations.words("orders", stage.order) if stage.order else ""
    others = [violations.words("others", o) for o in stage.others]
    return "；".join(w for w in ("，".join(x for x in (order, fine_words(stage.fine)) if x), *others) if w)


def stages(act: Violation) -> tuple[tuple[str, str], ...]:
    """(when, what) of every stage."""
    return tuple((s.zh, stage_words(s)) for s in act.stages)
