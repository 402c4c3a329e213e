"""A catalogue of industries as statistics offices publish it: one row a class with its four levels."""
from __future__ import annotations

from itertools import chain, islice
from pathlib import Path

from zhiheng.exchange import tables
from zhiheng.exchange.tables import clean

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("行业编号", "行业代码", "代码", "编号"), "section": ("行业门类", "门类", "一级行业"), "division": ("二级行业", "大类"),
    "group": ("三级行业", "中类"), "class": ("四级行业", "小类")}


def rows(path: Path) -> list[tuple[str, str, str, str, str]]:
    """(code, section, division, group, class) of every row; a code that lost its zeros gets them back."""
    found = tables.table(path)
    top = list(islice(found, tables.HEADER_SEARCH))
    header = tables.find_header(top, COLUMNS, ("code", "section", "division", "group", "class"), path.name)
    made = []
    for number, cells in enumerate(chain(top, found), 1):
        if number <= header.row:
            continue
        said = {key: clean(cells[i]) for key, i in _places(header.columns) if i < len(cells)}
        if any(said.values()):
            code = said.get("code", "")
            made.append((code.zfill(4) if code.isdigit() else code, said.get("section", ""), said.get("division", ""),
                         said.get("group", ""), said.get("class", "")))
    return made


def _places(columns: dict[int, str]) -> list[tuple[str, int]]:
    return [(key, at) for at, key in columns.items()]
