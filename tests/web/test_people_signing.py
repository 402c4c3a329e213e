"""Nobody signs with a certificate that does not cover the day and the field, whichever way he tries."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.actions.district import NOW
from tests.web import house as houses
from zhiheng.actions import ledgers, signing
from zhiheng.actions import people as actions
from zhiheng.actions.accounts import set_pin
from zhiheng.actions.errors import NotAllowed, Refused, SignatureRefused
from zhiheng.actions.perform import open_file, perform
from zhiheng.records.models import Certificate, Event, Person
from zhiheng.records.queries.sources.interests import interests_of
from zhiheng.registers.catalogue import ledger

TODAY = NOW.date()


pytestmark = pytest.mark.usefixtures("fonts")


def bad(card: Certificate, how: str) -> None:
    """Expired yesterday, suspended, not yet valid, of another field, or missing altogether."""
    match how:
        case "expired":
            card.valid_until = TODAY - timedelta(days=1)
        case "suspended":
            card.suspensions = [[TODAY.isoformat(), TODAY.isoformat(), "离岗学习"]]
        case "early":
            card.valid_from = TODAY + timedelta(days=1)
        case "field":
            card.fields = ["矿山"]
    card.save()
    if how == "missing":
        card.delete()


FAULTS = pytest.mark.parametrize("how", ["expired", "suspended", "early", "field", "missing"])


def sent(office):
    return open_file("inspection", "plan", houses.PLAN, office.people["li"], agency=office.agency, enterprise=office.firm, domain="工贸")


@FAULTS
def test_a_plan_that_names_him_is_refused(office, how):
    bad(Certificate.objects.get(person="wang"), how)
    with pytest.raises(Refused) as refusal:
        sent(office)
    assert "王敏" in str(refusal.value) and not Event.objects.exists()


@FAULTS
def test_the_second_officer_does_not_sign_on_a_colleagues_device_either(office, how):
    wang = office.people["wang"]
    set_pin(wang, "246810")
    made = sent(office)
    bad(Certificate.objects.get(person="wang"), how)
    with pytest.raises(SignatureRefused) as refusal:
        signing.sign(made.file.no, made.draft_seq, wang, pin="246810")
    assert [o.gate for o in refusal.value.obstacles] == ["certificate"]
    assert "行政处罚法第42条第1款" in str(refusal.value.obstacles[0].articles[0])


@FAULTS
def test_an_act_of_the_file_is_refused_when_its_officer_lost_the_certificate_meanwhile(office, how):
    made = sent(office)
    houses.through(made, office.people["wang"], office.people["zhang"], office.people["chen"])
    bad(Certificate.objects.get(person="li"), how)
    with pytest.raises((Refused, SignatureRefused)):
        perform(made.file.no, "enter_site", houses.ENTER, office.people["li"])


@FAULTS
def test_what_one_hand_makes_alone_needs_that_hands_certificate(office, how):
    """The notice of an inspection has no second signature: it is the officer's own paper."""
    made = sent(office)
    houses.through(made, office.people["wang"], office.people["zhang"], office.people["chen"])
    bad(Certificate.objects.get(person="li"), how)
    with pytest.raises(Refused) as refusal:
        perform(made.file.no, "notify", {
            "notified_on": "2026-11-23", "received_by": "陈某某", "visit_time": "2026-11-23T14:00:00+08:00", "way": "phone"}, office.people["li"])
    assert "certificate" in [o.gate for j in refusal.value.judgements for o in j.obstacles]


def test_no_superior_can_release_a_missing_certificate(office):
    made = sent(office)
    bad(Certificate.objects.get(person="wang"), "missing")
    for gate in ("two_officers", "certificate"):
        with pytest.raises(NotAllowed, match="不得放行"):
            signing.release(made.file.no, "plan", gate, office.people["chen"], "情况紧急，请先行检查后补办证件")


def test_the_last_valid_day_still_counts(office):
    houses.expiring(office, "wang", 0)
    made = sent(office)
    signing.sign(made.file.no, made.draft_seq, office.people["wang"])


# --- interests ---------------------------------------------------------------------------------------------------

def declare(office, person: str, **more):
    return ledgers.enter(ledger("interests"), office.agency, {
        "person": person, "relation": "spouse", "since": "2026-01-05", "source": "self", **more}, by=office.people["admin"])


def test_whoever_has_declared_an_interest_is_not_named_and_does_not_sign(office):
    made = sent(office)
    declare(office, "wang", enterprise=office.firm.code)
    with pytest.raises(SignatureRefused) as refusal:
        signing.sign(made.file.no, made.draft_seq, office.people["wang"])
    assert [o.gate for o in refusal.value.obstacles] == ["interest"]
    with pytest.raises(Refused) as refused:
        sent(office)
    assert "officers_without_interest" in [o.gate for j in refused.value.judgements for o in j.obstacles]
    assert interests_of([office.firm.pk]) == {("wang", office.firm.pk): "spouse"}


def test_an_interest_that_has_ended_or_concerns_another_does_not_keep_away(office):
    declare(office, "wang", enterprise=office.firm.code, until="2026-10-31")
    declare(office, "li", other="毫不相干的人", relation="party")
    sent(office)
    assert interests_of([office.firm.pk]) == {}
    assert interests_of([office.firm.pk], date(2026, 10, 31)) == {("wang", office.firm.pk): "spouse"}


# --- registration ------------------------------------------------------------------------------------------------

def test_nobody_registers_his_own_post_nor_his_own_leaving(office):
    admin = office.people["admin"]
    with pytest.raises(NotAllowed, match="自己"):
        actions.add_post(admin, office.agency, "bureau_head", "", TODAY, by=admin)
    with pytest.raises(NotAllowed, match="自己"):
        actions.leave(admin, TODAY, "调往外单位", by=admin)


def test_leaving_is_not_entered_before_its_day_and_ends_posts_the_day_before(office):
    admin, sun = office.people["admin"], office.people["sun"]
    with pytest.raises(NotAllowed, match="晚于今天"):
        actions.leave(sun, TODAY + timedelta(days=1), "调往外单位", by=admin)
    assert actions.leave(sun, TODAY, "调往外单位", by=admin) == []
    assert sun.mandates.get().until == TODAY - timedelta(days=1)
    with pytest.raises(NotAllowed, match="离岗"):
        actions.add_post(Person.objects.get(pk="sun"), office.agency, "officer", "", TODAY, by=admin)


def test_a_number_of_a_certificate_belongs_to_one_person(office):
    with pytest.raises(NotAllowed, match="李强"):
        actions.add_certificate(office.people["wang"], "9901li", ["工贸"], TODAY, TODAY, by=office.people["admin"])
