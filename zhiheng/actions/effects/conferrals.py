"""委托执法 and 赋权登记: the agreement or decision becomes a conferral, is published, filed upward, and ends."""
from __future__ import annotations

from typing import Any

from zhiheng.actions.effects.registry import EffectContext, effect
from zhiheng.kernel.facts import as_date
from zhiheng.law.procedures.delegation_facts import ENDS
from zhiheng.law.procedures.delegation_gates import codes_in, highest
from zhiheng.records.models import Agency, Conferral

INSPECTION = "inspection"


@effect("delegation", "draft")
def drafted(ctx: EffectContext) -> None:
    """The file is named after the body."""
    ctx.file.title = f"委托{_grantee(ctx.facts).name}执法"[:200]


@effect("delegation", "sign")
def signed(ctx: EffectContext) -> None:
    """The agreement as reviewed; it is of use only once published (行政处罚法 20-2)."""
    draft = ctx.view.last("draft")
    assert draft is not None  # a gate of the act
    facts = draft.facts
    number = next((str(p["no"]) for p in ctx.papers if p["code"] == "entrustment_letter"), "")
    _keep(ctx, "delegation", facts, ceiling_fen=highest(facts.get("bound"), facts.get("limit")) if facts.get("items") else None,
          basis="；".join(facts.get("basis") or ())[:300], document_no=number[:80])


@effect("power_assignment", "register")
def registered(ctx: EffectContext) -> None:
    """The province's decision; the body acts in its own name (行政处罚法 24)."""
    facts = ctx.facts
    ctx.file.title = f"赋权{_grantee(facts).name}"[:200]
    _keep(ctx, "assignment", facts, basis=str(facts.get("title") or "")[:300], document_no=str(facts.get("document_no") or "")[:80])


@effect("delegation", "publish")
@effect("power_assignment", "publish")
def published(ctx: EffectContext) -> None:
    """From now on it may be used; an agreement that it names as replaced ends on the day the new one begins."""
    row = Conferral.objects.filter(file=ctx.file).select_related("grantee").get()
    row.published_on = as_date(ctx.facts, "published_on") or ctx.event.occurred_at.date()
    row.save(update_fields=["published_on"])
    draft = ctx.view.last("draft")
    replaced = str(draft.facts.get("replaces") or "") if draft else ""
    if replaced:
        Conferral.objects.filter(grantee=row.grantee, document_no=replaced, ended_on=None).exclude(pk=row.pk).update(
            ended_on=row.since, end_reason=f"由{row.document_no}取代")
    _mark(row.grantee)


@effect("delegation", "file_upward")
def filed(ctx: EffectContext) -> None:
    Conferral.objects.filter(file=ctx.file).update(filed_on=as_date(ctx.facts, "filed_on") or ctx.event.occurred_at.date())


@effect("delegation", "end")
@effect("power_assignment", "end")
def ended(ctx: EffectContext) -> None:
    """The first day without it, and why."""
    reason = dict(ENDS).get(str(ctx.facts.get("reason") or ""), "") or f"省级决定{ctx.facts.get('document_no') or ''}"
    row = Conferral.objects.filter(file=ctx.file).select_related("grantee").get()
    day = as_date(ctx.facts, "ended_on") or ctx.event.occurred_at.date()
    row.ended_on, row.end_reason = min(day, row.ended_on) if row.ended_on else day, reason[:300]
    row.save(update_fields=["ended_on", "end_reason"])
    _mark(row.grantee)


def _keep(ctx: EffectContext, kind: str, facts: Any, **values: Any) -> None:
    items = [*codes_in(facts), *([INSPECTION] if facts.get("inspection") else [])]
    Conferral.objects.update_or_create(file=ctx.file, defaults={
        "kind": kind, "grantor": ctx.file.agency, "grantee": _grantee(facts), "items": items, "areas": list(facts.get("areas") or ()),
        "since": as_date(facts, "since"), "until": as_date(facts, "until"), "event_seq": ctx.event.seq,
        "made_at": ctx.event.recorded_at} | values)


def _grantee(facts: Any) -> Agency:
    return Agency.objects.get(code=str(facts["grantee"]).upper())


def _mark(body: Agency) -> None:
    """``delegated`` is a cache: the latest published conferral of the body is a delegation. What it began as such stays in
    the grantor's name, so an end alone does not change it."""
    latest = Conferral.objects.filter(grantee=body, published_on__isnull=False).order_by("since", "pk").last()
    body.delegated = latest is not None and latest.kind == "delegation"
    body.save(update_fields=["delegated"])
