"""Importing at the desk: nothing is written before the person says so, and every refusal is in words."""
from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from zhiheng.records.models import Enterprise, ImportRun, Line

FIRMS = "企业名称,统一社会信用代码,地址\n甲厂,91330000566997460T,东路\n乙厂,913300005669974600,西路\n"
KIT = """资产编号,类别,型号,状态,购置金额（元）,检定（校准）有效期至
YL-1,无人机,M30,在库,3.5万,
YL-2,四合一气体检测仪,MX4,在库,3500,2027年1月9日
YL-3,飞船,X,在库,,
"""


@pytest.fixture
def keeper(office, at_desk):
    return at_desk(office.people["admin"])


def send(client, register: str, text: str, name: str = "名单.csv"):
    return client.post(f"/imports/{register}/new/", {"content": SimpleUploadedFile(name, text.encode())})


def confirmed(client, run: ImportRun) -> str:
    base = f"/imports/runs/{run.pk}/"
    client.post(f"{base}confirm/", {f"col-{k}": v for k, v in run.columns.items()})
    return client.get(base).content.decode()


def test_a_list_is_checked_shown_and_then_written(keeper):
    before = Enterprise.objects.count()
    assert send(keeper, "enterprises", FIRMS).status_code == 302
    run = ImportRun.objects.get()
    said = confirmed(keeper, run)
    assert "写入 1 条" in said and "校验位不符" in said and Enterprise.objects.count() == before
    keeper.post(f"/imports/runs/{run.pk}/write/")
    assert Enterprise.objects.count() == before + 1
    assert "已写入" in keeper.get(f"/imports/runs/{run.pk}/").content.decode()


def test_the_errors_come_as_a_workbook(keeper):
    send(keeper, "enterprises", FIRMS)
    run = ImportRun.objects.get()
    confirmed(keeper, run)
    answer = keeper.get(f"/imports/runs/{run.pk}/errors/")
    book = load_workbook(BytesIO(answer.content))
    assert book["改正后再导入"]["C2"].value == "913300005669974600"


def test_a_cancelled_list_leaves_nothing_and_is_said_to_be_cancelled(keeper):
    before = Enterprise.objects.count()
    send(keeper, "enterprises", FIRMS)
    run = ImportRun.objects.get()
    confirmed(keeper, run)
    keeper.post(f"/imports/runs/{run.pk}/cancel/")
    keeper.post(f"/imports/runs/{run.pk}/write/")
    assert Enterprise.objects.count() == before
    assert "没有写入任何内容" in keeper.get(f"/imports/runs/{run.pk}/").content.decode()


def test_a_file_that_is_no_list_is_refused_in_words_at_the_form(keeper):
    answer = send(keeper, "enterprises", '<?xml version="1.0"?><Workbook/>', "名单.xlsx")
    assert answer.status_code == 400 and answer.content.decode().count("另存为 .xlsx 或 CSV") == 1, "the next step is said once"
    assert keeper.post("/imports/enterprises/new/").status_code == 400


def test_a_ledger_is_imported_in_the_words_of_its_own_form(keeper):
    send(keeper, "equipment", KIT)
    run = ImportRun.objects.get()
    said = confirmed(keeper, run)
    assert "没有“飞船”这个选项" in said and "写入 2 条" in said
    keeper.post(f"/imports/runs/{run.pk}/write/")
    kite, meter = Line.objects.order_by("key")
    assert kite.values["price"] == 3_500_000 and meter.values["calibrated_until"] == "2027-01-09"
    send(keeper, "equipment", KIT.replace("M30", "M40"))
    again = ImportRun.objects.latest("pk")
    confirmed(keeper, again)
    keeper.post(f"/imports/runs/{again.pk}/write/")
    kite.refresh_from_db()
    assert kite.values["model"] == "M40" and Line.objects.count() == 2


def test_only_keepers_import_and_only_into_their_own_agency(office, keeper, at_desk):
    send(keeper, "enterprises", FIRMS)
    run = ImportRun.objects.get()
    assert at_desk(office.people["li"]).get("/imports/enterprises/new/").status_code == 403
    for who in ("li", "stranger"):
        assert at_desk(office.people[who]).post(f"/imports/runs/{run.pk}/write/").status_code in (403, 404)
    assert keeper.get("/imports/moods/new/").status_code == 404
