"""From an act of the catalogue and the facts of a case to a charge the kernel can weigh, or a fault in
words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.kernel.discretion import Benchmark, Charge, FactValue, Found, See
from zhiheng.kernel.money import parse
from zhiheng.law import benchmarks, violations

# Facts people give in yuan; the kernel counts in fen.
_YUAN = {
    "income_yuan": "income_fen",
    "illegal_gain_yuan": "illegal_gain_fen",
    "base_fine_yuan": "base_fine_fen",
}
_STATUTE = {"income_fen", "illegal_gain_fen", "base_fine_fen", "accident_grade", "days"}
_GATES = {"order_served": "责令改正文书已送达", "reinspection_failed": "复查仍未改正"}


class ChargeFault(ValueError):
    """Why a charge cannot be made; the message is a Chinese sentence."""


def charge(
    code: str,
    acted_on: date,
    *,
    stage: str = "first",
    facts: Mapping[str, Any] | None = None,
    place: str = "",
    decided_on: date | None = None,
    circumstances: tuple[Found, ...] = (),
    act: str = "",
    evidence: Mapping[str, tuple[str, ...]] | None = None,
    key: str = "",
) -> Charge:
    """Build a charge. ``acted_on`` chooses the law, ``decided_on`` (else the same day) the benchmark.

    ``facts`` are by id: those of the benchmark, and income_yuan, illegal_gain_yuan, base_fine_yuan (or
    ..._fen),
    accident_grade, days, order_served, reinspection_failed. ChargeFault for unknown codes, days and stages.
    """
    try:
        found = violations.get(code)
        step = found.stage(stage)
    except KeyError as fault:
        raise ChargeFault(str(fault.args[0])) from None
    refusal = violations.usable(found, acted_on)
    if refusal is not None:
        raise ChargeFault(refusal.says)
    if isinstance(step.fine, See):
        raise ChargeFault(
            f"「{found.title}」是转致条款，自身没有罚款幅度，须另选其所指的规定：{step.fine.to}。"
        )
    given = _canonical(facts or {})
    table = benchmarks.benchmark(code, step.id, place, decided_on or acted_on)
    sure, perhaps = violations.heavy(step.others)
    more_sure, more_perhaps = violations.heavy(found.others)
    others = [violations.words("others", o) for o in (*step.others, *found.others)]
    cautions = (*violations.cautions(found), *_stage_cautions(step, given), *_unused(given, table))
    return Charge(
        id=key or f"{code}/{step.id}",
        title=found.title,
        penalty=found.penalties,
        fine=step.fine,
        duty=found.duty,
        facts=given,
        benchmark=table,
        circumstances=circumstances,
        act=act,
        others=tuple(
            dict.fromkeys(([violations.words("orders", step.order)] if step.order else []) + others)
        ),
        heavy=sure,
        maybe_heavy=tuple(sorted({*perhaps, *more_sure, *more_perhaps} - set(sure))),
        evidence=evidence or {},
        cautions=cautions,
    )


def _canonical(facts: Mapping[str, Any]) -> dict[str, FactValue]:
    """Yuan to fen exactly; ChargeFault for a value that is no whole number, text or yes/no."""
    out: dict[str, FactValue] = {}
    for key, value in facts.items():
        if key in _YUAN:
            out[_YUAN[key]] = _fen(key, value)
        elif isinstance(value, bool | int | str):
            out[key] = value
        else:
            raise ChargeFault(f"事实「{key}」的值 {value!r} 须为整数、文字或者是/否。")
    return out


def _fen(key: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ChargeFault(f"事实「{key}」须为元，现为 {value!r}。")
    try:
        return parse(str(value))
    except ValueError as fault:
        raise ChargeFault(f"事实「{key}」：{fault}。") from None


def _stage_cautions(step: violations.Stage, facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    """An overdue stage stands on a served order and a failed re-inspection; a stated absence is a fault."""
    absent = [_GATES[need] for need in step.requires if facts.get(need) is False]
    if absent:
        raise ChargeFault(f"不能适用「{step.zh}」阶段：{'、'.join(absent)}不成立。")
    unknown = [_GATES[need] for need in step.requires if need not in facts]
    return (f"适用「{step.zh}」阶段须有证据证明：{'、'.join(unknown)}。",) if unknown else ()


def _unused(facts: Mapping[str, FactValue], table: Benchmark) -> tuple[str, ...]:
    used = {f.id for f in table.factors} | _STATUTE | set(_GATES)
    idle = sorted(set(facts) - used)
    return (f"下列事实没有用于裁量：{'、'.join(idle)}。",) if idle else ()
