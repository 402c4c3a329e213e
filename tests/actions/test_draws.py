"""A draw nobody can tilt, played on a small district: what is frozen, promised, revealed, drawn anew and kept."""
from __future__ import annotations

from datetime import timedelta

import pytest

from tests.actions import draw_story as story
from tests.web.story import PIN, moment, rules_in_force
from zhiheng.actions import draws, fsck, signing
from zhiheng.actions.errors import Invalid, Refused
from zhiheng.actions.perform import perform
from zhiheng.actions.rebuild import compare, rebuild
from zhiheng.kernel.draw import Transcript, verify
from zhiheng.records.clock import frozen
from zhiheng.records.models import Draw, DrawPick, Enterprise, Line, Message
from zhiheng.records.queries.draws import pool_of, stored


@pytest.fixture
def b(db, data_folder, fonts):
    with rules_in_force():
        yield story.district()


def gates(refused) -> set[str]:
    return {o.gate for j in refused.value.judgements for o in j.obstacles}


def names(row: Draw) -> set[str]:
    return set(DrawPick.objects.filter(draw=row).values_list("name", flat=True))


def test_the_whole_road_ends_in_places_with_two_officers_each_that_anybody_can_recompute(b):
    row = story.whole(b)
    picks = list(DrawPick.objects.filter(draw=row))
    assert row.number == "YL-2026-D01" and row.state == "published" and [p.rank for p in picks] == list(range(1, len(picks) + 1))
    assert all(len(p.officers) == 2 and p.state == "assigned" for p in picks)
    checked = verify(Transcript(stored(row.transcript)), row.commitment)
    assert checked.ok and checked.equal == checked.total == len(picks)
    told = Message.objects.filter(kind="draw", file=row.file)
    assert {m.person_id for m in told} == {o for p in picks for o in p.officers}


def test_who_cannot_be_inspected_is_left_out_with_the_reason(b):
    row = story.whole(b, until="freeze")
    pool = pool_of(row)
    why = {name: reason for _, name, reason in pool.rows["excluded"]}
    assert why == {"云岭第1机械厂": "已注销或迁出", "云岭第2机械厂": "经营状态为停产", "云岭第3机械厂": "重点单位，按周期全覆盖检查",
                   "云岭第4机械厂": "安全等级不在本批分层之内"}


def test_nothing_is_revealed_before_the_public_number_exists(b):
    row = story.whole(b, until="commit")
    with frozen(moment("2026-11-25 21:14")), pytest.raises(Refused) as refused:
        perform(row.file.no, "reveal", {"public_number": "1", "evidence": "图"}, b.li, at=moment("2026-11-25 21:14"))
    said = [o for j in refused.value.judgements for o in j.obstacles]
    assert [o.gate for o in said] == ["number_happened"] and "2026-11-25 21:15" in str(said[0])
    assert not DrawPick.objects.filter(draw=row).exists()


def test_an_edit_of_the_register_after_freezing_changes_nothing(b):
    row = story.whole(b, until="commit")
    before = pool_of(row).hash
    Enterprise.objects.filter(name__startswith="云岭第1").update(grade="A", running="停产", area="城关镇")
    drawn = story.reveal(b, row.file.no)
    assert pool_of(drawn).hash == before == drawn.commitment["pool_hash"]
    assert verify(Transcript(stored(drawn.transcript)), row.commitment).ok


def test_a_promise_is_made_once_and_its_number_must_lie_ahead(b):
    row = story.whole(b, until="freeze")
    with frozen(moment("2026-11-26 09:00")), pytest.raises((Refused, Invalid)):
        draws.commit(row.file.no, b.li, story.SOURCE, moment(story.PUBLIC), at=moment("2026-11-26 09:00"))
    first = story.commit(b, row.file.no)
    with pytest.raises(Refused):
        story.commit(b, row.file.no, at="2026-11-20 11:00", public="2026-11-28 21:15")
    again = story.held(row.file.no)
    assert (again.secret, again.commitment) == (first.secret, first.commitment)


def test_officers_whose_certificate_ends_within_the_period_or_who_declared_an_interest_go_nowhere(b):
    firm = Enterprise.objects.get(name="云岭第5机械厂")
    Line.objects.create(ledger="interests", agency=b.agency, person=b.sun, enterprise=firm, title="", since=moment("2026-01-01").date(),
                        changed_at=moment("2026-11-01"),
                        values={"person": "sun", "enterprise": firm.pk, "relation": "relative", "since": "2026-01-01"})
    row = story.whole(b, strata=[{"id": "X", "title": "全部", "grades": "ABC无", "percent": 100, "weight": 1}], limit=40)
    pool = pool_of(row)
    assert [name for name, _ in row.settings["unfit"]] == ["钱旧"] and "2026-12-10" in row.settings["unfit"][0][1]
    assert {r[0] for r in pool.rows["officer"]} == {"990101li", "990101wang", "990101sun", "990101qian"}
    assert [(r[0], r[2]) for r in pool.rows["recusal"]] == [("990101sun", "申报有利害关系")]
    for pick in DrawPick.objects.filter(draw=row):
        assert "old" not in pick.officers and len(set(pick.officers)) == 2
        assert pick.enterprise_id != firm.pk or "sun" not in pick.officers


def test_a_place_is_drawn_anew_as_a_batch_of_its_own_from_the_same_stratum(b):
    row = story.whole(b)
    gone = DrawPick.objects.get(draw=row, rank=2)
    anew = story.replace(b, row, 2)
    assert anew.number == "YL-2026-D02" and anew.settings == {"replaces": "YL-2026-D01/2", "reason": "现场核实已停产拆除"}
    with pytest.raises(Refused) as refused:
        story.replace(b, row, 2, at="2026-11-27 10:00")
    assert "place_open" in gates(refused)
    no = anew.file.no
    story.freeze(b, no, "2026-11-27 09:30")
    story.commit(b, no, "2026-11-27 10:00", "2026-11-28 21:15")
    drawn = story.reveal(b, no, "2026-11-29 09:00", "05 06")
    assert drawn.commitment["replaces"] == "YL-2026-D01/2" and drawn.commitment["reason"] == "现场核实已停产拆除"
    [pick] = DrawPick.objects.filter(draw=drawn)
    assert pick.stratum == gone.stratum and pick.name not in names(row)
    gone.refresh_from_db()
    assert gone.state == "replaced" and gone.reason == "现场核实已停产拆除"


def test_drawn_anew_twice_never_brings_back_an_enterprise_drawn_before(b):
    row = story.whole(b)
    seen = names(row)
    for rank, day in ((1, 27), (2, 28)):
        anew = story.replace(b, row, rank, at=f"2026-11-{day} 09:00")
        no = anew.file.no
        story.freeze(b, no, f"2026-11-{day} 09:30")
        story.commit(b, no, f"2026-11-{day} 10:00", f"2026-11-{day} 21:15")
        drawn = story.reveal(b, no, f"2026-11-{day + 1} 08:00", str(rank))
        assert not names(drawn) & seen
        seen |= names(drawn)


def test_a_void_draw_keeps_its_number_its_reason_and_its_result(b):
    row = story.whole(b, until="reveal")
    when = moment("2026-11-26 11:00")
    with frozen(when):
        sent = perform(row.file.no, "void", {"reason": "剔除名单漏列停产企业 12 家"}, b.zhang, at=when)
        signing.sign(row.file.no, sent.draft_seq, b.chen, pin=PIN, opinion="同意", at=when + timedelta(minutes=1))
    kept = story.held(row.file.no)
    assert kept.state == "void" and kept.void_reason.startswith("剔除名单漏列") and kept.transcript and names(kept)
    assert story.whole(b, until="set_up").number == "YL-2026-D02"


def test_one_alone_reveals_nothing(b):
    row = story.whole(b, until="commit")
    with frozen(moment(story.AFTER)):
        sent = perform(row.file.no, "reveal", {"public_number": "1", "evidence": "图"}, b.li, at=moment(story.AFTER))
        assert not sent.effective and not DrawPick.objects.filter(draw=row).exists() and not story.held(row.file.no).transcript
        with pytest.raises(Exception, match=r"李强|不能|已经|不由"):
            signing.sign(row.file.no, sent.draft_seq, b.li, pin=PIN, at=moment(story.AFTER))


def test_two_draws_of_one_day_have_two_numbers_and_two_results_stand(b):
    one, other = story.whole(b), story.whole(b, title="第二批")
    assert (one.number, other.number) == ("YL-2026-D01", "YL-2026-D02")
    assert one.commitment["secret_hash"] != other.commitment["secret_hash"]
    assert Draw.objects.filter(state="published").count() == 2


def test_a_public_number_pasted_with_tabs_becomes_one_line_of_text(b):
    row = story.whole(b, until="commit")
    drawn = story.reveal(b, row.file.no, number=" 03\t08\t11 ")
    assert drawn.public_number == stored(drawn.transcript)["public_number"] == "03 08 11"
    assert verify(Transcript(stored(drawn.transcript)), row.commitment).ok


def test_a_result_that_does_not_please_cannot_be_drawn_again(b):
    row = story.whole(b)
    with frozen(moment("2026-11-27")), pytest.raises(Refused) as refused:
        perform(row.file.no, "reveal", {"public_number": "99", "evidence": "图"}, b.li, at=moment("2026-11-27"))
    assert "not_revealed" in gates(refused)


def test_fingerprints_typed_by_hand_are_refused(b):
    no = story.set_up(b)
    when = moment("2026-11-20 10:00")
    typed = {"pool": "a" * 64, "pool_hash": "b" * 64, "candidates": 1, "excluded": 0, "officer_count": 2, "recusals": 0, "places": 1}
    with frozen(when), pytest.raises(Refused) as refused:
        perform(no, "freeze", typed, b.li, at=when)
    assert "frozen_by_system" in gates(refused)
    story.freeze(b, no)
    with frozen(when), pytest.raises(Refused) as refused:
        perform(no, "commit", {"commitment_hash": "a" * 64, "secret_hash": "b" * 64, "public_source": "x",
                               "public_at": "2026-11-25T21:15:00+08:00"}, b.li, at=when)
    assert "promised_by_system" in gates(refused)
    story.commit(b, no)
    story.reveal(b, no)
    with frozen(moment("2026-11-26 10:00")), pytest.raises(Refused) as refused:
        perform(no, "publish_result", {"transcript": "c" * 64, "places": 3, "published_on": "2026-11-26"}, b.li, at=moment("2026-11-26 10:00"))
    assert "same_transcript" in gates(refused)


def test_a_stored_pool_that_was_touched_is_not_revealed(b):
    row = story.whole(b, until="commit")
    other = stored(row.pool)
    other["candidate"][0][3] = "99"
    Draw.objects.filter(pk=row.pk).update(pool=draws.store.put_bytes(draws.json.dumps(other, ensure_ascii=False).encode()).sha256)
    with frozen(moment(story.AFTER)), pytest.raises(Refused) as refused:
        perform(row.file.no, "reveal", {"public_number": "1", "evidence": "图"}, b.li, at=moment(story.AFTER))
    assert "pool_unchanged" in gates(refused)


def test_a_district_too_small_to_draw_from_is_told_so(b):
    no = story.set_up(b, strata=[{"id": "D", "title": "不存在", "grades": "无", "percent": 5, "weight": 1}])
    with pytest.raises(Invalid, match="一家也抽不到"):
        story.freeze(b, no)
    assert story.held(no).pool == ""


def test_closing_waits_for_every_place(b):
    row = story.whole(b)
    with frozen(moment("2026-12-20")), pytest.raises(Refused) as refused:
        draws.close(row.file.no, b.li, at=moment("2026-12-20"))
    assert "all_done" in gates(refused)
    DrawPick.objects.filter(draw=row).update(state="visited")
    with frozen(moment("2026-12-20")):
        draws.close(row.file.no, b.li, at=moment("2026-12-20"))
    assert story.held(row.file.no).state == "closed"


def test_the_record_of_a_draw_is_whole_and_can_be_played_again(b):
    row = story.whole(b)
    story.replace(b, row, 1)
    before = list(DrawPick.objects.filter(draw=row).values_list("rank", "name", "officers", "state"))
    with frozen(moment("2026-11-28")):
        assert list(fsck.check([row.file.no])) == [] and compare(row.file.no) == []
        rebuild(row.file.no)
    assert list(DrawPick.objects.filter(draw=row).values_list("rank", "name", "officers", "state")) == before
    assert story.held(row.file.no).state == "published"


def test_what_another_redraw_of_the_batch_took_is_not_drawn_a_second_time(b):
    row = story.whole(b, strata=[{"id": "X", "title": "全部", "grades": "ABC无", "percent": 90, "weight": 1}], limit=40)
    seen, left = names(row), {e.name for e in Enterprise.objects.all()} - names(row)
    one, other = story.replace(b, row, 1), story.replace(b, row, 2, at="2026-11-27 09:10")
    for n, anew in enumerate((one, other)):
        story.freeze(b, anew.file.no, f"2026-11-27 1{n}:00")
        story.commit(b, anew.file.no, f"2026-11-27 1{n}:10", "2026-11-27 21:15")
        drawn = story.reveal(b, anew.file.no, f"2026-11-28 0{8 + n}:00", str(n))
        if n == 0:
            firm = DrawPick.objects.get(draw=drawn).enterprise
    out = {r[1]: r[2] for r in pool_of(story.held(other.file.no)).rows["excluded"]}
    assert out[firm.name] == "本批已经抽中" and firm.name in left
    assert not names(story.held(other.file.no)) & (seen | {firm.name})
