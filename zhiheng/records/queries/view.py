"""From rows to the file as the kernel sees it. The one place where events are turned into kernel values."""
from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Q

from zhiheng.kernel import view as kernel
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.procedure import Procedure
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Enterprise, Event, File, FileLink, Finding, Party, Penalty
from zhiheng.records.queries.caps import Cap, cap_of
from zhiheng.records.queries.conferrals import acting
from zhiheng.records.queries.frequency import counted_files
from zhiheng.records.queries.people import kernel_people
from zhiheng.records.queries.sources import asked_of

_overlay: ContextVar[Mapping[str, Any]] = ContextVar("zhiheng_register", default=MappingProxyType({}))


@contextmanager
def overlaid(facts: Mapping[str, Any]) -> Iterator[None]:
    """Within this block the register says this as well: stories that state what no table of theirs holds."""
    token = _overlay.set(facts)
    try:
        yield
    finally:
        _overlay.reset(token)


EVENT_FIELDS = ("file_id", "seq", "kind", "act", "subjects", "facts", "actor_id", "occurred_at", "recorded_at",
                "role", "ref", "signers")


class Register(Mapping[str, Any]):
    """Facts of the register, asked of the database only when a gate looks at them."""

    def __init__(self, **sources: Any) -> None:
        self._sources = sources
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            source = self._sources[name]
            self._known[name] = source() if callable(source) else source
        return self._known[name]

    def with_(self, **more: Any) -> Register:
        """The same with further sources."""
        return Register(**(self._sources | more))

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


def kernel_event(row: Event) -> kernel.Event:
    """One row as a kernel event; moments in Chinese time."""
    return kernel.Event(
        seq=row.seq, kind=row.kind, act=row.act, subjects=tuple(row.subjects), facts=row.facts, actor=row.actor_id,
        occurred_at=row.occurred_at.astimezone(TZ), recorded_at=row.recorded_at.astimezone(TZ), role=row.role,
        ref=row.ref, signers=tuple((s[0], s[1]) for s in row.signers))


def subjects_of(procedure: Procedure, events: Iterable[kernel.Event]) -> tuple[kernel.Subject, ...]:
    """The subjects that effective acts have introduced, oldest first; a later act may restate one of the same key."""
    found: dict[str, kernel.Subject] = {}
    for event in events:
        if event.kind != kernel.ACT:
            continue
        introduces = procedure.act(event.act).introduces
        for subject in introduces(event.facts, event.seq) if introduces else ():
            found[subject.key] = subject
    return tuple(found.values())


def build_view(file: File, procedure: Procedure, events: Iterable[kernel.Event], *, now: datetime,
               people: Mapping[str, kernel.Person], links: tuple[kernel.Link, ...] = (),
               attrs: Mapping[str, Any] | None = None) -> kernel.FileView:
    """The kernel's view from values at hand; no query."""
    rows = tuple(events)
    return kernel.FileView(
        no=file.no, procedure=file.procedure, events=rows, subjects=subjects_of(procedure, rows), people=people,
        now=now.astimezone(TZ), opened_at=file.opened_at.astimezone(TZ), violation_on=file.violation_on,
        domain=file.domain or None, links=links, attrs=attrs or {})


def extended(view: kernel.FileView, procedure: Procedure, events: tuple[kernel.Event, ...]) -> kernel.FileView:
    """The same file after these further events."""
    rows = view.events + events
    subjects = view.subjects
    if any(e.kind == kernel.ACT and procedure.act(e.act).introduces for e in events):
        subjects = subjects_of(procedure, rows)
    return dataclasses.replace(view, events=rows, subjects=subjects)


def load_view(file: File, procedures: Mapping[str, Procedure], *, now: datetime | None = None,
              people: Iterable[str] = ()) -> kernel.FileView:
    """Load a file for judging: its events, the persons they name, its links (6 queries).

    ``people`` adds names not yet in any event (the actor, persons proposed in a form).
    """
    moment = now or clock_now()
    own = events_of([file.pk]).get(file.pk, [])
    persons = kernel_people({*people, *names_in(own)}, file.agency, moment.astimezone(TZ).date())
    return build_view(file, procedures[file.procedure], own, now=moment, people=persons,
                      attrs=register_of(file, moment), links=linked(file, procedures, moment, persons))


def linked(file: File, procedures: Mapping[str, Procedure], moment: datetime,
           people: Mapping[str, kernel.Person]) -> tuple[kernel.Link, ...]:
    """The files bound to this one with their events: one query when there are none, else three."""
    links = list(FileLink.objects.filter(Q(origin=file.pk) | Q(outcome=file.pk)).order_by("id"))
    if not links:
        return ()
    others = File.objects.in_bulk([k.origin_id if k.outcome_id == file.pk else k.outcome_id for k in links])
    events = events_of(others)
    return tuple(_link(k, file, others, procedures, events, moment, people) for k in links
                 if _other(k, file, others).procedure in procedures)


def events_of(file_ids: Iterable[int]) -> dict[int, list[kernel.Event]]:
    """Events of several files, each oldest first, in one query (plain values: this is the hot path of every act)."""
    found: dict[int, list[kernel.Event]] = {}
    rows = Event.objects.filter(file_id__in=list(file_ids)).order_by("file_id", "seq").values_list(*EVENT_FIELDS)
    for file_id, seq, kind, act, subjects, facts, actor, occurred, recorded, role, ref, signers in rows:
        found.setdefault(file_id, []).append(kernel.Event(
            seq, kind, act, tuple(subjects), facts, actor, occurred.astimezone(TZ), recorded.astimezone(TZ), role, ref,
            tuple((s[0], s[1]) for s in signers)))
    return found


def names_in(events: Iterable[kernel.Event]) -> set[str]:
    """Every person an event names: actor, signers, officers, and a person in a decision on recusal."""
    found: set[str] = set()
    for event in events:
        found.add(event.actor)
        found.update(person for _, person in event.signers)
        found.update(people_in(event.facts))
    return found


def people_in(facts: Mapping[str, Any]) -> set[str]:
    """Persons that facts may name; a name that is no account is simply not found later."""
    out: set[str] = set()
    for name, value in facts.items():
        if name in _PERSON_FACTS and isinstance(value, str):
            out.add(value)
        elif isinstance(value, list) and len(value) <= 30 and all(isinstance(v, str) and len(v) <= 40 for v in value):
            out.update(value) if name in _PEOPLE_FACTS or name.endswith(("officers", "people")) else None
    return out


_PERSON_FACTS = frozenset({"person", "host", "recorder", "chair", "reviewer", "presider", "clerk", "server",
                           "hearing_host", "hearing_clerk", "questioner", "note_taker"})
_PEOPLE_FACTS = frozenset({"officers", "attendees", "members", "listeners", "hearing_members", "participants"})


def _other(link: FileLink, file: File, others: Mapping[int, File]) -> File:
    return others[link.origin_id if link.outcome_id == file.pk else link.outcome_id]


def _link(link: FileLink, file: File, others: Mapping[int, File], procedures: Mapping[str, Procedure],
          events: Mapping[int, list[kernel.Event]], moment: datetime,
          persons: Mapping[str, kernel.Person]) -> kernel.Link:
    other = _other(link, file, others)
    came_from = link.outcome_id == file.pk
    mine = {v: k for k, v in link.subjects.items()} if came_from else dict(link.subjects)
    seen = build_view(other, procedures[other.procedure], events.get(other.pk, ()), now=moment, people=persons)
    return kernel.Link("origin" if came_from else "outcome", other.no, other.procedure, seen, mine, link.kind)


def register_of(file: File, moment: datetime) -> Register:
    """What no event holds: ``enterprise`` and ``agency`` (mappings), ``visits`` {"counted", "cap", "says"}, ``prior_fines``
    {no, party, code, conduct_on}, ``open_cases`` {no, party, code}, and what ``queries/sources`` declares. Each is
    asked of the database only when used.
    """
    firm = file.enterprise
    def agency() -> dict[str, Any]:
        return agency_facts(acting(file.agency, moment.astimezone(TZ).date()).agency)

    sources: dict[str, Any] = {
        "agency": agency, "agency_facts": agency, "agency_code": file.agency.code, "delegated": file.agency.delegated,
        "kind": file.kind, "title": file.title, "place": file.place,
        "prior_fines": lambda: _prior_fines(file), "open_cases": lambda: _open_cases(file)}
    if firm is not None:
        sources |= {"enterprise": enterprise_facts(firm), "visits": _visits(file, moment)}
    sources |= asked_of(file, moment)
    return Register(**(sources | _overlay.get()))


def agency_facts(agency: Agency) -> dict[str, Any]:
    """The agency in whose name the file is, as prefills read it; where fines are paid comes from its treasury entry."""
    treasury = agency.treasury or {}
    return {"name": agency.name, "short": agency.region_short, "address": agency.address, "phone": agency.phone,
            "review_body": agency.government, "court": agency.court, "superior": agency.superior,
            "bank": treasury.get("bank", ""), "bank_address": treasury.get("bank_address", ""),
            "account": treasury.get("account", ""), "account_name": treasury.get("account_name", "")}


def enterprise_facts(firm: Enterprise) -> dict[str, Any]:
    """The enterprise as prefills and papers read it."""
    principal = next((p for p in firm.people if p.get("name") == firm.principal), {})
    return {"id": firm.pk, "name": firm.name, "code": firm.code or "", "address": firm.address, "area": firm.area,
            "industry": firm.industry, "fields": list(firm.fields), "hazards": list(firm.hazards),
            "grade": firm.grade, "principal": firm.principal, "principal_post": principal.get("position", ""),
            "phone": firm.phone, "people": list(firm.people), "employees": firm.employees, "scale": firm.scale}


def _visits(file: File, moment: datetime) -> Callable[[], dict[str, Any]]:
    """How many other inspections of the enterprise were opened in the year, of all units (国办发〔2024〕54号).

    What stays outside the cap is said once, in :mod:`zhiheng.records.queries.frequency`.
    """
    def count() -> dict[str, Any]:
        year = moment.astimezone(TZ).year
        counted = counted_files(year).filter(enterprise_id=file.enterprise_id).exclude(pk=file.pk).count()
        cap = cap_of(file.enterprise, moment.astimezone(TZ).date()) if file.enterprise else Cap(None)
        return {"counted": counted, "cap": cap.most, "says": cap.says}
    return count


def _prior_fines(file: File) -> list[dict[str, str]]:
    """Fines imposed on the same parties in other files (行政处罚法 29: not twice for one violation)."""
    names = list(Party.objects.filter(file=file).values_list("name", flat=True))
    if not names:
        return []
    rows = Penalty.objects.filter(party__name__in=names, fine_fen__gt=0).exclude(file=file).select_related("party", "file")
    return [{"no": r.document_no or r.file.no, "party": r.party.name, "code": f.violation,
             "conduct_on": r.file.violation_on.isoformat() if r.file.violation_on else ""}
            for r in rows for f in r.file.findings.all() if f.attrs.get("party") in (r.party.key, r.party.name)]


def _open_cases(file: File) -> list[dict[str, str]]:
    """Violations of other open cases about the same enterprise (行政处罚法 25-1: whoever filed first)."""
    if file.enterprise_id is None:
        return []
    others = File.objects.filter(enterprise_id=file.enterprise_id, procedure=file.procedure,
                                 ended_at__isnull=True).exclude(pk=file.pk).values("pk")
    parties = {(p.file_id, p.key): p.name for p in Party.objects.filter(file__in=others)}
    return [{"no": f.file.no, "party": parties.get((f.file_id, str(f.attrs.get("party"))), str(f.attrs.get("party"))),
             "code": f.violation} for f in Finding.objects.filter(file__in=others).select_related("file")]
