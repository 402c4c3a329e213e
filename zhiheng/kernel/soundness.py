"""Is a declaration sound? Faults that can be told without playing it: dangling names, clocks nobody can stop, dead stages.

``faults`` reads the declaration; ``probe`` judges every act on an empty file, which also yields the order that the
gates impose (used by the flow chart). Whether every walk reaches an end is for the random walks of the tests.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from zhiheng.kernel.engine import judge
from zhiheng.kernel.procedure import Act, Clock, Per, Procedure, When
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import FileView, Subject

ROLES = frozenset({"handler", "second", "officer", "section_head", "legal_reviewer", "bureau_head", "archivist",
                   "supervisor", "administrator"})


def faults(procedure: Procedure) -> tuple[str, ...]:
    """Every fault of the declaration, each a Chinese sentence; empty when sound."""
    return (*_acts(procedure), *_stages(procedure), *_clocks(procedure))


def _acts(p: Procedure) -> Iterator[str]:
    if not p.entry:
        yield f"{p.zh}没有可以建立案卷的行为"
    for name in p.entry:
        if name not in p.names():
            yield f"建立案卷的行为「{name}」不存在"
        elif p.act(name).per is not Per.FILE:
            yield f"建立案卷的行为「{name}」须针对全案"
    if not any(a.ends for a in p.acts):
        yield f"{p.zh}没有办结的行为"
    for act in p.acts:
        yield from _act(act)


def _act(act: Act) -> Iterator[str]:
    fields = {f.name for f in act.fields}
    if not act.articles:
        yield f"「{act.zh}」没有写明依据"
    if act.occurs and act.occurs not in fields:
        yield f"「{act.zh}」的发生时间「{act.occurs}」不是它的事实"
    for role in (*act.by, *(s.role for s in act.route)):
        if role not in ROLES:
            yield f"「{act.zh}」写了不存在的角色「{role}」"
    seen: set[str] = set()
    for gate in act.gates:
        if gate.id in seen:
            yield f"「{act.zh}」的条件「{gate.id}」重复"
        seen.add(gate.id)
        if gate.release_by and gate.release_by not in ROLES:
            yield f"条件「{gate.id}」由不存在的角色「{gate.release_by}」放行"


def _stages(p: Procedure) -> Iterator[str]:
    known = {s.id for s in p.stages}
    reached = {p.stages[0].id} | {a.moves_to for a in p.acts if a.moves_to}
    for stage in p.stages:
        if stage.id not in reached:
            yield f"阶段「{stage.zh}」没有行为可以到达"
        for name in stage.milestones:
            if name not in p.names():
                yield f"阶段「{stage.zh}」的节点「{name}」不存在"
    for act in p.acts:
        for wanted in (act.stage, act.moves_to):
            if wanted and wanted not in known:
                yield f"「{act.zh}」写了不存在的阶段「{wanted}」"


def _clocks(p: Procedure) -> Iterator[str]:
    ids = [c.id for c in p.clocks]
    for name in {i for i in ids if ids.count(i) > 1}:
        yield f"时限「{name}」重复"
    for clock in p.clocks:
        yield from _clock(p, clock)


def _clock(p: Procedure, clock: Clock) -> Iterator[str]:
    if not clock.stops:
        yield f"时限「{clock.zh}」没有行为可以停止"
    if not clock.term and not (clock.articles and (clock.due_fact or clock.todo)):  # a duty may have no number of days
        yield f"时限「{clock.zh}」没有期限"
    if clock.todo and clock.todo not in p.names():
        yield f"时限「{clock.zh}」的待办「{clock.todo}」不存在"
    pairs = [w for pair in (*clock.suspends, *clock.excludes) for w in pair]
    for when in (*clock.starts, *clock.stops, *clock.extends, *pairs):
        yield from _when(p, clock, when)


def _when(p: Procedure, clock: Clock, when: When) -> Iterator[str]:
    for name in (when.act, *when.or_acts):
        if name not in p.names():
            yield f"时限「{clock.zh}」提到不存在的行为「{name}」"
    if when.act not in p.names():
        return
    if when.at and when.at not in {f.name for f in p.act(when.act).fields}:
        yield f"时限「{clock.zh}」取「{when.act}」的「{when.at}」，该行为没有这一事实"


def probe(rules: Rules, procedure: Procedure, at: datetime) -> dict[str, tuple[str, ...]]:
    """For every act the acts that must come first, as an empty file says. KeyError: a gate names an unknown act."""
    found = {}
    for act in procedure.acts:
        key = None if act.per is Per.FILE else f"{act.per.value}-1"
        subjects = (Subject(act.per.value, key, "甲", {}),) if key else ()
        empty = FileView("空卷", procedure.id, (), subjects, {}, at, at)
        judged = judge(rules, empty, act.id, subject=key, at=at)
        before = [o.cure_act for o in judged.obstacles if o.cure_act]
        for name in before:
            procedure.act(name)
        found[act.id] = tuple(dict.fromkeys(n for n in before if n != act.id))
    return found
