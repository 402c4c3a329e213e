"""Laws that hold for every case: inside the statute, monotone, additive, one fine an act, order of facts
nothing.
"""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import (
    Adjustment,
    Amount,
    Band,
    Benchmark,
    Charge,
    Circumstance,
    Condition,
    Factor,
    Found,
    Range,
    Scale,
    validate,
    weigh,
    weigh_party,
)

LAW = Article("安全生产法", "97", 1, 3)
LIGHTER = [Circumstance(f"l{i}", f"从轻{i}", "reduce", (Article("行政处罚法", "32", 1, i),)) for i in (1, 2)]
HEAVIER = [Circumstance("h", "从重", "aggravate", (Article("行政处罚法", "49"),))]


@st.composite
def tables(draw: st.DrawFn) -> tuple[Range, Benchmark]:
    """A statutory range and a sound benchmark of it: three bands that tile it, with lines that rise."""
    low = draw(st.integers(0, 10**7))
    a, b, c = (draw(st.integers(0, 10**7)) for _ in range(3))
    ends = [low, low + a, low + a + b, low + a + b + c]
    first, second = sorted(draw(st.lists(st.integers(2, 40), min_size=2, max_size=2, unique=True)))
    spans = [(0, first - 1), (first, second - 1), (second, None)]
    bands = []
    for i, (at_least, at_most) in enumerate(spans):
        own = Range(ends[i], ends[i + 1])
        points = sorted(
            (draw(st.integers(own.min_fen, own.max_fen)), draw(st.integers(own.min_fen, own.max_fen)))
        )
        scale = Scale("n", at_least, at_most if at_most is not None else at_least + 20, points[0], points[1])
        test = ((Condition("n", at_least, at_most),),)
        bands.append(Band(f"第{i}档", f"{at_least}", own, any_of=test, scale=scale))
    plus = Adjustment(Condition("again", one_of=(True,)), "再犯", fen=draw(st.integers(0, 10**6)))
    unit = draw(st.sampled_from([1, 100, 10_000]))
    factors = (Factor("n", "数量", "count", "个", True), Factor("again", "再犯", "bool"))
    made = Benchmark("t", "性质", tuple(bands), factors, (plus,), round_fen=unit)
    return Range(low, ends[3]), made


def charge(
    table: tuple[Range, Benchmark],
    n: int,
    again: bool = False,
    key: str = "c",
    act: str = "",
    found: tuple[Found, ...] = (),
) -> Charge:
    return Charge(
        key,
        "违法行为",
        (LAW,),
        Amount(table[0]),
        facts={"n": n, "again": again},
        benchmark=table[1],
        act=act,
        circumstances=found,
    )


CIRCUMSTANCES = st.lists(
    st.sampled_from([*(Found(c) for c in LIGHTER), *(Found(c) for c in HEAVIER)]), unique=True, max_size=3
).map(tuple)


@given(tables())
def test_the_generated_benchmarks_are_sound(table: tuple[Range, Benchmark]) -> None:
    assert validate(table[1], table[0]) == ()


@given(tables(), st.integers(0, 100), st.booleans(), CIRCUMSTANCES)
def test_the_proposal_lies_in_the_statute_and_in_its_band(
    table: tuple[Range, Benchmark], n: int, again: bool, found: tuple[Found, ...]
) -> None:
    weighing = weigh(charge(table, n, again, found=found))
    assert table[0].contains(weighing.proposed_fen)
    assert weighing.band_range is not None and weighing.band_range.contains(weighing.proposed_fen)
    assert isinstance(weighing.proposed_fen, int)


@given(tables(), st.integers(0, 100), st.booleans())
def test_reduction_is_never_above_the_statutory_minimum(
    table: tuple[Range, Benchmark], n: int, again: bool
) -> None:
    weighing = weigh(charge(table, n, again, found=(Found(LIGHTER[0], "mitigate"),)))
    if table[0].min_fen > 0:
        assert 0 <= weighing.proposed_fen <= table[0].min_fen
    assert weighing.proposed_fen <= weigh(charge(table, n, again)).proposed_fen


@given(tables(), st.integers(0, 99), st.integers(1, 50), st.booleans(), CIRCUMSTANCES)
def test_more_of_the_same_is_never_fined_less(
    table: tuple[Range, Benchmark], n: int, more: int, again: bool, found: tuple[Found, ...]
) -> None:
    less = weigh(charge(table, n, again, found=found)).proposed_fen
    assert weigh(charge(table, n + more, again, found=found)).proposed_fen >= less
    assert weigh(charge(table, n, True, found=found)).proposed_fen >= less


@given(tables(), st.integers(0, 100), CIRCUMSTANCES)
def test_lightening_never_raises_and_aggravating_never_lowers(
    table: tuple[Range, Benchmark], n: int, found: tuple[Found, ...]
) -> None:
    base = weigh(charge(table, n, found=found)).proposed_fen
    for extra in (Found(c) for c in LIGHTER):
        if extra not in found:
            assert weigh(charge(table, n, found=(*found, extra))).proposed_fen <= base
    if Found(HEAVIER[0]) not in found:
        assert weigh(charge(table, n, found=(*found, Found(HEAVIER[0])))).proposed_fen >= base


@given(tables(), st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=1, max_size=6))
def test_separate_violations_add_up_to_the_fen(
    table: tuple[Range, Benchmark], facts: list[tuple[int, bool]]
) -> None:
    charges = [charge(table, n, again, f"c{i}") for i, (n, again) in enumerate(facts)]
    assert weigh_party("甲", True, charges).total_fen == sum(weigh(c).proposed_fen for c in charges)


@given(
    st.lists(st.tuples(tables(), st.integers(0, 60), st.sampled_from(["", "x", "y"])), min_size=1, max_size=6)
)
def test_never_two_fines_for_one_act(rows: list[tuple[tuple[Range, Benchmark], int, str]]) -> None:
    charges = [charge(t, n, key=f"c{i}", act=act) for i, (t, n, act) in enumerate(rows)]
    party = weigh_party("甲", True, charges)
    acts = [w.charge.act for w in party.items if w.charge.act]
    assert len(acts) == len(set(acts))
    assert len(party.items) + len(party.absorbed) == len(charges)
    for absorbed in party.absorbed:
        assert absorbed.by.range is not None and absorbed.weighing.range is not None
        assert absorbed.by.range.max_fen >= absorbed.weighing.range.max_fen


@given(
    st.lists(st.tuples(tables(), st.integers(0, 60), st.sampled_from(["", "x"])), min_size=1, max_size=5),
    CIRCUMSTANCES,
    st.randoms(use_true_random=False),
)
def test_the_order_of_facts_charges_and_circumstances_changes_nothing(
    rows: list[tuple[tuple[Range, Benchmark], int, str]], found: tuple[Found, ...], rng: random.Random
) -> None:
    charges = [charge(t, n, key=f"c{i}", act=act, found=found) for i, (t, n, act) in enumerate(rows)]
    turned = [
        Charge(
            c.id,
            c.title,
            c.penalty,
            c.fine,
            facts=dict(reversed(list(c.facts.items()))),
            benchmark=c.benchmark,
            act=c.act,
            circumstances=tuple(rng.sample(found, len(found))),
        )
        for c in charges
    ]
    rng.shuffle(turned)
    one, two = weigh_party("甲", True, charges), weigh_party("甲", True, turned)
    assert one.total_fen == two.total_fen
    assert {w.charge.id: w.steps for w in one.items} == {w.charge.id: w.steps for w in two.items}
