"""审核审批 as two declared lists: what waits for my signature, and what I have signed."""
from __future__ import annotations

from collections.abc import Sequence

from zhiheng.kernel import view as kernel
from zhiheng.records.models import Event
from zhiheng.records.queries.paging import Page
from zhiheng.records.queries.signed import signed_list
from zhiheng.records.queries.todo import Todo, todo
from zhiheng.web import links
from zhiheng.web.build.words import moment_text
from zhiheng.web.desk import Desk
from zhiheng.web.listing import Asked, Col, Listing, Pick, Ways
from zhiheng.web.parts import Badge, Button, Link, Tab, Tabs
from zhiheng.web.parts_page import Cell, Column

HREF, DONE = "/approvals/", "/approvals/done/"
WHO = frozenset({"officer", "section_head", "bureau_head", "legal_reviewer"})
VERBS = {"legal_reviewer": "审核", "section_head": "审批", "bureau_head": "审批"}
NEWEST = "new"


def _tabs(here: str, mine: Desk) -> Tabs:
    return Tabs((Tab(f"待我{_verb(mine)}", HREF, here == HREF), Tab("已办", DONE, here == DONE)), "审核审批")


def _verb(mine: Desk) -> str:
    return next((verb for role, verb in VERBS.items() if role in mine.roles), "会签")


def _procedures(mine: Desk) -> tuple[tuple[str, str], ...]:
    return tuple((p.id, p.zh) for p in mine.rules.procedures.values()) if mine.post else ()


# --- what waits ------------------------------------------------------------------------------------------------------


def _step(r: Todo, d: Desk) -> Cell:
    return Cell(badge=Badge("退回", "refused", "returned"), lines=(r.reason,)) if r.kind == "returned" else Cell(r.step_zh)


WAITING_COLUMNS: tuple[Col[Todo, Desk], ...] = (
    Col("act", Column("事项"), lambda r, d: Cell(r.act_zh, strong=True)),
    Col("since", Column("送达时间"), lambda r, d: Cell(moment_text(r.since))),
    Col("step", Column("环节"), _step),
    Col("file", Column("案卷", wide=True), lambda r, d: Cell(r.file.title, links.file_href(r.file.no), lines=(r.file.no,))),
    Col("party", Column("当事人"), lambda r, d: Cell(r.subject_name or (r.file.enterprise.name if r.file.enterprise else "—"))),
    Col("kind", Column("案卷类别"), lambda r, d: Cell(dict(_procedures(d)).get(r.file.procedure, "—")), shown=False))


def _waiting_picks(mine: Desk) -> tuple[Pick, ...]:
    return (Pick("state", "状态", "links", (("sign", "等我签署"), ("returned", "退回修改"))),
            Pick("procedure", "案卷类别", options=_procedures(mine)), Pick("q", "事项、当事人、案卷名称或编号", "text"))


def _waiting(mine: Desk, asked: Asked) -> Page[Todo]:
    """A person's desk holds tens of them, worked out from the routes of drafts; the whole is one page."""
    rows = [r for r in todo(mine.person, now=mine.now, scope=mine.scope) if r.draft_seq is not None and _wanted(r, asked)]
    if asked.sort == NEWEST:
        rows.reverse()
    return Page(tuple(rows), "", "", len(rows), False)


def _wanted(r: Todo, asked: Asked) -> bool:
    text = " ".join((r.act_zh, r.subject_name, r.file.title, r.file.no, r.file.enterprise.name if r.file.enterprise else ""))
    return (asked.get("state") in ("", r.kind) and asked.get("procedure") in ("", r.file.procedure)
            and asked.get("q").casefold() in text.casefold())


def _sign(r: Todo, d: Desk) -> Ways:
    verb = "修改" if r.kind == "returned" else _verb(d)
    return Ways(f"{r.file.no}-{r.draft_seq}", Button(verb, links.draft_href(r.file.no, r.draft_seq or 0), r.act))


WAITING_LIST: Listing[Todo, Desk] = Listing(
    "waiting", "待我签署", HREF, WHO, WAITING_COLUMNS, (("old", "等得最久的在前"), (NEWEST, "新送来的在前")), _waiting_picks, _waiting,
    lambda mine, rows, columns: mine, _sign, (Link("审核审批"), Link("待我签署")), empty="没有等您签署的事项。",
    tabs=lambda mine: _tabs(HREF, mine))


# --- what was signed -------------------------------------------------------------------------------------------------


def _act(r: Event, d: Desk) -> Cell:
    declared = d.rules.procedures.get(r.file.procedure)
    return Cell(declared.act(r.act).zh if declared and r.act in declared.names() else r.act, strong=True)


DONE_COLUMNS: tuple[Col[Event, Desk], ...] = (
    Col("act", Column("事项"), _act),
    Col("at", Column("时间"), lambda r, d: Cell(moment_text(r.recorded_at))),
    Col("done", Column("办理"), lambda r, d: Cell(badge=Badge("退回", "refused") if r.kind == kernel.RETURN else Badge("已签署", "done"))),
    Col("file", Column("案卷", wide=True), lambda r, d: Cell(r.file.title, links.file_href(r.file.no), lines=(r.file.no,))),
    Col("party", Column("企业"), lambda r, d: Cell(r.file.enterprise.name if r.file.enterprise else "—"), shown=False),
    Col("kind", Column("案卷类别"), lambda r, d: Cell(dict(_procedures(d)).get(r.file.procedure, "—")), shown=False))


def _done_picks(mine: Desk) -> tuple[Pick, ...]:
    return (Pick("done", "办理", "links", ((kernel.SIGN, "已签署"), (kernel.RETURN, "退回"))),
            Pick("procedure", "案卷类别", options=_procedures(mine)), Pick("q", "企业、案卷名称或编号", "text"),
            Pick("on", "时间", "period", more=True))


def _done(mine: Desk, asked: Asked) -> Page[Event]:
    return signed_list(mine.scope, asked.filters, sort=asked.sort, cursor=asked.cursor, size=asked.size, exact=asked.exact)


def _see(r: Event, d: Desk) -> Ways:
    return Ways(f"{r.file.no}-{r.seq}", Button("查看", links.file_href(r.file.no)))


def _none(mine: Desk, rows: Sequence[Event], columns: frozenset[str]) -> Desk:
    return mine


DONE_LIST: Listing[Event, Desk] = Listing(
    "signed", "已办", DONE, WHO, DONE_COLUMNS, (("new", "新的在前"), ("old", "早的在前")), _done_picks, _done, _none, _see,
    (Link("审核审批", HREF), Link("已办")), empty="没有符合条件的签署。", tabs=lambda mine: _tabs(DONE, mine))
