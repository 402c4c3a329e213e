"""公示管理: the state of the clock, the public record, the reason why one is not public."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.records.models import ClockRow, Publication
from zhiheng.records.queries.publicity import PAGE, PublicityCounts
from zhiheng.web import links
from zhiheng.web.build.words import clock_badge, day_text
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Badge, Button, Empty, Tab, Tabs, Tone
from zhiheng.web.parts_page import Cell, Column, ListPage, Row, Table

HREF = "/publicity/"
STATES: tuple[tuple[str, str, Tone], ...] = (
    ("due", "待公示", "plain"),
    ("overdue", "已超期", "late"),
    ("published", "已公示", "plain"),
    ("withdrawn", "已撤回", "plain"),
    ("blocked", "未通过隐名检查", "late"),
)
KINDS = {"penalty": "处罚决定", "inspection": "检查结果"}


def tabs(state: str, counted: PublicityCounts) -> Tabs:
    figures = vars(counted) if hasattr(counted, "__dict__") else {}
    return Tabs(
        tuple(
            Tab(zh, links.with_query(HREF, {"state": key}), key == state, str(figures[key]),
                tone if figures[key] else "plain")
            for key, zh, tone in STATES
        ),
        "公示状态",
    )


def due_page(rows: Sequence[ClockRow], mine: Desk) -> ListPage:
    columns = (Column("期限"), Column("公示事项"), Column("当事人"), Column("案卷", wide=True))
    drawn = tuple(
        Row(
            (
                Cell(badge=clock_badge(r.due_at, mine.now, mine.rules.calendar, key=r.clock, provisional=r.provisional)),
                Cell(r.zh),
                Cell(r.subject_name or (r.file.enterprise.name if r.file.enterprise else "—")),
                Cell(r.file.title, links.file_href(r.file.no), strong=True, lines=(r.file.no,)),
            ),
            Button("办理公示", links.act_href(r.file.no, r.todo or "publish", r.subject), "publish")
            if "officer" in mine.roles
            else Button("查看", links.file_href(r.file.no)),
            f"{r.file.no}-{r.subject}",
            "late" if r.due_at and r.due_at < mine.now else "plain",
        )
        for r in rows
    )
    return ListPage("公示管理", Table(columns, drawn, "待公示", Empty("没有等待公示的结果。")))


def shown_page(rows: Sequence[Publication], state: str) -> ListPage:
    columns = (Column("公示日期"), Column("种类"), Column("公示标题", wide=True), Column("期限"), Column("状态", wide=True),
               Column("案卷"))
    drawn = tuple(_shown(r) for r in rows[:PAGE])
    more = ""
    if len(rows) > PAGE:
        more = links.with_query(HREF, {"state": state, "before": str(rows[PAGE - 1].pk)})
    return ListPage("公示管理", Table(columns, drawn, "公示记录", Empty("没有这一状态的记录。")), next_href=more)


def _shown(r: Publication) -> Row:
    public = r.published_at is not None and r.withdrawn_at is None and not r.blocked
    return Row(
        (
            Cell(day_text(r.published_at)),
            Cell(KINDS.get(r.kind, r.kind)),
            Cell(r.title, strong=True),
            Cell(day_text(r.due_on)),
            _state(r),
            Cell(r.file.no, links.file_href(r.file.no)),
        ),
        Button("公开页", f"/p/records/{r.slug}/") if public else Button("查看", links.file_href(r.file.no)),
        r.slug,
        "late" if r.blocked else "plain",
    )


def _state(r: Publication) -> Cell:
    if r.blocked:
        return Cell(badge=Badge("不能公开", "refused", "blocked"), lines=(r.blocked,))
    if r.withdrawn_at is not None:
        return Cell(badge=Badge(f"已撤回 {day_text(r.withdrawn_at)}", "rest", "withdrawn"), lines=(r.withdrawn_reason,))
    if r.due_on and r.published_at and r.published_at.date() > r.due_on:
        days = (r.published_at.date() - r.due_on).days
        return Cell(badge=Badge(f"超期已办（晚 {days} 日）", "done-late", "late"))
    return Cell(badge=Badge("已公示", "done", "published"))
