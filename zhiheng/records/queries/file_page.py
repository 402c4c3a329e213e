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
from zhiheng.records.queries.competence import shared_with
from zhiheng.records.queries.people import kernel_people
from zhiheng.records.queries.scope import Scope
from zhiheng.records.queries.view import build_view, kernel_event, linked, names_in, register_of


@dataclass(frozen=True)
class FilePage:
    """One file. ``events`` are rows oldest first; ``view`` is the same as the kernel judges it.

    ``beyond``: files of ``chain`` the reader may not open; ``may_act`` False for what is only read by link.
    """

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
    beyond: frozenset[int]
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
    seen = scope.files.select_related("agency", "agency__parent", "enterprise").filter(no=no).first()
    file = seen or shared_with(scope, no)  # a case handed over to us, a visit made together: read, never acted on
    if file is None:
        raise m.File.DoesNotExist
    events = tuple(m.Event.objects.filter(file=file).order_by("seq"))
    own = [kernel_event(e) for e in events]
    person = scope.person
    people = kernel_people({*names_in(own), *([person.pk] if person else [])}, file.agency, scope.on)
    view = build_view(file, procedures[file.procedure], own, now=moment, people=people,
                      links=linked(file, procedures, moment, people), attrs=register_of(file, moment))
    chain = chain_of(file)
    return FilePage(
        file=file, view=view, events=events, papers=_rows(m.Paper, file, "order", "event_seq", "pk"),
        evidence=tuple(m.Evidence.objects.filter(file=file).select_related("captured_by").order_by("pk")), parties=_rows(m.Party, file, "key"),
        findings=_rows(m.Finding, file, "since_seq", "pk"), signings=_rows(m.Signing, file, "draft_seq"),
        publications=_rows(m.Publication, file, "pk"), numbers=_rows(m.DocumentNumber, file, "pk"),
        chain=chain, beyond=frozenset(
            f.pk for f in chain if f.agency_id not in scope.agencies and shared_with(scope, f.no) is None),
        may_act=bool(scope.roles) and not scope.read_only and seen is not None,
        reader=person.pk if person else "")


def _rows(model: type[Any], file: m.File, *order: str) -> tuple[Any, ...]:
    return tuple(model.objects.filter(file=file).order_by(*order))


def chain_of(file: m.File, depth: int = 4) -> tuple[m.File, ...]:
    """Every file bound to this one, directly or through others, oldest first; at most ``depth`` queries.

    What another agency has on the same matter stands here itself, not what grew out of it.
    """
    known: dict[int, m.File] = {file.pk: file}
    edge = {file.pk}
    for _ in range(depth):
        rows = m.FileLink.objects.filter(Q(origin__in=edge) | Q(outcome__in=edge)).select_related("origin", "outcome")
        told = [r for r in rows if not r.kind or file.pk in (r.origin_id, r.outcome_id)]
        fresh = {f.pk: f for r in told for f in (r.origin, r.outcome) if f.pk not in known}
        if not fresh:
            break
        known |= fresh
        edge = {pk for r in told if not r.kind for pk in (r.origin_id, r.outcome_id) if pk in fresh}
        if not edge:
            break
    return tuple(sorted(known.values(), key=lambda f: (f.opened_at, f.pk)))
