"""收支两条线 drawn: what every budget line spent; fines decided, asked for, arrived; what does not add up, row by row."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.kernel.money import figures as yuan
from zhiheng.records.models import Line
from zhiheng.records.queries.things_money import Fines
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.ledgers.budget import SOURCES, SUBJECTS
from zhiheng.registers.money_apart import tied
from zhiheng.web import links
from zhiheng.web.build.ledgers import href
from zhiheng.web.parts import Badge, Band, Button, Empty, Figure, FigureStrip, Link
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

HREF = "/money-apart/"
BUDGET, SPENDING = ledger("budget_lines"), ledger("spending")
LAW = "/law/行政处罚法/74/"
ABOUT = (("依据", "行政处罚法第六十七条、第七十四条第二款和第三款；罚款决定与罚款收缴分离实施办法"),
         ("口径", "决定取每一当事人最后一次处罚决定；缴款通知、缴款取案卷里登记的日期"),
         ("不作比较", "罚款数额与经费数额不得挂钩，本表不把二者相加、相比"))
ODD: Mapping[str, str] = {"no_receipt": "没有票据号", "no_notice": "没有缴款通知", "served_no_notice": "送达后没有通知缴款",
                          "over": "缴款多于决定", "added": "加处超过罚款",
                          "no_decision": "没有罚款决定",
                          "twice": "票据号重复"}


@dataclass(frozen=True)
class Held:
    """A year: lines of the budget, spending, fines of the files in reach. ``cases``: the post may read files at all."""

    year: int
    budget: tuple[Line, ...]
    spent: tuple[Line, ...]
    fines: Fines
    cases: bool

    @property
    def tied(self) -> tuple[tuple[Line, str], ...]:
        """Lines whose texts draw on fines, though the form refuses it: imported long ago, or entered before."""
        return tuple((x, why) for x in (*self.budget, *self.spent) if (why := tied(x.values)))

    def spent_on(self, line: Line) -> int:
        return sum(int(x.values.get("amount") or 0) for x in self.spent
                   if x.agency_id == line.agency_id and x.values.get("budget") == line.values.get("name"))

    @property
    def loose(self) -> tuple[Line, ...]:
        """Spending whose budget line does not exist."""
        names = {(x.agency_id, x.values.get("name")) for x in self.budget}
        return tuple(x for x in self.spent if (x.agency_id, x.values.get("budget")) not in names)


def figures(h: Held) -> FigureStrip:
    """Each with numerator and denominator; fines and budget are never put into one number."""
    approved, spent = sum(int(x.values["approved"]) for x in h.budget), sum(int(x.values["amount"]) for x in h.spent)
    budget = (
        Figure("approved", "经费预算（元）", yuan(approved), href="#budget", definition="本年度登记的执法经费预算批复金额之和。"),
        Figure("spent", "已支出（元）", yuan(spent), href="#budget", definition="本年度登记的支出之和。"),
        Figure("tied", "与罚没挂钩的经费", str(len(h.tied)), str(len(h.tied)), str(len(h.budget) + len(h.spent)), "#tied",
               definition="预算、支出中来源、名称、事由写有罚款、罚没的条数；应当为 0。"))
    f = h.fines
    own = (_rate("noticed", "开具缴款通知", f.noticed, f.fined, "本年度作出罚款决定的当事人中已经开具缴款通知的。", "#months"),
           _rate("receipted", "缴款有票据", f.receipted, f.paid, "本年度缴款中登记了财政票据号的；没有票据号的不能证明进入国库。", "#odd"),
           Figure("odd", "对账异常", str(len(f.odd)), href="#odd", definition="没有票据、没有通知、多缴、票据号重复的行数；应当为 0。"))
    return FigureStrip(f"{h.year} 年", (*budget, *(own if h.cases else ())))


def _rate(key: str, zh: str, n: int, d: int, says: str, where: str) -> Figure:
    return Figure(key, zh, f"{n * 100 // d}%" if d else "—", str(n), str(d) if d else "", where, definition=says, percent=n * 100 / d if d else None)


def bands(h: Held) -> tuple[Band, ...]:
    law = (Link("行政处罚法第七十四条", LAW),)
    if h.tied or h.fines.odd:
        return (Band(f"有 {len(h.tied) + len(h.fines.odd)} 处需要核对：罚款必须全部上缴国库，不得截留、私分，不得与经费、考核挂钩。",
                     "late", law, "odd"),)
    return (Band("没有发现罚款与经费混同，没有对账异常。", "done", law, "clean"),)


def budget_table(h: Held) -> Table:
    def row(x: Line) -> Row:
        approved, spent = int(x.values["approved"]), h.spent_on(x)
        over = spent > approved
        used = Cell(badge=Badge(f"超出 {yuan(spent - approved)}", "late", "over")) if over else Cell(f"{spent * 100 // approved}%", num=True)
        return Row((Cell(x.agency.short_name or x.agency.name), Cell(str(x.values["name"]), href(BUDGET, x.pk), strong=True),
                    Cell(dict(SUBJECTS).get(x.values["subject"], "")), Cell(dict(SOURCES).get(x.values["source"], ""),
                                                                        lines=(str(x.values.get("approval_no") or ""),)),
                    Cell(yuan(approved), num=True), Cell(yuan(spent), num=True), Cell(yuan(max(0, approved - spent)), num=True), used),
                   key=str(x.pk), tone="late" if over else "plain")
    heads = (Column("机关"), Column("预算项目", wide=True), Column("用途"), Column("来源"), Column("批复", num=True), Column("已支出", num=True),
             Column("结余", num=True), Column("执行率", num=True))
    return Table(heads, tuple(row(x) for x in h.budget), "经费预算和支出", Empty("本年度没有登记经费预算。"), action_label="")


def months_table(h: Held) -> Table:
    """Fines by month: decided, notices, money at the treasury."""
    rows = [Row((Cell(m.month, strong=True), Cell(str(m.decided or "—"), num=True), Cell(yuan(m.decided_fen) if m.decided else "—", num=True),
                 Cell(str(m.notices or "—"), num=True), Cell(yuan(m.noticed_fen) if m.notices else "—", num=True),
                 Cell(str(m.payments or "—"), num=True), Cell(yuan(m.paid_fen) if m.payments else "—", num=True),
                 Cell(yuan(m.late_fen) if m.late_fen else "—", num=True)), key=m.month)
            for m in h.fines.months if m.decided or m.notices or m.payments]
    heads = (Column("月份"), Column("罚款决定", num=True), Column("决定金额", num=True), Column("缴款通知", num=True), Column("通知金额", num=True),
             Column("缴款笔数", num=True), Column("进入国库", num=True), Column("其中加处", num=True))
    return Table(heads, tuple(rows), "罚款对账", Empty("本年度没有罚款决定和缴款。"), action_label="")


def odd_table(h: Held) -> Table:
    rows = tuple(Row((Cell(badge=Badge(ODD.get(o.what, o.what), "late", o.what)),
                      Cell(o.file.no, links.file_href(o.file.no), strong=True), Cell(o.party),
                      Cell(o.says), Cell(yuan(o.fen), num=True)), Button("查看案卷", links.file_href(o.file.no)),
                     f"{o.what}-{o.file.pk}-{n}",
                     "late") for n, o in enumerate(h.fines.odd))
    return Table((Column("异常"), Column("案卷"), Column("当事人"), Column("情况", wide=True), Column("金额", num=True)), rows, "对账异常",
                 Empty("没有对账异常。"))


def tied_table(h: Held) -> Table:
    loose = tuple(Row((Cell(badge=Badge("没有预算项目", "late", "loose")), Cell(x.title, href(SPENDING, x.pk), strong=True),
                       Cell(f"支出的预算项目「{x.values.get('budget')}」没有登记")), Button("核对", href(SPENDING, x.pk)), f"loose-{x.pk}",
                      "late") for x in h.loose)
    rows = tuple(Row((Cell(badge=Badge("与罚没挂钩", "late", "tied")), Cell(x.title, href(ledger(x.ledger), x.pk), strong=True), Cell(why)),
                     Button("核对", href(ledger(x.ledger), x.pk)), f"tied-{x.pk}", "late") for x, why in h.tied)
    return Table((Column("问题"), Column("预算、支出", wide=True), Column("情况", wide=True)), (*rows, *loose), "经费核对",
                 Empty("没有经费与罚没挂钩，没有预算外的支出。"))


def panels(h: Held, roles: frozenset[str]) -> tuple[Panel, ...]:
    """Money spent and money fined, each in its own block; nothing adds them."""
    def out(part: str) -> Button:
        return Button("导出 Excel", f"{HREF}export/?year={h.year}&part={part}", icon="download")
    keeps = (Button("登记支出", f"{href(SPENDING)}new/"), Button("登记预算", f"{href(BUDGET)}new/")) if BUDGET.writes & roles else ()
    years = tuple(Button(f"{y} 年", f"{HREF}?year={y}") for y in (h.year - 1, h.year + 1))
    fined = (Panel("罚款对账", (months_table(h),), key="months", tools=(out("months"),), note="案卷里的决定、缴款通知、缴款登记"),
             Panel("对账异常", (odd_table(h),), str(len(h.fines.odd)) if h.fines.odd else "", key="odd", tools=(out("odd"),)))
    hidden = (Panel("罚款对账", (Empty("您的身份不能查看案卷，罚款对账由局领导、科室负责人和执法监督人员查看。"),), key="months"),)
    return (Panel("经费预算和支出", (budget_table(h),), key="budget", tools=(*years, out("budget"), *keeps)),
            Panel("经费核对", (tied_table(h),), str(len(h.tied) + len(h.loose)) if h.tied or h.loose else "", key="tied",
                  note="行政处罚法第七十四条第二款、第三款"), *(fined if h.cases else hidden))
