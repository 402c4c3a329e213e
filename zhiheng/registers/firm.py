"""The field that ties a line to an enterprise, asked everywhere alike."""
from __future__ import annotations

from typing import Any

from zhiheng.kernel.facts import fact

FIRM_HEADERS = {"enterprise": ("企业名称", "单位名称", "统一社会信用代码", "信用代码", "被检查单位")}


def firm() -> Any:
    """An enterprise of the register by its code, or by a name that only one has."""
    return fact("企业", max_length=120, help="填统一社会信用代码；名称在一企一档里只有一家的，也可以填全称。")
