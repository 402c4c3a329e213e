"""Publishing a power list: the one door, so that none is published unchecked, and every process that imports it reads them."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.actions import local_sheets
from zhiheng.law import local, powers
from zhiheng.law.powers_data import prepared
from zhiheng.records.models import LocalSheet, Person

local.register(local_sheets.kept)
local_sheets.validate_with("powers", powers.check)


def publish(place: str, body: Mapping[str, Any], *, title: str, since: date, source: str = "", note: str = "",
            by: Person | None) -> LocalSheet:
    """The next version from ``since``. Invalid with every fault of every row; NotAllowed for a day before the last one."""
    return local_sheets.publish(place, "powers", body, title=title, since=since, source=source, note=note, by=by)


def publish_prepared(place: str, by: Person | None) -> list[LocalSheet]:
    """Every version that comes with the house for a place (the demonstration's), oldest first; [] when there is none."""
    return [publish(place, told.body, title=told.title, since=told.since, source=told.source, note=told.note, by=by)
            for told in prepared(place)]
