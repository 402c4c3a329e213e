"""What makes a form of visit true: heads and engaged experts; and how many visits of a form the year's work plan asks for."""
from __future__ import annotations

from datetime import date

from zhiheng.records.models import Agency, Line, Mandate
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
