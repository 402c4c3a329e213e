"""What was I told, and what of it have I not read?"""
from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from zhiheng.records.models import Message, Person
from zhiheng.records.queries.paging import PAGE, Order, Page, counted, paged
from zhiheng.records.queries.spans import on_days

ORDERS: Mapping[str, Order] = {o.id: o for o in (Order("new", ("-at",)), Order("old", ("at",)))}


def messages_list(person: Person, given: Mapping[str, str], *, sort: str = "", cursor: str = "", size: int = PAGE,
                  exact: bool = False) -> Page[Message]:
    """A person's own messages. Filters: state (unread, read), kind, q (text, number of the file), on_from, on_to. Two queries."""
    found = on_days(Message.objects.filter(person=person), "at", given)
    if given.get("state"):
        found = found.filter(read_at__isnull=given["state"] == "unread")
    if given.get("kind"):
        found = found.filter(kind=given["kind"])
    if given.get("q"):
        found = found.filter(Q(text__icontains=given["q"]) | Q(file__no__icontains=given["q"]))
    rows, after, before = paged(found.select_related("file"), ORDERS.get(sort) or ORDERS["new"], cursor, size)
    return Page(tuple(rows), after, before, *counted(found, exact))


def unread(person: Person) -> int:
    """How many messages the person has not read. One query."""
    return Message.objects.filter(person=person, read_at__isnull=True).count()
