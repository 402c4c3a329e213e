"""Grades in words and signs: which record a sentence rests on, the card, the factors as one line."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhiheng.law.grading import Scheme
from zhiheng.records.models import Enterprise
from zhiheng.web import links
from zhiheng.web.build.lists import risk
from zhiheng.web.parts import Badge, Link, Risk

HOME = "/grades/"
KEY_ZH = {"key": "重点", "general": "一般"}
ORIGINS = {"computed": "按记录评定", "run": "年度动态调整", "override": "人工调整", "file": "案卷", "import": "导入"}
STATES = {"computing": Badge("正在评定", "due", "computing"), "ready": Badge("待确认", "due", "ready"),
          "confirming": Badge("已确认，正在写入", "due", "confirming"),
          "confirmed": Badge("已确认", "done", "confirmed"),
          "withdrawn": Badge("已撤回", "rest", "withdrawn"), "failed": Badge("没有完成", "late", "failed")}


def firm_href(pk: int) -> str:
    return f"{HOME}firms/{pk}/"


def run_href(pk: int) -> str:
    return f"{HOME}runs/{pk}/"


def card_sign(grade: str) -> Risk | Badge:
    return risk(grade) or Badge("未评定", "rest", "none")


def record_link(firm: Enterprise, ref: Sequence[str]) -> Link:
    """Where the record of a sentence stands."""
    words, target = str(ref[0]), str(ref[1])
    kind, _, rest = target.partition(":")
    if kind == "file":
        return Link(words, links.file_href(rest))
    if kind == "line":
        return Link(words, f"/ledgers/{rest}/")
    home = links.enterprise_href(firm.code, firm.pk)
    return Link(words, links.with_query(home, {"tab": rest}))


def points(tenths: int | None) -> str:
    """68 or 68.5."""
    if tenths is None:
        return "—"
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths / 10:.1f}"


def in_one_line(detail: Mapping[str, Any], scheme: Scheme) -> str:
    """行业 16/20 · 风险 9/15 · … = 68 → C（55–69）."""
    parts = [f"{zh} {points(tenths)}/{weight}" for _, zh, weight, tenths, _ in detail.get("factors", ())]
    level = str(detail.get("by_points") or "")
    span = f"（{scheme.span(level)}）" if level and detail.get("rule") == scheme.rule else ""
    said = f"{' · '.join(parts)} = {points(int(detail.get('tenths', 0)))} → {level}{span}"
    return said + ("；有否决事项 → D" if detail.get("vetoes") else "")
