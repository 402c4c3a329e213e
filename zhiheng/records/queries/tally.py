"""The figures at the head of every page, in one query: my duties and my unread messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Assignment, ClockRow, File, Message, Person, Signing
from zhiheng.records.queries.scope import Scope


@dataclass(frozen=True)
class Tally:
    """``red`` counts overdue and due today, nothing else; ``waiting`` drafts for my signature or returned to me."""

    todo: int = 0
    red: int = 0
    waiting: int = 0
    unread: int = 0


def tally(scope: Scope, moment: datetime) -> Tally:
    """The same duties as the to-do list, counted by the database."""
    person = scope.person
    if person is None:
        return Tally()
    unread = Message.objects.filter(person=OuterRef("pk"), read_at__isnull=True)
    parts: dict[str, Any] = {"unread": _count(unread)}
    busy = bool(scope.roles) and not scope.read_only
    reach = _clock_reach(scope) if busy else None
    if reach is not None:
        tonight = datetime.combine(moment.astimezone(TZ).date() + timedelta(days=1), time(), TZ)
        clocks = ClockRow.objects.filter(reach, state="running").exclude(due_at=None, todo="").filter(
            Q(whose="agency") | Q(due_at__gte=moment)
        )
        parts |= {"clocks": _duties(clocks), "red": _duties(clocks.filter(due_at__lt=tonight))}
    if "officer" in scope.roles:
        mine = Assignment.objects.filter(person=person).values("file")
        parts["still"] = _count(File.objects.filter(pk__in=mine, ended_at__isnull=True, next_due__isnull=True))
    if busy:
        parts["waiting"] = _count(_waiting(scope))
    row = Person.objects.filter(pk=person.pk).values(**parts).first() or {}
    waiting = row.get("waiting", 0)
    todo = row.get("clocks", 0) + row.get("still", 0) + waiting
    return Tally(todo, row.get("red", 0), waiting, row.get("unread", 0))


def _clock_reach(scope: Scope) -> Q | None:
    """Whose clocks are mine: as officer those of my files, in another post those that name it."""
    reach = None
    if "officer" in scope.roles:
        mine = Assignment.objects.filter(person=scope.person).values("file")
        reach = Q(role__in=("handler", ""), file__in=mine)
    others = [r for r in scope.roles if r != "officer"]
    if others:
        by_post = Q(role__in=others, file__agency__in=scope.agencies)
        reach = by_post if reach is None else reach | by_post
    return reach


def _waiting(scope: Scope) -> QuerySet[Signing]:
    """Drafts that wait for my signature, and my own that came back."""
    person = scope.person
    assert person is not None
    travelling = Q(role="-")  # nobody's
    if "officer" in scope.roles:
        mine = Assignment.objects.filter(person=person).values("file")
        travelling |= Q(role__in=("handler", "second"), file__in=mine)
    others = [r for r in scope.roles if r != "officer"]
    if others:
        travelling |= Q(role__in=others, file__agency__in=scope.agencies)
    # The signers are a short JSON list of account names; as text it can be asked on both databases.
    unsigned = ~Q(signers_text__contains=f'"{person.pk}"')
    return Signing.objects.alias(signers_text=Cast("signed", TextField())).filter(
        Q(state="returned", submitter=person) | Q(travelling & unsigned, state="travelling")
    )


def _duties(clocks: QuerySet[ClockRow]) -> Coalesce:
    """The same duty of one file towards several subjects counts once, as it is one line of the list."""
    name = Concat(
        Cast("file_id", TextField()), Value("/"), "zh", Value("/"), "todo", Value("/"), Cast("due_at", TextField()),
        output_field=TextField(),
    )
    counted = clocks.order_by().annotate(one=Value(1)).values("one").annotate(n=Count(name, distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
