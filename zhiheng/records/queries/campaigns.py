"""Campaigns (专项行动): which there are, whom they reach, how far they are, what was found, what could be one visit.

The number of a campaign (YL-2026-Z02) is its agency, year and ``File.kind``; its words are the facts of its own acts.
"""
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from zhiheng.records import store
from zhiheng.records.models import (
    Agency,
    Certificate,
    Enterprise,
    Event,
    File,
    FileLink,
    Mandate,
    Penalty,
    Person,
    Plan,
    PlanItem,
)
from zhiheng.records.queries.dispatch import completed
from zhiheng.records.queries.enterprise import Hazard, hazards_in
from zhiheng.records.queries.enterprise_search import narrowed
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.plans import CANCELLED, DONE, PLANNED, free_campaigns
from zhiheng.records.queries.scope import Scope, house_of

PROCEDURE = "campaign"
FILTERS = ("hazard", "field", "area", "industry", "grade", "key", "q")
RUNNING = "在营"


def serial(file: File) -> str:
    """Z02: its place among the campaigns of its agency and year; a number once given stays, for files are never removed."""
    before = File.objects.filter(procedure=PROCEDURE, agency=file.agency_id, year=file.year, seq__lte=file.seq).count()
    return f"Z{before:02d}"


def number(file: File) -> str:
    """YL-2026-Z02; the number of the file itself while its programme is not signed."""
    return f"{file.agency.code}-{file.year}-{file.kind}" if file.kind else file.no


def campaigns_of(scope: Scope) -> QuerySet[File]:
    """Campaigns of the agencies in reach and of the bureau they stand under: whose tasks one has, those one may read."""
    return File.objects.filter(Q(agency__in=scope.agencies) | Q(agency__path__in=scope.houses), procedure=PROCEDURE).select_related(
        "agency").order_by("-year", "-seq") if scope.agencies else File.objects.none()


def campaign_of(scope: Scope, asked: str) -> File | None:
    """By its number, or by that of its file. One query."""
    head, _, kind = asked.rpartition("-")
    code, _, year = head.rpartition("-")
    same = Q(no=asked)
    if year.isdecimal() and len(year) == 4:
        same |= Q(agency__code=code, year=int(year), kind=kind)
    return campaigns_of(scope).filter(same).first()


def said(files: Iterable[File]) -> dict[int, dict[str, Event]]:
    """{file: {act: its latest event}} of these campaigns. One query."""
    found: dict[int, dict[str, Event]] = {}
    for event in Event.objects.filter(file__in=[f.pk for f in files], kind="act").order_by("seq"):
        found.setdefault(event.file_id, {})[event.act] = event
    return found


# --- scope -------------------------------------------------------------------------------------------------------

def filters_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The scope as the register's own filters, enterprises at work only."""
    return {n: str(facts[n]) for n in FILTERS if facts.get(n)} | {"running": RUNNING}


def fitting(agency: Agency, facts: Mapping[str, Any]) -> QuerySet[Enterprise]:
    """Enterprises of the bureau's register that fit now; of a township with its own area, those there."""
    found = Enterprise.objects.filter(agency__in=Agency.objects.filter(path__startswith=house_of(agency).path).values("pk"), merged_into=None)
    if agency.areas:
        found = found.filter(area__in=agency.areas)
    return narrowed(found, filters_of(facts)).order_by("area", "name", "pk")


def content_of(file: File, facts: Mapping[str, Any]) -> tuple[bytes, str, list[list[Any]]]:
    """(whole text of the list, its hash, rows of [id, name, code, area]). The same register gives the same bytes."""
    rows = [[e.pk, e.name, e.code or "", e.area] for e in fitting(file.agency, facts).only("id", "name", "code", "area")]
    text = json.dumps({"file": file.no, "filters": filters_of(facts), "firms": rows}, ensure_ascii=False, sort_keys=True,
                      separators=(",", ":")).encode()
    return text, hashlib.sha256(text).hexdigest(), rows


def frozen_rows(sha256: str) -> list[list[Any]]:
    """The list as it was frozen: rows of [id, name, code, area]; empty when the store has lost it."""
    try:
        held = json.loads(store.read(sha256)) if sha256 else {}
    except (FileNotFoundError, ValueError):
        return []
    return list(held.get("firms", ())) if isinstance(held, dict) else []


def by_area(rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """[{area, firms}] in the order of the names."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[3] or "属地未登记"] = counts.get(row[3] or "属地未登记", 0) + 1
    return [{"area": a, "firms": n} for a, n in sorted(counts.items())]


# --- tasks and what came of them ----------------------------------------------------------------------------------

@dataclass(frozen=True)
class Task:
    """One enterprise of a campaign. ``cases`` are numbers of cases filed; counts of hazards as found at its visit."""

    pk: int
    firm: str
    firm_pk: int | None
    area: str
    industry: str
    unit: str
    officers: tuple[str, ...]
    on: date | None
    state: str  # planned, done, cancelled
    visit: str
    visit_pk: int | None
    done_on: date | None
    findings: int = 0
    majors: int = 0
    closed: int = 0
    cases: tuple[str, ...] = ()
    people: tuple[str, ...] = ()  # accounts of the officers

    @property
    def ref(self) -> str:
        return f"P{self.pk}"

    @property
    def open(self) -> bool:
        return self.state == PLANNED and not self.visit

    def overdue(self, today: date) -> bool:
        return self.state == PLANNED and self.on is not None and self.on < today


def tasks_of(file: File) -> list[Task]:
    """Every enterprise of a campaign, by day. Eight queries."""
    items = list(PlanItem.objects.filter(campaign=file).select_related("enterprise", "visit").order_by("on", "pk"))
    visits = [i.visit_id for i in items if i.visit_id]
    done, found, cases = completed(visits), _hazards(visits), _cases(visits)
    names = names_of(o for i in items for o in i.officers)
    return [_task(i, names, done, found.get(i.visit_id or 0, []), cases.get(i.visit_id or 0, ())) for i in items]


def _task(i: PlanItem, names: Mapping[str, str], done: Mapping[int, date], found: Sequence[Hazard], cases: tuple[str, ...]) -> Task:
    firm = i.enterprise
    return Task(
        i.pk, firm.name if firm else "", i.enterprise_id, firm.area if firm else "", firm.industry if firm else "", i.unit,
        tuple(names.get(o, o) for o in i.officers), i.on, i.state, i.visit.no if i.visit else "", i.visit_id,
        done.get(i.visit_id or 0) if i.state == DONE else None, len(found), sum(h.found.major for h in found),
        sum(not h.open for h in found), cases, tuple(i.officers))


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    return dict(Person.objects.filter(username__in=set(usernames)).values_list("username", "name"))


def _loops(visits: Sequence[int]) -> dict[int, int]:
    """{re-inspection: its inspection}. One query."""
    return dict(FileLink.objects.filter(origin__in=visits, outcome__procedure="rectification", kind="").values_list("outcome", "origin"))


def _hazards(visits: Sequence[int]) -> dict[int, list[Hazard]]:
    """Hazards by the visit that found them, each standing where its re-inspection left it."""
    found: dict[int, list[Hazard]] = {}
    for hazard in hazards_in([*visits, *_loops(visits)]):
        found.setdefault(hazard.found.file_id, []).append(hazard)
    return found


def _cases(visits: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """{visit: numbers of the cases filed on what it found, also through its re-inspection}. Three queries."""
    loops = _loops(visits)
    links = FileLink.objects.filter(origin__in=[*visits, *loops], outcome__procedure="penalty_ordinary", kind="").values_list(
        "origin", "outcome", "outcome__no")
    filed = set(Event.objects.filter(file__in=[x[1] for x in links], kind="act", act="file_case").values_list("file", flat=True))
    found: dict[int, list[str]] = {}
    for origin, outcome, no in links:
        if outcome in filed:
            found.setdefault(loops.get(origin, origin), []).append(no)
    return {k: tuple(sorted(set(v))) for k, v in found.items()}


def figures(tasks: Sequence[Task]) -> dict[str, int]:
    """Named as SummariseFacts asks; ``firms`` is the caller's."""
    alive = [t for t in tasks if t.state != CANCELLED]
    return {"tasks": len(tasks), "visited": sum(t.state == DONE for t in tasks), "adjusted": len(tasks) - len(alive),
            "findings": sum(t.findings for t in tasks), "majors": sum(t.majors for t in tasks), "closed": sum(t.closed for t in tasks),
            "cases": len({c for t in tasks for c in t.cases})}


def grouped(tasks: Sequence[Task], by: str) -> list[tuple[str, list[Task]]]:
    """By ``unit``, ``industry``, ``area`` or ``person`` (a visit of two stands at both), in the order of the names."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        keys = task.officers if by == "person" else (getattr(task, by) or "未登记",)
        for key in keys:
            found.setdefault(key, []).append(task)
    return sorted(found.items())


def units_of(tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """Rows of UnitResult."""
    names = ("tasks", "visited", "findings", "majors", "closed", "cases")
    return [{"unit": unit} | {n: counted[n] for n in names} for unit, own in grouped(tasks, "unit") for counted in (figures(own),)]


@dataclass(frozen=True)
class Candidate:
    """A case that may serve as a typical one: a major hazard and a case filed; ``decided`` when it was decided."""

    task: Task
    case: str
    decided: bool


def candidates(tasks: Sequence[Task]) -> list[Candidate]:
    """Decided ones first. One query."""
    numbers = {c for t in tasks if t.majors for c in t.cases}
    decided = set(Penalty.objects.filter(file__no__in=numbers, decision="penalty").values_list("file__no", flat=True))
    found = [Candidate(t, c, c in decided) for t in tasks if t.majors for c in t.cases]
    return sorted(found, key=lambda x: (not x.decided, x.case))


@dataclass(frozen=True)
class Overlap:
    """Another visit planned to an enterprise of the campaign that has not been visited: both can be one."""

    task: Task
    ref: str
    kind: str
    unit: str
    on: date | None
    source: str


def overlaps(file: File, tasks: Sequence[Task]) -> list[Overlap]:
    """Open visits of this year's plans of the house to the same enterprises. One query."""
    waiting = {t.firm_pk: t for t in tasks if t.open and t.firm_pk}
    rows = PlanItem.objects.filter(
        enterprise__in=list(waiting), state=PLANNED, visit=None, plan__state="approved", plan__year=file.year,
        plan__agency__path__startswith=house_of(file.agency).path).exclude(campaign=file).select_related("plan__agency").order_by("on", "pk")
    return [Overlap(waiting[i.enterprise_id], f"P{i.pk}", i.kind, i.unit or i.plan.agency.short_name, i.on, i.source)
            for i in rows if i.enterprise_id]


def officers_of(agency: Agency, on: date) -> dict[str, str]:
    """{account: name and unit} of whoever may be sent: officers of the bureau and of what stands under it with a certificate in
    force, in the order of agencies. Two queries."""
    held = Certificate.objects.filter(valid_from__lte=on, valid_until__gte=on).values("person")
    rows = Mandate.objects.filter(in_force(on), agency__path__startswith=house_of(agency).path, role="officer", person__is_active=True,
                                  person__in=held).order_by("agency__path", "person__name", "person")
    return {p: f"{name} {short or unit}" for p, name, short, unit in rows.values_list(
        "person", "person__name", "agency__short_name", "agency__name")}


# --- for gates and effects ----------------------------------------------------------------------------------------

def own_in_year(agency_pk: int, year: int, besides: int | None) -> int:
    """Campaigns of the agency's own that were drawn up in a year and not withdrawn. One query."""
    rows = Event.objects.filter(kind="act", act="set_up", facts__ordered="own", file__procedure=PROCEDURE, file__agency=agency_pk,
                                file__year=year)
    gone = Event.objects.filter(kind="act", act="withdraw", file__procedure=PROCEDURE).values("file")
    return rows.exclude(file=besides).exclude(file__in=gone).values("file").distinct().count()


def plan_for(agency_pk: int, year: int) -> Plan | None:
    """The approved plan in which tasks are entered."""
    return Plan.objects.filter(agency=agency_pk, year=year, state="approved").first()


@dataclass(frozen=True)
class Known:
    """A campaign of the house as an inspection may name it. ``free``: ordered by a superior, with its document."""

    pk: int
    number: str
    free: bool


def known(agency: Agency, year: int) -> dict[str, Known]:
    """{number, file, approval or basis: campaign} of those approved and not withdrawn. Two queries."""
    files = list(File.objects.filter(procedure=PROCEDURE, year=year, agency__path__startswith=house_of(agency).path).exclude(
        last_act="withdraw").select_related("agency").order_by("-seq"))
    found: dict[str, Known] = {}
    acts_of = said(files)
    for file in files:
        acts = acts_of.get(file.pk, {})
        if "approve" not in acts or "set_up" not in acts:
            continue
        drawn = acts["set_up"].facts
        one = Known(file.pk, number(file), drawn.get("ordered") == "superior" and bool(drawn.get("basis")))
        for name in (drawn.get("basis"), acts["approve"].facts.get("approval_no"), file.no, one.number):
            if name:
                found[str(name)] = one
    return found


def uncounted() -> QuerySet[PlanItem]:
    """Visits of campaigns ordered by a superior with its document: outside the cap."""
    return PlanItem.objects.filter(campaign__in=free_campaigns(), visit__isnull=False)


def open_tasks(firm_pk: int, year: int) -> QuerySet[PlanItem]:
    """Tasks of campaigns that wait for a visit to this enterprise."""
    return PlanItem.objects.filter(campaign__isnull=False, enterprise=firm_pk, state=PLANNED, visit=None, plan__year=year).select_related(
        "campaign__agency").order_by("on", "pk")


def other_place(firm_pk: int, year: int, besides: int) -> int | None:
    """The next open place of an approved plan for the same enterprise that belongs to no campaign. One query."""
    return PlanItem.objects.filter(campaign=None, enterprise=firm_pk, state=PLANNED, visit=None, plan__year=year,
                                   plan__state="approved").exclude(pk=besides).order_by("on", "pk").values_list("pk", flat=True).first()
