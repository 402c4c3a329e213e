"""制服、装备领用归还、装备配备标准: who has what, since when, and how much a team ought to have."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.kernel.facts import fact
from zhiheng.registers.declare import Ledger
from zhiheng.registers.ledgers.equipment import KINDS
from zhiheng.registers.posts import KEEPERS, WATCH
from zhiheng.registers.rules import in_order, required_when

GARMENTS = (("set", "制式服装（全套）"), ("spring_autumn", "春秋常服"), ("summer", "夏装"), ("winter", "冬装"), ("duty", "执勤服"),
            ("shoes", "鞋"), ("cap", "帽"), ("insignia", "标志（帽徽、肩章、胸徽、臂章）"), ("other", "其他"))


@dataclass(frozen=True)
class Uniform:
    """一次制服配发."""

    person: str = fact("姓名", as_="person")
    item: str = fact("品种", choices=GARMENTS)
    issued_on: date = fact("配发日期")
    size: str = fact("号型", required=False, max_length=30)
    quantity: int = fact("数量", min=1, max=100)
    state: str = fact("状态", choices=(("worn", "使用中"), ("returned", "已收回"), ("replaced", "已换发"), ("lost", "遗失")))
    renew_on: date = fact("使用年限至", required=False, help="到期可以换发；标志遗失的应当立即报告并补发。")
    returned_on: date = fact("收回日期", required=False, help="调离、退休、辞退的，制式服装和标志应当收回。")
    remark: str = fact("备注", required=False, as_="longtext", max_length=500)


uniforms = Ledger(
    "uniforms", "制服台账", "队伍保障", Uniform, key=("person", "item", "issued_on"), title=("item", "issued_on"),
    columns=("person", "item", "size", "quantity", "issued_on", "state", "renew_on"), reads=WATCH, writes=KEEPERS,
    line="制服配发", search=("size",), filters=("item", "state"), since="issued_on", until="renew_on",
    warn=timedelta(days=60), person="person", sums=("quantity",), rest=("state", frozenset({"returned", "replaced", "lost"})),
    checks=(required_when("state", ("returned",), "returned_on", "状态是「已收回」，请填写收回日期。"),
            required_when("state", ("lost",), "remark", "状态是「遗失」，请在备注里写明经过和处理。")),
    headers={"person": ("领用人", "领取人", "人员"), "item": ("服装品种", "名称", "类别"), "issued_on": ("发放日期", "领取日期"),
             "size": ("尺码", "型号"), "quantity": ("件数", "套数"), "renew_on": ("换发日期", "到期日期")})


@dataclass(frozen=True)
class Move:
    """一次装备领用、送修、保养或者处置."""

    asset_no: str = fact("资产编号", max_length=40, help="与装备台账里的资产编号一致。")
    kind: str = fact("类型", choices=(("issue", "领用"), ("repair", "送修"), ("upkeep", "保养"), ("calibration", "送检"),
                                    ("disposal", "报废处置")))
    started_on: date = fact("日期")
    person: str = fact("经手人", as_="person", help="领用的填领用人。")
    purpose: str = fact("用途或原因", max_length=200)
    file_no: str = fact("检查（案卷）编号", required=False, max_length=40, help="用于执法检查的，填写检查编号，统计执法使用次数用。")
    due_back: date = fact("应归还日期", required=False)
    state: str = fact("状态", choices=(("out", "未归还"), ("back", "已归还"), ("done", "已办结")))
    returned_on: date = fact("归还日期", required=False)
    condition: str = fact("归还时状况", required=False, max_length=200)


equipment_moves = Ledger(
    "equipment_moves", "装备领用归还", "队伍保障", Move, key=("asset_no", "kind", "started_on", "person"),
    title=("kind", "asset_no", "started_on"), columns=("asset_no", "kind", "started_on", "person", "purpose", "file_no",
                                                       "due_back", "state"),
    reads=WATCH, writes=KEEPERS, line="领用", search=("purpose", "file_no"), filters=("kind", "state"),
    since="started_on", until="due_back", warn=timedelta(days=3), person="person",
    rest=("state", frozenset({"back", "done"})), checks=(
        required_when("state", ("back",), "returned_on", "状态是「已归还」，请填写归还日期。"),
        required_when("state", ("out",), "due_back", "没有归还的，请填写应归还日期。"),
        in_order("started_on", "returned_on", "归还日期不能早于领用日期。")),
    headers={"asset_no": ("资产号", "装备编号", "编号"), "kind": ("业务类型",), "started_on": ("领用日期", "领用时间", "借出日期"),
             "person": ("领用人", "使用人", "借用人"), "purpose": ("用途", "事由"), "due_back": ("应还日期", "预计归还日期"),
             "returned_on": ("归还时间", "实际归还日期"), "file_no": ("检查编号", "案号")})


@dataclass(frozen=True)
class Standard:
    """本机关执行的一项配备标准."""

    kind: str = fact("类别", choices=KINDS)
    number: int = fact("数量", min=0, max=1000)
    per: str = fact("配备单位", choices=(("officer", "每名执法人员"), ("pair", "每两名执法人员"), ("agency", "每个机关")))
    source: str = fact("标准依据", max_length=200, help="写明文件名称和文号，例如省级装备配备标准。")
    since: date = fact("施行日期")
    until: date = fact("失效日期", required=False)


equipment_standards = Ledger(
    "equipment_standards", "装备配备标准", "队伍保障", Standard, key=("kind",), title=("kind",),
    columns=("kind", "per", "number", "source", "since"), reads=WATCH, writes=KEEPERS, line="标准", search=("source",),
    filters=("kind", "per"), since="since", until="until",
    about="本机关登记的标准优先于系统预置的标准；预置的数量凭记忆整理，没有核对到标准原文。")
