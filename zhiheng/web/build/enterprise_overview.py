"""What happened at an enterprise: figures of the header, the timeline by year, visits, hazards, cases, reports."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.money import figures
from zhiheng.records.queries.caps import cap_of
from zhiheng.records.queries.enterprise import Hazard, HistoryRow, penalties_of
from zhiheng.records.queries.frequency import counted_of
from zhiheng.web import links
from zhiheng.web.build.enterprise_page import FirmPage
from zhiheng.web.build.lists import stage_zh
from zhiheng.web.build.words import clock_badge, day_text
from zhiheng.web.parts import Badge, Band, Button, Empty, Link, Tab, Tabs, Timeline, TimelineEntry, Tone
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

SHOWN = 40
CREDIT: dict[str, str] = {"serious": "严重失信", "bad": "有不良记录", "trustworthy": "守信"}


# --- figures of the header ----------------------------------------------------------------------------------------

def visits_figure(p: FirmPage) -> tuple[str, str]:
    """Visits that count of the cap, of all units."""
    cap, made = cap_of(p.firm, p.mine.now.date()).most, counted_of([p.firm.pk], p.mine.now.year)[p.firm.pk]
    return f"{made}/{cap}" if cap is not None else f"{made} 次", p.at("frequency") if p.history.visits else ""


def units_figure(p: FirmPage) -> tuple[str, str] | None:
    """The visits of all units, whoever may see their files."""
    total = sum(u.visits for u in p.units)
    return (f"{total} 次", p.at("inspection") + "#units") if p.mine.roles - {"administrator"} else None


def hazards_figure(p: FirmPage) -> tuple[str, str]:
    return str(p.hazards_open), p.at("hazards", state="open") if p.hazards else ""


def cases_figure(p: FirmPage) -> tuple[str, str]:
    running = sum(1 for r in p.history.cases if r.file.ended_at is None)
    return str(running), p.at("cases", state="open") if p.history.cases else ""


def fines_figure(p: FirmPage) -> tuple[str, str]:
    return figures(p.history.fine_fen), p.at("cases") if p.history.cases else ""


def credit_figure(p: FirmPage) -> tuple[str, str]:
    return (CREDIT.get(p.credit.value, p.credit.value) if p.credit else "正常"), ""


def standard_figure(p: FirmPage) -> tuple[str, str]:
    """The grade of standardisation with its last day."""
    if not p.firm.standard:
        return "未达标", p.at("register")
    until = str(p.firm.extra.get("standard_until") or "")
    gone = bool(until) and until < p.mine.now.date().isoformat()
    return f"{p.firm.standard}{f'（{until[:7]} ' + ('已到期' if gone else '到期') + '）' if until else ''}", p.at("register")


def hazard_count(p: FirmPage) -> str | None:
    """Found and closed: 31/30闭环."""
    whole = len(p.hazards)
    return f"{whole}/{whole - p.hazards_open} 闭环" if whole else None


# --- 概况 ---------------------------------------------------------------------------------------------------------

def overview(p: FirmPage) -> tuple[object, ...]:
    """What is running, the chain, the year's line, every file."""
    shown: list[object] = []
    if p.history.clocks:
        shown.append(Panel("正在计算的期限", (_clocks(p),)))
    if p.chain.rows:
        shown.append(Panel("总部与分支", (_chain(p),), str(len(p.chain.rows)), note=f"只列前 {len(p.chain.rows)} 家" if p.chain.more else ""))
    shown += [_timeline(p), Panel("历次执法", (files_table(p, p.history.rows),), str(len(p.history.rows)))]
    return tuple(shown)


def _timeline(p: FirmPage) -> Timeline:
    years = sorted({r.file.opened_at.astimezone(TZ).year for r in p.history.rows}, reverse=True)
    asked = p.query.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else years[0] if years and asked != "all" else 0
    entries = [*_opened(p, year), *_decided(p, year)]
    entries.sort(key=lambda e: e.at, reverse=True)
    tabs = [Tab(str(y), links.with_query(p.home, {"year": str(y)}), y == year) for y in years]
    if len(years) > 1:
        tabs.append(Tab("全部", links.with_query(p.home, {"year": "all"}), not year))
    return Timeline(tuple(entries[:SHOWN * 3]), Tabs(tuple(tabs), "年份") if tabs else None)


def _opened(p: FirmPage, year: int) -> Iterable[TimelineEntry]:
    for row in p.history.rows:
        at = row.file.opened_at.astimezone(TZ)
        if year and at.year != year:
            continue
        found = f"，发现隐患 {row.findings} 项" if row.findings and row.file.procedure == "inspection" else ""
        late = row.findings_open > 0 or row.file.ended_at is None
        tone: Tone = "due" if late else "done"
        state = "已办结" if row.file.ended_at else stage_zh(p.mine.rules.procedures, row.file.procedure, row.file.stage)
        yield TimelineEntry(f"{at:%Y-%m-%d}", _procedure(p, row), f"{row.file.title}{found}", row.file.procedure, tone,
                            (Link(row.file.no, links.file_href(row.file.no)),), detail=state)


def _decided(p: FirmPage, year: int) -> Iterable[TimelineEntry]:
    if not p.history.cases:
        return
    for row in penalties_of(p.history):
        if year and row.decided_on.year != year:
            continue
        what = f"罚款 {figures(row.fine_fen)} 元" if row.fine_fen else "不予处罚" if row.decision == "none" else "作出处罚决定"
        yield TimelineEntry(f"{row.decided_on:%Y-%m-%d}", "处罚决定", f"{row.party.name} {what}", "decided", "late",
                            (Link(row.document_no or row.file.no, links.file_href(row.file.no)),))


def _procedure(p: FirmPage, row: HistoryRow) -> str:
    known = p.mine.rules.procedures.get(row.file.procedure)
    return known.zh if known else row.file.procedure


def _clocks(p: FirmPage) -> Table:
    rows = tuple(
        Row((Cell(badge=clock_badge(c.due_at, p.mine.now, p.mine.rules.calendar, key=c.clock, provisional=c.provisional)),
             Cell(c.zh, lines=(c.subject_name,) if c.subject_name else ()), Cell(c.file.no, links.file_href(c.file.no))),
            key=f"{c.file.no}-{c.clock}-{c.subject}")
        for c in p.history.clocks)
    return Table((Column("期限"), Column("事项"), Column("案卷")), rows, "正在计算的期限", action_label="")


def _chain(p: FirmPage) -> Table:
    rows = []
    for kin in p.chain.rows:
        e = kin.enterprise
        home = links.enterprise_href(e.code, e.pk)
        place = "总部" if e.pk in (p.firm.parent_id, p.firm.pk) and e.parent_id is None else "分支"
        here = "（本页）" if e.pk == p.firm.pk else ""
        rows.append(Row((
            Cell(f"{e.name}{here}", home, strong=True, lines=(e.code or "没有代码",)), Cell(place), Cell(e.area or "—"),
            Cell(str(kin.hazards), links.with_query(home, {"tab": "hazards", "state": "open"}) if kin.hazards else "", num=True),
            Cell(str(kin.cases), links.with_query(home, {"tab": "cases", "state": "open"}) if kin.cases else "", num=True)),
            key=str(e.pk)))
    columns = (Column("企业", wide=True), Column("关系"), Column("所在地"), Column("未闭环隐患", num=True), Column("在办案件", num=True))
    return Table(columns, tuple(rows), "总部与分支", action_label="")


# --- 检查, 案件, 举报 ---------------------------------------------------------------------------------------------

def files_table(p: FirmPage, rows: Iterable[HistoryRow], empty: str = "没有执法记录，或者不在您的查看范围内。") -> Table:
    """Files, newest first."""
    columns = (Column("建卷"), Column("案卷", wide=True), Column("程序"), Column("阶段"), Column("问题 未闭环/全部", num=True),
               Column("罚款", num=True), Column("文书", wide=True))
    return Table(columns, tuple(_file_row(p, r) for r in rows), "历次执法", Empty(empty))


def _file_row(p: FirmPage, r: HistoryRow) -> Row:
    file = r.file
    papers = "、".join(f"{x.zh}{f' {x.no}' if x.no else ''}" for x in r.papers[:3])
    more = (f"等 {len(r.papers)} 份",) if len(r.papers) > 3 else ()
    stage = stage_zh(p.mine.rules.procedures, file.procedure, file.stage)
    return Row((
        Cell(day_text(file.opened_at)), Cell(file.title, links.file_href(file.no), strong=True, lines=(file.no,)),
        Cell(_procedure(p, r)), Cell(badge=Badge("已办结", "done")) if file.ended_at else Cell(stage),
        Cell(f"{r.findings_open}/{r.findings}" if r.findings else "—", num=True),
        Cell(figures(r.fine_fen) if r.fine_fen else "—", num=True), Cell(papers or "—", lines=more)),
        Button("查看", links.file_href(file.no)), file.no)


def visits(p: FirmPage) -> tuple[object, ...]:
    """Inspections and re-inspections, and how many every unit made this year."""
    year = p.mine.now.year
    counts = Table((Column("单位"), Column(f"{year} 年检查", num=True)),
                   tuple(Row((Cell(u.name), Cell(str(u.visits), num=True)), key=u.name) for u in p.units), "各单位检查",
                   Empty(f"{year} 年各单位都没有检查过。"), action_label="")
    return (Panel("检查与复查", (files_table(p, p.history.visits),), str(len(p.history.visits))),
            Panel("本年各单位检查次数", (counts,), str(sum(u.visits for u in p.units)), key="units",
                  note="包括不在您查看范围内的；只有次数，没有内容"))


def _narrowed(p: FirmPage, rows: list[HistoryRow]) -> list[HistoryRow]:
    return [r for r in rows if r.file.ended_at is None] if p.query.get("state") == "open" else rows


def _states(p: FirmPage, tab: str, open_zh: str) -> Tabs:
    chosen = p.query.get("state") == "open"
    return Tabs((Tab("全部", p.at(tab), not chosen), Tab(open_zh, p.at(tab, state="open"), chosen)), "状态")


def cases(p: FirmPage) -> tuple[object, ...]:
    rows = _narrowed(p, p.history.cases)
    return (Panel("案件", (_states(p, "cases", "在办"), files_table(p, rows, "没有在办案件。")), str(len(rows))),)


def reported(p: FirmPage) -> tuple[object, ...]:
    """Files that came of a report or a transfer. Who reported stands nowhere here."""
    rows = p.history.reported
    return (Panel("举报和转办引出的检查、案件", (files_table(p, rows),), str(len(rows)), note="举报人的身份不在这里显示"),)


# --- 隐患 ---------------------------------------------------------------------------------------------------------

def hazards(p: FirmPage) -> tuple[object, ...]:
    """Every problem found, once, with its day to be put right and where it stands; those still open lead."""
    rows = [h for h in p.hazards if h.open] if p.query.get("state") == "open" else list(p.hazards)
    often = [(text, n) for text, n in Counter(h.found.text for h in p.hazards).most_common(3) if n > 1]
    columns = (Column("发现"), Column("隐患（问题）", wide=True), Column("级别"), Column("整改期限"), Column("状态"), Column("案卷"))
    table = Table(columns, tuple(_hazard(p, h) for h in rows), "隐患", Empty("没有隐患。"), action_label="")
    shown: list[object] = [_states(p, "hazards", "未闭环"), table]
    if often:
        shown.insert(1, Band(f"重复出现：{'；'.join(f'“{text[:40]}”{n} 次' for text, n in often)}", "due"))
    return (Panel("隐患", tuple(shown), str(len(rows))),)


def _hazard(p: FirmPage, h: Hazard) -> Row:
    due = h.now.due_on or h.found.due_on
    late = h.open and due is not None and due < p.mine.now.date()
    badge = Badge("已超期", "late") if late else Badge("未闭环", "due") if h.open else Badge("已闭环", "done")
    files = [h.found.file.no] if h.now.file_id == h.found.file_id else [h.found.file.no, h.now.file.no]
    return Row((
        Cell(day_text(h.found.file.opened_at)), Cell(h.found.text, lines=(h.found.basis,) if h.found.basis else ()),
        Cell(badge=Badge("重大", "late")) if h.found.major else Cell("一般"), Cell(due.isoformat() if due else "—"),
        Cell(badge=badge), Cell(files[-1], links.file_href(files[-1]), lines=tuple(f"发现于 {no}" for no in files[:-1]))),
        key=f"{h.found.file_id}-{h.found.key}", tone="late" if late else "plain")
