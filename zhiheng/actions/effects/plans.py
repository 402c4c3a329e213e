"""年度监督检查计划: the plan's row, its fixed versions, and visits written off by the inspections that carry them out."""
from __future__ import annotations

from zhiheng.actions import plan_places
from zhiheng.actions.effects.registry import EffectContext, effect
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.clock import TZ
from zhiheng.planning.days import year_days
from zhiheng.records import store
from zhiheng.records.models import Mandate, Plan, PlanItem, PlanVersion
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.plans import DONE, PLANNED, content_of, counted, default_body, live

PROCEDURE = "annual_plan"


@effect(PROCEDURE, "compile")
def begun(ctx: EffectContext) -> None:
    """One plan an agency and year; what is there already stays."""
    ctx.file.title = str(ctx.facts["title"])[:200]
    year, on = int(ctx.facts["year"]), ctx.event.occurred_at.date()
    days = year_days(year, rules_for(ctx.file.agency).calendar)
    officers = Mandate.objects.filter(in_force(on), role="officer", agency=ctx.file.agency).values("person").distinct().count()
    Plan.objects.get_or_create(agency=ctx.file.agency, year=year, defaults={
        "file": ctx.file, "body": default_body(days.statutory, max(1, officers), days.provisional), "changed_at": ctx.event.recorded_at})


@effect(PROCEDURE, "submit", "change")
def fixed(ctx: EffectContext) -> None:
    """The version as it stands is kept whole under its hash."""
    plan = Plan.objects.select_related("agency").get(file=ctx.file)
    number = int(ctx.facts["version"])
    if PlanVersion.objects.filter(plan=plan, number=number, content=ctx.facts["content"]).exists():
        return
    text, content = content_of(plan, live(plan))
    if content == ctx.facts["content"]:
        store.put_bytes(text)
    PlanVersion.objects.update_or_create(plan=plan, number=number, defaults={
        "content": ctx.facts["content"], "event_seq": ctx.event.seq, "made_at": ctx.event.recorded_at, "label": ctx.event.act,
        "counts": {k: v for k, v in counted(plan, ctx.event.occurred_at.date()).figures.items() if isinstance(v, int)}})
    Plan.objects.filter(pk=plan.pk).update(state="submitted" if ctx.event.act == "submit" else "approved", version=number + 1,
                                           changed_at=ctx.event.recorded_at)


@effect(PROCEDURE, "approve")
def approved(ctx: EffectContext) -> None:
    """From now on inspections write it off; those already made this year by plan or draw do so at once."""
    Plan.objects.filter(file=ctx.file).update(state="approved", changed_at=ctx.event.recorded_at)
    if plan := Plan.objects.filter(file=ctx.file).first():
        plan_places.catch_up(plan)


@effect(PROCEDURE, "close")
def closed(ctx: EffectContext) -> None:
    Plan.objects.filter(file=ctx.file).update(state="closed", changed_at=ctx.event.recorded_at)


@effect("inspection", "plan", "emergency_entry")
def taken_up(ctx: EffectContext) -> None:
    """An inspection takes up the visit its plan names (年度计划条目 number), else the next open one to the enterprise, else an
    ordinary one still to be drawn."""
    day, facts = ctx.event.occurred_at.astimezone(TZ).date(), ctx.facts
    plan_places.take(ctx.file, day, str(facts.get("source_type") or ""), str(facts.get("plan_item_ref") or ""))


@effect("inspection", "call_off")
def given_back(ctx: EffectContext) -> None:
    """A visit that was not made leaves its place open: it is not done, and another inspection may take it up."""
    plan_places.give_back(ctx.file)


@effect("inspection", "complete")
def written_off(ctx: EffectContext) -> None:
    """The visit is done when the inspection is: nobody ticks a box."""
    PlanItem.objects.filter(visit=ctx.file, state=PLANNED).update(state=DONE)
