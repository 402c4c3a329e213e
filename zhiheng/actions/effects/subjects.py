"""Every act: subjects that it introduces become rows of parties and findings; acts for a finding mark its state."""
from __future__ import annotations

from zhiheng.actions.effects.registry import EffectContext, effect
from zhiheng.kernel.facts import as_date
from zhiheng.kernel.view import Subject
from zhiheng.records.models import Enterprise, Finding, Party


@effect("*", "*")
def introduced(ctx: EffectContext) -> None:
    """Parties and findings that this very act brought into the file."""
    introduces = ctx.rules.procedure(ctx.view).act(ctx.event.act).introduces
    if introduces is None:
        return
    for subject in introduces(ctx.facts, ctx.event.seq):
        if subject.kind == "party":
            _party(ctx, subject)
        elif subject.kind == "finding":
            _finding(ctx, subject)


@effect("*", "*")
def touched(ctx: EffectContext) -> None:
    """A finding shows the latest act done for it, and the day until which it must be put right."""
    if not ctx.event.subjects:
        return
    changes: dict[str, object] = {"state": ctx.event.act, "state_at": ctx.event.occurred_at}
    due = as_date(ctx.facts, "deadline") or (as_date(ctx.facts, "until") if ctx.facts.get("granted") else None)
    if due:
        changes["due_on"] = due
    Finding.objects.filter(file=ctx.file, key__in=ctx.event.subjects).update(**changes)


def _party(ctx: EffectContext, subject: Subject) -> None:
    attrs = dict(subject.attrs)
    person = attrs.get("kind") in ("person", "individual")
    code = attrs.get("uscc") or attrs.get("code")
    firm = None
    if not person:
        held = ctx.file.enterprise
        known = held is not None and subject.name in (held.name, *held.former_names)  # renamed or merged since
        firm = held if known else _by_code(code) if code else None
    Party.objects.update_or_create(file=ctx.file, key=subject.key, defaults={
        "kind": "person" if person else "unit", "name": subject.name[:120], "enterprise": firm, "attrs": attrs,
        "since_seq": ctx.event.seq})


def _by_code(code: str) -> Enterprise | None:
    """The enterprise of a number, the one that goes on where it was merged."""
    found = Enterprise.objects.select_related("merged_into").filter(code=code).first()
    return (found.merged_into or found) if found else None


def _finding(ctx: EffectContext, subject: Subject) -> None:
    attrs = dict(subject.attrs)
    Finding.objects.update_or_create(file=ctx.file, key=subject.key, defaults={
        "text": str(attrs.get("text") or subject.name), "violation": str(attrs.get("violation") or attrs.get("code") or "")[:40],
        "major": attrs.get("level") == "major", "basis": str(attrs.get("basis") or "")[:300],
        "attrs": attrs, "since_seq": ctx.event.seq})
