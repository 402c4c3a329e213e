"""What the register of draws knows of a file: gates ask it so that nothing but the system's own figures stands."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from zhiheng.records.models import Draw, DrawPick, File, Person
from zhiheng.records.queries.draws import pool_of
from zhiheng.records.queries.sources.registry import source

OPEN = ("drawn", "assigned")


@source("drawn_place")
def drawn_place(file: File, moment: datetime) -> dict[str, Any]:
    """The place of a draw that waits for this enterprise's visit: {ref, officers, visits_from, visits_to}; empty when there is none.

    The oldest one counts. Two queries, and the frozen pool where there is one.
    """
    return _said(pick) if file.pk is None and (pick := next(iter(_waiting(file)), None)) else {}


@source("drawn_places")
def drawn_places(file: File, moment: datetime) -> list[dict[str, Any]]:
    """Every place of a draw that this inspection could carry out, or carries out, as :func:`drawn_place`; with ``names`` of
    its officers. Oldest first. Two queries and the frozen pools."""
    picks = _waiting(file)
    names = dict(Person.objects.filter(pk__in={o for p in picks for o in p.officers}).values_list("pk", "name"))
    return [_said(p) | {"names": [names.get(o, o) for o in p.officers]} for p in picks]


def _waiting(file: File) -> list[DrawPick]:
    if file.enterprise_id is None:
        return []
    rows = DrawPick.objects.select_related("draw").filter(enterprise=file.enterprise_id, draw__agency=file.agency_id).exclude(
        draw__state="void")
    own = Q(state="assigned", visit=None) if file.pk is None else Q(state="assigned", visit=None) | Q(visit=file.pk)
    return list(rows.filter(own).order_by("draw", "rank"))


def _said(pick: DrawPick) -> dict[str, Any]:
    pool = pool_of(pick.draw)
    said = pool.settings if pool else {}
    return {"ref": f"{pick.draw.number}/{pick.rank}", "officers": list(pick.officers), "visits_from": said.get("visits_from", ""),
            "visits_to": said.get("visits_to", "")}


@source("draw")
def draw(file: File, moment: datetime) -> dict[str, Any]:
    """As :mod:`zhiheng.law.procedures.random_draw` reads it; empty when the file is no draw. Four queries."""
    row = Draw.objects.filter(file=file).first()
    if row is None:
        return {}
    pool = pool_of(row)
    promised = row.commitment.get("pool_hash")
    titles = {r[0]: r[1] for r in pool.rows["stratum"]} if pool else {}
    held = list(DrawPick.objects.filter(draw=row).order_by("rank"))
    picks = [(p.rank, p.state) for p in held]
    names = dict(Person.objects.filter(pk__in={o for p in held for o in p.officers}).values_list("pk", "name"))
    return {"pool": row.pool, "pool_hash": pool.hash if pool else "", "fits": pool is not None and promised in (None, pool.hash),
            "commitment_hash": row.commitment.get("hash", ""), "secret_hash": row.commitment.get("secret_hash", ""),
            "transcript": row.transcript, "places": len(picks), "open": [rank for rank, state in picks if state in OPEN],
            "lines": [{"rank": p.rank, "name": p.name, "stratum": titles.get(p.stratum, p.stratum), "says": p.reason if not p.officers else "",
                       "officers": "、".join(names.get(o, o) for o in p.officers)} for p in held],
            "visited": sum(state == "visited" for _, state in picks), "replaced": sum(state == "replaced" for _, state in picks)}
