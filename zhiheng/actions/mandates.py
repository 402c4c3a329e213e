"""Who may act: mandates granted, changed and ended by an administrator, with the history of every field.

An administrator gives powers to others and has none in cases himself: not by his own hand, and not by another's, for whoever
hands out powers must not use them (职责分离). The law sets this rule nowhere; it is the house's.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from zhiheng.actions import changes
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.kernel.facts import FactError, Fen, as_date, fact, parse, schema
from zhiheng.law import powers
from zhiheng.records.clock import now as clock_now
from zhiheng.records.clock import today
from zhiheng.records.models import AccessLog, Agency, Mandate, Person
from zhiheng.records.models.people import ROLES
from zhiheng.registers import person as declared

REGISTER = "mandate"
ENOUGH = 4
IN_CASES = frozenset({"officer", "section_head", "legal_reviewer", "bureau_head"})
"""Roles that work on cases; not to be held together with the administrator's."""
INSPECTION = "inspection"


@dataclass(frozen=True)
class MandateFacts:
    """What is entered of a mandate. Limits left empty do not limit."""

    person: str = fact("人员", help="账号。", max_length=40)
    agency: str = fact("机关", help="机关简码。", max_length=12)
    role: str = fact("角色", choices=ROLES)
    post: str = fact("职务", required=False, max_length=60)
    since: date = fact("任职自")
    until: date = fact("任职至", required=False, help="最后一天；长期的不填。")
    area: tuple[str, ...] = fact("区域", required=False, help="乡镇、街道、园区的名称，每行一个；不填为机关的全部辖区。")
    items: tuple[str, ...] = fact("事项", required=False, good="CF-008",
                                  help="权责清单的事项编码，每行一个；行政检查写 inspection。不填为全部事项。")
    ceiling: Fen = fact("罚款限额", required=False, help="可以办理、签批的对一个当事人一次罚款的最高数额（含本数）；不填为不限。")


FIELDS = schema(MandateFacts)


def values_of(mandate: Mandate) -> dict[str, Any]:
    """The facts of a mandate as the form and the history hold them."""
    return {"person": mandate.person_id, "agency": mandate.agency.code, "role": mandate.role, "post": mandate.post,
            "since": mandate.since.isoformat(), "until": mandate.until.isoformat() if mandate.until else "",
            "area": list(mandate.area), "items": list(mandate.items), "ceiling": mandate.ceiling_fen}


def grant(raw: Mapping[str, Any], *, by: Person, reason: str = "") -> Mandate:
    """Give a person a mandate. Invalid names every fault by its field; NotAllowed for one's own account."""
    values = _read(raw)
    with transaction.atomic():
        person, agency = _resolve(values, by, None)
        made = Mandate(person=person, agency=agency)
        _put(made, values)
        made.save()
        changes.note(REGISTER, made.pk, "created", changes.differences({}, values), by=by, at=clock_now(), reason=reason)
        _log(by, f"授予 {person.name}：{agency.name} {dict(ROLES)[made.role]}（自 {made.since}）", reason)
    return made


def change(mandate: Mandate, raw: Mapping[str, Any], *, reason: str, by: Person) -> changes.Differences:
    """Change a mandate with a reason. Person, agency, role and first day stay: those are another mandate.

    A change counts from now on; what was done before stays lawful as it was. Returns what changed.
    """
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed("变更任职须写明理由")
    with transaction.atomic():
        held = Mandate.objects.select_for_update(of=("self",)).select_related("agency", "person").get(pk=mandate.pk)
        before = values_of(held)
        values = _read(dict(raw) | {n: before[n] for n in ("person", "agency", "role", "since")})
        _resolve(values, by, held)
        moved = changes.differences(before, values)
        if moved:
            _put(held, values)
            held.save()
            changes.note(REGISTER, held.pk, "changed", moved, by=by, at=clock_now(), reason=reason)
            _log(by, f"变更任职 {held.person.name}：{held.get_role_display()}", reason)
    return moved


def end(mandate: Mandate, last: date, reason: str, *, by: Person) -> None:
    """End a mandate with its last day. It stays in the register; it cannot be ended before it began or in the past."""
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed("终止任职须写明理由")
    with transaction.atomic():
        held = Mandate.objects.select_for_update(of=("self",)).select_related("person").get(pk=mandate.pk)
        if held.person_id == by.pk:
            raise NotAllowed("不能终止自己的任职，请另一名系统管理员办理")
        if held.until is not None and held.until < today():
            raise NotAllowed(f"这一任职已于 {held.until} 终止")
        if last < held.since:
            raise NotAllowed("终止日期不能早于任职自")
        if last < today() - timedelta(days=1):
            raise NotAllowed(f"不能倒填终止日期：{last} 之后可能已有以该任职办理的事项，最早填昨天")
        before, held.until = held.until, last
        held.save(update_fields=["until"])
        changes.note(REGISTER, held.pk, "ended", {"until": [before.isoformat() if before else None, last.isoformat()]}, by=by,
                     at=clock_now(), reason=reason)
        _log(by, f"任职到 {last} 为止：{held.person.name} {held.get_role_display()}", reason)


def _read(raw: Mapping[str, Any]) -> dict[str, Any]:
    parsed = parse(FIELDS, raw)
    faults = list(parsed.errors)
    first, last = as_date(parsed.values, "since"), as_date(parsed.values, "until")
    if first and last and last < first:
        faults.append(FactError("until", "任职至不能早于任职自。"))
    if faults:
        raise Invalid(faults)
    return parsed.values


def _resolve(values: Mapping[str, Any], by: Person, held: Mandate | None) -> tuple[Person, Agency]:
    """The person and the agency named, after every rule has been looked at."""
    person = Person.objects.filter(pk=values["person"]).first()
    agency = Agency.objects.filter(code=str(values["agency"]).upper()).first()
    faults = []
    if person is None:
        faults.append(FactError("person", f"没有账号「{values['person']}」。"))
    if agency is None:
        faults.append(FactError("agency", f"没有简码为「{values['agency']}」的机关。"))
    if person is None or agency is None:
        raise Invalid(faults)
    if person.pk == by.pk:
        raise NotAllowed("不能给自己授予或者变更任职，请另一名系统管理员办理")
    if fault := declared.role_fault(person.kind, values["role"]):
        faults.append(FactError("role", f"{fault}。"))
    if person.left_on is not None and held is None:
        faults.append(FactError("person", f"{person.name}已于 {person.left_on} 离岗，先办理返岗。"))
    first = as_date(values, "since")
    assert first is not None  # required by the form
    faults += [*_place_faults(values, agency), *span_faults(person, agency, values["role"], first, as_date(values, "until"), held)]
    if faults:
        raise Invalid(faults)
    return person, agency


def _place_faults(values: Mapping[str, Any], agency: Agency) -> list[FactError]:
    found = []
    first = as_date(values, "since")
    if agency.closed_on is not None and first is not None and agency.closed_on <= first:
        found.append(FactError("agency", f"{agency.name}已于 {agency.closed_on} 撤销。"))
    strange = [a for a in values.get("area") or () if agency.areas and a not in agency.areas]
    if strange:
        found.append(FactError("area", f"{'、'.join(strange)}不在{agency.name}的辖区（{'、'.join(agency.areas)}）之内。"))
    listed = powers.version(agency.place_id, max(first, today()) if first else today())
    known = {i.code for i in listed.items} | {INSPECTION} if listed else None
    odd = [i for i in values.get("items") or () if known is not None and i not in known]
    if odd:
        found.append(FactError("items", f"权责清单里没有 {'、'.join(odd[:5])}。"))
    if values.get("ceiling") is not None and values["role"] not in ("officer", "section_head", "bureau_head"):
        found.append(FactError("ceiling", "只有办理、审核和签批处罚的角色才设罚款限额。"))
    return found


def span_faults(person: Person, agency: Agency, role: str, first: date, last: date | None,
                held: Mandate | None = None) -> list[FactError]:
    """What stands against a mandate on these days: the same role at the same agency, or roles that must be kept apart."""
    others = [m for m in Mandate.objects.filter(person=person).select_related("agency").exclude(pk=held.pk if held else None)
              if (m.until is None or m.until >= first) and (last is None or m.since <= last)]
    found = []
    same = next((m for m in others if m.agency_id == agency.pk and m.role == role), None)
    if same is not None:
        found.append(FactError("since", f"{person.name}在{agency.name}的同一角色已有任职（{same.since} 至 {same.until or '长期'}），期间重叠。"
                                        "请变更那一任职，或者先终止。"))
    clash = next((m for m in others if _apart(role, m.role)), None)
    if clash is not None:
        found.append(FactError("role", f"{person.name}同时是{clash.agency.name}的{clash.get_role_display()}：系统管理员授予权限，不得兼任办案、审核、"
                                       "签批的角色。"))
    return found


def _apart(one: str, other: str) -> bool:
    return "administrator" in (one, other) and bool({one, other} & IN_CASES)


def _put(mandate: Mandate, values: Mapping[str, Any]) -> None:
    mandate.role, mandate.post = values["role"], values.get("post", "")
    first = as_date(values, "since")
    assert first is not None
    mandate.since, mandate.until = first, as_date(values, "until")
    mandate.area, mandate.items = list(values.get("area") or ()), list(values.get("items") or ())
    mandate.ceiling_fen = values.get("ceiling")


def _log(by: Person, what: str, why: str) -> None:
    AccessLog.objects.create(person=by, what=what[:120], purpose=why[:200], at=clock_now())
