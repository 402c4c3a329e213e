"""From an act of the catalogue and the facts of a case to a charge the kernel can weigh, or a fault in words.

``questions(code, stage, …)`` what to ask for it, ``charge(code, day, …)`` the charge itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.kernel.discretion import (
    ACCIDENT_GRADES,
    FINE_FACTS,
    Benchmark,
    Charge,
    Factor,
    FactValue,
    Found,
    NoFine,
    See,
    WarningOnly,
    possible_needs,
)
from zhiheng.kernel.money import parse
from zhiheng.law import accident_grade, benchmarks, violations

# Facts people give in yuan; the kernel counts in fen.
_YUAN = {
    "income_yuan": "income_fen",
    "illegal_gain_yuan": "illegal_gain_fen",
    "base_fine_yuan": "base_fine_fen",
    "goods_value_yuan": "goods_value_fen",
    "contract_price_yuan": "contract_price_fen",
    "diverted_cost_yuan": "diverted_cost_fen",
    "direct_loss_yuan": "direct_loss_fen",
}
_STATUTE_FACTORS = {
    **{fen: Factor(yuan, FINE_FACTS[fen], "amount", "元", True) for yuan, fen in _YUAN.items() if fen in FINE_FACTS},
    **{key: Factor(key, accident_grade.FACTS[key], "count", "人", False) for key in ("deaths", "serious_injuries")},
    "accident_grade": Factor(
        "accident_grade", FINE_FACTS["accident_grade"], "choice", "", True, tuple(ACCIDENT_GRADES.items())
    ),
    "days": Factor("days", FINE_FACTS["days"], "count", "日", True, (), 1),
}
_READ = {"bool": "请写是或者否", "count": "请写整数"}
_BOOL = {
    "true": True,
    "on": True,
    "1": True,
    "是": True,
    "false": False,
    "off": False,
    "0": False,
    "否": False,
}
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

    ``facts`` are by id, as :func:`questions` lists them; numbers, yes/no and money may be text as typed.
    ChargeFault for unknown codes, days without law, unknown stages and unreadable facts.
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
    table = benchmarks.benchmark(code, step.id, place, decided_on or acted_on)
    given = _canonical(facts or {}, table)
    graded = _graded(step.fine, given)
    given |= {"accident_grade": graded[0]} if graded else {}
    sure, perhaps = violations.heavy(step.others)
    more_sure, more_perhaps = violations.heavy(found.others)
    others = [violations.words("others", o) for o in (*step.others, *found.others)]
    cautions = (*violations.cautions(found), *_stage_cautions(step, given), *_unused(given, table), *graded[1:])
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


def questions(code: str, stage: str = "first", place: str = "", on: date = date.max) -> tuple[Factor, ...]:
    """What to ask for an act at a stage: the statute's facts (money ones in yuan), then the benchmark's
    factors.

    KeyError in words for an unknown code or stage.
    """
    step = violations.get(code).stage(stage)
    asked = [_STATUTE_FACTORS[key] for key in possible_needs(step.fine)]
    asked += [Factor(key, _GATES[key], "bool") for key in step.requires]
    if isinstance(step.fine, NoFine | WarningOnly | See):
        return tuple(asked)
    return (*asked, *benchmarks.benchmark(code, step.id, place, on).factors)


def _graded(fine: Any, given: Mapping[str, FactValue]) -> tuple[str, ...]:
    """The accident's grade and the sentence that says how it was found, when the fine hangs on a grade nobody wrote."""
    if "accident_grade" in given or "accident_grade" not in possible_needs(fine):
        return ()
    return accident_grade.grade(given) or ()


def _canonical(facts: Mapping[str, Any], table: Benchmark) -> dict[str, FactValue]:
    """Yuan to fen exactly, text to the kind its factor has, names of facts to their ids; blanks are left out.

    ChargeFault when a fact that is used is unreadable; one that nothing uses is kept as text.
    """
    out: dict[str, FactValue] = {}
    names = _names(table)
    for typed, value in facts.items():
        key = names.get(str(typed), str(typed))
        if value is None or value == "":
            continue
        if key in _GATES and isinstance(value, str) and value.strip() in _BOOL:
            out[key] = _BOOL[value.strip()]
            continue
        factor = table.factor(key) or _STATUTE_FACTORS.get(key)
        if key in _YUAN:
            out[_YUAN[key]] = _fen(key, value)
        elif factor is None:
            out[key] = value if isinstance(value, bool | int | str) else str(value)[:40]
        else:
            out[key] = _of_factor(factor, value)
    return out


def _names(table: Benchmark) -> dict[str, str]:
    """Facts by the words people read in forms and faults, beside their ids."""
    statute = {word: f.id for f in _STATUTE_FACTORS.values() for word in (f.zh, f.zh.partition("（")[0])}
    return {**statute, "直接经济损失": "direct_loss_yuan",
            **{yuan.removesuffix("_yuan"): yuan for yuan in _YUAN}, **{f.zh: f.id for f in table.factors},
            **{f.id: f.id for f in table.factors}}  # fmt: skip


def _of_factor(factor: Factor, value: Any) -> FactValue:
    """A value as its factor counts it. ChargeFault for a kind of value that it can never be."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if factor.kind == "amount" and factor.id not in _STATUTE_FACTORS:
        return _fen(factor.id, value)
    if isinstance(value, str) and factor.kind in _READ:
        return _typed(factor, value)
    if factor.kind == "choice" and isinstance(value, str):
        short = {zh.removesuffix("事故"): key for key, zh in factor.choices} if factor.id == "accident_grade" else {}
        return {**{zh: key for key, zh in factor.choices}, **short}.get(value.strip(), value)
    if isinstance(value, bool | int | str):
        return value
    raise ChargeFault(f"事实「{factor.id}」的值 {str(value)[:40]} 须为整数、文字或者是/否。")


def _typed(factor: Factor, text: str) -> FactValue:
    """6, 是 and on as forms send them."""
    bare = text.strip()
    if factor.kind == "bool" and bare.lower() in _BOOL:
        return _BOOL[bare.lower()]
    if factor.kind == "count" and bare.isdecimal():
        return int(bare)
    raise ChargeFault(f"「{factor.zh}」（{factor.id}）读不懂「{text}」，{_READ[factor.kind]}。")


def _fen(key: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ChargeFault(f"事实「{key}」须为元，现为 {str(value)[:40]}。")
    try:
        return parse(f"{value:.2f}" if isinstance(value, float) and round(value, 2) == value else str(value))
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
    used = {f.id for f in table.factors} | set(_STATUTE_FACTORS) | set(_GATES) | set(accident_grade.FACTS)
    idle = sorted(set(facts) - used)
    return (f"下列事实没有用于裁量：{'、'.join(idle)}。",) if idle else ()
