"""Files and their events. Events are only ever added; everything else here is a cache that fsck recomputes."""
from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from django.db import models

from zhiheng.kernel.clock import TZ
from zhiheng.records.models.people import Agency, Person
from zhiheng.records.models.register import Enterprise

FAR = datetime(2999, 1, 1, tzinfo=TZ)


class AppendOnly(RuntimeError):
    """Raised when code tries to change or drop an event. The database refuses as well."""


class FileCounter(models.Model):
    """The last serial given to a file of an agency in a year; no number is ever left out."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="file_counter_once")]


class File(models.Model):
    """A file (案卷). ``stage`` to ``event_count`` are caches of the events."""

    no = models.CharField("案卷号", max_length=24, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="files")
    procedure = models.CharField("程序", max_length=40)
    title = models.CharField("名称", max_length=200, blank=True)
    place = models.CharField("地点", max_length=200, blank=True)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    opened_at = models.DateTimeField("建卷时间")
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    violation_on = models.DateField("行为发生日", null=True, blank=True)
    domain = models.CharField("执法领域", max_length=40, blank=True)
    kind = models.CharField("类型", max_length=40, blank=True)  # of an inspection: 日常, 专项, ...
    serial_year = models.PositiveSmallIntegerField("文号年份", null=True, blank=True)
    serial = models.PositiveIntegerField("文号流水", null=True, blank=True)

    stage = models.CharField(max_length=40, blank=True)
    officers = models.JSONField(default=list, blank=True)
    next_due = models.DateTimeField(null=True, blank=True)
    due_sort = models.DateTimeField(default=FAR)  # next_due, or far away: one index serves the order of lists
    next_clock = models.CharField(max_length=60, blank=True)
    next_provisional = models.BooleanField(default=False)
    last_act = models.CharField(max_length=40, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    head_hash = models.CharField(max_length=64, blank=True)
    event_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "案卷"
        constraints = [models.UniqueConstraint(fields=["agency", "year", "seq"], name="file_serial_once")]
        indexes = [
            models.Index(fields=["agency", "procedure", "ended_at", "due_sort", "id"], name="file_open_due"),
            models.Index(fields=["agency", "ended_at", "due_sort", "id"], name="file_all_due"),
            models.Index(fields=["agency", "-opened_at", "-id"], name="file_all_newest"),
            models.Index(fields=["agency", "procedure", "-opened_at", "-id"], name="file_newest"),
            models.Index(fields=["agency", "procedure", "stage", "due_sort", "id"], name="file_stage_due"),
            models.Index(fields=["enterprise", "-opened_at"], name="file_enterprise"),
        ]

    def __str__(self) -> str:
        return self.no


class FileLink(models.Model):
    """Two files bound: ``outcome`` came from ``origin``. ``subjects`` maps origin keys to outcome keys.

    ``kind`` empty: one grew out of the other. Else how two files on one matter stand to each other: merged (``origin``
    goes on, ``outcome`` was joined to it), transferred, assigned, parallel (both go on, for a recorded reason).
    """

    origin = models.ForeignKey(File, on_delete=models.PROTECT, related_name="outcome_links")
    outcome = models.ForeignKey(File, on_delete=models.PROTECT, related_name="origin_links")
    subjects = models.JSONField(default=dict, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "outcome"], name="file_link_once")]


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("案卷记录只能追加，不能修改")

    def delete(self) -> NoReturn:
        raise AppendOnly("案卷记录只能追加，不能删除")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("案卷记录只能追加，不能修改")


class Event(models.Model):
    """One entry of the record, chained to the one before. ``papers`` and ``notes`` are covered by the hash.

    ``papers``: [{"code","no","subject","sha256","pages"}]; ``notes``: warnings and releases as they stood.
    ``key`` makes the request idempotent; ``key_digest`` tells whether a key came again with other content.
    """

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    act = models.CharField(max_length=40)
    subjects = models.JSONField(default=list)
    subject_names = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=True)
    actor_name = models.CharField(max_length=40, blank=True)  # as it was then
    role = models.CharField(max_length=20, blank=True)
    ref = models.PositiveIntegerField(null=True, blank=True)
    signers = models.JSONField(default=list)
    papers = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    device = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=80, null=True, blank=True, unique=True)
    key_digest = models.CharField(max_length=64, blank=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "记录"
        constraints = [models.UniqueConstraint(fields=["file", "seq"], name="event_seq_once")]
        indexes = [models.Index(fields=["act", "kind", "occurred_at"], name="event_act_when")]

    def __str__(self) -> str:
        return f"{self.file_id}#{self.seq} {self.kind} {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise AppendOnly("案卷记录只能追加，不能修改")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("案卷记录只能追加，不能删除")


class Assignment(models.Model):
    """Whose files are these: the officers in charge of a file, from its events."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "file"], name="assignment_once")]


class ClockRow(models.Model):
    """A clock that is running or held: what is due, when, by whom. Derived; overdue is read off ``due_at``."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="clocks")
    clock = models.CharField(max_length=60)
    zh = models.CharField(max_length=80)
    subject = models.CharField(max_length=40, blank=True)
    subject_name = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    management = models.BooleanField(default=False)
    state = models.CharField(max_length=12)  # running, suspended
    whose = models.CharField(max_length=10, default="agency")
    todo = models.CharField(max_length=40, blank=True)  # the act the to-do list offers
    todo_zh = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=20, blank=True)  # handler, or the role whose to-do it is
    articles = models.JSONField(default=list)
    explanation = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "clock", "subject"], name="clock_row_once")]
        indexes = [models.Index(fields=["role", "due_at"], name="clock_role_due"),
                   models.Index(fields=["whose", "state", "due_at"], name="clock_sweep")]


class Signing(models.Model):
    """A draft on its way (or returned): whose signature it waits for. Derived."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="signings")
    draft_seq = models.PositiveIntegerField()
    act = models.CharField(max_length=40)
    act_zh = models.CharField(max_length=60)
    subject_names = models.CharField(max_length=200, blank=True)
    submitter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    state = models.CharField(max_length=12)  # travelling, returned
    step = models.PositiveSmallIntegerField(default=0)
    step_zh = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=20, blank=True)  # of the next step; handler and second mean the officers
    persons = models.JSONField(default=list)  # who may sign the step, when it is the officers'
    signed = models.JSONField(default=list)  # who has signed so far
    reason = models.CharField(max_length=400, blank=True)
    waiting_since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "draft_seq"], name="signing_once")]
        indexes = [models.Index(fields=["state", "role", "waiting_since"], name="signing_role"),
                   models.Index(fields=["submitter", "state"], name="signing_mine")]


class DraftForm(models.Model):
    """An unfinished form, saved while typing. Not an event; nothing follows from it. ``file`` empty: a new file."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="forms")
    file = models.ForeignKey(File, on_delete=models.CASCADE, null=True, blank=True, related_name="forms")
    procedure = models.CharField(max_length=40, blank=True)
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "file", "act", "subject"], name="form_mine")]
