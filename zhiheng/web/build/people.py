"""Certificates and posts as every page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from zhiheng.records.models import Certificate, Mandate
from zhiheng.web.parts import Badge, Empty
from zhiheng.web.parts_page import Cell, Column, Row, Table

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


def certificates_table(cards: Sequence[Certificate], today: date, details: Mapping[str, Mapping[str, str]] | None = None) -> Table:
    """Every certificate a person ever had, with who issued it and when it was suspended."""
    more = details or {}
    columns = (Column("证号"), Column("领域"), Column("发证机关", wide=True), Column("执法区域"), Column("发证日期"), Column("自"), Column("至"),
               Column("状态"), Column("暂扣记录", wide=True))
    rows = tuple(_card_row(c, today, more.get(c.number, {})) for c in cards)
    return Table(columns, rows, "执法证", Empty("没有登记执法证，不能在执法文书上签名。"), action_label="")


def _card_row(c: Certificate, today: date, more: Mapping[str, str]) -> Row:
    held = "；".join(f"{s[0]} 至 {s[1]} {s[2] if len(s) > 2 else ''}".strip() for s in c.suspensions)
    return Row((Cell(c.number, strong=True), Cell("、".join(c.fields)), Cell(more.get("issuer") or "—"), Cell(more.get("area") or "—"),
                Cell(more.get("issued_on") or "—"), Cell(c.valid_from.isoformat()), Cell(c.valid_until.isoformat()),
                Cell(badge=certificate_badge(c, today)), Cell(held or "—")), key=c.number)


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
