"""The bureau's own benchmark as a published sheet: nothing is kept that leaves the statute, overlaps, gaps or falls."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.actions import local_sheets
from zhiheng.law import benchmarks
from zhiheng.records.models import LocalSheet, Person

KIND = "benchmark"
WRITES = frozenset({"legal_reviewer", "administrator"})
"""Posts that publish and withdraw a benchmark."""

local_sheets.validate_with(KIND, benchmarks.check_sheet)


def publish(place: str, body: Mapping[str, Any], *, title: str, since: date, source: str, by: Person | None) -> LocalSheet:
    """Keep the next version. Invalid with every fault by row; NotAllowed for a day before the version in force."""
    return local_sheets.publish(place, KIND, body, title=title, since=since, source=source, by=by)


def versions(place: str) -> tuple[LocalSheet, ...]:
    """Every version of a place, withdrawn ones too, newest first."""
    return tuple(LocalSheet.objects.filter(place=place, kind=KIND).select_related("made_by", "withdrawn_by").order_by("-number"))
