"""One enterprise of the register by a form: enter, change, close, bring back, place it. Every change is kept with its why."""
from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from zhiheng.actions import changes
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.actions.industries import catalogue
from zhiheng.actions.ledgers import ENOUGH, enterprise_of
from zhiheng.actions.register import REGISTER, derive, reindex
from zhiheng.kernel.facts import FactError, parse
from zhiheng.kernel.supervision import settled_fields, settled_hazards
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Change, Enterprise, Person
from zhiheng.registers.codes import advice, code_fault, tidy
from zhiheng.registers.enterprise import ALL, EXTRA, FIELDS, GONE, REASONED

COLUMNS = tuple(s.name for s in FIELDS if s.name not in ("place", "parent", "code"))
_EMPTY: Mapping[str, Any] = {"fields": [], "hazards": [], "people": [], "employees": None}
CHINA = ((3.0, 54.0), (73.0, 136.0))
"""Latitudes and longitudes within which a place is believed."""


class Stale(NotAllowed):
    """Somebody else changed the enterprise meanwhile; nothing was written. ``since`` are those changes, oldest first."""

    def __init__(self, since: list[Change]) -> None:
        self.since = since
        who = "、".join(dict.fromkeys(c.by.name if c.by else "系统" for c in since)) or "他人"
        super().__init__(f"您填写期间{who}已改了这家企业；您填的都还在，标出的几项请核对后再保存")


def raw_of(firm: Enterprise) -> dict[str, Any]:
    """What stands in the form of an enterprise."""
    raw: dict[str, Any] = {name: getattr(firm, name) for name in ("code", *COLUMNS)}
    raw |= {name: firm.extra.get(name) for name in EXTRA}
    if firm.latitude is not None and firm.longitude is not None:
        raw["place"] = f"{firm.latitude:.6f},{firm.longitude:.6f}"
    if firm.parent is not None:
        raw["parent"] = firm.parent.code or f"id-{firm.parent_id}"
    return {k: v for k, v in raw.items() if v not in (None, "", [])}


def enter(agency: Agency, raw: Mapping[str, Any], *, by: Person | None, areas: Collection[str] = ()) -> Enterprise:
    """A new enterprise. Invalid with every fault; one with the same number is named and not doubled."""
    values = read(raw, agency, areas=areas)
    values.pop("reason", None)
    with transaction.atomic():
        firm = Enterprise(agency=agency)
        _put(firm, values)
        derive(firm).save()
        reindex([firm])
        changes.note(REGISTER, firm.pk, "created", changes.differences({}, _state(firm)), by=by, at=clock_now())
    return firm


def change(firm: Enterprise, raw: Mapping[str, Any], *, version: int, by: Person | None, areas: Collection[str] = ()
           ) -> changes.Differences:
    """Put the form into an enterprise; returns what changed. Stale when ``version`` is not the enterprise's any more."""
    values = read(raw, firm.agency, firm=firm, areas=areas)
    reason = str(values.pop("reason", "") or "").strip()
    with transaction.atomic():
        held = Enterprise.objects.select_for_update(of=("self",)).select_related("agency").get(pk=firm.pk)
        _open(held)
        if held.version != version:
            raise Stale(changes_since(held, version))
        before = _state(held)
        old_name, old_code = held.name, held.code
        _put(held, values)
        moved = changes.differences(before, _state(held))
        if not moved:
            return {}
        asked = [s.zh for s in FIELDS if s.name in REASONED and s.name in moved and moved[s.name][0]]
        if asked and len(reason) < ENOUGH:
            raise Invalid([FactError("reason", f"「{'」「'.join(asked)}」有变动，请写明理由（至少 {ENOUGH} 个字）。")])
        _remember(held, old_name, old_code)
        held.version += 1
        derive(held).save()
        if moved.keys() & {"name", "fields", "hazards"}:
            reindex([held])
        changes.note(REGISTER, held.pk, "changed", moved, by=by, at=clock_now(), reason=reason)
    return moved


def close(firm: Enterprise, how: str, on: date | None, reason: str, *, by: Person | None) -> None:
    """注销 or 迁出: the enterprise leaves what is supervised; it, its files and its history stay. Nothing is deleted."""
    _reasoned(reason, "注销、迁出")
    if how not in GONE:
        raise NotAllowed("请选择注销还是迁出")
    if on is None or on > clock_now().date():
        raise NotAllowed(f"请填写{how}日期，不能晚于今天")
    with transaction.atomic():
        held = Enterprise.objects.select_for_update().get(pk=firm.pk)
        _open(held)
        if held.closed_on is not None:
            raise NotAllowed("这家企业已经注销或迁出")
        was, held.running, held.closed_on = held.running, how, on
        _save(held, "closed", {"running": [was, how], "closed_on": [None, on.isoformat()]}, by, reason)


def reopen(firm: Enterprise, reason: str, *, by: Person | None) -> None:
    """Back into what is supervised: closed by mistake, or moved in again."""
    _reasoned(reason, "恢复")
    with transaction.atomic():
        held = Enterprise.objects.select_for_update().get(pk=firm.pk)
        _open(held)
        if held.closed_on is None and held.running not in GONE:
            raise NotAllowed("这家企业没有注销或迁出")
        moved = {"running": [held.running, "在营"], "closed_on": [held.closed_on.isoformat() if held.closed_on else None, None]}
        held.running, held.closed_on = "在营", None
        _save(held, "reopened", moved, by, reason)


def changes_since(firm: Enterprise, version: int) -> list[Change]:
    """The changes that made a later version out of ``version``, oldest first. One query."""
    rows = Change.objects.filter(register=REGISTER, target=str(firm.pk)).exclude(what__in=("attached", "detached", "distinct"))
    return list(rows.select_related("by").order_by("-number")[:max(0, firm.version - version)])[::-1]


def rebased(firm: Enterprise, version: int, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """A stale form brought up to date: what its writer left alone shows what is now, what he changed stays his.

    Returns the raw form, and for each field that both changed a sentence.
    """
    now, since = raw_of(firm), changes_since(firm, version)
    theirs: dict[str, Change] = {}
    before = dict(now)
    for row in reversed(since):
        for name, (old, _) in row.fields.items():
            before[_asked(name)] = _as_asked(name, old, before)
            theirs[_asked(name)] = row
    made: dict[str, Any] = dict(given)
    clash: dict[str, str] = {}
    for name, row in theirs.items():
        if _same(given.get(name), before.get(name)):
            made[name] = now.get(name)
        elif not _same(given.get(name), now.get(name)):
            who = row.by.name if row.by else "系统"
            clash[name] = f"{who} 已改为“{_words(now.get(name)) or '空'}”，您填的是“{_words(given.get(name)) or '空'}”，请核对。"
    return {k: v for k, v in made.items() if v not in (None, "", [])}, clash


# --- reading ------------------------------------------------------------------------------------------------------

def read(raw: Mapping[str, Any], agency: Agency, *, firm: Enterprise | None = None, areas: Collection[str] = ()) -> dict[str, Any]:
    """Canonical values of the form. Invalid with every fault. ``areas``: where the person may have enterprises."""
    parsed = parse(ALL, {**raw, "code": tidy(str(raw.get("code") or "")), "name": _name(str(raw.get("name") or ""))})
    faults, values = list(parsed.errors), dict(parsed.values)
    faults += [*_code(values, firm), *_industry(values, agency), *_parent(values, firm), *_where(values)]
    if areas and values.get("area") not in areas:
        faults.append(FactError("area", f"您的任职只及于{'、'.join(areas)}，所在乡镇街道须在其中。"))
    if values.get("standard_until") and not values.get("standard"):
        faults.append(FactError("standard", "填写了标准化有效期的，请选择标准化等级。"))
    if faults:
        raise Invalid(faults)
    values["fields"], values["hazards"] = settled_fields(values.get("fields", [])), settled_hazards(values.get("hazards", []))
    return values


def _name(name: str) -> str:
    """（） and () are one name on paper; the register keeps the full-width form of the licence."""
    return " ".join(name.split()).replace("(", "（").replace(")", "）").replace(" （", "（")


def _code(values: dict[str, Any], firm: Enterprise | None) -> list[FactError]:
    code = values.get("code")
    if not code:
        return []
    fault = code_fault(code)
    if fault is not None and fault.refuses:
        return [FactError("code", f"{fault.says}。{advice(code)}")]
    other = enterprise_of(code)
    if other is not None and (firm is None or other.pk != firm.pk):
        return [FactError("code", f"这个代码已登记在「{other.name}」名下。是同一家的，请在那家的页面上修改，或者用“比对合并”。")]
    return []


def _industry(values: dict[str, Any], agency: Agency) -> list[FactError]:
    book, code, word = catalogue(agency.place_id), values.get("industry_code"), values.get("industry")
    if code:
        known = book.get(code)
        if known is None:
            return [FactError("industry_code", f"《{book.source}》里没有 {code} 这个行业代码，请用“查找行业”选取。")]
        values["industry"] = word or known.name
    elif word:
        values["industry_code"] = book.code_of(word)
    return []


def _parent(values: dict[str, Any], firm: Enterprise | None) -> list[FactError]:
    given = values.pop("parent", None)
    values["parent"] = None
    if not given:
        return []
    above = enterprise_of(given)
    if above is None:
        return [FactError("parent", f"一企一档里没有「{given}」，或者有几家同名；请用“查找总部”选取。")]
    if firm is not None and (above.pk == firm.pk or above.parent_id == firm.pk):
        return [FactError("parent", "总部不能是自己或者自己的分支。")]
    if above.parent_id:
        return [FactError("parent", f"「{above.name}」本身是分支，请填它的总部。")]
    if firm is not None and firm.branches.exists():
        return [FactError("parent", "这家企业下面还有分支，不能再登记为别家的分支。")]
    values["parent"] = above
    return []


def place_of(text: str) -> tuple[float, float] | None:
    """Latitude and longitude out of a text; turned round when they can only be meant the other way. None: not in China."""
    found = re.findall(r"-?\d{1,3}(?:\.\d+)?", text)
    if len(found) != 2:
        return None
    one, two = float(found[0]), float(found[1])
    (low, high), (west, east) = CHINA
    if low <= one <= high and west <= two <= east:
        return one, two
    return (two, one) if low <= two <= high and west <= one <= east else None


def _where(values: dict[str, Any]) -> list[FactError]:
    text = values.pop("place", None)
    values["latitude"] = values["longitude"] = None
    if not text:
        return []
    found = place_of(text)
    if found is None:
        return [FactError("place", f"“{text}”不是境内的位置，应为“纬度,经度”，例如 29.61234,106.50123。")]
    values["latitude"], values["longitude"] = round(found[0], 6), round(found[1], 6)
    return []


# --- writing ------------------------------------------------------------------------------------------------------

def _put(firm: Enterprise, values: Mapping[str, Any]) -> None:
    """The values into the row; what the form leaves empty is emptied."""
    firm.code = values.get("code") or None
    for name in COLUMNS:
        if name == "running" and firm.running in GONE:
            continue
        setattr(firm, name, values.get(name, _EMPTY.get(name, "")))
    firm.latitude, firm.longitude, firm.parent = values["latitude"], values["longitude"], values["parent"]
    extra = {k: v for k, v in firm.extra.items() if k not in EXTRA}
    firm.extra = extra | {name: values[name] for name in EXTRA if values.get(name) not in (None, "")}


def _state(firm: Enterprise) -> dict[str, Any]:
    """Everything the history tells of."""
    state = {name: getattr(firm, name) for name in ("code", *COLUMNS, "latitude", "longitude")}
    return state | {name: firm.extra.get(name) for name in EXTRA} | {"parent": firm.parent.name if firm.parent else None}


def _remember(firm: Enterprise, name: str, code: str | None) -> None:
    """The name and number that were: they go on finding the enterprise."""
    if name != firm.name:
        firm.former_names = [*(n for n in firm.former_names if n not in (name, firm.name)), name]
    if code and code != firm.code:
        firm.former_codes = [*(c for c in firm.former_codes if c not in (code, firm.code)), code]


def _open(firm: Enterprise) -> None:
    if firm.merged_into_id is not None:
        raise NotAllowed("这家企业已并入另一家，请在那家的页面上办理")


def _reasoned(reason: str, what: str) -> None:
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed(f"{what}须写明理由（至少 {ENOUGH} 个字）")


def _save(firm: Enterprise, what: str, moved: changes.Differences, by: Person | None, reason: str) -> None:
    firm.version += 1
    firm.save(update_fields=["running", "closed_on", "version"])
    changes.note(REGISTER, firm.pk, what, moved, by=by, at=clock_now(), reason=reason.strip())


# --- comparing a stale form ---------------------------------------------------------------------------------------

def _asked(name: str) -> str:
    return "place" if name in ("latitude", "longitude") else name


def _as_asked(name: str, value: Any, before: Mapping[str, Any]) -> Any:
    """An old value of a column as the form would have shown it."""
    if name not in ("latitude", "longitude"):
        return value
    if value is None:
        return None
    parts = str(before.get("place") or "0,0").split(",")
    parts[0 if name == "latitude" else 1] = f"{float(value):.6f}"
    return ",".join(parts)


def _same(one: Any, other: Any) -> bool:
    return _words(one) == _words(other)


def _words(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_words(v) for v in value)
    if isinstance(value, Mapping):
        return " ".join(str(v) for v in value.values() if v)
    return "" if value is None else str(value)

