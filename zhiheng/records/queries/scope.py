"""What may a person see? Every read for a person starts here, and starts from nothing."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from zhiheng.records import models as m
from zhiheng.records.clock import today
from zhiheng.records.queries.people import in_force

_WHOLE_TREE = frozenset({"section_head", "legal_reviewer", "bureau_head", "supervisor"})
_NO_CASES = frozenset({"administrator"})
_READERS = frozenset({"supervisor"})


@dataclass(frozen=True)
class Scope:
    """The visible part of the record. Each property is a QuerySet; without a mandate every one is empty."""

    person: m.Person | None
    on: date
    mandates: tuple[m.Mandate, ...]

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(x.role for x in self.mandates)

    @property
    def read_only(self) -> bool:
        """Only posts that look: nothing may be done."""
        return bool(self.roles) and self.roles <= _READERS

    @cached_property
    def _trees(self) -> dict[str, tuple[int, ...]]:
        """For each head agency of a mandate over a tree: all agencies under it."""
        paths = {x.agency.path for x in self.mandates if x.role in _WHOLE_TREE or x.role == "archivist"}
        if not paths:
            return {}
        under = Q()
        for path in paths:
            under |= Q(path__startswith=path)
        found = list(m.Agency.objects.filter(under).values_list("pk", "path"))
        return {p: tuple(pk for pk, path in found if path.startswith(p)) for p in paths}

    @cached_property
    def agencies(self) -> tuple[int, ...]:
        """Agencies whose files some mandate reaches."""
        own = {x.agency_id for x in self.mandates if x.role not in _NO_CASES}
        return tuple(sorted(own | {pk for tree in self._trees.values() for pk in tree}))

    @cached_property
    def _files(self) -> Q | None:
        parts = [q for x in self.mandates if (q := self._one(x)) is not None]
        if not parts:
            return None
        whole = parts[0]
        for part in parts[1:]:
            if part != whole:
                whole |= part
        return whole

    def _one(self, mandate: m.Mandate) -> Q | None:
        if mandate.role in _NO_CASES:
            return None
        if mandate.role in _WHOLE_TREE:
            return self._tree(mandate)
        if mandate.role == "archivist":
            return self._tree(mandate) & Q(ended_at__isnull=False)
        if mandate.role == "officer":
            own = Q(agency=mandate.agency_id)
            return own & Q(enterprise__area__in=mandate.area) | own & Q(
                assignments__person=mandate.person_id) if mandate.area else own
        return None

    def _tree(self, mandate: m.Mandate) -> Q:
        """The agencies under a mandate; a lone one as an equality, so that indexes give the order of lists."""
        under = self._trees[mandate.agency.path]
        return Q(agency=under[0]) if len(under) == 1 else Q(agency__in=under)

    @cached_property
    def files(self) -> QuerySet[m.File]:
        if self._files is None:
            return m.File.objects.none()
        found = m.File.objects.filter(self._files)
        return found.distinct() if any(x.area for x in self.mandates) else found

    def _of(self, model: type[m.Event] | type[m.Paper] | type[m.Evidence]) -> QuerySet:  # type: ignore[type-arg]
        return model.objects.none() if self._files is None else model.objects.filter(file__in=self.files)

    @property
    def events(self) -> QuerySet[m.Event]:
        return self._of(m.Event)

    @property
    def papers(self) -> QuerySet[m.Paper]:
        return self._of(m.Paper)

    @property
    def evidence(self) -> QuerySet[m.Evidence]:
        return self._of(m.Evidence)

    @property
    def penalties(self) -> QuerySet[m.Penalty]:
        return self._of(m.Penalty)  # type: ignore[arg-type]

    @property
    def findings(self) -> QuerySet[m.Finding]:
        return self._of(m.Finding)  # type: ignore[arg-type]

    @property
    def publications(self) -> QuerySet[m.Publication]:
        return self._of(m.Publication)  # type: ignore[arg-type]

    @cached_property
    def houses(self) -> tuple[str, ...]:
        """Paths of the agencies whose register and people a mandate shares; see :func:`house_of`."""
        return tuple(sorted({house_of(x.agency).path for x in self.mandates}))

    @cached_property
    def enterprises(self) -> QuerySet[m.Enterprise]:
        """The register is one for a bureau and whatever stands under it; areas of the mandate, and of its township, hold."""
        if not self.mandates:
            return m.Enterprise.objects.none()
        found = m.Enterprise.objects.filter(merged_into=None)
        limits = [(house_of(x.agency).path, _place(x)) for x in self.mandates]
        if all(place is None for _, place in limits):
            return found.filter(agency__in=_under(self.houses))
        where = Q(pk__in=())
        for house, place in limits:  # each post its own part: the area of one opens nothing in the house of another
            where |= Q(agency__in=_under([house])) & (place or Q())
        return found.filter(where)

    @cached_property
    def people(self) -> QuerySet[m.Person]:
        """Colleagues of the same bureau and whatever stands under it."""
        if not self.mandates:
            return m.Person.objects.none()
        there = m.Mandate.objects.filter(_any("agency__path__startswith", list(self.houses)))
        return m.Person.objects.filter(is_active=True, pk__in=there.values("person"))


def house_of(agency: m.Agency) -> m.Agency:
    """The bureau whose register an agency works with: its own, or that of the bureau a township, park or team stands under.

    A city bureau reaches over its counties; a county does not reach into another, nor up.
    """
    while agency.parent is not None and (agency.delegated or agency.kind != "bureau"):
        agency = agency.parent
    return agency


def _place(mandate: m.Mandate) -> Q | None:
    """The part of the register that a mandate is limited to; None for no limit."""
    if mandate.area:
        return Q(area__in=mandate.area)
    agency = mandate.agency
    if agency.areas and house_of(agency).pk != agency.pk:
        return Q(area__in=agency.areas) | Q(agency=agency)
    return None


def _under(paths: Iterable[str]) -> QuerySet[m.Agency]:
    """Ids of the agencies of these houses."""
    return m.Agency.objects.filter(_any("path__startswith", list(paths))).values("pk")  # type: ignore[return-value]


def _any(lookup: str, values: list[str]) -> Q:
    out = Q()
    for value in values:
        out |= Q(**{lookup: value})
    return out


def visible_to(person: m.Person | None, on: date | None = None) -> Scope:
    """The scope of a person on a day (today). Nobody, an inactive account, no mandate: nothing.

    One query for the mandates; a second for trees of agencies when a mandate reaches over one.
    """
    day = on or today()
    if person is None or not getattr(person, "is_active", False) or not getattr(person, "pk", None):
        return Scope(None, day, ())
    rows = m.Mandate.objects.filter(in_force(day), person=person.pk).select_related("agency", "agency__parent")
    return Scope(person, day, tuple(rows))
