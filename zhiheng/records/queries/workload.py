"""What a person has in hand and has really done: open files with their terms, a year's events, who could take over."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.view import ACT, DRAFT, RETURN, SIGN
from zhiheng.records.models import Agency, Assignment, ClockRow, Event, File, Mandate
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.people_list import cards_of, covers
from zhiheng.records.queries.scope import Scope


@dataclass(frozen=True)
class Task:
    """An open file of a person with the term that comes next, if one runs."""

    file: File
    due_at: datetime | None
    clock: str


def tasks(scope: Scope, username: str, limit: int = 200) -> tuple[Task, ...]:
    """The open files of a person that the reader may see, what is due first leading. Two queries."""
    mine = Assignment.objects.filter(person=username).values("file")
    files = list(scope.files.filter(pk__in=mine, ended_at=None).select_related("enterprise", "agency")
                 .order_by("due_sort", "pk")[:limit])
    first: dict[int, ClockRow] = {}
    for clock in ClockRow.objects.filter(file__in=files, state="running").exclude(due_at=None).order_by("due_at", "pk"):
        first.setdefault(clock.file_id, clock)
    return tuple(Task(f, first[f.pk].due_at, first[f.pk].zh) if f.pk in first else Task(f, None, "") for f in files)


@dataclass(frozen=True)
class Taker:
    """Somebody who could take a file over today: certificate in force that day, with what he has in hand."""

    username: str
    name: str
    fields: tuple[str, ...]
    files: int


def takers(agency: Agency, on: date, without: Iterable[str] = ()) -> tuple[Taker, ...]:
    """Officers of an agency with a certificate in force, the least busy first. Three queries."""
    out = set(without)
    names = {who: name for who, name in Mandate.objects.filter(
        in_force(on), role="officer", agency=agency, person__is_active=True).values_list("person", "person__name") if who not in out}
    good = {who: cards[0] for who, cards in cards_of(list(names), on).items() if covers(cards[0], on)}
    busy = dict(Assignment.objects.filter(person__in=good, file__ended_at=None).order_by().values_list("person")
                .annotate(n=Count("pk")))
    found = [Taker(who, names[who], tuple(card.fields), busy.get(who, 0)) for who, card in good.items()]
    return tuple(sorted(found, key=lambda t: (t.files, t.name)))


@dataclass(frozen=True)
class Deed:
    """One event of a year in which a person had a hand. ``his``: done or signed by him as handler; ``late``: the record
    says that a term had run out; ``gap`` between happening and recording; ``count`` subjects, ``findings`` listed."""

    kind: str
    act: str
    procedure: str
    file: str
    at: datetime
    acting: bool
    his: bool
    role: str
    late: bool
    gap: timedelta
    count: int
    findings: int


def deeds(username: str, year: int) -> tuple[Deed, ...]:
    """A person's year, oldest first. Three queries, however much he did.

    Returned drafts are those he sent on their way, whoever returned them.
    """
    first, last = datetime(year, 1, 1, tzinfo=TZ), datetime(year + 1, 1, 1, tzinfo=TZ)
    mine = Assignment.objects.filter(person=username).values("file")
    found = list(Event.objects.filter(Q(actor=username) | Q(file__in=mine), occurred_at__gte=first, occurred_at__lt=last,
                                      kind__in=(ACT, SIGN)).order_by("occurred_at", "pk").values(*_READ))
    out = [_deed(row, username) for row in found]
    returned = list(Event.objects.filter(kind=RETURN, occurred_at__gte=first, occurred_at__lt=last)
                    .filter(file__in=Event.objects.filter(kind=DRAFT, actor=username).values("file")).values(*_READ))
    own = set(Event.objects.filter(kind=DRAFT, actor=username, file__in={r["file_id"] for r in returned})
              .values_list("file_id", "seq"))
    out += [_deed(r, username) for r in returned if (r["file_id"], r["ref"]) in own]
    return tuple(sorted((d for d in out if d.acting or d.his or d.kind == RETURN), key=lambda d: d.at))


_READ = ("kind", "act", "file_id", "file__no", "file__procedure", "actor_id", "role", "signers", "notes", "occurred_at",
         "recorded_at", "subjects", "ref", "facts__findings")


def _deed(row: dict[str, Any], username: str) -> Deed:
    acting = row["actor_id"] == username
    signed = any(s[1] == username and s[0] in ("handler", "second") for s in row["signers"])
    findings = row["facts__findings"]
    return Deed(row["kind"], row["act"], row["file__procedure"], row["file__no"], row["occurred_at"], acting,
                signed or (acting and row["role"] in ("handler", "second", "officer")), row["role"],
                any(str(n.get("gate", "")).startswith("within_") or "超期" in str(n.get("says", "")) for n in row["notes"]),
                row["recorded_at"] - row["occurred_at"], max(1, len(row["subjects"])),
                len(findings) if isinstance(findings, list) else 0)


def seen_files(scope: Scope, numbers: Sequence[str]) -> frozenset[str]:
    """Which of these files the reader may open. One query."""
    return frozenset(scope.files.filter(no__in=numbers).values_list("no", flat=True))
