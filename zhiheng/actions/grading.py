"""分级分类: compute the grades of enterprises and write them: a dated standing, its cache on the enterprise, the history.

A standing is added only when what was computed differs from what was computed last; when it was last looked at stands in
``Enterprise.extra["graded_at"]``. An override is never touched by a computation, but for a veto it did not know: that ends
it, with the reason.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import prefetch_related_objects

from zhiheng.actions import changes
from zhiheng.actions.grading_scheme import scheme_of
from zhiheng.actions.register import REGISTER
from zhiheng.kernel.place import Place
from zhiheng.law.grading import Scheme
from zhiheng.law.grading_cap import kind_of, visits
from zhiheng.law.grading_inputs import Accident, Fine, Hazard, Inputs, Named, Permit
from zhiheng.law.grading_score import Grade, grade
from zhiheng.law.places import PlaceError, place
from zhiheng.law.places.figures import BureauPlace
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Enterprise, GradingRun, Person, Standing
from zhiheng.records.queries import caps
from zhiheng.records.queries.grading import SLICE, gather
from zhiheng.records.queries.standings import computed_of, holding, standing_of

KINDS: Mapping[str, type] = {"sources": Named, "risks": Named, "problems": Hazard, "fines": Fine, "accidents": Accident,
                             "permits": Permit}
VALUES = {"grade": ("A", "B", "C", "D"), "key": ("key", "general")}


@dataclass(frozen=True)
class Computed:
    """What is to be written of one enterprise: the grade with its detail, the key class with its reasons."""

    firm: int
    value: str
    tenths: int
    detail: Mapping[str, Any]
    key: str
    key_detail: Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """How many enterprises were looked at, got a new computed grade, and hold another grade than before."""

    seen: int = 0
    added: int = 0
    changed: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.seen + other.seen, self.added + other.added, self.changed + other.changed)


def inputs(plain: Mapping[str, Any]) -> Inputs:
    """The gathered values as the law reads them."""
    return Inputs(**{k: tuple(KINDS[k](**row) for row in v) if k in KINDS else v for k, v in plain.items()})


def grades(firms: Sequence[Enterprise], on: date) -> dict[int, Grade]:
    """The grades the records give on a day; nothing is written. Ten queries for every 500, one for each scheme."""
    known: dict[int, Scheme] = {}
    agencies = Agency.objects.in_bulk({f.agency_id for f in firms})
    found: dict[int, Grade] = {}
    for start in range(0, len(firms), SLICE):
        part = firms[start:start + SLICE]
        held = gather(part, on)
        for firm in part:
            scheme = known.get(firm.agency_id) or known.setdefault(firm.agency_id, scheme_of(agencies[firm.agency_id], on))
            found[firm.pk] = grade(inputs(held[firm.pk]), scheme, on)
    return found


def computed(firm: int, found: Grade) -> Computed:
    return Computed(firm, found.level.id, found.tenths, {**found.detail(), "vetoed": bool(found.vetoes)},
                    "key" if found.key else "general", found.key_detail())


def recompute(firm_ids: Iterable[int], *, by: Person | None = None, on: date | None = None, reason: str = "") -> Written:
    """Compute these enterprises again and write what changed, a slice a transaction. A day before today is refused by
    what it means: nothing that is held later is rewritten."""
    moment = clock_now()
    day = on or moment.date()
    done = Written()
    ids = sorted(set(firm_ids))
    for start in range(0, len(ids), SLICE):
        with transaction.atomic():
            firms = list(Enterprise.objects.filter(pk__in=ids[start:start + SLICE], merged_into=None).order_by("pk"))
            done += write([computed(pk, g) for pk, g in grades(firms, day).items()], firms, day, by=by, at=moment, reason=reason)
    return done


def write(rows: Sequence[Computed], firms: Sequence[Enterprise], on: date, *, by: Person | None, at: datetime,
          origin: str = "computed", run: GradingRun | None = None, reason: str = "") -> Written:
    """Write computed grades of at most 500 enterprises inside the caller's transaction."""
    ids = [r.firm for r in rows]
    last, last_key = computed_of(ids, "grade", on), computed_of(ids, "key", on)
    made = [_standing(r.firm, "grade", r.value, r.tenths, r.detail, on, by, at, origin, run, reason) for r in rows
            if _differs(last.get(r.firm), r)]
    keys = [_standing(r.firm, "key", r.key, None, r.key_detail, on, by, at, origin, run, reason) for r in rows
            if _key_differs(last_key.get(r.firm), r)]
    Standing.objects.bulk_create([*made, *keys], batch_size=SLICE)
    _end_overtaken(rows, on)
    changed = cache(firms, on, by=by, at=at, reason=reason or ("年度动态调整" if run else "按最新记录重新评定"))
    _looked_at(ids, at)
    return Written(len(rows), len(made), changed)


def _standing(firm: int, kind: str, value: str, tenths: int | None, detail: Mapping[str, Any], on: date, by: Person | None,
              at: datetime, origin: str, run: GradingRun | None, reason: str) -> Standing:
    return Standing(enterprise_id=firm, kind=kind, value=value, since=on, tenths=tenths, origin=origin, detail=dict(detail),
                    reason=reason[:400], run=run, by=by, made_at=at)


def _differs(held: Standing | None, row: Computed) -> bool:
    return held is None or _shape(held.value, held.detail) != _shape(row.value, row.detail)


def _shape(value: str, detail: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two computed grades the same: grade, rule, points of every factor, vetoes."""
    return (value, detail.get("rule"), [(f[0], f[3]) for f in detail.get("factors", ())], [v[0] for v in detail.get("vetoes", ())])


def _key_differs(held: Standing | None, row: Computed) -> bool:
    return held is None or (held.value, [r[0] for r in held.detail.get("reasons", ())]) != (
        row.key, [r[0] for r in row.key_detail.get("reasons", ())])


def _end_overtaken(rows: Sequence[Computed], on: date) -> None:
    """A veto that came after an override ends it: nobody had weighed that."""
    vetoes = {r.firm: {v[0]: v[1] for v in r.detail.get("vetoes", ())} for r in rows if r.detail.get("vetoes")}
    for held in holding("grade", on).filter(enterprise__in=list(vetoes), origin="override"):
        new = [says for id_, says in vetoes[held.enterprise_id].items() if id_ not in held.detail.get("vetoes", ())]
        if new and held.value != "D":
            held.ended_on, held.ended_reason = on, f"出现新的否决事项：{'；'.join(new)}"[:400]
            held.save(update_fields=["ended_on", "ended_reason"])


def cache(firms: Sequence[Enterprise], on: date, *, by: Person | None, at: datetime, reason: str) -> int:
    """Put what holds into the enterprises themselves and into their history; how many grades or key classes changed."""
    ids = [f.pk for f in firms]
    held, keys = standing_of(ids, "grade", on, detail=False), standing_of(ids, "key", on, detail=False)
    moved: list[tuple[object, str, changes.Differences]] = []
    touched: dict[tuple[str, bool | None], list[int]] = defaultdict(list)
    for firm in firms:
        wanted = held[firm.pk].value if firm.pk in held else firm.grade
        key = keys[firm.pk].value == "key" if firm.pk in keys else firm.key_unit
        fields = changes.differences({"grade": firm.grade, "key_unit": firm.key_unit or False}, {"grade": wanted, "key_unit": key or False})
        if fields:
            moved.append((firm.pk, "changed", fields))
        if fields or firm.key_unit is not key:
            firm.grade, firm.key_unit = wanted, key
            touched[wanted, key].append(firm.pk)
    for (wanted, key), some in touched.items():  # a few values for many rows: quicker than a case for each
        Enterprise.objects.filter(pk__in=some).update(grade=wanted, key_unit=key)
    changes.note_many(REGISTER, moved, by=by, at=at, reason=reason)
    return len(moved)


def _looked_at(ids: Sequence[int], at: datetime) -> None:
    """When the grades were last computed, in one statement, so that nobody else's entry in ``extra`` is lost."""
    if not ids:
        return
    table = connection.ops.quote_name(Enterprise._meta.db_table)
    places = ",".join(["%s"] * len(ids))
    put = "json_set(extra, '$.graded_at', %s)" if connection.vendor == "sqlite" else "jsonb_set(extra, '{graded_at}', to_jsonb(%s::text))"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET extra = {put} WHERE id IN ({places})", [at.isoformat(), *ids])  # numbers and our own names only


# --- how often it may be visited ------------------------------------------------------------------------------------

def cap_of(firm: Enterprise, on: date) -> caps.Cap:
    """The visits of a year that follow from grade, key class and standardisation, and whence."""
    return caps_of([firm], on)[firm.pk]


def caps_of(firms: Iterable[Enterprise], on: date) -> dict[int, caps.Cap]:
    """The same of many by id: what a place has published is read once a place."""
    known: dict[str, tuple[Place, Scheme] | None] = {}
    held = list(firms)
    prefetch_related_objects(held, "agency")  # nothing is asked for those that have it
    return {f.pk: _cap(f, _known(f.agency, on, known), on) for f in held}


def _known(agency: Agency, on: date, known: dict[str, tuple[Place, Scheme] | None]) -> tuple[Place, Scheme] | None:
    if agency.place_id not in known:
        where = _place(agency)
        known[agency.place_id] = (where, scheme_of(agency, on)) if where is not None else None
    return known[agency.place_id]


def _cap(firm: Enterprise, held: tuple[Place, Scheme] | None, on: date) -> caps.Cap:
    own = caps.entered(firm)
    if held is None:
        return caps.Cap(own, "一企一档为这家企业登记的上限" if own is not None else "")
    where, rule = held
    kind = kind_of(firm.industry, firm.fields, firm.hazards)
    found = visits(firm.grade, bool(firm.key_unit), firm.standard, kind, own, rule, where, on)
    return caps.Cap(found.most, found.says, found.least, found.mode)


def _place(agency: Agency) -> Place | None:
    """The rules of its place; None for one the law data do not know, where only what is entered counts."""
    try:
        found = place(agency.place_id)
        return found.once() if isinstance(found, BureauPlace) else found
    except PlaceError:
        return None
