"""One enterprise graded: what holds, from which points, on which records, since when, and what may be done about it."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from zhiheng.kernel.clock import TZ
from zhiheng.law.grading import GRADES, Scheme
from zhiheng.records.models import Enterprise, Standing
from zhiheng.records.queries.caps import Cap
from zhiheng.web import links
from zhiheng.web.build.grade_words import (
    KEY_ZH,
    ORIGINS,
    card_sign,
    firm_href,
    in_one_line,
    points,
    record_link,
)
from zhiheng.web.parts import Badge, Band, Button, Empty, Link, Risk
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Option, Row, Table

HEADS = frozenset({"section_head", "bureau_head"})
WRITERS = HEADS | {"officer"}


@dataclass(frozen=True, slots=True)
class Why:
    """One line of a factor with the records it rests on."""

    says: str
    refs: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class FactorShown:
    zh: str
    points: str
    weight: str
    lines: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """The grade with its factors: 分级由来. ``vetoes`` and ``notes`` stand above the table of points."""

    sign: Risk | Badge
    state: str
    line: str
    facts: tuple[tuple[str, str], ...]
    factors: tuple[FactorShown, ...] = ()
    vetoes: tuple[Why, ...] = ()
    key: tuple[Why, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    buttons: tuple[Button, ...] = ()
    bands: tuple[Band, ...] = ()
    template: ClassVar[str] = "zh/parts/grade_why.html"


@dataclass(frozen=True, slots=True)
class GradeForms:
    """What a head may set and what an officer may enter; empty options hide a form."""

    action: str
    grades: tuple[Option, ...] = ()
    keys: tuple[Option, ...] = ()
    until: str = ""
    latest: str = ""
    ends: tuple[tuple[int, str], ...] = ()
    review: bool = False
    today: str = ""
    review_says: str = ""
    template: ClassVar[str] = "zh/parts/grade_forms.html"


@dataclass(frozen=True)
class Graded:
    """What has been read of one enterprise's grade. ``newer``: what was recorded since it was computed."""

    firm: Enterprise
    scheme: Scheme
    held: Standing | None
    computed: Standing | None
    key: Standing | None
    key_computed: Standing | None
    rows: Sequence[Standing]
    keys: Sequence[Standing]
    cap: Cap
    visits: int
    at: datetime | None
    on: date
    newer: Sequence[str] = ()
    reviews: Sequence[Any] = field(default_factory=tuple)


def explained(g: Graded, roles: frozenset[str], *, own_page: bool = False) -> Explained:
    """The grade and why. ``own_page``: the buttons of the page itself, else a way to it."""
    detail: Mapping[str, Any] = g.computed.detail if g.computed else {}
    level = g.scheme.level(g.held.value if g.held else g.firm.grade) if (g.held or g.firm.grade in GRADES) else None
    return Explained(
        card_sign(level.id if level else ""), level.state if level else "没有安全等级",
        in_one_line(detail, g.scheme) if detail else "还没有按标准评定", _facts(g),
        tuple(FactorShown(zh, points(tenths), str(weight), tuple(_why(g.firm, row) for row in lines))
              for _, zh, weight, tenths, lines in detail.get("factors", ())),
        tuple(Why(str(v[1]), tuple(record_link(g.firm, r) for r in v[2])) for v in detail.get("vetoes", ())),
        tuple(Why(str(k[1]), tuple(record_link(g.firm, r) for r in k[2]))
              for k in (g.key_computed.detail if g.key_computed else {}).get("reasons", ())),
        tuple(detail.get("notes", ())), f"{g.scheme.zh}：{g.scheme.source}", _buttons(g, roles, own_page), _bands(g))


def _why(firm: Enterprise, row: Sequence[Any]) -> Why:
    return Why(str(row[0]), tuple(record_link(firm, r) for r in row[1]))


def _facts(g: Graded) -> tuple[tuple[str, str], ...]:
    at = f"{g.at.astimezone(TZ):%Y-%m-%d %H:%M}" if g.at else "没有评定过"
    cap = f"{g.visits}/{g.cap.most} 次" if g.cap.most is not None else f"{g.visits} 次（没有上限）"
    least = f"；每年至少 {g.cap.least} 次" if g.cap.least else ""
    rows = [("评定时间", at), ("等级自", f"{g.held.since}（{ORIGINS.get(g.held.origin, g.held.origin)}）" if g.held else "登记时填写，没有评定"),
            ("重点类别", f"{KEY_ZH.get(g.key.value, g.key.value)}（与等级无关，按重点监管条件）" if g.key else "没有评定"),
            ("本年检查", f"{cap}{least}"), ("频次来自", g.cap.says)]
    if g.computed and g.held and g.held.origin == "override":
        rows.insert(2, ("按记录评定", f"{g.computed.value} 级，{points(g.computed.tenths)} 分"))
        rows.insert(3, ("人工调整", f"{g.held.value} 级，至 {g.held.until}，{g.held.by.name if g.held.by else ''}：{g.held.reason}"))
    return tuple(rows)


def _buttons(g: Graded, roles: frozenset[str], own_page: bool) -> tuple[Button, ...]:
    here = firm_href(g.firm.pk)
    found = [Button("打印明白卡", f"{here}card/", icon="print")] if g.firm.grade in GRADES else []
    if not own_page:
        return (*found, Button("评定、调整与复核", here))
    if roles & WRITERS:
        found.insert(0, Button("重新评定", f"{here}recompute/", "recompute", "primary", post=True))
    return (*found, Button("一企一档", links.enterprise_href(g.firm.code, g.firm.pk), kind="quiet"))


def _bands(g: Graded) -> tuple[Band, ...]:
    found = []
    if g.newer:
        found.append(Band(f"评定以后又有新的记录：{'、'.join(g.newer)}", "due", key="newer", detail="夜间自动重新评定；也可以现在重新评定。"))
    if g.held and g.held.origin == "override":
        found.append(Band(f"人工调整为 {g.held.value} 级，至 {g.held.until}；到期自动恢复按记录评定的等级", "due", key="override"))
    if g.computed is None and g.firm.grade:
        found.append(Band(f"{g.firm.grade} 级是登记或者导入时填写的，没有按标准评定", "unverified", key="given"))
    return tuple(found)


def history_table(rows: Iterable[Standing], on: date, key: bool = False) -> Table:
    """Every version, the newest first; overrides and how they ended among them."""
    columns = (Column("自"), Column("重点类别" if key else "等级"), Column("分数", num=True), Column("来由"), Column("理由与经过", wide=True))
    return Table(columns, tuple(_version(r, on, key) for r in rows), "重点类别变更" if key else "等级变更",
                 Empty("没有记录。"), action_label="")


def _version(row: Standing, on: date, key: bool) -> Row:
    ended = f"已于 {row.ended_on} 结束：{row.ended_reason}" if row.ended_on else ""
    until = f"至 {row.until}" if row.until else ""
    detail = [str(x[1]) for x in row.detail.get("reasons" if key else "vetoes", ())]
    said = row.reason or ("；".join(detail) if detail else "按登记的记录")
    value = Cell(KEY_ZH.get(row.value, row.value)) if key else Cell(badge=card_sign(row.value))
    by = row.by.name if row.by else "系统"
    return Row((Cell(str(row.since)), value, Cell(points(row.tenths), num=True), Cell(ORIGINS.get(row.origin, row.origin), lines=(by,)),
                Cell(said, lines=tuple(w for w in (until, ended) if w))), key=str(row.pk), tone="plain")


def forms(g: Graded, roles: frozenset[str]) -> GradeForms | None:
    """The forms this post may use; None when there is none."""
    here, heads = firm_href(g.firm.pk), bool(roles & HEADS)
    if not roles & WRITERS:
        return None
    computed, key = g.computed, g.key_computed
    grades = tuple(Option(f"{x} 级 {g.scheme.level(x).state}", x) for x in GRADES if computed and x != computed.value) if heads and computed else ()
    keys = tuple(Option(zh, k) for k, zh in KEY_ZH.items() if key and k != key.value) if heads and key else ()
    running = [r for r in (g.held, g.key) if r is not None and r.origin == "override"] if heads else []
    longest = int(g.scheme.tables["override"]["longest_days"])
    return GradeForms(
        here, grades, keys, "", date.fromordinal(g.on.toordinal() + longest).isoformat(),
        tuple((r.pk, f"结束人工调整（{KEY_ZH.get(r.value, r.value + ' 级')}，原定至 {r.until}）") for r in running),
        bool(g.held or g.firm.grade), g.on.isoformat(),
        f"答复期限 {g.scheme.tables['review']['days']} 个工作日（管理时限）：{g.scheme.tables['review']['source']}")


def page(g: Graded, roles: frozenset[str]) -> tuple[object, ...]:
    """The parts of the page of one enterprise's grade."""
    reviews = tuple(Row((Cell(r.title, f"/ledgers/grade_reviews/{r.pk}/", strong=True), Cell(str(r.values.get("reasons", ""))[:80]),
                         Cell(str(r.values.get("due_on", ""))), Cell("已答复" if r.values.get("state") == "answered" else "办理中")), key=str(r.pk))
                    for r in g.reviews)
    asked = Table((Column("申请"), Column("理由", wide=True), Column("答复期限"), Column("办理情况")), reviews, "复核申请",
                  Empty("企业没有申请过复核。"), action_label="")
    return (explained(g, roles, own_page=True), *(f for f in [forms(g, roles)] if f), Panel("复核申请", (asked,), str(len(reviews))),
            Panel("等级变更", (history_table(g.rows, g.on),), str(len(g.rows))),
            Panel("重点类别变更", (history_table(g.keys, g.on, key=True),), str(len(g.keys))))
