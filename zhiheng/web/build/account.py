"""One's own account: who I am, my posts, my certificate."""

from __future__ import annotations

from datetime import date

from zhiheng.records.models import Certificate, Mandate
from zhiheng.records.queries.people import in_force
from zhiheng.web.build.people import certificate_badge
from zhiheng.web.build.shell import post_word
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Empty
from zhiheng.web.parts_page import Cell, Column, Row, Table


def account_page(mine: Desk, *, password_fault: str = "", pin_fault: str = "") -> dict[str, object]:
    """Context of the account page; the faults are of the form that was just sent."""
    return {
        "person": mine.person,
        "posts": _posts(mine),
        "certificates": _certificates(mine, mine.now.date()),
        "has_pin": bool(mine.person.pin),
        "password_fault": password_fault,
        "pin_fault": pin_fault,
    }


def _posts(mine: Desk) -> Table:
    held = Mandate.objects.filter(in_force(mine.now.date()), person=mine.person).select_related("agency")
    rows = tuple(
        Row(
            (
                Cell(x.agency.name),
                Cell(post_word(x), strong=x == mine.post),
                Cell(x.since.isoformat()),
                Cell(x.until.isoformat() if x.until else "长期"),
            )
        )
        for x in held
    )
    columns = (Column("机关"), Column("身份"), Column("自"), Column("至"))
    return Table(columns, rows, "我的任职", Empty("没有有效的任职。请系统管理员登记。"), action_label="")


def _certificates(mine: Desk, today: date) -> Table:
    held = Certificate.objects.filter(person=mine.person).order_by("-valid_until")
    rows = tuple(
        Row(
            (
                Cell(x.number, strong=True),
                Cell("、".join(x.fields)),
                Cell(x.valid_until.isoformat()),
                Cell(badge=certificate_badge(x, today)),
            )
        )
        for x in held
    )
    columns = (Column("证号"), Column("执法领域"), Column("有效至"), Column("状态"))
    return Table(columns, rows, "我的执法证", Empty("没有登记执法证，不能在执法文书上签名。"), action_label="")
