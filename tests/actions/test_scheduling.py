"""Scheduling from the registers: leave, certificates, interests; jobs that end whole or not at all; visits moved and merged."""
from __future__ import annotations

from datetime import date

import pytest

from zhiheng.actions import ledgers, schedule_jobs, schedule_moves, scheduling
from zhiheng.actions.errors import NotAllowed
from zhiheng.kernel.calendar import Calendar
from zhiheng.records.models import Agency, Certificate, Change, Enterprise, Mandate, Person, Plan, PlanItem
from zhiheng.records.queries.plan_schedule import items_of, offers
from zhiheng.records.queries.plans import default_body
from zhiheng.registers.catalogue import ledger

FIVE = {"seconds": 5, "workers": 1}


@pytest.fixture
def plan(district):
    """Three officers with certificates; six visits of next year to six enterprises."""
    Certificate.objects.create(person=district.sun, number="9901sun", fields=["工贸"], valid_from=date(2024, 1, 1), valid_until=date(2029, 1, 1))
    made = Plan.objects.create(agency=district.agency, year=2027, body=default_body(248, 3, True), changed_at="2026-11-23T09:00:00+08:00")
    for n in range(6):
        visit(made, firm(district.agency, n))
    return made


def firm(agency: Agency, n: int, **more) -> Enterprise:
    return Enterprise.objects.get_or_create(agency=agency, name=f"企业{n}", defaults={"fields": ["工贸"], "area": "城关镇", **more})[0]


PLACE = {"kind": "key", "field": "工贸", "unit": "执法大队", "source": "年度计划"}


def visit(plan: Plan, enterprise: Enterprise, **more) -> PlanItem:
    return PlanItem.objects.create(plan=plan, enterprise=enterprise, **PLACE | more)


def on_leave(district, who: str, since: str, until: str) -> None:
    ledgers.enter(ledger("leave"), district.agency, {"person": who, "since": since, "until": until, "kind": "sick"}, by=district.zhang)


def worked(plan: Plan, by: Person, kind: str = "run", reason: str = "") -> scheduling.Scheduled:
    job = schedule_jobs.begin(plan.pk, by, kind, reason)
    return schedule_jobs.work(plan.pk, job.number, **FIVE)


# --- what the registers say ---------------------------------------------------------------------------------------------

def test_leave_in_the_ledger_keeps_an_officer_free_and_archived_leave_does_not(district, plan):
    on_leave(district, "li", "2027-03-01", "2027-03-12")
    away = {d for o in scheduling.inspectors(plan) if o.id == "li" for d in o.off}
    assert min(away) == date(2027, 3, 1) and max(away) == date(2027, 3, 12) and len(away) == 10
    line = district.agency.lines.get(ledger="leave")
    ledgers.archive(ledger("leave"), line, "提前销假", by=district.zhang)
    assert not any(o.off for o in scheduling.inspectors(plan))


def test_an_officer_can_go_until_the_last_day_of_his_certificate_and_not_after_it(district, plan):
    Certificate.objects.filter(person=district.sun).update(valid_until=date(2027, 6, 30))
    off = next(o.off for o in scheduling.inspectors(plan) if o.id == "sun")
    assert date(2027, 6, 30) not in off and date(2027, 7, 1) in off and date(2027, 12, 31) in off


def test_a_declared_interest_goes_into_the_task(district, plan):
    enterprise = firm(district.agency, 2)
    ledgers.enter(ledger("interests"), district.agency, {"person": "li", "enterprise": f"id-{enterprise.pk}", "relation": "stake",
                                                         "since": "2026-01-01", "source": "self"}, by=district.zhang)
    assert ("li", str(enterprise.pk)) in scheduling.task_of(plan, items_of(plan)).recused


def test_nobody_is_sent_on_new_year_even_while_the_holiday_notice_is_not_out():
    days = scheduling.working_days(2027, Calendar({}))
    assert not {date(2027, 1, 1), date(2027, 10, 1)} & set(days) and date(2027, 1, 4) in days
    assert scheduling.off_because(date(2027, 10, 1), Calendar({})) == "国庆节"


def test_several_visits_to_one_enterprise_lie_in_different_parts_of_the_year(district, plan):
    for _ in range(2):
        visit(plan, firm(district.agency, 0))
    worked(plan, district.li)
    first, second, third = sorted(i.on for i in items_of(plan) if i.enterprise.name == "企业0")
    assert first < date(2027, 5, 1) < second < date(2027, 8, 15) < third


# --- jobs ---------------------------------------------------------------------------------------------------------------

def test_a_job_places_every_visit_and_keeps_what_it_did_in_the_history(district, plan):
    found = worked(plan, district.li)
    assert (found.placed, found.unplaced) == (6, ())
    assert all(i.on and len(i.officers) == 2 for i in items_of(plan))
    job = schedule_jobs.latest(plan.pk)
    assert (job.state, job.percent, job.by, job.result["placed"]) == ("done", 100, "李强", 6)
    assert Change.objects.filter(register="plan_item", what="moved", by=district.li).count() == 6


def test_a_job_called_off_while_it_computes_leaves_nothing(district, plan):
    job = schedule_jobs.begin(plan.pk, district.li, "run")

    def call_off(words, percent):
        if percent >= 98:
            schedule_jobs.cancel(plan.pk, district.zhang)

    with pytest.raises(schedule_jobs.Cancelled):
        schedule_jobs.work(plan.pk, job.number, tell=call_off, **FIVE)
    assert all(i.on is None and not i.officers for i in items_of(plan))
    assert schedule_jobs.latest(plan.pk).state == "cancelled"
    assert not Change.objects.filter(register="plan_item").exists()


def test_while_one_job_runs_there_is_no_second_and_nobody_moves_a_visit(district, plan):
    schedule_jobs.begin(plan.pk, district.li, "run")
    with pytest.raises(NotAllowed, match="李强正在自动排期"):
        schedule_jobs.begin(plan.pk, district.zhang, "run")
    with pytest.raises(NotAllowed, match="排完或者取消"):
        schedule_moves.move(plan.pk, items_of(plan)[0].pk, date(2027, 3, 2), ["li", "wang"], district.li)
    schedule_jobs.cancel(plan.pk, district.li)
    assert worked(plan, district.zhang).placed == 6


def test_what_somebody_changed_meanwhile_is_not_overwritten(district, plan):
    job = schedule_jobs.begin(plan.pk, district.li, "run")

    def meddle(words, percent):
        PlanItem.objects.filter(plan=plan, enterprise__name="企业3").update(half_days=4)

    with pytest.raises(NotAllowed, match="有人改动"):
        schedule_jobs.work(plan.pk, job.number, tell=meddle, **FIVE)
    assert all(i.on is None for i in items_of(plan))
    assert schedule_jobs.latest(plan.pk).state == "failed" and "重新排期" in schedule_jobs.latest(plan.pk).words


def test_a_job_whose_process_is_gone_does_not_lock_the_plan(district, plan, monkeypatch):
    job = schedule_jobs.begin(plan.pk, district.li, "run")
    schedule_jobs._step(plan.pk, job.number, {"process": [schedule_jobs.socket.gethostname(), 999_999_999]})
    monkeypatch.setattr(schedule_jobs.os, "kill", lambda pid, signal: (_ for _ in ()).throw(ProcessLookupError()))
    assert schedule_jobs.latest(plan.pk).lost
    assert schedule_jobs.begin(plan.pk, district.zhang, "run").by == "张伟"


@pytest.mark.parametrize("who", ["zhou", "chen", "song", "admin"])
def test_only_who_compiles_may_schedule(district, plan, who):
    with pytest.raises(NotAllowed, match="只有编制计划的"):
        schedule_jobs.begin(plan.pk, getattr(district, who), "run")


def test_officers_of_another_agency_may_not(district, plan):
    other = Agency.objects.create(code="QS", region_short="青", name="青山区应急管理局", place_id="toy")
    stranger = Person.objects.create(username="stranger", name="外人")
    Mandate.objects.create(person=stranger, agency=other, role="officer", since=date(2020, 1, 1))
    assert not scheduling.may_schedule(plan, stranger)


def test_an_illness_moves_only_the_visits_of_whoever_is_ill_and_says_from_where_to_where(district, plan):
    worked(plan, district.li)
    ill = next(i for i in items_of(plan) if "wang" in i.officers)
    on_leave(district, "wang", ill.on.isoformat(), ill.on.isoformat())
    before = {i.pk: (i.on, sorted(i.officers)) for i in items_of(plan)}
    found = worked(plan, district.li, "mend", "王敏病假")
    assert found.moved == 1 and found.moves[0].item == ill.pk and "wang" not in found.moves[0].has
    after = {i.pk: (i.on, sorted(i.officers)) for i in items_of(plan)}
    assert {k for k in before if before[k] != after[k]} == {ill.pk}
    assert schedule_jobs.latest(plan.pk).result["moves"][0][0] == ill.pk


def test_a_replanning_needs_its_reason(district, plan):
    with pytest.raises(NotAllowed, match="写明原因"):
        schedule_jobs.begin(plan.pk, district.li, "mend", " 病 ")


# --- by hand ------------------------------------------------------------------------------------------------------------

def test_an_impossible_day_names_every_reason_at_once(district, plan):
    on_leave(district, "li", "2027-03-02", "2027-03-03")
    first, second = items_of(plan)[:2]
    assert schedule_moves.move(plan.pk, first.pk, date(2027, 3, 2), ["wang", "sun"], district.zhang)[1] == []
    item, why = schedule_moves.move(plan.pk, second.pk, date(2027, 3, 2), ["li", "wang"], district.zhang)
    assert item is None and why == ["李强 2027-03-02 请假或不在岗", "王敏 2027-03-02 已有检查任务"]
    second.refresh_from_db()
    assert second.on is None


@pytest.mark.parametrize("on, officers, says", [
    (date(2027, 3, 6), ["li", "wang"], "不是工作日（周六）"), (date(2027, 10, 1), ["li", "wang"], "国庆节"),
    (date(2028, 3, 6), ["li", "wang"], "不在计划年度"), (date(2027, 3, 8), ["li"], "不得少于两名（行政处罚法第42条第1款）"),
    (date(2027, 3, 8), ["li", "li"], "不得少于两名"), (date(2026, 3, 9), ["li", "wang"], "已经过去"),
    (date(2027, 3, 8), ["li", "zhang"], "不是本机关在岗的执法人员")])
def test_where_a_visit_may_not_go(district, plan, on, officers, says):
    why = scheduling.refusals(plan.pk, items_of(plan)[0].pk, on, officers)
    assert any(says in w for w in why)


def test_an_officer_whose_certificate_has_ended_by_then_is_refused_by_name(district, plan):
    Certificate.objects.filter(person=district.sun).update(valid_until=date(2027, 6, 30))
    why = scheduling.refusals(plan.pk, items_of(plan)[0].pk, date(2027, 7, 1), ["li", "sun"])
    assert why == ["孙倩 2027-07-01 没有有效的执法证（行政处罚法第42条第1款）"]


def test_a_moved_visit_is_pinned_and_the_next_schedule_leaves_it_there(district, plan):
    item = items_of(plan)[0]
    schedule_moves.move(plan.pk, item.pk, date(2027, 9, 15), ["sun", "li"], district.zhang, reason="企业设备检修")
    worked(plan, district.li)
    item.refresh_from_db()
    assert (item.on, sorted(item.officers), item.pinned) == (date(2027, 9, 15), ["li", "sun"], True)
    assert Change.objects.get(register="plan_item", target=str(item.pk)).reason == "企业设备检修"


# --- 综合查一次 ---------------------------------------------------------------------------------------------------------

@pytest.fixture
def two_units(district, plan):
    """A township plans to visit the same enterprise nine days after us."""
    town = Agency.objects.create(code="YLCG", region_short="云", name="城关镇人民政府", parent=district.agency, kind="township", place_id="toy")
    theirs = Plan.objects.create(agency=town, year=2027, body=default_body(248, 2, True), changed_at="2026-11-23T09:00:00+08:00")
    mine = items_of(plan)[0]
    PlanItem.objects.filter(pk=mine.pk).update(on=date(2027, 3, 1), officers=["li", "wang"])
    other = visit(theirs, mine.enterprise, unit="城关镇政府", on=date(2027, 3, 10), officers=["x", "y"])
    return mine, other


def test_visits_of_two_units_near_each_other_are_offered_as_one(district, plan, two_units):
    (offer,) = offers(plan)
    assert (offer.mine.pk, offer.other.pk, offer.unit, offer.apart) == (two_units[0].pk, two_units[1].pk, "城关镇政府", 9)
    PlanItem.objects.filter(pk=two_units[1].pk).update(on=date(2027, 4, 12))
    assert offers(plan) == []


def test_two_visits_of_one_unit_are_apart_on_purpose_and_are_not_offered(district, plan):
    item = items_of(plan)[0]
    PlanItem.objects.filter(pk=item.pk).update(on=date(2027, 3, 1))
    visit(plan, item.enterprise, on=date(2027, 3, 20))
    assert offers(plan) == []


def test_merged_visits_share_the_day_and_both_say_so(district, plan, two_units):
    mine, other = two_units
    done, why = schedule_moves.merge(plan.pk, mine.pk, other.pk, district.zhang)
    assert done is not None and why == []
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.on == other.on == date(2027, 3, 10) and mine.officers == ["li", "wang"] and other.officers == ["x", "y"]
    assert "与城关镇政府同日" in mine.source and "与执法大队同日" in other.source and offers(plan) == []
    worked(plan, district.li)
    mine.refresh_from_db()
    assert mine.on == date(2027, 3, 10), "a new schedule leaves it there"


def test_a_merging_on_a_day_when_an_officer_is_away_says_so_and_changes_nothing(district, plan, two_units):
    on_leave(district, "li", "2027-03-10", "2027-03-10")
    done, why = schedule_moves.merge(plan.pk, two_units[0].pk, two_units[1].pk, district.zhang)
    assert done is None and why == ["李强 2027-03-10 请假或不在岗"]
    two_units[0].refresh_from_db()
    assert two_units[0].on == date(2027, 3, 1) and two_units[0].source == "年度计划"


def test_merged_visits_of_two_units_of_one_plan_do_not_break_the_next_schedule(district, plan):
    item = items_of(plan)[0]
    PlanItem.objects.filter(pk=item.pk).update(on=date(2027, 3, 10), officers=["li", "wang"])
    other = visit(plan, item.enterprise, unit="危化科", on=date(2027, 3, 8), officers=["sun", "li"], half_days=1)
    PlanItem.objects.filter(pk=item.pk).update(half_days=1)
    done, why = schedule_moves.merge(plan.pk, item.pk, other.pk, district.zhang)
    assert done is not None, why
    found = worked(plan, district.li)
    assert found.unplaced == () and {i.on for i in items_of(plan) if i.enterprise_id == item.enterprise_id} == {date(2027, 3, 8)}


def test_a_merged_visit_moved_away_is_merged_no_more(district, plan, two_units):
    mine, other = two_units
    schedule_moves.merge(plan.pk, mine.pk, other.pk, district.zhang)
    schedule_moves.move(plan.pk, mine.pk, date(2027, 3, 16), ["li", "wang"], district.zhang)
    for item in (mine, other):
        item.refresh_from_db()
        assert item.source == "年度计划"
