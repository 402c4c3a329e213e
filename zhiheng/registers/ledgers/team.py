"""活动、标准化建设: what the team did, and how far it meets the standard of its city or province."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import fact
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.posts import FIELD_KEEPERS, KEEPERS, WATCH
from zhiheng.registers.rules import in_order, required_when


@dataclass(frozen=True)
class Activity:
    """一次活动."""

    title: str = fact("活动名称", max_length=100)
    kind: str = fact("类型", choices=(
        ("drill", "队列、体能、行为举止训练"), ("exercise", "应急演练"), ("contest", "大练兵、大比武"), ("demonstration", "示范（观摩）执法"),
        ("cross", "交叉执法"), ("party", "党建活动"), ("publicity", "宣传报道"), ("law_in_firms", "入企普法"), ("help", "安全帮扶进企业"),
        ("talk", "约谈、警示教育"), ("study", "调研交流"), ("review", "案卷评查"), ("other", "其他")))
    held_on: date = fact("日期")
    ended_on: date = fact("结束日期", required=False)
    place: str = fact("地点", required=False, max_length=80)
    organiser: str = fact("组织部门", max_length=80)
    participants: tuple[str, ...] = fact("参加的执法人员", required=False, as_="people")
    people_count: int = fact("参加人数", min=0, max=1_000_000)
    firm_count: int = fact("参加企业数", required=False, min=0, max=100_000)
    summary: str = fact("内容和成效", as_="longtext", max_length=2000)
    evidence: tuple[str, ...] = fact("佐证材料", required=False, help="方案、签到、照片、报道链接的名称或存放位置，每项一行。")


def _proved(values: Values, on: date) -> Mark | None:
    return None if values.get("evidence") else Mark("没有佐证材料", "due")


activities = Ledger(
    "activities", "活动登记", "队伍保障", Activity, key=("title", "held_on"), title=("title",),
    columns=("held_on", "title", "kind", "organiser", "people_count", "firm_count"), reads=WATCH, writes=FIELD_KEEPERS,
    line="活动", search=("summary", "place", "organiser"), filters=("kind",), since="held_on", marking=_proved,
    sums=("people_count", "firm_count"), checks=(in_order("held_on", "ended_on", "结束日期不能早于开始日期。"),),
    headers={"title": ("名称", "活动主题"), "kind": ("活动类型", "类别"), "held_on": ("活动时间", "时间", "开展日期"),
             "organiser": ("组织单位", "主办部门", "责任股室"), "people_count": ("人数",), "firm_count": ("企业数", "覆盖企业数"),
             "summary": ("活动内容", "主要内容", "成效")})

STANDARDS = (("people", "机构与人员"), ("place", "场所"), ("kit", "装备"), ("system", "制度与流程"), ("conduct", "执法行为与形象"))


@dataclass(frozen=True)
class Item:
    """标准化建设的一项."""

    number: str = fact("编号", max_length=20)
    standard: str = fact("类别", choices=STANDARDS, help="五类为系统归纳，以本地建设规范的分类为准。")
    requirement: str = fact("建设要求", as_="longtext", max_length=500)
    source: str = fact("规范依据", required=False, max_length=120)
    responsible: str = fact("责任人", as_="person", required=False)
    deadline: date = fact("完成期限", required=False)
    own: str = fact("自评", choices=(("met", "达标"), ("partly", "部分达标"), ("unmet", "未达标"), ("none", "未自评")))
    assessed_on: date = fact("自评日期", required=False)
    evidence: tuple[str, ...] = fact("佐证材料", required=False, help="文件、照片、台账的名称或存放位置，每项一行。")
    acceptance: str = fact("验收", choices=(("passed", "通过"), ("failed", "不通过"), ("none", "未验收")))
    accepted_on: date = fact("验收日期", required=False)
    accepted_by: str = fact("验收单位", required=False, max_length=80)
    remark: str = fact("存在问题", required=False, as_="longtext", max_length=500)


def _failed(values: Values, on: date) -> Mark | None:
    return Mark("验收不通过", "late") if values.get("acceptance") == "failed" else None


standardisation = Ledger(
    "standardisation", "标准化建设", "队伍保障", Item, key=("number",), title=("number", "requirement"),
    columns=("number", "standard", "requirement", "responsible", "deadline", "own", "acceptance"), reads=WATCH, writes=KEEPERS,
    line="建设项目", search=("requirement", "source"), filters=("standard", "own", "acceptance"), until="deadline",
    person="responsible", rest=("acceptance", frozenset({"passed"})), marking=_failed, checks=(
        required_when("own", ("met",), "evidence", "自评达标须有佐证材料。"),
        required_when("own", ("met", "partly", "unmet"), "assessed_on", "填了自评，请填写自评日期。"),
        required_when("acceptance", ("passed",), "evidence", "验收通过须有佐证材料。"),
        required_when("acceptance", ("passed", "failed"), "accepted_on", "已经验收的，请填写验收日期。"),
        required_when("acceptance", ("passed", "failed"), "accepted_by", "已经验收的，请填写验收单位。"),
        required_when("acceptance", ("failed",), "remark", "验收不通过，请写明存在问题。"),
        in_order("assessed_on", "accepted_on", "验收日期不能早于自评日期。")),
    headers={"number": ("序号", "项目编号"), "standard": ("标准类别", "项目类别"), "requirement": ("建设内容", "标准要求", "创建标准"),
             "deadline": ("完成时限", "完成时间"), "own": ("自评结果", "自评情况"), "acceptance": ("验收结果", "验收情况"),
             "evidence": ("佐证", "印证资料")})
