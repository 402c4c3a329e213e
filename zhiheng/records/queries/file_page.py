"""Everything the page of one file shows, with a fixed number of queries however long the file is."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q

from zhiheng.kernel import view as kernel
from zhiheng.kernel.procedure import Procedure
from zhiheng.records import models as m
from zhiheng.records.clock import now as clock_now
from zhiheng.records.queries.people import kernel_people
from zhiheng.records.queries.scope import Scope
from zhiheng.records.queries.view import build_view, kernel_event, linked, names_in, register_of


@dataclass(frozen=True)
class FilePage:
    """One file. ``events`` are rows oldest first; ``view`` is the same as the kernel judges it."""

    file: m.File
    view: kernel.FileView
    events: tuple[m.Event, ...]
    papers: tuple[m.Paper, ...]
    evidence: tuple[m.Evidence, ...]
    parties: tuple[m.Party, ...]
    findings: tuple[m.Finding, ...]
    signings: tuple[m.Signing, ...]
    publications: tuple[m.Publication, ...]
    numbers: tuple[m.DocumentNumber, ...]
    chain: tuple[m.File, ...]
    may_act: bool
    reader: str = ""

    @cached_property
    def penalties(self) -> tuple[m.Penalty, ...]:
        """Asked only when a page shows them, as are those below."""
        return _rows(m.Penalty, self.file, "event_seq")

    @cached_property
    def notices(self) -> tuple[m.PaymentNotice, ...]:
        return _rows(m.PaymentNotice, self.file, "event_seq")

    @cached_property
    def payments(self) -> tuple[m.Payment, ...]:
        return _rows(m.Payment, self.file, "paid_on", "pk")

    @cached_property
    def clocks(self) -> tuple[m.ClockRow, ...]:
        return _rows(m.ClockRow, self.file, "due_at", "clock", "subject")

    @cached_property
    def forms(self) -> tuple[m.DraftForm, ...]:
        """Unfinished forms of the reader."""
        return tuple(m.DraftForm.objects.filter(file=self.file, person=self.reader).order_by("-updated_at"))


def file_page(no: str, scope: Scope, procedures: Mapping[str, Procedure], *, now: datetime | None = None) -> FilePage:
    """The page of a file that the scope can see; File.DoesNotExist otherwise, whether it exists or not."""
    moment = now or clock_now()
    file = scope.files.select_related("agency", "agency__parent", "enterprise").get(no=no)
    events = tuple(m.Event.objects.filter(file=file).order_by("seq"))
    own = [kernel_event(e) for e in events]
    person = scope.person
    people = kernel_people({*names_in(own), *([person.pk] if person else [])}, file.agency, scope.on)
    view = build_view(file, procedures[file.procedure], own, now=moment, people=people,
                      links=linked(file, procedures, moment, people), attrs=register_of(file, moment))
    return FilePage(
        file=file, view=view, events=events, papers=_rows(m.Paper, file, "order", "event_seq", "pk"),
        evidence=tuple(m.Evidence.objects.filter(file=file).select_related("captured_by").order_by("pk")), parties=_rows(m.Party, file, "key"),
        findings=_rows(m.Finding, file, "since_seq", "pk"), signings=_rows(m.Signing, file, "draft_seq"),
        publications=_rows(m.Publication, file, "pk"), numbers=_rows(m.DocumentNumber, file, "pk"),
        chain=chain_of(file), may_act=bool(scope.roles) and not scope.read_only,
        reader=person.pk if person else "")


def _rows(model: type[Any], file: m.File, *order: str) -> tuple[Any, ...]:
    return tuple(model.objects.filter(file=file).order_by(*order))


def chain_of(file: m.File, depth: int = 4) -> tuple[m.File, ...]:
    """Every file bound to this one, directly or through others, oldest first; at most ``depth`` queries."""
    known: dict[int, m.File] = {file.pk: file}
    edge = {file.pk}
    for _ in range(depth):
        rows = m.FileLink.objects.filter(Q(origin__in=edge) | Q(outcome__in=edge)).select_related("origin", "outcome")
        fresh = {f.pk: f for r in rows for f in (r.origin, r.outcome) if f.pk not in known}
        if not fresh:
            break
        known |= fresh
        edge = set(fresh)
    return tuple(sorted(known.values(), key=lambda f: (f.opened_at, f.pk)))
