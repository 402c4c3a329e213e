"""A visit moved by hand: dragged to a day, or put on the day of another unit's visit to the same enterprise."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from zhiheng.actions import changes, schedule_jobs, scheduling
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.plans import REGISTER, place, working
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Person, Plan, PlanItem
from zhiheng.records.queries.plan_schedule import Offer, offers


def move(pk: int, item_pk: int, on: date, officers: Sequence[str], by: Person, *, pinned: bool = True, reason: str = ""
         ) -> tuple[PlanItem | None, list[str]]:
    """Put a visit on a day: (the visit, []) when it may be, else (None, every reason). ``pinned``: the next schedule leaves it
    there. NotAllowed for whoever does not compile and while a schedule is being computed."""
    scheduling.allowed(Plan.objects.select_related("agency").get(pk=pk), by)
    with transaction.atomic():
        working(pk)
        schedule_jobs.idle(pk)
        why = scheduling.refusals(pk, item_pk, on, officers)
        if why:
            return None, why
        before = PlanItem.objects.get(pk=item_pk, plan=pk)
        item = place(pk, item_pk, on, list(dict.fromkeys(officers)), by, pinned=pinned, reason=reason)
        if scheduling.MERGED in item.source and before.on != on:
            _apart(before, by)
        return item, []


def _apart(item: PlanItem, by: Person) -> None:
    """The visit leaves the day it shared: neither it nor the other unit's says so any more."""
    shared = PlanItem.objects.filter(enterprise=item.enterprise_id, plan__year=item.plan.year, on=item.on, source__contains=scheduling.MERGED)
    for each in {row.pk: row for row in (item, *shared)}.values():
        _source(each, each.source.split(f"；{scheduling.MERGED}")[0], by, "改期后不再合并")


def merge(pk: int, item_pk: int, with_pk: int, by: Person) -> tuple[Offer | None, list[str]]:
    """合并到同一天: the visit of this plan moves to the day of the other unit's, both say so. (the offer, []) or (None, reasons)."""
    plan = Plan.objects.select_related("agency").get(pk=pk)
    scheduling.allowed(plan, by)
    with transaction.atomic():
        working(pk)
        schedule_jobs.idle(pk)
        found = next((o for o in offers(plan) if o.mine.pk == item_pk and o.other.pk == with_pk), None)
        if found is None:
            raise NotAllowed("这两次检查已经改期、合并或者取消，请刷新")
        mine, other = found.mine, found.other
        if mine.on is None or other.on is None:
            raise NotAllowed("两次检查都排了日期才能合并")
        why = scheduling.refusals(pk, mine.pk, other.on, mine.officers, merging=True)
        if why:
            return None, why
        place(pk, mine.pk, other.on, mine.officers, by, reason=f"{scheduling.MERGED}：与{found.unit}的检查合并到同一天")
        for item, unit in ((mine, found.unit), (other, found.own)):
            says = f"{item.source}；{scheduling.MERGED}，与{unit}同日"[:120]
            _source(item, says, by, f"{scheduling.MERGED}：{mine.on} 与 {other.on} 合并到 {other.on}")
        PlanItem.objects.filter(pk=other.pk).update(pinned=True)
        return found, []


def _source(item: PlanItem, source: str, by: Person, reason: str) -> None:
    PlanItem.objects.filter(pk=item.pk).update(source=source)
    changes.note(f"{REGISTER}_item", item.pk, "changed", {"source": [item.source, source]}, by=by, at=clock_now(), reason=reason)
