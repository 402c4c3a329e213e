"""The code of a visit: signed for the officer's phone, answered by the enterprise at its gate, rated afterwards.

An entry is the time at which the enterprise opened the code; no name, no address of a device. A rating cannot be led back
to the visit: it is kept under a keyed hash, with the month alone.
"""
from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from zhiheng.actions import changes
from zhiheng.actions.errors import NotAllowed
from zhiheng.archive import signing
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.visit_ticket import Ticket, issue, read
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Checkpoint, File
from zhiheng.records.queries import visit_tickets as ask

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
MOST_ENTRIES = 5
"""Registrations of one visit a day: whoever reloads adds nothing."""
RATE_DAYS = 30


def code_of(file: File) -> str:
    """The text of the square code; "" while no plan was approved."""
    ticket = ask.ticket_of(file)
    if ticket is None:
        return ""
    key = signing.signer(Path(settings.ZHIHENG_DATA))
    return issue(ticket, key.id, key.sign)


def public_keys() -> dict[str, str]:
    """{id: raw public key in hex} of the house: the present one and those its checkpoints were signed with. One query."""
    here = signing.signer(Path(settings.ZHIHENG_DATA)).public.hex()
    older = Checkpoint.objects.values_list("public_key", flat=True).distinct()
    return {signing.key_id(bytes.fromhex(k)): k for k in (here, *older)}


def checked(text: str) -> tuple[Ticket, str]:
    """(the ticket, "genuine" | "altered" | "unknown"). NoTicket when it is none."""
    ticket, message, signature = read(text)
    key = public_keys().get(ticket.key)
    if key is None:
        return ticket, "unknown"
    return ticket, "genuine" if signing.verify(key, message, signature) else "altered"


def register_entry(text: str, *, at: datetime | None = None) -> ask.Entry:
    """The enterprise registers that the visitors are at its gate. NotAllowed for anything but a valid code on its days."""
    moment = (at or clock_now()).astimezone(TZ)
    ticket, genuine = checked(text)
    known = ask.since(ticket)
    if genuine != "genuine" or known.file is None or known.changed:
        raise NotAllowed("检查码无效，不能登记入企")
    if known.called_off:
        raise NotAllowed("这次检查已经取消，不能登记入企")
    if not ticket.first <= moment.date() <= ticket.last:
        raise NotAllowed(f"检查码只在 {ticket.first} 至 {ticket.last} 有效，今天不能登记入企")
    with transaction.atomic():
        File.objects.select_for_update().get(pk=known.file.pk)
        held = ask.entries_of(ticket.no)
        today = [e for e in held if e.at.astimezone(TZ).date() == moment.date()]
        if len(today) >= MOST_ENTRIES:
            return today[-1]
        voucher = _voucher(ticket.no, len(held) + 1)
        row = changes.note(ask.ENTRY, ticket.no, "created", {"voucher": [None, voucher]}, by=None, at=moment)
    return ask.Entry(row.number, row.at, voucher)


def _voucher(no: str, number: int) -> str:
    """Six signs that can be read out, such as 8K3F-27."""
    value, signs = int(ask.secret("entry", no, str(number))[:16], 16), ""
    for _ in range(6):
        value, rest = divmod(value, len(LETTERS))
        signs += LETTERS[rest]
    return f"{signs[:4]}-{signs[4:]}"


def may_rate(text: str, word: str, *, at: datetime | None = None) -> str:
    """"" when the visit may be rated now, else why not."""
    moment = (at or clock_now()).astimezone(TZ)
    ticket, genuine = checked(text)
    known = ask.since(ticket)
    if genuine != "genuine" or known.file is None or word != ask.rating_word(ticket.no) or not ask.entries_of(ticket.no):
        return "由登记入企的手机、用登记后的网址评价"
    if ask.rated(ticket.no):
        return "这次检查已经评价过，每次检查评价一次"
    if not known.recorded and moment.date() <= ticket.last:
        return "检查结束后可以在这个网址评价"
    return f"检查结束超过 {RATE_DAYS} 日，评价已截止" if moment.date() > ticket.last + timedelta(days=RATE_DAYS) else ""


def rate(text: str, word: str, stars: int, points: Iterable[str] = (), *, at: datetime | None = None) -> None:
    """Keep the stars of a visit, 1 to 5, with reasons of :data:`visit_tickets.POINTS`. NotAllowed with the reason."""
    moment = (at or clock_now()).astimezone(TZ)
    refused = may_rate(text, word, at=moment)
    if refused or stars not in range(1, 6):
        raise NotAllowed(refused or "请选择 1 至 5 星")
    ticket, _ = checked(text)
    file = ask.since(ticket).file
    assert file is not None  # may_rate refused an unknown one
    known = [key for key, _ in ask.POINTS]
    month = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    said = {"stars": [None, stars], "points": [None, [p for p in known if p in set(points)]], "month": [None, f"{month:%Y-%m}"],
            "agency": [None, file.agency_id], "name": [None, file.agency.short_name or file.agency.name]}
    with transaction.atomic():
        File.objects.select_for_update().get(pk=file.pk)  # one rating a visit, whoever presses twice
        if ask.rated(ticket.no):
            raise NotAllowed("这次检查已经评价过，每次检查评价一次")
        changes.note(ask.RATING, ask.rating_target(ticket.no), "created", said, by=None, at=month)
