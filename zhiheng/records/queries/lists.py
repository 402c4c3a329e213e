"""Lists of files with filters from the URL, paged by key, with a fixed number of queries a page."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import now as clock_now
from zhiheng.records.grams import bigrams, fold, fold_number
from zhiheng.records.models import ClockRow, EnterpriseGram, File, Finding, Party, Person
from zhiheng.records.models.files import FAR
from zhiheng.records.queries import paging
from zhiheng.records.queries.modes import in_mode
from zhiheng.records.queries.paging import PAGE, Order, counted, paged
from zhiheng.records.queries.scope import Scope
from zhiheng.records.queries.todo import urgency

_UNSHOWN = tuple(f"enterprise__{name}" for name in ("fields", "hazards", "people", "extra"))
"""Lists that a line does not show and that cost more to read than the rest of the enterprise."""


@dataclass(frozen=True)
class FileRow:
    """One line. ``urgency`` as in the to-do list; ``officers`` are (username, name)."""

    file: File
    officers: tuple[tuple[str, str], ...]
    parties: tuple[str, ...]
    clock_zh: str
    clock_act: str
    clock_act_zh: str
    clock_subject: str
    urgency: str
    findings: int = 0
    findings_open: int = 0


Page = paging.Page[FileRow]
ORDERS: Mapping[str, Order] = {o.id: o for o in (
    Order("due", ("due_sort",)), Order("newest", ("-opened_at",)), Order("oldest", ("opened_at",)),
    Order("ended", ("-ended_at",)), Order("firm", ("enterprise__name",)))}


def files_list(scope: Scope, filters: Mapping[str, str] | None = None, *, cursor: str = "", size: int = PAGE,
               now: datetime | None = None, exact: bool = False) -> Page:
    """The files somebody may see. Filters, all optional: procedure (comma separated), stage, state (open, ended,
    overdue, today, week), officer, mine, q, enterprise, kind, since, until (day opened), year, sort (see ORDERS).

    At most 8 queries besides the two of the scope. An unknown filter is ignored; a broken cursor starts anew.
    """
    moment, given = (now or clock_now()).astimezone(TZ), dict(filters or {})
    found = narrowed(scope.files, scope, given, moment)
    order = ORDERS.get(given.get("sort", "")) or ORDERS["newest" if given.get("state") == "ended" else "due"]
    rows, after, before = paged(found.select_related("enterprise", "agency").defer(*_UNSHOWN), order, cursor, size)
    total, more_than = counted(found, exact)
    return Page(_dress(rows, moment), after, before, total, more_than)


def inspections_list(scope: Scope, filters: Mapping[str, str] | None = None, **more: Any) -> Page:
    """Inspections (and re-inspections when ``procedure`` says so) with the number of findings and of open ones."""
    given = {"procedure": "inspection"} | dict(filters or {})
    page = files_list(scope, given, **more)
    counts = {r["file"]: r for r in Finding.objects.filter(file__in=[r.file.pk for r in page.rows]).values("file").annotate(
        all=Count("pk"), open=Count("pk", filter=Q(state__in=("", "record"))))}
    rows = tuple(
        FileRow(**{**vars(r), "findings": counts.get(r.file.pk, {}).get("all", 0),
                   "findings_open": counts.get(r.file.pk, {}).get("open", 0)}) for r in page.rows)
    return Page(rows, page.next, page.previous, page.count, page.more_than)


def narrowed(files: QuerySet[File], scope: Scope, given: Mapping[str, str], moment: datetime) -> QuerySet[File]:
    """Apply the filters of the URL."""
    if given.get("procedure"):
        wanted = given["procedure"].split(",")  # one as an equality, so that the index gives the order as well
        files = files.filter(procedure=wanted[0]) if len(wanted) == 1 else files.filter(procedure__in=wanted)
    for name in ("stage", "kind", "domain"):
        if given.get(name):
            files = files.filter(**{name: given[name]})
    if given.get("mode"):
        files = in_mode(files, given["mode"])
    if given.get("year", "").isdigit():
        files = files.filter(year=int(given["year"]))
    if given.get("enterprise", "").isdigit():
        files = files.filter(enterprise_id=int(given["enterprise"]))
    officer = scope.person.pk if given.get("mine") and scope.person else given.get("officer")
    if officer:
        files = files.filter(assignments__person=officer)
    return _searched(_dated(_stated(files, given.get("state", ""), moment), given), given.get("q", "").strip())


def _stated(files: QuerySet[File], state: str, moment: datetime) -> QuerySet[File]:
    tonight = datetime.combine(moment.date() + timedelta(days=1), time(), TZ)
    match state:
        case "open":
            return files.filter(ended_at__isnull=True)
        case "ended":
            return files.filter(ended_at__isnull=False)
        case "overdue":
            return files.filter(ended_at__isnull=True, due_sort__lt=moment)
        case "today":
            return files.filter(ended_at__isnull=True, due_sort__gte=moment, due_sort__lte=tonight)
        case "week":
            return files.filter(ended_at__isnull=True, due_sort__lte=tonight + timedelta(days=6))
        case _:
            return files


def _dated(files: QuerySet[File], given: Mapping[str, str]) -> QuerySet[File]:
    first, last = _day(given.get("since")), _day(given.get("until"))
    if first:
        files = files.filter(opened_at__gte=datetime.combine(first, time(), TZ))
    if last:
        files = files.filter(opened_at__lt=datetime.combine(last + timedelta(days=1), time(), TZ))
    return files


def _searched(files: QuerySet[File], q: str) -> QuerySet[File]:
    if not q:
        return files
    by_firm = enterprises_named(q)
    return files.filter(Q(no__icontains=q) | Q(title__icontains=q) | Q(numbers__folded__contains=fold_number(q))
                        | Q(enterprise__in=by_firm)).distinct()


def enterprises_named(q: str) -> QuerySet[Any]:
    """Ids of enterprises whose name (or initials) holds every two-character word of ``q``."""
    words = bigrams(q)[:8]
    folded = fold(q)
    if len(folded) == 1:
        return EnterpriseGram.objects.filter(gram__startswith=folded).values("enterprise")
    found = EnterpriseGram.objects.filter(gram=words[0]) if words else EnterpriseGram.objects.none()
    for word in words[1:]:
        found = found.filter(enterprise__in=EnterpriseGram.objects.filter(gram=word).values("enterprise"))
    return found.values("enterprise")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _dress(rows: list[File], moment: datetime) -> tuple[FileRow, ...]:
    """Officers, parties and the nearest clock of all rows: three queries."""
    ids = [r.pk for r in rows]
    names = dict(Person.objects.filter(pk__in={u for r in rows for u in r.officers}).values_list("pk", "name"))
    parties: dict[int, list[str]] = {}
    for pk, name in Party.objects.filter(file__in=ids).order_by("key").values_list("file", "name"):
        parties.setdefault(pk, []).append(name)
    clocks: dict[int, ClockRow] = {}
    held = ClockRow.objects.filter(file__in=ids, whose="agency", due_at__isnull=False).defer("articles", "explanation")
    for clock in held.order_by("due_at", "clock"):
        clocks.setdefault(clock.file_id, clock)
    return tuple(_row(r, names, parties.get(r.pk, []), clocks.get(r.pk), moment) for r in rows)


def _row(file: File, names: Mapping[str, str], parties: list[str], clock: ClockRow | None, moment: datetime) -> FileRow:
    due = None if file.due_sort == FAR or file.ended_at else file.next_due
    return FileRow(
        file, tuple((u, names.get(u, u)) for u in file.officers), tuple(parties), clock.zh if clock else "",
        clock.todo if clock else "", clock.todo_zh if clock else "", clock.subject_name if clock else "",
        urgency(due, moment))
