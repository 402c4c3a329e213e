"""权责清单 as pages: the list, one item, two versions side by side, what lapsed, catalogue and list side by side."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from zhiheng.law import violations
from zhiheng.law.powers import Item, Version, counted, counts
from zhiheng.law.powers_diff import Comparison
from zhiheng.law.powers_kinds import Step, last_day
from zhiheng.law.powers_lapse import Coverage, Lapse, soon
from zhiheng.law.violations import Violation
from zhiheng.records.models import File
from zhiheng.web import links
from zhiheng.web.build.law_words import law_href, law_links
from zhiheng.web.parts import Badge, Band, Button, Empty, Link, Tab, Tabs
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

HOME = "/matters/"
PAGES = (("", "清单"), ("lapsed/", "依据失效"), ("coverage/", "目录与清单对照"), ("compare/", "版本对比"))
STATES = (("usable", "可用"), ("waiting", "待迁移"), ("stopped", "已停用"))


@dataclass(frozen=True)
class Asked:
    """What the address asks of the list."""

    kind: str = ""
    state: str = ""
    q: str = ""
    v: str = ""

    @property
    def query(self) -> dict[str, str]:
        return {"kind": self.kind, "state": self.state, "q": self.q, "v": self.v}


def item_href(code: str, v: str = "") -> str:
    return links.with_query(f"{HOME}items/{quote(code)}/", {"v": v})


def tabs(here: str, waiting: int = 0) -> Tabs:
    """The pages of the power list; how many items wait for migration stands at their page."""
    return Tabs(tuple(Tab(zh, HOME + at, at == here, str(waiting) if waiting and at == "lapsed/" else "", "late")
                      for at, zh in PAGES), "权责清单")


def state_of(item: Item, on: date) -> str:
    """usable, stopped (the list says so) or waiting (its basis lapsed and the list does not say so)."""
    if item.stopped(on):
        return "stopped"
    return "usable" if not item.lapsed(on) else "waiting"


def badge(item: Item, on: date) -> Badge:
    """Whether the item may be used on a day."""
    match state_of(item, on):
        case "stopped":
            past = item.until is not None and item.until < on
            return Badge("已停用", "rest", "stopped", f"只用于 {item.until} 以前的行为" if past else f"自 {item.since} 起启用")
        case "waiting":
            return Badge("依据失效，待迁移", "late", "waiting")
    ends = [e for a in item.basis if (e := last_day(a.law)) is not None and e < on + timedelta(days=90)]
    if ends:
        return Badge(f"{min(ends) + timedelta(days=1)} 起失效", "due", "soon")
    return Badge("可用", "done", "usable")


def chosen(found: Version, asked: Asked, on: date) -> list[Item]:
    """The items the filters leave."""
    words = asked.q.split()
    return [i for i in found.items if asked.kind in ("", i.kind.id) and asked.state in ("", state_of(i, on))
            and all(w in _text(i) for w in words)]


def _text(item: Item) -> str:
    return " ".join((item.code, item.name, *(a.short() + a.zh() for a in item.basis), *item.acts, item.note))


def list_page(found: Version, asked: Asked, on: date, used: Mapping[str, int] | None, versions: Sequence[Version],
              buttons: tuple[Button, ...], waiting: int) -> ListPage:
    """The list of one version with its filters. ``used``: case files by act, None for posts that see no cases."""
    shown = chosen(found, asked, on)
    in_force = "现行" if found.until is None or on <= found.until else f"至 {found.until}"
    return ListPage(
        f"权责清单 · 第{found.number}版", _table(shown, on, used, asked.v), HOME, _filters(found, asked, on, versions),
        total=f"{len(shown)} 项" if len(shown) < len(found.items) else counted(found.items).replace(" =", " 项 =", 1), buttons=buttons,
        page_note=f"{found.title}，{found.since} 起施行（{in_force}）。{found.source}", tabs=tabs("", waiting))


def _filters(found: Version, asked: Asked, on: date, versions: Sequence[Version]) -> tuple[Filter, ...]:
    kinds = tuple(Option(k.zh, k.id, asked.kind == k.id, str(n)) for k, n in counts(found.items))
    states = [(key, zh, sum(state_of(i, on) == key for i in found.items)) for key, zh in STATES]
    return (Filter("q", "事项、依据、编号", "text", value=asked.q), Filter("kind", "类型", options=kinds),
            Filter("state", "状态", options=tuple(Option(zh, key, asked.state == key, str(n)) for key, zh, n in states if n)),
            Filter("v", "版本", options=tuple(
                Option(f"{v.since} 起", str(v.number), asked.v == str(v.number)) for v in versions)))


def _table(shown: Sequence[Item], on: date, used: Mapping[str, int] | None, v: str) -> Table:
    columns = (Column("编码"), Column("事项", wide=True), Column("类型"), Column("层级"), Column("可委托"),
               Column("依据", wide=True), Column("案件", num=True), Column("状态"))
    rows = tuple(Row((
        Cell(i.code), Cell(i.name, item_href(i.code, v), lines=("推定",) if i.presumed else ()), Cell(i.kind.zh), Cell(i.level),
        Cell(f"{len(i.delegated)} 个" if i.delegated else "否"), _basis(i, on), _use(i, used), Cell(badge=badge(i, on))),
        key=i.code, tone="late" if state_of(i, on) == "waiting" else "plain") for i in shown)
    return Table(columns, rows, "权责清单", Empty("没有符合条件的事项。"), action_label="")


def _basis(item: Item, on: date) -> Cell:
    gone = set(item.lapsed(on))
    words = [a.short() + ("（已失效）" if a in gone else "") for a in item.basis]
    return Cell(words[0], law_href(item.basis[0], _day(item, on)), lines=tuple(words[1:]))


def _day(item: Item, on: date) -> date:
    """The day whose text is shown: for a stopped item its last one."""
    ends = [e for a in item.basis if (e := last_day(a.law)) is not None]
    return min([on, *ends])


def _use(item: Item, used: Mapping[str, int] | None) -> Cell:
    if used is None or not item.acts:
        return Cell("—", num=True)
    return Cell(str(sum(used.get(a, 0) for a in item.acts)), num=True)


# --- one item -----------------------------------------------------------------------------------------------------


def facts(item: Item, found: Version, on: date) -> list[tuple[str, str]]:
    """What the list says of the item, label by label."""
    since, until = item.since or found.since, item.until or found.until
    rows = [("事项编码", item.code), ("事项类型", item.kind.zh), ("行使主体", item.holder), ("行使层级", item.level),
            ("委托行使", "、".join(item.delegated) or "不委托"), ("监督电话", item.phone),
            ("有效期", f"{since} 至 {until}" if until and since <= until else f"至 {until}" if until else f"{since} 起"),
            ("备注", "；".join(x for x in (item.note, "推定事项" if item.presumed else "") if x))]
    return [(label, value) for label, value in rows if value]


def basis_links(item: Item, on: date) -> tuple[Link, ...]:
    gone = set(item.lapsed(on))
    return tuple(Link(a.zh(), law_href(a, _day(item, on)), True, "已失效" if a in gone else "") for a in item.basis)


def acts_table(item: Item, used: Mapping[str, int] | None, on: date) -> Table | None:
    """The acts of the catalogue that the item covers."""
    if not item.acts:
        return None
    rows = []
    for code in item.acts:
        act = violations.get(code)
        rows.append(Row((Cell(code), Cell(act.title), Cell(act.subject_zh), Cell(act.penalty.short(), law_href(act.penalty, _day(item, on))),
                         Cell(str(used.get(code, 0)) if used is not None else "—", num=True)), key=code))
    return Table((Column("编号"), Column("违法行为", wide=True), Column("对象"), Column("罚则"), Column("案件", num=True)),
                 tuple(rows), "对应的违法行为", Empty("没有对应的违法行为。"), action_label="")


def steps_table(steps: Sequence[Step], caption: str, on: date) -> Table:
    """Steps or duties: name, what is done, its limit, its article."""
    limits = any(s.limit for s in steps)
    columns = [Column("环节"), Column("内容", wide=True), *([Column("时限", wide=True)] if limits else []), Column("依据", wide=True)]
    rows = tuple(Row((
        Cell(s.zh, strong=True), Cell(s.text), *([Cell(s.limit or "—")] if limits else []), _cited(s, on))) for s in steps)
    return Table(tuple(columns), rows, caption, Empty("没有声明。"), action_label="")


def _cited(step: Step, on: date) -> Cell:
    if not step.articles:
        return Cell("—")
    return Cell(step.articles[0].short(), law_href(step.articles[0], on), lines=tuple(a.short() for a in step.articles[1:]))


def liability(steps: Sequence[Step], on: date) -> list[tuple[str, tuple[Link, ...]]]:
    return [(s.text, law_links(s.articles, on)) for s in steps]


# --- versions, lapses, coverage -----------------------------------------------------------------------------------


def kinds_table(found: Comparison) -> Table:
    rows = tuple(Row((Cell(k.zh, strong=True), *(Cell(str(n), num=True) for n in numbers))) for k, *numbers in found.by_kind())
    heads = (f"第{found.old.number}版", "新增", "取消", "变更", f"第{found.new.number}版")
    return Table((Column("类型"), *(Column(h, num=True) for h in heads)), rows, "按类型", action_label="")


def changes_table(found: Comparison) -> Table:
    rows = [Row((Cell(badge=Badge("新增", "done")), Cell(i.code), Cell(i.name), Cell("—"), Cell("—"), Cell("—"))) for i in found.added]
    rows += [Row((Cell(badge=Badge("取消", "rest")), Cell(i.code), Cell(i.name), Cell("—"), Cell("—"), Cell("—")))
             for i in found.removed]
    rows += [Row((Cell(badge=Badge("变更", "link", icon="flag")), Cell(c.code, item_href(c.code)), Cell(c.name), Cell(c.field_zh),
                  Cell(c.old or "（空）"), Cell(c.new or "（空）"))) for c in found.changes]
    columns = (Column("变动"), Column("编码"), Column("事项", wide=True), Column("字段"), Column("原为", wide=True), Column("现为", wide=True))
    return Table(columns, tuple(rows), "变动", Empty("两个版本没有差别。"), action_label="")


def lapse_table(lapses: Sequence[Lapse], cases: Mapping[str, tuple[File, ...]], caption: str, *, ahead: bool = False) -> Table:
    """Items whose basis lapsed or will lapse: what, since when, what follows, and the open cases that rest on it."""
    rows = []
    for x in lapses:
        files = dict.fromkeys(f for a in x.item.acts for f in cases.get(a, ()))
        sign = Badge("已停用", "rest", "handled") if x.handled else Badge("将失效", "due") if ahead else Badge("待迁移", "late", "waiting")
        rows.append(Row((
            Cell(x.item.code), Cell(x.item.name, item_href(x.item.code)),
            Cell(x.articles[0].short(), law_href(x.articles[0], x.since - timedelta(days=1)),
                 lines=tuple(a.short() for a in x.articles[1:])),
            Cell(x.since.isoformat(), lines=() if x.whole else ("部分依据",)), Cell("；".join(x.follows) or "待查"),
            _files(list(files)), Cell(badge=sign)), key=x.item.code, tone="plain" if x.handled or ahead else "late"))
    columns = (Column("编码"), Column("事项", wide=True), Column("失效的依据", wide=True), Column("失效之日"), Column("接替", wide=True),
               Column("在办案件"), Column("状态"))
    return Table(columns, tuple(rows), caption, Empty("没有。"), action_label="")


def _files(files: list[File]) -> Cell:
    if not files:
        return Cell("—")
    more = (f"另有 {len(files) - 3} 件",) if len(files) > 3 else ()
    return Cell(files[0].no, links.file_href(files[0].no), lines=(*(f.no for f in files[1:3]), *more))


def warned(found: Version, on: date) -> tuple[Band, ...]:
    """A line above the list when a basis will lapse within 90 days."""
    coming = soon(found, on)
    if not coming:
        return ()
    first = coming[0].since
    return (Band(f"{len(coming)} 项的依据将在 90 日内失效，最早 {first}", "due", (Link("查看", HOME + "lapsed/"),)),)


def uncovered_table(acts: Sequence[Violation], on: date) -> Table:
    rows = tuple(Row((Cell(a.code), Cell(a.title), Cell(a.subject_zh), Cell(a.penalty.short(), law_href(a.penalty, on))), key=a.code)
                 for a in acts)
    return Table((Column("编号"), Column("违法行为", wide=True), Column("对象"), Column("罚则")), rows, "没有对应事项的违法行为",
                 Empty("目录中的违法行为都有对应的事项。"), action_label="")


def items_table(items: Sequence[Item], caption: str, empty: str, on: date) -> Table:
    rows = tuple(Row((Cell(i.code), Cell(i.name, item_href(i.code)), Cell(i.kind.zh), _basis(i, on), Cell(badge=badge(i, on))), key=i.code)
                 for i in items)
    return Table((Column("编码"), Column("事项", wide=True), Column("类型"), Column("依据", wide=True), Column("状态")), rows, caption,
                 Empty(empty), action_label="")


def coverage_figures(found: Coverage) -> list[tuple[str, str]]:
    covered = len(found.acts) - len(found.without_item)
    return [("目录中由应急管理部门处罚的行为", str(len(found.acts))), ("有对应的可用事项", str(covered)),
            ("没有对应事项", str(len(found.without_item))), ("可用的处罚事项没有对应行为", str(len(found.without_act))),
            ("不能使用的事项", str(len(found.dead))), ("由其他机关处罚的行为（不对照）", str(found.others))]
