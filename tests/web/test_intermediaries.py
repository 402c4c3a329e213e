"""中介机构 on the desk: the list, one agency, the inspection of it, and a doubtful report that becomes a lead."""
from __future__ import annotations

import pytest

from zhiheng.actions import ledgers
from zhiheng.records.models import Change, Enterprise, File, Line
from zhiheng.registers.catalogue import ledger

NAME, CODE = "云岭安评技术服务有限公司", "91990101MA00YLAP18"
REASON = "报告所附现场照片不是该企业的除尘系统。"


@pytest.fixture
def agency(office):
    """An agency whose second report is dated before its survey."""
    line = ledgers.enter(ledger("intermediaries"), office.agency, {
        "code": CODE, "name": NAME, "kind": "assessment", "qualification_no": "APJ-1", "business": ["trade"], "professionals": 20,
        "since": "2024-01-01", "until": "2028-12-31", "state": "active"}, by=None)
    for no, issued in (("AP-1", "2026-10-20"), ("AP-2", "2026-10-05")):
        ledgers.enter(ledger("intermediary_reports"), office.agency, {
            "intermediary": NAME, "report_no": no, "enterprise": office.firm.code, "kind": "status", "business": "trade", "survey_on": "2026-10-12",
            "surveyors": ["郭立"], "author": "郭立", "images": True, "published": True, "issued_on": issued, "verified": "none"}, by=None)
    return line


def report(no):
    return Line.objects.get(ledger="intermediary_reports", values__report_no=no)


def test_the_list_counts_reports_and_what_is_odd(agency, office, at_desk):
    page = at_desk(office.people["song"]).get("/intermediaries/").content.decode()
    assert NAME in page and "2/2" in page and "1 份可疑" in page and "项不符" in page
    assert NAME not in at_desk(office.people["song"]).get("/intermediaries/?view=leads").content.decode()
    assert at_desk(office.people["he"]).get("/intermediaries/").status_code == 403
    assert NAME not in at_desk(office.people["stranger"]).get("/intermediaries/").content.decode()


def test_one_agency_shows_conditions_reports_and_signals_with_their_articles(agency, office, at_desk):
    page = at_desk(office.people["li"]).get(f"/intermediaries/{agency.pk}/").content.decode()
    assert "少于 1 个行业领域应有的 25 人" in page and "早于现场勘验日期" in page and "安全评价检测检验机构管理办法" in page and "依据待核" in page
    assert f"/intermediaries/reports/{report('AP-2').pk}/lead/" in page
    assert at_desk(office.people["stranger"]).get(f"/intermediaries/{agency.pk}/").status_code == 404
    assert "怀疑失实" not in at_desk(office.people["song"]).get(f"/intermediaries/{agency.pk}/").content.decode()


def test_an_agency_becomes_an_enterprise_once_and_can_then_be_inspected(agency, office, at_desk):
    client = at_desk(office.people["li"])
    for _ in range(2):
        assert client.post(f"/intermediaries/{agency.pk}/enrol/").status_code == 302
    firm = Enterprise.objects.get(code=CODE)
    assert f"/inspections/new/?enterprise={firm.pk}" in client.get(f"/intermediaries/{agency.pk}/").content.decode()
    assert at_desk(office.people["zhang"]).post(f"/intermediaries/{agency.pk}/enrol/").status_code == 403


def test_a_doubtful_report_opens_a_lead_against_the_agency_and_is_marked(agency, office, at_desk):
    client = at_desk(office.people["li"])
    address = f"/intermediaries/reports/{report('AP-2').pk}/lead/"
    form = client.get(address).content.decode()
    assert "早于现场勘验日期" in form and "AQSCF-092-2-c" in form
    answer = client.post(address, {"reason": REASON, "codes": ["AQSCF-092-2-c"], "officers": ["li", "wang"]})
    file = File.objects.get(procedure="penalty_ordinary")
    assert answer.status_code == 302 and file.no in answer["Location"]
    facts = file.events.get(act="lead").facts
    assert facts["suspect"] == NAME and "AQSCF-092-2-c" in facts["case_facts"] and "早于现场勘验日期" in facts["case_facts"]
    held = report("AP-2")
    assert (held.values["verified"], held.values["case_no"]) == ("suspected", file.no)
    assert Change.objects.filter(register="intermediary_reports", target=str(held.pk), what="changed").exists()
    assert file.no in client.get(f"/intermediaries/{agency.pk}/").content.decode()
    again = client.post(address, {"reason": REASON, "codes": ["AQSCF-092-2-c"], "officers": ["li"]})
    assert again.status_code == 400 and "已有线索案卷" in again.content.decode()
    assert File.objects.filter(procedure="penalty_ordinary").count() == 1


@pytest.mark.parametrize("change", [{"reason": "可疑"}, {"codes": []}, {"codes": ["AQSCF-097-1-3"]}, {"officers": []}])
def test_a_lead_without_reason_act_or_officers_is_refused_and_nothing_is_opened(agency, office, at_desk, change):
    answer = at_desk(office.people["li"]).post(f"/intermediaries/reports/{report('AP-2').pk}/lead/",
                                               {"reason": REASON, "codes": ["AQSCF-092-1"], "officers": ["li"], **change})
    assert answer.status_code == 400 and not File.objects.exists() and report("AP-2").values["verified"] == "none"
