"""How often check items were found not in order, within what the reader may see."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Count

from zhiheng.records.queries.scope import Scope

MONTHS = 365


def found_wrong(scope: Scope, on: date) -> Mapping[str, int]:
    """Item → problems of inspections of the last 12 months. One query."""
    rows = (scope.findings.filter(file__procedure="inspection", file__opened_at__date__gt=on - timedelta(days=MONTHS))
            .exclude(attrs__item=None).exclude(attrs__item="").order_by().values_list("attrs__item").annotate(n=Count("pk")))
    return {str(item): int(n) for item, n in rows}


def latest(scope: Scope, item: str, limit: int = 5) -> list[tuple[str, str, date]]:
    """(file number, problem, day) of the latest problems found at an item."""
    rows = (scope.findings.filter(file__procedure="inspection", attrs__item=item).select_related("file")
            .order_by("-file__opened_at", "-pk")[:limit])
    return [(f.file.no, f.text, f.file.opened_at.date()) for f in rows]
