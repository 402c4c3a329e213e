"""Sources and words of the list. Of order 11 articles 1 to 4 and the nine cases were read; of the rest only reports.

What rests on a part nobody here has read cites the order as a whole and its gates carry ``verified=False``.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.kernel.article import Article
from zhiheng.law.basis import law

list_rules = law("安全生产严重失信主体名单管理办法")
repair_rules = law("信用修复管理办法")
ORDER = Article("应急管理部令第11号", "")
PUNISHED, BY_THE_PUNISHER = list_rules(3, 1), list_rules(4, 2)
ANNOUNCE = Article("安全生产法", "78", 1)
SHORTEST, UNTIL_BAN_ENDS = repair_rules(12, 2), repair_rules(12, 3)
CONDITIONS, FULFILLED, PROMISED = repair_rules(14), repair_rules(14, None, 2), repair_rules(14, None, 3)
MATERIALS = repair_rules(15)
ACCEPT, EXAMINE, REASONS = repair_rules(16, 2), repair_rules(16, 3), repair_rules(17)
NOT_STOPPED, CHANGED, FRAUD = repair_rules(19, 1), repair_rules(19, 2), repair_rules(25)


@dataclass(frozen=True)
class Ground:
    """One case in which somebody must be listed: the words for the paper, whom it reaches, what proves it."""

    zh: str
    short: str
    parties: frozenset[str]  # roles that may be listed for it
    needs: tuple[str, ...]   # facts of the proposal that must be given
    accident: bool
    read: bool = True


UNIT, PRINCIPAL, RESPONSIBLE, DIRECT = "unit", "principal", "responsible", "direct"
ROLES = ((UNIT, "生产经营单位或者机构"), (PRINCIPAL, "主要负责人"), (RESPONSIBLE, "有关责任人员"), (DIRECT, "直接责任人员"))
_WITH_HEAD = frozenset({UNIT, PRINCIPAL})

GROUNDS: Mapping[str, Ground] = {
    "grave": Ground("发生特别重大、重大生产安全事故的生产经营单位及其主要负责人，以及经调查认定对该事故发生负有责任，应当列入名单的其他单位和人员",
                    "发生重大以上事故", frozenset({UNIT, PRINCIPAL, RESPONSIBLE}), ("accident_no", "accident_level"), True),
    "repeated": Ground("12个月内累计发生2起以上较大生产安全事故的生产经营单位及其主要负责人", "12个月内2起以上较大事故", _WITH_HEAD,
                       ("accident_no", "accidents"), True),
    "multiple": Ground("发生生产安全事故，情节特别严重、影响特别恶劣，依照安全生产法第一百一十四条的规定被处以罚款数额2倍以上5倍以下罚款的"
                       "生产经营单位及其主要负责人", "处2至5倍罚款", _WITH_HEAD, ("accident_no", "fine_multiple"), True),
    "concealed": Ground("瞒报、谎报生产安全事故的生产经营单位及其有关责任人员", "瞒报、谎报事故",
                        frozenset({UNIT, PRINCIPAL, RESPONSIBLE, DIRECT}), ("accident_no", "concealment"), True),
    "fled": Ground("发生生产安全事故后，不立即组织抢救或者在事故调查处理期间擅离职守或者逃匿的生产经营单位主要负责人", "不抢救、擅离职守、逃匿",
                   frozenset({PRINCIPAL}), ("accident_no", "conduct"), True),
    "unlicensed": Ground("未依法取得安全生产相关许可或者许可被暂扣、吊销期间从事相关生产经营活动的生产经营单位及其主要负责人",
                         "无许可或者许可暂扣、吊销期间从事活动", _WITH_HEAD, ("permit_kind", "permit_state"), False),
    "institution": Ground("承担安全评价、认证、检测、检验职责的机构及其直接责任人员租借资质、挂靠、出具虚假报告或者证书的",
                          "机构租借资质、挂靠、虚假报告",
                          frozenset({UNIT, DIRECT}), ("institution_conduct",), False),
    "defied": Ground("在应急管理部门作出行政处罚后，有执行能力拒不执行或者逃避执行的生产经营单位及其主要负责人", "拒不执行处罚决定", _WITH_HEAD,
                     ("urged_on", "ability"), False, read=False),
    "other": Ground("其他违反安全生产法律法规受到行政处罚，且性质恶劣、情节严重的", "其他性质恶劣、情节严重的",
                    frozenset({UNIT, PRINCIPAL, RESPONSIBLE, DIRECT}), ("gravity",), False, read=False),
}
GROUND_CHOICES = tuple((key, g.short) for key, g in GROUNDS.items())
"""The first five follow an accident, the last four a penalty without one. 迟报 is none of them."""

DOCUMENTS = (("dishonesty_listing_notice", "列入严重失信主体名单告知书"), ("dishonesty_listing_decision", "列入严重失信主体名单决定书"),
             ("dishonesty_removal_decision", "移出严重失信主体名单决定书"))
MADE_BY: Mapping[str, tuple[str, ...]] = {
    "dishonesty_listing_notice": ("notice",), "dishonesty_listing_decision": ("list_party",),
    "dishonesty_removal_decision": ("decide_removal", "expire", "revoke_listing", "restore")}

MEASURES = (("publish", "在信用信息平台、企业信用信息公示系统和部门网站公示"), ("inspect", "加大执法检查频次"), ("projects", "暂停项目审批"),
            ("ban", "依法实施行业或者职业禁入"), ("promise", "不适用告知承诺等基于诚信的管理措施"), ("honours", "取消评先评优资格"),
            ("funds", "限制政府资金项目申请、财政支持"))
"""The first four are named by 安全生产法 78-1; the others are from memory of the order."""

OUTCOMES = (("granted", "准予提前移出"), ("refused", "不予提前移出"))
EXPIRED, REVOKED, RESTORED = (("expired", "管理期满移出"),), (("revoked", "撤销列入决定并移出"),), (("restored", "撤销提前移出决定、恢复列入状态"),)
ACCEPTANCES = (("accepted", "受理"), ("supplement", "一次性告知补正"), ("rejected", "不予受理"))
REMOVALS = dict((*OUTCOMES, *EXPIRED, *REVOKED, *RESTORED))
