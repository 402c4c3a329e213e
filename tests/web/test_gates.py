"""期限与闸口: filters in the address, facts tried against a gate, a date counted, a figure of the bureau set."""
from __future__ import annotations

import pytest

from zhiheng.law.local import sheet
from zhiheng.records.models import LocalSheet

URGED = ("/gates/enf_urging/?content=term&content=way&content=amount&content=rights&served=2026-11-16&objected=0&performed=0"
         "&on=2026-11-23T09:00&try=1")


@pytest.fixture
def officer(house, at_desk):
    return at_desk(house.people["li"])


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_table_of_gates_is_narrowed_by_the_address(officer):
    whole = text(officer.get("/gates/"))
    assert "共 121" in whole and "依据待核" in whole and "行政处罚（普通程序）：作出处罚决定" in whole
    some = text(officer.get("/gates/?procedure=enforcement&weight=void"))
    assert "催告前置" in some and "检查主体合格" not in some
    assert "没有符合筛选的闸口" in text(officer.get("/gates/?q=没有这样的词"))
    assert "停电" in text(officer.get("/gates/?q=停电"))


def test_facts_that_do_not_pass_are_answered_with_article_cure_and_first_day(officer):
    page = text(officer.get(URGED))
    assert "不符合要求" in page and "2026-12-01" in page and "行政强制法第54条" in page and "期满后仍不履行的再申请" in page


def test_facts_that_pass_are_said_to_pass(officer):
    page = text(officer.get(URGED.replace("on=2026-11-23", "on=2026-12-01")))
    assert "符合要求" in page and "不符合要求" not in page


def test_missing_facts_are_shown_at_their_fields_and_nothing_is_judged(officer):
    page = text(officer.get("/gates/coe_prior_approval/?urgent=1&hazchem=0&try=1"))
    assert "没有填好" in page and "请填写「实施的时间」" in page and "核对结果" not in page


def test_a_reminder_does_not_say_that_it_may_not_be_done(officer):
    page = text(officer.get("/gates/insp_no_disruption/?disrupts=1&try=1"))
    assert "可以办理，有提醒" in page and "现在不能" not in page


def test_a_slip_in_the_address_of_a_day_is_said(officer):
    assert "看不懂" in text(officer.get("/gates/insp_no_disruption/?disrupts=1&try=1&on=明天"))
    assert officer.get("/gates/nothing/").status_code == 404 and officer.get("/terms/nothing/").status_code == 404


def test_a_term_is_counted_with_its_explanation(officer):
    page = text(officer.get("/terms/hearing_request/?from=2026-09-28"))
    assert "最迟 2026-10-10" in page and "个工作日" in page and "行政处罚法第64条第1款第1项" in page
    assert "最迟 2026-10-01 17:00" in text(officer.get("/terms/emergency_coercion_report/?from=2026-09-30T17:00"))
    assert "法律没有规定天数" in text(officer.get("/terms/seizure_release/?from=2026-11-16"))
    assert "适用至 2026-01-31" in text(officer.get("/terms/decision_legacy_30d/?from=2026-11-01"))
    assert "听证通知提前量" in text(officer.get("/terms/?q=听证通知"))


def test_a_figure_of_the_bureau_is_set_by_who_may_and_binds_from_its_day(house, at_desk, officer):
    assert officer.post("/figures/set/", {"name": "hearing_fine_unit", "value": "3万"}).status_code == 403
    where = house.agency.place_id
    client = at_desk(house.people["zhou"])
    page = text(client.get("/figures/"))
    assert "较大数额罚款听证标准" in page
    if where == "national":
        pytest.skip("the bureau of this house goes by the national figures alone")
    form = {"name": "hearing_fine_unit", "value": "3万", "since": "2026-11-23", "source": "云应急发〔2026〕9号"}
    told = text(client.post("/figures/set/", form, follow=True))
    assert "已设置" in told and "30000 元" in told and "云应急发〔2026〕9号" in told
    looser = text(client.post("/figures/set/", {**form, "value": "9万"}, follow=True))
    assert "只能收紧" in looser
    assert LocalSheet.objects.filter(kind="figures", place=where).count() == 1
    assert sheet("figures", where, LocalSheet.objects.get(kind="figures").since) is not None


def test_the_figures_of_a_province_are_shown_with_their_source(officer):
    page = text(officer.get("/figures/?place=henan"))
    assert "河南省人民政府令第204号" in page and "5000 元" in page
    assert "2 " in text(officer.get("/figures/?place=shanxi")) and "设置本局参数" not in page
