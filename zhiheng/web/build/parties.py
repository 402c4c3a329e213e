"""The row of each party: how far the notice, the defence, the hearing, the decision and what follows have come."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.clocks import LAPSED, OVERDUE, RUNNING, STOPPED, ClockState
from zhiheng.kernel.view import Event, FileView, Subject
from zhiheng.web.build.law_words import mark, md, state_badge
from zhiheng.web.parts import Node, PartyCard, PartyRow, Tone

KIND = {"unit": "单位", "person": "个人"}


@dataclass(frozen=True)
class Looked:
    """What a cell looks at: the file, the party, its clocks by id, the moment."""

    view: FileView
    key: str
    clocks: dict[str, ClockState]
    now: datetime
    calendar: Calendar

    def last(self, *acts: str) -> Event | None:
        found = [e for a in acts if (e := self.view.last(a, self.key))]
        return max(found, key=lambda e: e.seq, default=None)


def party_rows(view: FileView, states: tuple[ClockState, ...], now: datetime, calendar: Calendar) -> tuple[PartyRow, ...]:
    """A row per party of a penalty case; nothing for other procedures."""
    if view.procedure != "penalty_ordinary":
        return ()
    rows = []
    for n, party in enumerate(view.of_kind("party")):
        mine = {s.clock.id: s for s in states if s.subject == party.key}
        looked = Looked(view, party.key, mine, now, calendar)
        cells = tuple(_cell(label, key, judge(looked)) for label, key, judge in _CELLS)
        rows.append(PartyRow(mark(n), party.name, cells))
    return tuple(rows)


State = tuple[str, str, Tone]


def _cell(label: str, key: str, state: State) -> Node:
    return Node(label, state[0], state[1], key, tone=state[2])  # type: ignore[arg-type]


def _done(x: Looked, event: Event | None, word: str = "") -> State:
    return ("done", f"{word}{md(event.occurred_at, x.view.opened_at)}", "plain") if event else ("todo", "—", "plain")


def _notice(x: Looked) -> State:
    return _done(x, x.last("penalty_notice"))


def _defence(x: Looked) -> State:
    given, answered, waived = x.last("defence"), x.last("review_defence"), x.last("waive_defence")
    if given and not (answered and answered.seq > given.seq):
        return "current", "待复核", "due"
    if answered:
        return _done(x, answered, "已复核 ")
    return _done(x, waived, "放弃 ") if waived else _waiting(x, "statement_period")


def _hearing(x: Looked) -> State:
    held, waived, asked = x.last("hold_hearing"), x.last("waive_hearing"), x.last("request_hearing")
    if held:
        return _done(x, held)
    if waived and not (asked and asked.seq > waived.seq):
        return _done(x, waived, "放弃 ")
    if asked:
        return "current", f"已申请 {md(asked.occurred_at, x.view.opened_at)}", "due"
    told = x.last("penalty_notice")
    if told and not told.facts.get("hearing_right"):
        return "skipped", "不适用", "plain"
    return _waiting(x, "hearing_request")


def _decision(x: Looked) -> State:
    made = x.last("decide", "decide_no_penalty", "transfer_criminal", "transfer_other")
    words = {"decide_no_penalty": "不予处罚 ", "transfer_criminal": "移送 ", "transfer_other": "移送 "}
    return _done(x, made, words.get(made.act, "")) if made else _agency(x, "decision")


def _service(x: Looked) -> State:
    made = x.last("decide", "decide_no_penalty")
    served = [e for e in x.view.done("serve", x.key) if made and e.seq > made.seq]
    return _done(x, served[-1]) if served else _agency(x, "decision_service")


def _payment(x: Looked) -> State:
    made = x.last("decide")
    if made and not (made.facts.get("fine_amount") or made.facts.get("gain_amount")):
        return "skipped", "不适用", "plain"
    paid = [e for e in x.view.done("payment", x.key) if e.facts.get("settled")]
    if paid:
        return _done(x, paid[-1], "缴清 ")
    state = x.clocks.get("fine_payment")
    if state and state.state == LAPSED:
        return "problem", "逾期未缴", "late"
    return _waiting(x, "fine_payment")


def _publicity(x: Looked) -> State:
    shown = x.last("publish")
    return _done(x, shown) if shown else _agency(x, "publicity")


def _waiting(x: Looked, clock: str) -> State:
    """The party's own time runs or has run out."""
    state = x.clocks.get(clock)
    if state is None:
        return "todo", "—", "plain"
    if state.expired or state.state == STOPPED:
        return "skipped", "无", "plain"
    if state.state == RUNNING:
        badge = state_badge(state, x.now, x.calendar)
        return "current", badge.text, badge.tone if badge.tone == "due" else "plain"
    return "todo", "—", "plain"


def _agency(x: Looked, clock: str) -> State:
    state = x.clocks.get(clock)
    if state is None or state.due is None:
        return "todo", "—", "plain"
    if state.state == OVERDUE:
        return "problem", state_badge(state, x.now, x.calendar).text, "late"
    near = state.state == RUNNING and (state.due.on - x.view.today).days <= 3
    return ("current", state_badge(state, x.now, x.calendar).text, "due") if near else ("todo", "—", "plain")


_CELLS: tuple[tuple[str, str, Callable[[Looked], State]], ...] = (
    ("告知", "penalty_notice", _notice), ("申辩", "defence", _defence), ("听证", "hearing", _hearing),
    ("决定", "decide", _decision), ("送达", "serve", _service), ("缴款", "payment", _payment),
    ("公示", "publish", _publicity))


def party_cards(parties: tuple[Subject, ...]) -> tuple[PartyCard, ...]:
    """Who is proceeded against; numbers and telephones of persons are masked."""
    return tuple(_card(n, p) for n, p in enumerate(parties))


def _card(index: int, party: Subject) -> PartyCard:
    a = party.attrs
    person = a.get("kind") == "person"
    rows = (("统一社会信用代码", a.get("uscc")), ("法定代表人（负责人）", a.get("legal_rep")), ("职务", a.get("legal_rep_post")),
            ("身份证号", masked(str(a.get("id_no") or ""), 3, 4)), ("所在单位", a.get("employer")), ("单位职务", a.get("post")),
            ("地址", a.get("address")), ("电话", masked(str(a.get("phone") or ""), 3, 4)))
    facts = tuple((label, str(value)) for label, value in rows if value)
    return PartyCard(mark(index), party.name, KIND["person" if person else "unit"], facts)


def masked(text: str, head: int, tail: int) -> str:
    """138****5678; short texts stay empty rather than bare."""
    if not text:
        return ""
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
