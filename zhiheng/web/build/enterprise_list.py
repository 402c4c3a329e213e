"""The register of enterprises as a declared list: one line says what an officer asks before he drives there."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhiheng.actions.register import RUNNING, STANDARDS
from zhiheng.exchange.enterprise_file import ENTERPRISES
from zhiheng.kernel import supervision
from zhiheng.records.models import Enterprise, Standing
from zhiheng.records.queries.caps import Cap, caps_of
from zhiheng.records.queries.enterprise_search import NONE, offered
from zhiheng.records.queries.frequency import counted_of
from zhiheng.records.queries.paging import Page
from zhiheng.records.queries.register import Seen, areas_of, register_list, seen_of
from zhiheng.records.queries.standings import all_of
from zhiheng.web import links
from zhiheng.web.build.enterprises import masked_phone
from zhiheng.web.build.lists import risk
from zhiheng.web.build.words import day_text
from zhiheng.web.desk import CASE_POSTS, Desk
from zhiheng.web.listing import Asked, Col, Listing, Pick, Ways
from zhiheng.web.parts import Badge, Button, Link, Tone
from zhiheng.web.parts_page import Cell, Column

HREF = "/enterprises/"
ORDERS = (("name", "名称"), ("grade", "级别，D 级在前"), ("area", "所在地"), ("employees", "从业人数，多的在前"),
          ("newest", "登记先后，新的在前"))
CREDIT: Mapping[str, tuple[str, Tone]] = {"serious": ("严重失信", "refused"), "bad": ("不良记录", "done-late"), "trustworthy": ("守信", "done")}
MOST_AREAS = 80
"""Above so many a choice is typed, with suggestions, not looked for in a list."""
_SEEN = frozenset({"visits", "hazards_open", "last"})


@dataclass(frozen=True)
class Drawn:
    """What the cells look at besides the enterprise: visits and hazards of the page, credit, whether cases may be read."""

    cases: bool
    seen: Mapping[int, Seen] = field(default_factory=dict)
    credit: Mapping[int, tuple[Standing, ...]] = field(default_factory=dict)
    counted: Mapping[int, int] = field(default_factory=dict)
    caps: Mapping[int, Cap] = field(default_factory=dict)


def _name(e: Enterprise, d: Drawn) -> Cell:
    gone = e.closed_on is not None or e.running in ("注销", "迁出")
    lines = (e.code or "没有代码", *((e.running or "已注销",) if gone else ()))
    return Cell(e.name, links.enterprise_href(e.code, e.pk), strong=True, lines=lines)


def _grade(e: Enterprise, d: Drawn) -> Cell:
    return Cell(badge=risk(e.grade)) if risk(e.grade) else Cell("未定级")


def _key(e: Enterprise, d: Drawn) -> Cell:
    return Cell("重点", strong=True) if e.key_unit else Cell("一般" if e.key_unit is False else "—")


def _words(words: Sequence[str]) -> Cell:
    return Cell("、".join(words) or "—")


def _frequency(e: Enterprise, d: Drawn) -> Cell:
    if not d.cases:
        return Cell("—", num=True)
    done, cap = d.counted.get(e.pk, 0), d.caps[e.pk].most if e.pk in d.caps else None
    return Cell(f"{done}/{cap}" if cap is not None else str(done), num=True)


def _visits(e: Enterprise, d: Drawn) -> Cell:
    return Cell(str(d.seen.get(e.pk, Seen()).visits) if d.cases else "—", num=True)


def _hazards_open(e: Enterprise, d: Drawn) -> Cell:
    found = d.seen.get(e.pk, Seen()).hazards if d.cases else 0
    return Cell(str(found) if found else "—", num=True)


def _last(e: Enterprise, d: Drawn) -> Cell:
    last = d.seen.get(e.pk, Seen()).last if d.cases else None
    return Cell(day_text(last) if last else "—")


def _who(name: str, phone: str) -> Cell:
    said = masked_phone(phone)
    return Cell(name or "—", lines=(said,) if said != "—" else ())


def _credit(e: Enterprise, d: Drawn) -> Cell:
    """The gravest of what holds; several may at once."""
    held = {s.value: s for s in reversed(d.credit.get(e.pk, ()))}
    worst = next((held[v] for v in CREDIT if v in held), None)
    if worst is None:
        return Cell("—")
    zh, tone = CREDIT[worst.value]
    return Cell(badge=Badge(zh, tone, worst.value), lines=(f"至 {worst.until}",) if worst.until else ())


COLUMNS: tuple[Col[Enterprise, Drawn], ...] = (
    Col("name", Column("企业", wide=True), _name),
    Col("grade", Column("级别"), _grade),
    Col("key", Column("重点"), _key),
    Col("area", Column("所在地"), lambda e, d: Cell(e.area or "—")),
    Col("industry", Column("行业"), lambda e, d: Cell(e.industry or "—"), shown=False),
    Col("fields", Column("监管领域", wide=True), lambda e, d: _words(e.fields)),
    Col("hazards", Column("重大危险", wide=True), lambda e, d: _words(e.hazards)),
    Col("frequency", Column("年度频次", num=True), _frequency),
    Col("visits", Column("本年检查", num=True), _visits, shown=False),
    Col("hazards_open", Column("未闭环隐患", num=True), _hazards_open),
    Col("last", Column("最近检查"), _last),
    Col("credit", Column("信用"), _credit, shown=False),
    Col("standard", Column("标准化"), lambda e, d: Cell(e.standard or "—"), shown=False),
    Col("running", Column("经营状态"), lambda e, d: Cell(e.running or "—"), shown=False),
    Col("principal", Column("主要负责人"), lambda e, d: _who(e.principal, e.phone)),
    Col("safety_manager", Column("安全负责人"), lambda e, d: _who(e.safety_manager, e.safety_phone), shown=False),
    Col("employees", Column("从业人数", num=True),
        lambda e, d: Cell("—" if e.employees is None else str(e.employees), num=True), shown=False),
    Col("scale", Column("规模"), lambda e, d: Cell(e.scale or "—"), shown=False),
    Col("address", Column("地址", wide=True), lambda e, d: Cell(e.address or "—"), shown=False),
    Col("place", Column("定位"), lambda e, d: Cell("有" if e.latitude is not None and e.longitude is not None else "没有"),
        shown=False),
    Col("industry_code", Column("行业代码"), lambda e, d: Cell(e.industry_code or "—"), shown=False),
)


def _picks(mine: Desk) -> tuple[Pick, ...]:
    areas = areas_of(mine.scope)
    return (
        Pick("grade", "级别", "links", (*((g, f"{g} 级") for g in "ABCD"), (NONE, "未定级"))),
        Pick("area", "所在地", "select" if len(areas) <= MOST_AREAS else "text", _same(areas), open=True),
        Pick("field", "监管领域", options=_same(supervision.field_words()), open=True),
        Pick("hazard", "重大危险", options=_same(tuple(h.zh for h in supervision.HAZARDS)), open=True),
        Pick("q", "名称、首字母或代码", "text"),
        Pick("key", "重点单位", options=(("key", "重点"), ("general", "一般")), more=True),
        Pick("running", "经营状态", options=_same(RUNNING), more=True),
        Pick("standard", "标准化", options=(*_same(STANDARDS), (NONE, "没有")), more=True),
        Pick("industry", "行业代码", "text", more=True, says=lambda code: "没有代码" if code == NONE else code),
        Pick("unplaced", "定位", options=(("1", "没有定位"),), more=True),
        Pick("doubtful", "登记疑点", options=(("1", "有疑点"),), more=True),
        Pick("parent", "所属总部", "fixed", says=lambda pk: f"登记号 {pk}"),
    )


def _same(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((w, w) for w in words)


def _read(mine: Desk, asked: Asked) -> Page[Enterprise]:
    return register_list(mine.scope, asked.filters, sort=asked.sort, cursor=asked.cursor, size=asked.size, exact=asked.exact)


def _draw(mine: Desk, rows: Sequence[Enterprise], columns: frozenset[str]) -> Drawn:
    """A fixed number of queries for the whole page, and only for the columns shown."""
    ids = [e.pk for e in rows]
    cases = bool(CASE_POSTS & mine.roles)
    often = cases and "frequency" in columns
    return Drawn(cases, seen_of(mine.scope, ids) if cases and _SEEN & columns else {},
                 all_of(ids, "credit", mine.now.date()) if "credit" in columns else {},
                 counted_of(ids, mine.now.year) if often else {}, caps_of(rows, mine.now.date()) if often else {})


def _row(e: Enterprise, d: Drawn) -> Ways:
    return Ways(e.code or str(e.pk), Button("查看", links.enterprise_href(e.code, e.pk)))


def _buttons(mine: Desk, asked: Asked) -> tuple[Button, ...]:
    """Hazards and fields that the searched words name; the map with the same filters; for whoever keeps the register the
    suspected doubles and the import.
    """
    plain = {k: v for k, v in asked.filters.items() if k != "unplaced"}
    found = [Button(f"只看{zh}", links.with_query(HREF, {k: v for k, v in asked.filters.items() if k != "q"} | {name: zh}))
             for name, zh in offered(asked.get("q"))[:3]]
    found.append(Button("地图", links.with_query(f"{HREF}map/", plain)))
    if ENTERPRISES.writes & mine.roles:
        found += [Button("重复登记", f"{HREF}doubles/"), Button("导入", "/imports/enterprises/new/", icon="upload")]
    return tuple(found)


def _create(mine: Desk) -> Button | None:
    may = bool(ENTERPRISES.writes & mine.roles)
    return Button("登记企业", f"{HREF}new/", kind="primary", icon="plus") if may else None


def _about(mine: Desk) -> tuple[tuple[str, str], ...]:
    return (("年度频次", "本年度计入频次的检查，全部单位合计；有年度上限的，写在斜线后"),
            ("本年检查", "本年度立卷的检查次数，限导出人可以查看的案卷"),
            ("未闭环隐患", "检查发现、尚未销号的问题，限导出人可以查看的案卷"),
            ("联系电话", "已隐去中间数字，完整号码见企业档案和案卷"))


ENTERPRISE_LIST: Listing[Enterprise, Drawn] = Listing(
    "enterprises", "一企一档", HREF, CASE_POSTS | {"administrator"}, COLUMNS, ORDERS, _picks, _read, _draw, _row,
    (Link("监管对象"), Link("一企一档")), empty="没有符合条件的企业。", create=_create, buttons=_buttons, about=_about)
