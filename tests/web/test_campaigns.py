"""A campaign from its programme to its summary: frozen scope, quota, tasks carried out by inspections, figures fixed."""
from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.actions.district import NOW
from tests.web.house import ENTER, ORDER, PLAN, RECORD, through
from zhiheng.actions.errors import Invalid, Refused
from zhiheng.actions.perform import open_file, perform
from zhiheng.actions.rebuild import compare
from zhiheng.actions.register import enroll
from zhiheng.records import store
from zhiheng.records.models import (
    Agency,
    Enterprise,
    File,
    Finding,
    Mandate,
    Message,
    Paper,
    Person,
    Plan,
    PlanItem,
    PlanVersion,
)
from zhiheng.records.queries import campaigns as read
from zhiheng.records.queries.plans import content_of, live
from zhiheng.records.queries.plans import counted as plan_counted
from zhiheng.records.queries.view import register_of

pytestmark = pytest.mark.django_db
NOW_DAY = "2026-11-23"
SET_UP = {
    "title": "粉尘涉爆专项执法行动", "theme": "dust", "ordered": "superior", "ordered_by": "省应急管理厅", "basis": "应急厅函〔2026〕88号",
    "period_from": "2026-10-15", "period_to": "2026-12-15", "hazard": "粉尘涉爆",
    "reason": "全省发生两起除尘系统爆燃事故", "checks": ["除尘系统控爆措施"],
    "division": "执法大队检查", "officers": ["li", "wang"]}
APPROVAL = {"approved_by": "云岭区人民政府", "approval_no": "云政办函〔2026〕41号", "approved_on": NOW_DAY}


@pytest.fixture
def b(office):
    """An approved plan of the year, two dusty firms and one that is not."""
    opened = open_file("annual_plan", "compile", {"year": 2026, "title": "云岭区2026年度计划", "compiled_on": NOW_DAY, "officers": ["li", "wang"]},
                       office.people["li"], agency=office.agency)
    Plan.objects.filter(file=opened.file).update(state="approved")
    enroll(office.agency, [{"name": "鑫达木业有限公司", "code": office.firm.code, "hazards": ["粉尘涉爆"], "area": "城关镇"},
                           {"name": "云岭家具厂", "industry": "家具制造", "hazards": ["粉尘涉爆"], "area": "平山园区"},
                           {"name": "云岭超市", "industry": "零售", "area": "城关镇"}])
    return office


def drawn_up(b, **facts) -> str:
    sent = open_file("campaign", "set_up", {k: v for k, v in (SET_UP | facts).items() if v is not None}, b.people["li"], agency=b.agency)
    through(sent, b.people["zhang"], b.people["chen"])
    return sent.file.no


def counted(no, name):
    file = File.objects.select_related("agency", "enterprise").get(no=no)
    return register_of(file, NOW)[name]


def approved(b, no, **facts):
    held = counted(no, "campaign_scope")
    return perform(no, "approve", APPROVAL | {k: held[k] for k in ("scope", "firms", "areas")} | facts, b.people["li"])


def running(b, **facts) -> str:
    no = drawn_up(b, **facts)
    approved(b, no)
    perform(no, "publish", {"published_on": NOW_DAY, "place": "区政府网站", "secrets_checked": True}, b.people["li"])
    perform(no, "assign", {"assigned_on": NOW_DAY, "first": NOW_DAY, "last": "2026-12-15", "tasks": counted(no, "campaign_scope")["firms"],
                           "divisions": [{"unit": "执法大队", "who": ["li", "wang"]}]}, b.people["li"])
    return no


def begin(b, firm, *signers, source_document="YL-2026-Z01", **facts) -> str:
    sent = open_file("inspection", "plan", PLAN | {"source_type": "campaign", "plan_item_ref": None, "source_document": source_document} | facts,
                     b.people["li"], agency=b.agency, enterprise=firm)
    through(sent, b.people["wang"], b.people["zhang"], b.people["chen"])
    return sent.file.no


def visit(b, no, record=RECORD, ordered=True) -> str:
    """Entered, recorded, ordered to put right, completed; the case proposed on the major hazard. The case's file."""
    li, wang = b.people["li"], b.people["wang"]
    through(perform(no, "enter_site", ENTER, li), wang)
    through(perform(no, "record", record, li), wang)
    keys = list(Finding.objects.filter(file__no=no).order_by("key").values_list("key", flat=True))
    through(perform(no, "rectification_order", ORDER, li, subjects=keys), wang)
    lead = through(perform(no, "propose_case", {"reason": "涉嫌未设控爆措施", "lead_on": NOW_DAY}, li, subjects=keys[:1]), wang, b.people["zhang"])
    perform(no, "complete", {"completed_on": NOW_DAY, "result": "责令限期整改"}, li)
    return lead.spawned[0]


def test_the_scope_is_frozen_as_the_register_stood_at_the_approval(b):
    no = drawn_up(b)
    file = File.objects.get(no=no)
    assert (file.kind, read.number(file), file.title) == ("Z01", "YL-2026-Z01", "粉尘涉爆专项执法行动")
    assert counted(no, "campaign_scope")["areas"] == [{"area": "城关镇", "firms": 1}, {"area": "平山园区", "firms": 1}]
    with pytest.raises(Refused, match="由系统从一企一档冻结"):
        approved(b, no, firms=3)
    with pytest.raises(Refused, match="由系统从一企一档冻结"):
        approved(b, no, scope="0" * 64)
    approved(b, no)
    enroll(b.agency, [{"name": "后来的木材厂", "industry": "木材加工", "hazards": ["粉尘涉爆"], "area": "城关镇"}])
    assert counted(no, "campaign_scope")["firms"] == 2 and compare(no) == []
    assert Paper.objects.filter(file=file, code="campaign_programme").exists()


def test_a_scope_that_fits_nobody_is_not_approved(b):
    no = drawn_up(b, hazard="涉氨制冷")
    with pytest.raises((Refused, Invalid), match=r"一家企业也没有|不能小于 1"):
        approved(b, no)


def test_campaigns_of_the_bureaus_own_are_limited_and_those_ordered_are_not(b):
    own = {"ordered": "own", "ordered_by": None, "basis": None}
    for _ in range(3):
        last = drawn_up(b, **own)
    with pytest.raises(Refused, match="本年度自行组织的专项行动已有 3 个，公布的上限是 3 个"):
        drawn_up(b, **own)
    assert read.number(File.objects.select_related("agency").get(no=drawn_up(b))) == "YL-2026-Z04"  # the one refused left no file
    sent = perform(last, "withdraw", {"withdrawn_on": NOW_DAY, "reason": "并入市局方案实施"}, b.people["zhang"])
    through(sent, b.people["chen"])
    assert drawn_up(b, **own)


def test_without_a_plan_of_the_year_no_task_is_given_out(b):
    Plan.objects.update(state="draft")
    with pytest.raises(Refused, match="没有 2026 年经批准的年度监督检查计划"):
        running(b)
    assert not PlanItem.objects.exists()


def test_only_officers_with_a_certificate_are_sent_and_never_one_alone(b):
    no = drawn_up(b)
    approved(b, no)
    perform(no, "publish", {"published_on": NOW_DAY, "place": "区政府网站", "secrets_checked": True}, b.people["li"])
    said = {"assigned_on": NOW_DAY, "first": NOW_DAY, "last": "2026-12-15", "tasks": 2}
    for who, why in ((["li"], "不足两名"), (["li", "li"], "不足两名"), (["li", "sun"], "sun 不是本局"), (["li", "chen"], "chen 不是本局"),
                     (["li", "nobody"], "不是本局")):
        with pytest.raises(Refused, match=why):
            perform(no, "assign", said | {"divisions": [{"unit": "执法大队", "who": who}]}, b.people["li"])
    with pytest.raises(Refused, match="平山园区没有承担单位"):
        perform(no, "assign", said | {"divisions": [{"unit": "执法大队", "areas": "城关镇", "who": ["li", "wang"]}]}, b.people["li"])
    assert not PlanItem.objects.exists()


def test_every_firm_of_the_list_becomes_a_visit_of_the_plan_on_a_working_day(b):
    no = running(b)
    rows = list(PlanItem.objects.filter(campaign__no=no).order_by("pk"))
    assert {(r.kind, r.unit, tuple(r.officers), r.source) for r in rows} == {("campaign", "执法大队", ("li", "wang"), "专项行动 YL-2026-Z01")}
    assert [r.enterprise.name for r in rows] == ["鑫达木业有限公司", "云岭家具厂"] and all(r.on.weekday() < 5 for r in rows)
    assert {m.person_id for m in Message.objects.filter(kind="campaign")} == {"li", "wang"} and compare(no) == []


def test_an_inspection_that_names_the_campaign_carries_its_task_out_and_one_called_off_gives_it_back(b):
    no = running(b)
    visited = begin(b, b.firm)
    task = PlanItem.objects.get(campaign__no=no, enterprise=b.firm)
    assert task.visit.no == visited and task.state == "planned"
    off = perform(visited, "call_off", {"called_off_on": NOW_DAY, "reason": "企业停产，复产后再查"}, b.people["li"])
    through(off, b.people["wang"], b.people["zhang"])
    task.refresh_from_db()
    assert task.visit is None
    again = begin(b, b.firm, source_document="云政办函〔2026〕41号")  # by its approval as well
    case = visit(b, again)
    task.refresh_from_db()
    assert task.state == "done" and compare(again) == []
    told = counted(no, "campaign_tasks")
    assert told["figures"] | {"units": 0} == {"firms": 2, "tasks": 2, "visited": 1, "adjusted": 0, "findings": 2, "majors": 1, "closed": 0,
                                              "cases": 0, "units": 0}  # a lead is no case filed
    assert File.objects.get(no=case).procedure == "penalty_ordinary" and len(told["open"]) == 1


def test_one_visit_writes_off_the_task_and_the_place_of_the_plan(b):
    no = running(b)
    place = PlanItem.objects.create(plan=Plan.objects.get(), enterprise=b.firm, unit="执法大队", kind="key", on=date(2026, 12, 1), officers=["li"])
    tasks = read.tasks_of(File.objects.get(no=no))
    assert [(o.ref, o.kind) for o in read.overlaps(File.objects.select_related("agency").get(no=no), tasks)] == [(f"P{place.pk}", "key")]
    visit(b, begin(b, b.firm, plan_item_ref=f"P{place.pk}"))
    assert set(PlanItem.objects.filter(enterprise=b.firm).values_list("state", flat=True)) == {"done"}


@pytest.mark.parametrize("ordered", ["superior", "own"])
def test_only_visits_of_a_campaign_ordered_by_a_superior_stay_outside_the_cap(b, ordered):
    Enterprise.objects.filter(pk=b.firm.pk).update(extra={"visit_cap": 1})
    running(b, ordered=ordered)
    b.firm.refresh_from_db()
    if ordered == "superior":
        begin(b, b.firm)
        assert counted_visits(b) == 0  # so an ordinary visit is still allowed
        return
    begin(b, b.firm)
    assert counted_visits(b) == 1
    with pytest.raises(Refused, match="YL-2026-Z01 不是上级部署的专项行动，检查计入频次"):
        begin(b, b.firm)


@pytest.mark.parametrize(("ordered", "over"), [("superior", 0), ("own", 1)])
def test_tasks_are_no_major_change_of_the_plan_and_break_its_caps_only_when_they_count(b, ordered, over):
    plan = Plan.objects.select_related("agency").get()
    Enterprise.objects.filter(pk=b.firm.pk).update(extra={"visit_cap": 1})
    PlanItem.objects.create(plan=plan, enterprise=b.firm, unit="执法大队", kind="key", on=date(2026, 12, 1), officers=["li"])
    kept, fingerprint = content_of(plan, live(plan))
    store.put_bytes(kept)
    PlanVersion.objects.create(plan=plan, number=1, content=fingerprint, made_at=NOW)
    running(b, ordered=ordered)
    figures = plan_counted(plan, NOW.date()).figures
    assert (figures["added"], figures["major"], figures["over_cap"]) == (2, False, over)


def counted_visits(b) -> int:
    return register_of(File(agency=b.agency, enterprise=b.firm, procedure="inspection"), NOW)["visits"]["counted"]


def test_the_summary_has_the_counted_figures_and_waits_until_nothing_is_left(b):
    no, li, zhang = running(b), b.people["li"], b.people["zhang"]
    visit(b, begin(b, b.firm))
    figures = counted(no, "campaign_tasks")["figures"]
    with pytest.raises(Refused, match="还有 1 家没有检查完成"):
        perform(no, "summarise", {"until": NOW_DAY, "text": "完成", **figures}, li)
    left = counted(no, "campaign_tasks")["open"]
    with pytest.raises(Refused, match="不是未检查的任务"):
        perform(no, "adjust", {"tasks": ["P999999"], "ground": "closed", "reason": "已停产拆除"}, li)
    through(perform(no, "adjust", {"tasks": left, "ground": "closed", "reason": "现场核实已停产拆除"}, li), zhang)
    with pytest.raises(Refused, match="须是系统按检查记录算出的（不符：调整不查）"):
        perform(no, "summarise", {"until": NOW_DAY, "text": "完成", **figures}, li)
    figures = counted(no, "campaign_tasks")["figures"]
    through(perform(no, "summarise", {"until": NOW_DAY, "text": "完成", **figures}, li), zhang)
    assert (figures["visited"], figures["adjusted"], figures["findings"]) == (1, 1, 2)
    assert Paper.objects.filter(file__no=no, code="campaign_summary").exists()
    perform(no, "close", {"closed_on": NOW_DAY, "result": "已报区政府"}, li)
    assert File.objects.get(no=no).ended_at and compare(no) == []


# --- pages --------------------------------------------------------------------------------------------------------

def text(client, href, status=200):
    answer = client.get(href)
    assert answer.status_code == status, (href, answer.status_code)
    return answer.content.decode()


def test_the_page_shows_course_figures_and_what_may_be_done_now(b, at_desk):
    no, zhang = running(b), at_desk(b.people["zhang"])
    visit(b, begin(b, b.firm))
    page = text(zhang, "/campaigns/YL-2026-Z01/")
    for said in ("粉尘涉爆专项执法行动", "不计频次（上级部署：省应急管理厅 应急厅函〔2026〕88号）", "云政办函〔2026〕41号",
                 "冻结 2 家：城关镇 1 家，平山园区 1 家",
                 "50.00%", "还有 1 家没有检查完成，也没有调整", "1 / 2", "专项行动方案"):
        assert said in page, said
    assert f"/files/{no}/acts/adjust/" in page and 'disabled data-act="summarise"' in page
    for by, name in (("area", "平山园区"), ("industry", "家具制造"), ("person", "王敏"), ("nonsense", "执法大队")):
        assert name in text(zhang, f"/campaigns/YL-2026-Z01/?by={by}")
    assert "YL-2026-Z01" in text(zhang, "/campaigns/") and "1 / 2" in text(zhang, "/campaigns/?state=running&theme=dust&ordered=superior")
    assert "没有符合条件的专项行动" in text(zhang, "/campaigns/?theme=mines&year=2026&q=粉尘")


def test_a_supervisor_looks_and_does_nothing_and_a_stranger_sees_none(b, at_desk):
    running(b)
    page = text(at_desk(b.people["song"]), "/campaigns/YL-2026-Z01/")
    assert 'id="steps"' not in page and "/acts/" not in page
    assert "YL-2026-Z01" not in text(at_desk(b.people["stranger"]), "/campaigns/")
    for tail in ("", "tasks/", "daily/"):
        text(at_desk(b.people["stranger"]), f"/campaigns/YL-2026-Z01/{tail}", 404)


def test_an_officer_of_a_township_reads_the_campaign_and_opens_only_his_own_visits(b, at_desk):
    town = Agency.objects.create(code="YLCG", region_short="云", name="城关镇人民政府", short_name="城关镇", kind="township", parent=b.agency,
                                 place_id="yl")
    zhao = Person.objects.create_user("zhao", "x", name="赵磊")
    Mandate.objects.create(person=zhao, agency=town, role="officer", since=date(2020, 1, 1))
    running(b)
    visited = begin(b, b.firm)
    client = at_desk(zhao)
    assert "YL-2026-Z01" in text(client, "/campaigns/")
    assert ">案卷<" not in text(client, "/campaigns/YL-2026-Z01/")
    page = text(client, "/campaigns/YL-2026-Z01/tasks/")
    assert visited in page and f"/files/{visited}/" not in page


def test_tasks_are_narrowed_and_an_officers_own_lead_to_the_plan_of_the_visit(b, at_desk):
    running(b)
    li = at_desk(b.people["li"])
    other = Enterprise.objects.get(name="云岭家具厂")
    begin(b, b.firm)
    page = text(li, "/campaigns/YL-2026-Z01/tasks/?state=open")
    assert "云岭家具厂" in page and "鑫达木业" not in page and f"/new/inspection/plan/?enterprise={other.pk}" in page
    assert "鑫达木业" in text(li, "/campaigns/YL-2026-Z01/tasks/?state=visiting&unit=执法大队&person=李强")
    assert "没有符合条件的任务" in text(li, "/campaigns/YL-2026-Z01/tasks/?state=cases")
    assert "共 2" in text(li, "/campaigns/YL-2026-Z01/tasks/?state=%27--&area=")
    form = text(li, f"/new/inspection/plan/?enterprise={other.pk}")
    assert 'value="YL-2026-Z01"' in form and "专项行动 YL-2026-Z01" in form


def test_forms_bring_along_what_the_system_froze_and_counted(b, at_desk):
    no = drawn_up(b)
    li = at_desk(b.people["li"])
    form = text(li, f"/files/{no}/acts/approve/")
    assert counted(no, "campaign_scope")["scope"] in form and "云岭区人民政府" in form
    approved(b, no)
    perform(no, "publish", {"published_on": NOW_DAY, "place": "区政府网站", "secrets_checked": True}, b.people["li"])
    assert 'value="2026-12-15"' in text(li, f"/files/{no}/acts/assign/")


def test_a_kept_draft_of_the_summary_never_holds_an_old_figure_back(b, at_desk):
    no, zhang, li = running(b), b.people["zhang"], at_desk(b.people["li"])
    visit(b, begin(b, b.firm))
    there = f"/files/{no}/acts/summarise/"
    li.post(f"{there}draft/", {"until": str(NOW_DAY), "adjusted": "0", "visited": "99", "text": "调整不查 0 家；已总结经验"})
    left = counted(no, "campaign_tasks")["open"]
    through(perform(no, "adjust", {"tasks": left, "ground": "closed", "reason": "现场核实已停产拆除"}, b.people["li"]), zhang)
    form = li.get(there).context["form"]
    said = {f.name: f.value for g in form.groups for f in g.fields}
    assert (said["visited"], said["adjusted"]) == ("1", "1") and "已总结经验" in said["text"]
    figures = counted(no, "campaign_tasks")["figures"]
    with pytest.raises(Refused, match="「调整不查 0 家」与数字 1 不符"):
        perform(no, "summarise", {"until": NOW_DAY, "text": "调整不查 0 家", **figures}, b.people["li"])


def test_the_daily_report_counts_the_day_and_a_day_to_come_has_none(b, at_desk):
    running(b)
    visit(b, begin(b, b.firm))
    zhang = at_desk(b.people["zhang"])
    book = load_workbook(BytesIO(zhang.get("/campaigns/YL-2026-Z01/daily/").content))
    assert book.sheetnames == ["日报", "按日", "任务明细", "定义"]
    lines = list(book["日报"].iter_rows(values_only=True))
    assert lines[1][:6] == ("执法大队", 2, 0, 1, 1, "50.00%") and lines[-1][0] == "合计" and lines[-1][7:9] == (2, 1)
    before = load_workbook(BytesIO(zhang.get("/campaigns/YL-2026-Z01/daily/?day=2026-11-20").content))
    assert list(before["日报"].iter_rows(values_only=True))[1][3:6] == (0, 0, "0.00%")
    for day in ("2026-12-01", "gestern", "2026-02-30"):
        text(zhang, f"/campaigns/YL-2026-Z01/daily/?day={day}", 404)
    assert load_workbook(BytesIO(zhang.get("/campaigns/YL-2026-Z01/tasks/?export=1").content)).worksheets[0].max_row == 3


def test_the_page_asks_the_same_number_of_questions_however_many_tasks(b, at_desk):
    running(b)
    client = at_desk(b.people["song"])
    text(client, "/campaigns/YL-2026-Z01/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            text(client, "/campaigns/YL-2026-Z01/")
        counts.append(len(asked))
        for n in range(5):
            firm = Enterprise.objects.create(agency=b.agency, name=f"第{n}木业", area="城关镇")
            PlanItem.objects.create(plan=Plan.objects.get(), enterprise=firm, unit="执法大队", kind="campaign", on=date(2026, 12, 1), officers=["li"],
                                    campaign=File.objects.get(procedure="campaign"))
    assert counts[0] == counts[1] <= 30
