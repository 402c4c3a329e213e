"""The pages of 执法手册: the list, and one item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhiheng.law import checklists, violations
from zhiheng.law.checklists import SOURCES, Item
from zhiheng.web.build.checks import warning
from zhiheng.web.build.fines import stages
from zhiheng.web.build.law_words import law_links, md
from zhiheng.web.links import file_href, with_query
from zhiheng.web.parts import Badge, Band, Button, Empty, Link
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

HREF = "/handbook/"
SIZE = 50
KINDS = (("major", "重大事故隐患"), ("own", "本局新增或修改"), ("unverified", "依据待核"))
COLUMNS = (Column("编号"), Column("检查内容", wide=True), Column("行业、风险"), Column("依据", wide=True), Column("可能涉及", num=True),
           Column("近12月不符合", num=True))


def list_page(found: Sequence[Item], every: Sequence[Item], query: Mapping[str, str], counts: Mapping[str, int], day: date,
              writes: bool) -> ListPage:
    """The items with their filters, fifty a page."""
    page = max(int(query["page"]) if query.get("page", "").isdecimal() else 1, 1)
    part = found[(page - 1) * SIZE:page * SIZE]
    kept = {k: query.get(k, "") for k in ("q", "area", "kind")}
    held = [i.area for i in every]
    options = tuple(Option(zh, code, code == kept["area"], str(held.count(code))) for code, zh in checklists.areas().items() if code in held)
    filters = (Filter("q", "两个字、法条或代码", "text", value=kept["q"]), Filter("area", "行业、风险", "select", options),
               Filter("kind", "只看", "select", tuple(Option(zh, code, code == kept["kind"]) for code, zh in KINDS)))
    empty = Empty("没有找到检查事项。请换个说法，或者减少筛选。", Button("全部事项", HREF))
    return ListPage(
        "执法手册", Table(COLUMNS, tuple(_row(i, counts.get(i.id, 0), day) for i in part), "检查事项", empty, action_label=""), HREF,
        filters, total=f"{len(found)} 项", buttons=_buttons(kept, writes),
        previous_href=with_query(HREF, kept | {"page": str(page - 1)}) if page > 1 else "",
        next_href=with_query(HREF, kept | {"page": str(page + 1)}) if page * SIZE < len(found) else "",
        page_note=f"第 {page} 页，共 {max(-(-len(found) // SIZE), 1)} 页")


def _buttons(kept: Mapping[str, str], writes: bool) -> tuple[Button, ...]:
    shown = (Button("导出 Excel", with_query(f"{HREF}export/", kept), icon="download"), Button("版本", f"{HREF}versions/"))
    return (*shown, Button("导入", f"{HREF}import/"), Button("新增事项", f"{HREF}new/", icon="plus")) if writes else shown


def _row(item: Item, wrong: int, day: date) -> Row:
    badge = Badge("重大", "late", "major", icon="warn") if item.major_hazard else None
    acts = len(checklists.reveals(item, day))
    basis = "、".join(a.short() for a in item.basis_on(day))
    return Row((Cell(item.id, f"{HREF}{item.id}/"), Cell(item.question, f"{HREF}{item.id}/", badge, strong=True,
                                                         lines=(item.origin,) if item.origin else ()),
                Cell(item.area_zh, lines=(item.topic,) if item.topic else ()), Cell(basis, badge=source_badge(item, short=True)),
                Cell(str(acts) if acts else "—", num=True), Cell(str(wrong) if wrong else "—", num=True)), key=item.id)


def source_badge(item: Item, *, short: bool = False) -> Badge | None:
    """Nothing is said of what was verified; the rest wears its sign."""
    if item.source == "text":
        return None
    words = {"excerpt": "节选", "memory": "依据待核", "local": "本局"}
    tone = "unverified" if item.source == "memory" else "rest"
    return Badge(words[item.source] if short else SOURCES[item.source], tone, item.source)  # type: ignore[arg-type]


def item_page(item: Item, wrong: int, recent: Sequence[tuple[str, str, date]], day: date, writes: bool,
              retired: bool = False) -> dict[str, Any]:
    """Everything an officer should know of one item."""
    facts = (("检查方法", item.method), ("取证要点", item.evidence), ("拍照要点", item.photo), ("整改要求", f"{item.fix}（{item.term}）"),
             ("适用", applies(item)), ("说明", item.note))
    band = Band("本局已停用这一事项，不再用于新的检查", "rest") if retired else None
    return {
        "item": item, "facts": tuple((k, v) for k, v in facts if v), "basis": law_links(item.basis_on(day), day), "badge": source_badge(item),
        "major": warning(item), "acts": _acts(item, day), "wrong": wrong, "retired": retired, "band": band, "may": writes,
        "recent": tuple((Link(no, file_href(no)), text, md(on)) for no, text, on in recent)}


def applies(item: Item) -> str:
    """所有单位, or which trades, hazards and sizes."""
    words = [item.area_zh] if item.area != "general" else ["所有生产经营单位"]
    if item.only:
        words = ["、".join(checklists.areas().get(a, a) for a in item.only)]
    if item.least:
        words.append(f"从业人员 {item.least} 人以上")
    if item.most:
        words.append(f"从业人员 {item.most} 人以下")
    return "，".join(words)


def _acts(item: Item, day: date) -> tuple[dict[str, Any], ...]:
    """Every act named, those that cannot be charged today with the reason why."""
    out = []
    for code in item.violations:
        act = violations.get(code)
        refusal = violations.usable(act, day)
        out.append({"title": act.title, "code": code, "who": act.subject_zh, "stages": stages(act),
                    "links": law_links((*act.duty, *act.penalties), day), "cautions": violations.cautions(act),
                    "refused": refusal.says if refusal else ""})
    return tuple(out)
