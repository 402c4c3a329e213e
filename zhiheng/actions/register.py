"""Writing the register of enterprises: by code first, then by name; nothing twice, nothing half."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from zhiheng.records.grams import bigrams, fold, initials
from zhiheng.records.models import Agency, Enterprise, EnterpriseGram

BATCH = 1000
_KEPT = ("name", "address", "area", "industry", "principal", "phone", "grade", "scale")


def enroll(agency: Agency, rows: Iterable[dict[str, Any]]) -> tuple[int, int, int]:
    """Enrol enterprises in one transaction; returns (new, updated, unchanged).

    A row's ``code`` finds the enterprise it means; without one its folded name does. Empty values never overwrite.
    """
    new = updated = unchanged = 0
    with transaction.atomic():
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                counts = _enroll(agency, batch)
                new, updated, unchanged = new + counts[0], updated + counts[1], unchanged + counts[2]
                batch = []
        if batch:
            counts = _enroll(agency, batch)
            new, updated, unchanged = new + counts[0], updated + counts[1], unchanged + counts[2]
    return new, updated, unchanged


def _enroll(agency: Agency, batch: list[dict[str, Any]]) -> tuple[int, int, int]:
    by_code = {e.code: e for e in Enterprise.objects.filter(code__in=[r["code"] for r in batch if r.get("code")])}
    names = [r["name"] for r in batch if not r.get("code")]
    by_name = {fold(e.name): e for e in Enterprise.objects.filter(agency=agency, name__in=names)}
    fresh: list[Enterprise] = []
    changed: list[Enterprise] = []
    unchanged = 0
    for row in batch:
        known = by_code.get(row["code"]) if row.get("code") else by_name.get(fold(row["name"]))
        if known is None:
            fresh.append(_new(agency, row))
        elif _apply(known, row):
            changed.append(known)
        else:
            unchanged += 1
    Enterprise.objects.bulk_create(fresh, batch_size=BATCH)
    Enterprise.objects.bulk_update(changed, [*_KEPT, "initials", "extra"], batch_size=BATCH)
    EnterpriseGram.objects.filter(enterprise__in=changed).delete()
    EnterpriseGram.objects.bulk_create(
        [EnterpriseGram(gram=g, enterprise=e) for e in fresh + changed for g in words(e)], batch_size=5000,
        ignore_conflicts=True)
    return len(fresh), len(changed), unchanged


def words(enterprise: Enterprise) -> set[str]:
    """The search words of an enterprise: two-character words of its name and of its pinyin initials."""
    return set(bigrams(enterprise.name)) | set(bigrams(enterprise.initials))


def _new(agency: Agency, row: dict[str, Any]) -> Enterprise:
    enterprise = Enterprise(agency=agency, code=row.get("code") or None)
    for name, value in row.items():
        if name not in ("code", "registrar", "employees") and value:
            setattr(enterprise, name, value)
    if row.get("employees"):
        enterprise.employees = int(row["employees"])
    if row.get("registrar"):
        enterprise.extra = {"registrar": row["registrar"]}
    enterprise.initials = initials(enterprise.name)
    return enterprise


def _apply(enterprise: Enterprise, row: dict[str, Any]) -> bool:
    moved = False
    for name in _KEPT:
        if row.get(name) and getattr(enterprise, name) != row[name]:
            setattr(enterprise, name, row[name])
            moved = True
    enterprise.initials = initials(enterprise.name)
    return moved
