"""权责清单: what a bureau may do and must answer for, item by item, in dated versions.

A version is a ``powers`` sheet; its body is ``{"items": [row, …]}``. ``versions``, ``version`` read them, ``check``
says what is wrong with a body row by row, ``counts`` counts by kind. What changed: powers_diff; what lapsed: powers_lapse.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import parse_day
from zhiheng.law import local, violations
from zhiheng.law.cite import cite, laws
from zhiheng.law.powers_kinds import Kind, Step, kinds, last_day, steps
from zhiheng.law.reading import statute

FIELDS: Mapping[str, str] = {
    "code": "事项编码", "kind": "事项类型", "name": "事项名称", "basis": "实施依据", "holder": "行使主体", "level": "行使层级",
    "acts": "对应违法行为", "delegated": "委托行使", "duties": "责任事项", "liability": "追责情形", "steps": "办理环节",
    "phone": "监督电话", "since": "启用日期", "until": "停用日期", "note": "备注", "presumed": "推定"}
LISTS = frozenset({"basis", "acts", "delegated"})
REQUIRED = ("code", "kind", "name", "basis", "holder")
NOT_DELEGATED = "行政强制措施权不得委托（行政强制法第17条第1款）"


@dataclass(frozen=True)
class Item:
    """One item. ``since``/``until``: its own first and last day when it differs from its version's.

    ``acts``: codes of the catalogue of acts; ``delegated``: who may exercise it in the bureau's name; ``presumed``:
    supposed for a fictional bureau. ``steps``, ``duties``, ``liability`` are those of the kind unless given.
    """

    code: str
    kind: Kind
    name: str
    basis: tuple[Article, ...]
    holder: str
    level: str = ""
    acts: tuple[str, ...] = ()
    delegated: tuple[str, ...] = ()
    phone: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""
    presumed: bool = False
    steps: tuple[Step, ...] = ()
    duties: tuple[Step, ...] = ()
    liability: tuple[Step, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def procedure(self) -> str:
        """The built procedure that carries it; empty when its steps are declared by hand."""
        return "" if self.raw.get("steps") else self.kind.procedure

    def lapsed(self, on: date) -> tuple[Article, ...]:
        """Articles of its basis that are no longer in force on a day."""
        return tuple(a for a in self.basis if (end := last_day(a.law)) is not None and end < on)

    def stopped(self, on: date) -> bool:
        """Whether the version itself says that the item is not (or not yet) used on a day."""
        return (self.until is not None and self.until < on) or (self.since is not None and on < self.since)

    def usable(self, on: date) -> bool:
        """An item without any valid basis cannot be used, whatever the version says."""
        return not self.stopped(on) and len(self.lapsed(on)) < len(self.basis)


@dataclass(frozen=True)
class Version:
    """One published list. In force from ``since`` to ``until`` (inclusive, None: still)."""

    place: str
    number: int
    title: str
    since: date
    until: date | None
    source: str
    items: tuple[Item, ...]

    def get(self, code: str) -> Item | None:
        return next((i for i in self.items if i.code == code), None)


def versions(place: str) -> tuple[Version, ...]:
    """Every version, newest first."""
    return tuple(_version(s) for s in local.sheets("powers", place))


def version(place: str, on: date) -> Version | None:
    """The version in force on a day; None when the bureau had none."""
    found = local.sheet("powers", place, on)
    return _version(found) if found else None


def numbered(place: str, number: int) -> Version | None:
    """A version by its number."""
    return next((_version(s) for s in local.sheets("powers", place) if s.number == number), None)


def _version(sheet: local.Sheet) -> Version:
    return Version(sheet.place, sheet.number, sheet.title, sheet.since, sheet.until, sheet.source, _kept(_Held(sheet)))


@dataclass(frozen=True)
class _Held:
    """A sheet as a key: the same content on the same days is read once. ``body`` decides by identity."""

    sheet: local.Sheet

    def __hash__(self) -> int:
        return hash((self.sheet.key, id(self.sheet.body)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.sheet.body is other.sheet.body


@lru_cache(maxsize=32)
def _kept(held: _Held) -> tuple[Item, ...]:
    return items(held.sheet.body)


def items(body: Mapping[str, Any]) -> tuple[Item, ...]:
    """The items of a body that :func:`check` accepted."""
    return tuple(item(row) for row in body["items"])


def item(row: Mapping[str, Any]) -> Item:
    """One row of a body. ValueError or KeyError when it is not as :func:`faults` demands."""
    kind = kinds()[row["kind"]]
    return Item(
        row["code"], kind, row["name"], tuple(cite(a) for a in row["basis"]), row["holder"], row.get("level", ""),
        tuple(row.get("acts", ())), tuple(row.get("delegated", ())), row.get("phone", ""), _day(row, "since"),
        _day(row, "until"), row.get("note", ""), bool(row.get("presumed")), steps(row.get("steps", ())) or kind.steps,
        steps(row.get("duties", ())) or kind.duties, steps(row.get("liability", ())) or kind.liability, row)


def _day(row: Mapping[str, Any], name: str) -> date | None:
    return parse_day(str(row[name])) if row.get(name) else None


def counts(found: Iterable[Item]) -> tuple[tuple[Kind, int], ...]:
    """How many of each kind, in the order of kinds; kinds without an item are left out."""
    listed = list(found)
    numbers = ((k, sum(1 for i in listed if i.kind.id == k.id)) for k in kinds().values())
    return tuple((k, n) for k, n in numbers if n)


def counted(found: Iterable[Item]) -> str:
    """119 = 行政许可4 + 行政处罚110 + …"""
    by_kind = counts(found)
    return f"{sum(n for _, n in by_kind)} = " + " + ".join(f"{k.zh}{n}" for k, n in by_kind) if by_kind else "0"


# --- what is wrong with a body ------------------------------------------------------------------------------------


def check(place: str, body: Mapping[str, Any], since: date) -> list[str]:
    """What is wrong, each fault with the row it stands in; [] when the body may be published from ``since``."""
    rows = body.get("items")
    if not isinstance(rows, list) or not rows:
        return ["清单里没有事项"]
    found, seen = [], dict[str, int]()
    for number, row in enumerate(rows, 1):
        code = str(row.get("code", "")) if isinstance(row, Mapping) else ""
        told = [says for _, says in faults(row, since)] if isinstance(row, Mapping) else ["不是一行事项"]
        if code and code in seen:
            told.append(f"事项编码与第 {seen[code]} 项重复")
        seen.setdefault(code, number)
        found += [f"第 {number} 项{f'（{code}）' if code else ''}：{says}" for says in told]
    return found


def faults(row: Mapping[str, Any], since: date) -> Iterator[tuple[str, str]]:
    """(field, what is wrong) of one row for a version that begins on ``since``; uniqueness is the caller's."""
    yield from ((name, f"没有填写「{FIELDS[name]}」") for name in REQUIRED if not row.get(name))
    if row.get("kind") and row["kind"] not in kinds():
        yield "kind", f"没有「{row['kind']}」这一类型，可用：{'、'.join(k.zh for k in kinds().values())}"
    first, last, told = _span(row)
    yield from told
    day = since if last is None or last >= since else last
    for text in row.get("basis", ()):
        yield from (("basis", says) for says in _basis(text, max(day, first or day)))
    for code in row.get("acts", ()):
        yield from (("acts", says) for says in _act(code))
    if row.get("kind") == "coercion" and row.get("delegated"):
        yield "delegated", NOT_DELEGATED
    for name in ("steps", "duties", "liability"):
        yield from ((name, says) for says in _steps(row.get(name, ())))


def _span(row: Mapping[str, Any]) -> tuple[date | None, date | None, list[tuple[str, str]]]:
    days: dict[str, date | None] = {"since": None, "until": None}
    told = []
    for name in days:
        try:
            days[name] = _day(row, name)
        except ValueError:
            told.append((name, f"「{FIELDS[name]}」“{row[name]}”不是日期，应写成 2026-05-01"))
    if days["since"] and days["until"] and days["until"] < days["since"]:
        told.append(("until", f"停用日期 {days['until']} 早于启用日期 {days['since']}"))
    return days["since"], days["until"], told


def _basis(text: str, day: date) -> Iterator[str]:
    """One citation, judged as of the day on which the item is (or was last) used."""
    try:
        article = cite(str(text))
    except ValueError as fault:
        yield str(fault)
        return
    law = laws().get(article.law)
    if law is None:
        yield f"没有登记法律「{article.law}」"
        return
    if day < law.since:
        yield f"《{law.title}》自 {law.since} 起施行，{day} 还不能作为依据"
    if law.until is not None and law.until < day:
        yield f"《{law.title}》已于 {law.until + timedelta(days=1)} 失效；请改写依据，或者把停用日期填为 {law.until}"
    found = statute(law.title, day)
    missing = found.missing(article) if found and article.article else None
    if missing:
        yield f"《{law.title}》{missing}"


def _act(code: str) -> Iterator[str]:
    try:
        violations.get(code)
    except KeyError as fault:
        yield str(fault.args[0])


def _steps(raw: Any) -> Iterator[str]:
    try:
        steps(raw)
    except (ValueError, AttributeError, TypeError) as fault:
        yield str(fault)
