"""Facts: what an act asks. One frozen dataclass is the form, the phone schema, and the context of the paper.

A field is declared with :func:`fact`; its annotation is one of ``str``, ``int``, ``bool``, ``date``, ``datetime``,
``Fen`` (integer fen), ``tuple[str, ...]`` or ``tuple[Row, ...]`` where ``Row`` is again such a dataclass.
:func:`parse` turns untrusted input into canonical JSON values (dates as ISO text, money as integer fen), or into
errors that name the field. Events keep the canonical values, never Python objects.
"""
from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import TZ

Json = Any
Facts = Mapping[str, Json]


class Fen(int):
    """An amount of money in fen."""


@dataclass(frozen=True)
class FieldSpec:
    """How one fact is asked. ``choices`` are (value, Chinese) pairs; ``rows`` describes a repeated row."""

    name: str
    zh: str
    type: str  # text longtext int bool date datetime money choice choices list rows person people evidence articles
    required: bool = True
    help: str = ""
    good: str = ""
    bad: str = ""
    article: Article | None = None
    choices: tuple[tuple[str, str], ...] = ()
    rows: tuple[FieldSpec, ...] = ()
    min: int | None = None
    max: int | None = None
    max_length: int = 20000


def fact(
    zh: str,
    *,
    required: bool = True,
    as_: str = "",
    help: str = "",
    good: str = "",
    bad: str = "",
    article: Article | None = None,
    choices: Sequence[tuple[str, str]] = (),
    min: int | None = None,
    max: int | None = None,
    max_length: int = 20000,
) -> Any:
    """Declare one fact. ``as_`` overrides the kind derived from the annotation (``longtext``, ``people``, ...)."""
    meta = dict(zh=zh, required=required, as_=as_, help=help, good=good, bad=bad, article=article,
                choices=tuple(choices), min=min, max=max, max_length=max_length)
    return field(default=None, metadata={"fact": meta}, kw_only=True)


@dataclass(frozen=True)
class FactError:
    """One fault of the input: ``path`` such as ``findings.2.text``, and a sentence for the person."""

    path: str
    says: str


@dataclass(frozen=True)
class Parsed:
    """``values`` are canonical JSON values of all fields that were readable; ``errors`` is empty when all are."""

    values: dict[str, Json]
    errors: tuple[FactError, ...]


_KIND = {str: "text", int: "int", bool: "bool", date: "date", datetime: "datetime", Fen: "money"}


@cache
def schema(cls: type) -> tuple[FieldSpec, ...]:
    """The fields of a facts dataclass in the order of the paper."""
    hints = typing.get_type_hints(cls)
    specs = []
    for f in dataclasses.fields(cls):
        meta = dict(f.metadata.get("fact") or {"zh": f.name, "required": f.default is MISSING})
        kind, rows = _kind(hints[f.name])
        as_ = meta.pop("as_", "")
        if meta.get("choices") and not as_:
            as_ = "choices" if kind == "list" else "choice"
        specs.append(FieldSpec(name=f.name, type=as_ or kind, rows=rows, **meta))
    return tuple(specs)


def _kind(hint: Any) -> tuple[str, tuple[FieldSpec, ...]]:
    args = typing.get_args(hint)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return _kind(next(a for a in args if a is not type(None)))
    if typing.get_origin(hint) is tuple:
        inner = args[0]
        return ("rows", schema(inner)) if isinstance(inner, type) and dataclasses.is_dataclass(inner) else ("list", ())
    return _KIND[hint], ()


def parse(specs: tuple[FieldSpec, ...], raw: Mapping[str, Any], *, partial: bool = False, prefix: str = "") -> Parsed:
    """Read untrusted ``raw``. With ``partial`` a missing required fact is not an error (drafts, previews)."""
    values: dict[str, Json] = {}
    errors: list[FactError] = []
    for spec in specs:
        path = prefix + spec.name
        given = raw.get(spec.name)
        if _blank(given):
            if spec.required and not partial:
                errors.append(FactError(path, f"请填写「{spec.zh}」。"))
            continue
        if spec.type == "rows":
            _rows(spec, given, partial, path, values, errors)
            continue
        try:
            values[spec.name] = _read(spec, given)
        except ValueError as fault:
            errors.append(FactError(path, f"「{spec.zh}」{fault}"))
    known = {s.name: s.zh for s in specs}
    errors += [FactError(prefix + k, f"没有「{k}」这一项{_near(k, known)}。") for k in raw if k not in known]
    return Parsed(values, tuple(errors))


def _near(name: str, known: Mapping[str, str]) -> str:
    """A slip in the name of a fact: the nearest ones, with their Chinese."""
    near = get_close_matches(name, known, n=2, cutoff=0.5)
    return f"，相近的有：{'、'.join(f'{n}（{known[n]}）' for n in near)}" if near else ""


def _rows(spec: FieldSpec, given: Any, partial: bool, path: str, values: dict[str, Json],
          errors: list[FactError]) -> None:
    if not isinstance(given, (list, tuple)):
        errors.append(FactError(path, f"「{spec.zh}」应为多行。"))
        return
    out = []
    for index, row in enumerate(given, 1):
        if not isinstance(row, Mapping):
            errors.append(FactError(f"{path}.{index}", f"「{spec.zh}」第{index}行不可读。"))
            continue
        if all(_blank(v) for v in row.values()):
            continue
        parsed = parse(spec.rows, row, partial=partial, prefix=f"{path}.{index}.")
        out.append(parsed.values)
        errors.extend(FactError(e.path, f"第{index}行：{e.says}") for e in parsed.errors)
    if out:
        values[spec.name] = out
    elif spec.required and not partial:
        errors.append(FactError(path, f"请至少填写一行「{spec.zh}」。"))


def _blank(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == () or (isinstance(value, str) and not value.strip())


def _read(spec: FieldSpec, given: Any) -> Json:
    match spec.type:
        case "int" | "money":
            return _read_int(spec, given)
        case "bool":
            if given in (True, "true", "on", "1", "是", 1):
                return True
            if given in (False, "false", "off", "0", "否", 0):
                return False
            raise ValueError("请选择“是”或“否”。")
        case "date":
            return _read_date(given).isoformat()
        case "datetime":
            return _read_datetime(given).isoformat()
        case "choice":
            if given not in dict(spec.choices):
                raise ValueError(f"没有“{given}”这个选项，可选：{'、'.join(zh for _, zh in spec.choices)}。")
            return given
        case "choices" | "list" | "people" | "evidence" | "articles" | "subjects":
            return _read_list(spec, given)
        case _:
            if not isinstance(given, str):
                raise ValueError("应为文字。")
            text = given.replace("\r\n", "\n").strip()
            if len(text) > spec.max_length:
                raise ValueError(f"不能超过 {spec.max_length} 字，现有 {len(text)} 字。")
            return text


def _read_int(spec: FieldSpec, given: Any) -> int:
    if isinstance(given, (bool, float)):
        raise ValueError("应为整数。")
    text = str(given).strip().replace(",", "")
    if not re.fullmatch(r"-?\d{1,15}", text):
        raise ValueError(f"“{given}”不是整数。")
    number = int(text)
    if spec.min is not None and number < spec.min:
        raise ValueError(f"不能小于 {spec.min}。")
    if spec.max is not None and number > spec.max:
        raise ValueError(f"不能大于 {spec.max}。")
    if spec.type == "money" and number < 0:
        raise ValueError("金额不能为负。")
    return number


def _read_date(given: Any) -> date:
    if isinstance(given, datetime):
        return given.astimezone(TZ).date()
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given).strip()[:10])
    except ValueError:
        raise ValueError(f"“{given}”不是日期，应如 2026-11-23。") from None


def _read_datetime(given: Any) -> datetime:
    if isinstance(given, datetime):
        return given.astimezone(TZ)
    try:
        moment = datetime.fromisoformat(str(given).strip())
    except ValueError:
        raise ValueError(f"“{given}”不是时间，应如 2026-11-23 09:00。") from None
    return moment.replace(tzinfo=TZ) if moment.tzinfo is None else moment.astimezone(TZ)


def _read_list(spec: FieldSpec, given: Any) -> list[str]:
    items = [given] if isinstance(given, str) else list(given)
    out = [str(item).strip() for item in items if str(item).strip()]
    if spec.choices:
        for item in out:
            if item not in dict(spec.choices):
                raise ValueError(f"没有“{item}”这个选项。")
    return out


def as_date(facts: Facts, name: str) -> date | None:
    """The date (or the day of the moment) kept under ``name``, or None."""
    value = facts.get(name)
    return None if value is None else _read_date(value)


def as_datetime(facts: Facts, name: str) -> datetime | None:
    """The moment kept under ``name``; a bare date means 00:00 of that day in Asia/Shanghai."""
    value = facts.get(name)
    return None if value is None else _read_datetime(value)
