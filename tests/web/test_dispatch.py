"""Progress of the plan: written off by inspections alone, counted by month and unit, fixed once, told to those behind."""
from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.web.house import ENTER, ITEMS, PLAN, RECORD, second_post, through
from zhiheng.actions import dispatch, plans
from zhiheng.actions.errors import NotAllowed, Refused
from zhiheng.actions.perform import open_file, perform
from zhiheng.actions.plan_places import catch_up
from zhiheng.actions.rebuild import compare
from zhiheng.jobs.sweep import lagging_units, sweep
from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Agency, File, Message, Plan, PlanItem
from zhiheng.records.queries.dispatch import (
    last_ended,
    line_at,
    made,
    month_facts,
    overlaps,
    places,
    plans_of,
    progress,
)
from zhiheng.records.queries.plans import counted
from zhiheng.records.queries.scope import visible_to

pytestmark = pytest.mark.django_db
CLEAR = RECORD | {"answers": [{"question": ITEMS[0]["question"], "result": "pass"}], "findings": []}
COMPILE = {"year": 2026, "title": "云岭区应急管理局2026年度安全生产监督检查计划", "compiled_on": "2026-11-23", "officers": ["li", "wang"]}


@pytest.fixture
def plan(office):
    """An approved plan of the year: three places in October and November, of two units. Approval itself has its own tests."""
    opened = open_file("annual_plan", "compile", COMPILE, office.people["li"], agency=office.agency)
    row = Plan.objects.get(file=opened.file)
    Plan.objects.filter(pk=row.pk).update(state="approved")
    for unit, on in (("执法大队", date(2026, 10, 20)), ("执法大队", date(2026, 11, 24)), ("城关镇", date(2026, 10, 9))):
        PlanItem.objects.create(plan=row, enterprise=office.firm, unit=unit, kind="key", on=on, officers=["li", "wang"])
    return Plan.objects.get(pk=row.pk)


def _begin(office, **facts) -> str:
    p = office.people
    sent = open_file("inspection", "plan", PLAN | facts, p["li"], agency=office.agency, enterprise=office.firm)
    through(sent, p["wang"], p["zhang"], p["chen"])
    return sent.file.no


def _make(office, no: str) -> None:
    p = office.people
    through(perform(no, "enter_site", ENTER, p["li"]), p["wang"])
    through(perform(no, "record", CLEAR, p["li"]), p["wang"])
    perform(no, "no_problem", {"conclusion": "未发现问题"}, p["li"])
    perform(no, "complete", {"completed_on": "2026-11-23", "result": "未发现问题"}, p["li"])


def test_an_inspection_writes_off_the_visit_it_names_and_only_when_completed(office, plan):
    named = PlanItem.objects.get(on=date(2026, 11, 24))
    no = _begin(office, plan_item_ref=f"P{named.pk}")
    named.refresh_from_db()
    assert named.visit.no == no and named.state == "planned"
    _make(office, no)
    named.refresh_from_db()
    assert named.state == "done" and PlanItem.objects.filter(state="done").count() == 1
    assert {p.done_on for p in places([plan])} == {None, date(2026, 11, 23)}
    assert compare(no) == []


def test_without_a_number_the_earliest_open_visit_is_taken(office, plan):
    no = _begin(office, plan_item_ref="2026 年度计划 11 月第 7 项")
    assert PlanItem.objects.get(visit__no=no).on == date(2026, 10, 9)


def test_a_visit_that_is_called_off_gives_its_place_back_and_is_not_counted(office, plan):
    p, named = office.people, PlanItem.objects.get(on=date(2026, 11, 24))
    no = _begin(office, plan_item_ref=f"P{named.pk}")
    sent = perform(no, "call_off", {"called_off_on": "2026-11-23", "reason": "企业停产，复产后再查"}, p["li"])
    through(sent, p["wang"], p["zhang"])
    named.refresh_from_db()
    assert named.visit is None and named.state == "planned" and File.objects.get(no=no).ended_at is not None
    assert made(visible_to(p["zhang"]), 2026) == []
    again = _begin(office, plan_item_ref=f"P{named.pk}")
    assert PlanItem.objects.get(pk=named.pk).visit.no == again


def test_a_visit_that_was_entered_cannot_be_called_off(office, plan):
    p, no = office.people, _begin(office)
    through(perform(no, "enter_site", ENTER, p["li"]), p["wang"])
    with pytest.raises(Refused, match="不能取消"):
        perform(no, "call_off", {"called_off_on": "2026-11-23", "reason": "不查了不查了"}, p["li"])


def test_a_complaint_takes_no_place_of_the_plan_and_is_counted_apart(office, plan):
    _begin(office, source_type="complaint", plan_item_ref=None, source_document="举报登记 J0031")
    _begin(office, source_type="transfer", plan_item_ref=None, source_document="区安委办转办〔2026〕12号", mode="chief_led", chief="高远 局长")
    assert not PlanItem.objects.exclude(visit=None).exists()
    found = made(visible_to(office.people["zhang"]), 2026)
    assert {(m.source, m.document, m.mode, m.chief, m.planned) for m in found} == {
        ("complaint", "举报登记 J0031", "routine", "", False), ("transfer", "区安委办转办〔2026〕12号", "chief_led", "高远 局长", False)}


@pytest.mark.parametrize("source", ["complaint", "transfer", "monitoring", "campaign"])
def test_a_visit_outside_the_plan_is_refused_without_its_source(office, plan, source):
    for told in (None, "  "):
        with pytest.raises(Refused, match="没有登记来源文书"):
            _begin(office, source_type=source, plan_item_ref=None, source_document=told)
    assert _begin(office, source_type=source, plan_item_ref=None, source_document="云应急转〔2026〕12号")


def test_the_line_is_sixty_in_june_and_a_hundred_in_november():
    assert [line_at(m) for m in range(1, 13)] == [10, 20, 30, 40, 50, 60, 68, 76, 84, 92, 100, 100]
    assert (last_ended(2026, date(2026, 11, 30)), last_ended(2026, date(2026, 12, 1)), last_ended(2027, date(2026, 12, 1))) == (10, 11, 0)


def test_progress_counts_by_month_and_unit_and_says_who_is_behind(office, plan):
    _make(office, _begin(office, plan_item_ref=f"P{PlanItem.objects.get(on=date(2026, 11, 24)).pk}"))
    groups = {g.name: g for g in progress(places([plan]), lambda r: r.unit, date(2026, 11, 23), line_at(10))}
    team = groups["执法大队"]
    assert (team.planned[9], team.planned[10], team.done[10], team.total, team.done_total, team.behind) == (1, 1, 1, 2, 1, True)
    assert month_facts(places([plan]), 2026, 10)["done_total"] == 0  # done after the month does not count for it


def test_a_month_is_fixed_once_as_counted_and_later_entries_are_a_difference(office, plan):
    zhang = office.people["zhang"]
    _approved(plan, office)
    with pytest.raises(NotAllowed, match="还没有结束"):
        dispatch.fix_month(plan.pk, 11, zhang)
    with pytest.raises(Refused, match="系统按检查记录算出"):
        perform(plan.file.no, "monthly", month_facts(places([plan]), 2026, 10) | {"done_total": 2}, zhang)
    dispatch.fix_month(plan.pk, 10, zhang)
    with pytest.raises(Refused, match="固定"):
        dispatch.fix_month(plan.pk, 10, zhang)


def _approved(plan, office) -> None:
    """The file itself approved, as the act that fixes a month asks."""
    from_agreed = {"held_on": "2026-11-23", "legality": "合法", "conclusion": "agreed", "record": "同意"}
    p = office.people
    second_post(office, "song", "bureau_head")
    assert counted(plan, date(2026, 11, 23)).figures["content"]
    Plan.objects.filter(pk=plan.pk).update(state="draft")
    through(plans.submit(plan.pk, p["li"], "重点单位全覆盖"), p["zhang"])
    through(perform(plan.file.no, "deliberate", from_agreed, p["zhang"]), p["chen"], p["song"])
    perform(plan.file.no, "approve", {"approved_by": "区政府", "approval_no": "云政函〔2026〕1号", "approved_on": "2026-11-23"}, p["li"])


def test_heads_of_units_behind_are_told_once_a_month(office, plan):
    moment = datetime(2026, 11, 23, 9, tzinfo=TZ)
    assert lagging_units(moment) >= 2
    told = Message.objects.filter(kind="dispatch")
    assert {m.person_id for m in told} == {"zhang"} and "应达 92%" in told[0].text and "10 月末" in told[0].text
    count = told.count()
    lagging_units(datetime(2026, 11, 24, 9, tzinfo=TZ))
    assert Message.objects.filter(kind="dispatch").count() == count
    assert sweep(datetime(2026, 12, 1, 9, tzinfo=TZ)).lagging == count  # the worker's round; a new month is told anew
    assert "11 月末" in Message.objects.filter(kind="dispatch").latest("pk").text
    assert sweep(datetime(2026, 12, 2, 9, tzinfo=TZ)).lagging == 0


def test_the_page_shows_every_figure_with_its_rows(office, plan, at_desk):
    client = at_desk(office.people["zhang"])
    _make(office, _begin(office, plan_item_ref=f"P{PlanItem.objects.get(on=date(2026, 11, 24)).pk}"))
    text = client.get("/dispatch/").content.decode()
    assert "33.33%" in text and "城关镇" in text and "落后" in text and "过期未查 2 家次" in text and "固定" in text
    rows = client.get("/dispatch/rows/?state=overdue&unit=执法大队").content.decode()
    assert "过期 34 天" in rows and "李强、王敏" in rows and "完成 2026-11-23" not in rows
    assert "没有来源文书" not in client.get("/dispatch/visits/?source=annual_plan").content.decode()


def test_a_year_without_a_plan_says_so_and_a_stranger_sees_nothing(office, plan, at_desk):
    assert "没有经批准的年度计划" in at_desk(office.people["zhang"]).get("/dispatch/?year=2025").content.decode()
    assert "没有经批准的年度计划" in at_desk(office.people["stranger"]).get("/dispatch/").content.decode()


def test_the_monthly_report_has_figures_rows_and_definitions(office, plan, at_desk):
    _approved(plan, office)
    client = at_desk(office.people["zhang"])
    assert client.post("/dispatch/fix/", {"plan": plan.pk, "month": 10}).status_code == 302
    book = load_workbook(BytesIO(client.get("/dispatch/report/?month=10").content))
    assert book.sheetnames == ["月报", "逐月", "明细", "定义"]
    lines = list(book["月报"].iter_rows(values_only=True))
    assert next(r for r in lines if r[0] == "城关镇")[:10] == ("城关镇", 1, 1, 0, 1, 0, "0.00%", "92%", "落后", 0)
    assert lines[-1][0] == "合计" and book["明细"].max_row == 4
    assert any("固定数字的凭据" in str(r[0]) for r in book["定义"].iter_rows(values_only=True))
    assert client.get("/dispatch/report/?month=13").status_code == 404


def test_visits_of_two_agencies_within_thirty_days_are_listed_until_merged(office, plan):
    town = Agency.objects.create(code="YLCG", region_short="云", name="城关镇人民政府", short_name="城关镇", kind="township",
                                 parent=office.agency, place_id="yl")
    first, second = _begin(office), _begin(office)
    File.objects.filter(no=second).update(agency=town)
    found = overlaps(made(visible_to(office.people["zhang"]), 2026))
    assert [[v.no for v in o.visits] for o in found] == [[first, second]] and not found[0].merged
    assert plans_of([office.agency.pk], 2026)[0].pk == plan.pk


def test_a_random_visit_writes_off_an_ordinary_place_and_gives_it_back_when_called_off(office, plan):
    PlanItem.objects.filter(plan=plan).delete()
    places = [PlanItem.objects.create(plan=plan, kind="general", on=date(2026, m, 20), source="年度计划") for m in (3, 11)]
    no = _begin(office, source_type="double_random", plan_item_ref=None, source_document="YL-2026-D01/1")
    taken = PlanItem.objects.get(visit__no=no)
    assert (taken.pk, taken.enterprise) == (places[1].pk, office.firm)
    sent = perform(no, "call_off", {"called_off_on": "2026-11-23", "reason": "企业停产，复产后再查"}, office.people["li"])
    through(sent, office.people["wang"], office.people["zhang"])
    taken.refresh_from_db()
    assert (taken.visit, taken.enterprise) == (None, None)
    again = _begin(office, source_type="double_random", plan_item_ref=None, source_document="YL-2026-D01/2")
    _make(office, again)
    assert PlanItem.objects.get(visit__no=again).state == "done"


def test_inspections_made_before_the_plan_was_approved_here_are_written_off_at_its_approval(office, plan):
    Plan.objects.filter(pk=plan.pk).update(state="draft")
    no = _begin(office)
    _make(office, no)
    assert not PlanItem.objects.exclude(visit=None).exists()
    Plan.objects.filter(pk=plan.pk).update(state="approved")
    assert (catch_up(plan), catch_up(plan)) == (1, 0)
    assert PlanItem.objects.get(visit__no=no).state == "done"
