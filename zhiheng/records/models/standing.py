"""What an enterprise is held to be, from when and why; the yearly runs that say so; what is kept beside a register."""
from __future__ import annotations

from django.db import models

from zhiheng.records.models.files import File
from zhiheng.records.models.people import Agency, Person
from zhiheng.records.models.register import Enterprise


class GradingRun(models.Model):
    """The yearly adjustment of an agency's grades: computed, looked at, confirmed all at once or withdrawn.

    ``state``: computing, ready, confirmed, withdrawn, failed. ``rule`` names the version of the factors used. ``last``
    is the id of the last enterprise dealt with, so that an interrupted run goes on. ``counts`` are figures of the report.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="grading_runs")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default="computing")
    rule = models.CharField(max_length=64)
    on = models.DateField()
    total = models.PositiveIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    says = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year", "number"], name="grading_run_once")]


class GradingRow(models.Model):
    """One enterprise in a run: the grade before and after, the points (0 to 100, tenths) and every factor."""

    run = models.ForeignKey(GradingRun, on_delete=models.CASCADE, related_name="rows")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=4, blank=True)
    after = models.CharField(max_length=4)
    tenths = models.PositiveSmallIntegerField()
    changed = models.BooleanField(default=False)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "enterprise"], name="grading_row_once")]
        indexes = [models.Index(fields=["run", "changed", "after", "id"], name="grading_row_changed")]


class Standing(models.Model):
    """A dated statement about an enterprise. Only added; the newest in force of a kind is what holds today.

    ``kind``: grade (A to D), key (key, general), credit (serious, bad, trustworthy), promise (made, broken).
    ``origin``: computed, override, run, file. ``until`` is the last day; ``ended_on`` cuts it short with its reason.
    ``tenths``: points in tenths where the kind has points. ``detail``: the factors or the grounds, as shown.
    """

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="standings")
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    tenths = models.PositiveSmallIntegerField(null=True, blank=True)
    origin = models.CharField(max_length=12)
    detail = models.JSONField(default=dict)
    reason = models.CharField(max_length=400, blank=True)
    person_name = models.CharField(max_length=40, blank=True)  # a responsible person listed beside the enterprise
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="standings")
    event_seq = models.PositiveIntegerField(default=0)
    run = models.ForeignKey(GradingRun, on_delete=models.PROTECT, null=True, blank=True, related_name="standings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["enterprise", "kind", "-since", "-id"], name="standing_newest"),
                   models.Index(fields=["kind", "value", "since"], name="standing_kind")]


class Attachment(models.Model):
    """A photo or a document kept with a row of a register. The bytes lie in the store under ``content`` (sha256)."""

    register = models.CharField(max_length=30)
    target = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)  # photo, document
    title = models.CharField(max_length=120)
    content = models.CharField(max_length=64)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    taken_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["register", "target", "kind", "-at"], name="attachment_newest")]
