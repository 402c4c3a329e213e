"""An act takes effect: the event with its papers' hashes, rows, clocks, messages. Called only inside a transaction."""
from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiheng.actions import derive, messages, papers, spawn
from zhiheng.actions.effects import EffectContext, apply
from zhiheng.actions.errors import Refused, SignatureRefused
from zhiheng.actions.ledger import Book, hold, subject_names
from zhiheng.actions.outcome import Outcome
from zhiheng.kernel import view as kernel
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.engine import Judgement, Obstacle, judge, next_sign, sign_obstacles
from zhiheng.kernel.facts import as_datetime
from zhiheng.kernel.procedure import Act
from zhiheng.kernel.situation import Rules
from zhiheng.records.models import Event, File, Paper, Person
from zhiheng.records.queries.view import extended, kernel_event


@dataclass(frozen=True)
class Pending:
    """An act that has been judged and is about to be written."""

    file: File
    rules: Rules
    view: kernel.FileView
    act: Act
    facts: Mapping[str, Any]
    targets: tuple[str, ...]
    actor: Person
    happened: datetime
    judgements: tuple[Judgement, ...]

    @property
    def warnings(self) -> tuple[Obstacle, ...]:
        return tuple(dict.fromkeys(w for j in self.judgements for w in j.warnings))

    @property
    def procedure(self) -> Any:
        return self.rules.procedures[self.file.procedure]


def take_effect(p: Pending, book: Book, draft: kernel.Draft | None = None,
                hops: Sequence[kernel.Event] = ()) -> Outcome:
    """Write the act: event, papers, rows, caches, messages, files it opens."""
    signers = [(h.role, h.actor) for h in hops]
    row = book.prepare(
        kernel.ACT, p.act.id, p.actor, subjects=p.targets, names=subject_names(p.view, p.targets), facts=p.facts,
        occurred_at=p.happened, role=_role(p), ref=draft.seq if draft else None, signers=signers)
    row.notes = [note(w) for w in p.warnings]
    event = kernel_event(row)
    after = extended(p.view, p.procedure, tuple(kernel_event(r) for r in book.rows))
    chosen = [s for k in p.targets if (s := after.subject(k)) is not None]
    made = papers.freeze(p.file, after, p.act, row, chosen, hops)
    book.write()
    Paper.objects.bulk_create(made)
    apply(EffectContext(p.file, event, after, p.rules, tuple(row.papers)))
    derive.refresh(p.file, p.rules, after, drafts=draft is not None or bool(p.view.drafts()))
    messages.effective(p, row)
    spawned = spawn.opened_by(p, row, after)
    return Outcome(p.file, row, draft.seq if draft else None, tuple(made), p.warnings, spawned)


def first_signature(p: Pending, book: Book, row: Event) -> Outcome:
    """A draft is written; when its first step is the submitter's, submitting is signing it."""
    view = extended(p.view, p.procedure, (kernel_event(row),))
    draft = view.drafts()[-1]
    who = view.people.get(p.actor.username)
    step = next_sign(p.procedure, draft)
    if step is not None and who is not None and _is_his(view, step.role, who):
        faults = sign_obstacles(p.rules, view, draft, who, book.at)
        if faults:
            raise SignatureRefused(faults)
        return add_signature(dataclasses.replace(p, view=view), book, draft, p.actor, "")
    return travel(dataclasses.replace(p, view=view), book, draft)


def add_signature(p: Pending, book: Book, draft: kernel.Draft, person: Person, opinion: str) -> Outcome:
    """Write one signature; with the last one the act takes effect, judged again as things stand now."""
    step = next_sign(p.procedure, draft)
    assert step is not None
    said = {"opinion": opinion or "同意"} if step.opinion or opinion else {}
    row = book.prepare(kernel.SIGN, p.act.id, person, subjects=draft.subjects,
                       names=subject_names(p.view, draft.subjects), facts=said | {"step": step.zh}, role=step.role,
                       ref=draft.seq)
    view = extended(p.view, p.procedure, (kernel_event(row),))
    signed = next(d for d in view.drafts() if d.seq == draft.seq)
    if next_sign(p.procedure, signed) is not None:
        return travel(dataclasses.replace(p, view=view), book, signed)
    if p.act.id in p.procedure.entry:
        hold(p.file.agency, p.file.enterprise_id)
    stated = as_datetime(p.facts, p.act.occurs) if p.act.occurs else None
    happened = p.happened if stated else book.at  # without a stated moment an act happens when the last one signs
    judgements = tuple(
        judge(p.rules, p.view, p.act.id, subject=k, facts=p.facts, actor=view.people.get(p.actor.username),
              at=happened, taking_effect=True) for k in (p.targets or (None,)))
    if not all(j.lawful for j in judgements):
        raise Refused(judgements)
    final = dataclasses.replace(p, view=_without(view, book), happened=happened, judgements=judgements)
    return take_effect(final, book, signed, signed.signed)


def travel(p: Pending, book: Book, draft: kernel.Draft) -> Outcome:
    """The draft goes on to the next who must sign."""
    book.write()
    derive.refresh(p.file, p.rules, p.view)
    messages.waiting(p, draft)
    return Outcome(p.file, None, draft.seq, (), p.warnings)


def _without(view: kernel.FileView, book: Book) -> kernel.FileView:
    """The view as stored, without the rows this book is about to write (take_effect adds them all)."""
    mine = {r.seq for r in book.rows}
    return dataclasses.replace(view, events=tuple(e for e in view.events if e.seq not in mine))


def _is_his(view: kernel.FileView, role: str, who: kernel.Person) -> bool:
    if role in ("handler", "second"):
        return "officer" in who.roles and who.id in view.officers()
    return role in who.roles


def _role(p: Pending) -> str:
    who = p.view.people.get(p.actor.username)
    if who is None:
        return ""
    if "officer" in who.roles and {"handler", "officer"} & set(p.act.by):
        return "handler"
    return next((r for r in p.act.by if r in who.roles), "")


def note(o: Obstacle) -> dict[str, Any]:
    """A warning or a released defect as it stands in the record for ever."""
    out: dict[str, Any] = {"gate": o.gate, "says": o.says, "severity": o.severity.value, "subject": o.subject,
                           "articles": [a.key() for a in o.articles]}
    if o.released:
        out["released"] = {"by": o.released.by, "at": o.released.at.astimezone(TZ).isoformat(),
                           "reason": o.released.reason}
    return out
