"""The parts of a plan's text that people write; everything with a figure in it is made from the figures."""
from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from zhiheng.actions import changes
from zhiheng.actions.errors import Invalid
from zhiheng.actions.plans import REGISTER, working
from zhiheng.kernel.facts import FactError
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Person, Plan

PARTS: Mapping[str, str] = {
    "guiding": "指导思想和任务", "methods": "检查内容与方式", "joint": "专项与联合检查", "division": "分工", "safeguards": "保障与要求"}
LONGEST = 3000


def set_texts(pk: int, texts: Mapping[str, str], by: Person) -> Plan:
    """Keep what was written; an empty part goes back to the sentences the system offers. Invalid names what is too long."""
    faults = [FactError(n, f"「{PARTS[n]}」{len(t)} 字，最多 {LONGEST} 字") for n, t in texts.items() if n in PARTS and len(t) > LONGEST]
    if faults:
        raise Invalid(faults)
    with transaction.atomic():
        plan = working(pk)
        before = dict(plan.body.get("text") or {})
        after = {n: t for n in PARTS if (t := texts.get(n, before.get(n, "")).replace("\r\n", "\n").strip())}
        moved = changes.differences(before, after)
        if moved:
            plan.body, plan.changed_at = dict(plan.body) | {"text": after}, clock_now()
            plan.save(update_fields=["body", "changed_at"])
            changes.note(REGISTER, plan.pk, "changed", {f"text_{n}": v for n, v in moved.items()}, by=by, at=plan.changed_at)
        return plan
