"""The year's plan with its places, and the draws. Both are files; these rows are what lists and counts ask for."""
from __future__ import annotations

from django.db import models

from zhiheng.records.models.files import File
from zhiheng.records.models.people import Agency
from zhiheng.records.models.register import Enterprise


class Plan(models.Model):
    """The annual plan of an agency. ``state``: draft, submitted, approved, replaced. ``version`` counts approved and
    working versions; ``body`` holds the figures typed (days in whole days) and the settings of the version at work.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    file = models.OneToOneField(File, on_delete=models.PROTECT, null=True, blank=True, related_name="plan")
    state = models.CharField(max_length=12, default="draft")
    version = models.PositiveSmallIntegerField(default=1)
    body = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="plan_once")]


class PlanVersion(models.Model):
    """A version as it was fixed: ``content`` is the hash, in the store, of its whole text (figures and places)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60, blank=True)
    content = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    event_seq = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]


class PlanItem(models.Model):
    """One visit of the plan. ``kind``: key, general, campaign, joint. ``half_days`` per officer. ``state``: planned, done,
    cancelled. ``on`` is None until scheduled; ``visit`` the inspection that carried it out.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="places")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, null=True, blank=True, related_name="planned")
    unit = models.CharField(max_length=60, blank=True)  # the section, team or township that carries it out
    kind = models.CharField(max_length=12)
    field = models.CharField(max_length=40, blank=True)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    on = models.DateField(null=True, blank=True)
    officers = models.JSONField(default=list)
    half_days = models.PositiveSmallIntegerField(default=2)
    source = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, default="planned")
    pinned = models.BooleanField(default=False)  # set by a person: a new schedule leaves it where it is
    visit = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="planned_as")
    campaign = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="campaign_places")

    class Meta:
        indexes = [models.Index(fields=["plan", "on", "id"], name="plan_item_day"),
                   models.Index(fields=["enterprise", "state"], name="plan_item_firm")]


class Draw(models.Model):
    """One numbered draw. ``settings``, ``commitment`` and ``transcript`` are as docs/draw.md says; the frozen pool and
    the transcript lie in the store under their hashes. ``secret`` is shown to nobody before the draw is revealed.
    ``state``: set, committed, revealed, void.
    """

    number = models.CharField(max_length=24, unique=True)  # YL-2026-D04
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="draws")
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    file = models.OneToOneField(File, on_delete=models.PROTECT, null=True, blank=True, related_name="draw")
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default="set")
    settings = models.JSONField(default=dict)
    pool = models.CharField(max_length=64, blank=True)
    secret = models.CharField(max_length=64, blank=True)
    commitment = models.JSONField(default=dict)
    committed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # not revealed before this
    public_number = models.CharField(max_length=120, blank=True)
    transcript = models.CharField(max_length=64, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=400, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year", "seq"], name="draw_serial_once")]


class DrawPick(models.Model):
    """A place of a draw: the enterprise drawn and its officers. ``state``: drawn, replaced, assigned, visited."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="picks")
    rank = models.PositiveIntegerField()
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)  # as in the pool
    stratum = models.CharField(max_length=40, blank=True)
    officers = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="drawn")
    reason = models.CharField(max_length=400, blank=True)
    visit = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "rank"], name="draw_pick_once")]
