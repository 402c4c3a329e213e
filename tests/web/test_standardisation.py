"""标准化创建 through the real door: only what stands below is accepted, and never by its own people."""
from __future__ import annotations

from datetime import date

import pytest

from tests.web import house as houses
from zhiheng.actions.errors import Refused
from zhiheng.actions.perform import open_file, perform
from zhiheng.actions.rebuild import compare
from zhiheng.records.models import Agency, File, Mandate, Paper, Person

LISTED = {"unit": "CG", "unit_name": "城关镇人民政府", "year": 2026, "listed_on": "2026-02-20"}
OWN = [{"number": str(n), "standard": s, "requirement": "要求", "full": 20, "points": 20, "evidence": "照片"}
       for n, s in enumerate(("people", "place", "kit", "system", "conduct"), 1)]
PASSED = [{"number": str(n), "result": "passed", "points": 18} for n in range(1, 6)]


@pytest.fixture
def town(office):
    agency = Agency.objects.create(code="CG", region_short="城", name="城关镇人民政府", parent=office.agency, place_id="yl", delegated=True)
    clerk = Person.objects.create_user("clerk", name="镇执法员")
    Mandate.objects.create(person=clerk, agency=agency, role="officer", since=date(2020, 1, 1))
    return agency


@pytest.fixture
def listed(office, town, fonts):
    sent = open_file("team_standard", "list_unit", LISTED, office.people["zhang"], agency=office.agency)
    houses.through(sent, *([] if sent.effective else [office.people["chen"]]))
    return sent.file.no


def test_a_bureau_accepts_only_what_stands_under_it(office, town):
    for code in (office.agency.code, "QS", "nowhere"):
        with pytest.raises(Refused, match="不是本机关的下级单位"):
            open_file("team_standard", "list_unit", LISTED | {"unit": code}, office.people["zhang"], agency=office.agency)


def test_from_the_list_to_the_acceptance_with_its_papers(office, listed):
    p = office.people
    perform(listed, "self_assess", {"assessed_on": "2026-05-20", "assessor": "镇长", "items": OWN}, p["zhang"])
    perform(listed, "apply", {"applied_on": "2026-05-25", "statement": "完成"}, p["zhang"])
    accept = {"visited_on": "2026-06-18", "assessors": ["li", "wang"], "items": PASSED, "conclusion": "passed", "opinion": "通过",
              "until": "2029-06-17"}
    with pytest.raises(Refused, match="镇执法员是创建单位的人员"):
        perform(listed, "accept", accept | {"assessors": ["li", "clerk"]}, p["zhang"])
    sent = perform(listed, "accept", accept, p["zhang"])
    houses.through(sent, *([] if sent.effective else [p["chen"]]))
    assert File.objects.get(no=listed).title == "城关镇人民政府 2026 年标准化创建"
    assert set(Paper.objects.filter(file__no=listed).values_list("code", flat=True)) == {"standard_application", "standard_acceptance"}
    assert compare(listed) == []


def test_the_form_offers_the_units_below_and_the_list_shows_the_file(office, listed, at_desk):
    head = at_desk(office.people["zhang"])
    assert "城关镇人民政府" in head.get("/new/team_standard/list_unit/").content.decode()
    assert listed in head.get("/standard-files/").content.decode()
