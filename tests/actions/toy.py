"""A small procedure that has everything the machine must handle: parties, routes, a clock, a releasable gate, an end."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.article import Article
from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.facts import Fen, fact
from zhiheng.kernel.gates import after, says
from zhiheng.kernel.place import Place
from zhiheng.kernel.procedure import Act, Clock, Per, Procedure, Severity, Sign, Stage, Unmet, When
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import Subject
from zhiheng.law.terms import term

ART = Article("行政处罚法", "60")
HANDLER, SECOND = Sign("handler", "承办人", certified=True), Sign("second", "协办人", certified=True)
HEAD = Sign("bureau_head", "审批人", opinion=True)


@dataclass(frozen=True)
class PartyRow:
    name: str = fact("名称")
    kind: str = fact("类别", required=False)


@dataclass(frozen=True)
class OpenFacts:
    officers: tuple[str, ...] = fact("承办人", as_="people")
    parties: tuple[PartyRow, ...] = fact("当事人", required=False)


@dataclass(frozen=True)
class NoteFacts:
    text: str = fact("内容", as_="longtext")
    on: date = fact("日期", required=False)


@dataclass(frozen=True)
class DecideFacts:
    fine_amount: Fen = fact("罚款", required=False)


def _parties(facts, seq):
    return tuple(Subject("party", f"party-{n}", r["name"], r) for n, r in enumerate(facts.get("parties", ()), 1))


def _fresh(s):
    return None if s.done_since("note", "decide") else Unmet("上次决定之后没有新的记录，须重新办理「记录」", cure_act="note")


ORDINARY = Procedure(
    "penalty_ordinary", "试验程序", (ART,),
    stages=(Stage("start", "开始"), Stage("work", "办理"), Stage("end", "结束")),
    acts=(
        Act("open", "建卷", OpenFacts, (ART,), by=("officer",), introduces=_parties, moves_to="start"),
        Act("note", "记录", NoteFacts, (ART,), moves_to="work", occurs="on"),
        Act("serve", "送达", NoteFacts, (ART,), per=Per.PARTY, together=True, route=(HANDLER, SECOND)),
        Act("approve", "审批", NoteFacts, (ART,), route=(HANDLER, SECOND, HEAD),
            gates=(says(ART, "soft", "须先有送达", lambda s: None if s.view.done("serve") else "还没有送达",
                        severity=Severity.DEFECT),)),
        Act("decide", "决定", DecideFacts, (ART,), per=Per.PARTY, route=(HANDLER, SECOND),
            gates=(after(ART, "note", "先有记录，才能决定"), says(ART, "fresh", "决定前须有新的记录", _fresh))),
        Act("finish", "结案", NoteFacts, (ART,), moves_to="end", ends=True),
    ),
    clocks=(Clock("decide_in_time", "作出决定", "decision_from_filing", (When("open"),), (When("finish"),), todo="decide"),),
    entry=("open",),
)


def rules(_place: str = "") -> Rules:
    return Rules({"penalty_ordinary": ORDINARY}, term, Calendar({}), Place("toy", "试验", ()))
