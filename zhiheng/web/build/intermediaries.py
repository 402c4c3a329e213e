"""中介机构: the declared list, and one agency with conditions, reports, signals, checks and files."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhiheng.actions.intermediaries import CODES
from zhiheng.kernel.facts import FactError, fact
from zhiheng.kernel.facts import schema as fact_schema
from zhiheng.law import violations
from zhiheng.records.models import Line
from zhiheng.records.queries import intermediaries as read
from zhiheng.records.queries.paging import Page
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.declare import said
from zhiheng.registers.intermediary import Finding, Told, conditions, signals
from zhiheng.registers.posts import WATCH
from zhiheng.web import links
from zhiheng.web.build import ledgers as ledger_build
from zhiheng.web.build.fields import Choices, Shown, fields
from zhiheng.web.build.lists import stage_zh
from zhiheng.web.build.words import day_text
from zhiheng.web.desk import Desk
from zhiheng.web.listing import Asked, Col, Listing, Pick, Ways
from zhiheng.web.parts import Badge, Band, Button, Empty, Link
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_form import ActForm, FieldGroup
from zhiheng.web.parts_page import Cell, Column, Row, Table

HREF = "/intermediaries/"
AGENCIES, REPORTS, CHECKS = (ledger(x) for x in (read.AGENCIES, read.REPORTS, read.CHECKS))
UNREAD = "依据为安全评价检测检验机构管理办法2019年文本；应急管理部令第20号2026年的修订未读到，依据待核。比对结果是核查线索，不是认定。"


def told(lines: Sequence[Line]) -> list[Told]:
    return [Told(x.pk, str(x.values.get("intermediary")), x.values) for x in lines]


@dataclass(frozen=True)
class Drawn:
    """What the cells of a page look at."""

    on: date
    held: read.Beside = field(default_factory=read.Beside)
    odd: Mapping[str, int] = field(default_factory=dict)


def _v(line: Line, name: str) -> str:
    return said(AGENCIES.spec(name), line.values.get(name))


def _name(x: Line, d: Drawn) -> Cell:
    return Cell(_v(x, "name"), f"{HREF}{x.pk}/", strong=True, lines=(_v(x, "code"),))


def _until(x: Line, d: Drawn) -> Cell:
    mark = AGENCIES.mark(x.values, d.on)
    lines = (_v(x, "qualification_no"),) if x.values.get("qualification_no") else ()
    return Cell(badge=Badge(mark.zh, mark.tone), lines=lines) if mark else Cell(_v(x, "until") or "—", lines=lines)


def _reports(x: Line, d: Drawn) -> Cell:
    found = d.held.reports.get(str(x.values.get("name")), [])
    year = sum(1 for r in found if str(r.values.get("issued_on") or "").startswith(str(d.on.year)))
    return Cell(f"{year}/{len(found)}", num=True)


def _odd(x: Line, d: Drawn) -> Cell:
    count = d.odd.get(str(x.values.get("name")), 0)
    return Cell(badge=Badge(f"{count} 份可疑", "due"), num=True) if count else Cell("—", num=True)


def _checked(x: Line, d: Drawn) -> Cell:
    found = d.held.checks.get(str(x.values.get("name")), [])
    if not found:
        return Cell("没有检查记录")
    waiting = sum(1 for c in found if c.values.get("outcome") == "pending")
    return Cell(said(CHECKS.spec("checked_on"), found[0].values.get("checked_on")), lines=(f"{waiting} 件尚未处理",) if waiting else ())


def _kept(x: Line, d: Drawn) -> Cell:
    found = conditions(x.values, d.on)
    return Cell(badge=Badge(f"{len(found)} 项不符", "due")) if found else Cell("—")


COLUMNS: tuple[Col[Line, Drawn], ...] = (
    Col("name", Column("机构", wide=True), _name), Col("kind", Column("类别"), lambda x, d: Cell(_v(x, "kind"))),
    Col("until", Column("资质"), _until),
    Col("business", Column("行业领域", wide=True), lambda x, d: Cell(_v(x, "business") or _v(x, "scope") or "—")),
    Col("conditions", Column("资质条件"), _kept), Col("reports", Column("报告 本年/全部", num=True), _reports),
    Col("odd", Column("比对", num=True), _odd), Col("checked", Column("最近检查"), _checked),
    Col("state", Column("状态"), lambda x, d: Cell(_v(x, "state"))),
    Col("professionals", Column("专职人员", num=True), lambda x, d: Cell(_v(x, "professionals") or "—", num=True), shown=False))


def _picks(mine: Desk) -> tuple[Pick, ...]:
    return (Pick("view", "范围", "links", (("leads", "有可疑报告"), ("out", "资质到期"))),
            Pick("kind", "类别", options=AGENCIES.spec("kind").choices),
            Pick("state", "状态", options=AGENCIES.spec("state").choices), Pick("q", "名称、代码或证书编号", "text"))


def _read(mine: Desk, asked: Asked) -> Page[Line]:
    return read.agency_list(mine.scope, asked.filters, sort=asked.sort, cursor=asked.cursor, size=asked.size, exact=asked.exact)


def _draw(mine: Desk, rows: Sequence[Line], columns: frozenset[str]) -> Drawn:
    if not {"reports", "odd", "checked"} & columns:
        return Drawn(mine.now.date())
    held = read.beside(mine.scope, [str(x.values.get("name")) for x in rows])
    everything, odd = told(held.all_reports), {}
    for x in rows if "odd" in columns else ():
        name = str(x.values.get("name"))
        odd[name] = sum(1 for r in told(held.reports.get(name, [])) if signals(r, x.values, everything))
    return Drawn(mine.now.date(), held, odd)


def _buttons(mine: Desk, asked: Asked) -> tuple[Button, ...]:
    return (Button("报告台账", ledger_build.href(REPORTS)), Button("检查与线索台账", ledger_build.href(CHECKS)))


def _create(mine: Desk) -> Button | None:
    return Button("登记机构", f"{ledger_build.href(AGENCIES)}new/", icon="plus") if AGENCIES.writes & mine.roles else None


INTERMEDIARY_LIST: Listing[Line, Drawn] = Listing(
    "intermediary_agencies", "中介机构", HREF, WATCH, COLUMNS, (("title", "名称"), ("until", "资质先到期的在前")), _picks, _read, _draw,
    lambda x, d: Ways(str(x.pk), Button("查看", f"{HREF}{x.pk}/"), "late" if d.odd.get(str(x.values.get("name"))) else "plain"),
    (Link("监管对象"), Link("中介机构")), empty="没有登记中介机构。", create=_create, buttons=_buttons,
    about=lambda _: (("比对", UNREAD),), note=lambda *_: UNREAD)


def panels(found: read.Agency, everything: Sequence[Line], mine: Desk) -> tuple[object, ...]:
    """The whole page of one agency below its header."""
    v, on = found.line.values, mine.now.date()
    shown: list[object] = [*_bands(v, on), Panel("机构", (_facts(found),), tools=_tools(found, mine))]
    unmet = conditions(v, on)
    if unmet:
        shown.append(Panel("资质条件", (_findings(unmet),), str(len(unmet)), note=UNREAD))
    return (*shown, _report_panel(found, everything, mine), _check_panel(found, mine), _file_panel(found, mine))


def _bands(v: Mapping[str, Any], on: date) -> list[Band]:
    mark = AGENCIES.mark(v, on)
    return [Band(mark.zh, "late")] if mark and mark.tone == "late" else []


def _facts(found: read.Agency) -> Table:
    v = found.line.values
    shown = [s for s in AGENCIES.fields if s.name not in ("name", "phone") and said(s, v.get(s.name))]
    rows = tuple(Row((Cell(s.zh), Cell(said(s, v.get(s.name))))) for s in shown)
    return Table((Column("项目"), Column("内容", wide=True)), rows, "机构", action_label="")


def _tools(found: read.Agency, mine: Desk) -> tuple[Button, ...]:
    tools: list[Button] = []
    if AGENCIES.writes & mine.roles:
        tools.append(Button("修改登记", ledger_build.href(AGENCIES, found.line.pk)))
    if "officer" not in mine.roles:
        return tuple(tools)
    if found.firm is not None:
        firm = found.firm
        tools += [Button("企业档案", links.enterprise_href(firm.code, firm.pk)),
                  Button("发起检查", f"/inspections/new/?enterprise={firm.pk}", "plan", "primary")]
    return tuple(tools)


def _findings(found: Sequence[Finding]) -> Table:
    rows = tuple(Row((Cell(f.says), Cell(f.article.short() + ("（本局阈值）" if f.own else ""))), key=f.key) for f in found)
    return Table((Column("比对结果", wide=True), Column("依据")), rows, "比对结果", action_label="")


def _report_panel(found: read.Agency, everything: Sequence[Line], mine: Desk) -> Panel:
    compared = told(everything)
    columns = (Column("报告", wide=True), Column("委托企业", wide=True), Column("出具"), Column("现场勘验"), Column("项目负责人"),
               Column("比对", wide=True), Column("核查"))
    rows = tuple(_report_row(x, found, compared, mine) for x in found.reports)
    note = f"另有 {found.more_reports} 份较早的报告，见报告台账" if found.more_reports else ""
    tools = (Button("登记报告", f"{ledger_build.href(REPORTS)}new/"),) if REPORTS.writes & mine.roles else ()
    return Panel("出具的报告", (Table(columns, rows, "出具的报告", Empty("没有登记报告。")),), str(len(rows)), tools, note, "reports")


def _report_row(x: Line, found: read.Agency, compared: Sequence[Told], mine: Desk) -> Row:
    v = x.values
    odd = signals(Told(x.pk, str(v.get("intermediary")), v), found.line.values, compared)
    firm = x.enterprise
    mark = REPORTS.mark(v, mine.now.date())
    verified = said(REPORTS.spec("verified"), v.get("verified"))
    case = str(v.get("case_no") or "")
    may = "officer" in mine.roles and not case and v.get("verified") in (None, "none", "untrue", "false")
    button = Button("怀疑失实", f"{HREF}reports/{x.pk}/lead/", "suspect") if may else Button("查看", ledger_build.href(REPORTS, x.pk))
    surveyed = tuple(v.get("surveyors") or ())
    cells = (Cell(str(v.get("report_no")), ledger_build.href(REPORTS, x.pk), strong=True, lines=(said(REPORTS.spec("kind"), v.get("kind")),)),
             Cell(firm.name, links.enterprise_href(firm.code, firm.pk)) if firm else Cell("—"), Cell(str(v.get("issued_on") or "—")),
             Cell(str(v.get("survey_on") or "—"), lines=("、".join(surveyed),) if surveyed else ()), Cell(str(v.get("author") or "—")),
             Cell(f"{len(odd)} 项" if odd else "—", lines=tuple(f"{f.says}（{f.article.short()}）" for f in odd)),
             Cell(badge=Badge(mark.zh if mark and v.get("verified") != "true" else verified, mark.tone if mark else "plain"),
                  lines=(case,) if case else ()))
    return Row(cells, button, str(x.pk), "late" if odd else "plain")


def _check_panel(found: read.Agency, mine: Desk) -> Panel:
    columns = (Column("日期"), Column("来源"), Column("问题"), Column("情况", wide=True), Column("处理"), Column("案卷"))
    rows = tuple(Row((Cell(str(c.values.get("checked_on"))), Cell(said(CHECKS.spec("origin"), c.values.get("origin"))),
                      Cell(said(CHECKS.spec("matter"), c.values.get("matter"))), Cell(str(c.values.get("facts") or "")[:160]),
                      Cell(said(CHECKS.spec("outcome"), c.values.get("outcome"))), _case(str(c.values.get("file_no") or ""))),
                     Button("查看", ledger_build.href(CHECKS, c.pk)), str(c.pk)) for c in found.checks)
    tools = (Button("登记检查或线索", f"{ledger_build.href(CHECKS)}new/"),) if CHECKS.writes & mine.roles else ()
    return Panel("检查与线索", (Table(columns, rows, "检查与线索", Empty("没有检查记录。")),), str(len(rows)), tools,
                 "每三年至少检查一次是资质认可机关的职责（安全评价检测检验机构管理办法第24条第1款）")


def _case(no: str) -> Cell:
    return Cell(no, links.file_href(no)) if no else Cell("—")


def _file_panel(found: read.Agency, mine: Desk) -> Panel:
    rows = tuple(Row((Cell(day_text(f.opened_at)), Cell(f.title, links.file_href(f.no), strong=True, lines=(f.no,)),
                      Cell(badge=Badge("已办结", "done")) if f.ended_at else Cell(stage_zh(mine.rules.procedures, f.procedure, f.stage))),
                     Button("查看", links.file_href(f.no)), f.no) for f in found.files)
    says = "没有对该机构的检查、处罚案卷。" if found.firm else "该机构还没有登记为监管对象，登记后可以对它发起检查。"
    columns = (Column("建卷"), Column("案卷", wide=True), Column("阶段"))
    return Panel("对机构的检查和案件", (Table(columns, rows, "案卷", Empty(says)),), str(len(rows)))


@dataclass(frozen=True)
class Suspicion:
    """怀疑失实: what is asked before a lead is opened."""

    reason: str = fact("哪里可疑", as_="longtext", good="报告所附现场照片不是该企业的除尘系统，勘验当日企业停产。", bad="报告有问题。")
    codes: tuple[str, ...] = fact("拟核查的违法行为", choices=tuple((c, f"{violations.get(c).title}（{c}）") for c in CODES))
    officers: tuple[str, ...] = fact("核查人员", as_="people", help="两名持证执法人员，线索交其核查")


SUSPICION = fact_schema(Suspicion)


def lead_form(report: Line, signs: Sequence[Finding], raw: Mapping[str, Any], choices: Choices, errors: Sequence[FactError]) -> ActForm:
    """The form of the suspicion; the acts that the signals point to are ticked beforehand."""
    suggested = [c for c in CODES if any(c in f.codes for f in signs)]
    given = {"codes": suggested or [CODES[0]], **raw}
    made = fields(SUSPICION, Shown(given, {}, {e.path: e.says for e in errors}), choices)
    return ActForm("intermediary-lead", "怀疑失实，建立线索", f"{HREF}reports/{report.pk}/lead/", (FieldGroup("", made),),
                   subject=f"{report.values.get('intermediary')} {report.values.get('report_no')}", draft="带 * 的必填",
                   errors=tuple(Link(e.says, f"#f-{e.path}") for e in errors), submit="建立线索", save="",
                   after="提交后建立行政处罚一般程序的线索案卷，报告标记为「怀疑失实」；自登记线索之日起五个工作日内决定是否立案。")


def findings_table(found: Sequence[Finding]) -> Table | None:
    return _findings(found) if found else None
