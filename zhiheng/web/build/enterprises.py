"""The register as a list, and one enterprise with everything that happened at it."""

from __future__ import annotations

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from zhiheng.kernel.money import figures
from zhiheng.records.models import Enterprise
from zhiheng.records.queries.enterprise import History, HistoryRow
from zhiheng.web import links
from zhiheng.web.build.lists import risk, stage_zh
from zhiheng.web.build.words import clock_badge, day_text
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Badge, Band, Button, Empty, Tab, Tabs
from zhiheng.web.parts_page import Cell, Column, EnterpriseHeader, Row, Table

HREF = "/enterprises/"
_LIST_OF = {"inspection": "检查", "rectification": "整改复查", "penalty_ordinary": "案件"}


def valid_code(code: str | None) -> bool:
    """Whether the credit code's check digit is right (GB 32100); old registration numbers have none."""
    try:
        return bool(code) and bool(uscc.validate(code))
    except ValidationError:
        return False


def header(firm: Enterprise, history: History, mine: Desk, tab: str, lines: int | None = None) -> EnterpriseHeader:
    """All that an officer is asked on the telephone; only tabs that have something.

    ``lines``: how many lines the ledgers hold of the enterprise; None for posts that read no ledger.
    """
    home = links.enterprise_href(firm.code, firm.pk)
    counted = _by_procedure(history)
    cases = sum(1 for r in history.rows if r.file.procedure == "penalty_ordinary" and r.file.ended_at is None)
    cap = firm.extra.get("visit_cap")
    facts = (
        ("本年检查", f"{history.visits_this_year}/{cap}" if cap else f"{history.visits_this_year} 次", ""),
        ("未闭环隐患", str(history.open_findings), links.with_query(home, {"tab": "inspection"})),
        ("在办案件", str(cases), links.with_query(home, {"tab": "penalty_ordinary"}) if cases else ""),
        ("历次罚款", figures(history.fine_fen), ""),
    )
    tabs = [Tab("全部", home, not tab, str(len(history.rows)))]
    tabs += [
        Tab(zh, links.with_query(home, {"tab": key}), tab == key, str(len(counted[key])))
        for key, zh in _LIST_OF.items()
        if counted.get(key)
    ]
    if lines is not None:
        tabs.append(Tab("登记资料", links.with_query(home, {"tab": "ledgers"}), tab == "ledgers", str(lines)))
    tabs.append(Tab("登记信息", links.with_query(home, {"tab": "register"}), tab == "register"))
    buttons: tuple[Button, ...] = (Button("导出检查表", f"/handbook/export/?enterprise={firm.pk}", icon="download"),)
    if "officer" in mine.roles and firm.closed_on is None:
        buttons = (Button("发起检查", f"/inspections/new/?enterprise={firm.pk}", "plan", "primary"), *buttons)
    return EnterpriseHeader(
        firm.name,
        firm.code or "没有代码",
        risk(firm.grade),
        valid_code(firm.code),
        tuple(w for w in (firm.industry, *firm.fields, *firm.hazards, firm.area) if w),
        figures=facts,
        buttons=buttons,
        bands=_bands(firm),
        tabs=Tabs(tuple(tabs), "企业档案"),
    )


def _bands(firm: Enterprise) -> tuple[Band, ...]:
    if firm.closed_on is not None:
        return (Band(f"已于 {firm.closed_on} 注销", "rest"),)
    if not firm.code:
        return (Band("没有统一社会信用代码", "due", detail="请在下次检查时核对营业执照后补登。"),)
    return ()


def _by_procedure(history: History) -> dict[str, list[HistoryRow]]:
    out: dict[str, list[HistoryRow]] = {}
    for row in history.rows:
        out.setdefault(row.file.procedure, []).append(row)
    return out


def files_table(history: History, mine: Desk, tab: str) -> Table:
    """Every file of the enterprise that the desk may see, newest first."""
    columns = (
        Column("建卷"),
        Column("案卷", wide=True),
        Column("程序"),
        Column("阶段"),
        Column("问题 未闭环/全部", num=True),
        Column("罚款", num=True),
        Column("文书", wide=True),
    )
    rows = tuple(_history_row(r, mine) for r in history.rows if not tab or r.file.procedure == tab)
    return Table(columns, rows, "历次执法", Empty("没有执法记录，或者不在您的查看范围内。"))


def _history_row(r: HistoryRow, mine: Desk) -> Row:
    file = r.file
    papers = "、".join(f"{p.zh}{f' {p.no}' if p.no else ''}" for p in r.papers[:3])
    more = (f"等 {len(r.papers)} 份",) if len(r.papers) > 3 else ()
    stage = stage_zh(mine.rules.procedures, file.procedure, file.stage)
    return Row(
        (
            Cell(day_text(file.opened_at)),
            Cell(file.title, links.file_href(file.no), strong=True, lines=(file.no,)),
            Cell(_LIST_OF.get(file.procedure, file.procedure)),
            Cell(badge=Badge("已办结", "done")) if file.ended_at else Cell(stage),
            Cell(f"{r.findings_open}/{r.findings}" if r.findings else "—", num=True),
            Cell(figures(r.fine_fen) if r.fine_fen else "—", num=True),
            Cell(papers or "—", lines=more),
        ),
        Button("查看", links.file_href(file.no)),
        file.no,
    )


def clocks_table(history: History, mine: Desk) -> Table | None:
    """What is running at this enterprise; None when nothing is."""
    if not history.clocks:
        return None
    columns = (Column("期限"), Column("事项"), Column("案卷"))
    rows = tuple(
        Row(
            (
                Cell(badge=clock_badge(c.due_at, mine.now, mine.rules.calendar, key=c.clock, provisional=c.provisional)),
                Cell(c.zh, lines=(c.subject_name,) if c.subject_name else ()),
                Cell(c.file.no, links.file_href(c.file.no)),
            ),
            key=f"{c.file.no}-{c.clock}-{c.subject}",
        )
        for c in history.clocks
    )
    return Table(columns, rows, "正在计算的期限", action_label="")


def facts_table(firm: Enterprise) -> Table:
    """What the register holds; telephones are masked, full ones stand in the file where they are needed."""
    said = [
        ("名称", firm.name),
        ("统一社会信用代码或注册号", firm.code or "—"),
        ("地址", firm.address or "—"),
        ("所在乡镇街道", firm.area or "—"),
        ("行业", firm.industry or "—"),
        ("监管领域", "、".join(firm.fields) or "—"),
        ("重大危险", "、".join(firm.hazards) or "—"),
        ("规模", " · ".join(w for w in (firm.scale, f"{firm.employees} 人" if firm.employees else "") if w) or "—"),
        ("主要负责人", firm.principal or "—"),
        ("联系电话", masked_phone(firm.phone)),
    ]
    said += [(str(p.get("position") or "人员"), f"{p.get('name', '')} {masked_phone(str(p.get('phone', '')))}") for p in firm.people]
    rows = tuple(Row((Cell(k), Cell(v))) for k, v in said)
    return Table((Column("项目"), Column("内容", wide=True)), rows, "登记信息", action_label="")


def masked_phone(text: str) -> str:
    """138****5678; a short number keeps only its last figures."""
    figures_only = [c for c in text if c.isdigit()]
    if len(figures_only) < 7:
        return "—" if not text else "****"
    return f"{text[:3]}****{text[-4:]}"
