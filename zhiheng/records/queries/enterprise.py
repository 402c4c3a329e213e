"""一企一档: what has happened at one enterprise, and what stands around it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum

from zhiheng.records import models as m
from zhiheng.records.queries import doubles
from zhiheng.records.queries.scope import Scope

OPEN = ("", "record", "open_order")
"""States of a finding that nobody has closed yet."""
NOT_CASES = frozenset({"inspection", "rectification"})
REPORTED = frozenset({"complaint", "transfer"})
"""Sources of an inspection that somebody reported or another unit handed over."""
MOST_BRANCHES = 60


@dataclass(frozen=True)
class HistoryRow:
    """One file of the enterprise: findings found and still open, fine in fen over all parties."""

    file: m.File
    findings: int
    findings_open: int
    fine_fen: int
    papers: tuple[m.Paper, ...]


@dataclass(frozen=True)
class History:
    """Newest first, with the sums of the year."""

    enterprise: m.Enterprise
    rows: tuple[HistoryRow, ...]
    visits_this_year: int
    open_findings: int
    fine_fen: int
    clocks: tuple[m.ClockRow, ...]

    @property
    def visits(self) -> list[HistoryRow]:
        """Inspections and re-inspections."""
        return [r for r in self.rows if r.file.procedure in NOT_CASES]

    @property
    def cases(self) -> list[HistoryRow]:
        """Everything that is no inspection: penalties, coercion, transfers."""
        return [r for r in self.rows if r.file.procedure not in NOT_CASES and not self._reported(r)]

    @property
    def reported(self) -> list[HistoryRow]:
        """What somebody reported or another unit handed over."""
        return [r for r in self.rows if self._reported(r)]

    @staticmethod
    def _reported(row: HistoryRow) -> bool:
        return row.file.kind in REPORTED or row.file.procedure in REPORTED


def enterprise_history(enterprise: m.Enterprise, scope: Scope, *, limit: int = 200) -> History:
    """The files of an enterprise that the scope may see, with counts; five queries besides the scope's."""
    files = list(scope.files.filter(enterprise=enterprise).order_by("-opened_at", "-pk")[:limit])
    ids = [f.pk for f in files]
    found = {r["file"]: r for r in m.Finding.objects.filter(file__in=ids).values("file").annotate(
        all=Count("pk"), open=Count("pk", filter=Q(state__in=OPEN)))}
    fines = dict(m.Penalty.objects.filter(file__in=ids).values_list("file").annotate(s=Sum("fine_fen")))
    papers: dict[int, list[m.Paper]] = {}
    for paper in m.Paper.objects.filter(file__in=ids, volume="main").order_by("order", "event_seq"):
        papers.setdefault(paper.file_id, []).append(paper)
    rows = tuple(HistoryRow(f, found.get(f.pk, {}).get("all", 0), found.get(f.pk, {}).get("open", 0),
                            int(fines.get(f.pk) or 0), tuple(papers.get(f.pk, ()))) for f in files)
    clocks = tuple(m.ClockRow.objects.filter(file__in=[f.pk for f in files if f.ended_at is None])
                   .select_related("file").order_by("due_at", "clock"))
    visits = sum(1 for f in files if f.procedure == "inspection" and f.kind != "joined" and f.year == scope.on.year)
    hazards = sum(r.findings_open for r in rows if r.file.procedure in NOT_CASES)  # charges of a case are no hazards
    return History(enterprise, rows, visits, hazards, sum(r.fine_fen for r in rows), clocks)


@dataclass(frozen=True)
class Hazard:
    """A problem found once, however many files deal with it: ``found`` where it was found, ``now`` where it stands."""

    found: m.Finding
    now: m.Finding

    @property
    def open(self) -> bool:
        return self.now.state in OPEN


def hazards_of(history: History) -> tuple[Hazard, ...]:
    """Every hazard found, those still open leading, then the newest. A re-inspection goes on with the hazards of its
    inspection; what a case charges is no hazard. Two queries.
    """
    return hazards_in([r.file.pk for r in history.visits])


def hazards_in(ids: Sequence[int]) -> tuple[Hazard, ...]:
    """As :func:`hazards_of`, of these inspections and re-inspections. Two queries."""
    rows = {(f.file_id, f.key): f for f in m.Finding.objects.filter(file__in=ids).select_related("file")}
    later: dict[tuple[int, str], tuple[int, str]] = {}
    for link in m.FileLink.objects.filter(origin__in=ids, outcome__in=ids).order_by("pk"):
        later |= {(link.origin_id, k): (link.outcome_id, v) for k, v in link.subjects.items() if (link.outcome_id, v) in rows}
    copies = set(later.values())
    made = []
    for key, found in rows.items():
        if key in copies:
            continue
        at, seen = key, {key}
        while later.get(at) and later[at] not in seen:
            at = later[at]
            seen.add(at)
        made.append(Hazard(found, rows.get(at, found)))
    return tuple(sorted(made, key=lambda h: (not h.open, -h.found.file.opened_at.timestamp(), h.found.pk)))


def penalties_of(history: History) -> list[m.Penalty]:
    """Every decision, the newest first. One query."""
    rows = m.Penalty.objects.filter(file__in=[r.file.pk for r in history.rows]).select_related("file", "party")
    return list(rows.order_by("-decided_on", "-pk"))


@dataclass(frozen=True)
class Unit:
    """How many inspections of the year one unit made: the number alone, whoever may see the files."""

    name: str
    visits: int


def visits_by_unit(enterprise: m.Enterprise, year: int) -> tuple[Unit, ...]:
    """The visits of all units in a year (国办发〔2024〕54号: 合并或联合, 不重复检查), as numbers. One query."""
    rows = m.File.objects.filter(enterprise=enterprise, procedure="inspection", year=year).order_by().values(
        "agency__short_name", "agency__name").annotate(n=Count("pk"))
    return tuple(sorted((Unit(r["agency__short_name"] or r["agency__name"], r["n"]) for r in rows), key=lambda u: (-u.visits, u.name)))


@dataclass(frozen=True)
class Kin:
    """One enterprise of a chain with what the desk may see of it."""

    enterprise: m.Enterprise
    hazards: int = 0
    cases: int = 0


@dataclass(frozen=True)
class Chain:
    """``above``: the enterprise this one belongs to; ``rows``: it, its branches or its siblings, in the order of names."""

    above: m.Enterprise | None = None
    rows: tuple[Kin, ...] = field(default=())
    more: int = 0


def chain_of(enterprise: m.Enterprise, scope: Scope) -> Chain:
    """The chain an enterprise stands in, as far as the scope reaches. Five queries at most, two without a chain."""
    top = enterprise.parent_id or enterprise.pk
    # Asked first: with the order of names beside it, the database would walk the whole register by name.
    kin = list(m.Enterprise.objects.filter(Q(pk=top) | Q(parent=top)).order_by().values_list("pk", flat=True))
    held = list(scope.enterprises.filter(pk__in=kin).order_by("name", "pk")[:MOST_BRANCHES + 2])
    if len(held) < 2 and not enterprise.parent_id:
        return Chain()
    shown = held[:MOST_BRANCHES]
    ids = [e.pk for e in shown]
    reached = scope.files.filter(enterprise__in=ids).order_by().values("pk")
    found = m.Finding.objects.filter(file__in=reached, state__in=OPEN, file__procedure__in=NOT_CASES)
    hazards = dict(found.order_by().values_list("file__enterprise").annotate(n=Count("pk")))
    cases = dict(m.File.objects.filter(pk__in=reached, ended_at=None).exclude(procedure__in=NOT_CASES).order_by()
                 .values_list("enterprise").annotate(n=Count("pk")))
    rows = tuple(Kin(e, hazards.get(e.pk, 0), cases.get(e.pk, 0)) for e in shown)
    return Chain(next((e for e in held if e.pk == enterprise.parent_id), None), rows, max(0, len(held) - len(shown)))


def suspicions(enterprise: m.Enterprise, scope: Scope) -> list[doubles.Pair]:
    """Enterprises that this one may be the same as. One query."""
    return doubles.doubles_of(enterprise, scope.enterprises)


def found_by(scope: Scope, given: str) -> m.Enterprise | None:
    """The enterprise of an address: by code, by an earlier code, or ``id-<n>``. Two queries at most."""
    number = given.removeprefix("id-")
    if given.startswith("id-") and number.isdecimal() and len(number) < 13:
        return scope.enterprises.select_related("parent", "agency").filter(pk=int(number)).first()
    return scope.enterprises.select_related("parent", "agency").filter(code=given).first()


def moved_to(given: str) -> m.Enterprise | None:
    """Where the enterprise of an old address stands now: merged into another, or under a new code. Two queries at most."""
    number = given.removeprefix("id-")
    by = {"pk": int(number)} if given.startswith("id-") and number.isdecimal() and len(number) < 13 else {"code": given}
    old = m.Enterprise.objects.filter(**by).select_related("merged_into__merged_into").first()
    if old is not None:
        into = old.merged_into
        while into is not None and into.merged_into_id:
            into = into.merged_into
        return into
    if not 6 <= len(given) <= 18 or not given.isalnum():
        return None
    likely = m.Enterprise.objects.filter(former_codes__icontains=f'"{given}"', merged_into=None)[:5]
    return next((e for e in likely if given in e.former_codes), None)
