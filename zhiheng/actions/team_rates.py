"""The team rates of the agencies in reach: posts, profiles, certificates and uniforms put into the terms of the rule."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.records.models import Agency, Certificate, Line, Mandate
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.people_list import agencies_of_people, cards_of, covers, suspended
from zhiheng.records.queries.scope import Scope
from zhiheng.registers.rates import Member
from zhiheng.registers.shortfall import Officer, uniform


def found_members(scope: Scope, on: date) -> list[Member]:
    """Every officer in post on a day at the agencies in reach, once, at the first agency of his posts.

    Four queries, however many people. Uniforms are those registered today: the ledger keeps no state by day.
    """
    agencies = agencies_of_people(scope)
    posts: dict[str, Mandate] = {}
    for post in Mandate.objects.filter(in_force(on), role="officer", agency__in=agencies).select_related("person").order_by(
            "agency__path", "person__name", "pk"):
        if post.person.kind == "officer" and (post.person.left_on is None or post.person.left_on > on):
            posts.setdefault(post.person_id, post)
    cards = cards_of(list(posts), on)
    worn: dict[str, list[Mapping[str, Any]]] = {}
    for who, values in Line.objects.filter(ledger="uniforms", person__in=posts, archived_at=None).values_list("person", "values"):
        worn.setdefault(who, []).append(values)
    return [_member(p, agencies[p.agency_id], cards.get(who, ()), worn.get(who, []), on) for who, p in posts.items()]


def _member(post: Mandate, agency: Agency, cards: tuple[Certificate, ...], worn: list[Mapping[str, Any]], on: date) -> Member:
    person, name = post.person, agency.short_name or agency.name
    lacking = next(uniform(Officer(person.pk, person.name, name, uniforms=tuple(worn)), on), None)
    return Member(person.pk, person.name, name, agency.pk, person.profile, card_fault(cards[0] if cards else None, on),
                  lacking.says if lacking else "", person.legally_qualified)


def card_fault(card: Certificate | None, on: date) -> str:
    """What is wrong with a certificate on a day; empty when it is in force."""
    if card is None:
        return "没有登记执法证"
    if covers(card, on):
        return ""
    held = suspended(card, on)
    if held is not None:
        return f"{held[0]} 至 {held[1]} 暂扣"
    return f"已于 {card.valid_until} 过期" if card.valid_until < on else f"自 {card.valid_from} 起有效"
