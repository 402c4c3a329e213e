"""Document numbers （云）应急罚〔2026〕12号, from a register without gaps; the papers of one file share its serial."""
from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.ledger import next_serial
from zhiheng.kernel.clock import TZ
from zhiheng.records.grams import fold_number
from zhiheng.records.models import Agency, DocumentNumber, File, NumberCounter
from zhiheng.records.queries.conferrals import acting


def register_of(agency: Agency, on: date) -> Agency:
    """Whose register gives the number: a delegated body acts in the name of the delegating agency (行政处罚法 20-4), an
    assigned one in its own, a joined team in its bureau's."""
    return acting(agency, on).agency


def give(file: File, word: str, at: datetime, *, own_series: bool) -> DocumentNumber:
    """The next number for a paper of ``file``; inside the transaction that freezes the paper.

    With ``own_series`` the word counts by itself; else the paper takes the serial of the file (given on first use),
    and a second paper of the same word is written 12-1号.
    """
    year, agency = at.astimezone(TZ).year, register_of(file.agency, at.astimezone(TZ).date())
    if own_series:
        series, sub = f"word:{word}", 0
        serial = next_serial(NumberCounter, agency=agency, series=series, year=year)
        while _taken(agency, word, year, serial):  # a receipt is numbered with the case in one procedure, by itself in others
            serial = next_serial(NumberCounter, agency=agency, series=series, year=year)
    else:
        series = file.procedure
        if file.serial is None:
            file.serial_year = year
            file.serial = next_serial(NumberCounter, agency=agency, series=series, year=year)
        year, serial = file.serial_year or year, file.serial
        last = DocumentNumber.objects.filter(file=file, word=word, year=year, serial=serial).aggregate(m=Max("sub"))["m"]
        sub = 0 if last is None else last + 1
        while _taken(agency, word, year, serial, sub):
            sub += 1
    text = f"（{file.agency.region_short}）{word}〔{year}〕{serial}{f'-{sub}' if sub else ''}号"
    return DocumentNumber.objects.create(
        agency=agency, word=word, year=year, serial=serial, sub=sub, text=text, folded=fold_number(text),
        series=series, file=file, given_at=at)


def _taken(agency: Agency, word: str, year: int, serial: int, sub: int | None = None) -> bool:
    """Whether another paper of the register bears this number already."""
    found = DocumentNumber.objects.filter(agency=agency, word=word, year=year, serial=serial)
    return (found if sub is None else found.filter(sub=sub)).exists()


def void(number: DocumentNumber, reason: str) -> None:
    """Take a number out of use. It stays in the register with the reason (at least 4 characters)."""
    if len(reason.strip()) < 4:
        raise NotAllowed("作废文号须写明原因")
    number.void_reason = reason.strip()
    number.save(update_fields=["void_reason"])
