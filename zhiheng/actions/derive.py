"""What follows from the events and is kept beside them for lists: stage, clocks, signatures to come, officers."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.clocks import LATE, STOPPED, SUSPENDED, ClockState
from zhiheng.kernel.engine import due_clocks, ended, next_sign, stage
from zhiheng.kernel.procedure import Procedure
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import ACT, Draft, FileView
from zhiheng.records.models import Assignment, ClockRow, File, Person, Signing
from zhiheng.records.models.files import FAR

CACHED = ("stage", "officers", "next_due", "due_sort", "next_clock", "next_provisional", "last_act", "last_at", "ended_at",
          "archived_at", "head_hash", "event_count", "title", "violation_on", "domain", "kind", "place", "serial",
          "serial_year")


def refresh(file: File, rules: Rules, view: FileView, *, drafts: bool = True, afresh: bool = False) -> None:
    """Bring every derived row of a file up to its events and save the file's caches.

    ``drafts``: signatures to come may have changed. ``afresh``: trust no cache, not even the officers'.
    """
    procedure = rules.procedure(view)
    clocks = clock_rows(file, rules, view)
    before = list(file.officers)
    _caches(file, procedure, view, clocks)
    _replace(ClockRow, file, clocks, _CLOCK)
    if drafts:
        _replace(Signing, file, signing_rows(file, procedure, view), _SIGNING)
    if file.officers != before or afresh:
        _assign(file, view)
    file.save(update_fields=CACHED)


def _caches(file: File, procedure: Procedure, view: FileView, clocks: list[ClockRow]) -> None:
    file.stage = stage(procedure, view).id
    file.officers = list(view.officers())
    mine = [c for c in clocks if c.whose == "agency" and c.due_at is not None]
    first = min(mine, key=lambda c: (c.due_at, c.clock, c.subject), default=None)  # type: ignore[arg-type, return-value]
    file.next_due = first.due_at if first else None
    file.due_sort = file.next_due or FAR
    file.next_clock = first.clock if first else ""
    file.next_provisional = bool(first and first.provisional)
    acts = [e for e in view.events if e.kind == ACT]
    file.last_act = acts[-1].act if acts else ""
    file.last_at = acts[-1].recorded_at if acts else None
    enders = [e for e in acts if procedure.act(e.act).ends]
    file.ended_at = enders[0].occurred_at if enders else None
    file.archived_at = next((e.occurred_at for e in acts if e.act == "archive"), None)
    if file.ended_at and file.ended_at == file.archived_at and not ended(procedure, view):
        file.ended_at = None


def clock_rows(file: File, rules: Rules, view: FileView) -> list[ClockRow]:
    """A row for every clock that still runs or is held; independent of the moment of asking."""
    procedure = rules.procedure(view)
    return [_clock_row(file, procedure, view, s) for s in due_clocks(rules, view) if s.state not in (STOPPED, LATE)]


def _clock_row(file: File, procedure: Procedure, view: FileView, s: ClockState) -> ClockRow:
    held = s.state == SUSPENDED
    limit = None if held else s.due
    target = view.subject(s.subject) if s.subject else None
    act = procedure.act(s.clock.todo) if s.clock.todo else None
    return ClockRow(
        file=file, clock=s.clock.id, zh=s.clock.zh, subject=s.subject or "",
        subject_name=(target.name if target else "")[:120], started_at=s.started_at,
        due_at=limit.at if limit else None, due_on=limit.on if limit else None,
        provisional=bool(limit and limit.provisional), management=s.clock.management,
        state="suspended" if held else "running", whose=s.clock.whose, todo=act.id if act else "",
        todo_zh=act.zh if act else "", role=_todo_role(act.by) if act else "",
        articles=[a.key() for a in s.articles], explanation=list(limit.explanation) if limit else [])  # a held clock counts on from day to day


def _todo_role(by: tuple[str, ...]) -> str:
    """On whose desk the act stands: those named first may begin it, the others may as well."""
    return "handler" if by[0] == "officer" else by[0]


def signing_rows(file: File, procedure: Procedure, view: FileView) -> list[Signing]:
    """Drafts on their way, and returned ones that were not taken up again."""
    drafts, over = view.drafts(), ended(procedure, view)
    return [_signing_row(file, procedure, view, d) for d in drafts
            if d.state == "travelling" or (d.state == "returned" and not over and not _taken_up(d, drafts))]


def _taken_up(returned: Draft, drafts: tuple[Draft, ...]) -> bool:
    """Whether a later draft of the same act, for one of the same subjects, has taken its place."""
    mine = set(returned.subjects)
    return any(d.seq > returned.seq and d.act == returned.act
               and (not mine or not d.subjects or mine & set(d.subjects)) for d in drafts)


def _signing_row(file: File, procedure: Procedure, view: FileView, draft: Draft) -> Signing:
    step = next_sign(procedure, draft) if draft.state == "travelling" else None
    done = [h.actor for h in draft.signed]
    hops = [e for e in view.events if e.ref == draft.seq]
    since = hops[-1].recorded_at if hops else next(e.recorded_at for e in view.events if e.seq == draft.seq)
    officers = step is not None and step.role in ("handler", "second")
    names = "、".join(s.name for k in draft.subjects if (s := view.subject(k)))
    return Signing(
        file=file, draft_seq=draft.seq, act=draft.act, act_zh=procedure.act(draft.act).zh, subject_names=names[:200],
        submitter_id=draft.actor, submitted_at=next(e.recorded_at for e in view.events if e.seq == draft.seq),
        state=draft.state, step=len(done), step_zh=step.zh if step else "", role=step.role if step else "",
        persons=[p for p in view.officers() if p not in done] if officers else [], signed=done,
        reason=draft.reason[:400], waiting_since=since)


_CLOCK = tuple(f.name for f in ClockRow._meta.concrete_fields if f.name not in ("id", "file"))
_SIGNING = tuple(f.name for f in Signing._meta.concrete_fields if f.name not in ("id", "file"))


def comparable(row: Any, fields: tuple[str, ...]) -> tuple[str, ...]:
    """A row as plain text, for telling whether anything differs."""
    out = []
    for name in fields:
        value = getattr(row, f"{name}_id" if name == "submitter" else name)
        out.append(str(value.astimezone(TZ) if isinstance(value, datetime) else value))
    return tuple(out)


def _replace(model: type[Any], file: File, fresh: list[Any], fields: tuple[str, ...]) -> None:
    """Write only when something differs: most acts leave most rows as they are."""
    held = [(comparable(r, fields), r.pk) for r in model.objects.filter(file=file)]
    wanted = [(comparable(r, fields), r) for r in fresh]
    new, have = {said for said, _ in wanted}, {said for said, _ in held}
    gone = [pk for said, pk in held if said not in new]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    missing = [r for said, r in wanted if said not in have]
    if missing:
        model.objects.bulk_create(missing)


def _assign(file: File, view: FileView) -> None:
    held = set(Assignment.objects.filter(file=file).values_list("person_id", flat=True))
    wanted = set(view.officers())
    if held - wanted:
        Assignment.objects.filter(file=file, person__in=held - wanted).delete()
    if wanted - held:
        known = Person.objects.filter(username__in=wanted - held).values_list("username", flat=True)
        Assignment.objects.bulk_create([Assignment(file=file, person_id=p) for p in known])
