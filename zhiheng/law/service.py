"""Service of papers by each lawful method, shared by all procedures: facts and gates (行政处罚法 61, 民事诉讼法 87–95)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhiheng.kernel.facts import as_date, fact
from zhiheng.kernel.gates import facts_say
from zhiheng.kernel.procedure import Gate, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import civil_procedure, penalty_law

METHODS = (("direct", "直接送达"), ("leave", "留置送达"), ("entrusted", "委托送达"), ("mail", "邮寄送达"),
           ("electronic", "电子送达"), ("public_notice", "公告送达"), ("forward", "转交送达"))
RECEIVERS = (("self", "本人"), ("legal_rep", "法定代表人（主要负责人）"), ("mailroom", "负责收件的人"),
             ("family", "同住成年家属"), ("agent", "代理人（指定代收人）"), ("agency", "受移送机关、转交单位"), ("none", "无人签收"))
PUBLIC_NOTICE_DAYS = 30
"""Days after which a public notice counts as served, 民事诉讼法 95-1 in the text of 2023."""


@dataclass(frozen=True)
class ServiceFacts:
    """送达回执. ``received_at`` is the moment of service: signature, arrival, or the end of the public notice."""

    method: str = fact("送达方式", choices=METHODS, article=penalty_law(61, 1))
    receiver: str = fact("收件人")
    receiver_identity: str = fact("收件人身份", choices=RECEIVERS, article=civil_procedure(88, 1))
    agent_relation: str = fact("代收人与受送达人关系", required=False)
    place: str = fact("送达地点")
    received_at: datetime = fact("送达时间", help="签收日期；邮寄为回执收件日期；电子为到达系统的日期；公告为期满之日",
                                 article=civil_procedure(87, 2))
    retained_note: str = fact("拒收事由", required=False, as_="longtext", article=civil_procedure(89))
    witness: str = fact("见证人", required=False, help="基层组织或者所在单位的代表", article=civil_procedure(89))
    video: str = fact("录像、照片编号", required=False, article=civil_procedure(89))
    consent_ref: str = fact("送达地址（方式）确认书", required=False, help="同意电子送达的确认书", article=penalty_law(61, 2))
    tracking_no: str = fact("邮寄、委托的凭证编号", required=False, article=civil_procedure(91))
    difficulty: str = fact("不能直接送达的原因", required=False, as_="longtext", article=civil_procedure(91))
    posted_at: date = fact("公告日期", required=False, article=civil_procedure(95, 1))
    media: str = fact("公告媒体", required=False)
    reason: str = fact("公告送达的原因和经过", required=False, as_="longtext", article=civil_procedure(95, 2))
    remark: str = fact("备注", required=False, as_="longtext")


def service_gates() -> tuple[Gate, ...]:
    """The rules of each method; every one is a defect the leader may release with reasons, as the law is curable."""
    defect = Severity.DEFECT
    return (
        facts_say(civil_procedure(87, 1), "service_receipt", "送达必须有送达回证，由受送达人记明收到日期并签名", _receipt,
                  severity=defect),
        facts_say(civil_procedure(88, 1), "service_direct", "直接送达应当由受送达人或者法律规定的人签收", _direct,
                  severity=defect),
        facts_say(civil_procedure(89), "service_leave", "留置送达须记明拒收事由，并有见证人签名或者拍照、录像", _leave,
                  severity=defect),
        facts_say(civil_procedure(91), "service_mail", "直接送达有困难的，才可以委托或者邮寄送达，并须有凭证", _mail,
                  severity=defect),
        facts_say((penalty_law(61, 2), civil_procedure(90, 1)), "service_electronic",
                  "电子送达须当事人同意并签订确认书", _electronic, severity=defect),
        facts_say(civil_procedure(95), "service_public", "公告送达限于下落不明或者其他方式无法送达，公告满三十日视为送达",
                  _public, severity=defect),
        facts_say((civil_procedure(92), civil_procedure(93, 1)), "service_forward",
                  "转交送达限于军人、被监禁或者被采取强制性教育措施的人", _forward, severity=defect),
    )


def _receipt(s: Situation) -> Unmet | None:
    if s.given("method") in ("leave", "public_notice") or s.given("receiver_identity") != "none":
        return None
    return Unmet("没有人在送达回证上签收", cure="由受送达人签收；拒收的改用留置送达")


def _direct(s: Situation) -> Unmet | None:
    if s.given("method") != "direct":
        return None
    who, unit = s.given("receiver_identity"), s.subject is None or s.subject.attrs.get("kind") != "person"
    if who == "family" and unit:
        return Unmet("受送达人是单位，不能由家属签收", cure="由法定代表人、主要负责人或者负责收件的人签收")
    if who == "mailroom" and not unit:
        return Unmet("受送达人是个人，不能由单位收件人签收", cure="由本人或者同住成年家属签收")
    if who in ("agent", "family") and not s.given("agent_relation"):
        return Unmet("由他人代收的，没有写明代收人与受送达人的关系", cure="填写「代收人与受送达人关系」")
    return None


def _leave(s: Situation) -> Unmet | None:
    if s.given("method") != "leave":
        return None
    if not s.given("retained_note"):
        return Unmet("留置送达没有记明拒收事由和日期", cure="填写「拒收事由」")
    if not s.given("witness") and not s.given("video"):
        return Unmet("留置送达没有见证人签名，也没有拍照、录像", cure="邀请基层组织或者所在单位的代表见证，或者全程录像")
    return None


def _mail(s: Situation) -> Unmet | None:
    if s.given("method") not in ("mail", "entrusted"):
        return None
    if not s.given("difficulty"):
        return Unmet("没有写明直接送达有何困难", cure="填写「不能直接送达的原因」")
    return None if s.given("tracking_no") else Unmet("没有邮寄回执或者委托送达凭证", cure="填写凭证编号并附回执")


def _electronic(s: Situation) -> Unmet | None:
    if s.given("method") != "electronic" or s.given("consent_ref"):
        return None
    return Unmet("没有当事人同意电子送达的确认书", cure="请当事人签订送达地址（方式）确认书，或者改用其他方式")


def _public(s: Situation) -> Unmet | None:
    if s.given("method") != "public_notice":
        return None
    posted, served = as_date(s.facts or {}, "posted_at"), as_date(s.facts or {}, "received_at")
    if not s.given("reason") or not s.given("media") or posted is None:
        return Unmet("公告送达没有记明原因、经过、媒体和公告日期", cure="补充公告情况")
    deemed = posted + timedelta(days=PUBLIC_NOTICE_DAYS)
    if served is not None and served < deemed:
        return Unmet(f"公告自 {posted} 起须满 {PUBLIC_NOTICE_DAYS} 日，至 {deemed} 视为送达", earliest=deemed,
                     cure="期满后登记送达")
    return None


def _forward(s: Situation) -> Unmet | None:
    if s.given("method") != "forward":
        return None
    unit = s.subject is None or s.subject.attrs.get("kind") != "person"
    if unit or s.given("receiver_identity") != "agency":
        return Unmet("不符合转交送达的条件", cure="改用直接、留置、邮寄或者公告送达")
    return None
