"""What the file says in sentences: evidence as a report names it, what a party answered, facts violation by violation."""
from __future__ import annotations

import re
from collections.abc import Iterable

from zhiheng.kernel.view import Event, FileView
from zhiheng.law import violations as catalogue
from zhiheng.law.procedures.penalty import state

NO_DEFENCE = "当事人在规定期限内没有提出陈述申辩。"


def answered(view: FileView, party: str, name: str = "当事人") -> str:
    """What a party said in its defence and what the latest review found; empty when it said nothing."""
    claims = [str(c).strip("。；; ") for e in view.done("defence", party) for c in e.facts.get("claims") or ()]
    if not claims:
        return ""
    review = view.last("review_defence", party)
    result = closed(str(review.facts.get("conclusion") or "")) if review else ""
    return f"{name}提出陈述申辩：{'；'.join(claims)}。" + (f"经复核，{result}" if result else "")


def closed(text: str) -> str:
    """One full stop at the end, whatever stood there; empty stays empty."""
    text = text.strip().rstrip("；;，,")
    return text if not text or text[-1] in "。！？…" else text + "。"


def joined(texts: Iterable[str]) -> str:
    """Sentences in a row, each closed once, none said twice."""
    return "".join(dict.fromkeys(closed(t) for t in texts if t.strip()))


def _day(event: Event) -> str:
    on = event.occurred_at
    return f"{on.year}年{on.month}月{on.day}日"


def evidence_names(view: FileView) -> list[tuple[str, str]]:
    """(name, what it proves or "") of the evidence the file holds, as a report names it; the inspection's record first."""
    link = view.link("origin")
    record = link.view.last("record") if link else None
    named = [(f"现场检查记录（{_day(record)}）", "")] if record else []
    for act in state.INVESTIGATION:
        named += [(_evidence_name(act, event), str(event.facts.get("proves") or "")) for event in view.done(act)]
    return list(dict.fromkeys(named))


def _evidence_name(act: str, event: Event) -> str:
    facts, day = event.facts, _day(event)
    if facts.get("name"):
        return str(facts["name"])
    if act == "inquiry":
        return f"{facts.get('subject_name') or ''}的询问笔录（{day}）"
    if act == "register_evidence":
        things = "、".join(str(r.get("name")) for r in facts.get("items") or ())
        return f"先行登记保存的{things}（{day}）"
    return {"scene_record": "勘验笔录", "sampling": "抽样取证凭证", "appraisal_result": "检验（鉴定）意见"}.get(act, "证据") + f"（{day}）"


def articles(rows: tuple[state.Row, ...], which: str) -> list[str]:
    out: list[str] = []
    for row in rows:
        try:
            entry = catalogue.get(str(row.get("violation")))
        except KeyError:
            continue
        out += [a.zh() for a in (entry.duty if which == "duty" else entry.penalties) if a.zh() not in out]
    return out


def _found(view: FileView, code: str) -> tuple[str, str]:
    """(what was found, the provision named) in the inspection the case came from, for one act of the catalogue."""
    link = view.link("origin")
    for x in link.view.of_kind("finding") if link else ():
        if x.attrs.get("violation") == code:
            return x.name, str(x.attrs.get("basis") or "")
    return "", ""


def facts_by_act(view: FileView, rows: tuple[state.Row, ...], whole: str) -> str:
    """One line for each violation when each is described on its own, in the proposal or by the inspection; else all."""
    said = [str(row.get("fact_text") or "") or _found(view, str(row.get("violation")))[0] for row in rows]
    many = len({str(r.get("violation")) for r in state.proposal_rows(view)}) > 1
    return "\n".join(closed(_dated(view, x)) for x in said) if many and said and all(said) else whole


def _dated(view: FileView, text: str) -> str:
    """With the day of the violation in front, unless the sentence names a day itself."""
    on = view.violation_on
    return text if on is None or re.search(r"\d+年\d+月", text) else f"{on.year}年{on.month}月{on.day}日，{text}"


def suspected(cause: str) -> str:
    """The cause of the case after the word 涉嫌: neither that word nor 案 is said twice."""
    act = cause.removeprefix("涉嫌").removesuffix("案")
    return f"{act}违法行为" if act.endswith("项") else act


def duties(view: FileView, rows: tuple[state.Row, ...]) -> list[str]:
    """The duties broken: what the inspection named where the catalogue knows it, else all that the catalogue lists."""
    out: list[str] = []
    for row in rows:
        listed = articles((row,), "duty")
        named = _found(view, str(row.get("violation")))[1]
        out += [a for a in ([named] if named in listed else listed) if a not in out]
    return out
