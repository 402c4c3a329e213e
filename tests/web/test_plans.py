"""The annual plan at the desk: days typed and pasted, what fits and what to cut, enterprises, approval, versions."""
from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiheng.actions import plan_begin, plans
from zhiheng.planning.days import NON, OTHER
from zhiheng.records.models import Agency, Change, Enterprise, Mandate, Person, Plan, PlanItem

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
