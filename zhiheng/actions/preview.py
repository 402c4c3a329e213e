"""The paper while it is being filled in: the same context and template as the final one, nothing written."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from zhiheng.actions import context, papers
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel import view as kernel
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import parse
from zhiheng.kernel.procedure import Act, Per
from zhiheng.kernel.view import FileView, Subject
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Enterprise, File, Person
from zhiheng.records.queries.people import kernel_people
from zhiheng.records.queries.view import build_view, load_view, people_in, register_of


def preview(file_no: str, act: str, facts: Mapping[str, Any], actor: Person, *, subjects: Sequence[str] = (),
            at: datetime | None = None, form: str = "png", page: int | None = None) -> list[papers.Preview]:
    """The papers an act would make from the facts given so far. PaperError names what cannot be drawn."""
    moment = at or clock_now()
    file = File.objects.select_related("agency", "enterprise").get(no=file_no)
    rules = rules_for(file.agency)
    declared = rules.procedures[file.procedure].act(act)
    values = parse(declared.fields, facts, partial=True).values
    view = load_view(file, rules.procedures, now=moment, people={actor.username, *people_in(values)})
    return papers.show(file, view, declared, values, chosen(declared, view, subjects), moment, form=form, page=page)


def preview_new(procedure: str, act: str, facts: Mapping[str, Any], actor: Person, *, agency: Agency,
                enterprise: Enterprise | None = None, at: datetime | None = None, form: str = "png",
                page: int | None = None) -> list[papers.Preview]:
    """As :func:`preview`, for the act that would open a file."""
    moment = at or clock_now()
    rules = rules_for(agency)
    declared = rules.procedures[procedure].act(act)
    values = parse(declared.fields, facts, partial=True).values
    file = File(no="", agency=agency, procedure=procedure, enterprise=enterprise, opened_at=moment, year=moment.year,
                title=enterprise.name if enterprise else "", place=enterprise.address if enterprise else "")
    people = kernel_people({actor.username, *people_in(values)}, agency, moment.astimezone(TZ).date())
    view = build_view(file, rules.procedures[procedure], (), now=moment, people=people, attrs=register_of(file, moment))
    return papers.show(file, view, declared, values, (), moment, form=form, page=page)


def preview_draft(file_no: str, draft_seq: int, *, at: datetime | None = None, form: str = "png",
                  page: int | None = None) -> list[papers.Preview]:
    """The papers of a draft on its way, with the signatures given so far: what the next signer reads."""
    moment = at or clock_now()
    file = File.objects.select_related("agency", "enterprise").get(no=file_no)
    rules = rules_for(file.agency)
    view = load_view(file, rules.procedures, now=moment)
    draft: kernel.Draft | None = next((d for d in view.drafts() if d.seq == draft_seq), None)
    if draft is None:
        raise NotAllowed("没有这份送签稿")
    declared = rules.procedures[file.procedure].act(draft.act)
    return papers.show(file, view, declared, draft.facts, chosen(declared, view, draft.subjects), draft.occurred_at,
                       form=form, page=page, sign=context.signatures(declared, draft.signed, view.people))


def chosen(act: Act, view: FileView, keys: Sequence[str]) -> list[Subject]:
    """The subjects meant; all of the kind when none are named."""
    if act.per is Per.FILE:
        return []
    held = view.of_kind(act.per.value)
    return [s for s in held if s.key in keys] if keys else list(held)
