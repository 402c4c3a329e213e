"""Figures laid over one another: a place's row over those above it, and a bureau's published sheet over its file.

The body of a ``figures`` sheet: ``{"parameters": [{"name", "value" or "yuan", "source"}], "terms": [{"id", "length",
"unit", "source"}]}``; money in whole yuan, lengths in the unit named.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.place import Parameter, Place
from zhiheng.kernel.terms import Term, Unit
from zhiheng.law import local
from zhiheng.law.terms import term, terms

FIXED = "fixed"
KIND = "figures"
_ONE = timedelta(days=1)


class PlaceError(ValueError):
    """A place file that cannot be used; the message names the file and the fault in Chinese."""


def value_of(row: Mapping[str, Any]) -> Any:
    """Money in fen, anything else as it stands."""
    return int(row["yuan"]) * 100 if "yuan" in row else row["value"]


def cited(text: str) -> Article:
    return Article.parse(text) if ":" in text else Article(text, "")


def national_figure(row: Mapping[str, Any]) -> Parameter:
    """A row of national.yaml."""
    return Parameter(row["name"], row["zh"], value_of(row), str(row["tighter"]), cited(row["article"]), row.get("since"),
                     row.get("until"), row.get("verified", True), str(row.get("source", "")))


def _overlap(a: Parameter, b: Parameter) -> bool:
    return (a.since or date.min) <= (b.until or date.max) and (b.since or date.min) <= (a.until or date.max)


def laid_over(above: tuple[Parameter, ...], rows: Sequence[Mapping[str, Any]], who: str, families: Mapping[str, Parameter],
              fallbacks: frozenset[str]) -> tuple[Parameter, ...]:
    """The figures of ``above`` with a place's rows over them. PlaceError when a name is unknown, ValueError naming each
    row that would loosen. A fallback is cut to the days for which the place has no figure of its own."""
    own = [_own(row, above, who, families) for row in rows]
    faults = []
    for mine in own:
        if mine.name in fallbacks:
            continue
        for base in above:
            if base.name == mine.name and _overlap(base, mine) and not _keeps(base, mine.value):
                faults.append(f"「{mine.zh}」只能收紧：上级 {base.value}，本地 {mine.value}")
    if faults:
        raise ValueError("；".join(faults))
    kept = [piece for base in above for piece in (_left(base, own) if base.name in fallbacks else (base,))]
    return (*kept, *own)


def _keeps(base: Parameter, value: Any) -> bool:
    return bool(value == base.value) if base.tighter == FIXED else base.not_looser(value)


def _own(row: Mapping[str, Any], above: tuple[Parameter, ...], who: str, families: Mapping[str, Parameter]) -> Parameter:
    name = str(row["name"])
    base = next((p for p in above if p.name == name), None)
    if base is None:
        family = families.get(name.partition(".")[0])
        if family is None or "." not in name:
            raise PlaceError(f"{who}：没有全国参数「{name}」可供收紧")
        base = replace(family, name=name, zh=f"{family.zh}（{name.partition('.')[2]}）")
    article = cited(row["article"]) if "article" in row else base.article
    return replace(base, value=value_of(row), since=row.get("since"), until=row.get("until"), article=article,
                   verified=row.get("verified", base.verified), source=str(row.get("source", base.source)))


def _left(base: Parameter, own: Sequence[Parameter]) -> tuple[Parameter, ...]:
    """What is left of a fallback beside the place's own figures of that name."""
    pieces: list[Parameter] = [base]
    for mine in (p for p in own if p.name == base.name):
        cut: list[Parameter] = []
        for piece in pieces:
            if not _overlap(piece, mine):
                cut.append(piece)
                continue
            if mine.since and (piece.since or date.min) < mine.since:
                cut.append(replace(piece, until=mine.since - _ONE))
            if mine.until and mine.until < (piece.until or date.max):
                cut.append(replace(piece, since=mine.until + _ONE))
        pieces = cut
    return tuple(pieces)


@dataclass(frozen=True)
class BureauPlace(Place):
    """A place whose published sheet of figures, if one is in force on the day, stands over its file."""

    families: Mapping[str, Parameter] = field(default_factory=dict)
    kept: dict[date, local.Sheet | None] | None = field(default=None, compare=False, repr=False)

    def once(self) -> BureauPlace:
        """The same place for one piece of work: its sheet of a day is read once."""
        return replace(self, kept={})

    def _sheet(self, on: date) -> local.Sheet | None:
        if self.kept is None:
            return local.sheet(KIND, self.id, on)
        if on not in self.kept:
            self.kept[on] = local.sheet(KIND, self.id, on)
        return self.kept[on]

    def param(self, name: str, on: date) -> Parameter:
        """As of :meth:`Place.param`; a figure of the sheet counts when it is at least as strict."""
        row = _row(self._sheet(on), "parameters", "name", name)
        if row is None:
            return super().param(name, on)
        covering = tuple(p for p in self.parameters if p.covers(on))
        mine = _own(row, covering, self.id, self.families)
        known = [p for p in covering if p.name == name]
        return mine if all(_keeps(p, mine.value) for p in known) else super().param(name, on)


def sheet_names(place: str, on: date) -> tuple[str, ...]:
    """The figures that a bureau's sheet of the day names."""
    sheet = local.sheet(KIND, place, on)
    return tuple(str(r["name"]) for r in sheet.body.get("parameters") or ()) if sheet else ()


def _row(sheet: local.Sheet | None, part: str, key: str, wanted: str) -> Mapping[str, Any] | None:
    rows = (sheet.body.get(part) or ()) if sheet else ()
    found = next((r for r in rows if r.get(key) == wanted), None)
    return {"source": f"{sheet.title}（{sheet.source}）" if sheet else "", **found} if found else None


def sheet_term(place: str, found: Term, on: date) -> Mapping[str, Any] | None:
    """A length of the bureau's sheet, for terms the law gives no number or a replaced rule gave one."""
    if found.length is not None and found.verified:
        return None
    return _row(local.sheet(KIND, place, on), "terms", "id", found.id)


OwnLength = Callable[[str, Term, Mapping[str, Any]], Term]


def faults(base: tuple[Parameter, ...], body: Mapping[str, Any], since: date, place: str, families: Mapping[str, Parameter],
           own_length: OwnLength) -> list[str]:
    """Every fault of a sheet, naming its row."""
    unknown = set(body) - {"parameters", "terms"}
    found = [f"没有「{name}」这一部分，可用 parameters、terms" for name in sorted(unknown)]
    covering = tuple(p for p in base if p.covers(since))
    for number, row in enumerate(body.get("parameters") or (), 1):
        found += [f"参数第 {number} 行：{says}" for says in _parameter_faults(row, covering, place, families)]
    for number, row in enumerate(body.get("terms") or (), 1):
        found += [f"期限第 {number} 行：{says}" for says in _term_faults(row, place, own_length)]
    return found


def _parameter_faults(row: Any, covering: tuple[Parameter, ...], place: str, families: Mapping[str, Parameter]) -> list[str]:
    if not isinstance(row, Mapping) or "name" not in row or not ({"value", "yuan"} & set(row)):
        return ["须写明 name 和 value（金额写 yuan）"]
    try:
        mine = _own(row, covering, place, families)
    except (PlaceError, ValueError, TypeError) as fault:
        return [str(fault)]
    known = [p for p in covering if p.name == mine.name]
    sample = known[0].value if known else 0
    if isinstance(sample, bool) is not isinstance(mine.value, bool) or not isinstance(mine.value, (int, bool)):
        return [f"「{mine.zh}」的值「{mine.value}」类型不对"]
    if not isinstance(mine.value, bool) and mine.value < 0:
        return [f"「{mine.zh}」不能为负"]
    return [f"「{mine.zh}」只能收紧：现行 {p.value}，本表 {mine.value}" for p in known if not _keeps(p, mine.value)]


def _term_faults(row: Any, place: str, own_length: OwnLength) -> list[str]:
    if not isinstance(row, Mapping) or not {"id", "length", "unit"} <= set(row):
        return ["须写明 id、length 和 unit"]
    if row["id"] not in terms():
        return [f"没有期限「{row['id']}」"]
    try:
        unit, length = Unit(str(row["unit"])), int(row["length"])
        if length < 1 or unit not in (Unit.WORKING_DAY, Unit.DAY, Unit.HOUR, Unit.MONTH, Unit.YEAR):
            return ["长度须为正整数，单位须为 working_day、day、hour、month、year 之一"]
        statutory = term(str(row["id"]))
        if statutory.length is not None and statutory.verified:
            return [f"「{statutory.zh}」法律定有 {statutory.length_zh()}，不由本表设置"]
        own_length(place, statutory, row)
    except (ValueError, TypeError) as fault:
        return [str(fault)]
    return []
