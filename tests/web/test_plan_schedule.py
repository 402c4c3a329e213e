"""③排期 at the desk: the month, five more sides of it, the job, visits moved and merged, who may and who may only look."""
from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.actions.district import NOW
from zhiheng.actions import ledgers, schedule_jobs
from zhiheng.exchange import plan_file
from zhiheng.records.models import Agency, Certificate, Enterprise, Person, Plan, PlanItem
from zhiheng.records.queries.plans import default_body
from zhiheng.registers.catalogue import ledger

pytestmark = pytest.mark.django_db
BASE = "/plans/2027/schedule/"
PLACE = {"kind": "key", "field": "工贸", "unit": "执法大队", "source": "年度计划"}
SIDES = (BASE, f"{BASE}people/", f"{BASE}towns/", f"{BASE}map/", f"{BASE}merge/", "/plans/visits/?year=2027")


@pytest.fixture
def plan(office):
    Certificate.objects.create(person=office.people["sun"], number="9901sun", fields=["工贸"], valid_from=date(2024, 1, 1),
                               valid_until=date(2029, 1, 1))
    made = Plan.objects.create(agency=office.agency, year=2027, body=default_body(248, 3, True), changed_at=NOW)
    Enterprise.objects.filter(pk=office.firm.pk).update(area="城关镇", latitude=30.1, longitude=120.2)
    PlanItem.objects.create(plan=made, enterprise=office.firm, on=date(2027, 3, 2), officers=["li", "wang"], **PLACE)
    PlanItem.objects.create(plan=made, enterprise=firm(office, "第二厂"), **PLACE)
    return made


def firm(office, name: str) -> Enterprise:
    return Enterprise.objects.create(agency=office.agency, name=name, fields=["工贸"], area="青年镇")


@pytest.fixture
def li(office, at_desk):
    return at_desk(office.people["li"])


@pytest.fixture
def at_once(monkeypatch):
    """The job is done before the page answers, in this process."""
    monkeypatch.setattr(schedule_jobs, "launch", lambda job: schedule_jobs.work(job.plan, job.number, seconds=5, workers=1))


def leave(office, who: str, since: str, until: str, kind: str = "sick") -> None:
    ledgers.enter(ledger("leave"), office.agency, {"person": who, "since": since, "until": until, "kind": kind}, by=office.people["zhang"])


def first(plan: Plan) -> PlanItem:
    return PlanItem.objects.filter(plan=plan).order_by("pk")[0]


def text(answer) -> str:
    return answer.content.decode()


# --- looking ------------------------------------------------------------------------------------------------------------

def test_the_month_shows_each_visit_on_its_day_with_officers_and_who_is_away(office, plan, li):
    leave(office, "sun", "2027-03-01", "2027-03-05")
    said = text(li.get(f"{BASE}?month=3"))
    day = said.split('data-day="2027-03-02"')[1].split('data-day="2027-03-03"')[0]
    assert "鑫达木业有限公司" in day and "李强、王敏" in day and "不在岗：孙倩" in day and 'draggable="true"' in day
    assert "病假" not in said, "why somebody is away is nobody's business here"
    assert "还没有日期的" in said and "第二厂" in said


def test_holidays_and_the_days_before_them_are_marked(plan, li):
    said = text(li.get(f"{BASE}?month=5"))
    assert "劳动节" in said.split('data-day="2027-05-01"')[1].split("</h3>")[0]
    assert "劳动节前" in text(li.get(f"{BASE}?month=4")).split('data-day="2027-04-30"')[1].split("</h3>")[0]


def test_the_two_lines_are_said_with_numerator_and_denominator(plan, li):
    said = text(li.get(BASE))
    assert "6 月末（线 60%）" in said and "50.00% 1 / 2" in said and "11 月末（线 100%）" in said


@pytest.mark.parametrize("side", SIDES)
def test_every_side_costs_the_same_however_many_visits_there_are(office, plan, li, side):
    li.get(side)
    with CaptureQueriesContext(connection) as few:
        assert li.get(side).status_code == 200
    for n in range(30):
        PlanItem.objects.create(plan=plan, enterprise=firm(office, f"厂{n}"), on=date(2027, 3, 1 + n % 5), officers=["li", "sun"], **PLACE)
    with CaptureQueriesContext(connection) as many:
        li.get(side)
    assert len(many) <= len(few) + 1 <= 22, [q["sql"][:90] for q in many]


def test_a_reader_sees_it_and_gets_no_button(office, plan, at_desk):
    said = text(at_desk(office.people["song"]).get(BASE))
    assert "鑫达木业有限公司" in text(at_desk(office.people["song"]).get(f"{BASE}?month=3"))
    assert "自动排期</button>" not in said and 'draggable="true"' not in said


def test_a_stranger_of_another_bureau_finds_no_plan(office, plan, at_desk):
    client = at_desk(office.people["stranger"])
    assert client.get(BASE).status_code == 404
    assert client.get(f"{BASE}{first(plan).pk}/").status_code == 404
    assert "鑫达木业" not in text(client.get("/plans/visits/?year=2027"))


def test_the_list_is_filtered_in_the_address_and_exported_as_shown(plan, li):
    said = text(li.get("/plans/visits/?year=2027&state=loose"))
    assert "第二厂" in said and "鑫达木业有限公司" not in said
    assert "鑫达木业有限公司" in text(li.get("/plans/visits/?year=2027&officer=wang&area=城关镇&month=3"))
    rows = list(load_workbook(BytesIO(li.get("/plans/visits/export/?year=2027&state=loose").content)).worksheets[0].values)
    assert [r[0] for r in rows[1:]] == ["第二厂"]


def test_points_of_the_map_are_the_planned_enterprises_of_the_filter(plan, li, office):
    found = json.loads(li.get(f"{BASE}map/points/?month=3").content)
    assert [p[1] for p in found["points"]] == ["鑫达木业有限公司"]
    assert json.loads(li.get(f"{BASE}map/points/?month=4").content)["points"] == []


def test_by_person_says_how_many_days_somebody_cannot_go(office, plan, li):
    leave(office, "sun", "2027-03-01", "2027-03-05")
    row = text(li.get(f"{BASE}people/")).split('data-row="sun"')[1].split("</tr>")[0]
    assert "5 日" in row


@pytest.mark.parametrize("query", ["?month=13", "?month=abc", "?month=²", "?of=nowhere"])
def test_a_wrong_address_is_no_fault(plan, li, query):
    assert li.get(BASE + query).status_code in (200, 404)


# --- the job ------------------------------------------------------------------------------------------------------------

def test_scheduling_places_all_and_says_how_it_went(plan, li, at_once):
    assert li.post(f"{BASE}run/", {"kind": "run"}).status_code == 302
    said = text(li.get(BASE))
    assert "排定 2 / 2 家次" in said and PlanItem.objects.filter(plan=plan, on=None).count() == 0


def test_while_it_computes_the_page_shows_the_stage_and_a_cancel_button(plan, li, monkeypatch):
    monkeypatch.setattr(schedule_jobs, "launch", lambda job: schedule_jobs._step(job.plan, job.number, {
        "words": "排人员，已排 1 家次", "percent": 60, "seconds": 7.5}))
    li.post(f"{BASE}run/", {"kind": "run"})
    said = text(li.get(BASE))
    assert "排人员，已排 1 家次 · 7.5 秒" in said and f"{BASE}cancel/" in said and "自动排期</button>" not in said
    assert "排完或者取消以后才能再排" in text(li.post(f"{BASE}run/", {"kind": "run"}, follow=True))
    assert "没有写入任何内容" in text(li.post(f"{BASE}cancel/", follow=True))
    assert PlanItem.objects.filter(plan=plan, on=None).count() == 1


def test_what_found_no_place_stands_there_with_its_reason_and_what_to_do(office, plan, li, at_once):
    PlanItem.objects.create(plan=plan, enterprise=firm(office, "矿山厂"), **PLACE | {"field": "矿山"})
    li.post(f"{BASE}run/", {"kind": "run"})
    said = text(li.get(BASE)).split('id="unplaced"')[1].split("</section>")[0]
    assert "矿山厂" in said and "执法证不含「矿山」领域" in said and "申办含这一领域的执法证" in said


def test_after_an_illness_the_page_lists_who_was_moved_from_where_to_where(office, plan, li, at_once):
    leave(office, "wang", "2027-03-02", "2027-03-02")
    li.post(f"{BASE}run/", {"kind": "mend", "reason": "王敏 3 月 2 日请假"})
    said = text(li.get(BASE))
    assert "改动 1 家次" in said and "原因：王敏 3 月 2 日请假" in said
    moved = said.split('id="moves"')[1].split("</details>")[0]
    assert "2027-03-02 李强、王敏" in moved and "2027-03-02 李强、孙倩" in moved


@pytest.mark.parametrize("who", ["zhou", "chen", "song"])
def test_who_does_not_compile_begins_and_moves_nothing(office, plan, at_desk, who):
    client = at_desk(office.people[who])
    assert client.post(f"{BASE}run/", {"kind": "run"}).status_code == 404
    assert client.post(f"{BASE}{first(plan).pk}/", {"on": "2027-03-09"}).status_code == 404
    assert schedule_jobs.latest(plan.pk) is None and first(plan).on == date(2027, 3, 2)


# --- by hand ------------------------------------------------------------------------------------------------------------

def drop(client, plan: Plan, on: str) -> dict:
    return json.loads(client.post(f"{BASE}{first(plan).pk}/", {"on": on}, headers={"Accept": "application/json"}).content)


def test_a_drop_is_saved_where_it_may_lie_and_refused_with_reasons_where_not(plan, li):
    assert drop(li, plan, "2027-03-09") == {"ok": True, "reasons": [], "says": "已改到 2027-03-09"}
    assert drop(li, plan, "2027-03-13") == {"ok": False, "reasons": ["2027-03-13 不是工作日（周六）"], "says": ""}
    assert drop(li, plan, "不是日期")["reasons"] == ["请填写日期，写法如 2027-03-08"]
    assert first(plan).on == date(2027, 3, 9) and first(plan).pinned


def test_the_form_does_the_same_without_a_mouse_and_keeps_what_was_typed(plan, li):
    href = f"{BASE}{first(plan).pk}/"
    refused = li.post(href, {"form": "1", "on": "2027-03-10", "officers": ["li"], "reason": "企业检修"})
    assert refused.status_code == 422 and "不得少于两名" in text(refused) and 'value="企业检修"' in text(refused)
    assert li.post(href, {"form": "1", "on": "2027-03-10", "officers": ["li", "sun"], "reason": "企业检修"}).status_code == 302
    assert (first(plan).on, sorted(first(plan).officers), first(plan).pinned) == (date(2027, 3, 10), ["li", "sun"], False)
    assert "企业检修" in text(li.get(href)) and "2027-03-02 → 2027-03-10" in text(li.get(href))


def test_after_approval_the_page_says_that_a_move_waits_for_the_change_to_be_approved(plan, li):
    Plan.objects.filter(pk=plan.pk).update(state="approved")
    assert "办理「计划调整」并批准、备案以后才算数" in text(li.get(BASE))
    assert "办理「计划调整」" in text(li.get(f"{BASE}{first(plan).pk}/"))


def test_a_closed_plan_is_only_looked_at(plan, li):
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    assert "自动排期</button>" not in text(li.get(BASE)) and li.post(f"{BASE}run/").status_code == 404


# --- 综合查一次 ---------------------------------------------------------------------------------------------------------

@pytest.fixture
def theirs(office, plan):
    town = Agency.objects.create(code="YLCG", region_short="云", name="城关镇人民政府", parent=office.agency, kind="township", place_id="yl")
    other = Plan.objects.create(agency=town, year=2027, body=default_body(248, 2, True), changed_at=NOW)
    return PlanItem.objects.create(plan=other, enterprise=office.firm, on=date(2027, 3, 10), officers=["x", "y"], **PLACE | {"unit": "城关镇政府"})


def test_two_units_visits_are_offered_looked_at_and_put_on_one_day(plan, theirs, li):
    assert "合并…" in text(li.get(f"{BASE}merge/")) and "8 日" in text(li.get(f"{BASE}merge/"))
    href = f"{BASE}{first(plan).pk}/merge/{theirs.pk}/"
    assert "合并到 03-10" in text(li.get(href))
    assert li.post(href).status_code == 302 and first(plan).on == date(2027, 3, 10)
    assert "同日合并" in text(li.get(f"{BASE}?month=3")) and "合并…" not in text(li.get(f"{BASE}merge/"))


def test_where_an_officer_is_away_the_page_says_so_before_anything_is_sent(office, plan, theirs, li):
    leave(office, "li", "2027-03-10", "2027-03-10", "annual")
    href = f"{BASE}{first(plan).pk}/merge/{theirs.pk}/"
    assert "李强 2027-03-10 请假或不在岗" in text(li.get(href)) and li.post(href).status_code == 422
    assert first(plan).on == date(2027, 3, 2)


# --- files --------------------------------------------------------------------------------------------------------------

def test_the_exported_plan_has_every_visit_in_a_workbook_and_as_json(plan):
    rows = list(load_workbook(BytesIO(plan_file.workbook(plan))).worksheets[0].values)
    assert len(rows) == 3 and rows[1][1] == "鑫达木业有限公司" and rows[1][8] == "李强、王敏"
    said = json.loads(plan_file.plain(plan))
    assert [v["on"] for v in said["visits"]] == ["2027-03-02", None] and said["visits"][0]["officers"][0] == {"account": "li", "name": "李强"}


def test_ones_own_leave_stands_on_ones_own_page(office, at_desk):
    leave(office, "li", "2026-12-01", "2026-12-04", "annual")
    assert "2026-12-01" in text(at_desk(office.people["li"]).get("/me/record/"))
    assert "年休假" not in text(at_desk(office.people["wang"]).get("/me/record/"))
    assert at_desk(Person.objects.get(pk="wang")).get("/ledgers/leave/").status_code in (403, 404)
