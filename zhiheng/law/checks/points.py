"""The words checks are written in: what is asked, and what the law requires of the answer.

A point is a fact of the form, a requirement on it, or both. Requirements answer with a sentence without full stop that
names their own article; ``when`` keeps a point to the cases it is meant for (a fact's name, a pair of name and value,
or a function of the facts).
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import Facts, as_date, as_datetime, fact
from zhiheng.kernel.procedure import Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import Direction, Due, Extension, Interval, Undated, Unit, due

When = str | tuple[str, Any] | Callable[[Facts], bool] | None
Test = Callable[[Facts, Situation], "Unmet | str | None"]
Limit = int | Callable[[Facts, Situation], int]


@dataclass(frozen=True)
class Point:
    """``ask`` is (name, type, declared fact); ``test`` judges; ``at`` is the place in the law, as in the data."""

    ask: tuple[str, type, Any] | None = None
    test: Test | None = None
    at: str = ""
    cure: str = ""
    when: When = None
    zh: str = ""
    optional: bool = False  # may stay empty even where ``when`` holds

    def missing(self, facts: Facts) -> str:
        """The Chinese name of a fact that these facts call for and that is not there; else empty."""
        wanted = self.ask is not None and not self.optional and holds(self.when, facts)
        return self.zh if wanted and self.ask and facts.get(self.ask[0]) is None else ""

    def judge(self, facts: Facts, s: Situation) -> Unmet | None:
        """The unmet requirement with its article, None when met or not meant here."""
        if self.test is None and self.missing(facts):
            return Unmet(f"没有写明「{self.zh}」", cure="补充后再办")
        if self.test is None or not holds(self.when, facts):
            return None
        answer = self.test(facts, s)
        if answer is None:
            return None
        found = Unmet(answer, cure=self.cure) if isinstance(answer, str) else answer
        place = f"（{Article.parse(self.at).short()}）" if self.at else ""
        return Unmet(found.says + place, found.cure or self.cure, found.cure_act, found.earliest, found.who)


def holds(when: When, facts: Facts) -> bool:
    """Whether a point is meant for these facts."""
    if when is None:
        return True
    if isinstance(when, str):
        return bool(facts.get(when))
    if isinstance(when, tuple):
        wanted = when[1]
        return facts.get(when[0]) in (wanted if isinstance(wanted, (tuple, frozenset)) else (wanted,))
    return when(facts)


def _asking(name: str, kind: type, zh: str, test: Test | None, at: str, cure: str, when: When, **more: Any) -> Point:
    """A point that asks; what a condition calls for is optional in the form and looked for when the condition holds."""
    optional = more.get("required") is False
    declared = fact(zh, required=more.pop("required", when is None), **more)
    return Point((name, kind, declared), test, at, cure, when, zh, optional)


def asked(name: str, zh: str, kind: type = bool, *, when: When = None, **more: Any) -> Point:
    """A fact that other points look at."""
    return _asking(name, kind, zh, None, "", "", when, **more)


def yes(name: str, zh: str, says: str, at: str = "", *, cure: str = "", when: When = None, **more: Any) -> Point:
    """Must be so."""
    return _asking(name, bool, zh, lambda f, s: None if f.get(name) is True else says, at, cure, when, **more)


def no(name: str, zh: str, says: str, at: str = "", *, cure: str = "", when: When = None, **more: Any) -> Point:
    """Must not be so."""
    return _asking(name, bool, zh, lambda f, s: says if f.get(name) is True else None, at, cure, when, **more)


def need(says: str | Callable[[Facts, Situation], str], test: Callable[[Facts, Situation], bool], at: str = "", *,
         cure: str = "", when: When = None) -> Point:
    """A requirement on facts asked elsewhere."""
    def check(f: Facts, s: Situation) -> str | None:
        return None if test(f, s) else says if isinstance(says, str) else says(f, s)
    return Point(None, check, at, cure, when)


def _limit(limit: Limit, f: Facts, s: Situation) -> int:
    return limit if isinstance(limit, int) else limit(f, s)


def least(name: str, zh: str, limit: Limit, says: str, at: str = "", *, kind: type = int, cure: str = "", when: When = None,
          **more: Any) -> Point:
    """A number that must reach the limit."""
    def check(f: Facts, s: Situation) -> str | None:
        return None if int(f.get(name) or 0) >= _limit(limit, f, s) else says
    return _asking(name, kind, zh, check, at, cure, when, min=0, **more)


def most(name: str, zh: str, limit: Limit, says: str, at: str = "", *, kind: type = int, cure: str = "", when: When = None,
         **more: Any) -> Point:
    """A number that must not pass the limit."""
    def check(f: Facts, s: Situation) -> str | None:
        return None if int(f.get(name) or 0) <= _limit(limit, f, s) else says
    return _asking(name, kind, zh, check, at, cure, when, min=0, **more)


def one_of(name: str, zh: str, choices: Mapping[str, str], lawful: Sequence[str], says: str, at: str = "", *, cure: str = "",
           when: When = None, **more: Any) -> Point:
    """A choice of which only some are lawful."""
    return _asking(name, str, zh, lambda f, s: None if f.get(name) in lawful else says, at, cure, when,
                   choices=tuple(choices.items()), **more)


def all_of(name: str, zh: str, choices: Mapping[str, str], says: str, at: str = "", *, cure: str = "", when: When = None,
           **more: Any) -> Point:
    """A list of particulars that must be complete; the sentence names what is missing. An empty list may be sent."""
    def check(f: Facts, s: Situation) -> str | None:
        missing = [zh for key, zh in choices.items() if key not in (f.get(name) or ())]
        return f"{says}：缺{'、'.join(missing)}" if missing else None
    return _asking(name, tuple[str, ...], zh, check, at, cure, when, choices=tuple(choices.items()),
                   **{"required": False, **more})


def some(name: str, zh: str, choices: Mapping[str, str], *, when: When = None, **more: Any) -> Point:
    """One or more choices that other points look at."""
    return _asking(name, tuple[str, ...], zh, None, "", "", when, choices=tuple(choices.items()), **more)


def day(name: str, zh: str, *, when: When = None, **more: Any) -> Point:
    """A date that other points count from."""
    return _asking(name, date, zh, None, "", "", when, **more)


def moment(name: str, zh: str, *, when: When = None, **more: Any) -> Point:
    """A moment that other points count from."""
    return _asking(name, datetime, zh, None, "", "", when, **more)


def due_of(s: Situation, facts: Facts, term_id: str, start: str, *, intervals: Sequence[Interval] = (),
           extra: Sequence[Extension | int] = ()) -> Due | None:
    """When a term ends that starts at a fact; None when the fact is missing or the law gives no number."""
    first = as_datetime(facts, start)
    if first is None:
        return None
    rule = s.rules.term(term_id, first.date())
    begin = first if rule.unit is Unit.HOUR else first.astimezone(TZ).date()
    try:
        return due(rule, begin, s.rules.calendar, intervals=intervals, extra_length=extra, as_of=s.on)
    except Undated:
        return None


def waited(start: str, term_id: str, says: str, at: str = "", *, cure: str = "期满后办理", when: When = None,
           intervals: Callable[[Facts], Sequence[Interval]] | None = None) -> Point:
    """Not before a period has fully run: the earliest day is named."""
    def check(f: Facts, s: Situation) -> Unmet | None:
        limit = due_of(s, f, term_id, start, intervals=intervals(f) if intervals else ())
        if limit is None or limit.on is None:
            return None
        first = limit.on if limit.direction is Direction.AFTER else limit.on + timedelta(days=1)
        return None if s.on >= first else Unmet(f"{says}（最早 {first}）", cure=cure, earliest=first)
    return Point(None, check, at, cure, when)


def in_time(start: str, term_id: str, says: str, at: str = "", *, done: str = "", cure: str = "", when: When = None,
            extra: Callable[[Facts], Sequence[Extension | int]] | None = None) -> Point:
    """Within a term that starts at ``start``, on the day kept in ``done`` (else the day of asking)."""
    def check(f: Facts, s: Situation) -> str | None:
        limit = due_of(s, f, term_id, start, extra=extra(f) if extra else ())
        if limit is None:
            return None
        if s.rules.term(term_id, s.on).unit is Unit.HOUR:
            ended = (as_datetime(f, done) if done else None) or s.at
            return None if ended <= limit.at else f"{says}（至 {limit.at:%Y-%m-%d %H:%M}）"
        last = (as_date(f, done) if done else None) or s.on
        return None if last <= limit.on else f"{says}（至 {limit.on}）"
    return Point(None, check, at, cure, when)


def ahead(event: str, told: str, term_id: str, says: str, at: str = "", *, cure: str = "", when: When = None) -> Point:
    """Told long enough ahead of an event; both days or moments are facts."""
    def check(f: Facts, s: Situation) -> str | None:
        limit, given = due_of(s, f, term_id, event), as_datetime(f, told)
        if limit is None or given is None:
            return None if limit is None else says
        return None if given <= limit.at else f"{says}（最迟 {limit.on}）"
    return Point(None, check, at, cure, when)
