"""Certificates and people as the lists show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from zhiheng.records.models import Certificate, Mandate
from zhiheng.records.queries.staff import StaffRow
from zhiheng.web import links
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Row, Table

WARN = timedelta(days=60)


def certificate_badge(card: Certificate | None, today: date) -> Badge:
    """Valid, suspended, expired, or about to expire within 60 days."""
    if card is None:
        return Badge("无执法证", "rest", "no-certificate")
    held = next((s for s in card.suspensions if s[0] <= today.isoformat() <= s[1]), None)
    if held is not None:
        return Badge(f"暂扣至 {held[1]}", "late", "suspended", title=str(held[2]) if len(held) > 2 else "")
    if card.valid_until < today:
        return Badge(f"已于 {card.valid_until} 过期", "late", "expired")
    if card.valid_from > today:
        return Badge(f"自 {card.valid_from} 起有效", "rest", "not-yet")
    if card.valid_until - today <= WARN:
        return Badge(f"{card.valid_until} 到期", "due", "expiring")
    return Badge("有效", "done", "valid")


def staff_page(rows: Sequence[StaffRow], today: date, q: str, *, may_add: bool) -> ListPage:
    """People with posts and certificates; officers without a valid one stand out."""
    columns = (
        Column("姓名"),
        Column("机关"),
        Column("身份", wide=True),
        Column("执法证"),
        Column("领域"),
        Column("状态"),
        Column("在办", num=True),
    )
    drawn = tuple(_staff_row(r, today) for r in rows)
    officers = [r for r in rows if any(p.role == "officer" for p in r.posts)]
    valid = sum(1 for r in officers if certificate_badge(r.card, today).tone in ("done", "due"))
    buttons = (Button("新增人员", "/officers/new/", kind="primary", icon="plus"),) if may_add else ()
    return ListPage(
        "人员证件",
        Table(columns, drawn, "人员", Empty("没有符合条件的人员。")),
        "/officers/",
        (Filter("q", "姓名、首字母或账号", "text", value=q),),
        total=str(len(rows)),
        buttons=buttons,
        page_note=f"执法人员 {len(officers)} 人，证件有效 {valid} 人",
    )


def _staff_row(r: StaffRow, today: date) -> Row:
    badge = certificate_badge(r.card, today)
    officer = any(p.role == "officer" for p in r.posts)
    agency = r.posts[0].agency if r.posts else None
    posts = "；".join(" · ".join(w for w in (p.post, p.get_role_display()) if w) for p in r.posts)
    return Row(
        (
            Cell(r.person.name, links.person_href(r.person.username), strong=True, lines=(r.person.username,)),
            Cell((agency.short_name or agency.name) if agency else "—"),
            Cell(posts or "没有有效的任职"),
            Cell(r.card.number if r.card else "—"),
            Cell("、".join(r.card.fields) if r.card else "—"),
            Cell(badge=badge) if officer or r.card else Cell("—"),
            Cell(str(r.files), num=True),
        ),
        Button("查看", links.person_href(r.person.username)),
        r.person.username,
        "late" if officer and badge.tone in ("late", "rest") else "plain",
    )


def certificates_table(cards: Sequence[Certificate], today: date) -> Table:
    columns = (Column("证号"), Column("领域"), Column("自"), Column("至"), Column("状态"), Column("暂扣记录", wide=True))
    rows = tuple(
        Row(
            (
                Cell(c.number, strong=True),
                Cell("、".join(c.fields)),
                Cell(c.valid_from.isoformat()),
                Cell(c.valid_until.isoformat()),
                Cell(badge=certificate_badge(c, today)),
                Cell("；".join(f"{s[0]} 至 {s[1]} {s[2] if len(s) > 2 else ''}".strip() for s in c.suspensions) or "—"),
            ),
            key=c.number,
        )
        for c in cards
    )
    return Table(columns, rows, "执法证", Empty("没有登记执法证，不能在执法文书上签名。"), action_label="")


def posts_table(posts: Sequence[Mandate], today: date) -> Table:
    columns = (Column("机关"), Column("角色"), Column("职务"), Column("自"), Column("至"), Column("状态"))
    rows = tuple(
        Row(
            (
                Cell(p.agency.name),
                Cell(p.get_role_display(), strong=True),
                Cell(p.post or "—"),
                Cell(p.since.isoformat()),
                Cell(p.until.isoformat() if p.until else "长期"),
                Cell(badge=Badge("有效", "done") if p.covers(today) else Badge("不在任期", "rest")),
            ),
            key=str(p.pk),
        )
        for p in posts
    )
    return Table(columns, rows, "任职", Empty("没有任职。"), action_label="")
