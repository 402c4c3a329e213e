"""A procedure of three pages for the tests of the engine: a case opened, told, answered, decided, paid, closed, archived."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.kernel.article import Article
from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import Facts, Fen, fact
from zhiheng.kernel.gates import after, each, elapsed, facts_say, never_after, says, within
from zhiheng.kernel.place import Place
from zhiheng.kernel.procedure import Act, Clock, Gate, Per, Procedure, Severity, Sign, Stage, Unmet, When
from zhiheng.kernel.situation import Rules, Situation
from zhiheng.kernel.terms import Direction, Source, Status, Term, Unit
from zhiheng.kernel.view import Certificate, FileView, Person, Subject
from zhiheng.kernel.walk import opened

LAW = Article("某法", "1")
HANDLER, SECOND = Sign("handler", "承办人", certified=True), Sign("second", "协办人", certified=True)
HEAD = Sign("bureau_head", "审批人", opinion=True)
START = datetime(2026, 11, 2, 9, tzinfo=TZ)


@dataclass(frozen=True)
class Row:
    name: str = fact("名称")
    amount: Fen = fact("金额", required=False)


@dataclass(frozen=True)
class OpenFacts:
    officers: tuple[str, ...] = fact("承办人", as_="people")
    parties: tuple[Row, ...] = fact("当事人")


@dataclass(frozen=True)
class Note:
    text: str = fact("内容")
    on: date = fact("日期", required=False)
    until: date = fact("延至", required=False)
    kind: str = fact("种类", required=False, choices=(("a", "甲"), ("b", "乙")))


def introduce(facts: Facts, seq: int) -> tuple[Subject, ...]:
    return tuple(Subject("party", f"party-{n}", r["name"]) for n, r in enumerate(facts["parties"], 1))


def batch(facts: Facts, seq: int) -> tuple[Subject, ...]:
    return (Subject("evidence", f"evidence-{seq}", facts["text"], {"since_seq": seq}),)


def _text(s: Situation) -> Unmet | None:
    return Unmet("内容太短", cure="写明情况") if len(s.given("text", "")) < 2 else None


def term(id_: str, on: date) -> Term:
    unit = {"hours": Unit.HOUR, "days": Unit.DAY, "work": Unit.WORKING_DAY}[id_]
    length = {"hours": 24, "days": 10, "work": 5}[id_]
    return Term(id_, id_, length, unit, Direction.WITHIN, (LAW,), status=Status.IN_FORCE, source=Source.TEXT)


SOFT = says(LAW, "soft", "应当有备注", lambda s: None if s.done("note") else "没有备注", severity=Severity.DEFECT)
UNREAD = says(LAW, "unread", "没读到的规定", lambda s: "没读到原文的规定不满足", verified=False)
HINT = says(LAW, "hint", "提醒", lambda s: "留意", severity=Severity.WARNING)
OLD = says(LAW, "old", "旧规定", lambda s: "旧规定不满足", until=date(2020, 1, 1))


def procedure(*extra: Gate) -> Procedure:
    return Procedure(
        "toy", "试验程序", (LAW,),
        stages=(Stage("start", "开始"), Stage("work", "办理"), Stage("end", "结束")),
        acts=(
            Act("open", "立案", OpenFacts, (LAW,), route=(HANDLER, SECOND, HEAD), introduces=introduce, moves_to="start",
                once=True),
            Act("note", "备注", Note, (LAW,), moves_to="work", occurs="on"),
            Act("keep", "保存", Note, (LAW,), introduces=batch),
            Act("dispose", "处理", Note, (LAW,), per=Per.EVIDENCE, gates=(within(LAW, "keeping", "保存期限"),)),
            Act("tell", "告知", Note, (LAW,), per=Per.PARTY, together=True),
            Act("answer", "申辩", Note, (LAW,), per=Per.PARTY, by_party=True),
            Act("review", "复核", Note, (LAW,), per=Per.PARTY, gates=(after(LAW, "answer", "先有申辩"),)),
            Act("waive", "放弃", Note, (LAW,), per=Per.PARTY),
            Act("decide", "决定", Note, (LAW,), per=Per.PARTY, once=True, route=(HANDLER, SECOND, HEAD), gates=(
                after(LAW, "tell", "先告知"), elapsed(LAW, "period", "期限未满", unless="waive"),
                after(LAW, "review", "复核须在最近一次告知之后", since="tell", id="fresh", unless="waive"),
                facts_say(LAW, "long_enough", "内容应当写明", _text), SOFT, HINT, OLD, *extra)),
            Act("pause", "中止", Note, (LAW,)),
            Act("go_on", "恢复", Note, (LAW,)),
            Act("prolong", "延期", Note, (LAW,)),
            Act("close", "结案", Note, (LAW,), ends=True, by=("handler", "bureau_head"), moves_to="end",
                gates=(each(LAW, "party", ("decide",), "每一当事人都有决定"),)),
            Act("archive", "归档", Note, (LAW,), ends=True, by=("archivist",), gates=(
                never_after(LAW, "archive", "已经归档"),)),
        ),
        clocks=(
            Clock("period", "申辩期", "work", (When("tell", at="on"),), (When("waive"),), per=Per.PARTY, whose="party"),
            Clock("deciding", "决定期限", "days", (When("open"),), (When("decide"),), per=Per.PARTY,
                  suspends=((When("pause", zh="中止"), When("go_on", or_acts=("waive",))),),
                  extends=(When("prolong", at="until"),)),
            Clock("keeping", "保存期限", "days", (When("keep", own=True),), (When("dispose"),), per=Per.EVIDENCE),
            Clock("hours", "小时", "hours", (When("note", where=lambda f: f.get("kind") == "b"),), (When("close"),)),
        ),
        entry=("open",),
    )


def _card(until: date = date(2030, 1, 1)) -> Certificate:
    return Certificate("1", frozenset({"安全"}), date(2020, 1, 1), until)


PEOPLE = {p.id: p for p in (
    Person("a", "甲某", frozenset({"officer"}), _card()), Person("b", "乙某", frozenset({"officer"}), _card()),
    Person("c", "丙某", frozenset({"officer"}), _card(date(2026, 11, 5))),
    Person("h", "首长", frozenset({"bureau_head"})), Person("k", "档管", frozenset({"archivist"})),
    Person("n", "无证", frozenset({"officer"})))}


def rules(*extra: Gate) -> Rules:
    found = procedure(*extra)
    return Rules({found.id: found}, term, Calendar({}), Place("toy", "试验局", ()))


def empty() -> FileView:
    return opened("T-1", "toy", PEOPLE, START, domain="安全")
