"""Several violations and several parties: weighed apart and summed, one act fined once, old law against
new.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion.values import Range, Step, money
from zhiheng.kernel.discretion.weigh import CFF, PROPORTION, Charge, Weighing, weigh

ONE_FINE = Article(CFF, "29")
OLD_OR_NEW = Article(CFF, "37")


@dataclass(frozen=True)
class Absorbed:
    """A charge not fined because the same act is fined under a heavier rule; its other penalties may still
    stand.
    """

    weighing: Weighing
    by: Weighing
    step: Step


@dataclass(frozen=True)
class PartyWeighing:
    """All charges of one party. ``total_fen`` is the exact sum of the proposed amounts of ``items``."""

    name: str
    is_unit: bool
    items: tuple[Weighing, ...]
    absorbed: tuple[Absorbed, ...]
    total_fen: int
    steps: tuple[Step, ...]

    @property
    def other_penalties(self) -> tuple[str, ...]:
        """Everything beside the fines, once each, of absorbed charges too (29 forbids only a second fine)."""
        every = [p for w in (*self.items, *(a.weighing for a in self.absorbed)) for p in w.other_penalties]
        return tuple(dict.fromkeys(every))


@dataclass(frozen=True)
class LawChoice:
    """The rule of the day of the act beside the rule of the day of decision, and the lighter one chosen
    (37).
    """

    chosen: Weighing
    old: Weighing
    new: Weighing | None
    steps: tuple[Step, ...]


def _weight(weighing: Weighing) -> tuple[int, int, int]:
    """How heavy a rule is: the highest fine it allows, then the lowest, then the amount proposed."""
    found = weighing.range or Range(0, 0)
    return found.max_fen, found.min_fen, weighing.proposed_fen


def weigh_party(name: str, is_unit: bool, charges: Iterable[Charge]) -> PartyWeighing:
    """Weigh each charge apart, fine each act once by the heaviest rule, and sum. ValueError for a repeated
    charge id.
    """
    given = tuple(charges)
    if len({c.id for c in given}) != len(given):
        raise ValueError("同一当事人的同一违法行为重复列出，不得重复裁量。")
    return combine(name, is_unit, tuple(weigh(c) for c in given))


def combine(name: str, is_unit: bool, weighings: tuple[Weighing, ...]) -> PartyWeighing:
    """The same for charges already weighed (for instance after :func:`choose_law`)."""
    heaviest: dict[str, Weighing] = {}
    # Of two equally heavy rules the one that stands later in the law: never the one that was listed later.
    for weighing in sorted(weighings, key=lambda w: (*_weight(w), w.charge.penalty, w.charge.title, w.charge.id)):
        heaviest[weighing.charge.act or f"\0{weighing.charge.id}"] = weighing
    items, absorbed = [], []
    for weighing in weighings:
        top = heaviest[weighing.charge.act or f"\0{weighing.charge.id}"]
        if top is weighing:
            items.append(weighing)
        else:
            absorbed.append(Absorbed(weighing, top, _once(weighing, top)))
    total = sum(w.proposed_fen for w in items)
    steps = [a.step for a in absorbed]
    if len(items) > 1:
        parts = " + ".join(money(w.proposed_fen) for w in items)
        steps.append(
            Step(
                f"{name}的 {len(items)} 个违法行为分别裁量、合并处罚：{parts} = {money(total)}。",
                (PROPORTION,),
            )
        )
    return PartyWeighing(name, is_unit, tuple(items), tuple(absorbed), total, tuple(steps))


def _once(lighter: Weighing, heavier: Weighing) -> Step:
    return Step(
        f"「{lighter.charge.title}」与「{heavier.charge.title}」是同一个违法行为，只按罚款数额高的规定罚款一次"
        f"（{_range_words(lighter)}与 {_range_words(heavier)}，取后者）。",
        (ONE_FINE,),
    )


def _range_words(weighing: Weighing) -> str:
    return weighing.range.words() if weighing.range else "不设罚款"


def choose_law(at_act: Charge, at_decision: Charge | None, *, still_unlawful: bool = True) -> LawChoice:
    """The law of the day of the act, unless the law of the day of decision is lighter or no longer forbids
    it.

    Heaviness is compared by the highest fine, then the lowest, then the amount proposed; equal means the
    old law.
    ``at_decision`` None with ``still_unlawful`` means that the law did not change.
    """
    old = weigh(at_act)
    if not still_unlawful:
        return LawChoice(
            _released(old),
            old,
            None,
            (Step("作出决定时的规定不认为是违法的，适用新的规定，不予处罚。", (OLD_OR_NEW,)),),
        )
    if at_decision is None:
        return LawChoice(old, old, None, ())
    new = weigh(at_decision)
    chosen = new if _weight(new) < _weight(old) else old
    which = (
        "作出决定时的规定处罚较轻，适用新的规定"
        if chosen is new
        else "作出决定时的规定不较轻，适用违法行为发生时的规定"
    )
    return LawChoice(
        chosen,
        old,
        new,
        (
            Step(
                f"新旧规定比较：行为时 {_range_words(old)}（建议 {money(old.proposed_fen)}），"
                f"决定时 {_range_words(new)}（建议 {money(new.proposed_fen)}）。{which}。",
                (OLD_OR_NEW,),
            ),
        ),
    )


def _released(old: Weighing) -> Weighing:
    reason = "新的规定不认为是违法的"
    return Weighing(old.charge, old.range, None, None, 0, 0, Range(0, 0), old.steps, (), old.warnings, reason)
