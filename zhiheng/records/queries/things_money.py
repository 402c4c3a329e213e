"""What became of the fines: decided, asked for by a notice of the treasury, arrived there, and what does not add up?"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.kernel.money import figures
from zhiheng.records.models import File, Payment, PaymentNotice, Penalty
from zhiheng.records.queries.scope import Scope


@dataclass(frozen=True)
class FineMonth:
    """One month of fines: decided, notices of the treasury, what arrived there; fen and numbers of rows."""

    month: str
    decided: int
    decided_fen: int
    notices: int
    noticed_fen: int
    payments: int
    paid_fen: int
    late_fen: int


@dataclass(frozen=True)
class Odd:
    """A row that does not add up, with its file."""

    file: File
    party: str
    what: str
    says: str
    fen: int


@dataclass(frozen=True)
class Fines:
    """Fines of a year as the files tell: by month, and what does not add up. ``through`` payments of ``paid`` have a
    treasury receipt; ``noticed`` of ``decided`` fines have a notice to pay to the bank."""

    months: tuple[FineMonth, ...]
    odd: tuple[Odd, ...]
    paid: int
    receipted: int
    fined: int
    noticed: int
    paid_fen: int
    decided_fen: int


def fines(scope: Scope, year: int) -> Fines:
    """Three queries. A decision is the newest of its party; a later one takes the place of the earlier."""
    latest: dict[tuple[int, int], Penalty] = {}
    for row in scope.penalties.filter(decision="penalty").select_related("file", "party").order_by("event_seq"):
        latest[row.file_id, row.party_id] = row
    decided = [p for p in latest.values() if p.decided_on.year == year and p.fine_fen]
    notices, payments = _notices(scope), _payments(scope)
    of_year_n = [n for n in notices if n.issued_on.year == year]
    of_year_p = [p for p in payments if p.paid_on.year == year]
    months = tuple(_month(year, m, decided, of_year_n, of_year_p) for m in range(1, 13))
    asked = {(n.file_id, n.party_id) for n in notices}
    named = {(p.file_id, p.party_id): p for p in latest.values() if p.fine_fen or p.confiscated_fen}
    odd = [Odd(p.file, p.party.name, "no_receipt", "缴款没有登记票据号，不能证明款项进入国库", p.amount_fen) for p in of_year_p if not p.receipt]
    odd += [Odd(p.file, p.party.name, "no_notice", "有缴款，没有开具缴款通知", p.amount_fen) for p in of_year_p
            if (p.file_id, p.party_id) not in asked]
    odd += _over(named, payments, year)
    odd += [Odd(p.file, p.party.name, "served_no_notice", f"{p.served_on} 已送达处罚决定，没有开具缴款通知", p.fine_fen) for p in decided
            if p.served_on and (p.file_id, p.party_id) not in asked]
    odd += _twice(of_year_p)
    return Fines(months, tuple(odd), len(of_year_p), sum(1 for p in of_year_p if p.receipt), len(decided),
                 sum(1 for p in decided if (p.file_id, p.party_id) in asked), sum(p.amount_fen for p in of_year_p),
                 sum(p.fine_fen for p in decided))


def _notices(scope: Scope) -> list[PaymentNotice]:
    return list(PaymentNotice.objects.filter(file__in=scope.files).select_related("file", "party").order_by("issued_on", "pk"))


def _payments(scope: Scope) -> list[Payment]:
    return list(Payment.objects.filter(file__in=scope.files).select_related("file", "party").order_by("paid_on", "pk"))


def _month(year: int, month: int, decided: list[Penalty], notices: list[PaymentNotice], payments: list[Payment]) -> FineMonth:
    mine = [p for p in decided if p.decided_on.month == month]
    told = [n for n in notices if n.issued_on.month == month]
    came = [p for p in payments if p.paid_on.month == month]
    return FineMonth(f"{year}-{month:02d}", len(mine), sum(p.fine_fen for p in mine), len(told), sum(n.amount_fen for n in told),
                     len(came), sum(p.amount_fen for p in came), sum(p.late_fee_fen for p in came))


def _over(named: Mapping[tuple[int, int], Penalty], payments: list[Payment], year: int) -> list[Odd]:
    """Paid more than was imposed, or more added for lateness than the fine itself (行政处罚法 72-1-1), in a year of payments."""
    found = []
    for key in dict.fromkeys((p.file_id, p.party_id) for p in payments if p.paid_on.year == year):
        mine, row = [p for p in payments if (p.file_id, p.party_id) == key], named.get(key)
        added = sum(p.late_fee_fen for p in mine)
        paid = sum(p.amount_fen for p in mine) - added  # an amount that arrived holds what was added
        if row is None:
            found.append(Odd(mine[0].file, mine[0].party.name, "no_decision", "有缴款，没有罚款决定", paid))
        elif paid > (due := row.fine_fen + row.confiscated_fen):
            found.append(Odd(row.file, row.party.name, "over", f"缴款超过处罚决定的罚款、没收数额 {figures(paid - due)}，应当退还", paid))
        if row is not None and added > row.fine_fen:
            found.append(Odd(row.file, row.party.name, "added", f"加处罚款 {figures(added)} 超过罚款数额 {figures(row.fine_fen)}", added))
    return found


def _twice(payments: list[Payment]) -> list[Odd]:
    """One receipt under two payments."""
    seen: dict[str, Payment] = {}
    found = []
    for p in payments:
        if p.receipt and p.receipt in seen and seen[p.receipt].file_id != p.file_id:
            found.append(Odd(p.file, p.party.name, "twice", f"票据号 {p.receipt} 与 {seen[p.receipt].file.no} 相同", p.amount_fen))
        seen.setdefault(p.receipt, p)
    return found
