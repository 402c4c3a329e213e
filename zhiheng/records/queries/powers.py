"""Which cases rest on the items of a power list: files whose charged acts belong to them.

``files`` is what the reader may see: a scope's ``files`` for a person.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from zhiheng.records.models import File, Finding


def cases_by_act(files: QuerySet[File], codes: Iterable[str], *, ended: bool = False) -> Mapping[str, tuple[File, ...]]:
    """Case files by the code of the act charged, newest first; only open ones unless ``ended``. One query."""
    rows = Finding.objects.filter(file__in=files, file__procedure__startswith="penalty", violation__in=set(codes))
    if not ended:
        rows = rows.filter(file__ended_at=None)
    found: dict[str, list[File]] = {}
    for row in rows.select_related("file").order_by("-file__opened_at", "-file"):
        held = found.setdefault(row.violation, [])
        if row.file not in held:
            held.append(row.file)
    return {code: tuple(held) for code, held in found.items()}


def times_charged(files: QuerySet[File]) -> Mapping[str, int]:
    """How many case files charged each act, ended ones included. One query."""
    rows = Finding.objects.filter(file__in=files, file__procedure__startswith="penalty").exclude(violation="")
    counted: dict[str, set[int]] = {}
    for code, file in rows.values_list("violation", "file"):
        counted.setdefault(code, set()).add(file)
    return {code: len(held) for code, held in counted.items()}
