"""Who takes a file over learns it."""
from __future__ import annotations

from zhiheng.actions.effects.registry import EffectContext, effect
from zhiheng.law.procedures.reassigning import REASSIGN
from zhiheng.records.models import Message


@effect("*", REASSIGN)
def told(ctx: EffectContext) -> None:
    """Once, however often the file is built again from its events."""
    people = ctx.view.people
    names = "、".join(people[who].name for who in ctx.view.officers() if who in people)
    text = f"「{ctx.file.title}」的承办人变更为{names}：{ctx.facts.get('reason')}"[:300]
    Message.objects.bulk_create(
        [Message(person_id=who, file=ctx.file, kind="reassigned", at=ctx.event.recorded_at, text=text,
                 dedupe=f"reassign/{ctx.file.pk}/{ctx.event.seq}/{who}"[:120]) for who in ctx.view.officers()], ignore_conflicts=True)
