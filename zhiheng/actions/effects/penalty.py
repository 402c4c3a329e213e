"""行政处罚（普通程序): the decision against each party, its service, and the money."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import F

from zhiheng.actions.effects.registry import EffectContext, effect
from zhiheng.kernel.facts import as_date
from zhiheng.kernel.view import Subject
from zhiheng.records.models import Party, Payment, PaymentNotice, Penalty

PENALTY = "penalty_ordinary"


@effect(PENALTY, "lead", "file_case")
def head(ctx: EffectContext) -> None:
    """Title, place and the day of the act (which fixes the law's version, 行政处罚法 37) of the file."""
    facts, file = ctx.facts, ctx.file
    file.title = str(facts.get("cause") or file.title or facts.get("suspect") or "")[:200]
    file.place = str(facts.get("place_of_violation") or file.place)[:200]
    file.violation_on = as_date(facts, "violation_on") or file.violation_on


@effect(PENALTY, "decide")
def decided(ctx: EffectContext) -> None:
    """One row a party: the amounts in fen, the kinds, the number of the decision."""
    for subject, party in _parties(ctx):
        facts = ctx.facts
        _penalty(ctx, party, "penalty", fine_fen=int(facts.get("fine_amount") or 0),
                 confiscated_fen=int(facts.get("gain_amount") or 0), kinds=list(facts.get("kinds") or ()),
                 document_no=_number(ctx, subject, "penalty_decision"))


@effect(PENALTY, "decide_no_penalty")
def not_punished(ctx: EffectContext) -> None:
    for subject, party in _parties(ctx):
        _penalty(ctx, party, "none", document_no=_number(ctx, subject, "no_penalty_decision"),
                 kinds=[str(ctx.facts.get("reason_type") or "")])


@effect(PENALTY, "serve")
def served(ctx: EffectContext) -> None:
    """Service of the decision; the fine is due within fifteen days of it (行政处罚法 67-3)."""
    documents = set(ctx.facts.get("documents") or ())
    if not documents & {"penalty_decision", "no_penalty_decision"}:
        return
    day = as_date(ctx.facts, "received_at") or ctx.event.occurred_at.date()
    for _, party in _parties(ctx):
        row = Penalty.objects.filter(party=party).order_by("event_seq").last()
        if row is not None:
            row.served_on = day
            row.pay_until = day + timedelta(days=15) if row.fine_fen else None
            row.save(update_fields=["served_on", "pay_until"])


@effect(PENALTY, "payment_notice")
def notified(ctx: EffectContext) -> None:
    """A treasury notice: the officer never takes the money (行政处罚法 67)."""
    for _, party in _parties(ctx):
        PaymentNotice.objects.create(
            file=ctx.file, party=party, number=str(ctx.facts.get("notice_no") or "")[:60],
            amount_fen=int(ctx.facts.get("fine_amount") or 0), issued_on=ctx.event.occurred_at.date(),
            event_seq=ctx.event.seq)


@effect(PENALTY, "payment")
def paid(ctx: EffectContext) -> None:
    """Money that arrived; what was added for lateness is kept apart from the fine."""
    amount, added = int(ctx.facts.get("amount") or 0), int(ctx.facts.get("added_amount") or 0)
    for _, party in _parties(ctx):
        Payment.objects.create(
            file=ctx.file, party=party, amount_fen=amount, late_fee_fen=added,
            paid_on=as_date(ctx.facts, "paid_on") or ctx.event.occurred_at.date(),
            receipt=str(ctx.facts.get("receipt_no") or "")[:80], event_seq=ctx.event.seq)
        latest = Penalty.objects.filter(party=party).order_by("event_seq").last()
        if latest is not None:
            Penalty.objects.filter(pk=latest.pk).update(paid_fen=F("paid_fen") + amount - added)


@effect(PENALTY, "defer_payment")
def deferred(ctx: EffectContext) -> None:
    """Deferral moves the last day of payment (行政处罚法 66-2)."""
    until = as_date(ctx.facts, "defer_to")
    if until:
        Penalty.objects.filter(party__in=[p.pk for _, p in _parties(ctx)]).update(pay_until=until)


def _parties(ctx: EffectContext) -> list[tuple[Subject, Party]]:
    rows = {p.key: p for p in Party.objects.filter(file=ctx.file)}
    return [(s, rows[s.key]) for s in ctx.subjects("party") if s.key in rows]


def _penalty(ctx: EffectContext, party: Party, decision: str, **values: Any) -> None:
    day: date = ctx.event.occurred_at.date()
    Penalty.objects.update_or_create(file=ctx.file, party=party, event_seq=ctx.event.seq,
                                     defaults={"decided_on": day, "decision": decision} | values)


def _number(ctx: EffectContext, subject: Subject, code: str) -> str:
    for paper in ctx.papers:
        if str(paper["code"]).startswith(code) and paper["subject"] in ("", subject.key):
            return str(paper["no"])
    return ""
