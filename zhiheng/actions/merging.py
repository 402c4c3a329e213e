"""Two rows of the register that are one enterprise: joined by a person field by field, with nothing lost, and undone.

Everything that points to the row that goes (files, parties, ledger lines, planned visits, photos, what is held of its
credit and promises) is made to point to the row that stays, and which ones they were stands in the history, so that
undoing puts back exactly those. Events of files are not touched; what is derived from them comes out the same, for the
row that stays answers to the names and numbers of the other. Grades and key class of the row that goes stay with it.
"""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models as orm
from django.db import transaction

from zhiheng.actions import changes
from zhiheng.actions.enterprises import COLUMNS
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.ledgers import ENOUGH
from zhiheng.actions.register import REGISTER, derive, reindex
from zhiheng.records import models as m
from zhiheng.records.clock import now as clock_now
from zhiheng.registers.enterprise import EXTRA

POINTING: tuple[tuple[str, type[orm.Model], str], ...] = (
    ("files", m.File, "enterprise"), ("parties", m.Party, "enterprise"), ("lines", m.Line, "enterprise"),
    ("planned", m.PlanItem, "enterprise"), ("picked", m.DrawPick, "enterprise"), ("branches", m.Enterprise, "parent"))
FOLLOWING = ("credit", "promise")
"""Kinds of what is held of an enterprise that go with it; what was computed of the other row stays there."""
CHOOSABLE = ("code", *COLUMNS, *EXTRA, "place", "parent")


def merge(stays: m.Enterprise, goes: m.Enterprise, chosen: Mapping[str, str], reason: str, *, by: m.Person | None,
          versions: tuple[int, int]) -> m.Enterprise:
    """Join ``goes`` into ``stays``. ``chosen``: of each field that differs, "goes" to take the other's value.

    NotAllowed without a reason, for rows already merged, for a branch and its own head, and when either row was changed
    since the comparison was shown (``versions``).
    """
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed(f"合并须写明依据（至少 {ENOUGH} 个字）")
    if stays.pk == goes.pk:
        raise NotAllowed("同一家企业不能与自己合并")
    with transaction.atomic():
        held = {e.pk: e for e in m.Enterprise.objects.select_for_update().filter(pk__in=(stays.pk, goes.pk))}
        keep, gone = held[stays.pk], held[goes.pk]
        if keep.merged_into_id or gone.merged_into_id:
            raise NotAllowed("其中一家已经合并过，请刷新后再看")
        if (keep.version, gone.version) != versions:
            raise NotAllowed("比对期间有人改了其中一家，请刷新后重新比对")
        if keep.parent_id == gone.pk:
            raise NotAllowed("分支不能并掉自己的总部；请让总部保留")
        before = _state(keep)
        was = _names(keep)
        _take(keep, gone, chosen)
        moved = _repoint(gone, keep)
        code = gone.code
        gone.merged_into, gone.version = keep, gone.version + 1
        gone.code = None if code == keep.code else code
        gone.save(update_fields=["merged_into", "version", "code"])
        keep.version += 1
        derive(keep).save()
        m.EnterpriseGram.objects.filter(enterprise=gone).delete()
        reindex([keep])
        at = clock_now()
        after = _state(keep)
        story = {"was": before | was, "now": after | _names(keep), "moved": moved, "code": code}
        changes.note(REGISTER, gone.pk, "merged", {"merged_into": [None, keep.name]}, by=by, at=at, reason=reason.strip())
        changes.note(REGISTER, keep.pk, "absorbed", _told(before, after) | {"absorbed": [None, gone.name]}, by=by, at=at,
                     reason=reason.strip())
        gone.extra = {**gone.extra, "merging": story}
        gone.save(update_fields=["extra"])
    return keep


def split(goes: m.Enterprise, reason: str, *, by: m.Person | None) -> m.Enterprise:
    """Undo a merging: the row comes back with everything that came from it; what came later stays where it is.

    Fields of the row that stayed go back to what they were, unless somebody changed them since.
    """
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed(f"拆分恢复须写明理由（至少 {ENOUGH} 个字）")
    with transaction.atomic():
        gone = m.Enterprise.objects.select_for_update().get(pk=goes.pk)
        story = gone.extra.get("merging")
        if gone.merged_into_id is None or not story:
            raise NotAllowed("这家企业没有并入别家")
        keep = m.Enterprise.objects.select_for_update().get(pk=gone.merged_into_id)
        if keep.merged_into_id is not None:
            raise NotAllowed("保留的那家后来又并入了别家，请先拆分后一次合并")
        before = _state(keep)
        _give_back(keep, story)
        _unpoint(gone, story["moved"])
        keep.version += 1
        derive(keep).save()
        gone.merged_into, gone.version, gone.code = None, gone.version + 1, story["code"]
        gone.extra = {k: v for k, v in gone.extra.items() if k != "merging"}
        gone.save(update_fields=["merged_into", "version", "code", "extra"])
        reindex([keep, gone])
        at = clock_now()
        changes.note(REGISTER, gone.pk, "split", {"merged_into": [keep.name, None]}, by=by, at=at, reason=reason.strip())
        changes.note(REGISTER, keep.pk, "split", _told(before, _state(keep)) | {"absorbed": [gone.name, None]}, by=by, at=at,
                     reason=reason.strip())
    return gone


def not_the_same(one: m.Enterprise, other: m.Enterprise, reason: str, *, by: m.Person | None) -> None:
    """Remember that two rows are two enterprises: the suspicion does not come again. NotAllowed without a reason."""
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed(f"请写明为什么不是同一家（至少 {ENOUGH} 个字）")
    with transaction.atomic():
        held = list(m.Enterprise.objects.select_for_update().filter(pk__in=(one.pk, other.pk)).order_by("pk"))
        for row, twin in ((held[0], held[1]), (held[1], held[0])):
            said = [x for x in row.extra.get("not_same", []) if x["id"] != twin.pk]
            row.extra = {**row.extra, "not_same": [*said, {"id": twin.pk, "reason": reason.strip()[:200]}]}
            row.save(update_fields=["extra"])
            changes.note(REGISTER, row.pk, "distinct", {"distinct": [None, twin.name]}, by=by, at=clock_now(), reason=reason.strip())


# --- values -------------------------------------------------------------------------------------------------------

def value_of(firm: m.Enterprise, name: str) -> Any:
    """A field as it is compared."""
    if name == "place":
        return None if firm.latitude is None or firm.longitude is None else [firm.latitude, firm.longitude]
    if name == "parent":
        return firm.parent_id
    return firm.extra.get(name) if name in EXTRA else getattr(firm, name)


def _state(firm: m.Enterprise) -> dict[str, Any]:
    return {name: value_of(firm, name) for name in CHOOSABLE}


def _put(firm: m.Enterprise, name: str, value: Any) -> None:
    if name == "place":
        firm.latitude, firm.longitude = value or (None, None)
    elif name == "parent":
        firm.parent_id = value if value != firm.pk else None
    elif name in EXTRA:
        firm.extra = {k: v for k, v in firm.extra.items() if k != name} | ({name: value} if value not in (None, "") else {})
    else:
        setattr(firm, name, value)


def _take(keep: m.Enterprise, gone: m.Enterprise, chosen: Mapping[str, str]) -> None:
    """The chosen values; a field that only the other has is taken over; names and numbers that give way are former ones."""
    names = {keep.name, gone.name, *keep.former_names, *gone.former_names}
    codes = {keep.code, gone.code, *keep.former_codes, *gone.former_codes} - {None, ""}
    for name in CHOOSABLE:
        mine, theirs = value_of(keep, name), value_of(gone, name)
        empty = mine in (None, "", [])
        if name == "parent" and theirs == keep.pk:
            continue
        if theirs not in (None, "", []) and (empty or chosen.get(name) == "goes"):
            _put(keep, name, theirs)
    keep.former_names = [n for n in dict.fromkeys([*keep.former_names, *gone.former_names, *sorted(names)]) if n != keep.name]
    keep.former_codes = [c for c in dict.fromkeys([*keep.former_codes, *gone.former_codes, *sorted(map(str, codes))])
                         if c != keep.code]


def _give_back(keep: m.Enterprise, story: Mapping[str, Any]) -> None:
    """Fields that nobody touched since the merging go back to what they were; names and numbers always do."""
    for name in CHOOSABLE:
        now, was = story["now"].get(name), story["was"].get(name)
        if value_of(keep, name) == now and now != was:
            _put(keep, name, was)
    later = {name: [x for x in getattr(keep, name) if x not in story["now"][name]] for name in ("former_names", "former_codes")}
    keep.former_names = [*story["was"]["former_names"], *later["former_names"]]
    keep.former_codes = [*story["was"]["former_codes"], *later["former_codes"]]


def _names(firm: m.Enterprise) -> dict[str, list[str]]:
    return {"former_names": list(firm.former_names), "former_codes": list(firm.former_codes)}


def _told(before: Mapping[str, Any], after: Mapping[str, Any]) -> changes.Differences:
    """What changed in words that the history can show."""
    found = changes.differences(before, after)
    if "parent" in found:
        names = dict(m.Enterprise.objects.filter(pk__in=[x for x in found["parent"] if x]).values_list("pk", "name"))
        found["parent"] = [names.get(x) for x in found["parent"]]
    if "place" in found:
        found["place"] = [",".join(map(str, x)) if x else None for x in found["place"]]
    return found


# --- what points to an enterprise ---------------------------------------------------------------------------------

def _repoint(gone: m.Enterprise, keep: m.Enterprise) -> dict[str, list[int]]:
    """Everything that pointed to one row points to the other; the ids of all that moved."""
    moved: dict[str, list[int]] = {}
    for key, model, column in POINTING:
        rows = model._default_manager.filter(**{column: gone.pk}).exclude(pk=keep.pk if model is m.Enterprise else None)
        moved[key] = list(rows.values_list("pk", flat=True))
        rows.update(**{column: keep.pk})
    held = m.Standing.objects.filter(enterprise=gone, kind__in=FOLLOWING)
    moved["standings"] = list(held.values_list("pk", flat=True))
    held.update(enterprise=keep)
    kept = m.Attachment.objects.filter(register=REGISTER, target=str(gone.pk))
    moved["attachments"] = list(kept.values_list("pk", flat=True))
    kept.update(target=str(keep.pk))
    return {key: ids for key, ids in moved.items() if ids}


def _unpoint(gone: m.Enterprise, moved: Mapping[str, list[int]]) -> None:
    for key, model, column in POINTING:
        _each(model, moved.get(key, []), **{column: gone.pk})
    _each(m.Standing, moved.get("standings", []), enterprise=gone)
    _each(m.Attachment, moved.get("attachments", []), target=str(gone.pk))


def _each(model: type[orm.Model], ids: list[int], **values: Any) -> None:
    for start in range(0, len(ids), 500):
        model._default_manager.filter(pk__in=ids[start:start + 500]).update(**values)


def counts(firm: m.Enterprise) -> dict[str, int]:
    """How much stands with a row, for the page of comparison. One query each."""
    found = {key: model._default_manager.filter(**{column: firm.pk}).count() for key, model, column in POINTING}
    return found | {"attachments": m.Attachment.objects.filter(register=REGISTER, target=str(firm.pk)).count()}


def merged_on(firm: m.Enterprise) -> date | None:
    """The day on which a row was merged into another."""
    row = m.Change.objects.filter(register=REGISTER, target=str(firm.pk), what="merged").order_by("-number").first()
    return row.at.date() if row else None
