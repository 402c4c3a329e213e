"""Which planned visit an inspection carries out: the one it names, one to the same enterprise, or an ordinary one still to be drawn."""
from __future__ import annotations

from datetime import date

from zhiheng.kernel.clock import TZ
from zhiheng.planning.needs import GENERAL
from zhiheng.records.models import Event, File, Plan, PlanItem
from zhiheng.records.queries.plans import DONE, PLANNED

DRAWN = "年度计划·抽定"
"""Source of an ordinary place that got its enterprise from the inspection that took it."""
OPEN = "年度计划"
BY_PLAN = frozenset({"annual_plan", "double_random"})


def take(file: File, day: date, source: str, named: str = "") -> PlanItem | None:
    """Give an inspection its place in the approved plan of the year; None when it has none. An ordinary place without an
    enterprise goes to a visit by plan or draw whose enterprise has no place of its own, the nearest in time first."""
    firm = file.enterprise_id
    if firm is None or PlanItem.objects.filter(visit=file, campaign=None).exists():
        return None
    places = PlanItem.objects.filter(plan__year=day.year, plan__state="approved", state=PLANNED, visit=None)
    own = places.filter(enterprise=firm)
    item = own.filter(pk=int(named[1:])).first() if named[:1] == "P" and named[1:].isdecimal() and len(named) < 18 else None
    if item is None and source == "annual_plan":
        item = own.filter(campaign=None).order_by("on", "pk").first()
    if item is None and source in BY_PLAN and not PlanItem.objects.filter(
            plan__year=day.year, plan__agency=file.agency_id, enterprise=firm, plan__state="approved").exists():
        free = places.filter(plan__agency=file.agency_id, kind=GENERAL, enterprise=None, campaign=None)
        item = min(free, key=lambda i: (abs((i.on - day).days) if i.on else 400, i.pk), default=None)
        if item is not None:
            PlanItem.objects.filter(pk=item.pk).update(enterprise=firm, source=DRAWN)
    if item is not None:
        PlanItem.objects.filter(pk=item.pk).update(visit=file)
    return item


def give_back(file: File) -> None:
    """A visit that was not made leaves its place open, an ordinary one without its enterprise again."""
    held = PlanItem.objects.filter(visit=file, state=PLANNED)
    held.filter(source=DRAWN).update(enterprise=None, source=OPEN)
    held.update(visit=None)


def catch_up(plan: Plan) -> int:
    """The inspections of the year that were begun before the plan was approved here take up their places; how many did."""
    begun = Event.objects.filter(file__agency=plan.agency_id, file__procedure="inspection", kind="act", act="plan", occurred_at__year=plan.year)
    rows = begun.exclude(file__planned_as__isnull=False).select_related("file").order_by("occurred_at", "pk")
    done = set(Event.objects.filter(file__in=rows.values("file"), kind="act", act="complete").values_list("file", flat=True))
    over = set(Event.objects.filter(file__in=rows.values("file"), kind="act", act="call_off").values_list("file", flat=True))
    taken = 0
    for event in rows:
        if event.file_id in over or event.facts.get("source_type") not in BY_PLAN:
            continue
        day, facts = event.occurred_at.astimezone(TZ).date(), event.facts
        item = take(event.file, day, str(facts["source_type"]), str(facts.get("plan_item_ref") or ""))
        if item is not None:
            taken += 1
            if event.file_id in done:
                PlanItem.objects.filter(pk=item.pk).update(state=DONE)
    return taken
