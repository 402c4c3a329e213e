"""The annual plan as its rows say: figures, coverage, caps, what differs between two versions."""
from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhiheng.planning.days import NON, OTHER, PlanError, WorkDays
from zhiheng.planning.needs import CAMPAIGN, KEY, OFFICERS, Group, Needs
from zhiheng.records import store
from zhiheng.records.models import Agency, Enterprise, Event, File, Plan, PlanItem, PlanVersion
from zhiheng.records.queries.caps import caps_of

PLANNED, DONE, CANCELLED = "planned", "done", "cancelled"
WEIGHED = "weighed"
"""Where in the body scenarios are kept: beside the plan, no part of a version."""
DAY_FIELDS = ("statutory", "officers", "in_post")


def default_body(statutory: int, officers: int, provisional: bool) -> dict[str, Any]:
    """The figures of a new plan before anybody typed one. Days are whole days."""
    return {"statutory": statutory, "officers": officers, "in_post": officers, "provisional": provisional, "other": [0] * len(OTHER),
            "non": [0] * len(NON), "orders": 0, "general": {"visits": 0, "half_days": 2}, "campaign": {"visits": 0, "half_days": 2},
            "key": {"half_days": 2}}


def work_days(body: Mapping[str, Any]) -> WorkDays:
    """The account of days. PlanError when it does not stand."""
    return WorkDays(int(body["statutory"]), int(body["officers"]), tuple(map(int, body["other"])), tuple(map(int, body["non"])))


def live(plan: Plan) -> list[PlanItem]:
    """The visits of the plan that are not cancelled, by day. One query."""
    return list(PlanItem.objects.filter(plan=plan).exclude(state=CANCELLED).select_related("enterprise__agency").order_by("on", "pk"))


def needs_of(body: Mapping[str, Any], items: Iterable[PlanItem]) -> Needs:
    """What the visits cost, alike ones together. PlanError when the days do not stand."""
    return Needs(groups_of(body, items), int(body.get("orders", 0)), work_days(body).supervision)


def groups_of(body: Mapping[str, Any], items: Iterable[PlanItem]) -> tuple[Group, ...]:
    """Visits alike together, and the room kept for campaigns that are not known yet."""
    alike = Counter((i.kind, i.half_days) for i in items)
    room = body.get("campaign") or {}
    left = int(room.get("visits", 0)) - sum(n for (kind, _), n in alike.items() if kind == CAMPAIGN)
    if left > 0:
        alike[CAMPAIGN, int(room["half_days"])] += left
    return tuple(Group(kind, kind, count, 1, half, OFFICERS) for (kind, half), count in sorted(alike.items()))


def key_firms(agency: Agency, on: date) -> list[Enterprise]:
    """The key enterprises of an agency's tree that are there to be visited. One query."""
    under = Agency.objects.filter(path__startswith=agency.path).values("pk")
    rows = Enterprise.objects.filter(agency__in=under, merged_into=None, key_unit=True).select_related("agency")
    return [f for f in rows.order_by("name", "pk") if f.running in ("", "在营") and not (f.closed_on and f.closed_on <= on)]


@dataclass(frozen=True)
class Counted:
    """What is told to the acts; names as in their facts."""

    figures: Mapping[str, Any]
    uncovered: tuple[Enterprise, ...]
    over: tuple[tuple[Enterprise, int, int], ...]  # enterprise, planned visits, most


def counted(plan: Plan, on: date, items: list[PlanItem] | None = None, firms: list[Enterprise] | None = None) -> Counted:
    """All figures of the working version. Five queries and the caps; fewer with the
    rows of :func:`live` and :func:`key_firms` at hand."""
    body, items = plan.body, live(plan) if items is None else items
    firms = key_firms(plan.agency, on) if firms is None else firms
    planned = Counter(i.enterprise_id for i in items if i.enterprise_id)
    bare = tuple(f for f in firms if not planned[f.pk])
    over = tuple(_over(items, plan.year))
    figures: dict[str, Any] = {
        "version": plan.version, "key_firms": len(firms), "key_covered": len(firms) - len(bare), "visits": len(items), "over_cap": len(over),
        "unscheduled": sum(i.on is None for i in items), "provisional": bool(body.get("provisional")),
        "open": sum(i.state == PLANNED for i in items), "content": content_of(plan, items)[1]}
    try:
        days, needs = work_days(body), needs_of(body, items)
        figures |= {"total_days": days.total, "other_days": days.other_total, "non_days": days.non_total,
                    "supervision_days": days.supervision, "needed_half_days": needs.half}
    except PlanError:
        figures["content"] = ""  # a plan whose days do not stand is not sent on
    return Counted(figures | _difference(plan, items), bare, over)


def free_campaigns() -> QuerySet[Event, dict[str, Any]]:
    """Campaigns ordered by a superior with its document: their visits stay outside the cap. Files as rows of values."""
    return Event.objects.filter(kind="act", act="set_up", file__procedure="campaign", facts__ordered="superior",
                                facts__has_key="basis").values("file")


def _over(items: Sequence[PlanItem], year: int) -> Iterable[tuple[Enterprise, int, int]]:
    """Enterprises with more visits than the cap allows; visits of campaigns ordered by a superior are not counted."""
    named = {i.campaign_id for i in items if i.campaign_id}
    free = set(free_campaigns().filter(file__in=named).values_list("file", flat=True)) if named else set()
    planned = Counter(i.enterprise_id for i in items if i.enterprise_id and i.campaign_id not in free)
    firms = {i.enterprise.pk: i.enterprise for i in items if i.enterprise is not None}
    for pk, cap in caps_of(firms.values(), date(year, 1, 1)).items():
        if cap.most is not None and planned[pk] > cap.most:
            yield firms[pk], planned[pk], cap.most


def content_of(plan: Plan, items: Sequence[PlanItem]) -> tuple[bytes, str]:
    """(the whole text of the working version, its hash). The same rows give the same bytes."""
    rows = sorted([i.pk, i.enterprise_id or 0, i.kind, i.field, i.unit, i.on.isoformat() if i.on else "", sorted(i.officers), i.half_days, i.source]
                  for i in items)
    said = {"agency": plan.agency.code, "year": plan.year, "version": plan.version, "places": rows,
            "body": {name: held for name, held in plan.body.items() if name != WEIGHED}}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return text, hashlib.sha256(text).hexdigest()


def version_content(row: PlanVersion) -> Mapping[str, Any]:
    """A fixed version as it was; empty when the store has lost it."""
    try:
        found = json.loads(store.read(row.content))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _difference(plan: Plan, items: Sequence[PlanItem]) -> dict[str, Any]:
    """Against the latest fixed version: added, removed, moved visits, and whether that is a major change (a key enterprise
    fewer, or more than a tenth of the visits added or removed; those of a campaign have an approval of their own)."""
    last = PlanVersion.objects.filter(plan=plan).order_by("-number").first()
    before = {row[0]: row for row in version_content(last).get("places", ())} if last else {}
    if not before:
        return {"added": 0, "removed": 0, "moved": 0, "major": False}
    now = {row[0]: row for row in json.loads(content_of(plan, items)[0])["places"]}
    gone, new = before.keys() - now.keys(), now.keys() - before.keys()
    keys = {row[1] for row in before.values() if row[2] == KEY} - {row[1] for row in now.values() if row[2] == KEY}
    moved = sum(before[k][5:7] != now[k][5:7] for k in before.keys() & now.keys())
    return {"added": len(new), "removed": len(gone), "moved": moved,
            "major": bool(keys) or 10 * sum((before.get(k) or now[k])[2] != CAMPAIGN for k in gone | new) > len(before)}


def of_file(file: File) -> Plan | None:
    return Plan.objects.select_related("agency", "file").filter(file=file).first()
