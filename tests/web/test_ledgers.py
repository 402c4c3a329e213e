"""A ledger at the desk: enter, find, change, archive, export what is shown."""
from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from zhiheng.records.models import Line

ONE = {"asset_no": "YL-001", "kind": "gas_detector", "model": "四合一 MX4", "state": "in_store",
       "calibrated_on": "2026-01-10", "calibrated_until": "2026-12-09", "price": "3500"}


@pytest.fixture
def keeper(office, at_desk):
    return at_desk(office.people["admin"])


def entered(keeper) -> Line:
    answer = keeper.post("/ledgers/equipment/new/", ONE)
    assert answer.status_code == 302
    return Line.objects.get()


def test_whoever_keeps_the_ledger_enters_a_line_and_finds_it(keeper):
    entered(keeper)
    said = keeper.get("/ledgers/equipment/?q=四合").content.decode()
    assert "四合一 MX4" in said and "2026-12-09 到期" in said and "3,500.00" in said


def test_faults_stand_at_their_fields_and_what_was_typed_stays(keeper):
    answer = keeper.post("/ledgers/equipment/new/", {**ONE, "calibrated_until": ""})
    said = answer.content.decode()
    assert answer.status_code == 400 and "检测仪器须填写检定（校准）有效期" in said and "四合一 MX4" in said
    assert not Line.objects.exists()


def test_a_change_is_shown_in_the_history_in_words(keeper):
    line = entered(keeper)
    keeper.post(f"/ledgers/equipment/{line.pk}/", {**ONE, "state": "repair", "version": "1"})
    said = keeper.get(f"/ledgers/equipment/{line.pk}/").content.decode()
    assert "状态：在库 → 维修中" in said


def test_a_form_that_is_older_than_the_line_is_not_saved(keeper):
    line = entered(keeper)
    keeper.post(f"/ledgers/equipment/{line.pk}/", {**ONE, "state": "repair", "version": "1"})
    answer = keeper.post(f"/ledgers/equipment/{line.pk}/", {**ONE, "model": "另一型号", "version": "1"})
    assert answer.status_code == 400 and "别人修改了这一条" in answer.content.decode()
    line.refresh_from_db()
    assert line.values["model"] == "四合一 MX4"


def test_an_officer_reads_the_ledger_but_does_not_write_it(office, at_desk, keeper):
    line = entered(keeper)
    officer = at_desk(office.people["li"])
    said = officer.get(f"/ledgers/equipment/{line.pk}/").content.decode()
    assert "四合一 MX4" in said and "<h2>归档</h2>" not in said
    for href in ("new/", f"{line.pk}/archive/", f"{line.pk}/restore/"):
        assert officer.post(f"/ledgers/equipment/{href}", ONE).status_code == 403, href
    assert officer.post(f"/ledgers/equipment/{line.pk}/", {**ONE, "version": "1"}).status_code == 403


def test_the_export_holds_exactly_the_lines_and_columns_that_are_shown(keeper):
    entered(keeper)
    keeper.post("/ledgers/equipment/new/", {**ONE, "asset_no": "YL-002", "kind": "uav", "model": "M30"})
    answer = keeper.get("/ledgers/equipment/export/?kind=uav&cols=asset_no&cols=model")
    book = load_workbook(BytesIO(answer.content))
    rows = [[c.value for c in row] for row in book.worksheets[0].iter_rows()]
    assert rows == [["资产编号", "型号", "提示"], ["YL-002", "M30", "2026-12-09 到期"]]


def test_columns_and_kept_views_are_addresses(keeper):
    entered(keeper)
    shown = keeper.get("/ledgers/equipment/?cols=model&kind=gas_detector").content.decode()
    assert "<th" in shown and "3,500.00" not in shown.split("<tbody")[1].split("</tbody>")[0]
    keeper.post("/ledgers/equipment/views/", {"name": "检测仪", "query": "?kind=gas_detector"})
    assert "检测仪" in keeper.get("/ledgers/equipment/").content.decode()


def test_an_archived_line_can_be_brought_back(keeper):
    line = entered(keeper)
    keeper.post(f"/ledgers/equipment/{line.pk}/archive/", {"reason": "登记错误"})
    assert "共 0" in keeper.get("/ledgers/equipment/").content.decode()
    assert "登记错误" in keeper.get(f"/ledgers/equipment/{line.pk}/").content.decode()
    keeper.post(f"/ledgers/equipment/{line.pk}/restore/")
    assert "共 1" in keeper.get("/ledgers/equipment/").content.decode()


def test_an_unknown_ledger_and_a_foreign_line_are_not_found(office, keeper, at_desk):
    line = entered(keeper)
    assert keeper.get("/ledgers/moods/").status_code == 404
    stranger = at_desk(office.people["stranger"])
    assert stranger.get(f"/ledgers/equipment/{line.pk}/").status_code == 404


def test_a_page_of_the_ledger_costs_the_same_number_of_queries_however_long(keeper, django_assert_max_num_queries):
    for n in range(12):
        keeper.post("/ledgers/equipment/new/", {**ONE, "asset_no": f"N{n}"})
    with django_assert_max_num_queries(11):
        keeper.get("/ledgers/equipment/")
