"""One penalty case from its lead to the archive; it may be left at any act, as a running year leaves its cases."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from zhiheng.actions.outcome import Outcome
from zhiheng.demo import case_facts as said
from zhiheng.demo.charging import PERSON, UNIT, Charge
from zhiheng.demo.competence import alone
from zhiheng.demo.desk import Extra, Matter
from zhiheng.demo.pace import moment, workday
from zhiheng.records.models import Enterprise

Steps = Iterator[datetime]


class Left(Exception):
    """The case is left where it is: the story ends here."""


@dataclass
class Case:
    """What is special about one case. ``anchors`` fix the day of an act (answered, noticed, served ...).

    ``stop`` is the act at which it is left; ``stop_role`` the role whose signature that act then waits for (with ""
    the act is not begun). ``quick`` cases take less time between the acts.
    """

    charges: Sequence[Charge]
    firm: Enterprise
    violation_on: date
    defends: bool = False
    hearing: bool = False
    mailed: bool = False
    stop: str = ""
    stop_role: str = ""
    stop_party: int = 0
    quick: bool = False
    pays: bool = True
    refuses_service: bool = False
    no_penalty: bool = False
    registers: bool = False
    source: str = "inspection"
    anchors: dict[str, date] = field(default_factory=dict)

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(c.kind for c in self.charges))

    @property
    def names(self) -> dict[str, str]:
        return {UNIT: self.firm.name, PERSON: self.firm.principal}


class Story:
    """Plays one case. Each method is one phase; :class:`Left` ends it early."""

    def __init__(self, m: Matter, case: Case) -> None:
        self.m, self.case = m, case

    def steps(self) -> Steps:
        """The whole case; yields the moment before every act."""
        try:
            yield from self._filing()
            yield from self._evidence()
            yield from self._review()
            yield from self._notice()
            yield from self._answer()
            yield from self._decision()
            yield from self._execution()
        except Left:
            return

    def act(self, name: str, extra: Extra = None, *, party: int = 0, only: Sequence[str] = ()) -> Outcome:
        """Perform an act, unless the case is to be left there."""
        held = self.case.stop == name and self.case.stop_party == party
        if held and not self.case.stop_role:
            raise Left
        done = self.m.do(name, extra, only=only, until=self.case.stop_role if held else "")
        if held:
            raise Left
        return done

    def parties(self) -> list[tuple[int, str, str]]:
        """(number, key, kind) of the parties in order."""
        return [(n, f"party-{n + 1}", kind) for n, kind in enumerate(self.case.kinds)]

    def _wait(self, days: int, hour: int, before: str = "") -> datetime:
        """So many working days further; or to the day on which the act that follows is anchored."""
        if before in self.case.anchors:
            return self.m.pace.until(self.case.anchors[before], hour)
        return self.m.pace.on(max(1, days // 2) if self.case.quick else days, hour)

    def _filing(self) -> Steps:
        m, case = self.m, self.case
        if not m.no:
            m.open("penalty_ordinary", "lead", said.lead(m, case), case.firm, violation_on=case.violation_on)
            yield self._wait(2, 9, "file_case")
        others = alone(m.team.agency, "penalty_ordinary", case.firm, m.pace.now)
        self.act("file_case", lambda v: {**said.filing(m, case, v), **others})

    def _evidence(self) -> Steps:
        m, case = self.m, self.case
        yield self._wait(2, 9)
        self.act("inquiry_notice", said.inquiry_notice(m, case))
        yield self._wait(1, 10)
        self.act("inquiry", lambda v: said.inquiry(m, case, v))
        m.photo("当事人营业执照复印件", case.firm.name)
        if case.registers:
            yield m.pace.minutes(90)
            self.act("register_evidence", said.registration(m, case))
            yield self._wait(3, 15)
            self.act("dispose_evidence", said.disposal(m), only=[m_key(m, "evidence")])
        yield self._wait(2, 14)
        self.act("scene_record", said.scene(m, case))
        m.photo("勘验照片", case.firm.name)
        yield self._wait(3, 15)
        self.act("add_evidence", said.document(m, case))

    def _review(self) -> Steps:
        m, case = self.m, self.case
        yield self._wait(m.random.randint(6, 12), 16, "conclude_investigation")
        self.act("conclude_investigation", lambda v: said.conclusion(m, case, v))
        yield self._wait(m.random.randint(1, 3), 10, "legal_review")
        if case.stop == "legal_review":
            raise Left
        m.do("legal_review", said.legal_review(case), by=m.team.signer("legal_reviewer", ()))
        if case.no_penalty:
            yield from self._unpunished()
            raise Left

    def _unpunished(self) -> Steps:
        m = self.m
        yield self._wait(2, 10)
        for n, key, _ in self.parties():
            self.act("decide_no_penalty", said.no_penalty(self.case), party=n, only=[key])
        yield self._wait(1, 15)
        self._serve()
        yield self._wait(2, 10)
        self.act("close", said.closing)
        yield self._wait(5, 10)
        m.do("archive", said.archive(m), by=m.team.signer("archivist", ()))

    def _notice(self) -> Steps:
        yield self._wait(1, 9, "penalty_notice")
        for n, key, kind in self.parties():
            self.act("penalty_notice", said.notice(self.case, kind), party=n, only=[key])
        yield self._wait(1, 14, "serve_notice")
        self._serve()

    def _serve(self) -> None:
        for n, key, kind in self.parties():
            self.m.pace.minutes(20)
            self.act("serve", said.service(self.m, self.case, kind), party=n, only=[key])

    def _answer(self) -> Steps:
        """Five working days run; within them a defence or a request for a hearing may come."""
        m, case = self.m, self.case
        served = m.pace.now.date()
        if case.defends:
            yield self.m.pace.on(2, 9)
            self.act("defence", said.defence(m, case), only=["party-1"])
            yield self.m.pace.on(1, 15)
            if case.stop != "review_defence" or case.stop_role:
                self.act("review_defence", said.defence_review, only=["party-1"])
        if case.hearing:
            yield self.m.pace.at(moment(workday(served, 3), 10))
            self.act("request_hearing", {"requested_at": m.pace.day, "document": "书面听证申请"}, only=["party-1"])
            yield from self._hearing()
        if case.stop == "review_defence":
            raise Left
        yield self.m.pace.at(moment(workday(served, 6), 9, 30))

    def _hearing(self) -> Steps:
        m = self.m
        yield m.pace.on(1, 10)
        day = workday(m.pace.now.date(), 9)
        self.act("hearing_notice", said.hearing_notice(day), only=["party-1"])
        yield m.pace.on(1, 10)
        self.act("serve", said.service(m, self.case, UNIT), only=["party-1"])
        yield m.pace.at(moment(day, 11, 40))
        reviewer = m.team.signer("legal_reviewer", ())
        m.do("hold_hearing", said.hearing(m, self.case), only=["party-1"], by=reviewer)
        yield m.pace.on(1, 15)
        m.do("hearing_report", said.hearing_report, only=["party-1"], by=reviewer)
        yield m.pace.on(1, 10)
        m.do("legal_review", said.legal_review(self.case), by=reviewer)

    def _decision(self) -> Steps:
        m, case = self.m, self.case
        if sum(c.fine for c in case.charges) >= 50_000_00:
            self.act("collective_discussion", lambda v: said.discussion(m, case, v))
            yield m.pace.minutes(60)
        self.act("handling_approval", {"handler_opinion": "事实清楚、证据确凿、程序合法，建议按拟定意见作出处罚决定。"})
        yield self._wait(1, 10, "decide")
        for n, key, kind in self.parties():
            self.act("decide", said.decision(m, case, kind), party=n, only=[key])

    def _execution(self) -> Steps:
        m, case = self.m, self.case
        yield self._wait(m.random.randint(1, 2), 15, "serve_decision")
        if case.stop == "serve_decision":
            raise Left
        self._serve()
        for n, key, _ in self.parties():
            self.act("payment_notice", said.payment_notice(m, n), party=n, only=[key])
        yield self._wait(1, 16, "publish") if "publish" in case.anchors else m.pace.on(1, 16)
        for n, key, kind in self.parties():
            self.act("publish", said.publication(m, case, kind), party=n, only=[key])
        if not case.pays:
            raise Left
        yield m.pace.on(m.random.randint(2, 6), 11)
        for n, key, _ in self.parties():
            self.act("payment", said.payment(m, n), party=n, only=[key])
        yield m.pace.on(m.random.randint(2, 4), 15)
        self.act("close", said.closing)
        yield m.pace.on(m.random.randint(3, 8), 10)
        if case.stop != "archive":
            m.do("archive", said.archive(m), by=m.team.signer("archivist", ()))


def m_key(m: Matter, kind: str) -> str:
    """The key of the latest subject of a kind that an act introduced."""
    event = m.file.events.filter(kind="act", act="register_evidence").order_by("seq").last()
    return f"{kind}-{event.seq}" if event else ""


def prosecute(m: Matter, case: Case) -> Steps:
    """Play a case on the file of ``m`` (a spawned lead) or, when it has none, from a lead of its own."""
    return Story(m, case).steps()
