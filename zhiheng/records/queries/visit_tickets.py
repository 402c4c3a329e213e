"""What stands on the ticket of a visit, what became of the visit since, and what the enterprise registered at its gate."""
from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import as_date
from zhiheng.kernel.visit_ticket import Ticket
from zhiheng.records.models import Certificate, Change, Event, File, Person
from zhiheng.records.queries.scope import Scope

ENTRY, RATING = "visit_entry", "visit_rating"
"""Registers of the history: lines are only ever added there."""
BEGIN = ("plan", "join_visit", "back_approval")
POINTS = (("no_card", "没有出示执法证件"), ("off_plan", "检查内容与告知的不一致"), ("repeated", "短期内重复检查"),
          ("manner", "态度生硬、语言不文明"), ("unclear", "问题和整改要求没有讲清楚"), ("favours", "要求提供宴请、礼品、好处"),
          ("helpful", "讲解清楚、帮助解决问题"))


@dataclass(frozen=True)
class Entry:
    """The enterprise opened the code at its gate: the number of the registration, when, its voucher."""

    number: int
    at: datetime
    voucher: str


def ticket_of(file: File) -> Ticket | None:
    """The ticket of an approved visit; None while no plan was approved. At most four queries."""
    if file.procedure != "inspection":
        return None
    acts = {e.act: e for e in Event.objects.filter(file=file, kind="act", act__in=(*BEGIN, "emergency_entry")).order_by("seq")}
    begun = next((acts[a] for a in ("plan", "join_visit") if a in acts), None)
    if begun is None:
        return None
    facts = begun.facts
    first = as_date(facts, "planned_from") or as_date(facts, "visit_on") or begun.occurred_at.astimezone(TZ).date()
    last = max(first, as_date(facts, "planned_to") or first)
    matters = [str(i.get("question") or "") for i in facts.get("inspection_items") or ()]
    others = (*(facts.get("experts") or ()), *(facts.get("partners") or ()))
    return Ticket(file.no, file.agency.name, file.enterprise.name if file.enterprise else str(facts.get("checked_unit") or ""),
                  (file.enterprise.code or "") if file.enterprise else "", first, last, _officers(file, first), tuple(map(str, others)),
                  tuple(matters), len(matters))


def _officers(file: File, on: date) -> tuple[tuple[str, str], ...]:
    """Names with the certificates that cover the day, in the order of the file."""
    names = dict(Person.objects.filter(pk__in=file.officers).values_list("username", "name"))
    cards = dict(Certificate.objects.filter(person__in=file.officers, valid_from__lte=on, valid_until__gte=on).order_by(
        "valid_until").values_list("person", "number"))
    return tuple((names[o], cards.get(o, "")) for o in file.officers if o in names)


# --- what became of the visit ----------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Since:
    """Of the visit on the ticket: called off, recorded on site, no longer with these officers or days."""

    known: bool
    called_off: bool = False
    recorded: bool = False
    changed: bool = False
    file: File | None = None


def since(ticket: Ticket) -> Since:
    file = File.objects.filter(no=ticket.no, procedure="inspection").select_related("agency", "enterprise").first()
    if file is None:
        return Since(False)
    acts = set(Event.objects.filter(file=file, kind="act", act__in=("call_off", "record")).values_list("act", flat=True))
    now = ticket_of(file)
    return Since(True, "call_off" in acts, "record" in acts, now is None or now.payload("") != ticket.payload(""), file)


def invalid_cards(file: File, on: date) -> list[str]:
    """Officers of the visit without a certificate in force on the day, suspended ones among them."""
    day, good = on.isoformat(), set()
    for card in Certificate.objects.filter(person__in=file.officers, valid_from__lte=on, valid_until__gte=on):
        if not any(span[0] <= day <= span[1] for span in card.suspensions):
            good.add(card.person_id)
    return list(Person.objects.filter(pk__in=[o for o in file.officers if o not in good]).values_list("name", flat=True))


# --- at the gate -----------------------------------------------------------------------------------------------------

def entries_of(no: str) -> list[Entry]:
    """The registrations at the gate of one visit, first one first. One query."""
    rows = Change.objects.filter(register=ENTRY, target=no).order_by("number")
    return [Entry(r.number, r.at, str((r.fields.get("voucher") or [None, ""])[1])) for r in rows]


def secret(*words: str) -> str:
    """What only this house can compute of some words: 64 hex digits."""
    return hmac.new(settings.SECRET_KEY.encode(), "|".join(words).encode(), hashlib.sha256).hexdigest()


def rating_word(no: str) -> str:
    """Who registered the entry gets this with it and may rate the visit with it: 16 hex digits."""
    return secret("may rate", no)[:16]


def rating_target(no: str) -> str:
    """Under what a rating is kept, once a visit; nobody can read the visit off it."""
    return secret("rating of", no)[:40]


def rated(no: str) -> bool:
    return Change.objects.filter(register=RATING, target=rating_target(no)).exists()


# --- ratings without a name ------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Rating:
    """Stars of one visit: no enterprise, no file, no officer, and of the time only the month."""

    agency: str
    month: str
    stars: int
    points: tuple[str, ...]


def ratings(scope: Scope, year: int) -> list[Rating]:
    """Ratings of the year of the agencies in the scope: the lowest first, in no order of time. One query besides the scope's."""
    rows = _ratings(scope).filter(fields__month__1__startswith=f"{year}-").values_list("fields", "target")
    zh = dict(POINTS)
    found = [(Rating(str(f["name"][1]), str(f["month"][1]), int(f["stars"][1]), tuple(zh.get(p, p) for p in f["points"][1] or ())), t)
             for f, t in rows]
    return [r for r, _ in sorted(found, key=lambda one: (one[0].stars, one[0].month, one[1]))]


def _ratings(scope: Scope) -> QuerySet[Change]:
    return Change.objects.filter(register=RATING, fields__agency__1__in=list(scope.agencies))


def entered_share(scope: Scope, year: int) -> tuple[int, int]:
    """(visits of the year whose entry the enterprise registered itself, visits of the year that entered). Two queries."""
    gone = Event.objects.filter(kind="act", act__in=("enter_site", "emergency_entry"), file__in=scope.files.filter(
        procedure="inspection", opened_at__year=year).values("pk")).values("file__no").distinct()
    total = gone.count()
    held = Change.objects.filter(register=ENTRY, target__in=gone).aggregate(n=Coalesce(Count("target", distinct=True, filter=Q(number=1)), 0))
    return int(held["n"]), total
