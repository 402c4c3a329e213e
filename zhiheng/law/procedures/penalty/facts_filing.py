"""Facts of the beginning: clue, filing with parties and violations, recusal. Names follow the papers' fields."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import fact
from zhiheng.law.basis import penalty_law, penalty_rules_2026
from zhiheng.law.procedures.penalty.words import GENDER, SOURCES


@dataclass(frozen=True)
class LeadFacts:
    """线索登记."""

    case_source: str = fact("线索来源", choices=SOURCES, article=penalty_law(54, 1))
    source_time: date = fact("发现时间", help="本机关发现违法线索的日期，追究时效以此判断", article=penalty_law(36, 1))
    suspect: str = fact("涉嫌违法的单位或者个人")
    case_facts: str = fact("线索内容", as_="longtext", good="11月9日检查发现，该公司6名焊工未经安全培训上岗作业。",
                           bad="该公司安全管理不到位。")
    source_document: str = fact("来源文书", required=False, help="检查记录、举报登记、移送函等的文号")
    officers: tuple[str, ...] = fact("核查人员", as_="people", required=False, help="立案前紧急调查的，写明两名持证人员",
                                     article=penalty_law(42, 1))


@dataclass(frozen=True)
class ExtendFilingFacts:
    """延长立案期限."""

    reasons: str = fact("不能按期决定是否立案的理由", as_="longtext", article=penalty_rules_2026(34, 1),
                        good="涉及三家承包单位，现场资料须向总包单位调取，预计11月20日取得。", bad="案情复杂。")
    new_deadline: date = fact("延长至", help="不超过原期限届满后五个工作日")


@dataclass(frozen=True)
class PartyRow:
    """One party: a unit or a person (一案双罚 = two rows)."""

    kind: str = fact("当事人类别", choices=(("unit", "单位"), ("person", "个人")))
    name: str = fact("名称（姓名）")
    uscc: str = fact("统一社会信用代码", required=False)
    address: str = fact("地址", required=False)
    legal_rep: str = fact("法定代表人（负责人）", required=False)
    legal_rep_post: str = fact("职务", required=False)
    phone: str = fact("联系电话", required=False)
    postcode: str = fact("邮政编码", required=False)
    gender: str = fact("性别", choices=GENDER, required=False)
    birth_date: date = fact("出生日期", required=False, help="用于判断责任年龄", article=penalty_law(30))
    id_no: str = fact("身份证号", required=False)
    home: str = fact("家庭住址", required=False)
    employer: str = fact("所在单位", required=False)
    post: str = fact("单位职务", required=False)
    enterprise: str = fact("企业档案号", required=False, help="与一企一档对应的编号")
    incapable: bool = fact("行为时不能辨认或者控制自己行为", required=False, article=penalty_law(31))


@dataclass(frozen=True)
class ViolationRow:
    """One violation charged to one party."""

    code: str = fact("违法行为代码", help="违法行为目录中的代码，如 AQSCF-097-1-3")
    party: str = fact("当事人", help="填写上面某一当事人的名称（姓名）")
    title: str = fact("违法行为", required=False, help="不填时取目录名称")


@dataclass(frozen=True)
class FilingFacts:
    """立案审批."""

    cause: str = fact("案由", good="涉嫌未按照规定对从业人员进行安全生产教育和培训案", bad="安全问题")
    case_source: str = fact("案件来源", choices=SOURCES)
    source_time: date = fact("发现时间", article=penalty_law(36, 1))
    violation_on: date = fact("违法行为发生之日", help="连续或者继续的，填开始之日；适用行为时有效的法律", article=penalty_law(37))
    violation_ended_on: date = fact("违法行为终了之日", required=False, help="连续或者继续的填写，时效从此日起算",
                                    article=penalty_law(36, 2))
    health_harm: bool = fact("涉及公民生命健康安全且有危害后果", required=False, help="时效为五年的情形",
                             article=penalty_law(36, 1))
    case_facts: str = fact("案件基本情况", as_="longtext", good="9月28日检查发现该公司6名焊工未经培训上岗，有培训档案和询问为证。",
                           bad="该公司违法。")
    initial_evidence: tuple[str, ...] = fact("初步证据", required=False, help="立案前已经取得的材料，每项一行", article=penalty_law(54, 1))
    place_of_violation: str = fact("违法行为发生地", article=penalty_law(22))
    in_jurisdiction: bool = fact("属于本机关管辖", help="发生地、级别、事项均属本机关", article=penalty_law(22))
    filed_elsewhere: str = fact("其他机关先行立案情况", required=False, help="没有的不填", article=penalty_law(25, 1))
    separate_reason: str = fact("单独办理的理由", required=False, as_="longtext", article=penalty_law(29),
                                help="其他机关对同一当事人的同类行为已经立案的，写明为什么是另一违法行为；理由永久保存，由上级查看")
    officers: tuple[str, ...] = fact("承办人", as_="people", help="两名以上持证执法人员", article=penalty_law(42, 1))
    parties: tuple[PartyRow, ...] = fact("当事人")
    violations: tuple[ViolationRow, ...] = fact("违法行为")
    finding_refs: tuple[str, ...] = fact("检查发现的问题", required=False, help="来自检查的，列明问题编号")
    handler_opinion: str = fact("承办人意见", as_="longtext", good="符合立案条件，建议立案。")


@dataclass(frozen=True)
class RecusalRequestFacts:
    """申请回避."""

    person: str = fact("被申请回避人员", as_="person", article=penalty_law(43, 2))
    applicant: str = fact("申请人", help="当事人，或者自行回避的执法人员")
    applied_at: date = fact("申请日期")
    application: str = fact("申请内容", as_="longtext", good="执法人员系当事人负责人的近亲属，申请回避。")


@dataclass(frozen=True)
class RecusalDecisionFacts:
    """决定是否回避."""

    person: str = fact("被申请回避人员", as_="person")
    granted: bool = fact("准予回避", article=penalty_law(43, 3))
    application: str = fact("申请内容", as_="longtext")
    reasons: str = fact("理由", as_="longtext", good="经查，二人系兄弟关系，可能影响公正执法。")
    applied_at: date = fact("申请日期", required=False)
    officers: tuple[str, ...] = fact("调整后的承办人", as_="people", required=False, help="准予回避的，写明改派后的全部承办人")
