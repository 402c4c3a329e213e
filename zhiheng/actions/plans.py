"""Making a plan: its figures, its visits, its schedule. Every change of a working plan is noted; a fixed version is an act.

Before approval a plan may be changed freely by those who compile it; afterwards the same changes lie in the working
version until the act 「计划调整」 fixes them. What a schedule or a dragged visit may do is asked of ``planning`` each time.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhiheng.actions import changes
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.perform import perform
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FactError
from zhiheng.planning.days import NON, OTHER, PlanError, WorkDays, year_days
from zhiheng.planning.needs import GENERAL, KEY, Cut, cut
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Enterprise, Person, Plan, PlanItem
from zhiheng.records.queries.caps import Cap, cap_of, caps_of
from zhiheng.records.queries.plans import CANCELLED, PLANNED, counted, key_firms, live, needs_of, work_days

COMPILERS = frozenset({"officer", "section_head"})
REGISTER = "plan"
MOST_TIMES = 12
MOST_VISITS = 20_000
"""Ordinary visits of a year: more is a slip of the pen, no bureau has the people."""


def working(pk: int) -> Plan:
    """The plan, locked. Invalid when it is closed."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("agency", "file").get(pk=pk)
    if plan.state == "closed":
        raise NotAllowed("计划已经归档，不能再改")
    return plan


def set_figures(pk: int, given: Mapping[str, Any], by: Person, *, reason: str = "") -> Plan:
    """Days by item, officers, expected orders, ordinary visits. ``given`` has any of officers, in_post, other, non, orders,
    general. Raises Invalid with the sentence of the figure that cannot stand; nothing is kept then."""
    with transaction.atomic():
        plan = working(pk)
        before = dict(plan.body)
        days = year_days(plan.year, rules_for(plan.agency).calendar)
        body = before | {"statutory": days.statutory, "provisional": days.provisional} | {k: given[k] for k in _KNOWN if k in given}
        try:
            account = work_days(body)
            _plausible(body, account)
        except (PlanError, ValueError, TypeError, KeyError) as fault:
            raise Invalid([FactError("", str(fault))]) from fault
        return _save(plan, body, by, reason, changes.differences(before, body))


_KNOWN = ("officers", "in_post", "other", "non", "orders", "general", "campaign", "key")


def _plausible(body: Mapping[str, Any], account: WorkDays) -> None:
    if int(body["in_post"]) < account.officers:
        raise PlanError(f"列入计划的执法人员 {account.officers} 名，多于在册人员 {body['in_post']} 名")
    if len(body["other"]) != len(OTHER) or len(body["non"]) != len(NON):
        raise PlanError(f"其他执法 {len(OTHER)} 项、非执法 {len(NON)} 项须逐项填写，没有的填 0")
    if int(body["orders"]) < 0 or int(body["general"]["visits"]) < 0 or int(body["general"]["half_days"]) not in (1, 2, 3, 4, 5, 6):
        raise PlanError("预计责令整改数、一般抽查家次不能是负数；每家检查时长为半日至三日")
    room = body.get("campaign") or {"visits": 0, "half_days": 2}
    lengths = {int(room["half_days"]), int((body.get("key") or {}).get("half_days", 2))}
    if int(room["visits"]) < 0 or not lengths <= {1, 2, 3, 4, 5, 6}:
        raise PlanError("预留的专项家次不能是负数；每家检查时长为半日至三日")
    if int(body["general"]["visits"]) > MOST_VISITS or int(room["visits"]) > MOST_VISITS:
        raise PlanError(f"一般抽查、专项各不超过 {MOST_VISITS} 家次")


def _save(plan: Plan, body: Mapping[str, Any], by: Person, reason: str, fields: Mapping[str, Any]) -> Plan:
    if fields:
        plan.body, plan.changed_at = dict(body), clock_now()
        plan.save(update_fields=["body", "changed_at"])
        changes.note(REGISTER, plan.pk, "changed", dict(fields), by=by, at=plan.changed_at, reason=reason)
    return plan


@dataclass(frozen=True)
class Filled:
    """What :func:`fill` did: visits added and taken out, and enterprises whose cap is below what their cycle asks."""

    added: int
    removed: int
    capped: tuple[str, ...]


def fill(pk: int, by: Person, *, times: Mapping[int, int] | None = None) -> Filled:
    """Key enterprises as often as their grade asks (or ``times`` by enterprise id says, never above the cap, never none);
    ordinary visits as many as the figures say, without an enterprise until a draw gives one. What is pinned, done or taken
    up stays. Six queries and the caps."""
    with transaction.atomic():
        plan = working(pk)
        on = date(plan.year, 1, 1)
        held: dict[int, list[PlanItem]] = {}
        for item in PlanItem.objects.filter(plan=plan, kind=KEY).exclude(state=CANCELLED).order_by("pk"):
            held.setdefault(item.enterprise_id or 0, []).append(item)
        fresh: list[PlanItem] = []
        surplus: list[PlanItem] = []
        capped = []
        own = {int(pk): int(n) for pk, n in (plan.body.get("times") or {}).items()} | dict(times or {})
        firms = key_firms(plan.agency, on)
        caps = caps_of(firms, on)
        for firm in firms:
            wanted, low = _times(caps[firm.pk], own.get(firm.pk))
            capped += [firm.name] if low else []
            mine = held.pop(firm.pk, [])
            fresh += [_item(plan, firm, KEY, n) for n in range(len(mine), wanted)]
            surplus += [i for i in mine[wanted:] if _loose(i)]
        surplus += [i for items in held.values() for i in items if _loose(i)]
        general = _general(plan, fresh, surplus)
        PlanItem.objects.filter(pk__in=[i.pk for i in surplus]).delete()
        PlanItem.objects.bulk_create(fresh)
        for kind in (KEY, GENERAL):
            loose = PlanItem.objects.filter(plan=plan, kind=kind, state=PLANNED, pinned=False, visit=None)
            loose.exclude(half_days=_length(plan, kind)).update(half_days=_length(plan, kind))
        moved = {"places": [len(surplus), len(fresh)], "general": [None, general]}
        changes.note(REGISTER, plan.pk, "filled", moved, by=by, at=clock_now())
        Plan.objects.filter(pk=plan.pk).update(changed_at=clock_now())
        return Filled(len(fresh), len(surplus), tuple(capped))


def set_times(pk: int, firm_pk: int, times: int, by: Person) -> Filled:
    """Visit one key enterprise so often in the year, whatever its cycle. Invalid below one, and above its cap with the basis."""
    with transaction.atomic():
        plan = working(pk)
        firm = next((f for f in key_firms(plan.agency, date(plan.year, 1, 1)) if f.pk == firm_pk), None)
        if firm is None:
            raise NotAllowed("这家企业不在重点单位名录内")
        cap = cap_of(firm, date(plan.year, 1, 1))
        if times < 1:
            raise Invalid([FactError("times", f"{firm.name}是重点单位，全年至少检查一次")])
        if times > (cap.most if cap.most is not None else MOST_TIMES):
            why = f"全年至多 {cap.most} 次（{cap.says}）" if cap.most is not None else f"全年不超过 {MOST_TIMES} 次"
            raise Invalid([FactError("times", f"{firm.name}{why}，不能排 {times} 次；举报、转办等触发的检查不计在内")])
        body = dict(plan.body) | {"times": dict(plan.body.get("times") or {}) | {str(firm_pk): times}}
        _save(plan, body, by, f"{firm.name}全年检查 {times} 次", changes.differences(plan.body, body))
        return fill(pk, by)


def _times(cap: Cap, asked: int | None) -> tuple[int, bool]:
    """(visits of the year, whether the cap is lower than the cycle): at least one, for a key enterprise is never left out."""
    cycle = asked if asked is not None else max(1, cap.least)
    most = cap.most if cap.most is not None else MOST_TIMES
    return max(1, min(cycle, most, MOST_TIMES)), most < cycle


def _item(plan: Plan, firm: Enterprise | None, kind: str, n: int) -> PlanItem:
    field = str(firm.fields[0]) if firm is not None and firm.fields else ""
    return PlanItem(plan=plan, enterprise=firm, kind=kind, field=field, source="年度计划", unit=plan.agency.short_name or plan.agency.name,
                    half_days=_length(plan, kind))


def _length(plan: Plan, kind: str) -> int:
    """Half-days of a visit of this kind."""
    return int((plan.body.get(kind) or {}).get("half_days", 2))


def _loose(item: PlanItem) -> bool:
    """Whether a filling may take a visit out again."""
    return item.state == PLANNED and not item.pinned and item.visit_id is None


def _general(plan: Plan, fresh: list[PlanItem], surplus: list[PlanItem]) -> int:
    wanted = int(plan.body["general"]["visits"])
    mine = list(PlanItem.objects.filter(plan=plan, kind=GENERAL).exclude(state=CANCELLED).order_by("enterprise", "pk"))
    fresh += [_item(plan, None, GENERAL, n) for n in range(len(mine), wanted)]
    surplus += [i for i in mine if _loose(i) and i.enterprise_id is None][:max(0, len(mine) - wanted)]
    return wanted


def cut_general(pk: int, by: Person) -> Cut | None:
    """Take out as many ordinary visits as the days are short; key visits are never touched. None when nothing was short."""
    with transaction.atomic():
        plan = working(pk)
        given_up = cut(needs_of(plan.body, live(plan)))
        if given_up is None or not given_up.visits:
            return given_up
        body = dict(plan.body) | {"general": dict(plan.body["general"])}
        body["general"]["visits"] = max(0, int(body["general"]["visits"]) - given_up.visits)
        _save(plan, body, by, f"工日不足，压减一般抽查 {given_up.visits} 家次", changes.differences(plan.body, body))
        fill(plan.pk, by)
        return given_up


def place(pk: int, item_pk: int, on: date | None, officers: Sequence[str], by: Person, *, pinned: bool = True, reason: str = "") -> PlanItem:
    """Put one visit on a day with its officers, after whoever calls has asked :mod:`zhiheng.actions.scheduling` whether it may."""
    with transaction.atomic():
        plan = working(pk)
        item = PlanItem.objects.select_for_update().get(pk=item_pk, plan=plan)
        if item.state != PLANNED or item.visit_id is not None:
            raise NotAllowed("这一家次已经检查或正在检查，不能再改期")
        before = {"on": item.on.isoformat() if item.on else None, "officers": sorted(item.officers)}
        item.on, item.officers, item.pinned = on, list(officers), pinned
        item.month = on.month if on else None
        item.save(update_fields=["on", "officers", "pinned", "month"])
        after = {"on": on.isoformat() if on else None, "officers": sorted(officers)}
        changes.note(f"{REGISTER}_item", item.pk, "moved", changes.differences(before, after), by=by, at=clock_now(), reason=reason)
        Plan.objects.filter(pk=plan.pk).update(changed_at=clock_now())
        return item


def cancel(pk: int, item_pk: int, by: Person, reason: str) -> PlanItem:
    """Give a visit up, with the reason. A key enterprise's last visit stays: coverage is not cut."""
    if len(reason.strip()) < 4:
        raise Invalid([FactError("reason", "请写明取消的理由")])
    with transaction.atomic():
        plan = working(pk)
        item = PlanItem.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=item_pk, plan=plan)
        if not _loose(item) and item.visit_id is not None:
            raise NotAllowed("这一家次已经检查或正在检查，不能取消")
        rest = PlanItem.objects.filter(plan=plan, enterprise=item.enterprise).exclude(state=CANCELLED).exclude(pk=item.pk)
        if item.kind == KEY and item.enterprise and item.enterprise.key_unit and not rest.exists():
            raise NotAllowed(f"{item.enterprise.name}是重点单位，全年至少检查一次，不能取消；已停产注销的，先在一企一档登记")
        PlanItem.objects.filter(pk=item.pk).update(state=CANCELLED)
        changes.note(f"{REGISTER}_item", item.pk, "archived", {"state": [item.state, CANCELLED]}, by=by, at=clock_now(), reason=reason)
        return item


def submit(pk: int, by: Person, opinion: str, *, at: datetime | None = None, key: str | None = None) -> Outcome:
    """送审: the figures counted now, handed to the one door. Raises as ``perform``."""
    return _told(pk, "submit", {"opinion": opinion}, by, at, key)


def change(pk: int, by: Person, reason: str, major: bool, *, at: datetime | None = None, key: str | None = None) -> Outcome:
    """计划调整 of an approved plan: what differs from the last fixed version. Raises as ``perform``."""
    return _told(pk, "change", {"reason": reason, "major": major}, by, at, key)


def _told(pk: int, act: str, said: Mapping[str, Any], by: Person, at: datetime | None, key: str | None) -> Outcome:
    with transaction.atomic():
        plan = working(pk)
        if plan.file is None:
            raise NotAllowed("计划还没有立卷")
        moment = at or clock_now()
        figures = counted(plan, moment.astimezone(TZ).date()).figures
        if not figures["content"]:
            raise Invalid([FactError("", "工日的账不成立，请先核对第一步的各项工日")])
        act_fields = {f.name for f in rules_for(plan.agency).procedures["annual_plan"].act(act).fields}
        return perform(plan.file.no, act, {k: v for k, v in figures.items() if k in act_fields} | dict(said), by, at=moment, key=key)
