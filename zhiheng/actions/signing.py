"""Drafts on their way: sign, return with a reason, withdraw; and a superior's release of a defect."""
from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.actions import accounts, derive, messages
from zhiheng.actions.effect import Pending, add_signature
from zhiheng.actions.errors import NotAllowed, SignatureRefused
from zhiheng.actions.ledger import Book, earlier, lock, request_digest, subject_names, whole_second
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.perform import replay
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel import view as kernel
from zhiheng.kernel.engine import judge, next_sign, role_zh, sign_obstacles
from zhiheng.kernel.procedure import Severity
from zhiheng.kernel.situation import Rules
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import File, Person
from zhiheng.records.queries.view import extended, kernel_event, load_view

MIN_REASON = 10


def sign(file_no: str, draft_seq: int, person: Person, *, opinion: str = "", pin: str | None = None,
         at: datetime | None = None, key: str | None = None, device: str = "") -> Outcome:
    """Sign the next step of a draft in one's own name. With ``pin`` on a colleague's device.

    Raises SignatureRefused (not your step, certificate, signed already), Refused (a gate is unmet at the last
    signature; nothing is written), WrongSecret / LockedOut (PIN), NotAllowed (no such draft on its way).
    """
    moment = whole_second(at or clock_now())
    if pin is not None:
        accounts.verify_pin(person, pin, at=moment)  # outside: a failure must be counted even though nothing is signed
    digest = request_digest("sign", file_no, draft_seq, person.pk, opinion)
    with transaction.atomic():
        file = lock(file_no)
        if known := earlier(key, digest):
            return replay(known)
        rules, view, draft = _travelling(file, draft_seq, person, moment)
        who = view.people.get(person.username)
        faults = sign_obstacles(rules, view, draft, who, moment) if who else ()
        if who is None or faults:
            raise SignatureRefused(faults)
        pending = _pending(file, rules, view, draft)
        return add_signature(pending, Book(file, moment, device, key, digest), draft, person, opinion.strip())


def return_draft(file_no: str, draft_seq: int, person: Person, reason: str, *, paragraph: str | None = None,
                 at: datetime | None = None, key: str | None = None, device: str = "") -> Outcome:
    """Send a draft back with a reason (at least 4 characters), perhaps anchored to a paragraph.

    Only who must sign next may return it.
    """
    moment = whole_second(at or clock_now())
    digest = request_digest("return", file_no, draft_seq, person.pk, reason, paragraph)
    with transaction.atomic():
        file = lock(file_no)
        if known := earlier(key, digest):
            return replay(known)
        rules, view, draft = _travelling(file, draft_seq, person, moment)
        who = view.people.get(person.username)
        wrong = [o for o in sign_obstacles(rules, view, draft, who, moment) if o.gate == "not_your_step"] if who else []
        if who is None or wrong:
            raise SignatureRefused(wrong)
        if len(reason.strip()) < 4:
            raise NotAllowed("退回须写明理由")
        said = {"reason": reason.strip()} | ({"paragraph": paragraph} if paragraph else {})
        step = next_sign(rules.procedures[file.procedure], draft)
        return _hop(file, rules, view, draft, Book(file, moment, device, key, digest), kernel.RETURN, person, said,
                    step.role if step else "")


def withdraw(file_no: str, draft_seq: int, person: Person, reason: str = "", *, at: datetime | None = None,
             key: str | None = None, device: str = "") -> Outcome:
    """Take one's own draft back before it takes effect."""
    moment = whole_second(at or clock_now())
    digest = request_digest("withdraw", file_no, draft_seq, person.pk, reason)
    with transaction.atomic():
        file = lock(file_no)
        if known := earlier(key, digest):
            return replay(known)
        rules, view, draft = _travelling(file, draft_seq, person, moment)
        if draft.actor != person.username:
            raise NotAllowed("只有提交人可以撤回")
        return _hop(file, rules, view, draft, Book(file, moment, device, key, digest), kernel.WITHDRAW, person,
                    {"reason": reason.strip()} if reason.strip() else {}, "")


def release(file_no: str, act: str, gate: str, person: Person, reason: str, *, subject: str | None = None,
            at: datetime | None = None, key: str | None = None, device: str = "") -> Outcome:
    """A superior lets an act pass a defect gate once, with reasons that stay in the file for ever.

    NotAllowed: the gate is met, cannot be released, another role must do it, or the reason is too short.
    """
    moment = whole_second(at or clock_now())
    digest = request_digest("release", file_no, act, gate, person.pk, reason, subject)
    with transaction.atomic():
        file = lock(file_no)
        if known := earlier(key, digest):
            return replay(known)
        rules = rules_for(file.agency)
        view = load_view(file, rules.procedures, now=moment, people={person.username})
        declared = _releasable(rules, view, act, gate)
        who = view.people.get(person.username)
        if who is None or declared not in who.roles:
            raise NotAllowed(f"这一项只能由{role_zh(declared)}说明理由后放行")
        if len(reason.strip()) < MIN_REASON:
            raise NotAllowed(f"放行理由不少于 {MIN_REASON} 个字，理由随卷永久保存")
        found = [o for o in judge(rules, view, act, subject=subject, at=moment).obstacles if o.gate == gate]
        if found and found[0].released:
            raise NotAllowed("这一项已经放行")
        book = Book(file, moment, device, key, digest)
        keys = (subject,) if subject else ()
        row = book.prepare(kernel.RELEASE, act, person, subjects=keys, names=subject_names(view, keys), role=declared,
                           facts={"gate": gate, "reason": reason.strip(),
                                  "says": found[0].says if found else _rule(rules, view, act, gate)})
        book.write()
        derive.refresh(file, rules, extended(view, rules.procedures[file.procedure], (kernel_event(row),)), drafts=False)
        return Outcome(file, None)


def _releasable(rules: Rules, view: kernel.FileView, act: str, gate: str) -> str:
    """The role that may release this gate; NotAllowed when nobody may. Gates on facts need no facts for that."""
    declared = rules.procedures[view.procedure].act(act)
    known = next((g for g in (*declared.gates, *rules.place.extra(view.procedure, act)) if g.id == gate), None)
    if known is None:
        raise NotAllowed(f"「{declared.zh}」没有「{gate}」这一条件，或者它不得放行")
    if known.severity is Severity.WARNING:
        raise NotAllowed("这一项只是提醒，无需放行")
    if known.severity is Severity.VOID and known.verified:
        raise NotAllowed("这一项不得放行")
    return known.release_by or "bureau_head"


def _rule(rules: Rules, view: kernel.FileView, act: str, gate: str) -> str:
    declared = rules.procedures[view.procedure].act(act)
    return next(g.rule for g in (*declared.gates, *rules.place.extra(view.procedure, act)) if g.id == gate)


def _travelling(file: File, draft_seq: int, person: Person,
                at: datetime) -> tuple[Rules, kernel.FileView, kernel.Draft]:
    rules = rules_for(file.agency)
    view = load_view(file, rules.procedures, now=at, people={person.username})
    draft = next((d for d in view.drafts() if d.seq == draft_seq), None)
    if draft is None:
        raise NotAllowed("没有这份送签稿")
    if draft.state != "travelling":
        states = {"returned": "已被退回", "withdrawn": "已被撤回", "effective": "已经生效"}
        raise NotAllowed(f"这份送签稿{states[draft.state]}")
    return rules, view, draft


def _pending(file: File, rules: Rules, view: kernel.FileView, draft: kernel.Draft) -> Pending:
    submitter = Person.objects.get(pk=draft.actor)
    return Pending(file, rules, view, rules.procedures[file.procedure].act(draft.act), draft.facts, draft.subjects,
                   submitter, draft.occurred_at, ())


def _hop(file: File, rules: Rules, view: kernel.FileView, draft: kernel.Draft, book: Book, kind: str, person: Person,
         said: dict[str, str], role: str) -> Outcome:
    row = book.prepare(kind, draft.act, person, subjects=draft.subjects, names=subject_names(view, draft.subjects),
                       facts=said, role=role, ref=draft.seq)
    book.write()
    after = extended(view, rules.procedures[file.procedure], (kernel_event(row),))
    derive.refresh(file, rules, after)
    if kind == kernel.RETURN:
        messages.returned(file, rules, draft, person, said["reason"])
    return Outcome(file, None, draft.seq)
