"""收支两条线: what came of every fine is told by month, and what does not add up is named with its file."""
from __future__ import annotations

from datetime import date

import pytest

from zhiheng.records.models import File, Party, Payment, PaymentNotice, Penalty
from zhiheng.records.queries.scope import visible_to
from zhiheng.records.queries.things_money import fines

ON = date(2026, 6, 5)


@pytest.fixture
def case(house):
    """A function that writes one fine of 9000 yuan and what came of it."""
    file = house.files["case"]
    count = iter(range(100, 200))

    def make(*, fine=900_000, served=True, notice=True, paid=None, added=0, receipt="R-1", confiscated=0) -> Party:
        n = next(count)
        party = Party.objects.create(file=file, key=f"p-{n}", kind="unit", name=f"单位{n}")
        Penalty.objects.create(file=file, party=party, event_seq=n, decided_on=ON, decision="penalty", fine_fen=fine, confiscated_fen=confiscated,
                               served_on=ON if served else None)
        if notice:
            PaymentNotice.objects.create(file=file, party=party, amount_fen=fine, issued_on=ON, event_seq=n)
        if paid is not None:
            Payment.objects.create(file=file, party=party, amount_fen=paid, late_fee_fen=added, paid_on=date(2026, 7, 1),
                                   receipt=receipt, event_seq=n)
        return party
    return make


def told(house):
    return fines(visible_to(house.people["chen"], date(2026, 11, 23)), 2026)


def kinds(house) -> list[str]:
    return [o.what for o in told(house).odd]


def test_a_fine_that_went_its_way_is_in_every_column_and_nowhere_odd(house, case):
    case(paid=900_000)
    found = told(house)
    assert found.odd == () and (found.noticed, found.fined, found.receipted, found.paid) == (1, 1, 1, 1)
    assert found.months[5].decided_fen == 900_000 and found.months[6].paid_fen == 900_000 and found.paid_fen == 900_000


def test_what_was_added_for_lateness_is_no_overpayment(house, case):
    case(paid=1_035_000, added=135_000)
    assert kinds(house) == [] and told(house).months[6].late_fen == 135_000


def test_more_added_than_the_fine_itself_is_against_the_law(house, case):
    case(paid=1_900_000, added=1_000_000)
    assert kinds(house) == ["added"]


def test_too_much_paid_must_go_back_but_confiscated_income_is_no_excess(house, case):
    case(paid=1_000_000)
    case(paid=1_000_000, confiscated=100_000, receipt="R-2")
    assert kinds(house) == ["over"]


def test_money_without_a_receipt_does_not_prove_the_treasury(house, case):
    case(paid=900_000, receipt="")
    assert kinds(house) == ["no_receipt"] and told(house).receipted == 0


def test_a_payment_nobody_asked_for_and_a_served_fine_nobody_asks_for_are_named(house, case):
    case(notice=False, paid=900_000)
    assert sorted(kinds(house)) == ["no_notice", "served_no_notice"]


def test_a_payment_without_any_fine_is_named(house, case):
    case(fine=0, paid=50_000)
    assert kinds(house) == ["no_decision"]


def test_one_receipt_under_two_files_is_named(house, case):
    case(paid=900_000)
    other = File.objects.exclude(pk=house.files["case"].pk).first()
    party = Party.objects.create(file=other, key="p-x", kind="unit", name="别家")
    Penalty.objects.create(file=other, party=party, event_seq=99, decided_on=ON, decision="penalty", fine_fen=900_000)
    PaymentNotice.objects.create(file=other, party=party, amount_fen=900_000, issued_on=ON, event_seq=99)
    Payment.objects.create(file=other, party=party, amount_fen=900_000, paid_on=date(2026, 7, 2), receipt="R-1", event_seq=99)
    assert kinds(house) == ["twice"]


def test_another_bureau_reads_none_of_it(house, case):
    case(paid=1_900_000)
    found = fines(visible_to(house.people["stranger"], date(2026, 11, 23)), 2026)
    assert found.odd == () and found.fined == 0


def test_the_reconciliation_is_on_the_page_and_in_the_sheet(house, case, at_desk):
    case(paid=1_000_000)
    head = at_desk(house.people["chen"])
    said = head.get("/money-apart/").content.decode()
    assert "2026-06" in said and "应当退还" in said and "¥1,000.00" in said
    for part in ("months", "odd", "budget"):
        assert head.get(f"/money-apart/export/?part={part}").status_code == 200
