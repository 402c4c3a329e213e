"""Who is never chosen, who always by the same hands, and are the easy ones chosen more often? Figures that open their rows.

Counted by the database; nothing is walked through but what is shown. A visit is an inspection that was not called off and is
no joined record of another's; «easy» are grades A and B, or small by size. A figure is a reason to look, no finding: a
threshold is the house's own and stands beside it.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Assignment, DrawPick, Enterprise, File, Person
from zhiheng.records.queries.scope import Scope

EASY = ("A", "B")
SMALL = ("小型", "微型", "小微")
LEAST, SHARE = 3, 80
"""A pair is named where it made at least LEAST visits of an enterprise and SHARE percent of them."""
POINTS = 10
"""Percent points by which the share of easy ones may differ before it is marked."""
MOST = 5000


@dataclass(frozen=True)
class Period:
    """The last ``years`` years to the day ``until``."""

    years: int
    until: date

    @property
    def since(self) -> date:
        year = self.until.year - self.years
        return date(year, 2, 28) if (self.until.month, self.until.day) == (2, 29) else self.until.replace(year=year)

    @property
    def start(self) -> datetime:
        """The first moment of the period: moments are compared as they are kept, for a day made of each costs five times the query."""
        return datetime.combine(self.since + timedelta(days=1), time(), TZ)

    @property
    def end(self) -> datetime:
        """The moment after its last day."""
        return datetime.combine(self.until + timedelta(days=1), time(), TZ)


def directory(scope: Scope) -> QuerySet[Enterprise]:
    """The enterprises that could be chosen: in the register, not closed, not merged into another."""
    return scope.enterprises.filter(closed_on=None, merged_into=None).exclude(running__in=("注销", "迁出"))


def visits(scope: Scope, period: Period) -> QuerySet[File]:
    """Visits of the agencies of the scope in the period."""
    found = File.objects.filter(procedure="inspection", agency__in=scope.agencies, opened_at__gte=period.start,
                                opened_at__lt=period.end, enterprise__isnull=False)
    return found.exclude(kind="joined").exclude(last_act="call_off")


def never(scope: Scope, period: Period) -> QuerySet[Enterprise]:
    """Of the directory those nobody visited in the period and no draw picked, whoever visits: every agency's visit counts."""
    seen = File.objects.filter(enterprise=OuterRef("pk"), procedure="inspection", opened_at__gte=period.start,
                               opened_at__lt=period.end).exclude(last_act="call_off")
    picked = DrawPick.objects.filter(enterprise=OuterRef("pk"), draw__revealed_at__gte=period.start, draw__voided_at=None)
    return directory(scope).filter(~Exists(seen), ~Exists(picked))


@dataclass(frozen=True)
class Part:
    """How many of a group: ``n`` of ``d``."""

    name: str
    n: int
    d: int


def never_by(scope: Scope, period: Period, what: str) -> list[Part]:
    """Never visited by ``grade`` or ``area``, of how many; the most first. Two queries."""
    all_ = dict(directory(scope).order_by().values_list(what).annotate(n=Count("pk", distinct=True)))
    none = dict(never(scope, period).order_by().values_list(what).annotate(n=Count("pk", distinct=True)))
    found = [Part(str(k or ""), none.get(k, 0), n) for k, n in all_.items()]
    return sorted(found, key=lambda p: p.name or "~") if what == "grade" else sorted(found, key=lambda p: (-p.n, p.name))


def never_rows(scope: Scope, period: Period, kept: Mapping[str, str], limit: int) -> list[tuple[Enterprise, date | None]]:
    """The enterprises with the day of their last visit before the period. Two queries."""
    found = never(scope, period)
    for name in ("grade", "area"):
        if name in kept:
            found = found.filter(**{name: kept[name]})
    rows = list(found.order_by("grade", "name", "pk").distinct()[:limit])
    last = dict(File.objects.filter(enterprise__in=[e.pk for e in rows], procedure="inspection").order_by().values_list(
        "enterprise").annotate(at=Max("opened_at__date")))
    return [(e, last.get(e.pk)) for e in rows]


# --- the same hands --------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Hands:
    """One pair of officers (or one officer) at one enterprise: ``n`` of its ``d`` visits."""

    firm_pk: int
    firm: str
    code: str
    grade: str
    officers: tuple[str, ...]
    n: int
    d: int

    @property
    def share(self) -> int:
        return 100 * self.n // self.d


def same_pairs(scope: Scope, period: Period, limit: int = MOST) -> list[Hands]:
    """Enterprises that the same two officers always visit. Three queries."""
    base = Assignment.objects.filter(file__in=visits(scope, period).values("pk"))
    rows = base.annotate(other=F("file__assignments__person")).filter(person__lt=F("other")).order_by().values(
        "file__enterprise", "person", "other").annotate(n=Count("file", distinct=True)).filter(n__gte=LEAST).order_by("-n")[:limit]
    return _hands(scope, period, [(r["file__enterprise"], (r["person"], r["other"]), r["n"]) for r in rows])


def same_officers(scope: Scope, period: Period, limit: int = MOST) -> list[Hands]:
    """Enterprises that one officer always visits, whoever goes along. Three queries."""
    rows = Assignment.objects.filter(file__in=visits(scope, period).values("pk")).order_by().values("file__enterprise", "person").annotate(
        n=Count("file", distinct=True)).filter(n__gte=LEAST).order_by("-n")[:limit]
    return _hands(scope, period, [(r["file__enterprise"], (r["person"],), r["n"]) for r in rows])


def _hands(scope: Scope, period: Period, rows: list[tuple[int, tuple[str, ...], int]]) -> list[Hands]:
    totals = {r["enterprise"]: r for r in visits(scope, period).filter(enterprise__in={pk for pk, _, _ in rows}).order_by().values(
        "enterprise", "enterprise__name", "enterprise__code", "enterprise__grade").annotate(n=Count("pk", distinct=True))}
    names = dict(Person.objects.filter(pk__in={o for _, who, _ in rows for o in who}).values_list("username", "name"))
    found = [Hands(pk, t["enterprise__name"], t["enterprise__code"] or "", t["enterprise__grade"], tuple(names.get(o, o) for o in who), n, t["n"])
             for pk, who, n in rows if (t := totals.get(pk)) and 100 * n >= SHARE * t["n"]]
    return sorted(found, key=lambda h: (-h.share, -h.n, h.firm, h.officers))


# --- the easy ones ---------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Easy:
    """A group's share of the visits against its share of the directory."""

    name: str
    visited: int
    visits: int
    held: int
    directory: int

    @property
    def gap(self) -> float | None:
        """Percent points by which the group is visited more than its share; None without a base."""
        if not self.visits or not self.directory:
            return None
        return 100 * self.visited / self.visits - 100 * self.held / self.directory


def easy(scope: Scope, period: Period) -> list[Easy]:
    """A and B together, small ones, then each grade. Two queries."""
    small = Q(scale__in=SMALL)
    held = directory(scope).order_by().values_list("grade").annotate(n=Count("pk", distinct=True), s=Count("pk", filter=small, distinct=True))
    seen = visits(scope, period).order_by().values_list("enterprise__grade").annotate(
        n=Count("pk", distinct=True), s=Count("pk", filter=Q(enterprise__scale__in=SMALL), distinct=True))
    of = {g or "": (n, s) for g, n, s in held}
    by = {g or "": (n, s) for g, n, s in seen}
    d, v = sum(n for n, _ in of.values()), sum(n for n, _ in by.values())
    grades = [Easy(f"{g} 级" if g else "未定级", by.get(g, (0, 0))[0], v, of.get(g, (0, 0))[0], d)
              for g in sorted(of.keys() | by.keys(), key=lambda x: x or "~")]
    both = Easy("A、B 级", sum(by.get(g, (0, 0))[0] for g in EASY), v, sum(of.get(g, (0, 0))[0] for g in EASY), d)
    return [both, Easy("小型、微型", sum(s for _, s in by.values()), v, sum(s for _, s in of.values()), d), *grades]


@dataclass(frozen=True)
class Officer:
    """How one officer's visits spread: ``firms`` enterprises in ``visits``; the most to one; how many to easy ones."""

    name: str
    visits: int
    firms: int
    most: int
    easy: int


def officers(scope: Scope, period: Period) -> list[Officer]:
    """By the share of the enterprise visited most, the highest first. Three queries."""
    base = Assignment.objects.filter(file__in=visits(scope, period).values("pk")).order_by()
    rows = base.values("person").annotate(n=Count("file", distinct=True), firms=Count("file__enterprise", distinct=True),
                                          e=Count("file", filter=Q(file__enterprise__grade__in=EASY), distinct=True))
    most: dict[str, int] = {}
    for r in base.values("person", "file__enterprise").annotate(n=Count("file", distinct=True)).filter(n__gt=1):
        most[r["person"]] = max(r["n"], most.get(r["person"], 1))
    held = list(rows)
    names = dict(Person.objects.filter(pk__in=[r["person"] for r in held]).values_list("username", "name"))
    found = [Officer(names.get(r["person"], r["person"]), r["n"], r["firms"], most.get(r["person"], 1), r["e"]) for r in held]
    return sorted(found, key=lambda o: (-o.most * 100 // o.visits, -o.visits, o.name))
