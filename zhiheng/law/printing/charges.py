"""A party's violations one by one, as notices and decisions print them: fact, duty, penalty clause, evidence, amount.

Each violation is weighed apart and the fines are added up; 行政处罚法 44 and 59 ask for the facts, the reasons and the
basis of every one of them. Pure.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from zhiheng.kernel.facts import Facts
from zhiheng.kernel.view import FileView, Subject
from zhiheng.law import violations as catalogue
from zhiheng.law.procedures.penalty import narrate, state

TOLD = frozenset({"penalty_notice", "hearing_right_notice"})
DECIDED = frozenset({"penalty_decision_org", "penalty_decision_person"})
_NUMBERED = re.compile(r"^\s*(?:[（(][一二三四五六七八九十]+[）)]|\d+[.、．])\s*")
Charge = dict[str, Any]


def charges(code: str, view: FileView, facts: Facts, party: Subject | None) -> list[Charge]:
    """Rows {title, fact, violated, punished, evidence, factors, fine_fen, other}; the two articles are lists.

    Empty when the paper prints no charges, when nothing is proposed for the party, or when the fines of the rows are
    not the sum that the act states: the paper then prints the act's own words.
    """
    if party is None or code not in TOLD | DECIDED:
        return []
    rows = state.rows_of(_proposed(code, view), party)
    stated = facts.get("fine_amount" if code in DECIDED else "proposed_fine")
    if not rows or int(stated or 0) != state.fine_of(rows):
        return []
    told, several = _sentences(facts, len(rows)), len(rows) > 1
    return [_charge(view, facts, row, told[n], several) for n, row in enumerate(rows)]


def _proposed(code: str, view: FileView) -> Sequence[state.Row]:
    if code in DECIDED:
        return state.proposal_rows(view)
    report = view.last("conclude_investigation")
    return tuple(report.facts.get("proposals") or ()) if report else ()


def _sentences(facts: Facts, count: int) -> list[str]:
    """The officer's own sentence for each violation: one a line. Otherwise the text stands whole, before the list."""
    text = str(facts.get("illegal_facts") or "")
    lines = [_NUMBERED.sub("", line).strip() for line in text.splitlines() if line.strip()]
    return lines if len(lines) == count else [text] if count == 1 else [""] * count


def _charge(view: FileView, facts: Facts, row: state.Row, sentence: str, several: bool) -> Charge:
    code = str(row.get("violation") or "")
    entry = next((v for v in catalogue.every() if v.code == code), None)
    duties = [a.zh() for a in entry.duty] if entry else []
    clauses = [a.zh() for a in entry.penalties] if entry else []
    return {
        "title": entry.title if entry else code, "fact": narrate.closed(sentence),
        "violated": _cited(facts.get("violated_provisions"), duties, several),
        "punished": _cited(facts.get("penalty_basis"), clauses, several),
        "evidence": evidence_of(view, code), "factors": str(row.get("reasons") or facts.get("discretion_reason") or ""),
        "fine_fen": int(row.get("fine") or 0), "other": _others(row)}


def _cited(stated: Any, own: list[str], several: bool) -> list[str]:
    """What the act cites of this violation's articles; a single violation takes all that the act cites."""
    said = [str(x) for x in stated or ()] if isinstance(stated, (list, tuple)) else [str(stated)] if stated else []
    if not several and said:
        return said
    return [a for a in own if a in said] or own


def evidence_of(view: FileView, code: str) -> list[str]:
    """The evidence of the report for one violation, each named once."""
    report = view.last("conclude_investigation")
    rows = report.facts.get("evidence") or () if report else ()
    return list(dict.fromkeys(str(r["name"]) for r in rows if r.get("violation") == code and r.get("name")))


def _others(row: state.Row) -> list[str]:
    kinds = [state.KIND_ZH.get(k, str(k)) for k in row.get("kinds") or () if k not in ("fine", "confiscate_gain")]
    gain = int(row.get("gain") or 0)
    return kinds + ([f"没收违法所得人民币{gain // 100:,}.{gain % 100:02d}元"] if gain else [])


def proposal(view: FileView, rows: Sequence[state.Row]) -> str:
    """What is proposed, one paragraph a party: every violation with its amount, then the sum."""
    lines = []
    for party in state.parties(view):
        mine = state.rows_of(rows, party)
        if not mine:
            continue
        parts = [f"{_title(r)}，{state.sentence((r,))}" for r in mine]
        total = f"；合计{state.sentence(mine)}" if len(mine) > 1 else ""
        lines.append(f"对{party.name}：{'；'.join(parts)}{total}。")
    return "\n".join(lines)


def _title(row: state.Row) -> str:
    code = str(row.get("violation") or "")
    return next((v.title for v in catalogue.every() if v.code == code), code)
