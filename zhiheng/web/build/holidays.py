"""日历: the years that are known, one year with its form, and what a notice would move."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from zhiheng.actions.holidays import Effect, Moved, PlanMoved
from zhiheng.kernel.calendar import Calendar, YearCalendar
from zhiheng.kernel.clock import weekday_name
from zhiheng.planning.days import year_days
from zhiheng.records.models import HolidayYear
from zhiheng.records.queries.holidays import Recomputed
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_page import Cell, Column, ListPage, Row, Table

HREF = "/calendar/"
SHOWN = 200
MOVED = (Column("案卷号"), Column("机关"), Column("期限", wide=True), Column("原期限"), Column("新期限"))


def href(year: int) -> str:
    return f"{HREF}{year}/"


def years(calendar: Calendar, entered: Mapping[int, HolidayYear], today: date, may_write: bool) -> ListPage:
    """Known years, newest first, and next year when its notice is awaited."""
    wanted = sorted({*calendar.years, today.year, today.year + 1}, reverse=True)
    columns = (Column("年度"), Column("状态"), Column("通知文号", wide=True), Column("工作日放假", num=True), Column("调休上班", num=True),
               Column("全年工作日", num=True), Column("登记"))
    rows = tuple(_year(y, calendar, entered.get(y), may_write) for y in wanted)
    note = "没有登记放假安排的年度按周六、周日推算，期限和工作日都带「暂定」"
    return ListPage("日历", Table(columns, rows, "日历", action_label="办理"), HREF, total=str(len(rows)), page_note=note)


def _year(year: int, calendar: Calendar, row: HolidayYear | None, may_write: bool) -> Row:
    days, known = year_days(year, calendar), calendar.years.get(year)
    off = sum(d.weekday() < 5 for d in known.holidays) if known else 0
    state = Badge("已公布", "done", "official") if known else Badge("暂定", "provisional", "provisional")
    whence = ("本局登记", f"{row.updated_at:%Y-%m-%d}") if row else ("随系统", "") if known else ("未登记", "")
    cells = (Cell(str(year), href(year), strong=True), Cell(badge=state), Cell(known.source if known else "—"),
             Cell(str(off) if known else "—", num=True), Cell(str(len(known.workdays)) if known else "—", num=True),
             Cell(str(days.statutory), num=True), Cell(whence[0], lines=(whence[1],) if whence[1] else ()))
    word = ("更正" if known else "登记") if may_write else "查看"
    return Row(cells, Button(word, href(year), act=f"calendar_{year}", kind="plain" if known else "primary"), str(year))


def year_table(known: YearCalendar | None) -> Table:
    """The days of a year for those who only look."""
    days = [(d, known.holidays[d] or "放假") for d in known.holidays] + [(d, "调休上班") for d in known.workdays] if known else []
    rows = tuple(Row((Cell(d.isoformat()), Cell(weekday_name(d)), Cell(word)), key=d.isoformat()) for d, word in sorted(days))
    return Table((Column("日期"), Column("星期"), Column("安排", wide=True)), rows, "放假和调休", Empty("没有登记。"))


def moved_table(rows: Iterable[Moved]) -> Table:
    made = tuple(Row((Cell(m.no), Cell(m.agency), Cell(m.clock), Cell(_iso(m.before)), Cell(_iso(m.after), strong=True)), key=m.no)
                 for m in list(rows)[:SHOWN])
    return Table(MOVED, made, "改变的期限", Empty("没有期限的日期改变。"))


def kept_table(kept: Recomputed) -> Table:
    made = tuple(Row((*(Cell(x) for x in r[:3]), Cell(r[3] or "—"), Cell(r[4] or "—", strong=True)), key=r[0]) for r in kept.rows[:SHOWN])
    return Table(MOVED, made, "改变的期限", Empty("没有期限的日期改变。"))


def plans_table(rows: Iterable[PlanMoved]) -> Table:
    columns = (Column("机关"), Column("执法人员", num=True), Column("每人法定工作日", wide=True), Column("总法定工作日", wide=True),
               Column("排在休息日的家次", num=True))
    return Table(columns, tuple(_plan(p) for p in rows), "年度计划", Empty("该年度还没有编制计划。"))


def _plan(p: PlanMoved) -> Row:
    mark = Badge("现为暂定", "provisional") if p.was_provisional else None
    total = f"{p.before * p.officers} → {p.after * p.officers}（{(p.after - p.before) * p.officers:+d}）"
    return Row((Cell(p.agency, badge=mark), Cell(str(p.officers), num=True), Cell(f"{p.before} → {p.after}"), Cell(total),
                Cell(str(p.displaced), num=True)), key=str(p.pk), tone="late" if p.displaced else "plain")


def said(effect: Effect) -> str:
    """One sentence on what moves."""
    first = f"{len(effect.moved)} 项期限改变日期" if effect.moved else "没有期限改变日期"
    more = f"，{effect.settled} 项日期不变、不再是暂定" if effect.settled else ""
    return f"核对 {effect.looked_at} 件案卷：{first}{more}。"


def said_kept(kept: Recomputed) -> str:
    cut = f"（列出前 {SHOWN} 项）" if kept.total > SHOWN else ""
    return f"最近一次登记后：{kept.total} 项期限改变日期{cut}，{kept.settled} 项日期不变、不再是暂定。"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "—"
