"""The house before the first matter: agencies, staff with certificates and mandates, the register of enterprises."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from zhiheng.actions import register
from zhiheng.demo import district
from zhiheng.demo.enterprises import enterprises
from zhiheng.records.grams import initials
from zhiheng.records.models import Agency, Certificate, Enterprise, Mandate, Person

YEAR = 2026  # the year for which the dates of ``district`` were written


@dataclass
class House:
    """Agencies by code, people by account, enterprises in the order of the register."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    firms: list[Enterprise] = field(default_factory=list)

    @property
    def bureau(self) -> Agency:
        return self.agencies[district.BUREAU["code"]]


@dataclass(frozen=True)
class Team:
    """Who handles a matter: the agency, two officers, and those above them."""

    agency: Agency
    officers: tuple[Person, Person]
    house: House

    def signer(self, role: str, taken: Iterable[str]) -> Person:
        """Somebody of this role who has not signed yet."""
        if role in ("handler", "second"):
            return next(p for p in self.officers if p.username not in set(taken))
        names = [s.username for s in district.STAFF if s.role == role]
        return next(self.house.people[n] for n in names if n not in set(taken))


def settle(today: date, *, seed: int, count: int) -> House:
    """Write agencies, people and enterprises. Dates move with ``today``, so that the district never grows old."""
    house, years = House(), today.year - YEAR
    house.agencies["YL"] = Agency.objects.create(**district.BUREAU)
    for town in district.TOWNS:
        house.agencies[str(town["code"])] = Agency.objects.create(
            **({k: v for k, v in district.BUREAU.items() if k in ("address", "phone", "government", "court", "treasury",
                                                                 "superior", "place_id")} | town),
            parent=house.agencies["YL"])
    secrets = make_password(district.PASSWORD), make_password(district.PIN)  # the accounts of a demonstration share them
    for staff in district.STAFF:
        house.people[staff.username] = _person(staff, house, today, years, secrets)
    register.enroll(house.bureau, enterprises(count, seed))
    house.firms = list(Enterprise.objects.order_by("pk"))
    return house


def _person(staff: district.Staff, house: House, today: date, years: int,
            secrets: tuple[str, str]) -> Person:
    password, pin = secrets
    person = Person.objects.create(username=staff.username, name=staff.name, initials=initials(staff.name),
                                   password=password, pin=pin, legally_qualified=staff.legally_qualified)
    for role in (staff.role, *staff.more_roles):
        Mandate.objects.create(person=person, agency=house.agencies[staff.agency], role=role, post=staff.post,
                               since=_moved(district.START, years))
    if staff.certificate:
        number, domains, until = staff.certificate
        soon = until.year == YEAR  # the one that runs out these days, for the warning on the desk
        Certificate.objects.create(person=person, number=number, fields=list(domains),
                                   valid_from=_moved(district.START, years),
                                   valid_until=today + timedelta(days=7) if soon else _moved(until, years))
    return person


def _moved(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


PAIRS = {"YL": (("liqiang", "wangmin"), ("sunqian", "zhengtao"), ("hemei", "zhengtao"), ("wangmin", "sunqian"),
                ("liqiang", "hemei")),
         "YLCG": (("zhaolei", "tangyu"),), "YLPS": (("luojie", "xuhao"),)}


def team(house: House, random: Random, code: str = "YL", pair: int | None = None) -> Team:
    """Two officers of an agency; ``pair`` chooses them, else chance does."""
    pairs = PAIRS[code]
    first, second = pairs[(random.randrange(len(pairs)) if pair is None else pair) % len(pairs)]
    return Team(house.agencies[code], (house.people[first], house.people[second]), house)
