"""The tree of agencies with what hangs on each; one agency with its history."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from zhiheng.records.models import Agency, Change, Conferral, File, Mandate
from zhiheng.records.queries.conferrals import on_day
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.scope import Scope


@dataclass(frozen=True)
class AgencyRow:
    """One agency: ``depth`` below the head of its tree, people and mandates of the day, open files, how it holds power."""

    agency: Agency
    depth: int
    people: int
    mandates: int
    files: int
    conferrals: tuple[str, ...]


def reachable(scope: Scope) -> QuerySet[Agency]:
    """The agencies of the trees a person's posts stand in; nothing without a post."""
    if not scope.mandates:
        return Agency.objects.none()
    under = Q()
    for root in {x.agency.path.split("/")[1] for x in scope.mandates}:
        under |= Q(path__startswith=f"/{root}/")
    return Agency.objects.filter(under)


def tree(scope: Scope, on: date, *, closed: bool = False) -> list[AgencyRow]:
    """The tree from the top down, siblings by code; four queries."""
    found = list(reachable(scope).select_related("parent"))
    keys = [a.pk for a in found]
    posts = {a: (n, p) for a, n, p in Mandate.objects.filter(in_force(on), agency__in=keys).values_list("agency").annotate(
        n=Count("pk"), p=Count("person", distinct=True))}
    files = dict(File.objects.filter(agency__in=keys, ended_at=None).values_list("agency").annotate(n=Count("pk")))
    held: dict[int, tuple[str, ...]] = {}
    for grantee, kind in Conferral.objects.filter(on_day(on), grantee__in=keys, published_on__lte=on).values_list("grantee", "kind"):
        held[grantee] = (*held.get(grantee, ()), kind)
    rows = [AgencyRow(a, a.path.count("/") - 2, posts.get(a.pk, (0, 0))[1], posts.get(a.pk, (0, 0))[0], files.get(a.pk, 0),
                      held.get(a.pk, ())) for a in found if closed or a.closed_on is None or a.closed_on > on]
    return _in_order(rows)


def _in_order(rows: Sequence[AgencyRow]) -> list[AgencyRow]:
    below: dict[int | None, list[AgencyRow]] = {}
    present = {r.agency.pk for r in rows}
    for row in sorted(rows, key=lambda r: (r.agency.closed_on is not None, r.agency.code)):
        parent = row.agency.parent_id if row.agency.parent_id in present else None
        below.setdefault(parent, []).append(row)
    out: list[AgencyRow] = []

    def walk(parent: int | None) -> None:
        for row in below.get(parent, ()):
            out.append(row)
            walk(row.agency.pk)
    walk(None)
    return out


def agency_named(scope: Scope, code: str) -> Agency | None:
    """An agency of the reader's trees by its code."""
    return reachable(scope).select_related("parent").filter(code=code.upper()).first()


def history(register: str, target: int) -> list[Change]:
    """What was changed of one row, newest first; one query."""
    return list(Change.objects.filter(register=register, target=str(target)).select_related("by").order_by("-number")[:200])
