"""② 企业与频次: key enterprises with cycle, cap and planned visits, the directory against last year's, and the rest of the room."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from zhiheng.planning.needs import CAMPAIGN, GENERAL, KEY
from zhiheng.records.models import Enterprise
from zhiheng.records.queries.caps import Cap
from zhiheng.records.queries.plan_pages import Account, Directory
from zhiheng.web import links
from zhiheng.web.build.plans import href
from zhiheng.web.parts import Badge, Button, Empty, Link
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

PAGE = 100
NAMED = 60
"""Names of the difference to last year's directory that are shown."""


def matching(firms: Sequence[Enterprise], asked: str) -> list[Enterprise]:
    """Those whose name, code or area holds the words asked."""
    return [f for f in firms if asked in f.name or asked == f.code or asked in f.area] if asked else list(firms)


def page_of(firms: Sequence[Enterprise], after: str) -> tuple[list[Enterprise], int]:
    """(a page, the id to go on after or 0)."""
    start = next((n + 1 for n, f in enumerate(firms) if str(f.pk) == after), 0)
    shown = list(firms[start:start + PAGE])
    return shown, shown[-1].pk if start + PAGE < len(firms) else 0


def firms_panel(acc: Account, shown: Sequence[Enterprise], total: int, caps: Mapping[int, Cap], before: Mapping[int, int], writes: bool,
                query: Mapping[str, str], further: int) -> Panel:
    """One row an enterprise; the button opens its number of visits."""
    planned = Counter(i.enterprise_id for i in acc.items if i.kind == KEY)
    own = {int(k) for k in (acc.plan.body.get("times") or {})}
    columns = (Column("企业", wide=True), Column("属地"), Column("等级"), Column("周期"), Column("全年上限"), Column("计划次数", num=True),
               Column("上年已查", num=True))
    rows = tuple(_firm(acc, f, caps[f.pk], planned[f.pk], f.pk in own, before.get(f.pk, 0), writes, query) for f in shown)
    table = Table(columns, rows, "重点单位", Empty("没有符合条件的重点单位。"), action_label="改次数" if writes else "")
    more = Link("下一页", href(acc.plan, "firms", **{**query, "after": str(further)})) if further else None
    visits = acc.visits(KEY)
    return Panel("重点单位", (table,), f"{total} 家", key="firms", note=f"全部重点单位每年至少检查一次，共列入 {visits} 家次", more=more)


def _firm(acc: Account, f: Enterprise, cap: Cap, planned: int, own: bool, before: int, writes: bool, query: Mapping[str, str]) -> Row:
    over = cap.most is not None and planned > cap.most
    sign = Badge("超过上限", "late", "over") if over else Badge("没有列入", "late", "uncovered") if not planned else None
    lines = ("按本计划单独确定",) if own else ()
    button = Button("改次数", href(acc.plan, "firms", **{**query, "firm": str(f.pk)}), f"times_{f.pk}", "quiet") if writes else None
    most = f"{cap.most} 次" if cap.most is not None else "没有规定"
    return Row((Cell(f.name, links.enterprise_href(f.code, f.pk), strong=True), Cell(f.area or "—"), Cell(f.grade or "未评"),
                Cell(f"每年 {max(1, cap.least)} 次"), Cell(most, lines=(cap.says,) if cap.says else ()),
                Cell(str(planned), num=True, badge=sign, lines=lines), Cell(str(before), num=True)), button, str(f.pk),
               "late" if sign else "plain")


def directory_panel(acc: Account, found: Directory | None) -> Panel:
    """+6 −2, with names and why."""
    if found is None:
        body: object = Empty(f"{acc.plan.year - 1} 年没有列入重点单位的计划，无从比较。")
        return Panel("名录与去年", (body,), key="directory")
    comes, goes = Badge("新列入", "due", "added"), Badge("不再列入", "rest", "gone")
    added = [Row((Cell(f.name, links.enterprise_href(f.code, f.pk)), Cell(badge=comes), Cell("列为重点单位")), key=f"a{f.pk}")
             for f in found.added[:NAMED]]
    gone = [Row((Cell(name), Cell(badge=goes), Cell(why)), key=f"g{n}") for n, (name, why) in enumerate(found.gone[:NAMED])]
    table = Table((Column("企业", wide=True), Column("变化"), Column("原因", wide=True)), (*added, *gone), "名录与去年的差异",
                  Empty(f"与 {found.year} 年的名录相同。"), action_label="")
    cut = len(found.added) > NAMED or len(found.gone) > NAMED
    return Panel("名录与去年", (table,), f"+{len(found.added)} −{len(found.gone)}", key="directory", note=f"各只列前 {NAMED} 家" if cut else "")


def rest_panel(acc: Account) -> Panel:
    """Ordinary visits by draw, room for campaigns, room for complaints."""
    general = [i for i in acc.items if i.kind == GENERAL]
    drawn = sum(i.enterprise_id is not None for i in general)
    room = int((acc.plan.body.get("campaign") or {}).get("visits", 0))
    used = acc.visits(CAMPAIGN)
    spare = f"{acc.needs.spare_share()}%" if acc.needs and acc.needs.supervision and acc.needs.spare >= 0 else "没有余量"
    waits = f"已抽定 {drawn}，待抽取 {len(general) - drawn}；对象由双随机抽查产生"
    kept = f"已列专项 {used}，预留未用 {max(0, room - used)}"
    advice = "建议留监督检查工日的 5–10%；举报、转办触发的检查不占频次上限"
    draw = Button("双随机抽查", "/draws/", "draws", "quiet")
    rows = (
        Row((Cell("一般单位（双随机）", strong=True), Cell(f"{len(general)} 家次"), Cell(waits)), draw, "general"),
        Row((Cell("专项检查预留", strong=True), Cell(f"{max(room, used)} 家次"), Cell(kept)), None, "campaign"),
        Row((Cell("举报核查等余量", strong=True), Cell(spare), Cell(advice)), None, "spare"))
    return Panel("其他检查", (Table((Column("类别"), Column("数量"), Column("说明", wide=True)), rows, "其他检查", action_label="办理"),), key="rest")
