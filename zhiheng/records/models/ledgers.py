"""Lines of the declared ledgers, the words that find them, what changed when, and imports under way."""
from __future__ import annotations

from django.db import models

from zhiheng.records.models.people import Agency, Person
from zhiheng.records.models.register import Enterprise


class Line(models.Model):
    """One line of a ledger. ``values`` are canonical fact values; the columns beside them are read from those.

    ``key`` stands for the thing within a ledger of an agency; null once archived, so that it may be entered anew.
    """

    ledger = models.CharField("台账", max_length=30)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="lines")
    key = models.CharField(max_length=160, null=True, blank=True)
    title = models.CharField("名称", max_length=200)
    values = models.JSONField("内容", default=dict)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="lines")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, null=True, blank=True, related_name="lines")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "台账行"
        constraints = [models.UniqueConstraint(fields=["ledger", "agency", "key"], name="line_key_once")]
        indexes = [
            models.Index(fields=["ledger", "agency", "title", "id"], name="line_title"),
            models.Index(fields=["ledger", "agency", "until", "id"], name="line_until"),
            models.Index(fields=["enterprise", "ledger"], name="line_enterprise"),
            models.Index(fields=["person", "ledger"], name="line_person"),
        ]

    def __str__(self) -> str:
        return self.title


class LineGram(models.Model):
    """A two-character word of a line's searched fields (or of its pinyin initials)."""

    gram = models.CharField(max_length=4)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="grams")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "line"], name="line_gram_once")]


class Change(models.Model):
    """What somebody changed in a register, and when. Only added. ``target`` is the primary key of the row as text.

    ``fields`` holds {name: [before, after]}; ``what`` is created, changed, archived, restored, merged or imported.
    """

    register = models.CharField(max_length=30)
    target = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=12)
    fields = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "target", "number"], name="change_once")]


class ImportRun(models.Model):
    """One import of a list. Rows are read and judged in slices, kept aside, and written all at once or not at all.

    ``state``: mapping (columns to be confirmed), reading, ready, writing, done, cancelled, failed. ``content`` is the
    hash of the file in the store; ``columns`` maps a column's index to a field; ``header_key`` recognises the same
    header next time. ``counts`` has accepted, warned, rejected, and after writing new, updated, unchanged.
    """

    register = models.CharField(max_length=30)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.CharField(max_length=64)
    header_row = models.PositiveIntegerField(default=0)
    header = models.JSONField(default=list)
    header_key = models.CharField(max_length=64, db_index=True)
    columns = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="mapping")
    total = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)  # rows of the sheet dealt with, counted from its first row
    counts = models.JSONField(default=dict)
    says = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["register", "agency", "-made_at"], name="import_newest")]


class ImportRow(models.Model):
    """A row read and judged but not yet written. ``faults`` are [column field, value, sentence, rejects] lists."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # in the sheet, from 1
    verdict = models.CharField(max_length=8)  # accepted, warned, rejected
    key = models.CharField(max_length=160, blank=True)
    values = models.JSONField(default=dict)
    faults = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["run", "verdict", "number"], name="import_row_verdict"),
                   models.Index(fields=["run", "key"], name="import_row_key")]
