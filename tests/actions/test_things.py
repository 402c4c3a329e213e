"""Instruments: who has one, what it may prove, what became of it; and the day is judged as it was known that day."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhiheng.actions import ledgers, things
from zhiheng.actions.errors import NotAllowed
from zhiheng.law.gates_things import MEASURING, fault
from zhiheng.records.clock import frozen, now
from zhiheng.records.models import Line, Mandate, Person
from zhiheng.records.queries.ledgers import history
from zhiheng.records.queries.sources.things import as_of
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.ledgers.equipment import CALIBRATED

pytestmark = pytest.mark.django_db
BOOK = ledger("equipment")
ONE = {"asset_no": "YL-001", "kind": "gas_detector", "model": "四合一 MX4", "state": "in_store", "calibrated_on": "2025-11-10",
       "calibrated_until": "2026-11-09", "certificate_no": "J-1"}


@pytest.fixture
def kit(district):
    return ledgers.enter(BOOK, district.agency, ONE, by=district.people["admin"])


def again(line: Line) -> Line:
    return Line.objects.select_related("agency").get(pk=line.pk)


def test_the_gate_and_the_ledger_mean_the_same_instruments():
    assert MEASURING == CALIBRATED


@pytest.mark.parametrize(("more", "says"), [
    ({}, "已于 2026-11-09 到期"), ({"calibrated_until": None}, "没有检定"), ({"calibrated_until": "2027-01-01"}, ""),
    ({"calibrated_on": "2026-12-01", "calibrated_until": "2027-12-01"}, "晚于使用之日"), ({"state": "lost"}, "遗失"),
    ({"state": "scrapped"}, "已报废"), ({"state": "repair"}, "维修"), ({"kind": "recorder", "calibrated_until": None}, "")])
def test_what_stands_against_an_instrument_on_a_day(more, says):
    found = fault({**ONE, **more}, date(2026, 11, 23))
    assert (says in found) if says else found == ""


def test_an_instrument_nobody_registered_is_said_to_be_unknown():
    assert "没有登记" in fault(None, date(2026, 11, 23))


def test_who_has_it_is_said_and_it_cannot_be_lent_twice(district, kit):
    p = district.people
    things.issue(kit, p["li"], purpose="执法检查", by=p["admin"])
    held = again(kit)
    assert held.person_id == "li" and held.values["state"] == "issued" and held.values["issued_on"]
    with pytest.raises(NotAllowed, match="已领用"):
        things.issue(kit, p["wang"], purpose="执法检查", by=p["admin"])
    things.give_back(kit, by=p["admin"])
    held = again(kit)
    assert held.person_id is None and held.values["state"] == "in_store"
    move = Line.objects.get(ledger="equipment_moves")
    assert move.values["state"] == "back" and move.values["condition"] == "完好"
    assert [c.what for c in history("equipment", kit.pk)] == ["changed", "changed", "created"]


def test_a_second_loan_on_the_same_day_keeps_one_line_with_its_history(district, kit):
    p = district.people
    for _ in range(2):
        things.issue(kit, p["li"], purpose="执法检查", by=p["admin"])
        things.give_back(kit, by=p["admin"])
    assert Line.objects.filter(ledger="equipment_moves").count() == 1


def test_nobody_without_a_post_at_the_agency_receives_it(district, kit):
    stranger = Person.objects.create_user("passer", name="路人")
    with pytest.raises(NotAllowed, match="没有有效的任职"):
        things.issue(kit, stranger, purpose="借用", by=district.people["admin"])


def test_what_comes_back_damaged_goes_to_repair_and_says_how(district, kit):
    p = district.people
    things.issue(kit, p["li"], purpose="执法检查", by=p["admin"])
    with pytest.raises(NotAllowed, match="损坏情况"):
        things.give_back(kit, damaged=True, by=p["admin"])
    assert again(kit).values["state"] == "issued"
    things.give_back(kit, damaged=True, condition="传感器进水", by=p["admin"])
    assert again(kit).values["state"] == "repair"


def test_a_calibration_brings_date_last_day_and_certificate_or_is_none(district, kit):
    p = district.people
    things.send_away(kit, "calibration", purpose="年度送检", due_back=date(2026, 12, 1), by=p["admin"])
    with pytest.raises(NotAllowed, match="同时填写"):
        things.come_back(kit, calibrated_on=date(2026, 11, 20), by=p["admin"])
    with pytest.raises(NotAllowed, match="送检回来"):
        things.come_back(kit, by=p["admin"])
    things.come_back(kit, calibrated_on=date(2026, 11, 20), calibrated_until=date(2027, 11, 19), certificate_no="J-2", by=p["admin"])
    held = again(kit)
    assert held.values["state"] == "in_store" and fault(held.values, date(2026, 11, 23)) == ""


def test_a_later_calibration_does_not_mend_an_earlier_day(district, kit):
    then = now() + timedelta(minutes=1)
    with frozen(then + timedelta(days=3)):
        ledgers.change(BOOK, again(kit), {**ONE, "calibrated_on": "2026-11-25", "calibrated_until": "2027-11-24"}, version=1,
                       by=district.people["admin"])
    held = as_of("equipment", district.agency, then)["YL-001"][1]
    assert held["calibrated_until"] == "2026-11-09" and "到期" in fault(held, date(2026, 11, 23))


def test_what_was_entered_later_was_not_known_then(district):
    before = now() - timedelta(days=1)
    ledgers.enter(BOOK, district.agency, ONE, by=district.people["admin"])
    assert as_of("equipment", district.agency, before) == {}


def test_scrapping_needs_a_head_who_is_not_the_keeper(district, kit):
    p = district.people
    with pytest.raises(NotAllowed, match="不能批准报废"):
        things.dispose(kit, reason="老化", approved_by=p["li"], approval_no="1号", by=p["admin"])
    with pytest.raises(NotAllowed, match="不能自己批准"):
        things.dispose(kit, reason="老化", approved_by=p["chen"], approval_no="1号", by=p["chen"])
    assert Mandate.objects.filter(person=p["chen"], role="bureau_head").exists()
    things.dispose(kit, reason="老化", approved_by=p["chen"], approval_no="云应急资产〔2026〕1号", by=p["admin"])
    assert again(kit).values["state"] == "scrapped" and "1号" in again(kit).values["remark"]


def test_a_loss_is_told_with_what_happened_and_only_once(district, kit):
    p = district.people
    with pytest.raises(NotAllowed, match="至少 10 个字"):
        things.lose(kit, says="丢了", by=p["admin"])
    things.lose(kit, says="十一月二十日在平山园区检查途中遗失", by=p["admin"])
    with pytest.raises(NotAllowed, match="不能再登记"):
        things.lose(kit, says="十一月二十日在平山园区检查途中遗失", by=p["admin"])
