"""Messages are information: reading one changes nothing but the mark."""

from __future__ import annotations

from datetime import datetime

from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Message, Person


def read_until(moment: datetime) -> int:
    """Mark what everybody was told before a moment as read: news of last year is no news. How many were new."""
    return Message.objects.filter(at__lt=moment, read_at__isnull=True).update(read_at=moment)


def read_all(person: Person) -> int:
    """Mark every message of the person as read; how many were new."""
    return Message.objects.filter(person=person, read_at__isnull=True).update(read_at=clock_now())


def read(person: Person, message: int) -> Message | None:
    """Mark one message as read; None when it is not this person's."""
    found = Message.objects.filter(person=person, pk=message).select_related("file").first()
    if found is not None and found.read_at is None:
        found.read_at = clock_now()
        found.save(update_fields=["read_at"])
    return found
