"""The people as a declared list: who may sign today, what each lacks, how much lies on each desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from zhiheng.actions.shortfalls import certificate_card
from zhiheng.records.models import Person
from zhiheng.records.models.people import ROLES
from zhiheng.records.queries.paging import Page
from zhiheng.records.queries.people_list import PersonRow, agencies_of_people, dressed, people_list
from zhiheng.registers.person import ASSISTING, DOMAINS, KIND_ZH, KINDS
from zhiheng.registers.shortfall import (
    SHOWN_BY_TEAM,
    SHOWN_TO_TOWNSHIP,
    YEARLY_DAYS,
    Officer,
    certificate,
    days_of,
    demonstration,
    of_the_year,
    training,
)
from zhiheng.web import links
from zhiheng.web.build.people import certificate_badge
from zhiheng.web.build.words import day_text
from zhiheng.web.desk import Desk
from zhiheng.web.listing import Asked, Col, Listing, Pick, Ways
from zhiheng.web.parts import Button, Link
from zhiheng.web.parts_page import Cell, Column

HREF = "/officers/"
ORDERS = (("name", "姓名"), ("kind", "人员类别"), ("joined", "到岗先后，新的在前"))
CARDS = (("valid", "有效"), ("soon", "60 日内到期"), ("out", "过期、暂扣"), ("none", "没有登记"))
SHORT = {"危险化学品": "危化", "烟花爆竹": "烟花", "防灾减灾救灾": "防灾"}
BLOCK, MOST_BLOCKS = 4, 5
"""Open files for one block of the load bar, and how many blocks are drawn at most."""


@dataclass(frozen=True)
class Drawn:
    """What the cells look at besides the person."""

    on: date
    rows: Mapping[str, PersonRow] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)

    def of(self, p: Person) -> PersonRow:
        return self.rows[p.pk]


def _name(p: Person, d: Drawn) -> Cell:
    kind = () if p.kind == "officer" else (KIND_ZH.get(p.kind, p.kind),)
    gone = (f"{p.left_on} 离岗",) if p.left_on else ()
    return Cell(p.name, links.person_href(p.username), strong=True, lines=(*kind, *gone))


def _agency(p: Person, d: Drawn) -> Cell:
    posts = d.of(p).posts
    if not posts:
        code = str(p.profile.get("agency", ""))
        return Cell(d.agencies.get(code, code) or "—")
    agency = posts[0].agency
    return Cell(agency.short_name or agency.name, lines=("受委托",) if agency.delegated else ())


def _identity(p: Person, d: Drawn) -> Cell:
    posts = d.of(p).posts
    unit = str(p.profile.get("unit") or "")
    if not posts:
        return Cell(unit or KIND_ZH.get(p.kind, p.kind), lines=("只协助，不能签署" if p.kind in ASSISTING else "没有有效的任职",))
    where = "；".join(dict.fromkeys(w for x in posts if (w := x.post or unit)))
    roles = "；".join(dict.fromkeys(x.get_role_display() for x in posts))
    return Cell(where or roles, lines=(roles,) if where else ())


def _card(p: Person, d: Drawn) -> Cell:
    row = d.of(p)
    if row.card is None and not row.officer:
        return Cell("—")
    badge = certificate_badge(row.card, d.on)
    return Cell(badge=badge, lines=(row.card.number, f"至 {row.card.valid_until}") if row.card else ())


def _fields(p: Person, d: Drawn) -> Cell:
    card = d.of(p).card
    return Cell(" ".join(SHORT.get(f, f) for f in card.fields) if card else "—")


def _training(p: Person, d: Drawn) -> Cell:
    row = d.of(p)
    year = of_the_year(cast(Any, row.trainings), d.on)
    if not row.officer and not year:
        return Cell("—", num=True)
    if any(t.get("result") == "exempt" for t in year):
        return Cell("免训", num=True)
    return Cell(f"{days_of(year)}/{YEARLY_DAYS}", num=True)


def _shown(p: Person, d: Drawn) -> Cell:
    row = d.of(p)
    if not row.officer:
        return Cell("—", num=True)
    return Cell(f"{row.shown}/{SHOWN_TO_TOWNSHIP if _delegated(row) else SHOWN_BY_TEAM}", num=True)


def _files(p: Person, d: Drawn) -> Cell:
    return Cell(str(d.of(p).files), num=True)


def _load(p: Person, d: Drawn) -> Cell:
    files = d.of(p).files
    return Cell("▇" * min(MOST_BLOCKS, -(-files // BLOCK)) + ("＋" if files > BLOCK * MOST_BLOCKS else "") or "—")


def _hint(p: Person, d: Drawn) -> Cell:
    said = hints(d.of(p), d.on)
    return Cell(said[0] if said else "—", lines=(f"另有 {len(said) - 1} 项短缺",) if len(said) > 1 else ())


def _delegated(row: PersonRow) -> bool:
    return bool(row.posts) and row.posts[0].agency.delegated


def officer_of(row: PersonRow) -> Officer:
    """A row in the terms of the rule of shortfalls."""
    agency = row.posts[0].agency if row.posts else None
    return Officer(row.person.pk, row.person.name, (agency.short_name or agency.name) if agency else "", _delegated(row),
                   certificate_card(row.card), cast(Any, row.trainings), shown=row.shown)


def hints(row: PersonRow, on: date) -> list[str]:
    """What is wrong or soon will be, what stands in the way of work first; with the files that wait behind a certificate."""
    if not row.officer:
        return []
    officer = officer_of(row)
    waiting = f"；影响在办 {row.files} 件" if row.files else ""
    said = []
    for s in certificate(officer, on):
        if s.due is not None:
            said.append(f"证件 {s.due:%m-%d} 到期：{s.due + timedelta(days=1):%m-%d} 起不能签署{waiting}")
        else:
            said.append(f"{s.says}{waiting}")
    return said + [s.says for s in (*training(officer, on), *demonstration(officer, on))]


COLUMNS: tuple[Col[Person, Drawn], ...] = (
    Col("name", Column("姓名"), _name),
    Col("agency", Column("机关"), _agency),
    Col("identity", Column("身份", wide=True), _identity),
    Col("card", Column("执法证"), _card),
    Col("fields", Column("领域"), _fields),
    Col("training", Column(f"培训（≥{YEARLY_DAYS}日）", num=True), _training),
    Col("shown", Column("示范执法", num=True), _shown),
    Col("files", Column("在办", num=True), _files),
    Col("load", Column("负荷"), _load),
    Col("hint", Column("提示", wide=True), _hint),
    Col("kind", Column("人员类别"), lambda p, d: Cell(KIND_ZH.get(p.kind, p.kind)), shown=False),
    Col("joined", Column("到岗日"), lambda p, d: Cell(day_text(p.joined_on) if p.joined_on else "—"), shown=False),
    Col("phone", Column("电话"), lambda p, d: Cell(p.phone or "—"), shown=False),
    Col("account", Column("账号"), lambda p, d: Cell(p.username), shown=False),
)


def _picks(mine: Desk) -> tuple[Pick, ...]:
    agencies = tuple((a.code, a.short_name or a.name) for a in agencies_of_people(mine.scope).values())
    return (
        Pick("card", "执法证", "links", CARDS),
        *((Pick("agency", "机关", options=agencies),) if len(agencies) > 1 else ()),
        Pick("field", "领域", options=tuple((d, d) for d in DOMAINS), open=True),
        Pick("q", "姓名、首字母、账号或证号", "text"),
        Pick("kind", "人员类别", options=KINDS, more=True),
        Pick("role", "角色", options=ROLES, more=True),
        Pick("state", "在岗", options=(("left", "已离岗"), ("all", "全部")), more=True),
    )


def _read(mine: Desk, asked: Asked) -> Page[Person]:
    return people_list(mine.scope, asked.filters, sort=asked.sort, cursor=asked.cursor, size=asked.size, exact=asked.exact)


def _draw(mine: Desk, rows: Sequence[Person], columns: frozenset[str]) -> Drawn:
    agencies = {a.code: a.short_name or a.name for a in agencies_of_people(mine.scope).values()}
    return Drawn(mine.now.date(), dressed(mine.scope, rows), agencies)


def _row(p: Person, d: Drawn) -> Ways:
    row = d.of(p)
    bad = row.officer and certificate_badge(row.card, d.on).tone in ("late", "rest")
    return Ways(p.username, Button("查看", links.person_href(p.username)), "late" if bad else "plain")


def _create(mine: Desk) -> Button | None:
    return Button("新增人员", f"{HREF}new/", kind="primary", icon="plus") if "administrator" in mine.roles else None


def _buttons(mine: Desk, asked: Asked) -> tuple[Button, ...]:
    may = "administrator" in mine.roles
    return (Button("队伍比率", f"{HREF}rates/"), *((Button("导入", "/imports/people/new/", icon="upload"),) if may else ()))


def _note(mine: Desk, asked: Asked) -> str:
    return f"负荷：每 {BLOCK} 件在办案卷一格。示范执法：本人本年参加的次数。"


PEOPLE_LIST: Listing[Person, Drawn] = Listing(
    "people", "人员证件", HREF, frozenset({"section_head", "legal_reviewer", "bureau_head", "supervisor", "administrator"}),
    COLUMNS, ORDERS, _picks, _read, _draw, _row, crumbs=(Link("队伍保障"), Link("人员证件")), empty="没有符合条件的人员。",
    action_label="", create=_create, buttons=_buttons, note=_note,
    about=lambda _: (("培训", "培训学时台账里当年的培训天数，入职培训不计；2 周按 10 个培训日计"),
                     ("在办", "现任承办人的未办结案卷")))
