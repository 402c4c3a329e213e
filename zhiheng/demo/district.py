"""The fictional district of the demo: agencies, people, certificates. Names and numbers belong to nobody.

云岭区 has the region code 990101, which no real place has. One past year (2025) and the running one.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

PASSWORD = "Zhiheng-2026"
PIN = "246810"
START = date(2024, 1, 1)
FIELDS = ("工贸", "危险化学品", "矿山", "烟花爆竹")

BUREAU = dict(code="YL", region_short="云", name="云岭区应急管理局", short_name="区应急局", address="云岭区政务路 8 号",
              phone="0990-5550101", government="云岭区人民政府", court="云岭区人民法院", superior="云岭市应急管理局",
              treasury={"bank": "云岭农村商业银行政务支行", "bank_address": "云岭区政务路 12 号",
                        "account": "9901 0100 2600 0088", "account_name": "云岭区财政局非税收入专户"},
              place_id="yl")
TOWNS = (
    dict(code="YLCG", region_short="云", name="云岭区城关镇人民政府", short_name="城关镇", kind="township", level="township",
         areas=["城关镇"]),
    dict(code="YLPS", region_short="云", name="云岭区平山工业园区管理委员会", short_name="平山园区", kind="park", level="township",
         areas=["平山园区"]),
)


@dataclass(frozen=True)
class Staff:
    """One member of staff: ``certificate`` is (number, fields, valid until) or None."""

    username: str
    name: str
    role: str
    post: str
    agency: str = "YL"
    certificate: tuple[str, tuple[str, ...], date] | None = None
    legally_qualified: bool = False
    more_roles: tuple[str, ...] = field(default=())


def _card(serial: int, until: date, fields: tuple[str, ...] = FIELDS) -> tuple[str, tuple[str, ...], date]:
    return f"99010100{serial}", fields, until


STAFF: tuple[Staff, ...] = (
    Staff("liqiang", "李强", "officer", "执法大队一中队", certificate=_card(123, date(2028, 6, 30))),
    Staff("wangmin", "王敏", "officer", "执法大队一中队", certificate=_card(124, date(2028, 6, 30))),
    Staff("sunqian", "孙倩", "officer", "执法大队二中队", certificate=_card(125, date(2027, 12, 31))),
    Staff("zhengtao", "郑涛", "officer", "执法大队二中队", certificate=_card(126, date(2029, 3, 31))),
    Staff("hemei", "何梅", "officer", "危化与矿山科", certificate=_card(127, date(2028, 9, 30))),
    Staff("zhaolei", "赵磊", "officer", "城关镇应急办（受委托）", "YLCG",
          certificate=_card(188, date(2026, 11, 30), ("工贸",))),
    Staff("tangyu", "唐宇", "officer", "城关镇应急办（受委托）", "YLCG", certificate=_card(189, date(2027, 8, 31), ("工贸",))),
    Staff("luojie", "罗洁", "officer", "平山园区安监站（受委托）", "YLPS",
          certificate=_card(190, date(2028, 2, 29), ("工贸", "危险化学品"))),
    Staff("xuhao", "许昊", "officer", "平山园区安监站（受委托）", "YLPS",
          certificate=_card(191, date(2028, 2, 29), ("工贸", "危险化学品"))),
    Staff("chenjun", "陈军", "section_head", "执法大队大队长", certificate=_card(110, date(2028, 6, 30))),
    Staff("zhouning", "周宁", "legal_reviewer", "法制科", certificate=_card(111, date(2028, 6, 30)), legally_qualified=True),
    Staff("gaofeng", "高峰", "bureau_head", "局长", certificate=_card(101, date(2028, 6, 30))),
    Staff("linhua", "林华", "bureau_head", "副局长", certificate=_card(102, date(2028, 6, 30))),
    Staff("mayun", "马芸", "bureau_head", "副局长", certificate=_card(103, date(2028, 6, 30))),
    Staff("dangan", "蒋文", "archivist", "办公室档案员"),
    Staff("jiandu", "崔岩", "supervisor", "市应急管理局执法监督科"),
    Staff("admin", "系统管理员", "administrator", "办公室信息岗"),
)
