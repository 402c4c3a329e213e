"""选取偏差: four questions about who is chosen, each with its counts, its threshold and its rows."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhiheng.records.models import Enterprise
from zhiheng.records.queries.bias import LEAST, POINTS, SHARE, Easy, Hands, Officer, Part
from zhiheng.web import links
from zhiheng.web.build.dispatch import percent
from zhiheng.web.parts import Badge, Empty, Figure
from zhiheng.web.parts_page import Cell, Column, Row, Table

HREF = "/bias/"
ROWS = "/bias/rows/"
SHOWN = 300
WHAT = (
    ("never", "从未抽中、从未检查"), ("pairs", "总是同两人检查"), ("persons", "总是同一人检查"), ("easy", "容易的占比"), ("officers", "人员集中度"))


def href(what: str, years: int, **more: str) -> str:
    return links.with_query(ROWS, {"what": what, "years": str(years), **more})


def figures(parts: Sequence[Part], pairs: int, persons: int, visited: int, rows: Sequence[Easy], years: int) -> list[Figure]:
    """Never visited of the directory; always the same two, the same one of the visited; easy ones of the visits."""
    n, d = sum(p.n for p in parts), sum(p.d for p in parts)
    both = rows[0]
    def one(key: str, label: str, n: int, d: int, words: str, target: str, what: str) -> Figure:
        return Figure(key, label, percent(n, d), str(n), str(d), href(what, years), href(what, years), "", words, target,
                      percent=100 * n / d if d else None, badge=None if d else Badge("无应办", "rest"))

    return [
        one("never", f"{years} 年未抽中、未检查", n, d,
            f"在册企业中 {years} 年内没有任何单位检查过、也没有被抽中的 ÷ 在册企业（不含注销、迁出）。", "", "never"),
        one("pairs", "总是同两人检查", pairs, visited,
            f"同一对人员检查至少 {LEAST} 次、且占该企业检查 {SHARE}% 以上的企业 ÷ 检查过的企业。", "", "pairs"),
        one("persons", "总是同一人检查", persons, visited,
            f"同一人检查至少 {LEAST} 次、且占该企业检查 {SHARE}% 以上的企业 ÷ 检查过的企业。", "", "persons"),
        one("easy", "A、B 级占检查的比例", both.visited, both.visits, "检查 A、B 级企业的次数 ÷ 全部检查。"
            f"名录中 A、B 级占 {percent(both.held, both.directory)}，相差 {POINTS} 个百分点以上的在下表标出。", "", "easy"),
    ]


def parts_table(parts: Sequence[Part], years: int, what: str, zh: str) -> Table:
    bare = "未定级" if what == "grade" else "未登记"
    rows = tuple(Row((Cell(p.name or bare, href("never", years, **{what: p.name}) if p.n and p.name else "", strong=True),
                      Cell(str(p.n), num=True), Cell(str(p.d), num=True), Cell(percent(p.n, p.d), num=True)), key=p.name or "none")
                 for p in parts[:SHOWN])
    columns = (Column(zh), Column("未检查", num=True), Column("在册", num=True), Column("占比", num=True))
    return Table(columns, rows, f"按{zh}", Empty("没有在册企业。"), "")


def never_table(rows: Sequence[tuple[Enterprise, date | None]]) -> Table:
    columns = (Column("企业", wide=True), Column("级别"), Column("规模"), Column("所在地"), Column("行业"), Column("上一次检查"))
    return Table(columns, tuple(Row((
        Cell(e.name, links.enterprise_href(e.code, e.pk), strong=True, lines=(e.code or "没有代码",)), Cell(e.grade or "未定级"),
        Cell(e.scale or "—"), Cell(e.area or "—"), Cell(e.industry or "—"), Cell(last.isoformat() if last else "从未检查")), key=str(e.pk))
        for e, last in rows),
        "从未抽中、从未检查", Empty("没有这样的企业。"), "")


def hands_table(rows: Sequence[Hands], zh: str) -> Table:
    columns = (Column("企业", wide=True), Column("级别"), Column("检查人员"), Column("共同检查" if zh == WHAT[1][1] else "其检查", num=True),
               Column("该企业检查", num=True), Column("占比", num=True))
    return Table(columns, tuple(Row((
        Cell(h.firm, links.enterprise_href(h.code or None, h.firm_pk), strong=True), Cell(h.grade or "未定级"), Cell("、".join(h.officers)),
        Cell(str(h.n), num=True), Cell(str(h.d), num=True), Cell(percent(h.n, h.d), num=True)), key=f"{h.firm_pk}-{n}") for n, h in enumerate(rows)),
        zh, Empty(f"没有哪家企业被相同人员检查 {LEAST} 次以上且占 {SHARE}% 以上。"), "")


def easy_table(rows: Sequence[Easy]) -> Table:
    columns = (Column("企业类别"), Column("检查次数", num=True), Column("占检查", num=True), Column("名录家数", num=True), Column("占名录", num=True),
               Column("相差（百分点）", num=True), Column("提示"))
    return Table(columns, tuple(_easy(r) for r in rows), "容易的占比", Empty("没有检查。"), "")


def _easy(r: Easy) -> Row:
    gap = r.gap
    sign = Badge("没有可比", "rest", "none") if gap is None else Badge("偏多", "due", "more") if gap >= POINTS else Badge(
        "偏少", "due", "less") if gap <= -POINTS else Badge("相近", "done", "alike")
    return Row((Cell(r.name, strong=True), Cell(str(r.visited), num=True), Cell(percent(r.visited, r.visits), num=True), Cell(str(r.held), num=True),
                Cell(percent(r.held, r.directory), num=True), Cell("—" if gap is None else f"{gap:+.1f}", num=True), Cell(badge=sign)), key=r.name)


def officers_table(rows: Sequence[Officer]) -> Table:
    columns = (Column("检查人员"), Column("检查次数", num=True), Column("不同企业", num=True), Column("同一企业最多", num=True),
               Column("最多占比", num=True), Column("A、B 级占比", num=True))
    return Table(columns, tuple(Row((
        Cell(o.name, strong=True), Cell(str(o.visits), num=True), Cell(str(o.firms), num=True), Cell(str(o.most), num=True),
        Cell(percent(o.most, o.visits), num=True), Cell(percent(o.easy, o.visits), num=True)), key=f"o{n}") for n, o in enumerate(rows)),
        "人员集中度", Empty("没有检查。"), "")
