"""What belongs to no single file: publications, checkpoints, holidays, access log, messages."""
from __future__ import annotations

from django.db import models

from zhiheng.records.models.files import File
from zhiheng.records.models.people import Agency, Person


class Publication(models.Model):
    """A result to be shown to the public, already masked. Public from ``published_at`` until ``withdrawn_at``.

    ``blocked`` holds why masking refused; a blocked row is never public.
    """

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="publications")
    party = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20)  # penalty, inspection
    slug = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    record = models.JSONField(default=dict)
    grams = models.TextField(blank=True)  # bigrams of the masked record, space-joined
    due_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    blocked = models.CharField(max_length=200, blank=True)
    event_seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "party", "kind"], name="publication_once")]
        indexes = [models.Index(fields=["kind", "-published_at", "-id"], name="publication_newest"),
                   models.Index(fields=["published_at", "due_on"], name="publication_due")]


class Checkpoint(models.Model):
    """The day's Merkle root over all file heads of an agency, signed and chained to the day before.

    ``record`` is the signed record as published; ``heads`` [[file no, event count, head hash], ...] in its order.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="checkpoints")
    number = models.PositiveIntegerField()  # 1, 2, 3 ... of the agency; one a day, more when a package is made
    on = models.DateField()
    record = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)
    public_key = models.CharField(max_length=64)
    heads = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="checkpoint_once")]


class HolidayYear(models.Model):
    """The published holiday arrangement of a year; overrides what the house ships."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField("文号", max_length=120)
    holidays = models.JSONField(default=list)  # ISO days off that fall on weekdays
    workdays = models.JSONField(default=list)  # ISO weekend days worked
    updated_at = models.DateTimeField()


class AccessLog(models.Model):
    """Who looked at what was masked or protected, and why."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    device = models.CharField(max_length=80, blank=True)


class Message(models.Model):
    """Information for a person; nothing to be done follows from it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="messages")
    file = models.ForeignKey(File, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    dedupe = models.CharField(max_length=120, null=True, blank=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["person", "read_at", "-at"], name="message_mine")]
