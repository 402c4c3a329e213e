"""Who has declared what about whom: read by the gates where officers are named, by the forms, and by the draw."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import today
from zhiheng.records.models import File, Line
from zhiheng.records.queries.sources.registry import source

LEDGER = "interests"


@source("interests")
def of_file(file: File, moment: datetime) -> list[dict[str, Any]]:
    """What is declared about the enterprise of a file, and about people by name: rows {person, relation, with_name}.

    ``with_name`` is empty for the enterprise itself; otherwise the party of that name is meant. One query.
    """
    about = Q(enterprise=None)
    if file.enterprise_id is not None:
        about |= Q(enterprise=file.enterprise_id) | Q(enterprise__merged_into=file.enterprise_id)
    on = moment.astimezone(TZ).date()
    root = file.agency.path.split("/")[1]
    rows = declared(on).filter(about, agency__path__startswith=f"/{root}/")
    return [{"person": person, "relation": str(values.get("relation", "")),
             "with_name": "" if firm else str(values.get("other", ""))}
            for person, values, firm in rows.values_list("person", "values", "enterprise")
            if firm or values.get("other")]


def interests_of(enterprise_ids: Iterable[int], on: date | None = None) -> dict[tuple[str, int], str]:
    """{(account, enterprise): relation} in force on a day (today), for as many enterprises as asked. One query.

    An enterprise merged into another counts as that one, whichever of the two ids is asked.
    """
    wanted = set(enterprise_ids)
    found: dict[tuple[str, int], str] = {}
    if not wanted:
        return found
    rows = declared(on or today()).filter(Q(enterprise__in=wanted) | Q(enterprise__merged_into__in=wanted))
    for person, firm, merged, values in rows.order_by("pk").values_list(
            "person", "enterprise", "enterprise__merged_into", "values"):
        for pk in {firm, merged} & wanted:
            found[person, pk] = str(values.get("relation", ""))
    return found


def declared(on: date) -> QuerySet[Line]:
    """Lines in force on a day, of people that are registered."""
    return Line.objects.filter(
        Q(values__until__isnull=True) | Q(values__until="") | Q(values__until__gte=on.isoformat()),
        ledger=LEDGER, archived_at=None, since__lte=on).exclude(person=None)
