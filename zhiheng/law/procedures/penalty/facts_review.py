"""Facts of the end of the investigation and of the reviews: proposal per party, legal review, discussion, approval."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.kernel.facts import Fen, fact
from zhiheng.law.basis import penalty_law, safety_law
from zhiheng.law.procedures.penalty.words import (
    CHECK,
    CRIME_JUDGEMENT,
    CRIME_SIGNS,
    KINDS,
    MITIGATION,
    REVIEW_RESULT,
    STAGES,
)


@dataclass(frozen=True)
class EvidenceRow:
    """One piece of evidence in the report and what it proves."""

    name: str = fact("证据")
    proves: str = fact("证明对象")
    violation: str = fact("证明的违法行为代码", article=penalty_law(40))
    verified: bool = fact("已查证属实", article=penalty_law(46, 2))


@dataclass(frozen=True)
class ProposalRow:
    """What is proposed for one party and one violation. Amounts are integer fen."""

    party: str = fact("当事人", help="名称（姓名）")
    violation: str = fact("违法行为代码")
    fact_text: str = fact("本项违法事实", required=False, as_="longtext", help="告知书、决定书逐项写明；检查发现的自动带出")
    stage: str = fact("适用阶段", choices=STAGES, article=penalty_law(28, 1))
    kinds: tuple[str, ...] = fact("处罚种类", choices=KINDS, article=penalty_law(9))
    fine: Fen = fact("罚款", required=False)
    gain: Fen = fact("没收违法所得", required=False, article=penalty_law(28, 2))
    band: str = fact("裁量档次", article=penalty_law(34))
    band_min: Fen = fact("本档下限", required=False)
    band_max: Fen = fact("本档上限", required=False)
    reasons: str = fact("裁量理由", as_="longtext", article=penalty_law(5, 2))
    mitigation: tuple[str, ...] = fact("从轻、减轻情形", choices=MITIGATION, required=False, article=penalty_law(32))
    departs: bool = fact("偏离裁量基准", required=False, article=penalty_law(34))
    departure_reason: str = fact("偏离的方向、理由和证据", required=False, as_="longtext")


@dataclass(frozen=True)
class ConclusionFacts:
    """案件调查报告."""

    process: str = fact("案件来源及调查经过", as_="longtext")
    party_info: str = fact("当事人基本情况", required=False, as_="longtext")
    facts: str = fact("查明的事实", as_="longtext", article=penalty_law(40),
                      good="2026年9月28日，6名焊工未经安全生产教育和培训上岗作业。", bad="存在安全隐患。")
    evidence: tuple[EvidenceRow, ...] = fact("证据及证明对象", article=penalty_law(40))
    legal_analysis: str = fact("法律适用", as_="longtext", article=penalty_law(37))
    discretion: str = fact("裁量因素与档次", as_="longtext", article=penalty_law(34))
    proposal: str = fact("处理建议", as_="longtext")
    proposals: tuple[ProposalRow, ...] = fact("处罚建议", required=False, help="建议不予处罚或者移送的不填")
    complex_or_major: bool = fact("情节复杂或者重大违法行为", required=False, article=penalty_law(57, 2))
    public_interest: bool = fact("涉及重大公共利益", required=False, article=penalty_law(58, 1, 1))
    many_relations: bool = fact("案情疑难复杂、涉及多个法律关系", required=False, article=penalty_law(58, 1, 3))
    electronic_monitor: bool = fact("使用了电子技术监控记录", required=False, article=penalty_law(41, 1))
    monitor_reviewed: bool = fact("监控设备经法制和技术审核，记录真实、清晰、完整、准确", required=False,
                                  article=penalty_law(41, 2))
    monitor_told: bool = fact("已及时告知当事人并提供查询、陈述、申辩便利", required=False, article=penalty_law(41, 3))
    minor_corrected: bool = fact("违法行为轻微并及时改正，没有造成危害后果", required=False, article=penalty_law(33, 1))
    no_fault: bool = fact("当事人有证据足以证明没有主观过错", required=False, article=penalty_law(33, 2))
    criminal_signs: tuple[str, ...] = fact("可能涉嫌犯罪的情形", choices=CRIME_SIGNS, required=False,
                                           article=penalty_law(27, 1))
    law_changed: bool = fact("行为后有关规定已修改或者废止", required=False, article=penalty_law(37))
    law_comparison: str = fact("新旧规定比较", required=False, as_="longtext", article=penalty_law(37))
    needs_licence_authority: bool = fact("拟责令关闭或者拘留等须由其他机关决定", required=False,
                                         article=safety_law(115))


@dataclass(frozen=True)
class LegalReviewFacts:
    """行政处罚法制审核意见书."""

    case_source: str = fact("案件来源", required=False)
    submitter: str = fact("呈报人及承办机构")
    submitted_at: date = fact("送审日期")
    materials: tuple[str, ...] = fact("送审材料")
    check_subject: str = fact("执法主体、人员资格合法", choices=CHECK)
    check_procedure: str = fact("程序合法", choices=CHECK)
    check_facts: str = fact("事实清楚、证据充分", choices=CHECK)
    check_law: str = fact("适用法律、裁量基准适当", choices=CHECK)
    check_power: str = fact("没有超越权限", choices=CHECK)
    check_documents: str = fact("文书完备规范", choices=CHECK)
    check_crime: str = fact("涉嫌犯罪的判断", choices=CRIME_JUDGEMENT, article=penalty_law(27, 1))
    opinion: str = fact("审核意见", choices=REVIEW_RESULT, article=penalty_law(58, 1))
    detail: str = fact("意见说明", required=False, as_="longtext")
    suggestions: tuple[str, ...] = fact("审核意见条目", required=False)
    first_time: bool = fact("审核人初次从事行政处罚决定法制审核", required=False, article=penalty_law(58, 2))


@dataclass(frozen=True)
class OpinionRow:
    """One attendee's own opinion."""

    name: str = fact("姓名")
    opinion: str = fact("意见")


@dataclass(frozen=True)
class DiscussionFacts:
    """重大案件集体讨论记录."""

    start_time: datetime = fact("开始时间")
    end_time: datetime = fact("结束时间")
    place: str = fact("地点")
    chair: str = fact("主持人")
    reporter: str = fact("汇报人")
    recorder: str = fact("记录人")
    attendees: tuple[str, ...] = fact("出席人员", help="每人一行：姓名及职务；列席人员另填", article=penalty_law(57, 2))
    observers: tuple[str, ...] = fact("列席人员", required=False)
    content: str = fact("讨论内容", as_="longtext")
    opinions: tuple[OpinionRow, ...] = fact("各人意见")
    votes: str = fact("表决情况", required=False)
    conclusion: str = fact("结论性意见", as_="longtext")


@dataclass(frozen=True)
class HandlingFacts:
    """案件处理呈批表: the amounts the leader approves, per party and violation."""

    facts_and_basis: str = fact("违法事实及处罚依据", as_="longtext")
    defense: str = fact("当事人的申辩意见", as_="longtext")
    legal_review_ref: str = fact("法制审核意见书文号", required=False)
    discussion_ref: str = fact("集体讨论记录文号", required=False)
    proposals: tuple[ProposalRow, ...] = fact("处理意见", required=False, help="不予处罚或者移送的不填",
                                              article=penalty_law(57, 1))
    handler_opinion: str = fact("承办人意见", as_="longtext")
