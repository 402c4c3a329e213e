"""Agencies that evaluate, test and train: their lines, the reports they issued, the checks on them, the files about them."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from zhiheng.records.models import Enterprise, File, Line
from zhiheng.records.queries.ledgers import lines
from zhiheng.records.queries.paging import PAGE, Order, Page, counted, paged
from zhiheng.records.queries.scope import Scope

AGENCIES, REPORTS, CHECKS = "intermediaries", "intermediary_reports", "intermediary_checks"
ORDERS: Mapping[str, Order] = {o.id: o for o in (Order("title", ("title",)), Order("until", ("until", "title")))}
MOST = 2000
"""Reports looked at together for signals; a county has some hundreds a year."""
SHOWN = 200


@dataclass(frozen=True)
class Agency:
    """One agency with everything known of it."""

    line: Line
    reports: tuple[Line, ...]
    checks: tuple[Line, ...]
    firm: Enterprise | None
    files: tuple[File, ...] = ()
    more_reports: int = 0


@dataclass(frozen=True)
class Beside:
    """What a list of agencies looks at: reports and checks by the agency's name."""

    reports: Mapping[str, list[Line]] = field(default_factory=dict)
    checks: Mapping[str, list[Line]] = field(default_factory=dict)
    all_reports: tuple[Line, ...] = ()


def agency_list(scope: Scope, filters: Mapping[str, str], *, sort: str = "", cursor: str = "", size: int = PAGE, exact: bool = False
                ) -> Page[Line]:
    """A page of agencies. Two queries."""
    found = lines(scope, AGENCIES).filter(archived_at=None)
    for name in ("kind", "state"):
        if filters.get(name):
            found = found.filter(**{f"values__{name}": filters[name]})
    match filters.get("view"):
        case "out":
            found = found.filter(until__lt=scope.on)
        case "leads":
            found = found.filter(values__name__in=_suspected(scope))
    for word in filters.get("q", "").split():
        found = found.filter(Q(title__contains=word) | Q(values__code=word.upper()) | Q(values__qualification_no__contains=word))
    rows, after, before = paged(found.select_related("agency"), ORDERS.get(sort) or ORDERS["title"], cursor, size)
    total, more = counted(found, exact)
    return Page(tuple(rows), after, before, total, more)


def _suspected(scope: Scope) -> list[str]:
    found = lines(scope, REPORTS).filter(archived_at=None, values__verified__in=("suspected", "untrue", "false"))
    return list(dict.fromkeys(found.values_list("values__intermediary", flat=True)))


def beside(scope: Scope, names: Iterable[str]) -> Beside:
    """Reports and checks of these agencies, and every report for comparing. Two queries."""
    wanted = set(names)
    reports = tuple(lines(scope, REPORTS).filter(archived_at=None).order_by("-since", "-pk")[:MOST])
    checks = lines(scope, CHECKS).filter(archived_at=None, values__intermediary__in=list(wanted)).order_by("-since", "-pk")
    return Beside(_by_agency(r for r in reports if r.values.get("intermediary") in wanted), _by_agency(checks), reports)


def _by_agency(found: Iterable[Line]) -> dict[str, list[Line]]:
    out: dict[str, list[Line]] = {}
    for line in found:
        out.setdefault(str(line.values.get("intermediary")), []).append(line)
    return out


def agency(scope: Scope, pk: int) -> Agency | None:
    """One agency with its reports (at most 200), checks and the files a person may see. Seven queries at most."""
    line = lines(scope, AGENCIES).filter(pk=pk, archived_at=None).first()
    if line is None:
        return None
    name, code = str(line.values.get("name") or ""), str(line.values.get("code") or "")
    mine = lines(scope, REPORTS).filter(archived_at=None, values__intermediary=name).select_related("enterprise")
    reports = tuple(mine.order_by("-since", "-pk")[:SHOWN])
    checks = tuple(lines(scope, CHECKS).filter(archived_at=None, values__intermediary=name).order_by("-since", "-pk")[:SHOWN])
    firm = scope.enterprises.filter(code=code).first() if code else None
    numbers = {str(c.values.get("file_no")) for c in checks} | {str(r.values.get("case_no")) for r in reports}
    about = Q(no__in=[n for n in numbers if n not in ("", "None")])
    if firm is not None:
        about |= Q(enterprise=firm)
    files = tuple(scope.files.filter(about).order_by("-opened_at")[:SHOWN])
    return Agency(line, reports, checks, firm, files, max(mine.count() - SHOWN, 0) if len(reports) == SHOWN else 0)


def agency_of(scope: Scope, name: str) -> dict[str, Any] | None:
    """The values of the agency of a name; None when it is not registered."""
    held = lines(scope, AGENCIES).filter(archived_at=None, values__name=name).first()
    return dict(held.values) if held else None


def report(scope: Scope, pk: int) -> Line | None:
    """One report."""
    return lines(scope, REPORTS).filter(pk=pk, archived_at=None).select_related("enterprise", "agency").first()


def all_reports(scope: Scope) -> tuple[Line, ...]:
    """Every report in reach, the newest 2000, for comparing. One query."""
    return tuple(lines(scope, REPORTS).filter(archived_at=None).order_by("-since", "-pk")[:MOST])
