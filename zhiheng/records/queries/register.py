"""Which enterprises are in the register? Filtered, paged by key."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from zhiheng.records.grams import fold
from zhiheng.records.models import Enterprise
from zhiheng.records.queries.lists import CAP, enterprises_named
from zhiheng.records.queries.scope import Scope

PAGE = 50


@dataclass(frozen=True)
class RegisterPage:
    """``count`` stops at 1000, then ``more_than`` is True; cursors are "" at the ends."""

    rows: tuple[Enterprise, ...]
    next: str
    previous: str
    count: int
    more_than: bool


def register_list(
    scope: Scope, filters: Mapping[str, str], *, cursor: str = "", size: int = PAGE, exact: bool = False
) -> RegisterPage:
    """Enterprises by name. Filters, all optional: q (two characters, initials, code), grade, area, field. Two queries."""
    found = _narrowed(scope.enterprises, filters)
    total = found.count() if exact else found.order_by()[: CAP + 1].values("pk").count()
    way, name, pk = _read(cursor)
    rows = found
    if name and way == "f":
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=pk))
    elif name:
        rows = rows.filter(Q(name__lt=name) | Q(name=name, pk__lt=pk))
    back = way == "b" and bool(name)
    order = ("-name", "-pk") if back else ("name", "pk")
    got = list(rows.order_by(*order)[: size + 1])
    further = len(got) > size
    got = got[:size]
    if back:
        got.reverse()
    after = _cursor("f", got[-1]) if got and (further or back) else ""
    before = _cursor("b", got[0]) if got and (further if back else bool(name)) else ""
    return RegisterPage(tuple(got), after, before, min(total, CAP) if not exact else total, not exact and total > CAP)


def register_words(scope: Scope) -> dict[str, list[str]]:
    """The areas and fields that occur, for the filters. Two queries."""
    areas = scope.enterprises.exclude(area="").order_by("area").values_list("area", flat=True).distinct()[:60]
    fields = {f for row in scope.enterprises.order_by().values_list("fields", flat=True).distinct()[:200] for f in row}
    return {"areas": list(areas), "fields": sorted(fields)}


def _narrowed(found: QuerySet[Enterprise], filters: Mapping[str, str]) -> QuerySet[Enterprise]:
    for name in ("grade", "area"):
        if filters.get(name):
            found = found.filter(**{name: filters[name]})
    if filters.get("field"):
        # A short JSON list of words; as text it can be asked on both databases (SQLite keeps ASCII escapes).
        written = json.dumps(filters["field"])
        found = found.alias(words=Cast("fields", TextField())).filter(
            Q(words__contains=written) | Q(words__contains=json.dumps(filters["field"], ensure_ascii=False))
        )
    text = filters.get("q", "").strip()
    if text:
        found = found.filter(Q(pk__in=enterprises_named(text)) | Q(code__startswith=fold(text).upper() or "-"))
    return found


def _cursor(way: str, row: Enterprise) -> str:
    return base64.urlsafe_b64encode(json.dumps([way, row.name, row.pk]).encode()).decode().rstrip("=")


def _read(text: str) -> tuple[str, str, int]:
    try:
        way, name, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return str(way), str(name), int(pk)
    except (ValueError, TypeError):
        return "f", "", 0
