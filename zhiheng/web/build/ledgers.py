"""A declared ledger as pages: the list with its filters and columns, the form of a line, its history in words."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FactError, FieldSpec
from zhiheng.records.models import Change, Line
from zhiheng.records.queries.ledgers import STATES, Asked, LinePage
from zhiheng.registers.declare import Ledger, said
from zhiheng.web import links
from zhiheng.web.build.fields import Choices, Shown, fields
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Badge, Button, Empty, Link, Tab, Timeline, TimelineEntry
from zhiheng.web.parts_form import ActForm, FieldGroup
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

WHAT = {"created": "登记", "changed": "修改", "archived": "归档", "restored": "恢复", "merged": "合并", "imported": "导入"}
OWN = ("q", "within", "person", "enterprise", "sort", "cols")
"""Names in the address besides the ledger's own filters, which may well have a field ``state``."""


@dataclass(frozen=True)
class Address:
    """What the address says, known names only."""

    kept: Mapping[str, str]
    columns: tuple[str, ...]
    asked: Asked


def href(ledger: Ledger, *parts: object) -> str:
    """Addresses of a ledger: the list, or below it."""
    return "/ledgers/" + "/".join([ledger.id, *(str(p) for p in parts)]) + "/"


def address(ledger: Ledger, query: Mapping[str, str]) -> Address:
    """Read the query of an address; what the ledger does not know is left out."""
    kept = {k: v.strip()[:80] for k, v in query.items() if (k in OWN or k in ledger.filters) and v.strip()}
    known = [s.name for s in ledger.fields]
    chosen = tuple(c for c in kept.get("cols", "").split(",") if c in known)
    if "cols" in kept and not chosen:
        kept.pop("cols")
    choices = {k: v for k, v in kept.items() if k in ledger.filters}
    asked = Asked(kept.get("q", ""), kept.get("within", ""), choices, kept.get("person", ""), kept.get("enterprise", ""),
                  kept.get("sort", ""), ledger.warn)
    return Address(kept, chosen or ledger.columns, asked)


def table(ledger: Ledger, rows: Sequence[Line], columns: Sequence[str], on: date, empty: Empty | None = None) -> Table:
    """The lines as shown on the page and, the same, in the spreadsheet."""
    specs = [ledger.spec(c) for c in columns]
    heads = [Column(s.zh, num=s.type in ("int", "money"), wide=s.type == "longtext") for s in specs]
    return Table((*heads, Column("提示")), tuple(_row(ledger, r, specs, on) for r in rows), ledger.zh, empty, action_label="")


def _row(ledger: Ledger, line: Line, specs: Sequence[FieldSpec], on: date) -> Row:
    cells = [_cell(ledger, line, s) for s in specs]
    cells[0] = replace(cells[0], href=href(ledger, line.pk), strong=True, text=cells[0].text or line.title)
    badge = _badge(ledger, line, on)
    late = badge is not None and badge.tone == "late"
    return Row((*cells, Cell(badge=badge) if badge else Cell("—")), None, str(line.pk), "late" if late else "plain")


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


def list_page(ledger: Ledger, page: LinePage, at: Address, mine: Desk, sums: Mapping[str, int]) -> ListPage:
    """The whole list of a ledger."""
    base, may = href(ledger), bool(ledger.writes & mine.roles)
    buttons = [Button("导出 Excel", links.with_query(f"{base}export/", at.kept), icon="download")]
    if may:
        buttons.append(Button("导入", f"/imports/{ledger.id}/new/", icon="upload"))
        buttons.append(Button(f"登记{ledger.line}", f"{base}new/", kind="primary", icon="plus"))
    create = Button(f"登记{ledger.line}", f"{base}new/", kind="primary") if may else None
    return ListPage(
        ledger.zh, table(ledger, page.rows, at.columns, mine.now.date(), Empty("没有符合条件的记录。", create)), base,
        _filters(ledger, at), _saved(ledger, at, mine), f"{page.count}+" if page.more_than else str(page.count),
        links.with_query(base, {**at.kept, "exact": "1"}) if page.more_than else "", tuple(buttons),
        links.with_query(base, {**at.kept, "at": page.previous}) if page.previous else "",
        links.with_query(base, {**at.kept, "at": page.next}) if page.next else "",
        tuple((k, v) for k, v in at.kept.items() if k in ("within", "cols", "sort", "person", "enterprise")),
        "　".join(f"{ledger.spec(n).zh}合计 {said(ledger.spec(n), v) or '0'}" for n, v in sums.items()),
        chooser=tuple(Option(s.zh, s.name, s.name in at.columns) for s in ledger.fields if s.type != "rows"),
        keep_href=f"{base}views/", kept_query=links.with_query("", at.kept))


def _filters(ledger: Ledger, at: Address) -> tuple[Filter, ...]:
    base = href(ledger)
    chosen = at.kept.get("within", "")
    shown = [s for s in STATES if ledger.until or s[0] not in ("out", "soon")]
    states = tuple(Option(zh, key, chosen == key, href=links.with_query(base, {**at.kept, "within": key})) for key, zh in shown)
    found = [Filter("within", "范围", "links", states)]
    for name in ledger.filters:
        spec = ledger.spec(name)
        pairs = spec.choices or (("true", "是"), ("false", "否"))
        found.append(Filter(name, spec.zh, "select", tuple(Option(zh, key, at.kept.get(name) == key) for key, zh in pairs)))
    return (*found, Filter("q", "关键词", "text", value=at.kept.get("q", "")))


def _saved(ledger: Ledger, at: Address, mine: Desk) -> tuple[Tab, ...]:
    """The person's own views of this ledger, each only an address."""
    base = href(ledger)
    views = mine.person.settings.get("views", {}).get(ledger.id, [])
    here = links.with_query("", at.kept)
    return tuple(Tab(v["name"], f"{base}{v['query']}", v["query"] == here) for v in views)


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
    detail = "；".join([*moved, *([f"理由：{row.reason}"] if row.reason else [])]) if row.what != "created" else ""
    moment = row.at.astimezone(TZ)
    return TimelineEntry(f"{moment:%Y-%m-%d}", row.by.name if row.by else "系统", f"{WHAT[row.what]}（{moment:%H:%M}）",
                         row.what, detail=detail)
