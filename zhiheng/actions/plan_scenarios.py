"""Scenarios kept beside a plan: named, weighed again whenever they are looked at, one of them taken over into the figures.

They lie in the body of the plan and are no part of a fixed version: a thought is not a change of the plan. Once the plan has been sent
on they stay as what was weighed; only a draft loses one again.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from zhiheng.actions import changes, plans
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.actions.plans import REGISTER, Filled, working
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FactError
from zhiheng.planning.needs import GENERAL, KEY
from zhiheng.planning.scenarios import Change
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Person, Plan
from zhiheng.records.queries.caps import caps_of
from zhiheng.records.queries.plans import WEIGHED, key_firms

MOST, LONGEST = 12, 20
LIMITS: Mapping[str, tuple[str, int, int]] = {
    "officers": ("执法人员", 1, 500), "key_times": ("重点单位全年次数", 1, plans.MOST_TIMES), "half_days": ("重点检查每家时长", 1, 6),
    "general": ("一般抽查家次", 0, plans.MOST_VISITS)}
"""What a scenario may change: (what it is called, least, most)."""


def given(raw: Mapping[str, str]) -> Change:
    """What was typed; what is left empty stays as the plan has it. Invalid with a sentence for each field that cannot stand."""
    faults, found = [], {}
    for name, (zh, least, most) in LIMITS.items():
        text = raw.get(name, "").strip()
        if not text:
            continue
        if not (text.isascii() and text.isdecimal()) or len(text) > 6 or not least <= int(text) <= most:
            faults.append(FactError(name, f"{zh}须填 {least} 至 {most} 的整数，填作「{text[:20]}」"))
        else:
            found[name] = int(text)
    if not found and not faults:
        faults.append(FactError("", "至少填一项与现方案不同的数字"))
    if faults:
        raise Invalid(faults)
    return Change(**found)


def keep(pk: int, name: str, change: Change, by: Person) -> None:
    """Keep a scenario under a name of its own. Invalid for a name that is empty, too long or in use; at most twelve."""
    with transaction.atomic():
        plan = working(pk)
        name, held = " ".join(name.split()), list(plan.body.get(WEIGHED) or ())
        if not name or len(name) > LONGEST or not name.isprintable():
            raise Invalid([FactError("name", f"请给方案起一个不超过 {LONGEST} 个字的名称")])
        if any(row["name"] == name for row in held):
            raise Invalid([FactError("name", f"已有名为「{name}」的方案")])
        if len(held) >= MOST:
            raise NotAllowed(f"一份计划至多保存 {MOST} 个方案，请先删除不用的")
        said = {k: v for k, v in asdict(change).items() if v is not None}
        row = {"name": name, "change": said, "on": clock_now().astimezone(TZ).date().isoformat(), "by": by.pk}
        _put(plan, [*held, row], by, f"保存方案「{name}」")


def drop(pk: int, name: str, by: Person) -> None:
    """Forget a scenario. Refused once the plan has been sent on: it belongs to what was weighed."""
    with transaction.atomic():
        plan = working(pk)
        if plan.state != "draft":
            raise NotAllowed("计划已经送审，比较过的方案随计划保存，不能删除")
        row = _named(plan, name)
        _put(plan, [r for r in plan.body[WEIGHED] if r is not row], by, f"删除方案「{name}」")


def take(pk: int, name: str, by: Person) -> Filled:
    """Write a scenario's numbers into the plan and fill it by them; key enterprises never above their cap and never left out.
    Invalid when the figures cannot stand."""
    with transaction.atomic():
        plan = working(pk)
        change = change_of(_named(plan, name))
        figures: dict[str, Any] = {} if change.officers is None else {"officers": change.officers}
        if change.half_days is not None:
            figures["key"] = dict(plan.body.get(KEY) or {}) | {"half_days": change.half_days}
        if change.general is not None:
            figures["general"] = dict(plan.body[GENERAL]) | {"visits": change.general}
        reason = f"采用方案「{name}」"
        if figures:
            plan = plans.set_figures(pk, figures, by, reason=reason)
        if change.key_times is not None:
            _every_key_firm(plan, change.key_times, by, reason)
        return plans.fill(pk, by)


def _every_key_firm(plan: Plan, times: int, by: Person, reason: str) -> None:
    on = date(plan.year, 1, 1)
    caps = caps_of(key_firms(plan.agency, on), on)
    body = dict(plan.body) | {"times": {str(pk): max(1, times if cap.most is None else min(times, cap.most)) for pk, cap in caps.items()}}
    _save(plan, body, by, reason)


def change_of(row: Mapping[str, Any]) -> Change:
    """What a kept scenario changes."""
    return Change(**{k: int(v) for k, v in row["change"].items() if k in LIMITS})


def _named(plan: Plan, name: str) -> dict[str, Any]:
    found = next((row for row in plan.body.get(WEIGHED) or () if row["name"] == name), None)
    if found is None:
        raise NotAllowed("没有这个方案，可能已被删除")
    return found  # type: ignore[no-any-return]


def _put(plan: Plan, rows: list[dict[str, Any]], by: Person, reason: str) -> None:
    _save(plan, dict(plan.body) | {WEIGHED: rows}, by, reason)


def _save(plan: Plan, body: dict[str, Any], by: Person, reason: str) -> None:
    before, plan.body, plan.changed_at = plan.body, body, clock_now()
    plan.save(update_fields=["body", "changed_at"])
    changes.note(REGISTER, plan.pk, "changed", changes.differences(before, body), by=by, at=plan.changed_at, reason=reason)
