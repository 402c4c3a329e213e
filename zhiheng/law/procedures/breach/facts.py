"""Facts of the list of serious breaches. Names follow the papers' fields."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.kernel.facts import fact
from zhiheng.law.basis import penalty_law
from zhiheng.law.procedures.breach import words as w
from zhiheng.law.service import ServiceFacts


@dataclass(frozen=True)
class ListedRow:
    """One to be listed: the unit or one of its people."""

    role: str = fact("列入对象", choices=w.ROLES)
    name: str = fact("名称（姓名）")
    uscc: str = fact("统一社会信用代码", required=False)
    id_no: str = fact("身份证号", required=False)
    address: str = fact("登记注册地址", required=False)
    legal_rep: str = fact("法定代表人（负责人）", required=False)
    post: str = fact("职务", required=False)


@dataclass(frozen=True)
class AccidentRow:
    """One of the accidents of twelve months."""

    on: date = fact("事故日期")
    name: str = fact("事故名称")
    level: str = fact("等级", choices=(("larger", "较大"), ("major", "重大"), ("grave", "特别重大"), ("general", "一般")))
    deaths: int = fact("死亡人数", required=False, min=0, max=10_000)


@dataclass(frozen=True)
class ProposeFacts:
    """列入建议: the case, the penalty it rests on, whom it reaches."""

    ground: str = fact("列入情形", choices=w.GROUND_CHOICES, article=w.ORDER,
                       help="前五项为事故类，后四项为非事故类；迟报事故不在其内。后两项原文未核对，以公布的办法为准。")
    penalty_no: str = fact("行政处罚决定书文号", article=w.PUNISHED, help="列入以受到行政处罚为前提", good="（云）应急罚〔2026〕12号")
    penalty_on: date = fact("处罚决定日期", article=w.PUNISHED)
    penalty_served_on: date = fact("处罚决定送达日期", article=w.PUNISHED)
    own_penalty: bool = fact("由本机关作出处罚决定", article=w.BY_THE_PUNISHER, help="谁处罚、谁决定、谁负责")
    under_remedy: bool = fact("处罚决定正在复议或者诉讼", required=False, article=w.NOT_STOPPED)
    facts: str = fact("事实", as_="longtext", good="2026年3月4日发生爆炸事故，死亡3人；6月9日再次发生较大事故，死亡4人。", bad="多次发生事故。")
    gravity: str = fact("性质恶劣、情节严重的理由", required=False, as_="longtext", article=w.PUNISHED)
    accident_no: str = fact("事故案卷（调查报告批复）编号", required=False, help="事故类情形填写")
    accident_level: str = fact("事故等级", required=False, choices=(
        ("grave", "特别重大"), ("major", "重大"), ("larger", "较大"), ("general", "一般")))
    accidents: tuple[AccidentRow, ...] = fact("12个月内的事故", required=False)
    fine_multiple: int = fact("罚款倍数", required=False, min=1, max=10, help="依安全生产法第一百一十四条第二款，二倍以上五倍以下")
    concealment: str = fact("瞒报、谎报的情况", required=False, choices=(("hidden", "瞒报"), ("false", "谎报"), ("late", "迟报")))
    conduct: str = fact("主要负责人的行为", required=False, choices=(("no_rescue", "不立即组织抢救"), ("left_post", "擅离职守"), ("fled", "逃匿")))
    permit_kind: str = fact("应当取得的许可", required=False)
    permit_state: str = fact("许可情况", required=False, choices=(("none", "没有取得"), ("held", "暂扣期间"), ("revoked", "吊销期间")))
    institution_conduct: str = fact("机构的行为", required=False, choices=(
        ("lend", "租借资质"), ("attach", "挂靠"), ("false", "出具虚假报告或者证书"), ("untrue", "出具失实报告")))
    urged_on: date = fact("催告送达日期", required=False, help="拒不执行的，写明催告的日期")
    ability: str = fact("有执行能力的证明", required=False, as_="longtext")
    parties: tuple[ListedRow, ...] = fact("拟列入的单位和人员", help="单位和每一名人员各填一行，分别告知、决定")
    officers: tuple[str, ...] = fact("承办人", as_="people", help="两名以上持证执法人员", article=penalty_law(42, 1))
    opinion: str = fact("承办人意见", as_="longtext", good="符合列入情形，建议列入。")


@dataclass(frozen=True)
class NoticeFacts:
    """列入严重失信主体名单告知书."""

    penalty_ref: str = fact("行政处罚决定书")
    situation: str = fact("列入情形", as_="longtext")
    facts: str = fact("事实和理由", as_="longtext")
    basis: tuple[str, ...] = fact("依据", as_="articles", article=w.ANNOUNCE)
    measures: tuple[str, ...] = fact("管理措施", choices=w.MEASURES, article=w.ANNOUNCE)
    period: str = fact("管理期限", good="三年，自作出列入决定之日起计算")
    defense_days: int = fact("陈述申辩期限（工作日）", min=1, help="从告知书送达的次日起算")
    contact_person: str = fact("联系人", required=False)
    contact_phone: str = fact("联系电话", required=False)


@dataclass(frozen=True)
class ServeFacts(ServiceFacts):
    """送达."""

    documents: tuple[str, ...] = fact("送达文书", choices=w.DOCUMENTS, article=penalty_law(61, 1))


@dataclass(frozen=True)
class StatementFacts:
    """陈述申辩."""

    received_at: date = fact("提出日期")
    speaker: str = fact("陈述申辩人")
    claims: tuple[str, ...] = fact("意见要点", help="每点一行，复核时逐点回应", article=penalty_law(45, 1))
    evidence: tuple[str, ...] = fact("提交的材料", required=False)


@dataclass(frozen=True)
class WaiveFacts:
    """放弃陈述申辩."""

    waived_at: date = fact("放弃日期")
    speaker: str = fact("作出放弃的人")
    document: str = fact("书面材料", help="沉默不等于放弃", article=penalty_law(62))


@dataclass(frozen=True)
class ReviewRow:
    """One claim answered."""

    claim: str = fact("当事人意见")
    accepted: bool = fact("是否采纳")
    reason: str = fact("复核情况及理由")


@dataclass(frozen=True)
class ReviewFacts:
    """陈述申辩复核."""

    review: tuple[ReviewRow, ...] = fact("逐条复核", article=penalty_law(45, 1))
    conclusion: str = fact("结论", as_="longtext")


@dataclass(frozen=True)
class ListFacts:
    """列入严重失信主体名单决定书."""

    penalty_ref: str = fact("行政处罚决定书")
    situation: str = fact("列入情形", as_="longtext", help="须与告知的情形一致")
    facts: str = fact("事实和理由", as_="longtext")
    basis: tuple[str, ...] = fact("依据", as_="articles", article=w.ANNOUNCE)
    statement: str = fact("告知和陈述申辩情况", as_="longtext")
    measures: tuple[str, ...] = fact("管理措施", choices=w.MEASURES, article=w.ANNOUNCE)
    until: date = fact("管理期限届满日", help="自作出列入决定之日起三年")
    repair: str = fact("信用修复条件和程序", as_="longtext", article=w.CONDITIONS)


@dataclass(frozen=True)
class NotListFacts:
    """不予列入."""

    reasons: str = fact("理由", as_="longtext", good="复核查明处罚决定已被变更为警告，不属于列入情形。")


@dataclass(frozen=True)
class EntryFacts:
    """录入信用系统、通报有关部门."""

    entered_on: date = fact("录入日期")
    system: str = fact("录入的系统", good="安全生产信用信息管理系统")
    informed: tuple[str, ...] = fact("通报的部门", article=w.ANNOUNCE, good="行业主管、投资主管、自然资源、生态环境部门和金融机构",
                                     help="行业主管、投资主管、自然资源、生态环境、证券监督管理部门和有关金融机构")
    superior: str = fact("报告的上级机关", required=False)


@dataclass(frozen=True)
class PublishFacts:
    """公示."""

    published_at: datetime = fact("公示时间")
    channels: tuple[str, ...] = fact("公示渠道", good="本局网站")
    secrets_checked: bool = fact("已核对国家秘密、商业秘密和个人隐私", article=penalty_law(50))


@dataclass(frozen=True)
class ApplyFacts:
    """申请提前移出（信用修复）."""

    applied_on: date = fact("收到申请日期")
    applicant: str = fact("申请人")
    fulfilled: str = fact("履行处罚决定规定的义务的证明", required=False, as_="longtext", article=w.FULFILLED)
    remedied: str = fact("纠正失信行为、消除危害后果的证明", required=False, as_="longtext", article=w.FULFILLED)
    promise: str = fact("信用承诺书", required=False, help="编号或者附件；承诺材料真实有效并愿意承担违反承诺的责任", article=w.PROMISED)
    ban_until: date = fact("附带期限的处罚、禁入届满日", required=False, article=w.UNTIL_BAN_ENDS, help="有职业禁入、暂扣等期限的填写")


@dataclass(frozen=True)
class AcceptFacts:
    """是否受理."""

    decided_on: date = fact("作出日期")
    outcome: str = fact("结果", choices=w.ACCEPTANCES, article=w.ACCEPT)
    says: str = fact("需要补正的材料或者不予受理的理由", required=False, as_="longtext", article=w.ACCEPT)


@dataclass(frozen=True)
class ExtendFacts:
    """延长办理期限."""

    reasons: str = fact("案情复杂或者需要核查的理由", as_="longtext", article=w.EXAMINE)
    days: int = fact("延长（工作日）", min=1, max=60, help="不超过十个工作日", article=w.EXAMINE)


@dataclass(frozen=True)
class RemovalFacts:
    """提前移出决定."""

    decision: str = fact("决定", choices=w.OUTCOMES)
    checked: str = fact("核实情况", as_="longtext", good="罚款已缴清，两处重大隐患经复查合格，列入以来没有新的严重失信行为。")
    reasons: str = fact("理由", required=False, as_="longtext", help="不予提前移出的，应当说明理由", article=w.REASONS)
    decided_on: date = fact("决定日期")


@dataclass(frozen=True)
class ExpireFacts:
    """期满移出."""

    decision: str = fact("决定", choices=w.EXPIRED)
    decided_on: date = fact("移出日期")
    reasons: str = fact("说明", as_="longtext", good="三年管理期限届满，予以移出。")


@dataclass(frozen=True)
class RevokeFacts:
    """列入依据变化，撤销列入."""

    decision: str = fact("决定", choices=w.REVOKED)
    changed: str = fact("依据的变化", choices=(("revoked", "处罚决定被撤销"), ("altered", "处罚决定被变更，不再属于列入情形"),
                                          ("void", "处罚决定被确认违法或者无效"), ("error", "列入错误")), article=w.CHANGED)
    document: str = fact("依据文书", good="云政复决〔2026〕8号行政复议决定书")
    changed_on: date = fact("变化之日", article=penalty_law(48, 2))
    reasons: str = fact("理由", as_="longtext")


@dataclass(frozen=True)
class RestoreFacts:
    """撤销提前移出，恢复列入."""

    decision: str = fact("决定", choices=w.RESTORED)
    found_on: date = fact("查明日期")
    deceit: str = fact("隐瞒真实情况、弄虚作假的事实", as_="longtext", article=w.FRAUD)
    evidence: tuple[str, ...] = fact("证据")
    until: date = fact("恢复后的管理期限届满日", help="自恢复之日起重新计算（依据待核）")
    reasons: str = fact("理由", as_="longtext")


@dataclass(frozen=True)
class StopFacts:
    """停止公示、解除管理措施."""

    stopped_on: date = fact("停止公示日期")
    channels: tuple[str, ...] = fact("已停止公示的渠道", good="本局网站")
    lifted: tuple[str, ...] = fact("已解除的管理措施", choices=w.MEASURES)
    informed: tuple[str, ...] = fact("已告知的部门", required=False)


@dataclass(frozen=True)
class CloseFacts:
    """办结."""

    result: str = fact("办结意见", as_="longtext")
