"""The year's schedule: what the registers say of people and days, handed to ``planning``, and its answer written down.

All or nothing: an answer is written in one transaction, and not at all when somebody changed the visits meanwhile.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from zhiheng.actions import changes
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.plans import COMPILERS, REGISTER, working
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.calendar import Calendar
from zhiheng.planning import schedule as solver
from zhiheng.planning.behind import behind
from zhiheng.planning.task import Inspector, Progress, Schedule, Task, Visit, fits, span_of, taken_by
from zhiheng.records.clock import now as clock_now
from zhiheng.records.clock import today
from zhiheng.records.models import Certificate, Line, Mandate, Person, Plan, PlanItem
from zhiheng.records.queries.people import certificate, in_force
from zhiheng.records.queries.plan_schedule import LEAVE
from zhiheng.records.queries.plans import PLANNED, live
from zhiheng.records.queries.scope import visible_to
from zhiheng.records.queries.sources.interests import interests_of

HALF_YEAR, NEARLY = 0.6, 1.0
"""Progress asked by the end of June and of November (seed 002, item 10)."""


MERGED = "综合查一次"
"""Stands in the source of a visit that shares its day with another unit's visit to the same enterprise."""


@dataclass(frozen=True)
class Moved:
    """A visit whose day or people changed; days None for none, officers by account."""

    item: int
    was: date | None
    on: date | None
    had: tuple[str, ...]
    has: tuple[str, ...]

    @property
    def same_day(self) -> bool:
        """Only the people changed."""
        return self.was == self.on


@dataclass(frozen=True)
class Scheduled:
    """``placed`` visits with a day of all that were asked about; ``unplaced`` (visit, why). ``loads``: half-days by officer.
    ``behind``: for each share that is missed (60 % by June), why and what to do."""

    placed: int
    unplaced: tuple[tuple[int, str], ...]
    moved: int
    loads: Mapping[str, int]
    moves: tuple[Moved, ...] = ()
    behind: tuple[str, ...] = ()


def may_schedule(plan: Plan, by: Person) -> bool:
    """Whoever compiles: officers and heads of section of the plan's agency, heads of section above it."""
    return any(m.role in COMPILERS and (m.agency_id == plan.agency_id or (m.role == "section_head" and plan.agency.path.startswith(m.agency.path)))
               for m in visible_to(by).mandates)


def allowed(plan: Plan, by: Person) -> None:
    """NotAllowed for everybody else."""
    if not may_schedule(plan, by):
        raise NotAllowed("只有编制计划的执法人员和科室（大队）负责人可以排期、改期")


FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Public holidays that fall on the same day every year (全国年节及纪念日放假办法, 2): nobody is sent then, whether the year's
notice is out or not. The others go by the moon and wait for the notice."""


def working_days(year: int, calendar: Calendar) -> tuple[date, ...]:
    """The days of a year on which visits are planned."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(d for d in days if not off_because(d, calendar))


def off_because(day: date, calendar: Calendar) -> str:
    """Why nobody is sent on a day; empty for a working day."""
    if not calendar.is_official(day) and (day.month, day.day) in FIXED:
        return {1: "元旦", 5: "劳动节", 10: "国庆节"}[day.month]
    return calendar.why_off(day)


def inspectors(plan: Plan) -> tuple[Inspector, ...]:
    """The agency's officers with certificate fields, areas, and the days they cannot go: leave, no valid certificate. Four
    queries."""
    days = working_days(plan.year, rules_for(plan.agency).calendar)
    names: dict[str, str] = {}
    areas: dict[str, set[str] | None] = {}
    held = Mandate.objects.filter(in_force(max(today(), date(plan.year, 1, 1))), role="officer", agency=plan.agency,
                                  person__is_active=True)
    for who, name, where in held.values_list("person", "person__name", "area"):
        names[who] = name
        known = areas.get(who, set())
        areas[who] = None if not where or known is None else known | set(where)
    cards: dict[str, list[Certificate]] = {}
    for card in Certificate.objects.filter(person__in=names, valid_until__gte=date(plan.year, 1, 1), valid_from__lte=date(plan.year, 12, 31)):
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
    rows = Line.objects.filter(ledger=LEAVE, person__in=people, archived_at=None, since__lte=date(year, 12, 31),
                               until__gte=date(year, 1, 1))
    for who, first, last in rows.values_list("person", "since", "until"):
        if who and first and last:
            found.setdefault(who, []).append((first, last))
    return found


def task_of(plan: Plan, items: Sequence[PlanItem], *, since: date | None = None) -> Task:
    """What the solver is asked: ``items`` from ``since`` on. Visits an inspection has taken up already are pinned among them."""
    calendar = rules_for(plan.agency).calendar
    first = max(since or date(plan.year, 1, 1), date(plan.year, 1, 1))
    days = tuple(d for d in working_days(plan.year, calendar) if d >= first)
    visits = visits_of(plan, items, days)
    firms = {i.enterprise_id for i in items if i.enterprise_id}
    interests = {(who, str(firm)) for who, firm in interests_of(firms)}
    aliases = {(who, v.firm) for v in visits if "+" in v.firm for who, firm in interests if v.firm.split("+")[0] == firm}
    targets = ((date(plan.year, 6, 30), HALF_YEAR), (date(plan.year, 11, 30), NEARLY)) if first.month == 1 else ()
    return Task(tuple(visits), inspectors(plan), days, frozenset(interests | aliases), targets)


def _firm(item: PlanItem) -> str:
    """Whose visit it is to the solver, which keeps visits to one enterprise apart: merged ones may share their day."""
    if item.enterprise_id is None:
        return f"draw-{item.pk}"
    return f"{item.enterprise_id}+{item.pk}" if MERGED in item.source and item.pinned else str(item.enterprise_id)


def visits_of(plan: Plan, items: Sequence[PlanItem], days: Sequence[date]) -> list[Visit]:
    """One visit an item. Several of a year to one enterprise stand in equal parts of it, so that they are not in one week; every
    kind is mixed evenly with the others, so that key enterprises are not all in January."""
    last = max((d for d in days if d <= date(plan.year, 11, 30)), default=days[-1] if days else date(plan.year, 12, 31))
    by_firm: dict[int, list[PlanItem]] = {}
    for item in items:
        by_firm.setdefault(item.enterprise_id or -item.pk, []).append(item)
    found = []
    for held in by_firm.values():
        for n, item in enumerate(sorted(held, key=lambda i: (i.on or date.max, i.pk))):
            begin, end = _part(days, last, n, len(held))
            pinned = item.on is not None and (item.pinned or item.visit_id is not None)
            if pinned and item.on:
                begin = end = item.on
            found.append(Visit(str(item.pk), _firm(item), item.field, item.enterprise.area if item.enterprise else "", begin, end,
                               item.half_days, item.on, tuple(item.officers), pinned))
    return _mixed(found, {str(i.pk): i.kind for i in items})


def _mixed(visits: Sequence[Visit], kinds: Mapping[str, str]) -> list[Visit]:
    """In an order in which every kind runs evenly from the first to the last."""
    many = Counter(kinds[v.id] for v in visits)
    seen: Counter[str] = Counter()
    places = []
    for n, visit in enumerate(visits):
        kind = kinds[visit.id]
        places.append(((seen[kind] + 0.5) / many[kind], n, visit))
        seen[kind] += 1
    return [visit for _, _, visit in sorted(places, key=lambda p: p[:2])]


def _part(days: Sequence[date], last: date, n: int, of: int) -> tuple[date, date]:
    span = [d for d in days if d <= last] or list(days)
    if not span:
        return last, last
    return span[len(span) * n // of], span[min(len(span), len(span) * (n + 1) // of) - 1]


def run(pk: int, by: Person | None, *, seconds: float = 50, progress: Progress | None = None, workers: int = 2,
        finish: Callable[[Scheduled], None] = lambda found: None) -> Scheduled:
    """Schedule all that is open and not pinned; up to a minute, so call it from a job. Nothing is written when it raises;
    ``finish`` comes last in the transaction that writes, and may raise too."""
    plan = Plan.objects.select_related("agency", "file").get(pk=pk)
    since = today() if plan.year == today().year else None
    items = _open(plan, since or date(plan.year, 1, 1))
    task = task_of(plan, items, since=since)
    answer = solver.solve(task, seconds=seconds, progress=progress, workers=workers)
    return _write(pk, by, items, answer, "自动排期", finish, behind(task, answer))


def mend(pk: int, by: Person | None, reason: str, *, seconds: float = 30, progress: Progress | None = None, workers: int = 2,
         finish: Callable[[Scheduled], None] = lambda found: None) -> Scheduled:
    """Plan anew around leave or lost certificates from today on, with as few changes as can be."""
    plan = Plan.objects.select_related("agency", "file").get(pk=pk)
    first = max(today(), date(plan.year, 1, 1))
    ahead = [i for i in _open(plan, first) if i.on is not None and i.on >= first]
    if progress is not None:
        progress(f"核对 {len(ahead)} 家次的人员和日期", 10)
    task = task_of(plan, ahead, since=first)
    answer = solver.replan(task, task.visits, since=first, seconds=seconds, workers=workers)
    return _write(pk, by, ahead, answer, reason, finish)


def _open(plan: Plan, first: date) -> list[PlanItem]:
    """Visits not made; those an inspection has taken up only where they still lie ahead and so keep their officers busy."""
    return [i for i in live(plan) if i.state == PLANNED and (i.visit_id is None or (i.on is not None and i.on >= first))]


def _write(pk: int, by: Person | None, items: Sequence[PlanItem], answer: Schedule, reason: str,
           finish: Callable[[Scheduled], None], missed: tuple[str, ...] = ()) -> Scheduled:
    with transaction.atomic():
        plan = working(pk)
        now = {int(v.id): v for v in answer.visits if v.on is not None}
        held = list(PlanItem.objects.select_for_update().filter(plan=plan, pk__in=[i.pk for i in items]))
        if {i.pk: _stand(i) for i in held} != {i.pk: _stand(i) for i in items}:
            raise NotAllowed("排期计算期间有人改动了计划里的家次，结果没有写入；请重新排期")
        moved, notes, moves = [], [], []
        for item in held:
            visit = now.get(item.pk)
            on, officers = (visit.on, sorted(visit.officers)) if visit else (None, [])
            if item.visit_id is not None or (item.on, sorted(item.officers)) == (on, officers):
                continue
            moves.append(Moved(item.pk, item.on, on, tuple(item.officers), tuple(officers)))
            notes.append((item.pk, "moved", changes.differences(_said(item.on, item.officers), _said(on, officers))))
            item.on, item.officers, item.month = on, officers, on.month if on else None
            moved.append(item)
        PlanItem.objects.bulk_update(moved, ["on", "officers", "month"], batch_size=500)
        changes.note_many(f"{REGISTER}_item", notes, by=by, at=clock_now(), reason=reason)
        Plan.objects.filter(pk=plan.pk).update(changed_at=clock_now())
        unplaced = tuple((int(key), why) for key, why in answer.unplaced)
        found = Scheduled(len(now), unplaced, len(moves), answer.loads, tuple(moves), missed)
        finish(found)
    return found


def _stand(item: PlanItem) -> tuple[object, ...]:
    return item.state, item.on, tuple(item.officers), item.pinned, item.half_days, item.visit_id


def _said(on: date | None, officers: Sequence[str]) -> dict[str, object]:
    return {"on": on.isoformat() if on else None, "officers": sorted(officers)}


def refusals(pk: int, item_pk: int, on: date, officers: Sequence[str], *, merging: bool = False) -> list[str]:
    """Why one visit may not be put on a day with these people; every reason, each a sentence. ``merging``: it is to share the
    day of another unit's visit to the same enterprise. Eight queries, one more for each officer
    who is away."""
    plan = Plan.objects.select_related("agency").get(pk=pk)
    items = live(plan)
    item = next((i for i in items if i.pk == item_pk), None)
    if item is None:
        return ["这一家次已经取消或不在本计划"]
    if item.state != PLANNED or item.visit_id is not None:
        return ["这一家次已经检查或正在检查，不能再改期"]
    if on < today():
        return [f"{on} 已经过去"]
    calendar = rules_for(plan.agency).calendar
    days = working_days(plan.year, calendar)
    if on not in days:
        why = off_because(on, calendar) if on.year == plan.year else "不在计划年度"
        return [f"{on} 不是工作日（{why}）"]
    task = task_of(plan, [item])
    visit = replace(visits_of(plan, [item], days)[0], on=on, officers=tuple(officers))
    span = span_of(replace(task, days=days), visit, days.index(on))
    others = [Visit(str(i.pk), "", "", "", on, on, i.half_days, i.on, tuple(i.officers)) for i in items if i.pk != item_pk and i.on]
    taken = taken_by(replace(task, days=days), others)
    found = [] if len(set(officers)) >= task.officers_each else ["执法人员不得少于两名（行政处罚法第42条第1款）"]
    if len(span) < visit.length:
        found.append(f"这次检查要 {visit.length} 个工作日，{on} 以后年内不够")
    people = {o.id: o for o in task.officers}
    for who in dict.fromkeys(officers):
        found += _against(task, visit, people.get(who), who, span, taken)
    same = [i for i in items if i.enterprise_id and i.enterprise_id == item.enterprise_id and i.pk != item_pk and i.on == on]
    return found + ([f"本计划在 {on} 已有一次到这家企业的检查，应当合并进行，不得一天查两次"] if same and not merging else [])


def _against(task: Task, visit: Visit, officer: Inspector | None, who: str, span: Sequence[date],
             taken: Mapping[tuple[str, date], int]) -> list[str]:
    if officer is None:
        return [f"{who} 不是本机关在岗的执法人员"]
    found = [why] if (why := fits(task, visit, officer)) else []
    away = sorted(officer.off & set(span))
    if away:
        on_leave = any(first <= away[0] <= last for first, last in leaves([officer.id], away[0].year).get(officer.id, ()))
        found.append(f"{officer.name} {away[0]} {'请假或不在岗' if on_leave else '没有有效的执法证（行政处罚法第42条第1款）'}")
    full = [d for d in span if taken.get((officer.id, d), 0) + visit.per_day > 2]
    return [*found, f"{officer.name} {full[0]} 已有检查任务"] if full else found
