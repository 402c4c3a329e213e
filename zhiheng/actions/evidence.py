"""Evidence: bytes into the store, a row, and an event that fixes their hash in the file's chain."""
from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from zhiheng.actions import derive
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.ledger import Book, lock, whole_second
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.engine import ended
from zhiheng.records import store
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Evidence, Person
from zhiheng.records.queries.view import extended, kernel_event, load_view

KIND = "evidence"
LIMIT = 2 << 30  # bytes of one item


def add(file_no: str, stream: BinaryIO, *, title: str, kind: str, actor: Person, filename: str = "",
        media_type: str = "", captured_at: datetime | None = None, captured_by: Person | None = None, place: str = "",
        finding: str = "", notes: str = "", at: datetime | None = None, device: str = "",
        limit: int = LIMIT) -> Evidence:
    """Take a piece of evidence into a file. The same bytes a second time give the same row.

    The bytes are on the disk before the row is; what an interrupted request leaves behind is a harmless blob.
    NotAllowed: only officers of the agency, and only until the file is finished.
    """
    held = store.put(stream, limit=limit)
    moment = whole_second(at or clock_now())
    with transaction.atomic():
        file = lock(file_no)
        known = Evidence.objects.filter(file=file, sha256=held.sha256).first()
        if known is not None:
            return known
        rules = rules_for(file.agency)
        view = load_view(file, rules.procedures, now=moment, people={actor.username})
        who = view.people.get(actor.username)
        if who is None or "officer" not in who.roles:
            raise NotAllowed("证据由执法人员收集入卷")
        if ended(rules.procedures[file.procedure], view):
            raise NotAllowed("案卷已经办结，不能再加入证据")
        key = f"E{Evidence.objects.filter(file=file).count() + 1:03d}"
        book = Book(file, moment, device)
        row = book.prepare(KIND, KIND, actor, names=title, role="handler", occurred_at=captured_at or moment, facts={
            "key": key, "title": title[:160], "kind": kind, "sha256": held.sha256, "size": held.size,
            "filename": filename, "captured_at": captured_at.astimezone(TZ).isoformat() if captured_at else None,
            "captured_by": captured_by.pk if captured_by else None, "place": place, "finding": finding, "notes": notes})
        book.write()
        made = Evidence.objects.create(
            file=file, key=key, kind=kind, title=title[:160], filename=filename[:160], media_type=media_type[:80],
            sha256=held.sha256, size=held.size, captured_at=captured_at, captured_by=captured_by, place=place[:200],
            finding=finding, stored_at=moment, stored_by=actor, event_seq=row.seq, notes=notes[:400])
        derive.refresh(file, rules, extended(view, rules.procedures[file.procedure], (kernel_event(row),)), drafts=False)
        return made
