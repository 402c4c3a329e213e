"""The people somebody may look up: own agency, or the tree of it for those who watch over one; paged by key."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from zhiheng.records.models import Agency, Assignment, Certificate, Line, Mandate, Person
from zhiheng.records.queries.paging import PAGE, Order, Page, counted, paged
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.scope import Scope

SOON = timedelta(days=60)
ORDERS: Mapping[str, Order] = {o.id: o for o in (
    Order("name", ("name",)), Order("joined", ("-joined_on",)), Order("kind", ("kind", "name")))}
_TREE = frozenset({"section_head", "legal_reviewer", "bureau_head", "supervisor", "administrator"})


@dataclass(frozen=True)
class PersonRow:
    """One person on a day: posts in force, all certificates (the one that counts first), open files, ledger values."""

    person: Person
    posts: tuple[Mandate, ...]
    cards: tuple[Certificate, ...]
    files: int
    trainings: tuple[Mapping[str, object], ...]
    shown: int

    @property
    def card(self) -> Certificate | None:
        return self.cards[0] if self.cards else None

    @property
    def officer(self) -> bool:
        return any(p.role == "officer" for p in self.posts)


def agencies_of_people(scope: Scope) -> dict[int, Agency]:
    """The agencies whose people a person may look up: his own, and below it for posts that watch over a tree. One query."""
    if not scope.mandates:
        return {}
    reach = Q(pk__in=[x.agency_id for x in scope.mandates])
    for mandate in scope.mandates:
        if mandate.role in _TREE:
            reach |= Q(path__startswith=mandate.agency.path)
    return {a.pk: a for a in Agency.objects.filter(reach).order_by("path")}


def people_within(agencies: Mapping[int, Agency]) -> QuerySet[Person]:
    """Everybody who has or had a post at these agencies, or is registered there without one."""
    posted = Mandate.objects.filter(agency__in=agencies).values("person")
    return Person.objects.filter(Q(pk__in=posted) | Q(profile__agency__in=[a.code for a in agencies.values()]))


def person_of(scope: Scope, username: str) -> Person | None:
    """A person one may look up (oneself always), also after leaving; None for strangers."""
    if scope.person is not None and scope.person.pk == username:
        return scope.person
    return people_within(agencies_of_people(scope)).filter(pk=username).first()


def people_list(scope: Scope, filters: Mapping[str, str] | None = None, *, sort: str = "", cursor: str = "",
                size: int = PAGE, exact: bool = False) -> Page[Person]:
    """The people in reach. Filters, all optional: q, agency (code), kind, role, card (valid, soon, out, none),
    field, state (left, all). At most five queries besides the scope's, however many people.
    """
    given = dict(filters or {})
    agencies = agencies_of_people(scope)
    if given.get("agency"):
        agencies = {pk: a for pk, a in agencies.items() if a.code == given["agency"]}
    found = _worded(_here(people_within(agencies), given.get("state", ""), scope.on), given.get("q", ""))
    if given.get("kind"):
        found = found.filter(kind=given["kind"])
    if given.get("role"):
        found = found.filter(pk__in=Mandate.objects.filter(
            in_force(scope.on), role=given["role"], agency__in=agencies).values("person"))
    if given.get("card") or given.get("field"):
        found = _carded(found, given.get("card", ""), given.get("field", ""), scope.on)
    rows, after, before = paged(found, ORDERS.get(sort, ORDERS["name"]), cursor, size)
    total, more = counted(found, exact)
    return Page(tuple(rows), after, before, total, more)


def dressed(scope: Scope, people: Sequence[Person]) -> dict[str, PersonRow]:
    """What the cells of these people need. Five queries, however many people."""
    names = [p.pk for p in people]
    posts: dict[str, list[Mandate]] = {}
    for post in Mandate.objects.filter(in_force(scope.on), person__in=names).select_related("agency").order_by("pk"):
        posts.setdefault(post.person_id, []).append(post)
    cards = cards_of(names, scope.on)
    busy = dict(Assignment.objects.filter(person__in=names, file__ended_at=None).order_by().values_list("person")
                .annotate(n=Count("pk")))
    trained: dict[str, list[Mapping[str, object]]] = {}
    for who, values in Line.objects.filter(ledger="training_records", person__in=names, archived_at=None,
                                           ).values_list("person", "values"):
        trained.setdefault(who, []).append(values)
    shown = demonstrations(scope.on.year)
    return {p.pk: PersonRow(p, tuple(posts.get(p.pk, ())), cards.get(p.pk, ()), busy.get(p.pk, 0),
                            tuple(trained.get(p.pk, ())), shown.get(p.pk, 0)) for p in people}


def cards_of(people: Sequence[str], on: date) -> dict[str, tuple[Certificate, ...]]:
    """All certificates by person, the one that counts on the day first, then the newest. One query."""
    held: dict[str, list[Certificate]] = {}
    for card in Certificate.objects.filter(person__in=people).order_by("-valid_until", "-pk"):
        held.setdefault(card.person_id, []).append(card)
    return {who: tuple(sorted(cards, key=lambda c: not covers(c, on))) for who, cards in held.items()}


def covers(card: Certificate, on: date) -> bool:
    """Whether a certificate is in force on a day: within its dates and not suspended."""
    return card.valid_from <= on <= card.valid_until and suspended(card, on) is None


def suspended(card: Certificate, on: date) -> tuple[str, str, str] | None:
    """The suspension that holds on a day: first day, last day, reason."""
    held = next((s for s in card.suspensions if s[0] <= on.isoformat() <= s[1]), None)
    return None if held is None else (str(held[0]), str(held[1]), str(held[2]) if len(held) > 2 else "")


def demonstrations(year: int) -> dict[str, int]:
    """How often each took part in demonstration enforcement in a year, from the register of activities. One query."""
    found: dict[str, int] = {}
    for named in Line.objects.filter(ledger="activities", archived_at=None, values__kind="demonstration",
                                     since__year=year).values_list("values__participants", flat=True):
        for who in dict.fromkeys(named or ()):
            found[str(who)] = found.get(str(who), 0) + 1
    return found


def _here(found: QuerySet[Person], state: str, on: date) -> QuerySet[Person]:
    gone = Q(left_on__lte=on) | Q(is_active=False)
    match state:
        case "left":
            return found.filter(gone)
        case "all":
            return found
    return found.exclude(gone & Q(left_on__isnull=False)).filter(is_active=True)


def _worded(found: QuerySet[Person], q: str) -> QuerySet[Person]:
    text = q.strip()
    if not text:
        return found
    by_card = Certificate.objects.filter(number=text).values("person")
    return found.filter(Q(name__contains=text) | Q(initials__startswith=text.lower()) | Q(username=text) | Q(pk__in=by_card))


def _carded(found: QuerySet[Person], state: str, field: str, on: date) -> QuerySet[Person]:
    """By certificate. Suspensions and fields are lists, so the few hundred cards in reach are looked at one by one."""
    held: dict[str, list[Certificate]] = {}
    for card in Certificate.objects.filter(person__in=found.order_by().values("pk")):
        held.setdefault(card.person_id, []).append(card)
    if field:
        held = {who: kept for who, cards in held.items() if (kept := [c for c in cards if field in c.fields])}
    good = {who: max(c.valid_until for c in cards if covers(c, on)) for who, cards in held.items()
            if any(covers(c, on) for c in cards)}
    match state:
        case "valid":
            return found.filter(pk__in=good)
        case "soon":
            return found.filter(pk__in=[who for who, last in good.items() if last - on <= SOON])
        case "out":
            return found.filter(pk__in=held.keys() - good.keys())
        case "none":
            return found.exclude(pk__in=held)
    return found.filter(pk__in=held)
