"""Who is held for what in matters of credit: the list of serious breaches, bad records, the trustworthy, promises.

Every read starts from what a person may see; pages by key. The public list is read apart and starts from what was published.
"""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from zhiheng.records.models import Enterprise, File, Standing
from zhiheng.records.queries.paging import PAGE, Order, Page, counted, paged
from zhiheng.records.queries.scope import Scope
from zhiheng.records.queries.standings import in_force

SOON = timedelta(days=90)
VIEWS = (("", "在名单内"), ("early", "可申请提前移出"), ("soon", "90日内期满"), ("due", "期满待移出"), ("removed", "已移出"),
         ("bad", "不良记录"), ("trusted", "守信承诺"), ("broken", "未履行承诺"))
ORDERS: Mapping[str, Order] = {o.id: o for o in (
    Order("until", ("until", "enterprise__name")), Order("since", ("-since",)), Order("name", ("enterprise__name", "person_name")))}


def standings(scope: Scope) -> QuerySet[Standing]:
    """The rows on credit and promises about enterprises in reach."""
    return Standing.objects.filter(enterprise__in=scope.enterprises, kind__in=("credit", "promise"))


def early_before(on: date) -> date:
    """Whoever was listed before this day may ask for early removal on ``on`` (twelve full months)."""
    return on.replace(year=on.year - 1, day=28 if (on.month, on.day) == (2, 29) else on.day)


def credit_list(scope: Scope, filters: Mapping[str, str], *, sort: str = "", cursor: str = "", size: int = PAGE, exact: bool = False
                ) -> Page[Standing]:
    """A page of the rows asked for. Two queries."""
    found = narrowed(standings(scope), filters, scope.on).select_related("enterprise", "file", "file__agency")
    rows, after, before = paged(found, ORDERS.get(sort) or ORDERS["since"], cursor, size)
    total, more = counted(found, exact)
    return Page(tuple(rows), after, before, total, more)


def narrowed(found: QuerySet[Standing], filters: Mapping[str, str], on: date) -> QuerySet[Standing]:
    """Apply what the address asks."""
    found = found.filter(_view(filters.get("view", ""), on))
    if filters.get("who") == "unit":
        found = found.filter(person_name="")
    elif filters.get("who") == "person":
        found = found.exclude(person_name="")
    if filters.get("area"):
        found = found.filter(enterprise__area=filters["area"])
    for word in filters.get("q", "").split():
        found = found.filter(Q(enterprise__name__contains=word) | Q(person_name__contains=word) | Q(enterprise__code=word.upper()))
    return found


def _view(view: str, on: date) -> Q:
    serious = Q(kind="credit", value="serious")
    match view:
        case "early":
            return serious & in_force(on) & Q(since__lt=early_before(on))
        case "soon":
            return serious & in_force(on) & Q(until__lte=on + SOON)
        case "due":
            return serious & Q(until__lt=on, ended_on=None)
        case "removed":
            return serious & ~Q(ended_on=None)
        case "bad":
            return Q(kind="credit", value="bad") & in_force(on)
        case "trusted":
            return Q(kind="credit", value="trustworthy") & in_force(on)
        case "broken":
            return Q(kind="promise", value="broken") & in_force(on)
    return serious & in_force(on)


def areas(scope: Scope) -> list[str]:
    """The places in which anybody stands on the list or has a record."""
    found = standings(scope).exclude(enterprise__area="").values_list("enterprise__area", flat=True)
    return sorted(set(found.order_by().distinct()))


def running(scope: Scope) -> int:
    """How many listings are under way and have not listed anybody yet."""
    listed = Standing.objects.filter(kind="credit", value="serious").exclude(file=None).values("file")
    return scope.files.filter(procedure="serious_breach", ended_at=None).exclude(pk__in=listed).count()


def of_enterprise(firm: Enterprise) -> list[Standing]:
    """Everything ever held of an enterprise and the people beside it in matters of credit, newest first. One query."""
    rows = Standing.objects.filter(enterprise=firm, kind__in=("credit", "promise")).select_related("file", "by")
    return list(rows.order_by("-since", "-pk"))


def files_of(firm: Enterprise, scope: Scope) -> list[File]:
    """The listings and promises about an enterprise that a person may see."""
    return list(scope.files.filter(enterprise=firm, procedure__in=("serious_breach", "commitment")).order_by("-opened_at")[:50])


def public_listings(on: date, q: str = "") -> QuerySet[Standing]:
    """Who is on the list and was published: what everybody may see, newest first."""
    found = Standing.objects.filter(in_force(on), kind="credit", value="serious", detail__has_key="published_on")
    found = found.exclude(detail__published_on=None).exclude(detail__published_on="").exclude(file=None)
    for word in q.split():
        found = found.filter(Q(enterprise__name__contains=word) | Q(enterprise__code=word.upper()), person_name="")
    return found.select_related("enterprise", "file", "file__agency", "file__agency__parent").order_by("-since", "-pk")
