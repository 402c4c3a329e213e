"""Laws that hold for every act and stage of the catalogue of today, whatever the facts: not toy data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.kernel.discretion import Charge, Range, See, weigh, weigh_party
from zhiheng.law import benchmarks, violations
from zhiheng.law.charges import charge

ON = date(2026, 11, 23)
EVERY = [(v.code, s.id) for v in violations.catalogue(ON) for s in v.stages if not isinstance(s.fine, See)]
OWN = [(t.code, t.stage) for t in benchmarks.tables() if t.place == "yl"]
GRAVITY = ["light", "ordinary", "heavy"]
STATUTE = st.fixed_dictionaries({
    "income_yuan": st.integers(0, 10**7), "illegal_gain_yuan": st.integers(0, 10**7), "base_fine_yuan": st.integers(0, 10**6),
    "goods_value_yuan": st.integers(0, 10**7), "contract_price_yuan": st.integers(0, 10**8), "diverted_cost_yuan": st.integers(0, 10**7),
    "accident_grade": st.sampled_from(["general", "larger", "major", "extraordinary"]), "days": st.integers(1, 60)})  # fmt: skip


def made(which: tuple[str, str], facts: dict[str, Any], key: str = "c", **more: Any) -> Charge:
    return charge(which[0], ON, stage=which[1], facts=facts, key=key, **more)


def test_every_act_and_stage_of_today_is_weighed_inside_its_statute_and_gravity_never_lowers_it() -> None:
    facts: dict[str, Any] = {"income_yuan": 123_457, "illegal_gain_yuan": 98_765, "base_fine_yuan": 33_333, "goods_value_yuan": 54_321,
                             "contract_price_yuan": 7_654_321, "diverted_cost_yuan": 12_345, "accident_grade": "larger", "days": 7}  # fmt: skip
    fined = 0
    for act in EVERY:
        weighed = [weigh(made(act, facts | {"gravity": g})) for g in GRAVITY]
        amounts = [w.proposed_fen for w in weighed]
        assert amounts == sorted(amounts), act
        for w in weighed:
            assert w.range is None or (w.range.contains(w.proposed_fen) and w.band_range and w.band_range.inside(w.range)), act
            assert w.range is not None or w.proposed_fen == 0, act
        fined += weighed[0].range is not None
    assert len(EVERY) > 600 and fined > 400


@given(st.sampled_from(EVERY), STATUTE, st.sampled_from(GRAVITY), st.booleans(), st.sampled_from([1, 100, 10_000, 1_000_000]))
@settings(max_examples=150, deadline=None)
def test_no_facts_and_no_rounding_lead_outside_the_band_or_the_statute(
    act: tuple[str, str], facts: dict[str, Any], gravity: str, again: bool, unit: int
) -> None:
    base = made(act, facts | {"gravity": gravity, "repeat_in_year": again})
    assert base.benchmark is not None
    weighing = weigh(replace(base, benchmark=replace(base.benchmark, round_fen=unit)))
    if weighing.range is None:
        assert weighing.proposed_fen == 0
    else:
        assert weighing.range.contains(weighing.proposed_fen) and weighing.band_range is not None
        assert weighing.band_range.contains(weighing.proposed_fen)


@given(st.lists(st.tuples(st.sampled_from(EVERY), st.sampled_from(["", "a", "b"])), min_size=1, max_size=6), STATUTE,
       st.randoms(use_true_random=False))  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_sums_are_exact_one_act_is_fined_once_and_order_is_nothing(
    acts: list[tuple[tuple[str, str], str]], facts: dict[str, Any], rng: Any
) -> None:
    charges = [made(act, facts, f"c{n}", act=same) for n, (act, same) in enumerate(acts)]
    party = weigh_party("甲", True, charges)
    assert party.total_fen == sum(weigh(w.charge).proposed_fen for w in party.items)
    named = [w.charge.act for w in party.items if w.charge.act]
    assert len(named) == len(set(named)) and len(party.items) + len(party.absorbed) == len(charges)
    turned = [made(act, dict(reversed(list(facts.items()))), f"c{n}", act=same) for n, (act, same) in enumerate(acts)]
    rng.shuffle(turned)
    assert weigh_party("甲", True, turned).total_fen == party.total_fen


@given(st.sampled_from(OWN), st.integers(1, 80), st.integers(0, 40), st.booleans())
@settings(max_examples=120, deadline=None)
def test_more_of_the_counted_thing_is_never_fined_less_under_the_bureaus_own_table(
    act: tuple[str, str], number: int, more: int, again: bool
) -> None:
    table = benchmarks.benchmark(act[0], act[1], "yl", ON)
    counted = [f for f in table.factors if f.kind == "count"]
    facts: dict[str, Any] = {f.id: number for f in counted} | {"again_in_year": again}
    facts |= {f.id: f.choices[0][0] for f in table.factors if f.kind == "choice" and f.required}
    less = weigh(made(act, facts, place="yl"))
    heavier = weigh(made(act, facts | {f.id: number + more for f in counted}, place="yl"))
    assert heavier.proposed_fen >= less.proposed_fen
    assert isinstance(less.range, Range) and less.range.contains(less.proposed_fen)
