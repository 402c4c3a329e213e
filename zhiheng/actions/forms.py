"""Forms: what an act's form brings along, and what was typed so far. Neither has any legal effect."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.procedure import Prefilled
from zhiheng.kernel.situation import Rules, Situation
from zhiheng.kernel.view import FileView
from zhiheng.law.checklists import for_enterprise, shortlist
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, DraftForm, Enterprise, File, Finding, Person
from zhiheng.records.queries.people import kernel_people
from zhiheng.records.queries.view import build_view, load_view, register_of

PROPOSED = 40


def situation(file_no: str, act: str, actor: Person | None, *, subject: str | None = None,
              facts: Mapping[str, Any] | None = None, at: datetime | None = None) -> Situation:
    """The situation an act would be judged in, with the checklist items proposed for the enterprise."""
    moment = at or clock_now()
    file = File.objects.select_related("agency", "enterprise").get(no=file_no)
    rules = rules_for(file.agency)
    view = load_view(file, rules.procedures, now=moment, people={actor.username} if actor else ())
    return _situation(file, rules, view, act, actor, subject, facts, moment)


def situation_new(procedure: str, act: str, actor: Person | None, *, agency: Agency,
                  enterprise: Enterprise | None = None, facts: Mapping[str, Any] | None = None,
                  at: datetime | None = None) -> Situation:
    """As :func:`situation`, for the act that would open a file."""
    moment = at or clock_now()
    rules = rules_for(agency)
    file = File(no="", agency=agency, procedure=procedure, enterprise=enterprise, opened_at=moment, year=moment.year,
                title=enterprise.name if enterprise else "", place=enterprise.address if enterprise else "")
    people = kernel_people({actor.username} if actor else (), agency, moment.astimezone(TZ).date())
    view = build_view(file, rules.procedures[procedure], (), now=moment, people=people, attrs=register_of(file, moment))
    return _situation(file, rules, view, act, actor, None, facts, moment)


def prefill(s: Situation) -> Mapping[str, Prefilled]:
    """The values the form brings along, each with its source; empty values are left out."""
    if s.act.prefill is None:
        return {}
    return {k: v for k, v in s.act.prefill(s).items() if v.value not in (None, "", [], ())}


def _situation(file: File, rules: Rules, view: FileView, act: str, actor: Person | None, subject: str | None,
               facts: Mapping[str, Any] | None, at: datetime) -> Situation:
    attrs = register_of(file, at).with_(proposed_items=lambda: _proposed(file))
    view = FileView(view.no, view.procedure, view.events, view.subjects, view.people, view.now, view.opened_at,
                    view.violation_on, view.domain, view.links, attrs)
    procedure = rules.procedures[file.procedure]
    return Situation(view, procedure, procedure.act(act), view.subject(subject) if subject else None, facts,
                     view.people.get(actor.username) if actor else None, at, rules)


def _proposed(file: File) -> list[dict[str, str]]:
    """Checklist items for the enterprise, each with the reason why it was chosen."""
    firm = file.enterprise
    if firm is None:
        return []
    found = Finding.objects.filter(file__enterprise=firm).values_list("violation", "attrs__item")
    before = {str(word) for pair in found for word in pair if word}
    day = clock_now().astimezone(TZ).date()
    chosen = shortlist(for_enterprise(firm.industry, (*firm.hazards, *firm.fields), before, employees=firm.employees,
                                      place=file.agency.place_id, on=day), PROPOSED)
    return [{"code": c.item.id, "question": c.item.question, "why": c.why, "basis": c.item.cites(day)} for c in chosen]


def save(person: Person, act: str, data: Mapping[str, Any], *, file: File | None = None, procedure: str = "",
         subject: str = "", at: datetime | None = None) -> DraftForm:
    """Keep an unfinished form (autosave); one per person, file, act and subject."""
    with transaction.atomic():
        row = saved(person, act, file=file, procedure=procedure, subject=subject) or DraftForm(
            person=person, file=file, procedure=procedure, act=act, subject=subject[:200])
        row.data, row.updated_at = dict(data), at or clock_now()
        row.save()
        DraftForm.objects.filter(person=person, file=file, procedure=procedure, act=act,
                                 subject=subject[:200]).exclude(pk=row.pk).delete()  # of two devices' drafts: the newer
    return row


def saved(person: Person, act: str, *, file: File | None = None, procedure: str = "",
          subject: str = "") -> DraftForm | None:
    """The unfinished form, if any."""
    return DraftForm.objects.filter(person=person, file=file, procedure=procedure, act=act, subject=subject[:200]).order_by("-updated_at").first()


def discard(person: Person, act: str, *, file: File | None = None, procedure: str = "", subject: str = "") -> None:
    """Drop it: the act was submitted, or the person said so."""
    DraftForm.objects.filter(person=person, file=file, procedure=procedure, act=act, subject=subject[:200]).delete()
