"""The record book: lock a file, append chained events, give gap-free serials. No judgement here."""
from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Model

from zhiheng.actions.errors import KeyReused
from zhiheng.kernel import chain
from zhiheng.kernel import view as kernel
from zhiheng.records.chained import body, genesis
from zhiheng.records.models import Agency, Enterprise, Event, File, Person


def lock(file_no: str) -> File:
    """The file, locked until the end of the transaction. File.DoesNotExist when there is none."""
    rows = File.objects.select_related("agency", "enterprise")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",))
    return rows.get(no=file_no)


def hold(agency: Agency, enterprise_id: int | None) -> None:
    """Whoever opens a file about an enterprise, or lets its first act take effect, does so alone until he has ended: the
    second of two agencies sees the first (行政处罚法 25-1). Without an enterprise the head of the tree stands for it.

    SQLite lets only one write at a time anyhow.
    """
    if not connection.features.has_select_for_update:
        return
    if enterprise_id is not None:
        list(Enterprise.objects.select_for_update(of=("self",)).filter(pk=enterprise_id).values_list("pk", flat=True))
    else:
        head = f"/{agency.path.split('/')[1]}/"
        list(Agency.objects.select_for_update(of=("self",)).filter(path=head).values_list("pk", flat=True))


def whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


class Book:
    """Collects the events of one transaction for one file and writes them in one statement."""

    def __init__(self, file: File, at: datetime, device: str = "", key: str | None = None, digest: str = "") -> None:
        self.file, self.at, self.device = file, whole_second(at), device
        self._key, self._digest = key, digest
        self.rows: list[Event] = []

    def prepare(self, kind: str, act: str, actor: Person, *, subjects: Sequence[str] = (), names: str = "",
                facts: Mapping[str, Any] | None = None, occurred_at: datetime | None = None, role: str = "",
                ref: int | None = None, signers: Sequence[tuple[str, str]] = ()) -> Event:
        """A row with its place in the file, not yet chained (papers may still be added to it)."""
        first = not self.rows
        row = Event(
            file=self.file, seq=self.file.event_count + 1, kind=kind, act=act, subjects=list(subjects),
            subject_names=names[:200], facts=dict(facts or {}), actor=actor, actor_name=actor.name, role=role, ref=ref,
            signers=[list(s) for s in signers], occurred_at=whole_second(occurred_at or self.at),
            recorded_at=self.at, device=self.device, key=self._key if first else None,
            key_digest=self._digest if first else "")
        self.file.event_count += 1
        self.rows.append(row)
        return row

    def write(self) -> None:
        """Chain the rows in order and insert them. The caller saves the file's head with its caches."""
        head = self.file.head_hash or genesis(self.file)
        for row in self.rows:
            row.prev_hash = head
            row.hash = head = chain.event_hash(head, body(row, self.file.no))
        Event.objects.bulk_create(self.rows)
        self.file.head_hash = head


def request_digest(*parts: Any) -> str:
    """What a request says, for telling a repeated request from a reused key."""
    return hashlib.sha256(chain.canonical(_plain(parts))).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, (bool, str)):
        return value
    return str(value)


def earlier(key: str | None, digest: str) -> Event | None:
    """The event that this key already made; KeyReused when it was another request."""
    if not key:
        return None
    known = Event.objects.filter(key=key).first()
    if known is not None and known.key_digest != digest:
        raise KeyReused(key)
    return known


def next_serial(counter: type[Model], **where: Any) -> int:
    """The next number of a counter row, 1 upwards without gaps; call inside the transaction that uses it."""
    rows = counter._default_manager.filter(**where)
    if not rows.update(last=F("last") + 1):
        counter._default_manager.get_or_create(**where)
        rows.update(last=F("last") + 1)
    return int(rows.values_list("last", flat=True).get())


def subject_names(view: kernel.FileView, keys: Sequence[str]) -> str:
    """Names of the subjects as shown in lists."""
    return "、".join(s.name for s in (view.subject(k) for k in keys) if s is not None)
