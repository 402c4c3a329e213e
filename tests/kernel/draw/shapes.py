"""Pools of many shapes, with what a draw of each must show, for both checkers."""
from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from zhiheng.kernel.draw import Commitment, Pool, Transcript
from zhiheng.kernel.draw.commitment import secret_hash

Rows = dict[str, list[tuple[str, ...]]]
Said = dict[str, Any]
SECRET, NUMBER = "5e" * 32, "03 08 11 19 22 30 + 07"


def pool(count: int = 60, take: int = 4, officers: int = 6, per: int = 2, limit: int = 20) -> Rows:
    """Three strata by grade, weights, two fields, four towns; the first officer lacks a field, every third has two towns only."""
    return {
        "setting": [("officers_per_place", str(per)), ("title", "第4批")], "item": [("CF-0031", "安全生产教育和培训")],
        "stratum": [(s, f"{s} 级", str(take)) for s in "BCD"],
        "candidate": [(f"id{n:04d}", f"企业{n}", "BCD"[n % 3], str((1, 2, 3, 7)[n % 4]), ("工贸", "危化", "")[n % 3], f"镇{n % 4}")
                      for n in range(count)],
        "excluded": [("id9001", "停产企业", "停产"), ("id9002", "已检企业", "本年检查已达上限")],
        "officer": [(f"o{n}", f"人{n}", "工贸|危化" if n else "工贸", "镇0|镇1" if n % 3 == 2 else "", str(limit)) for n in range(officers)],
        "recusal": [("o1", f"id{n:04d}", "近亲属持股") for n in range(0, count, 5)] + [("o2", "id0003", "配偶任职")],
        "former": [(f"id{n:04d}", "o3", "o4") for n in range(0, count, 2)],
    }


def strange_names() -> Rows:
    """Ids whose order differs between code points and UTF-16, equal texts with signs outside the first plane, weights up to 1000."""
    ids = ["\uffee", "\U0001f3b2", "\U0001f3b2a", "\ue000", "中", "a", "B", "é", "\U0010fffd", "无代码:甲厂"]
    return pool() | {"stratum": [("\U0001f3b2", "甲", "3"), ("\uffee", "乙", "2")],
                     "candidate": [(i, f"厂{i}", ("\U0001f3b2", "\uffee")[n % 2], str((1000, 1)[n % 3 == 0]), "", "") for n, i in enumerate(ids)],
                     "excluded": [], "recusal": [("o1", "中", "x")], "former": [("a", "o0", "o1"), ("a", "o2", "o3")]}


SHAPES: dict[str, Rows] = {
    "strata, weights, exclusions, recusal, former pairs": pool(),
    "everybody drawn": pool(count=30, take=10),
    "limits too low for all": pool(take=12, officers=5, limit=2),
    "three officers a place": pool(take=8, officers=9, per=3),
    "four officers a place, few people": pool(take=8, officers=5, per=4, limit=9),
    "no officers wanted": pool(per=0),
    "no officer at all": pool(officers=0) | {"recusal": [], "former": []},
    "two officers who went last time": pool(officers=2) | {"former": [(f"id{n:04d}", "o1", "o0") for n in range(60)], "recusal": []},
    "a stratum that gives nothing": pool() | {"stratum": [("B", "B 级", "0"), ("C", "C 级", "5"), ("D", "D 级", "0")]},
    "one place of many officers": pool(count=9, take=1, officers=40),
    "signs outside the first plane": strange_names(),
    "nothing but candidates": {"setting": [("officers_per_place", "0")], "stratum": [("S", "全部", "3")],
                               "candidate": [(f"c{n}", f"企业{n}", "S", "1", "", "") for n in range(5)]},
}


def random_pool(seed: int) -> Rows:
    chance = random.Random(seed)
    strata, fields, towns = "ABCD"[:chance.randrange(1, 5)], ["工贸", "危化", "矿山"], ["甲镇", "乙镇"]
    candidates = [(f"c{n}", f"企业{n}", chance.choice(strata), str(chance.choice((1, 1, 2, 5, 1000))), chance.choice(["", *fields]),
                   chance.choice(["", *towns])) for n in range(chance.randrange(1, 90))]
    held = {s: sum(c[2] == s for c in candidates) for s in strata}
    officers = [(f"o{n}", f"人{n}", "|".join(chance.sample(fields, chance.randrange(4))), "|".join(chance.sample(towns, chance.randrange(3))),
                 str(chance.randrange(12))) for n in range(chance.randrange(25))]
    made: Rows = {"setting": [("officers_per_place", str(chance.choice((0, 2, 2, 3, 6))))], "candidate": candidates, "officer": officers,
                  "stratum": [(s, f"{s} 级", str(chance.randrange(held[s] + 1))) for s in strata]}
    if officers:
        for kind, width in (("recusal", 2), ("former", 3)):
            made[kind] = [(chance.choice(officers)[0], chance.choice(candidates)[0], f"理由{n}") if width == 2 else
                          (chance.choice(candidates)[0], chance.choice(officers)[0], chance.choice(officers)[0]) for n in range(20)]
    return made


def commitment(made: Pool, **more: str) -> Commitment:
    said = {"number": "YL-2026-D04", "agency": "云岭区应急管理局", "title": "第4批", "pool_hash": made.hash, "secret_hash": secret_hash(SECRET),
            "public_source": "福利彩票双色球第2026314期", "public_at": "2026-11-25T21:15:00+08:00", "committed_at": "2026-11-20T09:00:00+08:00"}
    return Commitment(**(said | more))


def transcript(rows: Rows | None = None, number: str = NUMBER, **more: str) -> Said:
    """A transcript as read from its file."""
    made = Pool.of(pool() if rows is None else rows)
    said: Said = json.loads(json.dumps(dict(Transcript.make(made, commitment(made, **more), SECRET, number).said)))
    return said


def _cell(kind: str, row: int, column: int, value: str) -> Callable[[Said], object]:
    return lambda s: s["pool"][kind][row].__setitem__(column, value)


ALTERED: dict[str, tuple[Callable[[Said], object], tuple[str, str]]] = {
    "a name": (_cell("candidate", 7, 1, "改名企业"), ("candidate", "id0007")),
    "a weight": (_cell("candidate", 12, 3, "9"), ("candidate", "id0012")),
    "a stratum's size": (_cell("stratum", 0, 2, "5"), ("stratum", "B")),
    "a setting": (_cell("setting", 1, 1, "第5批"), ("setting", "title")),
    "an item": (_cell("item", 0, 1, "别的事项"), ("item", "CF-0031")),
    "an exclusion's reason": (_cell("excluded", 1, 2, "另一理由"), ("excluded", "id9002")),
    "an exclusion added": (lambda s: s["pool"]["excluded"].append(["id9003", "新剔除", "停产"]), ("excluded", "id9003")),
    "an exclusion taken away": (lambda s: s["pool"]["excluded"].pop(0), ("excluded", "")),
    "a candidate taken away": (lambda s: s["pool"]["candidate"].pop(5), ("candidate", "")),
    "a candidate twice": (lambda s: s["pool"]["candidate"].insert(5, list(s["pool"]["candidate"][5])), ("candidate", "")),
    "two candidates exchanged": (lambda s: s["pool"]["candidate"].insert(0, s["pool"]["candidate"].pop(1)), ("candidate", "")),
    "a candidate smuggled in": (lambda s: s["pool"]["candidate"].append(["id9999", "塞入", "D", "1", "工贸", "镇1"]), ("candidate", "id9999")),
    "an officer's field": (_cell("officer", 0, 2, "工贸|危化|矿山"), ("officer", "o0")),
    "an officer's limit": (_cell("officer", 3, 4, "1"), ("officer", "o3")),
    "a recusal": (_cell("recusal", 0, 0, "o5"), ("recusal", "o5")),
    "a recusal taken away": (lambda s: s["pool"]["recusal"].pop(0), ("recusal", "")),
    "a former pair": (_cell("former", 0, 1, "o5"), ("former", "id0000")),
    "the draw's number": (lambda s: s.update(number="YL-2026-D05"), ("number", "")),
    "the number in the commitment": (lambda s: s["commitment"].update(number="YL-2026-D05"), ("commitment", "")),
    "the moment of the public number": (lambda s: s["commitment"].update(public_at="2026-11-26T21:15:00+08:00"), ("commitment", "")),
    "the public number": (lambda s: s.update(public_number="03 08 11 19 22 30 + 08"), ("seed", "")),
    "the secret": (lambda s: s.update(secret="5f" * 32), ("secret", "")),
    "the seed": (lambda s: s.update(seed="00" * 32), ("seed", "")),
    "the commitment's hash": (lambda s: s.update(commitment_hash="00" * 32), ("commitment", "")),
    "a line's enterprise": (lambda s: s["result"][4].__setitem__(1, s["result"][5][1]), ("result", "5")),
    "a line's officers": (lambda s: s["result"][2][3].reverse(), ("result", "3")),
    "a line's reason": (lambda s: s["result"][0].__setitem__(4, "不便"), ("result", "1")),
    "a line's rank": (lambda s: s["result"][0].__setitem__(0, True), ("result", "1")),
    "a line taken away": (lambda s: s["result"].pop(), ("result", "12")),
    "a line too many": (lambda s: s["result"].append([13, "id0001", "B", [], ""]), ("result", "13")),
    "marks gone": (lambda s: s.pop("marks"), ("candidate", "")),
    "a mark": (lambda s: s["marks"]["officer"].__setitem__(0, "0" * 16), ("officer", "o0")),
}

BROKEN: dict[str, Callable[[Said], object]] = {
    "no pool": lambda s: s.pop("pool"), "a kind gone": lambda s: s["pool"].pop("officer"), "a kind too many": lambda s: s["pool"].update(x=[]),
    "a row that is a number": lambda s: s["pool"]["candidate"].append(7), "a row that is a text": lambda s: s["pool"]["candidate"].append("abcdef"),
    "an empty row": lambda s: s["pool"]["former"].append([]), "a cell that is a number": lambda s: s["pool"]["candidate"][0].__setitem__(3, 1),
    "half a sign": lambda s: s["pool"]["candidate"][0].__setitem__(1, "\ud800"), "a line break": _cell("candidate", 0, 1, "甲\n乙"),
    "another format": lambda s: s.update(format="x"), "no commitment": lambda s: s.pop("commitment"),
    "a commitment without secret_hash": lambda s: s["commitment"].pop("secret_hash"),
    "another rule": lambda s: s["commitment"].update(rule="zhiheng-draw-0"),
    "no zone": lambda s: s["commitment"].update(public_at="2026-11-25T21:15:00"),
    "a number known before": lambda s: s["commitment"].update(public_at="2026-11-20T09:00:00+08:00"),
    "a month too many": lambda s: s["commitment"].update(public_at="2026-13-25T21:15:00+08:00"),
    **{f"the moment {text}": lambda s, text=text: s["commitment"].update(public_at=text) for text in (
        "2027-02-29T10:00:00+08:00", "2100-02-29T10:00:00Z", "2026-11-25T24:00:00+08:00", "2026-11-25T23:59:60+08:00", "2026-11-25T21:15:00+24:00",
        "2026-11-25T21:15:00+08:60",
        "2026-11-20T01:00:00Z", "2026-11-20T02:00:00+09:30", "2026-11-19T20:59:59-04:00")},
    **{f"{sign!r} at the end of the number": lambda s, sign=sign: s.update(public_number="1" + sign) for sign in (
        " ", "\u00a0", "\u3000", "\u0085", "\u2009", "\u1680")},
    "no secret": lambda s: s.pop("secret"), "blanks round the number": lambda s: s.update(public_number=" 1"),
    "an empty number": lambda s: s.update(public_number=""), "a weight of 1001": _cell("candidate", 0, 3, "1001"),
    "a weight of 01": _cell("candidate", 0, 3, "01"), "a weight in other digits": _cell("candidate", 0, 3, "２"),
    "a stratum nobody wrote": _cell("candidate", 0, 2, "Z"), "more than there are": _cell("stratum", 0, 2, "400"),
    "an endless number": _cell("stratum", 0, 2, "9" * 5000), "one officer a place": _cell("setting", 0, 1, "1"),
    "seven officers a place": _cell("setting", 0, 1, "7"), "a limit of minus one": _cell("officer", 0, 4, "-1"),
    "an id twice": _cell("candidate", 1, 0, "id0000"), "excluded and candidate": _cell("excluded", 0, 0, "id0001"),
}
