"""专项行动: its number, the frozen list, the visits of the annual plan that are its tasks, and who learns of them."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from zhiheng.actions.effects.registry import EffectContext, effect
from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import as_date
from zhiheng.law.procedures.campaign import split
from zhiheng.planning.needs import CAMPAIGN
from zhiheng.records import store
from zhiheng.records.models import Enterprise, Message, PlanItem
from zhiheng.records.queries import campaigns as read
from zhiheng.records.queries.plans import CANCELLED, PLANNED

PROCEDURE = "campaign"


@effect(PROCEDURE, "set_up")
def numbered(ctx: EffectContext) -> None:
    """A number of the agency's year; a campaign withdrawn keeps its own."""
    ctx.file.title = str(ctx.facts["title"])[:200]
    ctx.file.kind = read.serial(ctx.file)


@effect(PROCEDURE, "approve")
def frozen(ctx: EffectContext) -> None:
    """The list as it was approved is kept whole under its hash; played again later, what is kept stays."""
    drawn = ctx.view.last("set_up")
    if drawn is None or read.frozen_rows(str(ctx.facts["scope"])):
        return
    text, scope, _ = read.content_of(ctx.file, drawn.facts)
    if scope == ctx.facts["scope"]:
        store.put_bytes(text)


@effect(PROCEDURE, "assign")
def handed_out(ctx: EffectContext) -> None:
    """Every enterprise of the list becomes a visit of the year's plan, with its unit, two officers and a working day."""
    approved, drawn = ctx.view.last("approve"), ctx.view.last("set_up")
    plan = read.plan_for(ctx.file.agency_id, ctx.event.occurred_at.astimezone(TZ).year)
    if approved is None or drawn is None or plan is None or PlanItem.objects.filter(campaign=ctx.file).exists():
        return
    rows = read.frozen_rows(str(approved.facts["scope"]))
    first, last = as_date(ctx.facts, "first") or ctx.event.occurred_at.date(), as_date(ctx.facts, "last") or ctx.event.occurred_at.date()
    fields = dict(Enterprise.objects.filter(pk__in=[r[0] for r in rows]).values_list("pk", "fields"))
    made: list[PlanItem] = []
    for division, own in _divided(rows, ctx.facts["divisions"]):
        for row, on in zip(own, spread(len(own), first, last, ctx.rules.calendar), strict=True):
            if row[0] not in fields:
                continue
            field = str(drawn.facts.get("field") or next(iter(fields[row[0]] or ()), ""))
            made.append(PlanItem(
                plan=plan, enterprise_id=row[0], unit=division["unit"][:60], kind=CAMPAIGN, field=field[:40], month=on.month, on=on,
                officers=list(division["who"]), source=f"专项行动 {read.number(ctx.file)}"[:120], campaign=ctx.file))
    PlanItem.objects.bulk_create(made)
    _tell(ctx, made)


def _divided(rows: Sequence[Sequence[Any]], divisions: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], list[Sequence[Any]]]]:
    """Each row at the first division that names its area, else at the first that names none."""
    found: list[tuple[Mapping[str, Any], list[Sequence[Any]]]] = [(d, []) for d in divisions]
    areas = [set(split(str(d.get("areas") or ""))) for d in divisions]
    rest = next((n for n, named in enumerate(areas) if not named), None)
    for row in rows:
        at = next((n for n, named in enumerate(areas) if (row[3] or "属地未登记") in named), rest)
        if at is not None:
            found[at][1].append(row)
    return found


def spread(count: int, first: date, last: date, calendar: Calendar) -> list[date]:
    """``count`` working days from ``first`` to ``last``, evenly; ``first`` itself where there is none between."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    working = [d for d in days if calendar.is_working_day(d)] or [first]
    return [working[n * len(working) // count] for n in range(count)]


def _tell(ctx: EffectContext, made: Sequence[PlanItem]) -> None:
    """Every officer learns how many enterprises are his."""
    mine: dict[str, int] = {}
    for item in made:
        for officer in item.officers:
            mine[officer] = mine.get(officer, 0) + 1
    for officer, count in mine.items():
        Message.objects.get_or_create(dedupe=f"campaign/{ctx.file.pk}/{officer}"[:120], defaults={
            "person_id": officer, "file": ctx.file, "kind": "campaign", "at": ctx.event.recorded_at,
            "text": f"{ctx.file.title}（{read.number(ctx.file)}）下达检查任务 {count} 家，请在 {ctx.facts['last']} 前完成"[:300]})


@effect(PROCEDURE, "adjust")
def taken_out(ctx: EffectContext) -> None:
    named = [int(str(t)[1:]) for t in ctx.facts["tasks"] if str(t)[1:].isdecimal()]
    PlanItem.objects.filter(pk__in=named, campaign=ctx.file, state=PLANNED, visit=None).update(state=CANCELLED)


@effect(PROCEDURE, "withdraw")
def given_up(ctx: EffectContext) -> None:
    """Visits not begun go with the campaign; those begun are finished as any inspection."""
    PlanItem.objects.filter(campaign=ctx.file, state=PLANNED, visit=None).update(state=CANCELLED)


@effect("inspection", "plan", "emergency_entry")
def carried_out(ctx: EffectContext) -> None:
    """An inspection that names a campaign takes up its task there, beside the place of the plan it may name as well."""
    if ctx.facts.get("source_type") != "campaign" or ctx.file.enterprise_id is None:
        return
    year = ctx.event.occurred_at.astimezone(TZ).year
    named = read.known(ctx.file.agency, year).get(str(ctx.facts.get("source_document") or "").strip())
    if named is None or PlanItem.objects.filter(visit=ctx.file, campaign=named.pk).exists():
        return
    task = read.open_tasks(ctx.file.enterprise_id, year).filter(campaign=named.pk).first()
    if task is not None:
        PlanItem.objects.filter(pk=task.pk).update(visit=ctx.file)
