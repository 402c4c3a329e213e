"""The one door: open a file, perform an act. One transaction: check, event, effects, papers, clocks, messages."""
from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhiheng.actions import papers, spawn
from zhiheng.actions.effect import Pending, first_signature, take_effect
from zhiheng.actions.errors import Invalid, Refused
from zhiheng.actions.ledger import (
    Book,
    earlier,
    hold,
    lock,
    next_serial,
    request_digest,
    subject_names,
    whole_second,
)
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel import view as kernel
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.engine import Judgement, judge
from zhiheng.kernel.facts import FactError, as_datetime, parse
from zhiheng.kernel.procedure import Act, Per
from zhiheng.kernel.situation import Rules
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Enterprise, Event, File, FileCounter, FileLink, Person
from zhiheng.records.queries.people import kernel_people
from zhiheng.records.queries.view import load_view, people_in

Origin = tuple[str, Mapping[str, str]]
"""The file it came from, and which of its subjects became which of the new file's."""


def open_file(procedure: str, act: str, facts: Mapping[str, Any], actor: Person, *, agency: Agency,
              enterprise: Enterprise | None = None, origin: Origin | None = None, violation_on: date | None = None,
              title: str = "", place: str = "", domain: str = "", kind: str = "", at: datetime | None = None,
              occurred_at: datetime | None = None, key: str | None = None, device: str = "") -> Outcome:
    """Open a file by one of its entry acts. Raises as :func:`perform`; nothing is left when it raises.

    ``violation_on`` fixes the law's version; ``domain`` the field that certificates must cover.
    """
    moment = whole_second(at or clock_now())
    digest = request_digest("open", procedure, act, facts, actor.pk, agency.pk, enterprise.pk if enterprise else None,
                            origin)
    try:
        with transaction.atomic():
            if known := earlier(key, digest):
                return replay(known)
            rules = rules_for(agency)
            hold(agency, enterprise.pk if enterprise else None)
            file = _new_file(rules, procedure, agency, enterprise, moment, violation_on=violation_on, title=title,
                             place=place, domain=domain, kind=kind)
            if origin:
                _bind(file, origin, moment)
            made = _perform(file, rules, act, facts, actor, (), moment, occurred_at, key, digest, device)
            if act not in rules.procedures[procedure].entry:  # after the gates: their reasons say more
                raise Invalid([FactError("", f"不能以「{rules.procedures[procedure].act(act).zh}」建立案卷")])
            return made
    except IntegrityError:
        if known := earlier(key, digest):  # the same request won the race
            return replay(known)
        raise


def perform(file_no: str, act: str, facts: Mapping[str, Any], actor: Person, *, subjects: Sequence[str] = (),
            at: datetime | None = None, occurred_at: datetime | None = None, key: str | None = None,
            device: str = "", guest: Agency | None = None) -> Outcome:
    """Perform one act on a file, or send it on its way when others must sign.

    ``guest``: the agency of somebody who acts on another's file (receives what was handed over, joins a visit): his
    posts there count, and whether the act is for such hands its declaration says.

    ``at`` is the moment of recording (now), ``occurred_at`` when it happened. ``subjects`` are keys of parties,
    findings ...; empty means all of the act's kind. Raises Invalid (input), Refused (gates; with all obstacles),
    SignatureRefused, KeyReused, PaperError, File.DoesNotExist; nothing is written then.
    """
    moment = whole_second(at or clock_now())
    digest = request_digest("perform", file_no, act, facts, actor.pk, list(subjects))
    with transaction.atomic():
        file = lock(file_no)
        if known := earlier(key, digest):
            return replay(known)
        rules = rules_for(file.agency)
        return _perform(file, rules, act, facts, actor, tuple(subjects), moment, occurred_at, key, digest, device, guest)


def assess(file_no: str, act: str, facts: Mapping[str, Any] | None, actor: Person | None, *,
           subjects: Sequence[str] = (), at: datetime | None = None) -> tuple[Judgement, ...]:
    """The judgements of :func:`perform` without doing anything; unreadable facts are left out."""
    moment = whole_second(at or clock_now())
    file = File.objects.select_related("agency", "enterprise").get(no=file_no)
    rules = rules_for(file.agency)
    declared = rules.procedures[file.procedure].act(act)
    values = parse(declared.fields, facts, partial=True).values if facts is not None else None
    view = load_view(file, rules.procedures, now=moment,
                     people={*([actor.username] if actor else []), *people_in(values or {})})
    who = view.people.get(actor.username) if actor else None
    keys: Sequence[str | None] = _targets(declared, view, tuple(subjects)) or (None,)
    return tuple(judge(rules, view, act, subject=k, facts=values, actor=who, at=moment) for k in keys)


def _perform(file: File, rules: Rules, act_id: str, raw: Mapping[str, Any], actor: Person, keys: tuple[str, ...],
             at: datetime, occurred_at: datetime | None, key: str | None, digest: str, device: str,
             guest: Agency | None = None) -> Outcome:
    procedure = rules.procedures[file.procedure]
    act = procedure.act(act_id)
    parsed = parse(act.fields, raw)
    if parsed.errors:
        raise Invalid(parsed.errors)
    facts = parsed.values
    happened = _when(act, facts, at, occurred_at)
    view = load_view(file, rules.procedures, now=at, people={actor.username, *people_in(facts)})
    if guest is not None:
        own = kernel_people([actor.username], guest, at.astimezone(TZ).date())
        view = dataclasses.replace(view, people={**view.people, **own})
    targets = _targets(act, view, keys)
    who = view.people.get(actor.username)
    judgements = [judge(rules, view, act_id, subject=k, facts=facts, actor=who, at=happened)
                  for k in (targets or (None,))]
    if not all(j.lawful for j in judgements):
        raise Refused(judgements)
    book = Book(file, at, device, key, digest)
    pending = Pending(file, rules, view, act, facts, targets, actor, happened, tuple(judgements))
    if not act.route:
        return take_effect(pending, book)
    chosen = [s for k in targets if (s := view.subject(k)) is not None]
    papers.try_all(file, view, act, facts, chosen, happened)
    draft = book.prepare(kernel.DRAFT, act.id, actor, subjects=targets, names=subject_names(view, targets),
                         facts=facts, occurred_at=happened)
    return first_signature(pending, book, draft)


def _when(act: Act, facts: Mapping[str, Any], at: datetime, occurred_at: datetime | None) -> datetime:
    """When it happened: the act's own fact, else what the caller says, else now. Not later than now."""
    given = as_datetime(facts, act.occurs) if act.occurs else None
    if given is not None and len(str(facts[act.occurs])) == 10 and given.date() == at.astimezone(TZ).date():
        given = at  # a bare day that is today means now
    happened = given or occurred_at or at
    if happened.astimezone(TZ).date() > at.astimezone(TZ).date():
        raise Invalid([FactError(act.occurs or "", f"发生时间 {happened.astimezone(TZ):%Y-%m-%d} 晚于今日，不能提前登记")])
    return whole_second(happened)


def _targets(act: Act, view: kernel.FileView, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The subjects the act is done for. Empty for acts of the whole file (and when there is none yet)."""
    if act.per is Per.FILE:
        if keys:
            raise Invalid([FactError("subjects", f"「{act.zh}」针对全案办理，不分对象")])
        return ()
    held = [s.key for s in view.of_kind(act.per.value)]
    unknown = [k for k in keys if k not in held]
    if unknown:
        raise Invalid([FactError("subjects", f"案卷里没有对象「{unknown[0]}」")])
    chosen = tuple(dict.fromkeys(keys)) or tuple(held)
    if len(chosen) > 1 and not act.together:
        raise Invalid([FactError("subjects", f"「{act.zh}」须逐个办理，请选择一个对象")])
    return chosen


def _new_file(rules: Rules, procedure: str, agency: Agency, enterprise: Enterprise | None, at: datetime, *,
              violation_on: date | None, title: str, place: str, domain: str, kind: str) -> File:
    year = at.astimezone(TZ).year
    seq = next_serial(FileCounter, agency=agency, year=year)
    named = title or (f"{enterprise.name} {rules.procedures[procedure].zh}" if enterprise else
                      rules.procedures[procedure].zh)
    return File.objects.create(
        no=f"{agency.code}-{year}-{seq:05d}", agency=agency, procedure=procedure, title=named[:200],
        place=(place or (enterprise.address if enterprise else ""))[:200], enterprise=enterprise, opened_at=at,
        year=year, seq=seq, violation_on=violation_on, domain=domain, kind=kind)


def _bind(file: File, origin: Origin, at: datetime) -> None:
    no, subjects = origin
    source = File.objects.select_related("enterprise").get(no=no)
    FileLink.objects.create(origin=source, outcome=file, subjects=dict(subjects), made_at=at)
    if file.enterprise_id is None and source.enterprise_id is not None:
        file.enterprise = source.enterprise
        file.save(update_fields=["enterprise"])


def replay(known: Event) -> Outcome:
    """The outcome of an earlier request with the same key, read back from the record."""
    file = File.objects.select_related("agency", "enterprise").get(pk=known.file_id)
    effective = known if known.kind == kernel.ACT else Event.objects.filter(
        file=file, kind=kernel.ACT, ref=known.ref if known.kind != kernel.DRAFT else known.seq).first()
    made = tuple(file.papers.filter(event_seq=effective.seq)) if effective else ()
    draft = known.seq if known.kind == kernel.DRAFT else known.ref
    spawned = tuple(FileLink.objects.filter(origin=file, made_at=known.recorded_at)
                    .values_list("outcome__no", flat=True))
    return Outcome(file, effective, draft, made, (), spawned, replayed=True)


spawn.use_opener(open_file)
spawn.use_door(perform)
