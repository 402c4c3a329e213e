"""What an administrator registers about people: posts, certificates, suspensions, accounts. Never a case."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from zhiheng.actions import accounts
from zhiheng.actions.errors import NotAllowed
from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import now as clock_now
from zhiheng.records.grams import initials
from zhiheng.records.models import AccessLog, Agency, Certificate, Mandate, Person
from zhiheng.records.models.people import ROLES


def add_certificate(
    person: Person, number: str, fields: list[str], valid_from: date, valid_until: date, *, by: Person
) -> Certificate:
    """Register an enforcement certificate. NotAllowed when the number is known or the dates are turned round."""
    number = number.strip()
    if not number:
        raise NotAllowed("请填写执法证号")
    if valid_until < valid_from:
        raise NotAllowed("有效期止不能早于有效期起")
    with transaction.atomic():
        known = Certificate.objects.filter(number=number).select_related("person").first()
        if known is not None:
            raise NotAllowed(f"证号 {number} 已登记在{known.person.name}名下")
        card = Certificate.objects.create(
            person=person, number=number, fields=fields, valid_from=valid_from, valid_until=valid_until
        )
        _note(by, f"登记执法证 {number}（{person.name}，{valid_from} 至 {valid_until}）")
    return card


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
        _note(by, f"暂扣执法证 {held.number}（{first} 至 {last}）", reason)
    return held


def add_person(
    username: str, name: str, password: str, *, agency: Agency, role: str, post: str, since: date,
    until: date | None = None, by: Person,
) -> Person:
    """A new account with its first post. The account name is the identity for ever and never changes."""
    username, name = username.strip(), name.strip()
    if not username.isascii() or not username.isalnum() or username == "new" or not name:
        raise NotAllowed("账号只能用字母和数字，姓名不能为空")
    with transaction.atomic():
        if Person.objects.filter(pk=username).exists():
            raise NotAllowed(f"账号 {username} 已有人使用")
        person = Person.objects.create_user(username, password, name=name, initials=initials(name))
        add_post(person, agency, role, post, since, until, by=by)
    return person


def add_post(
    person: Person, agency: Agency, role: str, post: str, since: date, until: date | None = None, *, by: Person
) -> Mandate:
    """A dated mandate. NotAllowed for an unknown role, dates turned round, or one's own account."""
    if role not in dict(ROLES):
        raise NotAllowed("没有这一角色")
    if until is not None and until < since:
        raise NotAllowed("任职期止不能早于任职期起")
    if person.pk == by.pk:
        raise NotAllowed("不能给自己登记任职，请另一名系统管理员办理")
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


def unlock(person: Person, *, by: Person) -> None:
    with transaction.atomic():
        accounts.unlock(person)
        _note(by, f"解锁账号 {person.username}（{person.name}）")


def _note(by: Person, what: str, why: str = "") -> None:
    AccessLog.objects.create(person=by, what=what[:120], purpose=why[:200], at=_moment())


def _moment() -> datetime:
    return clock_now().astimezone(TZ)
