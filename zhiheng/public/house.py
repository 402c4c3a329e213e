"""Who enforces and how; the daily checkpoints; the checker of packages."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from zhiheng.archive import checker, signing
from zhiheng.kernel.chart import chart
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.explain import model
from zhiheng.law.places import PlaceError
from zhiheng.law.rules import rules
from zhiheng.public.limits import polite
from zhiheng.public.page import LONG, SHORT, house, kept, page
from zhiheng.public.views import lost
from zhiheng.records.clock import today
from zhiheng.records.models import Agency, Certificate, Checkpoint, Mandate
from zhiheng.records.queries.conferrals import acting
from zhiheng.records.queries.people import in_force

DAYS = 31


@require_safe
@polite
def about(request: HttpRequest) -> HttpResponse:
    """Agencies, the officers with their certificates, and every procedure with its time limits (三项制度: 事前公开)."""
    bureau = house()
    shown = [_told(bureau.place_id if bureau else "national", p, today().isoformat())
            for p in ("inspection", "rectification", "penalty_ordinary")]
    return page(request, "about", {"title": "机构、人员与流程", "agencies": _agencies(), "procedures": shown}, age=LONG)


@require_safe
@polite
def flow(request: HttpRequest, procedure: str) -> HttpResponse:
    """The flow chart of a procedure (SVG)."""
    bureau = house()
    place = bureau.place_id if bureau else "national"
    if procedure not in _rules(place).procedures:
        return lost(request)
    svg = chart(_told(place, procedure, today().isoformat()))
    return kept(HttpResponse(svg, content_type="image/svg+xml; charset=utf-8"), LONG)


def _rules(place: str) -> Any:
    try:
        return rules(place)
    except PlaceError:
        return rules("national")


def told(place: str, procedure: str, on: date) -> Mapping[str, Any]:
    """A procedure told as of a day (:func:`zhiheng.kernel.explain.model`), by the rules of a place."""
    return _told(place, procedure, on.isoformat())


@lru_cache(maxsize=32)
def _told(place: str, procedure: str, day: str) -> Mapping[str, Any]:
    found = _rules(place)
    return model(found, found.procedures[procedure], datetime.combine(datetime.fromisoformat(day), time(9), TZ))


def _agencies() -> list[dict[str, Any]]:
    """Every agency with those who may enforce for it today: a mandate as officer and a valid certificate."""
    on = today()
    cards = {c.person_id: c for c in Certificate.objects.filter(valid_from__lte=on, valid_until__gte=on)}
    officers: dict[int, list[dict[str, str]]] = {}
    for mandate in Mandate.objects.filter(in_force(on), role="officer").select_related("person").order_by("pk"):
        card = cards.get(mandate.person_id)
        if card is not None and not _suspended(card):
            officers.setdefault(mandate.agency_id, []).append({
                "name": mandate.person.name, "number": card.number, "fields": "、".join(card.fields),
                "until": card.valid_until.isoformat()})
    return [{"name": a.name, "address": a.address, "phone": a.phone, "delegated": acting(a, on).mode == "delegation",
             "government": a.government, "court": a.court, "officers": officers.get(a.pk, [])}
            for a in Agency.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on)).select_related("parent").order_by("path")]


def _suspended(card: Certificate) -> bool:
    day = today().isoformat()
    return any(span[0] <= day <= span[1] for span in card.suspensions)


@require_safe
@polite
def checkpoints(request: HttpRequest) -> HttpResponse:
    """The signed checkpoints day by day, 31 days a page; the public keys; the hash of the checker."""
    rows = Checkpoint.objects.select_related("agency")
    before = _day(request.GET.get("before", ""))
    if before is not None:
        rows = rows.filter(on__lt=before)
    days = list(rows.order_by("-on").values_list("on", flat=True).distinct()[:DAYS + 1])
    shown = rows.filter(on__in=days[:DAYS]).order_by("-on", "agency__path", "-number").defer("heads")
    return page(request, "checkpoints", {
        "title": "每日检查点", "rows": shown, "more": days[DAYS - 1].isoformat() if len(days) > DAYS else "",
        "keys": [("、".join(names), key, signing.key_id(bytes.fromhex(key))) for key, names in _keys().items()],
        "checker": checker.published_sha256()})


def _keys() -> dict[str, list[str]]:
    """Every public key in use, with the agencies whose checkpoints it signs."""
    found: dict[str, list[str]] = {}
    for key, name in Checkpoint.objects.order_by("agency__path").values_list("public_key", "agency__name").distinct():
        found.setdefault(key, []).append(name)
    return found


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


@require_safe
@polite
def checkpoint(request: HttpRequest, agency: str, number: int) -> HttpResponse:
    """One checkpoint as it was signed, for machines. It names no file."""
    found = Checkpoint.objects.filter(agency__code=agency, number=number).defer("heads").first()
    if found is None:
        return lost(request)
    answer = JsonResponse(found.record | {"hash": found.hash, "public_key": found.public_key},
                          json_dumps_params={"ensure_ascii": False, "indent": 1})
    return kept(answer, SHORT)


@require_safe
@polite
def checker_page(request: HttpRequest) -> HttpResponse:
    """The checker itself, to keep: it works without server or network."""
    answer = HttpResponse(checker.html(), content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = "attachment; filename=\"checker.html\"; filename*=UTF-8''%E6%A0%B8%E9%AA%8C.html"
    return kept(answer, LONG)
