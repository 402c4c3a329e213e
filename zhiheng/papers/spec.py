"""What each paper must hold, read from the catalogue's data file.

The catalogue is data of the law floor (``law/data/papers.yaml``). This floor reads the same file, not the
law's code, for three things: the title, the facts with their types, and what may not be missing.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zhiheng.papers.errors import PaperError

_DATA = Path(__file__).resolve().parents[1] / "law" / "data" / "papers.yaml"


@dataclass(frozen=True)
class Column:
    """One column of a fact made of rows."""

    name: str
    zh: str
    type: str


@dataclass(frozen=True)
class Field:
    """One fact of ``context["f"]``: ``required`` means always, unless ``unless`` is present in the context."""

    name: str
    zh: str
    type: str
    required: bool
    unless: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Spec:
    """One paper: Chinese title, 代字, who gets a copy, needs of the context, facts."""

    code: str
    zh_name: str
    number_word: str | None
    issued_to: str
    copies: int
    external: bool
    seal: bool
    needs: tuple[str, ...]
    fields: tuple[Field, ...]


def spec(code: str) -> Spec:
    """The paper of this code; PaperError when the catalogue has none."""
    try:
        return _all()[code]
    except KeyError:
        raise PaperError(f"没有「{code}」这种文书") from None


def codes() -> tuple[str, ...]:
    """All paper codes in the order of the catalogue."""
    return tuple(_all())


@cache
def _all() -> dict[str, Spec]:
    text = _DATA.read_text(encoding="utf-8")
    rows = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["papers"]
    return {row["code"]: _spec(row) for row in rows}


def _spec(row: dict[str, Any]) -> Spec:
    return Spec(
        code=row["code"], zh_name=row["zh_name"], number_word=row["number_word"], issued_to=row["issued_to"],
        copies=row["copies"], external=row["external"], seal=row["seal"], needs=tuple(row["needs"]),
        fields=tuple(_field(field) for field in row["fields"]),
    )


def _field(row: dict[str, Any]) -> Field:
    columns = tuple(Column(c["name"], c["zh"], c.get("type", "text")) for c in row.get("columns", ()))
    return Field(row["name"], row["zh"], row["type"], row["required"] is True, row.get("unless", ""), columns)
