"""What stands on the card of an enterprise, in words."""
from __future__ import annotations

from typing import Any

from django.conf import settings

from zhiheng.papers.card import Card
from zhiheng.web.build.grade_firm import Graded
from zhiheng.web.build.grade_words import points
from zhiheng.web.desk import Desk

RISKS = {"red": "红（重大）", "orange": "橙（较大）", "yellow": "黄（一般）", "blue": "蓝（低）"}


def card(g: Graded, more: dict[str, Any], mine: Desk) -> Card:
    """The card of today. KeyError in words when the enterprise has no grade."""
    if not g.firm.grade:
        raise KeyError("这家企业还没有安全等级，不能打印明白卡")
    level = g.scheme.level(g.firm.grade)
    by_hand = g.held is not None and g.held.origin == "override"
    since = f"自 {g.held.since}{f'，人工调整至 {g.held.until}' if by_hand and g.held else ''}" if g.held else "登记时填写"
    reasons = [str(r[1]) for r in (g.key_computed.detail if g.key_computed else {}).get("reasons", ())]
    key = f"重点单位：{'、'.join(reasons) or '人工调整'}" if g.firm.key_unit else ""
    vetoes = [str(v[1]) for v in (g.computed.detail if g.computed else {}).get("vetoes", ())]
    officer = more["officer"]
    agency = g.firm.agency
    return Card(
        agency.name, g.firm.name, g.firm.code or "没有统一社会信用代码", f"{level.id} 级", level.colour, level.state,
        f"{points(g.computed.tenths)} 分（{level.id} 级 {g.scheme.span(level.id)}）" if g.computed else "", since, key, str(g.visits),
        str(g.cap.most) if g.cap.most is not None else "未设", g.cap.says,
        [(f"{'【重大】' if h['major'] else ''}{h['text']}", _due(h, g)) for h in more["hazards"]],
        [(str(v.get("name")), RISKS[str(v.get("level"))]) for v in more["risks"]],
        f"{officer.name}（{agency.short_name or agency.name}）" if officer else "", (officer.phone if officer else "") or agency.phone,
        _address(), mine.now.date(), f"否决事项：{'；'.join(vetoes)}" if vetoes else "")


def _due(hazard: dict[str, Any], g: Graded) -> str:
    due = hazard["due"]
    if due is None:
        return "期限见整改文书"
    return f"{due}（已超期）" if due < g.on else str(due)


def _address() -> str:
    """The public site, where feedback begins; "" where the bureau has not said its address."""
    base = str(getattr(settings, "ZHIHENG_PUBLIC_URL", "") or "").rstrip("/")
    return f"{base}/p/" if base else ""
