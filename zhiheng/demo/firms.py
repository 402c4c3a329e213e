"""The register as people keep it: places, sectors, a chain with a branch without number, doubles, corrections, photos."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from random import Random
from typing import Any

from zhiheng.actions import attachments, enterprises, merging, register
from zhiheng.demo.enterprises import REGION, credit_code
from zhiheng.demo.house import House
from zhiheng.demo.pictures import picture
from zhiheng.kernel.supervision import settled_fields
from zhiheng.records.models import Enterprise
from zhiheng.registers.codes import registration_number_valid

TOWN_AT = {"城关镇": (29.612, 106.305), "平山园区": (29.655, 106.372), "丛林镇": (29.548, 106.262), "石桥镇": (29.521, 106.398),
           "青年镇": (29.703, 106.281), "东岭街道": (29.598, 106.418)}
"""Middles of the townships of the fictional district."""
SECTORS = {"木材加工": ("20", ("轻工",)), "机械制造": ("34", ("机械",)), "铸造": ("33", ("冶金",)), "食品加工": ("13", ("轻工",)),
           "纺织服装": ("18", ("纺织",)), "建材": ("30", ("建材",)), "轻工塑料": ("29", ("轻工",)), "商贸仓储": ("51", ("商贸",)),
           "化工生产": ("26", ("危险化学品生产",)), "危化品经营": ("52", ("危险化学品经营",)), "露天矿山": ("10", ("露天矿山",)),
           "烟花爆竹经营": ("52", ("烟花爆竹零售",))}


def fill(house: House, today: date, seed: int = 7) -> int:
    """Play the register; returns how many enterprises it touched. Dates move with ``today``."""
    random = Random(seed)
    keeper = house.people["admin"]
    register.enroll(house.bureau, list(_surveyed(house.firms, random)))
    _chain(house, keeper)
    _doubles(house, keeper)
    _corrections(house, today, keeper)
    _photos(house, today)
    return len(house.firms)


def _surveyed(firms: list[Enterprise], random: Random) -> Iterator[dict[str, Any]]:
    """What the townships' survey brought: places of nineteen in twenty, sectors and industry codes, standardisation."""
    for at, firm in enumerate(firms):
        code, branch = SECTORS.get(firm.industry, ("", ()))
        row: dict[str, Any] = {"name": firm.name, "code": firm.code, "industry_code": code, "running": "在营",
                               "fields": settled_fields([*firm.fields, *branch])}
        if firm.area in TOWN_AT and at % 20 != 7:
            lat, lon = TOWN_AT[firm.area]
            row |= {"latitude": round(lat + random.gauss(0, 0.012), 6), "longitude": round(lon + random.gauss(0, 0.014), 6)}
        if at % 3 == 0:
            row["standard"] = ("三级", "三级", "二级")[at // 3 % 3]
        yield row


def _chain(house: House, keeper: Any) -> None:
    """A chain of filling stations: the head office, two branches with numbers, one without."""
    head = enterprises.enter(house.bureau, {
        "name": "云岭区顺安能源连锁有限公司", "code": credit_code(9001), "area": "城关镇", "address": "云岭区城关镇新华路 18 号",
        "industry": "机动车燃油零售", "industry_code": "52", "fields": ["加油站"], "place": "29.611800,106.303500", "principal": "蒋维"},
        by=keeper)
    for at, (area, numbered) in enumerate((("平山园区", True), ("石桥镇", True), ("丛林镇", False)), 1):
        lat, lon = TOWN_AT[area]
        raw = {"name": f"云岭区顺安能源连锁有限公司{area[:2]}加油站", "area": area, "address": f"云岭区{area}过境路 {at * 7} 号",
               "industry": "机动车燃油零售", "industry_code": "52", "fields": ["加油站"], "place": f"{lat + 0.002:.6f},{lon - 0.003:.6f}",
               "parent": head.code}
        enterprises.enter(house.bureau, raw | ({"code": credit_code(9001 + at)} if numbered else {}), by=keeper)


def _doubles(house: House, keeper: Any) -> None:
    """An old list knew some enterprises by other names: one suspicion stands, one was settled, one ruled out."""
    story, second, third = house.firms[0], house.firms[11], house.firms[12]
    enterprises.enter(house.bureau, {"name": "鑫达木业", "area": story.area, "address": story.address, "industry": "木材加工"}, by=keeper)
    old = enterprises.enter(house.bureau, {"name": second.name, "area": second.area, "address": second.address,
                                           "code": _old_number()}, by=keeper)
    second.refresh_from_db()
    merging.merge(second, old, {}, "核对营业执照，旧注册号是换发前的同一主体", by=keeper, versions=(second.version, old.version))
    near = enterprises.enter(house.bureau, {"name": third.name, "area": third.area, "address": f"{third.address} 2 栋"}, by=keeper)
    merging.not_the_same(third, near, "同一园区两栋，分属两个经营者，已现场核实", by=keeper)


def _old_number() -> str:
    """A registration number of fifteen figures with a right check digit."""
    head = f"{REGION}00001234"
    return next(f"{head}{n}" for n in range(10) if registration_number_valid(f"{head}{n}"))


def _corrections(house: House, today: date, keeper: Any) -> None:
    """A change of name with its reason, a closing, a removal that was taken back."""
    renamed, closed, back = (Enterprise.objects.select_related("agency", "parent").get(pk=house.firms[n].pk) for n in (13, 15, 17))
    raw = enterprises.raw_of(renamed)
    enterprises.change(renamed, raw | {"name": f"{renamed.name.split('有限')[0]}科技有限公司", "reason": "营业执照变更登记"},
                       version=renamed.version, by=keeper)
    enterprises.close(closed, "注销", today - timedelta(days=40), "市场监管部门已核准注销登记", by=keeper)
    enterprises.close(back, "迁出", today - timedelta(days=90), "据报迁往青山区", by=keeper)
    enterprises.reopen(Enterprise.objects.get(pk=back.pk), "现场核实仍在原址生产，恢复监管", by=keeper)


def _photos(house: House, today: date) -> None:
    """The yard, the workshop and a plan of the story's firm."""
    firm, by = house.firms[0], house.people["liqiang"]
    for at, title in enumerate(("厂区大门", "打磨车间", "除尘器与卸灰口")):
        attachments.add("enterprises", firm.pk, BytesIO(picture(title)), title=title, filename=f"{at}.png",
                        taken_on=today - timedelta(days=60 - at), by=by)
    plan = "一层：原料库、开料、打磨、喷漆；二层：组装、包装、成品库。除尘器设在厂房北侧室外。"
    attachments.add("enterprises", firm.pk, BytesIO(plan.encode()), title="平面布置说明", filename="布置.txt", by=by)
