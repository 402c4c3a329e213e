"""频次台账: which visits count of the cap, which do not and why; the same count for gate, list, page and export."""
from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.web import house as houses
from zhiheng.actions.perform import open_file, perform
from zhiheng.records.models import Agency, Enterprise, File
from zhiheng.records.queries.frequency import at_cap, counted_of, ledger_of
from zhiheng.records.queries.scope import visible_to
from zhiheng.records.queries.view import register_of


def visit(house, **facts) -> File:
    p = house.people
    sent = open_file("inspection", "plan", houses.PLAN | facts, p["li"], agency=house.agency, enterprise=house.firm)
    return houses.through(sent, p["wang"], p["zhang"], p["chen"]).file


@pytest.fixture
def year(office, fonts):
    """One counted visit, one upon a report, one called off; the cap entered for the firm is one."""
    Enterprise.objects.filter(pk=office.firm.pk).update(extra={"visit_cap": 1})
    office.firm.refresh_from_db()
    office.files = {"clue": visit(office, source_type="complaint", source_document="举报登记 J0031", plan_item_ref=""), "plain": visit(office)}
    gone = visit(office, source_type="complaint", source_document="举报登记 J0032", plan_item_ref="")
    p = office.people
    told = {"called_off_on": "2026-11-23", "reason": "企业停产，改在复产以后检查。"}
    houses.through(perform(gone.no, "call_off", told, p["li"]), p["wang"], p["zhang"])
    return office


def test_a_report_and_a_visit_called_off_stay_outside_and_the_ledger_says_why(year):
    held = ledger_of(year.firm, 2026, visible_to(year.people["li"]))
    assert (held.counted, held.cap.most, held.left) == (1, 1, 0) and "一企一档" in held.cap.says
    said = {v.no: v.why for v in held.visits}
    assert said[year.files["plain"].no] == "" and "举报投诉" in said[year.files["clue"].no]
    assert any("取消" in why for why in said.values())


def test_the_gate_the_list_and_the_ledger_count_the_same(year, at_desk):
    another = File(agency=year.agency, procedure="inspection", enterprise=year.firm)
    assert register_of(another, houses.districts.NOW)["visits"]["counted"] == counted_of([year.firm.pk], 2026)[year.firm.pk] == 1
    page = at_desk(year.people["li"]).get("/enterprises/").content.decode()
    assert "1/1" in page, "the column takes the cap from the one answer for caps"


def test_the_tab_and_the_sheet_show_every_visit_with_reason_and_basis(year, at_desk):
    li = at_desk(year.people["li"])
    page = li.get(f"/enterprises/{year.firm.code}/?tab=frequency").content.decode()
    assert "计入 1 / 上限 1 次，已无余额" in page and "举报登记 J0031" in page and "国办发〔2024〕54号（依据待核）" in page
    sheet = load_workbook(BytesIO(li.get(f"/frequency/firm/?firm={year.firm.pk}").content))
    rows = [[str(c) for c in r] for r in sheet.worksheets[0].iter_rows(values_only=True)]
    assert len(rows) == 4 and sum("不计入" in "".join(r) for r in rows) == 2
    assert li.get("/frequency/firm/?firm=x").status_code == 404 and li.get("/frequency/firm/?firm=999999").status_code == 404


def test_enterprises_at_their_cap_are_listed_and_an_outsider_reads_none(year, at_desk):
    song = at_desk(year.people["song"])
    page = song.get("/frequency/").content.decode()
    assert houses.FIRM in page and "已满" in page
    assert houses.FIRM in "".join(str(c.value) for r in load_workbook(BytesIO(song.get("/frequency/?export=1").content)).worksheets[0] for c in r)
    assert at_cap(visible_to(year.people["stranger"]), 2026) == []
    assert "没有企业达到" in song.get("/frequency/?year=2024").content.decode()


def test_another_units_visit_is_told_by_unit_and_day_alone(year, at_desk):
    town = Agency.objects.create(code="YLCG", region_short="云", name="云岭区城关镇人民政府", short_name="城关镇", parent=year.agency, place_id="yl",
                                 kind="township", level="township", delegated=True)
    File.objects.filter(pk=year.files["clue"].pk).update(agency=town)
    Enterprise.objects.filter(pk=year.firm.pk).update(agency=year.agency)
    seen = {v.unit: v for v in ledger_of(year.firm, 2026, visible_to(year.people["stranger"])).visits}
    assert seen["城关镇"].no == "" and seen["城关镇"].document == "" and seen["城关镇"].why
