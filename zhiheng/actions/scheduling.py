"""The year's schedule: what the registers say of people and days, handed to ``planning``, and its answer written down."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from zhiheng.actions import changes
from zhiheng.actions.plans import REGISTER, place, working
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.calendar import Calendar
from zhiheng.planning import schedule as solver
from zhiheng.planning.task import Inspector, Progress, Schedule, Task, Visit, fits, span_of, taken_by
from zhiheng.records.clock import now as clock_now
from zhiheng.records.clock import today
from zhiheng.records.models import Certificate, Line, Mandate, Person, Plan, PlanItem
from zhiheng.records.queries.people import certificate, in_force
from zhiheng.records.queries.plans import live
from zhiheng.records.queries.sources.interests import interests_of

LEAVE = "leave"
"""The ledger of days on which somebody is away: person, since, until."""
HALF_YEAR, NEARLY = 0.6, 1.0
"""Progress asked by the end of June and of November (seed 002, item 10)."""


@dataclass(frozen=True)
class Scheduled:
    placed: int
    unplaced: tuple[tuple[int, str], ...]
    moved: int
    loads: Mapping[str, int]


def working_days(year: int, calendar: Calendar) -> tuple[date, ...]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(d for d in days if calendar.is_working_day(d))


def inspectors(plan: Plan) -> tuple[Inspector, ...]:
    """The agency's officers with certificate fields, areas, and the days they cannot go: leave, no valid certificate. Four
    queries."""
    days = working_days(plan.year, rules_for(plan.agency).calendar)
    names: dict[str, str] = {}
    areas: dict[str, set[str] | None] = {}
    held = Mandate.objects.filter(in_force(max(today(), date(plan.year, 1, 1))), role="officer", agency=plan.agency, person__is_active=True)
    for who, name, where in held.values_list("person", "person__name", "area"):
        names[who] = name
        known = areas.get(who, set())
        areas[who] = None if not where or known is None else known | set(where)
    cards: dict[str, list[Certificate]] = {}
    for card in Certificate.objects.filter(person__in=names):
        cards.setdefault(card.person_id, []).append(card)
    away = leaves(list(names), plan.year)
    return tuple(Inspector(who, names[who], frozenset(f for c in cards.get(who, ()) for f in c.fields), frozenset(areas[who] or ()),
                           frozenset(d for d in days if _off(d, cards.get(who, ()), away.get(who, ())))) for who in sorted(names))


def _off(day: date, cards: Sequence[Certificate], away: Sequence[tuple[date, date]]) -> bool:
    if any(first <= day <= last for first, last in away):
        return True
    return not any(certificate(c).fault(day, None) is None for c in cards)


def leaves(people: Sequence[str], year: int) -> dict[str, list[tuple[date, date]]]:
    """Spans of leave by account. One query."""
    found: dict[str, list[tuple[date, date]]] = {}
    rows = Line.objects.filter(ledger=LEAVE, person__in=people, archived_at=None, since__lte=date(year, 12, 31), until__gte=date(year, 1, 1))
    for who, first, last in rows.values_list("person", "since", "until"):
        if who and first and last:
            found.setdefault(who, []).append((first, last))
    return found


def task_of(plan: Plan, items: Sequence[PlanItem], *, since: date | None = None) -> Task:
    """What the solver is asked: visits not yet taken up, from ``since`` on."""
    calendar = rules_for(plan.agency).calendar
    first = max(since or date(plan.year, 1, 1), date(plan.year, 1, 1))
    days = tuple(d for d in working_days(plan.year, calendar) if d >= first)
    firms = {i.enterprise_id for i in items if i.enterprise_id}
    recused = frozenset((who, str(firm)) for who, firm in interests_of(firms))
    targets = ((date(plan.year, 6, 30), HALF_YEAR), (date(plan.year, 11, 30), NEARLY)) if first.month == 1 else ()
    return Task(tuple(visits_of(plan, items, days)), inspectors(plan), days, recused, targets)


def visits_of(plan: Plan, items: Sequence[PlanItem], days: Sequence[date]) -> list[Visit]:
    """One visit an item. Several of a year to one enterprise stand in equal parts of it, so that they are not in one week."""
    last = max((d for d in days if d <= date(plan.year, 11, 30)), default=days[-1] if days else date(plan.year, 12, 31))
    by_firm: dict[int, list[PlanItem]] = {}
    for item in items:
        by_firm.setdefault(item.enterprise_id or -item.pk, []).append(item)
    found = []
    for held in by_firm.values():
        for n, item in enumerate(sorted(held, key=lambda i: (i.on or date.max, i.pk))):
            begin, end = _part(days, last, n, len(held))
            if item.pinned and item.on:
                begin = end = item.on
            firm = item.enterprise
            found.append(Visit(str(item.pk), str(item.enterprise_id or f"draw-{item.pk}"), item.field, firm.area if firm else "", begin, end,
                               item.half_days, item.on, tuple(item.officers), item.pinned))
    return found


def _part(days: Sequence[date], last: date, n: int, of: int) -> tuple[date, date]:
    span = [d for d in days if d <= last] or list(days)
    if not span:
        return last, last
    return span[len(span) * n // of], span[min(len(span), len(span) * (n + 1) // of) - 1]


def run(pk: int, by: Person, *, seconds: float = 50, progress: Progress | None = None) -> Scheduled:
    """Schedule all that is open and not pinned; up to a minute, so call it from a job. Nothing is written when it raises."""
    plan = Plan.objects.select_related("agency", "file").get(pk=pk)
    items = [i for i in live(plan) if i.state == "planned" and i.visit_id is None]
    since = today() if plan.year == today().year else None
    answer = solver.solve(task_of(plan, items, since=since), seconds=seconds, progress=progress)
    return _write(pk, by, items, answer, "自动排期")


def mend(pk: int, by: Person, reason: str, *, seconds: float = 30) -> Scheduled:
    """Plan anew around leave or lost certificates from today on, with as few changes as can be."""
    plan = Plan.objects.select_related("agency", "file").get(pk=pk)
    items = [i for i in live(plan) if i.state == "planned" and i.visit_id is None]
    first = max(today(), date(plan.year, 1, 1))
    ahead = [i for i in items if i.on is None or i.on >= first]
    task = task_of(plan, ahead, since=first)
    answer = solver.replan(task, task.visits, since=first, seconds=seconds)
    return _write(pk, by, ahead, answer, reason)


def _write(pk: int, by: Person, items: Sequence[PlanItem], answer: Schedule, reason: str) -> Scheduled:
    with transaction.atomic():
        plan = working(pk)
        now = {int(v.id): v for v in answer.visits}
        held = {i.pk: i for i in PlanItem.objects.select_for_update().filter(plan=plan, pk__in=[i.pk for i in items], visit=None)}
        moved, notes = [], []
        for item in held.values():
            visit = now.get(item.pk)
            before = (item.on, sorted(item.officers))
            item.on = visit.on if visit else None
            item.officers = list(visit.officers) if visit else []
            item.month = item.on.month if item.on else None
            if before != (item.on, sorted(item.officers)):
                moved.append(item)
                notes.append((item.pk, "moved", changes.differences(
                    {"on": before[0].isoformat() if before[0] else None, "officers": before[1]},
                    {"on": item.on.isoformat() if item.on else None, "officers": sorted(item.officers)})))
        PlanItem.objects.bulk_update(moved, ["on", "officers", "month"], batch_size=500)
        changes.note_many(f"{REGISTER}_item", notes, by=by, at=clock_now(), reason=reason)
        Plan.objects.filter(pk=plan.pk).update(changed_at=clock_now())
        unplaced = tuple((int(key), why) for key, why in answer.unplaced)
        return Scheduled(len(now), unplaced, len(moved), answer.loads)


def refusals(pk: int, item_pk: int, on: date, officers: Sequence[str]) -> list[str]:
    """Why one visit may not be put on a day with these people; every reason, each a sentence. Eight queries."""
    plan = Plan.objects.select_related("agency").get(pk=pk)
    items = live(plan)
    item = next((i for i in items if i.pk == item_pk), None)
    if item is None:
        return ["这一家次已经取消或不在本计划"]
    calendar = rules_for(plan.agency).calendar
    days = working_days(plan.year, calendar)
    if on not in days:
        why = calendar.why_off(on) if on.year == plan.year else "不在计划年度"
        return [f"{on} 不是工作日（{why}）"]
    task = task_of(plan, [item])
    visit = replace(visits_of(plan, [item], days)[0], on=on, officers=tuple(officers))
    span = span_of(replace(task, days=days), visit, days.index(on))
    others = [Visit(str(i.pk), "", "", "", on, on, i.half_days, i.on, tuple(i.officers)) for i in items if i.pk != item_pk and i.on]
    taken = taken_by(replace(task, days=days), others)
    found = [] if len(set(officers)) >= task.officers_each else ["执法人员不得少于两名（行政处罚法第42条第1款）"]
    people = {o.id: o for o in task.officers}
    for who in officers:
        found += _against(task, visit, people.get(who), who, span, taken)
    same = [i.on for i in items if i.enterprise_id and i.enterprise_id == item.enterprise_id and i.pk != item_pk and i.on == on]
    return found + ([f"同一企业在 {on} 已有一次检查，应当合并进行"] if same else [])


def _against(task: Task, visit: Visit, officer: Inspector | None, who: str, span: Sequence[date],
             taken: Mapping[tuple[str, date], int]) -> list[str]:
    if officer is None:
        return [f"{who} 不是本机关的执法人员"]
    found = [why] if (why := fits(task, visit, officer)) else []
    away = sorted(officer.off & set(span))
    if away:
        found.append(f"{officer.name} {away[0]} 请假或没有有效的执法证")
    full = [d for d in span if taken.get((officer.id, d), 0) + visit.per_day > 2]
    return [*found, f"{officer.name} {full[0]} 已有检查任务"] if full else found


def move(pk: int, item_pk: int, on: date, officers: Sequence[str], by: Person, *, reason: str = "") -> tuple[PlanItem | None, list[str]]:
    """Drag a visit to a day: (the visit, []) when it may be, else (None, every reason)."""
    why = refusals(pk, item_pk, on, officers)
    return (None, why) if why else (place(pk, item_pk, on, officers, by, reason=reason), [])
