"""任职: the list of a day, and one mandate."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zhiheng.kernel.money import figures
from zhiheng.records.models import Agency, Mandate
from zhiheng.records.models.people import ROLES
from zhiheng.records.queries.mandates import STATES, MandatePage
from zhiheng.web import links
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

HREF = "/mandates/"


def href(pk: int) -> str:
    return f"{HREF}{pk}/"


def page(found: MandatePage, on: date, today: date, kept: Mapping[str, str], agencies: Sequence[Agency], *, may_write: bool) -> ListPage:
    """Mandates as of a day; the day stands in the address."""
    state = kept.get("state", "")
    filters = (
        Filter("state", "状态", "links", tuple(Option(zh, k, k == state, href=links.with_query(HREF, {**kept, "state": k, "after": ""}))
                                             for k, zh in STATES)),
        Filter("on", "哪一天", "date", value=on.isoformat()),
        Filter("agency", "机关", "select", (Option("全部", ""), *(Option(a.short_name or a.name, a.code, a.code == kept.get("agency"))
                                                              for a in agencies))),
        Filter("role", "角色", "select", (Option("全部", ""), *(Option(zh, k, k == kept.get("role")) for k, zh in ROLES))),
        Filter("q", "姓名、首字母、账号或职务", "text", value=kept.get("q", "")),
    )
    buttons = [Button("导出 Excel", links.with_query(f"{HREF}export/", {k: v for k, v in kept.items() if k != "after"}), icon="download")]
    if may_write:
        buttons.append(Button("授予任职", f"{HREF}new/", kind="primary", icon="plus"))
    further = links.with_query(HREF, {**kept, "after": found.next}) if found.next else ""
    note = f"按 {on} 的任职显示，不是今天" if on != today else ""
    return ListPage("任职与权限", table(found.rows, on), HREF, filters, total=str(found.total), buttons=tuple(buttons), next_href=further,
                    hidden=(("state", state),) if state else (), page_note=note)


def table(rows: Sequence[Mandate], on: date) -> Table:
    columns = (Column("人员"), Column("机关"), Column("角色"), Column("职务"), Column("自"), Column("至"), Column("区域"), Column("事项"),
               Column("限额", num=True), Column("状态"))
    return Table(columns, tuple(_row(m, on) for m in rows), "任职", Empty("没有符合条件的任职。"), action_label="")


def _row(m: Mandate, on: date) -> Row:
    return Row((Cell(m.person.name, href(m.pk), strong=True, lines=(m.person_id,)), Cell(m.agency.short_name or m.agency.name),
                Cell(m.get_role_display()), Cell(m.post or "—"), Cell(m.since.isoformat()), Cell(m.until.isoformat() if m.until else "长期"),
                Cell("、".join(m.area) or "全部"), Cell(_items(m)), Cell(figures(m.ceiling_fen) if m.ceiling_fen is not None else "不限", num=True),
                Cell(badge=state(m, on))), key=str(m.pk))


def _items(m: Mandate) -> str:
    if not m.items:
        return "全部"
    shown = ["行政检查" if i == "inspection" else i for i in m.items]
    return "、".join(shown[:3]) + (f" 等 {len(shown)} 项" if len(shown) > 3 else "")


def state(m: Mandate, on: date) -> Badge:
    """Whether a mandate holds on a day, and whether it has limits."""
    if m.covers(on):
        limited = bool(m.area or m.items) or m.ceiling_fen is not None
        return Badge("有效·有限制", "due", "limited") if limited else Badge("有效", "done", "valid")
    return Badge("尚未开始", "rest", "coming") if on < m.since else Badge("已终止", "rest", "ended")
