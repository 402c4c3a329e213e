"""What a body that is not the bureau itself may do: gates on the acts of its files, and how far an act reaches.

``view.attrs["conferral"]`` (records/queries/sources/conferrals.py) is {"needed", "agency", "rows"}; ``needed`` is False
for an agency that has the power by law. Each row is a delegation (委托, 行政处罚法 20: in the grantor's name) or an
assignment (赋权, 24: in its own). A refusal names the clause of the document and what to do.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from zhiheng.kernel.facts import Facts, as_date
from zhiheng.kernel.gates import facts_say, says
from zhiheng.kernel.money import figures
from zhiheng.kernel.powers import Extent
from zhiheng.kernel.procedure import Act, Gate, Unmet
from zhiheng.kernel.situation import Rules, Situation
from zhiheng.kernel.view import FileView
from zhiheng.law import powers
from zhiheng.law.basis import coercion_law, penalty_law, safety_law
from zhiheng.law.procedures.penalty.words import KINDS

INSPECTION = "inspection"
CLAUSES: Mapping[str, str] = {"items": "第二条", "kinds": "第二条", "areas": "第三条", "ceiling": "第四条", "term": "第五条"}
"""The clauses of the agreement as its paper (entrustment_letter) numbers them."""
KINDS_ZH = dict(KINDS)
Row = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Basis:
    """The document by which a body acts on a day, or why there is none. ``others``: further ones in force."""

    row: Row | None
    fault: str = ""

    @property
    def delegated(self) -> bool:
        return self.row is not None and self.row.get("kind") == "delegation"


def needed(s: Situation) -> bool:
    """Whether the agency of the file has no power of its own and acts by a document."""
    return bool((s.view.attrs.get("conferral") or {}).get("needed"))


def in_force(row: Row, on: date) -> bool:
    """Whether a row holds on a day: begun, not run out, not ended (``ended_on`` is the first day without it)."""
    until, ended = _day(row, "until"), _day(row, "ended_on")
    since = _day(row, "since")
    return since is not None and since <= on and (until is None or on <= until) and (ended is None or on < ended)


def basis_of(place: str, attrs: Mapping[str, Any], codes: Iterable[str], on: date) -> Basis:
    """The document for matters of these codes (codes of the catalogue, or ``inspection``) on a day. Of several in force
    the one that covers most; an assignment before a delegation, for the power is then no longer the grantor's."""
    told = attrs.get("conferral") or {}
    rows, wanted = list(told.get("rows") or ()), set(codes)
    held = [r for r in rows if in_force(r, on)]
    if held:
        return Basis(max(held, key=lambda r: (len(wanted & acts(place, r, on)), r.get("kind") == "assignment",
                                              bool(r.get("published_on")))))
    return Basis(None, _why_none(str(told.get("agency") or "本机关"), rows, on))


def _why_none(agency: str, rows: list[Row], on: date) -> str:
    if not rows:
        return f"{agency}没有委托书，也没有省级决定交由其行使行政处罚权"
    last = max(rows, key=lambda r: str(r.get("since")))
    since, until, ended = (_day(last, n) for n in ("since", "until", "ended_on"))
    if since is not None and on < since:
        return f"{document(last)}自 {since} 起生效"
    if ended is not None and ended <= on:
        return f"{document(last)}自 {ended} 起终止（{last.get('end_reason') or '已终止'}）"
    return f"{document(last)}期限至 {until} 届满"


def acts(place: str, row: Row, on: date) -> frozenset[str]:
    """Codes of the catalogue that the row's items hold on a day, ``inspection`` among them."""
    stated = row.get("acts")
    if stated is not None:
        return frozenset(stated)
    listed = powers.version(place, on) or next(iter(reversed(powers.versions(place))), None)
    items = set(row.get("items") or ())
    found = {code for i in listed.items if i.code in items for code in i.acts} if listed else set()
    return frozenset(found | ({INSPECTION} & items))


def document(row: Row) -> str:
    """《行政执法委托书》（云）应急委〔2025〕1号, or the province's decision."""
    no = str(row.get("no") or "")
    return f"委托书{no}" if row.get("kind") == "delegation" else f"《{row.get('title') or '赋权决定'}》{no}"


def clause(row: Row, what: str) -> str:
    return f"{document(row)}{CLAUSES[what]}" if row.get("kind") == "delegation" else f"{document(row)}的规定范围"


def _to_whom(row: Row) -> str:
    grantor = str(row.get("grantor") or "有管辖权的机关")
    return f"转报委托机关{grantor}办理" if row.get("kind") == "delegation" else f"移送{grantor}办理"


def _day(row: Row, name: str) -> date | None:
    value = row.get(name)
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10]) if value else None


# --- what the act is about ---------------------------------------------------------------------------------------

def codes_of(view: FileView, facts: Facts) -> tuple[str, ...]:
    """The catalogue's codes of the acts charged, as proposed or as in the file; ``inspection`` for inspections."""
    if not view.procedure.startswith("penalty"):
        return (INSPECTION,)
    rows = facts.get("violations")
    given = [str(r.get("code")) for r in rows if isinstance(r, Mapping) and r.get("code")] if rows else \
        [str(x.attrs["code"]) for x in view.of_kind("finding") if x.attrs.get("code")]
    return tuple(dict.fromkeys(given))


def amount_of(facts: Facts) -> int:
    """The highest fine on one party that these facts propose or impose; fen."""
    sums: dict[str, int] = {}
    for row in facts.get("proposals") or ():
        sums[str(row.get("party"))] = sums.get(str(row.get("party")), 0) + int(row.get("fine") or 0)
    single = [int(facts.get(name) or 0) for name in ("proposed_fine", "fine_amount")]
    return max([*sums.values(), *single], default=0)


def kinds_of(facts: Facts) -> tuple[str, ...]:
    found = list(facts.get("kinds") or ())
    for row in facts.get("proposals") or ():
        found += row.get("kinds") or ()
    return tuple(dict.fromkeys(str(k) for k in found))


def area_of(view: FileView) -> str:
    """The township or park of the enterprise; empty when the register does not say."""
    return str((view.attrs.get("enterprise") or {}).get("area") or "")


def extent(rules: Rules, view: FileView, facts: Facts) -> Extent:
    """What an act reaches, for the limits of people's posts (kernel/powers.py)."""
    on = view.today
    listed = powers.version(rules.place.id, on) or next(iter(reversed(powers.versions(rules.place.id))), None)
    items = []
    for code in codes_of(view, facts):
        held = {i.code for i in listed.items if code in i.acts} if listed else set()
        items.append(("行政检查" if code == INSPECTION else code, frozenset(held | {code})))
    return Extent(tuple(items), area_of(view), amount_of(facts))


# --- gates -------------------------------------------------------------------------------------------------------

def _basis(s: Situation) -> Basis:
    return basis_of(s.rules.place.id, s.view.attrs, codes_of(s.view, s.facts or {}), s.on)


def _row(s: Situation) -> Row | None:
    return _basis(s).row if needed(s) else None


def _held(s: Situation) -> Unmet | None:
    found = _basis(s) if needed(s) else Basis({})
    if found.row is not None:
        return None
    return Unmet(found.fault, cure="移交有管辖权的应急管理部门；需要由本机关办理的，先签订委托书并公布", who="委托机关")


def _published(s: Situation) -> Unmet | None:
    row = _row(s)
    shown = _day(row, "published_on") if row else None
    if row is None or (shown is not None and shown <= s.on):
        return None
    return Unmet(f"{document(row)}还没有向社会公布", cure="公布后办理", who="委托机关" if row.get("kind") == "delegation" else "")


def _items(s: Situation) -> Unmet | None:
    row = _row(s)
    if row is None:
        return None
    inside = acts(s.rules.place.id, row, s.on)
    outside = [c for c in codes_of(s.view, s.facts or {}) if c not in inside]
    if not outside:
        return None
    named = "行政检查" if outside == [INSPECTION] else f"违法行为 {'、'.join(outside)}"
    return Unmet(f"{named}不在{clause(row, 'items')}的事项之内", cure=_to_whom(row))


def _area(s: Situation) -> Unmet | None:
    row, area = _row(s), area_of(s.view)
    if row is None or not area or not row.get("areas") or area in row["areas"]:
        return None
    return Unmet(f"{area}不在{clause(row, 'areas')}的区域（{'、'.join(row['areas'])}）之内", cure=_to_whom(row))


def _ceiling(s: Situation) -> Unmet | None:
    row, fine = _row(s), amount_of(s.facts or {})
    if row is None or row.get("ceiling") is None or fine <= int(row["ceiling"]):
        return None
    return Unmet(f"罚款 {figures(fine)}，超出{clause(row, 'ceiling')}的限额（{ceiling_words(row)}）", cure=_to_whom(row))


def ceiling_words(row: Row) -> str:
    """低于 ¥30,000.00 / 不超过 ¥30,000.00, as the document says it; the ceiling is the highest fine allowed, fen."""
    if row.get("ceiling") is None:
        return "不限"
    most = int(row["ceiling"])
    return f"低于 {figures(most + 1)}" if row.get("below") else f"不超过 {figures(most)}"


def _kinds(s: Situation) -> Unmet | None:
    row = _row(s)
    if row is None or not row.get("kinds"):
        return None
    outside = [KINDS_ZH.get(k, k) for k in kinds_of(s.facts or {}) if k not in row["kinds"]]
    if not outside:
        return None
    return Unmet(f"{'、'.join(outside)}不在{clause(row, 'kinds')}的处罚种类之内", cure=_to_whom(row))


def _usable(s: Situation) -> Unmet | None:
    """An item that was stopped, or whose basis lapsed, before the conduct cannot be used for it."""
    conduct = as_date(s.facts or {}, "violation_on") or s.view.violation_on or s.on
    for code in codes_of(s.view, s.facts or {}):
        lapsed = _lapsed(s, code, conduct)
        if lapsed:
            return Unmet(f"权责清单事项 {lapsed}，不能用于 {conduct} 的行为", cure="改用行为时有效的事项；清单有误的，由法制人员发布新的版本")
    return None


def _lapsed(s: Situation, code: str, conduct: date) -> str:
    """The item that holds a code and was no longer usable that day; ``view.attrs["lapsed_items"]`` states {code: [item,
    last day]} where no published list is at hand."""
    stated = (s.view.attrs.get("lapsed_items") or {}).get(code)
    if stated:
        return f"{stated[0]} 已于 {stated[1]} 停用" if str(stated[1]) < conduct.isoformat() else ""
    listed = powers.version(s.rules.place.id, s.on)
    held = [i for i in listed.items if code in i.acts] if listed else []
    if not held or any(i.usable(conduct) for i in held):
        return ""
    first = held[0]
    since = f"自 {first.since} 启用" if first.since and conduct < first.since else "依据已经失效"
    return f"{first.code}「{first.name}」{f'已于 {first.until + timedelta(days=1)} 停用' if first.until else since}"


OUTSIDE = (penalty_law(20, 4), penalty_law(24, 2))
HELD = says((penalty_law(17), penalty_law(20, 1), penalty_law(24, 1)), "power_held", "由具有行政处罚权的机关在法定职权内，或者依有效的委托、赋权实施",
            _held)
PUBLISHED = says((penalty_law(20, 2), penalty_law(24, 1)), "power_published", "委托书、赋权决定应当公布", _published)
ITEMS = says(OUTSIDE, "power_items", "在委托（赋权）的事项之内实施", _items)
CHARGED = facts_say(OUTSIDE, "power_items", "在委托（赋权）的事项之内实施", _items)
AREA = says(OUTSIDE, "power_area", "在委托（赋权）的区域之内实施", _area)
CEILING = facts_say(penalty_law(20, 4), "power_ceiling", "罚款不得超出委托书的限额", _ceiling)
KIND = facts_say(OUTSIDE, "power_kinds", "处罚种类在委托（赋权）的权限之内", _kinds)
USABLE = facts_say(penalty_law(38, 1), "item_usable", "没有有效依据的事项不得使用", _usable)

INSPECT_HELD = says((safety_law(65, 1), safety_law(9, 2)), "power_held", "检查职权由应急管理部门行使，乡镇街道依有效的委托、赋权行使", _held)
INSPECTING: tuple[Gate, ...] = (INSPECT_HELD, PUBLISHED, ITEMS, AREA)
"""For the acts of an inspection and of its orders: by law the power is the bureau's (安全生产法 65-1)."""

_STANDING = (HELD, PUBLISHED)
PENALTY: Mapping[str, tuple[Gate, ...]] = {
    "file_case": (*_STANDING, CHARGED, AREA, USABLE),
    "conclude_investigation": (CEILING, KIND),
    "penalty_notice": (*_STANDING, ITEMS, CEILING, KIND),
    "handling_approval": (CEILING, KIND),
    "decide": (*_STANDING, ITEMS, CEILING, KIND),
    "decide_no_penalty": _STANDING,
}
"""What is judged at which act of a penalty."""


def limited(found: Iterable[Act], more: Mapping[str, tuple[Gate, ...]]) -> tuple[Act, ...]:
    """The acts with further gates at the end of their own."""
    return tuple(dataclasses.replace(a, gates=(*a.gates, *more[a.id])) if a.id in more else a for a in found)


# --- coercion ----------------------------------------------------------------------------------------------------

def _coercion(s: Situation) -> Unmet | None:
    if not needed(s):
        return None
    row = _basis(s).row
    who = str((s.view.attrs.get("conferral") or {}).get("agency") or "本机关")
    if row is not None and row.get("kind") == "assignment":
        return Unmet(f"省级决定交由{who}行使的是行政处罚权，没有法律、法规规定其可以实施行政强制措施", cure=_to_whom(row))
    return Unmet(f"行政强制措施权不得委托，{who}不能实施", cure=_to_whom(row) if row else "转报有权的应急管理部门办理")


NO_COERCION = says(coercion_law(17, 1), "power_coercion", "行政强制措施权不得委托", _coercion)
"""For every act by which something is sealed, seized or stopped by force; preserving evidence is none (行政处罚法 56)."""
