"""In whose name a file acts: by the document that covers its matter."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.kernel.view import FileView
from zhiheng.law.gates_mandate import basis_of, codes_of
from zhiheng.records.models import File
from zhiheng.records.queries.conferrals import Acting, acting, needs_conferral


def acting_for(file: File, view: FileView | None, on: date) -> Acting:
    """As :func:`zhiheng.records.queries.conferrals.acting`, by the conferral that covers the acts charged in the file."""
    agency = file.agency
    if not needs_conferral(agency):
        return acting(agency, on)
    attrs: Mapping[str, Any] = view.attrs if view is not None else {}
    row = basis_of(agency.place_id, attrs, codes_of(view, {}), on).row if view is not None else None
    return acting(agency, on, prefer=int(row["id"]) if row and row.get("id") else None)
