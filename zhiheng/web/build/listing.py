"""A declared list drawn: the page with its filters, columns and kept views, and the words of its spreadsheet."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhiheng.records.queries.paging import Page
from zhiheng.web import links
from zhiheng.web.desk import Desk
from zhiheng.web.listing import Asked, Listing, Pick, kept_query, views_of
from zhiheng.web.parts import Band, Button, Empty, Tab
from zhiheng.web.parts_page import Filter, KeptView, ListPage, ListTools, Option, Row, Table

TOOLS = "/lists/"


def table(spec: Listing[Any, Any], rows: Sequence[Any], drawn: Any, columns: Sequence[str], empty: Empty | None = None) -> Table:
    """The rows as shown; the spreadsheet is made of the same."""
    chosen = spec.of(columns)
    lines = []
    for row in rows:
        ways = spec.row(row, drawn)
        lines.append(Row(tuple(c.cell(row, drawn) for c in chosen), ways.button, ways.key, ways.tone))
    return Table(tuple(c.head for c in chosen), tuple(lines), spec.title, empty, spec.action_label)


def page_of(spec: Listing[Any, Any], mine: Desk, picks: Sequence[Pick], asked: Asked, page: Page[Any], drawn: Any) -> ListPage:
    """The whole list."""
    kept = kept_query(asked)
    create = spec.create(mine)
    narrowed = any(asked.filters.values())
    return ListPage(
        spec.title,
        table(spec, page.rows, drawn, asked.columns, _empty(spec, create, narrowed)),
        spec.href,
        _filters(spec, picks, asked),
        _saved(spec, mine, kept),
        f"{page.count}+" if page.more_than else str(page.count),
        links.with_query(spec.href, kept | {"exact": "1"}) if page.more_than else "",
        _buttons(spec, mine, asked, kept, create),
        links.with_query(spec.href, kept | {"at": page.previous}) if page.previous else "",
        links.with_query(spec.href, kept | {"at": page.next}) if page.next else "",
        _hidden(picks, asked),
        spec.note(mine, asked),
        spec.tabs(mine),
        bands=tuple(Band(fault, "due") for fault in asked.faults),
        tools=_tools(spec, mine, asked, kept),
    )


def _empty(spec: Listing[Any, Any], create: Button | None, narrowed: bool) -> Empty:
    """What an empty list says: the way out of the filters where there are some, else how the first row comes in."""
    button = Button("清除筛选", f"{spec.href}?all=1") if narrowed else create
    return Empty(spec.empty, button)


def _buttons(spec: Listing[Any, Any], mine: Desk, asked: Asked, kept: Mapping[str, str], create: Button | None) -> tuple[Button, ...]:
    export = (Button("导出 Excel", links.with_query(f"{spec.href}export/", kept), icon="download"),) if spec.exports else ()
    return (*export, *spec.buttons(mine, asked), *((create,) if create else ()))


def _hidden(picks: Sequence[Pick], asked: Asked) -> tuple[tuple[str, str], ...]:
    """What the form of the filters must carry on: what its own inputs do not hold."""
    kept = [(p.name, asked.get(p.name)) for p in picks if p.kind in ("links", "fixed") and asked.get(p.name)]
    if asked.chosen:
        kept.append(("cols", ",".join(asked.columns)))
    return tuple(kept)


def _filters(spec: Listing[Any, Any], picks: Sequence[Pick], asked: Asked) -> tuple[Filter, ...]:
    found = [f for p in picks if (f := _filter(spec, p, asked)) is not None]
    if len(spec.orders) > 1:
        chosen = asked.sort or spec.orders[0][0]
        options = tuple(Option(zh, key, key == chosen) for key, zh in spec.orders)
        found.append(Filter("sort", "排序", "order", options))
    return tuple(found)


def _filter(spec: Listing[Any, Any], pick: Pick, asked: Asked) -> Filter | None:
    value = asked.get(pick.name)
    match pick.kind:
        case "fixed":
            if not value:
                return None
            away = links.with_query(spec.href, kept_query(asked, **{pick.name: ""})) or spec.href
            return Filter(pick.name, pick.label, "fixed", (Option("去掉", "", href=away),), pick.says(value))
        case "links":
            choices = (("", pick.first), *pick.options)
            options = tuple(Option(zh, key, key == value, href=_with(spec, asked, pick.name, key)) for key, zh in choices)
            return Filter(pick.name, pick.label, "links", options, more=pick.more)
        case "period":
            first, last = (asked.get(n) for n in pick.names)
            return Filter(pick.name, pick.label, "period", value=first, value_to=last, more=pick.more)
        case "select":
            choices = pick.options if not value or value in dict(pick.options) else (*pick.options, (value, value))
            options = tuple(Option(zh, key, key == value) for key, zh in choices)
            return Filter(pick.name, pick.label, "select", options, value, more=pick.more)
    suggested = tuple(Option(zh, key) for key, zh in pick.options)
    return Filter(pick.name, pick.label, "number" if pick.kind == "number" else "text", suggested, value, more=pick.more)


def _with(spec: Listing[Any, Any], asked: Asked, name: str, value: str) -> str:
    """The same list with one filter changed; with nothing left it says so, so that no kept view opens instead."""
    return links.with_query(spec.href, kept_query(asked, **{name: value}) or {"all": "1"})


def _saved(spec: Listing[Any, Any], mine: Desk, kept: Mapping[str, str]) -> tuple[Tab, ...]:
    """Views everybody has, then the person's own; each is only an address."""
    ready = [Tab(zh, links.with_query(spec.href, wanted), dict(kept) == dict(wanted)) for zh, wanted in spec.ready(mine)]
    here = links.with_query("", kept)
    own = [Tab(v["name"], f"{spec.href}{v['query'] or '?all=1'}", v["query"] == here) for v in views_of(mine.person, spec.id)]
    return (*ready, *own)


def _tools(spec: Listing[Any, Any], mine: Desk, asked: Asked, kept: Mapping[str, str]) -> ListTools:
    """Choosing columns and keeping views; both belong to the person."""
    chooser = tuple(Option(c.head.label, c.key, c.key in asked.columns) for c in spec.columns if c.key not in spec.fixed)
    views = tuple(KeptView(v["name"], f"{spec.href}{v['query'] or '?all=1'}", bool(v.get("first")))
                  for v in views_of(mine.person, spec.id))
    return ListTools(f"{TOOLS}{spec.id}/columns/", chooser, f"{TOOLS}{spec.id}/views/", views, links.with_query("", kept),
                     links.with_query("", kept_query(asked, cols="")))


def about(spec: Listing[Any, Any], mine: Desk, picks: Sequence[Pick], asked: Asked) -> list[tuple[str, str]]:
    """The sheet 说明: filters and order in words, what the person may see, definitions."""
    orders = dict(spec.orders)
    said = [words for p in picks if (words := said_of(p, asked))]
    post = mine.post.agency.name if mine.post else ""
    lines = [("筛选", "；".join(said) or "没有筛选"), ("排序", orders.get(asked.sort) or spec.orders[0][1]),
             ("范围", f"{post}，按导出人的身份可以查看的内容")]
    return [*lines, *(("未使用的条件", fault) for fault in asked.faults), *spec.about(mine)]


def said_of(pick: Pick, asked: Asked) -> str:
    """One filter in words; a choice that is made by choosing nothing is said as well."""
    if pick.kind == "period":
        first, last = (asked.get(n) for n in pick.names)
        return f"{pick.label}：{first or '不限'} 至 {last or '不限'}" if first or last else ""
    value = asked.get(pick.name)
    if not value:
        return f"{pick.label}：{pick.first}" if pick.kind == "links" and pick.first != "全部" else ""
    return f"{pick.label}：{dict(pick.options + pick.also).get(value) or pick.says(value)}"
