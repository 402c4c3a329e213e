"""双随机抽查: the overview of batches and the places of an officer; one batch is in draws_page."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Draw, DrawPick, File
from zhiheng.records.queries.draw_pages import Mine
from zhiheng.web import links
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_page import Cell, Column, ListPage, Row, Table

HREF = "/draws/"
STATES: dict[str, tuple[str, str]] = {
    "set": ("已设定", "plain"), "frozen": ("名录已冻结", "plain"), "committed": ("已公布承诺", "due"), "revealed": ("已揭晓", "due"),
    "published": ("已公布结果", "done"), "closed": ("已办结", "done"), "void": ("已作废", "rest")}
PLACES: dict[str, tuple[str, str]] = {"drawn": ("待下达", "plain"), "assigned": ("待检查", "due"), "visited": ("已检查", "done"),
                                      "replaced": ("已补抽", "rest")}


def href(number: str) -> str:
    return f"{HREF}{number}/"


def state(row: Draw) -> Badge:
    text, tone = STATES.get(row.state, (row.state, "plain"))
    return Badge(text, tone, row.state)  # type: ignore[arg-type]


def place_state(pick: DrawPick) -> Badge:
    if pick.state == "assigned" and pick.visit_id is not None:
        return Badge("检查中", "link", "visiting")
    text, tone = PLACES.get(pick.state, (pick.state, "plain"))
    return Badge(text, tone, pick.state)  # type: ignore[arg-type]


def minute(at: datetime | None) -> str:
    return f"{at.astimezone(TZ):%Y-%m-%d %H:%M}" if at else "—"


def following(row: Any, now: datetime) -> str:
    """The next step of a batch, in words."""
    if row.state == "set":
        return "冻结名录"
    if row.state == "frozen":
        return "公布承诺"
    if row.state == "committed":
        return "揭晓" if row.due_at and now >= row.due_at else f"{minute(row.due_at)} 后揭晓"
    if row.state == "revealed":
        return "公布结果"
    if row.state == "published":
        left = row.places - row.seen - row.anew
        return f"还有 {left} 家待检查" if left else "办结"
    return "—"


def overview(rows: Sequence[Any], waiting: Sequence[File], now: datetime, may_set: bool, following_href: str) -> ListPage:
    """Every batch with where it stands; ``rows`` as of :func:`zhiheng.records.queries.draw_pages.counted`."""
    return ListPage("双随机抽查", table(rows, waiting, now), HREF, total=f"{len(rows) + len(waiting)} 批", next_href=following_href,
                    buttons=((Button("新建抽查", "/new/random_draw/set_up/", "set_up", "primary"),) if may_set else ())
                    + (Button("公示页", "/p/draws/"),))


def table(rows: Sequence[Any], waiting: Sequence[File], now: datetime) -> Table:
    """Files not numbered yet stand above."""
    unsigned = tuple(Row((Cell("—"), Cell(f.title, links.file_href(f.no), strong=True, lines=(f.no,)),
                          Cell(badge=Badge("设定待批准", "due", "unset")), Cell("—", num=True),
                          Cell("—", num=True), Cell("科室（大队）负责人批准设定")), key=f.no) for f in waiting)
    numbered = tuple(Row((
        Cell(r.number, href(r.number), strong=True), Cell(r.title, lines=(f"补抽 {r.settings['replaces']}",) if r.settings.get("replaces") else ()),
        Cell(badge=state(r)), Cell(str(r.places) if r.places else "—", num=True),
        Cell(f"{r.seen}" + (f"（补抽 {r.anew}）" if r.anew else "") if r.places else "—", num=True), Cell(following(r, now))), key=r.number)
        for r in rows)
    return Table((Column("编号"), Column("批次", wide=True), Column("状态"), Column("抽中", num=True), Column("已检查", num=True), Column("下一步")),
                 (*unsigned, *numbered), "双随机抽查批次", Empty("还没有双随机抽查。先设定分层和比例，批准后冻结名录。"), action_label="")


def mine_table(rows: Sequence[Mine]) -> Table:
    """Places that wait for the officer at the desk."""
    def row(m: Mine) -> Row:
        p = m.pick
        firm = links.enterprise_href(p.enterprise.code, p.enterprise.pk) if p.enterprise else ""
        visit = Cell(p.visit.no, links.file_href(p.visit.no)) if p.visit else Cell("尚未制方案")
        return Row((Cell(p.name, firm, strong=True), Cell(f"{m.number}/{p.rank}", href(m.number)), Cell(badge=place_state(p)), visit),
                   plan_button(p), str(p.pk))
    return Table((Column("企业", wide=True), Column("批次和名次"), Column("状态"), Column("检查")), tuple(row(m) for m in rows), "分给我的企业")


def plan_button(pick: DrawPick) -> Button | None:
    if pick.enterprise_id is None or pick.visit_id is not None or pick.state != "assigned":
        return None
    return Button("制现场检查方案", f"/new/inspection/plan/?enterprise={pick.enterprise_id}", "plan")
