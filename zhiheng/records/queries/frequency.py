"""Which visits count of the most an enterprise may have in a year, which do not and why; who is at the cap.

One rule for the gate, the page of the enterprise and the list: :func:`uncounted_files`. Outside the cap stay a joined record,
a visit called off, one of a campaign that a superior ordered, one upon a report, transfer, warning or accident with the
document it rests on (国办发〔2024〕54号, read in official explanations: 依据待核).
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Enterprise, Event, File
from zhiheng.records.queries.campaigns import uncounted
from zhiheng.records.queries.caps import Cap, cap_of, caps_of
from zhiheng.records.queries.scope import Scope

FREE_SOURCES = {"complaint": "举报投诉", "transfer": "上级交办或部门转办", "monitoring": "监测预警", "accident": "事故"}
JOINED, CALLED_OFF, ORDERED, TRIGGERED = "joined", "called_off", "ordered", "triggered"
WHY = {JOINED: "并入其他单位的检查，只记一次", CALLED_OFF: "检查已取消，没有进入现场", ORDERED: "上级部署的专项行动"}
SHOWN = 500
CAP_FIELDS = ("agency", "name", "code", "grade", "key_unit", "standard", "industry", "fields", "hazards", "extra")
"""What the cap of an enterprise follows from, with its name: of many enterprises only this is read."""
BASIS = "国办发〔2024〕54号（依据待核）"


def triggered() -> QuerySet[Event]:
    """Plans of visits upon a clue that says its document."""
    return Event.objects.filter(kind="act", act="plan", file__procedure="inspection", facts__source_type__in=list(FREE_SOURCES),
                                facts__has_key="source_document").exclude(facts__source_document="").exclude(facts__source_document=None)


def counted_files(year: int) -> QuerySet[File]:
    """Inspections of a year that count of a cap, of every unit."""
    found = File.objects.filter(procedure="inspection", year=year).exclude(kind="joined").exclude(last_act="call_off")
    return found.exclude(pk__in=uncounted().values("visit")).exclude(pk__in=triggered().filter(file__year=year).values("file"))


@dataclass(frozen=True)
class Visit:
    """One visit in the ledger. ``why`` empty: it counts. ``file`` None where the desk may not open it."""

    on: date
    unit: str
    no: str
    may_open: bool
    source: str
    document: str
    mode: str
    why: str
    reason: str


@dataclass(frozen=True)
class Ledger:
    """The year of one enterprise: its visits, the cap with its source."""

    year: int
    visits: tuple[Visit, ...]
    cap: Cap

    @property
    def counted(self) -> int:
        return sum(not v.why for v in self.visits)

    @property
    def left(self) -> int | None:
        """How many more may be planned; None without a cap."""
        return None if self.cap.most is None else max(0, self.cap.most - self.counted)


def ledger_of(firm: Enterprise, year: int, scope: Scope) -> Ledger:
    """Every visit of the year, of all units, newest first. Another unit's visit is told by unit, day and reason alone. Five queries."""
    files = list(File.objects.filter(enterprise=firm, procedure="inspection", year=year).select_related("agency").order_by("-opened_at", "-pk"))
    ids = [f.pk for f in files]
    plans = {e["file"]: e["facts"] for e in Event.objects.filter(file__in=ids, kind="act", act__in=(
        "plan", "emergency_entry", "join_visit")).order_by("-seq").values("file", "facts")}
    ordered = set(uncounted().filter(visit__in=ids).values_list("visit", flat=True))
    clue = set(triggered().filter(file__in=ids).values_list("file", flat=True))
    mine = set(scope.files.filter(pk__in=ids).values_list("pk", flat=True))
    on = scope.on if year == scope.on.year else date(year, 12, 31)
    return Ledger(year, tuple(_visit(f, plans.get(f.pk, {}), f.pk in ordered, f.pk in clue, f.pk in mine) for f in files), cap_of(firm, on))


def _visit(file: File, facts: Mapping[str, Any], ordered: bool, clue: bool, mine: bool) -> Visit:
    source = str(facts.get("source_type") or "")
    kind = (JOINED if file.kind == "joined" else CALLED_OFF if file.last_act == "call_off" else ORDERED if ordered else TRIGGERED if clue else "")
    why = f"{FREE_SOURCES[source]}，不受频次上限限制" if kind == TRIGGERED else WHY.get(kind, "")
    return Visit(file.opened_at.astimezone(TZ).date(), file.agency.short_name or file.agency.name, file.no if mine else "", mine, source,
                 str(facts.get("source_document") or "") if mine else "", str(facts.get("mode") or ""), why,
                 str(facts.get("cap_exception") or "") if mine else "")


@dataclass(frozen=True)
class AtCap:
    """An enterprise whose counted visits reach (``counted == cap.most``) or pass its cap."""

    firm: Enterprise
    counted: int
    all: int
    units: int
    cap: Cap

    @property
    def over(self) -> int:
        return self.counted - (self.cap.most or 0)


def at_cap(scope: Scope, year: int) -> list[AtCap]:
    """Enterprises of the scope at or above their cap, the furthest above first; visits of all units. Four queries and those
    that the caps of many ask."""
    visited = dict(counted_files(year).filter(enterprise__in=scope.enterprises.values("pk")).order_by().values_list("enterprise").annotate(
        n=Count("pk")))
    firms = list(scope.enterprises.filter(pk__in=counted_files(year).values("enterprise")).only(*CAP_FIELDS))
    on = scope.on if year == scope.on.year else date(year, 12, 31)
    caps = caps_of(firms, on)
    full = [(f, cap) for f in firms if (cap := caps[f.pk]).most is not None and visited.get(f.pk, 0) >= cap.most]
    ids = [f.pk for f, _ in full]
    every = {r["enterprise"]: r for r in File.objects.filter(enterprise__in=ids, procedure="inspection", year=year).order_by().values(
        "enterprise").annotate(n=Count("pk"), units=Count("agency", distinct=True))}
    rows = [AtCap(f, visited[f.pk], every[f.pk]["n"], every[f.pk]["units"], cap) for f, cap in full]
    return sorted(rows, key=lambda r: (-r.over, -r.counted, r.firm.name))


def counted_of(ids: Sequence[int], year: int) -> Counter[int]:
    """{enterprise: visits of the year that count, of all units}. One query."""
    found = counted_files(year).filter(Q(enterprise__in=ids)).order_by().values_list("enterprise").annotate(n=Count("pk"))
    return Counter({pk: n for pk, n in found if pk is not None})
