"""What must I do? Computed from running clocks, drafts on their way and open files; nothing can be ticked off."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Assignment, ClockRow, File, Person, Signing
from zhiheng.records.queries.scope import Scope, visible_to

OVERDUE, TODAY, SOON, LATER, NONE = "overdue", "today", "soon", "later", "none"
AHEAD = timedelta(days=200)
"""What falls due later than this is nobody's work yet: the longest term of a case is 180 days, an agreement runs for years."""


@dataclass(frozen=True)
class Todo:
    """One line of the 工作台. ``kind``: clock, sign (my signature), returned (my draft came back), open (no term).

    ``when``: overdue, today, soon (7 days), later, none. ``act`` is the act the button opens ("" = show the file).
    """

    kind: str
    file: File
    zh: str
    act: str
    act_zh: str
    subject: str
    subject_name: str
    due_at: datetime | None
    when: str
    provisional: bool = False
    management: bool = False
    whose: str = "agency"
    draft_seq: int | None = None
    step_zh: str = ""
    reason: str = ""
    since: datetime | None = None


def todo(person: Person, *, now: datetime | None = None, scope: Scope | None = None, limit: int = 300) -> list[Todo]:
    """All of a person's duties: overdue first, then today's, then by date; those without a term at the end.

    Six queries at most.
    """
    moment = (now or clock_now()).astimezone(TZ)
    mine = scope or visible_to(person, moment.date())
    if not mine.roles or mine.read_only:
        return []
    rows = _signings(mine, moment) + _clocks(mine, moment, limit) + _open(mine, limit)
    far = datetime.max.replace(tzinfo=TZ)
    order = {OVERDUE: 0, TODAY: 1, SOON: 2, LATER: 2, NONE: 3}
    return sorted(rows, key=lambda t: (order[t.when], t.due_at or far, t.file.no))[:limit]


def counts(rows: list[Todo]) -> dict[str, int]:
    """How many by urgency, and ``red``: overdue plus due today."""
    out = {name: sum(1 for r in rows if r.when == name) for name in (OVERDUE, TODAY, SOON, LATER, NONE)}
    return out | {"all": len(rows), "red": out[OVERDUE] + out[TODAY]}


def urgency(due_at: datetime | None, moment: datetime) -> str:
    """Overdue, due on this Chinese day, within seven days, later, or without date."""
    if due_at is None:
        return NONE
    if due_at < moment:
        return OVERDUE
    day = due_at.astimezone(TZ).date()
    if day <= moment.astimezone(TZ).date():
        return TODAY
    return SOON if due_at <= moment + timedelta(days=7) else LATER


def _clocks(mine: Scope, moment: datetime, limit: int) -> list[Todo]:
    rows = ClockRow.objects.filter(state="running").exclude(due_at=None, todo="")  # 及时: a duty without a number
    rows = rows.exclude(due_at__gt=moment + AHEAD)
    rows = rows.filter(Q(whose="agency") | Q(due_at__gte=moment))  # a right that has run out is nobody's overdue work
    others = [r for r in mine.roles if r != "officer"]
    reach = Q()
    if "officer" in mine.roles:
        reach |= Q(role__in=("handler", ""), file__in=Assignment.objects.filter(person=mine.person).values("file"))
    if others:
        reach |= Q(role__in=others, file__agency__in=mine.agencies)
    if not reach:
        return []
    found = rows.filter(reach).select_related("file", "file__enterprise").order_by("due_at", "id")[:limit]
    return [Todo("clock", r.file, r.zh, r.todo, r.todo_zh, r.subject, r.subject_name, r.due_at,
                 urgency(r.due_at, moment), r.provisional, r.management, r.whose, since=r.started_at) for r in found]


def _signings(mine: Scope, moment: datetime) -> list[Todo]:
    """Drafts that wait for me (my step, my files, not signed by me yet), and my own that came back."""
    person = mine.person
    assert person is not None
    others = [r for r in mine.roles if r != "officer"]
    reach = Q(state="returned", submitter=person)
    if "officer" in mine.roles:
        reach |= Q(state="travelling", role__in=("handler", "second"),
                   file__in=Assignment.objects.filter(person=person).values("file"))
    if others:
        reach |= Q(state="travelling", role__in=others, file__agency__in=mine.agencies)
    found = Signing.objects.filter(reach).select_related("file", "file__enterprise", "submitter").order_by("waiting_since")
    return [_sign_row(r) for r in found if r.state == "returned" or person.pk not in r.signed]


def _sign_row(r: Signing) -> Todo:
    kind = "returned" if r.state == "returned" else "sign"
    return Todo(kind, r.file, r.act_zh, r.act, r.act_zh, "", r.subject_names, None, NONE, draft_seq=r.draft_seq,
                step_zh=r.step_zh, reason=r.reason, since=r.waiting_since)


def _open(mine: Scope, limit: int) -> list[Todo]:
    """My open files on which no clock of the agency runs: they must not be forgotten."""
    if "officer" not in mine.roles:
        return []
    found = File.objects.filter(
        pk__in=Assignment.objects.filter(person=mine.person).values("file"), ended_at__isnull=True,
        next_due__isnull=True).select_related("enterprise").order_by("-opened_at")[:limit]
    return [Todo("open", f, f.title, "", "", "", "", None, NONE, since=f.opened_at) for f in found]
