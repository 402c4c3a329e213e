"""Papers, their numbers, and the evidence. Bytes lie in the content-addressed store; rows name their SHA-256."""
from __future__ import annotations

from django.db import models

from zhiheng.records.models.files import File
from zhiheng.records.models.people import Agency, Person


class NumberCounter(models.Model):
    """The last serial of a series ("penalty_ordinary", or a number word) of an agency in a year."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "series", "year"], name="number_counter_once")]


class DocumentNumber(models.Model):
    """The register of document numbers. A number is never used again; a void one stays with its reason.

    ``sub`` 0 is written 12号, 1 and up 12-1号 (several parties, or a second paper of the kind, share a case serial).
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    word = models.CharField("文号字", max_length=20)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    sub = models.PositiveSmallIntegerField(default=0)
    text = models.CharField("文号", max_length=60, db_index=True)
    folded = models.CharField(max_length=60, db_index=True)  # without brackets and signs, for search
    series = models.CharField(max_length=40)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="numbers")
    given_at = models.DateTimeField()
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "word", "year", "serial", "sub"],
                                               name="document_number_once")]


class Paper(models.Model):
    """A paper of a file as it was signed: frozen, numbered, hashed. A change is a new version."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(max_length=60)
    zh = models.CharField("文书名称", max_length=80)
    no = models.CharField("文号", max_length=60, blank=True, db_index=True)
    folded = models.CharField(max_length=60, blank=True, db_index=True)
    version = models.PositiveSmallIntegerField(default=1)
    subject = models.CharField(max_length=40, blank=True)
    subject_name = models.CharField(max_length=120, blank=True)
    event_seq = models.PositiveIntegerField()
    status = models.CharField(max_length=12, default="frozen")  # frozen, superseded, void
    volume = models.CharField(max_length=8, default="main")  # main 正卷, sub 副卷
    order = models.PositiveSmallIntegerField(default=500)  # place in the archive
    sha256 = models.CharField(max_length=64, db_index=True)
    pages = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField(default=0)
    verify_code = models.CharField("核验码", max_length=16, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["file", "order", "event_seq"], name="paper_order")]

    def __str__(self) -> str:
        return f"{self.zh} {self.no}".strip()


class Evidence(models.Model):
    """A piece of evidence: its bytes by hash, when, where and by whom it was taken, what it supports."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="evidence")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)  # photo, document, record, audio, video, data, ...
    title = models.CharField("名称", max_length=160)
    filename = models.CharField(max_length=160, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    captured_at = models.DateTimeField(null=True, blank=True)
    captured_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    finding = models.CharField("对应问题", max_length=40, blank=True)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    event_seq = models.PositiveIntegerField(null=True, blank=True)  # the act that took it into the record
    notes = models.CharField("说明", max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "key"], name="evidence_once")]
