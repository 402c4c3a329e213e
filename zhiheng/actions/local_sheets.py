"""The bureau's own sheets: publish the next version, withdraw one, and hand them to the law floor.

What a kind's body must look like is the law floor's to say: a check of the kind is registered with
:func:`validate_with`, and a sheet that fails it is never kept.
"""
from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import DatabaseError, transaction

from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.kernel.facts import FactError
from zhiheng.law.local import KINDS, Sheet
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import AccessLog, LocalSheet, Person

Check = Callable[[str, Mapping[str, Any], date], list[str]]
"""(place, body, since) → faults in words, each naming its row; empty when the body may be published."""

_checks: dict[str, Check] = {}
_kept: dict[tuple[object, ...], Sheet] = {}
ENOUGH = 4
"""Characters that a reason must have at least."""


def validate_with(kind: str, check: Check) -> None:
    """Register the check of a kind; a later one replaces the first."""
    _checks[kind] = check


def publish(place: str, kind: str, body: Mapping[str, Any], *, title: str, since: date, source: str = "",
            note: str = "", by: Person | None) -> LocalSheet:
    """Keep the next version, in force from ``since``. Invalid with every fault; NotAllowed for a day before a version
    already in force: what a decision rested on is not rewritten, a later version corrects it.
    """
    if kind not in KINDS:
        raise NotAllowed(f"没有「{kind}」这一类本局数据")
    if not title.strip():
        raise NotAllowed("请填写名称")
    faults = _checks[kind](place, body, since) if kind in _checks else []
    if faults:
        raise Invalid([FactError(kind, says) for says in faults])
    with transaction.atomic():
        rows = LocalSheet.objects.filter(place=place, kind=kind)
        last = rows.order_by("-number").first()
        newest = rows.filter(withdrawn_at=None).order_by("-since").first()
        if newest is not None and since < newest.since:
            raise NotAllowed(f"施行日期不能早于现行第{newest.number}版的 {newest.since}；已经据以作出的决定不能改写")
        row = LocalSheet.objects.create(place=place, kind=kind, number=last.number + 1 if last else 1,
                                        title=title.strip()[:120], since=since, source=source.strip()[:200],
                                        body=dict(body), digest=_digest(body), note=note.strip()[:300], made_by=by, made_at=clock_now())
        _note(by, f"发布{KINDS[kind]}第{row.number}版（{place}，{since} 起）")
    return row


def withdraw(row: LocalSheet, reason: str, *, by: Person) -> None:
    """Take a version out of force from now on, with a reason; the row stays to be read."""
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed("撤回须写明理由")
    with transaction.atomic():
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = clock_now(), by, reason.strip()[:200]
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        _note(by, f"撤回{KINDS[row.kind]}第{row.number}版（{row.place}）", reason)


def kept(kind: str, place: str) -> tuple[Sheet, ...]:
    """The sheets in the database as the law floor reads them; () where there is no database yet. One query, and one
    more when a version is read for the first time in this process.
    """
    try:
        rows = list(LocalSheet.objects.filter(kind=kind, place=place, withdrawn_at=None)
                    .order_by("-since", "-number").values_list("pk", "number", "digest", "title", "source", "since"))
        return tuple(_sheet(place, kind, row, until) for row, until in _spans(rows))
    except DatabaseError:
        return ()


Row = tuple[int, int, str, str, str, date]
"""(pk, number, digest of the body, title, source, since)"""


def _spans(rows: list[Row]) -> list[tuple[Row, date | None]]:
    """Each version with its last day; one that was followed on its own first day was never in force."""
    found: list[tuple[Row, date | None]] = []
    until: date | None = None
    for row in rows:
        if until is None or row[-1] <= until:
            found.append((row, until))
            until = row[-1] - timedelta(days=1)
    return found


def _sheet(place: str, kind: str, row: Row, until: date | None) -> Sheet:
    """The sheet of a row. Its body is read once in a process: nothing in the key can stay the same while it changes."""
    key = (place, kind, *row, until)
    if key not in _kept:
        pk, number, _, title, source, since = row
        body = LocalSheet.objects.values_list("body", flat=True).get(pk=pk)
        _kept[key] = Sheet(place, kind, number, title, since, until, source, body)
    return _kept[key]


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _note(by: Person | None, what: str, purpose: str = "") -> None:
    if by is not None:
        AccessLog.objects.create(person=by, what=what[:120], purpose=purpose[:200], at=clock_now())

