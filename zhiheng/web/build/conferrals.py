"""委托与赋权: the list with meters, and the map of matters by level."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from zhiheng.kernel.money import figures
from zhiheng.law.gates_mandate import INSPECTION, ceiling_words
from zhiheng.law.powers import Item, Version
from zhiheng.law.powers_kinds import kinds
from zhiheng.records.models import Agency, Conferral
from zhiheng.records.queries.conferrals import Meter
from zhiheng.web import links
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

HREF = "/conferrals/"
MATRIX = "/conferrals/matrix/"
KIND = {"delegation": "委托", "assignment": "赋权"}
SOON = timedelta(days=90)
NEAR = 90
STATES = (("", "有效"), ("ended", "已终止或届满"), ("all", "全部"))


def holds(r: Conferral, on: date) -> bool:
    """Whether a conferral holds on a day, published or not."""
    return r.since <= on and (r.until is None or on <= r.until) and (r.ended_on is None or on < r.ended_on)


def page(rows: Sequence[Conferral], metered: Mapping[int, Meter], said: Mapping[int, Mapping[str, Any]], on: date, state: str,
         *, may_draft: bool) -> ListPage:
    """Agreements and assignments with what was done under each."""
    options = tuple(Option(zh, k, k == state, href=links.with_query(HREF, {"state": k})) for k, zh in STATES)
    buttons = [Button("事项与层级对照", MATRIX), Button("导出 Excel", links.with_query(f"{HREF}export/", {"state": state}), icon="download")]
    if may_draft:
        buttons += [Button("登记赋权决定", "/new/power_assignment/register/", "register"),
                    Button("拟订委托书", "/new/delegation/draft/", "draft", "primary", "plus")]
    return ListPage("委托执法", table(rows, metered, said, on), HREF, (Filter("state", "状态", "links", options),), total=str(len(rows)),
                    buttons=tuple(buttons), page_note="委托以委托机关名义、赋权以承接机关自己名义执法；行政强制措施权都不在其内。")


def table(rows: Sequence[Conferral], metered: Mapping[int, Meter], said: Mapping[int, Mapping[str, Any]], on: date) -> Table:
    columns = (Column("受托或承接"), Column("状态"), Column("性质"), Column("文书、决定", wide=True), Column("事项"), Column("限额"),
               Column("期限"), Column("已用：件数", num=True), Column("最高单件金额", num=True), Column("最近监督"))
    drawn = tuple(_row(r, metered.get(r.pk, Meter()), said.get(r.pk, {}), on) for r in rows)
    return Table(columns, drawn, "委托与赋权", Empty("没有符合条件的委托书或者赋权决定。"), action_label="")


def _row(r: Conferral, m: Meter, said: Mapping[str, Any], on: date) -> Row:
    share = m.share(r.ceiling_fen)
    badge = state(r, on)
    link = links.file_href(r.file.no) if r.file else ""
    name = f"{'委托机关' if r.kind == 'delegation' else '原行使机关'} {r.grantor.short_name or r.grantor.name}"
    return Row((
        Cell(r.grantee.short_name or r.grantee.name, link, strong=True, lines=(name,)), Cell(badge=badge),
        Cell(badge=Badge(KIND[r.kind], "rest" if r.kind == "delegation" else "done", r.kind), lines=(_whose_name(r),)),
        Cell(r.document_no or "未编号", lines=((r.basis[:40],) if r.basis else ())), Cell(items_words(r)), Cell(limit_words(r, said)),
        Cell(r.since.isoformat(), lines=(f"至 {r.until or '长期'}",)),
        Cell(f"{m.cases} 件", num=True, lines=(*((f"合计 {figures(m.total_fen)}",) if m.cases else ()), f"在办 {m.open_cases} 件")),
        Cell(figures(m.highest_fen) if m.cases else "—", num=True, lines=(f"占限额 {share}%",) if share is not None and m.cases else ()),
        Cell(m.checked_on.isoformat() if m.checked_on else "还没有", lines=(f"共 {m.checks} 次",) if m.checks else ())),
        key=str(r.pk), tone="late" if badge.tone == "late" else "plain")


def _whose_name(r: Conferral) -> str:
    return f"以{r.grantor.short_name or r.grantor.name}名义" if r.kind == "delegation" else "以自己名义"


def items_words(r: Conferral) -> str:
    """How many items of the power list, and whether inspections belong to it."""
    listed = [i for i in r.items if i != INSPECTION]
    return f"{len(listed)} 项" + ("＋检查" if INSPECTION in r.items else "")


def limit_words(r: Conferral, said: Mapping[str, Any]) -> str:
    """低于 ¥30,000.00, as the document words it."""
    return ceiling_words({"ceiling": r.ceiling_fen, "below": said.get("bound") == "below"})


def state(r: Conferral, on: date) -> Badge:
    """In force, unpublished, about to end, ended."""
    if r.ended_on is not None and r.ended_on <= on:
        return Badge(f"{r.ended_on} 终止", "rest", "ended", title=r.end_reason)
    if r.until is not None and r.until < on:
        return Badge(f"{r.until} 届满", "late", "expired")
    if r.published_on is None or r.published_on > on:
        return Badge("没有公布，不能使用", "late", "unpublished")
    if on < r.since:
        return Badge(f"自 {r.since} 起", "rest", "coming")
    if r.until is not None and r.until - on <= SOON:
        return Badge(f"还有 {(r.until - on).days} 天届满", "due", "soon")
    return Badge("有效", "done", "in_force")


# --- matters by level ----------------------------------------------------------------------------------------------

def matrix_page(listed: Version | None, head: Agency, bodies: Sequence[Agency], rows: Sequence[Conferral], on: date, today: date,
                kept: Mapping[str, str]) -> ListPage:
    """Who may handle which item on a day: the bureau, and body by body."""
    found = chosen(listed, kept)
    filters = (
        Filter("on", "哪一天", "date", value=on.isoformat()),
        Filter("kind", "类别", "select", (Option("全部", ""), *(Option(k.zh, k.id, k.id == kept.get("kind")) for k in kinds().values()
                                                              if listed and any(i.kind.id == k.id for i in listed.items)))),
        Filter("only", "范围", "select", (Option("全部事项", ""), Option("只看下放的", "given", kept.get("only") == "given"))),
        Filter("q", "编码或名称", "text", value=kept.get("q", "")),
    )
    buttons = (Button("导出 Excel", links.with_query(f"{MATRIX}export/", dict(kept)), icon="download"), Button("委托执法", HREF, kind="quiet"))
    drawn = matrix(found, head, bodies, rows, on, given_only=kept.get("only") == "given")
    note = "●法定 委＝以委托机关名义 赋＝以自己名义 —＝不能办理 停＝依据失效或已停用"
    said = f"{listed.title}（自 {listed.since} 起）" if listed else "那一天还没有发布权责清单"
    return ListPage("事项与层级对照", drawn, MATRIX, filters, total=str(len(drawn.rows)), buttons=buttons,
                    page_note=f"{said}。{note}" + ("" if on == today else f"　按 {on} 显示，不是今天"))


def chosen(listed: Version | None, kept: Mapping[str, str]) -> tuple[Item, ...]:
    """The items that the filters leave."""
    q, kind = kept.get("q", "").strip().lower(), kept.get("kind", "")
    return tuple(i for i in (listed.items if listed else ()) if (not kind or i.kind.id == kind)
                 and (not q or q in i.code.lower() or q in i.name.lower()))


def matrix(items: Sequence[Item], head: Agency, bodies: Sequence[Agency], rows: Sequence[Conferral], on: date, *,
           given_only: bool = False) -> Table:
    """One row an item, the inspection first; one column a body."""
    held = {b.pk: [r for r in rows if r.grantee_id == b.pk and holds(r, on) and r.published_on is not None and r.published_on <= on]
            for b in bodies}
    columns = (Column("编码"), Column("事项", wide=True), Column("类别"), Column(head.short_name or head.name),
               *(Column(b.short_name or b.name) for b in bodies))
    lines = [Row((Cell("—"), Cell("行政检查（安全生产法第62条、第65条）", strong=True), Cell("行政检查"), Cell("●"),
                  *(Cell(sign(held[b.pk], INSPECTION)) for b in bodies)), key=INSPECTION)]
    for item in items:
        stopped = not item.usable(on)
        cells = [("停" if stopped else sign(held[b.pk], item.code)) for b in bodies]
        if given_only and not any(c.startswith(("委", "赋")) for c in cells):
            continue
        lines.append(Row((Cell(item.code, f"/matters/{item.code}/"), Cell(item.name), Cell(item.kind.zh), Cell("停" if stopped else "●"),
                          *(Cell(c) for c in cells)), key=item.code))
    return Table(columns, tuple(lines), "事项与层级", Empty("没有符合条件的事项。"), action_label="")


def sign(rows: Sequence[Conferral], code: str) -> str:
    """委 with its limit, 赋, or — of one body for one item."""
    row = next((r for r in sorted(rows, key=lambda r: r.kind) if code in r.items), None)
    if row is None:
        return "—"
    if row.kind == "assignment":
        return "赋"
    if code == INSPECTION or row.ceiling_fen is None:
        return "委"
    return f"委 {bound(row.ceiling_fen)}"


def bound(ceiling: int) -> str:
    """<¥30,000.00 for a ceiling one fen below a whole yuan, else ≤."""
    return f"<{figures(ceiling + 1)}" if ceiling % 100 == 99 else f"≤{figures(ceiling)}"
