"""机构: the tree as a list, one agency with its people."""
from __future__ import annotations

from collections.abc import Sequence

from zhiheng.records.models import Agency
from zhiheng.records.queries.agencies import AgencyRow
from zhiheng.web import links
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_page import Cell, Column, ListPage, Row, Table

HREF = "/agencies/"
POWER = {"delegation": ("委托", "rest"), "assignment": ("赋权", "done")}


def href(code: str) -> str:
    return f"{HREF}{code}/"


def page(rows: Sequence[AgencyRow], *, closed: bool, may_write: bool) -> ListPage:
    """The tree from the top down; bodies below stand indented."""
    columns = (Column("机关", wide=True), Column("简码"), Column("类别"), Column("层级"), Column("权力来源"), Column("辖区", wide=True),
               Column("人员", num=True), Column("任职", num=True), Column("在办", num=True))
    buttons = [Button("含已撤销" if not closed else "只看在用", links.with_query(HREF, {"closed": "" if closed else "1"}), kind="quiet")]
    if may_write:
        buttons.append(Button("新增机关", f"{HREF}new/", kind="primary", icon="plus"))
    table = Table(columns, tuple(_row(r) for r in rows), "机构", Empty("还没有机关。"), action_label="")
    return ListPage("机构与身份", table, HREF, total=str(len(rows)), buttons=tuple(buttons),
                    page_note="委托的以委托机关名义、赋权的以自己名义执法；局队合一的队伍以本局名义执法。")


def _row(r: AgencyRow) -> Row:
    a = r.agency
    name = Cell("　" * r.depth + a.name, href(a.code), strong=r.depth == 0, lines=(f"已于 {a.closed_on} 撤销",) if a.closed_on else ())
    power = Cell(badge=_power(r))
    return Row((name, Cell(a.code), Cell(a.get_kind_display()), Cell(a.get_level_display()), power, Cell("、".join(a.areas) or "上级全部辖区"
               if a.parent_id else "、".join(a.areas) or "全部辖区"), Cell(str(r.people), num=True),
                Cell(str(r.mandates), links.with_query("/mandates/", {"agency": a.code}), num=True), Cell(str(r.files), num=True)),
               key=a.code, tone="late" if _without(r) else "plain")


def _power(r: AgencyRow) -> Badge:
    if r.agency.closed_on is not None:
        return Badge("已撤销", "rest", "closed")
    if r.agency.kind == "team":
        return Badge("局队合一", "done", "joined") if r.agency.joined else Badge("独立队伍", "rest", "team")
    if r.agency.kind == "bureau" and not r.agency.delegated:
        return Badge("法定", "done", "own")
    word = "、".join(POWER[k][0] for k in sorted(set(r.conferrals)))
    return Badge(word, "rest", "conferred") if word else Badge("没有有效的委托或者赋权", "late", "none")


def _without(r: AgencyRow) -> bool:
    return _power(r).key == "none" and r.files > 0


def facts_table(a: Agency) -> Table:
    """What papers print of the agency, for whoever may not change it."""
    rows = (("全称", a.name), ("简称", a.short_name), ("简码", a.code), ("文号区域字", a.region_short), ("类别", a.get_kind_display()),
            ("层级", a.get_level_display()), ("上级机关", a.parent.name if a.parent else ""), ("辖区", "、".join(a.areas)),
            ("行政复议机关", a.government), ("管辖法院", a.court), ("地址", a.address), ("电话", a.phone))
    drawn = tuple(Row((Cell(zh), Cell(value or "—"))) for zh, value in rows)
    return Table((Column("项目"), Column("内容", wide=True)), drawn, "机关信息", action_label="")
