"""Moments that fall into a period of Chinese days, as filters of lists give it."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

from zhiheng.kernel.clock import TZ

M = TypeVar("M", bound=Model)


def on_days(found: QuerySet[M], column: str, given: Mapping[str, str], name: str = "on") -> QuerySet[M]:
    """Rows whose moment lies from ``{name}_from`` to ``{name}_to`` (ISO days, both included, each optional)."""
    if given.get(f"{name}_from"):
        found = found.filter(**{f"{column}__gte": _start(date.fromisoformat(given[f"{name}_from"]))})
    if given.get(f"{name}_to"):
        found = found.filter(**{f"{column}__lt": _start(date.fromisoformat(given[f"{name}_to"]) + timedelta(days=1))})
    return found


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), TZ)
