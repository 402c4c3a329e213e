"""The page 常用说法: the rows of the bureau and of the house, what a phrase finds now, the versions."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.law import violations
from zhiheng.law.find import find
from zhiheng.law.find_words import Synonym, clean, synonyms
from zhiheng.records.models import LocalSheet
from zhiheng.web.build.law_words import law_href
from zhiheng.web.links import with_query
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

HREF = "/words/"
SIZE = 50
OWN, HOUSE = Badge("本局", "link", "own"), Badge("通用", "plain", "house")
SPLIT = re.compile(r"[、，,;；\s]+")


@dataclass(frozen=True)
class Typed:
    """A row as it was typed into the form, kept when it was refused."""

    say: str = ""
    mean: str = ""
    codes: str = ""
    since: str = ""

    @property
    def row(self) -> dict[str, Any]:
        return {"say": _parts(self.say), "mean": self.mean.strip()[:60], "codes": [c.upper() for c in _parts(self.codes)]}


def _parts(text: str) -> list[str]:
    return [part for part in SPLIT.split(text.strip()) if part]


def list_page(place: str, on: date, query: Mapping[str, str]) -> ListPage:
    """All rows in force that day, the bureau's first; ``q`` and ``kind`` narrow them."""
    asked, kind = query.get("q", "").strip()[:40], query.get("kind", "")
    found = [row for row in synonyms(place, on) if _wanted(row, asked, kind)]
    page = max(int(query["page"]) if query.get("page", "").isdecimal() else 1, 1)
    part = found[(page - 1) * SIZE:page * SIZE]
    kept = {"q": asked, "kind": kind}
    filters = (Filter("q", "说法、法条用语或代码", "text", value=asked),
               Filter("kind", "只看", "select", (Option("本局", "own", kind == "own"), Option("通用", "house", kind == "house"))))
    columns = (Column("说法", wide=True), Column("法条用语", wide=True), Column("指向", wide=True), Column("来源"))
    table = Table(columns, tuple(_row(row) for row in part), "常用说法", Empty("没有这样的说法。", Button("全部说法", HREF)), "")
    return ListPage("常用说法", table, HREF, filters, total=f"{len(found)} 行",
                    previous_href=with_query(HREF, kept | {"page": str(page - 1)}) if page > 1 else "",
                    next_href=with_query(HREF, kept | {"page": str(page + 1)}) if page * SIZE < len(found) else "",
                    page_note=f"第 {page} 页，共 {max(-(-len(found) // SIZE), 1)} 页")


def _wanted(row: Synonym, asked: str, kind: str) -> bool:
    if kind and row.own != (kind == "own"):
        return False
    bare = clean(asked)
    return not bare or any(bare in word for word in row.say) or bare in clean(row.mean) or any(asked.upper() in c for c in row.codes)


def _row(row: Synonym) -> Row:
    return Row((Cell("、".join(row.say)), Cell(row.mean or "—"), Cell("、".join(row.codes) or "—"), Cell(badge=OWN if row.own else HOUSE)))


def found_table(query: str, place: str, on: date) -> Table:
    """What a phrase finds now, as the case form would show it: ten acts, and why each."""
    columns = (Column("违法行为", wide=True), Column("罚则"), Column("处罚对象"), Column("为什么", wide=True))
    rows = tuple(
        Row((Cell(h.violation.title, strong=True, lines=(h.violation.code,)),
             Cell(h.violation.penalty.short(), law_href(h.violation.penalty, on)), Cell(h.violation.subject_zh), Cell(h.why)))
        for h in find(query, on, 10, place))
    return Table(columns, rows, "现在能找到的", Empty("什么也没有找到，可以在下面增加一种说法。"), "")


def own_rows(rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, str, str, str]]:
    """The bureau's rows for the editor: number, first word, all words, what they point at."""
    return [(n, str(row["say"][0]), "、".join(map(str, row["say"])), _points(row)) for n, row in enumerate(rows)]


def _points(row: Mapping[str, Any]) -> str:
    return "、".join(_title(str(code)) for code in row.get("codes", ())) or str(row.get("mean", ""))


def _title(code: str) -> str:
    """The title of a whole code, the code itself for a beginning of codes."""
    return next((f"{act.title}（{act.code}）" for act in violations.every() if act.code.upper() == code.upper()), code)


def versions(place: str) -> list[dict[str, Any]]:
    """Every version ever kept, newest first, with who made it and how many rows it has."""
    kept = LocalSheet.objects.filter(place=place, kind="synonyms").select_related("made_by", "withdrawn_by").order_by("-number")
    return [{"number": row.number, "since": row.since, "rows": len(row.body.get("rows", ())), "note": row.note,
             "by": row.made_by.name if row.made_by else "系统", "at": row.made_at,
             "withdrawn": row.withdrawn_reason if row.withdrawn_at else ""} for row in kept]
