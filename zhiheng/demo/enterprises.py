"""Four hundred fictional enterprises, the same ones for the same seed. Codes have right check digits (GB 32100)."""
from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from stdnum.cn import uscc

REGION = "990101"
TOWNS = ("城关镇", "平山园区", "丛林镇", "石桥镇", "青年镇", "东岭街道")
# industry, field of enforcement, hazards, words for the trade, weight
TRADES: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], int], ...] = (
    ("木材加工", "工贸", ("粉尘涉爆",), ("木业", "家具", "门窗", "板材"), 9),
    ("机械制造", "工贸", ("有限空间",), ("机械", "精工", "装备", "五金"), 14),
    ("铸造", "工贸", ("金属熔融",), ("铸造", "铸件", "特钢"), 5),
    ("食品加工", "工贸", ("涉氨制冷", "有限空间"), ("食品", "粮油", "冷链", "调味品"), 9),
    ("纺织服装", "工贸", ("粉尘涉爆",), ("纺织", "服饰", "针织"), 7),
    ("建材", "工贸", ("有限空间",), ("建材", "水泥制品", "陶瓷", "石材"), 9),
    ("轻工塑料", "工贸", ("喷涂",), ("塑业", "包装", "印务"), 8),
    ("商贸仓储", "工贸", (), ("商贸", "物流", "仓储"), 14),
    ("化工生产", "危险化学品", ("重大危险源",), ("化工", "新材料", "涂料"), 4),
    ("危化品经营", "危险化学品", (), ("加油站", "气体", "能源"), 8),
    ("露天矿山", "矿山", (), ("采石场", "矿业"), 3),
    ("烟花爆竹经营", "烟花爆竹", (), ("烟花爆竹专营店", "日杂"), 5),
)
FIRST = "鑫恒华永庆瑞兴隆泰盛昌达宏博远丰源康嘉益顺诚信金玉晨曦"
SECOND = "达运鼎兴丰泰源发盛通和利安力美佳诚信翔宇腾辉茂升"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹"
GIVEN = ("建国", "志强", "海燕", "秀兰", "文军", "晓东", "丽华", "国平", "玉梅", "永刚", "雪", "鹏", "敏", "涛", "霞", "斌")

STORY: dict[str, Any] = dict(name="鑫达木业有限公司", industry="木材加工", fields=["工贸"],
             hazards=["粉尘涉爆", "有限空间"], grade="C", extra={"visit_cap": 4}, address="云岭区平山园区木器路 6 号",
             area="平山园区", principal="陈立新",
             phone="0990-5550606", employees=86, scale="小型")


CAPS = {"A": 2, "B": 3, "C": 4, "D": 6}  # visits a year by grade: the demonstration's own figures


def credit_code(serial: int) -> str:
    """A credit code of the fictional region with a right check digit."""
    base = f"91{REGION}MA{serial:07d}"
    return base + uscc.calc_check_digit(base)


def person_name(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)


def enterprises(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """``count`` enterprises as keyword arguments of the register, the firm of the manual's story first."""
    random = Random(seed)
    yield STORY | {"code": credit_code(1), "principal": "陈立新", "people": [
        {"name": "陈立新", "position": "主要负责人", "phone": "13800000606"},
        {"name": "刘艳", "position": "安全管理人员", "phone": "13800000607"}]}
    seen = {STORY["name"]}
    weights = [t[4] for t in TRADES]
    serial = 1
    while serial < count:
        industry, domain, hazards, words, _ = random.choices(TRADES, weights)[0]
        form = random.choice(("有限公司", "有限公司", "有限责任公司", "股份有限公司", "厂"))
        name = f"{random.choice(FIRST)}{random.choice(SECOND)}{random.choice(words)}{form}"
        if name in seen:
            continue
        seen.add(name)
        serial += 1
        yield _enterprise(random, serial, name, industry, domain, hazards)


def _enterprise(random: Random, serial: int, name: str, industry: str, domain: str,
                hazards: tuple[str, ...]) -> dict[str, Any]:
    principal, manager = person_name(random), person_name(random)
    area = random.choice(TOWNS)
    grade = random.choices("ABCD", (2, 5, 6, 2))[0]
    employees = random.choice((6, 12, 18, 25, 38, 60, 85, 140, 260))
    return dict(
        name=name, code=credit_code(serial), industry=industry, fields=[domain], hazards=list(hazards), area=area,
        address=f"云岭区{area}{random.choice(('工业大道', '兴园路', '和平街', '新华路', '桥头路'))} {random.randint(1, 199)} 号",
        grade=grade, extra={"visit_cap": CAPS[grade]}, scale="微型" if employees < 20 else "小型" if employees < 300 else "中型",
        employees=employees, principal=principal, phone=f"0990-555{serial:04d}",
        people=[{"name": principal, "position": "主要负责人", "phone": f"1380000{serial:04d}"},
                {"name": manager, "position": "安全管理人员", "phone": f"1390000{serial:04d}"}])
