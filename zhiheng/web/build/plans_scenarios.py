"""Scenarios kept beside a plan: their table, the form that keeps another, what may be done with each."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.actions.plan_scenarios import LIMITS, LONGEST, change_of
from zhiheng.planning.scenarios import Basis, Change, scenario
from zhiheng.records.models import Plan
from zhiheng.records.queries.plans import WEIGHED
from zhiheng.web.build.plans_days import LENGTHS, scenarios_panel
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Option

UNITS = {"officers": "名", "key_times": "次", "general": "家次"}


@dataclass(frozen=True)
class Keeping:
    """The form and the kept ones of a plan at the desk of whoever may compile it; ``may_drop`` only while it is a draft."""

    names: tuple[str, ...]
    may_drop: bool
    typed: tuple[tuple[str, str, str, str], ...]
    name: str
    lengths: tuple[Option, ...]
    longest: int = LONGEST


def kept(plan: Plan) -> Sequence[Mapping[str, Any]]:
    return plan.body.get(WEIGHED) or ()


def panel(plan: Plan, basis: Basis, names: Mapping[str, str]) -> Panel | None:
    """The kept ones beside the plan as it is, reckoned anew; None without any."""
    rows = kept(plan)
    if not rows:
        return None
    columns = [scenario("现方案", basis, Change()), *(scenario(row["name"], basis, change_of(row)) for row in rows)]
    about = {row["name"]: f"{words(change_of(row))}（{names.get(row['by'], row['by'])} {row['on']}）" for row in rows}
    return scenarios_panel(columns, "比较过的方案", "weighed", "按现在的工日和家次重新测算", about)


def words(change: Change) -> str:
    """What a scenario changes, in words."""
    said = [f"执法人员 {change.officers} 名" if change.officers is not None else "",
            f"重点单位每年 {change.key_times} 次" if change.key_times is not None else "",
            f"重点检查每家{LENGTHS[change.half_days]}" if change.half_days is not None else "",
            f"一般抽查 {change.general} 家次" if change.general is not None else ""]
    return "，".join(s for s in said if s)


def keeping(plan: Plan, sent: Mapping[str, str]) -> Keeping:
    """``sent`` is what was typed when it could not be kept. ``typed``: (name, label, unit, value)."""
    typed = tuple((name, LIMITS[name][0], unit, sent.get(name, "")[:20]) for name, unit in UNITS.items())
    lengths = (Option("与现方案相同", ""), *(Option(zh, str(n), sent.get("half_days") == str(n)) for n, zh in LENGTHS.items()))
    return Keeping(tuple(row["name"] for row in kept(plan)), plan.state == "draft", typed, sent.get("name", "")[:60], lengths)
