"""Figures that open their rows: every ratio is a list of cases, each counted or not, with the reason.

Definitions follow the city's list of indicators (ids NK-…, XA-…). No figure ranks people or units by fines
(行政处罚法 74-3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhiheng.kernel.clock import TZ, day_of
from zhiheng.records.models import ClockRow, Event, File, Finding, Penalty, Publication
from zhiheng.records.queries.scope import Scope

OUTCOMES = ("correct_on_spot", "onsite_measure", "rectification_order", "refer_out")
PURSUED = ("propose_case", "refer_out")


@dataclass(frozen=True)
class Counted:
    """One case of the denominator. ``counts`` says whether it is in the numerator too, ``why`` when not."""

    file_no: str
    title: str
    what: str
    on: date
    counts: bool
    why: str = ""


@dataclass(frozen=True)
class Ratio:
    """``percent`` is None where the base is zero: 无应办, which is not 100."""

    n: int
    d: int

    @property
    def percent(self) -> float | None:
        return 100 * self.n / self.d if self.d else None


@dataclass(frozen=True)
class Measure:
    """A ratio in words. ``rows(scope, first, last)`` gives its cases of the days ``first`` to ``last``.

    ``count`` gives the same figure without the cases: the workbench shows it each time it is opened.
    """

    id: str
    zh: str
    words: str
    rows: Callable[[Scope, date, date], list[Counted]]
    count: Callable[[Scope, date, date], Ratio]
    basis: tuple[str, ...] = ()
    target: str = "100%"


def ratio(rows: Iterable[Counted]) -> Ratio:
    counted = [r.counts for r in rows]
    return Ratio(sum(counted), len(counted))


def handled(scope: Scope, first: date, last: date) -> list[Counted]:
    """Every finding of an inspection, counted when a formal outcome was given to it. Two queries."""
    return _findings(scope, first, last, OUTCOMES, "没有处置（当场改正、现场处理措施、责令限期整改、移交）", False)


def pursued(scope: Scope, first: date, last: date) -> list[Counted]:
    """Findings that are punishable violations, counted when a case was proposed or the matter transferred."""
    return _findings(scope, first, last, PURSUED, "涉嫌应当处罚，没有立案建议，也没有移送", True)


def handled_count(scope: Scope, first: date, last: date) -> Ratio:
    return _findings_count(scope, first, last, OUTCOMES, False)


def pursued_count(scope: Scope, first: date, last: date) -> Ratio:
    return _findings_count(scope, first, last, PURSUED, True)


def reviewed(scope: Scope, first: date, last: date) -> list[Counted]:
    """Penalty decisions of the ordinary procedure, counted when a legal review stands before the decision."""
    decided = _decided(scope, first, last)
    reviews = _first_reviews({p.file_id for p in decided})
    return [
        _decision(p, reviews.get(p.file_id, p.event_seq) < p.event_seq, "决定之前没有法制审核") for p in decided
    ]


def reviewed_count(scope: Scope, first: date, last: date) -> Ratio:
    """The same two queries, with nothing but what decides."""
    decided = _penalties(scope, first, last)
    reviews = _first_reviews(decided.values("file"))
    told = [reviews.get(file, seq) < seq for file, seq in decided.values_list("file", "event_seq").iterator()]
    return Ratio(sum(told), len(told))


def _first_reviews(files: QuerySet[Penalty] | set[int]) -> dict[int, int]:
    """The number of the first legal review of each file that has one. One query."""
    found: dict[int, int] = {}
    for file, seq in Event.objects.filter(kind="act", act="legal_review", file__in=files).values_list("file", "seq"):
        found[file] = min(seq, found.get(file, seq))
    return found


def published_in_time(scope: Scope, first: date, last: date) -> list[Counted]:
    """Decisions that are public or should be by now, counted when they became public in time. Three queries."""
    decided = _decided(scope, first, last)
    files = {p.file_id for p in decided}
    shown = {(p.file_id, p.party): p for p in Publication.objects.filter(kind="penalty", file__in=files)}
    due = {
        (c.file_id, c.subject): c.due_at
        for c in ClockRow.objects.filter(clock="publicity", file__in=files, due_at__isnull=False)
    }
    rows = []
    for penalty in decided:
        key = (penalty.file_id, penalty.party.key)
        answer = _published(shown.get(key), due.get(key), scope.on)
        if answer is not None:
            rows.append(_decision(penalty, *answer))
    return rows


def published_count(scope: Scope, first: date, last: date) -> Ratio:
    """The same three queries, with nothing but what decides."""
    decided = _penalties(scope, first, last)
    files = decided.values("file")
    shown = {
        (file, party): Publication(published_at=at, due_on=due_on)
        for file, party, at, due_on in Publication.objects.filter(kind="penalty", file__in=files).values_list(
            "file", "party", "published_at", "due_on"
        )
    }
    clocks = ClockRow.objects.filter(clock="publicity", file__in=files, due_at__isnull=False)
    due = {(file, subject): at for file, subject, at in clocks.values_list("file", "subject", "due_at")}
    keys = decided.values_list("file", "party__key").iterator()
    told = [_published(shown.get(k), due.get(k), scope.on) for k in keys if k in shown or k in due]
    known = [counts for answer in told if answer is not None for counts in answer[:1]]
    return Ratio(sum(known), len(known))


def _published(row: Publication | None, due_at: datetime | None, today: date) -> tuple[bool, str] | None:
    """None when it is not yet due."""
    if row is not None and row.published_at is not None:
        on = day_of(row.published_at)
        late = row.due_on is not None and on > row.due_on
        return not late, f"{on} 公示，晚 {(on - row.due_on).days} 日" if late and row.due_on else ""
    if due_at is not None and day_of(due_at) < today:
        return False, f"应当于 {day_of(due_at)} 前公示，尚未公示"
    return None


def _findings(
    scope: Scope, first: date, last: date, acts: tuple[str, ...], why: str, punishable: bool
) -> list[Counted]:
    found = Finding.objects.filter(file__in=_inspections(scope, first, last)).select_related("file")
    if punishable:
        found = found.exclude(violation="")
    rows = list(found.order_by("file__opened_at", "file_id", "since_seq", "pk"))
    done = _done(scope, first, last, acts)
    return [
        Counted(
            r.file.no,
            r.file.title,
            r.text,
            day_of(r.file.opened_at),
            (r.file_id, r.key) in done,
            "" if (r.file_id, r.key) in done else why,
        )
        for r in rows
    ]


def _findings_count(scope: Scope, first: date, last: date, acts: tuple[str, ...], punishable: bool) -> Ratio:
    found = Finding.objects.filter(file__in=_inspections(scope, first, last))
    keys = list((found.exclude(violation="") if punishable else found).values_list("file", "key"))
    done = _done(scope, first, last, acts) if keys else set()
    return Ratio(sum(k in done for k in keys), len(keys))


def _done(scope: Scope, first: date, last: date, acts: tuple[str, ...]) -> set[tuple[int, str]]:
    """File and key of every subject for which one of the acts was done. One query."""
    events = Event.objects.filter(kind="act", act__in=acts, file__in=_inspections(scope, first, last))
    return {(file, key) for file, subjects in events.values_list("file", "subjects") for key in subjects}


def _inspections(scope: Scope, first: date, last: date) -> QuerySet[File]:
    start, end = datetime.combine(first, datetime.min.time(), TZ), datetime.combine(last, datetime.max.time(), TZ)
    return scope.files.filter(procedure="inspection", opened_at__gte=start, opened_at__lte=end)


def _decided(scope: Scope, first: date, last: date) -> list[Penalty]:
    return list(_penalties(scope, first, last).select_related("file", "party").order_by("decided_on", "file_id", "pk"))


def _penalties(scope: Scope, first: date, last: date) -> QuerySet[Penalty]:
    return scope.penalties.filter(decision="penalty", decided_on__gte=first, decided_on__lte=last)


def _decision(p: Penalty, counts: bool, why: str) -> Counted:
    what = f"{p.document_no} {p.party.name}".strip()
    return Counted(p.file.no, p.file.title, what, p.decided_on, counts, "" if counts else why)


MEASURES: dict[str, Measure] = {
    m.id: m
    for m in (
        Measure(
            "NK-02",
            "现场问题处置",
            "已作处置的问题 ÷ 检查发现的问题。处置指当场改正、现场处理措施、责令限期整改、移交，按检查建卷日计入期间。",
            handled,
            handled_count,
            ("安全生产法第65条第1款", "安全生产法第68条"),
        ),
        Measure(
            "NK-03",
            "违法行为查处",
            "已提出立案建议或移交的问题 ÷ 对应应受处罚违法行为的问题。责令改正不能代替处罚。",
            pursued,
            pursued_count,
            ("安全生产法第65条第1款第2项",),
        ),
        Measure(
            "NK-13",
            "法制审核覆盖",
            "决定之前有法制审核的处罚决定 ÷ 普通程序的处罚决定，按决定日计入期间。",
            reviewed,
            reviewed_count,
            ("行政处罚法第58条第1款",),
        ),
        Measure(
            "XA-20",
            "处罚公示及时",
            "按期公示的处罚决定 ÷ 已公示或者应当公示的处罚决定，期限为决定之日起七个工作日；未到期的不计。",
            published_in_time,
            published_count,
            ("安全生产法第78条第2款",),
        ),
    )
}
