"""Papers of a file: by volume, and what a decision still needs."""
from __future__ import annotations

from zhiheng.kernel.procedure import Procedure
from zhiheng.law.papers import paper as catalogued
from zhiheng.records.models import Paper
from zhiheng.records.queries.file_page import FilePage
from zhiheng.web.build.law_words import md
from zhiheng.web.links import act_href, file_href, paper_href
from zhiheng.web.parts import Badge, Link, PaperList, PaperRow, Tab, Tabs

STATUS = {"superseded": Badge("已被新版替代", "rest", "superseded"), "void": Badge("已作废", "late", "void")}
NEEDED = ("case_filing_approval", "inquiry_record", "investigation_report", "legal_review_opinion",
          "collective_discussion_record", "case_handling_approval")
"""What appraisers of files look for before a decision; the gates themselves are the engine's."""


def paper_list(p: FilePage, procedure: Procedure, volume: str) -> PaperList:
    """The papers of one volume, in archive order."""
    rows = tuple(paper_row(x, p) for x in p.papers if x.volume == volume)
    counts = {v: sum(1 for x in p.papers if x.volume == v) for v in ("main", "sub")}
    tabs = Tabs(tuple(Tab(zh, f"?volume={v}#papers", v == volume, str(counts[v])) for v, zh in
                      (("main", "正卷"), ("sub", "副卷"))), "卷")
    return PaperList(rows, tabs, _missing(p, procedure), "决定前必备：",
                     Link("卷内目录", f"{file_href(p.file.no)}all/#catalogue"))


def paper_row(x: Paper, p: FilePage) -> PaperRow:
    """One paper; versions beyond the first say which they are."""
    when = next((e.occurred_at for e in p.events if e.seq == x.event_seq), None)
    title = f"{x.zh}{f'（{x.subject_name}）' if x.subject_name else ''}{f' 第{x.version}版' if x.version > 1 else ''}"
    return PaperRow(x.code, title, x.no, md(when), paper_href(x.pk), STATUS.get(x.status), f"{x.pages}页",
                    struck=x.status != "frozen")


def _missing(p: FilePage, procedure: Procedure) -> tuple[Link, ...]:
    if procedure.id != "penalty_ordinary" or p.view.done("decide"):
        return ()
    have = {x.code for x in p.papers}
    made = {r.code: a.id for a in procedure.acts for r in a.papers}
    return tuple(Link(catalogued(c).zh_name, act_href(p.file.no, made[c])) for c in NEEDED if c not in have and c in made)
