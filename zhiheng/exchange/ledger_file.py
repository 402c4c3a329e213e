"""A list for any declared ledger: the headers are the fields' own words, cells are read as people write them."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import transaction

from zhiheng.actions import ledgers
from zhiheng.actions.register import Counts
from zhiheng.exchange.tables import clean
from zhiheng.exchange.targets import Fault, Judged, Target
from zhiheng.kernel import money
from zhiheng.kernel.facts import FactError, FieldSpec, parse
from zhiheng.records.models import Agency, Line, Person
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.declare import Ledger

_YES, _NO = frozenset({"是", "有", "√", "1", "Y", "y"}), frozenset({"否", "无", "×", "0", "N", "n"})
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_LISTS = frozenset({"choices", "list", "people"})


@cache
def target(key: str) -> Target:
    """The import target of a ledger; KeyError for an unknown one. Repeated rows of a line are not brought by a list."""
    book = ledger(key)
    specs = [s for s in book.fields if s.type not in ("rows", "evidence", "articles", "subjects")]
    names = {s.name: (s.zh, re.sub(r"（.*?）", "", s.zh), *book.headers.get(s.name, ())) for s in specs}

    def judge(number: int, raw: Mapping[str, Any]) -> Judged:
        return _judge(book, number, raw)

    def write(agency: Agency, rows: Iterable[Mapping[str, Any]], by: Person | None, at: datetime) -> Counts:
        return _write(book, agency, rows, by)

    return Target(book.id, book.zh, names, book.key, judge, write, book.writes)


def _judge(book: Ledger, number: int, raw: Mapping[str, Any]) -> Judged:
    typed = {k: clean(v) for k, v in raw.items()}
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, text in typed.items():
        if text:
            try:
                values[name] = read(book.spec(name), text)
            except ValueError as fault:
                faults.append(Fault(name, text, f"「{book.spec(name).zh}」{fault}", True))
    firm = values.get(book.enterprise) if book.enterprise else None
    if firm and ledgers.enterprise_of(firm) is None:
        faults.append(Fault(book.enterprise, firm, f"一企一档里没有“{firm}”，或者有几家同名；请先登记，或者写统一社会信用代码。", True))
    parsed = parse(book.fields, ledgers.with_code(book, values))
    found: list[FactError] = [e for e in parsed.errors if e.path not in {f.field for f in faults}]
    found += book.faults(parsed.values) if not found and not faults else []
    faults += [Fault(e.path.split(".")[0], typed.get(e.path.split(".")[0], ""), e.says, True) for e in found]
    return Judged(number, typed if faults else parsed.values, book.key_of(parsed.values) or f"row {number}", tuple(faults))


def read(spec: FieldSpec, text: str) -> Any:
    """A cell as people write it → the raw fact: 是, 3.5万, 2026年1月5日, the Chinese of a choice. ValueError in words."""
    match spec.type:
        case "money":
            return money.parse(text)
        case "bool":
            if text in _YES | _NO:
                return text in _YES
            raise ValueError(f"“{text}”看不懂，请写“是”或“否”。")
        case "date":
            return _day(text).isoformat()
        case "choice":
            return _choice(spec, text)
        case "person":
            return _person(text)
    if spec.type in _LISTS:
        parts = [w for w in re.split(r"[、,，;；\n]+", text) if w.strip()]
        return [_choice(spec, p.strip()) if spec.choices else _person(p.strip()) if spec.type == "people" else p.strip()
                for p in parts]
    return text


def _day(text: str) -> date:
    found = _DAY.match(text)
    try:
        return date(*(int(g) for g in found.groups())) if found else date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"“{text}”不是日期，应如 2026-11-23。") from None


def _choice(spec: FieldSpec, text: str) -> str:
    by_word = {zh: value for value, zh in spec.choices}
    if text in by_word:
        return by_word[text]
    if text in by_word.values():
        return text
    raise ValueError(f"没有“{text}”这个选项，可选：{'、'.join(by_word)}。")


def _person(text: str) -> str:
    """An account, or the name of exactly one person."""
    found = list(Person.objects.filter(username=text).values_list("username", flat=True)[:1]) or list(
        Person.objects.filter(name=text, is_active=True).values_list("username", flat=True)[:2])
    if len(found) == 1:
        return str(found[0])
    raise ValueError(f"没有登记“{text}”这个人。" if not found else f"有两个“{text}”，请写账号。")


def _write(book: Ledger, agency: Agency, rows: Iterable[Mapping[str, Any]], by: Person | None) -> Counts:
    """Enter new lines, change known ones where the list says something else; all or none."""
    counts = Counts()
    with transaction.atomic():
        for row in rows:
            values = ledgers.with_code(book, row)
            known = Line.objects.filter(ledger=book.id, agency=agency, key=book.key_of(values)).first()
            if known is None:
                ledgers.enter(book, agency, values, by=by)
                counts.new += 1
            elif ledgers.change(book, known, {**known.values, **values}, version=known.version, by=by, reason="导入"):
                counts.updated += 1
            else:
                counts.unchanged += 1
    return counts

