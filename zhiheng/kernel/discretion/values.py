"""Ranges, steps and the kinds of fine a statute can set. Amounts are integer fen; shares are integer
permille.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.kernel.article import Article

FactValue = int | bool | str
FactMap = Mapping[str, FactValue]

ACCIDENT_GRADES = {
    "general": "一般事故",
    "larger": "较大事故",
    "major": "重大事故",
    "extraordinary": "特别重大事故",
}


class MissingFacts(ValueError):
    """Facts without which no amount can be named. ``missing`` holds (fact id, Chinese name) pairs."""

    def __init__(self, missing: tuple[tuple[str, str], ...], about: str = "") -> None:
        self.missing = missing
        names = "、".join(f"{zh}（{key}）" for key, zh in missing)
        super().__init__(f"{about}缺少：{names}。" if about else f"缺少：{names}。")


class NoRange(ValueError):
    """The provision sets no range of its own (it refers elsewhere), so it cannot carry a fine."""


def money(fen: int) -> str:
    """1234500 fen -> 12,345 元; 1234550 -> 12,345.50 元."""
    whole, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole:,}.{rest:02d} 元" if rest else f"{sign}{whole:,} 元"


@dataclass(frozen=True)
class Step:
    """One step of an explanation: a Chinese sentence and the articles it rests on."""

    text: str
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True, order=True)
class Range:
    """A closed range of money in fen; both ends belong to it."""

    min_fen: int
    max_fen: int

    def __post_init__(self) -> None:
        if not 0 <= self.min_fen <= self.max_fen:
            raise ValueError(f"幅度不成立：{self.min_fen}–{self.max_fen} 分")

    @property
    def width(self) -> int:
        return self.max_fen - self.min_fen

    @property
    def fixed(self) -> bool:
        return self.min_fen == self.max_fen

    def contains(self, fen: int) -> bool:
        return self.min_fen <= fen <= self.max_fen

    def inside(self, other: Range) -> bool:
        return other.min_fen <= self.min_fen and self.max_fen <= other.max_fen

    def clamp(self, fen: int) -> int:
        return min(max(fen, self.min_fen), self.max_fen)

    def at(self, permille: int) -> int:
        """The amount this share of the way up, rounded down to the fen."""
        return self.part(permille, 1000)

    def part(self, number: int, of: int) -> int:
        """The amount ``number`` parts out of ``of`` of the way up, rounded down to the fen."""
        return self.min_fen + self.width * number // max(of, 1)

    def words(self) -> str:
        if self.fixed:
            return money(self.min_fen)
        if self.min_fen == 0:
            return f"{money(self.max_fen)}以下"
        return f"{money(self.min_fen)}以上 {money(self.max_fen)}以下"


@dataclass(frozen=True)
class NoFine:
    """The stage sets no fine (an order, a suspension, a discipline only)."""


@dataclass(frozen=True)
class WarningOnly:
    """The stage sets a warning and no fine."""


@dataclass(frozen=True)
class Amount:
    """A range of money. ``may``: the text says 可以, so fining is itself a choice."""

    range: Range
    may: bool = False


@dataclass(frozen=True)
class IncomePercent:
    """A share of the person's income of the year before, in whole percent. Needs ``income_fen``."""

    min_percent: int
    max_percent: int
    may: bool = False


@dataclass(frozen=True)
class GainMultiple:
    """Times the illegal gain from a threshold on, else a range of money. Needs ``illegal_gain_fen`` (0 for
    none), or another ``base`` where the text multiplies that (``goods_value_fen``, 货值金额).

    With threshold 0 any gain at all counts. ``cap_fen`` limits the multiple where the text does.
    """

    min_times: int
    max_times: int
    threshold_fen: int
    otherwise: Range
    cap_fen: int | None = None
    may: bool = False
    base: str = "illegal_gain_fen"


@dataclass(frozen=True)
class ShareOf:
    """A share of a sum of the case in whole percent (ten times is 1000). Needs ``base``, a fact in fen.

    ``floor_fen``: the least upper end, where the text fines that sum when the share stays below it
    (易制毒化学品管理条例 38: 货值的20倍不足1万元的，按1万元).
    """

    base: str
    min_percent: int
    max_percent: int
    floor_fen: int | None = None
    may: bool = False


@dataclass(frozen=True)
class Tier:
    """One accident grade of a provision and what it sets."""

    grade: str
    article: Article
    fine: Amount | IncomePercent


@dataclass(frozen=True)
class ByAccident:
    """A range by the grade of the accident. Needs ``accident_grade``."""

    tiers: tuple[Tier, ...]
    may: bool = False


@dataclass(frozen=True)
class TimesOf:
    """A multiple of the fine found under another provision. Needs ``base_fine_fen``."""

    base: str
    min_times: int
    max_times: int
    may: bool = False


@dataclass(frozen=True)
class Daily:
    """The former fine for each day from the day after the order. Needs ``base_fine_fen`` and ``days``."""

    may: bool = True


@dataclass(frozen=True)
class See:
    """A reference to other provisions; no range of its own."""

    to: str


Fine = (
    NoFine | WarningOnly | Amount | IncomePercent | GainMultiple | ShareOf | ByAccident | TimesOf | Daily | See
)

FINE_FACTS = {
    "income_fen": "上一年年收入",
    "illegal_gain_fen": "违法所得（没有填 0）",
    "accident_grade": "事故等级",
    "base_fine_fen": "原罚款数额",
    "days": "按日连续处罚的天数",
    "goods_value_fen": "货值金额",
    "contract_price_fen": "合同价款",
    "diverted_cost_fen": "挪用的安全费用",
}


def needs(fine: Fine, facts: FactMap) -> tuple[str, ...]:
    """The facts this fine needs to become a range, given those already known."""
    match fine:
        case IncomePercent():
            return ("income_fen",)
        case GainMultiple(base=base) | ShareOf(base=base):
            return (base,)
        case TimesOf():
            return ("base_fine_fen",)
        case Daily():
            return ("base_fine_fen", "days")
        case ByAccident(tiers=tiers):
            grade = facts.get("accident_grade")
            tier = next((t for t in tiers if t.grade == grade), None)
            return ("accident_grade",) + (needs(tier.fine, facts) if tier else ())
        case _:
            return ()


def possible_needs(fine: Fine) -> tuple[str, ...]:
    """Every fact this fine may need, whatever the others turn out to be: what a form asks."""
    if isinstance(fine, ByAccident):
        inner = [key for tier in fine.tiers for key in needs(tier.fine, {})]
        return ("accident_grade", *dict.fromkeys(inner))
    return needs(fine, {})


def _whole(facts: FactMap, key: str) -> int:
    value = facts[key]
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"「{FINE_FACTS[key]}」须为不小于 0 的整数。")
    return value


def statutory(
    fine: Fine, facts: FactMap, articles: tuple[Article, ...]
) -> tuple[Range | None, tuple[Step, ...]]:
    """The statutory range for these facts, explained. None: no fine at all.

    MissingFacts when a needed fact is not given; NoRange for a bare reference; ValueError for an impossible
    fact.
    """
    missing = tuple((key, FINE_FACTS[key]) for key in needs(fine, facts) if key not in facts)
    if missing:
        raise MissingFacts(missing)
    match fine:
        case NoFine():
            return None, (Step("本阶段不设罚款。", articles),)
        case WarningOnly():
            return None, (Step("本阶段只设警告，不设罚款。", articles),)
        case See(to=to):
            raise NoRange(f"本条是转致条款，自身没有罚款幅度，须另选其所指的规定：{to}。")
        case Amount(range=found, may=may):
            return found, (Step(f"法定幅度：{'可以' if may else ''}处 {found.words()}罚款。", articles),)
        case IncomePercent():
            return _of_income(fine, _whole(facts, "income_fen"), articles)
        case GainMultiple():
            return _of_gain(fine, _whole(facts, fine.base), articles)
        case ShareOf():
            return _of_sum(fine, _whole(facts, fine.base), articles)
        case ByAccident(tiers=tiers):
            return _by_accident(tiers, facts, articles)
        case TimesOf(min_times=low, max_times=high):
            base = _whole(facts, "base_fine_fen")
            found = Range(base * low, base * high)
            return found, (
                Step(
                    f"可以按原罚款数额 {money(base)}的 {low} 倍以上 {high} 倍以下处罚：{found.words()}。",
                    articles,
                ),
            )
        case Daily():
            base, days = _whole(facts, "base_fine_fen"), _whole(facts, "days")
            found = Range(base * days, base * days)
            return found, (
                Step(
                    f"按日连续处罚：原数额 {money(base)} × {days} 日 = {money(base * days)}，"
                    "自责令改正之日的次日起算。",
                    articles,
                ),
            )


def _of_income(
    fine: IncomePercent, income: int, articles: tuple[Article, ...]
) -> tuple[Range, tuple[Step, ...]]:
    found = Range(income * fine.min_percent // 100, income * fine.max_percent // 100)
    share = f"{fine.min_percent}%" if found.fixed else f"{fine.min_percent}% 至 {fine.max_percent}%"
    return found, (Step(f"上一年年收入 {money(income)}的 {share}：{found.words()}。", articles),)


def _of_gain(fine: GainMultiple, gain: int, articles: tuple[Article, ...]) -> tuple[Range, tuple[Step, ...]]:
    reached = gain > 0 and gain >= fine.threshold_fen
    name = FINE_FACTS[fine.base].partition("（")[0]
    if not reached:
        why = f"没有{name}" if gain == 0 else f"{name} {money(gain)}不足 {money(fine.threshold_fen)}"
        return fine.otherwise, (Step(f"{why}：处 {fine.otherwise.words()}罚款。", articles),)
    low, high = gain * fine.min_times, gain * fine.max_times
    if fine.cap_fen is not None:
        low, high = min(low, fine.cap_fen), min(high, fine.cap_fen)
    found = Range(low, high)
    capped = f"（最高不超过 {money(fine.cap_fen)}）" if fine.cap_fen is not None else ""
    return found, (
        Step(
            f"{name} {money(gain)}的 {fine.min_times} 倍以上 {fine.max_times} 倍以下{capped}："
            f"{found.words()}。",
            articles,
        ),
    )


def _of_sum(fine: ShareOf, base: int, articles: tuple[Article, ...]) -> tuple[Range, tuple[Step, ...]]:
    name = f"{FINE_FACTS[fine.base]} {money(base)}"
    low, high = base * fine.min_percent // 100, base * fine.max_percent // 100
    if fine.floor_fen is not None and high < fine.floor_fen:
        found = Range(fine.floor_fen, fine.floor_fen)
        said = f"{name}的 {_share(fine.max_percent)}不足 {money(fine.floor_fen)}，按 {money(fine.floor_fen)}"
        return found, (Step(f"{said}罚款。", articles),)
    found = Range(low, high)
    span = f"{_share(fine.min_percent)}以上 {_share(fine.max_percent)}以下"
    return found, (Step(f"{name}的 {span}：{found.words()}。", articles),)


def _share(percent: int) -> str:
    return f"{percent // 100} 倍" if percent >= 100 and percent % 100 == 0 else f"{percent}%"


def _by_accident(
    tiers: tuple[Tier, ...], facts: FactMap, articles: tuple[Article, ...]
) -> tuple[Range | None, tuple[Step, ...]]:
    tier = next((t for t in tiers if t.grade == facts["accident_grade"]), None)
    if tier is None:
        known = "、".join(f"{t.grade}（{ACCIDENT_GRADES[t.grade]}）" for t in tiers)
        raise ValueError(f"没有「{facts['accident_grade']}」这一事故等级，可选：{known}。")
    found, steps = statutory(tier.fine, facts, (tier.article, *articles[1:]))
    return found, (Step(f"发生{ACCIDENT_GRADES[tier.grade]}，适用该项。", (tier.article,)), *steps)
