"""The judgement: every unmet gate at once, per subject, with its weight; releases serve once; stale acts count no more."""
from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta

import pytest

from tests.kernel.toy import PEOPLE, START, UNREAD, empty, rules
from zhiheng.kernel import walk
from zhiheng.kernel.clocks import state_of
from zhiheng.kernel.engine import available, due_clocks, judge, obstacles, sign_obstacles, stage
from zhiheng.kernel.procedure import Severity
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import Certificate, FileView

R = rules()
TWO = {"officers": ["a", "b"], "parties": [{"name": "子公司"}, {"name": "母公司"}]}


def done(view: FileView, act: str, raw: dict[str, object] | None = None, *, by: str = "a", key: str | None = None,
         days: float = 0, found: Rules = R, signed: bool = True) -> FileView:
    """The act done ``days`` after the start, signed by whoever fits; it must succeed."""
    at = START + timedelta(days=days)
    hop = walk.perform(found, view, act, raw or {"text": "如卷"}, PEOPLE[by], subjects=(key,) if key else (), at=at)
    assert hop.done, hop
    while signed and not hop.effective and hop.draft is not None:
        draft = next(d for d in hop.view.drafts() if d.seq == hop.draft)
        person = walk.signers(found.procedure(view), hop.view, draft, PEOPLE.values())[0]
        hop = walk.sign(found, hop.view, hop.draft, person, at=at)
        assert hop.done, hop.refused
    return hop.view


def case() -> FileView:
    return done(empty(), "open", TWO)


def gates(view: FileView, act: str, key: str | None = None, *, days: float = 0, found: Rules = R,
          facts: dict[str, object] | None = None) -> list[str]:
    at = START + timedelta(days=days)
    return [o.gate for o in judge(found, dataclasses.replace(view, now=at), act, subject=key, facts=facts, at=at).obstacles
            if o.stops]


def test_every_unmet_gate_is_told_at_once_and_gates_on_facts_wait_until_facts_are_given() -> None:
    assert gates(case(), "decide", "party-1") == ["after_tell", "fresh", "soft"]
    assert gates(case(), "decide", "party-1", facts={"text": "短"}) == ["after_tell", "fresh", "long_enough", "soft"]


def test_what_the_asker_can_do_comes_before_what_only_waits() -> None:
    view = done(case(), "tell", {"text": "告知", "on": "2026-11-02"}, key="party-1")
    at = START + timedelta(days=1)
    found = obstacles(R, dataclasses.replace(view, now=at), "decide", subject="party-1", at=at)
    assert [o.gate for o in found if o.stops] == ["fresh", "soft", "elapsed_period"]
    assert found[-1].earliest == date(2026, 11, 10)


def test_what_is_done_for_one_party_does_not_count_for_the_other() -> None:
    view = done(case(), "tell", key="party-1")
    assert "after_tell" not in gates(view, "decide", "party-1", days=20)
    assert "after_tell" in gates(view, "decide", "party-2", days=20)


def test_an_act_for_several_together_counts_for_each() -> None:
    view = done(case(), "tell")
    assert "after_tell" not in gates(view, "decide", "party-1") + gates(view, "decide", "party-2")


def test_a_second_notice_makes_the_old_review_stale_and_says_since_when() -> None:
    view = done(done(done(case(), "tell", key="party-1"), "answer", key="party-1"), "review", key="party-1")
    assert "fresh" not in gates(view, "decide", "party-1", days=20)
    again = done(view, "tell", key="party-1", days=3)
    at = START + timedelta(days=20)
    found = next(o for o in judge(R, dataclasses.replace(again, now=at), "decide", subject="party-1", at=at).obstacles
                 if o.gate == "fresh")
    assert "复核在 2026-11-05 之前，须重新办理" in found.says
    assert found.cure_act == "review"


def test_a_waiver_serves_instead_of_waiting() -> None:
    view = done(case(), "tell", {"text": "告知", "on": "2026-11-02"}, key="party-1")
    view = done(view, "waive", key="party-1", days=1)
    assert gates(view, "decide", "party-1", days=1) == ["soft"]


def test_a_defect_may_be_released_by_the_superior_and_the_release_serves_one_performance() -> None:
    view = done(done(case(), "tell"), "waive", key="party-1")
    view = done(view, "waive", key="party-2")
    assert gates(view, "decide", "party-1", days=1) == ["soft"]
    view = walk.release(view, "decide", "soft", PEOPLE["h"], "情况特殊，同意不补备注", at=START, subject="party-1")
    assert gates(view, "decide", "party-1", days=1) == []
    assert gates(view, "decide", "party-2", days=1) == ["soft"]
    kept = judge(R, view, "decide", subject="party-1", at=START).obstacles
    released = next(o for o in kept if o.gate == "soft").released
    assert released is not None and released.reason == "情况特殊，同意不补备注"
    decided = done(view, "decide", {"text": "决定"}, key="party-1", days=1)
    assert "soft" in gates(decided, "decide", "party-1", days=2)


def test_a_rule_nobody_has_read_never_stands_as_void() -> None:
    found = rules(UNREAD)
    unread = next(o for o in judge(found, case(), "decide", subject="party-1").obstacles if o.gate == "unread")
    assert unread.severity is Severity.DEFECT and unread.release_by == "bureau_head"


def test_a_warning_is_told_but_does_not_stop_and_a_rule_out_of_force_is_silent() -> None:
    found = judge(R, case(), "decide", subject="party-1")
    assert [o.gate for o in found.warnings] == ["hint"]
    assert "old" not in [o.gate for o in found.obstacles]
    past = datetime(2019, 12, 31, 9, tzinfo=START.tzinfo)
    assert "old" in [o.gate for o in judge(R, case(), "decide", subject="party-1", at=past).obstacles]


def test_an_act_done_once_is_not_done_again_and_a_draft_under_way_is_not_started_twice() -> None:
    assert "once" in gates(case(), "open")
    view = done(empty(), "open", TWO, signed=False)
    assert gates(view, "open") == ["draft_travelling"]


def test_only_the_officers_of_the_file_begin_its_acts() -> None:
    found = judge(R, case(), "note", actor=PEOPLE["c"])
    assert [o.gate for o in found.obstacles] == ["wrong_hands"]
    assert "甲某、乙某" in found.obstacles[0].says


def test_each_step_is_signed_by_another_person_whose_step_it_is_with_a_valid_certificate() -> None:
    view = done(empty(), "open", {**TWO, "officers": ["a", "c"]}, signed=False)
    draft = view.drafts()[0]
    def why(who: str, days: int = 0) -> list[str]:
        return [o.gate for o in sign_obstacles(R, view, draft, PEOPLE[who], START + timedelta(days=days))]
    assert why("a") == ["signed_already"]
    assert why("b") == ["not_your_step"]
    assert why("c") == []
    assert why("c", days=4) == ["certificate"]


def test_whoever_may_not_sign_with_his_certificate_is_told_what_to_do() -> None:
    day = date(2026, 11, 10)
    held = Certificate("1", frozenset({"安全"}), date(2026, 11, 5), date(2026, 11, 20), ((date(2026, 11, 9), date(2026, 11, 12)),))
    assert held.fault(day, "安全") == "执法证 2026-11-09 至 2026-11-12 暂扣"
    assert held.cure(day, "安全") == "2026-11-13 起本人再办；提前恢复的由系统管理员登记"
    assert "续证" in held.cure(date(2026, 11, 21), "安全") and "2026-11-05 起" in held.cure(date(2026, 11, 1), "安全")
    assert "含矿山的人员" in held.cure(date(2026, 11, 6), "矿山")
    assert held.cure(date(2026, 11, 6), "安全") == "" and held.fault(date(2026, 11, 6), "安全") is None


def test_at_the_last_signature_everything_is_judged_again() -> None:
    view = done(done(done(case(), "note"), "tell"), "waive", key="party-1")
    view = done(view, "decide", {"text": "决定"}, key="party-1", days=1, signed=False)
    draft = view.drafts()[-1].seq
    view = walk.sign(R, view, draft, PEOPLE["b"], at=START + timedelta(days=1)).view
    view = done(view, "tell", key="party-1", days=2)
    hop = walk.sign(R, view, draft, PEOPLE["h"], at=START + timedelta(days=3))
    assert not hop.done and {o.gate for o in hop.refused} >= {"fresh"}
    assert hop.view.last("decide") is None


def test_a_returned_draft_keeps_its_reason_and_may_be_taken_up_again() -> None:
    view = done(empty(), "open", TWO, signed=False)
    view = walk.send_back(view, view.drafts()[0].seq, PEOPLE["b"], "当事人名称有误", at=START)
    assert (view.drafts()[0].state, view.drafts()[0].reason) == ("returned", "当事人名称有误")
    assert done(view, "open", TWO).last("open") is not None


def test_a_finished_file_takes_nothing_more_but_its_archive() -> None:
    view = done(done(done(case(), "note"), "tell"), "waive", key="party-1")
    view = done(view, "waive", key="party-2")
    for key in ("party-1", "party-2"):
        view = done(view, "decide", {"text": "决定"}, key=key, days=1)
    view = done(view, "close", days=2)
    assert gates(view, "note", days=3) == ["file_ended"]
    assert done(view, "archive", by="k", days=3).last("archive") is not None
    assert stage(R.procedures["toy"], view).id == "end"


def test_no_party_without_an_outcome() -> None:
    found = judge(R, case(), "close").obstacles
    assert [o.gate for o in found] == ["each_party_decide"]
    assert "还有 2 项（子公司、母公司）" in found[0].says


def test_acts_for_what_is_not_in_the_file_are_refused_in_words() -> None:
    assert "no_subject" in gates(case(), "dispose")
    with pytest.raises(KeyError, match="没有对象「party-9」"):
        judge(R, case(), "decide", subject="party-9")
    with pytest.raises(KeyError, match="没有「nothing」这一行为"):
        judge(R, case(), "nothing")


def test_every_act_is_offered_for_every_subject_it_concerns() -> None:
    offered = [(j.act.id, j.subject.key if j.subject else None) for j in available(R, case())]
    assert ("decide", "party-1") in offered and ("decide", "party-2") in offered and ("close", None) in offered


# --- clocks --------------------------------------------------------------------------------------------------------

def clock(view: FileView, name: str, key: str | None, days: float):
    at = START + timedelta(days=days)
    return state_of(R.procedures["toy"].clock(name), view, key, R.term, R.calendar, at)


def test_a_clock_takes_its_start_from_the_fact_not_from_the_day_of_entry() -> None:
    view = done(case(), "tell", {"text": "告知", "on": "2026-11-02"}, key="party-1", days=3)
    found = clock(view, "period", "party-1", 3)
    assert found is not None and found.due is not None
    assert found.due.on == date(2026, 11, 9) and found.state == "running"
    assert clock(view, "period", "party-1", 8).state == "lapsed"
    assert clock(view, "period", "party-2", 8) is None


def test_time_stands_still_between_pause_and_resumption_and_a_waiver_ends_the_pause_as_well() -> None:
    plain = clock(case(), "deciding", "party-1", 1)
    assert plain.due.on == date(2026, 11, 12)
    paused = done(case(), "pause", days=2)
    assert clock(paused, "deciding", "party-1", 4).state == "suspended"
    resumed = done(paused, "go_on", days=5)
    assert clock(resumed, "deciding", "party-1", 6).due.on == date(2026, 11, 15)
    given_up = done(paused, "waive", key="party-1", days=5)
    assert clock(given_up, "deciding", "party-1", 6).state == "running"
    assert clock(given_up, "deciding", "party-2", 6).state == "suspended"


def test_an_approved_extension_moves_the_last_day_and_late_work_is_recorded_as_late() -> None:
    view = done(case(), "prolong", {"text": "延期", "until": "2026-11-30"}, days=2)
    assert clock(view, "deciding", "party-1", 3).due.on == date(2026, 11, 30)
    assert clock(view, "deciding", "party-1", 40).state == "overdue"
    view = done(done(done(view, "note"), "tell", days=3), "waive", key="party-1", days=3)
    late = done(view, "decide", {"text": "决定"}, key="party-1", days=40)
    assert clock(late, "deciding", "party-1", 41).state == "late"
    assert clock(late, "deciding", "party-2", 41).state == "overdue"


def test_each_batch_has_the_days_of_its_own_registration() -> None:
    view = done(case(), "keep", {"text": "第一批"})
    view = done(view, "keep", {"text": "第二批"}, days=5)
    first, second = (s.key for s in view.of_kind("evidence"))
    assert clock(view, "keeping", first, 6).due.on == date(2026, 11, 12)
    assert clock(view, "keeping", second, 6).due.on == date(2026, 11, 17)
    assert gates(view, "dispose", first, days=20) == []
    warned = judge(R, view, "dispose", subject=first, at=START + timedelta(days=20)).warnings
    assert [o.gate for o in warned] == ["within_keeping"]


def test_hours_run_through_and_only_the_right_kind_of_act_starts_the_clock() -> None:
    assert clock(done(case(), "note", {"text": "甲类", "kind": "a"}), "hours", None, 1) is None
    view = done(case(), "note", {"text": "乙类", "kind": "b"})
    assert clock(view, "hours", None, 0.5).due.at == START + timedelta(hours=24)
    assert next(c.clock.id for c in due_clocks(R, view)) == "hours"


def test_what_happened_earlier_is_kept_apart_from_when_it_was_entered() -> None:
    view = done(case(), "note", {"text": "补录", "on": "2026-11-01"}, days=2)
    event = view.last("note")
    assert event.occurred_at.date() == date(2026, 11, 1) and event.recorded_at.date() == date(2026, 11, 4)
    hop = walk.perform(R, view, "note", {"text": "提前", "on": "2026-12-01"}, PEOPLE["a"], at=START)
    assert "不能提前登记" in hop.errors[0].says
