"""From the facts of one violation to a proposed amount, every step in words with its article. Order never
matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion.benchmark import Band, Benchmark
from zhiheng.kernel.discretion.circumstance import CHOICE_WORDS, Found
from zhiheng.kernel.discretion.values import (
    FactMap,
    Fine,
    MissingFacts,
    Range,
    Step,
    money,
    needs,
    statutory,
)

CFF = "行政处罚法"
ORDER_TO_CORRECT = Article(CFF, "28", 1)
PROPORTION = Article(CFF, "5", 2)
REDUCE = Article(CFF, "32")
BENCHMARKS = Article(CFF, "34")
EDUCATE = Article(CFF, "33", 3)


@dataclass(frozen=True)
class Charge:
    """One violation of one party, ready to be weighed.

    ``act`` names the act in the world: charges of a party with the same non-empty ``act`` are one act under
    several
    rules. ``penalty`` has the leading provision first. ``facts`` mixes the statute's and the benchmark's
    facts.
    ``evidence`` maps a fact to evidence numbers. ``others`` are the penalties beside the fine, in Chinese;
    ``heavy``
    the kinds among them that certainly call for a hearing (confiscate, revoke, stop), ``maybe_heavy`` those
    that may.
    """

    id: str
    title: str
    penalty: tuple[Article, ...]
    fine: Fine
    duty: tuple[Article, ...] = ()
    facts: FactMap = field(default_factory=dict)
    benchmark: Benchmark | None = None
    circumstances: tuple[Found, ...] = ()
    act: str = ""
    others: tuple[str, ...] = ()
    heavy: tuple[str, ...] = ()
    maybe_heavy: tuple[str, ...] = ()
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weighing:
    """The result for one charge. ``range`` is None without a fine; ``allowed`` is what an amount may
    lawfully be:
    the range, widened downwards when a reduction below it applies. ``no_penalty`` says why nothing is
    imposed.
    """

    charge: Charge
    range: Range | None
    band: Band | None
    band_range: Range | None
    start_fen: int
    proposed_fen: int
    allowed: Range
    steps: tuple[Step, ...]
    what_changes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    no_penalty: str = ""
    mitigated: bool = False

    @property
    def other_penalties(self) -> tuple[str, ...]:
        return () if self.no_penalty else self.charge.others

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article any step rests on, sorted, once each."""
        return tuple(sorted({a for step in self.steps for a in step.articles}))


def weigh(charge: Charge) -> Weighing:
    """Weigh one charge. MissingFacts names what is missing (statute and benchmark together); ValueError
    what is wrong.
    """
    _require(charge)
    found, steps = statutory(charge.fine, charge.facts, charge.penalty)
    steps = (_duty(charge), *steps)
    warnings = list(charge.cautions)
    none = [c for c in _sorted(charge.circumstances) if c.effect == "none"]
    if none:
        return _no_penalty(charge, found, steps, none, warnings)
    if found is None:
        return Weighing(charge, None, None, None, 0, 0, Range(0, 0), steps, (), tuple(warnings))
    return _fined(charge, found, steps, warnings)


def _require(charge: Charge) -> None:
    """All missing facts at once, so nobody is sent back twice."""
    missing: list[tuple[str, str]] = []
    for probe in (_statute_gaps, _benchmark_gaps):
        missing += [m for m in probe(charge) if m not in missing]
    if missing:
        raise MissingFacts(tuple(missing), f"「{charge.title}」")


def _statute_gaps(charge: Charge) -> tuple[tuple[str, str], ...]:
    if all(key in charge.facts for key in needs(charge.fine, charge.facts)):
        return ()
    try:
        statutory(charge.fine, charge.facts, charge.penalty)
    except MissingFacts as gap:
        return gap.missing
    return ()


def _benchmark_gaps(charge: Charge) -> tuple[tuple[str, str], ...]:
    factors = charge.benchmark.factors if charge.benchmark else ()
    if any(c.effect == "none" for c in charge.circumstances):
        return ()
    return tuple((f.id, f.zh) for f in factors if f.required and f.id not in charge.facts)


def _sorted(circumstances: tuple[Found, ...]) -> list[Found]:
    """Each circumstance once, in a fixed order."""
    return sorted({c.circumstance.id: c for c in circumstances}.values(), key=lambda c: c.circumstance.id)


def _duty(charge: Charge) -> Step:
    if not charge.duty:
        return Step(f"违法行为：{charge.title}。", charge.penalty)
    return Step(f"违法行为：{charge.title}。", charge.duty)


def _no_penalty(
    charge: Charge, found: Range | None, steps: tuple[Step, ...], none: list[Found], warnings: list[str]
) -> Weighing:
    reasons = "；".join(c.circumstance.zh for c in none)
    articles = tuple(a for c in none for a in c.circumstance.articles)
    more = (
        Step(f"{reasons}：不予行政处罚。", articles),
        Step("不予行政处罚的，应当对当事人进行教育；违法行为仍应责令改正。", (EDUCATE, ORDER_TO_CORRECT)),
    )
    changes = tuple(f"如「{c.circumstance.zh}」不成立：按法定幅度裁量" for c in none)
    return Weighing(
        charge, found, None, None, 0, 0, Range(0, 0), (*steps, *more), changes, tuple(warnings), reasons
    )


def _fined(charge: Charge, statute: Range, steps: tuple[Step, ...], warnings: list[str]) -> Weighing:
    benchmark = charge.benchmark
    band = benchmark.choose(charge.facts) if benchmark else None
    own = band.within(statute) if band else statute
    if not own.inside(statute):
        raise ValueError(
            f"基准「{benchmark.title if benchmark else ''}」的幅度 {own.words()}超出法定幅度"
            f" {statute.words()}，不得适用。"
        )
    if benchmark is None:
        warnings.append("没有可用的裁量基准，建议数取法定幅度中间值，须集体讨论说明理由。")
    elif not benchmark.verified:
        warnings.append(f"《{benchmark.title}》依据待核，建议数仅供参考。")
    steps += _band_steps(charge, band, own)
    start, start_steps = _start(charge, band, own)
    raw, moves = _moves(charge, own, start)
    amount = own.clamp(raw)
    steps += start_steps + moves
    if raw != amount:
        steps += (Step(f"不出本档：取 {money(amount)}。", (BENCHMARKS,)),)
    mitigate = [c for c in _sorted(charge.circumstances) if c.effect == "mitigate"]
    allowed, mitigated = statute, False
    if mitigate and statute.min_fen == 0:
        warnings.append("法定幅度没有下限，从轻与减轻在数额上没有分界，已按从轻处理。")
    elif mitigate:
        allowed, mitigated = Range(0, statute.max_fen), True
        amount, own = statute.min_fen // 2, Range(0, statute.min_fen)
        steps += (_mitigation(mitigate, statute, amount),)
        warnings.append("减轻处罚低于法定下限，须说明理由、附证据并集体讨论。")
    amount, rounded = _round(amount, own, benchmark)
    steps += (*rounded, Step(f"建议罚款 {money(amount)}。", (PROPORTION, *charge.penalty[:1])))
    return Weighing(
        charge,
        statute,
        band,
        own,
        start,
        amount,
        allowed,
        steps,
        _what_changes(charge, statute, band),
        tuple(warnings),
        "",
        mitigated,
    )


def _band_steps(charge: Charge, band: Band | None, own: Range) -> tuple[Step, ...]:
    benchmark = charge.benchmark
    if benchmark is None or band is None:
        return ()
    said = []
    for factor in benchmark.factors:
        if factor.id in charge.facts:
            proof = charge.evidence.get(factor.id, ())
            said.append(
                factor.say(charge.facts[factor.id]) + (f"（证据 {'、'.join(proof)}）" if proof else "")
            )
    facts = "；".join(said) or "未给出裁量因素"
    return (
        Step(
            f"{facts} → 按《{benchmark.title}》属「{band.name}」（{band.words}）：{own.words()}。",
            tuple(dict.fromkeys((BENCHMARKS, *benchmark.articles))),
        ),
    )


def _start(charge: Charge, band: Band | None, own: Range) -> tuple[int, tuple[Step, ...]]:
    if own.fixed:
        return own.min_fen, (Step(f"数额固定，没有裁量余地：{money(own.min_fen)}。", charge.penalty[:1]),)
    if band and band.scale and band.scale.factor in charge.facts:
        scale = band.scale
        value = int(charge.facts[scale.factor])
        factor = charge.benchmark.factor(scale.factor) if charge.benchmark else None
        unit = factor.unit if factor else ""
        start = scale.at(value)
        return start, (
            Step(
                f"起点 {money(start)}（{value} {unit}，在 {scale.low}–{scale.high} {unit}档内按比例）。",
                (BENCHMARKS,),
            ),
        )
    permille = charge.benchmark.start_permille if charge.benchmark else 500
    start = own.at(permille)
    return start, (
        Step(f"没有可量化的因素，起点取本档的 {permille / 10:g}% 处：{money(start)}。", (BENCHMARKS,)),
    )


def _moves(charge: Charge, own: Range, start: int) -> tuple[int, tuple[Step, ...]]:
    """Start plus all adjustments and all lightening or aggravating circumstances: a sum, so their order is
    nothing.
    """
    amount, steps = start, []
    for adjustment in charge.benchmark.adjustments if charge.benchmark else ():
        if adjustment.test.holds(charge.facts):
            change = adjustment.on(own)
            amount += change
            steps.append(
                Step(f"{adjustment.zh}：{'+' if change >= 0 else ''}{money(change)}。", (BENCHMARKS,))
            )
    permille = charge.benchmark.circumstance_permille if charge.benchmark else 200
    for found in _sorted(charge.circumstances):
        lighter = found.effect == "lighten" or (found.effect == "mitigate")
        change = own.width * permille // 1000 * (-1 if lighter else 1)
        if found.effect == "keep":
            steps.append(
                Step(f"{found.circumstance.zh}：可以考虑，本案不因此调整。", found.circumstance.articles)
            )
            continue
        word = CHOICE_WORDS["lighten" if lighter else "aggravate"]
        if found.effect != "mitigate":
            proof = f"（证据 {'、'.join(found.evidence)}）" if found.evidence else ""
            steps.append(
                Step(
                    f"{found.circumstance.zh}{proof}：{word} {money(abs(change))}。",
                    found.circumstance.articles,
                )
            )
        amount += change
    return amount, tuple(steps)


def _mitigation(mitigate: list[Found], statute: Range, amount: int) -> Step:
    reasons = "；".join(c.circumstance.zh for c in mitigate)
    articles = tuple(a for c in mitigate for a in c.circumstance.articles) or (REDUCE,)
    return Step(
        f"{reasons}：减轻处罚，在法定下限 {money(statute.min_fen)}以下确定；法律没有规定减轻到多少，"
        f"建议取下限的一半 {money(amount)}。",
        articles,
    )


def _round(amount: int, own: Range, benchmark: Benchmark | None) -> tuple[int, tuple[Step, ...]]:
    """Down to the bureau's unit, in the party's favour; up when down would leave the band; else unrounded."""
    unit = benchmark.round_fen if benchmark else 1
    if unit <= 1 or amount % unit == 0:
        return amount, ()
    down = amount // unit * unit
    for rounded in (down, down + unit):
        if own.contains(rounded):
            return rounded, (
                Step(f"按本局规则以 {money(unit)}为单位取整：{money(rounded)}。", (BENCHMARKS,)),
            )
    return amount, ()


def _what_changes(charge: Charge, statute: Range, band: Band | None) -> tuple[str, ...]:
    benchmark = charge.benchmark
    changes = []
    for other in benchmark.bands if benchmark else ():
        if band is not None and other.name != band.name:
            changes.append(f"若{other.words}：转为「{other.name}」{other.within(statute).words()}")
    for adjustment in benchmark.adjustments if benchmark and band else ():
        change = adjustment.on(band.within(statute)) if band else 0
        sign = "+" if change >= 0 else ""
        if adjustment.test.holds(charge.facts):
            changes.append(f"若没有「{adjustment.zh}」：不计 {sign}{money(change)}")
        else:
            changes.append(f"若有「{adjustment.zh}」：{sign}{money(change)}")
    if not any(c.effect in ("lighten", "mitigate") for c in charge.circumstances):
        changes.append("若有行政处罚法第32条情形（如主动消除或者减轻危害后果）：应当从轻或者减轻")
    return tuple(changes)
