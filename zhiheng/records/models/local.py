"""A bureau's own versions of law data: benchmarks, everyday words, power lists, check items."""
from __future__ import annotations

from django.db import models

from zhiheng.records.models.people import Person


class LocalSheet(models.Model):
    """One published version of one kind of data at a place. Never changed; withdrawn with a reason or followed."""

    place = models.CharField("地方规则", max_length=40)
    kind = models.CharField("类别", max_length=20)  # the kinds of zhiheng.law.local.KINDS
    number = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=120)
    since = models.DateField("施行日期")
    source = models.CharField("依据文件", max_length=200, blank=True)
    body = models.JSONField("内容")
    digest = models.CharField(max_length=64)  # SHA-256 of the body: what is derived from it may be kept under it
    note = models.CharField("说明", max_length=300, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "本局数据"
        constraints = [models.UniqueConstraint(fields=["place", "kind", "number"], name="local_sheet_once")]
        indexes = [models.Index(fields=["kind", "place", "-number"], name="local_sheet_newest")]

    def __str__(self) -> str:
        return f"{self.title} 第{self.number}版"
