"""管辖协调 on one page: transfers that wait for us, disputes that are open, what goes on side by side and why, what was joined."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.view import FileView
from zhiheng.law.gates_competence import DESIGNATED, HANDED_ON, MERGED_VISITS, NO_SECOND, designation
from zhiheng.records.models import File
from zhiheng.records.queries.competence import Beside, Joined
from zhiheng.web.build.law_words import law_links
from zhiheng.web.build.lists import stage_zh
from zhiheng.web.build.words import clock_badge, day_text
from zhiheng.web.desk import Desk
from zhiheng.web.links import file_href, with_query
from zhiheng.web.parts import Badge, Band, Button, Empty, Link
from zhiheng.web.parts_page import Cell, Column, Row, Table

KIND_ZH = {"merged": "并入", "transferred": "移送"}


@dataclass(frozen=True)
class Panel:
    title: str
    note: str
    basis: tuple[Link, ...]
    table: Table


def page(mine: Desk, waiting: Sequence[Mapping[str, Any]], disputes: Sequence[File], beside: Sequence[Beside],
         joined: Sequence[Joined]) -> dict[str, Any]:
    """Everything the template draws."""
    on = mine.scope.on
    return {"buttons": _buttons(mine), "panels": (
        Panel("等待接收的移送", "受移送的机关接收并建立案卷；有异议的不退回、不再移送，接收之前报请共同的上一级机关指定。",
              law_links((HANDED_ON, NO_SECOND), on), _waiting(mine, waiting)),
        Panel("未办结的管辖争议、指定与协查", "", law_links((DESIGNATED[0],), on), _disputes(mine, disputes)),
        Panel("单独办理的案卷和理由", "先有其他机关的检查或者案件，仍单独办理的；理由永久保存。", (), _beside(mine, beside)),
        Panel("已经并入、移送的案卷", "", (), _joined(mine, joined)))}


def standing(view: FileView) -> tuple[Band, ...]:
    """Across the page of a file that another agency has to do with: handed over, objected to, designated, merged, joined."""
    out = []
    received, sent, objected = (view.last(a) for a in ("transfer_received", "transfer_agency", "transfer_objected"))
    known = designation(view)
    if received:
        told = received.facts
        here = told.get("their_no") or "该机关"
        out.append(Band(f"已移送{told.get('received_by')}，由 {here} 办理；本卷只供查看、归档", "rest", (), "handed-over"))
    elif sent and objected and objected.seq > sent.seq:
        out.append(Band(f"{objected.facts.get('objected_by')}对移送有异议，已报请指定管辖", "due",
                        law_links((NO_SECOND,), view.today), "objected"))
    elif sent:
        out.append(Band(f"已于 {sent.occurred_at.date()} 移送{sent.facts.get('addressee')}，等待接收", "due", (), "waiting-receipt"))
    if known and view.procedure != "competence":
        out.append(Band(f"已指定由{known[1].facts.get('competent_name')}管辖（{known[0]}）", "due" if not received else "rest",
                        law_links(DESIGNATED[:1], view.today), "designated"))
    merged, joined = view.last("merge_into"), view.last("join_visit")
    if merged:
        out.append(Band(f"已并入 {merged.facts.get('into_no')}；本卷只供查看", "rest", (), "merged"))
    if joined:
        out.append(Band(f"并入{joined.facts.get('first_agency')}的检查 {joined.facts.get('first_no')}，{joined.facts.get('visit_on')} 一同进场；"
                        "本卷是本机关的检查记录，不另计频次", "plain", law_links((MERGED_VISITS,), view.today), "joined"))
    out += [Band(f"{e.facts.get('unit')}并入本次检查（{e.facts.get('their_no')}）：{'、'.join(e.facts.get('people') or ())}", "plain", (), "joint")
            for e in view.done("accept_joint")]
    return tuple(out)


def _buttons(mine: Desk) -> tuple[Button, ...]:
    out = [Button("全部管辖协调案卷", "/competence/")]
    if mine.roles & {"officer", "section_head"} and mine.may_act:
        out.append(Button("报请管辖", "/new/competence/report/", "report"))
    if "officer" in mine.roles and mine.may_act:
        out.append(Button("请求协查", "/new/competence/request_assistance/", "request_assistance"))
    if mine.roles & {"bureau_head", "section_head"} and mine.may_act:
        out.append(Button("指定管辖、提级、交办", "/new/competence/designate/", "designate"))
    return tuple(out)


def _waiting(mine: Desk, rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = (Column("受移送机关"), Column("移送机关"), Column("案卷号"), Column("当事人", wide=True), Column("案由", wide=True), Column("移送日期"),
               Column("已等待", num=True))
    return Table(columns, tuple(_wait_row(mine, r) for r in rows), "等待接收的移送", Empty("没有等待接收的移送。"))


def _wait_row(mine: Desk, r: Mapping[str, Any]) -> Row:
    days = (mine.scope.on - date.fromisoformat(str(r["sent_on"]))).days
    ours = mine.post is not None and mine.post.agency.code == r["to_code"]
    can = ours and mine.may_act and mine.roles & {"officer", "section_head"}
    query = {"enterprise": str(r["enterprise"] or "")}
    button = Button("接收", with_query("/new/penalty_ordinary/receive_transfer/", query), "receive_transfer") if can else None
    object_ = with_query("/new/competence/report/", query) if can else ""
    return Row((Cell(r["addressee"], strong=True), Cell(r["agency"]), Cell(r["no"]), Cell(r["suspect"]),
                Cell(r["cause"] or ""), Cell(str(r["sent_on"]), object_, lines=("有异议的由此报请",) if can else ()),
                Cell(f"{days} 日", num=True)), button, str(r["no"]))


def _disputes(mine: Desk, files: Sequence[File]) -> Table:
    rows = tuple(Row((Cell(badge=clock_badge(f.next_due, mine.now, mine.rules.calendar, key=f.next_clock) if f.next_due else
                           Badge("待决定", "due", "undecided") if f.stage == "report" else Badge("待办结", "plain", "unclosed")),
                      Cell(f.title, file_href(f.no), strong=True, lines=(f.no,)), Cell(f.agency.short_name or f.agency.name),
                      Cell(stage_zh(mine.rules.procedures, f.procedure, f.stage)), Cell(day_text(f.opened_at))),
                     Button("查看", file_href(f.no)), f.no) for f in files)
    columns = (Column("期限"), Column("事项", wide=True), Column("机关"), Column("阶段"), Column("建卷"))
    return Table(columns, rows, "未办结的管辖争议、指定与协查", Empty("没有未办结的事项。"))


def _seen(mine: Desk, f: File, shared: bool = False) -> Cell:
    """A file by number and agency; the way to it only where it may be opened (``shared``: read by link)."""
    open_ = shared or f.agency_id in mine.scope.agencies
    return Cell(f.no, file_href(f.no) if open_ else "", lines=(f.agency.short_name or f.agency.name,))


def _beside(mine: Desk, rows: Sequence[Beside]) -> Table:
    drawn = tuple(Row((_seen(mine, r.first), _seen(mine, r.second), Cell(r.reason), Cell(_day(r.made_at))),
                      key=r.second.no) for r in rows)
    columns = (Column("先立的案卷"), Column("单独办理的案卷"), Column("理由", wide=True), Column("日期"))
    return Table(columns, drawn, "单独办理的案卷和理由", Empty("没有单独办理的案卷。"), "")


def _joined(mine: Desk, rows: Sequence[Joined]) -> Table:
    ours = mine.scope.agencies
    drawn = tuple(Row((Cell(KIND_ZH.get(r.kind, r.kind)), _seen(mine, r.origin, r.outcome.agency_id in ours),
                       _seen(mine, r.outcome, r.kind == "merged" and r.origin.agency_id in ours), Cell(_day(r.made_at))),
                      key=r.outcome.no) for r in rows)
    columns = (Column("方式"), Column("原案卷、先立的案卷"), Column("接收、并入的案卷"), Column("日期"))
    return Table(columns, drawn, "已经并入、移送的案卷", Empty("没有并入、移送的案卷。"), "")


def _day(at: datetime) -> str:
    return at.astimezone(TZ).date().isoformat()
