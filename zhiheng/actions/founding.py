"""The first day: the first agency and the first administrator of an empty installation. Everything else is entered by people."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from zhiheng.actions import agencies, people
from zhiheng.actions.errors import NotAllowed
from zhiheng.records.clock import today
from zhiheng.records.models import Agency, Person

ADMINISTRATOR = "administrator"


def empty() -> bool:
    """Whether nobody and nothing has been entered yet. Two queries."""
    return not Agency.objects.exists() and not Person.objects.exists()


def found(facts: Mapping[str, Any], username: str, name: str, password: str) -> tuple[Agency, Person]:
    """Enter the agency of ``facts`` (as :class:`zhiheng.actions.agencies.AgencyFacts`) and its administrator, both or neither.

    NotAllowed in an installation that is in use or for a password that is too weak; Invalid with every fault of the agency.
    """
    with transaction.atomic():
        if not empty():
            raise NotAllowed("系统里已有机关或人员，初始化只在空系统里做一次")
        try:
            validate_password(password)
        except ValidationError as fault:
            raise NotAllowed("".join(fault.messages)) from fault
        agency = agencies.create(facts, by=None)
        person = people.add_person(username, name, password, agency=agency, role=ADMINISTRATOR, post="系统管理员", since=today(), by=None)
        return agency, person
