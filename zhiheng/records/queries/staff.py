"""The certificates of a tree of agencies that run out."""

from __future__ import annotations

from datetime import date

from zhiheng.records.models import Certificate, Mandate
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.scope import Scope


def expiring(scope: Scope, until: date) -> list[Certificate]:
    """The certificates that run out by a day, or did so already, of people with a post as officer."""
    posts = Mandate.objects.filter(in_force(scope.on), role="officer", person__in=scope.people)
    best: dict[str, Certificate] = {}
    for card in Certificate.objects.filter(person__in=posts.values("person")).select_related("person").order_by(
        "valid_until"
    ):
        best[card.person_id] = card
    return sorted((c for c in best.values() if c.valid_until <= until), key=lambda c: c.valid_until)
