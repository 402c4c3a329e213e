"""Lists of people as bureaus keep them, with their certificates: which columns, how a row is judged, how it is written.

A person is found by his account, else by the number of his certificate, else by a name that only one has. A new one gets
an account of the pinyin of his name and no password: he cannot log in until an administrator sets one.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from pypinyin import lazy_pinyin

from zhiheng.actions import people as actions
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.register import Counts
from zhiheng.exchange.ledger_file import read
from zhiheng.exchange.tables import clean
from zhiheng.exchange.targets import Fault, Judged, Target
from zhiheng.kernel.facts import FieldSpec, parse
from zhiheng.records.clock import today
from zhiheng.records.models import Agency, Certificate, Mandate, Person
from zhiheng.records.models.people import ROLES
from zhiheng.registers.person import DOMAINS, faults, role_fault

POSTS = (FieldSpec("username", "账号", "text", required=False, max_length=40),
         FieldSpec("agency", "机关", "text", required=False, max_length=80),
         FieldSpec("role", "角色", "choice", required=False, choices=ROLES), FieldSpec("post", "职务", "text", required=False, max_length=60))
CARD = (FieldSpec("number", "执法证号", "text", required=False, max_length=40),
        FieldSpec("fields", "执法领域", "list", required=False), FieldSpec("issuer", "发证机关", "text", required=False, max_length=80),
        FieldSpec("card_area", "执法区域", "text", required=False, max_length=60),
        FieldSpec("issued_on", "发证日期", "date", required=False), FieldSpec("valid_from", "有效期自", "date", required=False),
        FieldSpec("valid_until", "有效期至", "date", required=False))
SPECS: dict[str, FieldSpec] = {s.name: s for s in (*POSTS, *actions.person_fields(), *CARD)}
HEADERS: dict[str, tuple[str, ...]] = {
    "username": ("登录名", "用户名"), "name": ("人员姓名", "执法人员姓名"), "agency": ("所属机关", "单位", "所在单位", "执法主体"),
    "kind": ("类别", "人员性质"), "post": ("职位", "岗位"), "joined_on": ("到岗日期", "入职日期", "参加工作时间"), "phone": ("联系电话", "手机"),
    "unit": ("科室", "部门", "中队"), "identity": ("人员身份",), "establishment": ("编制", "编制性质"), "education": ("文化程度",),
    "school": ("院校",), "major": ("所学专业",), "related": ("是否相关专业",), "experience_since": ("从事执法工作时间",),
    "number": ("证号", "证件号", "执法证件号", "执法证编号", "行政执法证号"), "fields": ("领域", "执法类别", "执法类型"),
    "issuer": ("颁发机关", "制发机关"), "card_area": ("执法地域",), "issued_on": ("颁发日期", "发证时间"),
    "valid_from": ("有效期起", "有效期开始"), "valid_until": ("有效期止", "有效期", "证件有效期", "到期日期")}
_OWN = frozenset(s.name for s in actions.person_fields())


def judge(number: int, raw: Mapping[str, Any]) -> Judged:
    """One row. Refused: what cannot be read, what contradicts itself, a certificate that is somebody else's."""
    typed = {k: clean(v) for k, v in raw.items()}
    values: dict[str, Any] = {}
    found: list[Fault] = []
    for name, text in typed.items():
        if text:
            try:
                values[name] = read(SPECS[name], text)
            except ValueError as fault:
                found.append(Fault(name, text, f"「{SPECS[name].zh}」{fault}", True))
    values.setdefault("kind", "officer")
    parsed = parse(tuple(SPECS.values()), values)
    found += [Fault(e.path, typed.get(e.path, ""), e.says, True) for e in parsed.errors if e.path not in {f.field for f in found}]
    if not found:
        found += _judged(parsed.values, typed)
    key = str(parsed.values.get("username") or parsed.values.get("number") or parsed.values.get("name") or f"row {number}")
    return Judged(number, typed if any(f.rejects for f in found) else parsed.values, key, tuple(found))


def _judged(values: Mapping[str, Any], typed: Mapping[str, str]) -> list[Fault]:
    kind, said = str(values["kind"]), []
    said += [Fault(e.path, typed.get(e.path, ""), e.says, True) for e in faults(values, kind)]
    if values.get("role") and (fault := role_fault(kind, values["role"])):
        said.append(Fault("role", typed.get("role", ""), f"{fault}。", True))
    account = str(values.get("username") or "")
    if account and (not account.isascii() or not account.isalnum() or account in actions.RESERVED):
        said.append(Fault("username", account, "账号只能用字母和数字。", True))
    said += _card_faults(values, typed)
    try:
        _known(values)
    except ValueError as fault:
        said.append(Fault("name", str(values["name"]), str(fault), True))
    return said


def _card_faults(values: Mapping[str, Any], typed: Mapping[str, str]) -> list[Fault]:
    number = str(values.get("number") or "")
    if not number:
        extra = [n for n in ("fields", "valid_from", "valid_until") if values.get(n)]
        return [Fault("number", "", "填了证件的领域或者有效期，没有填执法证号，证件不登记。")] if extra else []
    said = []
    if role_fault(str(values["kind"]), "officer") and values["kind"] != "reviewer":
        said.append(Fault("number", number, "只能协助执法的人员不登记执法证。", True))
    for name in ("valid_from", "valid_until"):
        if not values.get(name):
            said.append(Fault(name, "", f"有执法证号的，请填写「{SPECS[name].zh}」。", True))
    if not said and values["valid_until"] < values["valid_from"]:
        said.append(Fault("valid_until", values["valid_until"], "有效期至不能早于有效期自。", True))
    strange = [f for f in values.get("fields") or () if f not in DOMAINS]
    if strange or not values.get("fields"):
        said.append(Fault("fields", typed.get("fields", ""), f"执法领域须是{'、'.join(DOMAINS)}中的一项或者几项，用顿号分开。", True))
    other = Certificate.objects.filter(number=number).select_related("person").first()
    if other is not None and other.person.name != values["name"]:
        said.append(Fault("number", number, f"证号已登记在{other.person.name}名下。", True))
    return said


def _known(values: Mapping[str, Any]) -> Person | None:
    """The person a row means; ValueError when several bear the name."""
    if values.get("username"):
        return Person.objects.filter(pk=values["username"]).first()
    if values.get("number"):
        card = Certificate.objects.filter(number=values["number"]).select_related("person").first()
        if card is not None:
            return card.person
    named = list(Person.objects.filter(name=values["name"])[:2])
    if len(named) > 1:
        raise ValueError(f"有几个“{values['name']}”，请填写账号。")
    return named[0] if named else None


def write(agency: Agency, rows: Iterable[Mapping[str, Any]], by: Person | None, at: datetime) -> Counts:
    """Enter new people, change known ones where the list says something else, register certificates; all or none."""
    counts = Counts()
    with transaction.atomic():
        for row in rows:
            _one(agency, row, by, counts)
    return counts


def _one(agency: Agency, row: Mapping[str, Any], by: Person | None, counts: Counts) -> None:
    where = _agency(agency, str(row.get("agency") or ""))
    person = _known(row)
    if person is None:
        person = _enter(where, row, by)
        counts.new += 1
        changed = True
    else:
        if by is not None and person.pk == by.pk and row.get("kind") != person.kind:
            raise NotAllowed("不能用导入修改自己的人员类别")
        merged = {**actions.person_values(person), **{k: v for k, v in row.items() if k in _OWN}}
        changed = bool(actions.change_person(person, {k: v for k, v in merged.items() if v not in (None, "", [])},
                                             version=person.version, by=by, reason="导入"))
        person.refresh_from_db()
        changed |= _post(person, where, row, by)
        changed |= _card(person, row, by)
        if changed:
            counts.updated += 1
        else:
            counts.unchanged += 1
        return
    _card(person, row, by)


def _enter(where: Agency, row: Mapping[str, Any], by: Person | None) -> Person:
    kind = str(row["kind"])
    role = str(row.get("role") or ("officer" if kind == "officer" else "legal_reviewer" if kind == "reviewer" else ""))
    since = date.fromisoformat(row["joined_on"]) if row.get("joined_on") else today()
    made = actions.add_person(str(row.get("username") or _account(str(row["name"]))), str(row["name"]), "", agency=where, role=role,
                              post=str(row.get("post") or ""), since=since, by=by, kind=kind)
    raw = {**actions.person_values(made), **{k: v for k, v in row.items() if k in _OWN}}
    actions.change_person(made, {k: v for k, v in raw.items() if v not in (None, "", [])}, version=made.version, by=by, reason="导入")
    made.refresh_from_db()
    return made


def _post(person: Person, where: Agency, row: Mapping[str, Any], by: Person | None) -> bool:
    """A post the list names and the person does not hold."""
    role = row.get("role")
    if not role or (by is not None and person.pk == by.pk):
        return False
    if Mandate.objects.filter(person=person, agency=where, role=role, until=None).exists():
        return False
    actions.add_post(person, where, str(role), str(row.get("post") or ""), today(), by=by)
    return True


def _card(person: Person, row: Mapping[str, Any], by: Person | None) -> bool:
    number = str(row.get("number") or "")
    if not number or Certificate.objects.filter(number=number).exists():
        return False
    issued = date.fromisoformat(row["issued_on"]) if row.get("issued_on") else None
    actions.add_certificate(
        person, number, list(row["fields"]), date.fromisoformat(row["valid_from"]), date.fromisoformat(row["valid_until"]), by=by,
        issuer=str(row.get("issuer") or ""), area=str(row.get("card_area") or ""), issued_on=issued, reason="导入已经取得的证件")
    return True


def _agency(agency: Agency, given: str) -> Agency:
    """The agency a row names, within the tree of the one that imports; that one when none is named."""
    if not given:
        return agency
    found = next((a for a in Agency.objects.filter(path__startswith=agency.path)
                  if given in (a.code, a.name, a.short_name)), None)
    if found is None:
        raise NotAllowed(f"没有“{given}”这个机关，或者不在本机关之下")
    return found


def _account(name: str) -> str:
    """zhaolei of 赵磊; zhaolei2 when there is one already."""
    base = re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(name)).lower())[:30] or "person"
    n = 1
    while Person.objects.filter(pk=base if n == 1 else f"{base}{n}").exists() or (n == 1 and base in actions.RESERVED):
        n += 1
    return base if n == 1 else f"{base}{n}"


PEOPLE = Target("people", "人员证件", {s.name: (s.zh, re.sub(r"（.*?）", "", s.zh), *HEADERS.get(s.name, ())) for s in SPECS.values()},
                ("name",), judge, write, frozenset({"administrator"}))
