"""信用管理 on the desk and for everybody: who is listed, who sees it, when it is gone."""
from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.actions.district import NOW
from zhiheng.records.clock import frozen
from zhiheng.records.models import Agency, Enterprise, File, Standing
from zhiheng.records.queries.credit import early_before


@pytest.fixture
def listed(office):
    """A unit and its principal, listed 13 months ago and published; a bad record; somebody else's firm elsewhere."""
    file = File.objects.create(no="YL-2025-00801", agency=office.agency, procedure="serious_breach", enterprise=office.firm, title="列入",
                               year=2025, seq=801, stage="listed", opened_at=NOW - timedelta(days=420))
    since = date(2025, 10, 20)
    shared = {"enterprise": office.firm, "kind": "credit", "value": "serious", "since": since, "until": date(2028, 10, 20), "origin": "file",
              "file": file, "made_at": NOW}
    detail = {"ground": "concealed", "number": "（云）应急失决〔2025〕1号", "published_on": "2025-10-22"}
    Standing.objects.create(**shared, detail=detail)
    Standing.objects.create(**shared, detail={**detail, "role": "principal"}, person_name="陈立新")
    elsewhere = Enterprise.objects.create(agency=Agency.objects.get(code="QS"), name="青山炼油厂")
    Standing.objects.create(**{**shared, "enterprise": elsewhere, "file": None}, detail={"ground": "grave"})
    Standing.objects.create(enterprise=office.firm, kind="credit", value="bad", since=date(2026, 5, 1), until=date(2027, 4, 30), origin="file",
                            file=file, made_at=NOW, detail={"number": "（云）应急罚〔2026〕3号", "fine_fen": 5_000_000})
    return office


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def test_the_list_shows_whom_the_bureau_holds_listed_and_nobody_of_another_district(listed, at_desk):
    page = text(at_desk(listed.people["li"]), "/credit/")
    assert "鑫达木业有限公司" in page and "陈立新" in page and "瞒报、谎报事故" in page and "至 2028-10-20" in page
    assert "青山炼油厂" not in page and "应急罚〔2026〕3号" not in page
    assert "（云）应急罚〔2026〕3号，罚款" in text(at_desk(listed.people["li"]), "/credit/?view=bad")


def test_whoever_has_been_listed_for_twelve_months_may_apply_and_is_found(listed, at_desk):
    client = at_desk(listed.people["li"])
    page = text(client, "/credit/?view=early&who=person")
    assert "可以申请" in page and "陈立新" in page and "2026-10-21 起" in page
    Standing.objects.filter(value="serious").update(since=date(2025, 11, 23))
    assert "可以申请" not in text(client, "/credit/?view=early")
    assert early_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_a_term_that_has_run_out_waits_for_its_removal_and_is_not_shown_as_listed(listed, at_desk):
    Standing.objects.filter(value="serious").update(until=date(2026, 11, 20))
    client = at_desk(listed.people["li"])
    assert "瞒报、谎报事故" not in text(client, "/credit/")
    assert "已期满" in text(client, "/credit/?view=due")


def test_impossible_filters_are_said_and_not_used(listed, at_desk):
    page = text(at_desk(listed.people["li"]), "/credit/?view=everything&q=%00鑫达")
    assert "这一条件没有使用" in page and "鑫达木业有限公司" in page


def test_the_spreadsheet_holds_what_the_page_shows(listed, at_desk):
    answer = at_desk(listed.people["zhang"]).get("/credit/export/")
    assert answer.status_code == 200 and "spreadsheet" in answer["Content-Type"]


def test_the_enterprise_shows_its_history_and_an_officer_may_begin(listed, at_desk):
    page = text(at_desk(listed.people["li"]), f"/enterprises/{listed.firm.code}/?tab=credit")
    assert "严重失信" in page and "不良记录" in page and f"/new/serious_breach/propose/?enterprise={listed.firm.pk}" in page
    assert "列入建议" not in text(at_desk(listed.people["song"]), f"/enterprises/{listed.firm.code}/?tab=credit")
    form = text(at_desk(listed.people["li"]), f"/new/serious_breach/propose/?enterprise={listed.firm.pk}")
    assert "列入情形" in form and listed.firm.name in form
    assert "承诺内容" in text(at_desk(listed.people["li"]), f"/new/commitment/promise/?enterprise={listed.firm.pk}")


def test_everybody_reads_the_unit_and_only_the_surname_of_a_person(listed):
    page = text(Client(), "/p/credit/")
    assert "鑫达木业有限公司" in page and "91990101MA00DEMA07" in page and "陈某某" in page and "瞒报、谎报生产安全事故" in page
    assert "陈立新" not in page
    sheet = b"".join(Client().get("/p/credit.csv").streaming_content).decode()
    assert "陈某某" in sheet and "陈立新" not in sheet and "至" in sheet


def test_the_name_of_a_person_finds_nothing_on_the_public_list(listed):
    assert "鑫达木业有限公司</span>" in text(Client(), "/p/credit/?q=鑫达")
    assert "没有与" in text(Client(), "/p/credit/?q=陈立新")


def test_the_public_list_forgets_whoever_is_removed_expired_or_never_published(listed):
    rows = Standing.objects.filter(value="serious", enterprise=listed.firm)
    rows.filter(person_name="陈立新").update(ended_on=date(2026, 11, 1))
    assert "陈某某" not in text(Client(), "/p/credit/")
    for row in rows.filter(person_name=""):
        row.detail = {**row.detail, "published_on": None}
        row.save()
    assert "鑫达木业有限公司" not in text(Client(), "/p/credit/")
    for row in rows.filter(person_name=""):
        row.detail = {k: v for k, v in row.detail.items() if k != "published_on"}
        row.save()
    assert "鑫达木业有限公司" not in text(Client(), "/p/credit/")
    for row in rows:
        row.detail = {**row.detail, "published_on": "2025-10-22"}
        row.ended_on = None
        row.save()
    assert "鑫达木业有限公司" in text(Client(), "/p/credit/")
    with frozen(NOW + timedelta(days=800)):
        assert "鑫达木业有限公司" not in text(Client(), "/p/credit/")
