"""The bureau's catalogue of industries: publish a list of four levels, and give codes to enterprises that only have a word."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import transaction

from zhiheng.actions import changes, local_sheets
from zhiheng.law import local
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Enterprise, LocalSheet, Person
from zhiheng.registers import industries
from zhiheng.registers.industries import Catalogue

KIND = "industries"
REGISTER = "enterprises"


def catalogue(place: str) -> Catalogue:
    """The catalogue in force at a place: the bureau's own, else the divisions every house knows."""
    held = local.sheets(KIND, place)
    return _built(held[0].key) if held else industries_of_the_house()


@lru_cache(maxsize=8)
def _built(key: tuple[str, str, int]) -> Catalogue:
    sheet = next(s for s in local.sheets(key[1], key[0]) if s.key == key)
    return industries.imported(sheet.body["rows"], sheet.source or sheet.title)


@lru_cache(maxsize=1)
def industries_of_the_house() -> Catalogue:
    return industries.divisions()


def publish(place: str, rows: Sequence[Sequence[str]], *, title: str, source: str, since: date, by: Person | None) -> LocalSheet:
    """Keep a catalogue for a place. Rows: code of four figures, section, division, group, class. Invalid with every fault."""
    _built.cache_clear()
    return local_sheets.publish(place, KIND, {"rows": [list(r) for r in rows]}, title=title, since=since, source=source, by=by)


def settle(agency: Agency, *, by: Person | None = None) -> tuple[int, int]:
    """Give the code to every enterprise whose word stands for exactly one. Returns (settled, still to be confirmed)."""
    book = catalogue(agency.place_id)
    done: list[Enterprise] = []
    left = 0
    for firm in Enterprise.objects.filter(agency=agency, merged_into=None, industry_code="").exclude(industry="").iterator():
        firm.industry_code = book.code_of(firm.industry)
        left += not firm.industry_code
        if firm.industry_code:
            firm.version += 1
            done.append(firm)
    with transaction.atomic():
        Enterprise.objects.bulk_update(done, ["industry_code", "version"], batch_size=500)
        what = [(e.pk, "changed", {"industry_code": ["", e.industry_code]}) for e in done]
        changes.note_many(REGISTER, what, by=by, at=clock_now(), reason=f"按{book.source}由行业名称得出")
    return len(done), left


def _check(_: str, body: Mapping[str, Any], __: date) -> list[str]:
    return industries.faults(body.get("rows") or [])


local_sheets.validate_with(KIND, _check)
