"""The map of enterprises: points in as few figures as possible, the townships as a table, the filters."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from zhiheng.records.queries.enterprise_map import MOST, Point, Town, middles
from zhiheng.web import links
from zhiheng.web.build.enterprises import HREF
from zhiheng.web.build.lists import GRADES
from zhiheng.web.parts import Empty
from zhiheng.web.parts_page import Cell, Column, Filter, Option, Row, Table

CARDS = ("", "蓝", "黄", "红")
SHOWN = ("q", "area", "field", "hazard", "grade", "key")


@dataclass(frozen=True, slots=True)
class FirmMap:
    """The map with its filters. ``points_href`` answers with :func:`compact`."""

    points_href: str
    action: str
    filters: tuple[Filter, ...]
    towns: Table
    placed: int
    unplaced: int
    unplaced_href: str
    list_href: str
    most: int = MOST
    title: str = "企业分布"
    towns_title: str = "各乡镇街道"
    hidden: tuple[tuple[str, str], ...] = ()
    template: ClassVar[str] = "zh/parts/firm_map.html"


def compact(found: Sequence[Point]) -> dict[str, Any]:
    """areas: [name, latitude, longitude]; points: [id, name, card, area or -1, latitude, longitude], places in 1/100,000 degree."""
    spots = middles(tuple(found))
    order = {area: at for at, area in enumerate(spots)}
    rows = [[p.pk, p.name, CARDS.index(GRADES.get(p.grade, "")), order.get(p.area, -1), round(p.latitude * 1e5),
             round(p.longitude * 1e5)] for p in found]
    areas = [[area, round(lat * 1e5), round(lon * 1e5)] for area, (lat, lon) in spots.items()]
    return {"areas": areas, "points": rows}


def page(towns: Sequence[Town], filters: Mapping[str, str], words: Mapping[str, Sequence[str]]) -> FirmMap:
    """The page around the canvas; everything on it can be read without looking at the map."""
    kept = {k: filters[k] for k in SHOWN if filters.get(k)}
    unplaced = sum(t.unplaced for t in towns)
    return FirmMap(
        links.with_query(f"{HREF}map/points/", kept), f"{HREF}map/", _filters(kept, words), _towns(towns, kept),
        sum(t.placed for t in towns), unplaced, links.with_query(HREF, kept | {"unplaced": "1"}), links.with_query(HREF, kept))


def _filters(kept: Mapping[str, str], words: Mapping[str, Sequence[str]]) -> tuple[Filter, ...]:
    def options(name: str, found: Sequence[str]) -> tuple[Option, ...]:
        return tuple(Option(w, w, kept.get(name) == w) for w in found)

    grades = tuple(Option(f"{g} 级（{c}）", g, kept.get("grade") == g) for g, c in GRADES.items())
    return (Filter("area", "所在地", "select", options("area", words.get("areas", ()))),
            Filter("field", "监管领域", "select", options("field", words.get("fields", ()))),
            Filter("hazard", "专项类别", "select", options("hazard", words.get("hazards", ()))),
            Filter("grade", "级别", "select", grades),
            Filter("key", "重点", "select", tuple(Option(zh, k, kept.get("key") == k) for k, zh in (("key", "重点"), ("general", "一般")))),
            Filter("q", "名称、首字母、代码", "text", value=kept.get("q", "")))


def _towns(towns: Sequence[Town], kept: Mapping[str, str]) -> Table:
    columns = (Column("乡镇街道"), Column("企业", num=True), Column("红", num=True), Column("黄", num=True), Column("蓝", num=True),
               Column("没有位置", num=True))
    return Table(columns, tuple(_town(t, kept) for t in towns), "各乡镇街道", Empty("没有符合条件的企业。"), action_label="")


def _town(t: Town, kept: Mapping[str, str]) -> Row:
    at = {**kept, "area": t.name}
    cards = {c: sum(n for g, n in t.grades.items() if GRADES.get(g, "") == c) for c in ("红", "黄", "蓝")}
    whole = t.placed + t.unplaced
    known = bool(t.name)
    return Row((
        Cell(t.name or "没有写明", links.with_query(f"{HREF}map/", at) if known else "", strong=True),
        Cell(str(whole), links.with_query(HREF, at) if known else "", num=True),
        *(Cell(str(cards[c]) if cards[c] else "—", num=True) for c in ("红", "黄", "蓝")),
        Cell(str(t.unplaced) if t.unplaced else "—", links.with_query(HREF, at | {"unplaced": "1"}) if t.unplaced and known else "", num=True)),
        key=t.name or "none")
