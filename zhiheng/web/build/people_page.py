"""One person: what stands in the way of signing today, registration, certificates, work in hand, the year, the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from zhiheng.actions.people import person_fields, person_values
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FieldSpec
from zhiheng.records.models import Certificate, Change, Mandate, Person
from zhiheng.records.queries.people_list import covers, suspended
from zhiheng.records.queries.workload import Taker, Task
from zhiheng.registers.appraisal import GROUPS, SheetLine
from zhiheng.registers.declare import said
from zhiheng.registers.person import QUALIFIED
from zhiheng.registers.shortfall import Shortfall
from zhiheng.web import links
from zhiheng.web.build.law_words import law_links
from zhiheng.web.build.words import day_text
from zhiheng.web.parts import Badge, Band, Empty, Timeline, TimelineEntry
from zhiheng.web.parts_page import Cell, Column, Row, Table

SOON = timedelta(days=60)
SHORT = timedelta(days=30)
WEEK = timedelta(days=7)
FILES = 6
"""Files named behind a line of the yearly sheet; the rest are counted."""
_CARD_WORDS = {"issuer": "发证机关", "area": "执法区域", "issued_on": "发证日期", "fields": "领域", "valid_from": "有效期自",
               "valid_until": "有效期至", "suspensions": "暂扣", "person": "持证人"}


def card_band(person: Person, card: Certificate | None, officer: bool, tasks: int | None, on: date) -> Band | None:
    """Why this person cannot sign today, or from when on; who renews, and what waits. None when nothing is wrong."""
    if not officer:
        return None
    waits = f"在办 {tasks} 件案卷等着签署。" if tasks else ""
    todo = "换证、续证由本机关法制人员向司法行政部门（行政执法监督机构）申办，取得新证后由系统管理员登记；在此以前由其他持证人员办理。"
    basis = law_links((QUALIFIED,), on)
    if card is None:
        return Band("没有登记执法证，今天不能签署执法文书", "late", basis, "no-card", f"{waits}通过执法资格考试、取得执法证后由系统管理员登记。")
    held = suspended(card, on)
    if held is not None:
        return Band(f"执法证 {card.number} 自 {held[0]} 至 {held[1]} 暂扣，今天不能签署执法文书", "late", basis, "suspended",
                    f"理由：{held[2] or '没有写明'}。{waits}在此以前由其他持证人员办理；提前恢复的由系统管理员登记。")
    if card.valid_until < on:
        return Band(f"执法证 {card.number} 已于 {card.valid_until} 到期，自 {card.valid_until + timedelta(days=1)} 起不能签署执法文书", "late",
                    basis, "expired", waits + todo)
    if not covers(card, on):
        return Band(f"执法证 {card.number} 自 {card.valid_from} 起有效，此前不能签署执法文书", "late", basis, "not-yet",
                    f"{waits}在此以前由其他持证人员办理。")
    left = card.valid_until - on
    if left > SOON:
        return None
    step = 7 if left <= WEEK else 30 if left <= SHORT else 60
    return Band(f"执法证 {card.number} 于 {card.valid_until} 到期（{left.days} 天后），次日起不能签署执法文书", "late" if left <= WEEK else "due",
                basis, f"expiring-{step}", waits + todo)


def facts_rows(person: Person) -> tuple[tuple[str, str], ...]:
    """What is registered, in words; what is not is left out."""
    held = person_values(person)
    rows = [(s.zh, _said(s, held.get(s.name))) for s in person_fields() if s.name != "name"]
    return tuple((zh, word) for zh, word in rows if word)


def _said(spec: FieldSpec, value: Any) -> str:
    if spec.type == "bool" and not value:
        return ""
    return said(spec, value)


def tasks_table(found: Sequence[Task], card: Certificate | None, on: date) -> Table:
    """The open files with their next term; those that fall due without a certificate stand out."""
    rows = tuple(_task_row(t, card, on) for t in found)
    columns = (Column("案卷"), Column("名称", wide=True), Column("领域"), Column("下一期限"), Column("到期"), Column("证件"))
    return Table(columns, rows, "在办案卷", Empty("没有在办案卷。"), action_label="")


def _task_row(t: Task, card: Certificate | None, on: date) -> Row:
    due = t.due_at.astimezone(TZ).date() if t.due_at else None
    fault = _fault_on(card, max(due, on) if due else on, t.file.domain)
    mark = Cell(badge=Badge(fault, "late", "card")) if fault else Cell("—")
    return Row((Cell(t.file.no, links.file_href(t.file.no), strong=True), Cell(t.file.title), Cell(t.file.domain or "—"),
                Cell(t.clock or "—"), Cell(day_text(due) if due else "—"), mark), key=t.file.no,
               tone="late" if due is not None and due < on else "plain")


def _fault_on(card: Certificate | None, day: date, domain: str) -> str:
    if card is None:
        return "没有执法证"
    if suspended(card, day) is not None:
        return "届时暂扣"
    if not card.valid_from <= day <= card.valid_until:
        return f"{day:%m-%d} 证件无效"
    return f"领域不含{domain}" if domain and domain not in card.fields else ""


def takers_table(found: Sequence[Taker], agency: str) -> Table:
    """Who could take over today, the least busy first."""
    rows = tuple(Row((Cell(t.name, links.person_href(t.username), strong=True), Cell("、".join(t.fields)), Cell(str(t.files), num=True)),
                     key=t.username) for t in found)
    return Table((Column("姓名"), Column("执法证领域"), Column("在办", num=True)), rows, "今天可以接手的人员",
                 Empty(f"{agency}今天没有其他证件有效的执法人员，请上级机关统筹。"), action_label="")


def sheet_table(lines: Sequence[SheetLine], open_to_reader: frozenset[str], drawn: Sequence[Mapping[str, Any]]) -> Table:
    """The year by groups, beside it what the sheet said when it was drawn; files as far as the reader may open them."""
    then = {str(w.get("item")): w.get("number") for w in drawn}
    order = sorted(lines, key=lambda x: GROUPS.index(x.kind.group))
    columns = (Column("类别"), Column("项目"), Column("现在", num=True), *((Column("生成时", num=True),) if drawn else ()),
               Column("怎么算", wide=True), Column("案卷", wide=True))
    return Table(columns, tuple(_sheet_row(x, open_to_reader, then if drawn else None) for x in order), "工作实绩", action_label="")


def _sheet_row(x: SheetLine, open_to_reader: frozenset[str], then: Mapping[str, Any] | None) -> Row:
    shown = [no for no in x.files if no in open_to_reader][:FILES]
    more = len(x.files) - len(shown)
    text = "、".join(shown) + (f"{'等' if shown else ''}共 {len(x.files)} 件" if more else "")
    frozen = () if then is None else (Cell(f"{then.get(x.kind.zh, 0)} {x.kind.unit}", num=True),)
    return Row((Cell(x.kind.group), Cell(x.kind.zh, strong=True), Cell(f"{x.number} {x.kind.unit}", num=True), *frozen,
                Cell(x.kind.about), Cell(text or "—", links.file_href(shown[0]) if shown else "")), key=x.kind.id)


def frozen_table(work: Sequence[Mapping[str, Any]]) -> Table:
    """The sheet as it was drawn."""
    rows = tuple(Row((Cell(str(w.get("item", ""))), Cell(f"{w.get('number', 0)} {w.get('unit', '')}", num=True)), key=str(n))
                 for n, w in enumerate(work))
    return Table((Column("项目"), Column("数量", num=True)), rows, "考核表", action_label="")


def lacks_table(found: Sequence[Shortfall]) -> Table:
    """What somebody lacks, by which rule, until when."""
    rows = tuple(Row((Cell(s.says, strong=True, lines=(s.basis,)), Cell(s.remedy), Cell(s.due.isoformat() if s.due else "—")),
                     key=s.kind, tone="late" if s.late else "plain") for s in found)
    return Table((Column("短缺和依据", wide=True), Column("怎么办", wide=True), Column("期限")), rows, "短缺",
                 Empty("培训、证件、制服都没有短缺。"), action_label="")


def history(person: Person, changes: Sequence[Change]) -> Timeline:
    """The registration and the certificates: who changed what, and why."""
    return Timeline(tuple(_entry(c) for c in changes))


def _entry(c: Change) -> TimelineEntry:
    specs = {s.name: s for s in person_fields()}
    words = _CARD_WORDS | {"left_on": "离岗日", "handover": "交接安排", "agency": "机关"} | {k: s.zh for k, s in specs.items()}
    moved = [f"{words[n]}：{_word(specs.get(n), old) or '空'} → {_word(specs.get(n), new) or '空'}"
             for n, (old, new) in c.fields.items() if n in words]
    what = {"created": "登记", "changed": "变更"}.get(c.what, c.what)
    text = f"{'执法证 ' + c.target if c.register == 'certificate' else '人员'}{what}"
    moment = c.at.astimezone(TZ)
    detail = "；".join([*(moved if c.what != "created" else ()), *([f"理由：{c.reason}"] if c.reason else [])])
    return TimelineEntry(f"{moment:%Y-%m-%d}", c.by.name if c.by else "系统", text, c.what, detail=detail)


def _word(spec: FieldSpec | None, value: Any) -> str:
    if spec is not None:
        return said(spec, value)
    return "、".join(str(v) for v in value) if isinstance(value, list) else str(value or "")


def open_posts(posts: Sequence[Mandate], on: date) -> tuple[tuple[str, str], ...]:
    """Posts that may be ended: (key, words)."""
    return tuple((str(p.pk), f"{p.agency.short_name or p.agency.name} · {p.get_role_display()}（自 {p.since}）")
                 for p in posts if p.until is None or p.until > on)
