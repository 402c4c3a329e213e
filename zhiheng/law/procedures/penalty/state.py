"""What the file says, in the words of the penalty procedure: pure readings of the events, used by gates and prefills."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from zhiheng.kernel.facts import as_date
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.view import Event, FileView, Subject
from zhiheng.law.procedures.penalty.words import HEARING_KINDS, KINDS

Row = Mapping[str, Any]
KIND_ZH = dict(KINDS)
INVESTIGATION = ("inquiry", "scene_record", "sampling", "register_evidence", "add_evidence", "appraisal_result")
OUTCOMES = ("decide", "decide_no_penalty", "transfer_criminal", "transfer_other")


def yuan(fen: int) -> str:
    """55000.00-style money for sentences: 5500000 fen -> ¥55,000.00."""
    return f"¥{fen // 100:,}.{fen % 100:02d}"


def parties(view: FileView) -> tuple[Subject, ...]:
    return view.of_kind("party")


def violations(view: FileView) -> tuple[Subject, ...]:
    return view.of_kind("finding")


def proposal_rows(view: FileView) -> tuple[Row, ...]:
    """The amounts as last approved, else as last proposed by the investigators."""
    latest = max((e for a in ("conclude_investigation", "handling_approval") if (e := view.last(a))),
                 key=lambda e: e.seq, default=None)
    return tuple(latest.facts.get("proposals") or ()) if latest else ()


def rows_of(rows: Iterable[Row], party: Subject | None) -> tuple[Row, ...]:
    return tuple(r for r in rows if party is not None and r.get("party") == party.name)


def fine_of(rows: Iterable[Row]) -> int:
    """Fines of several violations are weighed apart and summed; fen."""
    return sum(int(r.get("fine") or 0) for r in rows)


def gain_of(rows: Iterable[Row]) -> int:
    return sum(int(r.get("gain") or 0) for r in rows)


def kinds_of(rows: Iterable[Row]) -> tuple[str, ...]:
    found: list[str] = []
    for row in rows:
        found += [k for k in row.get("kinds") or () if k not in found]
    return tuple(found)


def sentence(rows: Iterable[Row]) -> str:
    """The penalties of some rows in words: 责令停产停业，罚款人民币50,000.00元. Gain is confiscated with its amount."""
    rows = tuple(rows)
    fine, gain = fine_of(rows), gain_of(rows)
    parts = [kinds_zh(k for k in kinds_of(rows) if k not in ("fine", "confiscate_gain" if gain else ""))]
    parts += [f"没收违法所得人民币{yuan(gain)[1:]}元" if gain else "", f"罚款人民币{yuan(fine)[1:]}元" if fine else ""]
    return "，".join(p for p in parts if p)


def kinds_zh(kinds: Iterable[str]) -> str:
    return "、".join(KIND_ZH.get(k, k) for k in kinds)


def notice(s: Situation) -> Event | None:
    """The latest notice of the present party."""
    return s.last("penalty_notice")


def service(s: Situation, document: str, since: Event | None = None) -> Event | None:
    """The latest service of a paper on the present party, after ``since`` when given."""
    found = [e for e in s.view.done("serve", s.key) if document in (e.facts.get("documents") or ())
             and (since is None or e.seq > since.seq)]
    return found[-1] if found else None


def notice_service(s: Situation) -> Event | None:
    """The service of the latest notice; None while it has not been served."""
    told = notice(s)
    return service(s, "penalty_notice", told) if told else None


def open_defences(s: Situation) -> tuple[Event, ...]:
    """Defences of the party that no later review has answered."""
    reviewed = s.last("review_defence")
    return tuple(e for e in s.view.done("defence", s.key) if reviewed is None or e.seq > reviewed.seq)


def since_notice(s: Situation, act: str) -> Event | None:
    """The latest ``act`` for the party after its latest notice."""
    done, told = s.last(act), notice(s)
    return done if done and (told is None or done.seq > told.seq) else None


def hearing_asked(s: Situation) -> Event | None:
    """A request for a hearing that stands: made after the latest notice and not given up afterwards."""
    asked, given_up = since_notice(s, "request_hearing"), since_notice(s, "waive_hearing")
    return asked if asked and not (given_up and given_up.seq > asked.seq) else None


def hearing_grounds(s: Situation, fine: int, gain: int, kinds: Iterable[str], party: Subject | None) -> list[str]:
    """Why the hearing right must be told (63-1); empty when it need not. Thresholds are the place's parameters."""
    person = party is not None and party.attrs.get("kind") == "person"
    limit = int(s.param("hearing_fine_person" if person else "hearing_fine_unit"))
    grounds = [f"拟处罚款 {yuan(fine)}，达到{'个人' if person else '单位'}听证标准 {yuan(limit)}"] if fine >= limit else []
    if gain >= limit:
        grounds.append(f"拟没收违法所得 {yuan(gain)}，达到听证标准 {yuan(limit)}")
    heavy = [k for k in kinds if k in HEARING_KINDS]
    return grounds + ([f"拟{kinds_zh(heavy)}"] if heavy else [])


def collective_grounds(s: Situation) -> list[str]:
    """Why the leaders must discuss the case together (57-2; order 18, 50-3: what brings a hearing; the place's threshold)."""
    rows, concluded = proposal_rows(s.view), s.view.last("conclude_investigation")
    grounds, total = [], fine_of(rows)
    limit = int(s.param("collective_fine_threshold"))
    if total >= limit:
        grounds.append(f"合计 {yuan(total)}，达到本局讨论标准 {yuan(limit)}")
    if concluded and concluded.facts.get("complex_or_major"):
        grounds.append("情节复杂或者重大违法行为")
    if any(r.get("departs") for r in rows):
        grounds.append("拟处罚偏离裁量基准")
    heavy = [k for k in kinds_of(rows) if k in HEARING_KINDS]
    if s.on >= ORDER_18:
        for party in parties(s.view):
            mine = rows_of(rows, party)
            grounds += [f"{party.name}{why}" for why in hearing_grounds(s, fine_of(mine), gain_of(mine), kinds_of(mine), party)]
        return grounds
    return grounds + ([f"拟{kinds_zh(heavy)}"] if heavy else [])


ORDER_18 = date(2026, 2, 1)
"""The day from which every case that meets the conditions of a hearing is one for the leaders together."""


def review_grounds(s: Situation) -> list[str]:
    """Why legal review is compulsory (58-1, or every case where the place says so)."""
    concluded = s.view.last("conclude_investigation")
    facts = concluded.facts if concluded else {}
    grounds = [zh for name, zh in (("public_interest", "涉及重大公共利益"), ("many_relations", "案情疑难复杂、涉及多个法律关系"))
               if facts.get(name)]
    if s.view.done("hold_hearing"):
        grounds.append("经过听证程序")
    if s.param("legal_review_all"):
        grounds.append("本局规定普通程序案件均须法制审核")
    return grounds


def passed_review(view: FileView) -> Event | None:
    """The latest legal review when it passed and nothing that had to be reviewed came after it."""
    latest = view.last("legal_review")
    if latest is None or latest.facts.get("opinion") not in ("pass", "pass_after"):
        return None
    later = [e for a in ("conclude_investigation", "hearing_report") if (e := view.last(a)) and e.seq > latest.seq]
    return None if later else latest


def crime_signs(view: FileView) -> tuple[str, ...]:
    latest = view.last("conclude_investigation")
    return tuple(latest.facts.get("criminal_signs") or ()) if latest else ()


def crime_judgement(view: FileView) -> str | None:
    """What the legal review made of the indicators, when it came after the report."""
    review, report = view.last("legal_review"), view.last("conclude_investigation")
    if review is None or (report and review.seq < report.seq):
        return None
    return str(review.facts.get("check_crime") or "") or None


def handed_over(s: Situation) -> Event | None:
    """A transfer to the police that still stands (not returned or declined since)."""
    sent, back = s.last("transfer_criminal"), s.view.last("resume")
    if sent and back and back.seq > sent.seq and back.facts.get("ground") in ("police_not_filed", "returned"):
        return None
    return sent


def suspended(view: FileView) -> Event | None:
    """The suspension in force."""
    held, back = view.last("suspend"), view.last("resume")
    return held if held and not (back and back.seq > held.seq) else None


def undisposed(view: FileView) -> tuple[Subject, ...]:
    return tuple(x for x in view.of_kind("evidence") if view.last("dispose_evidence", x.key) is None)


def payment_due(s: Situation) -> date | None:
    """The last day of payment for the party, with an approved deferral counted in."""
    state = s.clock("fine_payment")
    return state.due.on if state and state.due else None


def principal(s: Situation) -> int:
    """What the decision orders to be paid, in fen: fine and confiscated gain."""
    decided = s.last("decide")
    return int(decided.facts.get("fine_amount") or 0) + int(decided.facts.get("gain_amount") or 0) if decided else 0


def paid(s: Situation) -> tuple[int, int]:
    """(principal, added fine) paid so far, in fen."""
    total = sum(int(e.facts.get("amount") or 0) for e in s.view.done("payment", s.key))
    added = sum(int(e.facts.get("added_amount") or 0) for e in s.view.done("payment", s.key))
    return total - added, added


def added_fine(s: Situation, on: date, suspended_days: int = 0) -> int:
    """The added fine due on a day, in fen: 3 % of the fine a day, never above the fine (72-1-1, 73-3).

    Only when the decision said so (行政强制法 45-1). ``suspended_days``: days of review or litigation.
    """
    decided, last_day = s.last("decide"), payment_due(s)
    if decided is None or last_day is None or not decided.facts.get("late_fine"):
        return 0
    fine = int(decided.facts.get("fine_amount") or 0)
    days = max(0, (on - last_day).days - suspended_days)
    return min(fine * 3 * days // 100, fine)


def age_on(party: Subject, on: date | None) -> int | None:
    """Full years of a person on a day; None for units and unknown birth dates."""
    born = as_date(party.attrs, "birth_date") if party.attrs.get("birth_date") else None
    if born is None or on is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def settled(view: FileView, party: Subject) -> str | None:
    """Why a party is not finished yet; None when its outcome is served, performed and published."""
    key = party.key
    if any(view.last(a) for a in ("withdraw_case", "transfer_received", "merge_into")):
        return None
    if view.last("decide", key):
        return _performed(view, key)
    if view.last("decide_no_penalty", key):
        return None if _served(view, key, "no_penalty_decision") else "不予处罚决定书没有送达"
    if view.last("transfer_other", key):
        return None if _served(view, key, "case_transfer_letter") else "案件移送书没有送出"
    if view.last("transfer_criminal", key):
        return None if _served(view, key, "criminal_transfer_letter") else "涉嫌犯罪案件移送书没有送出"
    return "没有处理结果"


def _performed(view: FileView, key: str) -> str | None:
    decided = view.last("decide", key)
    assert decided is not None
    if not _served(view, key, "penalty_decision"):
        return "处罚决定书没有送达"
    owed = int(decided.facts.get("fine_amount") or 0) + int(decided.facts.get("gain_amount") or 0)
    if owed and not any(e.facts.get("settled") for e in view.done("payment", key)):
        return "罚款（违法所得）没有缴清"
    return None if view.last("publish", key) else "处罚信息没有公示"


def _served(view: FileView, key: str, document: str) -> bool:
    return any(document in (e.facts.get("documents") or ()) for e in view.done("serve", key))


def add_days(day: date, days: int) -> date:
    return day + timedelta(days=days)
