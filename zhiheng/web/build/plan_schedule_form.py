"""改期 of one visit: who could go and why others cannot, what is known of the visit, how it was moved before."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.planning.task import Task, fits
from zhiheng.records.models import Change, Plan, PlanItem
from zhiheng.records.queries.dispatch import KINDS
from zhiheng.records.queries.plan_schedule import items_of
from zhiheng.web.parts import Timeline, TimelineEntry


@dataclass(frozen=True)
class Mate:
    """An officer to choose. ``why``: he cannot go at all, or not on the day asked about; ``visits``: what he has in the year."""

    id: str
    name: str
    chosen: bool
    why: str
    visits: int


def crew(task: Task, plan: Plan, item: PlanItem, chosen: Sequence[str], on: str) -> tuple[Mate, ...]:
    """Everybody of the agency, those who can go first, the least busy before the others. One query."""
    day = _day(on)
    held: dict[str, int] = {}
    for other in items_of(plan):
        for who in other.officers:
            held[who] = held.get(who, 0) + 1
    visit = task.visits[0]
    gone = "这一天不在岗或者没有有效的执法证"
    found = [Mate(o.id, o.name, o.id in chosen, fits(task, visit, o) or (gone if day in o.off else ""), held.get(o.id, 0)) for o in task.officers]
    return tuple(sorted(found, key=lambda m: (bool(m.why), m.visits, m.name)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def facts(plan: Plan, item: PlanItem, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What is planned now."""
    found = (("类别", dict(KINDS).get(item.kind, item.kind)), ("领域", item.field), ("所在地", item.enterprise.area if item.enterprise else ""),
             ("承担单位", item.unit), ("每人工日", f"{item.half_days / 2:g}"), ("现在排在", item.on.isoformat() if item.on else "未排"),
             ("现在的人员", "、".join(names.get(o, o) for o in item.officers)), ("来源", item.source))
    return tuple((label, value) for label, value in found if value)


def history(item: PlanItem, names: Mapping[str, str]) -> Timeline | None:
    """How it was moved so far, newest first. One query."""
    rows = Change.objects.filter(register="plan_item", target=str(item.pk)).select_related("by").order_by("-number")[:20]
    entries = tuple(TimelineEntry(f"{r.at.astimezone(TZ):%Y-%m-%d}", r.by.name if r.by else "系统", "；".join(_moved(r.fields, names)) or r.reason,
                                  r.what, detail=r.reason) for r in rows)
    return Timeline(entries) if entries else None


def _moved(fields: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    words = {"on": "日期", "officers": "人员", "source": "来源", "state": "状态"}
    return [f"{words[name]}：{_said(old, names)} → {_said(new, names)}" for name, (old, new) in fields.items() if name in words]


def _said(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(names.get(str(v), str(v)) for v in value) or "无"
    return str(value or "无")
