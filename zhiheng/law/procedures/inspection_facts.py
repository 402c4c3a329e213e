"""What the acts of an inspection ask. Field names follow the papers they make (law/data/papers.yaml)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import fact
from zhiheng.kernel.visit_modes import MODES

_AQSCF = "安全生产法"

SOURCES = (("annual_plan", "年度计划"), ("double_random", "双随机抽查"), ("campaign", "专项行动"), ("complaint", "举报投诉"),
           ("transfer", "上级交办或部门转办"), ("monitoring", "监测预警"), ("application", "企业申请"), ("reinspection", "复查"),
           ("accident", "事故"))
METHODS = (("documents", "资料审查"), ("site", "现场核查"), ("inquiry", "询问"), ("testing", "抽样检测"))
RESULTS = (("pass", "符合"), ("fail", "不符合"), ("na", "不适用"))
LEVELS = (("general", "一般隐患"), ("major", "重大隐患"))
HANDLINGS = (("violation", "涉嫌违法"), ("advice", "不构成违法，仅提示整改"))
POSTS = (("principal", "主要负责人"), ("safety_manager", "安全管理人员"), ("worker", "岗位人员"), ("other", "其他在场人员"))
MEASURES = (("eliminate", "责令立即排除"), ("evacuate", "责令从危险区域内撤出作业人员"), ("stop_production", "责令暂时停产停业"),
            ("stop_equipment", "责令停止使用相关设施、设备"))
SIGNED = (("signed", "已签名"), ("refused", "拒绝签名"), ("absent", "负责人不在场"))


@dataclass(frozen=True)
class Item:
    """One matter to be looked at, from the checklists or written for this visit."""

    code: str = fact("编号", required=False)
    question: str = fact("检查内容")
    basis: str = fact("依据", required=False)
    why: str = fact("为什么选它", required=False)


@dataclass(frozen=True)
class PlanFacts:
    checked_unit: str = fact("被检查单位")
    checked_unit_address: str = fact("地址")
    checked_unit_contact: str = fact("联系人", required=False)
    industry: str = fact("所属行业")
    source_type: str = fact("检查来源", choices=SOURCES, article=Article(_AQSCF, "62", 2))
    mode: str = fact("检查方式（组织形式）", choices=MODES, required=False)
    partners: tuple[str, ...] = fact("参加的部门、单位", required=False, good="区消防救援大队",
                                     help="联合检查写参加的部门；交叉执法写派出人员的机关，每行一个。")
    chief: str = fact("带队领导", required=False, max_length=40, help="一把手跟执法的，写本机关局领导的姓名和职务。", good="高远 局长")
    trade_heads: tuple[str, ...] = fact("参加的同类企业负责人", required=False, good="云岭木业有限公司 陈立新",
                                        help="邀请同类企业主要负责人、安全管理人员参加的，每行一人，写企业和姓名；他们只观摩，不参与检查。")
    plan_item_ref: str = fact("年度计划条目", required=False, help="来源为年度计划时填写计划编号与条目。", good="2026 年度计划 11 月第 7 项")
    source_document: str = fact("来源文书", required=False, help="计划外检查须登记举报、转办、预警或专项行动的编号。",
                                good="举报登记 J0031", bad="领导安排")
    planned_from: date = fact("计划检查日期")
    planned_to: date = fact("至")
    officers: tuple[str, ...] = fact("行政执法人员", as_="people", article=Article("行政处罚法", "42", 1),
                                     help="不少于两人，均须持有效执法证。")
    experts: tuple[str, ...] = fact("参加专家", required=False)
    inspection_items: tuple[Item, ...] = fact("检查内容", help="从执法手册重点事项中选取；现场检查记录须逐项作答。")
    inspection_method: tuple[str, ...] = fact("检查方法", choices=METHODS)
    cap_exception: str = fact("超出年度频次上限的理由", required=False, as_="longtext",
                              article=Article("国办发〔2024〕54号", ""),
                              help="只有举报、转办、数据预警、上级部署的专项行动等可以例外，并须注明文书。")
    separate_reason: str = fact("单独办理的理由", required=False, as_="longtext",
                                help="其他机关同期已有检查而不并入的，写明理由（不少于 10 个字）；理由永久保存，由上级查看。")
    officer_change: str = fact("更换抽中人员的理由", required=False, as_="longtext", article=Article("国办发〔2015〕58号", ""),
                               help="双随机抽查不派抽中的人员时写明（不少于 10 个字），永久保存。",
                               good="孙倩 11 月 28 日起病假两周，检查期间不能到场", bad="工作安排")
    remark: str = fact("备注", required=False, as_="longtext")


@dataclass(frozen=True)
class CallOffFacts:
    """A visit that is not made: why, so that the place of the plan is open again."""

    called_off_on: date = fact("取消日期")
    reason: str = fact("取消的理由", as_="longtext", good="企业 11 月 18 日起停产，改在复产后检查；计划条目退回待排", bad="工作安排")


@dataclass(frozen=True)
class NotifyFacts:
    notified_on: date = fact("通知日期")
    received_by: str = fact("接收人")
    visit_time: datetime = fact("检查时间")
    way: str = fact("通知方式", choices=(("paper", "当面交付"), ("phone", "电话"), ("electronic", "电子方式")))
    rights: str = fact("告知的权利义务", as_="longtext", required=False)


@dataclass(frozen=True)
class Participant:
    name: str = fact("姓名")
    post: str = fact("身份", choices=POSTS)
    title: str = fact("职务", required=False)


@dataclass(frozen=True)
class EnterFacts:
    arrived_at: datetime = fact("到达时间")
    place: str = fact("检查场所")
    identity_shown: bool = fact("已出示执法证件", article=Article(_AQSCF, "67", 2),
                                help="主动出示并留影像；未出示的，被检查单位有权拒绝。")
    recusal_informed: bool = fact("已告知申请回避等权利", article=Article("行政处罚法", "43"))
    entry_code: str = fact("入企凭证号", required=False, article=Article("国办发〔2024〕54号", ""),
                           help="扫码入企登记后的凭证；断网时先记时间，事后补登。")
    entry_code_missing: str = fact("未扫码原因", required=False, good="地下作业面无网络，14:20 返回地面后补登")
    participants: tuple[Participant, ...] = fact("到场人员")
    legal_education: bool = fact("已入企普法", required=False)
    vehicle: str = fact("用车（车牌号）", required=False, max_length=12, help="从车辆台账选择；收车以后在用车登记里补公里数。")
    refusal: str = fact("拒绝、阻挠检查情况", required=False, as_="longtext", article=Article(_AQSCF, "66"))
    av_record_refs: tuple[str, ...] = fact("音像记录编号", required=False)


@dataclass(frozen=True)
class EmergencyFacts(EnterFacts):
    officers: tuple[str, ...] = fact("行政执法人员", as_="people")
    urgent_reason: str = fact("紧急情况", as_="longtext", good="群众来电称车间粉尘积聚有明火作业，如待审批可能发生爆炸")
    checked_unit: str = fact("被检查单位")
    separate_reason: str = fact("单独办理的理由", required=False, as_="longtext",
                                help="其他机关同期已有检查而不并入的，写明理由（不少于 10 个字）；理由永久保存，由上级查看。")


@dataclass(frozen=True)
class BackApprovalFacts:
    reason: str = fact("补办理由", as_="longtext")
    inspection_items: tuple[Item, ...] = fact("检查内容")


@dataclass(frozen=True)
class Answer:
    code: str = fact("编号", required=False)
    question: str = fact("检查内容")
    result: str = fact("结果", choices=RESULTS)
    note: str = fact("情况", required=False)


@dataclass(frozen=True)
class FindingRow:
    text: str = fact("问题描述", good="3 号砂光机除尘管道未设泄爆、抑爆等任一控爆措施", bad="除尘不规范")
    basis: str = fact("违反条款")
    level: str = fact("级别", choices=LEVELS)
    place: str = fact("部位", required=False)
    item: str = fact("对应检查项编号", required=False)
    violation: str = fact("可能涉及的处罚事项代码", required=False)
    evidence: tuple[str, ...] = fact("照片、录像编号", required=False)
    handling: str = fact("是否涉嫌违法", choices=HANDLINGS, required=False)
    advice_reason: str = fact("仅提示整改的理由", required=False, good="现场已立即补设，未造成影响，目录中没有对应的处罚事项")


@dataclass(frozen=True)
class RecordFacts:
    checked_unit: str = fact("被检查单位")
    checked_unit_address: str = fact("地址")
    legal_rep: str = fact("法定代表人（负责人）")
    legal_rep_post: str = fact("职务", required=False)
    phone: str = fact("联系电话")
    start_time: datetime = fact("开始时间", article=Article(_AQSCF, "68"))
    end_time: datetime = fact("结束时间", article=Article(_AQSCF, "68"))
    place: str = fact("检查地点")
    identity_shown: bool = fact("已出示证件并告知", article=Article("行政处罚法", "55", 1))
    recusal_informed: bool = fact("已告知申请回避权")
    answers: tuple[Answer, ...] = fact("逐项检查结果")
    findings: tuple[FindingRow, ...] = fact("发现的问题", required=False)
    av_record_refs: tuple[str, ...] = fact("音像记录编号", required=False, article=Article("行政处罚法", "47"))
    instruments: tuple[str, ...] = fact("使用的仪器、记录仪", required=False, article=Article("行政处罚法", "46", 2),
                                        help="按资产编号从装备台账选择。超过检定（校准）有效期的可以选，记录上会写明数据存疑。")
    instruments_note: str = fact("仪器情况说明", required=False, as_="longtext",
                                 help="使用超期、未检定、未登记的仪器的，写明原因和另行核实的办法。",
                                 good="同一点位已用 YL-ZB-010 复测，读数一致")
    unit_comment: str = fact("被检查单位意见", required=False, as_="longtext")
    unit_sign: str = fact("被检查单位负责人签名", choices=SIGNED)
    unit_signer: str = fact("签名人", required=False)
    refusal_note: str = fact("拒绝签字情况", required=False, as_="longtext", article=Article(_AQSCF, "68"),
                             good="负责人张某称需请示总公司，拒绝签字；全程录像 AV-0231，已向本局报告")


@dataclass(frozen=True)
class OnSpotFacts:
    how: str = fact("当场改正情况", as_="longtext")
    checked_at: datetime = fact("核实时间")
    evidence: tuple[str, ...] = fact("改正后的照片编号", required=False)


@dataclass(frozen=True)
class Delivery:
    unit_sign: str = fact("被检查单位负责人签名", choices=SIGNED)
    unit_signer: str = fact("签名人", required=False)
    witness: str = fact("见证人或录像编号", required=False, article=Article("民事诉讼法", "89"),
                        help="拒绝签收的，须有见证人签名，或者全程拍照、录像留置。")


@dataclass(frozen=True)
class _MeasureBody:
    issue_date: date = fact("出具日期")
    check_date: date = fact("检查日期")
    measures: tuple[str, ...] = fact("现场处理措施", choices=MEASURES, article=Article(_AQSCF, "65", 1, 3))
    problems: tuple[str, ...] = fact("违法违规行为和事故隐患")
    basis: str = fact("处理依据")
    decisions: tuple[str, ...] = fact("现场处理决定", good="责令立即停止使用 3 号砂光机及配套除尘系统")
    measure_deadline: date = fact("措施期限", required=False, help="隐患排除并经审查同意前持续有效的，可不填。")


@dataclass(frozen=True)
class MeasureFacts(Delivery, _MeasureBody):
    """The decision's own facts first, then its delivery on the spot (fields of the last base come first)."""


@dataclass(frozen=True)
class _OrderBody:
    issue_date: date = fact("出具日期")
    problems: tuple[str, ...] = fact("存在问题")
    basis: str = fact("依据", required=False)
    deadline: date = fact("整改期限", article=Article(_AQSCF, "65", 1, 2), help="应给企业可以做到的合理期限。")
    major_hazard_flags: tuple[str, ...] = fact("其中重大事故隐患", required=False)


@dataclass(frozen=True)
class OrderFacts(Delivery, _OrderBody):
    """The order's own facts first, then its delivery on the spot."""


@dataclass(frozen=True)
class ReferFacts:
    to_agency: str = fact("接收单位")
    found_date: date = fact("发现时间")
    problems: tuple[str, ...] = fact("问题描述")
    basis: str = fact("移交依据")
    issue_date: date = fact("移交日期")
    attachments: tuple[str, ...] = fact("附件", required=False)


@dataclass(frozen=True)
class ReferReplyFacts:
    received_on: date = fact("签收或答复日期")
    received_by: str = fact("签收人")
    reply: str = fact("处理答复", required=False, as_="longtext")


@dataclass(frozen=True)
class LiftFacts:
    lifted_on: date = fact("同意恢复日期")
    verified: str = fact("隐患排除的核查情况", as_="longtext")
    evidence: tuple[str, ...] = fact("核查照片编号", required=False)


@dataclass(frozen=True)
class NoProblemFacts:
    conclusion: str = fact("检查结论", as_="longtext", good="按检查方案逐项检查，未发现违法行为和事故隐患。")


@dataclass(frozen=True)
class ProposeFacts:
    reason: str = fact("立案建议理由", as_="longtext")
    violation: str = fact("涉嫌违反的事项代码", required=False)
    lead_on: date = fact("线索移交日期")


@dataclass(frozen=True)
class CompleteFacts:
    completed_on: date = fact("检查完成日期")
    result: str = fact("检查结果", as_="longtext")


@dataclass(frozen=True)
class PublishFacts:
    published_on: date = fact("公开日期")
    place: str = fact("公开渠道", required=False)


@dataclass(frozen=True)
class CloseFacts:
    closed_on: date = fact("归档日期")
    note: str = fact("说明", required=False, as_="longtext")
