"""Facts of an act in words, as a reader sees them: label and value, in the order of the paper."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FieldSpec
from zhiheng.kernel.money import figures

PRIVATE = frozenset({"id_no", "phone", "home", "subject_id_no", "subject_home", "subject_phone"})
"""Personal data is not repeated on overviews; it stands in the paper."""


def lines(specs: Iterable[FieldSpec], facts: Mapping[str, Any], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(label, value) of every fact that was given."""
    out = []
    for spec in specs:
        value = facts.get(spec.name)
        if value in (None, "", [], ()):
            continue
        text = "（见文书）" if spec.name in PRIVATE else said(spec, value, names)
        out.append((spec.zh, text))
    return tuple(out)


def said(spec: FieldSpec, value: Any, names: Mapping[str, str]) -> str:
    """One value in words."""
    words = dict(spec.choices)
    match spec.type:
        case "bool":
            return "是" if value else "否"
        case "money":
            return figures(int(value)) if isinstance(value, int) and value >= 0 else str(value)
        case "datetime":
            return _moment(str(value))
        case "date":
            return str(value)[:10]
        case "rows":
            return "\n".join(_row(spec, row, names) for row in value if isinstance(row, Mapping))
    if isinstance(value, list):
        return "；".join(words.get(str(v), names.get(str(v), str(v))) for v in value)
    return words.get(str(value), names.get(str(value), str(value)) if spec.type == "person" else str(value))


def _row(spec: FieldSpec, row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return "· " + "，".join(f"{label}：{value}" for label, value in lines(spec.rows, row, names))


def _moment(text: str) -> str:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{(when if when.tzinfo else when.replace(tzinfo=TZ)).astimezone(TZ):%Y-%m-%d %H:%M}"
