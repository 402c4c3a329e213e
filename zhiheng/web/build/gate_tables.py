"""期限与闸口: the tables of gates and terms, the answer of a gate to facts, the last day of a term."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import TZ, parse_when
from zhiheng.kernel.procedure import Procedure, Severity
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.terms import Direction, Due, Term, TermError, Undated, Unit, due
from zhiheng.law.checks import Answer, Check, checks, procedure_zh, step_zh
from zhiheng.law.checks.model import words
from zhiheng.law.terms import terms
from zhiheng.web.build.gates import WEIGHTS
from zhiheng.web.build.law_words import law_href, law_links
from zhiheng.web.parts import Badge, Empty, Link, Tab, Tabs, Tone, UnmetGate, WhyNot
from zhiheng.web.parts_page import Cell, Column, Filter, ListPage, Option, Row, Table

WORDS = {Severity.VOID: "不得放行", Severity.DEFECT: "局领导可放行", Severity.WARNING: "提醒"}
TONES: dict[Severity, Tone] = {Severity.VOID: "refused", Severity.DEFECT: "due", Severity.WARNING: "rest"}
MEANS = {Direction.WITHIN: "最迟", Direction.AFTER: "最早", Direction.AT_LEAST_BEFORE: "最迟（提前）"}
ACTORS = {"agency": "本机关", "party": "当事人", "court": "人民法院", "police": "公安机关", "review_body": "复议机关", "unit": "生产经营单位",
          "government": "人民政府", "third_party": "第三方", "informer": "举报人", "party_or_agency": "双方"}
UNVERIFIED = Badge("依据待核", "unverified")
VERIFIED = Badge("已核对", "done")
Query = Mapping[str, str]


def tabs(current: str) -> Tabs:
    """Gates, terms or figures."""
    return Tabs((Tab("闸口", "/gates/", current == "gates", str(len(checks()))),
                 Tab("期限", "/terms/", current == "terms", str(len(terms()))),
                 Tab("地方参数", "/figures/", current == "figures")), "期限与闸口")


def procedures_of(kind: str) -> tuple[Option, ...]:
    """The procedures that have gates (or terms), in the order of the data."""
    zh = words()[0]
    found = dict.fromkeys(c.procedure for c in checks().values()) if kind == "gates" else \
        dict.fromkeys(t.procedure for t in terms().values())
    return tuple(Option(zh.get(p, p), p) for p in found)


def _select(name: str, label: str, options: Iterable[Option], query: Query) -> Filter:
    chosen = query.get(name, "")
    return Filter(name, label, "select", tuple(Option(o.label, o.value, o.value == chosen) for o in options))


# --- gates ---------------------------------------------------------------------------------------------------------

def gates_page(query: Query, built: Mapping[str, Procedure], on: date) -> ListPage:
    """Every gate that the query keeps, with its articles, weight, standing and where it is enforced."""
    chosen = [c for c in checks().values() if _kept(c, query)]
    columns = (Column("闸口", wide=True), Column("程序 · 环节"), Column("依据", wide=True), Column("分量"), Column("核对"), Column("落实", wide=True))
    table = Table(columns, tuple(_gate_row(c, built, on) for c in chosen), "闸口", Empty("没有符合筛选的闸口。"), "")
    filters = (
        _select("procedure", "程序", procedures_of("gates"), query),
        _select("weight", "分量", (Option(zh, s.value) for s, zh in WORDS.items()), query),
        _select("basis", "依据", (Option("已核对", "verified"), Option("依据待核", "unverified")), query),
        _select("where", "落实", (Option("办案中强制", "enforced"), Option("独立核对", "alone")), query),
        Filter("q", "关键词", "text", value=query.get("q", "")))
    return ListPage("期限与闸口", table, "/gates/", filters, total=str(len(chosen)), tabs=tabs("gates"))


def _kept(check: Check, query: Query) -> bool:
    wanted = query.get("q", "")
    return (query.get("procedure", "") in ("", check.procedure) and query.get("weight", "") in ("", check.severity.value)
            and query.get("basis", "") in ("", "verified" if check.verified else "unverified")
            and query.get("where", "") in ("", "enforced" if check.enforced else "alone")
            and (not wanted or wanted in check.zh + check.rule + check.id + "".join(a.short() for a in check.articles)))


def _gate_row(check: Check, built: Mapping[str, Procedure], on: date) -> Row:
    first, *others = check.articles
    return Row((
        Cell(check.zh, f"/gates/{check.id}/", strong=True, lines=(check.rule,)),
        Cell(procedure_zh(check), lines=(step_zh(check),)),
        _cited(first, others, on),
        Cell(badge=Badge(WORDS[check.severity], TONES[check.severity])),
        Cell(badge=VERIFIED if check.verified else UNVERIFIED),
        Cell(lines=where(check, built)) if check.enforced else Cell("独立核对"),
    ), key=check.id)


def _cited(first: Article, others: Sequence[Article], on: date) -> Cell:
    return Cell(first.short(), law_href(first, on), lines=tuple(a.short() for a in others))


def where(check: Check, built: Mapping[str, Procedure]) -> tuple[str, ...]:
    """The acts of the built procedures that hold the rule: 行政处罚（普通程序）· 作出处罚决定."""
    found = [(built[p].zh, built[p].act(a).zh) for p, a, _ in check.enforced if p in built]
    return tuple(f"{p}：{a}" for p, a in dict.fromkeys(found))


def refusal(came: Answer) -> WhyNot | None:
    """Why the facts do not pass; None when they do, cannot be judged, or only bring a reminder."""
    unmet = came.found
    if unmet is None or came.lawful:
        return None
    on = came.at.date()
    gate = UnmetGate(unmet.gate, unmet.says, law_links(unmet.articles, on), WEIGHTS[unmet.severity],
                     detail=f"补正：{unmet.cure}" if unmet.cure else "", who=unmet.who,
                     earliest=unmet.earliest.isoformat() if unmet.earliest else "")
    return WhyNot(came.check.id, step_zh(came.check), (gate,), law_on=on.isoformat())


# --- terms ---------------------------------------------------------------------------------------------------------

def terms_page(query: Query, rules: Rules, on: date) -> ListPage:
    """Every term that the query keeps, as it stands today at this bureau."""
    chosen = [t for t in terms().values() if _term_kept(t, query)]
    columns = (Column("期限", wide=True), Column("程序"), Column("长度"), Column("起算", wide=True), Column("依据", wide=True),
               Column("核对"), Column("谁的"))
    table = Table(columns, tuple(_term_row(t, rules, on) for t in chosen), "期限", Empty("没有符合筛选的期限。"), "")
    filters = (
        _select("procedure", "程序", procedures_of("terms"), query),
        _select("basis", "依据", (Option("已核对", "verified"), Option("依据待核", "unverified")), query),
        _select("actor", "谁的期限", (Option(zh, k) for k, zh in ACTORS.items()), query),
        Filter("q", "关键词", "text", value=query.get("q", "")))
    return ListPage("期限与闸口", table, "/terms/", filters, total=str(len(chosen)), tabs=tabs("terms"))


def _term_kept(term: Term, query: Query) -> bool:
    wanted = query.get("q", "")
    return (query.get("procedure", "") in ("", term.procedure) and query.get("actor", "") in ("", term.actor)
            and query.get("basis", "") in ("", "verified" if term.verified else "unverified")
            and (not wanted or wanted in term.zh + term.id + term.starts_zh + "".join(a.short() for a in term.articles)))


def of_the_place(term: Term, rules: Rules, on: date) -> Term:
    """The term with the bureau's own length; a repealed one as it stands."""
    try:
        return rules.term(term.id, on)
    except TermError:
        return term


def _term_row(term: Term, rules: Rules, on: date) -> Row:
    first, *others = term.articles
    mine = of_the_place(term, rules, on)
    length = (f"提前 {mine.length_zh()}" if mine.direction is Direction.AT_LEAST_BEFORE
              else f"满 {mine.length_zh()}后" if mine.direction is Direction.AFTER and mine.length else mine.length_zh())
    return Row((
        Cell(term.zh, f"/terms/{term.id}/", strong=True),
        Cell(words()[0].get(term.procedure, term.procedure)),
        Cell(length),
        Cell(term.starts_zh),
        _cited(first, others, on),
        Cell(badge=VERIFIED if term.verified else UNVERIFIED),
        Cell(ACTORS.get(term.actor, term.actor)),
    ), key=term.id)


def counted(term: Term, start: str, rules: Rules) -> tuple[str, tuple[str, ...], tuple[Badge, ...]]:
    """(answer, explanation, signs) of a term that starts then. ValueError in Chinese when it cannot be counted."""
    given = parse_when(start.replace("T", " "))
    first = given.date() if isinstance(given, datetime) else given
    rule = rules.term(term.id, first)
    begin: date | datetime = first
    remark: tuple[str, ...] = ()
    if rule.unit is Unit.HOUR:
        begin = given if isinstance(given, datetime) else datetime.combine(given, time(), TZ)
        remark = () if isinstance(given, datetime) else ("没有写明时刻，自当日零时起算",)
    try:
        found: Due | Undated = due(rule, begin, rules.calendar)
    except Undated as none:
        found = none
    if isinstance(found, Undated):
        return "法律没有规定天数", (*remark, *found.explanation), (UNVERIFIED,) if found.basis_unverified else ()
    when = f"{found.at:%Y-%m-%d %H:%M}" if rule.unit is Unit.HOUR else found.on.isoformat()
    signs = (*((Badge("暂定", "provisional"),) if found.provisional else ()), *((UNVERIFIED,) if found.basis_unverified else ()))
    return f"{MEANS[rule.direction]} {when}", (*remark, *found.explanation), signs


def articles(found: Iterable[Article], on: date) -> tuple[Link, ...]:
    """Links beside the page."""
    return law_links(found, on)
