"""装备: what a team holds, who has it, and until when an instrument may be trusted."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.kernel.facts import FactError, Fen, fact
from zhiheng.registers.declare import Ledger, Values
from zhiheng.registers.posts import KEEPERS, WATCH

KINDS = (
    ("body_camera", "执法记录仪"), ("mobile_terminal", "移动执法终端"), ("portable_printer", "便携式打印机"),
    ("camera", "照相、摄像设备"), ("recorder", "录音笔"), ("gas_detector", "四合一气体检测仪"),
    ("measuring_kit", "测距、测厚、红外测温仪"), ("dust_meter", "粉尘浓度检测仪"), ("ppe", "个人防护装备"), ("dock", "采集站、存储设备"),
    ("uav", "无人机"), ("other", "其他"))
STATES = (("in_store", "在库"), ("issued", "已领用"), ("repair", "维修中"), ("scrapped", "已报废"), ("lost", "遗失"))
CALIBRATED = frozenset({"gas_detector", "measuring_kit", "dust_meter"})
"""Instruments whose readings are evidence: without a valid calibration what they measured is doubtful."""


@dataclass(frozen=True)
class Equipment:
    """一件装备."""

    asset_no: str = fact("资产编号", max_length=40)
    kind: str = fact("类别", choices=KINDS)
    model: str = fact("型号", max_length=80)
    bought_on: date = fact("购置日期", required=False)
    price: Fen = fact("购置金额（元）", required=False)
    state: str = fact("状态", choices=STATES)
    holder: str = fact("领用人", as_="person", required=False, help="状态为「已领用」的必须填写。")
    issued_on: date = fact("领用日期", required=False)
    calibrated_on: date = fact("检定（校准）日期", required=False)
    calibrated_until: date = fact("检定（校准）有效期至", required=False,
                                  help="检测仪器必须在有效期内使用；过期以后测得的数据，作为证据使用时会提示存疑。")
    certificate_no: str = fact("检定证书编号", required=False, max_length=60)
    remark: str = fact("备注", required=False, as_="longtext", max_length=500)


def _issued(values: Values) -> Iterable[FactError]:
    if values.get("state") == "issued" and not values.get("holder"):
        yield FactError("holder", "状态是「已领用」，请填写领用人。")
    if values.get("state") == "in_store" and values.get("holder"):
        yield FactError("holder", "在库的装备没有领用人；归还以后请清空。")


def _calibrated(values: Values) -> Iterable[FactError]:
    if values.get("kind") in CALIBRATED and values.get("state") != "scrapped" and not values.get("calibrated_until"):
        yield FactError("calibrated_until", "检测仪器须填写检定（校准）有效期。")


equipment = Ledger(
    "equipment", "装备台账", "队伍保障", Equipment, key=("asset_no",), title=("kind", "model", "asset_no"),
    columns=("asset_no", "kind", "model", "state", "holder", "calibrated_until"), reads=WATCH, writes=KEEPERS, line="装备",
    search=("asset_no", "model", "certificate_no"), filters=("kind", "state"), since="calibrated_on",
    until="calibrated_until", warn=timedelta(days=60), person="holder", sums=("price",),
    rest=("state", frozenset({"repair", "scrapped", "lost"})), checks=(_issued, _calibrated), headers={
        "asset_no": ("资产号", "固定资产编号", "编号"), "kind": ("装备类别", "装备名称", "名称"), "model": ("规格型号", "品牌型号"),
        "holder": ("责任人", "使用人", "保管人"), "price": ("价格", "单价"), "calibrated_until": ("校准有效期", "检定有效期")})
