"""Why an act is not open: the engine's obstacles as the why-not block, for all its subjects at once."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.engine import Judgement, Obstacle, role_zh
from zhiheng.kernel.procedure import Gate, Procedure, Severity
from zhiheng.kernel.view import FileView
from zhiheng.web.build.law_words import law_links, md
from zhiheng.web.links import act_href
from zhiheng.web.parts import Button, MetGate, UnmetGate, Weight, WhyNot

WEIGHTS: dict[Severity, Weight] = {Severity.VOID: "block", Severity.DEFECT: "release", Severity.WARNING: "remind"}


@dataclass(frozen=True)
class Asker:
    """Who asks: only what he may do becomes a button."""

    roles: frozenset[str]
    may_act: bool


def why_not(judgements: Sequence[Judgement], view: FileView, procedure: Procedure, asker: Asker, *,
            folded: bool = True) -> WhyNot:
    """Every unmet gate of one act: what the asker can do, what others must do, what only waits."""
    act = judgements[0].act
    on = view.today  # a gate is judged by the procedure in force on the day of the step, not of the conduct
    found = _merged(judgements)
    ordered = sorted(found, key=lambda pair: _rank(pair[0], view, procedure, asker))
    unmet = tuple(_gate(o, act.id, subjects, len(judgements), view, procedure, asker, on) for o, subjects in ordered)
    met = _met(judgements)
    return WhyNot(act.id, act.zh, unmet, tuple(MetGate(g.rule, law_links(g.articles, on)) for g in met),
                  law_on=law_day(view).isoformat(), folded=folded)


def law_day(view: FileView) -> date:
    """The day whose law the file goes by (行政处罚法 37): that of the conduct, else today."""
    return view.violation_on or view.today


def _merged(judgements: Iterable[Judgement]) -> list[tuple[Obstacle, list[str]]]:
    """The same sentence of several subjects once, with the subjects it holds for."""
    found: dict[tuple[str, str], tuple[Obstacle, list[str]]] = {}
    for j in judgements:
        for o in j.obstacles:
            if o.stops or o.severity is not Severity.VOID:
                found.setdefault((o.gate, o.says), (o, []))[1].append(o.subject or "")
    return list(found.values())


def _rank(o: Obstacle, view: FileView, procedure: Procedure, asker: Asker) -> tuple[bool, bool, bool]:
    mine = bool(o.cure_act) and _his(o, procedure, asker)
    return o.earliest is not None and not mine, not mine, o.released is not None


def _his(o: Obstacle, procedure: Procedure, asker: Asker) -> bool:
    if not o.cure_act or o.cure_act not in procedure.names():
        return False
    by = procedure.act(o.cure_act).by
    return asker.may_act and bool(set(by) & asker.roles or ("handler" in by and "officer" in asker.roles))


def _gate(o: Obstacle, act: str, subjects: list[str], of: int, view: FileView, procedure: Procedure, asker: Asker,
          on: date) -> UnmetGate:
    named = "、".join(s.name for k in subjects if (s := view.subject(k))) if of > len(subjects) else ""
    detail = f"（{named}）" if named else ""
    earliest = f"{md(o.earliest)} · 无需操作" if o.earliest else ""
    says = o.says
    if o.released:
        says = f"{o.says}（已由{_name(view, o.released.by)} {md(o.released.at)} 放行：{o.released.reason}）"
    return UnmetGate(
        o.gate, says + detail, law_links(o.articles, on), WEIGHTS[o.severity], who=o.who or ("" if o.earliest else o.cure),
        earliest=earliest, cure=_cure(o, subjects, view, procedure, asker), release=_release(o, act, view, asker, subjects))


def _name(view: FileView, person: str) -> str:
    return view.people[person].name if person in view.people else person


def _cure(o: Obstacle, subjects: list[str], view: FileView, procedure: Procedure, asker: Asker) -> Button | None:
    if o.released or not _his(o, procedure, asker):
        return None
    act = procedure.act(str(o.cure_act))
    key = subjects[0] if subjects and subjects[0] and view.subject(subjects[0]) and act.per.value != "file" else ""
    same = key if key and view.subject(key).kind == act.per.value else ""  # type: ignore[union-attr]
    return Button(act.zh, act_href(view.no, act.id, same), act.id)


def _release(o: Obstacle, act: str, view: FileView, asker: Asker, subjects: list[str]) -> Button | None:
    """A superior releases; an officer asks for it."""
    if o.severity is not Severity.DEFECT or o.released or not asker.may_act or not view.no:
        return None
    who = o.release_by or "bureau_head"
    word = "说明理由放行…" if who in asker.roles else f"申请{role_zh(who)}放行…"
    query = f"?subject={subjects[0]}" if subjects and subjects[0] else ""
    return Button(word, f"/files/{view.no}/release/{act}/{o.gate}/{query}", kind="quiet")



def _met(judgements: Sequence[Judgement]) -> list[Gate]:
    """Gates that are met for every subject."""
    common = list(judgements[0].met)
    for j in judgements[1:]:
        common = [g for g in common if g in j.met]
    return common
