"""One campaign: its course, its figures that open their rows, progress by unit, trade or person, what could be one visit."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.law.printing.campaign import scope_words
from zhiheng.records.models import Event, File
from zhiheng.records.queries import campaigns as read
from zhiheng.records.queries.campaigns import Candidate, Overlap, Task
from zhiheng.records.queries.dispatch import KINDS
from zhiheng.web import links
from zhiheng.web.build.campaigns import HREF, href, percent
from zhiheng.web.build.law_words import law_links, md
from zhiheng.web.parts import Badge, Band, Button, Empty, Figure, Link, Node, NodeBar, NodeState, Tab, Tabs
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

SHOWN = 300
CAPS = Article("国办发〔2024〕54号", "")
STEPS = (("set_up", "拟定"), ("approve", "批准"), ("file_upward", "备案"), ("publish", "公布"), ("assign", "下达任务"),
         ("summarise", "总结"), ("close", "归档"))
WAYS = (("unit", "单位"), ("area", "镇街"), ("industry", "行业"), ("person", "人员"))
STATES = (("", "全部"), ("open", "未开始"), ("visiting", "检查中"), ("done", "已查"), ("overdue", "已过期未查"), ("findings", "有隐患"),
          ("majors", "有重大隐患"), ("unclosed", "隐患未闭环"), ("cases", "已立案"), ("cancelled", "调整不查"))
ACTS = (("approve", "批准并冻结范围"), ("file_upward", "报备案"), ("publish", "公布"), ("assign", "下达任务"), ("adjust", "任务调整"),
        ("summarise", "总结"), ("close", "归档"), ("withdraw", "撤销"))


def bar(acts: Mapping[str, Event]) -> NodeBar:
    """What was done, each with its day; the first thing not done is current."""
    current = next((key for key, _ in STEPS if key not in acts), "")
    def sign(key: str) -> NodeState:
        return "done" if key in acts else "current" if key == current and "withdraw" not in acts else "todo"
    return NodeBar(tuple(Node(zh, sign(key), md(acts[key].occurred_at) if key in acts else "", key) for key, zh in STEPS))


def bands(file: File, acts: Mapping[str, Event], tasks: Sequence[Task], today: date) -> tuple[Band, ...]:
    """Given up; whether visits count for the cap; how long there is still time."""
    found: list[Band] = []
    drawn = acts["set_up"].facts if "set_up" in acts else {}
    if "withdraw" in acts:
        found.append(Band(f"已撤销：{acts['withdraw'].facts.get('reason', '')}", "rest", key="withdrawn"))
    if drawn:
        free = drawn.get("ordered") == "superior" and bool(drawn.get("basis"))
        found.append(Band(f"不计频次（上级部署：{drawn.get('ordered_by', '')} {drawn.get('basis', '')}）" if free else
                          "计入同一企业年度检查频次（本级组织）", "done" if free else "rest", law_links((CAPS,), today), "cap"))
    waiting = [t for t in tasks if t.state == "planned"]
    end = date.fromisoformat(str(drawn["period_to"])[:10]) if drawn.get("period_to") else None
    if waiting and end is not None:
        late = sum(t.overdue(today) for t in waiting)
        said = f"距结束还有 {(end - today).days} 天" if end >= today else f"已过结束日期 {(today - end).days} 天"
        found.append(Band(f"{said}，还有 {len(waiting)} 家没有查完" + (f"，其中 {late} 家已过排定日期" if late else ""),
                          "late" if end < today else "due" if late else "rest",
                          (Link("看任务", f"{href(file)}tasks/?state=overdue"),) if late else (), "time"))
    return tuple(found)


def course(file: File, acts: Mapping[str, Event]) -> tuple[tuple[str, str], ...]:
    """The programme and what was decided on it."""
    d = acts["set_up"].facts if "set_up" in acts else {}
    a, f, p = (acts[n].facts if n in acts else {} for n in ("approve", "file_upward", "publish"))
    rows = (("时间", f"{d['period_from']} 至 {d['period_to']}" if d else ""), ("依据文件", str(d.get("basis") or "")),
            ("批准", f"{a['approved_by']} {a['approval_no']}（{a['approved_on']}）" if a else "尚未批准"),
            ("备案", f"{f['filed_to']}（{f['filed_on']}）{f.get('receipt') or ''}" if f else "尚未报备案"),
            ("公布", f"{p['place']}（{p['published_on']}）" if p else "尚未公布"),
            ("范围", f"{scope_words(d) or '全部在营企业'}{'，冻结 ' + str(a['firms']) + ' 家：' + _areas(a) if a else ''}" if d else ""),
            ("名单指纹", str(a.get("scope") or "")), ("目的和理由", str(d.get("reason") or "")), ("重点检查内容", "；".join(d.get("checks") or ())),
            ("分工", str(d.get("division") or "")))
    return tuple((k, v) for k, v in rows if v)


def _areas(approved: Mapping[str, Any]) -> str:
    return "，".join(f"{x['area']} {x['firms']} 家" for x in approved.get("areas") or ())


def register_href(drawn: Mapping[str, Any]) -> str:
    """The register narrowed to the scope as it is today."""
    return links.with_query("/enterprises/", read.filters_of(drawn))


def figures(file: File, tasks: Sequence[Task]) -> list[Figure]:
    n = read.figures(tasks)
    alive = n["tasks"] - n["adjusted"]

    def to(state: str = "") -> str:
        return links.with_query(f"{href(file)}tasks/", {"state": state})

    def one(key: str, label: str, top: int, below: int, states: tuple[str, str], words: str) -> Figure:
        return Figure(key, label, percent(top, below), str(top), str(below), to(states[0]), to(states[0]), to(states[1]), words,
                      percent=100 * top / below if below else None, badge=None if below else Badge("无应办", "rest"))

    return [one("visited", "已检查", n["visited"], alive, ("done", ""), "检查已办理「完成检查」的企业 ÷ 任务（不含调整不查）。"),
            one("closed", "隐患复查闭环", n["closed"], n["findings"], ("unclosed", "findings"), "当场改正、复查合格或移交的隐患 ÷ 发现的隐患。"),
            Figure("majors", "重大隐患", str(n["majors"]), href=to("majors"), definition="本专项的检查记录里级别为重大隐患的。"),
            Figure("cases", "立案", str(n["cases"]), href=to("cases"), definition="由本专项的检查（含其复查）移送并已办理立案的案件。")]


def ways(file: File, chosen: str) -> Tabs:
    return Tabs(tuple(Tab(zh, links.with_query(href(file), {"by": key}), key == chosen) for key, zh in WAYS), "按什么看进度")


def progress(file: File, tasks: Sequence[Task], by: str, today: date) -> Table:
    """One line a unit, area, trade or person, each opening its tasks."""
    columns = (Column(dict(WAYS)[by]), Column("已查 / 任务", num=True), Column("完成率", num=True), Column("隐患", num=True),
               Column("重大", num=True), Column("闭环", num=True), Column("立案", num=True), Column("进度"))
    return Table(columns, tuple(_line(file, name, own, by, today) for name, own in read.grouped(tasks, by)), f"按{dict(WAYS)[by]}",
                 Empty("还没有下达任务。"), action_label="")


def _line(file: File, name: str, own: Sequence[Task], by: str, today: date) -> Row:
    n = read.figures(own)
    alive = n["tasks"] - n["adjusted"]
    late = sum(t.overdue(today) for t in own)
    sign = Badge(f"过期 {late} 家", "late", "late") if late else Badge("已查完", "done", "done") if n["visited"] == alive else (
        Badge("按期", "plain", "on"))
    cells = (Cell(name, links.with_query(f"{href(file)}tasks/", {by: name}), strong=True), Cell(f"{n['visited']} / {alive}", num=True),
             Cell(percent(n["visited"], alive), num=True), *(Cell(str(n[k]), num=True) for k in ("findings", "majors", "closed", "cases")),
             Cell(badge=sign))
    return Row(cells, key=name, tone="late" if late else "plain")


def overlaps(found: Sequence[Overlap], me: str) -> Table:
    """Other visits planned to the same enterprises; whoever has the task can make both one visit."""
    columns = (Column("企业", wide=True), Column("本专项的任务"), Column("另一项计划检查", wide=True), Column("承担单位"))
    rows = tuple(_overlap(o, me in o.task.people) for o in found[:SHOWN])
    return Table(columns, rows, "可以合并的检查", Empty("没有与其他计划检查重复的企业。"), "下一步" if any(r.button for r in rows) else "")


def _overlap(o: Overlap, mine: bool) -> Row:
    firm = links.enterprise_href(None, o.task.firm_pk) if o.task.firm_pk else ""
    again = f"{dict(KINDS).get(o.kind, o.kind)} {o.ref}"
    button = Button("合并为一次检查", f"/new/inspection/plan/?enterprise={o.task.firm_pk}", "plan") if mine else None
    return Row((Cell(o.task.firm, firm, strong=True), Cell(f"{o.task.on or '待排'}", lines=(o.task.unit,)),
                Cell(again, links.with_query("/dispatch/rows/", {"kind": o.kind, "state": "open"}),
                     lines=tuple(x for x in (str(o.on or "待排"), o.source) if x)), Cell(o.unit or "—")), button, o.ref)


def candidates(found: Sequence[Candidate]) -> Table:
    columns = (Column("案件"), Column("企业", wide=True), Column("重大隐患", num=True), Column("状态"))
    rows = tuple(Row((Cell(c.case, links.file_href(c.case), strong=True), Cell(c.task.firm), Cell(str(c.task.majors), num=True),
                      Cell(badge=Badge("已作出处罚决定", "done", "decided") if c.decided else Badge("办理中", "plain", "open"))), key=c.case)
                 for c in found[:SHOWN])
    return Table(columns, rows, "典型案例候选", Empty("还没有查出重大隐患并立案的。"), action_label="")


# --- tasks --------------------------------------------------------------------------------------------------------

def fits(task: Task, kept: Mapping[str, str], today: date) -> bool:
    """Whether a task is among those asked for; an unknown state asks for all."""
    state = {"open": task.open, "visiting": task.state == "planned" and bool(task.visit), "done": task.state == "done",
             "overdue": task.overdue(today), "findings": task.findings > 0, "majors": task.majors > 0, "unclosed": task.closed < task.findings,
             "cases": bool(task.cases), "cancelled": task.state == "cancelled"}.get(kept.get("state", ""), True)
    person = kept.get("person", "")
    same = all(kept.get(n, "") in ("", getattr(task, n) or "未登记") for n in ("unit", "area", "industry"))
    return state and same and (not person or person in task.officers)


def tasks_table(tasks: Sequence[Task], today: date, seen: frozenset[int], me: str = "") -> Table:
    """``seen``: visits whose files the desk may open; ``me``: the account of an officer, whose own tasks get a button."""
    columns = (Column("任务"), Column("企业", wide=True), Column("属地"), Column("单位"), Column("检查人员"), Column("排定"), Column("状态"),
               Column("检查"), Column("隐患", num=True), Column("重大", num=True), Column("闭环", num=True), Column("立案"))
    rows = tuple(_task(t, today, seen, me) for t in tasks)
    return Table(columns, rows, "任务", Empty("没有符合条件的任务。"), "下一步" if any(r.button for r in rows) else "")


def _task(t: Task, today: date, seen: frozenset[int], me: str) -> Row:
    late = t.overdue(today)
    sign = (Badge("调整不查", "rest", "cancelled") if t.state == "cancelled" else Badge(f"已查 {t.done_on}", "done", "done") if t.state == "done"
            else Badge(f"过期 {(today - t.on).days} 天", "late", "overdue") if late and t.on else Badge("检查中", "link", "visiting") if t.visit
            else Badge("未开始", "plain", "open"))
    case = Cell("、".join(t.cases) or "—", links.file_href(t.cases[0]) if len(t.cases) == 1 else "")
    may = t.open and me in t.people and t.firm_pk
    button = Button("制现场检查方案", f"/new/inspection/plan/?enterprise={t.firm_pk}", "plan") if may else None
    counts = (t.findings, t.majors, t.closed) if t.visit else ()
    return Row((Cell(t.ref), Cell(t.firm, links.enterprise_href(None, t.firm_pk) if t.firm_pk else "", strong=True), Cell(t.area or "—"),
                Cell(t.unit), Cell("、".join(t.officers)), Cell(str(t.on or "待排")), Cell(badge=sign),
                Cell(t.visit or "—", links.file_href(t.visit) if t.visit_pk in seen else ""),
                *(Cell(str(n), num=True) for n in counts or ("—", "—", "—")), case), button, t.ref, "late" if late else "plain")


def tasks_page(file: File, table: Table, tasks: Sequence[Task], kept: Mapping[str, str], count: int, export: str) -> ListPage:
    """Filters by state, unit, area, trade and person; the rest narrows on."""
    def choices(name: str, zh: str, values: Sequence[tuple[str, str]]) -> Filter:
        held = kept.get(name, "")
        return Filter(name, zh, "select", tuple(Option(label, key, key == held) for key, label in values), held)

    own = [(name, zh, [("", "全部"), *((k, k) for k, _ in read.grouped(tasks, name))]) for name, zh in WAYS]
    filters = (choices("state", "状态", STATES), *(choices(*x) for x in own))
    note = f"只列出前 {SHOWN} 行，其余请筛选" if count > SHOWN else ""
    return ListPage("任务", table, f"{href(file)}tasks/", filters, total=str(count), page_note=note,
                    buttons=(Button("导出 Excel", export, icon="download"),))


def crumbs(file: File) -> tuple[Link, ...]:
    return (Link("执法计划"), Link("专项行动", HREF), Link(read.number(file), href(file)))
