"""The holiday notice of a year: read, checked day by day, looked at before it is kept, and everything that rests on it anew.

Notices are issued once a year by the General Office of the State Council and list days off and weekend days worked. The
days of a year that must be off stand in 全国年节及纪念日放假办法 2. A year without a notice is provisional.
"""
from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhiheng.actions import changes, derive, plans, rebuild, rulebook
from zhiheng.actions.errors import Invalid
from zhiheng.kernel.calendar import CalendarError, YearCalendar, days_between
from zhiheng.kernel.clock import weekday_name
from zhiheng.kernel.facts import FactError, fact, schema
from zhiheng.law.calendars import calendar as shipped
from zhiheng.planning.days import year_days
from zhiheng.records.clock import now as clock_now
from zhiheng.records.clock import today
from zhiheng.records.models import ClockRow, File, HolidayYear, Person, Plan, PlanItem
from zhiheng.records.queries.plans import PLANNED
from zhiheng.records.queries.view import load_view

REGISTER = "holiday_year"
FAR_MAKE_UP = 21
"""A weekend day worked lies near the holiday it makes up for; farther than this many days is asked about."""
KEPT_MOVES = 500
LONGEST = 12
"""No notice ever gave a longer holiday than this many days at a stretch."""
_DAY = re.compile(r"(?:(?P<y>\d{4})\s*[-年./]\s*)?(?P<m>\d{1,2})\s*[-月./]\s*(?P<d>\d{1,2})\s*日?")
_TO = re.compile(r"^\s*(?:至|到|～|~|—+|－|-)\s*")
_ONLY_DAY = re.compile(r"(?P<d>\d{1,2})\s*日")


@dataclass(frozen=True)
class NoticeFacts:
    """A notice as typed: one line a holiday or a day."""

    source: str = fact("通知文号", max_length=120, good="国办发明电〔2026〕号数")
    holidays: tuple[str, ...] = fact("放假日期", help="每行一个假期，起止日期之间写「至」，节日名称可以写在前面。周末在内的整段照通知写。",
                                     good="国庆节 10月1日至7日")
    workdays: tuple[str, ...] = fact("调休上班日期", required=False, help="通知列明上班的周六、周日，每行一天。", good="2月20日")
    reason: str = fact("更正理由", required=False, max_length=200, help="第一次登记不必填写；更正已有安排的，写明哪里错了。")


FIELDS = schema(NoticeFacts)


@dataclass(frozen=True)
class Notice:
    """A notice that stands, and what it is asked about: remarks do not hinder."""

    year: YearCalendar
    off: tuple[date, ...]
    remarks: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return self.year.source


@dataclass(frozen=True)
class Moved:
    """A term whose last day differs (``after`` None: no longer counted), or whose provisional mark goes."""

    no: str
    agency: str
    clock: str
    before: date | None
    after: date | None
    was_provisional: bool


@dataclass(frozen=True)
class PlanMoved:
    """An annual plan of the year. Days of one officer; ``displaced`` planned visits that lie on days not worked any more."""

    pk: int
    agency: str
    officers: int
    before: int
    after: int
    was_provisional: bool
    displaced: int


@dataclass(frozen=True)
class Effect:
    """What a notice changes: terms in order of file, plans; ``settled`` terms keep their day and lose the mark."""

    moved: tuple[Moved, ...]
    settled: int
    plans: tuple[PlanMoved, ...]
    looked_at: int


def read(year: int, typed: Mapping[str, Any]) -> Notice:
    """The notice of a year. Invalid names each line and each day that cannot stand."""
    errors: list[FactError] = []
    source = str(typed.get("source") or "").strip()
    if len(source) < 4:
        errors.append(FactError("source", "写明通知的文号，例如「国办发明电〔2025〕7号」"))
    if not 2004 <= year <= today().year + 2:
        errors.append(FactError("", f"{year} 年的放假安排不能登记：日历自 2004 年起，至 {today().year + 2} 年止"))
    off = list(_days(year, typed.get("holidays") or (), "holidays", errors))
    work = list(_days(year, typed.get("workdays") or (), "workdays", errors))
    if not off:
        errors.append(FactError("holidays", "没有写放假日期"))
    errors += _faults(year, [d for d, _ in off], [d for d, _ in work])
    if errors:
        raise Invalid(errors)
    try:
        made = YearCalendar(year, {d: name or "放假" for d, name in off}, frozenset(d for d, _ in work), source)
    except CalendarError as fault:
        raise Invalid([FactError("", str(fault))]) from fault
    return Notice(made, tuple(sorted(made.holidays)), tuple(_remarks(made)))


def _days(year: int, lines: Iterable[str], name: str, errors: list[FactError]) -> Iterator[tuple[date, str]]:
    for number, line in enumerate((x.strip() for x in lines if x.strip()), 1):
        try:
            first, last, word = _span(year, line)
        except ValueError as fault:
            errors.append(FactError(name, f"第 {number} 行「{line[:30]}」：{fault}"))
            continue
        yield from ((d, word) for d in days_between(first, last))


def _span(year: int, line: str) -> tuple[date, date, str]:
    """(first, last, name) of a line. ValueError says in Chinese what is wrong with it."""
    begin = _DAY.search(line)
    if begin is None:
        raise ValueError("没有读出日期，应如 10月1日至7日，或者 2027-10-01至2027-10-07")
    first = _date(int(begin["y"] or year), int(begin["m"]), int(begin["d"]))
    rest, last = line[begin.end():], first
    to = _TO.match(re.sub(r"^\s*[（(][^）)]*[）)]", "", rest))
    if to:
        tail = re.sub(r"^\s*[（(][^）)]*[）)]", "", rest)[to.end():]
        end, short = _DAY.match(tail), _ONLY_DAY.match(tail)
        if end:
            last = _date(int(end["y"] or first.year), int(end["m"]), int(end["d"]))
        elif short:
            last = _date(first.year, first.month, int(short["d"]))
        else:
            raise ValueError("「至」后面没有读出日期")
    if last < first:
        raise ValueError(f"止日 {last} 早于起日 {first}")
    if (last - first).days >= LONGEST:
        raise ValueError(f"一段 {(last - first).days + 1} 天，请核对起止日期")
    return first, last, re.sub(r"[\s：:，,、]", "", line[:begin.start()])[:12]


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"没有 {year} 年 {month} 月 {day} 日这一天") from None


def _faults(year: int, off: list[date], work: list[date]) -> Iterator[FactError]:
    """Each day that cannot stand, by name of the field."""
    for name, days in (("holidays", off), ("workdays", work)):
        for day in sorted({d for d in days if d.year != year}):
            yield FactError(name, f"{day} 不在 {year} 年，请到 {day.year} 年的安排里登记")
        for day in sorted({d for d in days if days.count(d) > 1}):
            yield FactError(name, f"{day} 写了两次")
    for day in sorted(set(work)):
        if day in off:
            yield FactError("workdays", f"{day} 既放假又上班")
        elif day.weekday() < 5:
            yield FactError("workdays", f"{day} 是{weekday_name(day)}，本来就上班，不是调休")
    for word, day in _fixed(year):
        if off and day not in off:
            yield FactError("holidays", f"{day} 是{word}法定假日，没有列为放假")


def _fixed(year: int) -> list[tuple[str, date]]:
    """Public holidays with a fixed day: 全国年节及纪念日放假办法 2 (since 2025 the second of May as well)."""
    days = [("元旦", 1, 1), ("劳动节", 5, 1), *([("劳动节", 5, 2)] if year >= 2025 else ())]
    return [(w, date(year, m, d)) for w, m, d in (*days, ("国庆节", 10, 1), ("国庆节", 10, 2), ("国庆节", 10, 3))]


def _remarks(made: YearCalendar) -> Iterator[str]:
    """What is unusual without being wrong."""
    net = sum(d.weekday() < 5 for d in made.holidays) - len(made.workdays)
    usual = 13 if made.year >= 2025 else 11
    if net != usual:
        yield f"放假的工作日减去调休上班共 {net} 天，法定假日通常折合 {usual} 天，请对照通知核对"
    for day in sorted(made.workdays):
        near = min(abs((day - d).days) for d in made.holidays)
        if near > FAR_MAKE_UP:
            yield f"{day}（{weekday_name(day)}）调休上班，离最近的假期 {near} 天，请核对"


def entered(year: int) -> HolidayYear | None:
    found: HolidayYear | None = HolidayYear.objects.filter(year=year).first()
    return found


def typed_of(year: int) -> dict[str, Any]:
    """A known year as its form shows it: as entered, else as shipped, else empty."""
    row, known = entered(year), shipped().years.get(year)
    if row is not None:
        names: dict[date, str] = {date.fromisoformat(d): "" for d in row.holidays}
        return {"source": row.source, "holidays": _lines(names), "workdays": sorted(row.workdays)}
    if known is None:
        return {"source": "", "holidays": [], "workdays": []}
    return {"source": known.source, "holidays": _lines(known.holidays), "workdays": sorted(d.isoformat() for d in known.workdays)}


def _lines(days: Mapping[date, str]) -> list[str]:
    """Days as spans, one line each."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and (day - spans[-1][1]).days == 1 and days[day] == days[spans[-1][0]]:
            spans[-1][1] = day
        else:
            spans.append([day, day])
    told = [(days[a], a.isoformat() if a == b else f"{a}至{b}") for a, b in spans]
    return [f"{name} {words}".strip() for name, words in told]


# --- what would move -------------------------------------------------------------------------------------------------

def preview(notice: Notice) -> Effect:
    """What would differ with this notice. Nothing is written, and nobody else's calendar changes meanwhile."""
    moved: list[Moved] = []
    settled, files = 0, _files(notice.year.year)
    for file in files:
        rules = rulebook.rules_for(file.agency)
        fresh = dataclasses.replace(rules, calendar=rules.calendar.with_year(notice.year))
        held = {(r.clock, r.subject): r for r in ClockRow.objects.filter(file=file)}
        rows = derive.clock_rows(file, fresh, load_view(file, rules.procedures, now=clock_now()))
        found, same = _compared(file, held, {(r.clock, r.subject): r for r in rows})
        moved += found
        settled += same
    return Effect(tuple(moved), settled, tuple(_plans(notice)), len(files))


def _files(year: int) -> list[File]:
    """Files with a term that may rest on the year: provisional ones, and those due in it or in the first part of the next."""
    touched = ClockRow.objects.filter(Q(provisional=True) | Q(due_on__gte=date(year, 1, 1), due_on__lte=date(year + 1, 12, 31)))
    return list(File.objects.filter(pk__in=touched.values("file")).select_related("agency").order_by("no"))


def _compared(file: File, held: Mapping[tuple[str, str], ClockRow], fresh: Mapping[tuple[str, str], ClockRow]) -> tuple[list[Moved], int]:
    moved, settled = [], 0
    for key, old in held.items():
        new = fresh.get(key)
        after = new.due_on if new else None
        if old.due_on != after:
            moved.append(Moved(file.no, file.agency.short_name or file.agency.name, old.zh, old.due_on, after, old.provisional))
        elif old.provisional and new is not None and not new.provisional:
            settled += 1
    return moved, settled


def _plans(notice: Notice) -> Iterator[PlanMoved]:
    year = notice.year.year
    for plan in Plan.objects.filter(year=year).exclude(state="closed").select_related("agency").order_by("agency__path"):
        calendar = rulebook.rules_for(plan.agency).calendar.with_year(notice.year)
        lying = PlanItem.objects.filter(plan=plan, state=PLANNED, visit=None, on__isnull=False).values_list("on", flat=True)
        displaced = sum(not calendar.is_working_day(d) for d in lying if d is not None)
        yield PlanMoved(plan.pk, plan.agency.short_name or plan.agency.name, int(plan.body.get("officers", 0)),
                        int(plan.body.get("statutory", 0)), year_days(year, calendar).statutory,
                        bool(plan.body.get("provisional")), displaced)


# --- keeping ---------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Kept:
    """What was done. ``refused``: plans whose account of days no longer stands, with the sentence why."""

    effect: Effect
    refused: tuple[str, ...] = ()


def justified(year: int, typed: Mapping[str, Any]) -> str:
    """The reason of a correction. Invalid when a known year is to be changed without one."""
    reason = str(typed.get("reason") or "").strip()
    if typed_of(year)["holidays"] and len(reason) < 4:
        raise Invalid([FactError("reason", f"{year} 年的安排已经登记，更正须写明理由")])
    return reason


def save(year: int, typed: Mapping[str, Any], by: Person) -> Kept:
    """Keep the notice and bring terms and plans up to it. Invalid as :func:`read`, and when a correction gives no reason."""
    notice, before = read(year, typed), typed_of(year)
    reason = justified(year, typed)
    effect = preview(notice)
    with transaction.atomic():
        HolidayYear.objects.update_or_create(year=year, defaults={
            "source": notice.source, "holidays": [d.isoformat() for d in notice.off],
            "workdays": sorted(d.isoformat() for d in notice.year.workdays), "updated_at": clock_now()})
        # Whatever is not brought up to date below (the machine may stop) the worker finds by this mark.
        ClockRow.objects.filter(file__in=[f.pk for f in _files(year)], due_on__gte=date(year, 1, 1)).update(provisional=True)
        changes.note(REGISTER, year, "changed" if before["holidays"] else "created", changes.differences(before, typed_of(year)),
                     by=by, at=clock_now(), reason=reason)
        rows = [[m.no, m.agency, m.clock, _iso(m.before), _iso(m.after)] for m in effect.moved[:KEPT_MOVES]]
        changes.note(REGISTER, year, "recomputed", {"moved": [len(effect.moved), rows], "settled": [None, effect.settled]},
                     by=by, at=clock_now())
    rulebook.announce()
    for file in _files(year):
        rebuild.refresh_clocks(file.no)
    return Kept(effect, tuple(_account(plan) for plan in effect.plans if not _recount(plan, by, notice.source)))


def _recount(plan: PlanMoved, by: Person, source: str) -> bool:
    """Whether the plan's account of days stands with the new number of working days."""
    try:
        plans.set_figures(plan.pk, {}, by, reason=f"登记放假安排 {source}")
    except Invalid:
        return False
    return True


def _account(plan: PlanMoved) -> str:
    return f"{plan.agency}的年度计划：每人法定工作日由 {plan.before} 变为 {plan.after}，工日的账不再成立，请到计划页面核对各项工日"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
