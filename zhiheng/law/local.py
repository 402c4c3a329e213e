"""A bureau's own data beside the law's: benchmarks, everyday words, power lists, check items. Dated and versioned.

The law floor knows no database: whoever keeps the sheets registers a :data:`Source`. Without one there are none, and
the data files of the house alone apply.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

KINDS = {"benchmark": "裁量基准", "synonyms": "常用说法", "powers": "权责清单", "checklist": "检查事项", "figures": "地方参数", "grading": "分级标准",
         "industries": "行业分类目录"}


@dataclass(frozen=True)
class Sheet:
    """One published version. In force from ``since`` until the day before the next version (``until``, inclusive).

    ``number`` counts the versions of a kind at a place from 1. ``body`` is plain JSON whose form the kind decides;
    ``source`` is the document it rests on. A sheet never changes: a correction is the next number.
    """

    place: str
    kind: str
    number: int
    title: str
    since: date
    until: date | None
    source: str
    body: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, str, int]:
        """Stands for the content: what is derived from a sheet may be kept under it."""
        return self.place, self.kind, self.number

    def covers(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


Source = Callable[[str, str], tuple[Sheet, ...]]
"""(kind, place) → the published sheets, newest version first, their ``until`` filled in."""

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a keeper of sheets; the same one twice is one."""
    if source not in _sources:
        _sources.append(source)


def unregister(source: Source) -> None:
    """Take a keeper away again (tests)."""
    if source in _sources:
        _sources.remove(source)


def sheets(kind: str, place: str) -> tuple[Sheet, ...]:
    """Every version of a kind at a place, newest first. KeyError for an unknown kind."""
    if kind not in KINDS:
        raise KeyError(f"没有「{kind}」这一类本局数据，可选：{'、'.join(KINDS)}")
    return tuple(found for source in _sources for found in source(kind, place))


def sheet(kind: str, place: str, on: date) -> Sheet | None:
    """The version in force on a day; None when the bureau had none."""
    return next((found for found in sheets(kind, place) if found.covers(on)), None)
