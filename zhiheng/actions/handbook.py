"""The bureau's own check items: one item changed, added, retired or brought back, or a whole list; each a new dated version.

Every change is a sheet ``checklist`` of the place (see :mod:`zhiheng.actions.local_sheets`): nothing is edited in place, and an
inspection rests on the version of its day.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from zhiheng.actions import local_sheets
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.kernel.facts import FactError
from zhiheng.law import checklists, local
from zhiheng.law.checklists_local import faults
from zhiheng.records.models import LocalSheet, Person

local_sheets.validate_with(checklists.KIND, faults)

Body = dict[str, Any]
TITLE = "本局检查事项"


def body_of(place: str, on: date) -> Body:
    """The rows in force on a day, as a copy to be changed; empty lists when the bureau has none."""
    sheet = local.sheet(checklists.KIND, place, on)
    held: Mapping[str, Any] = sheet.body if sheet else {}
    return {"items": [dict(r) for r in held.get("items", ())], "retired": [dict(r) for r in held.get("retired", ())]}


def save_item(place: str, row: Mapping[str, Any], *, since: date, note: str, by: Person) -> LocalSheet:
    """Add an item, or change one of the house or of the bureau. Invalid with every fault of the row."""
    def change(body: Body) -> None:
        rows = [r for r in body["items"] if r["id"] != row["id"]]
        body["items"] = [*rows, dict(row)]
        body["retired"] = [r for r in body["retired"] if r["id"] != row["id"]]

    return _next(place, change, since, note or f"修改 {row.get('id', '')}", by)


def retire(place: str, key: str, why: str, *, since: date, by: Person) -> LocalSheet:
    """Leave an item out of new inspections. NotAllowed without a reason, KeyError for an unknown item."""
    if len(why.strip()) < local_sheets.ENOUGH:
        raise NotAllowed("停用须写明理由")
    checklists.get(key, place, since)

    def change(body: Body) -> None:
        body["retired"] = [*(r for r in body["retired"] if r["id"] != key), {"id": key, "why": why.strip()[:200]}]

    return _next(place, change, since, f"停用 {key}：{why.strip()}", by)


def restore(place: str, key: str, *, since: date, by: Person) -> LocalSheet:
    """Use a retired item again. NotAllowed when it was not retired."""
    if all(r["id"] != key for r in body_of(place, since)["retired"]):
        raise NotAllowed(f"{key} 没有停用")

    def change(body: Body) -> None:
        body["retired"] = [r for r in body["retired"] if r["id"] != key]

    return _next(place, change, since, f"恢复使用 {key}", by, empty=True)


def publish_rows(place: str, rows: Sequence[Mapping[str, Any]], retired: Sequence[Mapping[str, Any]], *, since: date, title: str,
                 source: str = "", by: Person | None) -> LocalSheet:
    """A whole list as it was brought takes the place of the version before. Invalid with every fault, each naming its row."""
    wrong = faults(place, {"items": rows, "retired": retired}, since)
    if wrong:
        raise Invalid([FactError(checklists.KIND, says) for says in wrong])
    body = {"items": [{k: v for k, v in r.items() if k != "row"} for r in rows], "retired": [dict(r) for r in retired]}
    return local_sheets.publish(place, checklists.KIND, body, title=title or TITLE, since=since, source=source, by=by)


def _next(place: str, change: Callable[[Body], None], since: date, note: str, by: Person, *, empty: bool = False) -> LocalSheet:
    body = body_of(place, since)
    change(body)
    if empty and not body["items"] and not body["retired"]:
        standing = LocalSheet.objects.filter(place=place, kind=checklists.KIND, withdrawn_at=None)
        current = standing.order_by("-since", "-number").first()
        if current is None:
            raise NotAllowed("没有可以恢复的事项")
        local_sheets.withdraw(current, note, by=by)
        return current
    return local_sheets.publish(place, checklists.KIND, body, title=TITLE, since=since, note=note, by=by)
