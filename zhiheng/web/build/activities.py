"""Activities and standardisation drawn: types by months with reach, evidence that is missing; progress by standard."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zhiheng.kernel.facts import as_date
from zhiheng.records.models import Line
from zhiheng.records.queries.activities import Done
from zhiheng.registers.catalogue import ledger
from zhiheng.web import links
from zhiheng.web.build.ledgers import href
from zhiheng.web.desk import CASE_POSTS, Desk
from zhiheng.web.parts import Badge, Band, Button, Empty, Figure, FigureStrip
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

HREF = "/activities/"
BOOK, STANDARD = ledger("activities"), ledger("standardisation")
KINDS = BOOK.spec("kind").choices
OWN = dict(STANDARD.spec("own").choices)
ACCEPTED = dict(STANDARD.spec("acceptance").choices)
STANDARD_BANDS = (Band("五项标准的名称和创建条目是本系统自行归纳：市级方案（市应急发〔2023〕7号）要求按《应急管理综合执法队伍标准化建设规范》创建，"
                       "规范正文没有取得，条目以上级印发的标准为准。", "rest", key="own"),)


def figures(done: Done) -> FigureStrip:
    rows = done.rows
    proved = sum(1 for x in rows if done.proved(x))
    return FigureStrip(f"{done.year} 年", (
        Figure("times", "活动", str(len(rows)), href=href(BOOK), definition="本年度登记的活动次数，不含已归档的。"),
        Figure("people", "参加人次", f"{sum(int(x.values.get('people_count') or 0) for x in rows):,}", definition="各次活动参加人数之和。"),
        Figure("firms", "覆盖企业", f"{sum(int(x.values.get('firm_count') or 0) for x in rows):,}",
               definition="各次活动参加企业数之和，一家企业参加两次计两次。"),
        Figure("proved", "佐证率", f"{proved * 100 // len(rows)}%" if rows else "—", str(proved), str(len(rows)) if rows else "", "#unproved",
               definition="登记了佐证材料或者存有照片、资料的次数除以活动次数。", percent=proved * 100 / len(rows) if rows else None)))


def months(done: Done) -> Table:
    """One row a type, twelve months, times, people, enterprises, evidence."""
    counts = done.counts
    rows = []
    for kind, zh in KINDS:
        times, people, firms, proved = done.reach(kind)
        if times:
            rows.append(Row((Cell(zh, links.with_query(href(BOOK), {"kind": kind}), strong=True),
                             *(Cell(str(counts.get((kind, m), "")), num=True) for m in range(1, 13)), Cell(str(times), num=True),
                             Cell(f"{people:,}", num=True), Cell(f"{firms:,}", num=True), Cell(f"{proved}/{times}", num=True)), key=kind))
    heads = (Column("类型"), *(Column(f"{m}月", num=True) for m in range(1, 13)), Column("合计", num=True), Column("人次", num=True),
             Column("企业", num=True), Column("有佐证", num=True))
    return Table(heads, tuple(rows), "按类型和月份", Empty("本年度没有登记活动。", Button("登记活动", f"{href(BOOK)}new/")), action_label="")


def panels(done: Done, roles: frozenset[str]) -> tuple[Panel, ...]:
    bare = [x for x in done.rows if not done.proved(x)]
    add = (Button("登记活动", f"{href(BOOK)}new/", kind="primary", icon="plus"),) if BOOK.writes & roles else ()
    years = tuple(Button(f"{y} 年", f"{HREF}?year={y}") for y in (done.year - 1, done.year + 1))
    return (
        Panel("按类型和月份", (months(done),), tools=(*years, Button("导出 Excel", f"{HREF}export/?year={done.year}", icon="download"), *add),
              key="months"),
        Panel("没有佐证材料", (_list(bare, done),), str(len(bare)) if bare else "", key="unproved"),
        Panel("最近的活动", (_list(done.rows[:20], done),), key="recent", tools=(Button("全部", href(BOOK)),)))


def _list(rows: Sequence[Line], done: Done) -> Table:
    names = dict(KINDS)
    def row(x: Line) -> Row:
        files = done.kept.get(str(x.pk), 0)
        proof = f"存件 {files}" if files else "、".join(x.values.get("evidence") or ())
        return Row((Cell(str(x.since)), Cell(x.title, href(BOOK, x.pk), strong=True, lines=(x.agency.short_name or x.agency.name,)),
                    Cell(names.get(str(x.values.get("kind")), "")), Cell(str(x.values.get("people_count") or 0), num=True),
                    Cell(str(x.values.get("firm_count") or "—"), num=True),
                    Cell(proof) if proof else Cell(badge=Badge("没有佐证", "due", "bare"))), Button("查看", href(BOOK, x.pk)), str(x.pk))
    heads = (Column("日期"), Column("活动", wide=True), Column("类型"), Column("人数", num=True), Column("企业", num=True), Column("佐证", wide=True))
    return Table(heads, tuple(row(x) for x in rows), "活动", Empty("没有。"))


def proved(x: Line, kept: Mapping[str, int]) -> bool:
    return bool(x.values.get("evidence")) or str(x.pk) in kept


def standard_figures(rows: Sequence[Line], kept: Mapping[str, int]) -> FigureStrip:
    met = sum(1 for x in rows if x.values.get("own") == "met")
    good = sum(1 for x in rows if x.values.get("acceptance") == "passed")
    backed = sum(1 for x in rows if proved(x, kept))
    def rate(key: str, zh: str, n: int, says: str) -> Figure:
        return Figure(key, zh, f"{n * 100 // len(rows)}%" if rows else "—", str(n), str(len(rows)) if rows else "", "#items", definition=says,
                      percent=n * 100 / len(rows) if rows else None)
    return FigureStrip("标准化创建", (
        rate("met", "自评达标", met, "自评为达标的条目除以全部条目。"),
        rate("backed", "有佐证", backed, "登记了佐证材料或者存有照片、资料的条目除以全部条目。"),
        rate("passed", "验收通过", good, "上级验收通过的条目除以全部条目。")))


def standard_panels(rows: Sequence[Line], kept: Mapping[str, int], mine: Desk) -> tuple[Panel, ...]:
    add = (Button("登记条目", f"{href(STANDARD)}new/", kind="primary", icon="plus"),) if STANDARD.writes & mine.roles else ()
    open_ = [x for x in rows if x.values.get("acceptance") != "passed"]
    files = (Button("创建案卷", "/standard-files/"),) if CASE_POSTS & mine.roles else ()
    return (Panel("各单位进度", (_progress(rows, kept),), key="progress", tools=(*files, *add)),
            Panel("未通过的条目", (_items(open_, kept, mine.now.date()),), str(len(open_)) if open_ else "", key="items",
                  tools=(Button("全部条目", href(STANDARD)), Button("导出 Excel", f"{href(STANDARD)}export/", icon="download"))))


def _progress(rows: Sequence[Line], kept: Mapping[str, int]) -> Table:
    """One row an agency and standard."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for x in rows:
        groups.setdefault((x.agency.short_name or x.agency.name, str(x.values.get("standard"))), []).append(x)
    names = dict(STANDARD.spec("standard").choices)
    def row(where: str, standard: str, held: list[Line]) -> Row:
        n = len(held)
        met, good = (sum(1 for x in held if x.values.get(f) == v) for f, v in (("own", "met"), ("acceptance", "passed")))
        return Row((Cell(where, strong=True), Cell(names.get(standard, standard)), Cell(str(n), num=True), Cell(f"{met}/{n}", num=True),
                    Cell(f"{sum(1 for x in held if proved(x, kept))}/{n}", num=True), Cell(f"{good}/{n}", num=True)), key=f"{where}-{standard}")
    heads = (Column("单位"), Column("标准", wide=True), Column("条目", num=True), Column("自评达标", num=True), Column("有佐证", num=True),
             Column("验收通过", num=True))
    return Table(heads, tuple(row(w, s, held) for (w, s), held in groups.items()), "各单位进度", Empty("还没有登记创建条目。"), action_label="")


def _items(rows: Sequence[Line], kept: Mapping[str, int], on: date) -> Table:
    def row(x: Line) -> Row:
        due = as_date(x.values, "deadline")
        late = due is not None and due < on
        failed = x.values.get("acceptance") == "failed"
        when = Cell(badge=Badge(f"{due} 已超期", "late", "late")) if late else Cell(str(due or "—"))
        proof = kept.get(str(x.pk), 0)
        return Row((Cell(str(x.values.get("number")), href(STANDARD, x.pk), strong=True), Cell(str(x.values.get("requirement"))),
                    Cell(x.person.name if x.person else "—"), when, Cell(OWN.get(str(x.values.get("own")), "")),
                    Cell(f"存件 {proof}" if proof else "、".join(x.values.get("evidence") or ()) or "—"),
                    Cell(badge=Badge("验收不通过", "late", "failed")) if failed else Cell(ACCEPTED.get(str(x.values.get("acceptance")), ""))),
                   Button("办理", href(STANDARD, x.pk)), str(x.pk), "late" if late or failed else "plain")
    heads = (Column("编号"), Column("内容", wide=True), Column("责任人"), Column("期限"), Column("自评"), Column("佐证"), Column("验收"))
    return Table(heads, tuple(row(x) for x in rows), "未通过的条目", Empty("没有未通过的条目。"))
