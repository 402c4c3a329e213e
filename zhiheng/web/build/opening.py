"""Choosing the enterprise of a new inspection: what all units have done there this year, before anything is planned."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.records.models import Enterprise
from zhiheng.records.queries.caps import cap_of
from zhiheng.records.queries.enterprise import History, HistoryRow
from zhiheng.web.build import collisions
from zhiheng.web.build.law_words import law_links, md
from zhiheng.web.desk import Desk
from zhiheng.web.links import enterprise_href, file_href
from zhiheng.web.parts import Band, Button, Empty, Link
from zhiheng.web.parts_page import Cell, Column, Row, Table

CAP = Article("国办发〔2024〕54号", "")
LOOPS = ("inspection", "rectification")
"""Files whose problems are hazards to be closed; those of a case are charges."""
STAGE_ZH = {"inspection": "检查", "rectification": "整改复查", "penalty_ordinary": "处罚案件"}


@dataclass(frozen=True)
class Elsewhere:
    """What other agencies of the house have begun about the enterprise (records/queries/competence)."""

    visits: Sequence[Mapping[str, Any]] = ()
    cases: Sequence[Mapping[str, Any]] = ()


def choose_page(asked: str, found: Sequence[Enterprise], chosen: Enterprise | None, history: History | None,
                mine: Desk, elsewhere: Elsewhere = Elsewhere()) -> dict[str, Any]:
    """The search and its hits, or the chosen enterprise with its year and what other agencies have in hand there."""
    return {"asked": asked, "hits": _hits(found, asked) if asked and chosen is None else None, "firm": chosen,
            "facts": _facts(chosen, history, mine) if chosen and history else (),
            "bands": (*collisions.bands(elsewhere.visits, elsewhere.cases, mine), *_bands(chosen, history, mine))
            if chosen and history else (),
            "others": collisions.table(chosen, elsewhere.visits, elsewhere.cases, mine) if chosen else None,
            "open": _open(history) if history else None,
            "buttons": _buttons(chosen, bool(collisions.joinable(elsewhere.visits, mine))) if chosen else ()}


def _hits(found: Sequence[Enterprise], asked: str) -> Table:
    rows = tuple(Row((Cell(e.name, f"?enterprise={e.pk}", strong=True), Cell(e.code or "无代码"), Cell(e.area), Cell(e.industry)),
                     Button("选择", f"?enterprise={e.pk}", "choose"), str(e.pk)) for e in found)
    empty = Empty(f"没有找到含「{asked}」的企业。可以换两个字再找，或用拼音首字母。")
    return Table((Column("企业", wide=True), Column("信用代码"), Column("属地"), Column("行业")), rows, "企业", empty, "")


def _facts(firm: Enterprise, history: History, mine: Desk) -> tuple[tuple[str, str], ...]:
    cap = cap_of(firm, mine.now.date())
    top = f" / 上限 {cap.most}（{cap.says}）" if cap.most is not None else "（未设上限）"
    rows = (("信用代码", firm.code or "无"), ("地址", firm.address), ("行业", firm.industry), ("风险", "、".join(firm.hazards)),
            ("安全等级", firm.grade), ("本年检查", f"{history.visits_this_year} 次{top}"),
            ("未闭环隐患", str(sum(r.findings_open for r in history.rows if r.file.procedure in LOOPS))))
    return tuple((k, str(v)) for k, v in rows if v)


def _bands(firm: Enterprise, history: History, mine: Desk) -> tuple[Band, ...]:
    """The cap, and open visits that this one could join."""
    out = []
    cap = cap_of(firm, mine.now.date())
    if cap.most is not None and history.visits_this_year >= cap.most:
        out.append(Band(f"本年度对该企业的现场检查已达上限（{history.visits_this_year}/{cap.most} 次；上限来自：{cap.says}）", "due",
                        law_links((CAP,), mine.scope.on), "cap",
                        "只有举报、转办、数据预警、上级部署的专项行动等可以例外，并须在方案中填写来源文书。"))
    running = [r.file for r in history.rows if r.file.procedure == "inspection" and r.file.ended_at is None
               and r.file.stage in ("plan", "site")]
    for file in running[:3]:
        out.append(Band(f"{md(file.opened_at)} 已立检查 {file.no}，尚未完成", "due", (Link("查看", file_href(file.no)),), "open-visit",
                        "同一时期对同一企业的检查应当合并进行。"))
    return tuple(out)


def _open(history: History) -> Table | None:
    rows = tuple(
        Row((Cell(r.file.no, file_href(r.file.no)), Cell(STAGE_ZH.get(r.file.procedure, "案卷")), Cell(r.file.title),
             Cell(md(r.file.opened_at)), Cell(_loop(r), num=True)), key=r.file.no)
        for r in history.rows[:12])
    if not rows:
        return None
    return Table((Column("案卷"), Column("类别"), Column("名称", wide=True), Column("建卷"), Column("未闭环/问题", num=True)), rows,
                 "该企业的案卷", action_label="")


def _loop(r: HistoryRow) -> str:
    return f"{r.findings_open}/{r.findings}" if r.findings and r.file.procedure in LOOPS else "—"


def _buttons(firm: Enterprise, joinable: bool) -> tuple[Button, ...]:
    """Where a visit of another agency can be joined, that stands above; going alone needs a reason."""
    own = Button("单独检查（须写明理由）", f"/new/inspection/plan/?enterprise={firm.pk}", "plan") if joinable else \
        Button("制现场检查方案", f"/new/inspection/plan/?enterprise={firm.pk}", "plan", "primary")
    return (own,
            Button("紧急先查", f"/new/inspection/emergency_entry/?enterprise={firm.pk}", "emergency_entry"),
            Button("登记线索", f"/new/penalty_ordinary/lead/?enterprise={firm.pk}", "lead"),
            Button("一企一档", enterprise_href(firm.code, firm.pk), kind="quiet"),
            Button("另选企业", "/inspections/new/", kind="quiet"))
