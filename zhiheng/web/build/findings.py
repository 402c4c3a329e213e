"""The closed loop of an inspection: each problem with its basis, what was done, the day, the re-inspection."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zhiheng.kernel.clock import end_of_day
from zhiheng.kernel.engine import Judgement
from zhiheng.kernel.procedure import Act, Per, Procedure
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import Event, FileView, Subject
from zhiheng.law import violations
from zhiheng.records.models import Finding
from zhiheng.records.queries.file_page import FilePage
from zhiheng.web.build.law_words import md
from zhiheng.web.build.words import clock_badge
from zhiheng.web.links import act_href, file_href
from zhiheng.web.parts import Badge, Button
from zhiheng.web.parts_page import Cell, Column, Row, Table

RESULT = {"pass": Badge("合格", "done", "pass"), "fail": Badge("不合格", "late", "fail"),
          "partial": Badge("部分整改", "due", "partial")}
COLUMNS = (Column("问题", wide=True), Column("处置", wide=True), Column("期限"), Column("企业回复"), Column("复查"),
           Column("处罚"))


def findings_table(p: FilePage, judged: Sequence[tuple[Act, list[Judgement]]], procedure: Procedure, rules: Rules,
                   now: datetime, may_act: bool) -> Table | None:
    """A row a problem; nothing for files without problems and for penalty cases."""
    if not p.findings or procedure.id == "penalty_ordinary":
        return None
    rows = tuple(_row(p, f, procedure, rules, now, _next(p, f, judged) if may_act else None) for f in p.findings)
    return Table(COLUMNS, rows, f"问题 {len(rows)}", action_label="下一步")


def _row(p: FilePage, f: Finding, procedure: Procedure, rules: Rules, now: datetime, button: Button | None) -> Row:
    level = Cell(f.text, lines=_lines(f), badge=Badge("重大", "late", "major", icon="warn") if f.major else None)
    done = [e for e in p.view.events if e.kind == "act" and f.key in e.subjects]
    handled = "、".join(f"{procedure.act(e.act).zh} {md(e.occurred_at)}" for e in done) or "未处置"
    reply, checked, case = _elsewhere(p.view, f.key)
    again = checked or p.view.last("reinspect", f.key)
    due = clock_badge(end_of_day(f.due_on), now, rules.calendar) if f.due_on and not (again and again.facts.get("result") == "pass") \
        else None
    cells = (level, Cell(handled), Cell("" if due else md(f.due_on), badge=due),
             Cell(md(reply.occurred_at) if reply else "—"),
             Cell(md(again.occurred_at) if again else "—", badge=RESULT.get(str(again.facts.get("result"))) if again else None),
             Cell(case or "—", file_href(case) if case else ""))
    return Row(cells, button, f.key)


def _lines(f: Finding) -> tuple[str, ...]:
    """The rule, the item of the handbook, and how the officer took it: an act of the catalogue, or only advice and why."""
    item, reason = f.attrs.get("item"), f.attrs.get("advice_reason")
    said = (f.basis, f"检查项 {item}" if item else "", f"涉嫌：{_title(f.violation)}" if f.violation else "",
            f"仅提示整改：{reason}" if reason else "")
    return tuple(s for s in said if s)


def _title(code: str) -> str:
    try:
        return f"{violations.get(code).title}（{code}）"
    except KeyError:
        return code


def _elsewhere(view: FileView, key: str) -> tuple[Event | None, Event | None, str]:
    """What the files that came from this one say of the same problem: reply, re-inspection, case number."""
    reply = checked = None
    case = ""
    for link in view.links:
        other = link.subjects.get(key)
        if link.relation != "outcome" or other is None:
            continue
        if link.procedure == "rectification":
            reply = link.view.last("reply", other) or reply
            checked = link.view.last("reinspect", other) or checked
        elif link.procedure == "penalty_ordinary":
            case = link.no
    return reply or view.last("reply", key), checked, case


def _next(p: FilePage, f: Finding, judged: Sequence[tuple[Act, list[Judgement]]]) -> Button | None:
    """The first act that is lawful for a problem nothing has been done about."""
    if any(e.kind == "act" and f.key in e.subjects for e in p.view.events) and p.file.procedure == "inspection":
        return None
    for act, js in judged:
        if act.per is not Per.FINDING or p.view.last(act.id, f.key):
            continue
        if any(j.lawful and _is(j.subject, f.key) for j in js):
            return Button(act.zh, act_href(p.file.no, act.id, f.key), act.id)
    return None


def _is(subject: Subject | None, key: str) -> bool:
    return subject is not None and subject.key == key
