"""Visits of several units to one enterprise that are not made yet and could be one: proposals, what became of them.

A side is an open visit that has not entered, or a place of an approved plan. Of another agency's side only agency, day,
number and telephone are told. Basis: 国办发〔2024〕54号, what can be merged is not done twice (依据待核).
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from django.db.models import Q

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import as_date
from zhiheng.records.models import Agency, Change, Event, File, FileLink, PlanItem
from zhiheng.records.queries.competence import root
from zhiheng.records.queries.plans import PLANNED
from zhiheng.records.queries.scope import Scope

REFUSED = "visit_overlap"
"""Register of the history in which a proposal is put aside, with its reason; the target is the pair."""
DAYS = 30
RUNNING = ("approved",)
MOST = 2000


@dataclass(frozen=True)
class Side:
    """One of the two: ``ref`` the number of a file or P<n> of a place."""

    ref: str
    agency: int
    name: str
    unit: str
    phone: str
    on: date
    mine: bool

    @property
    def is_file(self) -> bool:
        return not self.ref.startswith("P")


@dataclass(frozen=True)
class Proposal:
    """Two visits to one enterprise that could be one; ``state``: open, merged or refused (then who, when, why)."""

    firm: int
    firm_name: str
    code: str
    sides: tuple[Side, Side]
    state: str
    by: str = ""
    at: datetime | None = None
    reason: str = ""

    @property
    def key(self) -> str:
        return pair_key(self.sides[0].ref, self.sides[1].ref)

    @property
    def days(self) -> int:
        return abs((self.sides[0].on - self.sides[1].on).days)


def pair_key(first: str, second: str) -> str:
    """What stands for a pair in the history, at most 40 characters."""
    return "~".join(sorted((first, second)))[:40]


def proposals(scope: Scope) -> list[Proposal]:
    """Pairs of which one side is of the scope's agencies, the nearest day first. Eight queries."""
    roots = {root(a) for a in Agency.objects.filter(pk__in=scope.agencies)}
    if not roots:
        return []
    inside = Q()
    for path in roots:
        inside |= Q(path__startswith=path)
    agencies = {a.pk: a for a in Agency.objects.filter(inside)}
    firms: dict[int, tuple[str, str]] = {}
    sides: dict[int, list[Side]] = {}
    for firm, name, code, side in (*_files(agencies, scope), *_places(agencies, scope)):
        firms[firm] = (name, code)
        sides.setdefault(firm, []).append(side)
    pairs = [(firm, a, b) for firm, held in sides.items() for a, b in combinations(held, 2) if _near(a, b)]
    return _told(pairs, firms)


def _near(a: Side, b: Side) -> bool:
    return (a.agency, a.unit) != (b.agency, b.unit) and (a.mine or b.mine) and abs((a.on - b.on).days) <= DAYS


def _files(agencies: Mapping[int, Agency], scope: Scope) -> list[tuple[int, str, str, Side]]:
    """Visits with an approved plan that have not entered. Two queries."""
    rows = list(File.objects.filter(procedure="inspection", agency__in=agencies, stage="plan", ended_at=None, enterprise__isnull=False).exclude(
        kind="joined").select_related("enterprise").order_by("-opened_at")[:MOST])
    planned = dict(Event.objects.filter(file__in=[f.pk for f in rows], kind="act", act="plan").values_list("file", "facts"))
    out = []
    for f in rows:
        if f.pk in planned and f.enterprise is not None:
            on = as_date(planned[f.pk], "planned_from") or f.opened_at.astimezone(TZ).date()
            agency = agencies[f.agency_id]
            unit = agency.short_name or agency.name
            out.append((f.enterprise.pk, f.enterprise.name, f.enterprise.code or "", Side(
                f.no, agency.pk, unit, unit, agency.phone, on, agency.pk in scope.agencies)))
    return out


def _places(agencies: Mapping[int, Agency], scope: Scope) -> list[tuple[int, str, str, Side]]:
    """Places of approved plans that wait for their visit, from thirty days back to thirty ahead. One query."""
    rows = PlanItem.objects.filter(plan__agency__in=agencies, plan__state__in=RUNNING, state=PLANNED, visit=None, enterprise__isnull=False,
                                   on__gte=scope.on - timedelta(days=DAYS), on__lte=scope.on + timedelta(days=DAYS))
    out = []
    for i in rows.select_related("enterprise", "plan").order_by("on", "pk")[:MOST]:
        agency = agencies[i.plan.agency_id]
        own = agency.short_name or agency.name
        if i.enterprise is not None and i.on is not None:
            out.append((i.enterprise.pk, i.enterprise.name, i.enterprise.code or "", Side(
                f"P{i.pk}", agency.pk, own, i.unit or own, agency.phone, i.on, agency.pk in scope.agencies)))
    return out


def _told(pairs: Iterable[tuple[int, Side, Side]], firms: Mapping[int, tuple[str, str]]) -> list[Proposal]:
    """With what became of each; a reason given for going alone when the visit was approved settles it too. Three queries."""
    held = list(pairs)
    keys = {pair_key(a.ref, b.ref) for _, a, b in held}
    put_aside = {c.target: c for c in Change.objects.filter(register=REFUSED, target__in=keys).select_related("by").order_by("number")}
    files = {s.ref for _, a, b in held for s in (a, b) if s.is_file}
    joined = {(no, agency) for no, agency in FileLink.objects.filter(kind="merged", origin__no__in=files).values_list(
        "origin__no", "outcome__agency")}
    apart = {pair_key(r.origin.no, r.outcome.no): r for r in FileLink.objects.filter(
        kind="parallel", origin__no__in=files, outcome__no__in=files).select_related("origin", "outcome")}
    out = []
    for firm, a, b in held:
        name, code = firms[firm]
        change, alone = put_aside.get(pair_key(a.ref, b.ref)), apart.get(pair_key(a.ref, b.ref))
        merged = (a.ref, b.agency) in joined or (b.ref, a.agency) in joined
        state = "merged" if merged else "refused" if change or alone else "open"
        first, second = sorted((a, b), key=lambda s: (s.on, s.ref))
        said = (change.by.name if change.by else "", change.at, change.reason) if change else (
            "", alone.made_at, alone.reason) if alone else ("", None, "")
        out.append(Proposal(firm, name, code, (first, second), state, *said))
    return sorted(out, key=lambda p: (p.state != "open", p.sides[0].on, p.firm_name, p.key))
