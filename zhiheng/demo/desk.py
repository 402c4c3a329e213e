"""One matter on a desk: forms filled as the product fills them, acts performed, drafts signed by whose turn it is."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from random import Random
from typing import Any

from zhiheng.actions import evidence, forms, signing
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.perform import open_file, perform
from zhiheng.demo.house import Team
from zhiheng.demo.pace import Pace
from zhiheng.demo.pictures import picture
from zhiheng.kernel.situation import Situation
from zhiheng.records.models import Enterprise, Evidence, File, Person, Signing

Facts = Mapping[str, Any]
Extra = Facts | Callable[[Facts], Facts] | None


def filled(situation: Situation, extra: Extra) -> dict[str, Any]:
    """What the form brings along, completed by one's own facts. A function is given what was brought along."""
    values = {name: value.value for name, value in forms.prefill(situation).items()}
    own = extra(values) if callable(extra) else (extra or {})
    return {k: v for k, v in (values | dict(own)).items() if v is not None}


class Matter:
    """A file being handled by a team. Every act moves its time on by the minutes that signing takes."""

    def __init__(self, team: Team, pace: Pace, random: Random, no: str = "") -> None:
        self.team, self.pace, self.random, self.no = team, pace, random, no

    @property
    def lead(self) -> Person:
        return self.team.officers[0]

    @property
    def names(self) -> list[str]:
        return [p.username for p in self.team.officers]

    @property
    def file(self) -> File:
        return File.objects.select_related("agency", "enterprise").get(no=self.no)

    def open(self, procedure: str, act: str, extra: Extra, firm: Enterprise | None, *, until: str = "",
             violation_on: date | None = None) -> Outcome:
        """Open the file; ``until`` names the role at whose turn the draft is left lying."""
        at = self.pace.now
        situation = forms.situation_new(procedure, act, self.lead, agency=self.team.agency, enterprise=firm, at=at)
        domain = firm.fields[0] if firm and firm.fields else ""
        done = open_file(procedure, act, filled(situation, extra), self.lead, agency=self.team.agency, enterprise=firm,
                         domain=domain, violation_on=violation_on, at=at)
        self.no = done.file.no
        return self.signed(done, until)

    def do(self, act: str, extra: Extra = None, *, only: Sequence[str] = (), until: str = "",
           by: Person | None = None) -> Outcome:
        """Perform an act for ``only`` these subjects (all when empty) and have it signed by everybody in turn."""
        at, actor = self.pace.now, by or self.lead
        one = only[0] if len(only) == 1 else None
        situation = forms.situation(self.no, act, actor, subject=one, at=at)
        done = perform(self.no, act, filled(situation, extra), actor, subjects=only, at=at)
        return self.signed(done, until)

    def signed(self, done: Outcome, until: str = "") -> Outcome:
        """Carry a draft through the signatures that are missing, up to the turn of ``until``."""
        while not done.effective:
            waiting = Signing.objects.get(file__no=self.no, draft_seq=done.draft_seq)
            if waiting.role == until:
                break
            who = self.team.signer(waiting.role, waiting.signed)
            self.pace.minutes(self.random.randint(2, 6))
            done = signing.sign(self.no, done.draft_seq or 0, who, at=self.pace.now)
        self.pace.minutes(self.random.randint(1, 4))
        return done

    def photo(self, title: str, place: str, finding: str = "") -> Evidence:
        """Take a picture into the file."""
        return evidence.add(self.no, BytesIO(picture(f"{self.no}/{title}")), title=title, kind="photo", actor=self.lead,
                            filename="IMG.png", media_type="image/png", captured_at=self.pace.now,
                            captured_by=self.lead, place=place, finding=finding, at=self.pace.now)
