"""Lists of files: which columns each has, how a row is said, how the filters stand in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhiheng.kernel.money import figures
from zhiheng.kernel.procedure import Procedure
from zhiheng.law.procedures.inspection_facts import SOURCES
from zhiheng.records.queries.lists import FileRow, Page
from zhiheng.web import links
from zhiheng.web.build.words import clock_badge, day_text
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Badge, Button, Empty, Link, Risk, Tab
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

GRADES: Mapping[str, str] = {"A": "蓝", "B": "蓝", "C": "黄", "D": "红"}
_SOURCES = dict(SOURCES) | {"emergency": "紧急先查"}
STATES = (
    ("", "办理中"),
    ("overdue", "已超期"),
    ("today", "今日到期"),
    ("week", "七日内到期"),
    ("ended", "已办结"),
    ("all", "全部"),
)
"""Without a choice a list shows what is in hand."""
FILTERS = {"type": "kind", "state": "state", "stage": "stage", "who": "officer", "mine": "mine", "q": "q",
           "on_from": "since", "on_to": "until", "year": "year", "sort": "sort"}
"""Names in the address → names of the query."""


@dataclass(frozen=True)
class Drawn:
    """What the cells of a page may look at: the desk, the procedures, fines of the files (fen)."""

    desk: Desk
    procedures: Mapping[str, Procedure]
    fines: Mapping[int, int]


CellOf = Callable[[FileRow, Drawn], Cell]


@dataclass(frozen=True)
class FileList:
    """One list: its procedure, title, address, place in the menu, columns and what is said when it is empty."""

    procedure: str
    title: str
    href: str
    group: str
    columns: tuple[tuple[Column, CellOf], ...]
    empty: str
    by_kind: bool = False
    new: tuple[str, str, frozenset[str]] | None = None  # address and word of the button that opens one, and for whom

    @property
    def name(self) -> str:
        return self.href.strip("/")


def _due(r: FileRow, d: Drawn) -> Cell:
    file = r.file
    if file.ended_at is not None:
        return Cell(badge=Badge("已办结", "done", "ended"), lines=(day_text(file.ended_at),))
    badge = clock_badge(
        file.next_due, d.desk.now, d.desk.rules.calendar, key=file.next_clock, provisional=file.next_provisional
    )
    return Cell(badge=badge, lines=(r.clock_zh,) if r.clock_zh else ())


def _firm(r: FileRow, d: Drawn) -> Cell:
    firm = r.file.enterprise
    if firm is None:
        return Cell(r.file.title, links.file_href(r.file.no), strong=True)
    return Cell(firm.name, links.enterprise_href(firm.code, firm.pk), strong=True)


def _no(r: FileRow, d: Drawn) -> Cell:
    return Cell(r.file.no, links.file_href(r.file.no))


def _matter(r: FileRow, d: Drawn) -> Cell:
    return Cell(r.file.title, links.file_href(r.file.no), strong=True, lines=(r.file.no,))


def _grade(r: FileRow, d: Drawn) -> Cell:
    return Cell(badge=risk(r.file.enterprise.grade)) if r.file.enterprise else Cell()


def risk(grade: str) -> Risk | None:
    """The card of a grade: D red, C yellow, A and B blue."""
    colour = GRADES.get(grade)
    return Risk(colour, f"{grade} 级") if colour else None  # type: ignore[arg-type]


def _kind(r: FileRow, d: Drawn) -> Cell:
    return Cell(_SOURCES.get(r.file.kind, r.file.kind) or "未定")


def _officers(r: FileRow, d: Drawn) -> Cell:
    return Cell(" ".join(name for _, name in r.officers) or "—")


def _found(r: FileRow, d: Drawn) -> Cell:
    if not r.findings:
        return Cell("—", num=True)
    return Cell(f"{r.findings - r.findings_open}/{r.findings} 已处置", num=True)


def _parties(r: FileRow, d: Drawn) -> Cell:
    shown = "、".join(r.parties[:2]) or (r.file.enterprise.name if r.file.enterprise else "—")
    return Cell(f"{shown}等{len(r.parties)}名" if len(r.parties) > 2 else shown)


def _fine(r: FileRow, d: Drawn) -> Cell:
    fine = d.fines.get(r.file.pk)
    return Cell("—" if fine is None else figures(fine), num=True)


def _stage(r: FileRow, d: Drawn) -> Cell:
    return Cell(stage_zh(d.procedures, r.file.procedure, r.file.stage))


def stage_zh(procedures: Mapping[str, Procedure], procedure: str, stage: str) -> str:
    """The Chinese name of a stage."""
    declared = procedures.get(procedure)
    return next((s.zh for s in declared.stages if s.id == stage), "") if declared else ""


_HEAD = (Column("期限"), _due)
_TAIL = ((Column("办案人员"), _officers), (Column("阶段"), _stage))

LISTS: dict[str, FileList] = {
    x.procedure: x
    for x in (
        FileList(
            "inspection",
            "检查任务",
            "/inspections/",
            "执法检查",
            (
                _HEAD,
                (Column("企业", wide=True), _firm),
                (Column("级别"), _grade),
                (Column("来源"), _kind),
                (Column("问题", num=True), _found),
                *_TAIL,
                (Column("案卷号"), _no),
            ),
            "没有符合条件的检查。",
            by_kind=True,
            new=("/inspections/new/", "新建检查", frozenset({"officer"})),
        ),
        FileList(
            "rectification",
            "整改复查",
            "/rectifications/",
            "执法检查",
            (
                _HEAD,
                (Column("企业", wide=True), _firm),
                (Column("级别"), _grade),
                *_TAIL,
                (Column("案卷号"), _no),
            ),
            "没有符合条件的整改复查。",
        ),
        FileList(
            "penalty_ordinary",
            "一般程序案件",
            "/penalties/",
            "处罚与强制",
            (
                _HEAD,
                (Column("案由", wide=True), _matter),
                (Column("当事人"), _parties),
                *_TAIL,
                (Column("罚款合计", num=True), _fine),
            ),
            "没有符合条件的案件。",
        ),
    )
}


def table(rows: Sequence[FileRow], spec: FileList, drawn: Drawn) -> Table:
    lines = tuple(
        Row(
            tuple(cell(r, drawn) for _, cell in spec.columns),
            _button(r, drawn.desk),
            r.file.no,
            "late" if r.urgency == "overdue" else "plain",
        )
        for r in rows
    )
    return Table(tuple(c for c, _ in spec.columns), lines, spec.title, Empty(spec.empty, _create(spec, drawn.desk)))


def _create(spec: FileList, mine: Desk) -> Button | None:
    """The button that opens a file of this list, for the posts that may."""
    if spec.new is None or not spec.new[2] & mine.roles:
        return None
    return Button(spec.new[1], spec.new[0], kind="primary", icon="plus")


def _button(r: FileRow, mine: Desk) -> Button:
    if r.file.ended_at is None and r.clock_act and "officer" in mine.roles:
        return Button(r.clock_act_zh, links.act_href(r.file.no, r.clock_act), r.clock_act)
    return Button("查看", links.file_href(r.file.no))


def page_of(page: Page, spec: FileList, drawn: Drawn, query: Mapping[str, str]) -> ListPage:
    """The whole list. ``query`` is that of the address; only known names are carried on."""
    kept = {k: v for k, v in query.items() if k in FILTERS and v}
    total = f"{page.count}+" if page.more_than else str(page.count)
    buttons = [Button("导出 Excel", links.with_query(f"{spec.href}export/", kept), icon="download")]
    if create := _create(spec, drawn.desk):
        buttons.append(create)
    return ListPage(
        spec.title,
        table(page.rows, spec, drawn),
        spec.href,
        _filters(spec, drawn, kept),
        _saved(spec, drawn.desk, kept),
        total,
        links.with_query(spec.href, kept | {"exact": "1"}) if page.more_than else "",
        tuple(buttons),
        links.with_query(spec.href, kept | {"at": page.previous}) if page.previous else "",
        links.with_query(spec.href, kept | {"at": page.next}) if page.next else "",
        tuple((k, v) for k, v in kept.items() if k in ("state", "mine", "sort", "year")),
    )


def _filters(spec: FileList, drawn: Drawn, kept: Mapping[str, str]) -> tuple[Filter, ...]:
    states = tuple(
        Option(zh, key, kept.get("state", "") == key, href=links.with_query(spec.href, {**kept, "state": key}))
        for key, zh in STATES
    )
    stages = drawn.procedures[spec.procedure].stages if spec.procedure in drawn.procedures else ()
    found = [
        Filter("state", "状态", "links", states),
        Filter("stage", "阶段", "select", _options(((s.id, s.zh) for s in stages), kept.get("stage", ""))),
    ]
    if spec.by_kind:
        found.append(Filter("type", "来源", "select", _options(SOURCES, kept.get("type", ""))))
    found += [
        Filter("who", "人员", "text", value=kept.get("who", "")),
        Filter("q", "关键词", "text", value=kept.get("q", "")),
        Filter("on", "建卷日期", "period", value=kept.get("on_from", ""), value_to=kept.get("on_to", "")),
    ]
    return tuple(found)


def _options(pairs: Iterable[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(zh, key, key == chosen) for key, zh in pairs)


def _saved(spec: FileList, mine: Desk, kept: Mapping[str, str]) -> tuple[Tab, ...]:
    """Filters everybody needs; each is only an address."""
    ready: list[tuple[str, dict[str, str]]] = []
    if "officer" in mine.roles:
        ready = [("我的在办", {"mine": "1"}), ("我的超期", {"mine": "1", "state": "overdue"})]
    ready += [("本机关超期", {"state": "overdue"}), ("最新办结", {"state": "ended", "sort": "newest"})]
    return tuple(Tab(zh, links.with_query(spec.href, wanted), dict(kept) == wanted) for zh, wanted in ready)


def overdue_table(page: Page, mine: Desk) -> Table:
    """Overdue files for those who watch: what, whose, since when."""
    rows = tuple(
        Row(
            (
                Cell(badge=clock_badge(r.file.next_due, mine.now, mine.rules.calendar), lines=(r.clock_zh,)),
                Cell(r.file.title, links.file_href(r.file.no), strong=True, lines=(r.file.no,)),
                Cell(r.file.agency.short_name or r.file.agency.name),
                _officers(r, Drawn(mine, {}, {})),
            ),
            Button("查看", links.file_href(r.file.no)),
            r.file.no,
            "late",
        )
        for r in page.rows
    )
    columns = (Column("期限"), Column("案卷", wide=True), Column("机关"), Column("办案人员"))
    return Table(columns, rows, "超期案卷", Empty("没有超期案卷。"))


def crumbs(spec: FileList) -> tuple[Link, ...]:
    return Link(spec.group), Link(spec.title)
