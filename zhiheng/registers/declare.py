"""The form of a declared ledger (台账). One declaration gives list, form, import, export, history and archive.

A line's fields are a facts dataclass as an act's are (:mod:`zhiheng.kernel.facts`): typed, named, with help and article.
Whatever a ledger derives from a line (a badge, a warning) is a pure function of its values and the day.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import FactError, FieldSpec, as_date, schema

Values = Mapping[str, Any]
Check = Callable[[Values], Iterable[FactError]]
Tone = Literal["plain", "rest", "done", "due", "late"]


@dataclass(frozen=True)
class Mark:
    """What a line says about itself today: a short word and how urgent it is."""

    zh: str
    tone: Tone = "plain"


Marking = Callable[[Values, date], Mark | None]


@dataclass(frozen=True)
class Ledger:
    """One ledger.

    ``key`` are the fields that together stand for one thing: a second line with the same is refused, and an import
    finds the line it means by them. ``title`` are the fields a line is called by; ``columns`` those the list shows
    before anybody chooses; ``search`` those whose words find a line. ``until`` names the date field after which a line
    is out of date (a permit, a calibration), ``warn`` how long before it is said. ``person`` and ``enterprise`` name
    the field that says whose line it is. ``sums`` are money fields (fen) or numbers summed below the list. ``rest`` is
    the choice field, with those of its values, that end a line: a scrapped thing or a surrendered permit expires no more.
    """

    id: str
    zh: str
    group: str
    facts: type
    key: tuple[str, ...]
    title: tuple[str, ...]
    columns: tuple[str, ...]
    reads: frozenset[str]
    writes: frozenset[str]
    line: str = "一条"
    search: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    warn: timedelta = timedelta(days=30)
    person: str = ""
    enterprise: str = ""
    sums: tuple[str, ...] = ()
    rest: tuple[str, frozenset[str]] = ("", frozenset())
    checks: tuple[Check, ...] = ()
    marking: Marking | None = None
    basis: tuple[Article, ...] = ()
    about: str = ""
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {s.name for s in self.fields}
        named = {*self.key, *self.title, *self.columns, *self.search, *self.filters, *self.sums, *self.headers}
        named |= {n for n in (self.since, self.until, self.person, self.enterprise, self.rest[0]) if n}
        if not self.key or not self.title or not self.columns:
            raise ValueError(f"台账 {self.id}：须写明 key、title 和 columns")
        if named - known:
            raise ValueError(f"台账 {self.id}：没有字段 {'、'.join(sorted(named - known))}")
        if not all(self.spec(n).required for n in self.key):
            raise ValueError(f"台账 {self.id}：key 的字段须为必填")
        if self.rest[1] - {value for value, _ in (self.spec(self.rest[0]).choices if self.rest[0] else ())}:
            raise ValueError(f"台账 {self.id}：rest 的值须是该字段的选项")
        if not self.writes <= self.reads:
            raise ValueError(f"台账 {self.id}：能写的人也须能看")

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        return schema(self.facts)

    def spec(self, name: str) -> FieldSpec:
        """One field by name; KeyError in words."""
        found = next((s for s in self.fields if s.name == name), None)
        if found is None:
            raise KeyError(f"台账「{self.zh}」没有「{name}」这一项")
        return found

    def key_of(self, values: Values) -> str:
        """What stands for the thing; empty when a part of it is missing."""
        parts = [str(values.get(name) or "").strip() for name in self.key]
        return "/".join(parts) if all(parts) else ""

    def title_of(self, values: Values) -> str:
        """What a line is called: the words of its title fields, choices said in Chinese."""
        return " ".join(filter(None, (said(self.spec(name), values.get(name)) for name in self.title)))

    def faults(self, values: Values) -> list[FactError]:
        """What the ledger's own checks find wrong, dates turned round among it."""
        found = [fault for check in self.checks for fault in check(values)]
        first = self.first_day(values)
        last = as_date(values, self.until) if self.until else None
        if first and last and last < first:
            says = f"「{self.spec(self.until).zh}」不能早于「{self.spec(self.since).zh}」。"
            found.append(FactError(self.until, says))
        return found

    def first_day(self, values: Values) -> date | None:
        return as_date(values, self.since) if self.since else None

    def last_day(self, values: Values) -> date | None:
        """The day after which the line is out of date; None where it never is, or is over."""
        return as_date(values, self.until) if self.until and not self.over(values) else None

    def over(self, values: Values) -> bool:
        """Whether the line is over: scrapped, returned, surrendered."""
        return bool(self.rest[0]) and values.get(self.rest[0]) in self.rest[1]

    def mark(self, values: Values, on: date) -> Mark | None:
        """That the line is over; else the ledger's own mark, else whether it is out of date or soon will be."""
        if self.over(values):
            return Mark(said(self.spec(self.rest[0]), values.get(self.rest[0])), "rest")
        own = self.marking(values, on) if self.marking else None
        last = self.last_day(values)
        if own is not None or last is None:
            return own
        if last < on:
            return Mark(f"已于 {last} 到期", "late")
        return Mark(f"{last} 到期", "due") if last - on <= self.warn else None


def said(spec: FieldSpec, value: Any) -> str:
    """A value in words: choices by their Chinese, yes and no, money in yuan with two decimals, lists joined."""
    if value in (None, "", [], ()):
        return ""
    names = dict(spec.choices)
    match spec.type:
        case "bool":
            return "是" if value else "否"
        case "money":
            return f"{int(value) // 100:,}.{int(value) % 100:02d}"
        case "choice":
            return names.get(value, str(value))
        case "rows":
            return f"{len(value)} 行"
        case "datetime":
            return str(value)[:16].replace("T", " ")
    if isinstance(value, list | tuple):
        return "、".join(names.get(x, str(x)) for x in value)
    return str(value)
