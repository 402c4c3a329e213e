"""月调度: figures of the year's plan that open their rows, units by month, sources and modes of inspections, overlaps."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zhiheng.law.procedures.inspection_facts import MODES, SOURCES
from zhiheng.records.queries.dispatch import (
    KINDS,
    Frozen,
    Made,
    Overlap,
    Place,
    Progress,
    counted_by,
    line_at,
    month_end,
    month_facts,
)
from zhiheng.web import links
from zhiheng.web.parts import Badge, Button, Empty, Figure, Link
from zhiheng.web.parts_page import Cell, Column, Row, Table

HREF = "/dispatch/"
ROWS = "/dispatch/rows/"
VISITS = "/dispatch/visits/"
SHOWN = 300
SOURCE_ZH: Mapping[str, str] = {**dict(SOURCES), "emergency": "紧急先查", "joined": "并入其他机关的检查"}
MODE_ZH: Mapping[str, str] = dict(MODES)
PLANNED_SOURCES = frozenset({"annual_plan", "double_random"})
STATES = (("", "全部"), ("done", "已完成"), ("open", "未完成"), ("overdue", "已过期未查"))


def percent(n: int, d: int) -> str:
    return f"{100 * n / d:.2f}%" if d else "无应办"


def ratio(n: int, d: int) -> str:
    return f"{percent(n, d)} = {n} / {d}" if d else "无应办"


def _figure(key: str, label: str, n: int, d: int, href: str, n_href: str, words: str, target: str = "", gap: Link | None = None) -> Figure:
    return Figure(key, label, percent(n, d), str(n), str(d), href, n_href, href, words, target, gap, 100 * n / d if d else None,
                  badge=None if d else Badge("无应办", "rest"))


def figures(rows: Sequence[Place], made: Sequence[Made], year: int, today: date, month: int) -> list[Figure]:
    """The four figures at the top. ``month``: the last one that is over."""
    def to(**asked: str) -> str:
        return links.with_query(ROWS, {"year": str(year)} | asked)

    def visits(**asked: str) -> str:
        return links.with_query(VISITS, {"year": str(year)} | asked)

    done, late = [r for r in rows if r.done_on], [r for r in rows if r.overdue(today)]
    firms = {r.firm_pk for r in rows if r.kind == "key" and r.firm_pk}
    seen = {r.firm_pk for r in done if r.kind == "key" and r.firm_pk}
    triggered = [m for m in made if m.source not in PLANNED_SOURCES]
    goal = f"{month} 月末应达 {line_at(month)}%" if month else "1 月末应达 10%"
    return [
        _figure("plan_done", "年度计划完成率", len(done), len(rows), to(), to(state="done"),
                "已完成的计划家次 ÷ 全年计划家次。检查完成（记录已签、问题都有处置）才算。", goal,
                Link(f"过期未查 {len(late)} 家次", to(state="overdue")) if late else None),
        _figure("key_covered", "重点单位覆盖率", len(seen), len(firms), to(kind="key"), to(kind="key", state="done"),
                "至少完成一次检查的重点单位 ÷ 列入计划的重点单位（按企业计，不按家次）。", "全年 100%"),
        _figure("triggered", "计划外检查占比", len(triggered), len(made), visits(), visits(source="triggered"),
                "来源不是年度计划、双随机的检查 ÷ 本年全部检查。没有目标，只说明来源。"),
        _figure("documented", "计划外检查有来源文书", sum(bool(m.document) for m in triggered), len(triggered), visits(source="triggered"),
                visits(source="documented"), "写明举报、转办、预警、专项等文书编号的 ÷ 计划外检查。", "100%"),
    ]


def units_table(groups: Sequence[Progress], year: int, month: int, first: str = "单位") -> Table:
    """Done / planned by month; the total with its line."""
    columns = (Column(first), *(Column(f"{m}月", num=True) for m in range(1, 13)), Column("完成率", num=True), Column("应达", num=True),
               Column("进度"))
    return Table(columns, tuple(_unit(g, year, first == "单位") for g in groups), f"{year} 年按{first}、按月（完成/计划）",
                 Empty("没有经批准的年度计划。"), action_label="")


def _unit(g: Progress, year: int, linked: bool) -> Row:
    href = links.with_query(ROWS, {"year": str(year), "unit": g.name}) if linked else ""
    months = tuple(Cell(f"{d}/{p}" if p or d else "—", num=True) for d, p in zip(g.done, g.planned, strict=True))
    sign = Badge("落后", "late", "behind") if g.behind else Badge("正常", "done", "on_line")
    return Row((Cell(g.name, href, strong=True), *months, Cell(percent(g.done_total, g.total), lines=(f"{g.done_total} / {g.total}",), num=True),
                Cell(f"{g.line}%", num=True), Cell(badge=sign)), key=g.name, tone="late" if g.behind else "plain")


def line_table(rows: Sequence[Place], year: int, last: int, frozen: Sequence[Frozen]) -> Table:
    """The cumulative line, month by month, against 60 % and 100 %; where a month was fixed, what was added later."""
    columns = (Column("截至"), Column("应完成", num=True), Column("已完成", num=True), Column("完成率", num=True), Column("应达", num=True),
               Column("月末固定数", wide=True))
    return Table(columns, tuple(_line(rows, year, m, frozen) for m in range(1, last + 1)), f"{year} 年累计进度",
                 Empty("本年还没有结束的月份。"), action_label="")


def _line(rows: Sequence[Place], year: int, month: int, frozen: Sequence[Frozen]) -> Row:
    now = month_facts(rows, year, month)
    n, d, due = int(now["done_total"]), int(now["year_total"]), int(now["due_total"])
    fixed = [f for f in frozen if f.month == month]
    said = tuple(f"{f.agency} {f.facts['done_total']} / {f.facts['year_total']}（{f.on} 固定）" for f in fixed)
    later = n - sum(int(f.facts["done_total"]) for f in fixed)
    plans = {r.plan for r in rows}
    if fixed and {f.plan for f in fixed} == plans and later:
        said = (*said, f"固定以后补录 {later:+d} 家次")
    behind = 100 * n < line_at(month) * d
    return Row((Cell(str(month_end(year, month))), Cell(str(due), num=True), Cell(str(n), num=True), Cell(ratio(n, d), num=True),
                Cell(f"{line_at(month)}%", num=True), Cell(said[0] if said else "未固定", lines=said[1:])), key=f"m{month}",
               tone="late" if behind else "plain")


def kind_zh(kind: str) -> str:
    return dict(KINDS).get(kind, kind)


def places_table(rows: Sequence[Place], today: date) -> Table:
    columns = (Column("计划日期"), Column("企业", wide=True), Column("类别"), Column("单位"), Column("检查人员"), Column("状态"), Column("检查"))
    return Table(columns, tuple(_place(r, today) for r in rows[:SHOWN]), "计划家次", Empty("没有符合条件的家次。"), action_label="")


def _place(r: Place, today: date) -> Row:
    late = r.overdue(today)
    sign = (Badge(f"完成 {r.done_on}", "done", "done") if r.done_on else Badge(f"过期 {(today - r.on).days} 天", "late", "overdue")
            if late and r.on else Badge("检查中", "plain", "begun") if r.visit else Badge("未到期" if r.on else "待排", "rest", "open"))
    firm = Cell(r.firm, links.enterprise_href(None, r.firm_pk) if r.firm_pk else "", strong=True)
    return Row((Cell(r.on.isoformat() if r.on else "—"), firm, Cell(kind_zh(r.kind)), Cell(r.unit), Cell("、".join(r.officers) or "—"),
                Cell(badge=sign), Cell(r.visit or "—", links.file_href(r.visit) if r.visit else "")), key=f"P{r.pk}",
               tone="late" if late else "plain")


def modes_table(made: Sequence[Made], year: int, targets: Mapping[str, tuple[int, str]]) -> Table:
    """Inspections by mode against the year's targets ({mode: (times, source)}); without a target only the count."""
    counts = counted_by(made, lambda m: m.mode)
    columns = (Column("组织形式"), Column("次数", num=True), Column("占比", num=True), Column("年度目标", num=True), Column("进度"),
               Column("目标出自", wide=True))
    rows = tuple(_mode(key, zh, counts[key], len(made), year, targets.get(key)) for key, zh in MODE_ZH.items())
    return Table(columns, rows, "按组织形式", Empty("本年还没有检查。"), action_label="")


def _mode(key: str, zh: str, n: int, d: int, year: int, target: tuple[int, str] | None) -> Row:
    name = Cell(zh, links.with_query(VISITS, {"year": str(year), "mode": key}) if n else "", strong=True)
    cells = (name, Cell(str(n), num=True), Cell(ratio(n, d), num=True))
    if target is None:
        return Row((*cells, Cell("—", num=True), Cell("只计次数"), Cell("没有登记目标", "/ledgers/work_targets/")), key=key)
    times, source = target
    sign = Badge("已达到", "done", "reached") if n >= times else Badge(f"还差 {times - n} 次", "due", "short")
    return Row((*cells, Cell(f"{times} 次", num=True), Cell(badge=sign), Cell(source)), key=key)


def counts_table(made: Sequence[Made], year: int, what: str) -> Table:
    """Inspections by source or by mode, each with its share of all; opens its list."""
    zh, label = (SOURCE_ZH, "来源") if what == "source" else (MODE_ZH, "组织形式")
    counts = counted_by(made, lambda m: m.source if what == "source" else m.mode)
    rows = tuple(Row((Cell(word, links.with_query(VISITS, {"year": str(year), what: key}) if counts[key] else "", strong=True),
                      Cell(str(counts[key]), num=True), Cell(ratio(counts[key], len(made)), num=True)), key=key)
                 for key, word in zh.items() if counts[key] or what == "mode")
    return Table((Column(label), Column("次数", num=True), Column("占比", num=True)), rows, f"按{label}", Empty("本年还没有检查。"), action_label="")


def visits_table(made: Sequence[Made]) -> Table:
    columns = (Column("日期"), Column("案卷"), Column("名称", wide=True), Column("机关"), Column("来源"), Column("组织形式", wide=True))
    return Table(columns, tuple(_visit(m) for m in made[:SHOWN]), "检查", Empty("没有符合条件的检查。"), action_label="")


def _visit(m: Made) -> Row:
    who = "、".join(x for x in (m.chief, *m.experts, *m.partners, *m.trade_heads) if x)
    source = (m.document,) if m.document else ("没有来源文书",) if m.source not in PLANNED_SOURCES | {"joined", "emergency"} else ()
    return Row((Cell(m.on.isoformat()), Cell(m.no, links.file_href(m.no), strong=True), Cell(m.title), Cell(m.agency),
                Cell(SOURCE_ZH.get(m.source, m.source), lines=source), Cell(MODE_ZH.get(m.mode, m.mode), lines=(who,) if who else ())), key=m.no)


def overlaps_table(found: Sequence[Overlap]) -> Table:
    columns = (Column("企业", wide=True), Column("30 日内的检查", wide=True), Column("机关", wide=True), Column("合并"))
    rows = tuple(Row((Cell(o.visits[0].title.removesuffix(" 行政检查"), links.enterprise_href(None, o.firm_pk), strong=True),
                      Cell("", lines=tuple(f"{v.on} {v.no}{'（并入）' if v.joined else ''}" for v in o.visits)),
                      Cell("、".join(dict.fromkeys(v.agency for v in o.visits))),
                      Cell(badge=Badge("已合并", "done", "merged") if o.merged else Badge("未合并", "due", "apart"))), key=str(o.firm_pk))
                 for o in found[:SHOWN])
    return Table(columns, rows, "多单位检查同一企业", Empty("30 日内没有几个单位检查同一企业。"), action_label="")


def fix_buttons(plans: Mapping[int, str], year: int, last: int, frozen: Sequence[Frozen]) -> list[tuple[int, str, int]]:
    """(plan, agency, month): the earliest month of each plan that is over and not fixed."""
    held = {(f.plan, f.month) for f in frozen}
    found = []
    for pk, agency in plans.items():
        month = next((m for m in range(1, last + 1) if (pk, m) not in held), 0)
        if month:
            found.append((pk, agency, month))
    return found


def tools(year: int, last: int) -> tuple[Button, ...]:
    month = max(1, last)
    return (Button(f"{month} 月报表（Excel）", links.with_query("/dispatch/report/", {"year": str(year), "month": str(month)}), icon="download"),)


def download(href: str) -> Button:
    return Button("导出 Excel", href, icon="download")
