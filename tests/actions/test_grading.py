"""Grades as they are written: every version kept, overrides beside what was computed, the year's run all or nothing."""
from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.district import NOW
from zhiheng.actions import grading, grading_due, grading_overrides, grading_runs, grading_scheme, ledgers
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.actions.register import enroll
from zhiheng.jobs import sweep
from zhiheng.records.clock import frozen
from zhiheng.records.models import (
    Change,
    Enterprise,
    Event,
    File,
    Finding,
    GradingRow,
    Party,
    Penalty,
    Standing,
)
from zhiheng.records.queries.grading import gather
from zhiheng.records.queries.grading_pages import adjusted, newer
from zhiheng.records.queries.scope import visible_to
from zhiheng.records.queries.standings import computed_of, history, people_beside, standing_of
from zhiheng.registers.catalogue import ledger

ON = NOW.date()
SOON = ON + timedelta(days=90)
WHY = "整改计划经现场核实"


def line(district, book, **values):
    return ledgers.enter(ledger(book), district.agency, {"enterprise": district.enterprise.code, **values}, by=None)


def death(district, on="2026-10-01"):
    return line(district, "accidents", happened_on=on, place="一车间", deaths=1, serious_injuries=0, level="general", source="firm")


def held(district, kind="grade", on=ON):
    return standing_of([district.enterprise.pk], kind, on).get(district.enterprise.pk)


def graded(district):
    grading.recompute([district.enterprise.pk])
    district.enterprise.refresh_from_db()
    return held(district)


def best(district):
    """Enough on record for a computed B."""
    line(district, "firm_risks", name="配电室", level="blue", state="active")
    Enterprise.objects.filter(pk=district.enterprise.pk).update(standard="二级", industry="商贸", fields=["工贸"])
    return graded(district)


def finding(district, no, procedure, key, days, **more):
    """A finding of a file entered so many days ago, raw: the acts that make one are tested elsewhere."""
    at = NOW - timedelta(days=days)
    file, _ = File.objects.get_or_create(no=no, defaults={
        "agency": district.agency, "procedure": procedure, "enterprise": district.enterprise, "opened_at": at, "year": at.year,
        "seq": int(no[-3:]), "last_at": at})
    if not Event.objects.filter(file=file, act="enter_site").exists() and procedure == "inspection":
        event(file, "enter_site", district.li, at)
    return file, Finding.objects.create(file=file, key=key, text=f"{key} 问题", **more)


def event(file, act, person, at, subjects=(), **facts):
    seq = Event.objects.filter(file=file).count() + 1
    return Event.objects.create(file=file, seq=seq, kind="act", act=act, subjects=list(subjects), facts=facts, actor=person, occurred_at=at,
                                recorded_at=at, prev_hash="", hash=f"{file.no}{seq}".ljust(64, "0"))


# --- computing and keeping -----------------------------------------------------------------------------------------

def test_a_first_computation_replaces_the_imported_grade_and_the_history_says_why(district):
    Enterprise.objects.filter(pk=district.enterprise.pk).update(grade="A")
    made = graded(district)
    assert district.enterprise.grade == made.value == "C" and made.origin == "computed" and made.detail["rule"] == "base-2026"
    change = Change.objects.filter(register="enterprises", target=str(district.enterprise.pk)).order_by("-number").first()
    assert change.reason == "按最新记录重新评定" and change.fields["grade"] == ["A", "C"]
    assert sum(f[3] for f in made.detail["factors"]) == made.tenths == made.detail["tenths"]


def test_computing_again_without_new_records_adds_no_version(district):
    graded(district)
    graded(district)
    assert Standing.objects.filter(kind="grade").count() == 1 and Standing.objects.filter(kind="key").count() == 1


def test_every_version_is_kept_with_its_factors_and_the_newest_holds(district):
    first = best(district)
    with frozen(NOW + timedelta(days=1)):
        death(district)
        second = graded(district)
    assert [r.pk for r in history(district.enterprise, "grade")] == [held(district, on=ON + timedelta(days=1)).pk, first.pk]
    assert held(district).value == "B" and standing_of([district.enterprise.pk], "grade", ON + timedelta(days=1))[district.enterprise.pk].value == "D"
    assert second is not first and first.detail["factors"]


def test_a_death_makes_it_d_and_names_the_accident(district):
    row = death(district)
    made = graded(district)
    assert made.value == "D" and made.detail["vetoes"][0][2] == [["事故 2026-10-01", f"line:accidents/{row.pk}"]]


def test_an_accident_makes_a_key_enterprise_without_touching_the_grade_of_others(district):
    assert graded(district) and held(district, "key").value == "general"
    line(district, "accidents", happened_on="2024-10-01", place="二车间", deaths=0, serious_injuries=1, level="general", source="firm")
    graded(district)
    assert held(district, "key").value == "key" and district.enterprise.key_unit is True
    assert held(district, "key").detail["reasons"][0][0] == "accident" and held(district).value != "D"


def test_an_enterprise_registered_as_key_stays_one_until_a_head_says_otherwise(district):
    Enterprise.objects.filter(pk=district.enterprise.pk).update(key_unit=True)
    graded(district)
    assert held(district, "key").detail["reasons"][0][0] == "registered"
    graded(district)
    assert held(district, "key").value == "key"
    grading_overrides.override(district.enterprise, "key", "general", reason="已转产，不再涉及", until=SOON, by=district.zhang)
    district.enterprise.refresh_from_db()
    assert district.enterprise.key_unit is False


def test_the_inputs_of_many_cost_the_same_queries_as_those_of_one(district):
    enroll(district.agency, [{"name": f"第{n}机械厂", "industry": "机械制造"} for n in range(60)])
    firms = list(Enterprise.objects.order_by("pk"))
    counts = []
    for part in (firms[:1], firms):
        with CaptureQueriesContext(connection) as asked:
            gather(part, ON)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 11


def test_a_problem_and_its_rectification_are_one_problem_and_the_last_recheck_decides(district):
    inspection, _ = finding(district, "YL-2026-001", "inspection", "finding-1-1", 30, major=True, state="rectification_order",
                            due_on=ON - timedelta(days=9))
    mending, _ = finding(district, "YL-2026-002", "rectification", "finding-1-1", 29, major=True)
    inspection.outcome_links.create(outcome=mending, subjects={"finding-1-1": "finding-1-1"}, made_at=NOW)
    problems = gather([district.enterprise], ON)[district.enterprise.pk]["problems"]
    assert len(problems) == 1 and problems[0]["open"] and graded(district).detail["vetoes"][0][0] == "major_hazard"
    event(mending, "reinspect", district.li, NOW - timedelta(days=3), ["finding-1-1"], result="fail")
    assert gather([district.enterprise], ON)[district.enterprise.pk]["problems"][0]["failed"]
    event(mending, "reinspect", district.li, NOW - timedelta(days=1), ["finding-1-1"], result="pass")
    after = gather([district.enterprise], ON)[district.enterprise.pk]["problems"][0]
    assert (after["open"], after["failed"]) == (False, True) and graded(district).detail["vetoes"] == []


def test_a_major_hazard_for_which_only_a_case_was_proposed_is_not_put_right(district):
    finding(district, "YL-2026-001", "inspection", "a", 10, major=True, state="propose_case")
    finding(district, "YL-2026-001", "inspection", "b", 10, state="propose_case")
    finding(district, "YL-2026-001", "inspection", "c", 10, state="correct_on_spot")
    assert [p["open"] for p in gather([district.enterprise], ON)[district.enterprise.pk]["problems"]] == [True, False, False]


def test_a_refusal_in_the_record_of_a_visit_is_a_veto(district):
    file, _ = finding(district, "YL-2026-001", "inspection", "a", 10, state="correct_on_spot")
    event(file, "emergency_entry", district.li, NOW - timedelta(days=9), refusal="大门上锁，拒绝检查人员进入")
    assert [v[0] for v in graded(district).detail["vetoes"]] == ["refusal"]


def test_a_penalty_counts_from_its_service_and_only_against_the_enterprise_itself(district):
    file, charge = finding(district, "YL-2026-009", "penalty_ordinary", "v", 60, violation="AQ-097-03")
    firm = Party.objects.create(file=file, key="p1", kind="unit", name=district.enterprise.name, enterprise=district.enterprise)
    person = Party.objects.create(file=file, key="p2", kind="person", name="陈某某")
    charge.attrs = {"party": "p1"}
    charge.save()
    row = Penalty.objects.create(file=file, party=firm, event_seq=9, decided_on=ON - timedelta(days=5), decision="penalty", fine_fen=6_000_000)
    Penalty.objects.create(file=file, party=person, event_seq=9, decided_on=ON, decision="penalty", fine_fen=100, served_on=ON)
    assert gather([district.enterprise], ON)[district.enterprise.pk]["fines"] == ()
    row.served_on = ON
    row.save()
    fines = gather([district.enterprise], ON)[district.enterprise.pk]["fines"]
    assert [(f["fen"], f["codes"]) for f in fines] == [(6_000_000, ("AQ-097-03",))]


# --- overrides -------------------------------------------------------------------------------------------------------

def test_an_override_holds_beside_the_computed_grade_and_never_alters_it(district):
    computed = best(district)
    before = (computed.value, computed.tenths, computed.detail, computed.until, computed.ended_on)
    made = grading_overrides.override(district.enterprise, "grade", "D", reason=WHY, until=SOON, by=district.zhang)
    district.enterprise.refresh_from_db()
    computed.refresh_from_db()
    assert (computed.value, computed.tenths, computed.detail, computed.until, computed.ended_on) == before
    assert district.enterprise.grade == "D" == held(district).value and made.detail["instead_of"] == "B"
    assert computed_of([district.enterprise.pk], "grade", ON)[district.enterprise.pk] == computed
    graded(district)
    assert held(district).pk == made.pk, "a computation does not lift an override"


def test_an_override_that_ran_out_gives_way_to_the_computed_grade(district):
    best(district)
    grading_overrides.override(district.enterprise, "grade", "C", reason=WHY, until=SOON, by=district.zhang)
    assert held(district, on=SOON).value == "C" and held(district, on=SOON + timedelta(days=1)).value == "B"
    with frozen(NOW + timedelta(days=91)):
        assert grading_due.due(SOON + timedelta(days=1)) == [district.enterprise.pk]
        grading_due.catch_up(SOON + timedelta(days=1))
        assert grading_due.due(SOON + timedelta(days=1)) == []
    district.enterprise.refresh_from_db()
    assert district.enterprise.grade == "B" and len(history(district.enterprise, "grade")) == 2


def test_an_override_ended_early_says_by_whom_and_why(district):
    best(district)
    row = grading_overrides.override(district.enterprise, "grade", "A", reason=WHY, until=SOON, by=district.zhang)
    with pytest.raises(NotAllowed, match="提前结束须写明理由"):
        grading_overrides.end(row, reason="", by=district.zhang)
    grading_overrides.end(row, reason="核实情况已经变化", by=district.chen)
    district.enterprise.refresh_from_db()
    row.refresh_from_db()
    assert district.enterprise.grade == "B" and row.ended_on == ON and "陈立" in row.ended_reason
    with pytest.raises(NotAllowed, match="已经结束"):
        grading_overrides.end(row, reason="核实情况已经变化", by=district.chen)


@pytest.mark.parametrize(("who", "value", "reason", "until", "says"), [
    ("li", "A", WHY, SOON, "只有科室"), ("song", "A", WHY, SOON, "只有科室"), ("zhang", "A", "好", SOON, "须写明理由"),
    ("zhang", "A", WHY, ON - timedelta(days=1), "截止日"), ("zhang", "A", WHY, ON + timedelta(days=400), "最长 366 天"),
    ("zhang", "B", WHY, SOON, "不需要调整"), ("zhang", "E", WHY, SOON, "请选择")])
def test_an_override_without_a_head_a_reason_or_an_end_is_refused(district, who, value, reason, until, says):
    best(district)
    with pytest.raises(NotAllowed, match=says):
        grading_overrides.override(district.enterprise, "grade", value, reason=reason, until=until, by=district.people[who])
    assert not Standing.objects.filter(origin="override").exists()


def test_a_veto_cannot_be_overridden_away(district):
    best(district)
    death(district)
    graded(district)
    with pytest.raises(NotAllowed, match="有否决事项"):
        grading_overrides.override(district.enterprise, "grade", "C", reason=WHY, until=SOON, by=district.chen)


def test_a_veto_that_comes_after_an_override_ends_it_and_says_so(district):
    best(district)
    row = grading_overrides.override(district.enterprise, "grade", "A", reason=WHY, until=SOON, by=district.zhang)
    with frozen(NOW + timedelta(days=2)):
        death(district)
        graded(district)
        row.refresh_from_db()
        assert held(district, on=ON + timedelta(days=2)).value == "D" and "死亡" in row.ended_reason


# --- what is newer ---------------------------------------------------------------------------------------------------

def test_a_new_record_makes_a_grade_stale_and_the_night_computes_it_again(district):
    best(district)
    firms = Enterprise.objects.all()
    assert newer(firms, ON) == {}
    with frozen(NOW + timedelta(hours=2)):
        death(district)
        assert newer(firms, ON) == {district.enterprise.pk: ["台账登记"]}
    with frozen(NOW + timedelta(hours=20)):
        assert grading_due.catch_up(ON).changed == 1
        assert newer(firms, ON) == {}
    district.enterprise.refresh_from_db()
    assert district.enterprise.grade == "D"


def test_a_permit_that_ran_out_overnight_makes_a_grade_stale(district):
    line(district, "permits", kind="other", number="1", issuer="区局", since="2024-01-01", until=ON.isoformat(), state="valid")
    graded(district)
    assert newer(Enterprise.objects.all(), ON) == {}
    assert newer(Enterprise.objects.all(), ON + timedelta(days=1)) == {district.enterprise.pk: ["证照、保险等到期"]}


def test_an_enterprise_never_graded_is_left_to_the_run(district):
    death(district)
    assert grading_due.due(ON) == []


# --- the year's run --------------------------------------------------------------------------------------------------

def run_of(district):
    run = grading_runs.begin(district.agency, by=district.zhang)
    while run.state == "computing":
        grading_runs.advance(run, 5)
    return run


def test_nothing_holds_before_the_head_of_the_bureau_confirms_and_then_everything(district):
    enroll(district.agency, [{"name": f"第{n}机械厂", "industry": "机械制造"} for n in range(8)])
    run = run_of(district)
    assert run.state == "ready" and run.counts["rows"] == 9 == run.total and not Standing.objects.exists()
    with pytest.raises(NotAllowed, match="局领导确认"):
        grading_runs.confirm(run, by=district.zhang)
    done = grading_runs.confirm(run, by=district.chen)
    assert done.seen == 9 and Standing.objects.filter(kind="grade", origin="run", run=run).count() == 9
    assert set(Enterprise.objects.values_list("grade", flat=True)) <= set("ABCD")
    assert run.counts["first"] == 8 and sum(n for *_, n in run.counts["matrix"]) == 9
    rate = adjusted(visible_to(district.chen), ON.year)
    assert (rate.done, rate.whole) == (9, 9)
    with pytest.raises(NotAllowed, match="已经确认"):
        grading_runs.confirm(run, by=district.chen)


def test_a_long_run_is_written_by_the_worker_and_holds_nothing_until_then(district, monkeypatch):
    monkeypatch.setattr(grading_runs, "AT_ONCE", 0)
    run = run_of(district)
    with pytest.raises(NotAllowed, match="局领导确认"):
        grading_runs.ask_confirm(run, by=district.zhang)
    assert grading_runs.ask_confirm(run, by=district.chen) is None and run.state == "confirming" and not Standing.objects.exists()
    with pytest.raises(NotAllowed, match="已经确认"):
        grading_runs.withdraw(run, "重算一次", by=district.zhang)
    with pytest.raises(NotAllowed, match="还有一次"):
        grading_runs.begin(district.agency, by=district.zhang)
    assert sweep.nightly_grades(NOW) == 1 and grading_runs.confirm_waiting() == 0
    run.refresh_from_db()
    assert run.state == "confirmed" and held(district).run == run and run.confirmed_by == district.chen


def test_a_new_enterprise_lowers_the_rate_of_adjustment_and_a_closed_one_leaves_it(district):
    grading_runs.confirm(run_of(district), by=district.chen)
    enroll(district.agency, [{"name": "新开的厂"}])
    rate = adjusted(visible_to(district.chen), ON.year)
    assert (rate.done, rate.whole) == (1, 2)
    Enterprise.objects.filter(name="新开的厂").update(closed_on=ON)
    assert adjusted(visible_to(district.chen), ON.year).whole == 1


def test_an_interrupted_run_goes_on_where_it_stood_and_keeps_each_slice_once(district, monkeypatch):
    enroll(district.agency, [{"name": f"第{n}机械厂"} for n in range(6)])
    monkeypatch.setattr(grading_runs, "firms_after", lambda found, last: list(found.filter(pk__gt=last).order_by("pk")[:3]))
    run = grading_runs.begin(district.agency, by=district.zhang)
    grading_runs.advance(run, 0)
    other = type(run).objects.get(pk=run.pk)
    assert GradingRow.objects.count() == 3 and run.state == "computing"
    grading_runs.advance(other, 0)
    grading_runs.advance(run, 0)
    assert run.last == other.last and GradingRow.objects.count() == 6
    while run.state == "computing":
        grading_runs.advance(run, 5)
    assert GradingRow.objects.count() == 7 == run.counts["rows"]


def test_only_one_run_is_open_and_a_withdrawn_one_leaves_no_grade(district):
    run = run_of(district)
    with pytest.raises(NotAllowed, match="还有一次动态调整"):
        grading_runs.begin(district.agency, by=district.zhang)
    with pytest.raises(NotAllowed, match="只有科室"):
        grading_runs.withdraw(run, "重算", by=district.li)
    grading_runs.withdraw(run, "标准有误，重算", by=district.zhang)
    assert not GradingRow.objects.exists() and not Standing.objects.exists() and run.state == "withdrawn"
    assert run_of(district).number == 2


def test_a_row_set_by_hand_keeps_what_was_computed_and_holds_for_its_time(district):
    run = run_of(district)
    row = GradingRow.objects.get(run=run)
    computed = row.detail["grade"]
    with pytest.raises(NotAllowed, match="须写明理由"):
        grading_runs.set_row(row, "A", reason="", until=SOON, by=district.zhang)
    grading_runs.set_row(row, "A", reason=WHY, until=SOON, by=district.zhang)
    grading_runs.confirm(run, by=district.chen)
    district.enterprise.refresh_from_db()
    assert district.enterprise.grade == "A" and held(district).reason == WHY and held(district).run == run
    assert computed_of([district.enterprise.pk], "grade", ON)[district.enterprise.pk].value == computed != "A"
    assert held(district, on=SOON + timedelta(days=1)).value == computed


def test_an_override_in_force_is_not_lifted_by_a_run_nor_counted_as_a_change(district):
    best(district)
    made = grading_overrides.override(district.enterprise, "grade", "C", reason=WHY, until=SOON, by=district.zhang)
    run = run_of(district)
    row = GradingRow.objects.get(run=run)
    assert (row.before, row.after, row.changed, row.detail["grade"]) == ("C", "C", False, "B")
    grading_runs.confirm(run, by=district.chen)
    district.enterprise.refresh_from_db()
    assert district.enterprise.grade == "C" and held(district).pk == made.pk


def test_a_row_set_back_is_as_it_was_computed(district):
    run = run_of(district)
    row = GradingRow.objects.get(run=run)
    grading_runs.set_row(row, "A", reason=WHY, until=SOON, by=district.zhang)
    grading_runs.set_row(row, "", reason="", until=date.min, by=district.zhang)
    row.refresh_from_db()
    assert row.after == row.detail["grade"] and "override" not in row.detail


def test_an_accident_between_computing_and_confirming_is_not_overwritten(district):
    run = run_of(district)
    with frozen(NOW + timedelta(days=1)):
        death(district)
        graded(district)
        done = grading_runs.confirm(run, by=district.chen)
    district.enterprise.refresh_from_db()
    assert done.seen == 0 and run.counts["skipped"] == 1 and district.enterprise.grade == "D"


def test_a_confirmation_that_breaks_on_the_way_changes_nothing(district, monkeypatch):
    run = run_of(district)

    def broken(*_, **__):
        raise RuntimeError("the machine stopped")
    monkeypatch.setattr(grading_runs.grading, "write", broken)
    with pytest.raises(RuntimeError):
        grading_runs.confirm(run, by=district.chen)
    run.refresh_from_db()
    assert run.state == "ready" and not Standing.objects.exists()


# --- review, sheet, standings ----------------------------------------------------------------------------------------

def test_a_review_is_answered_in_thirty_working_days_and_entered_with_the_grade_it_is_about(district):
    graded(district)
    made = grading_overrides.ask_review(district.enterprise, district.agency, asked_on=ON, reasons="已整改", applicant="陈某某", by=district.li)
    assert made.values["grade"] == held(district).value and date.fromisoformat(made.values["due_on"]) > ON + timedelta(days=40)
    with pytest.raises(Invalid, match="已经有"):
        grading_overrides.ask_review(district.enterprise, district.agency, asked_on=ON, reasons="又申请", applicant="", by=district.li)


def test_a_bureaus_sheet_counts_from_its_day_and_a_wrong_one_is_refused(district):
    with pytest.raises(Invalid, match="之和"):
        grading_scheme.publish("toy", {"weights": {f.id: 1 for f in grading_scheme.scheme("toy", ON).factors}}, title="分级办法", since=ON, by=None)
    grading_scheme.publish("toy", {"levels": {"A": 90, "B": 75, "C": 40, "D": 0}}, title="分级办法", since=ON, by=None)
    assert graded(district).detail["rule"] == "base-2026+toy-1"
    assert grading_scheme.scheme("toy", ON - timedelta(days=1)).rule == "base-2026"


def test_a_standing_counts_from_its_first_day_to_its_last_and_not_on_the_day_it_ended(district):
    firm = district.enterprise
    row = Standing.objects.create(enterprise=firm, kind="credit", value="serious", since=ON, until=SOON, origin="file", made_at=NOW)
    Standing.objects.create(enterprise=firm, kind="credit", value="serious", since=ON, origin="file", made_at=NOW, person_name="陈某某")
    days = (ON - timedelta(days=1), ON, SOON, SOON + timedelta(days=1))
    assert [firm.pk in standing_of([firm.pk], "credit", d) for d in days] == [False, True, True, False]
    row.ended_on = SOON
    row.save()
    assert firm.pk not in standing_of([firm.pk], "credit", SOON)
    assert [r.person_name for r in people_beside([firm.pk], "credit", ON)[firm.pk]] == ["陈某某"] and len(history(firm, "credit")) == 1
    assert graded(district).detail["vetoes"][0][0] == "serious_list"
