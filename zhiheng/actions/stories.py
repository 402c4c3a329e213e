"""Scenario stories on the product itself: the executor behind ``zhiheng play``, on a throw-away database."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhiheng.actions import signing, spawn
from zhiheng.actions.errors import Invalid, NotAllowed, Refused, SignatureRefused
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.perform import open_file, perform
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel import view as kernel
from zhiheng.kernel.facts import FactError
from zhiheng.law.scenario import Did, FileSpec, Story
from zhiheng.papers.errors import PaperError
from zhiheng.records.models import Agency, Certificate, Enterprise, File, FileLink, Mandate, Person
from zhiheng.records.queries.view import load_view, overlaid

DOMAIN = "安全生产"
LONG_AGO = date(2000, 1, 1)
_FIRM = ("name", "code", "address", "area", "industry", "grade", "principal", "phone")


class DatabaseExecutor:
    """Plays stories through ``perform`` and ``sign``. Use it inside :meth:`stage`; each story has its own agency."""

    def __init__(self) -> None:
        self.story: Story | None = None
        self.files: dict[str, str] = {}
        self.agency: Agency | None = None
        self.firm: Enterprise | None = None
        self._count = 0

    @contextmanager
    def stage(self, story: Story) -> Iterator[DatabaseExecutor]:
        """Nothing that is played within stays in the database."""
        with ExitStack() as held, transaction.atomic():
            held.enter_context(spawn.held())
            held.enter_context(overlaid(dict(story.register)))
            yield self
            transaction.set_rollback(True)

    def begin(self, story: Story) -> None:
        """Make the agency, the people of the cast with their mandates and certificates, and the enterprise."""
        self._count += 1
        self.story, self.files = story, {}
        self.agency = Agency.objects.create(code=f"J{self._count}", region_short="云", name="云岭区应急管理局",
                                            government="云岭区人民政府", court="云岭区人民法院", place_id=story.place)
        for person in story.people:
            _enlist(person, self.agency)
        for code, body in (story.register.get("grantees") or {}).items():  # bodies that an agreement may name
            Agency.objects.create(code=code, region_short="云", name=body["name"], parent=self.agency, place_id=story.place,
                                  kind=body.get("kind", "bureau"))
        unit = story.register.get("enterprise")
        self.firm = Enterprise.objects.create(agency=self.agency, **{
            k: v for k, v in unit.items() if k in _FIRM}) if isinstance(unit, Mapping) and unit.get("name") else None

    def view(self, file: FileSpec, at: datetime) -> kernel.FileView | None:
        if file.alias not in self.files:
            return None
        assert self.story is not None
        row = File.objects.select_related("agency", "enterprise").get(no=self.files[file.alias])
        return load_view(row, rules_for(row.agency).procedures, now=at, people=[p.id for p in self.story.people])

    def perform(self, file: FileSpec, act: str, facts: Mapping[str, Any], by: str, keys: Sequence[str], at: datetime,
                happened: datetime | None) -> Did:
        actor = Person.objects.get(pk=by)
        if file.alias in self.files:
            return _did(lambda: perform(self.files[file.alias], act, facts, actor, subjects=keys, at=at,
                                        occurred_at=happened))
        return _did(lambda: self._open(file, act, facts, actor, at, happened))

    def _open(self, file: FileSpec, act: str, facts: Mapping[str, Any], actor: Person, at: datetime,
              happened: datetime | None) -> Outcome:
        assert self.story is not None and self.agency is not None
        origin = (self.files[file.origin], {v: k for k, v in file.subjects.items()}) if file.origin else None
        made = open_file(file.procedure, act, facts, actor, agency=self.agency, enterprise=self.firm, origin=origin,
                         violation_on=self.story.violation_on, domain=self.story.domain or DOMAIN, at=at,
                         occurred_at=happened)
        self.files[file.alias] = made.file.no
        if file.kind and file.origin:
            FileLink.objects.filter(origin__no=self.files[file.origin], outcome=made.file).update(kind=file.kind)
        return made

    def sign(self, file: FileSpec, draft: int, by: str, at: datetime) -> Did:
        return _did(lambda: signing.sign(self.files[file.alias], draft, Person.objects.get(pk=by), at=at))

    def send_back(self, file: FileSpec, draft: int, by: str, reason: str, at: datetime) -> Did:
        return _did(lambda: signing.return_draft(self.files[file.alias], draft, Person.objects.get(pk=by), reason, at=at))

    def release(self, file: FileSpec, act: str, gate: str, by: str, reason: str, key: str | None, at: datetime) -> Did:
        return _did(lambda: signing.release(self.files[file.alias], act, gate, Person.objects.get(pk=by), reason,
                                            subject=key, at=at))

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Within it nothing is kept."""
        kept = dict(self.files)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.files = kept


def _did(action: Any) -> Did:
    try:
        done: Outcome = action()
    except Refused as fault:
        return Did(refused=fault.obstacles, warnings=tuple(w for j in fault.judgements for w in j.warnings))
    except SignatureRefused as fault:
        return Did(refused=fault.obstacles)
    except Invalid as fault:
        return Did(errors=fault.errors)
    except NotAllowed as fault:
        return Did(errors=(FactError("", str(fault)),))
    except PaperError as fault:
        return Did(errors=tuple(FactError(fault.field, p) for p in fault.problems))
    return Did(done.effective, None if done.effective else done.draft_seq, warnings=done.warnings)


def _enlist(person: kernel.Person, agency: Agency) -> None:
    row, _ = Person.objects.get_or_create(username=person.id, defaults={
        "name": person.name, "legally_qualified": person.legally_qualified})
    Mandate.objects.bulk_create([Mandate(person=row, agency=agency, role=r, since=LONG_AGO) for r in sorted(person.roles)])
    card = person.certificate
    if card is not None:
        Certificate.objects.create(
            person=row, number=card.number, fields=sorted(card.fields), valid_from=card.valid_from,
            valid_until=card.valid_until, suspensions=[[a.isoformat(), b.isoformat(), ""] for a, b in card.suspended])
