"""Suspected doubles as a list, and two rows side by side: of each field that differs the person chooses one."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from zhiheng.actions.merging import CHOOSABLE, value_of
from zhiheng.records.models import Enterprise
from zhiheng.records.queries.doubles import Pair
from zhiheng.registers.enterprise import EXTRA, FIELDS, said_value
from zhiheng.web import links
from zhiheng.web.build.enterprises import HREF, compare_href, masked_phone
from zhiheng.web.parts import Button, Empty
from zhiheng.web.parts_page import Cell, Column, ListPage, Row, Table

WORDS = {s.name: s.zh for s in FIELDS} | {n: s.zh for n, s in EXTRA.items()} | {"place": "位置"}
STANDS = (("files", "案卷"), ("parties", "当事人记录"), ("lines", "台账记录"), ("planned", "计划中的检查"), ("picked", "抽查结果"),
          ("branches", "分支机构"), ("attachments", "照片与资料"))


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One field on both sides. ``differs``: both say something else; ``taken``: only the other side says anything."""

    name: str
    zh: str
    stays: str
    goes: str
    differs: bool
    taken: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """Two rows of the register side by side; ``stays`` is kept. ``counts``: what stands with each."""

    stays: Enterprise
    goes: Enterprise
    stays_href: str
    goes_href: str
    turned_href: str
    why: tuple[str, ...]
    rows: tuple[CompareRow, ...]
    counts: tuple[tuple[str, int, int], ...]
    versions: str
    action: str
    distinct: str
    chosen: Mapping[str, str]
    reason: str = ""
    template: ClassVar[str] = "zh/parts/compare.html"


def listing(pairs: Sequence[Pair], may: bool) -> ListPage:
    """Every suspicion, the likeliest first."""
    columns = (Column("企业", wide=True), Column("可能是同一家", wide=True), Column("为什么", wide=True))
    rows = tuple(Row((_firm(p.one), _firm(p.other), Cell("；".join(p.why))),
                     Button("比对合并", compare_href(p.one.pk, p.other.pk)) if may else Button("查看", _home(p.one)),
                     f"{p.one.pk}-{p.other.pk}") for p in pairs)
    table = Table(columns, rows, "疑似重复", Empty("没有疑似重复的企业。", Button("回到一企一档", HREF)))
    note = "依次比对代码（含曾用代码和代码中的主体标识码）、名称、地址。认定过不是同一家的不再列出。"
    return ListPage("疑似重复的企业", table, total=str(len(pairs)), page_note=note)


def _home(e: Enterprise) -> str:
    return links.enterprise_href(e.code, e.pk)


def _firm(e: Enterprise) -> Cell:
    return Cell(e.name, _home(e), strong=True, lines=(e.code or "没有代码", e.address or "没有地址"))


def compare(stays: Enterprise, goes: Enterprise, why: Sequence[str], counts: Mapping[int, Mapping[str, int]],
            chosen: Mapping[str, str], reason: str = "") -> Compare:
    """The page of comparison; ``counts`` by the id of the row."""
    rows = []
    names = {e.pk: e.name for e in (stays.parent, goes.parent) if e is not None}
    for name in CHOOSABLE:
        mine, theirs = (_said(name, value_of(e, name), names) for e in (stays, goes))
        if mine or theirs:
            rows.append(CompareRow(name, WORDS.get(name, name), mine, theirs, bool(mine and theirs and mine != theirs), not mine))
    stands = tuple((zh, counts[stays.pk].get(key, 0), counts[goes.pk].get(key, 0)) for key, zh in STANDS)
    base = compare_href(stays.pk, goes.pk)
    return Compare(stays, goes, _home(stays), _home(goes), compare_href(goes.pk, stays.pk), tuple(why), tuple(rows),
                   tuple(s for s in stands if s[1] or s[2]), f"{stays.version}-{goes.version}", f"{base}merge/", f"{base}distinct/",
                   chosen, reason)


def _said(name: str, value: Any, names: Mapping[int, str]) -> str:
    if value in (None, "", []):
        return ""
    if name == "parent":
        return names.get(value, str(value))
    if name == "place":
        return f"{value[0]:.5f}，{value[1]:.5f}"
    return masked_phone(str(value)) if name in ("phone", "safety_phone") else said_value(name, value)
