"""A benchmark: bands of a statutory range with their conditions as data, and the messages of its
validation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion.values import FactMap, FactValue, MissingFacts, Range, money


@dataclass(frozen=True)
class Factor:
    """A circumstance of the act that is counted or chosen. ``kind`` is count, amount (fen), choice or bool.

    ``months``: the factor is repetition; it counts (or says whether there are) earlier penalties of the party for the
    same kind of act within that many months before the act. 0: it is something else.
    """

    id: str
    zh: str
    kind: str
    unit: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    at_least: int = 0
    months: int = 0

    def say(self, value: FactValue) -> str:
        """未经培训上岗人数 6 人."""
        match self.kind:
            case "bool":
                return f"{self.zh}：{'是' if value else '否'}"
            case "choice":
                return f"{self.zh}：{dict(self.choices).get(str(value), str(value))}"
            case "amount":
                return f"{self.zh} {money(int(value))}"
            case _:
                return f"{self.zh} {value} {self.unit}".rstrip()

    def fault(self, value: FactValue) -> str:
        """What is wrong with a given value; empty when nothing is."""
        match self.kind:
            case "bool":
                return "" if isinstance(value, bool) else f"「{self.zh}」须为是或否。"
            case "choice":
                known = "、".join(f"{k}（{zh}）" for k, zh in self.choices)
                return (
                    ""
                    if value in dict(self.choices)
                    else f"「{self.zh}」没有“{value}”这个选项，可选：{known}。"
                )
            case _:
                whole = isinstance(value, int) and not isinstance(value, bool)
                return (
                    ""
                    if whole and int(value) >= self.at_least
                    else f"「{self.zh}」须为不小于 {self.at_least} 的整数。"
                )


@dataclass(frozen=True)
class Condition:
    """One threshold on one factor: a number between two ends (either may be open), or one of some choices."""

    factor: str
    at_least: int | None = None
    at_most: int | None = None
    one_of: tuple[FactValue, ...] = ()

    def holds(self, facts: FactMap) -> bool:
        value = facts.get(self.factor)
        if value is None:
            return False
        if self.one_of:
            return value in self.one_of
        return (self.at_least is None or int(value) >= self.at_least) and (
            self.at_most is None or int(value) <= self.at_most
        )


@dataclass(frozen=True)
class Scale:
    """A straight line from one value of a factor to another; between them fen are rounded down, beyond them
    held.
    """

    factor: str
    low: int
    high: int
    low_fen: int
    high_fen: int

    def at(self, value: int) -> int:
        if self.high == self.low:
            return self.low_fen
        held = min(max(value, self.low), self.high)
        return self.low_fen + (self.high_fen - self.low_fen) * (held - self.low) // (self.high - self.low)


@dataclass(frozen=True)
class Band:
    """One band. ``any_of`` holds groups of tests: the band applies when all tests of one group hold.

    ``range`` is in fen, or ``share`` gives its ends as parts (of ``share_of``, permille unless said) of the statutory
    range: 40%–50% of an income that is fined 40%–60% are the parts 0–10 of 20.
    """

    name: str
    words: str
    range: Range | None = None
    share: tuple[int, int] | None = None
    any_of: tuple[tuple[Condition, ...], ...] = ()
    scale: Scale | None = None
    share_of: int = 1000

    def applies(self, facts: FactMap) -> bool:
        return any(all(test.holds(facts) for test in group) for group in self.any_of)

    def within(self, statute: Range) -> Range:
        """The band's own range for this statutory range."""
        if self.range is not None:
            return self.range
        low, high = self.share or (0, self.share_of)
        return Range(statute.part(low, self.share_of), statute.part(high, self.share_of))


@dataclass(frozen=True)
class Adjustment:
    """What one factor adds to (or takes off) the starting amount, in fen or in permille of the band's
    width.
    """

    test: Condition
    zh: str
    fen: int = 0
    permille: int = 0

    def on(self, band: Range) -> int:
        return self.fen + (
            band.width * self.permille // 1000
            if self.permille >= 0
            else -(band.width * -self.permille // 1000)
        )


@dataclass(frozen=True)
class Benchmark:
    """Bands from light to grave for one act and stage, with the bureau's rules of arithmetic.

    ``start_permille`` is where in the band an unquantified case starts; ``circumstance_permille`` is how
    much of the
    band one lightening or aggravating circumstance moves; ``round_fen`` is the bureau's rounding unit (1:
    none).
    """

    id: str
    title: str
    bands: tuple[Band, ...]
    factors: tuple[Factor, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    default: str = ""
    start_permille: int = 500
    circumstance_permille: int = 200
    round_fen: int = 1
    articles: tuple[Article, ...] = ()
    verified: bool = True
    notes: tuple[str, ...] = field(default=())

    def factor(self, key: str) -> Factor | None:
        return next((f for f in self.factors if f.id == key), None)

    def choose(self, facts: FactMap) -> Band:
        """The gravest band whose condition holds, else the default. MissingFacts, or ValueError when none
        fits.
        """
        missing = tuple((f.id, f.zh) for f in self.factors if f.required and f.id not in facts)
        if missing:
            raise MissingFacts(missing, f"《{self.title}》定档")
        faults = [f.fault(facts[f.id]) for f in self.factors if f.id in facts and f.fault(facts[f.id])]
        if faults:
            raise ValueError("".join(faults))
        for band in reversed(self.bands):
            if band.applies(facts):
                return band
        fallback = next((b for b in self.bands if b.name == self.default), None)
        if fallback is None:
            raise ValueError(f"所给事实不落在《{self.title}》的任何一档，须先核实事实。")
        return fallback


def validate(benchmark: Benchmark, statute: Range | None) -> tuple[str, ...]:
    """What is wrong with a benchmark: outside the statute, overlaps, gaps, not monotone, unknown factors."""
    found: list[str] = []
    ranges = [(b, b.within(statute) if statute else b.range) for b in benchmark.bands]
    known = {f.id for f in benchmark.factors}
    for band, own in ranges:
        if own is None:
            found.append(f"「{band.name}」没有幅度")
        elif statute is not None and not own.inside(statute):
            found.append(f"「{band.name}」{own.words()}超出法定幅度 {statute.words()}")
        if band.scale is not None and own is not None:
            found += _scale_faults(band, band.scale, own)
        used = {t.factor for group in band.any_of for t in group} | (
            {band.scale.factor} if band.scale else set()
        )
        found += [f"「{band.name}」用到未声明的因素 {name}" for name in sorted(used - known)]
    whole = [(b, r) for b, r in ranges if r is not None]
    for (low_band, low), (high_band, high) in pairwise(whole):
        if high.min_fen < low.min_fen or high.max_fen < low.max_fen:
            found.append(f"「{high_band.name}」不重于「{low_band.name}」")
        elif high.min_fen < low.max_fen:
            found.append(f"「{low_band.name}」与「{high_band.name}」幅度重叠")
        elif high.min_fen > low.max_fen:
            found.append(
                f"「{low_band.name}」与「{high_band.name}」之间有 {money(high.min_fen - low.max_fen)}的空档"
            )
    if statute is not None and whole:
        if whole[0][1].min_fen > statute.min_fen:
            found.append(f"最轻一档高于法定下限 {money(statute.min_fen)}")
        if whole[-1][1].max_fen < statute.max_fen:
            found.append(f"最重一档低于法定上限 {money(statute.max_fen)}")
    for factor in benchmark.factors:
        if factor.kind in ("count", "amount"):
            found += _interval_faults(benchmark, factor)
    return tuple(found)


def _scale_faults(band: Band, scale: Scale, own: Range) -> list[str]:
    found = []
    if scale.high < scale.low or scale.high_fen < scale.low_fen:
        found.append(f"「{band.name}」的起点随因素增加而下降")
    if not (own.contains(scale.low_fen) and own.contains(scale.high_fen)):
        found.append(f"「{band.name}」的起点超出本档幅度")
    return found


def _interval_faults(benchmark: Benchmark, factor: Factor) -> list[str]:
    """Overlaps and gaps of the thresholds on one number, over bands that test that number alone."""
    spans: list[tuple[int, int | None, str]] = []
    for band in benchmark.bands:
        for group in band.any_of:
            if len(group) == 1 and group[0].factor == factor.id:
                spans.append((group[0].at_least or factor.at_least, group[0].at_most, band.name))
    spans.sort(key=lambda s: s[0])
    found = []
    for (_, end, low), (start, _, high) in pairwise(spans):
        if end is None or start <= end:
            found.append(f"「{factor.zh}」：「{low}」与「{high}」的条件重叠")
        elif start > end + 1:
            found.append(f"「{factor.zh}」：「{low}」与「{high}」之间 {end + 1}–{start - 1} 无档可循")
    if spans and spans[0][0] > factor.at_least:
        found.append(f"「{factor.zh}」：小于 {spans[0][0]} 时无档可循")
    if spans and spans[-1][1] is not None:
        found.append(f"「{factor.zh}」：大于 {spans[-1][1]} 时无档可循")
    return found
