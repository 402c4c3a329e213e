"""The bureau's own scheme of grading as a dated sheet: nothing is published whose weights do not sum to 100."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.actions import local_sheets
from zhiheng.law import local
from zhiheng.law.grading import KIND, Scheme, scheme, sheet_faults
from zhiheng.records.models import Agency, LocalSheet, Person

local.register(local_sheets.kept)
local_sheets.validate_with(KIND, sheet_faults)


def scheme_of(agency: Agency, on: date) -> Scheme:
    """The scheme that counts at an agency on a day."""
    return scheme(agency.place_id, on)


def publish(place: str, body: Mapping[str, Any], *, title: str, since: date, source: str = "", note: str = "",
            by: Person | None) -> LocalSheet:
    """The next version from ``since``; the form of ``body`` as of ``law/grading.py``. Invalid with every fault."""
    return local_sheets.publish(place, KIND, body, title=title, since=since, source=source, note=note, by=by)
