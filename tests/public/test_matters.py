"""The power list for everybody: the list of the day, earlier ones by their day, and the whole of it to take away."""
from __future__ import annotations

import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook

from tests.law.texts_at_hand import imported, needs_texts
from zhiheng.actions import power_lists
from zhiheng.law.powers_data import prepared
from zhiheng.records.models import Agency


@pytest.fixture
def listed(district):
    Agency.objects.filter(pk=district.agency.pk).update(place_id="yl")
    power_lists.publish_prepared("yl", by=None)
    return district


def said(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_without_a_list_the_page_says_so(district, client):
    assert "没有公布的权责清单" in said(client, "/p/matters/")
    assert client.get("/p/matters.csv").status_code == 404


def test_the_list_is_counted_by_kind_and_says_what_is_no_longer_used(listed, client):
    page = said(client, "/p/matters/")
    assert "119 = 行政许可4 + 行政处罚110 + 行政强制3 + 行政确认1 + 其他行政权力1" in page
    assert "已停用，只适用于 2026-04-30 以前的行为" in page and "演示选取" in page
    assert "已停用，只适用于 2026-05-31 以前的行为" in page  # the basis lapsed, the list does not say so yet


def test_search_and_kind_narrow_the_list(listed, client):
    page = said(client, "/p/matters/?q=特种作业&kind=penalty")
    assert "CF-109" in page and "CF-010" not in page and "XK-01" not in page
    assert "没有与「月球」相符的事项" in said(client, "/p/matters/?q=月球")


def test_an_earlier_version_is_reached_by_its_day(listed, client):
    page = said(client, "/p/matters/?on=2026-01-15&kind=licence")
    assert "危险化学品安全管理条例第33条第1款" in page and "on=2026-01-15" in page
    assert "危险化学品安全管理条例第三十三条第一款" in said(client, "/p/matters/XK-01/?on=2026-01-15")
    assert "危险化学品安全法第五十三条第一款" in said(client, "/p/matters/XK-01/")
    assert "没有公布的权责清单" in said(client, "/p/matters/?on=2024-12-31")


def test_a_version_of_the_future_is_not_public_before_its_day(listed, client):
    rows = prepared("yl")[0].body["items"][1:3]
    power_lists.publish("yl", {"items": rows}, title="明年版", since=date(2027, 1, 1), by=None)
    assert "明年版" not in said(client, "/p/matters/") and "119 =" in said(client, "/p/matters/?on=2027-06-01")


@needs_texts
def test_an_item_shows_the_words_of_its_basis_as_they_stood(listed, client, monkeypatch):
    monkeypatch.setenv("ZHIHENG_DATA", str(imported()))
    assert "未按照规定对从业人员、被派遣劳动者、实习学生进行安全生产教育和培训" in said(client, "/p/matters/CF-010/")
    assert "未经许可" in said(client, "/p/matters/CF-081/") or "未取得危险化学品经营许可证" in said(client, "/p/matters/CF-081/")


def test_a_penalty_shows_the_chart_of_its_procedure_and_a_licence_its_steps_and_limits(listed, client):
    penalty, licence = said(client, "/p/matters/CF-010/"), said(client, "/p/matters/XK-01/")
    assert "/p/about/penalty_ordinary.svg" in penalty and "时限" in penalty and "0990" in penalty
    assert "受理之日起二十日" in licence and ".svg\"" not in licence.split("<main", 1)[1]
    assert client.get("/p/matters/CF-999/").status_code == 404


def test_the_whole_list_may_be_taken_away_in_three_forms(listed, client):
    plain = json.loads(client.get("/p/matters.json").content)
    assert plain["total"] == 119 and plain["by_kind"]["行政强制"] == 3 and sum(not i["usable"] for i in plain["items"]) == 33
    csv = client.get("/p/matters.csv").content.decode("utf-8-sig").splitlines()
    assert csv[0].startswith("事项编码,事项类型,事项名称") and len(csv) == 120
    sheet = load_workbook(io.BytesIO(client.get("/p/matters.xlsx").content)).worksheets[0]
    assert sheet.max_row == 120 or len(list(sheet.iter_rows())) == 120


def test_nothing_of_the_desk_is_on_the_public_list(listed, client):
    page = said(client, "/p/matters/CF-010/")
    assert "AQSCF-097-1-3-P" not in page and "/files/" not in page
    assert client.get("/p/matters/").headers["Cache-Control"].startswith("public")
    assert not client.get("/p/matters/").cookies
