"""Publishing that needs nobody's decision, done by the house itself; and what is late.

The result of an inspection is published as counts, with no free text and no signature to wait for: the house does it
the day after completion unless an officer was quicker. It does so under its own name, never under a person's, through
the same gates as everybody. A penalty waits for the section head's signature (安全生产法 78-2): late ones are told.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from zhiheng.actions.effect import Pending, take_effect
from zhiheng.actions.errors import Invalid, Refused
from zhiheng.actions.ledger import Book, lock, whole_second
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.engine import judge
from zhiheng.kernel.facts import FactError, parse
from zhiheng.records.models import ClockRow, Person
from zhiheng.records.queries.view import load_view

HOUSE = "zhiheng-auto"
AUTOMATIC = "publish_result"
CLOCKS = {"publicity": "处罚决定", AUTOMATIC: "检查结果"}
"""The clocks of publication, and what each is about."""


def house_account() -> Person:
    """The account under which the house records what it does by itself: no password, no mandate, no login."""
    person, made = Person.objects.get_or_create(username=HOUSE, defaults={"name": "系统自动", "is_active": False})
    if made:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return person


def waiting(moment: datetime) -> Iterator[str]:
    """Numbers of the files whose inspection was completed before today and whose result is not public yet."""
    midnight = moment.astimezone(TZ).replace(hour=0, minute=0, second=0, microsecond=0)
    yield from ClockRow.objects.filter(clock=AUTOMATIC, state="running", started_at__lt=midnight).order_by(
        "due_at", "file__no").values_list("file__no", flat=True)


def publish_result(file_no: str, *, at: datetime) -> Outcome:
    """Publish the result of one inspection. Refused or Invalid (masking) say why not; nothing is written then."""
    moment = whole_second(at)
    with transaction.atomic():
        file = lock(file_no)
        rules = rules_for(file.agency)
        view = load_view(file, rules.procedures, now=moment)
        act = rules.procedures[file.procedure].act("publish")
        parsed = parse(act.fields, {"published_on": moment.astimezone(TZ).date().isoformat(), "place": "执法公开网页"})
        if parsed.errors:
            raise Invalid(parsed.errors)
        if view.done("publish"):  # another worker or an officer was quicker
            raise Invalid([FactError("published_on", "检查结果已经公开")])
        judgement = judge(rules, view, act.id, facts=parsed.values, at=moment)
        if act.route or not judgement.lawful:  # what must be signed is never done by the house
            raise Refused([judgement])
        return take_effect(Pending(file, rules, view, act, parsed.values, (), house_account(), moment, (judgement,)),
                           Book(file, moment, "自动公开", None, ""))


def late(moment: datetime) -> Iterator[ClockRow]:
    """The publication clocks that have run out while nothing was published."""
    yield from ClockRow.objects.filter(clock__in=CLOCKS, state="running", due_at__lt=moment).select_related(
        "file", "file__agency").order_by("due_at", "pk")
