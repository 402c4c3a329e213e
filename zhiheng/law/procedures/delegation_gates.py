"""The gates of a delegation and of an assignment: what an agreement may hold, and whom it may be made with.

``view.attrs["grantees"]`` (records/queries/sources/conferrals.py): by code of the agency {"name", "kind", "kind_zh", "closed",
"certified" (officers with a valid certificate), "files" (open ones), "conferrals" (rows)}. ``view.attrs["power_items"]``
states {code: kind} where no published list is at hand.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiheng.kernel.facts import as_date
from zhiheng.kernel.gates import facts_say, says
from zhiheng.kernel.money import figures
from zhiheng.kernel.procedure import Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law import powers
from zhiheng.law.basis import coercion_law, penalty_law, penalty_rules_2026
from zhiheng.law.gates_mandate import needed
from zhiheng.law.procedures.penalty.words import KINDS

BODIES = frozenset({"township", "street", "park"})
OF_THE_STATE = frozenset({"township", "street"})
BY_OTHERS = frozenset({"suspend_licence", "lower_qualification", "revoke_licence", "close"})
"""Decided by the authority that issued the licence, or by the government (安全生产违法行为行政处罚办法 7-3, 7-4)."""
SELF = ("行政处罚法", "安全生产违法行为行政处罚办法")
LEAST_OFFICERS = 2


def grantee(s: Situation, drafted_by: str = "") -> Mapping[str, Any] | None:
    """What the register knows of the body named in the facts, or in the latest ``drafted_by``; None when unknown."""
    code = s.given("grantee")
    drafted = s.view.last(drafted_by) if drafted_by and not code else None
    found = (s.view.attrs.get("grantees") or {}).get(str(code or (drafted.facts.get("grantee") if drafted else "")).upper())
    return found if isinstance(found, Mapping) else None


def highest(bound: Any, limit: Any) -> int | None:
    """The highest fine an agreement allows, in fen: 低于 30,000 allows 29,999.99. None: no limit."""
    if bound == "none" or limit is None:
        return None
    return int(limit) - 1 if bound == "below" else int(limit)


def code_of(line: str) -> str:
    """The code of an item as it is written in a form: CF-008, or CF-008 with its name behind."""
    return line.split()[0].upper() if line.split() else ""


def codes_in(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of the items, each once."""
    return tuple(dict.fromkeys(code_of(str(line)) for line in facts.get("items") or () if code_of(str(line))))


def kind_of_item(s: Situation, code: str) -> str:
    """The kind of an item that may be used on the day; "" when the list has no such item, "stopped" when it may not."""
    stated = s.view.attrs.get("power_items")
    if stated is not None:
        return str(stated.get(code, ""))
    listed = powers.version(s.rules.place.id, s.on) or next(iter(reversed(powers.versions(s.rules.place.id))), None)
    found = listed.get(code) if listed else None
    return "" if found is None else found.kind.id if found.usable(s.on) else "stopped"


def _own_power(s: Situation) -> Unmet | None:
    if not needed(s):
        return None
    who = (s.view.attrs.get("conferral") or {}).get("agency") or "本机关"
    return Unmet(f"{who}自己依委托或者赋权行使，不得再委托其他组织或者个人实施行政处罚", cure="由委托机关直接与该组织签订")


def _basis(s: Situation) -> Unmet | None:
    named = [b for b in s.given("basis") or () if not any(law in b for law in SELF)]
    return None if named else Unmet("只写了行政处罚法（或者其配套规章）关于委托的一般规定，没有写允许本项委托的法律、法规、规章",
                                    cure="写明允许委托的法律、法规、规章的条款")


def _body(s: Situation) -> Unmet | None:
    found, code = grantee(s), s.given("grantee")
    if found is None:
        return Unmet(f"本机关辖区内没有简码为「{code}」的组织", cure="核对机关简码，或者由管理员先登记该组织")
    if found.get("closed"):
        return Unmet(f"{found['name']}已撤销", cure="核对受委托组织")
    if found.get("kind") in BODIES:
        return None
    return Unmet(f"{found['name']}（{found.get('kind_zh') or found.get('kind')}）不是乡镇、街道或者园区管理机构，不得委托",
                 cure="行政机关不得委托其他组织或者个人实施行政处罚")


def _items(s: Situation) -> Unmet | None:
    for code in codes_in(s.facts or {}):
        kind = kind_of_item(s, code)
        if kind in ("penalty", "coercion"):
            continue
        if kind in ("", "stopped"):
            return Unmet(f"{code} {'已经停用，或者依据失效' if kind else '不在现行权责清单中'}", cure="从现行权责清单的行政处罚事项中选择")
        return Unmet(f"{code} 不是行政处罚事项，不能依行政处罚法委托", cure="只列行政处罚事项")
    return None


def _coercion(s: Situation) -> Unmet | None:
    held = [c for c in codes_in(s.facts or {}) if kind_of_item(s, c) == "coercion"]
    return Unmet(f"{'、'.join(held)} 是行政强制事项，行政强制措施权不得委托", cure="删去该事项") if held else None


def _content(s: Situation) -> Unmet | None:
    missing = []
    if not s.given("items") and not s.given("inspection"):
        missing.append("具体事项")
    if s.given("items") and not s.given("kinds"):
        missing.append("处罚种类")
    if s.given("bound") != "none" and s.given("items") and s.given("limit") is None:
        missing.append("罚款限额")
    return Unmet(f"委托书没有载明：{'、'.join(missing)}", cure="补充后提交") if missing else None


def _term(s: Situation) -> str | None:
    first, last = as_date(s.facts or {}, "since"), as_date(s.facts or {}, "until")
    return f"期限止 {last} 早于期限起 {first}" if first and last and last < first else None


def _limit(s: Situation) -> Unmet | None:
    if not s.given("items"):
        return None
    most, allowed = highest(s.given("bound"), s.given("limit")), int(s.param("delegated_fine_limit"))
    if most is not None and most <= allowed:
        return None
    if most is None and allowed >= 10**12:
        return None
    told = "没有限额" if most is None else f"最高可罚 {figures(most)}"
    return Unmet(f"{told}，本地规定委托的罚款最高为 {figures(allowed)}", cure="降低限额；3 万元以下按本局口径写「低于」30,000.00 元")


def _others(s: Situation) -> Unmet | None:
    held = [dict(KINDS)[k] for k in s.given("kinds") or () if k in BY_OTHERS]
    return Unmet(f"{'、'.join(held)}由发证机关或者人民政府决定，不能委托", cure="删去该处罚种类") if held else None


def _overlap(s: Situation) -> Unmet | None:
    found, first, last = grantee(s), as_date(s.facts or {}, "since"), as_date(s.facts or {}, "until")
    if found is None or first is None or last is None:
        return None
    for row in found.get("conferrals") or ():
        ended = as_date(row, "ended_on")
        until = as_date(row, "until") or date.max
        if row.get("kind") != "delegation" or (ended is not None and ended <= first) or row.get("no") == s.given("replaces"):
            continue
        if str(row["since"])[:10] <= last.isoformat() and until >= first:
            return Unmet(f"与该组织的委托书 {row.get('no')}（{row['since']} 至 {row.get('until')}）期限重叠，没有写明取代",
                         cure="填写「取代的委托书文号」，或者先终止原委托")
    return None


def _two_officers(s: Situation) -> Unmet | None:
    found = grantee(s, "draft")
    held = int((found or {}).get("certified") or 0)
    if held >= LEAST_OFFICERS:
        return None
    return Unmet(f"登记在该组织、执法证在有效期内的执法人员 {held} 名，不足{LEAST_OFFICERS}名", cure="先取得执法证并登记任职")


def _reviewed(s: Situation) -> Unmet | None:
    review, draft = s.view.last("legal_review"), s.view.last("draft")
    if review is not None and draft is not None and review.seq > draft.seq and review.facts.get("passed"):
        return None
    return Unmet("委托书草案没有经过法制审核，或者审核没有通过", cure="先办理「法制审核」", cure_act="legal_review")


def _both(s: Situation) -> Unmet | None:
    return None if s.given("grantee_signed") else Unmet("受委托组织还没有签字盖章，不成为书面委托", cure="双方签字盖章后登记")


def _not_back(s: Situation) -> Unmet | None:
    draft, signed = s.view.last("draft"), as_date(s.facts or {}, "signed_on")
    first = as_date(draft.facts, "since") if draft else None
    if first is None or signed is None or signed <= first:
        return None
    return Unmet(f"委托自 {first} 起，晚至 {signed} 才签订；签订之前没有书面委托", cure="重新拟订，期限不早于签订之日", cure_act="draft")


def _as_drafted(s: Situation) -> Unmet | None:
    draft = s.view.last("draft")
    if draft is None or draft.facts.get("until") == s.given("until"):
        return None
    return Unmet(f"期限止与草案（{draft.facts.get('until')}）不一致", cure="按审核过的草案签订；要改的重新拟订", cure_act="draft")


def _both_places(s: Situation) -> Unmet | None:
    missing = [zh for name, zh in (("grantor_place", "委托机关"), ("grantee_place", "受委托组织")) if not s.given(name)]
    return Unmet(f"{'、'.join(missing)}还没有公布委托书", cure="双方都向社会公布后登记") if missing else None


def _demands(s: Situation) -> Unmet | None:
    if not s.given("problems") or s.given("demands"):
        return None
    return Unmet("监督检查发现问题，没有提出整改要求", cure="填写「整改要求」")


def _handover(s: Situation) -> Unmet | None:
    if s.given("handover") or not s.given("files"):
        return None
    return Unmet(f"还有 {len(s.given('files'))} 件在办案卷，没有写明由谁继续办理", cure="填写「在办案卷的交接」：由委托机关继续办理")


def _after_signing(s: Situation) -> str | None:
    signed, ended = s.view.last("sign"), as_date(s.facts or {}, "ended_on")
    first = signed.occurred_at.date() if signed else None
    return f"终止日期 {ended} 早于签订日期 {first}" if first and ended and ended < first else None


# --- assignment ----------------------------------------------------------------------------------------------------

def _province(s: Situation) -> Unmet | None:
    if s.given("level") == "province":
        return None
    return Unmet(f"{s.given('issuer') or '决定机关'}无权决定把县级部门的行政处罚权交由乡镇街道行使",
                 cure="登记省、自治区、直辖市的决定；没有的，只能依法委托")


def _announced(s: Situation) -> Unmet | None:
    shown, first = as_date(s.facts or {}, "announced_on"), as_date(s.facts or {}, "since")
    if shown is None:
        return Unmet("决定没有公布", cure="公布后登记")
    return Unmet(f"决定 {shown} 才公布，不能自 {first} 起施行", cure="核对施行日期") if first and first < shown else None


def _town(s: Situation) -> Unmet | None:
    found = grantee(s)
    if found is None:
        return Unmet(f"本机关辖区内没有简码为「{s.given('grantee')}」的乡镇、街道", cure="核对机关简码，或者由管理员先登记")
    if found.get("kind") in OF_THE_STATE and not found.get("closed"):
        return None
    return Unmet(f"{found['name']}不是乡镇人民政府、街道办事处，不能承接行政处罚权", cure="园区管理机构等只能依法委托")


def _able(s: Situation) -> Unmet | None:
    found = grantee(s)
    held = int((found or {}).get("certified") or 0)
    if held >= LEAST_OFFICERS:
        return None
    return Unmet(f"登记在承接乡镇街道、执法证在有效期内的执法人员 {held} 名，不能有效承接", cure="充实持证人员；先登记任职和执法证")


def _advice(s: Situation) -> Unmet | None:
    return None if s.given("able") or s.given("advice") else Unmet("评估认为不能有效承接，没有提出调整或者收回的建议", cure="填写「建议」")


def _decided_again(s: Situation) -> Unmet | None:
    return None if s.given("document_no") else Unmet("没有省级收回或者调整的决定，县级部门不能自行收回", cure="登记省级决定的文号")


def _open_files(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [f"{r['no']} {r['title']}" for r in rows]


def open_files(s: Situation, drafted_by: str) -> list[str]:
    """The open files of the body, for the form that ends its power."""
    return _open_files((grantee(s, drafted_by) or {}).get("files") or ())




NO_AGAIN = says(penalty_law(20, 4), "no_redelegation", "受委托组织不得再委托", _own_power)
DRAFT = (
    NO_AGAIN,
    facts_say((penalty_law(20, 1), penalty_rules_2026(13, 1)), "del_basis", "委托须依照法律、法规、规章的规定", _basis,
              severity=Severity.WARNING),
    facts_say(penalty_law(20, 1), "del_grantee", "只能委托符合条件的组织", _body),
    facts_say(penalty_law(20, 1), "del_items", "在法定权限内委托行政处罚", _items),
    facts_say(coercion_law(17, 1), "del_no_coercion", "行政强制措施权不得委托", _coercion),
    facts_say(penalty_law(20, 2), "del_content", "委托书应当载明具体事项、权限、期限", _content),
    facts_say(penalty_law(20, 2), "del_term", "期限起止须前后相符", _term),
    facts_say(penalty_law(20, 2), "del_limit", "委托的罚款限额不得高于本地规定", _limit),
    facts_say((penalty_rules_2026(7, 3), penalty_rules_2026(7, 4)), "del_by_others", "由发证机关、人民政府决定的处罚不能委托", _others,
              since=date(2026, 2, 1)),
    facts_say(penalty_law(20, 2), "del_overlap", "同一组织同时只有一份委托书，新的取代旧的", _overlap, severity=Severity.DEFECT),
)
TWO = says(penalty_law(42, 1), "del_two_officers", "受委托组织应当有两名以上持证执法人员", _two_officers)
REVIEWED = says(penalty_law(20, 1), "del_reviewed", "签订之前应当经过法制审核", _reviewed, severity=Severity.DEFECT)
SIGN = (REVIEWED, facts_say(penalty_law(20, 1), "del_both_sign", "委托须为书面，双方签字盖章", _both),
        facts_say(penalty_law(20, 1), "del_not_back", "委托不得早于书面签订", _not_back),
        facts_say(penalty_law(20, 2), "del_as_drafted", "按审核过的草案签订", _as_drafted))
PUBLISH = facts_say(penalty_law(20, 2), "del_both_publish", "委托机关和受委托组织都应当公布委托书", _both_places)
DEMANDS = facts_say(penalty_law(20, 3), "del_demands", "委托机关应当负责监督", _demands, severity=Severity.DEFECT)
HANDOVER = facts_say(penalty_law(20, 3), "del_handover", "委托机关对受委托组织办理的案件承担责任", _handover, severity=Severity.DEFECT)
END_ORDER = facts_say(penalty_law(20, 2), "del_end_order", "终止不早于签订", _after_signing)

REGISTER = (
    facts_say(penalty_law(24, 1), "asg_province", "省、自治区、直辖市可以决定交由乡镇街道行使行政处罚权", _province),
    facts_say(penalty_law(24, 1), "asg_announced", "决定应当公布", _announced),
    facts_say(penalty_law(24, 1), "asg_town", "交由乡镇人民政府、街道办事处行使", _town),
    facts_say(penalty_law(24, 1), "asg_items", "交由行使的是行政处罚权", _items),
    facts_say(coercion_law(17, 1), "asg_no_coercion", "行政强制措施由法律、法规规定的机关实施", _coercion),
    facts_say(penalty_law(24, 1), "asg_able", "承接的乡镇街道应当能够有效承接", _able, severity=Severity.DEFECT),
)
ADVICE = facts_say(penalty_law(24, 1), "asg_advice", "定期组织评估，提出建议", _advice)
WITHDRAWN = facts_say(penalty_law(24, 1), "asg_withdrawn", "由省级决定收回或者调整", _decided_again)
ASSIGNED_HANDOVER = facts_say(penalty_law(24, 3), "asg_handover", "健全协调配合机制，在办案卷有人接办", _handover,
                              severity=Severity.DEFECT)
