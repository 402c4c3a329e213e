"""What makes a form of visit true: heads and engaged experts; and how many visits of a form the year's work plan asks for."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.kernel.visit_modes import MODES
from zhiheng.records.models import Agency, Event, File, Line, Mandate
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.scope import Scope, house_of


def heads_of(agency: Agency, on: date) -> list[str]:
    """Names of the bureau heads of the agency and of those above it on a day. One query."""
    posts = Mandate.objects.filter(in_force(on), agency__in=agency.ancestors_and_self(), role="bureau_head", person__is_active=True)
    return sorted(set(posts.values_list("person__name", flat=True)))


def experts_of(agency: Agency, on: date) -> list[str]:
    """Names of the experts engaged on a day by any agency of the house. One query besides the house's."""
    rows = Line.objects.filter(ledger="experts", agency__path__startswith=house_of(agency).path, archived_at=None,
                               values__state="engaged", since__lte=on, until__gte=on)
    return sorted({str(v.get("name")) for v in rows.values_list("values", flat=True)})


def targets_of(scope: Scope, year: int) -> dict[str, tuple[int, str]]:
    """{mode: (times, source)} of the agencies of the scope; of several for one mode the highest agency's. One query."""
    rows = Line.objects.filter(ledger="work_targets", agency__in=scope.agencies, archived_at=None, values__year=year).order_by("-agency__path", "pk")
    return {str(v["mode"]): (int(v["times"]), f"{v.get('source', '')}（{v.get('set_on', '')}）") for v in rows.values_list("values", flat=True)}


def in_mode(files: QuerySet[File], mode: str) -> QuerySet[File]:
    """Those whose plan says this form; a joined record is a joint visit, a plan that says none a visit of its own."""
    said = Event.objects.filter(kind="act", act="plan", file__procedure="inspection")
    if mode == "routine":
        others = [key for key, _ in MODES if key != mode]
        return files.exclude(kind="joined").exclude(pk__in=said.filter(facts__mode__in=others).values("file"))
    own = Q(pk__in=said.filter(facts__mode=mode).values("file"))
    return files.filter(own | Q(kind="joined") if mode == "joint" else own)


def modes_of(ids: Sequence[int]) -> dict[int, str]:
    """{file: form} of the visits of a page that say one. One query."""
    rows = Event.objects.filter(file__in=ids, kind="act", act="plan").order_by("seq").values_list("file", "facts__mode")
    return {file: str(mode) for file, mode in rows if mode}
