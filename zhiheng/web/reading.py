"""From a submitted form to raw facts, by the act's own fields. What cannot be read stays as typed, with a sentence."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from zhiheng.kernel import money
from zhiheng.kernel.facts import FactError, FieldSpec

MOST_ROWS = 300
LISTS = frozenset({"choices", "people", "evidence", "subjects"})
_YES_NO = {"1": True, "0": False}


def read(specs: tuple[FieldSpec, ...], data: QueryDict) -> tuple[dict[str, Any], list[FactError]]:
    """Raw facts as :func:`zhiheng.kernel.facts.parse` takes them, and amounts that nobody can read."""
    raw: dict[str, Any] = {}
    faults: list[FactError] = []
    for spec in specs:
        value = _rows(spec, data, faults) if spec.type == "rows" else _one(spec, spec.name, data, faults, spec.name)
        if value not in (None, "", []):
            raw[spec.name] = value
    return raw, faults


def _rows(spec: FieldSpec, data: QueryDict, faults: list[FactError]) -> list[dict[str, Any]]:
    text = data.get(f"{spec.name}-rows", "0")
    count = min(int(text) if text.isdecimal() else 0, MOST_ROWS)
    rows = []
    for i in range(count):
        row = {}
        for cell in spec.rows:
            value = _one(cell, f"{spec.name}-{i}-{cell.name}", data, faults, f"{spec.name}.{len(rows) + 1}.{cell.name}")
            if value not in (None, "", []):
                row[cell.name] = value
        if row:
            rows.append(row)
    return rows


def _one(spec: FieldSpec, name: str, data: QueryDict, faults: list[FactError], path: str) -> Any:
    if spec.type in LISTS:
        return [v for v in data.getlist(name) if v]
    if spec.type == "articles":
        return _articles(name, data)
    given = data.get(name, "").strip()
    match spec.type:
        case "list":
            return [line.strip() for typed in data.getlist(name) for line in typed.splitlines() if line.strip()]
        case "bool":
            return _YES_NO.get(given)
        case "money":
            return _money(spec, given, faults, path)
        case "int":
            return given.replace(",", "").replace("，", "")
    return given


def _articles(name: str, data: QueryDict) -> list[str]:
    removed = set(data.getlist(f"{name}-remove"))
    out: list[str] = []
    for typed in data.getlist(name):
        for part in typed.replace(";", "；").replace("\n", "；").split("；"):
            if part.strip() and part.strip() not in removed and part.strip() not in out:
                out.append(part.strip())
    return out


def _money(spec: FieldSpec, given: str, faults: list[FactError], path: str) -> Any:
    if not given:
        return None
    try:
        return money.parse(given)
    except ValueError as fault:
        faults.append(FactError(path, f"「{spec.zh}」：{fault}。"))
        return given


def readable(specs: tuple[FieldSpec, ...], raw: Mapping[str, Any]) -> dict[str, Any]:
    """The raw facts without amounts that could not be read, so that the rest can be judged and shown."""
    out: dict[str, Any] = {}
    for spec in specs:
        value = raw.get(spec.name)
        if value is None or (spec.type == "money" and not isinstance(value, int)):
            continue
        if spec.type == "rows" and isinstance(value, list):
            value = [readable(spec.rows, row) for row in value if isinstance(row, Mapping)]
        out[spec.name] = value
    return out
