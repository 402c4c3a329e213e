"""Beginning the plan of a year, from the one before or from nothing; and its figures with the visits they ask for."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from zhiheng.actions import plans
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.actions.perform import open_file
from zhiheng.actions.plans import Filled
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FactError
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Mandate, Person, Plan
from zhiheng.records.queries.people import in_force

CARRIED = ("officers", "in_post", "other", "non", "orders", "general", "campaign", "key")
"""Figures that a new plan takes over from the one before; its working days and key enterprises are counted anew."""


def partners(agency: Agency, by: Person, on: date) -> list[Person]:
    """Officers of the agency who may handle the plan beside ``by``: a change of it is signed by two. One query."""
    held = Mandate.objects.filter(in_force(on), role="officer", agency=agency, person__is_active=True).exclude(person=by)
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("name", "pk"))


def begin(agency: Agency, year: int, by: Person, *, source: Plan | None = None, second: Person | None = None) -> tuple[Plan, Filled]:
    """Open the file of a year's plan, take over the figures of ``source`` and enter the key enterprises as they stand.
    ``second`` handles it too (default: the first of :func:`partners`).

    NotAllowed when the year has a plan; Refused and Invalid as ``open_file``; the last also when the figures taken over
    no longer stand (fewer days than last year): nothing is written then.
    """
    with transaction.atomic():
        if Plan.objects.filter(agency=agency, year=year).exists():
            raise NotAllowed(f"{agency.short_name or agency.name}已有 {year} 年的计划，不再另立；修改请打开那份计划")
        moment = clock_now()
        others = [second] if second is not None else partners(agency, by, moment.astimezone(TZ).date())[:1]
        facts = {"year": year, "title": f"{agency.name}{year}年度安全生产监督检查计划", "officers": [by.pk, *(p.pk for p in others)],
                 "compiled_on": moment.astimezone(TZ).date().isoformat()}
        opened = open_file("annual_plan", "compile", facts, by, agency=agency, at=moment)
        plan = Plan.objects.get(file=opened.file)
        if source is not None:
            if source.agency_id != agency.pk or source.year >= year:
                raise Invalid([FactError("source", "只能以本机关以前年度的计划为底")])
            plans.set_figures(plan.pk, {k: source.body[k] for k in CARRIED if k in source.body}, by, reason=f"取自 {source.year} 年计划")
        return plan, plans.fill(plan.pk, by)


def figures(pk: int, given: Mapping[str, Any], by: Person, *, reason: str = "") -> tuple[Plan, Filled]:
    """Keep the figures and bring the visits up to them. Raises as ``plans.set_figures``; nothing is kept then."""
    with transaction.atomic():
        plan = plans.set_figures(pk, given, by, reason=reason)
        return plan, plans.fill(pk, by)
