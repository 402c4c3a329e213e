"""执法执勤用车和用车登记: a trip names its purpose and, where it was one, its inspection."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.kernel.facts import Fen, as_date, fact
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.posts import KEEPERS, WATCH
from zhiheng.registers.rules import in_order


@dataclass(frozen=True)
class Vehicle:
    """一辆执法执勤用车."""

    plate: str = fact("车牌号", max_length=12)
    kind: str = fact("车型", choices=(("sedan", "轿车"), ("suv", "越野车"), ("van", "客车、面包车"), ("pickup", "皮卡"),
                                    ("special", "特种专业技术用车"), ("other", "其他")))
    model: str = fact("品牌型号", max_length=60)
    bought_on: date = fact("购置日期", required=False)
    price: Fen = fact("购置金额（元）", required=False)
    keeper: str = fact("责任人", as_="person", required=False)
    state: str = fact("状态", choices=(("in_use", "在用"), ("repair", "维修中"), ("scrapped", "已报废"), ("handed_over", "已划转")))
    inspection_until: date = fact("年检有效期至", required=False)
    insurance_until: date = fact("保险有效期至", required=False)
    remark: str = fact("备注", required=False, as_="longtext", max_length=500)


def _insured(values: Values, on: date) -> Mark | None:
    last = as_date(values, "insurance_until")
    if last is not None and last < on:
        return Mark(f"保险已于 {last} 到期", "late")
    return None


vehicles = Ledger(
    "vehicles", "车辆台账", "队伍保障", Vehicle, key=("plate",), title=("plate", "model"),
    columns=("plate", "kind", "model", "keeper", "state", "inspection_until", "insurance_until"), reads=WATCH,
    writes=KEEPERS, line="车辆", search=("plate", "model"), filters=("kind", "state"), until="inspection_until",
    person="keeper", sums=("price",), rest=("state", frozenset({"scrapped", "handed_over"})), marking=_insured,
    headers={"plate": ("车牌", "号牌号码", "车号"), "kind": ("车辆类型",), "model": ("车辆型号", "品牌"), "keeper": ("保管人", "驾驶员"),
             "inspection_until": ("年检到期", "检验有效期"), "insurance_until": ("保险到期",)})


@dataclass(frozen=True)
class Trip:
    """一次用车."""

    plate: str = fact("车牌号", max_length=12, help="与车辆台账一致。")
    used_on: date = fact("用车日期")
    driver: str = fact("驾驶人", as_="person")
    purpose: str = fact("事由", max_length=200, help="写明公务事由；执法执勤用车不得用于其他用途。")
    destination: str = fact("去向", max_length=100)
    file_no: str = fact("检查（案卷）编号", required=False, max_length=40)
    odometer_out: int = fact("出车里程表（公里）", min=0, max=3_000_000)
    odometer_in: int = fact("收车里程表（公里）", required=False, min=0, max=3_000_000)
    cost: Fen = fact("油费、过路费（元）", required=False)


vehicle_trips = Ledger(
    "vehicle_trips", "用车登记", "队伍保障", Trip, key=("plate", "used_on", "odometer_out"), title=("plate", "used_on", "destination"),
    columns=("plate", "used_on", "driver", "purpose", "destination", "file_no", "odometer_out", "odometer_in"), reads=WATCH,
    writes=KEEPERS | {"officer"}, line="用车", search=("purpose", "file_no"), since="used_on", person="driver",
    warn=timedelta(days=1), sums=("cost",),
    checks=(in_order("odometer_out", "odometer_in", "收车里程不能小于出车里程。"),),
    headers={"plate": ("车牌", "车号"), "used_on": ("日期", "出车日期"), "driver": ("驾驶员", "司机"), "purpose": ("用车事由", "用途"),
             "destination": ("目的地", "地点"), "odometer_out": ("起始里程", "出车里程"), "odometer_in": ("结束里程", "收车里程"),
             "cost": ("费用",)})
