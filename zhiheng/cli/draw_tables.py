"""A pool as people have it: one table (CSV or Excel) a kind in one folder, the columns found by their heads."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from zhiheng.exchange.tables import clean, find_header, table
from zhiheng.kernel.draw import SECTIONS
from zhiheng.kernel.draw.pool import shown
from zhiheng.kernel.errors import ZhihengError

Columns = Mapping[str, tuple[tuple[str, ...], str | None]]
"""Field → (the words of its head, what it is when the column is not there; None: the column must be there)."""
KINDS: Mapping[str, Columns] = {
    "setting": {"name": (("名称", "name"), None), "value": (("值", "value"), None)},
    "item": {"code": (("编码", "code"), None), "title": (("事项", "抽查事项", "title"), None)},
    "stratum": {"id": (("代号", "id"), None), "title": (("名称", "title"), None), "take": (("抽取数", "take"), None)},
    "candidate": {"id": (("代码", "统一社会信用代码", "id"), None), "name": (("企业名称", "名称", "name"), None),
                  "stratum": (("分层", "stratum"), None), "weight": (("权重", "weight"), "1"), "field": (("领域", "监管领域", "field"), ""),
                  "area": (("属地", "area"), "")},
    "excluded": {"id": (("代码", "统一社会信用代码", "id"), None), "name": (("企业名称", "名称", "name"), None),
                 "reason": (("理由", "剔除理由", "reason"), None)},
    "officer": {"id": (("证号", "执法证号", "id"), None), "name": (("姓名", "name"), None), "fields": (("领域", "fields"), ""),
                "areas": (("区域", "执法区域", "areas"), ""), "limit": (("任务上限", "limit"), "999")},
    "recusal": {"officer": (("证号", "执法证号", "officer"), None), "candidate": (("代码", "统一社会信用代码", "candidate"), None),
                "reason": (("理由", "回避理由", "reason"), None)},
    "former": {"candidate": (("代码", "统一社会信用代码", "candidate"), None), "one": (("证号一", "officer1"), None),
               "two": (("证号二", "officer2"), None)},
}
SEVERAL = frozenset({"fields", "areas"})
ENDINGS = (".csv", ".xlsx")


def pool(folder: Path) -> dict[str, list[tuple[str, ...]]]:
    """The rows by kind. ZhihengError for a table of another name, a column that is missing, no candidates."""
    files = [p for p in sorted(folder.iterdir()) if p.suffix.lower() in ENDINGS and not p.name.startswith((".", "~"))]
    if strange := [p.name for p in files if p.stem not in SECTIONS]:
        raise ZhihengError(f"不认识的表 {shown(strange[0])}", hint=f"表名须是 {'、'.join(SECTIONS)} 之一，如 candidate.csv")
    names = [p.stem for p in files]
    for needed in ("stratum", "candidate"):
        if names.count(needed) == 0:
            raise ZhihengError(f"{shown(folder)} 里没有 {needed}.csv（或 .xlsx）", hint="写法见 docs/draw.md")
    if double := next((n for n in names if names.count(n) > 1), None):
        raise ZhihengError(f"{double} 有两份表，不知道用哪一份")
    return {p.stem: _rows(p, KINDS[p.stem]) for p in files}


def _rows(path: Path, columns: Columns) -> list[tuple[str, ...]]:
    rows = list(table(path))
    words = {name: heads for name, (heads, _) in columns.items()}
    header = find_header(rows, words, [name for name, (_, otherwise) in columns.items() if otherwise is None], shown(path.name))
    at = {name: n for n, name in header.columns.items()}
    return [tuple(_cell(row, name, at, otherwise) for name, (_, otherwise) in columns.items())
            for row in rows[header.row:] if any(clean(c) for c in row)]


def _cell(row: Sequence[object], name: str, at: Mapping[str, int], otherwise: str | None) -> str:
    held = clean(row[at[name]]) if name in at and at[name] < len(row) else ""
    value = held or otherwise or ""
    return "|".join(filter(None, re.split(r"[|、,，;；\s]+", value))) if name in SEVERAL else value
