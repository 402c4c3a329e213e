"""组织形式: shown on the file and the list, filtered, borne out by the registers, counted against the year's targets."""
from __future__ import annotations

import pytest

from tests.web import house as houses
from zhiheng.actions import ledgers
from zhiheng.actions.errors import Invalid
from zhiheng.actions.perform import open_file
from zhiheng.records.queries.modes import experts_of, heads_of, targets_of
from zhiheng.records.queries.scope import visible_to
from zhiheng.registers.catalogue import ledger

TARGET = {"year": 2026, "mode": "chief_led", "times": 2, "source": "云应急〔2026〕3号第17条", "set_on": "2026-02-10"}


def visit(office, **facts):
    p = office.people
    sent = open_file("inspection", "plan", houses.PLAN | facts, p["li"], agency=office.agency, enterprise=office.firm)
    return houses.through(sent, p["wang"], p["zhang"], p["chen"]).file


@pytest.fixture
def led(office, fonts):
    office.led = visit(office, mode="chief_led", chief="陈立 局长")
    office.plain = visit(office)
    return office


def test_the_form_stands_on_file_and_list_and_filters_it(led, at_desk):
    li = at_desk(led.people["li"])
    assert "检查方式 一把手跟执法（陈立 局长）" in li.get(f"/files/{led.led.no}/").content.decode()
    page = li.get("/inspections/").content.decode()
    assert "一把手跟执法" in page and led.led.no in page and led.plain.no in page
    only = li.get("/inspections/?mode=chief_led").content.decode()
    assert led.led.no in only and led.plain.no not in only
    rest = li.get("/inspections/?mode=routine").content.decode()
    assert led.plain.no in rest and led.led.no not in rest
    assert led.led.no not in li.get("/inspections/?mode=joint").content.decode()


def test_a_head_is_one_of_the_agency_and_an_expert_is_engaged_today(led):
    assert heads_of(led.agency, houses.districts.NOW.date()) == ["陈立"]
    values = {"name": "周工", "organisation": "市安科院", "specialty": ledger("experts").spec("specialty").choices[0][0], "since": "2026-01-01",
              "until": "2026-12-31", "state": "engaged", "assessment": "none"}
    ledgers.enter(ledger("experts"), led.agency, values, by=None)
    ledgers.enter(ledger("experts"), led.agency, values | {"name": "旧工", "until": "2026-06-30"}, by=None)
    assert experts_of(led.agency, houses.districts.NOW.date()) == ["周工"]


def test_counts_stand_against_targets_with_their_source_and_without_one_only_counts(led, at_desk):
    page = at_desk(led.people["zhang"]).get("/dispatch/").content.decode()
    assert "没有登记目标" in page and "还差" not in page
    ledgers.enter(ledger("work_targets"), led.agency, TARGET, by=led.people["zhang"])
    assert targets_of(visible_to(led.people["zhang"]), 2026) == {"chief_led": (2, "云应急〔2026〕3号第17条（2026-02-10）")}
    page = at_desk(led.people["zhang"]).get("/dispatch/").content.decode()
    assert "还差 1 次" in page and "云应急〔2026〕3号第17条" in page
    assert targets_of(visible_to(led.people["stranger"]), 2026) == {} == targets_of(visible_to(led.people["zhang"]), 2025)


@pytest.mark.parametrize(("name", "value"), [("times", 0), ("times", 10_001), ("year", 26), ("mode", "x")])
def test_a_target_that_cannot_be_is_refused(office, name, value):
    with pytest.raises(Invalid):
        ledgers.enter(ledger("work_targets"), office.agency, TARGET | {name: value}, by=None)
