"""What the page of one person reads, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhiheng.records.models import Assignment, Certificate, Change, Mandate, Person
from zhiheng.records.queries.people_list import cards_of, covers


@dataclass(frozen=True)
class PersonFacts:
    """Posts of all times, certificates (the one that counts first), changes newest first, number of open files."""

    person: Person
    posts: tuple[Mandate, ...]
    cards: tuple[Certificate, ...]
    changes: tuple[Change, ...]
    files: int

    @property
    def card(self) -> Certificate | None:
        return self.cards[0] if self.cards else None

    def current(self, on: date) -> tuple[Mandate, ...]:
        return tuple(p for p in self.posts if p.covers(on))

    def officer(self, on: date) -> bool:
        return any(p.role == "officer" for p in self.current(on))

    def may_sign(self, on: date) -> bool:
        """Whether the certificate covers the day; the field is a matter of the file."""
        return self.card is not None and covers(self.card, on)


def person_facts(person: Person, on: date) -> PersonFacts:
    """Four queries."""
    posts = tuple(Mandate.objects.filter(person=person).select_related("agency").order_by("since", "pk"))
    cards = cards_of([person.pk], on).get(person.pk, ())
    return PersonFacts(person, posts, cards, tuple(changes_of(person, cards)),
                       Assignment.objects.filter(person=person, file__ended_at=None).count())


def changes_of(person: Person, cards: Sequence[Certificate], limit: int = 60) -> list[Change]:
    """The history of a person's registration and certificates, newest first. One query."""
    about = Q(register="person", target=person.pk) | Q(register="certificate", target__in=[c.number for c in cards])
    return list(Change.objects.filter(about).select_related("by").order_by("-at", "-pk")[:limit])
