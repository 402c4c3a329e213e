"""特种作业人员、安全管理人员、企业培训: the people of an enterprise whom the law asks to be able."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import as_date, fact
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.firm import FIRM_HEADERS, firm
from zhiheng.registers.posts import FIELD_KEEPERS, WATCH
from zhiheng.registers.rules import in_order, required_when

SPECIAL = Article("安全生产法", "30", 1)
WORKS = (("electric", "电工作业"), ("welding", "焊接与热切割作业"), ("height", "高处作业"), ("cooling", "制冷与空调作业"),
         ("coal_mine", "煤矿安全作业"), ("mine", "金属非金属矿山安全作业"), ("oil_gas", "石油天然气安全作业"),
         ("metallurgy", "冶金（有色）生产安全作业"), ("hazchem", "危险化学品安全作业"), ("fireworks", "烟花爆竹安全作业"), ("other", "其他"))


@dataclass(frozen=True)
class SpecialWork:
    """一张特种作业操作证."""

    enterprise: str = firm()
    name: str = fact("姓名", max_length=40)
    work: str = fact("作业类别", choices=WORKS)
    operation: str = fact("操作项目", required=False, max_length=60, help="例如低压电工作业、熔化焊接与热切割作业。")
    number: str = fact("证书编号", max_length=40, article=SPECIAL)
    issued_on: date = fact("初领日期", required=False)
    review_due: date = fact("应复审日期", required=False)
    until: date = fact("有效期至")
    checked_on: date = fact("电子证照查验日期", required=False)
    genuine: bool = fact("查验是否属实", required=False)
    state: str = fact("状态", choices=(("at_work", "在岗"), ("left", "已离岗"), ("revoked", "已撤销（注销）")))


def _reviewed(values: Values, on: date) -> Mark | None:
    if values.get("genuine") is False:
        return Mark("查验不属实", "late")
    due, last = as_date(values, "review_due"), as_date(values, "until")
    if due is not None and due < on and (last is None or last >= on):
        return Mark(f"{due} 应复审", "late")
    return None


special_work = Ledger(
    "special_work", "特种作业人员证", "监管对象", SpecialWork, key=("number", "work"), title=("name", "work"),
    columns=("enterprise", "name", "work", "operation", "number", "review_due", "until"), reads=WATCH, writes=FIELD_KEEPERS,
    line="特种作业证", search=("name", "number", "operation"), filters=("work", "genuine", "state"), since="issued_on",
    until="until", warn=timedelta(days=60), enterprise="enterprise", rest=("state", frozenset({"left", "revoked"})),
    marking=_reviewed, basis=(SPECIAL,),
    checks=(in_order("issued_on", "review_due", "应复审日期不能早于初领日期。"),),
    headers=FIRM_HEADERS | {"name": ("持证人", "人员姓名"), "work": ("作业种类", "工种", "准操类别"), "operation": ("准操项目", "作业项目"),
                            "number": ("证号", "操作证号", "证件号"), "until": ("有效期", "到期日期", "有效期限"),
                            "review_due": ("复审日期", "复审时间"), "issued_on": ("初次领证日期", "发证日期")})

ABLE = Article("安全生产法", "27", 2)


@dataclass(frozen=True)
class Manager:
    """一名主要负责人或者安全管理人员."""

    enterprise: str = firm()
    name: str = fact("姓名", max_length=40)
    position: str = fact("职务", choices=(("principal", "主要负责人"), ("director", "安全总监"), ("manager", "安全生产管理人员"),
                                        ("engineer", "注册安全工程师")))
    full_time: bool = fact("是否专职", required=False)
    appointed_on: date = fact("任命日期", required=False)
    assessed: bool = fact("是否考核合格", required=False, article=ABLE,
                          help="危险物品的生产、经营、储存、装卸单位以及矿山、金属冶炼、建筑施工、运输单位必须考核合格。")
    certificate_no: str = fact("合格证（注册证）编号", required=False, max_length=60)
    since: date = fact("发证日期", required=False)
    until: date = fact("有效期至", required=False)
    phone: str = fact("联系电话", required=False, max_length=40)
    state: str = fact("状态", choices=(("in_post", "在任"), ("left", "已离任")))


def _assessed(values: Values, on: date) -> Mark | None:
    return Mark("没有考核合格", "late") if values.get("assessed") is False else None


safety_managers = Ledger(
    "safety_managers", "安全管理人员", "监管对象", Manager, key=("enterprise", "name", "position"), title=("name", "position"),
    columns=("enterprise", "name", "position", "full_time", "assessed", "certificate_no", "until"), reads=WATCH,
    writes=FIELD_KEEPERS, line="安全管理人员", search=("name", "certificate_no"),
    filters=("position", "assessed", "full_time", "state"), since="since", until="until", warn=timedelta(days=60),
    enterprise="enterprise", rest=("state", frozenset({"left"})), marking=_assessed, basis=(ABLE,),
    checks=(required_when("assessed", (True,), "certificate_no", "考核合格的，请填写合格证编号。"),),
    headers=FIRM_HEADERS | {"name": ("人员姓名",), "position": ("岗位", "人员类别"), "certificate_no": ("证书编号", "合格证号"),
                            "until": ("有效期", "证书有效期", "到期日期"), "assessed": ("考核合格", "是否持证"), "phone": ("手机",)})

RECORDED = Article("安全生产法", "28", 4)


@dataclass(frozen=True)
class FirmTraining:
    """企业的一次安全教育培训."""

    enterprise: str = firm()
    title: str = fact("培训内容", max_length=120)
    kind: str = fact("培训类型", choices=(("new", "新上岗（三级）教育"), ("yearly", "年度再培训"), ("transfer", "转岗、复岗"),
                                        ("four_new", "新工艺、新技术、新材料、新设备"), ("manager", "主要负责人和安全管理人员"),
                                        ("special", "特种作业"), ("contractor", "外来（派遣、实习）人员"), ("other", "其他")))
    held_on: date = fact("培训日期")
    hours: int = fact("学时", required=False, min=0, max=1000)
    should: int = fact("应训人数", required=False, min=0, max=1_000_000)
    attended: int = fact("实训人数", min=0, max=1_000_000)
    passed: int = fact("考核合格人数", required=False, min=0, max=1_000_000)
    trainer: str = fact("培训单位或授课人", required=False, max_length=80)
    recorded: bool = fact("是否如实记入培训档案", required=False, article=RECORDED)
    checked_on: date = fact("抽查日期", required=False)
    remark: str = fact("抽查情况", required=False, as_="longtext", max_length=500)


def _recorded(values: Values, on: date) -> Mark | None:
    if values.get("recorded") is False:
        return Mark("档案没有如实记录", "late")
    should, attended = values.get("should"), values.get("attended")
    return Mark(f"{should - attended} 人未训", "due") if should is not None and attended is not None and attended < should else None


firm_trainings = Ledger(
    "firm_trainings", "企业培训记录", "监管对象", FirmTraining, key=("enterprise", "title", "held_on"), title=("title", "held_on"),
    columns=("enterprise", "title", "kind", "held_on", "hours", "should", "attended", "passed"), reads=WATCH,
    writes=FIELD_KEEPERS, line="企业培训", search=("trainer",), filters=("kind", "recorded"), since="held_on",
    enterprise="enterprise", sums=("attended",), marking=_recorded, basis=(RECORDED,),
    checks=(in_order("passed", "attended", "合格人数不能多于实训人数。"),),
    headers=FIRM_HEADERS | {"title": ("培训主题", "培训名称", "内容"), "kind": ("类型", "培训类别"), "held_on": ("日期", "培训时间"),
                            "attended": ("参训人数", "培训人数"), "passed": ("合格人数",), "hours": ("课时",)})
