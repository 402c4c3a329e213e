"""The statutory terms (data/terms.yaml), each with its basis, how its days count and what is unverified."""
from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml

from zhiheng.kernel.article import Article
from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.clock import day_of
from zhiheng.kernel.terms import (
    Direction,
    Due,
    Extension,
    Interval,
    Rule,
    Source,
    Status,
    Term,
    TermError,
    Unit,
    due,
)
from zhiheng.law.calendars import calendar
from zhiheng.law.cite import DATA, laws, rules


@cache
def _versions() -> Mapping[str, tuple[tuple[date, Term], ...]]:
    """Every term by id with the day from which each version counts, oldest first."""
    raw = yaml.safe_load((DATA / "terms.yaml").read_text(encoding="utf-8"))
    return {row["id"]: tuple(_dated(row)) for row in raw["terms"]}


def _dated(row: Mapping[str, Any]) -> Iterator[tuple[date, Term]]:
    """The first version and every later one: what a newer text changed over what it left."""
    yield date.min, _term(row)
    joined = dict(row)
    for change in row.get("later") or ():
        joined |= {k: v for k, v in change.items() if k != "since"}
        yield change["since"], _term(joined)


@cache
def terms() -> Mapping[str, Term]:
    """Every term by id in its latest version, in the order of the data."""
    return MappingProxyType({id_: versions[-1][1] for id_, versions in _versions().items()})


def every() -> Iterator[Term]:
    """Every version of every term, for whoever compares them with the texts."""
    return (found for versions in _versions().values() for _, found in versions)


def term(id_: str, on: date | None = None) -> Term:
    """The term of that id, with ``on`` as it stood on that day; refuses a repealed one on a day it does not cover.

    TermError in Chinese, naming the nearest ids when there is none.
    """
    found = terms().get(id_)
    if found is None:
        raise TermError(_unknown(id_))
    if on:
        found = _as_of(id_, on)
    if on and found.status is Status.REPEALED and found.until and on > found.until:
        raise TermError(f"「{found.zh}」的依据适用至 {found.until} 止，不适用于 {on}")
    return found


def due_of(
    id_: str,
    start: date | datetime,
    *,
    intervals: Sequence[Interval] = (),
    extra_length: Sequence[Extension | int] = (),
    book: Calendar | None = None,
) -> Due:
    """When the term ``id_`` ends, by the house calendar or another ``book``. Errors as of kernel ``due``."""
    term(id_)
    return due(_as_of(id_, day_of(start)), start, book or calendar(), intervals=intervals, extra_length=extra_length)


def _as_of(id_: str, on: date) -> Term:
    """The version for a start on that day."""
    return next(version for since, version in reversed(_versions()[id_]) if since <= on)


def _unknown(id_: str) -> str:
    near = difflib.get_close_matches(id_, terms(), n=3, cutoff=0.3)
    near += [key for key, found in terms().items() if id_ and id_ in found.zh and key not in near][:3]
    hint = f"，相近的有：{'、'.join(near)}" if near else "；zhiheng due --list 列出全部"
    return f"没有期限「{id_}」{hint}"


def _term(row: Mapping[str, Any]) -> Term:
    articles = tuple(Article.parse(text) if ":" in text else Article(text, "") for text in row["basis"])
    law = laws().get(articles[0].law)
    month, _, day = str(row.get("by", "")).partition("-")
    return Term(
        id=row["id"], zh=row["zh"], length=row.get("length"), unit=Unit(row["unit"]),
        direction=Direction(row.get("direction", "within")), articles=articles,
        starts_from=row["from"], starts_zh=row["from_zh"],
        counting=rules("counting_rules")[row["counting"]] if "counting" in row else None,
        roll=_roll(row, law.roll if law else ""),
        status=Status(row.get("status", "in_force")), source=Source(row["source"]),
        since=law.since if law else None, until=row.get("until"),
        by_day=(int(month), int(day)) if day else None,
        procedure=row["procedure"], actor=row["actor"], extendable=row.get("extendable", ""),
        excluded=row.get("excluded", ""), on_breach=row.get("on_breach", ""), note=row.get("note", ""),
    )


def _roll(row: Mapping[str, Any], of_the_law: str) -> Rule | None:
    """The rule for a last day off: the term's own word, else the law's; ``none`` switches it off."""
    name = row.get("roll", of_the_law)
    return rules("roll_rules")[name] if name and name != "none" else None
