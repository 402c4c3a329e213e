"""Everyday words and the acts they mean: the house's synonym table, a bureau's own beside it, words of industries.

The house's tables are data/synonyms.yaml and data/find_industries.yaml. A bureau's rows are its published sheet
of kind ``synonyms``; ``faults`` says in words what would be wrong with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zhiheng.law import violations
from zhiheng.law.local import sheet

DATA = Path(__file__).with_name("data")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_ROWS, LONGEST_WORD = 500, 30
_kept: dict[tuple[object, ...], tuple[Synonym, ...]] = {}


@dataclass(frozen=True)
class Synonym:
    """Words people say for words of the law. ``codes`` are codes or beginnings of codes in capitals; ``own``: the
    bureau's row.
    """

    say: tuple[str, ...]
    mean: str
    codes: tuple[str, ...]
    own: bool = False

    def heard(self, query: str) -> str:
        """The longest of its words in the query, else nothing."""
        return max((word for word in self.say if word in query), key=len, default="")


def clean(text: str) -> str:
    """Without blanks and stops; the many ways to say 没有 made one, so that 没有、未、没 find each other."""
    bare = re.sub(r"[\s，。、；：！？,;:!?“”\"'·（）()《》]+", "", text)
    return re.sub(r"没有|未曾|未能|未经|未按照?规定|未按要求|未|尚没|缺少|缺乏|缺失|不具备", "没", bare)


def synonyms(place: str, on: date) -> tuple[Synonym, ...]:
    """The house's table and, before it, what the bureau of the place has published for that day."""
    own = sheet("synonyms", place, on) if place else None
    if own is None:
        return _house()
    key = (*own.key, own.since, own.title, repr(own.body))
    if key not in _kept:
        _kept[key] = (*rows_of(own.body.get("rows", ()), own=True), *_house())
    return _kept[key]


def rows_of(rows: Iterable[Mapping[str, Any]], own: bool = False) -> tuple[Synonym, ...]:
    """Rows as the tables write them ({"say": […], "mean": "…", "codes": […]})."""
    return tuple(
        Synonym(
            tuple(word for w in row["say"] if (word := clean(str(w)))),
            str(row.get("mean", "")),
            tuple(str(c).strip().upper() for c in row.get("codes", ())),
            own,
        )
        for row in rows
    )


@cache
def _house() -> tuple[Synonym, ...]:
    return rows_of(_read("synonyms.yaml"))


def industries_in(query: str) -> frozenset[str]:
    """The industries that words of a query speak of."""
    return frozenset(i for row in _industries() if any(w in query for w in row["say"]) for i in row["industries"])


@cache
def _industries() -> tuple[Mapping[str, Any], ...]:
    return tuple(_read("find_industries.yaml"))


def _read(name: str) -> list[Mapping[str, Any]]:
    with open(DATA / name, encoding="utf-8") as stream:
        found: list[Mapping[str, Any]] = yaml.load(stream, Loader=_Loader)
    return found


def faults(body: Mapping[str, Any]) -> list[str]:
    """What is wrong with a bureau's table ({"rows": […]}), each naming its row; empty when it may be published."""
    rows = body.get("rows")
    if not isinstance(rows, list):
        return ["常用说法须写成 rows 一列"]
    if len(rows) > MOST_ROWS:
        return [f"常用说法最多 {MOST_ROWS} 行，现有 {len(rows)} 行"]
    known = tuple(act.code.upper() for act in violations.every())
    found = [f"第{n}行：{says}" for n, row in enumerate(rows, 1) for says in _row_faults(row, known)]
    return found or _twice(rows)


def _row_faults(row: Any, known: tuple[str, ...]) -> list[str]:
    if not isinstance(row, Mapping) or not isinstance(row.get("say"), list):
        return ["没有写说法"]
    said = [str(w).strip() for w in row["say"]]
    found = [] if said else ["没有写说法"]
    found += ["有空的说法"] if "" in said else []
    found += [f"「{w}」只有一个字，会误中很多条目，请写两个字以上" for w in said if len(clean(w)) == 1]
    found += [f"「{w[:12]}…」超过 {LONGEST_WORD} 个字" for w in said if len(w) > LONGEST_WORD]
    codes, mean = row.get("codes", ()), str(row.get("mean", "")).strip()
    if not isinstance(codes, list | tuple):
        return [*found, "违法行为代码须写成一列"]
    unknown = [str(c) for c in codes if not any(k.startswith(str(c).strip().upper()) for k in known) or not str(c).strip()]
    found += [f"违法行为目录中没有代码「{c}」" for c in unknown]
    if not codes and len(clean(mean)) < 2:
        found.append("请写明对应的违法行为代码，或者法条用语")
    return found


def _twice(rows: list[Any]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for number, row in enumerate(rows, 1):
        for word in dict.fromkeys(clean(str(w)) for w in row["say"]):
            if word in seen:
                found.append(f"第{number}行：「{word}」在第{seen[word]}行已经有了，请合并")
            seen.setdefault(word, number)
    return found
