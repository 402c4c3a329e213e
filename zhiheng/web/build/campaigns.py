"""专项行动: the declared list of campaigns."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhiheng.law.procedures.campaign_facts import ORDERED, THEMES
from zhiheng.records.models import File
from zhiheng.records.queries import campaign_pages as pages
from zhiheng.records.queries.campaigns import number
from zhiheng.records.queries.paging import Page
from zhiheng.web.desk import Desk
from zhiheng.web.listing import Asked, Col, Listing, Pick, Ways
from zhiheng.web.parts import Badge, Button, Link
from zhiheng.web.parts_page import Cell, Column

HREF = "/campaigns/"
WHO = frozenset({"officer", "section_head", "legal_reviewer", "bureau_head", "supervisor"})
THEME_ZH: Mapping[str, str] = dict(THEMES)
ORDERED_ZH: Mapping[str, str] = dict(ORDERED)
STAGES = (("draft", "拟定"), ("approved", "已批准"), ("public", "已公布"), ("running", "实施中"), ("summed", "已总结"), ("over", "已归档"))
STAGE_ZH: Mapping[str, str] = dict(STAGES)


def href(file: File) -> str:
    return f"{HREF}{number(file)}/"


def state(file: File) -> Badge:
    if file.last_act == "withdraw":
        return Badge("已撤销", "rest", "withdrawn")
    tone = {"running": "link", "over": "done", "summed": "done"}.get(file.stage, "plain")
    unsigned = file.stage == "draft" and not file.kind
    return Badge("待批准" if unsigned else STAGE_ZH.get(file.stage, "拟定"), "due" if unsigned else tone, file.stage)  # type: ignore[arg-type]


def percent(n: int, d: int) -> str:
    return f"{100 * n / d:.2f}%" if d else "无应办"


@dataclass(frozen=True)
class Drawn:
    desk: Desk
    seen: pages.Seen


def _title(r: File, d: Drawn) -> Cell:
    return Cell(r.title or "（未命名）", href(r), strong=True)


def _theme(r: File, d: Drawn) -> Cell:
    return Cell(THEME_ZH.get(str(d.seen.facts(r, "set_up").get("theme") or ""), "—"))


def _ordered(r: File, d: Drawn) -> Cell:
    said = d.seen.facts(r, "set_up")
    return Cell(ORDERED_ZH.get(str(said.get("ordered") or ""), "—"), lines=(str(said["basis"]),) if said.get("basis") else ())


def _period(r: File, d: Drawn) -> Cell:
    said = d.seen.facts(r, "set_up")
    return Cell(f"{said['period_from']} 至 {said['period_to']}" if said else "—")


def _approval(r: File, d: Drawn) -> Cell:
    said = d.seen.facts(r, "approve")
    return Cell(str(said.get("approval_no") or "—"), lines=(f"{said['approved_on']}",) if said else ())


def _reach(r: File, d: Drawn) -> Cell:
    said = d.seen.facts(r, "approve")
    return Cell(str(said["firms"]) if said else "—", num=True)


def _visited(r: File, d: Drawn) -> Cell:
    tasks, done, gone = d.seen.tasks.get(r.pk, (0, 0, 0))
    if not tasks:
        return Cell("—", num=True)
    return Cell(f"{done} / {tasks - gone}", f"{href(r)}tasks/", num=True, lines=(percent(done, tasks - gone),))


COLUMNS: tuple[Col[File, Drawn], ...] = (
    Col("number", Column("编号"), lambda r, d: Cell(number(r), href(r))), Col("title", Column("名称", wide=True), _title),
    Col("state", Column("状态"), lambda r, d: Cell(badge=state(r))), Col("theme", Column("领域"), _theme),
    Col("ordered", Column("组织方式", wide=True), _ordered), Col("period", Column("时间"), _period),
    Col("approval", Column("批准文号", wide=True), _approval, shown=False), Col("firms", Column("范围（家）", num=True), _reach),
    Col("visited", Column("已查 / 任务", num=True), _visited),
    Col("agency", Column("机关"), lambda r, d: Cell(r.agency.short_name or r.agency.name), shown=False))


def _picks(mine: Desk) -> tuple[Pick, ...]:
    return (Pick("state", "状态", "links", STAGES), Pick("theme", "领域", "select", THEMES), Pick("ordered", "组织方式", "select", ORDERED),
            Pick("year", "年度", "number"), Pick("q", "名称", "text"))


def _read(mine: Desk, asked: Asked) -> Page[File]:
    return pages.listed(mine.scope, asked.filters, sort=asked.sort, cursor=asked.cursor, size=asked.size, exact=asked.exact)


def _draw(mine: Desk, rows: Sequence[File], columns: frozenset[str]) -> Drawn:
    return Drawn(mine, pages.seen(rows))


def _row(r: File, d: Drawn) -> Ways:
    return Ways(r.no, Button("查看", href(r)))


def _create(mine: Desk) -> Button | None:
    may = mine.may_act and mine.roles & {"officer", "section_head"}
    return Button("拟定专项行动", "/new/campaign/set_up/", "set_up", "primary", "plus") if may else None


def _about(mine: Desk) -> tuple[tuple[str, str], ...]:
    return (("范围", "批准登记时冻结的企业数，以后一企一档的变动不改变"), ("任务", "下达的企业数，不含已办理「任务调整」的"),
            ("已查", "该企业的检查已办理「完成检查」"), ("计频次", "只有上级部署并写明文号的专项行动不计入同一企业年度检查频次"))



CAMPAIGN_LIST = Listing(
    "campaigns", "专项行动", HREF, WHO, COLUMNS, (("newest", "新的在前"), ("title", "名称")), _picks, _read, _draw, _row,
    (Link("执法计划"), Link("专项行动")), empty="没有符合条件的专项行动。", create=_create, about=_about)
