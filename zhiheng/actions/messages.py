"""Messages: information for people. No duty follows from one, so losing one loses nothing."""
from __future__ import annotations

from typing import TYPE_CHECKING

from zhiheng.kernel import view as kernel
from zhiheng.kernel.situation import Rules
from zhiheng.records.models import Event, File, Message, Person

if TYPE_CHECKING:
    from zhiheng.actions.effect import Pending


def waiting(p: Pending, draft: kernel.Draft) -> None:
    """Who signs next sees it in the to-do list; here only the second officer, who is a known person, is told."""
    signed = {h.actor for h in draft.signed}
    step = p.act.route[len(draft.signed)]
    if step.role not in ("handler", "second"):
        return
    at = draft.signed[-1].recorded_at if draft.signed else draft.occurred_at
    Message.objects.bulk_create([
        Message(person_id=name, file=p.file, kind="sign", at=at, text=f"「{p.act.zh}」等您签署（{p.file.title}）"[:300])
        for name in p.view.officers() if name not in signed and name in p.view.people])


def effective(p: Pending, row: Event) -> None:
    """The other officers of the file learn that an act took effect by somebody else's signature."""
    if not row.signers or row.signers[-1][1] == row.actor_id:
        return
    Message.objects.create(person_id=row.actor_id, file=p.file, kind="effective", at=row.recorded_at,
                           text=f"「{p.act.zh}」已经会签生效（{p.file.title}）"[:300])


def returned(file: File, rules: Rules, draft: kernel.Draft, by: Person, reason: str) -> None:
    act = rules.procedures[file.procedure].act(draft.act)
    Message.objects.create(person_id=draft.actor, file=file, kind="returned", at=draft.occurred_at,
                           text=f"「{act.zh}」被{by.name}退回：{reason}"[:300])
