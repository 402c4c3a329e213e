"""月调度: a month that is over is fixed as it stands, through the one door; units behind are told once a month."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.perform import perform
from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Mandate, Person, Plan
from zhiheng.records.queries.dispatch import (
    RUNNING,
    Progress,
    last_ended,
    line_at,
    month_end,
    month_facts,
    places,
    progress,
)
from zhiheng.records.queries.people import in_force


def fix_month(plan_pk: int, month: int, by: Person, *, at: datetime | None = None, key: str | None = None) -> Outcome:
    """Fix a month of a plan as counted now. NotAllowed for a month that is not over; raises as ``perform``."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).select_related("agency", "file").get(pk=plan_pk)
        moment = at or clock_now()
        if plan.file is None or plan.state not in RUNNING:
            raise NotAllowed("计划还没有批准，没有进度可以固定")
        if not 1 <= month <= last_ended(plan.year, moment.astimezone(TZ).date()):
            raise NotAllowed(f"{plan.year} 年 {month} 月还没有结束")
        return perform(plan.file.no, "monthly", month_facts(places([plan]), plan.year, month), by, at=at, key=key)


@dataclass(frozen=True)
class Lagging:
    """A unit below the line at the end of a month, and the heads of section who are to know."""

    plan: Plan
    month: int
    unit: Progress
    heads: tuple[str, ...]


def lagging(moment: datetime) -> Iterable[Lagging]:
    """Units below the line at the end of the month before ``moment``. A few queries a plan."""
    today = moment.astimezone(TZ).date()
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    for plan in Plan.objects.filter(year=year, state__in=RUNNING).select_related("agency").order_by("pk"):
        until = month_end(year, month)
        for unit in progress(places([plan]), lambda p: p.unit, until, line_at(month)):
            if unit.behind:
                yield Lagging(plan, month, unit, _heads(plan, unit.name, moment))


def _heads(plan: Plan, unit: str, moment: datetime) -> tuple[str, ...]:
    """Heads of section of the plan's agency, and those of the unit itself where it is an agency under it."""
    under = Agency.objects.filter(Q(pk=plan.agency_id) | Q(path__startswith=plan.agency.path) & (Q(name=unit) | Q(short_name=unit)))
    found = Mandate.objects.filter(in_force(moment.astimezone(TZ).date()), role="section_head", agency__in=under.values("pk"), person__is_active=True)
    return tuple(sorted(set(found.values_list("person", flat=True))))
