"""What the listing of serious breaches and the promise of the trustworthy do to what is held of an enterprise."""
from __future__ import annotations

from datetime import date

import pytest

from tests.actions.credit_story import NUMBER, listed, proposed, punished
from tests.web.story import bureau, moment, rules_in_force
from zhiheng.actions.effects.credit import term_of
from zhiheng.actions.errors import Refused
from zhiheng.actions.perform import open_file
from zhiheng.actions.rebuild import rebuild
from zhiheng.law.procedures.commitment import TEXT
from zhiheng.records.clock import frozen
from zhiheng.records.models import Enterprise, Paper, Standing
from zhiheng.records.queries.standings import people_beside, standing_of


@pytest.fixture
def b(db, data_folder, fonts):
    with rules_in_force():
        yield bureau()


def serious(on: str, b):
    held = standing_of([b.firm.pk], "credit", date.fromisoformat(on)).get(b.firm.pk)
    return held.value if held else ""


def test_a_unit_and_its_principal_are_listed_apart_for_three_years_and_end_by_themselves(b):
    no = proposed(b, punished(b))
    listed(b, no)
    rows = {r.person_name: r for r in Standing.objects.filter(kind="credit", value="serious")}
    assert set(rows) == {"", "陈立新"} and rows[""].until == date(2028, 9, 22)
    assert (serious("2025-09-21", b), serious("2025-09-22", b), serious("2028-09-22", b), serious("2028-09-23", b)) == ("", "serious", "serious", "")
    assert [r.person_name for r in people_beside([b.firm.pk], "credit", date(2026, 1, 1))[b.firm.pk]] == ["陈立新"]
    assert rows[""].detail["number"].startswith("（云）应急失决〔2025〕") and rows[""].detail["published_on"] == "2025-09-24"
    assert set(Paper.objects.filter(file__no=no).values_list("code", flat=True)) == {
        "dishonesty_listing_notice", "service_receipt", "dishonesty_listing_decision"}


def test_a_serious_listing_is_not_hidden_by_a_later_bad_record(b):
    listed(b, proposed(b, punished(b)), "party-1")
    Standing.objects.create(enterprise=b.firm, kind="credit", value="bad", since=date(2026, 1, 1), until=date(2026, 12, 31), origin="file",
                            made_at=moment("2026-01-01"))
    assert serious("2026-06-01", b) == "serious"


def test_the_record_refuses_a_penalty_that_no_case_of_the_bureau_knows(b):
    case = punished(b)
    with pytest.raises(Refused) as refused:
        proposed(b, case, penalty_no="（云）应急罚〔2025〕99号")
    assert "in_record" in {o.gate for j in refused.value.judgements for o in j.obstacles}
    with pytest.raises(Refused) as refused:
        proposed(b, case, penalty_on="2025-08-30")
    assert "dates_agree" in {o.gate for j in refused.value.judgements for o in j.obstacles}


def test_early_removal_waits_for_the_fine_the_record_knows_is_owing(b):
    no = proposed(b, punished(b, paid=1_000_000))
    listed(b, no, "party-1")
    b.do(no, "apply_removal", "li", "2026-10-08", "party-1", applied_on="2026-10-08", fulfilled="票据", remedied="验收", promise="承诺书")
    b.do(no, "accept_removal", "li", "2026-10-09", "party-1", decided_on="2026-10-09", outcome="accepted")
    with pytest.raises(Refused) as refused:
        b.do(no, "decide_removal", "li", "2026-10-12", "party-1", decision="granted", decided_on="2026-10-12")
    assert any("¥40,000.00" in o.says for j in refused.value.judgements for o in j.obstacles)
    b.do(no, "decide_removal", "li", "2026-10-12", "party-1", decision="refused", decided_on="2026-10-12", reasons="罚款没有缴清")
    assert serious("2026-10-13", b) == "serious"


def test_an_early_removal_ends_the_row_and_a_deceit_brings_it_back(b):
    no = proposed(b, punished(b))
    listed(b, no, "party-1")
    b.do(no, "apply_removal", "li", "2026-10-08", "party-1", applied_on="2026-10-08", fulfilled="票据", remedied="验收", promise="承诺书")
    b.do(no, "accept_removal", "li", "2026-10-09", "party-1", decided_on="2026-10-09", outcome="accepted")
    b.do(no, "decide_removal", "li", "2026-10-12", "party-1", decision="granted", decided_on="2026-10-12")
    assert serious("2026-10-12", b) == "" and Standing.objects.get(value="serious").ended_reason == "提前移出"
    b.do(no, "restore", "li", "2026-11-02", "party-1", found_on="2026-11-02")
    again = Standing.objects.get(value="serious", ended_on=None)
    assert serious("2026-11-03", b) == "serious" and again.until == date(2029, 11, 2) and "published_on" not in again.detail


def test_replaying_a_file_writes_no_row_twice(b):
    no = proposed(b, punished(b))
    listed(b, no)
    before = list(Standing.objects.order_by("pk").values_list("pk", "since", "until", "ended_on", "person_name"))
    rebuild(no)
    assert list(Standing.objects.order_by("pk").values_list("pk", "since", "until", "ended_on", "person_name")) == before


def promise(b, **changes):
    facts = {"signed_on": "2026-11-02", "signer": "陈某某", "standard": "二级", "text": TEXT, "until": "2027-11-02", "officers": ["li", "wang"],
             "opinion": "建议实行。"} | changes
    with frozen(moment("2026-11-02")):
        firm = Enterprise.objects.get(pk=b.firm.pk)
        return b.signed(open_file("commitment", "promise", facts, b.li, agency=b.agency, enterprise=firm, domain="工贸"), moment("2026-11-02 11:00"))


def test_a_promise_needs_the_standard_and_three_years_without_a_penalty(b):
    with pytest.raises(Refused) as refused:
        promise(b)
    assert "standard" in {o.gate for j in refused.value.judgements for o in j.obstacles}
    Enterprise.objects.filter(pk=b.firm.pk).update(standard="二级")
    punished(b)
    with pytest.raises(Refused) as refused:
        promise(b)
    assert any(NUMBER in o.says for j in refused.value.judgements for o in j.obstacles if o.gate == "clean")


def test_a_broken_promise_ends_the_trust_and_bars_another_for_two_years(b):
    Enterprise.objects.filter(pk=b.firm.pk).update(standard="二级")
    no = promise(b).file.no
    on = date(2026, 11, 20)
    assert standing_of([b.firm.pk], "promise", on)[b.firm.pk].value == "made"
    assert standing_of([b.firm.pk], "credit", on)[b.firm.pk].value == "trustworthy"
    b.do(no, "check_promise", "li", "2026-11-20", checked_on="2026-11-20", kept=False, findings="自查中断")
    b.do(no, "break_promise", "li", "2026-11-23", decided_on="2026-11-23", broken="自查中断", heard="企业承认")
    assert standing_of([b.firm.pk], "promise", date(2026, 11, 24))[b.firm.pk].value == "broken"
    assert b.firm.pk not in standing_of([b.firm.pk], "credit", date(2026, 11, 24))
    with pytest.raises(Refused) as refused:
        promise(b, signed_on="2026-11-24")
    assert refused.value.judgements


@pytest.mark.parametrize(("kinds", "fine", "years"), [(["warning"], 0, 0), (["criticism"], 0, 0), (["fine"], 100, 1),
                                                      (["confiscate_goods"], 0, 1), (["fine", "stop_business"], 100, 3), (["revoke_licence"], 0, 3)])
def test_how_long_a_penalty_is_a_bad_record(kinds, fine, years):
    assert term_of(kinds, fine) == years
