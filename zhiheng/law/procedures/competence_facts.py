"""What the acts of 管辖协调 ask."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import fact
from zhiheng.law.basis import penalty_law, penalty_rules_2026

REPORTED = (("dispute", "对管辖有争议，协商不成"), ("objection", "受移送后对管辖权有异议"), ("grave", "重大、疑难案件报请上级管辖"))
GROUNDS = (("dispute", "管辖争议指定管辖"), ("own_motion", "直接指定管辖"), ("take_up", "提级管辖（上级直接查处）"),
           ("send_down", "交由下级管辖"))


@dataclass(frozen=True)
class ReportFacts:
    """报请管辖: both agencies' views stand in the report."""

    ground: str = fact("报请事由", choices=REPORTED, article=penalty_law(25, 2))
    matter: str = fact("案件（事项）", good="鑫达木业有限公司涉嫌未对从业人员进行安全生产教育和培训案")
    matter_no: str = fact("本机关案卷号", required=False, help="异议的，填移送来的案卷号")
    place_of_conduct: str = fact("违法行为发生地", article=penalty_law(22), help="跨区域的，逐一写明")
    other_agency: str = fact("另一机关", required=False)
    other_no: str = fact("另一机关案卷号", required=False)
    own_view: str = fact("本机关意见", as_="longtext", good="违法行为发生在平山园区厂房，应由平山园区管理。", bad="应由对方管。")
    other_view: str = fact("另一机关意见", as_="longtext", required=False, help="协商时对方书面或者会议表示的意见")
    consulted_on: date = fact("协商日期", required=False, article=penalty_law(25, 2))
    consultation: str = fact("协商经过和结果", as_="longtext", required=False)
    superior: str = fact("报请的上级机关", help="两机关共同的上一级机关；重大、疑难案件为本机关的上级")
    officers: tuple[str, ...] = fact("经办人", as_="people")


@dataclass(frozen=True)
class AgreeFacts:
    """协商一致."""

    agreed_on: date = fact("协商一致的日期")
    competent_name: str = fact("由何机关管辖")
    record: str = fact("协商记录", as_="longtext", good="11月20日两机关负责人电话会商，一致同意由平山园区管辖，见会议记录。")


@dataclass(frozen=True)
class DesignateFacts:
    """指定管辖、提级、交办: who has the matter from now on, and until when the others hand it over."""

    ground: str = fact("决定的种类", choices=GROUNDS, article=penalty_law(25, 2))
    matter: str = fact("案件（事项）")
    matter_nos: tuple[str, ...] = fact("涉及的案卷号", help="有争议的各机关的案卷，每行一个")
    competent_code: str = fact("管辖机关简码", help="本系统内的机关，如 YL")
    competent_name: str = fact("管辖机关")
    addressee: str = fact("送交机关", help="被指定的机关和其他有关机关")
    reasons: str = fact("理由", as_="longtext", good="违法行为发生在平山园区厂房内，园区先行立案并已调取主要证据。")
    basis: tuple[str, ...] = fact("依据", as_="articles")
    hand_over_by: date = fact("移送材料的期限", help="原机关应当在此日之前移送全部材料；法律没有定期限，由指定机关写明")


@dataclass(frozen=True)
class CarriedFacts:
    """落实情况."""

    carried_on: date = fact("落实日期")
    note: str = fact("落实情况", as_="longtext", good="城关镇 11月24日移送全部材料，平山园区同日接收。")


@dataclass(frozen=True)
class AssistanceFacts:
    """协助调查函."""

    matter: str = fact("案件（事项）")
    matter_no: str = fact("本机关案卷号", required=False)
    addressee: str = fact("被请求机关", article=penalty_law(26))
    brief: str = fact("案情简介", as_="longtext")
    requests: tuple[str, ...] = fact("请求协助的事项", article=penalty_rules_2026(30, 2), good="调取该公司在贵区仓库的出入库记录")
    abroad: bool = fact("需要到对方辖区开展检查", required=False)
    materials: tuple[str, ...] = fact("随附材料", required=False)
    reply_by: date = fact("请求答复日期", help="法律没有定期限，由请求机关写明")
    officers: tuple[str, ...] = fact("经办人", as_="people")


@dataclass(frozen=True)
class AssistanceReplyFacts:
    replied_on: date = fact("答复日期")
    reply: str = fact("答复内容", as_="longtext")
    refused: bool = fact("不予协助", required=False, help="不属于对方职权范围的，写明理由")


@dataclass(frozen=True)
class CloseFacts:
    closed_on: date = fact("办结日期")
    note: str = fact("办结情况", as_="longtext", good="指定已落实，材料已移送。")
