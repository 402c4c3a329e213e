"""The tab 分级 of an enterprise's page: the grade with its reasons and every version of it."""
from __future__ import annotations

from zhiheng.actions import grading
from zhiheng.actions.grading_scheme import scheme_of
from zhiheng.records.queries.grading_firm import graded
from zhiheng.web.build.enterprise_page import FirmPage
from zhiheng.web.build.grade_firm import Graded, explained, history_table
from zhiheng.web.parts_firm import Panel


def count(p: FirmPage) -> str | None:
    """The grade stands in the tab; posts that read no cases have no such tab."""
    return (p.firm.grade or "") if p.mine.roles - {"administrator", "archivist"} else None


def tab(p: FirmPage) -> tuple[object, ...]:
    on = p.mine.now.date()
    g = Graded(**graded(p.firm, scheme_of(p.firm.agency, on), grading.cap_of(p.firm, on), p.mine.scope))
    return (explained(g, p.mine.roles), Panel("等级变更", (history_table(g.rows, on),), str(len(g.rows))),
            Panel("重点类别变更", (history_table(g.keys, on, key=True),), str(len(g.keys))))
