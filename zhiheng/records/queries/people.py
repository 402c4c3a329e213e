"""Persons as the kernel knows them: roles of the mandates in force at an agency, and the certificate."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from zhiheng.kernel import view as kernel
from zhiheng.kernel.powers import Power
from zhiheng.records.models import Agency, Certificate, Mandate, Person
from zhiheng.records.queries.offices import offices


def in_force(on: date) -> Q:
    """Mandates that cover a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def kernel_people(usernames: Iterable[str], agency: Agency, on: date) -> dict[str, kernel.Person]:
    """The persons of these names with their roles at ``agency`` (its own mandates and those of its superiors as far as they count there).

    Two queries, however many persons; a third when one of them has no post there (any more).
    """
    wanted = {u for u in usernames if u}
    if not wanted:
        return {}
    powers: dict[str, list[Power]] = {}
    named: dict[str, tuple[str, bool]] = {}
    for person, role, area, items, ceiling, name, qualified in Mandate.objects.filter(
            in_force(on), person__in=wanted, agency__in=offices(agency, on)).values_list(
            "person", "role", "area", "items", "ceiling_fen", "person__name", "person__legally_qualified"):
        powers.setdefault(person, []).append(Power(role, frozenset(area), frozenset(items), ceiling))
        named[person] = (name, qualified)
    if missing := wanted - named.keys():
        rows = Person.objects.filter(username__in=missing).values_list("username", "name", "legally_qualified")
        named |= {u: (name, qualified) for u, name, qualified in rows}
    certificates = _certificates(wanted, on)
    return {u: kernel.Person(u, name, frozenset(p.role for p in powers.get(u, ())), certificates.get(u), qualified,
                             tuple(powers.get(u, ())))
            for u, (name, qualified) in named.items()}


def kernel_person(person: Person, agency: Agency, on: date) -> kernel.Person:
    """One person; without any mandate the roles are empty."""
    found = kernel_people([person.username], agency, on)
    return found.get(person.username) or kernel.Person(person.username, person.name)


def _certificates(wanted: set[str], on: date) -> Mapping[str, kernel.Certificate]:
    """The certificate that covers the day, else the one that ran out last."""
    best: dict[str, Certificate] = {}
    for row in Certificate.objects.filter(person__in=wanted).order_by("valid_until", "id"):
        held = best.get(row.person_id)
        covers = held is not None and held.valid_from <= on <= held.valid_until
        if held is None or (not covers and row.valid_from <= on):
            best[row.person_id] = row
    return {name: certificate(row) for name, row in best.items()}


def certificate(row: Certificate) -> kernel.Certificate:
    """A certificate row as a kernel value."""
    suspended = tuple((date.fromisoformat(s[0]), date.fromisoformat(s[1])) for s in row.suspensions)
    return kernel.Certificate(row.number, frozenset(row.fields), row.valid_from, row.valid_until, suspended)
