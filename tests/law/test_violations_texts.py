"""The catalogue against the words of the statutes. Runs where the texts are; skips loudly where they are
not.
"""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import (
    Amount,
    ByAccident,
    Fine,
    GainMultiple,
    IncomePercent,
    Range,
    ShareOf,
    TimesOf,
)
from zhiheng.kernel.numerals import from_chinese
from zhiheng.law import benchmarks, checklists, violations
from zhiheng.law.reading import Statute, parse_statute
from zhiheng.law.violations import Violation, every

SHARED = Path(os.environ.get("ZHIHENG_SHARED", Path(__file__).parents[2].parent / "shared"))
TEXTS = SHARED / "law" / "statutes"
# Further directories of texts in the same form, separated as in PATH: a bureau's own, or newer ones.
MORE = tuple(Path(p) for p in os.environ.get("ZHIHENG_TEXTS", "").split(os.pathsep) if p)
N = r"(\d+|[零〇一二两三四五六七八九十百千]+)"
ORDER_WORDS = {
    "correct_within_limit": "限期改正",
    "correct": "责令改正",
    "stop_activity": "责令停止",
    "eliminate_immediately_or_within_limit": "立即消除或者限期消除",
}
TRIGGERS = {
    "overdue": "逾期",
    "refuse_to_correct": "拒不改正",
    "refuse_to_execute": "拒不",
    "serious_circumstances": "情节严重",
    "graver_circumstances": "情节较重",
    "lighter_circumstances": "情节较轻",
}

pytestmark = pytest.mark.skipif(
    not TEXTS.is_dir(), reason=f"NOT CHECKED: no statute texts at {TEXTS}; set ZHIHENG_SHARED"
)


@cache
def texts() -> dict[str, Statute]:
    paths = [path for where in (TEXTS, *MORE) for path in sorted(where.glob("*.md"))]
    found = [parse_statute(path.stem, path.read_text(encoding="utf-8")) for path in paths]
    return {statute.title: statute for statute in found}


def absent() -> set[str]:
    """Laws the acts were read from whose text is not in any of the directories."""
    return {v.law.title for v in every() if v.source == "law_text"} - set(texts())


def said(act: Violation) -> str:
    """The words of the penalty clause and of those cited with it."""
    places = [(texts().get(a.law), a) for a in act.penalties]
    words = "\n".join((s.text(a) if s else None) or "" for s, a in places)
    return unicodedata.normalize("NFKC", words).replace("l万元", "1万元")  # a misprint of the texts: letter l


def read() -> list[Violation]:
    """Acts whose law is here; those written from full texts must all be among them."""
    return [v for v in every() if v.law.title in texts()]


def yuan(number: str, unit: str) -> int:
    return from_chinese(number) * {"万": 10_000, "亿": 100_000_000, "": 1}[unit] * 100


def ranges(text: str) -> set[Range]:
    pair = re.compile(f"{N}(万|亿|)元以上{N}(万|亿|)元以下")
    found = {Range(yuan(a, b), yuan(c, d)) for a, b, c, d in pair.findall(text)}
    return found | {Range(0, yuan(a, b)) for a, b in re.findall(f"{N}(万|亿|)元以下", pair.sub("", text))}


def percents(text: str) -> set[tuple[int, int]]:
    number = r"(?:百分之([一二三四五六七八九十百]+)|(\d+)%)"
    pair = re.compile(f"{number}(?:以上|至){number}")
    read_one = [tuple(from_chinese(x or y) for x, y in ((a, b), (c, d))) for a, b, c, d in pair.findall(text)]
    single = [from_chinese(a or b) for a, b in re.findall(number, pair.sub("", text))]
    times = re.findall(f"{N}倍以上{N}倍以下", text)
    read_one += [(from_chinese(a) * 100, from_chinese(b) * 100) for a, b in times]
    return {(low, high) for low, high in read_one} | {(n, n) for n in single}


def faults(fine: Fine, text: str) -> list[str]:
    """What of a fine does not stand in the text."""
    match fine:
        case Amount(range=found):
            return [] if found in ranges(text) else [f"{found}"]
        case IncomePercent(min_percent=low, max_percent=high):
            return [] if (low, high) in percents(text) and "上一年年收入" in text else [f"{low}-{high}%"]
        case GainMultiple(min_times=low, max_times=high, otherwise=found):
            times = re.findall(f"{N}倍以上{N}倍以下", text)
            ok = (low, high) in {(from_chinese(a), from_chinese(b)) for a, b in times}
            return [] if ok and found in ranges(text) else [f"{low}-{high} 倍或 {found}"]
        case ShareOf(min_percent=low, max_percent=high):
            return [] if (low, high) in percents(text) else [f"{low}-{high}%"]
        case ByAccident(tiers=tiers):
            return [f for t in tiers for f in faults(t.fine, text)]
        case TimesOf(min_times=low, max_times=high):
            times = re.findall(f"{N}倍以上{N}倍以下", text)
            return [] if (low, high) in {(from_chinese(a), from_chinese(b)) for a, b in times} else ["倍数"]
        case _:
            return []


def test_every_cited_place_of_the_catalogue_exists() -> None:
    wrong, checked = [], 0
    for act in every():
        for place in (*act.penalties, *act.duty):
            if place.law in texts():
                checked += 1
                missing = texts()[place.law].missing(place)
                wrong += [f"{act.code} {place.short()}：{missing}"] if missing else []
    assert wrong == []
    assert checked > 450


def test_every_act_marked_as_read_has_its_text_here() -> None:
    if absent() and not MORE:
        pytest.skip(f"NOT CHECKED: no text of {'、'.join(sorted(absent()))}; name their directory in ZHIHENG_TEXTS")
    assert absent() == set()


def test_every_amount_share_and_multiple_stands_in_the_cited_clause() -> None:
    checked = 0
    wrong = []
    for act in read():
        for stage in act.stages:
            checked += 1
            wrong += [f"{act.code} {stage.id}：{fault}" for fault in faults(stage.fine, said(act))]
    assert wrong == []
    assert checked > 250


def test_may_is_written_where_the_text_says_may() -> None:
    wrong = []
    for act in read():
        for stage in act.stages:
            if isinstance(stage.fine, Amount) and stage.fine.may and "可以" not in said(act):
                wrong.append(f"{act.code} {stage.id}")
    assert wrong == []


def test_orders_and_triggers_stand_in_the_cited_clause() -> None:
    wrong = []
    for act in read():
        for stage in act.stages:
            for word in (ORDER_WORDS.get(stage.order, ""), TRIGGERS.get(stage.trigger, "")):
                if word and word not in said(act):
                    wrong.append(f"{act.code} {stage.id}：{word}")
    assert wrong == []


def places() -> list[tuple[str, Article]]:
    found = [(c.id, a) for c in benchmarks.circumstances() for a in c.articles]
    return found + [(i.id, a) for i in checklists.items() for a in i.basis]


def test_circumstances_and_check_items_cite_places_that_exist() -> None:
    wrong = [
        f"{where} {place.short()}"
        for where, place in places()
        if place.article and place.law in texts() and texts()[place.law].missing(place)
    ]
    assert wrong == []


def test_a_check_item_marked_as_read_cites_a_law_whose_text_is_here() -> None:
    unread = [i.id for i in checklists.items() if i.verified and any(a.law not in texts() for a in i.basis)]
    assert unread == []


def test_the_words_of_each_circumstance_are_those_of_its_article() -> None:
    for circumstance in benchmarks.circumstances():
        if circumstance.articles[0].item and circumstance.articles[0].item < 5:
            place = circumstance.articles[0]
            assert circumstance.zh in (texts()[place.law].text(place) or ""), circumstance.id


def test_violations_know_their_law_by_the_title_of_its_text() -> None:
    assert {v.law.title for v in violations.every()} & set(texts())
