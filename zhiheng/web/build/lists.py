"""Lists of files: which columns each has, how a row is said, how the filters stand in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from zhiheng.kernel.money import figures
from zhiheng.kernel.procedure import Procedure
from zhiheng.kernel.visit_modes import MODES
from zhiheng.law.procedures.inspection_facts import SOURCES
from zhiheng.records.queries.lists import FileRow, Page
from zhiheng.web import links
from zhiheng.web.build.words import clock_badge, day_text
from zhiheng.web.desk import Desk
from zhiheng.web.listing import Col, Pick, Ways
from zhiheng.web.parts import Badge, Button, Empty, Link, Risk
from zhiheng.web.parts_page import Cell, Column, Row, Table

GRADES: Mapping[str, str] = {"A": "蓝", "B": "蓝", "C": "黄", "D": "红"}
_SOURCES = dict(SOURCES) | {"emergency": "紧急先查", "joined": "并入检查"}
_MODES = dict(MODES)
STATES = (("overdue", "已超期"), ("today", "今日到期"), ("week", "七日内到期"), ("ended", "已办结"), ("all", "全部"))
"""Without a choice a list shows what is in hand."""
IN_HAND = "办理中"
ORDERS = (("due", "期限（办结的按新旧）"), ("newest", "建卷日期，新的在前"), ("oldest", "建卷日期，早的在前"),
          ("ended", "办结日期，新的在前"), ("firm", "企业名称"))
@dataclass(frozen=True)
class Drawn:
    """What the cells of a page may look at: the desk, the procedures, fines of the files (fen)."""

    desk: Desk
    procedures: Mapping[str, Procedure]
    fines: Mapping[int, int]
    modes: Mapping[int, str] = field(default_factory=dict)


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


def _mode(r: FileRow, d: Drawn) -> Cell:
    return Cell(_MODES.get("joint" if r.file.kind == "joined" else d.modes.get(r.file.pk, "routine"), "—"))


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


def _opened(r: FileRow, d: Drawn) -> Cell:
    return Cell(day_text(r.file.opened_at))


def _ended(r: FileRow, d: Drawn) -> Cell:
    return Cell(day_text(r.file.ended_at) if r.file.ended_at else "—")


def _agency(r: FileRow, d: Drawn) -> Cell:
    return Cell(r.file.agency.short_name or r.file.agency.name)


def _area(r: FileRow, d: Drawn) -> Cell:
    return Cell(r.file.enterprise.area or "—" if r.file.enterprise else "—")


def _domain(r: FileRow, d: Drawn) -> Cell:
    return Cell(r.file.domain or "—")


def _place(r: FileRow, d: Drawn) -> Cell:
    return Cell(r.file.place or "—")


def _numbered(r: FileRow, d: Drawn) -> Cell:
    return Cell(str(r.file.event_count), num=True)


FURTHER: tuple[Col[FileRow, Drawn], ...] = (
    Col("firm", Column("企业", wide=True), _firm, shown=False),
    Col("parties", Column("当事人"), _parties, shown=False),
    Col("grade", Column("级别"), _grade, shown=False),
    Col("no", Column("案卷号"), _no, shown=False),
    Col("opened", Column("建卷日期"), _opened, shown=False),
    Col("ended", Column("办结日期"), _ended, shown=False),
    Col("agency", Column("机关"), _agency, shown=False),
    Col("area", Column("企业所在地"), _area, shown=False),
    Col("place", Column("地点", wide=True), _place, shown=False),
    Col("domain", Column("执法领域"), _domain, shown=False),
    Col("events", Column("记录", num=True), _numbered, shown=False),
)
"""Columns any list of files can show."""
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
        FileList(
            "competence",
            "管辖协调案卷",
            "/competence/",
            "监督考评",
            (_HEAD, (Column("事项", wide=True), _matter), (Column("机关"), _agency), *_TAIL, (Column("建卷日期"), _opened)),
            "没有符合条件的管辖协调案卷。",
        ),
        FileList(
            "serious_breach",
            "严重失信名单案卷",
            "/serious-breaches/",
            "监管对象",
            (_HEAD, (Column("对象", wide=True), _firm), (Column("列入对象"), _parties), *_TAIL, (Column("案卷号"), _no)),
            "没有符合条件的案卷。",
        ),
        FileList(
            "commitment",
            "承诺制案卷",
            "/commitments/",
            "监管对象",
            (_HEAD, (Column("企业", wide=True), _firm), (Column("级别"), _grade), *_TAIL, (Column("案卷号"), _no)),
            "没有符合条件的承诺。",
        ),
        FileList(
            "team_standard",
            "标准化创建案卷",
            "/standard-files/",
            "队伍保障",
            (_HEAD, (Column("创建单位", wide=True), _matter), *_TAIL, (Column("建卷日期"), _opened)),
            "没有符合条件的创建案卷。",
            new=("/new/team_standard/list_unit/", "列入创建名单", frozenset({"officer", "section_head"})),
        ),
    )
}


def columns(spec: FileList) -> tuple[Col[FileRow, Drawn], ...]:
    """The columns of the declaration, then those every list of files has for whoever wants them.

    A column is known in addresses by the name of its cell (else by its word).
    """
    own = [Col(c.key or _key(cell) or c.label, c, cell) for c, cell in spec.columns]
    known = {c.key for c in own} | {c.head.label for c in own}
    if spec.by_kind:
        own.append(Col("mode", Column("检查方式"), _mode, shown=False))  # asks once more: for whoever wants it
    return (*own, *(c for c in FURTHER if c.key not in known and c.head.label not in known))


def _key(cell: CellOf) -> str:
    name = getattr(cell, "__name__", "").strip("_")
    return name if name.isidentifier() else ""


def ways(r: FileRow, d: Drawn) -> Ways:
    """The row leads to its next act, late ones with their bar."""
    return Ways(r.file.no, _button(r, d.desk), "late" if r.urgency == "overdue" else "plain")


def create(spec: FileList, mine: Desk) -> Button | None:
    """The button that opens a file of this list, for the posts that may."""
    if spec.new is None or not spec.new[2] & mine.roles:
        return None
    return Button(spec.new[1], spec.new[0], kind="primary", icon="plus")


def _button(r: FileRow, mine: Desk) -> Button:
    if r.file.ended_at is None and r.clock_act and "officer" in mine.roles:
        return Button(r.clock_act_zh, links.act_href(r.file.no, r.clock_act), r.clock_act)
    return Button("查看", links.file_href(r.file.no))


def picks(spec: FileList, mine: Desk) -> tuple[Pick, ...]:
    """The filters of a list of files."""
    declared = mine.rules.procedures.get(spec.procedure) if mine.post else None
    stages = tuple((s.id, s.zh) for s in declared.stages) if declared else ()
    found = [Pick("state", "状态", "links", STATES, first=IN_HAND, also=(("open", IN_HAND),)), Pick("stage", "阶段", "select", stages)]
    if spec.by_kind:
        found.append(Pick("type", "来源", "select", tuple(SOURCES)))
        found.append(Pick("mode", "检查方式", "select", tuple(MODES), more=True))
    return (
        *found,
        Pick("who", "人员", "text"),
        Pick("q", "关键词", "text"),
        Pick("on", "建卷日期", "period", more=True),
        Pick("year", "建卷年度", "number", more=True),
        Pick("mine", "只看", "fixed", says=lambda _: "本人经办"),
    )


def ready(mine: Desk) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Views everybody needs; each is only an address."""
    own: tuple[tuple[str, Mapping[str, str]], ...] = ()
    if "officer" in mine.roles:
        own = (("我的在办", {"mine": "1"}), ("我的超期", {"mine": "1", "state": "overdue"}))
    return (*own, ("本机关超期", {"state": "overdue"}), ("最新办结", {"state": "ended", "sort": "newest"}))


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
