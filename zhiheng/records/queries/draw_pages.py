"""Which draws does a desk see, which places are a person's own, and what of a place is done?"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from zhiheng.records.models import Draw, DrawPick, File, Person
from zhiheng.records.queries.scope import Scope

PROCEDURE = "random_draw"
PUBLIC = ("committed", "revealed", "published", "closed", "void")
"""States of draws that everybody may read; a void one only when its promise was out already."""


def draws_of(scope: Scope) -> QuerySet[Draw]:
    """Draws of the agencies in reach, newest first. A draw is the whole agency's: every officer of it may look."""
    return Draw.objects.filter(agency__in=scope.agencies).select_related("agency", "file", "replaces").order_by("-year", "-seq", "-pk")


def counted(rows: QuerySet[Draw]) -> QuerySet[Draw]:
    """Each with ``places``, ``seen`` (visited) and ``anew`` (drawn anew)."""
    return rows.annotate(places=Count("picks"), seen=Count("picks", filter=Q(picks__state="visited")),
                         anew=Count("picks", filter=Q(picks__state="replaced")))


def waiting(scope: Scope) -> QuerySet[File]:
    """Draws whose settings are not signed yet: files without a number of their own."""
    return scope.files.filter(procedure=PROCEDURE, draw=None, ended_at=None).order_by("-pk")


def draw_of(scope: Scope, number: str) -> Draw | None:
    return draws_of(scope).filter(number=number).first()


def picks_of(row: Draw) -> list[DrawPick]:
    return list(DrawPick.objects.filter(draw=row).select_related("enterprise", "visit").order_by("rank"))


def redraws(row: Draw) -> dict[int, Draw]:
    """Rank of a place to the draw that draws it anew."""
    found = {}
    for one in Draw.objects.filter(replaces=row).order_by("seq"):
        rank = str(one.settings.get("replaces", "")).rpartition("/")[2]
        if rank.isdecimal():
            found[int(rank)] = one
    return found


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    return dict(Person.objects.filter(pk__in=set(usernames)).values_list("pk", "name"))


@dataclass(frozen=True)
class Mine:
    """A place that waits for one of its officers."""

    number: str
    pick: DrawPick


def places_of(person: Person) -> list[Mine]:
    """Places given to a person and not visited yet, oldest draw first. One query for the open ones."""
    rows = DrawPick.objects.filter(state="assigned").exclude(draw__state="void").select_related("draw", "enterprise", "visit")
    return [Mine(p.draw.number, p) for p in rows.order_by("draw", "rank") if person.pk in p.officers]


def published(number: str = "") -> QuerySet[Draw]:
    """Draws that everybody may read: promised ones and what came of them; void ones only if promised before."""
    rows = Draw.objects.filter(state__in=PUBLIC, committed_at__isnull=False).select_related("agency", "replaces")
    return (rows.filter(number=number) if number else rows).order_by("-committed_at", "-pk")
