"""Facts of the outcomes: decision, no penalty, transfer, withdrawal, and of the course: extension, suspension."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.kernel.facts import Fen, fact
from zhiheng.law.basis import coercion_law, fine_separation, penalty_law, penalty_rules_2026, transfer_rules
from zhiheng.law.procedures.penalty.words import KINDS, MITIGATION, NO_PENALTY, WITHDRAW


@dataclass(frozen=True)
class DecisionFacts:
    """行政处罚决定书 (unit or person)."""

    illegal_facts: str = fact("违法事实及证据", as_="longtext", article=penalty_law(59, 1, 2))
    violated_provisions: tuple[str, ...] = fact("违反的规定", as_="articles", article=penalty_law(59, 1, 3))
    penalty_basis: tuple[str, ...] = fact("处罚依据", as_="articles", article=penalty_law(59, 1, 3))
    discretion_reason: str = fact("裁量说明", as_="longtext", article=penalty_law(34))
    mitigation: tuple[str, ...] = fact("从轻、减轻情形", choices=MITIGATION, required=False, article=penalty_law(32))
    defense_handling: str = fact("陈述申辩及采纳情况", as_="longtext", article=penalty_law(45, 1))
    hearing_considered: str = fact("听证笔录所载意见的采纳情况", required=False, as_="longtext", article=penalty_law(65))
    kinds: tuple[str, ...] = fact("处罚种类", choices=KINDS, article=penalty_law(9))
    penalties: tuple[str, ...] = fact("行政处罚内容", article=penalty_law(59, 1, 3))
    fine_amount: Fen = fact("罚款金额", required=False)
    gain_amount: Fen = fact("没收违法所得", required=False, article=penalty_law(28, 2))
    gain_statement: str = fact("有无违法所得及计算依据", good="无违法所得。", article=penalty_law(28, 2))
    restitution: bool = fact("违法所得依法应当退赔", required=False, article=penalty_law(28, 2))
    correction: str = fact("责令改正内容", required=False, as_="longtext", article=penalty_law(28, 1))
    pay_days: int = fact("缴款期限（日）", required=False, article=penalty_law(67, 3))
    pay_bank: str = fact("缴至", required=False, help="代收机构名称", article=fine_separation(7, 1))
    pay_bank_address: str = fact("代收机构地址", required=False, article=fine_separation(7, 1))
    pay_account: str = fact("账号", required=False)
    late_fine: bool = fact("逾期每日按罚款数额的百分之三加处罚款", required=False, article=coercion_law(45, 1))
    review_body: str = fact("行政复议机关", article=penalty_law(59, 1, 5))
    court: str = fact("管辖法院", article=penalty_law(59, 1, 5))
    notice_no: str = fact("告知书文号", required=False)
    notice_served_at: date = fact("告知书送达日期", required=False)


@dataclass(frozen=True)
class NoPenaltyFacts:
    """不予行政处罚决定书."""

    illegal_facts: str = fact("违法事实", as_="longtext")
    evidence_list: tuple[str, ...] = fact("主要证据", required=False)
    violated_provisions: tuple[str, ...] = fact("违反的规定", as_="articles")
    reason_type: str = fact("不予处罚的情形", choices=NO_PENALTY, article=penalty_law(33))
    basis: tuple[str, ...] = fact("不予处罚的依据", as_="articles")
    list_item_ref: str = fact("首违不罚、轻微不罚清单项", required=False)
    correction_proof: tuple[str, ...] = fact("及时改正的证明", required=False, article=penalty_law(33, 1))
    first_violation: bool = fact("经查询为初次违法", required=False, article=penalty_law(33, 1))
    education: str = fact("教育内容", required=False, as_="longtext", article=penalty_law(33, 3))
    guardian: str = fact("对监护人的责令", required=False, as_="longtext", article=penalty_law(30))
    handler_opinion: str = fact("承办人意见", as_="longtext")


@dataclass(frozen=True)
class MaterialRow:
    """One item handed over with a transfer."""

    name: str = fact("材料名称")
    copies: int = fact("份数", min=1, required=False)
    pages: int = fact("页数", min=1, required=False)


@dataclass(frozen=True)
class GoodsRow:
    """One thing on the list of goods handed over."""

    name: str = fact("物品名称")
    quantity: str = fact("数量")
    place: str = fact("存放地点", required=False)


@dataclass(frozen=True)
class CriminalTransferFacts:
    """涉嫌犯罪案件移送书."""

    addressee: str = fact("受移送公安机关")
    suspect: str = fact("涉嫌犯罪单位或个人")
    suspected_crime: str = fact("涉嫌罪名", choices=(
        ("accident", "重大责任事故罪"), ("danger_work", "危险作业罪"), ("forced_work", "强令、组织他人违章冒险作业罪"),
        ("facility", "重大劳动安全事故罪"), ("dangerous_goods", "危险物品肇事罪"), ("concealment", "不报、谎报安全事故罪"),
        ("false_report", "提供虚假证明文件罪"), ("other", "其他")), article=transfer_rules(3, 1))
    facts: str = fact("基本案情", as_="longtext")
    team: tuple[str, ...] = fact("专案组人员", as_="people", article=transfer_rules(5, 1))
    reported_at: date = fact("书面报告日期", article=transfer_rules(5, 2))
    principal_approved: bool = fact("由正职负责人或者主持工作的负责人批准", article=transfer_rules(5, 1))
    investigation_report_ref: str = fact("调查报告", article=transfer_rules(6, 1, 2))
    evidence_list: tuple[GoodsRow, ...] = fact("涉案物品清单", required=False, article=transfer_rules(6, 1, 3))
    no_goods: bool = fact("没有涉案物品", required=False)
    appraisal_refs: tuple[str, ...] = fact("检验鉴定意见", required=False, article=transfer_rules(6, 1, 4))
    cc_procuratorate: bool = fact("抄送检察院")


@dataclass(frozen=True)
class OtherTransferFacts:
    """案件移送书."""

    addressee: str = fact("受移送机关")
    cause: str = fact("案由")
    brief: str = fact("案情简介", as_="longtext")
    reasons: str = fact("移送理由", as_="longtext", article=penalty_law(25, 1))
    basis: tuple[str, ...] = fact("移送依据", as_="articles")
    finding: str = fact("调查发现", as_="longtext")
    filed_date: date = fact("立案日期", required=False)
    materials: tuple[MaterialRow, ...] = fact("移送材料")
    handler_opinion: str = fact("承办人意见", as_="longtext")


@dataclass(frozen=True)
class WithdrawFacts:
    """案件终止（撤销）."""

    reasons: str = fact("终止或撤销理由", choices=WITHDRAW)
    detail: str = fact("说明", as_="longtext")
    handler_opinion: str = fact("承办人意见", as_="longtext")


@dataclass(frozen=True)
class ExtendFacts:
    """案件延期."""

    reasons: str = fact("案件延期理由", as_="longtext")
    basis: str = fact("准予延期的规定", required=False, help="写明法律、法规、规章名称和条款", article=penalty_rules_2026(53, 1))
    new_deadline: date = fact("延长至")
    level: str = fact("批准层级", choices=(("own", "本级"), ("upper", "上级")))
    superior_ref: str = fact("上一级批准文号", required=False, help="延长至立案之日起一百二十日以上的填写")
    filed_date: date = fact("立案日期", required=False)
    original_deadline: date = fact("原办理期限", required=False)
    handler_opinion: str = fact("承办人意见", as_="longtext")


@dataclass(frozen=True)
class SuspendFacts:
    """案件中止."""

    ground: str = fact("中止情形", choices=(
        ("criminal", "等待司法机关处理"), ("law_question", "法律适用问题请示"), ("force_majeure", "不可抗力"),
        ("party_lost", "当事人下落不明"), ("other", "规定的其他情形")))
    basis: str = fact("准予中止的规定", required=False, article=penalty_law(60))
    reasons: str = fact("中止理由", as_="longtext")
    handler_opinion: str = fact("承办人意见", as_="longtext")


@dataclass(frozen=True)
class ResumeFacts:
    """案件恢复."""

    ground: str = fact("恢复情形", choices=(
        ("ended", "中止情形消除"), ("police_not_filed", "公安机关不予立案或者撤销案件"), ("returned", "司法机关移回")),
        article=penalty_law(27, 1))
    reasons: str = fact("恢复理由", as_="longtext")
    resumed_at: datetime = fact("恢复时间", required=False)
