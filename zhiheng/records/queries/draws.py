"""Which draws are there, what is frozen for them, and who could have been drawn?"""
from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhiheng.kernel.draw import DrawError, Pool
from zhiheng.records import store
from zhiheng.records.models import Agency, Assignment, Certificate, Draw, Enterprise, File, Mandate, Standing
from zhiheng.records.queries.caps import cap_of
from zhiheng.records.queries.people import certificate, in_force
from zhiheng.records.queries.sources.interests import interests_of
from zhiheng.records.queries.standings import holding

NO_GRADE = "无"


def stored(sha256: str) -> Any:
    """A JSON value of the store; None when there is none of this hash."""
    try:
        return json.loads(store.read(sha256)) if sha256 else None
    except (FileNotFoundError, ValueError):
        return None


def pool_of(row: Draw) -> Pool | None:
    """The frozen pool of a draw, checked; None before it is frozen or when what is stored cannot be read."""
    held = stored(row.pool)
    if not isinstance(held, dict):
        return None
    try:
        return Pool.of({kind: [tuple(r) for r in rows] for kind, rows in held.items()})
    except (DrawError, TypeError):
        return None


PARTNER = "department "
"""How the setting of a partner of a joint draw begins: department 区消防救援大队 → its items."""


def partners(pool: Pool) -> list[tuple[str, str]]:
    """(department, its items) of a joint draw, as promised."""
    return [(name.removeprefix(PARTNER), items) for name, items in pool.rows["setting"] if name.startswith(PARTNER)]


def public_id(firm: Enterprise) -> str:
    """Under which sign an enterprise stands in a published pool: its code, else one made of its name."""
    return firm.code or f"无代码:{firm.name}"


@dataclass
class Directory:
    """The two directories of a draw, before strata. ``firms`` in, ``out`` (enterprise, reason)."""

    firms: list[Enterprise] = field(default_factory=list)
    out: list[tuple[Enterprise, str]] = field(default_factory=list)


def object_directory(agency: Agency, fields: Iterable[str], areas: Iterable[str], *, include_key: bool, on: date,
                     taken: frozenset[int] = frozenset()) -> Directory:
    """Every enterprise of the agency's tree in these fields and areas: in, or out with the reason. Seven queries and the
    figures of caps. ``taken``: enterprises drawn before, for a place that is drawn anew."""
    wanted, where = set(fields), set(areas)
    under = Agency.objects.filter(path__startswith=agency.path).values("pk")
    rows = Enterprise.objects.filter(agency__in=under, merged_into=None).order_by("pk").only(
        "id", "name", "code", "area", "fields", "grade", "key_unit", "running", "closed_on", "extra", "agency_id")
    counted: dict[int, int] = {}
    open_: set[int] = set()
    visits = File.objects.filter(procedure="inspection", year=on.year, enterprise__isnull=False)
    for firm_id, ended in visits.values_list("enterprise_id", "ended_at"):
        counted[firm_id] = counted.get(firm_id, 0) + 1
        if ended is None:
            open_.add(firm_id)
    found = Directory()
    for firm in rows.iterator(2000):
        if (wanted and not wanted & set(firm.fields)) or (where and firm.area not in where):
            continue
        why = _out(firm, counted.get(firm.pk, 0), firm.pk in open_, include_key, on, taken)
        if why:
            found.out.append((firm, why))
        else:
            found.firms.append(firm)
    return found


def _out(firm: Enterprise, visits: int, visiting: bool, include_key: bool, on: date, taken: frozenset[int]) -> str:
    if firm.pk in taken:
        return "本批已经抽中"
    if firm.closed_on and firm.closed_on <= on:
        return "已注销或迁出"
    if firm.running and firm.running != "在营":
        return f"经营状态为{firm.running}"
    if firm.key_unit and not include_key:
        return "重点单位，按周期全覆盖检查"
    if visiting:
        return "已有检查正在进行"
    cap = cap_of(firm, on) if visits else None
    if cap is not None and cap.most is not None and visits >= cap.most:
        return f"本年检查已达上限（{visits}/{cap.most}）"
    return ""


@dataclass(frozen=True)
class Drawable:
    """An officer of the directory: account, public sign (certificate number), name, fields and areas."""

    username: str
    sign: str
    name: str
    fields: frozenset[str]
    areas: frozenset[str]


def officer_directory(agency: Agency, first: date, last: date) -> tuple[list[Drawable], list[tuple[str, str]]]:
    """(officers whose certificate holds through the whole period, others with the reason). Two queries."""
    areas: dict[str, set[str] | None] = {}
    names: dict[str, str] = {}
    held = Mandate.objects.filter(in_force(first), role="officer", agency=agency, person__is_active=True)
    for who, name, where in held.values_list("person", "person__name", "area"):
        names[who] = name
        known = areas.get(who, set())
        areas[who] = None if not where or known is None else known | set(where)
    good, bad = [], []
    cards = {c.person_id: c for c in Certificate.objects.filter(person__in=names).order_by("valid_until")}
    for who in sorted(names):
        card = cards.get(who)
        fault = "没有执法证" if card is None else certificate(card).fault(first, None) or certificate(card).fault(last, None)
        if card is None or fault:
            bad.append((names[who], fault or ""))
        else:
            good.append(Drawable(who, card.number, names[who], frozenset(card.fields), frozenset(areas[who] or ())))
    return good, bad


def interests(firms: Iterable[Enterprise], on: date) -> dict[tuple[str, int], str]:
    """Declared interests: (account, enterprise id) to the relation."""
    return interests_of([f.pk for f in firms], on)


def last_pairs(firms: Iterable[Enterprise]) -> dict[int, tuple[str, ...]]:
    """Who inspected each enterprise last: enterprise id to accounts. Two queries."""
    wanted = {f.pk for f in firms}
    latest: dict[int, int] = {}
    for pk, firm in File.objects.filter(procedure="inspection", enterprise__isnull=False).order_by("opened_at", "pk").values_list(
            "pk", "enterprise_id"):
        if firm in wanted:
            latest[firm] = pk
    people: dict[int, list[str]] = {}
    files = set(latest.values())
    for file_id, who in Assignment.objects.filter(file__procedure="inspection").order_by("person").values_list("file_id", "person_id"):
        if file_id in files:
            people.setdefault(file_id, []).append(who)
    return {firm: tuple(people.get(pk, ())) for firm, pk in latest.items()}


def bad_credit(on: date) -> set[int]:
    """Enterprises with a bad record or on the list of serious breaches."""
    return set(holding("credit", on, "bad", "serious").values_list("enterprise_id", flat=True))


def trusted(on: date) -> set[int]:
    """Enterprises of good credit or under a promise."""
    rows = Standing.objects.filter(pk__in=holding("credit", on, "trustworthy").values("pk")) | Standing.objects.filter(
        pk__in=holding("promise", on, "made").values("pk"))
    return set(rows.values_list("enterprise_id", flat=True))
