"""方案比较 kept beside the plan: named, weighed side by side again, one taken over, shown to whoever approves."""
from __future__ import annotations

import pytest

from tests.web.test_plans import FORM, firms, send, text
from zhiheng.actions import plan_begin
from zhiheng.records.models import Change, Plan, PlanItem
from zhiheng.records.queries.plans import content_of, live

pytestmark = pytest.mark.django_db
HREF = "/plans/2027/scenario/"
BLANK = {"do": "keep", "officers": "", "key_times": "", "half_days": "", "general": ""}


@pytest.fixture
def plan(office, at_desk):
    """The plan of 2027 with twelve key enterprises, 56 ordinary visits and the days typed."""
    firms(office.agency, 12)
    made = plan_begin.begin(office.agency, 2027, office.people["li"])[0]
    send(at_desk(office.people["li"]), "/plans/2027/", **FORM)
    return made


def body(plan):
    return Plan.objects.get(pk=plan.pk).body


def test_a_kept_scenario_stands_beside_the_plan_and_changes_neither_it_nor_its_version(plan, office, at_desk):
    li, before, fixed = at_desk(office.people["li"]), body(plan), content_of(Plan.objects.get(pk=plan.pk), live(plan))[1]
    said = send(li, HREF, **(BLANK | {"name": "  增加 一人 ", "officers": "9", "general": "80"}))
    assert "方案「增加 一人」已保存，计划没有改变" in said and "比较过的方案" in said
    assert "执法人员 9 名，一般抽查 80 家次（李强 2026-11-23）" in said
    after = body(plan)
    assert {k: v for k, v in after.items() if k != "weighed"} == before and after["weighed"][0]["change"] == {"officers": 9, "general": 80}
    assert content_of(Plan.objects.get(pk=plan.pk), live(plan))[1] == fixed
    assert Change.objects.filter(register="plan", target=str(plan.pk), reason="保存方案「增加 一人」").exists()
    looked = text(at_desk(office.people["song"]), "/plans/2027/")
    assert "增加 一人" in looked and 'data-act="scenario_take"' not in looked and 'id="keep"' not in looked


def test_a_kept_scenario_is_weighed_anew_when_the_plan_moves(plan, office, at_desk):
    li = at_desk(office.people["li"])
    send(li, HREF, **(BLANK | {"name": "半日", "half_days": "1"}))
    with_56 = _row(text(li, "/plans/2027/"), "半日")
    send(li, "/plans/2027/", **(FORM | {"general_visits": "20"}))
    with_20 = _row(text(li, "/plans/2027/"), "半日")
    assert ">56<" in with_56 and ">20<" in with_20 and ">56<" not in with_20


def _row(page, name):
    weighed = page[page.index('id="weighed"'):]
    start = weighed.index(name)
    return weighed[start:weighed.index("</tr>", start)]


def test_a_scenario_taken_over_writes_figures_and_visits_and_never_more_than_a_cap(plan, office, at_desk):
    li = at_desk(office.people["li"])
    send(li, HREF, **(BLANK | {"name": "全改", "officers": "9", "key_times": "12", "half_days": "4", "general": "10"}))
    said = send(li, HREF, do="take", name="全改")
    assert "已采用方案「全改」" in said
    now, key = body(plan), PlanItem.objects.filter(plan=plan, kind="key")
    assert (now["officers"], now["key"]["half_days"], now["general"]) == (9, 4, {"visits": 10, "half_days": 2})
    assert set(key.values_list("half_days", flat=True)) == {4} and PlanItem.objects.filter(plan=plan, kind="general").count() == 10
    most = {key.filter(enterprise=e).count() for e in key.values_list("enterprise", flat=True).distinct()}
    assert most == set(now["times"].values()) and len(now["times"]) == 12 and max(most) < 12  # grade C has a cap
    assert now["weighed"][0]["name"] == "全改"


def test_more_officers_than_the_bureau_has_are_not_taken_over(plan, office, at_desk):
    li, before = at_desk(office.people["li"]), body(plan)
    send(li, HREF, **(BLANK | {"name": "二十人", "officers": "20"}))
    assert "列入计划的执法人员 20 名，多于在册人员 10 名" in send(li, HREF, do="take", name="二十人")
    assert body(plan)["officers"] == before["officers"]


@pytest.mark.parametrize("typed, says", [
    ({"name": "", "officers": "9"}, "请给方案起一个不超过 20 个字的名称"), ({"name": "字" * 21, "officers": "9"}, "不超过 20 个字"),
    ({"name": "空"}, "至少填一项与现方案不同的数字"), ({"name": "错", "officers": "九"}, "执法人员须填 1 至 500 的整数，填作「九」"),
    ({"name": "错", "key_times": "0"}, "重点单位全年次数须填 1 至 12 的整数"), ({"name": "错", "half_days": "7"}, "须填 1 至 6"),
    ({"name": "错", "general": "-1"}, "一般抽查家次须填 0 至 20000"), ({"name": "错\u202e", "officers": "9"}, "请给方案起一个"),
    ({"name": "错", "officers": "9" * 5000}, "须填 1 至 500")])
def test_what_cannot_be_kept_is_told_and_shown_again_as_it_was_typed(typed, says, plan, office, at_desk):
    said = send(at_desk(office.people["li"]), HREF, 422, **(BLANK | typed))
    assert says in said and "weighed" not in body(plan)
    assert typed["name"] == "" or f'name="name" value="{typed["name"]}"' in said


def test_a_name_is_used_once_and_twelve_are_enough(plan, office, at_desk):
    li = at_desk(office.people["li"])
    for n in range(12):
        send(li, HREF, **(BLANK | {"name": f"方案{n}", "general": str(n)}))
    assert "已有名为「方案3」的方案" in send(li, HREF, 422, **(BLANK | {"name": "方案3", "general": "5"}))
    assert "至多保存 12 个方案" in send(li, HREF, 422, **(BLANK | {"name": "再一个", "general": "5"}))
    assert "方案「方案3」已删除" in send(li, HREF, do="drop", name="方案3")
    assert [r["name"] for r in body(plan)["weighed"]] == [f"方案{n}" for n in range(12) if n != 3]
    assert "没有这个方案，可能已被删除" in send(li, HREF, do="take", name="方案3")


def test_once_sent_on_what_was_weighed_stays_and_is_shown_with_the_approval(plan, office, at_desk):
    li = at_desk(office.people["li"])
    send(li, HREF, **(BLANK | {"name": "少一人", "officers": "7"}))
    Plan.objects.filter(pk=plan.pk).update(state="submitted")
    page = text(li, "/plans/2027/")
    assert 'data-act="scenario_drop"' not in page and "比较过的方案随计划保存，不能删除" in page
    assert "比较过的方案随计划保存，不能删除" in send(li, HREF, do="drop", name="少一人") and body(plan)["weighed"]
    shown = text(at_desk(office.people["chen"]), "/plans/2027/approval/")
    assert "比较过的方案" in shown and "少一人" in shown and "执法人员 7 名" in shown and "现方案" in shown


def test_those_who_only_look_keep_drop_and_take_nothing(plan, office, at_desk):
    for who in ("song", "chen", "zhou"):
        for do in ("keep", "drop", "take"):
            assert at_desk(office.people[who]).post(HREF, BLANK | {"do": do, "name": "一", "officers": "9"}).status_code == 404
    assert at_desk(office.people["li"]).post(HREF, {"do": "nothing", "name": "一"}).status_code == 404
    assert at_desk(office.people["li"]).get(HREF).status_code == 405 and "weighed" not in body(plan)
