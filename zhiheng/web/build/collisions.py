"""What other agencies have begun about an enterprise, before anything is typed: number, agency, day, matter, telephone."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.law.gates_competence import FIRST_FILED, HANDED_ON, MERGED_VISITS, joined_by, to_be_joined
from zhiheng.records.models import Enterprise
from zhiheng.web.build.law_words import law_links
from zhiheng.web.desk import Desk
from zhiheng.web.links import file_href, with_query
from zhiheng.web.parts import Band, Button
from zhiheng.web.parts_page import Cell, Column, Row, Table

Rows = Sequence[Mapping[str, Any]]
COLUMNS = (Column("机关"), Column("案卷号"), Column("建卷"), Column("事项", wide=True), Column("状态"), Column("联系电话"))


def joinable(visits: Rows, mine: Desk) -> list[Mapping[str, Any]]:
    """Visits not made yet that we have not joined, the oldest first."""
    return to_be_joined(visits, _code(mine))


def _code(mine: Desk) -> str:
    return mine.post.agency.code if mine.post else ""


def live_cases(cases: Rows) -> list[Mapping[str, Any]]:
    return [r for r in cases if not r["away"]]


def bands(visits: Rows, cases: Rows, mine: Desk) -> tuple[Band, ...]:
    """Why this concerns whoever is about to open a file."""
    out = []
    for row in joinable(visits, mine)[:1]:
        out.append(Band(f"{row['agency']}已于 {row['on']} 对该企业立检查 {row['no']}，尚未检查", "due",
                        law_links((MERGED_VISITS,), mine.scope.on), "visit-elsewhere",
                        "请并入这次检查：一次进场、两份记录，不另计频次。确需单独检查的，在方案中写明理由，理由永久保存并由上级查看。"))
    filed = [r for r in live_cases(cases) if r["filed_on"]]
    for row in filed[:1]:
        articles: tuple[Article, ...] = (*FIRST_FILED, HANDED_ON)
        out.append(Band(f"{row['agency']}已于 {row['filed_on']} 立案 {row['no']}（{row['matter']}）", "due",
                        law_links(articles, mine.scope.on), "case-elsewhere",
                        "同一违法行为由最先立案的机关管辖，本机关不能再立案；取得线索的登记后及时移送，对管辖有争议的先协商、再报请指定。"))
    return tuple(out)


def table(firm: Enterprise, visits: Rows, cases: Rows, mine: Desk) -> Table | None:
    """The others' files; only who they are and what they are about. A visit not made yet can be joined."""
    first = {r["no"] for r in joinable(visits, mine)[:1]}
    open_ = sorted((r for r in visits if r["open"] and r["stage"] in ("plan", "site")), key=lambda r: str(r["on"]))
    rows = [_row(firm, r, r["no"] in first, joined_by(r, _code(mine))) for r in (*open_, *live_cases(cases))]
    return Table(COLUMNS, tuple(rows), "其他机关对该企业的在办事项", action_label="办理") if rows else None


def _row(firm: Enterprise, r: Mapping[str, Any], joins: bool, joined: str) -> Row:
    button = Button("并入这次检查", with_query("/new/inspection/join_visit/", {"enterprise": str(firm.pk)}), "join_visit",
                    "primary") if joins else Button("本机关的记录", file_href(joined)) if joined else None
    return Row((Cell(r["agency"], strong=True), Cell(r["no"]), Cell(r["on"]), Cell(r["matter"]), Cell(_state(r, joined)),
                Cell(r["phone"] or "未登记")), button, r["no"])


def _state(r: Mapping[str, Any], joined: str) -> str:
    if r["procedure"] == "inspection":
        return "尚未检查，本机关已并入" if joined else "尚未检查"
    return "已处罚" if r["fined"] else "已立案" if r["filed_on"] else "核查中" if r["open"] else "已办结"
