"""Which of several agencies has the matter: whoever filed first, whoever was designated; the others join, hand over or say why.

``view.attrs["firsts"]`` maps a name ("" is the file's enterprise) to what other agencies of the house have begun about it:
rows {no, procedure, agency, code, phone, on, matter, open, stage, field, day, filed_on, ended_on, away, charges, conduct,
fined, joined_by}. ``charges`` are [party, code] pairs, ``conduct`` the first and last day of the conduct. Nothing else of those files
is told. Read: 行政处罚法 22, 25, 29 and order 18, articles 8, 9, 11; the State Council Office's paper on inspections was not
read in full, so its gate is a defect.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import Facts, as_date
from zhiheng.kernel.gates import facts_say, says
from zhiheng.kernel.procedure import Act, Gate, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.view import Event, FileView
from zhiheng.law.basis import penalty_law, penalty_rules_2026

MERGED_VISITS = Article("国办发〔2024〕54号", "")
FIRST_FILED = (penalty_law(25, 1), penalty_rules_2026(8, 1))
DESIGNATED = (penalty_law(25, 2), penalty_rules_2026(8, 2))
HANDED_ON = penalty_rules_2026(9, 1)
NO_SECOND = penalty_rules_2026(9, 2)
PLACE_OF_CONDUCT = penalty_law(22)
UP_OR_DOWN = penalty_rules_2026(11)
SAME_PERIOD_DAYS = 30
"""Visits of one field by two agencies within so many days are one period: the bureau's own measure, no law gives a number."""
REASON_LEAST = 10
Row = Mapping[str, Any]


def firsts(s: Situation, procedure: str, names: tuple[str, ...] = ()) -> Iterator[Row]:
    """What other agencies began about the file's enterprise, or about units and people of these names; each once."""
    known, told = s.view.attrs.get("firsts") or {}, set()
    for name in ("", *names):
        for row in known.get(name) or ():
            if row.get("procedure") == procedure and row["no"] not in told:
                told.add(row["no"])
                yield row


def visits_of_others(s: Situation) -> list[Row]:
    """Visits of other agencies that are not made yet, or were made in the same field within the period."""
    named = str(s.given("checked_unit") or "")
    return [r for r in firsts(s, "inspection", (named,) if named else ()) if _open_visit(r) or _same_period(s, r)]


def joined_by(row: Row, code: str) -> str:
    """The file by which an agency has joined this visit already; empty when it has not."""
    return next((str(no) for no in row.get("joined_by") or () if code and str(no).startswith(f"{code}-")), "")


def to_be_joined(rows: Iterable[Row], code: str) -> list[Row]:
    """Visits not made yet that this agency has not joined, the oldest first."""
    return sorted((r for r in rows if _open_visit(r) and not joined_by(r, code)), key=lambda r: str(r.get("on")))


def _open_visit(row: Row) -> bool:
    return bool(row.get("open")) and row.get("stage") in ("plan", "site") and not row.get("away")


def _same_period(s: Situation, row: Row) -> bool:
    day = as_date(row, "day")
    same = not s.view.domain or not row.get("field") or row["field"] == s.view.domain
    return same and day is not None and abs(s.on - day) <= timedelta(days=SAME_PERIOD_DAYS)


def reasoned(s: Situation) -> bool:
    """Whether a reason is given for going on alone. It is kept for ever and read by the superior."""
    return len(str(s.given("separate_reason") or "").strip()) >= REASON_LEAST


def _visit_elsewhere(s: Situation) -> Unmet | None:
    others = visits_of_others(s)
    if not others or reasoned(s):
        return None
    first = others[0]
    state = "尚未检查" if _open_visit(first) else "已经检查"
    return Unmet(f"{first['agency']}已于 {first['on']} 对该单位立检查 {first['no']}（{first['matter']}），{state}",
                 cure=f"在新建检查页选择「并入这次检查」；确需单独检查的，填写「单独办理的理由」（不少于 {REASON_LEAST} 个字），"
                      f"由上级查看。联系 {first['agency']} {first.get('phone') or ''}".strip())


def visit_gate(severity: Severity = Severity.DEFECT) -> Gate:
    """Visits of one period to one enterprise are made together."""
    return facts_say(MERGED_VISITS, "visit_elsewhere", "同一时期多个机关对同一企业的检查合并进行，单独检查的写明理由", _visit_elsewhere,
                     severity=severity, verified=False)


# --- cases -------------------------------------------------------------------------------------------------------

def charges(facts: Facts) -> set[tuple[str, str]]:
    return {(str(v.get("party")), str(v.get("code"))) for v in facts.get("violations") or ()}


def _conduct(facts: Facts) -> tuple[date | None, date | None]:
    first = as_date(facts, "violation_on")
    return first, as_date(facts, "violation_ended_on") or first


def same_conduct(facts: Facts, row: Row) -> bool:
    """Whether the days of the conduct meet; days that are not known are taken to meet."""
    told = [*(row.get("conduct") or ()), "", ""]
    first, last = _conduct(facts)
    begun, ended = as_date({"d": told[0]}, "d"), as_date({"d": told[1] or told[0]}, "d")
    if first is None or last is None or begun is None or ended is None:
        return True
    return first <= ended and begun <= last


def _filed_before(s: Situation) -> list[Row]:
    """Cases other agencies have filed and not handed on, about the same party and the same kind of violation."""
    facts = s.facts or {}
    names = tuple(str(p.get("name")) for p in facts.get("parties") or ())
    mine = charges(facts)
    return [r for r in firsts(s, "penalty_ordinary", names) if r.get("filed_on") and not r.get("away")
            and mine & {(str(p), str(c)) for p, c in r.get("charges") or ()}]


def _named(s: Situation, row: Row) -> str:
    held = charges(s.facts or {}) & {(str(p), str(c)) for p, c in row.get("charges") or ()}
    return "、".join(f"{p} {c}" for p, c in sorted(held))


def _first_filed(s: Situation) -> Unmet | None:
    if designated_to_us(s.view):
        return None
    same = [r for r in _filed_before(s) if same_conduct(s.facts or {}, r) and not r.get("fined")]
    if not same:
        return None
    first = min(same, key=lambda r: str(r["filed_on"]))
    return Unmet(f"{first['agency']}已于 {first['filed_on']} 对同一违法行为立案（{first['no']}，{_named(s, first)}），由最先立案的机关管辖",
                 cure="把线索移送该机关；对管辖有争议的，协商解决，协商不成的报请共同的上一级机关指定管辖", who=str(first["agency"]))


def _fined_elsewhere(s: Situation) -> Unmet | None:
    same = [r for r in _filed_before(s) if same_conduct(s.facts or {}, r) and r.get("fined")]
    return Unmet(f"{same[0]['agency']}已对同一违法行为作出罚款决定（{same[0]['no']}，{_named(s, same[0])}）",
                 cure="不得再次罚款；属于另一违法行为的，更正违法行为发生之日") if same else None


def _other_conduct(s: Situation) -> Unmet | None:
    other = [r for r in _filed_before(s) if not same_conduct(s.facts or {}, r)]
    if not other or reasoned(s):
        return None
    return Unmet(f"{other[0]['agency']}已对同一当事人的同类违法行为立案（{other[0]['no']}），发生日期不同",
                 cure=f"核对是否为同一违法行为；确为另一行为的，填写「单独办理的理由」（不少于 {REASON_LEAST} 个字）")


def _lead_elsewhere(s: Situation) -> Unmet | None:
    name = str(s.given("suspect") or "")
    open_ = [r for r in firsts(s, "penalty_ordinary", (name,) if name else ()) if r.get("open") and not r.get("away")]
    if not open_:
        return None
    first = open_[0]
    return Unmet(f"{first['agency']}已于 {first['on']} 办理该单位的案件 {first['no']}（{first['matter']}）",
                 cure="照常登记；不属于本机关管辖的，用「移送管辖」及时移送")


CASE_GATES = (
    facts_say(FIRST_FILED, "first_filed", "同一违法行为由最先立案的机关管辖", _first_filed),
    facts_say(penalty_law(29), "fined_elsewhere", "同一违法行为不得给予两次以上罚款", _fined_elsewhere),
    facts_say(penalty_law(29), "other_conduct", "他机关对同一当事人的同类行为已经立案的，写明为什么是另一违法行为", _other_conduct,
              severity=Severity.DEFECT),
)
LEAD_GATES = (
    facts_say((HANDED_ON, penalty_law(25, 1)), "lead_elsewhere", "他机关已在办理的，登记之后及时移送", _lead_elsewhere,
              severity=Severity.WARNING),
)


# --- designated, handed on ---------------------------------------------------------------------------------------

def designation(view: FileView) -> tuple[str, Event] | None:
    """The latest designation that concerns this file: (number of its file, event)."""
    found = [(k.no, e) for k in view.links if k.kind == "assigned" and k.procedure == "competence"
             for e in k.view.done("designate")]
    return max(found, key=lambda x: x[1].recorded_at, default=None)


def designated_to_us(view: FileView) -> bool:
    known = designation(view)
    return known is not None and known[1].facts.get("competent_code") == view.attrs.get("agency_code")


def _designated_elsewhere(s: Situation) -> Unmet | None:
    known = designation(s.view)
    if known is None or known[1].facts.get("competent_code") == s.view.attrs.get("agency_code"):
        return None
    no, event = known
    return Unmet(f"{event.occurred_at.date()} 已指定由{event.facts.get('competent_name')}管辖（{no}），本机关不得再办理「{s.act.zh}」",
                 cure="把全案材料移送被指定的机关", cure_act="transfer_agency" if not s.done("transfer_agency") else None)


def standing_transfer(view: FileView) -> Event | None:
    """A transfer that stands: not brought back by a designation in favour of this agency."""
    sent = view.last("transfer_agency")
    known = designation(view)
    if sent is None or (known and known[1].recorded_at > sent.recorded_at and designated_to_us(view)):
        return None
    return sent


def _moved_away(s: Situation) -> Unmet | None:
    sent = standing_transfer(s.view)
    return Unmet(f"本案已于 {sent.occurred_at.date()} 移送{sent.facts.get('addressee')}，不得再办理「{s.act.zh}」",
                 cure="等受移送机关接收；受移送机关有异议的，等指定管辖") if sent else None


ELSEWHERE = says(DESIGNATED, "designated_elsewhere", "已指定其他机关管辖的，原机关不得继续办理", _designated_elsewhere)
MOVED = says((PLACE_OF_CONDUCT, HANDED_ON), "moved_away", "已经移送管辖的，原机关不得继续办理", _moved_away)
FORWARD = frozenset({"file_case", "inquiry_notice", "inquiry", "scene_record", "sampling", "register_evidence",
                     "conclude_investigation", "legal_review", "penalty_notice", "collective_discussion", "handling_approval",
                     "decide", "decide_no_penalty"})
"""Acts by which a case goes forward: only the competent agency may do them."""


def kept_by_the_competent(act: Act) -> Act:
    """The act with the two gates, where it carries the case forward."""
    return dataclasses.replace(act, gates=(*act.gates, ELSEWHERE, MOVED)) if act.id in FORWARD else act
