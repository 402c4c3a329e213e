"""What the registers know of a campaign's file, and of the campaigns an inspection may carry out."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Agency, Event, File, Mandate
from zhiheng.records.queries import campaigns as read
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.plans import PLANNED
from zhiheng.records.queries.scope import house_of
from zhiheng.records.queries.sources.registry import source

TOWNS = ("township", "street", "park")


@source("campaign_year")
def campaign_year(file: File, moment: datetime) -> dict[str, Any]:
    """{own: campaigns of the agency's own in the year besides this one, plan: whether tasks have a plan}. Two queries."""
    year = moment.astimezone(TZ).year
    return {"own": read.own_in_year(file.agency_id, year, file.pk), "plan": read.plan_for(file.agency_id, year) is not None}


@source("campaign_scope")
def campaign_scope(file: File, moment: datetime) -> dict[str, Any]:
    """{scope, firms, areas, names, divisions}: as frozen at the approval, before it as the register stands. Empty without a programme."""
    acts = read.said([file]).get(file.pk, {}) if file.pk and file.procedure == read.PROCEDURE else {}
    if "set_up" not in acts:
        return {}
    if "approve" in acts:
        scope = str(acts["approve"].facts["scope"])
        rows = read.frozen_rows(scope)
    else:
        _, scope, rows = read.content_of(file, acts["set_up"].facts)
    areas = read.by_area(rows)
    return {"scope": scope, "firms": len(rows), "areas": areas, "names": [r[1] for r in rows],
            "divisions": _divisions(file, acts["set_up"], areas, moment.astimezone(TZ).date())}


def _divisions(file: File, drawn: Event, areas: Iterable[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    """A township that has an area of the scope takes it with its own officers; the rest is the bureau's. Four queries."""
    below = list(Agency.objects.filter(path__startswith=house_of(file.agency).path, kind__in=TOWNS,
                                       closed_on=None).order_by("path"))
    posts = Mandate.objects.filter(in_force(on), agency__in=below, role="officer", person__is_active=True).order_by("person__name", "person")
    people: dict[int, list[str]] = {}
    fit = read.officers_of(file.agency, on)
    for agency, person in posts.values_list("agency", "person"):
        if person in fit:
            people.setdefault(agency, []).append(person)
    found, left = [], False
    for area in (str(a["area"]) for a in areas):
        own = next((a for a in below if area in (*a.areas, a.name, a.short_name) and len(people.get(a.pk, ())) > 1), None)
        if own is None:
            left = True
        else:
            found.append({"unit": own.short_name or own.name, "areas": area, "who": people[own.pk][:2]})
    rest = {"unit": file.agency.short_name or file.agency.name, "areas": "", "who": list(drawn.facts.get("officers") or ())[:2]}
    return [*found, rest] if left or not found else found


@source("campaign_officers")
def campaign_officers(file: File, moment: datetime) -> dict[str, str]:
    """{account: name and unit} of officers of the house with a certificate in force. Three queries."""
    return read.officers_of(file.agency, moment.astimezone(TZ).date())


@source("campaign_tasks")
def campaign_tasks(file: File, moment: datetime) -> dict[str, Any]:
    """{open: references of tasks not begun, running: visits begun and not completed, figures as SummariseFacts}. Nine queries."""
    if file.pk is None or file.procedure != read.PROCEDURE:
        return {}
    tasks = read.tasks_of(file)
    approved = read.said([file]).get(file.pk, {}).get("approve")
    counted: dict[str, Any] = {"firms": int(approved.facts["firms"]) if approved else 0} | read.figures(tasks)
    return {"open": [t.ref for t in tasks if t.open], "running": sum(t.state == PLANNED and not t.open for t in tasks),
            "figures": counted | {"units": read.units_of(tasks)}}


@source("campaigns")
def campaigns(file: File, moment: datetime) -> dict[str, bool]:
    """{number or document: whether its visits stay outside the cap} of the campaigns of the house this year. Two queries."""
    return {name: one.free for name, one in read.known(file.agency, moment.astimezone(TZ).year).items()}


@source("campaign_task")
def campaign_task(file: File, moment: datetime) -> dict[str, Any]:
    """The task of a campaign that waits for this enterprise: {number, title, ref, officers, merge: the place of the plan that
    the same visit can write off}; empty when there is none. Two queries."""
    if file.enterprise_id is None or file.pk is not None:
        return {}
    year = moment.astimezone(TZ).year
    task = read.open_tasks(file.enterprise_id, year).first()
    if task is None or task.campaign is None:
        return {}
    other = read.other_place(file.enterprise_id, year, task.pk)
    return {"number": read.number(task.campaign), "title": task.campaign.title, "ref": f"P{task.pk}", "officers": list(task.officers),
            "merge": f"P{other}" if other else ""}
