"""收支两条线: what is fined goes to the treasury and is neither a source nor a purpose nor a measure of anything here."""
from __future__ import annotations

import re
from collections.abc import Iterable

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import FactError
from zhiheng.registers.declare import Check, Values

TO_TREASURY = Article("行政处罚法", "74", 2)
NO_LINK = Article("行政处罚法", "74", 3)
_FINED = re.compile(r"罚款|罚没|罚金|没收(?!的?(物品|财物)(保管|处置|销毁|仓储))")
"""Keeping confiscated goods costs money and may; the money they bring may not."""


def apart(*names: str) -> Check:
    """None of the texts ``names`` draws on fines or confiscated income, nor ties anything to them (行政处罚法 74-2, 74-3)."""

    def check(values: Values) -> Iterable[FactError]:
        for name in names:
            found = _FINED.search(str(values.get(name) or ""))
            if found:
                yield FactError(name, f"写有“{found[0]}”：罚款、没收的违法所得或者没收非法财物拍卖的款项必须全部上缴国库，"
                                      f"财政部门不得以任何形式返还，也不得同考核、考评挂钩（{TO_TREASURY}、第三款）。"
                                      "执法经费只能来自财政预算，请核对。")

    return check


def tied(values: Values) -> str:
    """Why a line held already is tied to fines, in words; "" when it is not. Looks at every text of the line."""
    for value in values.values():
        found = _FINED.search(value) if isinstance(value, str) else None
        if found:
            return f"写有“{found[0]}”（{TO_TREASURY}、第三款）"
    return ""
