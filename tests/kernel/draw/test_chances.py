"""Who is drawn how often: chances against figures computed another way, and what may never have an influence.

Every seed is fixed, so nothing here can fail by chance. The bounds say how fair draws behave: a bound on a chi-square is passed by a
fair draw in all but one of a million cases (Wilson and Hilferty's cube root), a single count lies within five standard deviations.
"""
from __future__ import annotations

import hashlib
import random
from collections import Counter
from functools import cache
from itertools import combinations, pairwise, permutations
from math import comb, sqrt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.draw.shapes import Rows, random_pool, transcript
from zhiheng.kernel.draw import Pool, Transcript, chosen, draw, number_of, verify

ONE_IN_A_MILLION = 4.753


def bound(freedom: int) -> float:
    """The value a chi-square of so many degrees of freedom passes once in a million."""
    part = 2 / (9 * freedom)
    return freedom * (1 - part + ONE_IN_A_MILLION * sqrt(part)) ** 3


def squares(hits: Counter[Any], expected: dict[Any, float]) -> float:
    assert set(hits) <= set(expected)
    return sum((hits[key] - e) ** 2 / e for key, e in expected.items())


def seeds(count: int, start: int = 0) -> list[bytes]:
    return [hashlib.sha256(f"{n}".encode()).digest() for n in range(start, start + count)]


def plain(weights: list[int], take: int) -> Pool:
    return Pool.of({"setting": [("officers_per_place", "0")], "stratum": [("S", "全部", str(take))],
                    "candidate": [(f"c{n:03d}", f"企业{n}", "S", str(w), "", "") for n, w in enumerate(weights)]})


def drawn(pool: Pool, seed: bytes) -> tuple[str, ...]:
    return tuple(place.id for place in chosen(pool, seed))


@cache
def orders(weights: tuple[int, ...], take: int) -> dict[tuple[int, ...], float]:
    """Chance of every ordered result by definition: one after the other, each time in proportion to the weights that are left."""
    found = {}
    for order in permutations(range(len(weights)), take):
        left, chance = sum(weights), 1.0
        for n in order:
            chance *= weights[n] / left
            left -= weights[n]
        found[order] = chance
    return found


def test_for_one_place_the_chance_is_the_weight_over_the_sum_of_weights():
    weights, tries = [1, 2, 3, 4, 10, 20], 20_000
    pool = plain(weights, 1)
    hits = Counter(drawn(pool, seed)[0] for seed in seeds(tries))
    assert squares(hits, {f"c{n:03d}": tries * w / sum(weights) for n, w in enumerate(weights)}) < bound(len(weights) - 1)


def test_for_several_places_every_order_comes_as_often_as_drawing_one_after_the_other_makes_it():
    weights, take, tries = (1, 1, 2, 3, 5), 3, 20_000
    pool = plain(list(weights), take)
    hits = Counter(tuple(int(c[1:]) for c in drawn(pool, seed)) for seed in seeds(tries))
    expected = {order: tries * chance for order, chance in orders(weights, take).items()}
    assert abs(sum(expected.values()) - tries) < 1e-6 and min(expected.values()) > 30
    assert squares(hits, expected) < bound(len(expected) - 1)
    for n in range(len(weights)):
        share = sum(chance for order, chance in orders(weights, take).items() if n in order)
        mine = sum(count for order, count in hits.items() if n in order)
        assert abs(mine - tries * share) < 5 * sqrt(tries * share * (1 - share))


def test_with_equal_weights_every_set_comes_equally_often():
    tries = 12_000
    pool = plain([1] * 7, 3)
    hits = Counter(frozenset(drawn(pool, seed)) for seed in seeds(tries))
    sets = [frozenset(f"c{n:03d}" for n in chosen_) for chosen_ in combinations(range(7), 3)]
    assert squares(hits, dict.fromkeys(sets, tries / comb(7, 3))) < bound(comb(7, 3) - 1)


def test_neighbours_in_the_list_are_drawn_together_as_often_as_strangers():
    """Pairs 1, 2, 3 and 20 rows apart: each pair of 60 with 15 drawn has the chance 15/60 · 14/59."""
    tries, pool = 4000, plain([1] * 60, 15)
    results = [{int(c[1:]) for c in drawn(pool, seed)} for seed in seeds(tries)]
    share = 15 / 60 * 14 / 59
    for apart in (1, 2, 3, 20):
        both = [sum(n in r and n + apart in r for r in results) for n in range(60 - apart)]
        assert all(abs(b - tries * share) < 5 * sqrt(tries * share * (1 - share)) for b in both), apart


def test_the_place_in_the_list_and_the_look_of_a_code_give_no_advantage():
    """Beginning, middle and end of the list, and codes that differ in one figure, are drawn equally often."""
    tries, count, take = 3000, 90, 9
    pool = plain([1] * count, take)
    hits = Counter(int(c[1:]) for seed in seeds(tries) for c in drawn(pool, seed))
    even = tries * take / count
    assert squares(hits, dict.fromkeys(range(count), even)) < bound(count - 1)
    for parts in ([sum(hits[n] for n in range(k * 30, k * 30 + 30)) for k in range(3)],
                  [sum(hits[n] for n in range(count) if n % 10 == k) for k in range(10)]):
        assert squares(Counter(dict(enumerate(parts))), dict.fromkeys(range(len(parts)), tries * take / len(parts))) < bound(len(parts) - 1)


def test_who_was_drawn_says_nothing_of_the_next_draw_even_when_the_seed_changes_by_one_bit():
    tries, pool = 3000, plain([1] * 20, 5)
    again = 0
    for seed in seeds(tries):
        beside = bytes([seed[0] ^ 1]) + seed[1:]
        again += len({*drawn(pool, seed)} & {*drawn(pool, beside)})
    expected = tries * 5 * 5 / 20
    assert abs(again - expected) < 5 * sqrt(expected * 0.75)


def test_the_bits_of_the_numbers_are_even_and_do_not_hang_together():
    found = [number_of(seeds(1)[0], f"c{n:05d}") >> 1 for n in range(20_000)]
    for bit in range(53):
        ones = sum(x >> bit & 1 for x in found)
        assert abs(ones - 10_000) < 5 * sqrt(5000), bit
    steps = sum((a >> 52) == (b >> 52) for a, b in pairwise(found))
    assert abs(steps - 10_000) < 5 * sqrt(5000)


def bureau(officers: int, places: int, per: int = 2) -> Pool:
    return Pool.of({"setting": [("officers_per_place", str(per))], "stratum": [("S", "全部", str(places))],
                    "candidate": [(f"c{n:03d}", f"企业{n}", "S", "1", "", "") for n in range(places)],
                    "officer": [(f"o{n:02d}", f"人{n}", "", "", "500") for n in range(officers)]})


def test_officers_carry_alike_and_every_two_of_them_go_together_alike():
    """Twelve officers, 132 places: 22 each and two of every pair would be even. No draw strays by more than what is said here."""
    pool = bureau(12, 132)
    for seed in seeds(12):
        lines = draw(pool, seed).lines
        load = Counter(o for line in lines for o in line[3])
        pairs = Counter(frozenset(line[3]) for line in lines)
        assert sum(load.values()) == 264 and max(load.values()) - min(load.values()) <= 2
        assert len(pairs) == comb(12, 2) and max(pairs.values()) <= 3


def test_over_many_draws_no_officer_and_no_pair_is_preferred():
    tries, pool = 1500, bureau(8, 4)
    people: Counter[str] = Counter()
    pairs: Counter[frozenset[str]] = Counter()
    for seed in seeds(tries):
        for line in draw(pool, seed).lines:
            people.update(line[3])
            pairs[frozenset(line[3])] += 1
    assert set(people.values()) == {tries}  # four places of two, eight officers: each once in every draw
    expected = dict.fromkeys(map(frozenset, combinations([f"o{n:02d}" for n in range(8)], 2)), tries * 4 / 28)
    assert squares(pairs, expected) < bound(27)


def test_which_officer_goes_to_an_enterprise_does_not_hang_on_the_order_of_names():
    tries, pool = 4000, bureau(10, 1)
    hits = Counter(o for seed in seeds(tries) for o in draw(pool, seed).lines[0][3])
    assert squares(hits, {f"o{n:02d}": tries * 2 / 10 for n in range(10)}) < bound(9)


@given(st.integers(0, 5000), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_in_which_order_rows_are_written_changes_nothing(number: int, chance: random.Random):
    rows = random_pool(number)
    mixed: Rows = {kind: chance.sample(held, len(held)) for kind, held in rows.items()}
    one, other = Pool.of(rows), Pool.of(mixed)
    assert one.hash == other.hash and draw(one, seeds(1, number)[0]) == draw(other, seeds(1, number)[0])


@given(st.integers(0, 5000))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_every_draw_keeps_its_counts_and_sends_only_who_may_go(number: int):
    rows = random_pool(number)
    pool, seed = Pool.of(rows), seeds(1, number)[0]
    lines = draw(pool, seed).lines
    candidates = {c[0]: c for c in pool.rows["candidate"]}
    officers = {o[0]: o for o in pool.rows["officer"]}
    away = {(o, c) for o, c, _ in pool.rows["recusal"]}
    former = {c: {one, other} for c, one, other in pool.rows["former"]}
    load = Counter(o for line in lines for o in line[3])
    assert Counter(line[2] for line in lines) == Counter({k: v for k, v in pool.takes.items() if v})
    assert len({line[1] for line in lines}) == len(lines) and [line[0] for line in lines] == list(range(1, len(lines) + 1))
    assert all(load[o] <= int(officers[o][4]) for o in load)
    for _, firm, _, team, says in lines:
        _, _, _, _, field, area = candidates[firm]
        assert len(set(team)) == len(team) == (0 if says else pool.per_place)
        assert pool.per_place == 0 or bool(says) == (not team)
        for o in team:
            assert (not field or field in officers[o][2].split("|")) and (not officers[o][3] or area in officers[o][3].split("|"))
            assert (o, firm) not in away
        assert not team or set(team[:2]) != former.get(firm)


@given(st.integers(0, 5000), st.data())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_whoever_is_not_drawn_could_be_left_out_without_changing_the_places(number: int, data: st.DataObject):
    """With one and the same seed: so nobody is helped or hurt by who else stood in the list without being drawn."""
    rows, seed = random_pool(number), seeds(1, number)[0]
    first = chosen(Pool.of(rows), seed)
    others = [c for c in rows["candidate"] if c[0] not in {p.id for p in first}]
    if others:
        gone = data.draw(st.sampled_from(others))
        fewer = Pool.of(rows | {"candidate": [c for c in rows["candidate"] if c != gone]})
        assert [p.id for p in chosen(fewer, seed)] == [p.id for p in first]


@given(st.integers(0, 5000), st.sampled_from(["candidate", "stratum", "officer", "recusal", "former", "setting"]), st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_cell_of_a_pool_can_be_changed_without_being_found(number: int, kind: str, data: st.DataObject):
    said = transcript(random_pool(number))
    assert verify(Transcript(said)).ok
    if said["pool"][kind]:
        row = data.draw(st.sampled_from(said["pool"][kind]))
        column = data.draw(st.integers(0, len(row) - 1))
        row[column] += data.draw(st.sampled_from(["1", " ", "甲", "\u00a0"]))
        checked = verify(Transcript(said))
        assert not checked.ok and any(f.where == kind for f in checked.faults)
