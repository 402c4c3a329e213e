"""公示管理 as two declared lists: what must become public and by when; what is public, withdrawn, or refused by masking."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.records.models import ClockRow, Publication
from zhiheng.records.queries.paging import Page
from zhiheng.records.queries.publicity import counts, due_list, shown_list
from zhiheng.web import links
from zhiheng.web.build.words import clock_badge, day_text
from zhiheng.web.desk import Desk
from zhiheng.web.listing import Asked, Col, Listing, Pick, Ways
from zhiheng.web.parts import Badge, Button, Link, Tab, Tabs
from zhiheng.web.parts_page import Cell, Column

HREF, RECORDS = "/publicity/", "/publicity/records/"
WHO = frozenset({"officer", "section_head", "bureau_head", "legal_reviewer", "supervisor"})
KINDS = (("penalty", "处罚决定"), ("inspection", "检查结果"))
ABOUT = (("publicity", "处罚决定"), ("publish_result", "检查结果"))
_KIND, _ABOUT = dict(KINDS), dict(ABOUT)


def _tabs(here: str, mine: Desk) -> Tabs:
    held = counts(mine.scope, mine.now)
    return Tabs((Tab("待公示", HREF, here == HREF, str(held.due + held.overdue), "late" if held.overdue else "plain"),
                 Tab("公示记录", RECORDS, here == RECORDS, str(held.published + held.withdrawn + held.blocked),
                     "late" if held.blocked else "plain")), "公示管理")


# --- what must become public ---------------------------------------------------------------------------------------


def _clock(r: ClockRow, d: Desk) -> Cell:
    return Cell(badge=clock_badge(r.due_at, d.now, d.rules.calendar, key=r.clock, provisional=r.provisional))


DUE_COLUMNS: tuple[Col[ClockRow, Desk], ...] = (
    Col("file", Column("案卷", wide=True), lambda r, d: Cell(r.file.title, links.file_href(r.file.no), strong=True, lines=(r.file.no,))),
    Col("due", Column("期限"), _clock), Col("what", Column("公示事项"), lambda r, d: Cell(r.zh)),
    Col("party", Column("当事人"), lambda r, d: Cell(r.subject_name or (r.file.enterprise.name if r.file.enterprise else "—"))),
    Col("day", Column("最迟公示日"), lambda r, d: Cell(day_text(r.due_on)), shown=False))


def _due_picks(mine: Desk) -> tuple[Pick, ...]:
    return (Pick("state", "状态", "links", (("due", "未到期"), ("overdue", "已超期"))), Pick("clock", "种类", options=ABOUT),
            Pick("q", "当事人、案卷名称或编号", "text"), Pick("on", "最迟公示日", "period", more=True))


def _due(mine: Desk, asked: Asked) -> Page[ClockRow]:
    return due_list(mine.scope, mine.now, asked.filters, sort=asked.sort, cursor=asked.cursor, size=asked.size, exact=asked.exact)


def _publish(r: ClockRow, d: Desk) -> Ways:
    button = Button("办理公示", links.act_href(r.file.no, r.todo or "publish", r.subject), "publish") if "officer" in d.roles \
        else Button("查看", links.file_href(r.file.no))
    return Ways(f"{r.file.no}-{r.subject}", button, "late" if r.due_at and r.due_at < d.now else "plain")


DUE_LIST: Listing[ClockRow, Desk] = Listing(
    "publicity", "待公示", HREF, WHO, DUE_COLUMNS, (("due", "先到期的在前"), ("late", "后到期的在前")), _due_picks, _due,
    lambda mine, rows, columns: mine, _publish, (Link("监督考评"), Link("公示管理")), empty="没有等待公示的结果。",
    tabs=lambda mine: _tabs(HREF, mine))


# --- what is public, or may not be ---------------------------------------------------------------------------------


def _state(r: Publication, d: Desk) -> Cell:
    if r.blocked:
        return Cell(badge=Badge("不能公开", "refused", "blocked"), lines=(r.blocked,))
    if r.withdrawn_at is not None:
        return Cell(badge=Badge(f"已撤回 {day_text(r.withdrawn_at)}", "rest", "withdrawn"), lines=(r.withdrawn_reason,))
    if r.due_on and r.published_at and r.published_at.date() > r.due_on:
        days = (r.published_at.date() - r.due_on).days
        return Cell(badge=Badge(f"超期已办（晚 {days} 日）", "done-late", "late"))
    return Cell(badge=Badge("已公示", "done", "published"))


RECORD_COLUMNS: tuple[Col[Publication, Desk], ...] = (
    Col("title", Column("公示标题", wide=True), lambda r, d: Cell(r.title, strong=True)),
    Col("at", Column("公示日期"), lambda r, d: Cell(day_text(r.published_at))),
    Col("kind", Column("种类"), lambda r, d: Cell(_KIND.get(r.kind, r.kind))),
    Col("due", Column("最迟公示日"), lambda r, d: Cell(day_text(r.due_on))), Col("state", Column("状态", wide=True), _state),
    Col("file", Column("案卷"), lambda r, d: Cell(r.file.no, links.file_href(r.file.no))),
    Col("decided", Column("作出日期"), lambda r, d: Cell(day_text(r.decided_on)), shown=False))


def _record_picks(mine: Desk) -> tuple[Pick, ...]:
    return (Pick("state", "状态", "links", (("published", "已公示"), ("withdrawn", "已撤回"), ("blocked", "未通过隐名检查"))),
            Pick("kind", "种类", options=KINDS), Pick("q", "公示标题或案卷编号", "text"), Pick("on", "公示日期", "period", more=True))


def _records(mine: Desk, asked: Asked) -> Page[Publication]:
    return shown_list(mine.scope, asked.filters, sort=asked.sort, cursor=asked.cursor, size=asked.size, exact=asked.exact)


def _open(r: Publication, d: Desk) -> Ways:
    public = r.published_at is not None and r.withdrawn_at is None and not r.blocked
    button = Button("公开页", f"/p/records/{r.slug}/") if public else Button("查看", links.file_href(r.file.no))
    return Ways(r.slug, button, "late" if r.blocked else "plain")


def _desk(mine: Desk, rows: Sequence[Publication], columns: frozenset[str]) -> Desk:
    return mine


RECORD_LIST: Listing[Publication, Desk] = Listing(
    "publicity_records", "公示记录", RECORDS, WHO, RECORD_COLUMNS,
    (("new", "新公示的在前"), ("old", "早公示的在前"), ("title", "标题")), _record_picks, _records, _desk, _open,
    (Link("监督考评"), Link("公示管理", HREF), Link("公示记录")), empty="没有符合条件的公示记录。", tabs=lambda mine: _tabs(RECORDS, mine))
