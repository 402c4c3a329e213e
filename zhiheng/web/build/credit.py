"""信用管理 as a declared list; the history of one enterprise; the buttons that begin a listing or a promise."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhiheng.kernel.money import figures
from zhiheng.law.procedures.breach.words import GROUNDS, ROLES
from zhiheng.law.terms import due_of
from zhiheng.records.models import Enterprise, Standing
from zhiheng.records.queries import credit
from zhiheng.records.queries.paging import Page
from zhiheng.web import links
from zhiheng.web.build.enterprise_page import FirmPage
from zhiheng.web.build.lists import stage_zh
from zhiheng.web.build.words import day_text
from zhiheng.web.desk import CASE_POSTS, Desk
from zhiheng.web.listing import Asked, Col, Listing, Pick, Ways
from zhiheng.web.parts import Badge, Button, Empty, Link, Tone
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

HREF = "/credit/"
WHO = CASE_POSTS | {"administrator"}
WORDS: Mapping[tuple[str, str], tuple[str, Tone]] = {
    ("credit", "serious"): ("严重失信", "late"), ("credit", "bad"): ("不良记录", "due"), ("credit", "trustworthy"): ("守信", "done"),
    ("promise", "made"): ("承诺制", "done"), ("promise", "broken"): ("未履行承诺", "late")}
_ROLE = dict(ROLES)


def badge(row: Standing) -> Badge:
    """What the row says, said quietly once it is over."""
    zh, tone = WORDS.get((row.kind, row.value), (row.value, "plain"))
    return Badge(zh, "rest" if row.ended_on else tone, f"{row.kind}-{row.value}")


def why(row: Standing) -> str:
    """The ground of a listing, the number and the sum of a bad record, who promised."""
    detail = row.detail
    ground = GROUNDS.get(str(detail.get("ground") or ""))
    if ground is not None:
        return ground.short
    if row.value == "bad":
        fine = int(detail.get("fine_fen") or 0)
        return f"{detail.get('number') or '处罚决定'}{f'，罚款 {figures(fine)}' if fine else ''}"
    if row.value == "broken":
        return str(detail.get("broken") or row.reason)[:60]
    return f"承诺人 {detail['signer']}" if detail.get("signer") else row.reason


def _whom(r: Standing, d: Desk) -> Cell:
    name = r.person_name or r.enterprise.name
    role = _ROLE.get(str(r.detail.get("role") or ""), "") if r.person_name else (r.enterprise.code or "")
    lines = tuple(x for x in (role, r.enterprise.name if r.person_name else "") if x)
    return Cell(name, links.enterprise_href(r.enterprise.code, r.enterprise.pk), strong=True, lines=lines)


def _until(r: Standing, d: Desk) -> Cell:
    on = d.now.date()
    if r.ended_on:
        return Cell(badge=Badge(f"{r.ended_on} 止", "rest"), lines=(r.ended_reason,) if r.ended_reason else ())
    if r.until is None:
        return Cell("—")
    if r.until < on:
        return Cell(badge=Badge(f"{r.until} 已期满", "late"))
    return Cell(badge=Badge(f"至 {r.until}", "due")) if r.until - on <= credit.SOON else Cell(f"至 {r.until}")


def _early(r: Standing, d: Desk) -> Cell:
    """From when early removal may be asked for."""
    if r.value != "serious" or r.ended_on or (r.until and r.until < d.now.date()):
        return Cell("—")
    first = due_of("dishonesty_early_removal", r.since).on
    assert first is not None
    return Cell(badge=Badge("可以申请", "due"), lines=(f"{first} 起",)) if first <= d.now.date() else Cell(f"{first} 起")


def _shown(r: Standing, d: Desk) -> Cell:
    if r.value != "serious":
        return Cell("—")
    on = r.detail.get("published_on")
    if r.ended_on:
        return Cell("已撤下" if on else "—")
    return Cell(str(on)) if on else Cell(badge=Badge("未公示", "due"))


def _file(r: Standing, d: Desk) -> Cell:
    return Cell(r.file.no, links.file_href(r.file.no)) if r.file else Cell("—")


COLUMNS: tuple[Col[Standing, Desk], ...] = (
    Col("whom", Column("对象", wide=True), _whom), Col("what", Column("信用"), lambda r, d: Cell(badge=badge(r))),
    Col("why", Column("事由", wide=True), lambda r, d: Cell(why(r) or "—")), Col("since", Column("自"), lambda r, d: Cell(r.since.isoformat())),
    Col("until", Column("管理期限"), _until), Col("early", Column("提前移出"), _early), Col("shown", Column("公示"), _shown),
    Col("file", Column("案卷"), _file), Col("area", Column("所在地"), lambda r, d: Cell(r.enterprise.area or "—"), shown=False))


def _picks(mine: Desk) -> tuple[Pick, ...]:
    return (Pick("view", "范围", "links", credit.VIEWS[1:], first=credit.VIEWS[0][1]),
            Pick("who", "对象", options=(("unit", "单位"), ("person", "人员"))),
            Pick("area", "所在地", options=tuple((a, a) for a in credit.areas(mine.scope)), open=True), Pick("q", "名称、姓名或代码", "text"))


def _read(mine: Desk, asked: Asked) -> Page[Standing]:
    return credit.credit_list(mine.scope, asked.filters, sort=asked.sort, cursor=asked.cursor, size=asked.size, exact=asked.exact)


def _draw(mine: Desk, rows: Sequence[Standing], columns: frozenset[str]) -> Desk:
    return mine


def _row(r: Standing, d: Desk) -> Ways:
    late = r.value == "serious" and not r.ended_on and r.until is not None and r.until < d.now.date()
    home = links.enterprise_href(r.enterprise.code, r.enterprise.pk)
    button = Button("查看案卷", links.file_href(r.file.no)) if r.file and CASE_POSTS & d.roles else Button("查看", f"{home}?tab=credit")
    return Ways(str(r.pk), button, "late" if late else "plain")


def _buttons(mine: Desk, asked: Asked) -> tuple[Button, ...]:
    under = credit.running(mine.scope) if CASE_POSTS & mine.roles else 0
    cases = (Button(f"办理中 {under}" if under else "失信案卷", "/serious-breaches/"), Button("承诺案卷", "/commitments/"))
    return cases if CASE_POSTS & mine.roles else ()


def _about(mine: Desk) -> tuple[tuple[str, str], ...]:
    return (("严重失信", "应急管理部令第11号规定的情形，管理期限三年；办法条文只核对了第一至四条和列入情形，其余依据待核"),
            ("提前移出", "列入满十二个月，义务履行完毕、纠正失信行为、作出信用承诺的，可以申请（信用修复管理办法第十二条、第十四条）"),
            ("不良记录", "送达的行政处罚：有暂扣、吊销、停产停业等的三年，罚款、没收的一年，仅警告、通报批评的不计"
                     "（信用修复管理办法第八至十二条；罚款的大小标准由行业主管部门规定，本系统暂按一般处理）"),
            ("守信、承诺制", "本局自行设计的管理方式，条件见承诺案卷"))


CREDIT_LIST: Listing[Standing, Desk] = Listing(
    "credit", "信用管理", HREF, WHO, COLUMNS, (("since", "最近的在前"), ("until", "先到期的在前"), ("name", "名称")), _picks, _read, _draw, _row,
    (Link("监管对象"), Link("信用管理")), empty="没有符合条件的记录。", buttons=_buttons, about=_about,
    note=lambda *_: "列入、移出经案卷办理；期满、移出以后对外名单自动撤下。")


def count(p: FirmPage) -> int:
    return len(credit.of_enterprise(p.firm))


def tab(p: FirmPage) -> tuple[object, ...]:
    """What is and was held of the enterprise and its people, the files of it, and what may be begun."""
    rows, files = credit.of_enterprise(p.firm), credit.files_of(p.firm, p.mine.scope)
    shown: list[object] = [Panel("信用记录", (_history(rows, p.mine),), tools=_tools(p.firm, p.mine), note="含单位和有关人员，只增不改")]
    if files:
        lines = tuple(Row((Cell(day_text(f.opened_at)), Cell(f.title, links.file_href(f.no), strong=True, lines=(f.no,)),
                           Cell(badge=Badge("已办结", "done")) if f.ended_at else Cell(stage_zh(p.mine.rules.procedures, f.procedure, f.stage))),
                          Button("查看", links.file_href(f.no)), f.no) for f in files)
        shown.append(Panel("信用案卷", (Table((Column("建卷"), Column("案卷", wide=True), Column("阶段")), lines, "信用案卷"),)))
    return tuple(shown)


def _history(rows: Sequence[Standing], mine: Desk) -> Table:
    columns = (Column("信用"), Column("对象"), Column("事由", wide=True), Column("自"), Column("管理期限"), Column("提前移出"), Column("案卷"))
    lines = tuple(Row((Cell(badge=badge(r)), Cell(r.person_name or "本单位"), Cell(why(r) or "—"), Cell(r.since.isoformat()),
                       _until(r, mine), _early(r, mine), _file(r, mine)), key=str(r.pk)) for r in rows)
    return Table(columns, lines, "信用记录", Empty("没有信用记录。"), action_label="")


def _tools(firm: Enterprise, mine: Desk) -> tuple[Button, ...]:
    if "officer" not in mine.roles or firm.closed_on is not None:
        return ()
    return (Button("列入建议", f"/new/serious_breach/propose/?enterprise={firm.pk}"),
            Button("实行承诺制", f"/new/commitment/promise/?enterprise={firm.pk}"))
