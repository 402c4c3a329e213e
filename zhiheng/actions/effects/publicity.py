"""Publication of a decision (each party apart) and of an inspection's result."""
from __future__ import annotations

from datetime import date

from zhiheng.actions import publicity
from zhiheng.actions.effects.registry import EffectContext, effect
from zhiheng.kernel.engine import due_clocks
from zhiheng.kernel.facts import as_date, as_datetime
from zhiheng.records.models import Party, Penalty


@effect("penalty_ordinary", "publish")
def penalty(ctx: EffectContext) -> None:
    """The masked decision becomes public; with a stated reason to withhold, nothing does (行政处罚法 48, 50)."""
    reason = str(ctx.facts.get("withhold_reason") or "").strip()
    shown = as_datetime(ctx.facts, "published_at") or ctx.event.occurred_at
    parties = {p.key: p for p in Party.objects.filter(file=ctx.file)}
    for subject in ctx.subjects("party"):
        decided = ctx.view.last("decide", subject.key)
        row = Penalty.objects.filter(party=parties.get(subject.key)).order_by("event_seq").last()
        if decided is None or row is None:
            continue
        due_on = _due(ctx, "publicity", subject.key) or as_date(ctx.facts, "publish_deadline")
        if reason:
            publicity.withhold(ctx.file, "penalty", subject.key, reason, decided_on=row.decided_on, seq=ctx.event.seq,
                               due_on=due_on)
            continue
        candidate = publicity.penalty_candidate(
            ctx.file, ctx.view, subject, decided.facts, row.decided_on,
            row.document_no or str(ctx.facts.get("decision_no") or ""), bool(ctx.facts.get("secrets_checked")) or None)
        publicity.show(ctx.file, "penalty", subject.key, candidate, published_at=shown, seq=ctx.event.seq, due_on=due_on)


@effect("inspection", "publish")
def inspection(ctx: EffectContext) -> None:
    """The result of an inspection, as counts."""
    done = ctx.view.last("complete")
    stated = as_date(done.facts, "completed_on") if done else None
    on = stated or (done.occurred_at if done else ctx.event.occurred_at).date()
    candidate = publicity.inspection_candidate(ctx.file, ctx.view, on)
    publicity.show(ctx.file, "inspection", "", candidate, published_at=ctx.event.recorded_at, seq=ctx.event.seq,
                   due_on=_due(ctx, "publish_result", None))


def _due(ctx: EffectContext, clock: str, subject: str | None) -> date | None:
    """The last day of the publication clock: 7 working days for penalties, 20 for other results."""
    return next((s.due.on for s in due_clocks(ctx.rules, ctx.view)
                 if s.clock.id == clock and s.subject == subject and s.due is not None), None)
