"""Who holds which post at an agency on a day: for the places in a route of signatures and the choice of officers."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhiheng.records.models import Agency, Certificate, Mandate
from zhiheng.records.queries.offices import offices
from zhiheng.records.queries.people import in_force


@dataclass(frozen=True)
class Colleague:
    """A person with a post at the agency (or above it) and the certificate that runs longest, if any."""

    username: str
    name: str
    roles: frozenset[str]
    certificate: Certificate | None


def colleagues(agency: Agency, on: date) -> tuple[Colleague, ...]:
    """Everybody with a mandate in force that reaches the agency, by name; two queries."""
    roles: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    rows = Mandate.objects.filter(in_force(on), agency__in=offices(agency, on), person__is_active=True)
    for username, name, role in rows.values_list("person", "person__name", "role"):
        roles.setdefault(username, set()).add(role)
        names[username] = name
    cards = {c.person_id: c for c in Certificate.objects.filter(person__in=names).order_by("valid_until")}
    return tuple(Colleague(u, names[u], frozenset(roles[u]), cards.get(u)) for u in sorted(names))


def names_by_role(agency: Agency, on: date) -> Mapping[str, tuple[str, ...]]:
    """Names of those who hold each post; one query."""
    found: dict[str, tuple[str, ...]] = {}
    rows = Mandate.objects.filter(in_force(on), agency__in=offices(agency, on), person__is_active=True)
    for role, name in rows.order_by("person").values_list("role", "person__name"):
        if name not in found.get(role, ()):
            found[role] = (*found.get(role, ()), name)
    return found


def by_post(people: tuple[Colleague, ...]) -> Mapping[str, tuple[str, ...]]:
    """Names by role."""
    found: dict[str, tuple[str, ...]] = {}
    for person in people:
        for role in person.roles:
            found[role] = (*found.get(role, ()), person.name)
    return found
