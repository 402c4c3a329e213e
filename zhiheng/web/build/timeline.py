"""The timeline: every entry of the record in words, newest first; late entries say so."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from zhiheng.kernel.engine import role_zh
from zhiheng.kernel.procedure import Procedure
from zhiheng.kernel.view import ACT, DRAFT, RELEASE, RETURN, SIGN, WITHDRAW
from zhiheng.records.clock import today
from zhiheng.records.models import Event, Evidence, Paper
from zhiheng.web.build.law_words import md, minute
from zhiheng.web.links import draft_href, paper_href
from zhiheng.web.parts import Link, Tab, Tabs, Timeline, TimelineEntry, Tone

LATE_AFTER = timedelta(hours=24)
SHOWN = 60
TABS = (("all", "全部"), ("act", "行为"), ("paper", "文书"), ("evidence", "证据"), ("opinion", "他人意见"), ("hops", "会签全程"))
TONES: dict[str, Tone] = {ACT: "done", RETURN: "late", RELEASE: "due", WITHDRAW: "rest"}


def timeline(no: str, events: Sequence[Event], papers: Sequence[Paper], evidence: Sequence[Evidence],
             procedure: Procedure, names: Mapping[str, str], *, kind: str = "all", whole: bool = False) -> Timeline:
    """Entries of one kind; the newest sixty unless the whole record is asked for."""
    by_event: dict[int, list[Paper]] = {}
    for p in papers:
        by_event.setdefault(p.event_seq, []).append(p)
    items = {e.event_seq: e for e in evidence}
    drafts = {e.ref for e in events if e.kind == ACT and e.ref}
    folded = drafts if kind == "all" else set()
    chosen = [e for e in reversed(events) if _belongs(e, kind, by_event) and not _told_by_the_act(e, folded)]
    hops: dict[int, list[Event]] = {}
    for e in events:
        if e.kind == SIGN and e.ref:
            hops.setdefault(e.ref, []).append(e)
    rows = [_entry(no, e, by_event.get(e.seq, []), items.get(e.seq), procedure, names, drafts, hops.get(e.ref or -1, []))
            for e in (chosen if whole else chosen[:SHOWN])]
    if len(chosen) > len(rows):
        more = Link(f"显示其余 {len(chosen) - len(rows)} 项", "?" + urlencode({"t": kind, "whole": 1}))
        rows.append(TimelineEntry("", "", "更早的记录", links=(more,)))
    return Timeline(tuple(rows), _tabs(kind))


def _tabs(kind: str) -> Tabs:
    return Tabs(tuple(Tab(zh, f"?t={key}#timeline", key == kind) for key, zh in TABS), "时间线")


def _told_by_the_act(e: Event, effective: set[int]) -> bool:
    """Submission and signatures of an act that took effect stand in small print below it."""
    return (e.kind == DRAFT and e.seq in effective) or (e.kind == SIGN and e.ref in effective)


def _belongs(e: Event, kind: str, papers: Mapping[int, list[Paper]]) -> bool:
    match kind:
        case "act":
            return e.kind == ACT
        case "paper":
            return bool(papers.get(e.seq))
        case "evidence":
            return e.kind == "evidence"
        case "opinion":
            return e.kind in (SIGN, RETURN, RELEASE)
        case "hops":
            return e.kind in (DRAFT, SIGN, RETURN, WITHDRAW, ACT)
        case _:
            return True


def _entry(no: str, e: Event, papers: Sequence[Paper], item: Evidence | None, procedure: Procedure,
           names: Mapping[str, str], effective: set[int], hops: Sequence[Event]) -> TimelineEntry:
    zh = procedure.act(e.act).zh if e.act in procedure.names() else e.act
    target = f"（{e.subject_names}）" if e.subject_names and e.kind != "evidence" else ""
    text, detail = _said(e, f"「{zh}」{target}")
    links = [Link(f"{p.zh}{f' {p.no}' if p.no else ''}", paper_href(p.pk)) for p in papers]
    if item is not None:
        links.append(Link(f"{item.key} {item.title}", f"/files/{no}/evidence/{item.key}/"))
    if e.kind == DRAFT and e.seq not in effective:
        links.append(Link("看送签稿", draft_href(no, e.seq)))
    who = e.actor_name or names.get(e.actor_id, e.actor_id)
    if e.kind == ACT and e.signers:
        who = " ".join(dict.fromkeys(names.get(s[1], s[1]) for s in e.signers[:2]))
    notes = "；".join(_note(n, names) for n in e.notes)
    if e.kind == ACT and len(hops) > 1:
        detail = " → ".join(_hop(h, names, e) for h in hops)
    return TimelineEntry(stamp(e), who, text, e.act if e.kind == ACT else f"{e.kind}:{e.act}",
                         TONES.get(e.kind, "plain"), tuple(links), _late(e), "；".join(x for x in (detail, notes) if x))


def stamp(e: Event) -> str:
    """11-18 09:20; with the year when it is another than the running one."""
    said = minute(e.occurred_at)
    return said.removeprefix(f"{today().year}-")


def _hop(h: Event, names: Mapping[str, str], e: Event) -> str:
    """审核 张伟 11-13：同意."""
    said = h.facts.get("opinion")
    return f"{names.get(h.actor_id, h.actor_name)} {md(h.recorded_at, e.occurred_at)}{f'：{said}' if said else ''}"


def _said(e: Event, act: str) -> tuple[str, str]:
    """What happened, and the small print below it."""
    facts = e.facts
    match e.kind:
        case _ if e.kind == DRAFT:
            return f"提交{act}会签", ""
        case _ if e.kind == SIGN:
            return f"签署{act}", _opinion(e)
        case _ if e.kind == RETURN:
            where = f"（第 {facts['paragraph']} 段）" if facts.get("paragraph") else ""
            return f"退回{act}", f"理由{where}：{facts.get('reason', '')}"
        case _ if e.kind == WITHDRAW:
            return f"撤回{act}", str(facts.get("reason", ""))
        case _ if e.kind == RELEASE:
            return f"放行{act}的一项条件", f"{facts.get('says', '')} —— 理由：{facts.get('reason', '')}"
        case "evidence":
            return f"收入证据 {facts.get('key', '')} {facts.get('title', '')}", f"指纹 {str(facts.get('sha256', ''))[:16]}…"
    return act.strip("「」") if "（" not in act else act.replace("「", "").replace("」", ""), ""


def _opinion(e: Event) -> str:
    said = e.facts.get("opinion")
    return f"{e.facts.get('step') or role_zh(e.role)}{f'：{said}' if said else ''}"


def _note(note: Mapping[str, object], names: Mapping[str, str]) -> str:
    released = note.get("released")
    if isinstance(released, Mapping):
        return f"经{names.get(str(released.get('by')), str(released.get('by')))}放行：{note.get('says')}"
    return f"提醒：{note.get('says')}"


def _late(e: Event) -> str:
    """补录 晚 26 小时: when it was entered long after it happened."""
    gap = e.recorded_at - e.occurred_at
    if gap <= LATE_AFTER or e.kind not in (ACT, "evidence"):
        return ""
    hours = int(gap.total_seconds() // 3600)
    return f"补录 晚 {hours} 小时" if hours < 72 else f"补录 晚 {hours // 24} 日"
