"""The draw: nobody chooses, everybody can recompute it, and whoever touches a row is found out."""
from __future__ import annotations

import copy
import hashlib
import json
import math
import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.kernel.draw import Commitment, DrawError, Pool, Transcript, draw, seed_of, verify
from zhiheng.kernel.draw.commitment import secret_hash
from zhiheng.kernel.draw.order import HALF, compare, number_of, ordered

SECRET = "5e" * 32
PAIRS = ["甲", "乙", "丙", "丁", "戊", "己"]


def rows(count: int = 60, take: int = 12, weights: tuple[int, ...] = (1, 2, 3)) -> dict[str, list[tuple[str, ...]]]:
    """A small bureau: three strata by grade, six officers of whom one lacks a field, some recusals and exclusions."""
    return {
        "setting": [("officers_per_place", "2")], "item": [("CF-0031", "安全生产教育和培训")],
        "stratum": [("B", "B 级", str(take // 3)), ("C", "C 级", str(take // 3)), ("D", "D 级", str(take // 3))],
        "candidate": [(f"id{n:04d}", f"企业{n}", "BCD"[n % 3], str(weights[n % len(weights)]), ("工贸", "危化")[n % 2],
                       f"镇{n % 4}") for n in range(count)],
        "excluded": [("id9001", "停产企业", "停产"), ("id9002", "已检企业", "本年检查已达上限")],
        "officer": [(f"o{n}", name, "工贸|危化" if n else "工贸", "", "20") for n, name in enumerate(PAIRS)],
        "recusal": [("o1", "id0003", "配偶在该企业任职"), ("o2", "id0003", "近亲属持股")],
        "former": [("id0006", "o3", "o4")],
    }


def committed(pool: Pool, **more: str) -> Commitment:
    said = {"number": "YL-2026-D04", "agency": "云岭区应急管理局", "title": "第4批", "pool_hash": pool.hash,
            "secret_hash": secret_hash(SECRET), "public_source": "福利彩票双色球第2026314期", "public_at": "2026-11-25T21:15:00+08:00",
            "committed_at": "2026-11-20T09:00:00+08:00"}
    return Commitment(**(said | more))


def transcript(count: int = 60, take: int = 12) -> dict:
    pool = Pool.of(rows(count, take))
    made = Transcript.make(pool, committed(pool), SECRET, "03 08 11 19 22 30 + 07")
    return json.loads(json.dumps(made.said))


def seeds(count: int) -> list[bytes]:
    return [hashlib.sha256(f"seed {n}".encode()).digest() for n in range(count)]


def test_a_published_draw_is_equal_line_by_line():
    checked = verify(Transcript(transcript()))
    assert checked.ok and (checked.equal, checked.total) == (12, 12)


def test_the_order_in_which_the_directory_is_listed_changes_nothing():
    shuffled = rows()
    for kind in shuffled.values():
        random.Random(3).shuffle(kind)
    one, other = Pool.of(rows()), Pool.of(shuffled)
    assert one.hash == other.hash
    assert draw(one, seeds(1)[0]).lines == draw(other, seeds(1)[0]).lines


def test_each_stratum_gives_exactly_what_it_takes_and_nobody_twice():
    lines = draw(Pool.of(rows()), seeds(1)[0]).lines
    assert Counter(line[2] for line in lines) == {"B": 4, "C": 4, "D": 4}
    assert len({line[1] for line in lines}) == 12 and [line[0] for line in lines] == list(range(1, 13))


def test_nobody_recused_nobody_of_another_field_and_not_the_same_two_as_last_time():
    fields = {r[0]: r[2].split("|") for r in rows()["officer"]}
    wanted = {r[0]: r[4] for r in rows()["candidate"]}
    for seed in seeds(200):
        for _, firm, _, officers, _ in draw(Pool.of(rows(take=30)), seed).lines:
            assert len(set(officers)) == 2
            assert all(wanted[firm] in fields[o] for o in officers)
            assert firm != "id0003" or not {"o1", "o2"} & set(officers)
            assert firm != "id0006" or set(officers) != {"o3", "o4"}


def test_load_is_spread_and_no_limit_is_passed():
    given_out = Counter(o for line in draw(Pool.of(rows(take=30)), seeds(1)[0]).lines for o in line[3])
    assert sum(given_out.values()) == 60
    assert max(given_out.values()) - min(given_out.values()) <= 3


def test_no_pair_goes_out_twice_in_a_row_when_others_are_free():
    for seed in seeds(30):
        pairs = [frozenset(line[3]) for line in draw(Pool.of(rows(take=12)), seed).lines]
        assert sum(a == b for a, b in pairwise(pairs)) <= 1


def test_a_place_without_two_lawful_officers_says_so_and_is_not_filled_unlawfully():
    few = rows() | {"officer": [("o0", "甲", "工贸", "", "20"), ("o1", "乙", "工贸", "", "20")], "recusal": [], "former": []}
    for _, firm, _, officers, says in draw(Pool.of(few), seeds(1)[0]).lines:
        chemical = int(firm[2:]) % 2 == 1
        assert (officers == () and "不足 2 名" in says) if chemical else len(officers) == 2


@pytest.mark.parametrize("kind, column, value, names", [
    ("candidate", 3, "9", "企业"), ("candidate", 1, "改名企业", "改名企业"), ("excluded", 2, "另一理由", "停产企业"),
    ("recusal", 2, "无", "o1"), ("officer", 2, "工贸|危化|矿山", "o0"), ("stratum", 2, "5", "B"), ("former", 1, "o5", "id0006"),
    ("setting", 1, "3", "officers_per_place"), ("item", 1, "别的事项", "CF-0031")])
def test_one_altered_row_breaks_the_check_and_is_named(kind, column, value, names):
    said = transcript()
    said["pool"][kind][0][column] = value
    checked = verify(Transcript(said))
    assert not checked.ok
    assert any(f.where == kind and names in f.says + f.row for f in checked.faults)


def test_a_removed_candidate_and_an_added_one_are_found():
    fewer, more = transcript(), transcript()
    del fewer["pool"]["candidate"][10]
    more["pool"]["candidate"].append(["id9999", "塞入企业", "D", "1", "工贸", "镇1"])
    assert any(f.where == "candidate" and "少了 1 行" in f.says for f in verify(Transcript(fewer)).faults)
    assert any(f.where == "candidate" and "塞入企业" in f.says for f in verify(Transcript(more)).faults)


def test_who_changes_row_and_mark_together_still_fails_the_published_hash():
    said = transcript()
    said["pool"]["candidate"][0][3] = "9"
    text = "candidate\t" + "\t".join(said["pool"]["candidate"][0])
    said["marks"]["candidate"][0] = hashlib.sha256(text.encode()).hexdigest()[:16]
    assert any(f.where == "pool" for f in verify(Transcript(said)).faults)


def test_who_reorders_rows_and_marks_and_promises_them_so_is_found():
    said = transcript()
    for part in ("pool", "marks"):
        said[part]["candidate"].reverse()
    pool = Pool({kind: tuple(map(tuple, said["pool"][kind])) for kind in said["pool"]})
    promised = committed(pool)
    said |= {"commitment": promised.as_dict(), "commitment_hash": promised.hash,
             "seed": seed_of(promised, SECRET, said["public_number"]).hex()}
    assert any(f.where == "candidate" and "次序" in f.says for f in verify(Transcript(said)).faults)


def test_who_rewrites_the_commitment_as_well_fails_the_one_published_before():
    honest = transcript()
    pool = Pool.of(rows(61))
    forged = Transcript.make(pool, committed(pool), SECRET, "03 08 11 19 22 30 + 07")
    assert verify(forged).ok  # it fits itself
    assert [f.row for f in verify(forged, honest["commitment"]).faults] == ["pool_hash"]


def test_a_changed_line_of_the_result_is_named():
    said = transcript()
    said["result"][4][1] = said["result"][5][1]
    checked = verify(Transcript(said))
    assert [(f.where, f.row) for f in checked.faults] == [("result", "5")] and checked.equal == 11


@pytest.mark.parametrize("field", ["secret", "public_number", "seed", "commitment_hash"])
def test_another_secret_number_or_seed_is_found(field):
    said = transcript()
    said[field] = "00" * 32
    assert not verify(Transcript(said)).ok


@pytest.mark.parametrize("spoil", [
    lambda s: s.pop("pool"), lambda s: s["pool"].pop("officer"), lambda s: s["pool"]["candidate"].append(7),
    lambda s: s["pool"]["candidate"].append(["x", 1, 2, 3, 4, 5]), lambda s: s.pop("commitment"), lambda s: s.update(format="x"),
    lambda s: s.update(result=None), lambda s: s.update(marks=[]), lambda s: s["commitment"].update(public_at="昨天"),
    lambda s: s["pool"].update(candidate="abc"), lambda s: s["pool"]["candidate"].append("abcdef"), lambda s: s["pool"]["former"].append([]),
    lambda s: s["pool"]["candidate"].append(["x\ud800", "甲", "B", "1", "", ""]), lambda s: s.update(secret="\ud800"), lambda s: s.update(secret=5),
    lambda s: s.update(public_number="1\n2"), lambda s: s.update(public_number=" 1"), lambda s: s["commitment"].update(title="\udfff"),
    lambda s: s["pool"]["stratum"].__setitem__(0, ["B", "B 级", "9" * 5000]), lambda s: s.update(commitment=[1]),
    lambda s: s["pool"]["setting"].__setitem__(0, ["officers_per_place", "２"]), lambda s: s["pool"]["candidate"][0].__setitem__(0, "a\nb"),
    lambda s: s["pool"]["officer"][0].__setitem__(4, ["20"]), lambda s: s.update(number={"a": 1}), lambda s: s["result"][0].__setitem__(0, True),
    lambda s: s["marks"]["item"].__setitem__(0, 7), lambda s: s["commitment"].update(public_at="20261125T211500+0800")])
def test_a_broken_transcript_is_a_fault_in_words_never_a_crash(spoil):
    said = transcript()
    spoil(said)
    checked = verify(Transcript(said))
    assert not checked.ok and all(f.says for f in checked.faults)


@pytest.mark.parametrize("change, says", [
    ({"stratum": [("B", "B 级", "400"), ("C", "C 级", "4"), ("D", "D 级", "4")]}, "不能抽取 400 家"),
    ({"excluded": [("id0001", "企业1", "停产")]}, "既在名录内又被剔除"),
    ({"setting": [("officers_per_place", "1")]}, "不得少于两名"),
    ({"candidate": [("a", "甲", "B", "0", "", "")]}, "权重须为"),
    ({"candidate": [("a", "甲\t乙", "B", "1", "", "")]}, "控制字符"),
    ({"officer": [("o1", "甲", "", "", "5"), ("o1", "乙", "", "", "5")]}, "出现两次"),
    ({"candidate": [("a", "甲", "Z", "1", "", "")]}, "没有登记")])
def test_a_pool_that_makes_no_sense_is_refused_before_anything_is_promised(change, says):
    with pytest.raises(DrawError, match=says):
        Pool.of(rows() | change)


def test_a_number_that_is_already_known_cannot_be_promised():
    with pytest.raises(DrawError, match="晚于承诺公布"):
        committed(Pool.of(rows()), public_at="2026-11-20T09:00:00+08:00")


def test_a_pool_changed_after_the_promise_cannot_be_revealed():
    promised = committed(Pool.of(rows()))
    with pytest.raises(DrawError, match="名录与已公布的承诺不符"):
        Transcript.make(Pool.of(rows(61)), promised, SECRET, "1")
    with pytest.raises(DrawError, match="秘密值"):
        Transcript.make(Pool.of(rows()), promised, "00" * 32, "1")


def test_the_chance_of_one_place_is_in_proportion_to_the_weight():
    pool = Pool.of({"setting": [("officers_per_place", "0")], "stratum": [("S", "全部", "1")],
                    "candidate": [(f"c{n}", f"企业{n}", "S", str(w), "", "") for n, w in enumerate((1, 2, 3, 4))]})
    tries = 8000
    hits = Counter(draw(pool, seed).lines[0][1] for seed in seeds(tries))
    for n, weight in enumerate((1, 2, 3, 4)):
        expected = tries * weight / 10
        assert abs(hits[f"c{n}"] - expected) < 4.5 * math.sqrt(expected), (n, hits)


def test_with_equal_weights_everybody_is_included_equally_often_and_neighbours_are_independent():
    pool = Pool.of({"setting": [("officers_per_place", "0")], "stratum": [("S", "全部", "10")],
                    "candidate": [(f"c{n:02d}", f"企业{n}", "S", "1", "", "") for n in range(40)]})
    tries = 4000
    drawn = [{line[1] for line in draw(pool, seed).lines} for seed in seeds(tries)]
    hits = Counter(x for d in drawn for x in d)
    spread = sum((hits[f"c{n:02d}"] - tries / 4) ** 2 / (tries / 4 * 0.75) for n in range(40))
    assert spread < 39 + 5 * math.sqrt(2 * 39)
    both = [sum(f"c{n:02d}" in d and f"c{n + 1:02d}" in d for d in drawn) for n in range(39)]
    share = 10 / 40 * 9 / 39  # without replacement
    assert all(abs(b - tries * share) < 5 * math.sqrt(tries * share) for b in both)


def test_numbers_are_uniform_and_of_53_bits():
    found = [number_of(b"seed", str(n)) for n in range(20000)]
    assert all(x % 2 == 1 and 0 < x < HALF for x in found)
    tenths = Counter(x * 10 // HALF for x in found)
    assert all(abs(tenths[n] - 2000) < 5 * math.sqrt(2000) for n in range(10))


@given(st.lists(st.tuples(st.integers(0, 2**53 - 1), st.integers(1, 1000)), min_size=2, max_size=12))
@settings(max_examples=300, deadline=None)
def test_the_order_is_exact_whatever_a_logarithm_says(numbers):
    entries = [(2 * x + 1, w, (f"c{n:02d}",)) for n, (x, w) in enumerate(numbers)]
    found = ordered(entries)
    assert sorted(found) == sorted(entries)
    assert all(compare(a, b) < 0 for a, b in pairwise(found))


def test_numbers_that_differ_in_the_last_bit_are_still_told_apart():
    near = HALF - 1
    entries = [(near - 2, 1, ("a",)), (near, 1, ("b",)), (near - 4, 2, ("c",)), (near - 4, 1, ("d",))]
    assert [e[2][0] for e in ordered(entries)] == ["b", "c", "a", "d"]


def test_next_to_one_the_exact_order_holds_as_well():
    top = HALF - 1
    assert [e[2][0] for e in ordered([(top - 2, 4, ("heavy",)), (top, 1, ("light",))])] == ["heavy", "light"]


def test_a_heavier_weight_never_comes_later():
    for seed in seeds(300):
        light = Pool.of(rows())
        heavy_rows = copy.deepcopy(rows())
        heavy_rows["candidate"] = [(*r[:3], "50", *r[4:]) if r[0] == "id0004" else r for r in heavy_rows["candidate"]]
        was = [line[1] for line in draw(light, seed).lines]
        now = [line[1] for line in draw(Pool.of(heavy_rows), seed).lines]
        assert "id0004" not in was or "id0004" in now


def test_the_seed_needs_a_public_number():
    with pytest.raises(DrawError, match="公开随机数"):
        seed_of(committed(Pool.of(rows())), SECRET, "  ")
