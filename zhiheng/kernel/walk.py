"""A file walked in memory: perform, sign, return, release, with the same meaning as the product's one door.

Pure: every function takes a view and gives a new one. Used by scenarios, by random walks and by explanations.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.engine import Obstacle, his_step, judge, next_sign, sign_obstacles
from zhiheng.kernel.facts import FactError, Facts, as_datetime, parse
from zhiheng.kernel.procedure import Act, Per, Procedure
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import (
    ACT,
    DRAFT,
    RELEASE,
    RETURN,
    SIGN,
    Draft,
    Event,
    FileView,
    Link,
    Person,
    Subject,
)


@dataclass(frozen=True)
class Hop:
    """What came of a step. ``view`` is the file afterwards (unchanged when refused).

    ``effective``: the act took effect. ``draft``: seq of the draft still on its way. ``refused`` holds every obstacle
    that stops, ``errors`` faults of the input, ``warnings`` what is recorded but does not stop.
    """

    view: FileView
    effective: bool = False
    draft: int | None = None
    refused: tuple[Obstacle, ...] = ()
    errors: tuple[FactError, ...] = ()
    warnings: tuple[Obstacle, ...] = ()

    @property
    def done(self) -> bool:
        return not self.refused and not self.errors


def opened(no: str, procedure: str, people: Mapping[str, Person], at: datetime, *, domain: str | None = None,
           violation_on: date | None = None, links: tuple[Link, ...] = (),
           attrs: Mapping[str, Any] | None = None) -> FileView:
    """A new file without events."""
    return FileView(no, procedure, (), (), people, at, at, violation_on, domain, links, attrs or {})


def perform(rules: Rules, view: FileView, act_id: str, raw: Mapping[str, Any], actor: Person, *,
            subjects: Sequence[str] = (), at: datetime, occurred_at: datetime | None = None) -> Hop:
    """Do an act, or send it on its way: the submitter's own step is signed by submitting.

    ``at`` is the moment of recording. KeyError in words for an unknown act or subject.
    """
    procedure = rules.procedure(view)
    act = procedure.act(act_id)
    view = dataclasses.replace(view, now=at)
    parsed = parse(act.fields, raw)
    targets, fault = _targets(act, view, tuple(subjects))
    errors = parsed.errors + ((fault,) if fault else ())
    if errors:
        return Hop(view, errors=errors)
    happened = _when(act, parsed.values, at, occurred_at)
    if happened.astimezone(TZ).date() > at.astimezone(TZ).date():
        return Hop(view, errors=(FactError(act.occurs or "", f"发生时间 {happened:%Y-%m-%d} 晚于今日，不能提前登记"),))
    judged = [judge(rules, view, act_id, subject=k, facts=parsed.values, actor=actor, at=happened)
              for k in targets or (None,)]
    stops = tuple(o for j in judged for o in j.obstacles if o.stops)
    warnings = tuple(o for j in judged for o in j.warnings)
    if stops:
        return Hop(view, refused=stops, warnings=warnings)
    if not act.route:
        return Hop(_effective(procedure, view, act, targets, parsed.values, actor.id, happened, at, None, ()), True,
                   warnings=warnings)
    seq = _next(view)
    travelling = _with(view, Event(seq, DRAFT, act_id, targets, parsed.values, actor.id, happened, at))
    if his_step(travelling, travelling.drafts()[-1], act.route[0], actor):
        hop = sign(rules, travelling, seq, actor, at=at)
        return hop if hop.done else dataclasses.replace(hop, view=view)
    return Hop(travelling, draft=seq, warnings=warnings)


def sign(rules: Rules, view: FileView, draft_seq: int, person: Person, *, at: datetime, opinion: str = "") -> Hop:
    """Sign the next step; with the last signature everything is judged again as it stands now."""
    view = dataclasses.replace(view, now=at)
    procedure = rules.procedure(view)
    draft = next(d for d in view.drafts() if d.seq == draft_seq)
    faults = sign_obstacles(rules, view, draft, person, at)
    if faults:
        return Hop(view, refused=faults)
    step = next_sign(procedure, draft)
    assert step is not None
    hop = Event(_next(view), SIGN, draft.act, draft.subjects, {"opinion": opinion} if opinion else {}, person.id, at, at,
                role=step.role, ref=draft_seq)
    signed = _with(view, hop)
    whole = next(d for d in signed.drafts() if d.seq == draft_seq)
    if next_sign(procedure, whole) is not None:
        return Hop(signed, draft=draft_seq)
    return _last_signature(rules, view, signed, whole, at)


def _last_signature(rules: Rules, view: FileView, signed: FileView, draft: Draft, at: datetime) -> Hop:
    procedure = rules.procedure(view)
    act = procedure.act(draft.act)
    stated = as_datetime(draft.facts, act.occurs) if act.occurs else None
    happened = draft.occurred_at if stated else at
    judged = [judge(rules, view, act.id, subject=k, facts=draft.facts, actor=view.people.get(draft.actor), at=happened,
                    taking_effect=True) for k in draft.subjects or (None,)]
    stops = tuple(o for j in judged for o in j.obstacles if o.stops)
    warnings = tuple(o for j in judged for o in j.warnings)
    if stops:
        return Hop(view, refused=stops, warnings=warnings)
    done = _effective(procedure, signed, act, draft.subjects, draft.facts, draft.actor, happened, at, draft.seq,
                      tuple((h.role, h.actor) for h in draft.signed))
    return Hop(done, True, warnings=warnings)


def send_back(view: FileView, draft_seq: int, person: Person, reason: str, *, at: datetime) -> FileView:
    """Return a draft with a reason."""
    draft = next(d for d in view.drafts() if d.seq == draft_seq)
    return _with(dataclasses.replace(view, now=at), Event(
        _next(view), RETURN, draft.act, draft.subjects, {"reason": reason}, person.id, at, at, ref=draft_seq))


def release(view: FileView, act_id: str, gate: str, person: Person, reason: str, *, at: datetime,
            subject: str | None = None) -> FileView:
    """A superior lets an act pass a defect gate once."""
    return _with(dataclasses.replace(view, now=at), Event(
        _next(view), RELEASE, act_id, (subject,) if subject else (), {"gate": gate, "reason": reason}, person.id, at, at))


def signers(procedure: Procedure, view: FileView, draft: Draft, cast: Iterable[Person]) -> tuple[Person, ...]:
    """People of the cast, one for each step that is left, each different; as far as there are any."""
    taken, found = {h.actor for h in draft.signed}, []
    for step in procedure.act(draft.act).route[len(draft.signed):]:
        fit = next((p for p in cast if p.id not in taken and his_step(view, draft, step, p)), None)
        if fit is None:
            break
        taken.add(fit.id)
        found.append(fit)
    return tuple(found)


def _when(act: Act, facts: Facts, at: datetime, occurred_at: datetime | None) -> datetime:
    given = as_datetime(facts, act.occurs) if act.occurs else None
    if given is not None and len(str(facts[act.occurs or ""])) == 10 and given.date() == at.astimezone(TZ).date():
        given = at  # a bare day that is today means now
    return given or occurred_at or at


def _targets(act: Act, view: FileView, keys: tuple[str, ...]) -> tuple[tuple[str, ...], FactError | None]:
    if act.per is Per.FILE:
        return (), FactError("subjects", f"「{act.zh}」针对全案办理，不分对象") if keys else None
    held = [s.key for s in view.of_kind(act.per.value)]
    unknown = [k for k in keys if k not in held]
    if unknown:
        return (), FactError("subjects", f"案卷里没有对象「{unknown[0]}」")
    chosen = tuple(dict.fromkeys(keys)) or tuple(held)
    if len(chosen) > 1 and not act.together:
        return (), FactError("subjects", f"「{act.zh}」须逐个办理，请选择一个对象")
    return chosen, None


def _next(view: FileView) -> int:
    return view.events[-1].seq + 1 if view.events else 1


def _with(view: FileView, event: Event) -> FileView:
    return dataclasses.replace(view, events=(*view.events, event))


def _effective(procedure: Procedure, view: FileView, act: Act, targets: tuple[str, ...], facts: Facts, actor: str,
               happened: datetime, at: datetime, ref: int | None, hops: tuple[tuple[str, str], ...]) -> FileView:
    event = Event(_next(view), ACT, act.id, targets, facts, actor, happened, at, ref=ref, signers=hops)
    view = _with(view, event)
    if act.introduces:
        new: tuple[Subject, ...] = act.introduces(facts, event.seq)
        kept = tuple(s for s in view.subjects if s.key not in {n.key for n in new})
        view = dataclasses.replace(view, subjects=(*kept, *new))
    if facts.get("violation_on"):
        view = dataclasses.replace(view, violation_on=date.fromisoformat(str(facts["violation_on"])[:10]))
    return view
