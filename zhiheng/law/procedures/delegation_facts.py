"""What the acts of a delegation and of an assignment ask."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import Fen, fact
from zhiheng.law.basis import penalty_law
from zhiheng.law.procedures.penalty.words import KINDS

BOUNDS = (("below", "低于（不含本数）"), ("upto", "不超过（含本数）"), ("none", "不限"))
"""How a limit is worded. 「以下」 includes the number in law (安全生产违法行为行政处罚办法 88); a document may say 低于."""

ENDS = (("expired", "期限届满"), ("revoked", "委托机关收回"), ("replaced", "签订新的委托书"), ("law_changed", "依据或者职权变更"),
        ("unfit", "不再符合受委托条件"), ("agreed", "双方协商"))

DUTIES = "委托机关每年至少组织一次监督检查，抽查案卷，指导业务；受委托组织按月报送办案情况，重大、疑难事项随时报告。"
LIABILITY = ("受委托组织在委托范围内以委托机关名义实施行政处罚，不得再委托其他组织或者个人实施，不得实施行政强制措施；"
             "超出委托范围的，立即停止并转报委托机关。委托机关对受委托组织实施行政处罚的行为负责监督，并对该行为的后果承担法律责任。")


@dataclass(frozen=True)
class DraftFacts:
    grantee: str = fact("受委托组织", help="机关简码。须是本机关辖区内的乡镇人民政府、街道办事处或者园区管理机构。", good="YLCG",
                        article=penalty_law(20, 1))
    basis: tuple[str, ...] = fact("委托依据", article=penalty_law(20, 1), good="《某省安全生产条例》第某条",
                                  help="允许委托的法律、法规、规章，写到条。行政处罚法第20条要求另有依据，它本身不是依据。")
    items: tuple[str, ...] = fact("委托的处罚事项", required=False, article=penalty_law(20, 2), good="CF-008",
                                  help="权责清单的事项编码，每项一行，编码后可以写名称。")
    inspection: bool = fact("委托行政检查", help="现场检查、责令改正和复查。")
    kinds: tuple[str, ...] = fact("处罚种类", choices=KINDS, required=False, article=penalty_law(20, 2))
    bound: str = fact("罚款限额的写法", choices=BOUNDS, article=penalty_law(20, 2))
    limit: Fen = fact("罚款限额", required=False, help="对一个当事人一次决定的罚款合计。")
    areas: tuple[str, ...] = fact("委托区域", required=False, help="不填为受委托组织的全部辖区。")
    since: date = fact("期限起", article=penalty_law(20, 2))
    until: date = fact("期限止", article=penalty_law(20, 2))
    supervision: str = fact("监督方式", as_="longtext", article=penalty_law(20, 3))
    liability: str = fact("法律责任", as_="longtext", article=penalty_law(20, 4))
    replaces: str = fact("取代的委托书文号", required=False)


@dataclass(frozen=True)
class CapacityFacts:
    public: bool = fact("依法成立并具有管理公共事务职能", article=penalty_law(21, 1, 1))
    public_proof: str = fact("成立和职能的证明", good="区委编委关于城关镇机构设置的批复", article=penalty_law(21, 1, 1))
    staff: bool = fact("有熟悉业务并取得执法资格的人员", article=penalty_law(21, 1, 2))
    staff_proof: str = fact("持证人员名单", as_="longtext", article=penalty_law(21, 1, 2))
    technical: bool = fact("需要技术检查、鉴定", article=penalty_law(21, 1, 3))
    means: bool = fact("有条件组织技术检查、鉴定", required=False, article=penalty_law(21, 1, 3))
    means_proof: str = fact("技术条件的说明", required=False, article=penalty_law(21, 1, 3))
    checked_on: date = fact("核查日期")


@dataclass(frozen=True)
class ReviewFacts:
    passed: bool = fact("审核通过")
    opinion: str = fact("审核意见", as_="longtext", good="依据充分，事项、权限、期限明确，同意提请签订。")


@dataclass(frozen=True)
class SignFacts:
    signed_on: date = fact("签订日期")
    until: date = fact("期限止", help="与草案相同。")
    grantor_signer: str = fact("委托机关负责人")
    grantee_signer: str = fact("受委托组织负责人")
    grantee_signed: bool = fact("受委托组织已签字盖章", article=penalty_law(20, 1))


@dataclass(frozen=True)
class PublishFacts:
    published_on: date = fact("公布日期")
    grantor_place: str = fact("委托机关公布的地方", required=False, good="区政府网站行政执法公示专栏", article=penalty_law(20, 2))
    grantee_place: str = fact("受委托组织公布的地方", required=False, good="镇政务公开栏", article=penalty_law(20, 2))


@dataclass(frozen=True)
class FiledFacts:
    filed_on: date = fact("报备日期")
    to: str = fact("报备机关", good="云岭市应急管理局、区司法局")
    receipt: str = fact("回执", required=False)


@dataclass(frozen=True)
class SpotCheckFacts:
    checked_on: date = fact("检查日期")
    checkers: str = fact("检查人员")
    files: tuple[str, ...] = fact("抽查的案卷", required=False)
    found: str = fact("检查情况", as_="longtext")
    problems: bool = fact("发现问题")
    demands: str = fact("整改要求", required=False, as_="longtext", article=penalty_law(20, 3))
    deadline: date = fact("整改期限", required=False)


@dataclass(frozen=True)
class EndFacts:
    ended_on: date = fact("终止日期", help="自这一天起不再有效。")
    reason: str = fact("终止原因", choices=ENDS)
    explanation: str = fact("说明", as_="longtext")
    files: tuple[str, ...] = fact("在办案卷", required=False, help="终止时受委托组织尚未办结的案卷。")
    handover: str = fact("在办案卷的交接", required=False, as_="longtext", good="案卷 3 件自终止之日起移交区应急局执法大队继续办理。")
    announced: str = fact("公布终止的地方", required=False)


@dataclass(frozen=True)
class RegisterFacts:
    title: str = fact("决定名称", good="某省人民政府关于赋予乡镇街道部分县级行政处罚权的决定")
    document_no: str = fact("文号")
    issuer: str = fact("决定机关")
    level: str = fact("决定机关的层级", choices=(("province", "省、自治区、直辖市"), ("city", "设区的市"), ("county", "县（市、区）")),
                      article=penalty_law(24, 1))
    decided_on: date = fact("决定日期")
    announced_on: date = fact("决定公布日期", required=False, article=penalty_law(24, 1))
    announced_at: str = fact("公布的地方", required=False)
    grantee: str = fact("承接的乡镇、街道", help="机关简码。", good="YLHX", article=penalty_law(24, 1))
    items: tuple[str, ...] = fact("交由行使的处罚事项", help="权责清单的事项编码，每项一行。", article=penalty_law(24, 2))
    inspection: bool = fact("随同交由行政检查")
    areas: tuple[str, ...] = fact("区域", required=False, help="不填为承接乡镇街道的全部辖区。")
    since: date = fact("施行日期")
    until: date = fact("有效期止", required=False)
    capacity: str = fact("承接能力", as_="longtext", article=penalty_law(24, 1), good="综合行政执法队 8 人，持证 6 人，有执法记录仪和办案场所。")


@dataclass(frozen=True)
class AssignedPublishFacts:
    published_on: date = fact("公布日期")
    place: str = fact("公布的地方")


@dataclass(frozen=True)
class AssessFacts:
    assessed_on: date = fact("评估日期")
    assessor: str = fact("评估机关")
    able: bool = fact("能够有效承接")
    findings: str = fact("评估情况", as_="longtext")
    advice: str = fact("建议", required=False, as_="longtext", help="不能有效承接的，写明调整或者收回的建议。")


@dataclass(frozen=True)
class WithdrawFacts:
    ended_on: date = fact("终止日期", help="自这一天起不再由其行使。")
    document_no: str = fact("收回、调整决定的文号", required=False, article=penalty_law(24, 1))
    explanation: str = fact("说明", as_="longtext")
    files: tuple[str, ...] = fact("在办案卷", required=False)
    handover: str = fact("在办案卷的交接", required=False, as_="longtext")
