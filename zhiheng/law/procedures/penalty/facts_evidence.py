"""Facts of the investigation: inquiry, scene, sampling, registered evidence, appraisal."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.kernel.facts import fact
from zhiheng.law.basis import penalty_law
from zhiheng.law.gates_common import SIGNED
from zhiheng.law.procedures.penalty.words import GENDER

SHOWN = penalty_law(55, 1)
RECORD = penalty_law(55, 2)


@dataclass(frozen=True)
class InquiryNoticeFacts:
    """询问通知书."""

    addressee: str = fact("被询问人")
    reason: str = fact("询问事由")
    time: datetime = fact("询问时间")
    place: str = fact("地点")
    materials: tuple[str, ...] = fact("携带材料", good="身份证")
    contact_person: str = fact("联系人", required=False)
    contact_phone: str = fact("联系电话", required=False)


@dataclass(frozen=True)
class QuestionRow:
    """One question and its answer."""

    q: str = fact("问")
    a: str = fact("答")


@dataclass(frozen=True)
class InquiryFacts:
    """询问笔录."""

    start_time: datetime = fact("开始时间")
    end_time: datetime = fact("结束时间")
    place: str = fact("地点")
    came_by: str = fact("到场方式", choices=(("notice", "经书面通知"), ("present", "现场在场"), ("self", "主动到场")),
                        article=RECORD)
    session_no: int = fact("第几次询问", required=False, min=1)
    subject_name: str = fact("被询问人姓名")
    subject_gender: str = fact("性别", choices=GENDER)
    subject_age: int = fact("年龄", required=False, min=0, max=150)
    subject_id_no: str = fact("身份证号")
    subject_employer: str = fact("工作单位", required=False)
    subject_post: str = fact("职务", required=False)
    subject_home: str = fact("住址", required=False)
    subject_phone: str = fact("电话", required=False)
    inquirer: str = fact("询问人", required=False)
    recorder: str = fact("记录人", required=False)
    others: str = fact("在场人", required=False)
    identity_shown: bool = fact("已出示证件", article=SHOWN)
    rights_informed: bool = fact("已告知如实回答义务及陈述、申辩、回避权", article=penalty_law(43, 2))
    qa: tuple[QuestionRow, ...] = fact("询问记录", article=RECORD)
    corrections: bool = fact("修改处已捺印", required=False)
    read_by: str = fact("阅读方式", required=False, help="本人看过，或者向其宣读")
    subject_sign: str = fact("被询问人签名", choices=SIGNED)
    refusal_note: str = fact("拒签情况", required=False)
    witness: str = fact("见证人或录像编号", required=False)
    urgent_reason: str = fact("立案前紧急调查的原因", required=False, as_="longtext", help="立案之后办理的不填")


@dataclass(frozen=True)
class SceneFacts:
    """勘验笔录."""

    start_time: datetime = fact("开始时间")
    end_time: datetime = fact("结束时间")
    place: str = fact("地点")
    weather: str = fact("天气情况", required=False)
    inspector1: str = fact("勘验人一", required=False)
    inspector2: str = fact("勘验人二", required=False)
    party_present: str = fact("在场当事人及职务", required=False)
    invited: str = fact("被邀请人", required=False, help="当事人不在场的，邀请见证人")
    recorder: str = fact("记录人", required=False)
    identity_shown: bool = fact("已出示证件", article=SHOWN)
    content: str = fact("勘验情况", as_="longtext", good="打磨车间长24米、宽12米，3台打磨机未设除尘装置，地面积尘约2毫米。")
    drawings: tuple[str, ...] = fact("勘验图、照片", as_="evidence", required=False)
    instruments: tuple[str, ...] = fact("使用的仪器", required=False, article=penalty_law(46, 2),
                                        help="按资产编号从装备台账选择。")
    instruments_note: str = fact("仪器情况说明", required=False, as_="longtext",
                                 help="使用超期、未检定、未登记的仪器的，写明原因和另行核实的办法。")
    party_sign: str = fact("当事人签名", choices=SIGNED)
    refusal_note: str = fact("拒签情况", required=False)
    witness: str = fact("见证人或录像编号", required=False)
    urgent_reason: str = fact("立案前紧急调查的原因", required=False, as_="longtext")


@dataclass(frozen=True)
class SampleRow:
    """One sample."""

    name: str = fact("样品名称")
    spec: str = fact("规格及批号", required=False)
    quantity: str = fact("数量")
    note: str = fact("备注", required=False)


@dataclass(frozen=True)
class SamplingFacts:
    """抽样取证凭证."""

    sampled_party: str = fact("被抽样取证人")
    site_person: str = fact("现场负责人", required=False)
    address: str = fact("地址", required=False)
    phone: str = fact("联系电话", required=False)
    start_time: datetime = fact("开始时间")
    end_time: datetime = fact("结束时间")
    place: str = fact("地点")
    samples: tuple[SampleRow, ...] = fact("样品", article=penalty_law(56))
    identity_shown: bool = fact("已出示证件", article=SHOWN)
    instruments: tuple[str, ...] = fact("使用的仪器", required=False, article=penalty_law(46, 2),
                                        help="按资产编号从装备台账选择。")
    instruments_note: str = fact("仪器情况说明", required=False, as_="longtext",
                                 help="使用超期、未检定、未登记的仪器的，写明原因和另行核实的办法。")
    sealed: str = fact("封样、留样情况", good="现场封存两份，一份送检，一份由当事人留存。")
    party_sign: str = fact("被抽样人签名", choices=SIGNED)
    refusal_note: str = fact("拒签情况", required=False)
    witness: str = fact("见证人或录像编号", required=False)
    urgent_reason: str = fact("立案前紧急调查的原因", required=False, as_="longtext")


@dataclass(frozen=True)
class ItemRow:
    """One thing on the list of registered evidence."""

    name: str = fact("名称")
    spec: str = fact("规格型号", required=False)
    origin: str = fact("产地", required=False)
    grade: str = fact("成色", required=False)
    unit: str = fact("单位", required=False)
    price: str = fact("价格", required=False)
    quantity: str = fact("数量")
    note: str = fact("备注", required=False)


@dataclass(frozen=True)
class RegisterFacts:
    """先行登记保存证据 (approval form, notice and list in one act)."""

    addressee: str = fact("证据持有人")
    suspected_act: str = fact("涉嫌行为")
    basis: tuple[str, ...] = fact("依据", as_="articles", article=penalty_law(56))
    case_facts: str = fact("案件基本情况", as_="longtext")
    reasons: str = fact("证据可能灭失或者以后难以取得的理由", as_="longtext", good="培训台账存于个人电脑，随时可能被改动。",
                        bad="办案需要。", article=penalty_law(56))
    may_be_lost: bool = fact("证据可能灭失或者以后难以取得", article=penalty_law(56))
    items: tuple[ItemRow, ...] = fact("清单")
    custody_mode: str = fact("保存方式", choices=(("in_place", "就地保存"), ("elsewhere", "异地保存")))
    custody_place: str = fact("保存地点")
    custodian: str = fact("保管人", required=False)
    duties: str = fact("就地保存的保管义务", required=False, as_="longtext")
    decision_date: date = fact("领取处理决定的时间", help="七个工作日内", article=penalty_law(56))
    decision_place: str = fact("领取处理决定的地点")
    period_start: date = fact("登记保存起始日", required=False)
    handler_opinion: str = fact("承办人意见", as_="longtext")
    party_sign: str = fact("持有人签名", choices=SIGNED)
    refusal_note: str = fact("拒签情况", required=False)
    witness: str = fact("见证人或录像编号", required=False)
    urgent_reason: str = fact("立案前紧急调查的原因", required=False, as_="longtext")


@dataclass(frozen=True)
class DisposeFacts:
    """先行登记保存证据处理决定."""

    registered_date: date = fact("登记日期")
    objects: str = fact("物品")
    notice_no: str = fact("原通知书文号")
    decision: str = fact("处理决定", choices=(
        ("return", "退还"), ("appraise", "送检测、鉴定"), ("seize", "依法查封、扣押"), ("confiscate", "依法没收"),
        ("transfer", "移送有关部门"), ("lift", "解除登记保存")), article=penalty_law(56))
    detail: str = fact("说明", required=False, as_="longtext")
    case_facts: str = fact("案件基本情况", as_="longtext")
    reasons: str = fact("处理理由及依据", as_="longtext")
    handler_opinion: str = fact("承办人意见", as_="longtext")


@dataclass(frozen=True)
class EvidenceFacts:
    """补充证据 (documents, things, statements, recordings, electronic data)."""

    kind: str = fact("证据种类", choices=(
        ("document", "书证"), ("thing", "物证"), ("recording", "视听资料"), ("electronic", "电子数据"),
        ("witness", "证人证言"), ("statement", "当事人的陈述"), ("appraisal", "鉴定意见"), ("record", "勘验笔录、现场笔录")),
        article=penalty_law(46, 1))
    name: str = fact("证据名称")
    proves: str = fact("证明对象")
    source: str = fact("来源及取得方式", help="谁提供、何时何地取得、与原件核对情况", article=penalty_law(46, 2))
    obtained_at: date = fact("取得日期")
    lawful: bool = fact("以合法手段取得", article=penalty_law(46, 3))
    files: tuple[str, ...] = fact("附件", as_="evidence", required=False)


@dataclass(frozen=True)
class CommissionFacts:
    """鉴定委托书."""

    addressee: str = fact("受委托机构")
    objects: tuple[SampleRow, ...] = fact("送检物品")
    requirements: str = fact("鉴定要求", as_="longtext")
    deadline: date = fact("提交结果期限")
    qualified: bool = fact("受委托机构具备法定资质", article=penalty_law(46, 2))
    contact_person: str = fact("联系人", required=False)
    contact_phone: str = fact("联系电话", required=False)


@dataclass(frozen=True)
class AppraisalFacts:
    """鉴定意见."""

    institution: str = fact("出具机构")
    report_no: str = fact("报告编号")
    received_at: date = fact("收到日期")
    conclusion: str = fact("鉴定意见", as_="longtext")
    informed_at: date = fact("告知当事人日期", required=False)
