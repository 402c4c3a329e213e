"""Which lines does a ledger hold? Filtered by its own fields, paged by key, with a fixed number of queries."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from zhiheng.records.grams import bigrams, fold
from zhiheng.records.models import Change, Enterprise, Line, LineGram, Person
from zhiheng.records.queries import paging
from zhiheng.records.queries.paging import PAGE, Order, counted, paged
from zhiheng.records.queries.scope import Scope

STATES = (("", "在用"), ("out", "已过期"), ("soon", "即将到期"), ("archived", "已归档"), ("all", "全部"))


LinePage = paging.Page[Line]
ORDERS: Mapping[str, Order] = {o.id: o for o in (
    Order("title", ("title",)), Order("until", ("until", "title")), Order("since", ("-since", "title")),
    Order("changed", ("-changed_at",)))}


@dataclass(frozen=True)
class Asked:
    """What the address asks of a ledger: words, state, choices by field, spans of dates by field, own lines only."""

    q: str = ""
    state: str = ""
    choices: Mapping[str, str] = ()  # type: ignore[assignment]
    person: str = ""
    enterprise: str = ""
    sort: str = ""
    soon: timedelta = timedelta(days=30)


def lines(scope: Scope, ledger: str) -> QuerySet[Line]:
    """The lines of a ledger that a person may see: those of the agencies in reach of a mandate."""
    return lines_of_all(scope).filter(ledger=ledger)


def lines_of_all(scope: Scope) -> QuerySet[Line]:
    """The lines of every ledger that the agencies in reach keep; to a post with areas, no line of an enterprise elsewhere."""
    found = Line.objects.filter(agency__in=reach(scope))
    if scope.mandates and all(x.area for x in scope.mandates):
        seen = scope.enterprises.values("pk")
        found = found.filter(Q(enterprise=None) | Q(enterprise__in=seen) | Q(enterprise__merged_into__in=seen))
    return found


def reach(scope: Scope) -> set[int]:
    """The agencies whose ledgers a person may see."""
    return {x.agency_id for x in scope.mandates} | set(scope.agencies)


def line_list(scope: Scope, ledger: str, asked: Asked, *, cursor: str = "", size: int = PAGE, exact: bool = False
              ) -> LinePage:
    """A page of a ledger. Two queries besides the scope's."""
    found = narrowed(lines(scope, ledger), asked, scope.on).select_related("person", "enterprise", "agency")
    rows, after, before = paged(found, ORDERS.get(asked.sort) or ORDERS["title"], cursor, size)
    total, more_than = counted(found, exact)
    return LinePage(tuple(rows), after, before, total, more_than)


def narrowed(found: QuerySet[Line], asked: Asked, on: date) -> QuerySet[Line]:
    """Apply what the address asks."""
    match asked.state:
        case "archived":
            found = found.exclude(archived_at=None)
        case "out":
            found = found.filter(archived_at=None, until__lt=on)
        case "soon":
            found = found.filter(archived_at=None, until__gte=on, until__lte=on + asked.soon)
        case "all":
            pass
        case _:
            found = found.filter(archived_at=None)
    for name, value in dict(asked.choices).items():
        held: Any = {"true": True, "false": False}.get(value, value)
        found = found.filter(**{f"values__{name}": held})
    if asked.person:
        found = found.filter(person=asked.person)
    if asked.enterprise:
        found = found.filter(_at(asked.enterprise))
    return _worded(found, asked.q)


def _at(code: str) -> Q:
    """Lines of an enterprise by its code (``id-<n>`` when it has none), those of what was merged into it as well."""
    number = code.removeprefix("id-")
    by = {"pk": int(number)} if code.startswith("id-") and number.isdecimal() else {"code": code}
    return Q(enterprise__in=_one(Q(**by) | Q(**{f"merged_into__{k}": v for k, v in by.items()})))


def _one(who: Q) -> list[int]:
    """The ids of an enterprise and of what was merged into it. Asked first: joined to the lines it would read them all."""
    return list(Enterprise.objects.filter(who).values_list("pk", flat=True))


def held_by(scope: Scope, *, enterprise: Enterprise | None = None, person: Person | None = None, limit: int = 400
            ) -> tuple[dict[str, int], dict[str, list[Line]]]:
    """How many lines each ledger holds of one enterprise or person, and the lines, what runs out first leading.

    Three queries; of all ledgers together at most ``limit`` lines (with none two queries), the numbers are whole.
    """
    found = lines_of_all(scope).filter(archived_at=None)
    if enterprise is not None:
        found = found.filter(enterprise__in=_one(Q(pk=enterprise.pk) | Q(merged_into=enterprise.pk)))
    if person is not None:
        found = found.filter(person=person)
    counts = dict(found.order_by().values_list("ledger").annotate(n=Count("pk")))
    rows: dict[str, list[Line]] = {}
    if not limit:
        return counts, rows
    for line in found.select_related("person", "enterprise", "agency").order_by(
            F("until").asc(nulls_last=True), "-since", "pk")[:limit]:
        rows.setdefault(line.ledger, []).append(line)
    return counts, rows


@dataclass(frozen=True)
class Standing:
    """How many lines of a ledger are in use, out of date, and soon to be."""

    lines: int = 0
    out: int = 0
    soon: int = 0


def standings(scope: Scope, warns: Mapping[str, timedelta]) -> dict[str, Standing]:
    """The figures of every ledger, ``warns`` saying how early each warns. One query."""
    soon = Q(pk__in=())
    for ledger, warn in warns.items():
        soon |= Q(ledger=ledger, until__gte=scope.on, until__lte=scope.on + warn)
    rows = lines_of_all(scope).filter(archived_at=None).order_by().values("ledger").annotate(
        n=Count("pk"), out=Count("pk", filter=Q(until__lt=scope.on)), soon=Count("pk", filter=soon))
    return {r["ledger"]: Standing(r["n"], r["out"], r["soon"]) for r in rows}


def _worded(found: QuerySet[Line], q: str) -> QuerySet[Line]:
    folded = fold(q)
    if not folded:
        return found
    if len(folded) == 1:
        return found.filter(pk__in=LineGram.objects.filter(gram__startswith=folded).values("line"))
    for word in bigrams(q)[:8]:
        found = found.filter(pk__in=LineGram.objects.filter(gram=word).values("line"))
    return found


def summed(found: QuerySet[Line], names: Sequence[str]) -> dict[str, int]:
    """The sums of number fields (money in fen) over all lines found. One query, none without names."""
    if not names:
        return {}
    total = dict.fromkeys(names, 0)
    for values in found.order_by().values_list(*(f"values__{n}" for n in names)):
        for name, value in zip(names, values, strict=True):
            total[name] += int(value or 0)
    return total


def history(register: str, target: object, limit: int = 200) -> Sequence[Change]:
    """The changes of one row, newest first. One query."""
    rows = Change.objects.filter(register=register, target=str(target)).select_related("by").order_by("-number")
    return list(rows[:limit])
