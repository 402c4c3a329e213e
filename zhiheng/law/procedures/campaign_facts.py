"""What the acts of a campaign ask. The scope is asked word for word as the register's own filters are."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import fact
from zhiheng.kernel.supervision import field_words, hazard_words

CAPS = Article("国办发〔2024〕54号", "")
PLAN = Article("安全生产法", "62", 2)

THEMES = (("dust", "粉尘涉爆"), ("confined", "有限空间"), ("chemicals", "危险化学品"), ("fireworks", "烟花爆竹"), ("intermediaries", "中介机构"),
          ("mines", "矿山"),
          ("metallurgy", "金属冶炼"), ("ammonia", "涉氨制冷"), ("fire_work", "动火作业"), ("season", "重点时段"), ("other", "其他"))
ORDERED = (("superior", "上级部署"), ("own", "本级组织"))
KEY = (("key", "重点单位"), ("general", "一般单位"))
GRADES = (("A", "A 级"), ("B", "B 级"), ("C", "C 级"), ("D", "D 级"), ("none", "没有评级"))
GROUNDS = (("closed", "企业已停产、注销或迁出"), ("merged", "已并入其他检查"), ("outside", "核实不属于整治范围"), ("other", "其他"))
FILTERS = ("hazard", "field", "area", "industry", "grade", "key", "q")
"""Facts of the scope, named as the filters of the register."""


def _same(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((w, w) for w in words)


@dataclass(frozen=True)
class SetUpFacts:
    title: str = fact("名称", max_length=80, good="粉尘涉爆专项执法行动")
    theme: str = fact("整治领域", choices=THEMES)
    ordered: str = fact("组织方式", choices=ORDERED, article=CAPS, help="上级部署的须写明部署机关和文号：不占本机关年度数量，检查不计频次。")
    ordered_by: str = fact("部署机关", required=False, max_length=80, good="省应急管理厅")
    basis: str = fact("依据文件", required=False, max_length=120, help="上级部署的写部署文件的文号；本级组织的写会议纪要、事故通报等。",
                      good="应急厅函〔2026〕88号", bad="领导要求")
    period_from: date = fact("开始日期")
    period_to: date = fact("结束日期")
    hazard: str = fact("范围：专项监管类别", required=False, choices=_same(hazard_words()))
    field: str = fact("范围：监管领域", required=False, choices=_same(field_words()))
    area: str = fact("范围：属地", required=False, max_length=40, good="平山园区")
    industry: str = fact("范围：行业代码", required=False, max_length=6, help="国民经济行业代码的前几位。", good="20")
    grade: str = fact("范围：安全等级", required=False, choices=GRADES)
    key: str = fact("范围：重点单位", required=False, choices=KEY)
    q: str = fact("范围：名称或风险词", required=False, max_length=40)
    reason: str = fact("目的和理由", as_="longtext", article=PLAN,
                       good="近三个月全省发生两起除尘系统爆燃事故，本区涉粉企业 64 家尚未逐家核查控爆措施",
                       bad="加强监管")
    checks: tuple[str, ...] = fact("重点检查内容", good="除尘系统是否设置泄爆、隔爆、抑爆等控爆措施")
    division: str = fact("分工", as_="longtext", good="执法大队检查平山园区；城关镇检查本镇企业")
    officers: tuple[str, ...] = fact("承办人", as_="people")


@dataclass(frozen=True)
class AreaCount:
    area: str = fact("属地", max_length=40)
    firms: int = fact("企业数", min=0)


@dataclass(frozen=True)
class ApproveFacts:
    """The approval with its number, and the scope as the system froze it on that day."""

    approved_by: str = fact("批准机关", max_length=80, good="云岭区人民政府")
    approval_no: str = fact("批准文号", max_length=80, good="云政办函〔2026〕41号")
    approved_on: date = fact("批准日期")
    firms: int = fact("范围内企业数", min=1)
    areas: tuple[AreaCount, ...] = fact("按属地", required=False)
    scope: str = fact("范围名单指纹", max_length=64)


@dataclass(frozen=True)
class FileFacts:
    filed_to: str = fact("备案机关", max_length=80)
    filed_on: date = fact("报送日期")
    receipt: str = fact("备案回执", required=False, max_length=120)


@dataclass(frozen=True)
class PublishFacts:
    published_on: date = fact("公布日期")
    place: str = fact("公布渠道", max_length=120, good="区政府网站、本机关公示栏")
    secrets_checked: bool = fact("已核对不宜公开的内容（企业名单只公布家数）")


@dataclass(frozen=True)
class Division:
    """Who visits which areas. A line without areas takes whatever is left."""

    unit: str = fact("承担单位", max_length=60)
    areas: str = fact("属地", required=False, max_length=200, help="几个属地用顿号隔开；不填的承担其余企业")
    who: tuple[str, ...] = fact("检查人员", help="至少两名有执法证的人员；按钮里没有的人不能承担。")


@dataclass(frozen=True)
class AssignFacts:
    assigned_on: date = fact("下达日期")
    first: date = fact("检查自")
    last: date = fact("检查至", help="任务按工作日均匀排在这一段，排定以后可以在年度计划里改期。")
    divisions: tuple[Division, ...] = fact("分工")
    tasks: int = fact("任务数", min=1)


@dataclass(frozen=True)
class AdjustFacts:
    tasks: tuple[str, ...] = fact("不再检查的任务", help="任务编号如 P123，每行一个，见任务表。")
    ground: str = fact("原因", choices=GROUNDS)
    reason: str = fact("理由", as_="longtext", good="现场核实已于 11 月 8 日停产拆除，照片 3 张", bad="时间紧")


@dataclass(frozen=True)
class UnitResult:
    unit: str = fact("单位", max_length=60)
    tasks: int = fact("任务", min=0)
    visited: int = fact("已查", min=0)
    findings: int = fact("隐患", min=0)
    majors: int = fact("重大隐患", min=0)
    closed: int = fact("复查闭环", min=0)
    cases: int = fact("立案", min=0)


@dataclass(frozen=True)
class SummariseFacts:
    """The figures as the system counted them at this act: later records do not change them."""

    until: date = fact("统计截至")
    firms: int = fact("范围内企业数", min=0)
    tasks: int = fact("任务数", min=0)
    visited: int = fact("已检查", min=0)
    adjusted: int = fact("调整不查", min=0)
    findings: int = fact("发现隐患", min=0)
    majors: int = fact("其中重大隐患", min=0)
    closed: int = fact("复查闭环", min=0)
    cases: int = fact("立案", min=0)
    units: tuple[UnitResult, ...] = fact("分单位", required=False)
    text: str = fact("总结", as_="longtext")


@dataclass(frozen=True)
class CloseFacts:
    closed_on: date = fact("归档日期")
    result: str = fact("办理结果", as_="longtext")


@dataclass(frozen=True)
class WithdrawFacts:
    withdrawn_on: date = fact("撤销日期")
    reason: str = fact("撤销理由", as_="longtext", good="市局同期部署同一内容的专项，并入市局方案实施")
