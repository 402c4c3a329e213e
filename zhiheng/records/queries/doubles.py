"""Which enterprises may be one and the same? By number, by name, by place; what a person ruled out stays out."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from zhiheng.records.grams import fold, initials
from zhiheng.records.models import Change, Enterprise
from zhiheng.records.queries.lists import enterprises_named

MOST = 400
"""Groups of like initials or like address looked at for the page of doubles."""
_FORMS = re.compile(r"(有限责任公司|股份有限公司|集团有限公司|有限公司|分公司|公司|集团|个体工商户|经营部|商行|厂|店)+$")
_COLUMNS = ("pk", "name", "code", "address", "address_key", "area", "initials", "former_codes", "former_names", "extra", "parent",
            "closed_on", "running")


@dataclass(frozen=True)
class Pair:
    """Two enterprises that may be one; ``why`` in words, ``weight`` higher where more speaks for it."""

    one: Enterprise
    other: Enterprise
    why: tuple[str, ...]
    weight: int


def organisation(code: str | None) -> str:
    """The nine figures of the organisation inside a credit code: they stay when the registering office changes."""
    return code[8:17] if code and len(code) == 18 else ""


def core(name: str) -> str:
    """The name without the form of the company: what people call it."""
    folded = fold(name)
    return _FORMS.sub("", folded) or folded


def likeness(one: Enterprise, other: Enterprise) -> Pair | None:
    """Why two may be one; None when nothing speaks for it, when one is a branch of the other, or somebody ruled it out."""
    if one.pk == other.pk or other.pk in ruled_out(one) or one.parent_id == other.pk or other.parent_id == one.pk:
        return None
    why, weight = [], 0
    numbers = {one.code, *one.former_codes} & {other.code, *other.former_codes} - {None, ""}
    if numbers:
        why.append(f"代码 {'、'.join(sorted(str(n) for n in numbers))} 相同")
        weight += 8
    elif organisation(one.code) and organisation(one.code) == organisation(other.code):
        why.append("代码中的主体标识码相同")
        weight += 6
    whole = fold(one.name) == fold(other.name)
    called = core(one.name) == core(other.name)
    if whole or called:
        why.append("名称相同" if whole else "名称只差组织形式")
        weight += 4 if whole else 2
    place = bool(one.address_key) and one.address_key == other.address_key
    near = core(one.name)[:2] == core(other.name)[:2]
    if place and (weight or near):
        why.append("地址相同" if weight else "地址相同、字号相近")
        weight += 3
    both_right = len(one.code or "") == 18 and len(other.code or "") == 18 and not numbers
    if both_right and weight < 6 and not (whole and place):
        return None  # two licences with right numbers: a like name elsewhere is another enterprise
    return Pair(one, other, tuple(why), weight) if weight >= 2 else None


def ruled_out(firm: Enterprise) -> set[int]:
    """Ids that a person said are not the same as this one."""
    return {int(x["id"]) for x in firm.extra.get("not_same", [])}


def doubles_of(firm: Enterprise, scope_enterprises: QuerySet[Enterprise], limit: int = 5) -> list[Pair]:
    """Those one enterprise may be the same as, the likeliest first. One query by the index of names."""
    called = core(firm.name)
    if len(called) < 2:
        return []
    rows = scope_enterprises.filter(pk__in=enterprises_named(called[:6])).exclude(pk=firm.pk).only(*_COLUMNS)[:60]
    found = [p for r in rows if (p := likeness(firm, r)) is not None]
    return sorted(found, key=lambda p: (-p.weight, p.other.pk))[:limit]


def pairs(scope_enterprises: QuerySet[Enterprise], limit: int = 200) -> list[Pair]:
    """Every suspicion among the enterprises of a scope, the likeliest first. Six queries."""
    plain = scope_enterprises.order_by()
    like_name = plain.exclude(initials="").values("initials").annotate(n=Count("pk")).filter(n__gt=1).values("initials")[:MOST]
    like_place = plain.exclude(address_key="").values("address_key").annotate(n=Count("pk")).filter(n__gt=1).values("address_key")[:MOST]
    held = {r.pk: r for r in plain.filter(initials__in=[x["initials"] for x in like_name]).only(*_COLUMNS)}
    held |= {r.pk: r for r in plain.filter(address_key__in=[x["address_key"] for x in like_place]).only(*_COLUMNS)}
    held |= {r.pk: r for r in _called_like_bare(plain)}
    found = {(p.one.pk, p.other.pk): p for p in _among(held.values())}
    return sorted(found.values(), key=lambda p: (-p.weight, p.one.pk, p.other.pk))[:limit]


def _called_like_bare(plain: QuerySet[Enterprise]) -> list[Enterprise]:
    """Enterprises without a number, and those whose name begins as theirs does (鑫达木业, 鑫达木业有限公司). Two queries."""
    bare = list(plain.filter(code=None).only(*_COLUMNS)[:MOST // 4])
    spans = Q(pk__in=())
    for row in bare:
        head = initials(core(row.name))
        if len(head) >= 3:
            spans |= Q(initials__gte=head, initials__lt=head + "{")  # the sign after z: a range, so that the index serves
    return [*bare, *plain.filter(spans).only(*_COLUMNS)[:MOST]]


def _among(rows: Iterable[Enterprise]) -> Iterable[Pair]:
    groups: dict[tuple[str, str], list[Enterprise]] = defaultdict(list)
    for row in rows:
        groups["name", row.initials].append(row)
        groups["core", core(row.name)].append(row)
        if row.address_key:
            groups["place", row.address_key].append(row)
        if organisation(row.code):
            groups["code", organisation(row.code)].append(row)
    for group in groups.values():
        for at, one in enumerate(group[:40]):
            for other in group[at + 1:40]:
                first, second = sorted((one, other), key=lambda e: e.pk)
                pair = likeness(first, second)
                if pair is not None:
                    yield pair


def suspected(scope_enterprises: QuerySet[Enterprise]) -> list[int]:
    """Ids of the enterprises under some suspicion."""
    return sorted({pk for p in pairs(scope_enterprises) for pk in (p.one.pk, p.other.pk)})


@dataclass(frozen=True)
class MergedFirm:
    """A row that was merged into another, with when and why."""

    enterprise: Enterprise
    at: datetime | None
    reason: str


def merged_into(firm: Enterprise) -> list[MergedFirm]:
    """The rows merged into one, the latest first. Two queries."""
    rows = list(firm.merged.order_by("-pk")[:50])
    told = {c.target: c for c in Change.objects.filter(register="enterprises", target__in=[str(r.pk) for r in rows], what="merged")
            .order_by("number")}
    return [MergedFirm(r, told[str(r.pk)].at if str(r.pk) in told else None, told[str(r.pk)].reason if str(r.pk) in told else "")
            for r in rows]


def changes_of(firm: Enterprise, gone: Iterable[MergedFirm], limit: int = 300) -> list[Change]:
    """The changes of an enterprise and of what was merged into it, the newest first. One query."""
    targets = [str(firm.pk), *(str(g.enterprise.pk) for g in gone)]
    rows = Change.objects.filter(register="enterprises", target__in=targets).select_related("by")
    return list(rows.order_by("-at", "-number", "-pk")[:limit])
