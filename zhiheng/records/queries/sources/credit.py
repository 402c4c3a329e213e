"""What the record says of an enterprise's credit: its penalties, who is listed beside it, its promises."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Event, File, Penalty, Standing
from zhiheng.records.queries.sources.registry import source
from zhiheng.records.queries.standings import in_force

LISTING = "serious_breach"


@source("credit_penalties")
def penalties(file: File, moment: datetime) -> list[dict[str, Any]]:
    """The fines and other penalties decided in cases about the enterprise; the origin's own first, newest leading."""
    if file.enterprise_id is None:
        return []
    rows = Penalty.objects.filter(file__enterprise_id=file.enterprise_id, decision="penalty").select_related("party", "file")
    origins = set(file.origin_links.values_list("origin_id", flat=True)) if file.pk else set()
    latest: dict[tuple[int, str], Penalty] = {(r.file_id, r.party.key): r for r in rows.order_by("event_seq")}
    ordered = sorted(latest.values(), key=lambda r: (r.file_id in origins, r.decided_on), reverse=True)
    return [{"no": r.document_no, "party": r.party.name, "file": r.file.no, "decided_on": r.decided_on.isoformat(),
             "served_on": r.served_on.isoformat() if r.served_on else None, "fine_fen": r.fine_fen, "paid_fen": r.paid_fen}
            for r in ordered]


@source("credit_listings")
def listings(file: File, moment: datetime) -> list[dict[str, Any]]:
    """Who is on the list beside the enterprise now, by another file."""
    if file.enterprise_id is None:
        return []
    day = moment.astimezone(TZ).date()
    rows = Standing.objects.filter(in_force(day), enterprise_id=file.enterprise_id, kind="credit", value="serious")
    return [{"name": r.person_name or (file.enterprise.name if file.enterprise else ""), "no": r.file.no if r.file else "",
             "until": r.until.isoformat() if r.until else ""} for r in rows.exclude(file=file.pk).select_related("file")]


@source("credit_proposals")
def proposals(file: File, moment: datetime) -> list[dict[str, Any]]:
    """Other proposals to list the enterprise or its people: when, whom, in which file."""
    if file.enterprise_id is None:
        return []
    rows = Event.objects.filter(file__enterprise_id=file.enterprise_id, file__procedure=LISTING, act="propose", kind="act")
    return [{"no": e.file.no, "on": e.occurred_at.astimezone(TZ).date().isoformat(),
             "names": [p.get("name") for p in e.facts.get("parties") or ()]}
            for e in rows.exclude(file=file.pk).select_related("file").order_by("pk")]


@source("credit_state")
def state(file: File, moment: datetime) -> dict[str, Any]:
    """What a promise depends on: standard, the latest penalties served, lists, an earlier promise."""
    firm = file.enterprise
    if firm is None:
        return {}
    day = moment.astimezone(TZ).date()
    fined = Penalty.objects.filter(file__enterprise=firm, decision="penalty", served_on__isnull=False).order_by("-served_on", "-pk")
    held = list(Standing.objects.filter(in_force(day), enterprise=firm, kind__in=("credit", "promise"), person_name="").exclude(file=file.pk))
    broken = max((r.until for r in held if r.kind == "promise" and r.value == "broken" and r.until), default=None)
    made = max((r.until for r in held if r.kind == "promise" and r.value == "made" and r.until), default=None)
    return {"standard": firm.standard, "penalties": [{"no": p.document_no, "on": p.served_on.isoformat() if p.served_on else ""} for p in fined[:50]],
            "listed": any(r.kind == "credit" and r.value == "serious" for r in held),
            "barred_until": broken.isoformat() if broken else None, "promise_until": made.isoformat() if made else None}
