"""行政检查 and 整改复查: the file's type and place from the plan; findings' due dates are kept by the general effects."""
from __future__ import annotations

from zhiheng.actions.effects.registry import EffectContext, effect


@effect("inspection", "plan", "emergency_entry")
def planned(ctx: EffectContext) -> None:
    """What lists filter by: where the inspection came from; and its name when no enterprise gave one."""
    facts, file = ctx.facts, ctx.file
    file.kind = str(facts.get("source_type") or ("emergency" if ctx.event.act == "emergency_entry" else ""))[:40]
    file.place = str(facts.get("checked_unit_address") or facts.get("place") or file.place)[:200]
    if file.enterprise_id is None and facts.get("checked_unit"):
        file.title = f"{facts['checked_unit']} 行政检查"[:200]


@effect("rectification", "open_order")
def ordered(ctx: EffectContext) -> None:
    if ctx.file.enterprise_id is None and ctx.facts.get("addressee"):
        ctx.file.title = f"{ctx.facts['addressee']} 整改复查"[:200]
