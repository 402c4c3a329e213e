"""系统状态 in lines: what, how it is, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.core.cache import cache

from zhiheng.kernel.calendar import Calendar
from zhiheng.records.models import Certificate
from zhiheng.records.queries.house import HouseState, house_state
from zhiheng.records.queries.staff import expiring as expiring_cards
from zhiheng.web import links
from zhiheng.web.build.people import WARN, certificate_badge
from zhiheng.web.build.words import moment_text
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Badge, Empty
from zhiheng.web.parts_page import Cell, Column, Row, Table

KEPT = "zhiheng-fsck"
"""Where the answer of the last check is kept."""


def house_tables(mine: Desk) -> tuple[tuple[str, Table], ...]:
    """The state of the house and the certificates that run out, with their names."""
    today = mine.now.date()
    cards = expiring_cards(mine.scope, today + WARN)
    return (
        ("系统状态", lines(house_state(mine.now), mine.rules.calendar, today, cache.get(KEPT))),
        ("60 日内到期的执法证", expiring(cards, today)),
    )


def lines(state: HouseState, calendar: Calendar, today: date, last: dict[str, object] | None) -> Table:
    """One line a matter; what needs care stands first within its kind."""
    rows = [_fsck(last)]
    rows += [_checkpoint(agency.name, row.on if row else None, today) for agency, row in state.checkpoints]
    rows += [_calendar(year, calendar, state.provisional if year > today.year else 0) for year in (today.year, today.year + 1)]
    rows += [
        _line("账号锁定", Badge("已锁定", "late"), f"{p.name}（{p.username}）至 {moment_text(p.locked_until)}",
              links.person_href(p.username))
        for p in state.locked
    ]
    rows.append(_line("案卷与记录", Badge("正常", "done"), f"案卷 {state.files} 件，记录 {state.events} 项"))
    return Table((Column("项目"), Column("状态"), Column("说明", wide=True)), tuple(rows), "系统状态", action_label="")


def expiring(cards: Sequence[Certificate], today: date) -> Table:
    """Certificates that run out within 60 days; from that day their holders cannot sign."""
    rows = tuple(
        Row(
            (
                Cell(c.person.name, links.person_href(c.person.username), strong=True),
                Cell(c.number),
                Cell(badge=certificate_badge(c, today)),
            ),
            key=c.number,
            tone="late" if c.valid_until < today else "plain",
        )
        for c in cards
    )
    columns = (Column("姓名"), Column("执法证"), Column("状态"))
    return Table(columns, rows, "60 日内到期的执法证", Empty("60 日内没有到期的执法证。"), action_label="")


def _line(what: str, badge: Badge, said: str, href: str = "") -> Row:
    return Row((Cell(what, strong=True), Cell(badge=badge), Cell(said, href)), tone="late" if badge.tone == "late" else "plain")


def _checkpoint(agency: str, on: date | None, today: date) -> Row:
    what = f"检查点 · {agency}"
    if on is None:
        return _line(what, Badge("没有", "due"), "还没有检查点。后台任务每日生成，也可运行 zhiheng checkpoint。")
    age = (today - on).days
    badge = Badge("正常", "done") if age <= 1 else Badge(f"已 {age} 日", "late")
    return _line(what, badge, f"最近 {on}" + ("" if age <= 1 else "，请检查后台任务是否在运行"))


def _calendar(year: int, calendar: Calendar, provisional: int) -> Row:
    known = calendar.years.get(year)
    if known is not None:
        return _line(f"{year} 年日历", Badge("已公布", "done"), known.source or "内置")
    said = f"放假安排未登记，{provisional} 个期限为暂定" if provisional else "放假安排未登记，届时期限为暂定"
    return _line(f"{year} 年日历", Badge("暂定", "provisional"), said)


def _fsck(last: dict[str, object] | None) -> Row:
    if last is None:
        return _line("记录完整性", Badge("未检查", "rest"), "本次启动以来没有检查过")
    faults = last["faults"]
    at = last["at"]
    when = moment_text(at) if isinstance(at, datetime) else str(at)
    if not faults:
        return _line("记录完整性", Badge("完整", "done"), f"{when} 检查 {last['files']} 件案卷，没有发现改动")
    return _line("记录完整性", Badge("有问题", "late"), f"{when}：" + "；".join(faults))  # type: ignore[arg-type]
