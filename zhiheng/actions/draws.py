"""Carrying out a draw: freezing the directories, making the promise, publishing and handing out what was drawn.

Whatever a person could tilt is computed here and handed to the one door, whose gates compare it with the register.
"""
from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

from django.db import transaction

from zhiheng.actions.errors import Invalid
from zhiheng.actions.ledger import lock, whole_second
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.perform import perform
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.draw import Commitment, DrawError, Pool
from zhiheng.kernel.draw.commitment import secret_hash
from zhiheng.kernel.facts import FactError, as_date
from zhiheng.kernel.view import ACT
from zhiheng.records import store
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Draw, DrawPick, Enterprise, Event, File, Person
from zhiheng.records.queries import draws as asked

ORDINARY, TRUSTED, BAD = 2, 1, 4
"""Weight of credit, times the weight of the stratum: less for the good, more for the bad (seeds 000-14, 003-六; own figures)."""


def freeze(no: str, actor: Person, *, at: datetime | None = None, key: str | None = None) -> Outcome:
    """Freeze the directories as they are now. Raises Invalid when no lawful pool can be made, else as ``perform``."""
    with transaction.atomic():
        file, row = _held(no)
        facts = _set_up(file)
        pool, private = build_pool(row, facts, (at or clock_now()).astimezone(TZ).date())
        if not sum(pool.takes.values()):
            raise Invalid([FactError("strata", "按设定一家也抽不到：入池企业太少或比例太低，请重新设定")])
        kept = {kind: [list(r) for r in rows] for kind, rows in pool.rows.items()}
        row.pool = store.put_bytes(json.dumps(kept, ensure_ascii=False).encode()).sha256
        row.settings = row.settings | private
        row.save(update_fields=["pool", "settings"])
        said = {"pool": row.pool, "pool_hash": pool.hash, "candidates": len(pool.rows["candidate"]),
                "excluded": len(pool.rows["excluded"]), "officer_count": len(pool.rows["officer"]),
                "recusals": len(pool.rows["recusal"]), "places": sum(pool.takes.values())}
        return perform(no, "freeze", said, actor, at=at, key=key)


def commit(no: str, actor: Person, public_source: str, public_at: datetime, *, at: datetime | None = None,
           key: str | None = None) -> Outcome:
    """Make the secret and publish the promise. ``public_at`` is when the public number will exist, later than now."""
    moment = whole_second(at or clock_now()).astimezone(TZ)
    with transaction.atomic():
        _, row = _held(no)
        if row.committed_at is None:
            pool = asked.pool_of(row)
            row.secret = secrets.token_hex(32)
            promised = _promise(row, pool.hash if pool else "", public_source, public_at, moment)
            row.commitment = promised.as_dict() | {"hash": promised.hash}
            row.save(update_fields=["secret", "commitment"])
        said = {"commitment_hash": row.commitment["hash"], "secret_hash": row.commitment["secret_hash"],
                "public_source": public_source, "public_at": public_at.astimezone(TZ).isoformat()}
        return perform(no, "commit", said, actor, at=moment, key=key)


def _promise(row: Draw, pool_hash: str, public_source: str, public_at: datetime, moment: datetime) -> Commitment:
    replaced = row.settings.get("replaces", "")
    try:
        return Commitment(
            number=row.number, agency=row.agency.name, title=row.title, pool_hash=pool_hash, secret_hash=secret_hash(row.secret),
            public_source=public_source.strip(), public_at=whole_second(public_at).astimezone(TZ).isoformat(),
            committed_at=moment.isoformat(), replaces=replaced, reason=row.settings.get("reason", "") if replaced else "")
    except DrawError as fault:
        raise Invalid([FactError("public_at", str(fault))]) from fault


def publish(no: str, actor: Person, *, at: datetime | None = None, key: str | None = None) -> Outcome:
    """Publish the transcript of a revealed draw."""
    _, row = _held(no)
    said = {"transcript": row.transcript or "-", "places": DrawPick.objects.filter(draw=row).count(),
            "published_on": (at or clock_now()).astimezone(TZ).date().isoformat()}
    return perform(no, "publish_result", said, actor, at=at, key=key)


def assign(no: str, actor: Person, *, at: datetime | None = None, key: str | None = None) -> Outcome:
    """Hand the places to their officers; each is told."""
    _, row = _held(no)
    said = {"places": DrawPick.objects.filter(draw=row, state="drawn").count(),
            "assigned_on": (at or clock_now()).astimezone(TZ).date().isoformat()}
    return perform(no, "assign", said, actor, at=at, key=key)


def close(no: str, actor: Person, *, at: datetime | None = None, key: str | None = None) -> Outcome:
    """End a draw all of whose places are visited or drawn anew."""
    _, row = _held(no)
    picks = DrawPick.objects.filter(draw=row)
    said = {"visited": picks.filter(state="visited").count(), "replaced": picks.filter(state="replaced").count(),
            "closed_on": (at or clock_now()).astimezone(TZ).date().isoformat()}
    return perform(no, "close", said, actor, at=at, key=key)


def _held(no: str) -> tuple[File, Draw]:
    """The locked file and its draw. Invalid when the file is no draw in force."""
    file = lock(no)
    row = Draw.objects.select_related("agency", "replaces").filter(file=file).first()
    if row is None:
        raise Invalid([FactError("", "设定还没有批准，没有可办理的抽查")])
    return file, row


def _set_up(file: File) -> Mapping[str, Any]:
    event = Event.objects.filter(file=file, kind=ACT, act="set_up").order_by("-seq").first()
    if event is None:
        raise Invalid([FactError("", "设定还没有批准，不能冻结名录")])
    return event.facts


def build_pool(row: Draw, facts: Mapping[str, Any], on: date) -> tuple[Pool, dict[str, Any]]:
    """(the pool, what maps its public signs back to accounts and enterprises). DrawError becomes Invalid."""
    taken = _taken(row)
    found = asked.object_directory(row.agency, facts.get("fields", ()), facts.get("areas", ()), on=on, taken=taken,
                                   include_key=bool(facts.get("include_key")))
    first, last = as_date(facts, "visits_from") or on, as_date(facts, "visits_to") or on
    officers, unfit = asked.officer_directory(row.agency, first, last)
    strata, candidates, unlisted = _layers(found.firms, facts, on, _stratum_of(row))
    listed = [f for f in found.firms if asked.public_id(f) in {c[0] for c in candidates}]
    signs = {o.username: o.sign for o in officers}
    rows = {
        "setting": _settings(row, facts), "item": [(i["code"], i["title"]) for i in facts.get("items", ())],
        "stratum": strata, "candidate": candidates,
        "excluded": [(asked.public_id(f), f.name, why) for f, why in (*found.out, *unlisted)],
        "officer": [(o.sign, o.name, "|".join(sorted(o.fields)), "|".join(sorted(o.areas)), str(facts["limit"])) for o in officers],
        "recusal": _recusals(listed, signs, on), "former": _former(listed, signs)}
    try:
        pool = Pool.of(rows)
    except DrawError as fault:
        raise Invalid([FactError("", str(fault))]) from fault
    return pool, {"people": {o.sign: o.username for o in officers}, "firms": {asked.public_id(f): f.pk for f in listed},
                  "unfit": [list(x) for x in unfit]}


def _taken(row: Draw) -> frozenset[int]:
    """Enterprises drawn already in the batch whose place is drawn anew, and in every redraw of that batch. None for a first draw."""
    root = row
    while root.replaces is not None:
        root = root.replaces
    family, fresh = {root.pk}, {root.pk}
    while fresh:
        fresh = set(Draw.objects.filter(replaces__in=fresh).values_list("pk", flat=True)) - family
        family |= fresh
    if row.replaces is None:
        return frozenset()
    picked = DrawPick.objects.filter(draw__in=family).exclude(draw=row).values_list("enterprise_id", flat=True)
    return frozenset(pk for pk in picked if pk)


def _stratum_of(row: Draw) -> str:
    """The stratum of the place that is drawn anew; empty for a draw of its own."""
    rank = str(row.settings.get("replaces", "")).rpartition("/")[2]
    pick = DrawPick.objects.filter(draw=row.replaces, rank=int(rank)).first() if row.replaces and rank.isdecimal() else None
    return pick.stratum if pick else ""


def _layers(firms: Sequence[Enterprise], facts: Mapping[str, Any], on: date, only: str
            ) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], list[tuple[Enterprise, str]]]:
    """Strata with how many each takes, candidates, and enterprises of a grade that no stratum names."""
    layer = {g: r for r in facts.get("strata", ()) for g in str(r["grades"]) if g in "ABCD无"}
    bad, good = asked.bad_credit(on), asked.trusted(on)
    wanted = set(facts.get("fields", ()))
    candidates: list[tuple[str, ...]] = []
    held: dict[str, int] = {}
    left: list[tuple[Enterprise, str]] = []
    for firm in firms:
        row = layer.get(firm.grade or asked.NO_GRADE)
        if row is None or (only and row["id"] != only):
            left.append((firm, "安全等级不在本批分层之内"))
            continue
        held[row["id"]] = held.get(row["id"], 0) + 1
        weight = int(row["weight"]) * (BAD if firm.pk in bad else TRUSTED if firm.pk in good else ORDINARY)
        field = next((f for f in firm.fields if not wanted or f in wanted), "")
        candidates.append((asked.public_id(firm), firm.name, row["id"], str(min(weight, 1000)), field, firm.area))
    strata = [(r["id"], r["title"], str(1 if only else ceil(held[r["id"]] * int(r["percent"]) / 100)))
              for r in facts.get("strata", ()) if held.get(r["id"])]
    return strata, candidates, left


def _settings(row: Draw, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    said = {"number": row.number, "title": row.title, "agency": row.agency.name,
            "officers_per_place": str(facts["per_place"]), "visits_from": str(facts["visits_from"]), "visits_to": str(facts["visits_to"]),
            "fields": "、".join(facts.get("fields", ())), "areas": "、".join(facts.get("areas", ())),
            **_partners(facts),
            "replaces": str(row.settings.get("replaces", ""))}
    return [(k, " ".join(v.split())) for k, v in said.items() if v]


def _partners(facts: Mapping[str, Any]) -> dict[str, str]:
    """A joint draw promises each department with its items; one named twice has both."""
    found: dict[str, str] = {}
    for row in facts.get("departments") or ():
        key = asked.PARTNER + " ".join(str(row["name"]).split())
        found[key] = f"{found[key]}；{row['items']}" if key in found else str(row["items"])
    return found


def _recusals(firms: Sequence[Enterprise], signs: Mapping[str, str], on: date) -> list[tuple[str, str, str]]:
    """Declared interests; the relation itself is nobody's business outside."""
    by_pk = {f.pk: asked.public_id(f) for f in firms}
    return [(signs[who], by_pk[pk], "申报有利害关系") for (who, pk) in asked.interests(firms, on) if who in signs and pk in by_pk]


def _former(firms: Sequence[Enterprise], signs: Mapping[str, str]) -> list[tuple[str, str, str]]:
    by_pk = {f.pk: asked.public_id(f) for f in firms}
    found = []
    for pk, people in asked.last_pairs(firms).items():
        pair = sorted(signs[p] for p in people if p in signs)
        if len(pair) == 2:
            found.append((by_pk[pk], pair[0], pair[1]))
    return found
