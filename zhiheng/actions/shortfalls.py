"""What a bureau's people and kit lack: posts, certificates and ledgers put into the terms of the pure rule."""
from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from zhiheng.records.models import Agency, Certificate, Line, Mandate, Person
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.people_list import cards_of, demonstrations
from zhiheng.records.queries.scope import Scope
from zhiheng.records.queries.team import TeamRows, team_rows
from zhiheng.registers.shortfall import (
    STANDARD,
    Card,
    Norm,
    Officer,
    Shortfall,
    Team,
    certificate,
    demonstration,
    shortfalls,
    training,
    uniform,
)

LEDGERS = ("training_records", "uniforms", "equipment", "equipment_standards", "budget_lines", "spending", "activities")


def found_short(scope: Scope) -> list[Shortfall]:
    """Everything that is missing at the agencies in reach, on the scope's day. A constant number of queries."""
    return shortfalls(teams_of(scope), scope.on)


def teams_of(scope: Scope) -> list[Team]:
    """The agencies in reach that have officers, with what they hold. A constant number of queries."""
    rows = team_rows(scope, LEDGERS)
    agencies = {p.agency_id: p.agency for p in rows.posts}
    officers = _officers(rows, demonstrations(scope.on.year))
    return [_team(agency, tuple(officers.get(pk, ())), rows, scope.on) for pk, agency in agencies.items()]


def short_of(person: Person, scope: Scope) -> list[Shortfall]:
    """What one officer lacks, whoever keeps his lines: his certificate, trainings, uniform, demonstrations. Five queries."""
    post = Mandate.objects.filter(in_force(scope.on), person=person, role="officer").select_related("agency").order_by("pk").first()
    if post is None:
        return []
    held: dict[str, list[dict[str, Any]]] = {"training_records": [], "uniforms": []}
    for book, values in Line.objects.filter(ledger__in=held, person=person, archived_at=None).values_list("ledger", "values"):
        held[book].append(values)
    agency, cards = post.agency, cards_of([person.pk], scope.on).get(person.pk, ())
    officer = Officer(person.pk, person.name, agency.short_name or agency.name, agency.delegated, certificate_card(cards[0] if cards else None),
                      tuple(held["training_records"]), tuple(held["uniforms"]), demonstrations(scope.on.year).get(person.pk, 0))
    return [*certificate(officer, scope.on), *training(officer, scope.on), *demonstration(officer, scope.on), *uniform(officer, scope.on)]


def _officers(rows: TeamRows, shown: dict[str, int]) -> dict[int, list[Officer]]:
    """Every officer once, at the first agency of his posts."""
    trained, worn = _by_person(rows.lines["training_records"]), _by_person(rows.lines["uniforms"])
    found: dict[int, list[Officer]] = defaultdict(list)
    seen: set[str] = set()
    for post in rows.posts:
        account, agency = post.person_id, post.agency
        if account not in seen:
            seen.add(account)
            found[agency.pk].append(Officer(
                account, post.person.name, agency.short_name or agency.name, agency.delegated,
                certificate_card(rows.cards.get(account)), tuple(trained[account]), tuple(worn[account]),
                shown.get(account, 0)))
    return found


def _team(agency: Agency, officers: tuple[Officer, ...], rows: TeamRows, on: date) -> Team:
    pk, name, parent = agency.pk, agency.short_name or agency.name, agency.parent_id
    own = {book: [x for x in lines if x.agency_id == pk] for book, lines in rows.lines.items()}
    budgets = {(x.values["year"], x.values["name"]): x.values["approved"] for x in own["budget_lines"]}
    spent: dict[tuple[int, str], int] = defaultdict(int)
    for x in own["spending"]:
        spent[x.values["year"], x.values["budget"]] += x.values["amount"]
    standards = own["equipment_standards"] or [x for x in rows.lines["equipment_standards"] if x.agency_id == parent]
    shown = sum(1 for x in own["activities"] if x.values["kind"] == "demonstration" and x.since and x.since.year == on.year)
    return Team(name, officers, tuple((x.pk, x.values) for x in own["equipment"]), _norms(standards, on), budgets, spent,
                None if agency.delegated else shown)


def _norms(rows: list[Line], on: date) -> tuple[Norm, ...]:
    """The bureau's own standard (else its parent's) by kind, and the prepared one for the rest."""
    valid = [x.values for x in rows if (x.since is None or x.since <= on) and (x.until is None or on <= x.until)]
    own = {v["kind"]: Norm(v["kind"], v["number"], v["per"], v["source"]) for v in valid}
    return (*own.values(), *(n for n in STANDARD if n.kind not in own))


def _by_person(rows: list[Line]) -> dict[str, list[dict[str, Any]]]:
    out: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for x in rows:
        out[x.person_id or ""].append(x.values)
    return out


def certificate_card(row: Certificate | None) -> Card | None:
    """A certificate in the terms of the pure rule."""
    if row is None:
        return None
    spans = tuple((date.fromisoformat(s[0]), date.fromisoformat(s[1])) for s in row.suspensions)
    return Card(row.number, row.valid_from, row.valid_until, spans)
