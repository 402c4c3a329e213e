"""What is known of the grade of one enterprise, and what stands on its card? A fixed number of queries."""
from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.records.models import Enterprise, File, Line, Person
from zhiheng.records.queries.caps import Cap
from zhiheng.records.queries.frequency import counted_of
from zhiheng.records.queries.grading import gather
from zhiheng.records.queries.grading_pages import graded_at, newer
from zhiheng.records.queries.scope import Scope
from zhiheng.records.queries.standings import computed_of, history, standing_of

RISK_ORDER = ("red", "orange", "yellow", "blue")


def graded(firm: Enterprise, scheme: Any, cap: Cap, scope: Scope) -> dict[str, Any]:
    """Everything the page of a grade shows, under the names of its builder."""
    on, one = scope.on, [firm.pk]
    found = newer(Enterprise.objects.filter(pk=firm.pk), on)
    reviews = Line.objects.filter(enterprise=firm, ledger="grade_reviews", archived_at=None).order_by("-since", "-pk")[:20]
    return {"firm": firm, "scheme": scheme, "held": standing_of(one, "grade", on).get(firm.pk),
            "computed": computed_of(one, "grade", on).get(firm.pk), "key": standing_of(one, "key", on).get(firm.pk),
            "key_computed": computed_of(one, "key", on).get(firm.pk),
            "rows": history(firm, "grade"), "keys": history(firm, "key"), "cap": cap, "visits": visits_of(firm, on.year), "at": graded_at(firm),
            "on": on, "newer": found.get(firm.pk, []), "reviews": list(reviews)}


def visits_of(firm: Enterprise, year: int) -> int:
    """The inspections of a year of all units, as the cap counts them."""
    return counted_of([firm.pk], year)[firm.pk]


def on_card(firm: Enterprise, on: date) -> dict[str, Any]:
    """Open hazards with their last day (the late first), the gravest risks, and who was there last."""
    plain = gather([firm], on)[firm.pk]
    open_ = sorted((h for h in plain["problems"] if h["open"]), key=lambda h: (not h["major"], h["due"] or date.max))
    lines = Line.objects.filter(enterprise=firm, ledger="firm_risks", archived_at=None).order_by("pk")
    risks = sorted((x.values for x in lines if x.values.get("state") != "removed"), key=lambda v: RISK_ORDER.index(str(v.get("level", "blue"))))
    last = File.objects.filter(enterprise=firm, procedure="inspection", opened_at__date__lte=on).order_by("-opened_at").first()
    officers = list(last.officers) if last else []
    person = Person.objects.filter(pk__in=officers).order_by("pk").first() if officers else None
    return {"hazards": open_, "risks": risks, "officer": person}

