"""One door: what it lets through, what it refuses, and that nothing is left behind by a refusal."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.actions.district import NOW
from zhiheng.actions import forms, signing
from zhiheng.actions.errors import Invalid, KeyReused, NotAllowed, Refused, SignatureRefused
from zhiheng.actions.perform import open_file, perform
from zhiheng.kernel import chain
from zhiheng.records.chained import genesis, sealed
from zhiheng.records.models import Certificate, ClockRow, Event, File, Party, Signing

PARTIES = [{"name": "鑫达木业有限公司", "kind": "unit"}, {"name": "陈某某", "kind": "person"}]


def opened(d, **more):
    return open_file("penalty_ordinary", "open", {"officers": ["li", "wang"], "parties": PARTIES}, d.li,
                     agency=d.agency, enterprise=d.enterprise, **more).file


def whole(file):
    rows = [sealed(e, file.no) for e in Event.objects.filter(file=file).order_by("seq")]
    return chain.verify_chain(rows, genesis(file), head=file.head_hash, count=file.event_count) == []


def test_a_file_gets_the_next_number_without_gap_and_its_clock_runs(district):
    first, second = opened(district), opened(district)
    assert (first.no, second.no) == ("YL-2026-00001", "YL-2026-00002")
    clock = ClockRow.objects.get(file=first)
    assert (clock.clock, clock.state, clock.todo) == ("decide_in_time", "running", "decide")
    assert first.next_due == clock.due_at and first.stage == "start" and first.officers == ["li", "wang"]
    assert [p.name for p in Party.objects.filter(file=first).order_by("key")] == ["鑫达木业有限公司", "陈某某"]
    assert whole(first)


def test_an_act_without_route_takes_effect_at_once_and_is_chained(district):
    file = opened(district)
    done = perform(file.no, "note", {"text": "检查台账"}, district.li)
    assert done.effective and done.event.seq == 2
    file.refresh_from_db()
    assert file.stage == "work" and file.event_count == 2 and whole(file)


def test_missing_and_unknown_facts_are_all_named_and_nothing_is_written(district):
    file = opened(district)
    with pytest.raises(Invalid) as fault:
        perform(file.no, "note", {"on": "昨天", "colour": "red"}, district.li)
    assert {e.path for e in fault.value.errors} == {"text", "on", "colour"}
    assert Event.objects.filter(file=file).count() == 1


def test_an_act_cannot_be_recorded_before_it_happens(district):
    file = opened(district)
    with pytest.raises(Invalid):
        perform(file.no, "note", {"text": "记", "on": "2026-11-24"}, district.li)


def test_what_is_entered_late_keeps_both_days(district):
    file = opened(district)
    event = perform(file.no, "note", {"text": "记", "on": "2026-11-20"}, district.li).event
    event.refresh_from_db()
    assert event.occurred_at.date() == date(2026, 11, 19)  # 20 Nov 00:00 in China is still the 19th in UTC
    assert event.recorded_at == NOW


def test_the_same_key_gives_the_same_outcome_and_other_content_is_an_error(district):
    file = opened(district, key="open-1")
    assert opened(district, key="open-1").no == file.no and File.objects.count() == 1
    one = perform(file.no, "note", {"text": "甲"}, district.li, key="k1")
    two = perform(file.no, "note", {"text": "甲"}, district.li, key="k1")
    assert two.replayed and two.event.pk == one.event.pk and Event.objects.filter(file=file).count() == 2
    with pytest.raises(KeyReused):
        perform(file.no, "note", {"text": "乙"}, district.li, key="k1")


def test_a_refusal_names_every_unmet_gate_of_every_party(district):
    file = opened(district)
    with pytest.raises(Refused) as refusal:
        perform(file.no, "decide", {}, district.li, subjects=["party-1"])
    assert {o.gate for o in refusal.value.obstacles} >= {"after_note"}
    assert Event.objects.filter(file=file).count() == 1


def test_an_act_of_one_party_cannot_be_done_for_two_at_once(district):
    file = opened(district)
    with pytest.raises(Invalid):
        perform(file.no, "decide", {}, district.li)


def test_submitting_signs_the_first_step_and_the_second_officer_makes_it_take_effect(district):
    file = opened(district)
    sent = perform(file.no, "serve", {"text": "送达"}, district.li)
    assert not sent.effective
    waiting = Signing.objects.get(file=file)
    assert (waiting.role, waiting.persons, waiting.signed) == ("second", ["wang"], ["li"])
    done = signing.sign(file.no, sent.draft_seq, district.wang)
    assert done.effective and done.event.signers == [["handler", "li"], ["second", "wang"]]
    assert list(Event.objects.filter(file=file).order_by("seq").values_list("kind", flat=True)) == [
        "act", "draft", "sign", "sign", "act"]
    assert not Signing.objects.filter(file=file).exists()
    assert done.event.subjects == ["party-1", "party-2"]
    file.refresh_from_db()
    assert whole(file)


def test_nobody_signs_twice_and_nobody_signs_a_step_that_is_not_his(district):
    file = opened(district)
    sent = perform(file.no, "serve", {"text": "送达"}, district.li)
    for person in (district.li, district.chen, district.sun):
        with pytest.raises(SignatureRefused):
            signing.sign(file.no, sent.draft_seq, person)


def test_an_expired_certificate_cannot_sign(district):
    Certificate.objects.filter(person=district.wang).update(valid_until=NOW.date() - timedelta(days=1))
    file = opened(district)
    sent = perform(file.no, "serve", {"text": "送达"}, district.li)
    with pytest.raises(SignatureRefused, match="到期"):
        signing.sign(file.no, sent.draft_seq, district.wang)
    Certificate.objects.filter(person=district.li).update(valid_until=NOW.date() - timedelta(days=1))
    with pytest.raises(SignatureRefused, match="到期"):
        decide(file, district)


def decide(file, d):
    perform(file.no, "note", {"text": "记"}, d.li)
    return perform(file.no, "decide", {}, d.li, subjects=["party-1"])


def test_a_returned_draft_is_an_event_with_its_reason_and_may_be_sent_again(district):
    file = opened(district)
    sent = perform(file.no, "serve", {"text": "送达"}, district.li)
    signing.return_draft(file.no, sent.draft_seq, district.wang, "地址有误", paragraph="第 3 段")
    row = Signing.objects.get(file=file)
    assert row.state == "returned" and row.reason == "第 3 段：地址有误"
    with pytest.raises(NotAllowed):
        signing.sign(file.no, sent.draft_seq, district.wang)
    again = perform(file.no, "serve", {"text": "送达（更正）"}, district.li)
    assert again.draft_seq != sent.draft_seq
    assert [r.state for r in Signing.objects.filter(file=file)] == ["travelling"]


def test_only_the_submitter_withdraws(district):
    file = opened(district)
    sent = perform(file.no, "serve", {"text": "送达"}, district.li)
    with pytest.raises(NotAllowed):
        signing.withdraw(file.no, sent.draft_seq, district.wang)
    signing.withdraw(file.no, sent.draft_seq, district.li, "填错")
    assert not Signing.objects.filter(file=file).exists()


def test_a_defect_is_passed_only_by_the_named_superior_with_reasons_and_stays_visible(district):
    file = opened(district)
    with pytest.raises(Refused):
        perform(file.no, "approve", {"text": "报批"}, district.li)
    for person, reason in ((district.zhang, "当事人下落不明且情况紧急先行审批"), (district.chen, "同意")):
        with pytest.raises(NotAllowed):
            signing.release(file.no, "approve", "soft", person, reason)
    signing.release(file.no, "approve", "soft", district.chen, "当事人下落不明且情况紧急先行审批")
    sent = perform(file.no, "approve", {"text": "报批"}, district.li)
    signing.sign(file.no, sent.draft_seq, district.wang)
    done = signing.sign(file.no, sent.draft_seq, district.chen, opinion="同意立案")
    assert done.effective and done.event.notes[0]["released"]["by"] == "chen"
    with pytest.raises(NotAllowed):
        signing.release(file.no, "decide", "fresh", district.chen, "任何理由都不能放行的事项")


def test_gates_are_judged_again_at_the_last_signature(district):
    file = opened(district)
    perform(file.no, "note", {"text": "记"}, district.li)
    one = perform(file.no, "decide", {}, district.li, subjects=["party-1"])
    two = perform(file.no, "decide", {}, district.li, subjects=["party-2"])
    signing.sign(file.no, one.draft_seq, district.wang)
    perform(file.no, "finish", {"text": "结"}, district.li)
    before = Event.objects.filter(file=file).count()
    with pytest.raises(Refused, match="办结"):
        signing.sign(file.no, two.draft_seq, district.wang)
    assert Event.objects.filter(file=file).count() == before


def test_a_decision_after_a_decision_needs_a_new_record(district):
    file = opened(district)
    perform(file.no, "note", {"text": "记"}, district.li)
    one = perform(file.no, "decide", {}, district.li, subjects=["party-1"])
    signing.sign(file.no, one.draft_seq, district.wang)
    with pytest.raises(Refused, match="重新办理"):
        perform(file.no, "decide", {}, district.li, subjects=["party-1"])
    perform(file.no, "note", {"text": "再记"}, district.li)
    assert perform(file.no, "decide", {}, district.li, subjects=["party-1"]).draft_seq


def test_a_finished_file_takes_no_more_acts(district):
    file = opened(district)
    perform(file.no, "finish", {"text": "结"}, district.li)
    file.refresh_from_db()
    assert file.ended_at is not None and not ClockRow.objects.filter(file=file).exists()
    with pytest.raises(Refused, match="办结"):
        perform(file.no, "note", {"text": "记"}, district.li)


def test_who_is_not_an_officer_of_the_file_cannot_begin(district):
    file = opened(district)
    for person in (district.sun, district.song, district.admin):
        with pytest.raises(Refused, match="承办人"):
            perform(file.no, "note", {"text": "记"}, person)


def test_an_unfinished_form_is_kept_once_and_the_newest_is_offered(district):
    file = opened(district)
    forms.save(district.li, "note", {"text": "旧"}, file=file, at=NOW)
    forms.save(district.li, "note", {"text": "新"}, file=file, at=NOW + timedelta(minutes=1))
    assert forms.saved(district.li, "note", file=file).data == {"text": "新"}
    assert forms.saved(district.wang, "note", file=file) is None
    forms.discard(district.li, "note", file=file)
    assert forms.saved(district.li, "note", file=file) is None
