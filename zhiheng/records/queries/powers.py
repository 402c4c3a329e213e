"""Which cases rest on the items of a power list: files whose charged acts belong to them, within what a person may see."""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhiheng.records.models import File, Finding
from zhiheng.records.queries.scope import Scope


def cases_by_act(scope: Scope, codes: Iterable[str], *, ended: bool = False) -> Mapping[str, tuple[File, ...]]:
    """Case files by the code of the act charged, newest first; only open ones unless ``ended``. One query."""
    rows = Finding.objects.filter(file__in=scope.files, file__procedure__startswith="penalty", violation__in=set(codes))
    if not ended:
        rows = rows.filter(file__ended_at=None)
    found: dict[str, list[File]] = {}
    for row in rows.select_related("file").order_by("-file__opened_at", "-file"):
        held = found.setdefault(row.violation, [])
        if row.file not in held:
            held.append(row.file)
    return {code: tuple(files) for code, files in found.items()}


def times_charged(scope: Scope) -> Mapping[str, int]:
    """How many case files charged each act, ended ones included. One query."""
    rows = Finding.objects.filter(file__in=scope.files, file__procedure__startswith="penalty").exclude(violation="")
    counted: dict[str, set[int]] = {}
    for code, file in rows.values_list("violation", "file"):
        counted.setdefault(code, set()).add(file)
    return {code: len(files) for code, files in counted.items()}
