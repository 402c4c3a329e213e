"""Which annual plans does a desk see, and how far is each?"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from zhiheng.planning.days import PlanError, WorkDays
from zhiheng.planning.needs import KEY, Needs
from zhiheng.records.models import Agency, Enterprise, File, Plan, PlanItem, PlanVersion
from zhiheng.records.queries.plans import (
    CANCELLED,
    DONE,
    Counted,
    counted,
    key_firms,
    live,
    needs_of,
    work_days,
)
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


@dataclass(frozen=True)
class Account:
    """Everything the pages of one plan count: visits, key enterprises now, the figures told to the acts. ``fault``: the
    sentence why the days do not stand (then ``days`` and ``needs`` are None)."""

    plan: Plan
    items: list[PlanItem]
    firms: list[Enterprise]
    counted: Counted
    days: WorkDays | None
    needs: Needs | None
    fault: str = ""

    def visits(self, kind: str) -> int:
        return sum(i.kind == kind for i in self.items)

    @property
    def first_day(self) -> date:
        """The day caps of the year are asked for."""
        return date(self.plan.year, 1, 1)


def account(plan: Plan, on: date) -> Account:
    """Count a plan for its pages. Four queries and the caps."""
    items, firms = live(plan), key_firms(plan.agency, on)
    told = counted(plan, on, items, firms)
    try:
        return Account(plan, items, firms, told, work_days(plan.body), needs_of(plan.body, items))
    except PlanError as fault:
        return Account(plan, items, firms, told, None, None, str(fault))


@dataclass(frozen=True)
class Directory:
    """The key enterprises against those of the plan of the year before: ``added`` and ``gone`` (name, why)."""

    year: int
    added: tuple[Enterprise, ...]
    gone: tuple[tuple[str, str], ...]


def directory(plan: Plan, firms: Sequence[Enterprise]) -> Directory | None:
    """None without a plan of the year before. Two queries."""
    before = PlanItem.objects.filter(plan__agency=plan.agency_id, plan__year=plan.year - 1, kind=KEY, enterprise__isnull=False)
    held = set(before.exclude(state=CANCELLED).values_list("enterprise", flat=True))
    if not held:
        return None
    now = {f.pk for f in firms}
    lost = Enterprise.objects.filter(pk__in=held - now).select_related("merged_into").order_by("name", "pk")
    return Directory(plan.year - 1, tuple(f for f in firms if f.pk not in held), tuple((f.name, _left(f)) for f in lost))


def _left(firm: Enterprise) -> str:
    if firm.merged_into is not None:
        return f"已合并到{firm.merged_into.name}"
    if firm.closed_on or firm.running not in ("", "在营"):
        return f"经营状态为{firm.running or '已关闭'}"
    return "不再是重点单位" if not firm.key_unit else "不在本机关辖内"


def visits_before(plan: Plan) -> dict[int, int]:
    """Visits done to each enterprise by the plan of the year before. One query."""
    rows = PlanItem.objects.filter(plan__agency=plan.agency_id, plan__year=plan.year - 1, state=DONE, enterprise__isnull=False)
    return dict(rows.values_list("enterprise").annotate(n=Count("pk")))


def versions_of(plan: Plan) -> list[PlanVersion]:
    """Fixed versions, newest first."""
    return list(PlanVersion.objects.filter(plan=plan).order_by("-number"))
