"""A declared ledger as pages: the list with its filters and columns, the form of a line, its history in words."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FactError, FieldSpec
from zhiheng.records.models import Change, Line
from zhiheng.records.queries.ledgers import STATES
from zhiheng.records.queries.ledgers import Asked as AskedLines
from zhiheng.registers.declare import Ledger, said
from zhiheng.web import links
from zhiheng.web.build.fields import Choices, Shown, fields
from zhiheng.web.desk import Desk
from zhiheng.web.listing import Asked, Col, Pick, Ways
from zhiheng.web.parts import Badge, Button, Empty, Link, Timeline, TimelineEntry
from zhiheng.web.parts_form import ActForm, FieldGroup
from zhiheng.web.parts_page import Cell, Column, Row, Table

WHAT = {"attached": "存入资料", "detached": "资料归档",
        "created": "登记", "changed": "修改", "archived": "归档", "restored": "恢复", "merged": "合并", "imported": "导入"}
ORDERS = {"title": "名称", "until": "到期先后", "since": "开始日期，新的在前", "changed": "最近改动在前"}


def href(ledger: Ledger, *parts: object) -> str:
    """Addresses of a ledger: the list, or below it."""
    return "/ledgers/" + "/".join([ledger.id, *(str(p) for p in parts)]) + "/"


def table(ledger: Ledger, rows: Sequence[Line], shown: Sequence[str], on: date, empty: Empty | None = None) -> Table:
    """Lines with the columns named, in that order, as other pages show them; the first leads to the line."""
    made = [*(_column(ledger, name, first=n == 0) for n, name in enumerate(shown)), columns(ledger)[-1]]
    drawn = []
    for line in rows:
        to = ways(ledger, line, on)
        drawn.append(Row(tuple(c.cell(line, on) for c in made), to.button, to.key, to.tone))
    return Table(tuple(c.head for c in made), tuple(drawn), ledger.zh, empty, action_label="")


def _cell(ledger: Ledger, line: Line, spec: FieldSpec) -> Cell:
    if spec.name == ledger.person and line.person:
        return Cell(line.person.name, links.person_href(line.person.username))
    if spec.name == ledger.enterprise and line.enterprise:
        return Cell(line.enterprise.name, links.enterprise_href(line.enterprise.code, line.enterprise.pk))
    return Cell(said(spec, line.values.get(spec.name)) or "—", num=spec.type in ("int", "money"))


def _badge(ledger: Ledger, line: Line, on: date) -> Badge | None:
    if line.archived_at is not None:
        return Badge("已归档", "rest", "archived", title=line.archived_reason)
    mark = ledger.mark(line.values, on)
    return Badge(mark.zh, mark.tone, mark.tone) if mark else None


def columns(ledger: Ledger) -> tuple[Col[Line, date], ...]:
    """Every field that is one value, then what the line says of itself today; the ledger's own columns lead."""
    rest = [s.name for s in ledger.fields if s.name not in ledger.columns and s.type != "rows"]
    made = [_column(ledger, name, first=n == 0) for n, name in enumerate((*ledger.columns, *rest))]
    mark = Col[Line, date]("mark", Column("提示"), lambda line, on: _said_today(ledger, line, on), fixed=True)
    return (*made, mark)


def _column(ledger: Ledger, name: str, *, first: bool) -> Col[Line, date]:
    spec = ledger.spec(name)
    head = Column(spec.zh, num=spec.type in ("int", "money"), wide=spec.type == "longtext")

    def cell(line: Line, on: date) -> Cell:
        drawn = _cell(ledger, line, spec)
        if not first:
            return drawn
        return replace(drawn, href=href(ledger, line.pk), strong=True, text=drawn.text if drawn.text != "—" else line.title)

    return Col(name, head, cell, shown=name in ledger.columns)


def _said_today(ledger: Ledger, line: Line, on: date) -> Cell:
    badge = _badge(ledger, line, on)
    return Cell(badge=badge) if badge else Cell("—")


def ways(ledger: Ledger, line: Line, on: date) -> Ways:
    badge = _badge(ledger, line, on)
    return Ways(str(line.pk), None, "late" if badge is not None and badge.tone == "late" else "plain")


def orders(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """Orders that mean something for the ledger."""
    names = ["title", *(["until"] if ledger.until else []), *(["since"] if ledger.since else []), "changed"]
    return tuple((n, ORDERS[n]) for n in names)


def picks(ledger: Ledger, mine: Desk) -> tuple[Pick, ...]:
    """The ledger's own filters beside those of every ledger."""
    shown = tuple(s for s in STATES if s[0] and (ledger.until or s[0] not in ("out", "soon")))
    return (
        Pick("within", "范围", "links", shown, first="在用"),
        *(_pick(ledger.spec(name)) for name in ledger.filters),
        Pick("q", "关键词", "text"),
        Pick("person", "人员", "fixed"),
        Pick("enterprise", "企业", "fixed"),
    )


def _pick(spec: FieldSpec) -> Pick:
    return Pick(spec.name, spec.zh, "select", tuple(spec.choices) or (("true", "是"), ("false", "否")))


def asked_of(ledger: Ledger, asked: Asked) -> AskedLines:
    """What the address asks, as the query wants it."""
    choices = {n: asked.get(n) for n in ledger.filters if asked.get(n)}
    return AskedLines(asked.get("q"), asked.get("within"), choices, asked.get("person"), asked.get("enterprise"), asked.sort,
                      ledger.warn)


def create(ledger: Ledger, mine: Desk) -> Button | None:
    """The button that enters a line, for whoever keeps the ledger."""
    may = bool(ledger.writes & mine.roles)
    return Button(f"登记{ledger.line}", f"{href(ledger)}new/", kind="primary", icon="plus") if may else None


def buttons(ledger: Ledger, mine: Desk) -> tuple[Button, ...]:
    may = bool(ledger.writes & mine.roles)
    return (Button("导入", f"/imports/{ledger.id}/new/", icon="upload"),) if may else ()


def note(ledger: Ledger, sums: Mapping[str, int]) -> str:
    """The sums below the list, of all lines found."""
    return "　".join(f"{ledger.spec(n).zh}合计 {said(ledger.spec(n), v) or '0'}" for n, v in sums.items())


def form(ledger: Ledger, action: str, raw: Mapping[str, Any], choices: Choices, *, errors: Sequence[FactError] = (),
         version: int = 0, title: str = "", firm: str = "") -> ActForm:
    """The form of a line; the same fields, words and faults as the form of an act. ``firm``: whose code is filled in."""
    by_path = {e.path: e.says for e in errors}
    made = fields(ledger.fields, Shown(raw, {}, by_path), choices)
    made = tuple(replace(f, hint=firm) if firm and f.name == ledger.enterprise else f for f in made)
    hidden = (("version", str(version)),) if version else ()
    return ActForm(f"ledger-{ledger.id}", title or f"登记{ledger.line}", action, (FieldGroup("", made),), subject=ledger.zh,
                   draft="带 * 的必填", errors=tuple(Link(e.says, f"#f-{e.path.split('.')[0]}") for e in errors),
                   submit="保存", save="", after=ledger.about, hidden=hidden)


def timeline(ledger: Ledger, rows: Sequence[Change]) -> Timeline:
    """The history of a line: who, when, which field from what to what."""
    return Timeline(tuple(_entry(ledger, row) for row in rows))


def _entry(ledger: Ledger, row: Change) -> TimelineEntry:
    names = {s.name: s for s in ledger.fields}
    moved = [f"{names[n].zh}：{said(names[n], old) or '空'} → {said(names[n], new) or '空'}"
             for n, (old, new) in row.fields.items() if n in names]
    moved += [str(new or old) for n, (old, new) in row.fields.items() if n == "attachment"]
    detail = "；".join([*moved, *([f"理由：{row.reason}"] if row.reason else [])]) if row.what != "created" else ""
    moment = row.at.astimezone(TZ)
    return TimelineEntry(f"{moment:%Y-%m-%d}", row.by.name if row.by else "系统", f"{WHAT[row.what]}（{moment:%H:%M}）",
                         row.what, detail=detail)
