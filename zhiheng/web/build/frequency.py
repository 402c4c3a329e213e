"""频次台账: the year's visits of an enterprise against its cap, and the enterprises that have reached theirs."""
from __future__ import annotations

from collections.abc import Sequence

from zhiheng.records.queries.frequency import BASIS, AtCap, Ledger, Visit, ledger_of
from zhiheng.web import links
from zhiheng.web.build.dispatch import MODE_ZH, SOURCE_ZH
from zhiheng.web.build.enterprise_page import FirmPage
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

HREF = "/frequency/"


def tab(p: FirmPage) -> tuple[object, ...]:
    """The tab of the enterprise: what stands, then every visit. ``?year=`` an earlier year."""
    asked, now = p.query.get("year", ""), p.mine.now.year
    year = int(asked) if asked.isdecimal() and 2020 <= int(asked) <= now else now
    held = ledger_of(p.firm, year, p.mine.scope)
    tools = (Button("导出 Excel", links.with_query(f"{HREF}firm/", {"firm": str(p.firm.pk), "year": str(year)}), icon="download"),
             Button(f"{year - 1} 年", p.at("frequency", year=str(year - 1))))
    return (Panel(f"{year} 年检查频次", (visits_table(held),), said(held), tools, note=f"{source_of(held)}；规则依据：{BASIS}。"
                  "合并、取消、上级部署专项、有来源文书的举报转办预警事故检查不计入。", key="frequency"),)


def said(held: Ledger) -> str:
    if held.cap.most is None:
        return f"计入 {held.counted} 次，没有上限"
    return f"计入 {held.counted} / 上限 {held.cap.most} 次，" + (f"还可安排 {held.left} 次" if held.left else "已无余额")


def source_of(held: Ledger) -> str:
    return f"上限来自：{held.cap.says or '没有登记'}"


def visits_table(held: Ledger) -> Table:
    columns = (Column("日期"), Column("检查单位"), Column("案卷"), Column("来源"), Column("方式"), Column("是否计入"),
               Column("理由和依据", wide=True))
    rows = tuple(_visit(v, n) for n, v in enumerate(held.visits))
    return Table(columns, rows, f"{held.year} 年检查频次", Empty(f"{held.year} 年没有检查过。"), "")


def _visit(v: Visit, n: int) -> Row:
    reason = tuple(x for x in (v.document and f"来源文书：{v.document}", v.reason and f"超上限理由：{v.reason}") if x)
    lines = (*reason, BASIS) if v.why else reason
    return Row((Cell(v.on.isoformat()), Cell(v.unit), Cell(v.no or "不在查看范围", links.file_href(v.no) if v.no else ""),
                Cell(SOURCE_ZH.get(v.source, "—")), Cell(MODE_ZH.get(v.mode, "—")),
                Cell(badge=Badge("不计入", "rest", "free") if v.why else Badge("计入", "plain", "counted")), Cell(v.why or "—", lines=lines)),
               key=v.no or f"v{n}")


def cap_table(rows: Sequence[AtCap]) -> Table:
    columns = (Column("企业", wide=True), Column("级别"), Column("计入", num=True), Column("上限", num=True), Column("状态"),
               Column("全部检查", num=True), Column("检查单位", num=True), Column("上限来自", wide=True))
    return Table(columns, tuple(_firm(r) for r in rows), "达到频次上限的企业", Empty("没有企业达到年度频次上限。"), "")


def _firm(r: AtCap) -> Row:
    home = links.with_query(links.enterprise_href(r.firm.code, r.firm.pk), {"tab": "frequency"})
    sign = Badge(f"超 {r.over} 次", "late", "over") if r.over else Badge("已满", "due", "full")
    return Row((Cell(r.firm.name, home, strong=True, lines=(r.firm.code or "没有代码",)), Cell(r.firm.grade or "未定级"),
                Cell(str(r.counted), num=True), Cell(str(r.cap.most), num=True), Cell(badge=sign), Cell(str(r.all), num=True),
                Cell(f"{r.units} 个", num=True),
                Cell(r.cap.says)),
               key=str(r.firm.pk), tone="late" if r.over else "plain")
