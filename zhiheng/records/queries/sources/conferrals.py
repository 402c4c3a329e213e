"""By what an agency acts, whom a bureau may confer powers on, who holds which post: facts that gates of powers ask for."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Agency, Certificate, Conferral, File, Mandate
from zhiheng.records.queries.conferrals import facts_of, needs_conferral
from zhiheng.records.queries.offices import offices
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.sources.registry import source


@source("conferral")
def conferral(file: File, moment: datetime) -> dict[str, Any]:
    """{"needed", "agency", "rows"}: whether the file's agency acts by a document only, and all it ever had. Rows are as
    :func:`zhiheng.records.queries.conferrals.facts_of`."""
    needed = needs_conferral(file.agency)
    rows = Conferral.objects.filter(grantee=file.agency_id).select_related("grantor", "grantee").order_by("since", "pk") if needed else []
    return {"needed": needed, "agency": file.agency.name, "rows": facts_of(rows)}


@source("place_id")
def place_id(file: File, moment: datetime) -> str:
    """The rules of which place bind the file's agency."""
    return file.agency.place_id


@source("posts_held")
def posts_held(file: File, moment: datetime) -> list[dict[str, Any]]:
    """Who holds which post at the file's agency or above it on the day: {"name", "role", "ceiling_fen"}; one query."""
    on = moment.astimezone(TZ).date()
    rows = Mandate.objects.filter(in_force(on), agency__in=offices(file.agency, on), person__is_active=True)
    held = rows.order_by("person").values_list("person__name", "role", "ceiling_fen")
    return [{"name": name, "role": role, "ceiling_fen": ceiling} for name, role, ceiling in held]


@source("grantees")
def grantees(file: File, moment: datetime) -> dict[str, dict[str, Any]]:
    """Every body under the file's agency, by its code, as the gates of a delegation read it; five queries."""
    on = moment.astimezone(TZ).date()
    below = list(Agency.objects.filter(path__startswith=file.agency.path).exclude(pk=file.agency_id).order_by("path"))
    officers = _certified(below, on)
    held: dict[int, list[Conferral]] = {}
    for row in Conferral.objects.filter(grantee__in=[a.pk for a in below]).select_related("grantor", "grantee").order_by("since", "pk"):
        held.setdefault(row.grantee_id, []).append(row)
    files: dict[int, list[dict[str, str]]] = {}
    for agency, no, title in File.objects.filter(agency__in=[a.pk for a in below], ended_at=None).order_by("no").values_list(
            "agency", "no", "title"):
        files.setdefault(agency, []).append({"no": no, "title": title})
    return {a.code: {"name": a.name, "kind": a.kind, "kind_zh": a.get_kind_display(), "closed": a.closed_on is not None and a.closed_on <= on,
                     "areas": list(a.areas), "officers": officers.get(a.pk, []), "certified": len(officers.get(a.pk, ())),
                     "conferrals": facts_of(held.get(a.pk, ())), "files": files.get(a.pk, [])} for a in below}


def _certified(agencies: Iterable[Agency], on: date) -> dict[int, list[str]]:
    """Names of the officers of each agency whose certificate is valid and not suspended on a day."""
    posts = list(Mandate.objects.filter(in_force(on), agency__in=[a.pk for a in agencies], role="officer",
                                        person__is_active=True).values_list("agency", "person", "person__name"))
    cards = Certificate.objects.filter(person__in={p for _, p, _ in posts}, valid_from__lte=on, valid_until__gte=on)
    day = on.isoformat()
    valid = {c.person_id for c in cards if not any(s[0] <= day <= s[1] for s in c.suspensions)}
    found: dict[int, list[str]] = {}
    for agency, person, name in sorted(posts, key=lambda p: p[2]):
        if person in valid and name not in found.get(agency, ()):
            found.setdefault(agency, []).append(name)
    return found
