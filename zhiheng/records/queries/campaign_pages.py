"""The list of campaigns: how far each is, in a fixed number of questions."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from zhiheng.records.models import Event, File, PlanItem
from zhiheng.records.queries import campaigns as read
from zhiheng.records.queries.paging import Order, Page, counted, paged
from zhiheng.records.queries.plans import CANCELLED, DONE
from zhiheng.records.queries.scope import Scope

ORDERS = (Order("newest", ("-year", "-seq")), Order("title", ("title",)))
STATES = ("draft", "approved", "public", "running", "summed", "over")


def listed(scope: Scope, asked: Mapping[str, str], *, sort: str, cursor: str, size: int, exact: bool) -> Page[File]:
    """state: a stage, or open. theme, ordered: words of the programme. year; q: part of the title. Two queries."""
    found = read.campaigns_of(scope).order_by()
    if asked.get("state"):
        found = found.filter(stage=asked["state"])
    if asked.get("year", "").isdecimal():
        found = found.filter(year=int(asked["year"][:4]))
    if asked.get("q"):
        found = found.filter(title__icontains=asked["q"][:80])
    said = {f"facts__{n}": asked[n] for n in ("theme", "ordered") if asked.get(n)}
    if said:
        found = found.filter(pk__in=Event.objects.filter(kind="act", act="set_up", **said).values("file"))
    order = next((o for o in ORDERS if o.id == sort), ORDERS[0])
    rows, following, before = paged(found, order, cursor, size)
    count, more = counted(found, exact)
    return Page(tuple(rows), following, before, count, more)


@dataclass(frozen=True)
class Seen:
    """What the list says of its campaigns: acts done by file, and (tasks, visited, taken out)."""

    acts: Mapping[int, Mapping[str, Event]] = field(default_factory=dict)
    tasks: Mapping[int, tuple[int, int, int]] = field(default_factory=dict)

    def facts(self, file: File, act: str) -> Mapping[str, Any]:
        event = self.acts.get(file.pk, {}).get(act)
        return event.facts if event else {}


def seen(rows: Sequence[File]) -> Seen:
    """Two queries."""
    counts = PlanItem.objects.filter(campaign__in=[f.pk for f in rows]).order_by().values("campaign").annotate(
        tasks=Count("pk"), done=Count("pk", filter=Q(state=DONE)), gone=Count("pk", filter=Q(state=CANCELLED)))
    return Seen(read.said(rows), {c["campaign"]: (c["tasks"], c["done"], c["gone"]) for c in counts})
