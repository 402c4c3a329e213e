"""Gates and facts shared by inspection, rectification and penalty: officers, identity, signatures, recusal.

Every function returns a Gate; the sentence says what is missing, of whom, and how to cure it.
"""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.engine import certificate_fault, declared_interests, holders_cure
from zhiheng.kernel.gates import Basis, facts_say, says
from zhiheng.kernel.procedure import Gate, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import civil_procedure, penalty_law

TWO_OFFICERS = penalty_law(42, 1)
SHOW_IDENTITY = penalty_law(55, 1)
RECUSAL = penalty_law(43, 1)


SIGNED = (("signed", "已签名"), ("refused", "拒绝签名"), ("absent", "不在场"))
"""How a record was signed by the person concerned."""


def proposed_officers(s: Situation, fact: str | None = "officers") -> tuple[str, ...]:
    """The officers the act names under ``fact``, else those of the file; ids, recused ones included."""
    named = s.given(fact) if fact else None
    return tuple(named) if named else s.view.officers()


def two_certified_officers(fact: str | None = None, basis: Basis = TWO_OFFICERS, *, count: int = 2,
                           severity: Severity = Severity.VOID, **more: Any) -> Gate:
    """At least ``count`` officers hold a certificate that covers the day and the field of the act.

    ``fact`` names the fact that lists them (ids); without it, or while it is empty, those of the file count.
    """
    def check(s: Situation) -> Unmet | None:
        faults, cures, good = [], [], 0
        if fact and s.facts is None and not proposed_officers(s, fact):
            return None  # the form itself names them: before it is filled in there is nothing to judge
        for person_id in proposed_officers(s, fact):
            person = s.view.people.get(person_id)
            fault = "不在本机关执法人员名册" if person is None else certificate_fault(s.view, person, s.on)
            if person_id in s.view.recused():
                fault = "已回避本案"
            if fault is None:
                good += 1
            else:
                faults.append(f"{person.name if person else person_id}的{fault}" if person else f"{person_id}{fault}")
                if person is not None and certificate_fault(s.view, person, s.on) is not None:
                    cures.append(f"{person.name}：{holders_cure(s.view, person, s.on)}")
        if good >= count:
            return None
        detail = f"（{'；'.join(faults)}）" if faults else ""
        return Unmet(f"{s.on} 具有行政执法资格的承办人员 {good} 名，不得少于{_zh(count)}名{detail}",
                     cure="；".join(("改派证件有效、领域相符的人员", *cures)), who="科室（大队）负责人")
    return says(basis, "two_officers", f"承办人员不得少于{_zh(count)}名，且均持有效执法证", check, severity=severity, **more)


def _zh(count: int) -> str:
    return {1: "一", 2: "两", 3: "三"}.get(count, str(count))


def officers_not_recused(basis: Basis = RECUSAL) -> Gate:
    """Nobody who has been recused may be named as an officer of the file again."""
    def check(s: Situation) -> Unmet | None:
        again = [_name(s, p) for p in s.given("officers", ()) if p in s.view.recused()]
        return Unmet(f"{'、'.join(again)}已回避本案，不得再承办", cure="改派其他执法人员") if again else None
    return facts_say(basis, "officers_not_recused", "已经回避的人员不得再承办本案", check)


INTERESTS = {"stake": "本人有经济利益", "spouse": "配偶在该企业任职或者持股", "kin": "近亲属在该企业任职或者持股",
             "work": "本人曾在该企业任职", "paid": "本人曾为该企业提供有偿服务", "dispute": "与该企业有纠纷", "party": "与当事人是近亲属",
             "other": "有其他可能影响公正的关系"}
"""A declared relation as it stands in a refusal: what it is, without names."""


def officers_without_interest(basis: Basis = RECUSAL, fact: str = "officers") -> Gate:
    """Nobody who has declared an interest in the enterprise, or is kin of a party, may be named as an officer.

    Reads ``view.attrs["interests"]``: rows {person, relation, with_name}; ``with_name`` empty means the enterprise of
    the file. Parties are those of the file and those the act itself brings in.
    """
    def check(s: Situation) -> Unmet | None:
        parties = {x.name for x in s.view.of_kind("party")} | {str(row.get("name")) for row in s.given("parties") or ()
                                                               if isinstance(row, dict)}
        declared = declared_interests(s.view, parties)
        named = [p for p in dict.fromkeys(s.given(fact) or ()) if p in declared]
        if not named:
            return None
        said = "；".join(f"{_name(s, p)}：{INTERESTS.get(declared[p], '有利害关系')}" for p in named)
        return Unmet(f"已申报回避关系的人员不得承办（{said}）",
                     cure="改派没有利害关系的持证人员；关系已经终止的，先在「回避申报」里填写终止日期", who="科室（大队）负责人")
    return facts_say(basis, "officers_without_interest", "与企业、当事人有直接利害关系或者其他关系可能影响公正执法的人员应当回避", check)


def _name(s: Situation, person_id: str) -> str:
    person = s.view.people.get(person_id)
    return person.name if person else person_id


def identity_shown(basis: Basis = SHOW_IDENTITY, *, fact: str = "identity_shown",
                   severity: Severity = Severity.DEFECT) -> Gate:
    """The certificates were shown at the start and the record says so."""
    return facts_say(basis, "identity_shown", "应当主动出示执法证件并记明", lambda s: None if s.given(fact) else Unmet(
        "笔录没有记明出示执法证件；未出示的，当事人有权拒绝", cure="按实补记出示情况；确未出示的重新取证"),
        severity=severity)


def signed_or_refused(basis: Basis, *, sign: str, refusal: str, witness: str | None = None, who: str = "当事人",
                      severity: Severity = Severity.DEFECT) -> Gate:
    """The person signs, or the refusal is noted (with a witness or video where ``witness`` names that fact)."""
    def check(s: Situation) -> Unmet | None:
        if s.given(sign) in (True, "signed"):
            return None
        if not s.given(refusal):
            return Unmet(f"{who}没有签名，也没有记明拒绝签名的原因", cure=f"请{who}签名，或记明拒签情况")
        if witness and not s.given(witness):
            return Unmet(f"{who}拒绝签名，没有见证人签名或者录像", cure="邀请见证人签名，或注明录像编号")
        return None
    return facts_say(basis, "signed_or_refused", f"{who}应当签名；拒绝签名的应当记明", check, severity=severity)


def second_served_or_witnessed(basis: Basis = civil_procedure(89), *, sign: str = "unit_sign",
                               witness: str = "witness") -> Gate:
    """A paper handed over on the spot is signed for, or left behind before a witness or on video."""
    def check(s: Situation) -> Unmet | None:
        if s.given(sign) == "signed" or s.given(witness):
            return None
        return Unmet("当事人没有签收，也没有见证人签名或者录像，不能视为送达", cure="请当事人签收，或邀请见证人，或注明录像编号")
    return facts_say(basis, "delivered_or_witnessed", "文书应当由当事人签收，或者在见证、录像下留置", check,
                     severity=Severity.DEFECT)


def has_text(basis: Basis, id: str, fact: str, rule: str, *, cure: str = "", severity: Severity = Severity.VOID,
             when: Callable[[Situation], bool] | None = None, **more: Any) -> Gate:
    """A fact must be filled in (when ``when`` holds): for a legal requirement the form itself cannot express."""
    def check(s: Situation) -> Unmet | None:
        if (when is not None and not when(s)) or s.given(fact) not in (None, "", [], False):
            return None
        return Unmet(rule, cure=cure or "补充后重新提交")
    return facts_say(basis, id, rule, check, severity=severity, **more)


def no_secret(basis: Basis = penalty_law(50)) -> Gate:
    """What goes out to the public has been checked for secrets and privacy."""
    return has_text(basis, "no_secret", "secrets_checked",
                    "公开前应当核对国家秘密、商业秘密和个人隐私，并作隐去处理", cure="逐项核对后勾选，列明隐去内容")


def not_before(basis: Basis, id: str, rule: str, start: Callable[[Situation], date | None], fact: str) -> Gate:
    """The day kept in ``fact`` (or the day of the act) is not earlier than ``start``."""
    def check(s: Situation) -> Unmet | None:
        first, given = start(s), s.given(fact)
        day = date.fromisoformat(str(given)[:10]) if given else s.on
        if first is None or day >= first:
            return None
        return Unmet(f"{rule}（{day} 早于 {first}）", cure="核对日期")
    return facts_say(basis, id, rule, check)


def articles(*found: Article) -> tuple[Article, ...]:
    """Several citations of one rule."""
    return found
