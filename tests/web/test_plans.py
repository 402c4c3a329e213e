"""The annual plan at the desk: days typed and pasted, what fits and what to cut, enterprises, approval, versions."""
from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from tests.web.house import second_post, through
from zhiheng.actions import plan_begin, plans, signing
from zhiheng.actions.accounts import set_pin
from zhiheng.actions.perform import perform
from zhiheng.actions.rulebook import rules_for
from zhiheng.planning.days import NON, OTHER
from zhiheng.records.models import Agency, Change, Enterprise, Mandate, Person, Plan, PlanItem, PlanVersion
from zhiheng.records.queries.view import load_view

PIN = "246810"
pytestmark = pytest.mark.django_db
DAYS = {f"other-{n}": str(d) for n, d in enumerate((170, 150, 100, 120, 90, 60, 45, 100, 30, 170))} | {
    f"non-{n}": str(d) for n, d in enumerate((120, 160, 60, 40, 45, 100, 10))}
"""Ten and seven items that add up to 1,035 and 535."""
FORM = DAYS | {"officers": "8", "in_post": "10", "orders": "62", "general_visits": "56", "campaign_visits": "0", "key_half_days": "2",
               "general_half_days": "2", "campaign_half_days": "2", "paste": "", "do": "save"}


def firms(agency, count, **more):
    held = {"key_unit": True, "running": "在营", "fields": ["工贸"], "grade": "C"} | more
    return Enterprise.objects.bulk_create([Enterprise(agency=agency, name=f"云岭第{n:03d}化工厂", **held) for n in range(1, count + 1)])


@pytest.fixture
def plan(office):
    """The plan of 2027, begun from nothing with twelve key enterprises."""
    firms(office.agency, 12)
    set_pin(office.people["li"], PIN)
    return plan_begin.begin(office.agency, 2027, office.people["li"])[0]


def text(client, href, status=200):
    answer = client.get(href)
    assert answer.status_code == status, (href, answer.status_code)
    return answer.content.decode()


def send(client, href, status=200, **sent):
    answer = client.post(href, sent, follow=True)
    assert answer.status_code == status, (href, answer.status_code)
    return answer.content.decode()


# --- the list and the beginning ------------------------------------------------------------------------------------------

def test_an_officer_begins_next_years_plan_from_nothing_and_key_enterprises_are_in_it(office, at_desk):
    firms(office.agency, 3)
    li = at_desk(office.people["li"])
    assert 'data-act="begin_2027"' in text(li, "/plans/")
    said = send(li, "/plans/begin/", agency="YL", year="2027", source="")
    assert "列入重点单位检查 3 家次" in said and "2027 年放假安排未公布，按 13 天暂定" in said
    assert 'data-act="begin_2027"' not in text(li, "/plans/")
    assert "已有 2027 年的计划" in send(li, "/plans/begin/", agency="YL", year="2027", source="")
    assert Plan.objects.filter(year=2027).count() == 1


def test_a_plan_begun_from_the_year_before_takes_over_the_figures_and_counts_days_and_enterprises_anew(office, at_desk):
    old = firms(office.agency, 3)
    before = plan_begin.begin(office.agency, 2026, office.people["li"])[0]
    plan_begin.figures(before.pk, {"officers": 8, "in_post": 10, "other": [100] * 10, "non": [70] * 7}, office.people["li"])
    Enterprise.objects.filter(pk=old[0].pk).update(running="停产")
    said = send(at_desk(office.people["li"]), "/plans/begin/", agency="YL", year="2027", source="2026")
    body = Plan.objects.get(year=2027).body
    assert "各项工日取自 2026 年计划" in said and (body["officers"], body["other"], body["provisional"]) == (8, [100] * 10, True)
    assert PlanItem.objects.filter(plan__year=2027).count() == 2


def test_whoever_may_not_compile_begins_nothing_and_a_past_year_is_refused(office, at_desk):
    for who in ("song", "chen", "zhou"):
        assert 'id="begin"' not in text(at_desk(office.people[who]), "/plans/")
        assert at_desk(office.people[who]).post("/plans/begin/", {"agency": "YL", "year": "2027", "source": ""}).status_code == 404
    li = at_desk(office.people["li"])
    assert li.post("/plans/begin/", {"agency": "QS", "year": "2027", "source": ""}).status_code == 404
    assert li.post("/plans/begin/", {"agency": "YL", "year": "二〇二七", "source": ""}).status_code == 404
    assert "不能为已经过去的 2025 年编制计划" in send(li, "/plans/begin/", agency="YL", year="2025", source="")
    assert not Plan.objects.exists()


def test_people_of_another_bureau_find_no_plan_and_administrators_none(plan, office, at_desk):
    assert at_desk(office.people["stranger"]).get("/plans/2027/").status_code == 404
    assert at_desk(office.people["admin"]).get("/plans/2027/").status_code == 403
    assert at_desk(office.people["li"]).get("/plans/2031/").status_code == 404


def test_a_township_sees_its_own_plan_and_the_bureau_both(plan, office, at_desk):
    town = Agency.objects.create(code="YLPS", region_short="云", name="平山镇人民政府", short_name="平山镇", place_id="yl", parent=office.agency,
                                 delegated=True, kind="township")
    officer = Person.objects.create_user("ping", "Zhiheng-2026", name="平凡")
    Mandate.objects.create(person=officer, agency=town, role="officer", since=date(2020, 1, 1))
    plan_begin.begin(town, 2027, officer)
    own = text(at_desk(officer), "/plans/")
    assert "平山镇" in own and "/plans/2027/?of=YLPS" in own and 'href="/plans/2027/"' not in own
    assert "平山镇人民政府" in text(at_desk(officer), "/plans/2027/")
    assert at_desk(officer).get("/plans/2027/?of=YL").status_code == 404
    both = text(at_desk(office.people["zhang"]), "/plans/")
    assert "/plans/2027/?of=YLPS" in both and 'href="/plans/2027/"' in both
    assert at_desk(office.people["li"]).get("/plans/2027/?of=YLPS").status_code == 404


# --- ① days --------------------------------------------------------------------------------------------------------------

def test_the_figures_of_the_published_plan_come_out_with_shares_the_system_computes(plan, office, at_desk):
    page = send(at_desk(office.people["li"]), "/plans/2027/", **FORM)
    for said in ("全年 365 − 周末 104 − 法定假日 13", "1,984", "1,035", "535", "414", "52.17%", "26.97%", "20.87%", "三项之和为 100.01%",
                 "1,984 − 1,035 − 535", "在册 10 名，列入 80.00%", "12 家/12 家次 × 2 人 × 1 日", "56 家次 × 2 人 × 1 日",
                 "责令整改 62 件 × 2 人 × 0.5 日"):
        assert said in page, said
    assert "可行：余 216 工日" in page and 'name="total' not in page
    assert Change.objects.filter(register="plan", target=str(plan.pk), by="li").exists()


@pytest.mark.parametrize("field, typed, said", [
    ("other-1", "四百", "须填不小于 0 的整数"), ("non-0", "-5", "须填不小于 0 的整数"), ("other-2", "1000000000", "过大"), ("officers", "", "没有填"),
    ("officers", "0", "须为正数"), ("officers", "11", "多于在册人员"), ("other-0", "9999", "超过总法定工作日"), ("non-3", "1.5", "不小于 0 的整数"),
    ("general_visits", "999999", "不超过 20000 家次"), ("key_half_days", "9", "请从半日至 3 日中选择")])
def test_a_figure_that_cannot_stand_is_refused_and_nothing_typed_is_lost(plan, office, at_desk, field, typed, said):
    before = Plan.objects.get(pk=plan.pk).body
    page = send(at_desk(office.people["li"]), "/plans/2027/", 422, **(FORM | {"other-9": "171", field: typed}))
    assert said in page and "什么都没有保存" in page and 'value="171"' in page
    assert Plan.objects.get(pk=plan.pk).body == before


def test_full_width_figures_and_thousands_are_read_as_they_are_meant(plan, office, at_desk):
    send(at_desk(office.people["li"]), "/plans/2027/", **(FORM | {"other-0": "１７０", "orders": "1,0"}))
    assert Plan.objects.get(pk=plan.pk).body["other"][0] == 170 and Plan.objects.get(pk=plan.pk).body["orders"] == 10


def table(total=1035, rest=535):
    lines = [f"{n}\t{zh}\t{DAYS[f'other-{n - 1}']}" for n, zh in enumerate(OTHER, 1)]
    more = [f"{n}\t{zh}\t{DAYS[f'non-{n - 1}']}" for n, zh in enumerate(NON, 1)]
    return "\n".join(["序号\t事项\t工日", *lines, f"合计\t{total:,}", *more, f"合计\t{rest}", f"总计\t{1035 + 535:,}"])


def test_a_pasted_table_fills_the_seventeen_items_without_saving_them(plan, office, at_desk):
    page = send(at_desk(office.people["li"]), "/plans/2027/", **(FORM | dict.fromkeys(DAYS, "0") | {"paste": table(), "do": "paste"}))
    assert "读入 17 项，还没有保存" in page and "合计 1,035 工日" in page and "合计 535 工日" in page
    assert Plan.objects.get(pk=plan.pk).body["other"] == [0] * 10


def test_a_pasted_total_that_does_not_add_up_is_rejected_by_its_line_with_the_right_sum(plan, office, at_desk):
    page = send(at_desk(office.people["li"]), "/plans/2027/", 422, **(FORM | {"other-0": "7", "paste": table(1053), "do": "paste"}))
    assert "第 12 行「合计」写作 1053，以上各项之和是 1035" in page and "总计" not in page.split("data-faults")[1].split("</ol>")[0]
    assert 'value="7"' in page and "开展安全生产综合监管\t170" in page


def test_a_huge_or_empty_paste_is_refused_in_words(plan, office, at_desk):
    li = at_desk(office.people["li"])
    assert "请只粘贴各项工日的表格" in send(li, "/plans/2027/", 422, **(FORM | {"paste": "实施行政许可 1\n" * 3000, "do": "paste"}))
    assert "没有读出一项" in send(li, "/plans/2027/", 422, **(FORM | {"paste": "  ", "do": "paste"}))


def test_thirty_eight_days_too_many_cost_nineteen_ordinary_visits_by_one_button(plan, office, at_desk):
    firms(office.agency, 72)
    li = at_desk(office.people["li"])
    send(li, "/plans/2027/do/fill/")
    key = PlanItem.objects.filter(plan=plan, kind="key").count()
    general = (414 + 38 - 62 - 2 * key) // 2
    page = send(li, "/plans/2027/", **(FORM | {"general_visits": str(general)}))
    assert "超出 38 工日：只能压减一般抽查 19 家次，不得压减重点全覆盖。" in page and 'data-act="plan_cut"' in page
    after = send(li, "/plans/2027/do/cut/")
    assert "已压减一般抽查 19 家次，重点单位没有减少" in after and "可行：余 0 工日" in after
    assert PlanItem.objects.filter(plan=plan, kind="key").count() == key
    assert PlanItem.objects.filter(plan=plan, kind="general").count() == general - 19


def test_scenarios_stand_side_by_side_and_change_nothing(plan, office, at_desk):
    before = Plan.objects.get(pk=plan.pk).body
    page = text(at_desk(office.people["song"]), "/plans/2027/")
    for said in ("执法人员加 1 名", "重点单位每年 2 次", "重点检查每家半日", "不安排一般抽查"):
        assert said in page
    assert 'id="plan-form"' not in page and Plan.objects.get(pk=plan.pk).body == before


def test_those_who_only_look_save_nothing(plan, office, at_desk):
    for who in ("song", "chen", "zhou"):
        assert at_desk(office.people[who]).post("/plans/2027/", FORM).status_code == 404
        assert at_desk(office.people[who]).post("/plans/2027/do/cut/").status_code == 404
    assert at_desk(office.people["li"]).post("/plans/2027/do/nothing/").status_code == 404


def test_the_length_of_visits_and_the_room_for_campaigns_count_in_what_is_needed(plan, office, at_desk):
    page = send(at_desk(office.people["li"]), "/plans/2027/", **(FORM | {"key_half_days": "4", "campaign_visits": "10", "campaign_half_days": "1"}))
    assert "12 家/12 家次 × 2 人 × 2 日" in page and "10 家次 × 2 人 × 0.5 日" in page
    assert set(PlanItem.objects.filter(plan=plan, kind="key").values_list("half_days", flat=True)) == {4}


def test_the_page_asks_as_often_for_sixty_enterprises_as_for_twelve(plan, office, at_desk):
    song = at_desk(office.people["song"])
    text(song, "/plans/2027/")
    with CaptureQueriesContext(connection) as few:
        text(song, "/plans/2027/")
    firms(office.agency, 48)
    plans.fill(plan.pk, office.people["li"])
    with CaptureQueriesContext(connection) as many:
        text(song, "/plans/2027/")
    assert len(many) == len(few)


# --- ② enterprises -------------------------------------------------------------------------------------------------------

def test_key_enterprises_stand_with_cycle_cap_and_its_basis(plan, office, at_desk):
    page = text(at_desk(office.people["song"]), "/plans/2027/firms/")
    assert "云岭第001化工厂" in page and "每年 1 次" in page and "共列入 12 家次" in page and 'data-act="plan_fill"' not in page


def test_one_enterprise_is_visited_oftener_within_its_cap_and_above_it_refused_with_the_basis(plan, office, at_desk):
    firm = Enterprise.objects.filter(key_unit=True).order_by("name").first()
    Enterprise.objects.filter(pk=firm.pk).update(extra={"visit_cap": 3})
    li = at_desk(office.people["li"])
    assert "全年至多 3 次" in text(li, f"/plans/2027/firms/?firm={firm.pk}")
    assert "已改为全年 3 次" in send(li, "/plans/2027/do/times/", firm=str(firm.pk), times="3")
    assert PlanItem.objects.filter(plan=plan, enterprise=firm).count() == 3
    refused = send(li, "/plans/2027/do/times/", firm=str(firm.pk), times="4")
    assert "全年至多 3 次（" in refused and "不能排 4 次" in refused and "触发的检查不计在内" in refused
    assert "至少检查一次" in send(li, "/plans/2027/do/times/", firm=str(firm.pk), times="0")
    for odd in ("-1", "很多", "", "1000000000"):
        assert "次数须填整数" in send(li, "/plans/2027/do/times/", firm=str(firm.pk), times=odd)
    assert "不在重点单位名录内" in send(li, "/plans/2027/do/times/", firm=str(office.firm.pk + 9999), times="1")
    assert PlanItem.objects.filter(plan=plan, enterprise=firm).count() == 3


def test_the_number_chosen_for_one_enterprise_outlives_other_changes_of_the_plan(plan, office, at_desk):
    firm, li = Enterprise.objects.filter(key_unit=True).first(), at_desk(office.people["li"])
    send(li, "/plans/2027/do/times/", firm=str(firm.pk), times="2")
    send(li, "/plans/2027/", **FORM)
    send(li, "/plans/2027/do/fill/")
    assert PlanItem.objects.filter(plan=plan, enterprise=firm).count() == 2


def test_the_directory_is_compared_with_last_years_by_name_and_reason(office, at_desk):
    held = firms(office.agency, 5)
    plan_begin.begin(office.agency, 2026, office.people["li"])
    Enterprise.objects.filter(pk=held[0].pk).update(running="停产")
    Enterprise.objects.filter(pk=held[1].pk).update(key_unit=False)
    Enterprise.objects.create(agency=office.agency, name="新来化工厂", key_unit=True, running="在营")
    plan_begin.begin(office.agency, 2027, office.people["li"])
    page = text(at_desk(office.people["zhang"]), "/plans/2027/firms/")
    for said in ("+1 −2", "新来化工厂", "经营状态为停产", "不再是重点单位", held[0].name, held[1].name):
        assert said in page


def test_a_hundred_enterprises_a_page_and_found_by_name(plan, office, at_desk):
    firms(office.agency, 130, area="平山镇")
    li = at_desk(office.people["li"])
    first = text(li, "/plans/2027/firms/?q=平山镇")
    assert "130 家" in first and "下一页" in first and first.count('data-act="times_') == 100
    answer = li.get("/plans/2027/firms/?q=平山镇&export=1")
    assert answer.status_code == 200 and "spreadsheetml" in answer["Content-Type"]


# --- ⑤ approval, changes, versions ---------------------------------------------------------------------------------------

DELIBERATED = {"held_on": "2026-11-23", "legality": "内容合法，程序完备", "conclusion": "agreed", "record": "同意，报区政府批准"}
APPROVED = {"approved_by": "云岭区人民政府", "approval_no": "云政函〔2026〕88号", "approved_on": "2026-11-23"}


def sign_off(office, plan):
    """Sent on by li, signed by the section; deliberated by two leaders; approved by the government."""
    p, no = office.people, plan.file.no
    second_post(office, "zhou", "bureau_head")
    through(plans.submit(plan.pk, p["li"], "重点单位全覆盖"), p["zhang"])
    through(perform(no, "deliberate", DELIBERATED, p["zhang"]), p["chen"], p["zhou"])
    perform(no, "approve", APPROVED, p["li"])


def test_sending_on_takes_the_figures_of_the_system_and_waits_for_the_section(plan, office, at_desk):
    li = at_desk(office.people["li"])
    send(li, "/plans/2027/", **FORM)
    page = text(li, "/plans/2027/approval/")
    assert "重点单位 12 家全覆盖 12 家次，一般单位双随机抽查 56 家次" in page and "送审后方可审议" in page
    said = send(li, "/plans/2027/send/submit/", pin=PIN, words="重点单位全覆盖，其余双随机")
    assert "送审已提交，等待签署" in said and 'data-act="sign_submit"' in said
    plan.refresh_from_db()
    assert plan.state == "draft"
    seq = load_view(plan.file, rules_for(office.agency).procedures).travelling("submit")[0].seq
    signing.sign(plan.file.no, seq, office.people["zhang"])
    plan.refresh_from_db()
    assert (plan.state, plan.version) == ("submitted", 2)
    after = text(li, "/plans/2027/approval/")
    assert "第 1 稿已送审" in after and "第 1 稿" in after and "document.pdf?version=1" in after


def test_a_plan_that_does_not_fit_is_not_sent_on_and_the_explanation_is_not_lost(plan, office, at_desk):
    li = at_desk(office.people["li"])
    send(li, "/plans/2027/", **(FORM | {"general_visits": "400"}))
    page = text(li, "/plans/2027/approval/")
    assert 'disabled data-act="submit"' in page and "只能压减一般抽查或增加人员" not in page and "检查所需超出监督检查工作日" in page
    refused = send(li, "/plans/2027/send/submit/", 422, pin=PIN, words="照此送审，请批准")
    assert "检查所需超出监督检查工作日" in refused
    assert not PlanVersion.objects.exists()


def test_an_empty_explanation_is_refused_and_those_who_look_send_nothing(plan, office, at_desk):
    assert "编制说明" in send(at_desk(office.people["li"]), "/plans/2027/send/submit/", 422, pin=PIN, words="  ")
    assert at_desk(office.people["song"]).post("/plans/2027/send/submit/", {"words": "照此送审"}).status_code == 404
    assert "口令不正确" in send(at_desk(office.people["li"]), "/plans/2027/send/submit/", 422, pin="000000", words="照此送审，请批准")
    assert "照此送审，请批准" in send(at_desk(office.people["li"]), "/plans/2027/send/submit/", 422, words="照此送审，请批准")
    assert at_desk(office.people["li"]).post("/plans/2027/send/publish/", {"words": "照此送审"}).status_code == 404
    assert 'data-act="submit"' not in text(at_desk(office.people["song"]), "/plans/2027/approval/")


def test_after_approval_filing_has_its_term_and_a_change_is_an_act_with_reason(plan, office, at_desk):
    li = at_desk(office.people["li"])
    sign_off(office, plan)
    page = text(li, "/plans/2027/approval/")
    assert "计划已批准，修改请办理「计划调整」" in page
    assert li.post("/plans/2027/send/submit/", {"words": "再送一次看看", "pin": PIN}).status_code == 404
    assert "报上级备案：2026-12-07 前" in page and f"/files/{plan.file.no}/acts/file_upward/" in page and "云政函〔2026〕88号" in page
    firm = Enterprise.objects.filter(key_unit=True).first()
    send(li, "/plans/2027/do/times/", firm=str(firm.pk), times="2")
    changed = text(li, "/plans/2027/")
    assert "与批准的版本相比：增加 1 家次" in changed
    assert "调整理由" in send(li, "/plans/2027/send/change/", 422, pin=PIN, words="")
    assert "计划调整已提交" in send(li, "/plans/2027/send/change/", pin=PIN, words="该企业新增重大危险源，增加一次检查")


def test_two_versions_are_compared_by_name_and_figure(plan, office, at_desk):
    li, firm = at_desk(office.people["li"]), Enterprise.objects.filter(key_unit=True).first()
    sign_off(office, plan)
    plan_begin.figures(plan.pk, {"other": [7] + [0] * 9}, office.people["li"])
    plans.set_times(plan.pk, firm.pk, 2, office.people["li"])
    gone = PlanItem.objects.filter(plan=plan).exclude(enterprise=firm).first()
    Enterprise.objects.filter(pk=gone.enterprise_id).update(key_unit=False)
    plans.fill(plan.pk, office.people["li"])
    moved = PlanItem.objects.filter(plan=plan).exclude(enterprise=firm).first()
    plans.place(plan.pk, moved.pk, date(2027, 3, 2), ["li", "wang"], office.people["li"])
    page = text(li, "/plans/2027/compare/")
    names = (gone.enterprise.name, moved.enterprise.name, firm.name)
    for said in ("增加 1，减少 1，改期改派 1", *names, "2027-03-02 李强、王敏", "开展安全生产综合监管", "+7"):
        assert said in page, said
    assert "没有第 9 稿" in text(li, "/plans/2027/compare/?a=9&b=work", 404) and "没有第 x 稿" in text(li, "/plans/2027/compare/?a=x", 404)


def test_a_major_change_must_be_said_to_be_one(plan, office, at_desk):
    sign_off(office, plan)
    Enterprise.objects.filter(pk=Enterprise.objects.filter(key_unit=True).first().pk).update(running="停产")
    plans.fill(plan.pk, office.people["li"])
    li = at_desk(office.people["li"])
    assert 'value="1" checked' in text(li, "/plans/2027/approval/")
    assert "属于重大调整" in send(li, "/plans/2027/send/change/", 422, pin=PIN, words="一家企业停产，不再检查")


# --- ④ the text ----------------------------------------------------------------------------------------------------------

def printed(content):
    """The words of a PDF without any space."""
    return "".join("".join(p.extract_text() for p in PdfReader(BytesIO(content)).pages).split())


def test_the_text_has_the_official_parts_and_both_annexes_and_its_figures_are_those_of_the_plan(plan, office, at_desk, fonts):
    li = at_desk(office.people["li"])
    send(li, "/plans/2027/", **FORM)
    page = text(li, "/plans/2027/text/")
    assert "page.png?page=1" in page and "公布版 PDF" in page
    said = printed(li.get("/plans/2027/document.pdf").content)
    for part in ("编制依据与原则", "指导思想和任务", "执法人员与工作日测算", "重点单位名单、频次和时间", "一般单位双随机抽查", "检查内容与方式",
                 "专项与联合检查", "分工", "保障与要求", "附表1重点单位名录", "附表2月度安排", "1,984−1,035−535=414", "云岭第012化工厂", "占20.87%"):
        assert part in said, part
    public = printed(li.get("/plans/2027/document.pdf?public=1").content)
    assert "云岭第012化工厂" not in public and "12家" in public
    assert li.get("/plans/2027/page.png?page=1")["Content-Type"] == "image/png"
    for odd in ("0", "99", "x", "999999999999"):
        assert li.get(f"/plans/2027/page.png?page={odd}").status_code == 404
    assert li.get("/plans/2027/document.pdf?version=7").status_code == 404


def test_what_people_write_is_kept_and_an_emptied_part_goes_back_to_the_offered_words(plan, office, at_desk, fonts):
    li = at_desk(office.people["li"])
    offered = text(li, "/plans/2027/text/")
    assert "遵循" not in offered and "每次检查由不少于两名执法人员进行" in offered
    written = {n: "" for n in ("guiding", "methods", "joint", "division")} | {"safeguards": "车辆两台、执法记录仪八部专用于检查。"}
    assert "车辆两台" in send(li, "/plans/2027/text/", **written)
    assert Plan.objects.get(pk=plan.pk).body["text"] == {"safeguards": written["safeguards"]}
    refused = send(li, "/plans/2027/text/", 422, **(written | {"joint": "长" * 3001}))
    assert "3001 字，最多 3000 字" in refused and "车辆两台" in refused and "什么都没有保存" in refused
    assert at_desk(office.people["song"]).post("/plans/2027/text/", written).status_code == 404
    send(li, "/plans/2027/text/", **(written | {"safeguards": " "}))
    assert Plan.objects.get(pk=plan.pk).body["text"] == {}


def test_a_fixed_version_keeps_its_text_whatever_is_changed_later(plan, office, at_desk, fonts):
    li = at_desk(office.people["li"])
    sign_off(office, plan)
    before = li.get("/plans/2027/document.pdf?version=1").content
    plan_begin.figures(plan.pk, {"other": [7] + [0] * 9}, office.people["li"])
    assert li.get("/plans/2027/document.pdf?version=1").content == before
    said = printed(before)
    assert "云政函〔2026〕88号" in said and "草稿" not in said
