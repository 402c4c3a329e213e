"""What did the team do this year, by type and month, with how many people and enterprises reached?"""
from __future__ import annotations

from dataclasses import dataclass

from zhiheng.records.models import Line
from zhiheng.records.queries.attachments import kept_counts
from zhiheng.records.queries.ledgers import lines
from zhiheng.records.queries.scope import Scope


@dataclass(frozen=True)
class Done:
    """The activities of a year, the newest first, and how many files are kept with each line."""

    year: int
    rows: tuple[Line, ...]
    kept: dict[str, int]

    def proved(self, line: Line) -> bool:
        """Evidence is named in the line, or kept with it."""
        return bool(line.values.get("evidence")) or str(line.pk) in self.kept

    @property
    def counts(self) -> dict[tuple[str, int], int]:
        """{(kind, month): number}."""
        found: dict[tuple[str, int], int] = {}
        for x in self.rows:
            if x.since:
                key = str(x.values.get("kind")), x.since.month
                found[key] = found.get(key, 0) + 1
        return found

    def reach(self, kind: str) -> tuple[int, int, int, int]:
        """(times, people, enterprises, with evidence) of a kind."""
        mine = [x for x in self.rows if x.values.get("kind") == kind]
        return (len(mine), sum(int(x.values.get("people_count") or 0) for x in mine), sum(int(x.values.get("firm_count") or 0) for x in mine),
                sum(1 for x in mine if self.proved(x)))


def activities_of(scope: Scope, year: int) -> Done:
    """Two queries."""
    rows = tuple(lines(scope, "activities").filter(archived_at=None, since__year=year).select_related("agency").order_by("-since", "-pk"))
    return Done(year, rows, kept_counts("activities", [x.pk for x in rows]))


def criteria(scope: Scope) -> tuple[tuple[Line, ...], dict[str, int]]:
    """The items of the team standard that are in use, by agency and number, and how many files are kept with each."""
    rows = tuple(lines(scope, "standardisation").filter(archived_at=None).select_related("agency", "person").order_by("agency__path", "key"))
    return rows, kept_counts("standardisation", [x.pk for x in rows])
