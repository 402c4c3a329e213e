"""Recompute everything derived of a file from its events. fsck compares; an upgrade of effects writes."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models as orm
from django.db import transaction

from zhiheng.actions import derive
from zhiheng.actions.effects import EffectContext, apply
from zhiheng.actions.ledger import lock
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel import view as kernel
from zhiheng.kernel.clock import TZ
from zhiheng.records import models as m
from zhiheng.records.clock import now as clock_now
from zhiheng.records.queries.view import extended, load_view

_DERIVED: tuple[type[orm.Model], ...] = (m.Payment, m.PaymentNotice, m.Penalty, m.Finding, m.Party, m.ClockRow,
                                         m.Signing, m.Assignment, m.ThingUse)
_LEFT_OUT = frozenset({"id", "file", "withdrawn_at", "withdrawn_reason"})
_HEAD = ("stage", "officers", "next_due", "next_clock", "next_provisional", "last_act", "last_at", "ended_at",
         "archived_at", "violation_on", "title", "place", "kind")

Snapshot = Mapping[str, tuple[tuple[tuple[str, str], ...], ...]]


def rebuild(file_no: str, *, now: datetime | None = None) -> list[str]:
    """Write all derived rows of a file anew; returns in words what had differed."""
    with transaction.atomic():
        file = lock(file_no)
        before = snapshot(file)
        _replay(file, now or clock_now())
        return differences(before, snapshot(file))


def compare(file_no: str, *, now: datetime | None = None) -> list[str]:
    """What :func:`rebuild` would change, without changing anything."""
    with transaction.atomic():
        found = rebuild(file_no, now=now)
        transaction.set_rollback(True)
    return found


def refresh_clocks(file_no: str, *, now: datetime | None = None) -> bool:
    """Bring the clocks of a file up to the calendar of today; True when anything moved."""
    with transaction.atomic():
        file = lock(file_no)
        rules = rules_for(file.agency)
        before = sorted(m.ClockRow.objects.filter(file=file).values_list("clock", "subject", "due_at", "provisional"))
        derive.refresh(file, rules, load_view(file, rules.procedures, now=now or clock_now()))
        return before != sorted(m.ClockRow.objects.filter(file=file).values_list(
            "clock", "subject", "due_at", "provisional"))


def _replay(file: m.File, now: datetime) -> None:
    rules = rules_for(file.agency)
    full = load_view(file, rules.procedures, now=now)
    for model in _DERIVED:
        model._default_manager.filter(file=file).delete()
    papers = dict(m.Event.objects.filter(file=file).values_list("seq", "papers"))
    view = kernel.FileView(no=full.no, procedure=full.procedure, events=(), subjects=(), people=full.people,
                           now=full.now, opened_at=full.opened_at, violation_on=full.violation_on,
                           domain=full.domain, links=full.links, attrs=full.attrs)
    for event in full.events:
        view = extended(view, rules.procedures[file.procedure], (event,))
        if event.kind == kernel.ACT:
            apply(EffectContext(file, event, view, rules, tuple(papers[event.seq])))
    derive.refresh(file, rules, view, afresh=True)


def snapshot(file: m.File) -> Snapshot:
    """All derived rows of a file as text, free of row ids."""
    found: dict[str, tuple[tuple[tuple[str, str], ...], ...]] = {}
    for model in (*_DERIVED, m.Publication):
        rows = model._default_manager.filter(file=file)
        if any(f.name == "party" and f.is_relation for f in model._meta.concrete_fields):
            rows = rows.select_related("party")
        found[str(model._meta.verbose_name)] = tuple(sorted(_plain(r) for r in rows))
    fresh = m.File.objects.get(pk=file.pk)
    found["案卷"] = (tuple((name, _text(getattr(fresh, name))) for name in _HEAD),)
    return found


def _plain(row: orm.Model) -> tuple[tuple[str, str], ...]:
    out = []
    for field in row._meta.concrete_fields:
        if field.name in _LEFT_OUT:
            continue
        value = getattr(row, field.attname)
        if field.name == "party" and field.is_relation:
            value = row.party.key  # type: ignore[attr-defined]
        out.append((field.name, _text(value)))
    return tuple(out)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(TZ).isoformat()
    if isinstance(value, dict):
        return str(sorted((k, _text(v)) for k, v in value.items()))
    return str(value)


def differences(before: Snapshot, after: Snapshot) -> list[str]:
    """In words: which rows of which table are not what the events say."""
    found = []
    for table, rows in after.items():
        held, wanted = set(before.get(table, ())), set(rows)
        for row in sorted(held - wanted):
            near = min(wanted - held, key=lambda w: sum(a != b for a, b in zip(row, w, strict=False)), default=())
            wrong = [f"{k}={v}（应为 {w}）" for (k, v), (_, w) in zip(row, near, strict=False) if v != w]
            found.append(f"{table} 与记录不符：{'，'.join(wrong) if wrong else '多出一行'}")
        if len(wanted - held) > len(held - wanted):
            found.append(f"{table} 缺少 {len(wanted - held) - len(held - wanted)} 行")
    return found
