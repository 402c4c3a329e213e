"""One round of the worker: publish results, tell what falls due or is late and whose certificate ends; checkpoints."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from django.core.cache import cache

from zhiheng.actions import checkpoint, dispatch, grading_due, grading_runs, publishing, rebuild, rulebook
from zhiheng.actions.errors import Invalid, Refused
from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Assignment, Certificate, ClockRow, File, Mandate, Message
from zhiheng.records.queries.people import in_force

CERTIFICATE_DAYS = (60, 30, 7)
BATCH = 500


@dataclass(frozen=True)
class Report:
    """How many of each were done in this round."""

    due: int
    certificates: int
    recomputed: int
    checkpoints: int
    published: int = 0
    publicity_late: int = 0
    regraded: int = 0
    lagging: int = 0


def sweep(now: datetime | None = None) -> Report:
    """Run every duty once. Safe to run as often as one likes, and in several workers: nothing is told twice."""
    moment = (now or clock_now()).astimezone(TZ)
    published = publish_results(moment)  # before the reminders: what is public needs none
    return Report(due_messages(moment), certificate_messages(moment), recompute_provisional(moment),
                  daily_checkpoints(moment), published, late_publicity(moment), nightly_grades(moment),
                  lagging_units(moment))


def publish_results(moment: datetime) -> int:
    """Results of inspections completed before today become public; for one that is refused, each reason is told once."""
    made = 0
    for no in list(publishing.waiting(moment)):
        try:
            publishing.publish_result(no, at=moment)
            made += 1
        except (Refused, Invalid) as refusal:
            _cannot_publish(no, str(refusal), moment)
    return made


def _cannot_publish(no: str, why: str, moment: datetime) -> None:
    file = File.objects.get(no=no)
    mark = f"publish/{file.pk}/{crc32(why.encode())}"
    _tell([_message(p, file, "publicity", f"检查结果没有自动公开：{why}", moment, mark)
           for p in Assignment.objects.filter(file=file).values_list("person", flat=True)])


def late_publicity(moment: datetime) -> int:
    """A result that should be public and is not: officers learn it as of every clock, here also those above them."""
    made = []
    for row in publishing.late(moment):
        says = f"{publishing.CLOCKS[row.clock]}超期未公示（应于 {row.due_on} 前）：{row.file.title}"
        mark = f"publicity/{row.file_id}/{row.clock}/{row.subject}/{row.due_on}"
        above = Mandate.objects.filter(in_force(moment.date()), role__in=("section_head", "bureau_head", "supervisor"),
                                       agency__in=row.file.agency.ancestors_and_self())
        made += [_message(p, row.file, "publicity", says, moment, mark)
                 for p in sorted(set(above.values_list("person", flat=True)))]
    return _tell(made)


def due_messages(moment: datetime) -> int:
    """Officers of a file learn once that a term of the agency ends today, and once that it has passed."""
    tonight = moment.replace(hour=23, minute=59, second=59)
    rows = ClockRow.objects.filter(whose="agency", state="running", due_at__lte=tonight).select_related("file")
    people: dict[int, list[str]] = {}
    for file_id, person in Assignment.objects.filter(file__in=rows.values("file")).values_list("file", "person"):
        people.setdefault(file_id, []).append(person)
    made = []
    for row in rows.iterator(chunk_size=BATCH):
        assert row.due_at is not None
        late = row.due_at < moment
        says = f"「{row.zh}」{'已超期' if late else '今日到期'}（{row.due_on}）：{row.file.title}"
        mark = f"due/{row.file_id}/{row.clock}/{row.subject}/{row.due_on}/{'late' if late else 'today'}"
        made += [_message(p, row.file, "due", says, moment, mark) for p in people.get(row.file_id, ())]
    return _tell(made)


def certificate_messages(moment: datetime) -> int:
    """60, 30 and 7 days before a certificate ends, its holder and the administrators learn of it (行政处罚法 42-1)."""
    today, made = moment.date(), []
    rows = Certificate.objects.filter(valid_until__gte=today, valid_until__lte=today + timedelta(days=60),
                                      person__is_active=True).select_related("person")
    keepers = list(Mandate.objects.filter(role="administrator", since__lte=today).values_list("person", flat=True))
    for row in rows:
        left = (row.valid_until - today).days
        step = next(d for d in reversed(CERTIFICATE_DAYS) if left <= d)
        open_files = File.objects.filter(assignments__person=row.person, ended_at__isnull=True).count()
        says = f"{row.person.name}的执法证 {row.valid_until} 到期，影响在办案卷 {open_files} 件"
        for person in {row.person_id, *keepers}:
            made.append(_message(person, None, "certificate", says, moment, f"cert/{row.pk}/{row.valid_until}/{step}"))
    return _tell(made)


def recompute_provisional(moment: datetime) -> int:
    """Dates that rested on an unpublished calendar are computed again once the year's notice has been entered."""
    rulebook.reload()
    files = File.objects.filter(clocks__provisional=True).distinct().values_list("no", flat=True)
    return sum(1 for no in list(files) if rebuild.refresh_clocks(no, now=moment))


def daily_checkpoints(moment: datetime) -> int:
    """One signed checkpoint a day for every agency that has files."""
    made = 0
    for agency in Agency.objects.filter(files__isnull=False).distinct():
        before = agency.checkpoints.count()
        checkpoint.make(agency, at=moment)
        made += agency.checkpoints.count() - before
    return made


def nightly_grades(moment: datetime) -> int:
    """Long runs that a head confirmed; and once a day, by whichever worker comes first, grades that newer records have
    overtaken. How many were looked at."""
    written = grading_runs.confirm_waiting()
    if not cache.add(f"grades/{moment.date()}", True, timeout=2 * 24 * 60 * 60):
        return written
    return written + grading_due.catch_up(moment.date()).seen


def lagging_units(moment: datetime) -> int:
    """A unit that is behind its annual plan at the end of a month: heads of section learn it once that month."""
    if not cache.add(f"lagging/{moment.date()}", True, timeout=2 * 24 * 60 * 60):
        return 0
    made = []
    for found in dispatch.lagging(moment):
        plan, unit = found.plan, found.unit
        says = (f"{plan.year} 年度计划 {found.month} 月末进度落后：{unit.name} 完成 {unit.done_total} / {unit.total} 家次，"
                f"应达 {unit.line}%")
        mark = f"lag/{plan.pk}/{plan.year}-{found.month}/{crc32(unit.name.encode())}"
        made += [_message(p, plan.file, "dispatch", says, moment, mark) for p in found.heads]
    return _tell(made)


def _message(person: str, file: File | None, kind: str, text: str, at: datetime, mark: str) -> Message:
    return Message(person_id=person, file=file, kind=kind, text=text[:300], at=at, dedupe=f"{mark}/{person}"[:120])


def _tell(messages: list[Message]) -> int:
    """Insert what was not told before; the database decides, so two workers never tell twice."""
    known = set(Message.objects.filter(dedupe__in=[x.dedupe for x in messages]).values_list("dedupe", flat=True))
    fresh = [x for x in messages if x.dedupe not in known]
    Message.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
    return len(fresh)


def loop(seconds: float, stop: Callable[[float], bool], tell: Callable[[Report], None]) -> None:
    """Sweep, then wait ``seconds``; ``stop(seconds)`` waits and answers whether to end."""
    while True:
        tell(sweep())
        if stop(seconds):
            return
