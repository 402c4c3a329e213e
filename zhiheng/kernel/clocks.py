"""The state of a clock: a pure function of events, the rule's version and the calendar's version. Never a counter."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.kernel.article import Article
from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.clock import TZ, end_of_day
from zhiheng.kernel.facts import as_date, as_datetime
from zhiheng.kernel.procedure import Clock, Per, When
from zhiheng.kernel.terms import Due, Interval, Term, Undated, due
from zhiheng.kernel.view import Event, FileView

RUNNING, SUSPENDED, STOPPED, LATE, OVERDUE, LAPSED = "running", "suspended", "stopped", "late", "overdue", "lapsed"


@dataclass(frozen=True)
class ClockState:
    """``state``: running, suspended, stopped (kept), late (done after its day), overdue (open and past its day),
    lapsed (a party's right that ran out). ``due`` is None for terms without a number (及时)."""

    clock: Clock
    subject: str | None
    started: Event
    started_at: datetime
    due: Due | None
    state: str
    stopped_at: datetime | None
    articles: tuple[Article, ...]
    term: Term | None

    @property
    def expired(self) -> bool:
        """Whether the period has fully run out by the moment of asking."""
        return self.state in (OVERDUE, LAPSED, LATE)


def states(clocks: tuple[Clock, ...], view: FileView, term: Callable[[str, date], Term], calendar: Calendar,
           at: datetime) -> tuple[ClockState, ...]:
    """Every started clock of a file, for each subject apart, earliest due first."""
    found = []
    for clock in clocks:
        keys: list[str | None] = [None] if clock.per is Per.FILE else [s.key for s in view.of_kind(clock.per.value)]
        found += [s for k in keys if (s := state_of(clock, view, k, term, calendar, at)) is not None]
    far = datetime.max.replace(tzinfo=TZ)
    return tuple(sorted(found, key=lambda s: (s.due.at if s.due else far, s.clock.id, s.subject or "")))


def state_of(clock: Clock, view: FileView, subject: str | None, term: Callable[[str, date], Term],
             calendar: Calendar, at: datetime) -> ClockState | None:
    """The clock as its latest start leaves it; None when it has not started for this subject."""
    key = None if clock.per is Per.FILE else subject
    starts = [e for w in clock.starts for e in _events(view, w, key)]
    if not starts:
        return None
    start = max(starts, key=lambda e: e.seq)
    started_at = _moment(clock.starts, start)
    rule = term(clock.term, started_at.date()) if clock.term else None
    stop = min((e for w in clock.stops for e in _events(view, w, key) if e.seq > start.seq),
               key=lambda e: e.seq, default=None)
    stopped_at = _moment(clock.stops, stop) if stop else None
    intervals, held = _intervals(clock, view, key, start)
    limit = _due(clock, rule, view, key, start, started_at, calendar, intervals, (stopped_at or at).date())
    basis = clock.articles or (rule.articles if rule else ())
    return ClockState(clock, key, start, started_at, limit, _state(clock, limit, stopped_at, held, at), stopped_at,
                      basis, rule)


def _state(clock: Clock, limit: Due | None, stopped_at: datetime | None, held: bool, at: datetime) -> str:
    if stopped_at is not None:
        return LATE if limit and stopped_at > limit.at else STOPPED
    if held:
        return SUSPENDED
    if limit and at > limit.at:
        return OVERDUE if clock.whose == "agency" else LAPSED
    return RUNNING


def _events(view: FileView, when: When, key: str | None) -> list[Event]:
    done = [e for act in (when.act, *when.or_acts) for e in view.done(act, key)]
    if when.or_acts:
        done.sort(key=lambda e: e.seq)
    return [e for e in done if (when.where is None or when.where(e.facts))
            and (when.at is None or e.facts.get(when.at) is not None)
            and (not when.own or _introduced(view, key) == e.seq)]


def _introduced(view: FileView, key: str | None) -> int | None:
    subject = view.subject(key) if key else None
    return subject.attrs.get("since_seq") if subject else None


def _moment(whens: tuple[When, ...], event: Event) -> datetime:
    for when in whens:
        if when.act == event.act and when.at and (moment := as_datetime(event.facts, when.at)):
            return moment
    return event.occurred_at


def _intervals(clock: Clock, view: FileView, key: str | None, start: Event) -> tuple[list[Interval], bool]:
    found, held = [], False
    for kind, pairs in (("suspension", clock.suspends), ("exclusion", clock.excludes)):
        for opening, closing in pairs:
            ends = [e for e in _events(view, closing, key) if e.seq > start.seq]
            last_end = -1
            for begin in _events(view, opening, key):
                if begin.seq <= max(start.seq, last_end):
                    continue
                end = next((e for e in ends if e.seq > begin.seq), None)
                last_end = end.seq if end else 10**9
                held = held or end is None
                stop = _moment((closing,), end) if end else None
                found.append(Interval(start=_moment((opening,), begin), end=stop, kind=kind,
                                      why=opening.zh or closing.zh or clock.zh))
    return found, held


def _due(clock: Clock, rule: Term | None, view: FileView, key: str | None, start: Event, started_at: datetime,
         calendar: Calendar, intervals: list[Interval], as_of: date) -> Due | None:
    extra: list[int] = []
    moved: date | None = None
    later: tuple[Interval, ...] = ()
    for when in clock.extends:
        for event in _events(view, when, key):
            if event.seq > start.seq:
                if event.facts.get("days"):
                    extra.append(int(event.facts["days"]))
                until = as_date(event.facts, when.at or "until")
                if until:
                    moved, later = until, (*later, Interval(event.occurred_at, max(until, event.occurred_at.date()),
                                                            when.zh or "批准延长", "extension"))
    fixed = as_date(start.facts, clock.due_fact) if clock.due_fact else None
    if clock.due_fact and (moved or fixed):
        return _fixed(moved or fixed, started_at, bool(moved))
    if rule is None:
        return None
    try:
        return due(rule, started_at, calendar, intervals=(*intervals, *later), extra_length=extra, as_of=as_of)
    except Undated:
        return None  # 及时, 以告知书载明为准: the law gives no number


def _fixed(day: date | None, started_at: datetime, moved: bool) -> Due:
    assert day is not None
    words = (f"起 {started_at.date()}", f"{'经批准延至' if moved else '文书载明至'} {day} 24:00")
    return Due(at=end_of_day(day), on=day, provisional=False, explanation=words)
