"""The tab 分级 of an enterprise's page: the grade with its reasons and every version of it."""
from __future__ import annotations

from zhiheng.actions import grading
from zhiheng.actions.grading_scheme import scheme_of
from zhiheng.law.grading import GRADES
from zhiheng.records.queries.grading_firm import graded
from zhiheng.web.build.enterprise_page import FirmPage
from zhiheng.web.build.grade_firm import Graded, explained, history_table
from zhiheng.web.build.grade_words import firm_href
from zhiheng.web.parts import Button
from zhiheng.web.parts_firm import Panel

READERS = frozenset({"officer", "section_head", "legal_reviewer", "bureau_head", "supervisor"})


def card_button(p: FirmPage) -> Button | None:
    """打印明白卡 for posts that read grades, where there is one."""
    return Button("打印明白卡", f"{firm_href(p.firm.pk)}card/", icon="print") if p.firm.grade in GRADES and p.mine.roles & READERS else None


def count(p: FirmPage) -> str | None:
    """The grade stands in the tab; posts that read no cases have no such tab."""
    return (p.firm.grade or "") if p.mine.roles & READERS else None


def tab(p: FirmPage) -> tuple[object, ...]:
    on = p.mine.now.date()
    g = Graded(**graded(p.firm, scheme_of(p.firm.agency, on), grading.cap_of(p.firm, on), p.mine.scope))
    return (explained(g, p.mine.roles), Panel("等级变更", (history_table(g.rows, on),), str(len(g.rows))),
            Panel("重点类别变更", (history_table(g.keys, on, key=True),), str(len(g.keys))))
