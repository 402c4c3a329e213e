"""The page of a file, read off the procedure: nodes, what may be done now, why not yet, clocks, papers, parties."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.clocks import LAPSED, LATE, OVERDUE, RUNNING, STOPPED, ClockState
from zhiheng.kernel.engine import Judgement, available, due_clocks, ended, stage
from zhiheng.kernel.procedure import Act, Per, Procedure
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import Draft, FileView
from zhiheng.kernel.visit_modes import MODES
from zhiheng.records.queries.file_page import FilePage
from zhiheng.web.build import evidence as grids
from zhiheng.web.build.competence import standing
from zhiheng.web.build.findings import findings_table
from zhiheng.web.build.gates import Asker, law_day, why_not
from zhiheng.web.build.law_words import law_links, mark, md, state_badge
from zhiheng.web.build.papers import paper_list
from zhiheng.web.build.parties import party_cards, party_rows
from zhiheng.web.build.routes import draft_route
from zhiheng.web.build.timeline import timeline
from zhiheng.web.links import act_href, draft_href, enterprise_href, file_href
from zhiheng.web.parts import (
    ActList,
    Band,
    Button,
    Chain,
    ClockList,
    ClockRow,
    Link,
    Node,
    NodeBar,
    NodeState,
    SignRoute,
)
from zhiheng.web.parts_page import Cell, FileHeader

PROCEDURE_ZH = {"inspection": "检查", "rectification": "整改", "penalty_ordinary": "案卷", "competence": "管辖"}
QUIET = frozenset({"once", "draft_travelling", "file_ended"})


@dataclass(frozen=True)
class Travelling:
    """A draft on its way, or one that came back: its words, its route, where it is read and signed."""

    title: str
    line: str
    route: SignRoute
    button: Button
    returned: bool = False


@dataclass(frozen=True)
class Options:
    """What the address asks for: tab of the timeline, whole record, volume of papers."""

    kind: str = "all"
    whole: bool = False
    volume: str = "main"


def build(rules: Rules, p: FilePage, asker: Asker, person: str, now: datetime, posts: Mapping[str, Sequence[str]],
          options: Options) -> dict[str, Any]:
    """Everything the template draws. No query is made here."""
    view, procedure = p.view, rules.procedure(p.view)
    judged = grouped(available(rules, view, view.people.get(person)))
    states = due_clocks(rules, view)
    names = {k: v.name for k, v in view.people.items()}
    open_acts = [(a, js) for a, js in judged if any(j.lawful for j in js)]
    shut = [js for a, js in judged if not a.side and not any(j.lawful for j in js) and not _over(js)]
    first, later = sorted_acts(
        procedure, view, open_acts, [js for js in shut if js[0].act.id in {m for s in procedure.stages for m in s.milestones}],
        states) if asker.may_act else ([], [])
    stones = {m for s in procedure.stages for m in s.milestones}
    finding_names = {f.key: f.text for f in p.findings}
    return {
        "head": header(rules, p, now),
        "bar": node_bar(procedure, view, states, rules, now, [a for a, _ in open_acts if a.side] if asker.may_act else []),
        "bands": bands(p, procedure),
        "drafts": drafts(p, procedure, person, posts),
        "acts": ActList(tuple(act_button(view, a, js) for a, js in first),
                        more=tuple(act_button(view, a, js) for a, js in later),
                        empty="现在没有由您办理的事项。" if asker.may_act else "您的身份只能查看，不能办理。"),
        "why": tuple(why_not(js, view, procedure, asker) for js in shut if js[0].act.id in stones),
        "why_more": tuple(why_not(js, view, procedure, asker) for js in shut if js[0].act.id not in stones),
        "clocks": clock_list(states, rules, now, view),
        "timeline": timeline(p.file.no, p.events, p.papers, p.evidence, procedure, names, kind=options.kind,
                             whole=options.whole),
        "papers": paper_list(p, procedure, options.volume),
        "evidence": grids.grid(p.file.no, p.evidence, finding_names,
                               asker.may_act and "officer" in asker.roles and not ended(procedure, view)),
        "parties": party_cards(view.of_kind("party")),
        "findings": findings_table(p, judged, procedure, rules, now, asker.may_act),
        "publications": publications(p),
    }


def grouped(judgements: Sequence[Judgement]) -> list[tuple[Act, list[Judgement]]]:
    """Judgements by act, in the order of the procedure. An act about subjects the file does not have is still told."""
    found: dict[str, tuple[Act, list[Judgement]]] = {}
    for j in judgements:
        found.setdefault(j.act.id, (j.act, []))[1].append(j)
    return list(found.values())


Open = list[tuple[Act, list[Judgement]]]


def sorted_acts(procedure: Procedure, view: FileView, open_acts: Open, shut: Sequence[Sequence[Judgement]],
                states: Sequence[ClockState]) -> tuple[Open, Open]:
    """In the lawful order, what is asked for now first: it would open another act, or a clock of ours runs for it.

    Acts of stages already passed stand apart; they stay possible.
    """
    order = [s.id for s in procedure.stages]
    here = order.index(stage(procedure, view).id)
    cures = {o.cure_act for js in shut for j in js for o in j.obstacles if o.stops and o.cure_act}
    asked = {s.clock.todo for s in states if s.clock.todo and s.state in (RUNNING, OVERDUE)}
    main = [x for x in open_acts if not x[0].side]
    now_, later = [], []
    for act, js in main:
        passed = act.stage in order and order.index(act.stage) < here
        wanted = act.id in asked or (act.id in cures and not act.by_party)
        again = bool(view.done(act.id)) and not wanted
        if act.per is Per.FINDING:
            again = all(_handled(view, j.subject.key) for j in js if j.lawful and j.subject)
        (later if (passed and not wanted) or again else now_).append((act, js))
    ranked = sorted(now_, key=lambda x: (not (x[0].id in asked or x[0].id in cures), x[0].by_party))
    return (ranked, later) if ranked else (later, [])


def _handled(view: FileView, key: str) -> bool:
    """Whether any act was done for this very problem."""
    return any(e.kind == "act" and key in e.subjects for e in view.events)


def _over(js: Sequence[Judgement]) -> bool:
    """Whether there is nothing to explain: done, or on its way."""
    return all(any(o.gate in QUIET for o in j.obstacles) for j in js)


def act_button(view: FileView, act: Act, js: Sequence[Judgement]) -> Button:
    """The button opens the form of the first subject it is lawful for."""
    lawful = [j for j in js if j.lawful and j.subject is not None]
    held = view.of_kind(act.per.value) if act.per is not Per.FILE else ()
    marks = "".join(mark(n) for n, s in enumerate(held) if any(j.subject == s for j in lawful)) \
        if act.per is Per.PARTY and len(held) > 1 else ""
    key = lawful[0].subject.key if lawful and not act.together and lawful[0].subject else ""
    return Button(f"{act.zh} {marks}".strip(), act_href(view.no, act.id, key), act.id)


def header(rules: Rules, p: FilePage, now: datetime) -> FileHeader:
    """Number, matter, who handles it with the state of the certificates, the law's day."""
    view, file = p.view, p.file
    filed = next((n.text for n in p.numbers if n.word == "应急立"), "")
    facts = [Cell(f"承办 {_officers(view)}")] if view.officers() else []
    if file.enterprise is not None:
        code = file.enterprise.code
        facts.append(Cell(f"{file.enterprise.name} 一企一档", enterprise_href(code, file.enterprise.pk)))
    if view.procedure == "inspection" and (planned := view.last("plan")):
        facts.append(Cell(mode_words(planned.facts)))
    facts.append(Cell(f"法规适用日 {law_day(view)}{'（行为发生日）' if view.violation_on else ''}"))
    facts.append(Cell(f"建卷 {md(file.opened_at)}"))
    named = "、".join(x.name for x in view.of_kind("party"))
    title = f"{named} — {file.title}" if named and file.title not in named else file.title
    words = [filed, rules.procedure(view).zh]
    more = (Button("导出案卷包", f"{file_href(file.no)}archive/", "archive"),)
    return FileHeader(file.no, title, " · ".join(w for w in words if w), tuple(facts), (),
                      (*_code_button(view), Button("综合浏览", f"{file_href(file.no)}all/")), more, PROCEDURE_ZH.get(file.procedure, "案卷"))


def mode_words(facts: Mapping[str, Any]) -> str:
    """检查方式 联合检查（区消防救援大队）: the form of a visit and who makes it that."""
    who = [str(facts.get("chief") or ""), *(str(x) for n in ("partners", "experts", "trade_heads") for x in facts.get(n) or ())]
    named = "、".join(x for x in who if x)
    return f"检查方式 {dict(MODES).get(str(facts.get('mode') or 'routine'), '单独检查')}{f'（{named}）' if named else ''}"


def _code_button(view: FileView) -> tuple[Button, ...]:
    """The code an officer shows at the gate, from the approval of the plan until the record."""
    shown = view.procedure == "inspection" and (view.done("plan") or view.done("join_visit")) and not (view.done("record") or view.done("call_off"))
    return (Button("亮码（入企检查码）", f"{file_href(view.no)}code/"),) if shown else ()


def _officers(view: FileView) -> str:
    out = []
    for name in view.officers():
        person = view.people.get(name)
        fault = person.certificate.fault(view.today, view.domain) if person and person.certificate else "执法证没有登记"
        out.append(f"{person.name if person else name}（{'证有效' if fault is None else fault}）")
    return " ".join(out)


def node_bar(procedure: Procedure, view: FileView, states: tuple[ClockState, ...], rules: Rules, now: datetime,
             side: Sequence[Act]) -> NodeBar:
    """Stages with the milestones below them; by-ways that are open now."""
    here, over = stage(procedure, view).id, ended(procedure, view)
    order = [s.id for s in procedure.stages]
    nodes = []
    for n, s in enumerate(procedure.stages):
        at = order.index(here)
        state: NodeState = "done" if n < at or (over and n == at) else "current" if n == at else "skipped" if over else "todo"
        nodes.append(Node(s.zh, state, _milestones(procedure, view, s.milestones), s.id))
    byways = tuple(Link(a.zh, act_href(view.no, a.id)) for a in side)
    return NodeBar(tuple(nodes), party_rows(view, states, now, rules.calendar), byways)


def _milestones(procedure: Procedure, view: FileView, acts: Sequence[str]) -> str:
    words = []
    for name in acts:
        done = view.done(name)
        if done:
            count = f"×{len(done)}" if len(done) > 1 else ""
            words.append(f"{procedure.act(name).zh}{count} {md(done[-1].occurred_at, view.opened_at)}")
    return " · ".join(words)


def bands(p: FilePage, procedure: Procedure) -> tuple[Band, ...]:
    """What stands across the page: archived, a sign of crime, a law that changed."""
    out = []
    report = p.view.last("conclude_investigation")
    if report and report.facts.get("criminal_signs"):
        basis = procedure.articles[0].__class__("行政处罚法", "27", 1)
        out.append(Band("可能涉嫌犯罪：须先作移送判断", "late", law_links((basis,), p.view.today), "crime"))
    if p.file.archived_at:
        out.append(Band(f"已归档 · 只读 · 案卷指纹 {p.file.head_hash[:4]}…{p.file.head_hash[-4:]}", "rest",
                        (Link("下载案卷包", f"{file_href(p.file.no)}archive/"),), "archived"))
    elif p.file.ended_at:
        out.append(Band(f"已于 {md(p.file.ended_at)} 办结", "rest", (), "ended"))
    return (*out, *standing(p.view))


def drafts(p: FilePage, procedure: Procedure, person: str, posts: Mapping[str, Sequence[str]]) -> tuple[Travelling, ...]:
    """Drafts on their way and returned ones that nobody took up again."""
    rows = {r.draft_seq: r for r in p.signings}
    by_seq = {d.seq: d for d in p.view.drafts()}
    return tuple(_draft(p, procedure, by_seq[seq], rows[seq].subject_names, posts, person) for seq in rows if seq in by_seq)


def _draft(p: FilePage, procedure: Procedure, d: Draft, subjects: str, posts: Mapping[str, Sequence[str]],
           person: str) -> Travelling:
    act = procedure.act(d.act)
    who = p.view.people[d.actor].name if d.actor in p.view.people else d.actor
    line = f"{md(d.occurred_at)} {who} 提交" + (f" · {subjects}" if subjects else "")
    back = d.state == "returned"
    key = d.subjects[0] if d.subjects and not act.together else ""
    button = Button("修改后重新提交", act_href(p.file.no, act.id, key), act.id) if back and d.actor == person else \
        Button("查看签署", draft_href(p.file.no, d.seq), f"sign:{act.id}")
    return Travelling(act.zh, line, draft_route(d, act, p.view, posts), button, back)


def clock_list(states: Sequence[ClockState], rules: Rules, now: datetime, view: FileView) -> ClockList:
    """Running terms first; those that were kept or have lapsed stay below."""
    rest = (STOPPED, LATE, LAPSED)
    ordered = sorted(states, key=lambda s: s.state in rest)
    return ClockList(tuple(clock_row(s, rules, now, view) for s in ordered))


def clock_row(s: ClockState, rules: Rules, now: datetime, view: FileView) -> ClockRow:
    """One term: from which act, how long, when due, and the count line by line."""
    procedure = rules.procedure(view)
    target = view.subject(s.subject) if s.subject else None
    length = s.term.length_zh() if s.term else "文书载明"
    start = f"{target.name[:16] + ' · ' if target else ''}{md(s.started_at)} {procedure.act(s.started.act).zh}起 {length}"
    told = "管理时限" if s.clock.management else ""
    if s.term and not s.term.verified:
        told = "依据待核 · 管理时限"
    return ClockRow(s.clock.zh, start, state_badge(s, now, rules.calendar), law_links(s.articles, s.started_at.astimezone(TZ).date()),
                    s.due.explanation if s.due else (), told,
                    s.started_at.astimezone(TZ).date())


def chain(p: FilePage) -> Chain | None:
    """关联: the files this one came from and those that came from it, oldest first."""
    if len(p.chain) < 2:
        return None
    links = tuple(Link(f"{PROCEDURE_ZH.get(f.procedure, '案卷')} {f.no}{'（本卷）' if f.pk == p.file.pk else ''}",
                       "" if f.pk == p.file.pk or f.pk in p.beyond else file_href(f.no)) for f in p.chain)
    return Chain(links)


def publications(p: FilePage) -> tuple[tuple[str, str], ...]:
    """The state of publication of each party's result."""
    names = {x.key: x.name for x in p.parties}
    out = []
    for row in p.publications:
        said = f"已公示 {md(row.published_at)}" if row.published_at else f"未公示，截止 {md(row.due_on)}"
        if row.blocked:
            said = f"不能公示：{row.blocked}"
        if row.withdrawn_at:
            said = f"已撤回 {md(row.withdrawn_at)}：{row.withdrawn_reason}"
        out.append((names.get(row.party, row.title), said))
    return tuple(out)
