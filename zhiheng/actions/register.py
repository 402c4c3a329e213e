"""Writing the register of enterprises: by code first, then by name and address; nothing twice, nothing half.

A list that is imported fills and renews, and never empties: an empty cell says nothing. Every field that changes is kept
in the history of the enterprise.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from zhiheng.actions import changes
from zhiheng.actions.industries import catalogue
from zhiheng.kernel.supervision import marks
from zhiheng.records.clock import now as clock_now
from zhiheng.records.grams import bigrams, fold, initials
from zhiheng.records.models import Agency, Enterprise, EnterpriseGram, Person
from zhiheng.registers.enterprise import STANDARDS as STANDARDS
from zhiheng.registers.industries import Catalogue

BATCH = 1000
REGISTER = "enterprises"
GRADES = ("A", "B", "C", "D")
RUNNING = ("在营", "停产停业", "注销", "迁出")
KEPT = ("name", "address", "area", "industry", "industry_code", "fields", "hazards", "principal", "phone", "safety_manager",
        "safety_phone", "employees", "scale", "standard", "grade", "running", "latitude", "longitude")
"""Fields that a list may bring; ``registrar`` goes to ``extra``."""
_DERIVED = ("initials", "address_key", "extra", "version", "former_names")


@dataclass
class Counts:
    """What an import did; ``doubtful`` names new enterprises that look like one already registered."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    doubtful: list[str] = field(default_factory=list)


def enroll(agency: Agency, rows: Iterable[Mapping[str, Any]]) -> tuple[int, int, int]:
    """Enrol enterprises in one transaction; returns (new, updated, unchanged)."""
    counts = enroll_counted(agency, rows, None, clock_now())
    return counts.new, counts.updated, counts.unchanged


def enroll_counted(agency: Agency, rows: Iterable[Mapping[str, Any]], by: Person | None, at: datetime) -> Counts:
    """Enrol enterprises in one transaction, all or none; memory holds a thousand rows at a time.

    A row's ``code`` finds the enterprise it means. Without one, the folded name together with the folded address does, or
    the name alone when neither or only one of the two has an address. A new enterprise of a known name at a known
    address, but with another code, is doubtful: entered, named, and left to a person to merge.
    """
    counts = Counts()
    with transaction.atomic():
        batch: list[Mapping[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                _enroll(agency, batch, by, at, counts)
                batch = []
        if batch:
            _enroll(agency, batch, by, at, counts)
    return counts


def _enroll(agency: Agency, batch: list[Mapping[str, Any]], by: Person | None, at: datetime, counts: Counts) -> None:
    book, trades = _Known(agency, batch), catalogue(agency.place_id)
    fresh: list[Enterprise] = []
    changed: list[tuple[Enterprise, changes.Differences]] = []
    for row in batch:
        known = book.meant(row)
        if known is None:
            made = _new(agency, _coded(row, trades))
            if book.looks_known(made):
                counts.doubtful.append(made.name)
            fresh.append(made)
            book.add(made)
        elif known.pk is None:
            _apply(known, _coded(row, trades))  # two rows of one batch
        elif moved := _apply(known, row if known.industry_code else _coded(row, trades)):
            changed.append((known, moved))
        else:
            counts.unchanged += 1
    Enterprise.objects.bulk_create(fresh, batch_size=BATCH)
    Enterprise.objects.bulk_update([e for e, _ in changed], [*KEPT, *_DERIVED], batch_size=200)
    reindex(e for e, moved in changed if moved.keys() & {"name", "fields", "hazards"})
    _index(fresh)
    what = [(e.pk, "imported", changes.differences({}, _values(e))) for e in fresh]
    changes.note_many(REGISTER, [*what, *((e.pk, "changed", moved) for e, moved in changed)], by=by, at=at)
    counts.new += len(fresh)
    counts.updated += len(changed)


def _coded(row: Mapping[str, Any], trades: Catalogue) -> Mapping[str, Any]:
    """The row with the code of its industry, where the word stands for exactly one; else a person confirms it later."""
    if row.get("industry_code") or not row.get("industry"):
        return row
    code = trades.code_of(str(row["industry"]))
    return {**row, "industry_code": code} if code else row


class _Known:
    """Enterprises that a batch may mean: by code, and by name."""

    def __init__(self, agency: Agency, batch: list[Mapping[str, Any]]) -> None:
        found = Enterprise.objects.filter(merged_into=None)
        codes = [r["code"] for r in batch if r.get("code")]
        held = list(found.filter(code__in=codes)) + list(found.filter(agency=agency, name__in=[r["name"] for r in batch]))
        self._code: dict[str, Enterprise] = {}
        self._name: dict[str, list[Enterprise]] = {}
        once: dict[int, Enterprise] = {}
        for e in held:
            self.add(once.setdefault(e.pk, e))
        for old, into in Enterprise.objects.filter(code__in=codes).exclude(merged_into=None).values_list("code", "merged_into"):
            kept = once.get(into) or Enterprise.objects.get(pk=into)
            self._code[str(old)] = once.setdefault(into, kept)

    def add(self, enterprise: Enterprise) -> None:
        if enterprise.code:
            self._code[enterprise.code] = enterprise
        same = self._name.setdefault(fold(enterprise.name), [])
        if enterprise not in same:
            same.append(enterprise)

    def meant(self, row: Mapping[str, Any]) -> Enterprise | None:
        if row.get("code"):
            return self._code.get(row["code"])
        place = fold(str(row.get("address") or ""))
        same = self._name.get(fold(row["name"]), [])
        return next((e for e in same if not place or not e.address or fold(e.address) == place), None)

    def looks_known(self, made: Enterprise) -> bool:
        return any(made.address_key and e.address_key == made.address_key for e in self._name.get(fold(made.name), []))


@transaction.atomic
def reindex(enterprises: Iterable[Enterprise]) -> None:
    """Write the search words of enterprises anew: after a change of name, fields or hazards."""
    held = list(enterprises)
    EnterpriseGram.objects.filter(enterprise__in=held).delete()
    _index(held)


def _index(enterprises: list[Enterprise]) -> None:
    """The search words of enterprises, written without an object each: a list of 40,000 has a million of them."""
    table = connection.ops.quote_name(EnterpriseGram._meta.db_table)
    sql = f"INSERT INTO {table} (gram, enterprise_id) VALUES (%s, %s) ON CONFLICT DO NOTHING"
    rows = [(gram, e.pk) for e in enterprises for gram in words(e)]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def words(enterprise: Enterprise) -> set[str]:
    """The search words of an enterprise: two-character words of its names and their pinyin initials, fields and hazards."""
    names = [enterprise.name, *enterprise.former_names]
    heads = [enterprise.initials, *map(initials, enterprise.former_names)]
    return {g for text in (*names, *heads) for g in bigrams(text)} | marks(enterprise.fields, enterprise.hazards)


def _new(agency: Agency, row: Mapping[str, Any]) -> Enterprise:
    enterprise = Enterprise(agency=agency, code=row.get("code") or None)
    for name, value in row.items():
        if name not in ("code", "registrar", "employees") and value:
            setattr(enterprise, name, value)
    if row.get("employees"):
        enterprise.employees = int(row["employees"])
    if row.get("registrar"):
        enterprise.extra = {"registrar": row["registrar"]}
    return derive(enterprise)


def derive(enterprise: Enterprise) -> Enterprise:
    """Fill the columns that follow from others: initials and the folded address."""
    enterprise.initials = initials(enterprise.name)
    enterprise.address_key = fold(enterprise.address)[:200]
    return enterprise


def _apply(enterprise: Enterprise, row: Mapping[str, Any]) -> changes.Differences:
    """Put what the row says into the enterprise; what changed."""
    moved: changes.Differences = {}
    for name in KEPT:
        value = row.get(name)
        if value in (None, "", []):
            continue
        wanted = int(value) if name == "employees" else value
        if getattr(enterprise, name) != wanted:
            moved[name] = [getattr(enterprise, name), wanted]
            setattr(enterprise, name, wanted)
    if "name" in moved and moved["name"][0]:
        enterprise.former_names = [*enterprise.former_names, moved["name"][0]]
    if moved:
        enterprise.version += 1
        if "name" in moved or "address" in moved:
            derive(enterprise)
    return moved


def _values(enterprise: Enterprise) -> dict[str, Any]:
    return {name: getattr(enterprise, name) for name in ("code", *KEPT)}
