"""What is registered about people: profile, posts, certificates, suspensions, accounts, leaving. Never a case.

Whatever changes is kept with who, when and why (registers «person» and «certificate» of the history).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from zhiheng.actions import accounts, changes, mandates
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FieldSpec, parse
from zhiheng.records.clock import now as clock_now
from zhiheng.records.grams import initials
from zhiheng.records.models import AccessLog, Agency, Assignment, Certificate, File, Line, Mandate, Person
from zhiheng.records.models.people import ROLES
from zhiheng.records.queries.people import in_force
from zhiheng.registers import person as declared
from zhiheng.registers.shortfall import onboarding

ENOUGH = 4
"""Characters that a reason must have at least."""
RESERVED = frozenset({"new", "rates", "export"})
"""Words of addresses that no account may have for its name."""
_OWN = (FieldSpec("name", "姓名", "text", max_length=40), FieldSpec("kind", "人员类别", "choice", choices=declared.KINDS),
        FieldSpec("phone", "电话", "text", required=False, max_length=40),
        FieldSpec("legally_qualified", "国家统一法律职业资格", "bool", required=False),
        FieldSpec("joined_on", "到岗日", "date", required=False))


def person_fields() -> tuple[FieldSpec, ...]:
    """Everything the form of a person asks, the declared profile included."""
    return (*_OWN, *declared.fields())


def person_values(person: Person) -> dict[str, Any]:
    """What stands in that form now."""
    held = {s.name: person.profile.get(s.name) for s in declared.fields()}
    return {"name": person.name, "kind": person.kind, "phone": person.phone, "legally_qualified": person.legally_qualified,
            "joined_on": person.joined_on.isoformat() if person.joined_on else None} | held


def change_person(person: Person, raw: Mapping[str, Any], *, version: int, by: Person | None, reason: str = ""
                  ) -> changes.Differences:
    """Put new values into a person's registration; returns what changed.

    Invalid with every fault; NotAllowed when somebody else changed it meanwhile, or when a post would become impossible.
    """
    values = _read(raw)
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        if held.version != version:
            raise NotAllowed("您填写期间别人修改了这个人的登记，请刷新后再改，以免覆盖")
        if values["kind"] != held.kind:
            _kind_fits(held, values["kind"])
        moved = changes.differences(person_values(held), {s.name: values.get(s.name) for s in person_fields()})
        if moved:
            _put(held, values)
            held.version += 1
            held.save()
            changes.note("person", held.pk, "changed", moved, by=by, at=_moment(), reason=reason)
    return moved


def _read(raw: Mapping[str, Any]) -> dict[str, Any]:
    parsed = parse(person_fields(), raw)
    found = list(parsed.errors) or declared.faults(parsed.values, str(parsed.values.get("kind", "")))
    if found:
        raise Invalid(found)
    return parsed.values


def _put(person: Person, values: Mapping[str, Any]) -> None:
    person.name, person.kind, person.phone = values["name"], values["kind"], values.get("phone", "")
    person.initials = initials(person.name)
    person.legally_qualified = bool(values.get("legally_qualified"))
    person.joined_on = date.fromisoformat(values["joined_on"]) if values.get("joined_on") else None
    kept = {k: v for k, v in person.profile.items() if k not in {s.name for s in declared.fields()}}
    person.profile = kept | {s.name: values[s.name] for s in declared.fields() if values.get(s.name) not in (None, "", [])}


def _kind_fits(person: Person, kind: str) -> None:
    """A person who still holds a post cannot become somebody who may not hold it."""
    for post in Mandate.objects.filter(in_force(_moment().date()), person=person).select_related("agency"):
        if fault := declared.role_fault(kind, post.role):
            raise NotAllowed(f"还任着{post.agency.name}的{post.get_role_display()}，先终止任职：{fault}")


# --- certificates ------------------------------------------------------------------------------------------------


def add_certificate(
    person: Person, number: str, fields: Sequence[str], valid_from: date, valid_until: date, *, by: Person | None,
    issuer: str = "", area: str = "", issued_on: date | None = None, reason: str = "",
) -> Certificate:
    """Register an enforcement certificate; a renewal is a new one, the old one stays.

    NotAllowed: known number, dates turned round, no field, somebody who may only assist; and for a first certificate
    when neither onboarding nor the examination is registered and no ``reason`` says why
    (安全生产违法行为行政处罚办法 16-2: training and assessment come before the certificate).
    """
    number = number.strip()
    if not number:
        raise NotAllowed("请填写执法证号")
    if not fields:
        raise NotAllowed("请选择执法领域")
    if valid_until < valid_from:
        raise NotAllowed("有效期止不能早于有效期起")
    if issued_on is not None and issued_on > valid_until:
        raise NotAllowed("发证日期不能晚于有效期止")
    if person.kind in declared.ASSISTING:
        raise NotAllowed(f"{declared.KIND_ZH[person.kind]}只能协助执法，不登记执法证（{declared.QUALIFIED}；{declared.ASSIST_ONLY}）")
    with transaction.atomic():
        known = Certificate.objects.filter(number=number).select_related("person").first()
        if known is not None:
            raise NotAllowed(f"证号 {number} 已登记在{known.person.name}名下")
        doubt = untrained(person, valid_from)
        if doubt and len(reason.strip()) < ENOUGH:
            raise NotAllowed(f"{doubt}。先登记培训、考试，或者在「说明」里写明情况，例如制度施行以前取得的证件（{declared.TRAINED}）")
        card = Certificate.objects.create(
            person=person, number=number, fields=list(fields), valid_from=valid_from, valid_until=valid_until)
        more = {"issuer": issuer.strip()[:80], "area": area.strip()[:60], "issued_on": issued_on.isoformat() if issued_on else ""}
        _keep_card(person, number, {k: v for k, v in more.items() if v})
        said = more | {"fields": list(fields), "valid_from": valid_from.isoformat(), "valid_until": valid_until.isoformat(),
                       "person": person.pk}
        changes.note("certificate", number, "created", changes.differences({}, said), by=by, at=_moment(), reason=reason.strip())
        _note(by, f"登记执法证 {number}（{person.name}，{valid_from} 至 {valid_until}）", reason)
    return card


def untrained(person: Person, on: date) -> str:
    """What stands against a first certificate, in words; empty for a renewal and when training or examination is proven."""
    if Certificate.objects.filter(person=person).exists():
        return ""
    lines: dict[str, list[dict[str, Any]]] = {"training_records": [], "exams": []}
    for book, values in Line.objects.filter(person=person, ledger__in=lines, archived_at=None).values_list("ledger", "values"):
        lines[book].append(values)
    passed = any(v.get("kind") == "qualification" and v.get("passed") for v in lines["exams"])
    parts = [onboarding(lines["training_records"], on), "" if passed else "没有执法资格考试合格的记录"]
    return "；".join(p for p in parts if p)


def card_details(person: Person, number: str) -> dict[str, str]:
    """Issuing body, area and day of issue of a certificate, as far as they are registered."""
    held = (person.profile.get("cards") or {}).get(number) or {}
    return {name: str(held.get(name, "")) for name in ("issuer", "area", "issued_on")}


def _keep_card(person: Person, number: str, more: Mapping[str, str]) -> None:
    held = Person.objects.select_for_update().get(pk=person.pk)
    held.profile = {**held.profile, "cards": {**(held.profile.get("cards") or {}), number: dict(more)}}
    held.save(update_fields=["profile"])


def suspend_certificate(card: Certificate, first: date, last: date, reason: str, *, by: Person) -> Certificate:
    """Suspend a certificate from ``first`` to ``last``, both included; what was signed before stays valid."""
    if last < first:
        raise NotAllowed("暂扣期止不能早于暂扣期起")
    if len(reason.strip()) < 4:
        raise NotAllowed("暂扣执法证须写明理由")
    with transaction.atomic():
        held = Certificate.objects.select_for_update().get(pk=card.pk)
        held.suspensions = [*held.suspensions, [first.isoformat(), last.isoformat(), reason.strip()]]
        held.save(update_fields=["suspensions"])
        changes.note("certificate", held.number, "changed", {"suspensions": [None, f"{first} 至 {last}"]}, by=by, at=_moment(),
                     reason=reason.strip())
        _note(by, f"暂扣执法证 {held.number}（{first} 至 {last}）", reason)
    return held


def add_person(
    username: str, name: str, password: str, *, agency: Agency, role: str = "", post: str = "", since: date,
    until: date | None = None, by: Person | None, kind: str = "officer", profile: Mapping[str, Any] | None = None,
) -> Person:
    """A new account with its first post. The account name is the identity for ever and never changes.

    Without a role (an auxiliary, an expert) there is no post: such an account sees nothing and signs nothing. An empty
    password makes an account that cannot log in until an administrator sets one.
    """
    username, name = username.strip(), name.strip()
    if not username.isascii() or not username.isalnum() or username in RESERVED or not name:
        raise NotAllowed("账号只能用字母和数字，姓名不能为空")
    if kind not in declared.KIND_ZH:
        raise NotAllowed("没有这一人员类别")
    if not role and kind not in declared.ASSISTING:
        raise NotAllowed("请选择角色")
    with transaction.atomic():
        if Person.objects.filter(pk=username).exists():
            raise NotAllowed(f"账号 {username} 已有人使用")
        person = Person.objects.create_user(username, password or None, name=name, initials=initials(name), kind=kind,
                                            profile={**(profile or {}), "agency": agency.code}, joined_on=since)
        said = {"name": name, "kind": kind, "agency": agency.code, "joined_on": since.isoformat(), **(profile or {})}
        changes.note("person", person.pk, "created", changes.differences({}, said), by=by, at=_moment())
        if role:
            add_post(person, agency, role, post, since, until, by=by)
    return person


def add_post(
    person: Person, agency: Agency, role: str, post: str, since: date, until: date | None = None, *, by: Person | None
) -> Mandate:
    """A dated mandate. NotAllowed for an unknown role, one this kind of person may not hold, dates turned round,
    somebody who has left, or one's own account."""
    if role not in dict(ROLES):
        raise NotAllowed("没有这一角色")
    if fault := declared.role_fault(person.kind, role):
        raise NotAllowed(fault)
    if person.left_on is not None:
        raise NotAllowed(f"{person.name}已于 {person.left_on} 离岗，先办理返岗")
    if until is not None and until < since:
        raise NotAllowed("任职期止不能早于任职期起")
    if by is not None and person.pk == by.pk:
        raise NotAllowed("不能给自己登记任职，请另一名系统管理员办理")
    if faults := mandates.span_faults(person, agency, role, since, until):
        raise NotAllowed("；".join(f.says.rstrip("。") for f in faults))
    with transaction.atomic():
        made = Mandate.objects.create(person=person, agency=agency, role=role, post=post.strip(), since=since, until=until)
        _note(by, f"登记任职 {person.name}：{agency.name} {dict(ROLES)[role]}（自 {since}）")
    return made


def end_post(mandate: Mandate, last: date, *, by: Person) -> None:
    """Let a post end with a day; it stays in the register."""
    if last < mandate.since:
        raise NotAllowed("任职期止不能早于任职期起")
    with transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(until=last)
        _note(by, f"任职到 {last} 为止：{mandate.person.name} {mandate.get_role_display()}")


# --- leaving and coming back -------------------------------------------------------------------------------------


def files_in_hand(person: Person, limit: int = 200) -> list[File]:
    """The open files whose officer a person is, what is due first leading."""
    return list(File.objects.filter(pk__in=Assignment.objects.filter(person=person).values("file"), ended_at=None)
                .select_related("enterprise", "agency").order_by("due_sort", "pk")[:limit])


def leave(person: Person, gone_on: date, reason: str, *, by: Person, handover: str = "") -> list[File]:
    """Somebody leaves: from ``gone_on`` on he holds no post and his account is closed; answers the files he left open.

    NotAllowed: a day to come, no reason, oneself, or open files without a word on who takes them over.
    """
    today = _moment().date()
    if person.pk == by.pk:
        raise NotAllowed("不能办理自己的离岗，请另一名系统管理员办理")
    if gone_on > today:
        raise NotAllowed(f"离岗日 {gone_on} 晚于今天，到日再办理")
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed("请写明离岗的原因和去向")
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        if held.left_on is not None:
            raise NotAllowed(f"{held.name}已于 {held.left_on} 离岗")
        left_open = files_in_hand(held)
        if left_open and len(handover.strip()) < ENOUGH:
            named = "、".join(f.no for f in left_open[:5]) + ("等" if len(left_open) > 5 else "")
            raise NotAllowed(f"还有 {len(left_open)} 件未办结案卷（{named}）。先由科室（大队）负责人在人员页「交接案卷」，或者写明交接安排")
        last = gone_on - timedelta(days=1)
        for post in Mandate.objects.filter(person=held):
            if post.until is None or post.until > last:
                Mandate.objects.filter(pk=post.pk).update(until=max(last, post.since - timedelta(days=1)))
        held.left_on, held.is_active, held.version = gone_on, False, held.version + 1
        held.save(update_fields=["left_on", "is_active", "version"])
        said = {"left_on": [None, gone_on.isoformat()]} | ({"handover": [None, handover.strip()]} if handover.strip() else {})
        changes.note("person", held.pk, "changed", said, by=by, at=_moment(), reason=reason.strip())
        _note(by, f"办理离岗：{held.name}（{gone_on}）", reason)
    return left_open


def come_back(person: Person, reason: str, *, by: Person) -> None:
    """Open the account of somebody who left again; his posts are registered anew."""
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed("请写明返岗的原因")
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        if held.left_on is None:
            raise NotAllowed(f"{held.name}没有离岗")
        before = held.left_on.isoformat()
        held.left_on, held.is_active, held.version = None, True, held.version + 1
        held.save(update_fields=["left_on", "is_active", "version"])
        changes.note("person", held.pk, "changed", {"left_on": [before, None]}, by=by, at=_moment(), reason=reason.strip())
        _note(by, f"办理返岗：{held.name}", reason)


def give_password(person: Person, password: str, *, by: Person) -> None:
    """A first or new login password, set by an administrator and to be changed by the person; never for oneself."""
    if person.pk == by.pk:
        raise NotAllowed("自己的密码在「我的账号」里更换")
    with transaction.atomic():
        accounts.set_password(person, password)
        _note(by, f"重设登录密码 {person.username}（{person.name}）")


def unlock(person: Person, *, by: Person) -> None:
    with transaction.atomic():
        accounts.unlock(person)
        _note(by, f"解锁账号 {person.username}（{person.name}）")


def _note(by: Person | None, what: str, why: str = "") -> None:
    if by is not None:  # an import by the command has no person
        AccessLog.objects.create(person=by, what=what[:120], purpose=why[:200], at=_moment())


def _moment() -> datetime:
    return clock_now().astimezone(TZ)
