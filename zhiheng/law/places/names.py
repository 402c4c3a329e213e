"""Words for figures: what a family's name stands for, a value as people write it, a typed value as the sheet keeps it."""
from __future__ import annotations

from typing import Any

from zhiheng.kernel.money import parse, plain
from zhiheng.kernel.place import Parameter

SECTORS = {"coal": "煤矿", "noncoal": "非煤矿山", "hazchem": "危险化学品", "metallurgy": "金属冶炼", "other": "其他行业"}
GRADES = {"1": "标准化一级", "2": "标准化二级", "3": "标准化三级", "none": "标准化未定级", "A": "A 类", "B": "B 类", "C": "C 类",
          "D": "D 类"}


def title(found: Parameter) -> str:
    """单位较大数额罚款听证标准; 同一企业年度现场检查次数上限（危险化学品，标准化一级）."""
    rest = found.name.partition(".")[2]
    if not rest:
        return found.zh.removesuffix("（元）")
    sector, _, grade = rest.partition(".")
    return f"{found.zh.partition('（')[0]}（{SECTORS.get(sector, sector)}，{GRADES.get(grade, grade)}）"


def is_money(found: Parameter) -> bool:
    return found.zh.endswith("（元）")


def shown(found: Parameter) -> str:
    """50000 元, 是, 3."""
    if isinstance(found.value, bool):
        return "是" if found.value else "否"
    return f"{plain(found.value)} 元" if is_money(found) else str(found.value)


def row(found: Parameter, typed: str) -> dict[str, Any]:
    """A row of a sheet of figures from what somebody typed. ValueError in Chinese when it cannot be read."""
    text = typed.strip()
    if isinstance(found.value, bool):
        if text not in ("是", "否"):
            raise ValueError("请填写“是”或者“否”")
        return {"name": found.name, "value": text == "是"}
    if is_money(found):
        amount = parse(text)
        if amount % 100:
            raise ValueError("请填写整数元")
        return {"name": found.name, "yuan": amount // 100}
    if not text.isdecimal():
        raise ValueError(f"“{typed}”不是整数")
    return {"name": found.name, "value": int(text)}
