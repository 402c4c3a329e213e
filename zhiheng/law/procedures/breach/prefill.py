"""What each form can already know, and where from."""
from __future__ import annotations

from typing import Any

from zhiheng.kernel.procedure import Prefilled
from zhiheng.kernel.situation import Situation
from zhiheng.law.procedures.breach import state
from zhiheng.law.procedures.breach import words as w

Found = dict[str, Prefilled]
_REPAIR = ("列入满十二个月，并已履行行政处罚决定规定的义务、主动消除危害后果或者不良影响、未再发生严重失信行为的，可以向本机关申请提前移出："
           "提交申请书、履行义务和纠正失信行为的证明材料、信用承诺书；本机关收到申请后三个工作日内决定是否受理，受理后七个工作日内决定，"
           "案情复杂或者需要核查的可以延长十个工作日。附带期限的处罚在期限届满前不得提前移出。")


def _put(found: Found, source: str, **values: Any) -> Found:
    return found | {k: Prefilled(v, source) for k, v in values.items() if v not in (None, "", [], ())}


def _today(s: Situation, *names: str) -> Found:
    return {n: Prefilled(s.on.isoformat(), "今日") for n in names}


def propose(s: Situation) -> Found:
    """From the penalty case it came from: the decision, its service, the parties, the officers."""
    found: Found = {}
    link = s.view.link("origin", "penalty_ordinary")
    firm = s.view.attrs.get("enterprise") or {}
    rows = [r for r in s.view.attrs.get("credit_penalties") or () if link is None or r.get("file") in (None, link.no)]
    if rows:
        found = _put(found, f"处罚案卷 {rows[0].get('file') or ''}".strip(), penalty_no=rows[0].get("no"), penalty_on=rows[0].get("decided_on"),
                     penalty_served_on=rows[0].get("served_on"), own_penalty=True)
    parties = [{"role": w.UNIT, "name": firm.get("name"), "uscc": firm.get("code"), "address": firm.get("address"),
                "legal_rep": firm.get("principal")}] if firm.get("name") else []
    if firm.get("principal"):
        parties.append({"role": w.PRINCIPAL, "name": firm["principal"], "post": firm.get("principal_post")})
    found = _put(found, "一企一档", parties=[{k: v for k, v in r.items() if v} for r in parties])
    if link is not None:
        found = _put(found, f"处罚案卷 {link.no}", officers=list(link.view.officers()))
    return found


def _proposed(s: Situation) -> Found:
    made = s.view.last("propose")
    if made is None:
        return {}
    ground = w.GROUNDS.get(str(made.facts.get("ground")))
    basis = ["中华人民共和国安全生产法第七十八条第一款", w.list_rules(3, 1).zh()]
    return _put({}, "列入建议", penalty_ref=made.facts.get("penalty_no"), situation=ground.zh if ground else "",
                facts=made.facts.get("facts"), basis=basis)


def notice(s: Situation) -> Found:
    rule = s.rules.term("listing_statement", s.on).length
    return _put(_proposed(s), "本局规则", measures=[m for m, _ in w.MEASURES[:4]], period="三年，自作出列入决定之日起计算", defense_days=rule)


def serve(s: Situation) -> Found:
    """The papers made for this one and not served yet."""
    waiting = []
    for code, acts in w.MADE_BY.items():
        made = max((e for a in acts for e in s.view.done(a, s.key)), key=lambda e: e.seq, default=None)
        if made and state.service(s.view, s.key, code, made) is None:
            waiting.append(code)
    found: Found = {"received_at": Prefilled(s.at.isoformat(), "现在")}
    attrs = s.subject.attrs if s.subject else {}
    unit = attrs.get("kind") == "unit"
    found = _put(found, "案卷文书", documents=waiting)
    found = _put(found, "列入建议", receiver=attrs.get("legal_rep") if unit else s.subject.name if s.subject else None,
                 place=attrs.get("address"))
    return _put(found, "按对象推定", receiver_identity="legal_rep" if unit else "self")


def review(s: Situation) -> Found:
    said = [e for e in s.view.done("statement", s.key)]
    return _put({}, "陈述申辩", review=[{"claim": c} for c in (said[-1].facts.get("claims") or ())] if said else [])


def list_party(s: Situation) -> Found:
    told = s.last("notice")
    found = _proposed(s)
    if told:
        found = _put(found, "告知书", measures=told.facts.get("measures"), situation=told.facts.get("situation"),
                     basis=told.facts.get("basis"), facts=told.facts.get("facts"))
    found = _put(found, "按三年计算", until=state.until(s, s.on).isoformat())
    return _put(found, "案卷", statement=_heard(s), repair=_REPAIR)


def _heard(s: Situation) -> str:
    told = s.last("notice")
    served = state.service(s.view, s.key, "listing_notice", told) if told else None
    start = f"本机关于{served.occurred_at.date()}送达列入告知书。" if served else ""
    review, said = s.last("review_statement"), s.last("statement")
    if said and review:
        return f"{start}当事人于{said.occurred_at.date()}提出陈述申辩，本机关经复核认为：{review.facts.get('conclusion')}"
    return f"{start}当事人在规定期限内没有提出陈述申辩。"


def enter(s: Situation) -> Found:
    return _put(_today(s, "entered_on"), "安全生产法第78条第1款", system="安全生产信用信息管理系统",
                informed=["行业主管部门", "投资主管部门", "自然资源主管部门", "生态环境主管部门", "有关金融机构"])


def publish(s: Situation) -> Found:
    return _put({"published_at": Prefilled(s.at.isoformat(), "现在")}, "本局规则", channels=["本局网站执法公开", "信用信息共享平台"])


def apply(s: Situation) -> Found:
    return _put(_today(s, "applied_on"), "对象", applicant=s.subject.name if s.subject else None)


def decide_removal(s: Situation) -> Found:
    return _today(s, "decided_on")


def expire(s: Situation) -> Found:
    start = state.listed_on(s.view, s.key)
    found = _today(s, "decided_on")
    return _put(found, "列入决定", reasons=f"三年管理期限（{start} 至 {state.until(s, start)}）届满，予以移出。") if start else found


def revoke(s: Situation) -> Found:
    return _today(s, "changed_on")


def restore(s: Situation) -> Found:
    return _put(_today(s, "found_on"), "按三年计算", until=state.until(s, s.on).isoformat())


def stop(s: Situation) -> Found:
    shown, listed = s.last("publish"), s.last("list_party")
    return _put(_today(s, "stopped_on"), "公示登记", channels=list((shown.facts.get("channels") if shown else None) or ()),
                lifted=list((listed.facts.get("measures") if listed else None) or ()))
