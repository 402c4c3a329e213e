"""By which document does an agency act, in whose name, and what was done by it? Delegation and assignment, read."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from zhiheng.records.models import Agency, Conferral, Event, File, Penalty
from zhiheng.records.queries.scope import Scope

BODIES = frozenset({"township", "street", "park"})
"""Kinds of agencies without a power of their own to punish (行政处罚法 23: from the county upwards)."""


def needs_conferral(agency: Agency) -> bool:
    """Whether an agency acts only by a delegation or an assignment."""
    return agency.kind in BODIES or agency.delegated


def on_day(on: date) -> Q:
    """Conferrals that hold on a day; ``ended_on`` is the first day without it."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gte=on)) & (Q(ended_on=None) | Q(ended_on__gt=on))


def facts_of(rows: Iterable[Conferral]) -> list[dict[str, Any]]:
    """The rows as plain values for gates: days ISO, ``ceiling`` in fen, ``kinds`` and ``below`` as the document says.

    One further query for the documents' own words.
    """
    held = list(rows)
    said = _documents(held)
    return [_plain(r, said.get(r.pk, {})) for r in held]


def _plain(r: Conferral, said: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": r.pk, "kind": r.kind, "no": r.document_no, "title": said.get("title", ""), "grantor": r.grantor.name,
            "items": list(r.items), "areas": list(r.areas) or list(r.grantee.areas), "ceiling": r.ceiling_fen,
            "kinds": list(said.get("kinds") or ()), "below": said.get("bound") == "below", "since": r.since.isoformat(),
            "until": _iso(r.until), "published_on": _iso(r.published_on), "ended_on": _iso(r.ended_on), "end_reason": r.end_reason}


def _documents(rows: Iterable[Conferral]) -> Mapping[int, Mapping[str, Any]]:
    """What the act that states the content said, by conferral: the latest draft, or the registered decision."""
    by_file = {r.file_id: r for r in rows if r.file_id}
    found: dict[int, Mapping[str, Any]] = {}
    events = Event.objects.filter(file__in=by_file, kind="act", act__in=("draft", "register")).order_by("file", "seq")
    for file, facts in events.values_list("file", "facts"):
        found[by_file[file].pk] = facts
    return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- in whose name -----------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Acting:
    """In whose name and by what document an agency acts. ``mode``: own, joined (局队合一), delegation, assignment."""

    mode: str
    agency: Agency
    conferral: Conferral | None = None

    @property
    def name(self) -> str:
        return self.agency.name


def acting(agency: Agency, on: date, *, prefer: int | None = None) -> Acting:
    """Who answers for what ``agency`` does on a day: a delegated body acts in the grantor's name (行政处罚法 20-4), an
    assigned one in its own (24), a joined team in its bureau's. ``prefer`` names the conferral of the matter.

    After a conferral has ended, what is still in hand stands in the name in which it was begun.
    """
    if agency.kind == "team" and agency.joined and agency.parent is not None:
        return Acting("joined", agency.parent)
    if not needs_conferral(agency):
        return Acting("own", agency)
    rows = list(Conferral.objects.filter(grantee=agency.pk, since__lte=on).select_related("grantor__parent").order_by("-since", "-pk"))
    held = [r for r in rows if (r.until is None or on <= r.until) and (r.ended_on is None or on < r.ended_on)]
    wanted = next((r for r in rows if r.pk == prefer), None)
    row = wanted or next((r for r in held if r.kind == "assignment"), None) or (held or rows or [None])[0]
    if row is not None:
        return Acting(row.kind, row.grantor if row.kind == "delegation" else agency, row)
    if agency.delegated and agency.parent is not None:
        return Acting("delegation", agency.parent)
    return Acting("own", agency)


# --- lists and meters --------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Meter:
    """What was done under a conferral: cases decided, the highest fine of one decision and the sum (fen), the last check."""

    cases: int = 0
    highest_fen: int = 0
    total_fen: int = 0
    open_cases: int = 0
    checked_on: date | None = None
    checks: int = 0

    def share(self, ceiling: int | None) -> int | None:
        """The highest fine as percent of the ceiling, rounded up; None without a ceiling."""
        return None if not ceiling else -(-self.highest_fen * 100 // ceiling)


def visible(scope: Scope) -> QuerySet[Conferral]:
    """The conferrals a person may read: those given or held by an agency in reach of a post."""
    own = {x.agency_id for x in scope.mandates}
    reach = own | set(scope.agencies)
    under = Q()
    for mandate in scope.mandates:
        under |= Q(grantor__path__startswith=mandate.agency.path) | Q(grantee__path__startswith=mandate.agency.path)
    if not scope.mandates:
        return Conferral.objects.none()
    found = Conferral.objects.filter(under | Q(grantee__in=reach) | Q(grantor__in=reach))
    return found.select_related("grantor", "grantee", "file").order_by("grantee__path", "-since", "-pk")


def meters(rows: Iterable[Conferral]) -> Mapping[int, Meter]:
    """The meter of each conferral; three queries, however many rows."""
    held = list(rows)
    grantees = {r.grantee_id for r in held}
    fines = list(Penalty.objects.filter(file__agency__in=grantees, decision="penalty").values_list("file__agency", "file", "decided_on",
                                                                                                  "fine_fen"))
    hands = list(File.objects.filter(agency__in=grantees, procedure__startswith="penalty", ended_at=None).values_list(
        "agency").annotate(n=Count("pk")))
    checks = {r["file"]: r for r in Event.objects.filter(file__in=[r.file_id for r in held if r.file_id], kind="act",
                                                         act__in=("spot_check", "assess")).values("file").annotate(
        last=Max("occurred_at"), n=Count("pk"))}
    waiting = dict(hands)
    return {r.pk: _meter(r, fines, waiting, checks.get(r.file_id)) for r in held}


def _meter(row: Conferral, fines: list[tuple[int, int, date, int]], waiting: Mapping[int, int],
           check: Mapping[str, Any] | None) -> Meter:
    mine = [(file, fine) for agency, file, day, fine in fines if agency == row.grantee_id and _covers(row, day)]
    return Meter(len({file for file, _ in mine}), max((fine for _, fine in mine), default=0), sum(fine for _, fine in mine),
                 waiting.get(row.grantee_id, 0), check["last"].date() if check else None, int(check["n"]) if check else 0)


def _covers(row: Conferral, day: date) -> bool:
    return row.since <= day and (row.until is None or day <= row.until) and (row.ended_on is None or day < row.ended_on)


def in_force_rows(on: date) -> QuerySet[Conferral]:
    """Every published conferral that holds on a day, for everybody."""
    return Conferral.objects.filter(on_day(on), published_on__lte=on).select_related("grantor", "grantee", "file").order_by(
        "grantee__path", "since", "pk")


def documents(rows: Iterable[Conferral]) -> Mapping[int, Mapping[str, Any]]:
    """What each document says beyond the row, by conferral: kinds, bound, basis, places of publication."""
    return _documents(rows)
