"""Facts of service, publicity, payment, closing and archive."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.kernel.facts import Fen, fact
from zhiheng.law.basis import archive_law, coercion_law, penalty_law, penalty_rules_2026, safety_law
from zhiheng.law.gates_common import SIGNED
from zhiheng.law.procedures.penalty.words import DOCUMENTS
from zhiheng.law.service import ServiceFacts


@dataclass(frozen=True)
class ServeFacts(ServiceFacts):
    """送达: one receipt per party, one or more papers."""

    documents: tuple[str, ...] = fact("送达文书", choices=DOCUMENTS, article=penalty_law(61, 1))


@dataclass(frozen=True)
class AddressFacts:
    """送达地址（方式）确认: where a party wishes to be served, and whether it agrees to electronic service."""

    confirmed_at: date = fact("确认日期")
    address: str = fact("送达地址")
    receiver: str = fact("签收人", help="当事人指定的收件人")
    electronic_consent: bool = fact("同意电子送达", article=penalty_law(61, 2))
    electronic_address: str = fact("电子地址", required=False, help="手机号码、电子邮箱、传真或者平台账号；同意电子送达的填写",
                                   article=penalty_law(61, 2))
    consequences_informed: bool = fact("已告知地址不准确、变更未告知的后果")
    party_sign: str = fact("当事人签名", choices=SIGNED)


@dataclass(frozen=True)
class PublishFacts:
    """行政处罚信息公示."""

    decision_no: str = fact("处罚决定书文号")
    decision_date: date = fact("决定日期")
    publish_deadline: date = fact("公示截止", article=safety_law(78, 2))
    channels: tuple[str, ...] = fact("公示渠道", good="监督管理部门公示系统")
    redactions: tuple[str, ...] = fact("隐去内容", required=False, article=penalty_law(50))
    secrets_checked: bool = fact("已核对国家秘密、商业秘密和个人隐私", article=penalty_law(50))
    withhold_reason: str = fact("不公示理由", required=False, as_="longtext")
    published_at: datetime = fact("公示时间")
    expires_at: date = fact("公示期限届满", required=False)
    opinion: str = fact("承办人意见", required=False, as_="longtext")


@dataclass(frozen=True)
class PaymentNoticeFacts:
    """开具缴款通知 (the treasury's payment notice)."""

    notice_no: str = fact("缴款通知（缴款码）编号", article=penalty_law(67, 2))
    fine_amount: Fen = fact("应缴金额")
    payee: str = fact("代收机构")
    due_date: date = fact("缴款期限", article=penalty_law(67, 3))


@dataclass(frozen=True)
class PaymentFacts:
    """登记缴款."""

    amount: Fen = fact("本次缴纳金额")
    added_amount: Fen = fact("其中加处罚款", required=False, article=penalty_law(72, 1, 1))
    paid_on: date = fact("缴款日期")
    channel: str = fact("缴纳方式", choices=(("bank", "指定银行"), ("electronic", "电子支付系统"), ("onsite", "当场收缴")),
                        article=penalty_law(67, 3))
    receipt_no: str = fact("票据号", article=penalty_law(70))
    remote_request: str = fact("当事人提出当场缴纳的情况", required=False, help="边远、水上、交通不便地区",
                               article=penalty_law(69))
    settled: bool = fact("已全部缴清", required=False)
    suspended_days: int = fact("复议、诉讼期间日数", required=False, min=0, article=penalty_law(73, 3))
    remitted_reason: str = fact("减免加处罚款的依据", required=False, as_="longtext", article=coercion_law(42, 1))


@dataclass(frozen=True)
class RemindFacts:
    """缴纳罚款催告书."""

    decision_no: str = fact("处罚决定书文号")
    decision_date: date = fact("决定日期")
    due_date: date = fact("原缴款期限")
    payee: str = fact("缴至")
    fine_amount: Fen = fact("罚款金额")
    paid_amount: Fen = fact("已缴金额", required=False)
    added_amount: Fen = fact("加处罚款", required=False, article=penalty_law(72, 1, 1))
    suspended_days: int = fact("复议、诉讼期间日数", required=False, min=0, article=penalty_law(73, 3))
    pay_deadline: date = fact("催告履行期限")
    defense_days: int = fact("陈述申辩期限（日）", min=1, article=coercion_law(36))


@dataclass(frozen=True)
class InstalmentRow:
    """One instalment."""

    due: date = fact("期限")
    amount: Fen = fact("金额")


@dataclass(frozen=True)
class UpwardFacts:
    """报上一级备案."""

    reported_on: date = fact("报备日期", article=penalty_rules_2026(82))
    reported_to: str = fact("备案机关", good="云州市应急管理局")
    materials: tuple[str, ...] = fact("报备材料", as_="list", required=False, help="每项一行，如处罚决定书、备案报告")
    receipt_no: str = fact("报备文号或者回执", required=False)


@dataclass(frozen=True)
class DeferFacts:
    """延期（分期）缴纳罚款."""

    decision_no: str = fact("处罚决定书文号")
    application_date: date = fact("申请日期", article=penalty_law(66, 2))
    applicant: str = fact("申请人")
    facts_and_penalty: str = fact("违法事实及处罚决定", as_="longtext")
    reasons: str = fact("经济困难的理由", as_="longtext", article=penalty_law(66, 2))
    proof: tuple[str, ...] = fact("经济困难证明", required=False)
    fine_amount: Fen = fact("罚款金额")
    mode: str = fact("方式", choices=(("defer", "延期"), ("instalments", "分期")))
    defer_to: date = fact("延长至", help="分期的，填最后一期的日期")
    instalments: tuple[InstalmentRow, ...] = fact("分期安排", required=False)
    handler_opinion: str = fact("承办人意见", as_="longtext")


@dataclass(frozen=True)
class CloseFacts:
    """结案审批."""

    result: str = fact("处理结果", as_="longtext")
    execution: str = fact("执行情况", as_="longtext")
    closing_reason: str = fact("结案情形", choices=(
        ("performed", "处罚决定执行完毕"), ("no_penalty", "不予行政处罚"), ("transferred", "案件移送"),
        ("withdrawn", "案件终止、撤销"), ("mixed", "各当事人分别处理完毕")))
    filed_date: date = fact("立案日期", required=False)
    decision_no: str = fact("处罚决定书文号", required=False)
    handler_opinion: str = fact("承办人意见", as_="longtext")


@dataclass(frozen=True)
class ArchiveFacts:
    """立卷归档."""

    archive_no: str = fact("归档号", article=penalty_law(47))
    retention: str = fact("保管期限", choices=(("permanent", "永久"), ("years30", "三十年"), ("years10", "十年")),
                          article=archive_law(14))
    pieces: int = fact("件数", min=1)
    pages: int = fact("页数", min=1)
    media: int = fact("附电子、音像件数", required=False, min=0)
    explanation: str = fact("缺损、修改、补充说明", required=False, as_="longtext")
    complete: bool = fact("启动、调查取证、审核、决定、送达、执行的记录齐全", article=penalty_law(47))
