"""From the facts an act asks to the fields of its form: the same order, the same words, values with their source."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from zhiheng.kernel import money
from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FieldSpec as Fact
from zhiheng.web.build.law_words import law_href, law_links
from zhiheng.web.parts import Link
from zhiheng.web.parts_form import FieldHelp, FieldKind, FieldSpec, choice_kind
from zhiheng.web.parts_page import Option

WIDE_ROW = 6
"""From this many columns on a row is drawn as a card, not as a line of a table."""
LONG = 14
"""From this many characters on a cell grows downwards."""
YES_NO = (("1", "是"), ("0", "否"))
_KINDS: dict[str, FieldKind] = {
    "text": "text", "longtext": "longtext", "int": "number", "money": "money", "date": "date", "datetime": "datetime",
    "choices": "multi", "list": "longtext", "people": "people", "person": "select", "evidence": "multi",
    "articles": "articles", "subjects": "multi"}


@dataclass(frozen=True)
class Choices:
    """What may be chosen: officers and colleagues, evidence, and names that must fit those of the file."""

    officers: tuple[Option, ...] = ()
    people: tuple[Option, ...] = ()
    evidence: tuple[Option, ...] = ()
    by_name: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    on: date = date.min
    today: date = date.min
    """``on``: the day of the conduct, for the clauses written into the form; ``today``: of the step, for its own rules."""


@dataclass(frozen=True)
class Shown:
    """What stands in the form: raw values, where each came from, what is wrong with which."""

    raw: Mapping[str, Any]
    sources: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def fields(facts: Sequence[Fact], shown: Shown, choices: Choices) -> tuple[FieldSpec, ...]:
    """Every field of the act."""
    return tuple(_rows(f, shown, choices) if f.type == "rows" else one(f, f.name, shown.raw.get(f.name), shown, choices)
                 for f in facts)


def one(fact: Fact, name: str, value: Any, shown: Shown, choices: Choices, path: str = "") -> FieldSpec:
    """One field that is no row of others."""
    made = FieldSpec(
        name, fact.zh, _kind(fact, name, choices), required=fact.required, help=_help(fact, choices.today),
        source=f"来自{shown.sources[name]}" if shown.sources.get(name) else "",
        error=shown.errors.get(path or name, ""), width=_width(fact), lines=2 if fact.type == "list" else 4,
        max_length=fact.max_length if fact.type in ("text", "longtext") and fact.max_length < 20000 else 0)
    return _valued(made, fact, value, choices)


def _kind(fact: Fact, name: str, choices: Choices) -> FieldKind:
    if fact.type == "bool":
        return "radio"
    if fact.type == "choice":
        return "select" if "-" in name and len(fact.choices) > 3 else choice_kind(len(fact.choices))
    if fact.type == "text" and choices.by_name.get(fact.name):
        return "search"
    if fact.type == "list" and choices.by_name.get(fact.name):
        return "multi"
    return _KINDS.get(fact.type, "text")


def _width(fact: Fact) -> Any:
    if fact.type in ("longtext", "list", "articles", "people", "choices", "evidence", "subjects"):
        return "full"
    if fact.type == "choice" and sum(len(zh) for _, zh in fact.choices) > 24 and len(fact.choices) <= 5:
        return "full"
    return "half"


def _help(fact: Fact, on: date) -> FieldHelp | None:
    basis = law_links((fact.article,), on) if fact.article else ()
    if not (fact.help or fact.good or fact.bad or basis):
        return None
    what = fact.help or f"填写{fact.zh}。"
    return FieldHelp(what, fact.good, fact.bad, "不能提交。" if fact.required else "可以不填。", basis)


def _valued(made: FieldSpec, fact: Fact, value: Any, choices: Choices) -> FieldSpec:
    """The value as its control wants it."""
    match fact.type:
        case "bool":
            chosen = "1" if value in (True, "1") else "0" if value in (False, "0") else ""
            return replace(made, value=chosen, options=_options(YES_NO, (chosen,)))
        case "choice":
            return replace(made, value=_text(value), options=_options(fact.choices, (_text(value),)))
        case "choices":
            return replace(made, values=_many(value), options=_options(fact.choices, _many(value)))
        case "people":
            held = choices.officers if fact.name == "officers" or not choices.people else choices.people
            return replace(made, values=_many(value), options=_marked(held, _many(value)))
        case "person":
            return replace(made, value=_text(value), options=_marked(choices.people, (_text(value),)))
        case "evidence" | "subjects":
            return replace(made, values=_many(value), options=_marked(choices.evidence, _many(value)),
                           hint="" if choices.evidence else "案卷里还没有收入证据。")
        case "list" if made.kind == "multi":
            return replace(made, values=_many(value), options=_offered(choices.by_name[fact.name], _many(value)))
        case "list":
            return replace(made, value="\n".join(_many(value)), hint="每项一行。", lines=max(2, min(8, len(_many(value)) + 1)))
        case "articles":
            return replace(made, links=tuple(_cited(x, choices.on) for x in _many(value)))
        case "money":
            return _amount(made, value)
        case "date":
            return replace(made, value=_day(value))
        case "datetime":
            return replace(made, value=_moment(value))
    options = choices.by_name.get(fact.name, ()) if made.kind == "search" else ()
    text = _text(value)
    least = 3 if fact.required or text else 2
    lines = max(least, min(12, text.count("\n") + len(text) // 42 + 2)) if made.kind == "longtext" else made.lines
    return replace(made, value=text, options=options, lines=lines)


def _cited(text: str, on: date) -> Link:
    try:
        return Link(text, law_href(Article.parse(text), on), True)
    except ValueError:
        return Link(text)


def _amount(made: FieldSpec, value: Any) -> FieldSpec:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return replace(made, value=money.plain(value), capital=money.capital(value))
    return replace(made, value=_text(value))


def _options(pairs: Sequence[tuple[str, str]], chosen: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(zh, value, value in chosen) for value, zh in pairs)


def _marked(options: Sequence[Option], chosen: Sequence[str]) -> tuple[Option, ...]:
    return tuple(replace(o, selected=o.value in chosen) for o in options)


def _offered(options: Sequence[Option], chosen: Sequence[str]) -> tuple[Option, ...]:
    """What is offered, and what was chosen once and is offered no more."""
    known = {o.value for o in options}
    return _marked((*options, *(Option(c, c) for c in chosen if c not in known)), chosen)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _many(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(v) for v in value or ())


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(TZ).date().isoformat()
    return _text(value)[:10]


def _moment(value: Any) -> str:
    """For the browser's own control: local time without a zone."""
    text = value.isoformat() if isinstance(value, datetime) else _text(value)
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) == 10:
        return ""
    return (when.astimezone(TZ) if when.tzinfo else when).strftime("%Y-%m-%dT%H:%M")


# --- rows ---------------------------------------------------------------------------------------------------------

def _rows(fact: Fact, shown: Shown, choices: Choices) -> FieldSpec:
    given = [r for r in shown.raw.get(fact.name) or () if isinstance(r, Mapping)]
    kind = _row_kind(fact)
    cards = kind == "cards"
    spare: list[Mapping[str, Any]] = [{}] if cards or len(given) > 3 else [{}, {}]
    if cards and given:
        spare = []
    long = frozenset(c.name for c in fact.rows if any(len(str(r.get(c.name) or "")) > LONG for r in given))
    rows = tuple(tuple(_grown(_cell(fact, c, i, row, shown, choices, cards), c, long, cards) for c in fact.rows)
                 for i, row in enumerate([*given, *spare]))
    pattern = tuple(_grown(_cell(fact, c, "__row__", {}, shown, choices, cards), c, long, cards) for c in fact.rows)
    columns = tuple(FieldSpec(c.name, c.zh, required=c.required) for c in fact.rows)
    return FieldSpec(fact.name, fact.zh, kind, required=fact.required, help=_help(fact, choices.today),
                     source=f"来自{shown.sources[fact.name]}" if shown.sources.get(fact.name) else "",
                     error=shown.errors.get(fact.name, ""), columns=columns, rows=rows, blank=pattern)


def _grown(made: FieldSpec, cell: Fact, long: frozenset[str], card: bool) -> FieldSpec:
    """A cell of a column with long texts grows with its text instead of hiding half of it."""
    grows = not card and made.kind == "text" and cell.name in long
    return replace(made, kind="longtext", lines=1) if grows else made


def _row_kind(fact: Fact) -> FieldKind:
    if {c.name for c in fact.rows} == {"q", "a"}:
        return "qa"
    wide = len(fact.rows) >= WIDE_ROW or any(c.type in ("choices", "longtext", "list") for c in fact.rows)
    return "cards" if wide else "rows"


def _cell(fact: Fact, cell: Fact, row: int | str, values: Mapping[str, Any], shown: Shown, choices: Choices,
          card: bool) -> FieldSpec:
    path = f"{fact.name}.{row + 1}.{cell.name}" if isinstance(row, int) else ""
    made = one(cell, f"{fact.name}-{row}-{cell.name}", values.get(cell.name),
               Shown({}, {}, shown.errors), choices, path or "-")
    if not card:
        made = replace(made, help=None, hint="")
        if cell.type == "bool":
            made = replace(made, kind="select")
        if _row_kind(fact) == "qa":
            made = replace(made, kind="longtext", lines=1 if cell.name == "q" else 2)
    return made
