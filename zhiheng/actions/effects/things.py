"""Instruments and vehicles used in an act: one row each, with what was wrong with it that day."""
from __future__ import annotations

from collections.abc import Iterable

from zhiheng.actions.effects.registry import EffectContext, effect
from zhiheng.kernel.clock import TZ
from zhiheng.law.gates_things import fault
from zhiheng.records.models import ThingUse
from zhiheng.records.queries.sources.things import as_of


@effect("inspection", "record")
@effect("penalty_ordinary", "scene_record", "sampling")
def instruments_used(ctx: EffectContext) -> None:
    """What the record names and the ledger knew when it was entered; a number the ledger lacked stays with the act's warning."""
    _use(ctx, "equipment", ctx.facts.get("instruments") or ())


@effect("inspection", "enter_site", "emergency_entry")
def vehicle_used(ctx: EffectContext) -> None:
    """The car that brought the officers."""
    _use(ctx, "vehicles", [ctx.facts["vehicle"]] if ctx.facts.get("vehicle") else ())


def _use(ctx: EffectContext, ledger: str, numbers: Iterable[str]) -> None:
    wanted = list(dict.fromkeys(str(n) for n in numbers))
    if not wanted:
        return
    held, on = as_of(ledger, ctx.file.agency, ctx.event.recorded_at), ctx.event.occurred_at.astimezone(TZ).date()
    zh = ctx.rules.procedures[ctx.view.procedure].act(ctx.event.act).zh
    for number in wanted:
        if number in held:
            line, values = held[number]
            ThingUse.objects.update_or_create(line=line, file=ctx.file, event_seq=ctx.event.seq, defaults={
                "on": on, "purpose": zh[:120], "fault": fault(values, on)[:200] if ledger == "equipment" else ""})


@effect("team_standard", "list_unit")
def unit_named(ctx: EffectContext) -> None:
    """The file is called by the unit and the year."""
    ctx.file.title = f"{ctx.facts.get('unit_name')} {ctx.facts.get('year')} 年标准化创建"[:200]
