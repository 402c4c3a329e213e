"""How a delegation is printed: items by name from the power list, kinds and limit in words."""
from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.kernel.facts import Facts, as_date
from zhiheng.kernel.money import capital, figures
from zhiheng.kernel.view import FileView, Subject
from zhiheng.law import powers
from zhiheng.law.procedures.delegation_facts import BOUNDS, ENDS
from zhiheng.law.procedures.delegation_gates import codes_in
from zhiheng.law.procedures.penalty.words import KINDS

Printed = dict[str, Any]


def limit_words(bound: str, limit: int | None) -> str:
    """低于 ¥30,000.00（人民币叁万元整，不含本数）."""
    if bound == "none" or limit is None:
        return "不限"
    word = dict(BOUNDS)[bound].split("（")[0]
    return f"{word} {figures(limit)}（{capital(limit)}，{'不含' if bound == 'below' else '含'}本数）"


def item_words(place: str, codes: tuple[str, ...], on: date) -> list[str]:
    """CF-008 对未按规定设安全管理机构……的处罚; the code alone where the list of the day does not name it."""
    listed = powers.version(place, on)
    held = {i.code: i.name for i in listed.items} if listed else {}
    return [f"{code} {held[code]}" if code in held else code for code in codes]


def _drafted(view: FileView) -> Facts:
    draft = view.last("draft")
    return draft.facts if draft else {}


def _grantee(view: FileView, facts: Facts) -> str:
    known = (view.attrs.get("grantees") or {}).get(str(facts.get("grantee") or "").upper()) or {}
    return str(known.get("name") or facts.get("grantee") or "")


def letter(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    """The agreement prints its draft as reviewed, with the signatures of the day."""
    draft = _drafted(view)
    place = str(view.attrs.get("place_id") or "national")
    names = dict(KINDS)
    return {
        "principal": str((view.attrs.get("agency_facts") or {}).get("name") or ""), "agent": _grantee(view, draft),
        "basis": list(draft.get("basis") or ()), "inspection": bool(draft.get("inspection")),
        "matters": item_words(place, codes_in(draft), as_date(draft, "since") or view.today),
        "kinds": [names.get(k, k) for k in draft.get("kinds") or ()],
        "powers": limit_words(str(draft.get("bound") or "none"), draft.get("limit")), "areas": list(draft.get("areas") or ()),
        "period_start": draft.get("since"), "period_end": draft.get("until"), "supervision": draft.get("supervision"),
        "liability": draft.get("liability"), "replaces": draft.get("replaces"), "issue_date": facts.get("signed_on"),
    }


def ended(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    draft = _drafted(view)
    return {"addressee": _grantee(view, draft), "reason": dict(ENDS).get(str(facts.get("reason")), ""),
            "explanation": facts.get("explanation"), "ended_on": facts.get("ended_on"), "files": list(facts.get("files") or ()),
            "handover": facts.get("handover"), "period_start": draft.get("since"), "period_end": draft.get("until")}


PRINTED = {"entrustment_letter": letter, "entrustment_end_notice": ended}
