"""消息 as a declared list: information only; a duty never stands here."""
from __future__ import annotations

from collections.abc import Sequence

from zhiheng.records.models import Message
from zhiheng.records.queries.messages import messages_list, unread
from zhiheng.records.queries.paging import Page
from zhiheng.web import links
from zhiheng.web.build.words import moment_text
from zhiheng.web.desk import CASE_POSTS, Desk
from zhiheng.web.listing import Asked, Col, Listing, Pick, Ways
from zhiheng.web.parts import Badge, Button, Link
from zhiheng.web.parts_page import Cell, Column

HREF = "/messages/"
KINDS = (("sign", "等您签署"), ("effective", "已经生效"), ("returned", "退回"), ("due", "期限"), ("release", "申请放行"),
         ("publicity", "公示"), ("competence", "管辖"), ("draw", "抽查"), ("campaign", "专项行动"), ("dispatch", "计划进度"),
         ("certificate", "证件"), ("reassigned", "变更承办人"))
_KIND = dict(KINDS)


def _file(m: Message, d: Desk) -> Cell:
    return Cell(m.file.no, links.file_href(m.file.no)) if m.file else Cell("—")


def _state(m: Message, d: Desk) -> Cell:
    return Cell(badge=Badge("已读", "rest") if m.read_at else Badge("未读", "link"))


COLUMNS: tuple[Col[Message, Desk], ...] = (
    Col("text", Column("内容", wide=True), lambda m, d: Cell(m.text, strong=m.read_at is None)),
    Col("at", Column("时间"), lambda m, d: Cell(moment_text(m.at))),
    Col("kind", Column("种类"), lambda m, d: Cell(_KIND.get(m.kind, "其他"))),
    Col("file", Column("案卷"), _file), Col("state", Column("状态"), _state),
    Col("read", Column("阅读时间"), lambda m, d: Cell(moment_text(m.read_at) if m.read_at else "—"), shown=False))


def _picks(mine: Desk) -> tuple[Pick, ...]:
    return (Pick("state", "状态", "links", (("unread", "未读"), ("read", "已读"))), Pick("kind", "种类", options=KINDS),
            Pick("q", "内容或案卷号", "text"), Pick("on", "时间", "period", more=True))


def _read(mine: Desk, asked: Asked) -> Page[Message]:
    return messages_list(mine.person, asked.filters, sort=asked.sort, cursor=asked.cursor, size=asked.size, exact=asked.exact)


def _draw(mine: Desk, rows: Sequence[Message], columns: frozenset[str]) -> Desk:
    return mine


def _buttons(mine: Desk, asked: Asked) -> tuple[Button, ...]:
    return (Button("全部已读", f"{HREF}read/", post=True),) if unread(mine.person) else ()


MESSAGE_LIST: Listing[Message, Desk] = Listing(
    "messages", "消息", HREF, CASE_POSTS | {"administrator"}, COLUMNS, (("new", "新的在前"), ("old", "早的在前")), _picks, _read, _draw,
    lambda m, d: Ways(str(m.pk), Button("打开", f"{HREF}{m.pk}/")), (Link("工作台", "/"), Link("消息")),
    empty="没有符合条件的消息。", action_label="打开", buttons=_buttons)
