"""Which annual plans does a desk see, and how far is each?"""
from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from zhiheng.records.models import Agency, File, Plan
from zhiheng.records.queries.plans import CANCELLED, DONE
from zhiheng.records.queries.scope import Scope

PROCEDURE = "annual_plan"


def plans_seen(scope: Scope) -> QuerySet[Plan]:
    """Plans of the agencies in reach, the latest year first. A plan is the whole agency's: every officer of it may look."""
    return Plan.objects.filter(agency__in=scope.agencies).select_related("agency", "file").order_by("-year", "agency__path", "pk")


def counted_plans(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    """Each with ``visits`` (not cancelled) and ``seen`` (done)."""
    return rows.annotate(visits=Count("places", filter=~Q(places__state=CANCELLED)), seen=Count("places", filter=Q(places__state=DONE)))


def plan_of(scope: Scope, year: int, code: str = "") -> Plan | None:
    """The plan of a year: of the agency named, else of the desk's own agency, else the first in reach."""
    rows = plans_seen(scope).filter(year=year)
    if code:
        return rows.filter(agency__code=code).first()
    own = [m.agency_id for m in scope.mandates]
    return rows.filter(agency__in=own).first() or rows.first()


def plan_files(scope: Scope) -> list[File]:
    """Files of plans that have no plan yet: a second one of a year, or one waiting."""
    return list(scope.files.filter(procedure=PROCEDURE, plan=None, ended_at=None).order_by("-pk")[:50])


def agencies_without(scope: Scope, year: int) -> list[Agency]:
    """Agencies of the desk's own posts that have no plan for a year."""
    own = {m.agency_id: m.agency for m in scope.mandates}
    held = set(Plan.objects.filter(agency__in=own, year=year).values_list("agency", flat=True))
    return [a for pk, a in own.items() if pk not in held]
