"""One act about to be done: on a file, or the first of a new one. Views ask this; it asks the actions."""
from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404

from zhiheng.actions import forms
from zhiheng.actions import preview as previews
from zhiheng.actions.errors import Invalid
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.papers import Preview
from zhiheng.actions.perform import assess, open_file, perform
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.engine import Judgement, certified, judge
from zhiheng.kernel.facts import FactError, parse
from zhiheng.kernel.procedure import Act, Per, Prefilled, Procedure
from zhiheng.kernel.situation import Rules, Situation
from zhiheng.kernel.view import Draft, FileView, Subject
from zhiheng.records.models import Agency, Enterprise, File, Paper
from zhiheng.records.queries.people import kernel_people
from zhiheng.records.queries.view import people_in
from zhiheng.registers.person import DOMAINS
from zhiheng.web.desk import Desk
from zhiheng.web.file_desk import visible_file
from zhiheng.web.links import file_href

NUMBERS = {
    "decision_no": ("penalty_decision_org", "penalty_decision_person"), "legal_review_ref": ("legal_review_opinion",),
    "discussion_ref": ("collective_discussion_record",), "notice_no": ("penalty_notice",)}
"""Facts that are the number of a paper of the same file."""
TODAY = frozenset({
    "issue_date", "notified_on", "completed_on", "published_on", "published_at", "closed_on", "lead_on", "received_at",
    "received_on", "source_time", "replied_on", "application_date", "concluded_on", "reinspected_on", "paid_on", "submitted_at",
    "planned_from", "planned_to", "requested_at", "waived_at", "applied_at", "obtained_at"})
"""Days that are most often today; offered, never imposed."""


@dataclass(frozen=True)
class Task:
    """``keys`` are the subjects chosen; ``base`` is the address of the form without its query."""

    mine: Desk
    rules: Rules
    procedure: Procedure
    act: Act
    view: FileView
    agency: Agency
    enterprise: Enterprise | None
    file: File | None
    keys: tuple[str, ...]
    base: str
    domains: tuple[str, ...] = ()
    """Fields of enforcement to choose from before the file is opened; empty where none is needed or only one is possible."""

    @property
    def lacking(self) -> list[FactError]:
        """The field of enforcement where several are possible and none was chosen: without it no certificate can be judged."""
        if not self.domains or self.view.domain:
            return []
        return [FactError("", f"请先选择执法领域（{'、'.join(self.domains)}）：执法人员的执法证须含这一领域。")]

    @property
    def slot(self) -> dict[str, Any]:
        """Where the unfinished form is kept."""
        if self.file is not None:
            return {"file": self.file, "subject": ",".join(self.keys)}
        return {"procedure": self.procedure.id, "subject": str(self.enterprise.pk) if self.enterprise else ""}

    def href(self, tail: str = "") -> str:
        """The form, or one of its helpers, with the same choice of subjects (or enterprise)."""
        query: list[tuple[str, str]] = [("subject", k) for k in self.keys]
        if self.file is None and self.enterprise is not None:
            query.append(("enterprise", str(self.enterprise.pk)))
        if self.file is None and self.domains and self.view.domain:
            query.append(("domain", self.view.domain))
        return f"{self.base}{tail}{'?' + urlencode(query) if query else ''}"

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return tuple(s for k in self.keys if (s := self.view.subject(k)) is not None)

    def judged(self, raw: Mapping[str, Any] | None) -> tuple[Judgement, ...]:
        """The judgement of every subject chosen, with the facts given so far."""
        if self.file is not None:
            return assess(self.file.no, self.act.id, raw, self.mine.person, subjects=self.keys, at=self.mine.now)
        values = parse(self.act.fields, raw, partial=True).values if raw is not None else None
        people = kernel_people({self.mine.person.pk, *people_in(values or {})}, self.agency, self.view.today)
        view = dataclasses.replace(self.view, people=people)
        return (judge(self.rules, view, self.act.id, facts=values, actor=people.get(self.mine.person.pk), at=self.mine.now),)

    def preview(self, raw: Mapping[str, Any]) -> list[Preview]:
        """The papers it would make. PaperError when one cannot be drawn."""
        if self.file is not None:
            return previews.preview(self.file.no, self.act.id, raw, self.mine.person, subjects=self.keys, at=self.mine.now)
        return previews.preview_new(self.procedure.id, self.act.id, raw, self.mine.person, agency=self.agency,
                                    enterprise=self.enterprise, at=self.mine.now)

    def perform(self, raw: Mapping[str, Any], key: str, device: str) -> Outcome:
        """Do it. Raises what :func:`zhiheng.actions.perform.perform` raises."""
        if self.file is not None:
            return perform(self.file.no, self.act.id, raw, self.mine.person, subjects=self.keys, key=key, device=device)
        if self.lacking:
            raise Invalid(self.lacking)
        return open_file(
            self.procedure.id, self.act.id, raw, self.mine.person, agency=self.agency, enterprise=self.enterprise,
            domain=self.view.domain or "", violation_on=_day(raw.get("violation_on")), key=key, device=device)

    def known(self) -> Mapping[str, Prefilled]:
        """What the form brings along, with the source of each value."""
        found = {n: _once(v) for n, v in _merged([forms.prefill(s) for s in self._situations()]).items()}
        for spec in self.act.fields:
            if spec.name not in found and (value := self._offered(spec.name, spec.type, spec.required)) is not None:
                found[spec.name] = value
        return found

    def _situations(self) -> list[Situation]:
        if self.file is None:
            return [forms.situation_new(self.procedure.id, self.act.id, self.mine.person, agency=self.agency,
                                        enterprise=self.enterprise, at=self.mine.now)]
        keys: Sequence[str | None] = self.keys or (None,)
        first = forms.situation(self.file.no, self.act.id, self.mine.person, subject=keys[0], at=self.mine.now)
        return [first, *(dataclasses.replace(first, subject=self.view.subject(k)) for k in keys[1:] if k)]

    def _offered(self, name: str, kind: str, required: bool) -> Prefilled | None:
        codes = NUMBERS.get(name)
        if codes and self.file is not None:
            if name == "notice_no" and self.act.id == "dispose_evidence":
                codes = ("evidence_registration_notice",)
            paper = Paper.objects.filter(file=self.file, code__in=codes, subject__in=("", *self.keys),
                                         status="frozen").order_by("pk").last()
            return Prefilled(paper.no, paper.zh) if paper and paper.no else None
        if name == "officers" and required and self.file is None:
            return Prefilled([self.mine.person.pk], "本人")
        if kind in ("date", "datetime") and (name in TODAY or name == self.act.occurs) and required:
            now = self.mine.now.replace(second=0, microsecond=0)
            return Prefilled(now.isoformat() if kind == "datetime" else now.date().isoformat(), "今天")
        return None

    def returned(self) -> Draft | None:
        """The latest draft of this act that came back and was not taken up again."""
        mine = [d for d in self.view.drafts() if d.act == self.act.id and (set(d.subjects) == set(self.keys))]
        return mine[-1] if mine and mine[-1].state == "returned" else None


def on_file(mine: Desk, no: str, act: str, keys: Sequence[str]) -> Task:
    """An act of an existing file. Not found for what may not be seen, unknown acts and unknown subjects."""
    file = visible_file(mine, no)
    rules = rules_for(file.agency)
    procedure = rules.procedures[file.procedure]
    if act not in procedure.names():
        raise Http404(f"没有「{act}」这一行为")
    declared = procedure.act(act)
    view = forms.situation(no, act, mine.person, at=mine.now).view
    if any(view.subject(k) is None for k in keys):
        raise Http404("案卷里没有这个对象")
    chosen = tuple(keys) or _default(rules, view, declared, mine)
    return Task(mine, rules, procedure, declared, view, file.agency, file.enterprise, file, chosen,
                f"{file_href(no)}acts/{act}/")


def opening(mine: Desk, procedure: str, act: str, enterprise: Enterprise | None, domain: str = "") -> Task:
    """The first act of a new file of the bureau of the post in use.

    ``domain`` is the field of enforcement chosen. An enterprise of one field needs no choice; one of several or of none
    does where officers of the procedure sign with their certificates.
    """
    if mine.post is None:
        raise Http404("没有有效的任职")
    rules = mine.rules
    declared = rules.procedures.get(procedure)
    if declared is None or act not in declared.entry:
        raise Http404("不能这样建立案卷")
    s = forms.situation_new(procedure, act, mine.person, agency=mine.post.agency, enterprise=enterprise, at=mine.now)
    known = tuple(dict.fromkeys(str(f) for f in enterprise.fields)) if enterprise else ()
    asks = len(known) != 1 and certified(declared)
    domains = (known or DOMAINS) if asks else ()
    chosen = known[0] if len(known) == 1 else domain if domain in domains else ""
    return Task(mine, rules, declared, declared.act(act), dataclasses.replace(s.view, domain=chosen or None), mine.post.agency,
                enterprise, None, (), f"/new/{procedure}/{act}/", domains)


def _default(rules: Rules, view: FileView, act: Act, mine: Desk) -> tuple[str, ...]:
    """Without a choice: the first subject it is lawful for, or all of those when one act may serve several."""
    if act.per is Per.FILE:
        return ()
    held = view.of_kind(act.per.value)
    who = view.people.get(mine.person.pk)
    lawful = [s.key for s in held if judge(rules, view, act.id, subject=s.key, actor=who, at=mine.now).lawful
              and not (act.together and view.last(act.id, s.key))]
    if act.together:
        return tuple(lawful or [s.key for s in held])
    return tuple((lawful or [s.key for s in held])[:1])


def _merged(found: Sequence[Mapping[str, Prefilled]]) -> dict[str, Prefilled]:
    """Values of several subjects: lists are joined, the first of the others counts."""
    out: dict[str, Prefilled] = {}
    for values in found:
        for name, held in values.items():
            if name not in out:
                out[name] = held
            elif isinstance(held.value, list) and isinstance(out[name].value, list):
                more = [v for v in held.value if v not in out[name].value]
                out[name] = Prefilled([*out[name].value, *more], out[name].source)
    return out


def _once(held: Prefilled) -> Prefilled:
    """The same line twice says nothing more."""
    if isinstance(held.value, list) and all(isinstance(v, str) for v in held.value):
        return Prefilled(list(dict.fromkeys(held.value)), held.source)
    return held


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
