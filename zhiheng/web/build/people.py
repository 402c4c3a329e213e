"""Certificates and people as the lists show them."""

from __future__ import annotations

from datetime import date, timedelta

from zhiheng.records.models import Certificate
from zhiheng.web.parts import Badge

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
