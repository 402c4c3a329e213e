"""The bureau's own figures (较大数额、频次上限、内部期限) as a dated sheet: published here so that none is published unchecked."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.actions import local_sheets
from zhiheng.law import local
from zhiheng.law.places import figures_faults
from zhiheng.records.models import LocalSheet, Person

KIND = "figures"

local.register(local_sheets.kept)
local_sheets.validate_with(KIND, figures_faults)


def publish(place: str, body: Mapping[str, Any], *, title: str, since: date, source: str = "", note: str = "",
            by: Person | None) -> LocalSheet:
    """The next version from ``since``; the form of ``body`` as of ``law/places/figures.py``. Invalid with every fault."""
    return local_sheets.publish(place, KIND, body, title=title, since=since, source=source, note=note, by=by)
