"""The tree of agencies: entered, changed, closed by the administrator. Never deleted; every change is kept by field."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from zhiheng.actions import changes
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.kernel.facts import FactError, fact, parse, schema
from zhiheng.law.places import NATIONAL, places
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Conferral, DocumentNumber, File, Mandate, Person
from zhiheng.records.models.people import AGENCY_KINDS, LEVELS

REGISTER = "agency"
_RANK = {level: n for n, (level, _) in enumerate(LEVELS)}
TREASURY = ("bank", "bank_address", "account", "account_name")
ENOUGH = 4


@dataclass(frozen=True)
class AgencyFacts:
    """What an administrator enters of an agency."""

    code: str = fact("机关简码", help="案卷编号的开头。有了案卷以后不能再改。", good="YLCG", max_length=12)
    name: str = fact("机关全称", help="文书上的名称。", good="云岭区应急管理局", max_length=80)
    short_name: str = fact("机关简称", required=False, max_length=40)
    region_short: str = fact("区域简称", help="文号开头括号里的字。", good="云", max_length=12)
    kind: str = fact("机关类别", choices=AGENCY_KINDS)
    level: str = fact("层级", choices=LEVELS)
    parent: str = fact("上级机关", required=False, help="机关简码；最上一级的不填。", max_length=12)
    joined: bool = fact("局队合一", required=False, help="综合行政执法队伍在本局之内，以本局名义执法的选“是”。")
    areas: tuple[str, ...] = fact("辖区", required=False, help="乡镇、街道、园区的名称，每行一个；不填为上级的全部辖区。")
    government: str = fact("行政复议机关", required=False, max_length=80,
                           help="部门的为本级人民政府；乡镇人民政府的为上一级人民政府；街道办事处的为设立它的人民政府（行政复议法第24条第1款）。")
    court: str = fact("管辖法院", required=False, max_length=80)
    superior: str = fact("上级主管部门", required=False, max_length=80)
    address: str = fact("地址", required=False, max_length=160)
    phone: str = fact("电话", required=False, max_length=40)
    bank: str = fact("罚款代收机构", required=False, max_length=80)
    bank_address: str = fact("代收机构地址", required=False, max_length=120)
    account: str = fact("收款账号", required=False, max_length=60)
    account_name: str = fact("收款户名", required=False, max_length=80)
    place_id: str = fact("地方规则", required=False, help="适用哪一地的规则；不填与上级相同。", max_length=40)


FIELDS = schema(AgencyFacts)


def values_of(agency: Agency) -> dict[str, Any]:
    """The facts of an agency as the form and the history hold them."""
    plain = {f.name: getattr(agency, f.name) for f in FIELDS if f.name not in (*TREASURY, "parent")}
    treasury = {name: (agency.treasury or {}).get(name, "") for name in TREASURY}
    return plain | treasury | {"parent": agency.parent.code if agency.parent else ""}


def create(raw: Mapping[str, Any], *, by: Person | None) -> Agency:
    """Enter an agency; ``by`` is None only for the first one. Invalid with every fault by its field."""
    values = _read(raw, None)
    with transaction.atomic():
        made = Agency()
        _put(made, values)
        made.save()
        changes.note(REGISTER, made.pk, "created", changes.differences({}, values), by=by, at=clock_now())
    return made


def change(agency: Agency, raw: Mapping[str, Any], *, version: int, reason: str, by: Person) -> changes.Differences:
    """Change an agency with a reason; returns what changed. The paths of all below it follow its place in the tree.

    Invalid: faults of the input, a code already used in file numbers, an agency under itself. NotAllowed: somebody
    else changed it meanwhile, it is closed, or no reason is given.
    """
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed("变更机关信息须写明理由")
    with transaction.atomic():
        held = Agency.objects.select_for_update().get(pk=agency.pk)
        if held.version != version:
            raise NotAllowed("您填写期间别人修改了这一机关，请刷新后再改，以免覆盖")
        if held.closed_on is not None:
            raise NotAllowed(f"{held.name}已于 {held.closed_on} 撤销，不再修改")
        values, before = _read(raw, held), values_of(held)
        moved = changes.differences(before, values)
        if not moved:
            return {}
        _put(held, values)
        held.version += 1
        held.save()
        if "parent" in moved:
            _repath(held)
        changes.note(REGISTER, held.pk, "changed", moved, by=by, at=clock_now(), reason=reason)
    return moved


@dataclass(frozen=True)
class Left:
    """What still hangs on an agency on a day: open files, people in post, bodies below it, conferrals in force."""

    files: tuple[tuple[str, str], ...]
    mandates: int
    below: tuple[str, ...]
    conferrals: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return not (self.files or self.below or self.conferrals)


def left(agency: Agency, on: date) -> Left:
    """What must be settled before an agency closes; four queries. Posts end with it by themselves."""
    files = File.objects.filter(agency=agency, ended_at=None).order_by("no").values_list("no", "title")[:200]
    below = Agency.objects.filter(parent=agency, closed_on=None).order_by("code").values_list("name", flat=True)
    held = Conferral.objects.filter(grantee=agency, ended_on=None).exclude(until__lt=on) | Conferral.objects.filter(
        grantor=agency, ended_on=None).exclude(until__lt=on)
    return Left(tuple(files), Mandate.objects.filter(agency=agency).exclude(until__lt=on).count(), tuple(below),
                tuple(r.document_no or str(r.pk) for r in held.order_by("pk")))


def close(agency: Agency, on: date, reason: str, *, by: Person) -> None:
    """Close an agency from a day on: its posts end the day before; nothing of it is deleted.

    NotAllowed while files are open, bodies hang below it or powers are conferred, naming them; or without a reason.
    """
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed("撤销机关须写明依据或者理由")
    with transaction.atomic():
        held = Agency.objects.select_for_update().get(pk=agency.pk)
        if held.closed_on is not None:
            raise NotAllowed(f"{held.name}已于 {held.closed_on} 撤销")
        rest = left(held, on)
        if not rest.empty:
            raise NotAllowed(_still(held, rest))
        held.closed_on, held.version = on, held.version + 1
        held.save(update_fields=["closed_on", "version"])
        for mandate in Mandate.objects.filter(agency=held).exclude(until__lt=on):
            last = date.fromordinal(on.toordinal() - 1)
            mandate.until = max(last, mandate.since)
            mandate.save(update_fields=["until"])
        changes.note(REGISTER, held.pk, "closed", {"closed_on": [None, on.isoformat()]}, by=by, at=clock_now(), reason=reason)


def _still(held: Agency, rest: Left) -> str:
    parts = []
    if rest.files:
        shown = "、".join(no for no, _ in rest.files[:5])
        parts.append(f"在办案卷 {len(rest.files)} 件（{shown}{'等' if len(rest.files) > 5 else ''}）")
    if rest.below:
        parts.append(f"下级机关 {'、'.join(rest.below[:5])}")
    if rest.conferrals:
        parts.append(f"有效的委托、赋权 {'、'.join(rest.conferrals[:5])}")
    return f"{held.name}还有{'；'.join(parts)}，办结、移交或者终止以后才能撤销"


def _read(raw: Mapping[str, Any], held: Agency | None) -> dict[str, Any]:
    parsed = parse(FIELDS, raw)
    values = parsed.values
    faults = list(parsed.errors)
    if not faults:
        values["code"] = values["code"].upper()
        faults = _faults(values, held)
        parent = _parent(values)
        values.setdefault("place_id", held.place_id if held else parent.place_id if parent else NATIONAL)
    if faults:
        raise Invalid(faults)
    return values


def _faults(values: Mapping[str, Any], held: Agency | None) -> list[FactError]:
    found = []
    code = values["code"]
    if not (code.isascii() and code.isalnum()):
        found.append(FactError("code", "机关简码只能用字母和数字。"))
    twin = Agency.objects.filter(code=code).exclude(pk=held.pk if held else None).first()
    if twin is not None:
        found.append(FactError("code", f"简码 {code} 已由{twin.name}使用。"))
    if held is not None and held.code != code and used(held):
        found.append(FactError("code", f"简码 {held.code} 已经用在案卷编号或者文号里，不能再改。"))
    place = values.get("place_id")
    if place and place != NATIONAL and place not in places():
        found.append(FactError("place_id", f"没有地方规则「{place}」，可选：{'、'.join((NATIONAL, *places()))}。"))
    return found + _tree_faults(values, held)


def _tree_faults(values: Mapping[str, Any], held: Agency | None) -> list[FactError]:
    parent = _parent(values)
    if values.get("parent") and parent is None:
        return [FactError("parent", f"没有简码为「{values['parent']}」的机关。")]
    if parent is None:
        return [FactError("parent", "队伍、乡镇街道和园区须写明上级机关。")] if values["kind"] != "bureau" else []
    if held is not None and held.path and parent.path.startswith(held.path):
        return [FactError("parent", f"{parent.name}在{held.name}之下，不能作为它的上级。")]
    if parent.closed_on is not None:
        return [FactError("parent", f"{parent.name}已撤销。")]
    if _RANK[values["level"]] < _RANK[parent.level]:
        return [FactError("level", f"层级高于上级机关{parent.name}（{parent.get_level_display()}）。")]
    if values.get("joined") and values["kind"] != "team":
        return [FactError("joined", "局队合一只适用于综合行政执法队伍。")]
    return []


def used(agency: Agency) -> bool:
    """Whether the code stands in numbers that were given out."""
    return File.objects.filter(agency=agency).exists() or DocumentNumber.objects.filter(agency=agency).exists()


def _parent(values: Mapping[str, Any]) -> Agency | None:
    return Agency.objects.filter(code=str(values.get("parent") or "").upper()).first()


def _put(agency: Agency, values: Mapping[str, Any]) -> None:
    parent = _parent(values)
    for field in FIELDS:
        if field.name in (*TREASURY, "parent", "place_id"):
            continue
        empty: Any = [] if field.type == "list" else False if field.type == "bool" else ""
        setattr(agency, field.name, values.get(field.name, empty))
    agency.parent = parent
    agency.place_id = values["place_id"]
    agency.treasury = {name: values[name] for name in TREASURY if values.get(name)} or (
        dict(parent.treasury) if parent and agency.pk is None else {})


def _repath(top: Agency) -> None:
    """Paths of everything below, from the top down."""
    for child in Agency.objects.filter(parent=top).select_related("parent"):
        child.save()
        _repath(child)
