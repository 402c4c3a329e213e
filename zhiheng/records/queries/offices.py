"""Whose heads, reviewers and officers act in the files of an agency on a day."""
from __future__ import annotations

from datetime import date

from django.db.models import Q

from zhiheng.records.models import Agency, Conferral


def offices(agency: Agency, on: date) -> list[int]:
    """The agencies whose posts count in the files of ``agency``: itself and those above it.

    An assigned township or street decides in its own name (行政处罚法 24): its own heads and reviewers sign, not the
    bureau's. A delegated one acts in the bureau's name (20-4), so the bureau's heads sign. One query for such bodies only.
    """
    above = agency.ancestors_and_self()
    if len(above) < 2 or agency.delegated or agency.kind not in ("township", "street"):
        return above
    assigned = Conferral.objects.filter(Q(until=None) | Q(until__gte=on), Q(ended_on=None) | Q(ended_on__gt=on), grantee=agency.pk,
                                        kind="assignment", since__lte=on, published_on__lte=on).exists()
    return [agency.pk] if assigned else above
