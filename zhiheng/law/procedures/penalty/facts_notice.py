"""Facts of notice, defence and hearing. Each is done for one party."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.kernel.facts import Fen, fact
from zhiheng.law.basis import penalty_law, penalty_rules_2026
from zhiheng.law.gates_common import SIGNED
from zhiheng.law.procedures.penalty.facts_evidence import QuestionRow
from zhiheng.law.procedures.penalty.words import GENDER, KINDS


@dataclass(frozen=True)
class NoticeFacts:
    """行政处罚告知书, and the 听证告知书 when the hearing right is told."""

    illegal_facts: str = fact("违法事实", as_="longtext", article=penalty_law(44))
    evidence_list: tuple[str, ...] = fact("主要证据", article=penalty_law(44))
    violated_provisions: tuple[str, ...] = fact("违反的规定", as_="articles", article=penalty_law(44))
    penalty_basis: tuple[str, ...] = fact("处罚依据", as_="articles", article=penalty_law(44))
    kinds: tuple[str, ...] = fact("拟处罚种类", choices=KINDS)
    proposed_fine: Fen = fact("拟处罚款", required=False)
    proposed_gain: Fen = fact("拟没收违法所得", required=False)
    proposed_penalty: str = fact("拟作出的行政处罚", as_="longtext", article=penalty_law(44))
    discretion_reason: str = fact("裁量理由", as_="longtext", article=penalty_law(44))
    discretion: str = fact("裁量依据", required=False, as_="longtext")
    defense_days: int = fact("陈述申辩期限（工作日）", min=1, help="法律未定天数，由本机关规定，告知书载明",
                             article=penalty_law(44))
    hearing_right: bool = fact("告知听证权利", required=False, article=penalty_law(63, 1))
    hearing_days: int = fact("申请听证期限（工作日）", required=False, article=penalty_law(64, 1, 1))
    correction: str = fact("责令改正情况", required=False, as_="longtext", article=penalty_law(28, 1))
    new_facts: str = fact("加重所依据的新事实、新证据", required=False, as_="longtext",
                          help="比上一次告知更重的，写明申辩之外新查明的事实", article=penalty_law(45, 2))
    handler_opinion: str = fact("承办人意见", as_="longtext")
    contact_person: str = fact("联系人", required=False)
    contact_phone: str = fact("联系电话", required=False)


@dataclass(frozen=True)
class DefenceFacts:
    """陈述申辩 (written, or oral with a record)."""

    form: str = fact("形式", choices=(("written", "书面"), ("oral", "口头")))
    received_at: date = fact("提出日期")
    claims: tuple[str, ...] = fact("意见要点", help="每点一行，复核时逐点回应", article=penalty_law(45, 1))
    start_time: datetime = fact("开始时间", required=False)
    end_time: datetime = fact("结束时间", required=False)
    place: str = fact("地点", required=False)
    speaker: str = fact("陈述申辩人")
    gender: str = fact("性别", choices=GENDER, required=False)
    post: str = fact("职务", required=False)
    employer: str = fact("工作单位", required=False)
    phone: str = fact("电话", required=False)
    address: str = fact("联系地址", required=False)
    recorder: str = fact("记录人", required=False)
    record: tuple[QuestionRow, ...] = fact("陈述申辩记录", required=False, help="口头提出的填写")
    evidence: tuple[str, ...] = fact("提出的证据", required=False, as_="evidence")


@dataclass(frozen=True)
class WaiveDefenceFacts:
    """明确放弃陈述申辩."""

    waived_at: date = fact("放弃日期")
    speaker: str = fact("作出放弃的人")
    document: str = fact("放弃的书面材料", required=False, help="书面声明或者笔录编号；沉默不等于放弃", article=penalty_law(62))


@dataclass(frozen=True)
class ReviewRow:
    """One claim answered."""

    claim: str = fact("当事人意见")
    accepted: bool = fact("是否采纳")
    reason: str = fact("复核情况及理由")


@dataclass(frozen=True)
class ReviewDefenceFacts:
    """陈述申辩复核意见书."""

    claims: tuple[str, ...] = fact("当事人意见要点", required=False)
    review: tuple[ReviewRow, ...] = fact("逐条复核", article=penalty_law(45, 1))
    conclusion: str = fact("结论", as_="longtext", good="第1点成立，予以采纳；第2点与现场照片不符，不予采纳。")


@dataclass(frozen=True)
class HearingRequestFacts:
    """要求听证."""

    requested_at: date = fact("提出日期", article=penalty_law(64, 1, 1))
    applicant: str = fact("申请人")
    document: str = fact("申请材料")


@dataclass(frozen=True)
class WaiveHearingFacts:
    """放弃听证 (in writing, or withdrawing a request)."""

    waived_at: date = fact("放弃日期")
    speaker: str = fact("作出放弃的人")
    document: str = fact("放弃的书面材料", required=False)


@dataclass(frozen=True)
class PostponeFacts:
    """听证延期."""

    applied_at: date = fact("当事人申请延期的日期")
    reasons: str = fact("当事人的正当理由", as_="longtext", article=penalty_rules_2026(57, 2))
    new_deadline: date = fact("延期至", help="延期举行听证的最后日期")


@dataclass(frozen=True)
class HearingNoticeFacts:
    """行政处罚听证会通知书."""

    hearing_time: datetime = fact("听证时间", article=penalty_law(64, 1, 2))
    hearing_place: str = fact("听证地点")
    public_or_not: str = fact("是否公开", choices=(("public", "公开"), ("closed", "不公开")), article=penalty_law(64, 1, 3))
    closed_reason: str = fact("不公开的理由", required=False, help="国家秘密、商业秘密或者个人隐私")
    chair: str = fact("听证主持人", as_="person", article=penalty_law(64, 1, 4))
    hearing_officers: tuple[str, ...] = fact("听证员", required=False)
    clerk: str = fact("书记员")
    notes: str = fact("注意事项", required=False, as_="longtext")
    contact_person: str = fact("联系人", required=False)
    contact_phone: str = fact("联系电话", required=False)


@dataclass(frozen=True)
class SpeechRow:
    """One speech at the hearing."""

    speaker: str = fact("发言人")
    text: str = fact("内容")


@dataclass(frozen=True)
class HearingFacts:
    """听证笔录."""

    start_time: datetime = fact("开始时间")
    end_time: datetime = fact("结束时间")
    place: str = fact("地点")
    chair: str = fact("主持人", as_="person", article=penalty_law(64, 1, 4))
    hearing_officers: tuple[str, ...] = fact("听证员", required=False)
    clerk: str = fact("书记员")
    investigators: tuple[str, ...] = fact("调查人员", help="姓名和证号")
    applicant: str = fact("申请听证人", required=False)
    agents: tuple[str, ...] = fact("委托代理人", required=False, help="一至二人", article=penalty_law(64, 1, 5))
    third_party: str = fact("第三人", required=False)
    others: str = fact("其他参与人员", required=False)
    attendance: str = fact("当事人到场情况", choices=(
        ("attended", "到场参加"), ("absent", "无正当理由拒不出席"), ("left", "未经许可中途退出")), article=penalty_law(64, 1, 6))
    record: tuple[SpeechRow, ...] = fact("听证记录", article=penalty_law(64, 1, 7))
    evidence_examined: bool = fact("调查人员已提出事实、证据和处罚建议，当事人已申辩和质证", required=False,
                                   article=penalty_law(64, 1, 7))
    party_sign: str = fact("当事人核对签名", choices=SIGNED, article=penalty_law(64, 1, 8))
    refusal_note: str = fact("拒签情况（主持人注明）", required=False)


@dataclass(frozen=True)
class HearingReportFacts:
    """听证会报告书."""

    chair: str = fact("主持人", as_="person")
    hearing_officers: tuple[str, ...] = fact("听证员", required=False)
    clerk: str = fact("书记员")
    summary: str = fact("听证会基本情况摘要", as_="longtext")
    chair_opinion: str = fact("主持人意见", as_="longtext", article=penalty_law(65))
    leader_opinion: str = fact("负责人审核意见", required=False, as_="longtext")
