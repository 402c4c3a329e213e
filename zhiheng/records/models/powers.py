"""By what an agency may act where it is not the bureau itself; which instrument served which file."""
from __future__ import annotations

from django.db import models

from zhiheng.records.models.files import File
from zhiheng.records.models.ledgers import Line
from zhiheng.records.models.people import Agency


class Conferral(models.Model):
    """Powers given to another body. ``kind``: delegation (委托: acts in the grantor's name, 行政处罚法 20) or assignment
    (赋权: acts in its own name by a decision of the province, 行政处罚法 24).

    ``items`` are codes of the power list (or "inspection" for inspections); ``areas`` names, empty = the grantee's whole
    area; ``ceiling_fen`` is the highest fine a single decision may impose, itself included, None = no ceiling.
    ``file`` is the file of the procedure that made it; ``ended_on`` the first day it no longer holds.
    """

    kind = models.CharField(max_length=12)
    grantor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="conferred")
    grantee = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="conferrals")
    items = models.JSONField(default=list)
    areas = models.JSONField(default=list, blank=True)
    ceiling_fen = models.BigIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    document_no = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    filed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="conferrals")
    event_seq = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["grantee", "since"], name="conferral_grantee")]


class ThingUse(models.Model):
    """An instrument, recorder or vehicle used in an act of a file. ``fault`` says what was wrong with it that day."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="uses")
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="things")
    event_seq = models.PositiveIntegerField()
    on = models.DateField()
    purpose = models.CharField(max_length=120, blank=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "file", "event_seq"], name="thing_use_once")]
