"""The people of a tree of agencies with their posts and certificates, in three queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from zhiheng.records.models import Assignment, Certificate, Mandate, Person
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.scope import Scope


@dataclass(frozen=True)
class StaffRow:
    """One person: posts in force, the certificate that runs longest, files in hand."""

    person: Person
    posts: tuple[Mandate, ...]
    card: Certificate | None
    files: int


def staff(scope: Scope, *, q: str = "", inactive: bool = False) -> list[StaffRow]:
    """Colleagues in order of agency and name; ``q`` is a name, initials or an account."""
    people = scope.people
    if inactive:
        people = Person.objects.filter(pk__in=Mandate.objects.filter(_tree(scope)).values("person"))
    text = q.strip()
    if text:
        people = people.filter(Q(name__contains=text) | Q(initials__startswith=text.lower()) | Q(username=text))
    rows = {p.pk: p for p in people.order_by("name", "username")[:500]}
    posts: dict[str, list[Mandate]] = {}
    for post in Mandate.objects.filter(in_force(scope.on), person__in=rows).select_related("agency").order_by("pk"):
        posts.setdefault(post.person_id, []).append(post)
    cards = {c.person_id: c for c in Certificate.objects.filter(person__in=rows).order_by("valid_until")}
    busy = dict(
        Assignment.objects.filter(person__in=rows, file__ended_at__isnull=True)
        .values_list("person")
        .annotate(n=Count("pk"))
    )
    found = [StaffRow(p, tuple(posts.get(k, ())), cards.get(k), busy.get(k, 0)) for k, p in rows.items()]
    return sorted(found, key=lambda r: (r.posts[0].agency.path if r.posts else "~", r.person.name))


def person_in(scope: Scope, username: str) -> Person | None:
    """A colleague, also one whose account is closed; None for strangers."""
    return Person.objects.filter(
        pk=username, mandates__in=Mandate.objects.filter(_tree(scope)).values("pk")
    ).distinct().first()


def expiring(scope: Scope, until: date) -> list[Certificate]:
    """The certificates that run out by a day, or did so already, of people with a post as officer."""
    posts = Mandate.objects.filter(in_force(scope.on), role="officer", person__in=scope.people)
    best: dict[str, Certificate] = {}
    for card in Certificate.objects.filter(person__in=posts.values("person")).select_related("person").order_by(
        "valid_until"
    ):
        best[card.person_id] = card
    return sorted((c for c in best.values() if c.valid_until <= until), key=lambda c: c.valid_until)


def _tree(scope: Scope) -> Q:
    reach = Q(pk__in=())
    for mandate in scope.mandates:
        reach |= Q(agency__path__startswith=f"/{mandate.agency.path.split('/')[1]}/")
    return reach
