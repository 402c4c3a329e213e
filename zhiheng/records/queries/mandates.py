"""Who held which mandate on a day, and what was changed of it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.records.models import Agency, Mandate
from zhiheng.records.queries.agencies import reachable
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.scope import Scope

SIZE = 50
STATES = (("", "当日有效"), ("limited", "有限制"), ("ended", "已终止"), ("coming", "尚未开始"), ("all", "全部"))


@dataclass(frozen=True)
class MandatePage:
    """``next`` is the key after which the next page begins; empty at the end."""

    rows: tuple[Mandate, ...]
    next: str
    total: int


def mandates(scope: Scope) -> QuerySet[Mandate]:
    """The mandates of the trees a person's posts stand in."""
    return Mandate.objects.filter(agency__in=reachable(scope)).select_related("person", "agency")


def mandate_list(scope: Scope, on: date, *, agency: str = "", role: str = "", q: str = "", state: str = "", after: str = "",
                 size: int = SIZE) -> MandatePage:
    """Mandates of a day by person's account; ``q`` is part of a name, initials or an account. Two queries."""
    rows = mandates(scope).filter(_state(state, on))
    if agency:
        head = Agency.objects.filter(code=agency.upper()).values_list("path", flat=True).first()
        rows = rows.filter(agency__path__startswith=head) if head else rows.none()
    if role:
        rows = rows.filter(role=role)
    text = q.strip()
    if text:
        rows = rows.filter(Q(person__name__contains=text) | Q(person__initials__startswith=text.lower()) | Q(person=text)
                           | Q(post__contains=text))
    if state == "limited":
        rows = rows.exclude(area=[], items=[], ceiling_fen=None)
    total = rows.count()
    name, _, pk = after.rpartition("~")
    if name and pk.isdecimal():
        rows = rows.filter(Q(person__gt=name) | Q(person=name, pk__gt=int(pk)))
    found = list(rows.order_by("person", "pk")[:size + 1])
    last = found[size - 1] if len(found) > size else None
    return MandatePage(tuple(found[:size]), f"{last.person_id}~{last.pk}" if last else "", total)


def _state(state: str, on: date) -> Q:
    match state:
        case "ended":
            return Q(until__lt=on)
        case "coming":
            return Q(since__gt=on)
        case "all":
            return Q()
    return in_force(on)


def mandate_at(scope: Scope, pk: int) -> Mandate | None:
    """One mandate within reach."""
    return mandates(scope).select_related("agency__parent").filter(pk=pk).first()


def of_person(scope: Scope, username: str) -> list[Mandate]:
    """Every mandate a person ever held within reach, the newest first."""
    return list(mandates(scope).filter(person=username).order_by("-since", "-pk"))
