"""分级分类: the whole directory by grade and field, the year's runs, overrides in force, who is due, key enterprises."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zhiheng.kernel.clock import TZ
from zhiheng.law.grading import GRADES, Scheme
from zhiheng.records.models import Enterprise, GradingRun, Standing
from zhiheng.records.queries.grading_pages import Adjusted
from zhiheng.web import links
from zhiheng.web.build.grade_words import HOME, KEY_ZH, STATES, card_sign, firm_href, run_href
from zhiheng.web.parts import Button, Empty, Figure
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

DEFINITION = "已重新评定的企业 ÷ 名录内企业（未注销、未并入其他企业）；在本年已确认的动态调整里评定过的，算已重新评定"
SOURCE = "市应急发〔2023〕7号 四15：“分级分类执法企业名录调整率达到100%”，原文没有写分子分母"
SHOWN_DUE = 50


def rate(found: Adjusted) -> str:
    """96.50 %, or 无应评定 where there is nothing to adjust: no denominator, no percentage."""
    return f"{found.done * 100 / found.whole:.2f}%" if found.whole else "无应评定"


def figures(adjusted: Adjusted, units: Adjusted, year: int) -> tuple[Figure, ...]:
    """The rate of adjustment of the directory, and by agencies where there are several."""
    found = [Figure("grade_adjusted", f"{year} 年名录调整率", rate(adjusted), str(adjusted.done), str(adjusted.whole), target="100%",
                    definition=f"{DEFINITION}。{SOURCE}", percent=adjusted.done * 100 / adjusted.whole if adjusted.whole else None)]
    if units.whole > 1:
        found.append(Figure("grade_units", f"{year} 年完成调整的单位", rate(units), str(units.done), str(units.whole),
                            definition="有自己名录、且名录已在确认的动态调整里的单位 ÷ 有自己名录的单位", target="100%",
                            percent=units.done * 100 / units.whole))
    return tuple(found)


def spread(found: Mapping[str, Mapping[str, int]]) -> Table:
    """Grade by field; every figure opens its enterprises."""
    heads = (Column("监管领域", wide=True), *(Column(f"{g} 级", num=True) for g in GRADES), Column("未评定", num=True), Column("合计", num=True))
    rows = tuple(_spread_row(field, row) for field, row in found.items() if row)
    return Table(heads, rows, "等级分布", Empty("名录里还没有企业。"), action_label="")


def _spread_row(field: str, row: Mapping[str, int]) -> Row:
    def at(grade: str) -> str:
        return links.with_query("/enterprises/", {"grade": grade, "field": field if field != "未登记领域" else ""})
    cells = [Cell(str(row.get(g, 0)), at(g) if row.get(g) else "", num=True) for g in GRADES]
    rest = sum(n for g, n in row.items() if g not in GRADES)
    name = Cell(field or "全部（一家有几个领域的只计一次）", strong=not field)
    return Row((name, *cells, Cell(str(rest), num=True), Cell(str(sum(row.values())), num=True)), key=field or "all")


def runs_table(runs: Sequence[GradingRun]) -> Table:
    columns = (Column("动态调整"), Column("状态"), Column("评定日"), Column("企业", num=True), Column("变动", num=True), Column("升", num=True),
               Column("降", num=True), Column("确认", wide=True))
    return Table(columns, tuple(_run_row(r) for r in runs), "动态调整", Empty("还没有做过动态调整。"), action_label="")


def _run_row(run: GradingRun) -> Row:
    c = run.counts
    by = f"{run.confirmed_by.name} {run.confirmed_at.astimezone(TZ):%Y-%m-%d}" if run.confirmed_by and run.confirmed_at else run.says or "—"
    return Row((Cell(f"{run.year} 年第 {run.number} 次", run_href(run.pk), strong=True, lines=(run.agency.name,)), Cell(badge=STATES[run.state]),
                Cell(str(run.on)), *(Cell(str(c.get(k, "—")), num=True) for k in ("rows", "changed", "up", "down")), Cell(by)), key=str(run.pk))


def overrides_table(rows: Sequence[Standing]) -> Table:
    columns = (Column("企业", wide=True), Column("调整为"), Column("按记录"), Column("至"), Column("理由", wide=True), Column("调整人"))
    return Table(columns, tuple(Row((
        Cell(r.enterprise.name, firm_href(r.enterprise_id), strong=True),
        Cell(badge=card_sign(r.value)) if r.kind == "grade" else Cell(f"{KEY_ZH[r.value]}单位"),
        Cell(KEY_ZH.get(str(r.detail.get("instead_of")), str(r.detail.get("instead_of") or "—"))), Cell(str(r.until)), Cell(r.reason),
        Cell(r.by.name if r.by else "系统")), key=str(r.pk)) for r in rows), "有效的人工调整", Empty("没有有效的人工调整。"), action_label="")


def due_table(firms: Sequence[Enterprise], reasons: Mapping[int, Sequence[str]]) -> Table:
    return Table((Column("企业", wide=True), Column("等级"), Column("评定以后的新记录", wide=True)), tuple(Row((
        Cell(f.name, firm_href(f.pk), strong=True), Cell(badge=card_sign(f.grade)), Cell("、".join(reasons[f.pk]))), key=str(f.pk)) for f in firms),
        "待重新评定", Empty("没有：所有评定都是按最新记录作出的。"), action_label="")


def key_table(firms: Sequence[Enterprise]) -> Table:
    return Table((Column("企业", wide=True), Column("等级"), Column("行业"), Column("监管领域"), Column("所在地")), tuple(Row((
        Cell(f.name, firm_href(f.pk), strong=True), Cell(badge=card_sign(f.grade)), Cell(f.industry), Cell("、".join(f.fields)), Cell(f.area)),
        key=str(f.pk)) for f in firms), "重点单位", Empty("没有列为重点的企业。"), action_label="")


def scheme_table(scheme: Scheme) -> Table:
    """What a grade takes, its state, card and frequency."""
    rows = tuple(Row((Cell(badge=card_sign(x.id)), Cell(f"{scheme.span(x.id)} 分"), Cell(x.state), Cell(f"{x.colour}卡"),
                      Cell(f"{f.least}–{f.most}", num=True), Cell(f.mode)), key=x.id)
                 for x in scheme.levels for f in [scheme.visits(x.id)])
    return Table((Column("等级"), Column("分数"), Column("状态"), Column("明白卡"), Column("每年次数", num=True), Column("方式", wide=True)), rows,
                 "评定标准", action_label="")


def index(scheme: Scheme, *, found: Mapping[str, Mapping[str, int]], runs: Sequence[GradingRun], overrides: Sequence[Standing],
          due: tuple[Sequence[Enterprise], Mapping[int, Sequence[str]]], keys: tuple[Sequence[Enterprise], int], roles: frozenset[str],
          on: date) -> tuple[Panel, ...]:
    """The panels of the page, in the order of work."""
    heads = bool(roles & {"section_head", "bureau_head"})
    begin = (Button("开始动态调整", f"{HOME}runs/new/", "begin", "primary", post=True),) if heads and not any(
        r.state in ("computing", "ready") for r in runs) else ()
    again = (Button("现在重新评定", f"{HOME}due/", "recompute", post=True),) if heads and due[1] else ()
    more = f"只列出前 {SHOWN_DUE} 家；" if len(due[1]) > SHOWN_DUE else ""
    names = {f: zh for f, zh in ((x.id, f"{x.zh} {x.weight}") for x in scheme.factors)}
    return (
        Panel("等级分布", (spread(found),), str(sum(found.get("", {}).values()))),
        Panel("动态调整", (runs_table(runs),), str(len(runs)), begin, "一年一次，全部企业重新评定，局领导确认后一次生效"),
        Panel("待重新评定", (due_table(*due),), str(len(due[1])), again, f"{more}夜间自动重新评定"),
        Panel("有效的人工调整", (overrides_table(overrides),), str(len(overrides)), note="临时的，到期自动恢复按记录评定的等级"),
        Panel("重点单位", (key_table(keys[0]),), str(keys[1]), note=f"重点类别与等级分开；{scheme.tables['key']['source']}"),
        Panel("评定标准", (scheme_table(scheme),), note=f"{scheme.zh}：{scheme.source}。权重：{'、'.join(names.values())}"))
